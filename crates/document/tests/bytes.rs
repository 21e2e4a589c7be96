//! Every word of a passage stands at its bytes, in every form: in the examples, and in texts made up.

#![allow(clippy::unwrap_used, reason = "a test")]

mod common;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use annalist_document::{Document, Form, Role, read};
use annalist_span::Span;
use proptest::prelude::*;

/// What bytes say in one of the ways in which a form writes words.
fn readings(raw: &[u8], encoding: &str) -> Vec<String> {
    let decode = |bytes: &[u8]| {
        let known = encoding_rs::Encoding::for_label(encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        known.decode_without_bom_handling(bytes).0.into_owned()
    };
    let text = decode(raw);
    let once = html_escape::decode_html_entities(&text).into_owned();
    let twice = html_escape::decode_html_entities(&once).into_owned();
    let mut out = vec![text.clone(), once, twice];
    out.extend(serde_json::from_str::<String>(&format!("\"{text}\"")).ok());
    out.push(decode(&quoted(raw)));
    for charset in ["utf-8", "windows-1251"] {
        let known = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
        out.push(known.decode_without_bom_handling(&sixty_four(raw)).0.into_owned());
        out.push(known.decode_without_bom_handling(&quoted(raw)).0.into_owned());
    }
    out
}

fn quoted(raw: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(raw).replace("=\r\n", "").replace("=\n", "").replace('_', " ");
    let mut out = Vec::new();
    let mut parts = text.split('=');
    out.extend(parts.next().unwrap_or("").bytes());
    for part in parts {
        match part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                out.extend(part[2..].bytes());
            }
            None => out.extend(part.bytes()),
        }
    }
    out
}

fn sixty_four(raw: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u32> =
        raw.iter().filter_map(|b| DIGITS.iter().position(|d| d == b)).map(|d| d as u32).collect();
    digits
        .chunks(4)
        .flat_map(|group| {
            let bits = group.iter().fold(0, |bits, d| bits << 6 | d) << (6 * (4 - group.len()));
            bits.to_be_bytes()[1..group.len()].to_vec()
        })
        .collect()
}

/// Words without the marks and markup that a passage masks.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let (mut tag, mut mark) = (false, false);
    for c in text.replace("-\n", "").chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            '[' => mark = true,
            ']' => mark = false,
            _ if tag || mark => {}
            '*' | '\'' | '\u{ad}' | '\u{200b}' => {}
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// Checks every word of every passage but those that a template put together.
fn words_stand_in_their_bytes(document: &Document, bytes: &[u8]) {
    for passage in &document.passages {
        if matches!(passage.role, Role::Infobox | Role::Reference)
            && matches!(document.form, Form::Wikitext | Form::WikiDump)
        {
            continue;
        }
        let mut at = 0;
        for word in passage.text.split(' ') {
            let span = passage.map.to_file(Span::of(at, at + word.len()));
            at += word.len() + 1;
            let raw = &bytes[span.range()];
            let found = readings(raw, &document.encoding);
            let wanted = bare(word);
            // Three bytes are four letters of base64, and a word may begin within them.
            let holds = |r: &String| {
                let r = bare(r);
                r == wanted
                    || (document.form == Form::Email
                        && r.contains(&wanted)
                        && r.chars().count() < wanted.chars().count() + 8)
            };
            assert!(
                found.iter().any(holds),
                "{} {:?}: {word:?} stands at {span} as {:?}",
                document.name,
                passage.role,
                String::from_utf8_lossy(raw)
            );
        }
    }
}

/// Reads a file and checks its documents; their narrative passages.
fn narrative(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<String>) {
    let documents = read(name, bytes).unwrap_or_else(|e| panic!("{e}"));
    for document in &documents {
        let unpacked = document.unpacked(document.own_bytes(bytes)).unwrap();
        common::check(document, &unpacked);
        words_stand_in_their_bytes(document, &unpacked);
    }
    let told = documents.iter().flat_map(|d| d.narrative().map(|(_, p)| p.text.clone())).collect();
    (documents, told)
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

#[test]
fn every_example_is_of_its_form_and_its_words_stand_in_their_bytes() {
    let expected = [
        ("formats/both-banks-again.eml", Form::Email, "utf-8", 1),
        ("formats/brigade-statement.eml", Form::Email, "utf-8", 1),
        ("formats/courier.html", Form::Html, "utf-8", 1),
        ("formats/courier.rss", Form::Feed, "utf-8", 2),
        ("formats/crossing.txt", Form::Plain, "utf-8", 1),
        ("formats/crossing.utf-16.txt", Form::Plain, "utf-16le", 1),
        ("formats/crossing.windows-1251.txt", Form::Plain, "windows-1251", 1),
        ("formats/crossing.windows-1252.txt", Form::Plain, "windows-1252", 1),
        ("formats/crossing.windows-1256.txt", Form::Plain, "windows-1256", 1),
        ("formats/encyclopaedia.pasted.txt", Form::PastedPage, "utf-8", 1),
        ("formats/encyclopaedia.tables.md", Form::MarkdownDump, "utf-8", 1),
        ("formats/encyclopaedia.xml", Form::WikiDump, "utf-8", 2),
        ("formats/front-bulletin.atom", Form::Feed, "utf-8", 1),
        ("formats/radio.html", Form::Html, "utf-8", 1),
        ("formats/report.chromium.pdf", Form::Pdf, "utf-8", 1),
        ("formats/report.docx", Form::Docx, "utf-8", 1),
        ("formats/report.groff.pdf", Form::Pdf, "utf-8", 1),
        ("formats/report.latex.pdf", Form::Pdf, "utf-8", 1),
        ("formats/report.office.pdf", Form::Pdf, "utf-8", 1),
        ("formats/report.reportlab.pdf", Form::Pdf, "utf-8", 1),
        ("formats/wire.jsonl", Form::JsonLine, "utf-8", 2),
        ("hama-2017/battle-for-maardis.md", Form::Markdown, "utf-8", 1),
        ("hama-2017/from-suran-to-halfaya.html", Form::Html, "utf-8", 1),
        ("hama-2017/newsfeed.jsonl", Form::JsonLine, "utf-8", 11),
        ("hama-2017/northern-hama-campaign.wiki", Form::Wikitext, "utf-8", 1),
        ("hama-2017/qomhana.simple.txt", Form::SimpleWiki, "utf-8", 1),
    ];
    for (path, form, encoding, count) in expected {
        let bytes = std::fs::read(examples().join(path)).unwrap();
        let (documents, told) = narrative(path, &bytes);
        assert_eq!(documents.len(), count, "{path}");
        assert!(!told.is_empty(), "{path}");
        for document in documents {
            assert_eq!((document.form, document.encoding.as_str()), (form, encoding), "{path}");
            assert!(document.title.is_some() || form == Form::JsonLine, "{path}");
            assert!(document.problems.is_empty(), "{path}: {:?}", document.problems);
        }
    }
    // The same dump, compressed: the same documents.
    let whole = std::fs::read(examples().join("formats/encyclopaedia.xml")).unwrap();
    let packed = std::fs::read(examples().join("formats/encyclopaedia.xml.bz2")).unwrap();
    assert_eq!(read("d", &whole).unwrap(), read("d", &packed).unwrap());
}

/// What a report must tell in whatever form: the same sentences, without what stands around them.
#[test]
fn one_report_in_six_forms_tells_the_same() {
    const SENTENCES: [&str; 4] = [
        "The ford is the only place for thirty kilometres at which loaded lorries can cross the river.",
        "the Northern Column moved artillery to the hills east of Dorn, in violation of the agreement",
        "By noon its infantry had crossed and captured the customs house and the pumping station.",
        "The officers who led the well-prepared attack denied that any tank had been lost.",
    ];
    for name in [
        "report.chromium.pdf",
        "report.docx",
        "report.groff.pdf",
        "report.latex.pdf",
        "report.office.pdf",
        "report.reportlab.pdf",
    ] {
        let bytes = std::fs::read(examples().join("formats").join(name)).unwrap();
        let (documents, told) = narrative(name, &bytes);
        assert_eq!(documents[0].title_text(), Some("The crossing at Kestrel Ford"), "{name}");
        for sentence in SENTENCES {
            assert!(told.iter().any(|p| p.contains(sentence)), "{name}: {sentence}\n{told:#?}");
        }
        let heads: Vec<&str> = documents[0]
            .passages
            .iter()
            .filter(|p| p.role == Role::Heading)
            .map(|p| p.text.as_str())
            .collect();
        assert!(heads.contains(&"Background") && heads.contains(&"The fighting"), "{name}: {heads:?}");
    }
}

/// A web page tells its article, and nothing of what stands around it.
#[test]
fn what_surrounds_an_article_is_not_mined() {
    for (name, known) in [("courier.html", "customs house"), ("radio.html", "pumping station")] {
        let bytes = std::fs::read(examples().join("formats").join(name)).unwrap();
        let (_, told) = narrative(name, &bytes);
        assert!(told.iter().any(|p| p.contains(known)), "{name}: {told:#?}");
        for foreign in [
            "cookie",
            "Subscribe",
            "harvest",
            "comment",
            "Comment",
            "rights reserved",
            "weather",
            "Advertisement",
        ] {
            assert!(!told.iter().any(|p| p.contains(foreign)), "{name}: {foreign} in {told:#?}");
        }
    }
}

/// The ways in which words come into a file.
const FORMS: [&str; 12] = [
    "plain",
    "utf-16",
    "simple",
    "wikitext",
    "html",
    "markdown",
    "dump",
    "feed",
    "json",
    "quoted-printable",
    "base64",
    "docx",
];

/// A file of a form with these paragraphs: its name and its bytes.
fn file(form: &str, paragraphs: &[String]) -> (&'static str, Vec<u8>) {
    let text = paragraphs.join("\n\n");
    let escaped = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let html = |p: &String| format!("<p>{}</p>\n", escaped(p));
    match form {
        "utf-16" => {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            ("r.txt", units.flat_map(u16::to_be_bytes).collect())
        }
        "simple" => (
            "r.txt",
            format!("= Title =\n\nInfobox\n- Date: 3 May 2001\n\n== Battle ==\n{text}\n").into_bytes(),
        ),
        "wikitext" => ("r.wiki", escaped(&text).into_bytes()),
        "html" => {
            let body: String = paragraphs.iter().map(html).collect();
            (
                "r.html",
                format!("<!doctype html><html><body><article>{body}</article></body></html>").into_bytes(),
            )
        }
        "markdown" => ("r.md", format!("# Title\n\n{}\n", escaped(&text)).into_bytes()),
        "dump" => {
            let page = format!(
                "<page><title>T</title><ns>0</ns><revision><text>{}</text></revision></page>",
                escaped(&escaped(&text))
            );
            ("r.xml", format!("<mediawiki>{page}</mediawiki>").into_bytes())
        }
        "feed" => {
            let body: String = paragraphs.iter().map(html).collect();
            ("r.rss", format!("<rss><channel><item><title>T</title><description>{}</description></item></channel></rss>", escaped(&body)).into_bytes())
        }
        "json" => {
            let mut quoted = String::new();
            for c in text.chars() {
                match c {
                    '"' | '\\' => write!(quoted, "\\{c}").unwrap(),
                    '\n' => quoted.push_str("\\n"),
                    c if c.is_ascii() || c == 'ж' => quoted.push(c),
                    c => {
                        c.encode_utf16(&mut [0; 2])
                            .iter()
                            .for_each(|u| write!(quoted, "\\u{u:04x}").unwrap());
                    }
                }
            }
            ("r.jsonl", format!("{{\"title\": \"T\", \"text\": \"{quoted}\"}}\n").into_bytes())
        }
        "quoted-printable" | "base64" => {
            let head = format!(
                "From: a@b.example\nSubject: T\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {form}\n\n"
            );
            let mut body = String::new();
            if form == "base64" {
                const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
                for (at, group) in text.as_bytes().chunks(3).enumerate() {
                    let mut bytes = [0; 4];
                    bytes[1..=group.len()].copy_from_slice(group);
                    let bits = u32::from_be_bytes(bytes);
                    for digit in 0..=group.len() {
                        body.push(char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]));
                    }
                    body.push_str(if at % 19 == 18 { "\n" } else { "" });
                }
            } else {
                for (at, byte) in text.bytes().enumerate() {
                    let plain = (byte.is_ascii_graphic() && byte != b'=') || byte == b' ' || byte == b'\n';
                    if plain {
                        body.push(char::from(byte));
                    } else {
                        write!(body, "={byte:02X}").unwrap();
                    }
                    body.push_str(if at % 60 == 59 { "=\n" } else { "" });
                }
            }
            ("r.eml", format!("{head}{body}\n").into_bytes())
        }
        "docx" => {
            let mut body = String::new();
            for paragraph in paragraphs {
                write!(body, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escaped(paragraph)).unwrap();
            }
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
            write!(archive, "<w:document><w:body>{body}</w:body></w:document>").unwrap();
            ("r.docx", archive.finish().unwrap().into_inner())
        }
        _ => ("r.txt", text.into_bytes()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_words_of_every_form_stand_in_their_bytes(
        words in proptest::collection::vec(proptest::collection::vec("[A-Za-zжщ&]{2,9}", 14..30), 1..4),
        form in proptest::sample::select(&FORMS[..]),
    ) {
        let paragraphs: Vec<String> = words.iter().map(|p| format!("The {} of it.", p.join(" "))).collect();
        let (name, bytes) = file(form, &paragraphs);
        let (_, told) = narrative(name, &bytes);
        prop_assert_eq!(told, paragraphs, "{}", form);
    }
}

//! What holds for every file, whatever is in it.

#![allow(clippy::unwrap_used, reason = "a test")]

mod common;

use annalist_document::{ReadError, read};
use common::check;
use proptest::prelude::*;

/// Pieces of markup of every form, to be thrown together.
const FRAGMENTS: &[&str] = &[
    "The army took the mill on 4 May. ",
    "Background",
    "\n",
    "\n\n",
    "= Siege =\n",
    "== Battle ==\n",
    "Infobox\n- Date: 3 May\n",
    "- Combatant1: A, B, * C\n",
    "{{Infobox conflict\n| date = ",
    "{{",
    "}}",
    "[[",
    "]]",
    "|",
    "{|\n| a\n|}\n",
    "<ref name=a>",
    "</ref>",
    "<ref name=a/>",
    "<!--",
    "-->",
    "'''",
    "''",
    "[1]",
    "[note 2]",
    "[clarification needed]",
    "{{cn}}",
    "{{flag|X}}",
    "{{KIA}}",
    "{{plainlist|\n* a\n** b\n}}",
    "{{cite web|title=T|url=http://a.b}}",
    "{{convert|3|km}}",
    "&amp;",
    "&#1575;",
    "&nbsp;",
    "<br>",
    "<p>",
    "</p>",
    "<div class=\"infobox\">",
    "</div>",
    "<table class=infobox>",
    "<tr>",
    "<th>",
    "<td>",
    "</table>",
    "<sup>",
    "</sup>",
    "<a href=\"#n\">",
    "</a>",
    "<li id=n>",
    "<ul>",
    "</ul>",
    "<script>",
    "</script>",
    "<html>",
    "<body>",
    "---\ntitle: x\n---\n",
    "# T\n",
    "## S\n",
    "**",
    "[a](b)",
    "![c](d)",
    "> ",
    " | |||\n",
    "---|---\n",
    "Jump to content\n",
    "From X, the free encyclopedia\n",
    "Belligerents\n",
    "Date3 May 2001\n",
    "Casualties and losses\n",
    "References\n",
    "  1. ^ a b \"T\". O. 3 May 2001.\n",
    "Notes\n",
    "From: a@b\nSubject: =?utf-8?Q?a=C3=A9?=\nContent-Transfer-Encoding: quoted-printable\n\n",
    "=C3=A9=\n",
    "{\"text\": \"a\\u0041 b.\", \"title\": \"t\"}\n",
    "<mediawiki><page><title>T</title><ns>0</ns><revision><text>",
    "</text></revision></page>",
    "<rss><channel><item><title>T</title><description>",
    "</description></item></channel></rss>",
    "<![CDATA[",
    "]]>",
    "الجيش دخل البلدة. ",
    "Бои шли. ",
    "\u{200b}",
    "\u{a0}",
    "\u{1f1eb}\u{1f1f7} ",
    "é",
    "—Ada, a nurse\n",
    "\r\n",
    "\t",
];

fn fragments() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(FRAGMENTS), 0..40).prop_map(|parts| parts.concat())
}

fn check_all(name: &str, bytes: &[u8]) -> Result<usize, ReadError> {
    let documents = read(name, bytes)?;
    for document in &documents {
        check(document, &document.unpacked(document.own_bytes(bytes))?);
    }
    assert_eq!(read(name, bytes)?, documents, "the same bytes give the same documents");
    Ok(documents.len())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_markup_is_read(text in fragments(), wiki in any::<bool>()) {
        let _ = check_all(if wiki { "x.wiki" } else { "x.txt" }, text.as_bytes());
    }

    #[test]
    fn any_mixture_is_read_as_utf_16(text in fragments()) {
        let bytes: Vec<u8> = [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let _ = check_all("x.txt", &bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = check_all("x.bin", &bytes);
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(text in fragments(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = check_all("x", &bytes);
    }

    #[test]
    fn the_bytes_of_a_passage_are_its_text(words in proptest::collection::vec("[A-Za-zéжب]{1,9}", 3..40), marks in proptest::collection::vec(0..7_usize, 40)) {
        // Words with a mark between some of them; each mark shows nothing but a space.
        let masked = [" ", "\n", "  ", "[12] ", " [citation needed] ", "\u{a0}", " \u{200b}"];
        let mut text = String::new();
        for (word, mark) in words.iter().zip(&marks) {
            text.push_str(word);
            text.push_str(masked[*mark]);
        }
        text.push('.');
        let documents = read("x.txt", text.as_bytes()).unwrap();
        for passage in &documents[0].passages {
            let raw = passage.file_span().of_text(&text);
            let mut shown = raw.to_owned();
            for mark in ["[12]", "[citation needed]", "\u{200b}"] {
                shown = shown.replace(mark, " ");
            }
            let squeeze = |s: &str| s.split_whitespace().collect::<String>();
            prop_assert_eq!(squeeze(&shown), squeeze(&passage.text));
            // Every word leads to itself.
            let mut at = 0;
            for word in passage.text.split(' ') {
                let start = at + passage.text[at..].find(word).unwrap();
                at = start + word.len();
                let span = passage.map.to_file(annalist_span::Span::of(start, at));
                let mut raw = span.of_text(&text).to_owned();
                for mark in ["[12]", "[citation needed]", "\u{200b}"] {
                    raw = raw.replace(mark, "");
                }
                prop_assert_eq!(squeeze(&raw), word);
            }
        }
    }
}

#[test]
fn empty_and_binary_files_say_what_to_do() {
    for bytes in [b"".as_slice(), b"  \n", b"\x89PNG\r\n\x1a\n", b"\x00\x01\x02\x03\x00\xff\xfe\xfd\x00\x08"]
    {
        let error = read("report.txt", bytes).expect_err("no text");
        let message = error.to_string();
        assert!(message.starts_with("report.txt: ") && message.contains("byte"), "{message}");
        assert!(!error.advice.is_empty());
    }
}

//! Which form a text has.

use crate::Form;
use crate::lines::lines;

/// The form of a text by its own features; its name only settles what the features leave open.
///
/// Binary forms (DOCX, PDF, compressed dumps) are told by their first bytes before decoding.
pub fn detect(name: &str, text: &str) -> Form {
    let text = text.trim_start_matches('\u{feff}');
    let end = (0..=text.len().min(256 * 1024)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let sample = &text[..end];
    let head = sample.trim_start();
    markup(name, head).unwrap_or_else(|| prose(name, sample))
}

/// The form of a text that stands inside another file: a form of running text only.
pub(crate) fn detect_text(text: &str) -> Form {
    match detect("", text) {
        form @ (Form::SimpleWiki
        | Form::MarkdownDump
        | Form::Html
        | Form::Wikitext
        | Form::Markdown
        | Form::PastedPage) => form,
        _ if text.trim_start().starts_with('<') || text.contains("</p>") || text.contains("<br") => {
            Form::Html
        }
        _ => Form::Plain,
    }
}

/// Forms with a syntax of their own.
fn markup(name: &str, head: &str) -> Option<Form> {
    let start: String = head.chars().take(2000).collect::<String>().to_ascii_lowercase();
    if start.starts_with('{') || start.starts_with("[{") || start.starts_with("[\n") {
        let line = head.lines().next().unwrap_or("");
        let object = line.trim_start_matches('[').trim_end().trim_end_matches(',');
        let whole = serde_json::from_str::<serde::de::IgnoredAny>(object).is_ok() && object.len() > 2;
        if whole
            || (start.contains("\":")
                && (start.starts_with("{\"") || has_extension(name, &["json", "jsonl", "ndjson"])))
        {
            return Some(Form::JsonLine);
        }
    }
    if start.starts_with('<') {
        if start.contains("<mediawiki") {
            return Some(Form::WikiDump);
        }
        if start.contains("<rss") || start.contains("<feed") || start.contains("<rdf:rdf") {
            return Some(Form::Feed);
        }
        if start.contains("<!doctype html")
            || start.contains("<html")
            || start.contains("<body")
            || start.contains("<head")
        {
            return Some(Form::Html);
        }
    }
    if is_email(head) {
        return Some(Form::Email);
    }
    None
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, e)| extensions.iter().any(|x| e.eq_ignore_ascii_case(x)))
}

/// At least two of a message's own header fields before the first empty line, nothing else there.
fn is_email(head: &str) -> bool {
    const FIELDS: [&str; 14] = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
        "reply-to",
        "content-type",
        "x-mailer",
        "sender",
        "cc",
    ];
    let (mut known, mut sure) = (0, false);
    for line in head.lines().take(60) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") {
            continue;
        }
        let Some((field, _)) = line.split_once(':') else { return false };
        if field.is_empty()
            || field.len() > 40
            || !field.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        {
            return false;
        }
        let field = field.to_ascii_lowercase();
        known += usize::from(FIELDS.contains(&field.as_str()));
        sure |= matches!(
            field.as_str(),
            "message-id" | "mime-version" | "received" | "return-path" | "from" | "subject"
        );
    }
    known >= 2 && sure
}

/// Counts that tell the forms of running text apart.
#[derive(Debug, Default)]
struct Features {
    lines: usize,
    wiki: usize,
    simple_fields: usize,
    equals_headings: usize,
    first_equals: bool,
    infobox_word: bool,
    tags: usize,
    hashes: usize,
    markdown: usize,
    pipes: usize,
    rule_row: bool,
    marks: usize,
    page_words: usize,
    back_links: usize,
    infobox_words: usize,
    front_matter: bool,
}

fn features(text: &str) -> Features {
    let mut f = Features { front_matter: front_matter(text), ..Features::default() };
    let mut first = true;
    for range in lines(text) {
        let line = text[range].trim();
        if line.is_empty() {
            continue;
        }
        f.lines += 1;
        let heading = line.len() > 2 && line.starts_with('=') && line.ends_with('=');
        f.equals_headings += usize::from(heading);
        f.first_equals |= first && heading && !line.starts_with("==");
        first = false;
        f.infobox_word |= line == "Infobox" || line == "Infobox:";
        f.simple_fields += usize::from(
            line.starts_with("- ")
                && line[2..].split_once(": ").is_some_and(|(k, _)| k.len() < 24 && !k.contains(' ')),
        );
        f.hashes += usize::from(line.starts_with('#') && line.trim_start_matches('#').starts_with(' '));
        let pipes = line.bytes().filter(|&b| b == b'|').count();
        f.pipes += usize::from(pipes >= 3 || line.ends_with("||"));
        f.rule_row |= line.contains("---|---") || line.contains("--- | ---");
        f.page_words += usize::from(crate::lexicon::is_navigation(line));
        f.back_links += usize::from(is_back_link(line));
        f.infobox_words += usize::from(
            crate::lexicon::printed_field(line).is_some()
                || crate::lexicon::glued_field(line)
                    .is_some_and(|(k, _)| k == crate::FieldKind::Date && line.len() < 80)
                || line.starts_with("Part of the "),
        );
    }
    let bytes = text.as_bytes();
    for at in memchr::memchr3_iter(b'[', b'{', b'<', bytes) {
        match &bytes[at..] {
            [b'[', b'[', ..] | [b'{', b'{' | b'|', ..] => f.wiki += 1,
            [b'<', b'r', b'e', b'f', b' ' | b'>' | b'/', ..] => f.wiki += 2,
            [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..] => f.tags += 1,
            [b'[', ..] => {
                f.marks += usize::from(crate::marks::bracket(text, at, text.len()).is_some());
                let close = memchr::memchr(b']', &bytes[at..bytes.len().min(at + 200)]);
                f.markdown += usize::from(close.is_some_and(|c| bytes.get(at + c + 1) == Some(&b'(')));
            }
            _ => {}
        }
    }
    f.markdown += memchr::memmem::find_iter(bytes, b"**").count() / 2 + f.hashes;
    f.wiki += memchr::memmem::find_iter(bytes, b"'''").count() / 2;
    f
}

/// `---` on the first line and a key before the next `---`.
pub(crate) fn front_matter(text: &str) -> bool {
    let mut lines = text.lines();
    lines.next().is_some_and(|l| l.trim_end() == "---")
        && lines.take(400).find(|l| l.trim_end() == "---" || l.trim_end() == "...").is_some()
        && text.lines().nth(1).is_some_and(|l| l.contains(':'))
}

/// A line of a printed reference list: "1. ^ …", "^ a b …".
pub(crate) fn is_back_link(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() < line.len() { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
    rest.trim_start().starts_with(['^', '↑'])
}

fn prose(name: &str, text: &str) -> Form {
    let f = features(text);
    if f.front_matter {
        return Form::Markdown;
    }
    if f.tags > 8 && f.tags > 2 * f.wiki && f.tags * 4 > f.lines {
        return Form::Html;
    }
    if f.first_equals && (f.infobox_word || f.simple_fields >= 3 || f.equals_headings >= 2) && f.wiki < 4 {
        return Form::SimpleWiki;
    }
    if f.infobox_word && f.simple_fields >= 3 && f.wiki < 4 {
        return Form::SimpleWiki;
    }
    if f.wiki >= 4
        || (f.wiki >= 1 && f.equals_headings >= 2)
        || has_extension(name, &["wiki", "wikitext", "mediawiki"])
    {
        return Form::Wikitext;
    }
    if f.pipes >= 3 && (f.rule_row || f.marks >= 3) && f.hashes == 0 {
        return Form::MarkdownDump;
    }
    if f.hashes >= 1 || f.markdown >= 3 || has_extension(name, &["md", "markdown"]) {
        return Form::Markdown;
    }
    if f.page_words >= 2 || f.back_links >= 2 || f.marks >= 5 || f.infobox_words >= 3 {
        return Form::PastedPage;
    }
    if f.tags > 2 && has_extension(name, &["html", "htm", "xhtml"]) {
        return Form::Html;
    }
    Form::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_known_by_its_features() {
        let cases = [
            (
                Form::Plain,
                "The siege began in May.\n\nBackground\nThe town lay on the river. It had two bridges.",
            ),
            (
                Form::SimpleWiki,
                "= Siege of Olvena =\n\nInfobox\n- Conflict: Siege of Olvena\n- Date: 3 May 2001\n- Place: Olvena\n\nThe siege began.\n\n== Battle ==\nIt fell.",
            ),
            (
                Form::Wikitext,
                "{{Infobox military conflict\n| conflict = Siege}}\nThe '''siege''' of [[Olvena]] began.<ref>A</ref>\n== Battle ==",
            ),
            (Form::Html, "<!DOCTYPE html><html><body><p>The siege began.</p></body></html>"),
            (
                Form::PastedPage,
                "Jump to content\n\nSiege of Olvena\n\nFrom Wikipedia, the free encyclopedia\nThe siege began.[1]",
            ),
            (Form::Markdown, "---\ntitle: Siege\n---\n\nThe **siege** began."),
            (Form::Markdown, "# Siege of Olvena\n\nThe **siege** began.\n"),
            (
                Form::MarkdownDump,
                "Siege of Olvena | ||||\n---|---|---\nBelligerents | ||||\nStrength | ||||\nThe siege [4] began [5] here. [6]",
            ),
            (Form::WikiDump, "<mediawiki xmlns=\"x\"><page></page></mediawiki>"),
            (Form::Feed, "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel></channel></rss>"),
            (
                Form::Email,
                "From: a@example.org\nSubject: Olvena\nDate: Mon, 7 May 2001 10:00:00 +0000\n\nThe siege began.",
            ),
            (Form::JsonLine, "{\"title\": \"Siege\", \"text\": \"The siege began.\"}\n"),
        ];
        for (form, text) in cases {
            assert_eq!(detect("x", text), form, "{text}");
        }
    }

    #[test]
    fn a_report_that_quotes_a_header_is_no_message() {
        assert_eq!(detect("x.txt", "Date: unknown\nThe town fell: nobody said when.\n"), Form::Plain);
    }
}

//! JSON lines (or one array) of articles.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annalist_span::OffsetMap;
use serde_json::value::RawValue;

use super::xml::Pieces;
use crate::lines::{lines, trim};
use crate::prose::Prose;
use crate::source::{Index, Source};
use crate::tree::Tree;
use crate::{Cause, Container, Document, Form, ReadError, dates, form};

/// Names under which articles keep their parts, the surest first.
const TEXT: [&str; 14] = [
    "text",
    "body",
    "content",
    "article",
    "maintext",
    "article_text",
    "full_text",
    "fulltext",
    "html",
    "body_html",
    "content_html",
    "description",
    "summary",
    "excerpt",
];
const TITLE: [&str; 4] = ["title", "headline", "name", "subject"];
const DATE: [&str; 12] = [
    "date",
    "published",
    "pubDate",
    "publish_date",
    "date_publish",
    "datePublished",
    "date_published",
    "published_at",
    "publishedAt",
    "pub_date",
    "timestamp",
    "created_at",
];
const PUBLISHER: [&str; 9] = [
    "publisher",
    "source",
    "sourceName",
    "source_name",
    "outlet",
    "site",
    "source_domain",
    "domain",
    "publication",
];
const URL: [&str; 5] = ["url", "link", "sourceUrl", "source_url", "canonical"];
const AUTHOR: [&str; 4] = ["author", "authors", "byline", "creator"];
const LANGUAGE: [&str; 2] = ["language", "lang"];

/// The objects of the text: one a line, or the members of one array, or the one object.
pub(crate) fn objects(text: &str) -> Vec<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let whole = start..start + text.trim().len();
    let offset = |raw: &RawValue| raw.get().as_ptr() as usize - text.as_ptr() as usize;
    if text[whole.clone()].starts_with('[')
        && let Ok(members) = serde_json::from_str::<Vec<&RawValue>>(&text[whole.clone()])
    {
        return members.into_iter().map(|raw| offset(raw)..offset(raw) + raw.get().len()).collect();
    }
    if text[whole.clone()].starts_with('{')
        && serde_json::from_str::<serde::de::IgnoredAny>(&text[whole.clone()]).is_ok()
    {
        return vec![whole];
    }
    lines(text).map(|line| trim(text, line)).filter(|line| !line.is_empty()).collect()
}

/// Reads one object of `outer` (the decoded file); its bytes become the document's own.
pub(crate) fn document(
    name: &str,
    encoding: &str,
    outer: &Source<'_>,
    bytes: &[u8],
    object: Range<usize>,
) -> Result<Document, ReadError> {
    let file = outer.file(annalist_span::Span::of(object.start, object.end));
    let wrong = |reason: String, advice: &str| {
        let cause = Cause::Damaged { format: "line of JSON", reason };
        ReadError::new(name, cause, u64::from(file.start), advice)
    };
    let line = &outer.text[object.clone()];
    let keys: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(line)
        .map_err(|e| wrong(e.to_string(), "the line is left out, the others are read"))?;
    let string = |names: &[&str]| -> Option<Pieces> {
        names.iter().find_map(|n| keys.get(*n)).and_then(|raw| {
            let at = raw.get().as_ptr() as usize - line.as_ptr() as usize;
            literal(line, at..at + raw.get().len())
        })
    };
    let plain = |names: &[&str]| string(names).map(|p| p.text.trim().to_owned()).filter(|t| !t.is_empty());
    let body = TEXT.iter().find_map(|n| string(&[*n]).filter(|p| !p.text.trim().is_empty()));
    let body = body.ok_or_else(|| {
        wrong("it has no text".to_owned(), "name the field of the text `text`, `body` or `content`")
    })?;
    // Spans of the document are of the object's own bytes.
    let own = &bytes[file.range()];
    let whole = OffsetMap::verbatim(object.start as u32, object.len() as u32);
    let carried = outer.index.carry(&outer.text, &whole);
    let inner =
        Source { text: Cow::Borrowed(line), index: Index::Table(super::rebase(&carried, file.start)) };
    let source = Source::inside(body.text, &body.map, &inner);
    let mut tree = Tree::new(&source);
    if let Some(title) = string(&TITLE) {
        let map = inner.index.carry(line, &title.map);
        tree.title(Prose::carried(&title.text, &map));
    }
    tree.origin.publisher = plain(&PUBLISHER);
    tree.origin.published = plain(&DATE).and_then(|d| dates::edtf(&d));
    tree.origin.url = plain(&URL);
    tree.origin.author = plain(&AUTHOR);
    tree.origin.language = plain(&LANGUAGE);
    super::text(&mut tree, form::detect_text(&source.text));
    let mut document = tree.finish(name, own, Form::JsonLine, encoding);
    document.container = Some(Container { name: name.to_owned(), start: u64::from(file.start) });
    Ok(document)
}

/// What a JSON string says; `None` for another kind of value.
fn literal(line: &str, range: Range<usize>) -> Option<Pieces> {
    let raw = &line[range.clone()];
    let body = raw.strip_prefix('"')?.strip_suffix('"')?;
    let base = range.start + 1;
    let mut pieces = Pieces::default();
    let mut at = 0;
    while at < body.len() {
        let Some(step) = memchr::memchr(b'\\', &body.as_bytes()[at..]) else { break };
        pieces.verbatim(line, base + at..base + at + step);
        at += step;
        let mut len = escape_len(&body[at..]);
        let mut decoded: Option<String> =
            serde_json::from_str(&format!("\"{}\"", body.get(at..at + len)?)).ok();
        if decoded.is_none() {
            // Two halves of one character.
            let pair = len + escape_len(body.get(at + len..).unwrap_or(""));
            decoded = body.get(at..at + pair).and_then(|p| serde_json::from_str(&format!("\"{p}\"")).ok());
            len = if decoded.is_some() { pair } else { len };
        }
        pieces.literal(decoded.as_deref().unwrap_or("\u{fffd}"), base + at..base + at + len);
        at += len;
    }
    pieces.verbatim(line, base + at.min(body.len())..base + body.len());
    Some(pieces)
}

fn escape_len(rest: &str) -> usize {
    let len = if rest.starts_with("\\u") { 6 } else { 2 };
    (1..=len.min(rest.len())).rev().find(|&l| rest.is_char_boundary(l)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_object_a_line() {
        let text = "{\"title\": \"Dorn \\u0026 Elm\", \"date\": \"2001-05-05T10:00:00Z\", \"publisher\": \"Ledger\", \"text\": \"The siege\\nbegan in \\ud83c\\uddeb May. It fell.\"}\n\n{\"text\": \"<p>Second <b>one</b>.</p><p>More of it.</p>\"}\n";
        let source = Source::verbatim(text, 0);
        let all: Vec<Document> = objects(text)
            .into_iter()
            .map(|o| document("a.jsonl", "utf-8", &source, text.as_bytes(), o).expect("read"))
            .collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].title_text(), Some("Dorn & Elm"));
        assert_eq!(all[0].origin.published.as_deref(), Some("2001-05-05"));
        let narrative: Vec<_> = all[0].narrative().map(|(_, p)| p.text.as_str()).collect();
        assert!(narrative.join(" ").ends_with("It fell."), "{narrative:?}");
        let (_, p) = all[0].narrative().last().unwrap();
        let own = all[0].own_bytes(text.as_bytes());
        let at = p.text.find("It fell").unwrap();
        assert_eq!(&own[p.map.to_file(annalist_span::Span::of(at, at + 7)).range()], b"It fell");
        let (_, second) = all[1].narrative().next().unwrap();
        let own = all[1].own_bytes(text.as_bytes());
        assert_eq!(second.text, "Second one.");
        assert_eq!(&own[second.file_span().range()], b"Second <b>one</b>.");
    }

    #[test]
    fn a_bad_line_is_an_error_of_its_own() {
        let text = "{\"text\": \"A b c.\"}\n{\"text\": 3}\nnot json\n";
        let source = Source::verbatim(text, 0);
        let results: Vec<_> =
            objects(text).into_iter().map(|o| document("a", "utf-8", &source, text.as_bytes(), o)).collect();
        assert!(results[0].is_ok() && results[1].is_err() && results[2].is_err());
        assert_eq!(results[2].as_ref().unwrap_err().at, 31);
    }
}

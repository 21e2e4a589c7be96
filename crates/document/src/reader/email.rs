//! An e-mail message (RFC 5322 with MIME): its headers tell the origin, its text part is read.

use std::ops::Range;

use annalist_span::{OffsetMap, Span};
use encoding_rs::Encoding;

use super::xml::Pieces;
use crate::lines::lines;
use crate::prose::Prose;
use crate::source::Source;
use crate::tree::Tree;
use crate::{Document, Form, dates, encoding, form};

/// Reads a message.
pub(crate) fn document(name: &str, label: &str, outer: &Source<'_>, bytes: &[u8]) -> Document {
    let text = &outer.text;
    // An mbox file's separator is no header.
    let start = if text.starts_with("From ") { text.find('\n').map_or(0, |n| n + 1) } else { 0 };
    let (headers, body) = headers(text, start..text.len());
    let leaf = leaf(text, &headers, body.clone(), 0).unwrap_or_else(|| verbatim(text, body));
    let (pieces, html) = leaf;
    let source = Source::inside(pieces.text, &pieces.map, outer);
    let mut tree = Tree::new(&source);
    if let Some(subject) = value(&headers, "subject") {
        let subject = words(text, subject);
        let map = outer.index.carry(text, &subject.map);
        tree.title(Prose::carried(&subject.text, &map));
    }
    tree.origin.author = value(&headers, "from").map(|r| words(text, r).text.trim().to_owned());
    tree.origin.published = value(&headers, "date").and_then(|r| date(text[r].trim()));
    tree.origin.publisher = value(&headers, "list-id")
        .or_else(|| value(&headers, "organization"))
        .map(|r| words(text, r).text.trim().to_owned());
    tree.origin.language = value(&headers, "content-language").map(|r| text[r].trim().to_owned());
    super::text(&mut tree, if html { Form::Html } else { form::detect_text(&source.text) });
    tree.finish(name, bytes, Form::Email, label)
}

/// A message's date without its comment ("(UTC)") and time zone.
fn date(value: &str) -> Option<String> {
    dates::edtf(value.split('(').next().unwrap_or(value))
}

type Headers = Vec<(String, Range<usize>)>;

/// Header fields (folded lines joined) and the range of the body.
fn headers(text: &str, range: Range<usize>) -> (Headers, Range<usize>) {
    let mut out: Headers = Vec::new();
    let part = &text[range.clone()];
    for line in lines(part) {
        let here = range.start + line.start..range.start + line.end;
        let words = &text[here.clone()];
        if words.is_empty() {
            let rest = &text[here.end..range.end];
            let skip = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
            return (out, here.end + skip..range.end);
        }
        if words.starts_with([' ', '\t']) {
            if let Some(last) = out.last_mut() {
                last.1.end = here.end;
            }
        } else if let Some(colon) = words.find(':') {
            out.push((words[..colon].to_ascii_lowercase(), here.start + colon + 1..here.end));
        }
    }
    (out, range.end..range.end)
}

fn value(headers: &Headers, name: &str) -> Option<Range<usize>> {
    headers.iter().find(|(n, _)| n == name).map(|(_, r)| r.clone())
}

/// A parameter of a header (`boundary`, `charset`).
fn parameter(header: &str, name: &str) -> Option<String> {
    let lower = header.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let rest = header.get(at..)?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split([';', ' ', '\r', '\n', '\t']).next()?,
    };
    Some(value.to_owned())
}

/// The text part of a message: plain text before HTML; whether it is HTML.
fn leaf(text: &str, headers: &Headers, body: Range<usize>, depth: u8) -> Option<(Pieces, bool)> {
    let kind = value(headers, "content-type").map_or("text/plain", |r| &text[r]);
    let lower = kind.trim().to_ascii_lowercase();
    if lower.starts_with("multipart/") && depth < 8 {
        let boundary = format!("--{}", parameter(kind, "boundary")?);
        let mut found: Option<(Pieces, bool)> = None;
        for part in parts(text, body, &boundary) {
            let (headers, body) = self::headers(text, part);
            match leaf(text, &headers, body, depth + 1) {
                Some((pieces, false)) => return Some((pieces, false)),
                other => found = found.or(other),
            }
        }
        return found;
    }
    if !lower.starts_with("text/") {
        return None;
    }
    let html = lower.starts_with("text/html");
    let transfer =
        value(headers, "content-transfer-encoding").map_or("", |r| text[r].trim()).to_ascii_lowercase();
    let (bytes, map) = match transfer.as_str() {
        "quoted-printable" => quoted_printable(text, body),
        "base64" => base64(text, body),
        _ => return Some((verbatim(text, body).0, html)),
    };
    let pieces = characters(bytes, &map, parameter(kind, "charset").as_deref());
    (!pieces.text.trim().is_empty()).then_some((pieces, html))
}

fn verbatim(text: &str, range: Range<usize>) -> (Pieces, bool) {
    let mut pieces = Pieces::default();
    pieces.verbatim(text, range);
    (pieces, false)
}

/// The parts between boundary lines.
fn parts(text: &str, body: Range<usize>, boundary: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from: Option<usize> = None;
    for line in lines(&text[body.clone()]) {
        let here = body.start + line.start..body.start + line.end;
        if text[here.clone()].starts_with(boundary) {
            if let Some(from) = from {
                out.push(from..here.start);
            }
            let next = here.end + if text[here.end..].starts_with("\r\n") { 2 } else { 1 };
            from = Some(next.min(body.end));
            if text[here].trim_end().len() == boundary.len() + 2 {
                from = None;
            }
        }
    }
    out.extend(from.map(|from| from..body.end));
    out
}

/// Bytes and their places in the text.
type Bytes = (Vec<u8>, OffsetMap);

fn quoted_printable(text: &str, body: Range<usize>) -> Bytes {
    let raw = text.as_bytes();
    let (mut out, mut map) = (Vec::new(), OffsetMap::default());
    let mut at = body.start;
    while at < body.end {
        let step = memchr::memchr(b'=', &raw[at..body.end]).unwrap_or(body.end - at);
        out.extend_from_slice(&raw[at..at + step]);
        map.push(step as u32, Span::of(at, at + step));
        at += step;
        if at >= body.end {
            break;
        }
        let hex = text.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (hex, &raw[at + 1..body.end]) {
            (Some(byte), _) => {
                out.push(byte);
                map.push(1, Span::of(at, at + 3));
                at += 3;
            }
            (None, [b'\r', b'\n', ..]) => at += 3,
            (None, [b'\n', ..]) => at += 2,
            (None, _) => {
                out.push(b'=');
                map.push(1, Span::of(at, at + 1));
                at += 1;
            }
        }
    }
    (out, map)
}

fn base64(text: &str, body: Range<usize>) -> Bytes {
    let (mut out, mut map) = (Vec::new(), OffsetMap::default());
    let (mut bits, mut count, mut start) = (0_u32, 0, body.start);
    for at in body {
        let digit = match text.as_bytes()[at] {
            c @ b'A'..=b'Z' => c - b'A',
            c @ b'a'..=b'z' => c - b'a' + 26,
            c @ b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        if count == 0 {
            start = at;
        }
        bits = bits << 6 | u32::from(digit);
        count += 1;
        if count == 4 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            map.push(3, Span::of(start, at + 1));
            (bits, count) = (0, 0);
        }
    }
    if count >= 2 {
        let bytes = (bits << (6 * (4 - count))).to_be_bytes();
        out.extend_from_slice(&bytes[1..count as usize]);
        map.push(count - 1, Span::of(start, start + count as usize));
    }
    (out, map)
}

/// Decodes bytes of a charset; each character keeps the place of its bytes.
fn characters(bytes: Vec<u8>, map: &OffsetMap, charset: Option<&str>) -> Pieces {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Pieces { text, map: map.clone() },
        Err(error) => error.into_bytes(),
    };
    let encoding =
        charset.and_then(|c| Encoding::for_label(c.as_bytes())).unwrap_or(encoding_rs::WINDOWS_1252);
    let (text, inner, _) = encoding::pieces(encoding, &bytes);
    let mut out = OffsetMap::default();
    for piece in inner.pieces() {
        out.push(piece.text.len(), map.to_file(piece.file));
    }
    Pieces { text, map: out }
}

/// A header's words with its encoded words (`=?utf-8?Q?…?=`) decoded.
fn words(text: &str, range: Range<usize>) -> Pieces {
    let mut pieces = Pieces::default();
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find("=?").map(|o| at + o) {
        let fields: Vec<&str> = text[open + 2..range.end].splitn(4, '?').collect();
        let [charset, kind, words, rest] = fields.as_slice() else { break };
        let end = range.end - rest.len() + 1;
        if !rest.starts_with('=') {
            pieces.verbatim(text, at..open + 2);
            at = open + 2;
            continue;
        }
        let start = open + 2 + charset.len() + 1 + kind.len() + 1;
        let body = start..start + words.len();
        let (bytes, map) =
            if kind.eq_ignore_ascii_case("b") { base64(text, body) } else { quoted_printable(text, body) };
        // White space between two encoded words is none.
        if !(text[at..open].trim().is_empty() && at > range.start) {
            pieces.verbatim(text, at..open);
        }
        let decoded = characters(bytes, &map, Some(charset.split('*').next().unwrap_or(charset)));
        let shown =
            if kind.eq_ignore_ascii_case("q") { decoded.text.replace('_', " ") } else { decoded.text };
        pieces.text.push_str(&shown);
        for piece in decoded.map.pieces() {
            pieces.map.push(piece.text.len(), piece.file);
        }
        at = end;
    }
    pieces.verbatim(text, at..range.end);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Document {
        document("m.eml", "utf-8", &Source::verbatim(text, 0), text.as_bytes())
    }

    #[test]
    fn a_message_of_two_parts_in_quoted_printable() {
        let text = "From: Ada Marsh <ada@example.org>\r\nSubject: =?utf-8?Q?Dorn_=E2=80=93?=\r\n =?utf-8?B?IGZhbGw=?=\r\nDate: Sat, 5 May 2001 10:00:00 +0200 (CEST)\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"xx\"\r\n\r\n--xx\r\nContent-Type: text/html\r\n\r\n<p>Other.</p>\r\n--xx\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=C3=A9 in Dorn fell, and the garrison=\r\n left.\r\n\r\n> Who says so?\r\n--xx--\r\n";
        let d = read(text);
        assert_eq!(d.title_text(), Some("Dorn – fall"));
        assert_eq!(d.origin.published.as_deref(), Some("2001-05-05"));
        assert_eq!(d.origin.author.as_deref(), Some("Ada Marsh <ada@example.org>"));
        let p = d.passages.iter().find(|p| p.text.starts_with("The café")).unwrap();
        assert_eq!(p.text, "The café in Dorn fell, and the garrison left.");
        let at = p.text.find("café").unwrap();
        assert_eq!(p.map.to_file(Span::of(at, at + 5)).of_text(text), "caf=C3=A9");
        assert!(d.passages.iter().any(|p| p.role == crate::Role::Quotation && p.text == "Who says so?"));
    }

    #[test]
    fn base64_of_a_legacy_charset() {
        let text = "From: a@b.c\nSubject: s\nContent-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n\nw+7w7uQg7+DrLg==\n";
        let d = read(text);
        let (_, p) = d.narrative().next().unwrap();
        assert_eq!(p.text, "Город пал.");
        assert!(p.file_span().of_text(text).starts_with("w+7w"));
    }
}

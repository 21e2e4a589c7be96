//! Sentences.

use annalist_span::Span;

/// Splits a text into sentences.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], b'.' | b'!' | b'?') && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) {
            push(text, start, at + 1, &mut spans);
            start = at + 1;
        }
        at += 1;
    }
    push(text, start, bytes.len(), &mut spans);
    spans
}

fn push(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let body = text[start..end].trim();
    if !body.is_empty() {
        let from = start + (text[start..end].len() - text[start..end].trim_start().len());
        spans.push(Span::new(from as u32, (from + body.len()) as u32));
    }
}

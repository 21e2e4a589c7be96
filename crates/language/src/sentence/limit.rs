//! Bounded length: time and memory stay linear whatever the text.

use annalist_span::Span;

/// Bytes of the longest sentence.
const LONGEST: usize = 4096;
/// A cut is sought in this last part of it.
const WINDOW: usize = LONGEST / 2;

/// Appends `text[start..end]` without the white space around it, in pieces when it is too long.
pub(super) fn push(text: &str, mut start: usize, end: usize, spans: &mut Vec<Span>) {
    loop {
        let body = text[start..end].trim_start();
        start = end - body.len();
        let body = body.trim_end();
        if body.is_empty() {
            return;
        }
        let length = if body.len() > LONGEST { cut(body) } else { body.len() };
        let piece = body[..length].trim_end();
        spans.push(Span::of(start, start + piece.len()));
        start += length;
    }
}

/// Where to cut a text that is too long: after the last mark, the strongest kind first.
fn cut(body: &str) -> usize {
    let boundary = |at: usize| (0..=at).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(at);
    let (from, to) = (boundary(LONGEST - WINDOW), boundary(LONGEST));
    let window = &body[from..to];
    for mark in ["; ", ": ", ", ", " "] {
        if let Some(at) = window.rfind(mark) {
            return from + at + mark.len();
        }
    }
    window.rfind(char::is_whitespace).map_or(to, |at| boundary(from + at + 1).max(from + 1))
}

//! Decoded text that knows its bytes.

use std::borrow::Cow;

use annalist_span::{OffsetMap, Span};

/// A text and the way from its offsets to the bytes of the file it was decoded from.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) index: Index,
}

/// How an offset of the decoded text becomes an offset of the file.
#[derive(Debug)]
pub(crate) enum Index {
    /// The same bytes, that many bytes further on.
    Shift(u32),
    /// Every character has a width of its own; checkpoints every [`STEP`] bytes of text or so.
    Chars { width: fn(char) -> u32, marks: Vec<(u32, u32)> },
    /// Pieces, told one by one.
    Table(OffsetMap),
}

const STEP: u32 = 256;

impl Index {
    /// Checkpoints for a text whose characters have these widths in the file, from byte `start`.
    pub(crate) fn chars(text: &str, start: u32, width: fn(char) -> u32) -> Self {
        let mut marks = vec![(0, start)];
        let (mut file, mut next) = (start, STEP);
        for (at, c) in text.char_indices() {
            if at as u32 >= next {
                marks.push((at as u32, file));
                next = at as u32 + STEP;
            }
            file += width(c);
        }
        Self::Chars { width, marks }
    }

    /// Carries a map into the decoded text on to the file.
    pub(crate) fn carry(&self, text: &str, map: &OffsetMap) -> OffsetMap {
        let mut out = OffsetMap::default();
        match self {
            Self::Shift(by) => {
                for piece in map.pieces() {
                    out.push(piece.text.len(), piece.file.shifted(*by));
                }
            }
            Self::Chars { .. } | Self::Table(_) => {
                for piece in map.pieces() {
                    let verbatim = piece.text.len() == piece.file.len();
                    match text.get(piece.file.range()).filter(|_| verbatim) {
                        Some(run) => self.carry_run(text, run, piece.file, &mut out),
                        None => out.push(piece.text.len(), self.span(text, piece.file)),
                    }
                }
            }
        }
        out
    }

    /// Carries a verbatim run character by character (by whole pieces where a table tells them).
    fn carry_run(&self, text: &str, run: &str, span: Span, out: &mut OffsetMap) {
        match self {
            Self::Shift(by) => out.push(span.len(), span.shifted(*by)),
            Self::Chars { width, .. } => {
                let mut file = self.offset(text, span.start);
                for c in run.chars() {
                    let next = file + width(c);
                    out.push(c.len_utf8() as u32, Span::new(file, next));
                    file = next;
                }
            }
            Self::Table(table) => {
                let pieces = table.pieces();
                let from = pieces.partition_point(|p| p.text.end <= span.start);
                for piece in pieces[from..].iter().take_while(|p| p.text.start < span.end) {
                    let part = Span::new(piece.text.start.max(span.start), piece.text.end.min(span.end));
                    out.push(part.len(), table.to_file(part));
                }
            }
        }
    }

    /// The file's bytes of a span of the decoded text.
    pub(crate) fn span(&self, text: &str, span: Span) -> Span {
        match self {
            Self::Shift(by) => span.shifted(*by),
            Self::Chars { .. } => {
                // Half a character (bytes read again in another charset) leads to the whole of it.
                let start = (0..=span.start).rev().find(|at| text.is_char_boundary(*at as usize));
                let end = (span.end..=text.len() as u32).find(|at| text.is_char_boundary(*at as usize));
                let (start, end) = (start.unwrap_or(0), end.unwrap_or(text.len() as u32));
                Span::new(self.offset(text, start), self.offset(text, end))
            }
            Self::Table(table) => table.to_file(span),
        }
    }

    fn offset(&self, text: &str, at: u32) -> u32 {
        match self {
            Self::Shift(by) => at + by,
            Self::Table(table) => table.to_file(Span::new(at, at)).start,
            Self::Chars { width, marks } => {
                let (from, file) = marks[marks.partition_point(|m| m.0 <= at).saturating_sub(1)];
                let run = text.get(from as usize..at as usize).unwrap_or("");
                file + run.chars().map(width).sum::<u32>()
            }
        }
    }
}

impl<'a> Source<'a> {
    /// A text that stands in the file byte for byte from `start`.
    pub(crate) fn verbatim(text: &'a str, start: u32) -> Self {
        Self { text: Cow::Borrowed(text), index: Index::Shift(start) }
    }

    /// A text whose `map` leads into `outer`, carried on to the file of `outer`.
    pub(crate) fn inside(text: String, map: &OffsetMap, outer: &Source<'_>) -> Source<'static> {
        let index = Index::Table(outer.index.carry(&outer.text, map));
        Source { text: Cow::Owned(text), index }
    }

    /// The file's bytes of a span of this text.
    pub(crate) fn file(&self, span: Span) -> Span {
        self.index.span(&self.text, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_other_widths_keep_their_bytes() {
        let text = "aйb";
        let index = Index::chars(text, 2, |c| 2 * c.len_utf16() as u32);
        assert_eq!(index.span(text, Span::new(1, 3)), Span::new(4, 6));
        let map = index.carry(text, &OffsetMap::verbatim(0, 4));
        assert_eq!(map.to_file(Span::new(3, 4)), Span::new(6, 8));
    }

    #[test]
    fn half_a_character_leads_to_the_whole_of_it() {
        let text = format!("{}é", "x".repeat(300));
        let index = Index::chars(&text, 0, |c| 2 * c.len_utf16() as u32);
        assert_eq!(index.span(&text, Span::new(301, 302)), Span::new(600, 602));
        assert_eq!(index.span(&text, Span::new(300, 301)), Span::new(600, 602));
    }

    #[test]
    fn a_text_inside_a_text_leads_to_the_file() {
        let outer = Source::verbatim("<p>a&amp;b</p>", 10);
        let mut map = OffsetMap::default();
        map.push(1, Span::new(3, 4));
        map.push(1, Span::new(4, 9));
        map.push(1, Span::new(9, 10));
        let inner = Source::inside("a&b".to_owned(), &map, &outer);
        assert_eq!(inner.file(Span::new(1, 2)), Span::new(14, 19));
        let carried = inner.index.carry(&inner.text, &OffsetMap::verbatim(0, 3));
        assert_eq!(carried.to_file(Span::new(2, 3)), Span::new(19, 20));
    }
}

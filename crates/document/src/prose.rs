//! A passage's text under construction: clean words, and the way back to the decoded text.

use std::ops::Range;

use annalist_span::{OffsetMap, Span};

/// A citation mark before its reference is known.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) at: u32,
    pub(crate) range: Range<usize>,
    pub(crate) label: String,
}

/// Text of one passage; whitespace runs become one space, none stands at either end.
///
/// Ranges are bytes of the decoded text and must be given in ascending order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
    /// Whether `map` leads to the file already rather than to the decoded text.
    pub(crate) carried: bool,
    space: Option<Range<usize>>,
    after_mark: bool,
    pub(crate) citations: Vec<Mark>,
    pub(crate) flags: Vec<Mark>,
}

impl Prose {
    /// The words of `source[range]`, whitespace normalised.
    pub(crate) fn of(source: &str, range: Range<usize>) -> Self {
        let mut prose = Self::default();
        prose.raw(source, range);
        prose
    }

    /// The words of a text of another origin, whose `map` leads to the file.
    pub(crate) fn carried(text: &str, map: &OffsetMap) -> Self {
        let mut prose = Self::of(text, 0..text.len());
        let mut out = OffsetMap::default();
        for piece in prose.map.pieces() {
            if piece.text.len() == piece.file.len() {
                for inner in map.pieces() {
                    let from = inner.text.start.max(piece.file.start);
                    let to = inner.text.end.min(piece.file.end);
                    if from < to {
                        out.push(to - from, map.to_file(Span::new(from, to)));
                    }
                }
            } else {
                out.push(piece.text.len(), map.to_file(piece.file));
            }
        }
        (prose.map, prose.carried) = (out, true);
        prose
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether nothing at all was found: no word, no mark.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.is_empty() && self.citations.is_empty() && self.flags.is_empty()
    }

    /// Appends `source[range]` as it stands.
    pub(crate) fn raw(&mut self, source: &str, range: Range<usize>) {
        let bytes = source.as_bytes();
        let (mut from, mut at) = (range.start, range.start);
        while at < range.end {
            let byte = bytes[at];
            if byte > b' ' && byte < 0x7f {
                at += 1;
                continue;
            }
            let (width, blank) = match byte {
                b' ' => {
                    // A single space between two words is text like any other.
                    let inner = at > from && bytes.get(at + 1).is_some_and(|b| *b > b' ' && *b < 0x7f);
                    if inner && at + 1 < range.end {
                        at += 2;
                        continue;
                    }
                    (1, true)
                }
                0..=b' ' | 0x7f => (1, true),
                _ => {
                    if let Some(found) = blank_char(&bytes[at..range.end]) {
                        found
                    } else {
                        at += 1;
                        continue;
                    }
                }
            };
            self.run(source, from..at);
            if blank {
                self.space(at..at + width);
            }
            at += width;
            from = at;
        }
        self.run(source, from..range.end);
    }

    /// Appends a text that stands for `range` (an entity, a template's words).
    pub(crate) fn literal(&mut self, text: &str, range: Range<usize>) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let words = words.join(" ");
        if text.starts_with(char::is_whitespace) {
            self.space(range.clone());
        }
        if !words.is_empty() {
            self.flush(&words);
            self.text.push_str(&words);
            self.map.push(words.len() as u32, span(&range));
        }
        if text.ends_with(char::is_whitespace) {
            self.space(range);
        }
    }

    /// A space that stands for `range`.
    pub(crate) fn space(&mut self, range: Range<usize>) {
        if !self.text.is_empty() && self.space.is_none() {
            // The blank stands after the last word, whatever element it is the end of.
            let last = self.map.pieces().last().map_or(0, |p| p.file.end as usize);
            self.space = Some(range.start.max(last)..range.end.max(last));
        }
    }

    /// A citation mark, left out of the text.
    pub(crate) fn cite(&mut self, label: String, range: Range<usize>) {
        self.after_mark = true;
        self.citations.push(Mark { at: self.text.len() as u32, range, label });
    }

    /// An editors' flag, left out of the text.
    pub(crate) fn flag(&mut self, words: String, range: Range<usize>) {
        self.after_mark = true;
        self.flags.push(Mark { at: self.text.len() as u32, range, label: words });
    }

    /// Appends another prose that stands further on, with a space between.
    pub(crate) fn append(&mut self, other: Self) {
        let Some(first) = other.map.pieces().first().copied() else {
            let at = self.text.len() as u32;
            self.citations.extend(other.citations.into_iter().map(|m| Mark { at, ..m }));
            self.flags.extend(other.flags.into_iter().map(|m| Mark { at, ..m }));
            return;
        };
        if !self.text.is_empty() {
            let end = self.map.pieces().last().map_or(0, |p| p.file.end);
            self.text.push(' ');
            self.map.push(1, Span::new(end.min(first.file.start), first.file.start));
        }
        self.space = None;
        let base = self.text.len() as u32;
        self.text.push_str(&other.text);
        for piece in other.map.pieces() {
            self.map.push(piece.text.len(), piece.file);
        }
        self.citations.extend(other.citations.into_iter().map(|m| Mark { at: m.at + base, ..m }));
        self.flags.extend(other.flags.into_iter().map(|m| Mark { at: m.at + base, ..m }));
    }

    /// Keeps the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.cut(0, len);
    }

    /// Leaves out the first `len` bytes.
    pub(crate) fn skip(&mut self, len: usize) {
        self.cut(len, self.text.len());
    }

    fn cut(&mut self, start: usize, end: usize) {
        let Some(kept) = self.text.get(start..end) else { return };
        let start = start + kept.len() - kept.trim_start().len();
        let end = start + kept.trim().len();
        let mut map = OffsetMap::default();
        for piece in self.map.pieces() {
            let text = Span::new(piece.text.start.max(start as u32), piece.text.end.min(end as u32));
            if text.start < piece.text.end && text.end > piece.text.start && !text.is_empty() {
                map.push(text.len(), self.map.to_file(text));
            }
        }
        self.text = self.text[start..end].to_owned();
        self.map = map;
        for mark in self.citations.iter_mut().chain(&mut self.flags) {
            mark.at = mark.at.saturating_sub(start as u32).min(self.text.len() as u32);
        }
    }

    fn run(&mut self, source: &str, range: Range<usize>) {
        let Some(run) = source.get(range.clone()).filter(|run| !run.is_empty()) else { return };
        self.flush(run);
        self.text.push_str(run);
        self.map.push(run.len() as u32, span(&range));
    }

    /// Writes the pending space before `next`, unless it only stood around a mark and `next` is
    /// closing punctuation ("the bridge \[4], which").
    fn flush(&mut self, next: &str) {
        if let Some(range) = self.space.take() {
            let closing = self.after_mark && next.starts_with([',', '.', ';', ':', ')', '?', '!']);
            if !closing {
                self.text.push(' ');
                self.map.push(1, span(&range));
            }
        }
        self.after_mark = false;
    }

    /// The decoded range from the first to the last byte of the text.
    pub(crate) fn range(&self) -> Range<usize> {
        let span = self.map.to_file(Span::of(0, self.text.len()));
        span.range()
    }
}

fn span(range: &Range<usize>) -> Span {
    Span::of(range.start, range.end)
}

/// Width of a character that is blank (true) or shows nothing (false), at the head of `bytes`.
fn blank_char(bytes: &[u8]) -> Option<(usize, bool)> {
    match bytes {
        [0xc2, 0xa0 | 0x85, ..] => Some((2, true)),
        [0xc2, 0xad | 0x80..=0x84 | 0x86..=0x9f, ..] => Some((2, false)),
        // U+2000–U+200A, U+2028, U+2029, U+202F, U+205F, U+3000
        [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..]
        | [0xe2, 0x81, 0x9f, ..]
        | [0xe3, 0x80, 0x80, ..] => Some((3, true)),
        // Zero width and directional marks: U+200B, U+200E, U+200F, U+202A–U+202E, U+2060–U+2069, U+FEFF
        [0xe2, 0x80, 0x8b | 0x8e | 0x8f | 0xaa..=0xae, ..]
        | [0xe2, 0x81, 0xa0..=0xa9, ..]
        | [0xef, 0xbb, 0xbf, ..] => Some((3, false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_runs_are_one_space_and_none_at_the_ends() {
        let source = "  The  bridge\n at\u{a0}Olvena\u{200b}. ";
        let prose = Prose::of(source, 0..source.len());
        assert_eq!(prose.text, "The bridge at Olvena.");
        let olvena = prose.text.find("Olvena").unwrap();
        let back = prose.map.to_file(Span::of(olvena, olvena + 6));
        assert_eq!(back.of_text(source), "Olvena");
    }

    #[test]
    fn a_mark_leaves_no_space_before_a_comma() {
        let source = "the bridge [4], which [5] fell";
        let mut prose = Prose::default();
        prose.raw(source, 0..11);
        prose.cite("4".into(), 11..14);
        prose.raw(source, 14..22);
        prose.cite("5".into(), 22..25);
        prose.raw(source, 25..source.len());
        assert_eq!(prose.text, "the bridge, which fell");
        assert_eq!(prose.citations[0].at, 10);
        assert_eq!(prose.citations[1].at, 17);
        assert_eq!(prose.map.text_len() as usize, prose.text.len());
    }

    #[test]
    fn a_literal_maps_whole() {
        let mut prose = Prose::default();
        prose.literal("5 km (3 mi)", 4..30);
        assert_eq!(prose.text, "5 km (3 mi)");
        assert_eq!(prose.map.to_file(Span::new(2, 4)), Span::new(4, 30));
    }
}

//! The text layer: the words of every page as UTF-8, and what stands where in it.

use std::collections::BTreeSet;
use std::ops::Range;

use annalist_span::Span;

use super::glyphs::Page;
use super::layout::{self, Paragraph, Stand};
use crate::Part;

/// A part of a paragraph in the layer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Words as they stand; a line's end among them is a space.
    Words(Range<usize>),
    /// A raised mark.
    Raised(Range<usize>),
    /// A hyphen and a line's end that only part a word.
    Parted(Range<usize>),
}

/// A paragraph in the layer.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) pieces: Vec<Piece>,
    pub(super) size: f64,
    pub(super) lines: usize,
    pub(super) short: bool,
    pub(super) stand: Stand,
    /// Number of its page, from 0.
    pub(super) page: usize,
}

impl Told {
    /// From its first to its last byte.
    pub(super) fn range(&self) -> Range<usize> {
        let of = |piece: &Piece| match piece {
            Piece::Words(range) | Piece::Raised(range) | Piece::Parted(range) => range.clone(),
        };
        let start = self.pieces.first().map_or(0, |p| of(p).start);
        start..self.pieces.last().map_or(start, |p| of(p).end)
    }
}

/// The words of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    pub(super) text: String,
    pub(super) paragraphs: Vec<Told>,
    pub(super) parts: Vec<Part>,
    pub(super) unknown: usize,
}

impl Layer {
    /// Writes the paragraphs of all pages one after the other: lines end with `\n`, paragraphs with
    /// an empty line, pages with a form feed.
    pub(super) fn of(pages: &[Page]) -> Self {
        let told = layout::paragraphs(pages);
        let vocabulary = vocabulary(&told);
        let mut layer = Self { unknown: pages.iter().map(|p| p.unknown).sum(), ..Self::default() };
        for (number, (page, paragraphs)) in pages.iter().zip(told).enumerate() {
            let start = layer.text.len();
            for paragraph in paragraphs {
                layer.paragraph(&paragraph, number, &vocabulary);
            }
            layer.text.push('\u{c}');
            let span = Span::of(start, layer.text.len());
            layer.parts.push(Part { name: format!("page {}", number + 1), packed: page.packed, span });
        }
        layer
    }

    fn paragraph(&mut self, paragraph: &Paragraph, page: usize, vocabulary: &BTreeSet<String>) {
        let mut pieces: Vec<Piece> = Vec::new();
        let last = paragraph.lines.len().saturating_sub(1);
        for (at, line) in paragraph.lines.iter().enumerate() {
            for (words, raised) in &line.runs {
                let start = self.text.len();
                self.text.push_str(words);
                let range = start..self.text.len();
                match (*raised, pieces.last_mut()) {
                    (true, _) => pieces.push(Piece::Raised(range)),
                    (false, Some(Piece::Words(before))) if before.end == range.start => {
                        before.end = range.end;
                    }
                    (false, _) => pieces.push(Piece::Words(range)),
                }
            }
            let end = self.text.len();
            self.text.push('\n');
            if at == last {
                break;
            }
            let next = paragraph.lines[at + 1].text();
            let hyphen = parted(&line.text(), &next, vocabulary);
            match (hyphen, pieces.last_mut()) {
                (Some(len), Some(Piece::Words(before))) => {
                    // A hyphen that belongs to the word stays, and only the line's end is masked.
                    before.end = end - len;
                    pieces.push(Piece::Parted(end - len..end + 1));
                }
                (_, Some(Piece::Words(before))) => before.end = end + 1,
                _ => pieces.push(Piece::Words(end..end + 1)),
            }
        }
        self.text.push('\n');
        self.paragraphs.push(Told {
            pieces,
            size: paragraph.size,
            lines: paragraph.lines.len(),
            short: paragraph.short,
            stand: paragraph.stand,
            page,
        });
    }
}

/// Words that stand whole in a line, in lower case: they tell whether a hyphen only parts a word.
fn vocabulary(pages: &[Vec<Paragraph>]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for paragraph in pages.iter().flatten() {
        let mut halved = false;
        for line in &paragraph.lines {
            let text = line.text().to_lowercase();
            let words: Vec<&str> = text.split_whitespace().collect();
            let from = usize::from(halved);
            halved = text.trim_end().ends_with(['-', '\u{2010}', '\u{ad}']);
            let to = words.len().saturating_sub(usize::from(halved));
            for word in words.get(from..to).unwrap_or_default() {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                out.insert(word.to_owned());
                out.extend(word.split('-').map(str::to_owned));
            }
        }
    }
    out
}

/// Bytes at the end of a line that a word's two halves are put together without: `None` where no word
/// is parted, 0 where the hyphen is the word's own.
fn parted(line: &str, next: &str, vocabulary: &BTreeSet<String>) -> Option<usize> {
    let mark = line.chars().next_back()?;
    let head = line.strip_suffix(['-', '\u{2010}', '\u{ad}'])?;
    if !next.starts_with(char::is_alphanumeric) || !head.ends_with(char::is_alphanumeric) {
        return None;
    }
    if mark == '\u{ad}' {
        return Some(mark.len_utf8());
    }
    let word = |text: &str| text.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let first = word(head.rsplit(char::is_whitespace).next().unwrap_or(head));
    let second = word(next.split(char::is_whitespace).next().unwrap_or(next));
    let small = next.starts_with(char::is_lowercase) && head.ends_with(char::is_alphabetic);
    let whole = vocabulary.contains(&format!("{first}{second}"));
    let own = vocabulary.contains(&format!("{first}-{second}"))
        || (second.chars().count() > 2 && vocabulary.contains(&first) && vocabulary.contains(&second));
    let drop = small && !first.contains('-') && (whole || !own);
    Some(if drop { mark.len_utf8() } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_at_a_lines_end_is_dropped_or_kept() {
        let known: BTreeSet<String> =
            ["pro", "government", "provided", "well"].into_iter().map(str::to_owned).collect();
        let of = |line: &str, next: &str| parted(line, next, &known);
        assert_eq!(of("the infor-", "mation that"), Some(1));
        assert_eq!(of("troops pro-", "vided by"), Some(1));
        assert_eq!(of("loyal pro-", "government forces"), Some(0));
        assert_eq!(of("in 2014-", "2015 the"), Some(0));
        assert_eq!(of("near al-", "Rastan"), Some(0));
        assert_eq!(of("the town -", "they said"), None);
        assert_eq!(of("the town", "they said"), None);
    }
}

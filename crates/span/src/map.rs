use serde::{Deserialize, Serialize};

use crate::Span;

/// A run of text and the bytes of the file that it came from.
///
/// When both have the same length the bytes are the same, one for one; otherwise (an entity, a
/// character of another encoding, a mark replaced by a space) the run is carried over whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Bytes of the text.
    pub text: Span,
    /// Bytes of the file.
    pub file: Span,
}

/// From a passage's text back to the bytes of the original file.
///
/// Pieces are in text order, without gaps in the text, and in ascending file order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// The map of a text that stands in the file byte for byte at `file_start`.
    pub fn verbatim(file_start: u32, len: u32) -> Self {
        let mut map = Self::default();
        map.push(len, Span::new(file_start, file_start + len));
        map
    }

    /// Appends `text_len` bytes of text that came from `file`; adjacent verbatim runs are joined.
    pub fn push(&mut self, text_len: u32, file: Span) {
        if text_len == 0 {
            return;
        }
        let start = self.text_len();
        if let Some(last) = self.pieces.last_mut() {
            let verbatim = last.text.len() == last.file.len() && text_len == file.len();
            if verbatim && last.file.end == file.start {
                last.text.end += text_len;
                last.file.end = file.end;
                return;
            }
        }
        self.pieces.push(Piece { text: Span::new(start, start + text_len), file });
    }

    /// Length of the text, in bytes.
    pub fn text_len(&self) -> u32 {
        self.pieces.last().map_or(0, |p| p.text.end)
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The file's bytes from the first to the last byte of a text span (masked marks between them
    /// are inside). An empty text span gives an empty file span.
    pub fn to_file(&self, text: Span) -> Span {
        let Some(first) = self.piece_at(text.start) else {
            let end = self.pieces.last().map_or(0, |p| p.file.end);
            return Span::new(end, end);
        };
        let start = first.start_of(text.start);
        if text.is_empty() {
            return Span::new(start, start);
        }
        let last = self.piece_at(text.end - 1).or(self.pieces.last()).map_or(start, |p| p.end_of(text.end));
        Span::new(start, last)
    }

    /// The text's bytes that came from a file span, or `None` when no byte of it did.
    pub fn to_text(&self, file: Span) -> Option<Span> {
        let mut hit: Option<Span> = None;
        let from = self.pieces.partition_point(|p| p.file.end <= file.start);
        for piece in self.pieces[from..].iter().take_while(|p| p.file.start < file.end) {
            let part = if piece.is_verbatim() {
                let start = piece.text.start + file.start.saturating_sub(piece.file.start);
                let end = piece.text.end - piece.file.end.saturating_sub(file.end);
                Span::new(start, end)
            } else {
                piece.text
            };
            hit = Some(hit.map_or(part, |h| h.cover(part)));
        }
        hit
    }

    fn piece_at(&self, offset: u32) -> Option<&Piece> {
        self.pieces.get(self.pieces.partition_point(|p| p.text.end <= offset))
    }
}

impl Piece {
    const fn is_verbatim(&self) -> bool {
        self.text.len() == self.file.len()
    }

    const fn start_of(&self, offset: u32) -> u32 {
        if self.is_verbatim() { self.file.start + (offset - self.text.start) } else { self.file.start }
    }

    const fn end_of(&self, offset: u32) -> u32 {
        if self.is_verbatim() && offset <= self.text.end {
            self.file.start + (offset - self.text.start)
        } else {
            self.file.end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OffsetMap;
    use crate::Span;

    /// "a&amp;b" at byte 10 decoded to "a&b".
    fn entity() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push(1, Span::new(10, 11));
        map.push(1, Span::new(11, 16));
        map.push(1, Span::new(16, 17));
        map
    }

    #[test]
    fn an_entity_is_carried_whole() {
        assert_eq!(entity().to_file(Span::new(0, 1)), Span::new(10, 11));
        assert_eq!(entity().to_file(Span::new(1, 2)), Span::new(11, 16));
        assert_eq!(entity().to_file(Span::new(0, 3)), Span::new(10, 17));
        assert_eq!(entity().to_text(Span::new(12, 13)), Some(Span::new(1, 2)));
        assert_eq!(entity().to_text(Span::new(20, 30)), None);
    }

    #[test]
    fn verbatim_runs_join() {
        let mut map = OffsetMap::verbatim(5, 3);
        map.push(2, Span::new(8, 10));
        assert_eq!(map.pieces().len(), 1);
        assert_eq!(map.to_file(Span::new(1, 4)), Span::new(6, 9));
        assert_eq!(map.to_file(Span::new(5, 5)), Span::new(10, 10));
    }
}

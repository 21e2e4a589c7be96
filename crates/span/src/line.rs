use serde::{Deserialize, Serialize};

/// Where a byte is for a reader of the file: both numbers count from one, the column in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in bytes, from 1.
    pub column: u32,
}

/// The first byte of every line of a file (`\n`, `\r\n` and a lone `\r` end a line).
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Reads the line ends of `bytes` once.
    pub fn new(bytes: &[u8]) -> Self {
        let mut starts = vec![0];
        for (i, &b) in bytes.iter().enumerate() {
            if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i as u32 + 1);
            }
        }
        Self { starts, len: bytes.len() as u32 }
    }

    /// Line and column of a byte offset; an offset past the end is the end's.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.len);
        let line = self.starts.partition_point(|&s| s <= offset);
        Position { line: line as u32, column: offset - self.starts[line - 1] + 1 }
    }

    /// The byte span of a line (from 1), its end-of-line bytes included; `None` past the last.
    pub fn line(&self, line: u32) -> Option<crate::Span> {
        let at = line.checked_sub(1)? as usize;
        let start = *self.starts.get(at)?;
        Some(crate::Span::new(start, self.starts.get(at + 1).copied().unwrap_or(self.len)))
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position};

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let index = LineIndex::new(b"a\nbc\r\nd\re");
        assert_eq!(index.position(0), Position { line: 1, column: 1 });
        assert_eq!(index.position(3), Position { line: 2, column: 2 });
        assert_eq!(index.position(6), Position { line: 3, column: 1 });
        assert_eq!(index.position(8), Position { line: 4, column: 1 });
        assert_eq!(index.position(99), Position { line: 4, column: 2 });
        assert_eq!(index.line(2), Some(crate::Span::new(2, 6)));
        assert_eq!(index.line(5), None);
    }
}

//! Keys within a few edits of a name, found by walking the finite-state map.

use fst::Automaton;

/// Longest name, in bytes, that is compared; longer ones have no neighbours.
const LONGEST: usize = 47;

/// An automaton that accepts keys within `most` edits (Levenshtein, bytes) of a name. Its state is one
/// row of the edit table, so nothing is built beforehand.
pub(crate) struct Near<'a> {
    name: &'a [u8],
    most: u8,
}

/// A row of the edit table.
#[derive(Clone)]
pub(crate) struct Row([u8; LONGEST + 1]);

impl<'a> Near<'a> {
    pub(crate) const fn new(name: &'a str, most: u8) -> Self {
        Self { name: name.as_bytes(), most }
    }

    /// Edits of an accepted state.
    pub(crate) const fn edits(&self, row: &Row) -> u8 {
        row.0[self.name.len()]
    }
}

impl Automaton for &Near<'_> {
    type State = Row;

    fn start(&self) -> Row {
        let mut row = [u8::MAX; LONGEST + 1];
        if self.name.len() <= LONGEST {
            for (i, cell) in row.iter_mut().enumerate().take(self.name.len() + 1) {
                *cell = i as u8;
            }
        }
        Row(row)
    }

    fn is_match(&self, row: &Row) -> bool {
        self.name.len() <= LONGEST && self.edits(row) <= self.most
    }

    fn can_match(&self, row: &Row) -> bool {
        self.name.len() <= LONGEST && row.0[..=self.name.len()].iter().any(|c| *c <= self.most)
    }

    fn accept(&self, row: &Row, byte: u8) -> Row {
        let mut next = [u8::MAX; LONGEST + 1];
        // Keys of romanisation families begin with a mark below the letters and are no spellings.
        if byte < b' ' || self.name.len() > LONGEST {
            return Row(next);
        }
        next[0] = row.0[0].saturating_add(1);
        for i in 0..self.name.len() {
            let change = row.0[i].saturating_add(u8::from(self.name[i] != byte));
            next[i + 1] = change.min(row.0[i + 1].saturating_add(1)).min(next[i].saturating_add(1));
        }
        Row(next)
    }
}

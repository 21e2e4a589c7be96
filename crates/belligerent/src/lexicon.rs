//! Names and nouns by their folded words, the longest match first.

use rustc_hash::FxHashMap;

use crate::words::{Word, words};

/// What a text's spelling must show for a name to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// An abbreviation: capitals throughout.
    Caps,
    /// The first capital word of the name is capital in the text too.
    Proper(usize),
    /// A common noun.
    Any,
}

/// A table from names to meanings.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon<M> {
    /// Entries by their first word; looked up, never walked.
    table: FxHashMap<String, Vec<Entry<M>>>,
    openings: Openings,
}

impl<M> Default for Lexicon<M> {
    fn default() -> Self {
        Self { table: FxHashMap::default(), openings: Openings::default() }
    }
}

/// The first words of names as bits: most words of a text set none of them, and need no look-up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Openings(Vec<u64>);

impl Openings {
    /// Bits of a set, as a power of two.
    const SIZE: u32 = 15;

    /// The bit of a folded word.
    pub(crate) fn bit(fold: &str) -> usize {
        let bytes = fold.as_bytes();
        let mut head = [0; 8];
        let len = bytes.len().min(8);
        head[..len].copy_from_slice(&bytes[..len]);
        let last = bytes.last().copied().unwrap_or(0);
        let word = u64::from_le_bytes(head) ^ (u64::from(last) << 32) ^ ((bytes.len() as u64) << 56);
        (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Self::SIZE)) as usize
    }

    fn set(&mut self, bit: usize) {
        self.0.resize(1 << (Self::SIZE - 6), 0);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether a word of this bit may be among them.
    pub(crate) fn may_hold(&self, bit: usize) -> bool {
        self.0.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Takes in those of a lexicon.
    pub(crate) fn join<M>(&mut self, lexicon: &Lexicon<M>) {
        self.0.resize(1 << (Self::SIZE - 6), 0);
        for (own, other) in self.0.iter_mut().zip(&lexicon.openings.0) {
            *own |= other;
        }
    }
}

#[derive(Clone, Debug)]
struct Entry<M> {
    rest: Vec<String>,
    case: Case,
    meaning: M,
}

impl<M: Copy> Lexicon<M> {
    /// Adds a name; the first meaning of the same words and case stays.
    pub(crate) fn insert(&mut self, name: &str, meaning: M) {
        let parts = words(name);
        let skip = usize::from(parts.len() > 1 && parts[0].fold == "the");
        let parts = &parts[skip..];
        let Some(first) = parts.first() else { return };
        let case = if parts.len() == 1 && first.caps && first.fold.chars().count() <= 7 {
            Case::Caps
        } else {
            parts
                .iter()
                .position(|w| w.capital && w.fold.chars().any(char::is_alphabetic))
                .map_or(Case::Any, Case::Proper)
        };
        let rest: Vec<String> = parts[1..].iter().map(|w| w.fold.clone()).collect();
        self.openings.set(Openings::bit(&first.fold));
        let list = self.table.entry(first.fold.clone()).or_default();
        if list.iter().any(|e| e.rest == rest && e.case == case) {
            return;
        }
        let at = list.partition_point(|e| e.rest.len() >= rest.len());
        list.insert(at, Entry { rest, case, meaning });
    }

    /// Whether a name begins with this folded word.
    pub(crate) fn opens(&self, fold: &str) -> bool {
        self.table.contains_key(fold)
    }

    /// The longest name that begins at word `at`, as its number of words and its meaning.
    pub(crate) fn longest(&self, text: &[Word], at: usize) -> Option<(usize, M)> {
        self.longest_of(Openings::bit(&text.get(at)?.fold), text, at)
    }

    /// The same of a word whose bit is known.
    pub(crate) fn longest_of(&self, bit: usize, text: &[Word], at: usize) -> Option<(usize, M)> {
        let first = text.get(at).filter(|_| self.openings.may_hold(bit))?;
        let list = self.table.get(first.fold.as_str())?;
        list.iter().find_map(|entry| {
            let len = entry.rest.len() + 1;
            let window = text.get(at..at + len)?;
            let same = entry.rest.iter().zip(&window[1..]).all(|(a, b)| *a == b.fold && !breaks(b));
            let cased = match entry.case {
                Case::Caps => first.caps,
                Case::Proper(i) => window[i].capital,
                Case::Any => true,
            };
            (same && cased).then_some((len, entry.meaning))
        })
    }
}

/// Whether a punctuation mark parts a word from the one before inside a name.
fn breaks(word: &Word) -> bool {
    word.mark.is_some_and(|m| !matches!(m, '-' | '\'' | '’' | '"' | '.' | '“' | '”' | '/' | '&'))
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, Openings};
    use crate::words::words;

    #[test]
    fn a_first_word_sets_its_bit_wherever_its_lexicon_is_joined() {
        let mut lexicon = Lexicon::default();
        for name in ["Northern Front", "the Harbour Watch", "AS", "Śląsk Guard"] {
            lexicon.insert(name, 1);
        }
        let mut joined = Openings::default();
        assert!(!joined.may_hold(Openings::bit("northern")));
        joined.join(&lexicon);
        for word in words("Northern Harbour AS Śląsk") {
            assert!(joined.may_hold(Openings::bit(&word.fold)), "{}", word.fold);
        }
        assert!(!joined.may_hold(Openings::bit("watch")));
    }

    #[test]
    fn the_longest_name_wins() {
        let mut lexicon = Lexicon::default();
        lexicon.insert("Northern Front", 1);
        lexicon.insert("Northern Front of Utopia", 2);
        assert_eq!(lexicon.longest(&words("Northern Front of Utopia fighters"), 0), Some((4, 2)));
        assert_eq!(lexicon.longest(&words("Northern Front of Arcadia"), 0), Some((2, 1)));
    }

    #[test]
    fn abbreviations_and_names_keep_their_case() {
        let mut lexicon = Lexicon::default();
        lexicon.insert("AS", 1);
        lexicon.insert("Central Division", 2);
        lexicon.insert("rebels", 3);
        assert_eq!(lexicon.longest(&words("as usual"), 0), None);
        assert_eq!(lexicon.longest(&words("AS fighters"), 0), Some((1, 1)));
        assert_eq!(lexicon.longest(&words("central division of the town"), 0), None);
        assert_eq!(lexicon.longest(&words("Rebels attacked"), 0), Some((1, 3)));
    }

    #[test]
    fn a_comma_ends_a_name() {
        let mut lexicon = Lexicon::default();
        lexicon.insert("Army Guard", 1);
        assert_eq!(lexicon.longest(&words("Army, Guard"), 0), None);
    }
}

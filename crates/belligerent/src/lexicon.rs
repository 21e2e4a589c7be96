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
}

impl<M> Default for Lexicon<M> {
    fn default() -> Self {
        Self { table: FxHashMap::default() }
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
        let first = text.get(at)?;
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
    use super::Lexicon;
    use crate::words::words;

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

//! The words around names: `data/cues.toml`, read once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::PlaceKind;

#[derive(Deserialize)]
struct File {
    kind: Vec<KindRow>,
    words: BTreeMap<String, Vec<String>>,
    demonyms: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct KindRow {
    kind: PlaceKind,
    nouns: Vec<String>,
}

/// The lexicon of cues.
pub(crate) struct Cues {
    kinds: FxHashMap<String, PlaceKind>,
    words: FxHashMap<String, Word>,
    demonyms: FxHashMap<String, String>,
}

macro_rules! word_classes {
    ($($field:ident = $name:literal),* $(,)?) => {
        /// The classes that a word belongs to.
        #[derive(Clone, Copy, Debug, Default)]
        pub(crate) struct Word { $(pub(crate) $field: bool),* }

        impl Word {
            #[cfg(test)]
            const NAMES: &'static [&'static str] = &[$($name),*];

            fn set(&mut self, class: &str) {
                match class { $($name => self.$field = true,)* _ => {} }
            }
        }
    };
}

word_classes! {
    preposition = "prepositions", of_place = "of_place", taking = "taking", touching = "touching", between = "between",
    direction = "directions", event = "events", body = "bodies", event_of = "event_of", title = "titles",
    saying = "saying", head = "heads", never = "never",
}

impl Cues {
    /// The lexicon.
    pub(crate) fn get() -> &'static Self {
        static CUES: OnceLock<Cues> = OnceLock::new();
        CUES.get_or_init(|| {
            let file: File =
                toml::from_str(include_str!("../data/cues.toml")).expect("the cues are checked by the tests");
            let mut kinds = FxHashMap::default();
            for row in file.kind {
                for noun in row.nouns {
                    kinds.insert(noun, row.kind);
                }
            }
            let mut words: FxHashMap<String, Word> = FxHashMap::default();
            for (class, list) in &file.words {
                for word in list {
                    words.entry(word.clone()).or_default().set(class);
                }
            }
            let mut demonyms = FxHashMap::default();
            for (country, list) in file.demonyms {
                for word in list {
                    demonyms.insert(word, country.clone());
                }
            }
            Self { kinds, words, demonyms }
        })
    }

    /// The kind of a noun of places, lower case, of one to three words.
    pub(crate) fn kind(&self, noun: &str) -> Option<PlaceKind> {
        self.kinds.get(noun).copied()
    }

    /// The classes of a lower-case word.
    pub(crate) fn word(&self, word: &str) -> Word {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The country of a demonym.
    pub(crate) fn demonym(&self, word: &str) -> Option<&str> {
        self.demonyms.get(word).map(String::as_str)
    }
}

/// Whether a plural noun, so that it stands for several names.
pub(crate) fn is_plural(noun: &str) -> bool {
    noun.ends_with('s')
        && !noun.ends_with("ss")
        && !matches!(noun, "barracks" | "headquarters" | "outskirts" | "environs" | "crossroads")
}

/// Words of all classes together, for finding what no name is made of.
pub(crate) fn generic(word: &str, cues: &Cues) -> bool {
    static MORE: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    let more = MORE.get_or_init(|| {
        [
            "international",
            "military",
            "national",
            "central",
            "general",
            "main",
            "old",
            "new",
            "industrial",
            "nuclear",
            "power",
        ]
        .into_iter()
        .collect()
    });
    cues.kind(word).is_some() || cues.word(word).direction || more.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_reads_and_knows_only_its_own_classes() {
        let file: File = toml::from_str(include_str!("../data/cues.toml")).expect("well-formed");
        for class in file.words.keys() {
            assert!(Word::NAMES.contains(&class.as_str()), "unknown class {class}");
        }
        assert_eq!(Cues::get().kind("hilltop"), Some(PlaceKind::Hill));
        assert!(Cues::get().word("captured").taking && Cues::get().word("offensive").event);
        assert_eq!(Cues::get().demonym("sudanese"), Some("SD"));
    }

    #[test]
    fn entries_are_lower_case() {
        let file: File = toml::from_str(include_str!("../data/cues.toml")).expect("well-formed");
        for word in file.words.values().flatten().chain(file.kind.iter().flat_map(|k| &k.nouns)) {
            assert_eq!(word, &word.to_lowercase());
        }
    }
}

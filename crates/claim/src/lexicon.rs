//! Classes of nouns: the words by which rules choose their roles.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// A set of noun classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub(crate) const $name: Self = Self(1 << $bit);)*

            /// The class of that name, as rule files write it.
            pub(crate) fn named(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }

            /// The names of the classes in the set, in order of declaration.
            pub(crate) fn names(self) -> Vec<&'static str> {
                let mut out = Vec::new();
                $(if self.has(Self::$name) { out.push($word); })*
                out
            }
        }
    };
}

classes! {
    /// Ground that can be held.
    GROUND = 0, "ground";
    /// Ground without a name of its own.
    VAGUE = 1, "vague";
    /// Those who fight.
    ARMED = 2, "armed";
    /// People who do not fight.
    CIVILIAN = 3, "civilian";
    /// People, whoever they are.
    PERSON = 4, "person";
    /// Things that can be destroyed.
    EQUIPMENT = 5, "equipment";
    /// What flies.
    AIRCRAFT = 6, "aircraft";
    /// What is fired.
    MUNITION = 7, "munition";
    /// What explodes where it was laid or driven.
    EXPLOSIVE = 8, "explosive";
    /// Ways.
    ROAD = 9, "road";
    /// Chemical agents.
    AGENT = 10, "chemical";
    /// Agreements.
    AGREEMENT = 11, "agreement";
    /// Nouns that name nobody who acts.
    IDLE = 12, "idle";
    /// Words that speak.
    SOURCE = 13, "source";
    /// A proper noun that nothing is known of.
    NAME = 14, "name";
    /// "it", "them", "which".
    PRONOUN = 15, "pronoun";
    /// A noun that names an event.
    EVENT = 16, "event";
    /// A time expression.
    TIME = 17, "time";
    /// What flies without a pilot.
    DRONE = 19, "drone";
    /// A place that the gazetteer or the grammar of places knows.
    PLACE = 18, "place";
}

impl Classes {
    /// No class.
    pub(crate) const NONE: Self = Self(0);

    /// Whether any class of `other` is in the set.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without `other`.
    #[must_use]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the set is empty.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The lexicons, read once.
#[derive(Debug)]
pub(crate) struct Lexicon {
    nouns: FxHashMap<String, Classes>,
    words: FxHashMap<String, FxHashSet<String>>,
}

#[derive(Deserialize)]
struct NounFile {
    classes: std::collections::BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct WordFile {
    lists: std::collections::BTreeMap<String, String>,
}

impl Lexicon {
    /// The lexicons that ship with the crate.
    pub(crate) fn embedded() -> Result<Self, String> {
        Self::parse(include_str!("../lexicon/nouns.toml"), include_str!("../lexicon/words.toml"))
    }

    fn parse(nouns: &str, words: &str) -> Result<Self, String> {
        let file: NounFile = toml::from_str(nouns).map_err(|e| format!("nouns.toml: {e}"))?;
        let mut map: FxHashMap<String, Classes> = FxHashMap::default();
        for (class, list) in &file.classes {
            let bit = Classes::named(if class == "agent" { "chemical" } else { class })
                .ok_or_else(|| format!("nouns.toml: no class {class:?}"))?;
            for word in list.split_whitespace() {
                let entry = map.entry(key(word)).or_default();
                *entry = entry.with(bit);
            }
        }
        let file: WordFile = toml::from_str(words).map_err(|e| format!("words.toml: {e}"))?;
        let words = file
            .lists
            .into_iter()
            .map(|(name, list)| (name, list.split_whitespace().map(|w| w.replace('_', " ")).collect()))
            .collect();
        Ok(Self { nouns: map, words })
    }

    /// Classes of a noun's key; none when it is unknown.
    pub(crate) fn noun(&self, key: &str) -> Classes {
        self.nouns.get(key).copied().unwrap_or_default()
    }

    /// Whether a word is in a named list.
    pub(crate) fn listed(&self, list: &str, word: &str) -> bool {
        self.words.get(list).is_some_and(|l| l.contains(word))
    }
}

/// A noun's key: lower case, without hyphens, apostrophes and spaces.
pub(crate) fn key(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Classes, Lexicon, key};

    #[test]
    fn compounds_share_a_key() {
        assert_eq!(key("Car-bomb"), key("carbomb"));
    }

    #[test]
    fn a_noun_may_stand_in_several_classes() {
        let lexicon = Lexicon::embedded().unwrap();
        let bridge = lexicon.noun("bridge");
        assert!(bridge.has(Classes::GROUND) && bridge.has(Classes::ROAD));
        assert!(lexicon.noun("zzz").is_empty());
    }
}

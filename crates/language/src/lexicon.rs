//! Word lists that lemmas, clauses and quantities are read with. The lists are data, with their
//! tests beside them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::{Aspect, Mood, Tag};

/// What a governing word says of the verb under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Governing {
    pub(crate) mood: Mood,
    pub(crate) aspect: Aspect,
    pub(crate) negates: bool,
}

/// A noun that names an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventNoun {
    /// The verb that it stands for.
    pub(crate) verb: String,
    /// What its "of" gives.
    pub(crate) of: Of,
    /// Whether "on" and "against" name whom it strikes.
    pub(crate) strikes: bool,
}

/// Which role the "of" of an event noun fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Of {
    Agent,
    Patient,
}

/// A lemma's normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Normal {
    pub(crate) lemma: String,
    pub(crate) again: bool,
}

#[derive(Deserialize)]
struct LemmaFile {
    verbs: BTreeMap<String, String>,
    nouns: BTreeMap<String, String>,
    endings: Endings,
}

#[derive(Deserialize)]
struct Endings {
    e: Vec<String>,
}

#[derive(Deserialize)]
struct ClauseFile {
    verb: Vec<GoverningWords>,
    noun: Vec<GoverningWords>,
    modal: FxHashMap<String, Mood>,
    adverb: FxHashMap<String, Mood>,
    adjective: FxHashMap<String, Mood>,
    words: BTreeMap<String, String>,
    event: Vec<EventWords>,
    normal: Vec<NormalWords>,
}

#[derive(Deserialize)]
struct GoverningWords {
    mood: Mood,
    #[serde(default)]
    aspect: Aspect,
    #[serde(default)]
    negates: bool,
    words: String,
}

#[derive(Deserialize)]
struct EventWords {
    of: Of,
    #[serde(default)]
    strikes: bool,
    words: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct NormalWords {
    #[serde(default)]
    again: bool,
    words: BTreeMap<String, String>,
}

/// The lists, indexed.
#[derive(Debug)]
pub(crate) struct Lexicon {
    verb_forms: FxHashMap<String, String>,
    noun_forms: FxHashMap<String, String>,
    verb_bases: FxHashSet<String>,
    endings: Vec<String>,
    governing_verbs: FxHashMap<String, Governing>,
    governing_nouns: FxHashMap<String, Governing>,
    modals: FxHashMap<String, Mood>,
    adverbs: FxHashMap<String, Mood>,
    adjectives: FxHashMap<String, Mood>,
    lists: FxHashMap<String, FxHashSet<String>>,
    events: FxHashMap<String, EventNoun>,
    normal: FxHashMap<String, Normal>,
}

const LEMMAS: &str = include_str!("../data/lemmas.toml");
const CLAUSES: &str = include_str!("../data/clauses.toml");

/// The lexicon, read once.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
    &LEXICON
}

impl Lexicon {
    fn read() -> Self {
        let lemmas: LemmaFile = toml::from_str(LEMMAS).expect("the lemma table is tested to parse");
        let clauses: ClauseFile = toml::from_str(CLAUSES).expect("the clause lexicon is tested to parse");
        let inverted = |table: &BTreeMap<String, String>| -> FxHashMap<String, String> {
            table
                .iter()
                .flat_map(|(base, forms)| {
                    forms.split_whitespace().map(move |form| (form.to_owned(), base.clone()))
                })
                .collect()
        };
        let governing = |entries: &[GoverningWords]| -> FxHashMap<String, Governing> {
            entries
                .iter()
                .flat_map(|entry| {
                    let value = Governing { mood: entry.mood, aspect: entry.aspect, negates: entry.negates };
                    entry.words.split_whitespace().map(move |word| (word.to_owned(), value))
                })
                .collect()
        };
        Self {
            verb_forms: inverted(&lemmas.verbs),
            noun_forms: inverted(&lemmas.nouns),
            verb_bases: lemmas.verbs.keys().cloned().collect(),
            endings: lemmas.endings.e,
            governing_verbs: governing(&clauses.verb),
            governing_nouns: governing(&clauses.noun),
            modals: clauses.modal,
            adverbs: clauses.adverb,
            adjectives: clauses.adjective,
            lists: clauses
                .words
                .into_iter()
                .map(|(name, words)| (name, words.split_whitespace().map(str::to_owned).collect()))
                .collect(),
            events: clauses
                .event
                .into_iter()
                .flat_map(|entry| {
                    let (of, strikes) = (entry.of, entry.strikes);
                    entry.words.into_iter().map(move |(noun, verb)| (noun, EventNoun { verb, of, strikes }))
                })
                .collect(),
            normal: clauses
                .normal
                .into_iter()
                .flat_map(|entry| {
                    let again = entry.again;
                    entry.words.into_iter().map(move |(word, lemma)| (word, Normal { lemma, again }))
                })
                .collect(),
        }
    }

    fn lists(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.contains(word))
    }

    /// The lemma of an irregular form.
    pub(crate) fn lemma_exception(&self, lower: &str, tag: Tag) -> Option<&str> {
        let table = match tag {
            Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Md => &self.verb_forms,
            Tag::Nns | Tag::Nn => &self.noun_forms,
            _ => return None,
        };
        table.get(lower).map(String::as_str)
    }

    /// Whether the word is the base of a listed verb.
    pub(crate) fn is_verb_base(&self, word: &str) -> bool {
        self.verb_bases.contains(word)
    }

    /// Whether a stem's ending shows that a final e was cut; in the patterns `C` is a consonant.
    pub(crate) fn lost_e(&self, stem: &str) -> bool {
        self.endings.iter().any(|ending| {
            let mut letters = stem.chars().rev();
            ending.chars().rev().all(|pattern| match letters.next() {
                Some(letter) if pattern == 'C' => !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u'),
                Some(letter) => letter == pattern,
                None => false,
            })
        })
    }

    pub(crate) fn governing_verb(&self, lemma: &str) -> Option<&Governing> {
        self.governing_verbs.get(lemma)
    }

    pub(crate) fn governing_noun(&self, lemma: &str) -> Option<&Governing> {
        self.governing_nouns.get(lemma)
    }

    pub(crate) fn modal(&self, word: &str) -> Option<Mood> {
        self.modals.get(word).copied()
    }

    pub(crate) fn adverb(&self, word: &str) -> Option<Mood> {
        self.adverbs.get(word).copied()
    }

    pub(crate) fn adjective(&self, word: &str) -> Option<Mood> {
        self.adjectives.get(word).copied()
    }

    pub(crate) fn event_noun(&self, lemma: &str) -> Option<&EventNoun> {
        self.events.get(lemma)
    }

    /// The normal form of a lemma; its own where none is listed.
    pub(crate) fn normal(&self, lemma: &str) -> Normal {
        self.normal.get(lemma).cloned().unwrap_or_else(|| Normal { lemma: lemma.to_owned(), again: false })
    }

    pub(crate) fn controls_by_subject(&self, lemma: &str) -> bool {
        self.lists("subject_control", lemma)
    }

    pub(crate) fn is_causative(&self, lemma: &str) -> bool {
        self.lists("causative", lemma)
    }

    pub(crate) fn is_undergone(&self, lemma: &str) -> bool {
        self.lists("undergone", lemma)
    }

    pub(crate) fn is_copula(&self, lemma: &str) -> bool {
        self.lists("copula", lemma)
    }

    pub(crate) fn takes_time(&self, lemma: &str) -> bool {
        self.lists("takes_time", lemma)
    }

    pub(crate) fn is_light(&self, lemma: &str) -> bool {
        self.lists("light", lemma)
    }

    pub(crate) fn says_again(&self, lower: &str) -> bool {
        self.lists("again", lower)
    }

    pub(crate) fn is_time(&self, lower: &str) -> bool {
        self.lists("time", lower)
    }

    pub(crate) fn is_place_noun(&self, lemma: &str) -> bool {
        self.lists("place", lemma)
    }

    pub(crate) fn is_quantity_noun(&self, lemma: &str) -> bool {
        self.lists("quantity", lemma)
    }

    pub(crate) fn is_manner(&self, lower: &str) -> bool {
        self.lists("manner", lower)
    }

    pub(crate) fn is_actor(&self, lower: &str) -> bool {
        self.lists("actor", lower)
    }

    pub(crate) fn is_part_adjective(&self, word: &str) -> bool {
        self.lists("part", word)
    }

    pub(crate) fn is_speech(&self, word: &str) -> bool {
        self.lists("speech", word)
    }

    pub(crate) fn opens_aside(&self, word: &str) -> bool {
        self.lists("aside", word)
    }

    pub(crate) fn opens_aside_behind_comma(&self, word: &str) -> bool {
        self.lists("aside_behind_comma", word)
    }

    pub(crate) fn is_partitive(&self, word: &str) -> bool {
        self.lists("partitive", word)
    }

    /// Whether a verb's lemma and a particle make a verb with an object.
    pub(crate) fn is_phrasal(&self, lemma: &str, particle: &str) -> bool {
        self.lists("phrasal", &format!("{lemma}_{particle}"))
    }

    pub(crate) fn is_preventive(&self, word: &str) -> bool {
        self.lists("preventive", word)
    }

    pub(crate) fn is_transitive(&self, word: &str) -> bool {
        self.lists("transitive", word)
    }

    pub(crate) fn is_intransitive(&self, word: &str) -> bool {
        self.lists("intransitive", word)
    }

    pub(crate) fn is_direction(&self, word: &str) -> bool {
        self.lists("direction", word)
    }

    pub(crate) fn is_holding(&self, word: &str) -> bool {
        self.lists("holding", word)
    }

    pub(crate) fn is_harm_word(&self, word: &str) -> bool {
        self.lists("harm", word)
    }

    pub(crate) fn is_report(&self, word: &str) -> bool {
        self.lists("report", word)
    }

    pub(crate) fn has_event_subject(&self, word: &str) -> bool {
        self.lists("event_subject", word)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{CLAUSES, LEMMAS, lexicon};
    use crate::Tag;

    #[derive(Deserialize)]
    struct LemmaTests {
        test: Vec<LemmaTest>,
    }

    #[derive(Deserialize)]
    struct LemmaTest {
        word: String,
        tag: String,
        lemma: String,
    }

    #[derive(Deserialize)]
    struct NormalTests {
        test: Vec<NormalTest>,
    }

    #[derive(Deserialize)]
    struct NormalTest {
        lemma: String,
        normal: String,
        again: bool,
    }

    #[test]
    fn lemmas_pass_the_tests_of_their_table() {
        let file: LemmaTests = toml::from_str(LEMMAS).unwrap();
        for test in file.test {
            let tag = Tag::parse(&test.tag).unwrap();
            assert_eq!(crate::lemma::lemma(&test.word, tag), test.lemma, "{}", test.word);
        }
    }

    #[test]
    fn normal_forms_pass_the_tests_of_their_table() {
        let file: NormalTests = toml::from_str(CLAUSES).unwrap();
        for test in file.test {
            let normal = lexicon().normal(&test.lemma);
            assert_eq!((normal.lemma, normal.again), (test.normal, test.again), "{}", test.lemma);
        }
    }
}

//! The word lists of `data/words.toml`.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

/// A list as it is written, with its examples.
#[derive(Debug, Default, Deserialize)]
struct Written {
    /// Beginnings of words.
    #[serde(default)]
    stems: Vec<String>,
    /// Whole words in a row.
    #[serde(default)]
    phrases: Vec<String>,
    /// Whole words.
    #[serde(default)]
    words: Vec<String>,
    /// Texts that it must find itself in.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test of the data"))]
    yes: Vec<String>,
    /// Texts that it must not.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test of the data"))]
    no: Vec<String>,
}

/// One list.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) struct List {
    /// Whole words, sorted.
    words: Vec<String>,
    /// Finds its stems, phrases and words in a folded text.
    finder: AhoCorasick,
    /// The list as it is written.
    #[cfg(test)]
    written: Written,
}

impl TryFrom<Written> for List {
    type Error = aho_corasick::BuildError;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let whole = written.phrases.iter().chain(&written.words).map(|w| format!(" {w} "));
        let finder = AhoCorasick::new(whole.chain(written.stems.iter().map(|s| format!(" {s}"))))?;
        let mut words = written.words.clone();
        words.sort_unstable();
        Ok(Self {
            words,
            finder,
            #[cfg(test)]
            written,
        })
    }
}

/// A text in which lists look for themselves: lower case, words with one space around each.
#[derive(Debug)]
pub(crate) struct Folded(String);

impl Folded {
    pub(crate) fn of(text: &str) -> Self {
        Self(fold(text))
    }
}

impl List {
    /// Whether a stem, phrase or word of the list stands in the text (case does not matter).
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.is_in_folded(&Folded::of(text))
    }

    /// The same of a text that several lists look at.
    pub(crate) fn is_in_folded(&self, text: &Folded) -> bool {
        self.finder.is_match(&text.0)
    }

    /// Whether a word is one of the list's words.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.binary_search_by(|w| w.as_str().cmp(word)).is_ok()
    }
}

/// All lists.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    /// "recaptured", "once again".
    pub(crate) again: List,
    /// "began withdrawing".
    pub(crate) beginning: List,
    /// "partially recaptured".
    pub(crate) partly: List,
    /// "all territory lost".
    pub(crate) sweep: List,
    /// "village of".
    pub(crate) generic: List,
    /// "chlorine".
    pub(crate) poison: List,
    /// "outskirts of".
    pub(crate) portion: List,
    /// "an offensive".
    pub(crate) operation: List,
    /// "rural parts of".
    pub(crate) around: List,
    /// "dozens of towns".
    pub(crate) several: List,
    /// "another 43".
    pub(crate) added: List,
    /// What became of those counted.
    pub(crate) fate: List,
    /// Nouns of people.
    pub(crate) people: List,
    /// "several".
    pub(crate) unnamed: List,
    /// "the village of X".
    pub(crate) settled: List,
    /// "the X area".
    pub(crate) extended: List,
    /// "rebel-held".
    pub(crate) holding: List,
    /// "a checkpoint".
    pub(crate) site: List,
    /// "all", "its".
    pub(crate) definite: List,
    /// "at".
    pub(crate) r#where: List,
    /// "to".
    pub(crate) toward: List,
    /// "from".
    pub(crate) away: List,
    /// "province".
    pub(crate) area: List,
    /// "al-".
    pub(crate) article: List,
}

/// The lists as shipped.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../data/words.toml"))
            .expect("the shipped lists are valid, as a test checks")
    })
}

/// How much a word tells, in bits: minus log2 of the share of sentences of war reports that hold it, by
/// its first six letters (`data/common_words.tsv`). A word that is not common tells 10.5.
pub(crate) fn bits(stem: &str) -> f64 {
    /// Of a word just too rare to be listed.
    const RARE: f64 = 10.5;
    static COMMON: OnceLock<std::collections::HashMap<&str, f64>> = OnceLock::new();
    let common = COMMON.get_or_init(|| {
        include_str!("../data/common_words.tsv")
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(stem, share)| Some((stem, -(share.parse::<f64>().ok()? / 1000.0).log2())))
            .collect()
    });
    common.get(stem).copied().unwrap_or(RARE)
}

/// Lower case, everything but letters, digits and hyphens a space, one at each end.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.to_lowercase().chars() {
        let c = if c.is_alphanumeric() || c == '-' { c } else { ' ' };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Written, words};

    #[test]
    fn every_list_finds_its_examples_and_only_them() {
        let w = words();
        for (name, list) in [
            ("again", &w.again),
            ("beginning", &w.beginning),
            ("partly", &w.partly),
            ("sweep", &w.sweep),
            ("generic", &w.generic),
            ("poison", &w.poison),
            ("portion", &w.portion),
            ("operation", &w.operation),
            ("around", &w.around),
            ("several", &w.several),
            ("added", &w.added),
            ("fate", &w.fate),
            ("people", &w.people),
            ("unnamed", &w.unnamed),
            ("settled", &w.settled),
            ("extended", &w.extended),
            ("holding", &w.holding),
            ("site", &w.site),
            ("definite", &w.definite),
            ("where", &w.r#where),
            ("toward", &w.toward),
            ("away", &w.away),
            ("area", &w.area),
        ] {
            let Written { yes, no, .. } = &list.written;
            assert!(!yes.is_empty() && !no.is_empty(), "{name} has no examples");
            for text in yes {
                assert!(list.is_in(text), "{name} should be in {text:?}");
            }
            for text in no {
                assert!(!list.is_in(text), "{name} should not be in {text:?}");
            }
        }
        assert!(w.article.has("al"));
        assert!(super::bits("captur") < 6.0 && super::bits("zzzzzz") > 10.0);
    }
}

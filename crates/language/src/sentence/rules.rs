//! The words that decide where sentences end.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

const DATA: &str = include_str!("../../data/sentences.toml");

/// The lists of `data/sentences.toml`, which explains them.
#[derive(Clone, Deserialize)]
pub(super) struct Rules {
    pub(super) before_name: BTreeSet<String>,
    pub(super) before_number: BTreeSet<String>,
    pub(super) inside_name: BTreeSet<String>,
    pub(super) time_of_day: BTreeSet<String>,
    pub(super) starters: BTreeSet<String>,
    pub(super) calendar: BTreeSet<String>,
    pub(super) before_ordinal: BTreeSet<String>,
    pub(super) site_endings: BTreeSet<String>,
    pub(super) small_articles: BTreeSet<String>,
}

impl Rules {
    /// The rules that are built in.
    pub(super) fn embedded() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| toml::from_str(DATA).expect("the sentence rules are well formed"))
    }
}

/// An example: its sentences, and the text when that is not the sentences with a space between.
#[cfg(test)]
#[derive(Deserialize)]
pub(super) struct Example {
    pub(super) about: String,
    pub(super) joined: Option<String>,
    pub(super) sentences: Vec<String>,
}

/// The examples beside the rules.
#[cfg(test)]
pub(super) fn examples() -> Vec<Example> {
    #[derive(Deserialize)]
    struct Examples {
        test: Vec<Example>,
    }
    let examples: Examples = toml::from_str(DATA).expect("the examples are well formed");
    examples.test
}

#[cfg(test)]
impl Rules {
    /// The rules without one of their lists, for each list, with its name.
    pub(super) fn each_without_one_list() -> Vec<(&'static str, Self)> {
        type List = fn(&mut Rules) -> &mut BTreeSet<String>;
        let lists: [(&str, List); 9] = [
            ("before_name", |rules| &mut rules.before_name),
            ("before_number", |rules| &mut rules.before_number),
            ("inside_name", |rules| &mut rules.inside_name),
            ("time_of_day", |rules| &mut rules.time_of_day),
            ("starters", |rules| &mut rules.starters),
            ("calendar", |rules| &mut rules.calendar),
            ("before_ordinal", |rules| &mut rules.before_ordinal),
            ("site_endings", |rules| &mut rules.site_endings),
            ("small_articles", |rules| &mut rules.small_articles),
        ];
        let without = |(name, list): (_, List)| {
            let mut rules = Self::embedded().clone();
            list(&mut rules).clear();
            (name, rules)
        };
        lists.into_iter().map(without).collect()
    }
}

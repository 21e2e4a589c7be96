//! The words that decide where sentences end.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

const DATA: &str = include_str!("../../data/sentences.toml");

/// The lists of `data/sentences.toml`, which explains them.
#[derive(Deserialize)]
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
pub(super) fn tests() -> Vec<Example> {
    #[derive(Deserialize)]
    struct Examples {
        test: Vec<Example>,
    }
    let examples: Examples = toml::from_str(DATA).expect("the examples are well formed");
    examples.test
}

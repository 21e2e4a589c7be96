//! The words of quantities, from their table.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

pub(super) const NUMERALS: &str = include_str!("../../data/numerals.toml");

/// What words around a number make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Lower,
    Upper,
    Below,
    About,
    Between,
    From,
}

#[derive(Deserialize)]
struct File {
    number: FxHashMap<String, u64>,
    multiplier: FxHashMap<String, u64>,
    before: Before,
    after: After,
    vague: Vague,
    unit: FxHashMap<String, Vec<String>>,
    not_one: Around,
    year: Year,
}

#[derive(Deserialize)]
struct Before {
    lower: Vec<String>,
    upper: Vec<String>,
    below: Vec<String>,
    about: Vec<String>,
    between: Vec<String>,
    from: Vec<String>,
}

#[derive(Deserialize)]
struct After {
    lower: Vec<String>,
    upper: Vec<String>,
    about: Vec<String>,
}

#[derive(Deserialize)]
struct Vague {
    plural: Vec<String>,
    before_multiplier: Vec<String>,
    alone: Vec<String>,
}

#[derive(Deserialize)]
struct Around {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
struct Year {
    before: Vec<String>,
}

type Phrase = Vec<String>;

/// The table, with phrases split into words and the longest first.
pub(super) struct Words {
    pub(super) number: FxHashMap<String, u64>,
    pub(super) multiplier: FxHashMap<String, u64>,
    pub(super) before: Vec<(Phrase, Bound)>,
    pub(super) after: Vec<(Phrase, Bound)>,
    pub(super) vague_plural: Vec<String>,
    pub(super) vague_before: Vec<Phrase>,
    pub(super) vague_alone: Vec<Phrase>,
    pub(super) units: FxHashMap<String, Vec<String>>,
    pub(super) not_one_before: Vec<String>,
    pub(super) not_one_after: Vec<String>,
    pub(super) before_year: Vec<String>,
}

/// The table, read once.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(read);
    &WORDS
}

fn phrases(list: &[String]) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> =
        list.iter().map(|p| p.split_whitespace().map(str::to_owned).collect()).collect();
    phrases.sort_by_key(|p: &Phrase| std::cmp::Reverse(p.len()));
    phrases
}

fn bounds(lists: &[(&[String], Bound)]) -> Vec<(Phrase, Bound)> {
    let mut all: Vec<(Phrase, Bound)> =
        lists.iter().flat_map(|(list, bound)| phrases(list).into_iter().map(move |p| (p, *bound))).collect();
    all.sort_by_key(|(p, _)| std::cmp::Reverse(p.len()));
    all
}

fn read() -> Words {
    let file: File = toml::from_str(NUMERALS).expect("the table of numerals is tested to parse");
    let before = &file.before;
    Words {
        before: bounds(&[
            (&before.lower, Bound::Lower),
            (&before.upper, Bound::Upper),
            (&before.below, Bound::Below),
            (&before.about, Bound::About),
            (&before.between, Bound::Between),
            (&before.from, Bound::From),
        ]),
        after: bounds(&[
            (&file.after.lower, Bound::Lower),
            (&file.after.upper, Bound::Upper),
            (&file.after.about, Bound::About),
        ]),
        number: file.number,
        multiplier: file.multiplier,
        vague_plural: file.vague.plural,
        vague_before: phrases(&file.vague.before_multiplier),
        vague_alone: phrases(&file.vague.alone),
        units: file.unit,
        not_one_before: file.not_one.before,
        not_one_after: file.not_one.after,
        before_year: file.year.before,
    }
}

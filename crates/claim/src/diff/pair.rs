//! Which claim of one version is which of the other.

use std::collections::BTreeMap;

use annalist_time::Edtf;

use super::slots;
use crate::{Attribution, Claim, Scope};

/// Two claims less alike than this are two claims.
const ALIKE: f64 = 0.5;

/// Pairs of claims of both versions, and what is left of each; indices of their lists.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) gone: Vec<usize>,
    pub(super) new: Vec<usize>,
}

/// Pairs the claims: the most alike first, each once.
pub(super) fn claims(a: &[Claim], b: &[Claim]) -> Pairing {
    let (words_a, words_b): (Vec<Bag>, Vec<Bag>) = (a.iter().map(bag).collect(), b.iter().map(bag).collect());
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let score = alike(x, y, shared(&words_a[i], &words_b[j]));
            if score >= ALIKE {
                scored.push((score, i, j));
            }
        }
    }
    // Of equals, those that stand at the same part of their texts.
    let apart =
        |i: usize, j: usize| (i as f64 / a.len().max(1) as f64 - j as f64 / b.len().max(1) as f64).abs();
    scored.sort_by(|x, y| {
        y.0.total_cmp(&x.0)
            .then(apart(x.1, x.2).total_cmp(&apart(y.1, y.2)))
            .then((x.1, x.2).cmp(&(y.1, y.2)))
    });
    let (mut taken_a, mut taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut pairing = Pairing::default();
    for (_, i, j) in scored {
        if !taken_a[i] && !taken_b[j] {
            (taken_a[i], taken_b[j]) = (true, true);
            pairing.pairs.push((i, j));
        }
    }
    pairing.pairs.sort_unstable();
    let left = |taken: &[bool]| (0..taken.len()).filter(|i| !taken[*i]).collect();
    pairing.gone = left(&taken_a);
    pairing.new = left(&taken_b);
    pairing
}

/// Whether two claims have the same words, but for spaces and case.
pub(super) fn same_words(a: &Claim, b: &Claim) -> bool {
    bag(a) == bag(b)
}

/// Words with how often they stand in a claim.
type Bag = BTreeMap<String, u32>;

fn bag(claim: &Claim) -> Bag {
    let mut bag = Bag::new();
    for word in claim.evidence.quote.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *bag.entry(word.to_lowercase()).or_default() += 1;
    }
    bag
}

/// Dice's coefficient of two bags of words.
fn shared(a: &Bag, b: &Bag) -> f64 {
    let both: u32 = a.iter().map(|(word, n)| b.get(word).map_or(0, |m| *n.min(m))).sum();
    let all: u32 = a.values().sum::<u32>() + b.values().sum::<u32>();
    if all == 0 { 0.0 } else { f64::from(2 * both) / f64::from(all) }
}

/// How alike two claims are, from 0 to 1; `words` is how alike their words are.
fn alike(a: &Claim, b: &Claim, words: f64) -> f64 {
    if (a.scope == Scope::Infobox) != (b.scope == Scope::Infobox) {
        return 0.0;
    }
    if a.kind != b.kind {
        // The same words read as another kind.
        return if words > 0.8 { 0.45 + 0.3 * words } else { 0.0 };
    }
    let side = agree(&slots::sides(&a.actors), &slots::sides(&b.actors));
    let target = agree(&slots::sides(&a.targets), &slots::sides(&b.targets));
    let figures = agree(&counted(a), &counted(b));
    if a.scope == Scope::Infobox {
        return 0.2 * f64::midpoint(side, target)
            + 0.2 * agree(&named(a), &named(b))
            + 0.2 * figures
            + 0.4 * words;
    }
    let places = agree(&slots::places(a), &slots::places(b));
    let time = when(a.when.as_ref(), b.when.as_ref());
    0.5 * words + 0.2 * places + 0.12 * time + 0.08 * side + 0.05 * target + 0.05 * figures
}

/// How much of two lists is the same; two empty ones agree.
fn agree(a: &[String], b: &[String]) -> f64 {
    let most = a.len().max(b.len());
    if most == 0 { 1.0 } else { a.iter().filter(|x| b.contains(x)).count() as f64 / most as f64 }
}

fn when(a: Option<&Edtf>, b: Option<&Edtf>) -> f64 {
    match (a, b) {
        (Some(a), Some(b)) if a == b => 1.0,
        (Some(a), Some(b)) if a.may_overlap(b) => 0.7,
        (None, None) => 1.0,
        (Some(_), Some(_)) => 0.0,
        _ => 0.4,
    }
}

/// What its figures count.
fn counted(claim: &Claim) -> Vec<String> {
    claim.figures.iter().map(|f| slots::word(&f.what)).collect()
}

/// Who is said to say so.
fn named(claim: &Claim) -> Vec<String> {
    claim.attribution.iter().map(|a: &Attribution| a.text.to_lowercase()).collect()
}

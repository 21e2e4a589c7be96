//! Sides from the narrative: who is told to act against whom, and who together.

use std::collections::{BTreeMap, BTreeSet};

use annalist_document::Document;

use crate::BelligerentKind;
use crate::cast::roster::{CastSide, Roster};
use crate::phrase::Anchor;
use crate::vocabulary::Noun;
use crate::words::{Word, new_sentence, words};

/// Weights between two members: how often together, how often against each other.
#[derive(Clone, Copy, Debug, Default)]
struct Tie {
    together: u32,
    against: u32,
}

/// Puts members that no pack and no infobox placed on a side.
pub(crate) fn read(document: &Document, roster: &mut Roster) {
    let mut ties: BTreeMap<(usize, usize), Tie> = BTreeMap::new();
    let mut told: BTreeMap<usize, u32> = BTreeMap::new();
    let mut nouns: BTreeMap<&'static str, u32> = BTreeMap::new();
    for passage in document.passages.iter().filter(|p| p.role.is_narrative()) {
        let all = words(&passage.text);
        count(&all, roster, &mut ties, &mut told, &mut nouns);
    }
    if !roster.has_pack() && !roster.sides.iter().any(|s| s.own) {
        seed(roster, &ties, &told);
    }
    propagate(roster, &ties, &told);
    roster.find_home();
    collective(roster, &nouns);
}

/// Words between two names beyond which they are not told as acting on each other.
const REACH: usize = 14;

/// Counts the ties of one passage's sentences.
fn count(
    all: &[Word],
    roster: &Roster,
    ties: &mut BTreeMap<(usize, usize), Tie>,
    told: &mut BTreeMap<usize, u32>,
    nouns: &mut BTreeMap<&'static str, u32>,
) {
    // Members of the sentence so far, as (member, end).
    let mut sentence: Vec<(usize, usize)> = Vec::new();
    let mut checked = 0;
    for hit in roster.hits(all) {
        if (checked + 1..=hit.at).any(|i| new_sentence(all, i)) {
            sentence.clear();
        }
        checked = hit.at;
        let member = match hit.anchor {
            Anchor::Actor(m) | Anchor::State(m) => m,
            Anchor::Noun(noun @ (Noun::Irregular | Noun::State | Noun::Regular)) => {
                *nouns.entry(if noun == Noun::Irregular { "rebels" } else { "government" }).or_default() += 1;
                continue;
            }
            _ => continue,
        };
        *told.entry(member).or_default() += 1;
        for &(before, end) in &sentence {
            if before != member && hit.at - end <= REACH {
                let tie = ties.entry((before.min(member), before.max(member))).or_default();
                weigh(all, end, hit.at, roster, tie);
            }
        }
        sentence.push((member, hit.end()));
    }
}

/// Adds what the words between two names say of them: `end` is where the first ends, `at` where
/// the second begins.
fn weigh(all: &[Word], end: usize, at: usize, roster: &Roster, tie: &mut Tie) {
    let between = &all[end..at];
    let has = |set: &BTreeSet<String>| between.iter().any(|w| set.contains(&w.fold));
    let prefix = if all[at].joined && at > 0 { all[at - 1].fold.as_str() } else { "" };
    let compound = between.first().is_some_and(|w| w.joined);
    let listed = |w: &Word| {
        matches!(w.fold.as_str(), "and" | "the" | "its" | "allied" | "forces" | "troops" | "or" | "fighters")
    };
    if roster.vocabulary.before_against.contains(prefix) {
        tie.against += 2;
    } else if compound && (has(&roster.vocabulary.same) || has(&roster.vocabulary.backed))
        || has(&roster.vocabulary.friendly)
    {
        tie.together += 2;
    } else if has(&roster.vocabulary.hostile) {
        tie.against += 2;
    } else if before_war(all, end) && between.iter().any(|w| w.fold == "and") {
        tie.against += 3;
    } else if between.len() <= 3 && between.iter().all(listed) {
        tie.together += 1;
    }
}

/// Whether "between" stands before the first of the two ("a battle between A and B").
fn before_war(all: &[Word], end: usize) -> bool {
    all[end.saturating_sub(8)..end].iter().any(|w| w.fold == "between")
}

/// Two sides for a document of which nothing is known: the two parties most told against each other.
fn seed(roster: &mut Roster, ties: &BTreeMap<(usize, usize), Tie>, told: &BTreeMap<usize, u32>) {
    // The parties of a war are among those told most.
    let mut often: Vec<(u32, usize)> = told
        .iter()
        .filter(|(m, _)| roster.members[**m].kind != BelligerentKind::Person)
        .map(|(m, n)| (*n, *m))
        .collect();
    often.sort_by_key(|(n, m)| (std::cmp::Reverse(*n), *m));
    let leading: Vec<usize> = often.iter().take(4).map(|(_, m)| *m).collect();
    let mut best: Option<(u32, (usize, usize))> = None;
    for (pair, tie) in ties {
        if 2 * tie.against <= tie.together || !leading.contains(&pair.0) || !leading.contains(&pair.1) {
            continue;
        }
        let often = |m: usize| told.get(&m).copied().unwrap_or(0);
        let weight = (2 * tie.against - tie.together) * often(pair.0).min(often(pair.1));
        if best.is_none_or(|(old, _)| weight > old) {
            best = Some((weight, *pair));
        }
    }
    let Some((_, (a, b))) = best else { return };
    let sides = [a, b].map(|m| roster.side_of(m).unwrap_or_else(|| roster.side_named_after(m, &[m])));
    if sides[0] == sides[1] {
        return;
    }
    for (member, side) in [a, b].into_iter().zip(sides) {
        roster.assign(member, Some(side));
    }
    let ids = sides.map(|s| roster.sides[s].id.clone());
    let [first, second] = ids;
    roster.sides[sides[0]].enemies.push(second);
    roster.sides[sides[1]].enemies.push(first);
}

/// Members without a side take that of those they are told with, or the enemy of those they fight.
fn propagate(roster: &mut Roster, ties: &BTreeMap<(usize, usize), Tie>, told: &BTreeMap<usize, u32>) {
    for _ in 0..4 {
        let mut changes = Vec::new();
        for &member in told.keys() {
            if roster.side_of(member).is_some() || roster.is_neutral(member) {
                continue;
            }
            let mut votes: BTreeMap<usize, i64> = BTreeMap::new();
            for (&(a, b), tie) in ties.iter().filter(|((a, b), _)| *a == member || *b == member) {
                let other = if a == member { b } else { a };
                let Some(side) = roster.side_of(other) else { continue };
                *votes.entry(side).or_default() += i64::from(tie.together) - i64::from(tie.against);
                let state = roster.members[member].kind == BelligerentKind::State;
                if let Some(enemy) = roster.enemy(side).filter(|_| !state) {
                    *votes.entry(enemy).or_default() += i64::from(tie.against) - i64::from(tie.together);
                }
            }
            // A state is a party of its own, and a person on nobody's side, unless told so again and again.
            let kind = roster.members[member].kind;
            let least = if matches!(kind, BelligerentKind::State | BelligerentKind::Person) { 4 } else { 1 };
            let mut best: Option<(i64, usize)> = None;
            for (side, n) in votes {
                if n >= least && best.is_none_or(|(old, _)| n > old) {
                    best = Some((n, side));
                }
            }
            if let Some((_, side)) = best {
                changes.push((member, side));
            }
        }
        if changes.is_empty() {
            return;
        }
        for (member, side) in changes {
            roster.assign(member, Some(side));
        }
    }
}

/// A war told only as "the rebels" and "the government" has those two sides.
fn collective(roster: &mut Roster, nouns: &BTreeMap<&'static str, u32>) {
    let has = |roster: &Roster, regular: bool| {
        roster.sides.iter().any(|s| s.regular == Some(regular) && (s.own || s.told > 0))
    };
    let wanted = |name: &str| nouns.get(name).copied().unwrap_or(0) >= 2;
    for (name, regular) in [("rebels", false), ("government", true)] {
        let known = roster.has_pack() || has(roster, regular);
        if wanted(name) && !known {
            roster.sides.push(CastSide {
                id: name.to_owned(),
                name: name.to_owned(),
                regular: Some(regular),
                enemies: Vec::new(),
                told: 0,
                own: true,
            });
        }
    }
    let own: Vec<(usize, String)> =
        roster.sides.iter().enumerate().filter(|(_, s)| s.own).map(|(i, s)| (i, s.id.clone())).collect();
    for (side, _) in &own {
        if roster.sides[*side].enemies.is_empty() {
            roster.sides[*side].enemies =
                own.iter().filter(|(o, _)| o != side).map(|(_, id)| id.clone()).collect();
        }
    }
}

//! Sides from the narrative: who is told to act against whom, and who together.

use std::collections::BTreeMap;

use annalist_document::Document;
use rustc_hash::FxHashSet;

use crate::cast::roster::Roster;
use crate::phrase::Anchor;
use crate::vocabulary::Noun;
use crate::words::{Word, new_sentence};
use crate::{Belligerent, BelligerentKind};

/// Weights between two members: how often together, how often against each other.
#[derive(Clone, Copy, Debug, Default)]
struct Tie {
    together: u32,
    against: u32,
}

/// The parties of a war told only by common nouns.
#[derive(Clone, Copy, Debug, Default)]
struct Collectives {
    rebels: Option<usize>,
    government: Option<usize>,
}

impl Collectives {
    fn of(self, noun: Noun) -> Option<usize> {
        match noun {
            Noun::Irregular => self.rebels,
            Noun::State | Noun::Regular => self.government,
            _ => None,
        }
    }
}

/// Puts members that no pack and no infobox placed on a side.
pub(crate) fn read(document: &Document, texts: &[Vec<Word>], roster: &mut Roster) {
    let narrative = document.passages.iter().zip(texts).filter(|(p, _)| p.role.is_narrative());
    let texts: Vec<&[Word]> = narrative.map(|(_, words)| words.as_slice()).collect();
    let collectives = collectives(&texts, roster);
    let mut ties: BTreeMap<(usize, usize), Tie> = BTreeMap::new();
    let mut told: BTreeMap<usize, u32> = BTreeMap::new();
    for all in &texts {
        count(all, roster, collectives, &mut ties, &mut told);
    }
    if let Some(rebels) = collectives.rebels {
        for member in roster.rebels.clone() {
            if roster.side_of(member).is_none() && member != rebels {
                ties.entry((member.min(rebels), member.max(rebels))).or_default().together += CALLED;
            }
        }
    }
    if !roster.has_pack() && !roster.columns {
        seed(roster, collectives, &ties, &told);
        roster.settle();
    }
    // The government is the one state's that fights, the rebels those who fight it.
    for (member, regular) in [(collectives.government, true), (collectives.rebels, false)] {
        let own = roster.own_sides(regular);
        if let (Some(member), [only]) = (member, own.as_slice())
            && roster.side_of(member).is_none()
        {
            roster.assign(member, Some(*only));
        }
    }
    // A government whose enemy is known to many wars is a side, though no sentence tells of both.
    if let Some(government) =
        collectives.government.filter(|g| collectives.rebels.is_none() && roster.side_of(*g).is_none())
    {
        let side = roster.side_named_after(government, &[government]);
        roster.assign(government, Some(side));
    }
    // The state told most is the one that "the government" governs.
    if let Some(side) = collectives.government.filter(|_| !roster.has_pack()).and_then(|g| roster.side_of(g))
    {
        let states = told.iter().filter(|(m, _)| roster.members[**m].kind == BelligerentKind::State);
        let first = states.max_by_key(|(m, n)| (**n, std::cmp::Reverse(**m))).map(|(m, _)| *m);
        if let Some(first) = first.filter(|m| roster.side_of(*m).is_none()) {
            roster.assign(first, Some(side));
        }
    }
    part(roster, &ties, &told);
    oppose(roster);
    propagate(roster, &ties, &told);
    roster.settle();
    roster.find_home();
    number(roster);
    oppose(roster);
}

/// A numbered unit ("3rd Mountain Battalion") of nobody is the state's, where only one state fights rebels.
fn number(roster: &mut Roster) {
    if roster.has_pack() {
        return;
    }
    let (states, rebels) = (roster.own_sides(true), roster.own_sides(false));
    let ([state], false) = (states.as_slice(), rebels.is_empty()) else { return };
    for member in roster.order.clone() {
        let numbered = roster.members[member].kind == BelligerentKind::Unit
            && roster.members[member].name.starts_with(|c: char| c.is_ascii_digit());
        if numbered && roster.side_of(member).is_none() {
            roster.assign(member, Some(*state));
            roster.inferred.insert(member, "belligerent/numbered");
        }
    }
}

/// Times that a common noun must be told to stand for a party.
const TOLD: usize = 3;

/// Weight of a name's being called that of rebels.
const CALLED: u32 = 4;

/// Words below which a report is short: it names each party once.
const SHORT: usize = 300;

/// Members for "the rebels" and "the government" where neither a pack nor an infobox tells who they are.
fn collectives(texts: &[&[Word]], roster: &mut Roster) -> Collectives {
    if roster.has_pack() {
        // "The Elm Brigade attacked the army": the army of the state on whose ground the war is fought.
        let government = roster.home.map(|home| {
            let name = "government";
            let member = roster.define_silent(Belligerent::named(name, name, BelligerentKind::Force));
            roster.assigned.entry(member).or_insert(Some(home));
            member
        });
        return Collectives { rebels: None, government };
    }
    let (mut rebels, mut government) = (0usize, 0usize);
    // Forces that fight against a state in many wars.
    let mut fought = false;
    // No state by name: the war is fought inside one.
    let mut inner = true;
    for all in texts {
        for hit in roster.hits(all) {
            match hit.anchor {
                Anchor::Noun(Noun::Irregular) => rebels += 1,
                Anchor::Noun(Noun::State | Noun::Regular) => government += 1,
                Anchor::State(_) => inner = false,
                Anchor::Actor(member) => {
                    let side = roster.side_of(member);
                    fought |= side.is_some_and(|side| roster.sides[side].regular == Some(false));
                }
                _ => {}
            }
        }
    }
    let short = texts.iter().map(|all| all.len()).sum::<usize>() < SHORT;
    let least = if short { 1 } else { TOLD };
    let mut enter = |name: &str, times: usize, regular: bool| {
        if times < least {
            return None;
        }
        let member = roster.define_silent(Belligerent::named(name, name, BelligerentKind::Force));
        let sides = roster.own_sides(regular);
        if roster.columns {
            let [only] = sides.as_slice() else { return None };
            roster.assign(member, Some(*only));
        }
        Some(member)
    };
    // Without rebels, "the army" may be any of two states'.
    let rebels = enter("opposition", rebels, false);
    let government =
        if fought || inner || rebels.is_some() { enter("government", government, true) } else { None };
    Collectives { rebels, government }
}

/// Words between two names beyond which they are not told as acting on each other.
const REACH: usize = 14;

/// Members before a name that are looked at: enough for any list that a sentence is likely to hold.
const NEAR: usize = 12;

/// Counts the ties of one passage's sentences.
fn count(
    all: &[Word],
    roster: &Roster,
    collectives: Collectives,
    ties: &mut BTreeMap<(usize, usize), Tie>,
    told: &mut BTreeMap<usize, u32>,
) {
    // Members of the sentence so far, as (member, end).
    let mut sentence: Vec<(usize, usize)> = Vec::new();
    let mut checked = 0;
    for hit in roster.hits(all) {
        if (checked + 1..=hit.at).any(|i| new_sentence(all, i)) {
            sentence.clear();
        }
        checked = hit.at;
        // "Elm guerrillas": the name before is that of rebels.
        if hit.anchor == Anchor::Noun(Noun::Irregular)
            && let (Some(rebels), Some(&(before, end))) = (collectives.rebels, sentence.last())
            && end == hit.at
            && all[hit.at].mark.is_none()
            && matches!(roster.members[before].kind, BelligerentKind::Force | BelligerentKind::Unit)
            && before != rebels
        {
            ties.entry((before.min(rebels), before.max(rebels))).or_default().together += CALLED;
            continue;
        }
        let member = match hit.anchor {
            // "Tarskan lines" are the Tarskan Army's.
            Anchor::Actor(m) | Anchor::State(m) => {
                let leader = roster.leader(m);
                let forces = [m, leader].iter().all(|&i| roster.members[i].kind == BelligerentKind::Force);
                // The army of a state is the state, under whatever name it fights.
                let army = roster.members[leader].kind == BelligerentKind::State
                    && roster.is_forces_of_state(&roster.members[m].name);
                if forces || army { leader } else { m }
            }
            // "Utopian government": the state's own name is the better one.
            Anchor::Noun(noun) if sentence.last().is_none_or(|(_, end)| *end != hit.at) => {
                let Some(member) = collectives.of(noun) else { continue };
                member
            }
            _ => continue,
        };
        *told.entry(member).or_default() += 1;
        for &(before, end) in sentence.iter().rev().take(NEAR) {
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
    let has = |set: &FxHashSet<String>| between.iter().any(|w| set.contains(&w.fold));
    let prefix = if all[at].joined && at > 0 { all[at - 1].fold.as_str() } else { "" };
    let compound = between.first().is_some_and(|w| w.joined);
    // "militants from the X", "soldiers of the X": whose they are.
    let theirs = between.iter().enumerate().all(|(i, w)| {
        matches!(w.fold.as_str(), "from" | "of" | "the")
            || i == 0
                && matches!(roster.vocabulary.nouns.longest(std::slice::from_ref(w), 0), Some((1, Noun::Any)))
    }) && between.iter().any(|w| matches!(w.fold.as_str(), "from" | "of"));
    let listed = |w: &Word| {
        matches!(w.fold.as_str(), "and" | "the" | "its" | "allied" | "forces" | "troops" | "or" | "fighters")
    };
    let by = |w: &[Word]| {
        w[1].fold == "by"
            && (roster.vocabulary.same.contains(&w[0].fold) || roster.vocabulary.backed.contains(&w[0].fold))
    };
    // Of two verbs the one nearer the second name tells: "X, backed by Y, attacked Z".
    let last = |set: &FxHashSet<String>| between.iter().rposition(|w| set.contains(&w.fold));
    let (friendly, hostile) = (last(&roster.vocabulary.friendly), last(&roster.vocabulary.hostile));
    let tied = compound && (has(&roster.vocabulary.same) || has(&roster.vocabulary.backed));
    let friendly = friendly.max(between.windows(2).rposition(by)).max(tied.then_some(0));
    if theirs {
        tie.together += 2;
    } else if roster.vocabulary.before_against.contains(prefix) {
        tie.against += 2;
    } else if friendly > hostile {
        tie.together += 2;
    } else if hostile.is_some() {
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

/// Two sides for a document of which nothing is known: the two parties most told against each other,
/// or the rebels and the government where no sentence tells of both.
fn seed(
    roster: &mut Roster,
    collectives: Collectives,
    ties: &BTreeMap<(usize, usize), Tie>,
    told: &BTreeMap<usize, u32>,
) {
    // The parties of a war are among those told most.
    let mut often: Vec<(u32, usize)> = told
        .iter()
        .filter(|(m, _)| roster.members[**m].kind != BelligerentKind::Person)
        .map(|(m, n)| (*n, *m))
        .collect();
    often.sort_by_key(|(n, m)| (std::cmp::Reverse(*n), *m));
    let states = told.keys().filter(|m| roster.members[**m].kind == BelligerentKind::State).count();
    let leading: Vec<usize> = often.iter().take(4).map(|(_, m)| *m).collect();
    let mut best: Option<(u32, (usize, usize))> = None;
    for (pair, tie) in ties {
        // A government is no enemy of the one state that is told: it is that state's.
        let own = |a: usize, b: usize| {
            collectives.government == Some(a)
                && roster.members[b].kind == BelligerentKind::State
                && states == 1
        };
        if own(pair.0, pair.1) || own(pair.1, pair.0) {
            continue;
        }
        if 2 * tie.against <= tie.together || !leading.contains(&pair.0) || !leading.contains(&pair.1) {
            continue;
        }
        let often = |m: usize| told.get(&m).copied().unwrap_or(0);
        let weight = (2 * tie.against - tie.together) * often(pair.0).min(often(pair.1));
        if best.is_none_or(|(old, _)| weight > old) {
            best = Some((weight, *pair));
        }
    }
    let common = collectives.rebels.zip(collectives.government);
    let Some((a, b)) = best.map(|(_, pair)| pair).or(common) else { return };
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

/// A force that fights both sides, and is told with neither, is a side of its own.
fn part(roster: &mut Roster, ties: &BTreeMap<(usize, usize), Tie>, told: &BTreeMap<usize, u32>) {
    if roster.has_pack() {
        return;
    }
    for &member in told.keys() {
        if !matches!(roster.members[member].kind, BelligerentKind::Force | BelligerentKind::Unit)
            || roster.side_of(member).is_some()
            || roster.is_neutral(member)
        {
            continue;
        }
        let mut sides: BTreeMap<usize, Tie> = BTreeMap::new();
        for (&(a, b), tie) in ties.iter().filter(|((a, b), _)| *a == member || *b == member) {
            let other = if a == member { b } else { a };
            if let Some(side) = roster.side_of(other) {
                let sum = sides.entry(side).or_default();
                (sum.together, sum.against) = (sum.together + tie.together, sum.against + tie.against);
            }
        }
        let fought = sides.values().filter(|t| t.against > 1 && t.against > 2 * t.together).count();
        if fought < 2 || sides.values().any(|t| t.together >= t.against) {
            continue;
        }
        let own = roster.side_named_after(member, &[member]);
        roster.assign(member, Some(own));
        let id = roster.sides[own].id.clone();
        for side in sides.into_keys() {
            let enemy = roster.sides[side].id.clone();
            roster.sides[own].enemies.push(enemy);
            if !roster.sides[side].enemies.contains(&id) {
                roster.sides[side].enemies.push(id.clone());
            }
        }
    }
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
                let together = ties.iter().any(|((a, b), tie)| {
                    let other = if *a == member { *b } else { *a };
                    (*a == member || *b == member) && tie.together > 0 && roster.side_of(other) == Some(side)
                });
                let rule = if together { "belligerent/company" } else { "belligerent/opposition" };
                changes.push((member, side, rule));
            }
        }
        if changes.is_empty() {
            return;
        }
        for (member, side, rule) in changes {
            roster.assign(member, Some(side));
            roster.inferred.insert(member, rule);
        }
    }
}

/// Sides without a known enemy are against each other.
fn oppose(roster: &mut Roster) {
    let own: Vec<(usize, String)> =
        roster.sides.iter().enumerate().filter(|(_, s)| s.own).map(|(i, s)| (i, s.id.clone())).collect();
    for (side, _) in &own {
        if roster.sides[*side].enemies.is_empty() {
            roster.sides[*side].enemies =
                own.iter().filter(|(o, _)| o != side).map(|(_, id)| id.clone()).collect();
        }
    }
}

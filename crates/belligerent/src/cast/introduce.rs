//! Names that the text itself introduces: abbreviations in brackets, unknown forces, titled people.

use std::collections::BTreeSet;

use annalist_document::{Document, Role};
use rustc_hash::FxHashSet;

use crate::cast::roster::Roster;
use crate::cast::titles::titled;
use crate::cast::{aliases, outlawed, peoples};
use crate::phrase::Anchor;
use crate::words::{Word, name_of, new_sentence, said, slug};
use crate::{Belligerent, BelligerentKind, SourceAlignment};

/// Words before a name within which a longer one may begin.
const LONGEST: usize = 6;

/// Enters the names that the narrative introduces.
pub(crate) fn read(document: &Document, texts: &[Vec<Word>], roster: &mut Roster) {
    let texts: Vec<(u32, &str, &[Word])> = document
        .passages
        .iter()
        .zip(texts)
        .enumerate()
        .filter(|(_, (p, _))| p.role.is_narrative() || p.role == Role::Caption)
        .map(|(i, (p, words))| (i as u32, p.text.as_str(), words.as_slice()))
        .collect();
    for (passage, text, all) in &texts {
        bracketed(*passage, text, all, roster);
    }
    peoples::read(&texts, roster);
    let common = common_words(&texts);
    // What stands in brackets is another name of what stands before them, where it can be.
    let mut later: BTreeSet<String> =
        texts.iter().flat_map(|(_, text, all)| aliases::candidates(text, all)).collect();
    for _ in 0..2 {
        for (passage, text, all) in &texts {
            followed((*passage, text, all), &later, &common, roster);
        }
        later.clear();
        for (_, text, all) in &texts {
            aliases::read(text, all, roster);
        }
    }
    paramilitary(&texts, roster);
    outlawed::read(&texts, roster);
    for (passage, text, all) in &texts {
        titled(*passage, text, all, roster);
        outlets(text, all, roster);
    }
}

/// "The paramilitary Elm Corps": the paramilitaries are its, where no other force is called so.
fn paramilitary(texts: &[(u32, &str, &[Word])], roster: &mut Roster) {
    let mut called = BTreeSet::new();
    for (_, _, all) in texts {
        for at in (0..all.len()).filter(|&i| all[i].fold == "paramilitary") {
            if let Some((_, Anchor::Actor(member))) = roster.longest(all, at + 1)
                && all[at + 1].mark.is_none()
            {
                called.insert(member);
            }
        }
    }
    if let (Some(&only), 1) = (called.first(), called.len()) {
        for noun in ["paramilitaries", "paramilitary group", "paramilitary force", "paramilitary forces"] {
            roster.own.insert(noun, Anchor::Actor(only));
        }
    }
}

/// "Long Name (ABC)": ABC is a name of it.
fn bracketed(passage: u32, text: &str, all: &[Word], roster: &mut Roster) {
    for at in 1..all.len() {
        let short = &all[at];
        let closed =
            text.get(short.span.end as usize..).is_some_and(|rest| rest.starts_with([')', ',', ';']));
        if short.mark != Some('(') || !short.caps || short.fold.chars().count() < 2 || !closed {
            continue;
        }
        let abbreviation = short.span.of_text(text).to_owned();
        // A name that is known and ends here.
        let known = (1..=9.min(at))
            .rev()
            .find_map(|len| roster.whole(&all[at - len..at]).map(|member| (member, len)));
        if let Some((member, len)) = known {
            let longer = of_state(all, at, len, member, roster);
            let member = longer.map_or(member, |from| {
                let name = name_of(text, &all[from..at]);
                let force = roster.define(Belligerent::named(slug(&name), name, BelligerentKind::Force));
                roster.note(force, passage, all[from].span.cover(all[at - 1].span));
                if outlawed::named_so(&all[from..at], false) {
                    roster.rebels.insert(force);
                } else {
                    roster.follows(force, member);
                }
                force
            });
            roster.alias(member, &abbreviation);
            continue;
        }
        let Some(from) = spelled_out(all, at, &short.fold) else { continue };
        let name = name_of(text, &all[from..at]);
        let run = &all[from..at];
        let force = run.iter().any(|w| roster.vocabulary.force_words.contains(&w.fold));
        let other = run.last().is_some_and(|w| roster.vocabulary.names.other.contains(&w.fold));
        if force && !other && roster.find(&abbreviation).is_none() {
            let kind = BelligerentKind::Force;
            let member = roster.define(Belligerent::named(slug(&name), name, kind));
            roster.alias(member, &abbreviation);
            roster.note(member, passage, run[0].span.cover(run[run.len() - 1].span));
        }
    }
}

/// Where a force's name begins of which a state's is the end ("Armed Forces of Utopia"), the state's being `len`
/// words that end at `end`.
fn of_state(all: &[Word], end: usize, len: usize, member: usize, roster: &Roster) -> Option<usize> {
    if roster.members[member].kind != BelligerentKind::State {
        return None;
    }
    let mut from = end - len;
    if from > 0 && all[from - 1].fold == "the" {
        from -= 1;
    }
    from = from.checked_sub(1).filter(|&of| matches!(all[of].fold.as_str(), "of" | "for"))?;
    let open = |at: usize| all[at].mark.is_none() && !new_sentence(all, at);
    while from > 0 && open(from) && (all[from - 1].capital || linking(all, from - 1)) {
        from -= 1;
    }
    let state = end - len;
    while from < state && roster.vocabulary.names.small.contains(&all[from].fold) {
        from += 1;
    }
    let name = all.get(from..state).filter(|name| name.len() > 1)?;
    name.iter().any(|w| roster.vocabulary.force_words.contains(&w.fold)).then_some(from)
}

/// "the pro-X outlet Some Name": the outlet leans to X wherever it is named.
fn outlets(text: &str, all: &[Word], roster: &mut Roster) {
    for at in 1..all.len() {
        if !all[at].joined || !roster.vocabulary.before_same.contains(&all[at - 1].fold) {
            continue;
        }
        let named = roster.hits(&all[at..=at]).first().map(|h| h.anchor);
        let whole = roster.hits(&all[at - 1..=at]).first().map(|h| h.anchor);
        let side = match (named, whole) {
            (Some(Anchor::Actor(m) | Anchor::State(m)), _) => roster.side_of(m),
            (Some(Anchor::Side(s)), _) | (_, Some(Anchor::Side(s))) => Some(s),
            _ => None,
        };
        let Some(side) = side else { continue };
        let is_source = |w: &Word| roster.vocabulary.source_nouns.contains(&w.fold);
        let open = |i: usize| i < all.len() && all[i].mark.is_none();
        let mut from = at + 1;
        while open(from) && from < at + 4 && !all[from].capital {
            from += 1;
        }
        let mut to = from;
        while open(to) && (all[to].capital || all[to].joined) {
            to += 1;
        }
        if to < from + 2 || !all[at + 1..to].iter().any(is_source) {
            continue;
        }
        let name = name_of(text, &all[from..to]);
        let id = roster.sides[side].id.clone();
        roster.source(&name, SourceAlignment::Leans(id));
    }
}

/// Where the words begin whose initials an abbreviation takes; small words may be left out.
fn spelled_out(all: &[Word], end: usize, letters: &str) -> Option<usize> {
    let mut wanted: Vec<char> = letters.chars().filter(|c| c.is_alphabetic()).collect();
    let mut at = end;
    while at > 0 && end - at < 12 {
        let w = &all[at - 1];
        if at < end && all[at].mark.is_some_and(|m| !matches!(m, '\'' | '"' | '’' | '-')) {
            return None;
        }
        at -= 1;
        let initial = w.fold.chars().next();
        if initial.is_some() && initial == wanted.last().copied() {
            wanted.pop();
            if wanted.is_empty() {
                return Some(at);
            }
        } else if w.capital && !w.joined {
            return None;
        }
    }
    None
}

/// Words that also stand in small letters: not names even at the head of a sentence.
fn common_words<'a>(texts: &[(u32, &str, &'a [Word])]) -> FxHashSet<&'a str> {
    let words = texts.iter().flat_map(|(_, _, all)| all.iter());
    words.filter(|w| !w.capital).map(|w| w.fold.as_str()).collect()
}

/// "Xyz fighters", "the Xyz Brigade": an unknown name before a noun of fighters, or with a
/// word that marks a force.
fn followed(
    (passage, text, all): (u32, &str, &[Word]),
    later: &BTreeSet<String>,
    common: &FxHashSet<&str>,
    roster: &mut Roster,
) {
    let mut at = 0;
    while at < all.len() {
        if !all[at].capital || all[at].fold.chars().all(char::is_numeric) {
            at += 1;
            continue;
        }
        let first_of_sentence = new_sentence(all, at);
        let mut to = at + 1;
        while to < all.len()
            && (all[to].capital || all[to].joined || linking(all, to))
            && !parted(all, to)
            && (!all[to - 1].possessive || owned_name(all, to))
        {
            to += 1;
        }
        while to > at && !all[to - 1].capital && !all[to - 1].joined {
            to -= 1;
        }
        let mut from = at;
        if first_of_sentence && common.contains(all[at].fold.as_str()) {
            from += 1;
        }
        while from < to
            && roster.vocabulary.names.small.contains(&all[from].fold)
            && (from == at && first_of_sentence || !is_numeral_of_name(all, from, to))
        {
            from += 1;
        }
        // "Junta-aligned Velm Guards": what ties it is not its name.
        let ties = |w: &Word| {
            w.joined
                && (roster.vocabulary.same.contains(&w.fold) || roster.vocabulary.backed.contains(&w.fold))
        };
        if let Some(tie) = (from..to).find(|&i| ties(&all[i]) && i + 1 < to) {
            from = tie + 1;
        } else if to > from + 1 && ties(&all[to - 1]) {
            to -= 1;
        }
        // "On 25 July Velm fighters …": the day is no part of the name.
        if let Some(day) = (from..to.saturating_sub(1))
            .rev()
            .find(|&i| roster.vocabulary.names.calendar.contains(&all[i].fold))
        {
            from = day + 1;
            while from < to && all[from].fold.chars().all(char::is_numeric) {
                from += 1;
            }
        }
        // A date, a rank or a title inside parts the run: what it names is a person or a day.
        let parted = (from..to).any(|i| {
            roster.vocabulary.names.calendar.contains(&all[i].fold)
                || roster
                    .vocabulary
                    .ranks
                    .longest(all, i)
                    .is_some_and(|(len, ())| all[i].capital && i + len < to)
        });
        if from < to && !parted && (later.is_empty() || !later.contains(&slug(said(text, &all[from..to])))) {
            one_name(passage, text, all, from, to, roster);
        }
        at = to.max(at + 1);
    }
}

/// Whether a numeral begins a name: "the Three Rivers Alliance", but not "three Utopian brigades".
fn is_numeral_of_name(all: &[Word], at: usize, end: usize) -> bool {
    let numeral = matches!(
        all[at].fold.as_str(),
        "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
    );
    numeral && all[at].capital && at + 1 < end && all[at + 1].capital && !all[at + 1].joined
}

/// Whether a possessive belongs to the name that goes on: "People's Guard", "Lord's Army", "Workers' Front".
fn owned_name(all: &[Word], at: usize) -> bool {
    let owner = &all[at - 1];
    all[at].capital
        && (matches!(owner.fold.as_str(), "people" | "lord" | "women") || owner.fold.ends_with('s'))
}

fn one_name(passage: u32, text: &str, all: &[Word], from: usize, to: usize, roster: &mut Roster) {
    let run = &all[from..to];
    // "the Utopian 5th Brigade" is the 5th Brigade, and Utopia's.
    let hits = roster.hits(run);
    let state = hits.first().filter(|h| h.at == 0 && matches!(h.anchor, Anchor::State(_))).map(|h| h.len);
    if let Some(len) = state
        && run.get(len).is_some_and(|w| w.fold.starts_with(char::is_numeric))
    {
        return one_name(passage, text, all, from + len, to, roster);
    }
    if hits.iter().any(|h| !matches!(h.anchor, Anchor::Noun(_) | Anchor::State(_))) {
        return;
    }
    let vocabulary = &roster.vocabulary;
    let last = &run[run.len() - 1];
    // "Members of the Velm Guard", but "the Army of the Oath".
    let formation = vocabulary.force_words.contains(&run[0].fold) && from > 0 && !new_sentence(all, from);
    if !formation && vocabulary.counts.contains(&run[0].fold) && run.get(1).is_some_and(|w| w.fold == "of") {
        return;
    }
    let whole_noun = hits.iter().any(|h| h.len == run.len());
    let marked = run.len() > 1
        && run.iter().any(|w| vocabulary.force_words.contains(&w.fold))
        && !vocabulary.names.other.contains(&last.fold)
        && !run.iter().any(|w| w.fold == "ministry")
        && run.iter().any(|w| {
            (!vocabulary.force_words.contains(&w.fold) || vocabulary.names.emblems.contains(&w.fold))
                && vocabulary.nouns.longest(std::slice::from_ref(w), 0).is_none()
        });
    // "The Utopian Army" is the state's own army: the state's name says it already.
    let state = hits.iter().any(|h| matches!(h.anchor, Anchor::State(_)));
    // "Velm-aligned fighters": the tie is no part of the name.
    let tied = all.get(to).is_some_and(|w| {
        w.joined && (vocabulary.same.contains(&w.fold) || vocabulary.backed.contains(&w.fold))
    });
    let next = all.get(to + usize::from(tied)).filter(|w| w.mark.is_none() && !w.joined);
    let single = vocabulary.nouns.longest(all, to + usize::from(tied)).is_some_and(|(len, _)| len == 1);
    let fighters = single && next.is_some_and(|w| roster.vocabulary.names.fighters.contains(&w.fold));
    let person = roster.vocabulary.ranks.longest(run, 0).is_some()
        || roster.vocabulary.roles.longest(run, 0).is_some();
    if whole_noun || person || state && !marked || !(marked || fighters) || last.possessive {
        return;
    }
    // A part of a longer name that is known: "the League in the Far Dunes".
    let start = from.saturating_sub(LONGEST);
    let around = roster.hits(&all[start..all.len().min(to + 2)]);
    let within = |h: &crate::phrase::Hit| start + h.at < to && start + h.end() > from;
    if around.iter().any(|h| within(h) && matches!(h.anchor, Anchor::Actor(_) | Anchor::Side(_))) {
        return;
    }
    let span = run[0].span.cover(last.span);
    let name = name_of(text, run);
    let kind = if run.iter().any(|w| {
        matches!(w.fold.as_str(), "brigade" | "division" | "battalion" | "regiment" | "company" | "corps")
    }) {
        BelligerentKind::Unit
    } else {
        BelligerentKind::Force
    };
    let state_member = hits.iter().find_map(|h| match h.anchor {
        Anchor::State(s) => Some(s),
        _ => None,
    });
    // A numbered unit right after a state's adjective is that state's.
    let before =
        (from > 0 && all[from].mark.is_none()).then(|| roster.hits(&all[from - 1..from])).and_then(|h| {
            h.first().and_then(|h| match h.anchor {
                Anchor::State(s) => Some(s),
                _ => None,
            })
        });
    // "a Utopian soldier from the 3rd Company": whose soldier it is.
    let soldier = || {
        let near = &all[from.saturating_sub(6)..from];
        let linked =
            near.iter().rev().take(2).any(|w| matches!(w.fold.as_str(), "from" | "of" | "with" | "in"));
        let hit = roster.hits(near).into_iter().rev().find(|h| matches!(h.anchor, Anchor::State(_)))?;
        let close = near[hit.at + 1..].iter().all(|w| w.mark.is_none()) && all[from].mark.is_none();
        match hit.anchor {
            Anchor::State(s) if linked && close => Some(s),
            _ => None,
        }
    };
    // "Revolutionary Forces of Utopia" are not Utopia's.
    let first = hits.first().is_some_and(|h| h.at == 0 && matches!(h.anchor, Anchor::State(_)));
    let against = state_member.is_some() && outlawed::named_so(run, first);
    let parent = state_member.or(before).or_else(soldier).filter(|_| !against);
    let member = roster.define(Belligerent::named(slug(&name), name, kind));
    roster.note(member, passage, span);
    if against {
        roster.rebels.insert(member);
    }
    if let Some(parent) = parent {
        roster.follows(member, parent);
    }
}

fn linking(all: &[Word], at: usize) -> bool {
    matches!(all[at].fold.as_str(), "of" | "for" | "al" | "ul" | "e" | "de" | "del" | "and" | "the")
        && (1..=2).any(|n| all.get(at + n).is_some_and(|w| w.capital && !parted(all, at + n)))
        && all[at].fold != "and"
        && (all[at].fold != "the" || all[at - 1].fold == "of" || all[at - 1].fold == "for")
}

fn parted(all: &[Word], at: usize) -> bool {
    new_sentence(all, at) || all[at].mark.is_some_and(|m| !matches!(m, '\'' | '’' | '"' | '.' | '“'))
}

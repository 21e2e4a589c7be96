//! Other names that a text gives to somebody it has named: "the Army of the Oath (Utopian: Jaysh al-Qasam, JQ)",
//! "X, also known as Y".

use crate::cast::roster::Roster;
use crate::words::{Word, name_of, new_sentence, said, slug};
use crate::{Belligerent, BelligerentKind};

/// Words of the name that stands before an alias, at most.
const LONGEST: usize = 9;

/// Enters the aliases of one passage.
pub(super) fn read(text: &str, all: &[Word], roster: &mut Roster) {
    for at in 1..all.len() {
        if all[at].mark == Some('(') {
            if let Some(member) = named_before(all, at, roster) {
                bracket(text, all, at, member, roster);
            }
        } else if let Some(len) = lead_in(all, at).filter(|_| !new_sentence(all, at))
            && let Some(member) = named_before(all, at, roster)
        {
            piece(text, all, at + len, all.len(), true, member, roster);
        }
    }
}

/// Whose name ends right before a word.
fn named_before(all: &[Word], at: usize, roster: &Roster) -> Option<usize> {
    let member = (1..=LONGEST.min(at)).rev().find_map(|len| roster.whole(&all[at - len..at]))?;
    let known: &Belligerent = &roster.members[member];
    (known.kind != BelligerentKind::State && known.kind != BelligerentKind::Source).then_some(member)
}

/// Words of "also known as", "formerly called" and the like at a place.
fn lead_in(all: &[Word], at: usize) -> Option<usize> {
    let fold = |i: usize| all.get(i).map_or("", |w| w.fold.as_str());
    let adverb = usize::from(matches!(
        fold(at),
        "also" | "better" | "commonly" | "formerly" | "previously" | "locally" | "originally" | "widely"
    ));
    match (fold(at + adverb), fold(at + adverb + 1)) {
        ("known", "as") | ("abbreviated", "as" | "to") => Some(adverb + 2),
        ("called" | "named" | "dubbed", _) if adverb > 0 => Some(adverb + 1),
        ("nom", "de") if fold(at + adverb + 2) == "guerre" => Some(adverb + 3),
        ("nicknamed" | "codenamed", _) => Some(adverb + 1),
        _ => None,
    }
}

/// The aliases in a bracket that opens before word `at`.
fn bracket(text: &str, all: &[Word], at: usize, member: usize, roster: &mut Roster) {
    let start = all[at].span.start as usize;
    let Some(close) = text.get(start..).and_then(|rest| rest.find(')')).map(|n| start + n) else { return };
    let end = at + all[at..].iter().take_while(|w| (w.span.end as usize) <= close).count();
    let mut from = at;
    while from < end {
        let mut lead = false;
        // "(Utopian: …": what follows is the name in its language.
        if all.get(from + 1).is_some_and(|w| w.mark == Some(':')) {
            (from, lead) = (from + 1, true);
        }
        if let Some(len) = lead_in(all, from) {
            (from, lead) = (from + len, true);
        }
        let to = (from + 1..end).find(|&i| matches!(all[i].mark, Some(',' | ';'))).unwrap_or(end);
        if from < end {
            piece(text, all, from, to, lead, member, roster);
        }
        from = to.max(from + 1);
    }
}

/// Names of several words that open a bracket, folded: what stands before it may have them too.
pub(super) fn candidates(text: &str, all: &[Word]) -> Vec<String> {
    let opens = |i: usize| all[i].mark == Some('(');
    (1..all.len())
        .filter(|&at| opens(at) || all[at].mark == Some(':') && (at.saturating_sub(2)..at).any(opens))
        .map(|at| (at, name_end(all, at, all.len())))
        .filter(|(at, to)| to > &(at + 1))
        .map(|(at, to)| slug(said(text, &all[at..to])))
        .collect()
}

/// Where a name that begins at a word ends.
fn name_end(all: &[Word], from: usize, end: usize) -> usize {
    let mut to = from;
    while to < end && to < from + 6 {
        let w = &all[to];
        let particle =
            to > from && matches!(w.fold.as_str(), "al" | "el" | "of" | "the" | "for" | "wal" | "bi" | "fi");
        let parted = to > from && w.mark.is_some_and(|m| !matches!(m, '\'' | '’' | '"' | '“'));
        if parted || !(w.capital || w.joined || particle) || w.fold.starts_with(|c: char| c.is_ascii_digit())
        {
            break;
        }
        to += 1;
    }
    to
}

/// One alias: an abbreviation, a name that a lead-in announces, or one in its own language.
fn piece(text: &str, all: &[Word], from: usize, end: usize, lead: bool, member: usize, roster: &mut Roster) {
    let to = name_end(all, from, end);
    let run = &all[from.min(to)..to];
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    // "FAMa", "ARBiH": two capitals or more in a short word.
    let capitals = first.span.of_text(text).chars().filter(|c| c.is_uppercase()).count();
    let short = run.len() == 1 && capitals > 1 && (2..=7).contains(&first.fold.chars().count());
    let whole = to == end || all.get(to).is_some_and(|w| w.mark.is_some()) || lead;
    let native = run.len() > 1 && roster.vocabulary.names.native.contains(&first.fold);
    let person = roster.members[member].kind == BelligerentKind::Person;
    let titled = roster.vocabulary.ranks.longest(run, 0).is_some();
    let told = short && !person || native || lead && (run.len() > 1 || first.fold.chars().count() > 3);
    if !first.capital
        || !last.capital
        || !whole
        || titled
        || !told
        || roster.vocabulary.names.small.contains(&first.fold)
    {
        return;
    }
    if roster.hits(run).is_empty() || roster.find(&name_of(text, run)).is_none() && native {
        roster.alias(member, &name_of(text, run));
    }
}

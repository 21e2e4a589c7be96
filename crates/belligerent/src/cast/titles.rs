//! People whom the text names with a rank or a public role.

use crate::cast::people::{name_after, surname};
use crate::cast::roster::Roster;
use crate::phrase::Anchor;
use crate::vocabulary::{Noun, Vocabulary};
use crate::words::{Word, name_of, new_sentence, slug};
use crate::{Belligerent, BelligerentKind};

/// "Governor A. Name", "General B. Name": people with a rank or a public role.
pub(crate) fn titled(passage: u32, text: &str, all: &[Word], roster: &mut Roster) {
    let mut at = 0;
    while at < all.len() {
        let rank = roster
            .vocabulary
            .ranks
            .longest(all, at)
            .filter(|(len, ())| (at..at + len).all(|i| all[i].capital));
        let role = roster.vocabulary.roles.longest(all, at);
        let (Some((len, ())), is_rank) = (rank.or(role), rank.is_some()) else {
            at += 1;
            continue;
        };
        let mut end = at + len;
        // "spokesman Major General B. Name": a rank may follow a role.
        let follows = |end: usize| all.get(end).is_some_and(|w| is_rank || w.capital && w.mark.is_none());
        while let Some((more, ())) = roster.vocabulary.ranks.longest(all, end).filter(|_| follows(end)) {
            end += more;
        }
        let titles = end;
        end = after_place(all, end, &roster.vocabulary);
        let to = name_after(all, end);
        if to <= end || to - end > 4 || new_sentence(all, end) || all[end].mark.is_some_and(|m| m != '.') {
            at = end;
            continue;
        }
        let run = &all[end..to];
        let vocabulary = &roster.vocabulary;
        // "the village of Sheikh X" is a place, "the Marshal X barracks" are named after him.
        let honour = all[at + len - 1..end].iter().all(|w| vocabulary.names.honours.contains(&w.fold));
        let placed = at > 0
            && all[at].mark.is_none()
            && (vocabulary.names.placing.contains(&all[at - 1].fold)
                || all[at - 1].fold == "of"
                    && at > 1
                    && vocabulary.names.placing.contains(&all[at - 2].fold));
        let monument = all.get(to).is_some_and(|w| {
            w.mark.is_none() && !all[to - 1].possessive && vocabulary.names.monuments.contains(&w.fold)
        });
        // "the "Sultan X" Division" is named after him.
        let formation = all.get(to).is_some_and(|w| {
            w.capital
                && w.mark.is_none_or(|m| matches!(m, '"' | '”'))
                && vocabulary.force_words.contains(&w.fold)
        });
        if formation
            || monument
            || honour && placed
            || run
                .iter()
                .any(|w| vocabulary.force_words.contains(&w.fold) || vocabulary.names.other.contains(&w.fold))
        {
            at = to;
            continue;
        }
        let name = name_of(text, run);
        let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(&name).to_owned();
        if roster.whole(run).is_none()
            && !roster.hits(run).iter().any(|h| !matches!(h.anchor, Anchor::Noun(Noun::Any)))
            && run.len() <= 4
        {
            let owner = owner(all, at, roster)
                .or_else(|| office_of(all, to, roster))
                .or_else(|| office_before(all, at, roster))
                .or_else(|| led_by(all, at, roster));
            let mut person = Belligerent::named(slug(&name), name.clone(), BelligerentKind::Person);
            if is_rank {
                person.rank = Some(name_of(text, &all[at..end]));
            } else if titles > at + len {
                person.role = Some(name_of(text, &all[at..at + len]).to_lowercase());
                person.rank = Some(name_of(text, &all[at + len..titles]));
            } else {
                person.role = Some(name_of(text, &all[at..end]).to_lowercase());
            }
            let office = roster.vocabulary.offices.longest(all, at).is_some();
            let member = roster.define(person);
            roster.note(member, passage, run[0].span.cover(run[run.len() - 1].span));
            if let Some(surname) = surname(&name) {
                roster.alias(member, surname);
            }
            match owner {
                Some(Anchor::Actor(m) | Anchor::State(m)) => roster.follows(member, m),
                Some(Anchor::Side(side)) => roster.assign(member, Some(side)),
                Some(Anchor::Noun(Noun::Irregular)) => roster.outlaw(member),
                Some(Anchor::Noun(_)) => roster.official(member),
                _ if office
                    || before(all, at, Noun::Regular, roster)
                    || before(all, at, Noun::State, roster) =>
                {
                    roster.official(member);
                }
                _ if before(all, at, Noun::Irregular, roster) => roster.outlaw(member),
                _ => {}
            }
        }
        at = to;
    }
}

/// Past "of X Oblast" between a role and a name; without an administrative word nothing is skipped.
fn after_place(all: &[Word], at: usize, vocabulary: &Vocabulary) -> usize {
    if all.get(at).is_none_or(|w| w.fold != "of") {
        return at;
    }
    (at + 1..(at + 6).min(all.len()))
        .take_while(|&i| all[i].mark.is_none() && (all[i].capital || all[i].fold == "the"))
        .find(|&i| vocabulary.names.other.contains(&all[i].fold))
        .map_or(at, |i| i + 1)
}

/// The party whose name stands right before a title ("Utopian General …", "rebel commander …").
fn owner(all: &[Word], at: usize, roster: &Roster) -> Option<Anchor> {
    let from = at.saturating_sub(6);
    let near = &all[from..at];
    let hit = roster
        .hits(near)
        .into_iter()
        .rev()
        .find(|h| matches!(h.anchor, Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_)))?;
    let gap = &near[hit.end()..];
    let close = gap.len() <= 2 && gap.iter().all(|w| w.mark.is_none()) && all[at].mark.is_none();
    close.then_some(hit.anchor)
}

/// Whether a common noun of a kind stands right before a title ("army Colonel …", "rebel leader …",
/// "the police chief, Brigadier …").
fn before(all: &[Word], at: usize, noun: Noun, roster: &Roster) -> bool {
    let role =
        at > 1 && all[at].mark == Some(',') && roster.vocabulary.roles.longest(&all[at - 1..at], 0).is_some();
    let at = if role { at - 1 } else { at };
    at > 0
        && all[at].mark.is_none()
        && roster.vocabulary.nouns.longest(&all[at - 1..at], 0) == Some((1, noun))
}

/// The party of "the leader of the X, Captain …" before a title.
fn office_before(all: &[Word], at: usize, roster: &Roster) -> Option<Anchor> {
    if all.get(at)?.mark != Some(',') {
        return None;
    }
    let near = &all[at.saturating_sub(9)..at];
    let hit = *roster.hits(near).last()?;
    let role = (0..hit.at).rev().find(|&i| roster.vocabulary.roles.longest(near, i).is_some())?;
    let tied = near[role + 1..].iter().all(|w| w.mark.is_none())
        && near[role..hit.at].iter().any(|w| matches!(w.fold.as_str(), "of" | "for"));
    let named = matches!(hit.anchor, Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_));
    (tied && named && hit.end() == near.len()).then_some(hit.anchor)
}

/// The party of "the X, led by Colonel …" before a title.
fn led_by(all: &[Word], at: usize, roster: &Roster) -> Option<Anchor> {
    let verb = at.checked_sub(2)?;
    let led = all[at - 1].fold == "by" && roster.vocabulary.names.command.contains(&all[verb].fold);
    // "forty Tarskan soldiers, among them Colonel X".
    let among = all[at - 1].fold == "them" && all[verb].fold == "among";
    let linked = (led || among) && all[at - 1].mark.is_none() && all[at].mark.is_none();
    if !linked {
        return None;
    }
    let from = (verb.saturating_sub(8)..=verb)
        .rev()
        .find(|&i| new_sentence(all, i))
        .unwrap_or(verb.saturating_sub(8));
    let whose = |h: &crate::phrase::Hit| match h.anchor {
        Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_) => true,
        Anchor::Noun(noun) => among && matches!(noun, Noun::Regular | Noun::State | Noun::Irregular),
        _ => false,
    };
    // "killed by the X, among them Colonel Y": not of those who killed him.
    let by = |h: &crate::phrase::Hit| {
        let at = from + h.at;
        all[at.saturating_sub(3).max(from)..at].iter().any(|w| w.fold == "by")
    };
    roster.hits(&all[from..verb]).into_iter().rev().find(|h| whose(h) && !(among && by(h))).map(|h| h.anchor)
}

/// The party of "…, commander of the X" after a name.
fn office_of(all: &[Word], at: usize, roster: &Roster) -> Option<Anchor> {
    // "General X commanded the Y".
    let verb = all.get(at).filter(|w| w.mark.is_none() && roster.vocabulary.names.command.contains(&w.fold));
    if verb.is_some() && all.get(at + 1).is_some_and(|w| w.fold != "by") {
        let object = &all[at + 1..all.len().min(at + 7)];
        let hit = *roster.hits(object).first()?;
        let near = (0..=hit.at).all(|i| object[i].mark.is_none()) && hit.at < 3;
        let named = matches!(hit.anchor, Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_));
        return (near && named).then_some(hit.anchor);
    }
    if all.get(at)?.mark != Some(',') {
        return None;
    }
    let end = all.len().min(at + 10);
    let role = (at..end.min(at + 4)).find(|&i| roster.vocabulary.roles.longest(all, i).is_some())?;
    let tail = &all[role..end];
    let hit = *roster
        .hits(tail)
        .iter()
        .find(|h| matches!(h.anchor, Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_)))?;
    let same = (1..=hit.at).all(|i| tail[i].mark.is_none());
    same.then_some(hit.anchor)
}

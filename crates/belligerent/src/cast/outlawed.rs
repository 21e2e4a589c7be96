//! Forces that the text itself calls rebels: "the rebel group X", "X guerrillas", and names such as no
//! state's forces bear ("Liberation Army of …").

use annalist_span::Span;

use crate::cast::roster::Roster;
use crate::phrase::Anchor;
use crate::vocabulary::Noun;
use crate::words::{Word, new_sentence, words};
use crate::{Belligerent, BelligerentKind};

/// Words of a name that tell its bearer to fight against a state, wherever the state's name stands in it.
const REBEL: &[&str] = &[
    "liberation",
    "front",
    "resistance",
    "movement",
    "rebels",
    "insurgent",
    "jihad",
    "mujahideen",
    "separatist",
];
/// Words between "rebel" and the name.
const BODIES: &[&str] = &[
    "group",
    "groups",
    "movement",
    "organisation",
    "organization",
    "faction",
    "force",
    "forces",
    "army",
    "militia",
    "party",
    "alliance",
    "coalition",
];
/// Letters of an abbreviation that may stand for a force.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// Whether a name that holds a state's is that of rebels: "Utopian Liberation Front", "Revolutionary Forces of
/// Utopia", where the state comes last.
pub(super) fn named_so(run: &[Word], state_first: bool) -> bool {
    run.iter().any(|w| {
        REBEL.contains(&w.fold.as_str())
            || !state_first && matches!(w.fold.as_str(), "revolutionary" | "patriotic" | "free" | "popular")
    })
}

/// Notes the forces that the text calls rebels.
pub(super) fn read(texts: &[(u32, &str, &[Word])], roster: &mut Roster) {
    for (passage, text, all) in texts {
        let irregular =
            |at| roster.vocabulary.nouns.longest(all, at).is_some_and(|(_, n)| n == Noun::Irregular);
        if !(0..all.len()).any(irregular) {
            continue;
        }
        for hit in roster.hits(all) {
            if hit.anchor != Anchor::Noun(Noun::Irregular) {
                continue;
            }
            let mut at = hit.end();
            let open = |at: usize| at < all.len() && !new_sentence(all, at);
            let body = open(at) && BODIES.contains(&all[at].fold.as_str());
            at += usize::from(body);
            // "rebel group, the X" and "rebel group X", but not "the rebels, X said".
            let bare = |w: &Word| w.mark.is_none_or(|m| matches!(m, '"' | '“' | '\'' | '‘'));
            if !open(at) || !(bare(&all[at]) || body) {
                continue;
            }
            if all[at].fold == "the" {
                at += 1;
            }
            let named = if open(at) && all[at].capital { roster.longest(all, at) } else { continue };
            let member = match named {
                Some((_, Anchor::Actor(member))) => member,
                None if body => match abbreviation((*passage, text, all), at, texts, roster) {
                    Some(member) => member,
                    None => continue,
                },
                _ => continue,
            };
            if roster.members[member].kind != BelligerentKind::Person {
                roster.rebels.insert(member);
            }
        }
    }
    for &member in &roster.order {
        let force = matches!(roster.members[member].kind, BelligerentKind::Force);
        if force && words(&roster.members[member].name).iter().any(|w| REBEL.contains(&w.fold.as_str())) {
            roster.rebels.insert(member);
        }
    }
}

/// A force known by its letters alone, where the text tells them again.
fn abbreviation(
    (passage, text, all): (u32, &str, &[Word]),
    at: usize,
    texts: &[(u32, &str, &[Word])],
    roster: &mut Roster,
) -> Option<usize> {
    let word = &all[at];
    let letters = word.fold.chars().count();
    if !word.caps || !LETTERS.contains(&letters) || !word.fold.chars().all(char::is_alphabetic) {
        return None;
    }
    let times =
        texts.iter().flat_map(|(_, _, all)| all.iter()).filter(|w| w.caps && w.fold == word.fold).count();
    if times < 2 {
        return None;
    }
    let name = Span::of(word.span.start as usize, word.span.start as usize + letters).of_text(text);
    let member = roster.define(Belligerent::named(word.fold.clone(), name, BelligerentKind::Force));
    roster.note(member, passage, word.span);
    Some(member)
}

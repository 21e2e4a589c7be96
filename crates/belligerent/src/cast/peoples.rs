//! States that no list knows, by their own words: "the Tarskan army", where the text also tells of Tarsk.

use std::collections::{BTreeMap, BTreeSet};

use crate::cast::roster::Roster;
use crate::vocabulary::StateWords;
use crate::words::{Word, new_sentence, slug};
use crate::{Belligerent, BelligerentKind};

/// Enters the states that the narrative tells by their adjectives; a war with a pack has its own.
pub(super) fn read(texts: &[(u32, &str, &[Word])], roster: &mut Roster) {
    if roster.has_pack() {
        return;
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (_, text, all) in texts {
        for w in all.iter().filter(|w| w.capital && !w.joined) {
            names.entry(w.fold.clone()).or_insert_with(|| w.span.of_text(text).to_owned());
        }
    }
    // Each adjective with how often something of a state's stands behind it.
    let mut told: BTreeMap<&str, (u32, bool)> = BTreeMap::new();
    for (_, _, all) in texts {
        for (at, w) in all.iter().enumerate().filter(|(_, w)| w.capital && !w.possessive) {
            let Some(next) = all.get(at + 1).filter(|n| n.mark.is_none() && !n.capital) else {
                continue;
            };
            let states = &roster.vocabulary.states;
            let tied = next.joined
                && (roster.vocabulary.same.contains(&next.fold)
                    || roster.vocabulary.backed.contains(&next.fold));
            let state = !next.joined && states.bodies.contains(&next.fold);
            let any = tied || !next.joined && states.forces.contains(&next.fold);
            let alone = at == 0
                || !all[at - 1].capital
                || new_sentence(all, at)
                || roster.vocabulary.names.small.contains(&all[at - 1].fold);
            if (state || any) && alone && is_free(w, roster) {
                let known = told.entry(&w.fold).or_default();
                (known.0, known.1) = (known.0 + 1, known.1 | state);
            }
        }
    }
    let told: Vec<(String, u32, bool)> = told.into_iter().map(|(w, (n, s))| (w.to_owned(), n, s)).collect();
    for (adjective, times, of_state) in told {
        let states = &roster.vocabulary.states;
        let stem = stems(&adjective, states)
            .into_iter()
            .find_map(|stem| names.get(&stem).filter(|_| is_open(&stem, roster)));
        // "Tarskan-backed militias" where an infobox has Tarsk.
        let known = stems(&adjective, &roster.vocabulary.states).into_iter().find_map(|stem| {
            let mut letters = stem.chars();
            let written: String = letters.next()?.to_uppercase().chain(letters).collect();
            let member = roster.find(&written)?;
            (roster.members[member].kind != BelligerentKind::Person && stem.chars().count() > 3)
                .then_some(member)
        });
        if let (None, Some(member)) = (&stem, known) {
            let written = names[&adjective].clone();
            roster.alias(member, &written);
            continue;
        }
        // Without the state's name, its army or its government must be told twice.
        let name = match stem {
            Some(name) => name.clone(),
            None if of_state && times > 1 && ends_like_one(&adjective, states) => names[&adjective].clone(),
            None => continue,
        };
        let written = names[&adjective].clone();
        let member = roster.define(Belligerent::named(slug(&name), name, BelligerentKind::State));
        for alias in [format!("{written}s"), written] {
            roster.alias(member, &alias);
        }
        for (passage, _, all) in texts {
            for w in all.iter().filter(|w| w.capital && w.fold == adjective) {
                roster.note(member, *passage, w.span);
            }
        }
    }
}

/// Names of which a word may be the adjective: "Tarskan" of Tarsk or Tarska.
fn stems(adjective: &str, states: &StateWords) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for stem in states
        .endings
        .iter()
        .filter_map(|e| adjective.strip_suffix(e.as_str()))
        .filter(|s| s.chars().count() > 3)
    {
        out.insert(stem.to_owned());
        for vowel in &states.dropped {
            out.insert(format!("{stem}{vowel}"));
        }
    }
    out
}

fn ends_like_one(word: &str, states: &StateWords) -> bool {
    states.clear.iter().any(|e| word.ends_with(e.as_str())) && word.chars().count() > 5
}

/// Whether nobody is known by a word, and it is no word of another kind.
fn is_free(word: &Word, roster: &Roster) -> bool {
    let vocabulary = &roster.vocabulary;
    roster.hits(std::slice::from_ref(word)).is_empty()
        && !vocabulary.names.small.contains(&word.fold)
        && !vocabulary.names.calendar.contains(&word.fold)
        && !vocabulary.force_words.contains(&word.fold)
        && vocabulary.ranks.longest(std::slice::from_ref(word), 0).is_none()
}

/// Whether a name is nobody's yet.
fn is_open(folded: &str, roster: &Roster) -> bool {
    roster.find(folded).is_none()
}

#[cfg(test)]
mod tests {
    use super::stems;
    use crate::Packs;

    #[test]
    fn an_adjective_may_be_of_several_names() {
        let states = &Packs::embedded().vocabulary.states;
        let stems = |word| stems(word, states);
        assert!(stems("tarskan").contains("tarsk") && stems("ombrian").contains("ombria"));
        assert!(stems("kellander").contains("kelland") && stems("velmish").contains("velm"));
        assert!(stems("an").is_empty());
    }
}

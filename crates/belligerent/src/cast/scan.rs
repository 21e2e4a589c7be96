//! Phrases in running text that may name an actor.

use crate::cast::roster::Roster;
use crate::phrase::Anchor;
use crate::vocabulary::{Anaphor, Noun};
use crate::words::Word;

/// A run of words that names an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Its head is a thing ("rebel positions").
    pub(crate) thing: bool,
    /// It holds a name, or points back.
    pub(crate) named: bool,
}

/// The groups of a text, in order.
pub(crate) fn groups(all: &[Word], roster: &Roster) -> Vec<Group> {
    let hits = roster.hits(all);
    let mut out: Vec<Group> = Vec::new();
    let mut n = 0;
    while n < hits.len() {
        let first = hits[n];
        let relative = matches!(first.anchor, Anchor::Anaphor(_))
            && matches!(
                all[first.at].fold.as_str(),
                "that" | "both" | "who" | "which" | "these" | "those" | "theirs"
            );
        if relative && hits.get(n + 1).is_some_and(|h| h.at == first.end()) {
            n += 1;
            continue;
        }
        let mut to = first.end();
        let mut m = n + 1;
        // Names, nouns and modifiers that follow without a mark belong to the same phrase.
        loop {
            let mut next = to;
            while all.get(next).is_some_and(|w| {
                (w.joined || roster.vocabulary.backed.contains(&w.fold))
                    && !starts(&hits, m, next)
                    && w.mark.is_none()
            }) {
                next += 1;
            }
            match hits.get(m) {
                Some(h)
                    if h.at == next
                        && all[h.at].mark.is_none()
                        && !matches!(h.anchor, Anchor::Anaphor(_) | Anchor::Source(_)) =>
                {
                    to = h.end();
                    m += 1;
                }
                _ => {
                    while all.get(to).is_some_and(|w| w.joined && w.mark.is_none() && to < next) {
                        to += 1;
                    }
                    break;
                }
            }
        }
        // "fighters of the X": the name after "of" belongs to the phrase.
        let counted = all.get(to - 1).is_some_and(|w| roster.vocabulary.counts.contains(&w.fold));
        let speaker = all.get(to - 1).is_some_and(|w| w.fold.starts_with("spokes"));
        let of = all.get(to).is_some_and(|w| {
            w.mark.is_none() && (matches!(w.fold.as_str(), "of" | "from") || speaker && w.fold == "for")
        });
        if counted && of && all.get(to + 1).is_some() {
            let at = if all[to + 1].fold == "the" { to + 2 } else { to + 1 };
            if let Some(h) = hits.get(m).filter(|h| {
                h.at == at && matches!(h.anchor, Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_))
            }) {
                to = h.end();
                m += 1;
                while let Some(h) = hits.get(m).filter(|h| h.at == to && all[to].mark.is_none()) {
                    to = h.end();
                    m += 1;
                }
            }
        }
        let run = &hits[n..m];
        let head = run.iter().rev().find_map(|h| match h.anchor {
            Anchor::Noun(noun) => Some(noun),
            _ => None,
        });
        let named =
            run.iter().any(|h| matches!(h.anchor, Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_)));
        let pointing = run.iter().any(|h| match h.anchor {
            Anchor::Anaphor(a) => {
                matches!(a, Anaphor::Plural | Anaphor::Attackers | Anaphor::Defenders)
                    && !matches!(
                        all[h.at].fold.as_str(),
                        "who" | "which" | "that" | "these" | "those" | "theirs"
                    )
            }
            _ => false,
        });
        let people =
            matches!(head, Some(Noun::Regular | Noun::State | Noun::Irregular | Noun::Any | Noun::Civilian));
        let thing = head == Some(Noun::Thing);
        if named || pointing || people || thing {
            out.push(Group { from: first.at, to, thing, named: named || pointing });
        }
        n = m;
    }
    out
}

/// Whether a group only names the language of what follows: "(Utopian: …".
pub(crate) fn is_language(all: &[Word], group: &Group) -> bool {
    let bracket = |i: usize| matches!(all[i].mark, Some('(' | ';'));
    let opened =
        bracket(group.from) || all[group.from].joined && group.from.checked_sub(1).is_some_and(bracket);
    opened && all.get(group.to).is_some_and(|w| w.mark == Some(':'))
}

fn starts(hits: &[crate::phrase::Hit], m: usize, at: usize) -> bool {
    hits.get(m).is_some_and(|h| h.at == at)
}

//! What the words of one noun phrase say by themselves, before any discourse.

use crate::vocabulary::{Anaphor, Noun, Vocabulary};
use crate::words::Word;

/// What a name or noun in a phrase may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// A force, unit or person: index in the roster.
    Actor(usize),
    /// A state or its adjective: index in the roster.
    State(usize),
    /// A collective noun of a side ("rebels"): index in the cast's sides.
    Side(usize),
    /// An outlet or monitor: index in the cast's sources.
    Source(usize),
    /// A common noun.
    Noun(Noun),
    /// A pronoun or a phrase that points back.
    Anaphor(Anaphor),
}

/// An anchor at its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) at: usize,
    pub(crate) len: usize,
    pub(crate) anchor: Anchor,
}

impl Hit {
    pub(crate) fn end(self) -> usize {
        self.at + self.len
    }
}

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A force, unit, person or state by name.
    Actor(usize),
    /// A side by a collective noun.
    Side(usize),
    /// The enemy of what is named ("anti-X fighters").
    Against(Named),
    /// Civilians.
    Civilians,
    /// Something that points back ("they", "its troops").
    Anaphor(Anaphor),
    /// A common noun without a name ("the soldiers").
    Noun(Noun),
    /// Nothing known.
    Nothing,
}

/// A named party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// Index in the roster.
    Actor(usize),
    /// Index in the cast's sides.
    Side(usize),
}

impl Named {
    fn reading(self) -> Reading {
        match self {
            Self::Actor(i) => Reading::Actor(i),
            Self::Side(i) => Reading::Side(i),
        }
    }
}

/// How a part of a phrase hangs on its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Start,
    Of,
    Same,
    And,
    From,
    Bracket,
    Backed,
    Against,
    Aside,
}

/// Strength of a part's evidence, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Backed,
    Against,
    Thing,
    Noun,
    Kind,
    State,
    Same,
    Side,
    Actor,
}

/// What the phrase says. `is_state_noun` tells whether a side is the kind that "government" names.
pub(crate) fn read(
    words: &[Word],
    hits: &[Hit],
    vocabulary: &Vocabulary,
    is_state_noun: impl Fn(usize) -> bool,
) -> Reading {
    let parts = parts(words, hits, vocabulary);
    let mut readings: Vec<(Link, Reading, bool)> = Vec::new();
    for (link, from, to) in parts {
        let (reading, counts) = part(words, hits, vocabulary, from, to, &is_state_noun);
        readings.push((link, reading, counts));
    }
    let Some(&(_, start, counts)) = readings.first() else { return Reading::Nothing };
    let named = |r: Reading| matches!(r, Reading::Actor(_) | Reading::Side(_));
    let of = readings.get(1).filter(|(link, ..)| *link == Link::Of).map(|r| r.1);
    if let Some(of) = of
        && (counts || matches!(start, Reading::Nothing))
        && !matches!(of, Reading::Nothing)
        && !(matches!(start, Reading::Civilians) || named(start) && !named(of))
    {
        return of;
    }
    if named(start) || matches!(start, Reading::Civilians | Reading::Against(_)) {
        return start;
    }
    let mut rest: Vec<(Link, Reading)> = readings[1..].iter().map(|(l, r, _)| (*l, *r)).collect();
    rest.sort_by_key(|(link, _)| *link);
    for (link, reading) in rest {
        let found = match (link, reading) {
            (Link::Aside, _) => None,
            (Link::Against, Reading::Actor(i)) => Some(Reading::Against(Named::Actor(i))),
            (Link::Against, Reading::Side(i)) => Some(Reading::Against(Named::Side(i))),
            (_, r) if named(r) => Some(r),
            (Link::And, Reading::Civilians) if matches!(start, Reading::Nothing) => Some(reading),
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
    }
    start
}

/// Splits a phrase at its prepositions, conjunctions, commas and brackets; names stay whole.
fn parts(words: &[Word], hits: &[Hit], vocabulary: &Vocabulary) -> Vec<(Link, usize, usize)> {
    let mut out = Vec::new();
    let (mut link, mut from, mut i) = (Link::Start, 0, 0);
    let mut hit = hits.iter().copied().peekable();
    while i < words.len() {
        while hit.next_if(|h| h.end() <= i).is_some() {}
        let inside = hit.peek().is_some_and(|h| h.at < i);
        let w = &words[i];
        let next = words.get(i + 1).map_or("", |w| w.fold.as_str());
        let cut = if inside {
            None
        } else if i > 0 && w.mark == Some('(') {
            Some((Link::Bracket, 0))
        } else if i > 0 && w.fold == "for" && words[i - 1].fold.starts_with("spokes") {
            Some((Link::Of, 1))
        } else {
            connector(w, next, vocabulary).filter(|_| i > 0).or({
                let comma = i > 0 && matches!(w.mark, Some(',' | ';' | ':' | ')'));
                comma.then_some((Link::And, 0))
            })
        };
        if let Some((new, skip)) = cut {
            out.push((link, from, i));
            if stops(&w.fold) {
                return out;
            }
            link = new;
            from = i + skip;
            i += skip.max(1);
        } else {
            i += 1;
        }
    }
    out.push((link, from.min(words.len()), words.len()));
    out
}

/// Whether the word opens a relative clause, after which the phrase says nothing of its head.
fn stops(word: &str) -> bool {
    matches!(word, "who" | "whom" | "which" | "that" | "where" | "when" | "while" | "whose")
}

fn connector(word: &Word, next: &str, vocabulary: &Vocabulary) -> Option<(Link, usize)> {
    let fold = word.fold.as_str();
    if matches!(next, "by" | "to" | "with") && !word.joined {
        if vocabulary.same.contains(fold) {
            return Some((Link::Same, 2));
        }
        if vocabulary.backed.contains(fold) {
            return Some((Link::Backed, 2));
        }
        if vocabulary.against.contains(fold) {
            return Some((Link::Against, 2));
        }
    }
    let link = match fold {
        "of" => Link::Of,
        "and" | "or" | "including" | "alongside" | "plus" | "like" => Link::And,
        "from" | "under" | "by" => Link::From,
        "against" | "opposing" | "targeting" => Link::Against,
        "in" | "at" | "near" | "around" | "on" | "to" | "into" | "towards" | "toward" | "inside"
        | "outside" | "over" | "for" | "between" | "during" | "after" | "before" | "with" | "as"
        | "along" | "within" | "across" | "behind" | "throughout" | "north" | "south" | "east" | "west"
        | "northeast" | "northwest" | "southeast" | "southwest" | "involved" | "positioned" | "deployed"
        | "stationed" | "located" | "trapped" | "based" | "armed" | "attempting" | "trying" => Link::Aside,
        _ if stops(fold) => Link::Aside,
        _ => return None,
    };
    Some((link, usize::from(!stops(fold))))
}

/// What one part says, and whether its head only counts what comes after "of".
fn part(
    words: &[Word],
    hits: &[Hit],
    vocabulary: &Vocabulary,
    from: usize,
    to: usize,
    is_state_noun: &impl Fn(usize) -> bool,
) -> (Reading, bool) {
    let inside: Vec<Hit> = hits.iter().copied().filter(|h| h.at >= from && h.end() <= to).collect();
    let counts = words
        .get(from..to)
        .and_then(<[Word]>::last)
        .is_some_and(|w| vocabulary.counts.contains(&w.fold) || w.fold.chars().all(char::is_numeric));
    let mut best: Option<(Strength, Reading)> = None;
    let mut offer = |strength: Strength, reading: Reading| {
        if best.is_none_or(|(old, _)| strength >= old) {
            best = Some((strength, reading));
        }
    };
    for (n, hit) in inside.iter().enumerate() {
        let named = match hit.anchor {
            Anchor::Actor(i) | Anchor::State(i) => Named::Actor(i),
            Anchor::Side(i) => Named::Side(i),
            Anchor::Source(_) => continue,
            Anchor::Anaphor(a) => {
                if n == 0 || !matches!(a, Anaphor::First | Anaphor::Second | Anaphor::Both) {
                    offer(Strength::Noun, Reading::Anaphor(a));
                }
                continue;
            }
            Anchor::Noun(noun) => {
                let possessed = inside[..n].iter().any(|h| matches!(h.anchor, Anchor::Anaphor(_)));
                let strength = match noun {
                    Noun::Thing => Strength::Thing,
                    Noun::Any => Strength::Noun,
                    _ => Strength::Kind,
                };
                // "a civilian militia": what comes last names them.
                let later = inside[n + 1..]
                    .iter()
                    .any(|h| matches!(h.anchor, Anchor::Noun(Noun::Any | Noun::Regular | Noun::Irregular)));
                if matches!(noun, Noun::Civilian | Noun::CivilThing) && later {
                    continue;
                }
                // "UN peacekeepers" are nobody's.
                if noun == Noun::Neutral {
                    offer(strength, Reading::Nothing);
                    continue;
                }
                // "a military camp" is anybody's.
                let adjective = words[hit.at].fold == "military" && hit.len == 1 && hit.end() < to;
                if !possessed && !adjective {
                    offer(strength, Reading::Noun(noun));
                }
                continue;
            }
        };
        let after = words.get(hit.end()).filter(|_| hit.end() < to).map_or("", |w| w.fold.as_str());
        let before = if words[hit.at].joined && hit.at > from { words[hit.at - 1].fold.as_str() } else { "" };
        if vocabulary.before_against.contains(before) || vocabulary.against.contains(after) {
            offer(Strength::Against, Reading::Against(named));
        } else if vocabulary.backed.contains(after) {
            offer(Strength::Backed, named.reading());
        } else if vocabulary.same.contains(after) || vocabulary.before_same.contains(before) {
            offer(Strength::Same, named.reading());
        } else {
            match hit.anchor {
                Anchor::State(_) => offer(Strength::State, named.reading()),
                Anchor::Side(side) => {
                    let state = inside[..n].last().filter(|h| h.end() == hit.at);
                    match state.map(|h| h.anchor) {
                        Some(Anchor::State(s)) if is_state_noun(side) => {
                            offer(Strength::Side, Reading::Actor(s));
                        }
                        _ => offer(Strength::Side, named.reading()),
                    }
                }
                _ => offer(Strength::Actor, named.reading()),
            }
        }
    }
    let civilian = match inside.iter().rev().find_map(|h| match h.anchor {
        Anchor::Noun(n) => Some((n, h.end())),
        _ => None,
    }) {
        Some((Noun::Civilian | Noun::CivilThing, end)) => {
            inside.iter().all(|h| h.at < end || !matches!(h.anchor, Anchor::Actor(_) | Anchor::Side(_)))
        }
        Some((Noun::Thing, _)) | None => inside
            .iter()
            .any(|h| h.anchor == Anchor::Noun(Noun::Civilian) && words[h.at].fold.starts_with("civilian")),
        _ => false,
    };
    let reading = if civilian { Reading::Civilians } else { best.map_or(Reading::Nothing, |(_, r)| r) };
    (reading, counts)
}

//! What the words around a name say of it: before it, after it, in one coordination with it.

use annalist_language::Analysis;

use crate::PlaceKind;
use crate::cue::{Cues, is_plural};
use crate::fold::fold;
use crate::name::{Name, plain};
use crate::token::{Shape, Token};

/// Whether the tagger took a word for no name.
pub(crate) fn untagged(token: &Token<'_>, analysis: Option<&Analysis>) -> bool {
    let Some(analysis) = analysis else { return false };
    analysis
        .sentences
        .iter()
        .filter(|s| s.span.overlaps(token.span))
        .flat_map(|s| &s.tokens)
        .find(|t| t.span.overlaps(token.span))
        .is_some_and(|t| !matches!(t.tag.as_str(), "NNP" | "NNPS" | "NN" | "NNS" | "FW" | "JJ" | "XX"))
}

/// What the words before a name say.
pub(crate) fn left(tokens: &[Token<'_>], first: usize, cues: &Cues, name: &mut Name) {
    let mut at = first;
    let mut passed = 0;
    while at > 0 && passed < 5 {
        let token = &tokens[at - 1];
        if token.possessive {
            break;
        }
        let word = cues.word(&token.low);
        if token.is("of") && at >= 2 {
            let before = &tokens[at - 2];
            let class = cues.word(&before.low);
            if class.body
                && before.shape == Shape::Name
                && cues.kind(&before.low) != Some(PlaceKind::Facility)
            {
                // "State of X", "Ministry of X"
                name.associative = true;
                return;
            }
            if let Some(kind) = noun_ending(tokens, at - 2, cues) {
                let generic_area = kind == PlaceKind::Region;
                // "the village of X" is X; "the airport of X" is a part of X.
                let same = matches!(
                    kind,
                    PlaceKind::Settlement | PlaceKind::Province | PlaceKind::District | PlaceKind::Hill
                );
                name.strength = name.strength.max(if same { 4 } else { 2 });
                if name.cue.is_none() && same {
                    name.cue = Some(kind);
                }
                name.area |= generic_area
                    && !matches!(
                        before.low.as_str(),
                        "outskirts"
                            | "environs"
                            | "front"
                            | "frontline"
                            | "line"
                            | "axis"
                            | "area"
                            | "areas"
                            | "direction"
                    );
            } else if class.event_of
                && before.shape == Shape::Name
                && !(before.first && matches!(before.low.as_str(), "siege" | "fall" | "liberation"))
            {
                name.associative = true;
                name.strength = name.strength.max(2);
            } else if class.of_place || class.event_of {
                name.strength = name.strength.max(2);
            } else if class.title {
                name.strength = name.strength.max(1);
            }
            return;
        }
        if token.shape == Shape::Name && class_title(&word) {
            name.against = true;
            return;
        }
        if let Some(kind) =
            noun_ending(tokens, at - 1, cues).filter(|_| matches!(token.shape, Shape::Word | Shape::Uncased))
        {
            // "the village Milha", "hill Milha"; but "from the city Milha forces …" is rare
            name.strength = name.strength.max(3);
            name.cue = name.cue.or(Some(kind).filter(|k| *k != PlaceKind::Region));
            return;
        }
        if word.taking {
            name.strength = name.strength.max(3);
            return;
        }
        if word.touching {
            name.strength = name.strength.max(2);
            return;
        }
        if word.preposition {
            let weak = matches!(token.low.as_str(), "on" | "against" | "over" | "off" | "above" | "until");
            let before =
                at.checked_sub(2).and_then(|i| tokens.get(i)).map(|t| (t.low.as_str(), cues.word(&t.low)));
            let aimed = before.is_some_and(|(low, w)| {
                w.event
                    || w.touching
                    || matches!(low, "advance" | "advances" | "pushed" | "closing" | "march" | "shelling")
            });
            name.strength = name.strength.max(match (weak, aimed) {
                (true, false) => 1,
                (true, true) => 3,
                _ => 2,
            });
            return;
        }
        if word.direction && passed == 0 {
            name.area = true;
            name.strength = name.strength.max(1);
        }
        if word.title {
            name.against = true;
            return;
        }
        if !(word.between || word.direction) {
            return;
        }
        at -= 1;
        passed += 1;
    }
}

const fn class_title(word: &crate::cue::Word) -> bool {
    word.title
}

/// The kind of the noun of one or two words that ends at a token.
pub(crate) fn noun_ending(tokens: &[Token<'_>], at: usize, cues: &Cues) -> Option<PlaceKind> {
    if at > 0
        && let Some(kind) = cues.kind(&plain(tokens, at - 1, at))
    {
        return Some(kind);
    }
    cues.kind(&tokens[at].low)
}

/// The kind of the noun of up to three words that begins at a token, and its last token.
pub(crate) fn noun_beginning(tokens: &[Token<'_>], at: usize, cues: &Cues) -> Option<(PlaceKind, usize)> {
    (0..3usize).rev().find_map(|n| {
        let last = at + n;
        (last < tokens.len() && tokens[at..=last].iter().all(Token::is_word))
            .then(|| cues.kind(&plain(tokens, at, last)).map(|k| (k, last)))
            .flatten()
    })
}

/// What the words after a name say.
pub(crate) fn right(tokens: &[Token<'_>], last: usize, cues: &Cues, name: &mut Name) {
    let Some(next) = tokens.get(last + 1) else { return };
    if next.is(",") {
        name.comma = tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name);
        return;
    }
    if !next.is_word() {
        return;
    }
    if let Some((kind, end)) = noun_beginning(tokens, last + 1, cues) {
        let noun = plain(tokens, last + 1, end);
        // "the Milha front", "Milha state": a noun that also follows what is no place
        let weak = matches!(
            noun.as_str(),
            "front"
                | "state"
                | "states"
                | "base"
                | "bases"
                | "line"
                | "school"
                | "camp"
                | "camps"
                | "headquarters"
                | "station"
                | "stronghold"
                | "strongholds"
                | "capital"
                | "positions"
        );
        if tokens[last].possessive {
            name.strength = name.strength.max(2);
            if matches!(kind, PlaceKind::Military | PlaceKind::Airport | PlaceKind::Facility) {
                name.variants.insert(0, format!("{} {}", name.folded, fold(&noun)));
            }
            return;
        }
        if matches!(noun.as_str(), "city" | "town" | "village") {
            name.cue = Some(PlaceKind::Settlement);
        }
        match kind {
            PlaceKind::Region => {
                name.strength = name.strength.max(if name.strength >= 1 { 3 } else { 2 });
                name.area |= !matches!(
                    noun.as_str(),
                    "outskirts" | "front" | "frontline" | "line" | "axis" | "direction" | "area" | "areas"
                );
            }
            PlaceKind::Military
            | PlaceKind::Airport
            | PlaceKind::Facility
            | PlaceKind::Road
            | PlaceKind::Water => {
                name.strength = name.strength.max(if weak { 1 } else { 2 });
                name.variants.insert(0, format!("{} {}", name.folded, fold(&singular(&noun))));
                if kind != PlaceKind::Road && name.cue.is_none() {
                    name.cue = Some(kind);
                }
            }
            _ => {
                name.strength = name.strength.max(if weak { 1 } else { 4 });
                if name.cue.is_none() && !weak {
                    name.cue = Some(kind);
                }
            }
        }
        return;
    }
    let word = cues.word(&next.low);
    if tokens[last].possessive {
        if word.direction || word.of_place {
            name.strength = name.strength.max(2);
        }
        return;
    }
    let event = word.event
        && name.cue.is_none()
        && name.strength < 4
        && !(next.shape == Shape::Word && ambiguous_event(tokens, last + 1));
    let body = word.body
        && next.shape == Shape::Word
        && !word.preposition
        && !matches!(
            next.low.as_str(),
            "front" | "state" | "command" | "force" | "today" | "post" | "office"
        );
    if event || body {
        name.associative = true;
    } else if word.saying && name.strength < 3 {
        name.against |= name.words > 1;
    }
}

/// "captured Milha attack helicopters …" does not come; but "in Milha strikes hit" has a verb.
fn ambiguous_event(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(tokens[at].low.as_str(), "backed" | "chemical")
        && !tokens.get(at + 1).is_some_and(|t| t.is("attack") || t.is("attacks"))
}

pub(crate) fn singular(noun: &str) -> String {
    if is_plural(noun) { noun.trim_end_matches('s').to_owned() } else { noun.to_owned() }
}

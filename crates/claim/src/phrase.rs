//! Noun phrases read off the tags, where the tree lost them.

use annalist_language::{Label, Tag};
use annalist_span::Span;

use crate::view::View;

/// Longest phrase that is read, in tokens.
const MOST: u32 = 16;

/// A noun phrase: determiners, adjectives and nouns up to its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// First token.
    pub first: u32,
    /// Its last noun.
    pub head: u32,
}

impl Chunk {
    pub(crate) fn span(self, view: &View<'_>) -> Span {
        view.token(self.first).span.cover(view.token(self.head).span)
    }
}

/// The noun phrase that begins at a token.
pub(crate) fn chunk(view: &View<'_>, from: u32) -> Option<Chunk> {
    let mut head = None;
    let mut i = from;
    while i < view.len().min(from + MOST) {
        let token = view.token(i);
        let word = view.word(i);
        match token.tag {
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps => head = Some(i),
            Tag::Dt | Tag::PrpS if head.is_none() => {}
            Tag::Dt => break,
            Tag::Cd => {
                // "Hill 800", "neighbourhoods 1"
                if head.is_some_and(|h| h + 1 == i) {
                    head = Some(i);
                }
            }
            Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Afx | Tag::Hyph | Tag::Pos => {}
            Tag::Vbn | Tag::Vbg if head.is_none() && matches!(token.label, Label::Amod | Label::Compound) => {
            }
            _ if matches!(word, "-" | "–" | "‑" | "'s" | "’s" | "\"" | "“" | "”" | "'" | "’" | "*" | "″") =>
                {}
            // "the oldest and tallest tower", "Old and New Belvar"
            Tag::Cc
                if word == "and"
                    && i > from
                    && i + 1 < view.len()
                    && adjective(view, i - 1)
                    && adjective(view, i + 1) => {}
            _ => break,
        }
        i += 1;
    }
    head.map(|head| Chunk { first: from, head })
}

fn adjective(view: &View<'_>, i: u32) -> bool {
    matches!(view.token(i).tag, Tag::Jj | Tag::Jjr | Tag::Jjs)
}

/// The token after the phrases "in X", "near X", "south of X" and brackets that follow a token, and
/// the last token of them.
pub(crate) fn trailing(view: &View<'_>, from: u32) -> (u32, Option<u32>) {
    let mut at = from;
    let mut last = None;
    for _ in 0..4 {
        if at >= view.len() {
            break;
        }
        if view.word(at) == "(" {
            let Some(close) = (at..view.len().min(at + 12)).find(|&i| view.word(i) == ")") else { break };
            at = close + 1;
            continue;
        }
        let Some(object) = preposition(view, at) else { break };
        let Some(found) = chunk(view, object) else { break };
        last = Some(found.head);
        at = found.head + 1;
    }
    (at, last)
}

/// The token after a preposition that says where: "in", "to the east of", "south of".
fn preposition(view: &View<'_>, at: u32) -> Option<u32> {
    let mut i = at;
    if i + 2 < view.len()
        && matches!(view.word(i), "to" | "in" | "on" | "at" | "from")
        && view.word(i + 1) == "the"
        && compass(view, i + 2)
    {
        i += 2;
    }
    let mut turned = false;
    while i < view.len() && (compass(view, i) || turned && matches!(view.word(i), "and" | "-")) {
        turned = true;
        i += 1;
    }
    if i >= view.len() {
        return None;
    }
    let word = view.word(i).to_lowercase();
    let plain = matches!(
        word.as_str(),
        "in" | "of"
            | "near"
            | "at"
            | "on"
            | "along"
            | "around"
            | "inside"
            | "outside"
            | "within"
            | "over"
            | "from"
    );
    if turned {
        matches!(word.as_str(), "of" | "from" | "in").then_some(i + 1)
    } else {
        plain.then_some(i + 1)
    }
}

/// Whether a token begins "south of X", "to the south of X", "near X".
pub(crate) fn bearing(view: &View<'_>, i: u32) -> bool {
    let compass = |i: u32| i < view.len() && compass(view, i);
    let word = |i: u32| if i < view.len() { view.word(i) } else { "" };
    compass(i)
        || matches!(word(i), "to" | "in" | "on") && word(i + 1) == "the" && compass(i + 2)
        || matches!(word(i), "near" | "outside" | "around")
}

fn compass(view: &View<'_>, i: u32) -> bool {
    view.lexicon.listed("compass", &view.word(i).to_lowercase())
}

//! "According to X", "per X": sources beside a clause, and how far they reach.

use annalist_language::{Label, Tag};
use annalist_span::Span;

use super::{Stance, Teller};
use crate::view::View;

/// Sources and hedges of a sentence, found once.
pub(crate) struct Sources {
    /// "according to X", "per X": where it stands and who.
    pub(super) adjuncts: Vec<(u32, Teller)>,
    /// Hedging adverbs.
    pub(super) hedges: Vec<u32>,
}

/// Finds what reaches over a sentence.
pub(crate) fn sources(view: &View<'_>) -> Sources {
    let mut adjuncts = Vec::new();
    let mut hedges = Vec::new();
    for i in 0..view.len() {
        let word = view.word(i).to_lowercase();
        if view.lexicon.listed("hedge", &word)
            && matches!(view.token(i).tag, Tag::Rb | Tag::Jj | Tag::In | Tag::Nn | Tag::Vbg)
        {
            hedges.push(i);
        }
        if matches!(word.as_str(), "according" | "per" | "accord")
            && let Some(teller) = adjunct(view, i)
        {
            adjuncts.push((i, teller));
        }
    }
    Sources { adjuncts, hedges }
}

fn adjunct(view: &View<'_>, at: u32) -> Option<Teller> {
    // The object hangs on "according", on its "to", or simply follows.
    let mut head = None;
    let mut stack = vec![at];
    for _ in 0..4 {
        let Some(t) = stack.pop() else { break };
        for &c in view.children(t) {
            match view.token(c).label {
                Label::Pobj => head = Some(c),
                Label::Prep => stack.push(c),
                _ => {}
            }
        }
        if head.is_some() {
            break;
        }
    }
    let head = head.or_else(|| {
        (at + 1..view.len().min(at + 9)).find(|&i| {
            matches!(view.token(i).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Prp)
                && !view.sentence.tokens.get(i as usize + 1).is_some_and(|n| {
                    n.head == view.token(i).head && matches!(n.tag, Tag::Nnp | Tag::Nn | Tag::Nns)
                })
                && !matches!(view.token(i).label, Label::Compound | Label::Amod)
        })
    })?;
    // "According to the monitoring group X, …": the name behind belongs to it.
    let named = head + 1 < view.len() && matches!(view.token(head + 1).tag, Tag::Nnp | Tag::Nnps);
    let (head, words) = if named {
        let last = (head + 1..view.len())
            .take_while(|&i| matches!(view.token(i).tag, Tag::Nnp | Tag::Nnps))
            .last()
            .unwrap_or(head);
        if last + 1 < view.len() && view.word(last + 1) == "," && at <= 1 {
            let first = view.tokens_in(view.phrase(head)).next().unwrap_or(head).min(head);
            (last, view.token(first).span.cover(view.token(last).span))
        } else {
            (head, source_phrase(view, head))
        }
    } else {
        (head, source_phrase(view, head))
    };
    let cue = if view.word(at).eq_ignore_ascii_case("per") { "per" } else { "according to" };
    Some(Teller {
        words: Some(words),
        head: Some(head),
        cue: cue.to_owned(),
        stance: Stance::Says,
        unnamed: false,
    })
}

/// A source's words: its phrase with an apposition that says who it is.
pub(super) fn source_phrase(view: &View<'_>, head: u32) -> Span {
    let mut span = view.phrase(head);
    for &c in view.children(head) {
        if view.token(c).label == Label::Appos {
            let more = view.phrase(c);
            if more.end > span.start && more.end - span.start < 120 {
                span = span.cover(more);
            }
        }
    }
    span
}

/// Whether "according to X" at `at` reaches a predicate: from the start or end of a sentence over
/// all of it, from its middle over what follows.
pub(super) fn reaches(view: &View<'_>, at: u32, predicate: u32) -> bool {
    let end = {
        let subtree = view.subtree(at);
        view.tokens_in(subtree).last().unwrap_or(at)
    };
    let tail = (end + 1..view.len()).all(|i| !view.word(i).chars().any(char::is_alphanumeric));
    if at <= 3 || tail {
        // A contrast stops it: "A, but according to X, B".
        let (from, to) = if at <= 3 { (at, predicate) } else { (predicate, at) };
        let contrast = (from..to).any(|i| {
            matches!(view.word(i), ";")
                || (at > 3 && matches!(view.word(i).to_lowercase().as_str(), "but" | "however" | "although"))
        });
        return !contrast;
    }
    predicate > at
}

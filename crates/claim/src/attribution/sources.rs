//! "According to X", "per X", "(X claim)", "citing X": sources beside a clause, and how far they reach.

use std::borrow::Cow;

use annalist_language::{Label, Tag};
use annalist_span::Span;

use super::Teller;
use crate::lexicon::{Classes, key};
use crate::view::View;

/// Sources and hedges of a sentence, found once.
pub(crate) struct Sources {
    /// "according to X", "per X": where it stands and who.
    pub(super) adjuncts: Vec<(u32, Teller)>,
    /// "reported, citing X": whom the teller has it from.
    pub(super) cited: Vec<Teller>,
    /// Hedging adverbs.
    pub(super) hedges: Vec<u32>,
    /// "(unconfirmed)": where a remark in brackets hedges what stands before it.
    pub(super) remarks: Vec<u32>,
}

/// Finds what reaches over a sentence.
pub(crate) fn sources(view: &View<'_>) -> Sources {
    let mut adjuncts = Vec::new();
    let mut hedges = Vec::new();
    let mut cited = Vec::new();
    let mut remarks = Vec::new();
    for i in 0..view.len() {
        let word = lower(view.word(i));
        let adverb = matches!(view.token(i).tag, Tag::Rb | Tag::Jj | Tag::In | Tag::Nn | Tag::Vbg)
            && view.lexicon.listed("hedge", &word);
        // "an alleged attack"
        if adverb || view.token(i).label == Label::Amod && view.lexicon.listed("doubtful", &word) {
            hedges.push(i);
        }
        if matches!(&*word, "citing" | "quoting")
            && let Some(teller) = cites(view, i)
        {
            cited.push(teller);
        }
        if word == "("
            && let Some((teller, doubted)) = remark(view, i)
        {
            adjuncts.extend(teller.map(|t| (i, t)));
            remarks.extend(doubted.then_some(i));
        }
        if matches!(&*word, "according" | "per" | "accord")
            && let Some(teller) = adjunct(view, i)
        {
            adjuncts.push((i, teller));
        }
    }
    Sources { adjuncts, cited, hedges, remarks }
}

/// A word in lower case; most are so already.
fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) { word.into() } else { word.to_lowercase().into() }
}

/// "citing X": X, when it is somebody who can tell.
fn cites(view: &View<'_>, at: u32) -> Option<Teller> {
    let head = view.children(at).iter().copied().find(|&c| view.token(c).label == Label::Dobj && c > at)?;
    let token = view.token(head);
    let people = Classes::SOURCE.with(Classes::CIVILIAN).with(Classes::PERSON).with(Classes::ARMED);
    let tells =
        matches!(token.tag, Tag::Nnp | Tag::Nnps) || view.lexicon.noun(&key(&token.lemma)).has(people);
    tells.then(|| Teller::says(head, source_phrase(view, head), view.word(at).to_lowercase()))
}

/// "(rebel claim)", "(claimed by X)", "(unconfirmed)": whose word it is, and whether it is doubted.
fn remark(view: &View<'_>, open: u32) -> Option<(Option<Teller>, bool)> {
    let close = (open + 1..view.len().min(open + 9)).find(|&i| view.word(i) == ")")?;
    let last = close.checked_sub(1).filter(|&l| l > open)?;
    let word = |i: u32| view.word(i).to_lowercase();
    let doubted = view.lexicon.listed("doubtful", &word(last)) || view.lexicon.listed("hedge", &word(last));
    let named = |first: u32, end: u32, cue: String| {
        Teller::says(end, view.token(first).span.cover(view.token(end).span), cue)
    };
    // "(as reported)"
    if word(open + 1) == "as" && view.lexicon.listed("report", &view.token(last).lemma) {
        return Some((None, true));
    }
    if view.lexicon.listed("report_noun", &view.token(last).lemma) && last > open + 1 {
        return Some((Some(named(open + 1, last - 1, word(last))), false));
    }
    if doubted {
        return Some((None, true));
    }
    // "(claimed by X)"; "(per X)" is found by its own word.
    let by = (open + 2..last).find(|&i| word(i) == "by")?;
    let told = (open + 1..by).any(|i| view.lexicon.listed("report", &view.token(i).lemma));
    told.then(|| (Some(named(by + 1, last, word(by - 1))), false))
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
    // "50 people per day", "per cent"
    if view.word(at).eq_ignore_ascii_case("per")
        && (view.lexicon.noun(&key(&view.token(head).lemma)).has(Classes::IDLE)
            || matches!(&*view.token(head).lemma, "cent" | "capita" | "minute" | "second" | "person"))
    {
        return None;
    }
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
    Some(Teller::says(head, words, cue))
}

/// A source's words: its phrase with an apposition that says who it is, and those who say it with it.
pub(crate) fn source_phrase(view: &View<'_>, head: u32) -> Span {
    let mut span = view.phrase(head);
    // "army spokesman Col. | Ada Marsh": a rank is not all of a name.
    if let Some(last) = view.tokens_in(span).last().filter(|&l| view.word(l).ends_with('.')) {
        let name =
            (last + 1..view.len()).take_while(|&i| matches!(view.token(i).tag, Tag::Nnp | Tag::Nnps)).last();
        if let Some(end) = name {
            span = span.cover(view.token(end).span);
        }
    }
    for &c in view.children(head) {
        let token = view.token(c);
        let noun = matches!(token.tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps);
        let more = match token.label {
            // "X said that A fell, a claim denied by Y": no words of X's name.
            Label::Appos if apart(view, head, c) => continue,
            Label::Appos => view.phrase(c),
            Label::Conj if noun && c > head => source_phrase(view, c),
            _ => continue,
        };
        if more.end > span.start && more.end - span.start < 120 {
            span = span.cover(more);
        }
    }
    span
}

/// Whether a verb stands between a noun and what a parser hangs on it.
fn apart(view: &View<'_>, from: u32, to: u32) -> bool {
    (from..to).any(|i| matches!(view.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp))
}

/// Whether a source beside the clauses, at `at`, reaches a predicate.
///
/// From the start or end of a sentence it reaches over all of it; in the middle, where a clause is told before
/// it, back over that clause, and else over what follows.
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
    match told_before(view, at) {
        Some(start) => (start..at).contains(&predicate),
        None => predicate > at,
    }
}

/// The first token of the clause that a source in the middle of a sentence closes: "A fell, according to X,
/// but B". `None` when the source opens a clause ("…, and according to X, B fell").
fn told_before(view: &View<'_>, at: u32) -> Option<u32> {
    let joint = |i: u32| {
        matches!(
            view.word(i).to_lowercase().as_str(),
            "and" | "but" | "although" | "though" | "while" | "whereas" | "that" | "which" | "who" | "yet"
        )
    };
    let bracket = view.word(at) == "(" || at > 0 && view.word(at - 1) == "(";
    let mut i = at;
    while i > 0 && matches!(view.word(i - 1), "," | "(" | "-" | "–" | "—") {
        i -= 1;
    }
    if i == 0 || !bracket && (i == at || joint(i - 1) || matches!(view.word(i - 1), ";" | ":")) {
        return None;
    }
    let start = (0..i)
        .rev()
        .find(|&k| matches!(view.word(k), ";" | ":" | ")") || joint(k) && k > 0 && view.word(k - 1) == ",");
    let start = start.map_or(0, |k| k + 1);
    let verb = view.clauses.iter().any(|c| !View::is_nominal(c) && (start..i).contains(&c.predicate));
    verb.then_some(start)
}

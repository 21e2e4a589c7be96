//! Running the rules over a text: leftmost, then longest, then in order of the files.

use annalist_span::Span;

use super::extent;
use super::pattern::Match;
use super::rule::{Extend, Link, RuleSet};
use super::token::{Shape, Tokens};
use crate::meaning::{Key, Meaning};

/// A time expression found in a text, not yet anchored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// Index of the rule.
    pub(crate) rule: u16,
    /// What it says.
    pub(crate) meaning: Meaning,
    /// How it belongs to the mention found just before it.
    pub(crate) link: Option<Link>,
}

/// Every time expression of `text`.
pub(crate) fn scan(text: &str, rules: &RuleSet) -> Vec<Found> {
    let tokens = Tokens::of(text, &rules.lexicon);
    let mut out = Vec::new();
    let mut best = Match::default();
    let mut later = Match::default();
    let mut trial = Match::default();
    let mut at = 0;
    while at < tokens.list.len() {
        let Some(mut rule) = best_at(&tokens, rules, at, &mut best, &mut trial) else {
            at += 1;
            continue;
        };
        // What a match takes as context may itself begin a longer mention.
        for from in at + 1..=best.items[0].0 as usize {
            if let Some(other) = best_at(&tokens, rules, from, &mut later, &mut trial)
                && reach(&later) > reach(&best)
            {
                rule = other;
                std::mem::swap(&mut best, &mut later);
            }
        }
        at = push(text, &tokens, &best, rules, rule, &mut out).max(at + 1);
    }
    out
}

/// One past the last token of a match's last mention.
fn reach(hit: &Match) -> u32 {
    hit.items.last().map_or(0, |i| i.1)
}

/// The rule with the longest match at token `at`, its match put into `best`.
fn best_at(tokens: &Tokens, rules: &RuleSet, at: usize, best: &mut Match, trial: &mut Match) -> Option<u16> {
    let next = if at + 1 < tokens.list.len() { tokens.symbols(at + 1) } else { &[] };
    let mut winner: Option<(u32, u16)> = None;
    for (symbol, _) in tokens.symbols(at) {
        for &program in &rules.starts[symbol.0 as usize] {
            let (compiled, rule) = &rules.programs[program as usize];
            if !compiled.can_go_on(next) || !compiled.run(tokens, at, trial) {
                continue;
            }
            let end = reach(trial);
            let better = winner.is_none_or(|(to, by)| end > to || (end == to && *rule < by));
            if better && allowed(tokens, trial, rules, *rule) {
                winner = Some((end, *rule));
                std::mem::swap(best, trial);
            }
        }
    }
    winner.map(|(_, rule)| rule)
}

fn allowed(tokens: &Tokens, hit: &Match, rules: &RuleSet, rule: u16) -> bool {
    let rule = &rules.rules[rule as usize];
    let first = hit.items[0].0 as usize;
    let has = |at: usize, symbols: &[super::lexicon::Symbol]| {
        symbols.iter().any(|s| tokens.value(at, *s).is_some())
    };
    if first > 0 && !tokens.list[first].after_break && has(first - 1, &rule.not_after) {
        return false;
    }
    let end = hit.end;
    if end < tokens.list.len() && !tokens.list[end].after_break && has(end, &rule.not_before) {
        return false;
    }
    // A number glued to letters or to another number is no date ("T-72", "5kg").
    let last = hit.items.last().map_or(first, |i| i.1 as usize - 1);
    let word_glued = |at: usize| {
        tokens.list.get(at).is_some_and(|t| t.glued && t.shape == Shape::Word)
            && tokens.list[at - 1].shape == Shape::Number
    };
    if last + 1 < tokens.list.len() && word_glued(last + 1) {
        return false;
    }
    !(first > 0 && tokens.list[first].glued && tokens.list[first - 1].shape == Shape::Word)
}

fn push(text: &str, tokens: &Tokens, hit: &Match, rules: &RuleSet, rule: u16, out: &mut Vec<Found>) -> usize {
    let compiled = &rules.rules[rule as usize];
    let mut meanings: Vec<Meaning> =
        (0..hit.items.len()).map(|i| compiled.meaning(&hit.captures, i as u8)).collect();
    share(&mut meanings);
    let mut reach = 0;
    for (i, (&(from, to), meaning)) in hit.items.iter().zip(&meanings).enumerate() {
        let last = i + 1 == hit.items.len();
        let mut to = to as usize;
        if last && compiled.extend != Extend::No {
            to = extent::grow(text, tokens, to, compiled.extend);
        }
        let span = Span::new(tokens.list[from as usize].start, tokens.list[to - 1].end);
        // "on 4 or 5 May": the "or" anywhere makes it a choice.
        let choice = meanings.iter().any(|m| m.get(Key::One).is_some());
        let link = if choice { Some(Link::OneOf) } else { compiled.link }.filter(|_| i > 0);
        out.push(Found { span, rule, meaning: *meaning, link });
        reach = to;
    }
    if compiled.swallows { reach.max(hit.end) } else { reach }
}

/// Mentions of one match lend each other what only one of them says: "20, 21 and 26 April 2012".
fn share(meanings: &mut [Meaning]) {
    const LENT: &[Key] = &[Key::Month, Key::Year, Key::Era, Key::HalfDay, Key::Century, Key::Unit];
    let n = meanings.len();
    for i in (0..n.saturating_sub(1)).rev() {
        let next = meanings[i + 1];
        for key in LENT {
            // A day borrows a month, and a month a year, but a year on its own borrows no month.
            let fits = match key {
                Key::Month => meanings[i].get(Key::Day).is_some(),
                Key::Year => meanings[i].get(Key::ShortYear).is_none(),
                _ => true,
            };
            if fits {
                meanings[i].share(*key, &next);
            }
        }
    }
    for i in 1..n {
        let before = meanings[i - 1];
        if meanings[i].get(Key::Day).is_some() {
            meanings[i].share(Key::Month, &before);
        }
        if meanings[i].get(Key::ShortYear).is_some() {
            meanings[i].share(Key::Also, &before);
            if let Some(year) = before.get(Key::Year) {
                meanings[i].set(Key::Also, year);
            }
        } else if meanings[i].get(Key::Day).is_some() && meanings[i].get(Key::Month) == before.get(Key::Month)
        {
            meanings[i].share(Key::Year, &before);
        }
        meanings[i].share(Key::Era, &before);
    }
}

//! How far a mention reaches beyond its pattern: "two months *of siege*", "two days *after the fall
//! of the city*".

use super::rule::Extend;
use super::token::{Shape, Tokens};

/// Words that end a noun phrase which a mention grows over.
const STOPS: &[&str] = &[
    "in", "on", "at", "to", "for", "by", "from", "with", "that", "which", "who", "when", "while", "but",
    "as", "was", "were", "is", "are", "had", "has", "have", "would", "did", "could", "before", "after",
    "until", "since", "during", "because", "against", "between", "under", "into", "over", "through", "where",
    "although", "then", "he", "they", "it", "she", "left", "began", "took", "saw",
];

/// Words with which no event begins.
const NO_EVENT: &[&str] =
    &["to", "in", "at", "on", "from", "with", "by", "for", "and", "but", "near", "into"];

/// Words with which a clause begins that is no part of an event's name.
const RUNS_ON: &[&str] = &["as", "while", "when", "because", "although", "whereas"];

/// One past the last token of the mention that ends at token `to`.
pub(super) fn grow(text: &str, tokens: &Tokens, to: usize, how: Extend) -> usize {
    let word = |at: usize| -> &str {
        let t = &tokens.list[at];
        &text[t.start as usize..t.end as usize]
    };
    let stop_mark = |at: usize| {
        let t = &tokens.list[at];
        t.after_break
            || matches!(t.shape, Shape::Mark(c) if !matches!(c, '\'' | '’' | '-' | '–' | '"' | '“' | '”'))
    };
    match how {
        Extend::No => to,
        Extend::Of => {
            if to >= tokens.list.len() || tokens.list[to].after_break {
                return to;
            }
            // The pattern may end with its "of".
            let to = if word(to) == "of" {
                to
            } else if word(to - 1) == "of" {
                to - 1
            } else {
                return to;
            };
            let mut end = to + 1;
            while end < tokens.list.len() && end < to + 6 && !stop_mark(end) {
                let lower = word(end).to_lowercase();
                if STOPS.contains(&lower.as_str()) {
                    break;
                }
                end += 1;
            }
            if end > to + 1 { end } else { to }
        }
        Extend::Event => {
            // "their march the day before to the mill" names no event.
            if to < tokens.list.len() && NO_EVENT.contains(&word(to).to_lowercase().as_str()) {
                return to;
            }
            let mut end = to;
            let runs_on = |at: usize| at > to && RUNS_ON.contains(&word(at).to_lowercase().as_str());
            while end < tokens.list.len() && end < to + 16 && !stop_mark(end) && !runs_on(end) {
                end += 1;
            }
            // Not a clause that runs on: only what ends at a mark, or where the next clause begins.
            if end < tokens.list.len() && (stop_mark(end) || runs_on(end)) { end } else { to }
        }
    }
}

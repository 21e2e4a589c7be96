//! From arguments to slots: parties, places, figures, means, measures.

mod alias;
mod figure;
mod group;
mod list;
mod measure;
mod party;
mod place;
mod point;
mod whole;

use annalist_span::Span;

pub(crate) use figure::{figures, told_number};
pub(crate) use list::places;
pub(crate) use measure::measures;
pub(crate) use party::{parties, party};
pub(crate) use place::slot_at;
pub(crate) use point::undivided;

use crate::view::{Arg, View};

/// Whether a phrase tells a side of a place ("the east of X").
pub(crate) fn turned(view: &View<'_>, arg: &Arg) -> bool {
    view.lexicon.listed("compass", &view.token(arg.head).lemma)
}

/// Cuts articles and marks from the front of a phrase.
pub(crate) fn trim(view: &View<'_>, span: Span) -> Span {
    let mut start = span.start;
    for i in view.tokens_in(span) {
        let word = view.word(i);
        let lower = word.to_lowercase();
        if matches!(
            lower.as_str(),
            "the"
                | "both"
                | "all"
                | "\""
                | "“"
                | "("
                | ","
                | "of"
                | "and"
                | "also"
                | "nearby"
                | "strategic"
                | "especially"
                | "particularly"
                | "notably"
                | "then"
                | "only"
                | "towards"
                | "whose"
        ) || lower == "dead" && i > 0 && &*view.token(i - 1).lemma == "shoot"
        {
            start = view.token(i).span.end;
            while view.source.text.as_bytes().get(start as usize) == Some(&b' ') {
                start += 1;
            }
        } else {
            break;
        }
    }
    let span = if start >= span.end { span } else { Span::new(start, span.end) };
    // "the Northern Army (NA": the mark that closes the brackets belongs to them.
    let text = view.text(span);
    let open = text.matches('(').count() > text.matches(')').count();
    let closed = view.source.text.as_bytes().get(span.end as usize) == Some(&b')');
    if open && closed { Span::new(span.start, span.end + 1) } else { span }
}

/// Means, as written.
pub(crate) fn means(view: &View<'_>, args: &[Arg]) -> Vec<String> {
    let mut out = Vec::new();
    for arg in args {
        let text = view.text(trim(view, arg.span)).to_owned();
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

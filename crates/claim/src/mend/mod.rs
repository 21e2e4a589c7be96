//! Clauses mended where a parser cut a sentence otherwise than a reader does: whose act it is in a chain of participles, who
//! speaks in the middle, what one verb tells twice.

mod chain;
mod object;
mod subject;

use annalist_language::{Clause, Tag};

pub(crate) use object::bearing;

use crate::rules::RuleSet;
use crate::view::View;

/// Mends every clause of a sentence; event nouns have theirs by now.
pub(crate) fn mend(view: &mut View<'_>, rules: &RuleSet) {
    let mut extra: Vec<Clause> = Vec::new();
    for index in 0..view.clauses.len() {
        if View::is_nominal(&view.clauses[index]) {
            continue;
        }
        object::bounded(view, index);
        subject::behind_date(view, index);
        object::behind_colon(view, index);
        subject::taken_along(view, index);
        subject::attacked_and(view, index);
        subject::shot_and(view, index);
        subject::taken_prisoner(view, index);
        object::borne(view, index);
        object::overrun(view, index, rules);
        object::heading_away(view, index);
        chain::chained(view, index);
        chain::spoken_between(view, index);
        subject::second_doer(view, index);
        subject::doer_of_noun(view, index);
        extra.extend(chain::again(view, index));
    }
    view.clauses.extend(extra);
}

fn noun(view: &View<'_>, token: u32) -> bool {
    matches!(view.token(token).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
}

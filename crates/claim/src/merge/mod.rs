//! One event, one draft: what a strike did is part of the strike, what an attack's verb says is part of the attack.

mod harm;
mod impact;
mod same;

use crate::Kind;
use crate::draft::{Draft, Matched};
use crate::kinds::strikes;
use crate::view::View;

/// Drafts of a sentence after merging, in order of their predicates.
pub(crate) fn merge(view: &View<'_>, matched: &Matched) -> Vec<Draft> {
    let mut drafts = matched.drafts.clone();
    impact::impact(view, matched, &mut drafts);
    impact::aimed(view, &mut drafts);
    impact::wrought(view, &mut drafts);
    same::driven(view, matched, &mut drafts);
    harm::harm(view, matched, &mut drafts);
    same::repelled(&mut drafts);
    same::copula(view, matched, &mut drafts);
    same::either(view, &mut drafts);
    harm::casualties(view, matched, &mut drafts);
    impact::tools(view, &mut drafts);

    same::beside(view, matched, &mut drafts);

    same::doubles(view, &mut drafts);
    for draft in drafts.iter_mut().filter(|d| d.kind == Kind::Harm && !d.nominal && d.places.is_empty()) {
        draft.places = crate::beside::there(view, &matched.bounds, draft.clause);
    }
    drafts.sort_by_key(|d| (d.predicate, d.clause));
    drafts
}

/// Kinds whose claim carries the casualties told in the same clause.
const fn carries_harm(kind: Kind) -> bool {
    strikes(kind) || matches!(kind, Kind::Massacre)
}

fn push(list: &mut Vec<crate::view::Arg>, arg: &crate::view::Arg) {
    if !list.iter().any(|a| a.head == arg.head) {
        list.push(arg.clone());
    }
}

fn remove(drafts: &mut Vec<Draft>, mut gone: Vec<usize>) {
    gone.sort_unstable();
    gone.dedup();
    for i in gone.into_iter().rev() {
        drafts.remove(i);
    }
}

//! Replay: from claims to who held a place when, by one account.
//!
//! Sharp claims (one happening, a day or a few) move the ground in the order of the days and of the
//! telling. Wide ones (summaries, infoboxes, whole months) are checks: they confirm what the sharp
//! ones tell, add only where those tell nothing, and otherwise are contradictions, which surface as
//! disputes.

mod fold;
mod order;
mod step;
#[cfg(test)]
mod tests;

pub(crate) use fold::{Clash, Folded, Outcome, Stretch};
pub(crate) use order::Dated;
pub(crate) use step::Move;

use crate::account::Policy;
use crate::model::Status;
use crate::rows::Rows;
use order::order;
use step::{Step, steps_of};

/// Replays a place. `told` are the rows that speak of it.
pub(crate) fn replay(rows: &Rows, told: impl Iterator<Item = usize>, key: &str, policy: &Policy) -> Folded {
    let mut sharp = Vec::new();
    let mut wide = Vec::new();
    for index in told {
        for step in steps_of(index, &rows[index], key, policy) {
            if step.wide { wide.push(step) } else { sharp.push(step) }
        }
    }
    let mut sequence = order(sharp, rows);
    let mut folded = fold::fold(&sequence);
    let width = |s: &Step| s.window.width().unwrap_or(i32::MAX);
    wide.sort_by(|a, b| width(a).cmp(&width(b)).then_with(|| rows[a.row].order().cmp(&rows[b.row].order())));
    for step in wide {
        check(&mut sequence, &mut folded, step);
    }
    folded.stretches.retain(|s| s.holder.is_some() || s.status != Status::Unknown || s.start.is_some());
    folded
}

/// The steps of a place in order, those of summaries left out.
pub(crate) fn sequence(
    rows: &Rows,
    told: impl Iterator<Item = usize>,
    key: &str,
    policy: &Policy,
) -> Vec<Dated> {
    let sharp = told.flat_map(|at| steps_of(at, &rows[at], key, policy)).filter(|s| !s.wide).collect();
    order(sharp, rows)
}

/// Checks a summary against the replay: confirms, adds or contradicts.
fn check(sequence: &mut Vec<Dated>, folded: &mut Folded, step: Step) {
    let (Move::Take { by, .. } | Move::Keep { by } | Move::Enter { by }) = &step.what else { return };
    let last = step.window.surely();
    let first = step.window.first.unwrap_or(i32::MIN);
    let inside = |s: &Stretch| s.start.is_none_or(|d| d <= last) && s.end.is_none_or(|d| d >= first);
    let agrees = folded
        .stretches
        .iter_mut()
        .rev()
        .find(|s| inside(s) && s.holder.as_deref() == Some(by) && s.start.is_some());
    if let Some(stretch) = agrees {
        stretch.confirmed.push(step.row);
        folded.checked.push((step.row, Outcome::Agrees));
        return;
    }
    let silent = !folded.stretches.iter().any(|s| inside(s) && s.start.is_some() && s.holder.is_some());
    if silent {
        let mut checked = std::mem::take(&mut folded.checked);
        checked.push((step.row, Outcome::Alone));
        let at = sequence.partition_point(|d| d.day < last);
        sequence.insert(at, Dated { day: last, rows: vec![step.row], step });
        let confirmed: Vec<(Option<i32>, Vec<usize>)> =
            folded.stretches.iter().map(|s| (s.start, s.confirmed.clone())).collect();
        let clashes = std::mem::take(&mut folded.clashes);
        *folded = fold::fold(sequence);
        folded.clashes.extend(clashes);
        folded.clashes.dedup();
        folded.checked = checked;
        for (start, rows) in confirmed {
            if let Some(stretch) = folded.stretches.iter_mut().find(|s| s.start == start) {
                for row in rows {
                    if !stretch.confirmed.contains(&row) {
                        stretch.confirmed.push(row);
                    }
                }
            }
        }
    } else if let Some(stretch) = folded.stretches.iter().find(|s| inside(s) && s.start.is_some()) {
        folded.checked.push((step.row, Outcome::Contradicts));
        folded.clashes.push(Clash {
            from: first.max(stretch.start.unwrap_or(first)),
            to: last,
            first: (stretch.holder.clone(), stretch.begun.clone()),
            second: (Some(by.clone()), vec![step.row]),
        });
    }
}

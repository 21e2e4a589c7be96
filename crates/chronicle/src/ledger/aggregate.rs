//! What several claimants' figures of the same victims come to.

use crate::link::{Feature, independent};
use crate::model::Claimant;

/// The aggregates of one entry's claimants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aggregates {
    /// The least figure.
    pub(crate) conservative: Option<u64>,
    /// The most precise figure.
    pub(crate) informative: Option<u64>,
    /// The middle one of the independent claimants' figures.
    pub(crate) representative: Option<u64>,
    /// The greatest; `None` when one is without a bound.
    pub(crate) max: Option<u64>,
}

impl Aggregates {
    /// The aggregates. `features` are those of the claimants' claims, in the same order.
    pub(crate) fn of(claimants: &[&Claimant], features: &[&Feature]) -> Self {
        let bounded = claimants.iter().all(|c| c.max.is_some());
        Self {
            conservative: claimants.iter().filter_map(|c| c.min.or(c.max)).min(),
            informative: informative(claimants),
            representative: representative(claimants, features),
            max: if bounded { claimants.iter().filter_map(|c| c.max).max() } else { None },
        }
    }
}

/// A claimant's figure as one number: the middle of a range, or the bound that is told.
fn central(claimant: &Claimant) -> Option<u64> {
    match (claimant.min, claimant.max) {
        (Some(a), Some(b)) => Some(a.midpoint(b)),
        (a, b) => a.or(b),
    }
}

/// The figure with the narrowest range; of equals, the least.
fn informative(claimants: &[&Claimant]) -> Option<u64> {
    let width = |c: &Claimant| c.max.zip(c.min).map_or(u64::MAX, |(b, a)| b.saturating_sub(a));
    claimants.iter().filter_map(|c| Some((width(c), central(c)?))).min().map(|(_, n)| n)
}

/// The lower median over independent claimants.
fn representative(claimants: &[&Claimant], features: &[&Feature]) -> Option<u64> {
    let median = |mut numbers: Vec<u64>| {
        numbers.sort_unstable();
        numbers.get(numbers.len().saturating_sub(1) / 2).copied()
    };
    if features.len() != claimants.len() {
        return median(claimants.iter().filter_map(|c| central(c)).collect());
    }
    median(
        independent(features)
            .into_iter()
            .filter_map(|group| median(group.members.iter().filter_map(|i| central(claimants[*i])).collect()))
            .collect(),
    )
}

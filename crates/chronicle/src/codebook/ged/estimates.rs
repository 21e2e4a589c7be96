//! # Best, low and high
//!
//! **What it does.** Per victim group the representative figure counts for *best*, the least for
//! *low*, the greatest for *high*; *best* is the sum over the groups.
//!
//! **Codebook basis.** UCDP GED Codebook, "Fatality estimates": best is the sum of the deaths of side
//! A, side B, civilians and unknown; low and high are the extremes among reliable reports.
//!
//! **Example.** Four to six rebels and three soldiers dead: low 7, best 8, high 9.
//!
//! **Effect on an export.** low ≤ best ≤ high always holds.

use super::dyad::Dyad;
use crate::codebook::RuleName;
use crate::model::LedgerEntry;

pub(super) const NAME: RuleName = "ged/estimates";

/// Deaths by group, with their extremes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Deaths {
    pub(super) a: u64,
    pub(super) b: u64,
    pub(super) civilians: u64,
    pub(super) unknown: u64,
    pub(super) low: u64,
    pub(super) high: u64,
}

impl Deaths {
    pub(super) const fn best(&self) -> u64 {
        self.a + self.b + self.civilians + self.unknown
    }
}

pub(super) fn estimates(figures: &[&LedgerEntry], dyad: &Dyad) -> Deaths {
    let mut deaths = Deaths::default();
    for entry in figures {
        let best = entry.representative.unwrap_or(0);
        let group = match entry.victims.as_deref() {
            Some("civilian") => &mut deaths.civilians,
            side if side.is_some() && side == dyad.a.as_deref() => &mut deaths.a,
            side if side.is_some() && side == dyad.b.as_deref() => &mut deaths.b,
            _ => &mut deaths.unknown,
        };
        *group += best;
        deaths.low += entry.min.unwrap_or(best).min(best);
        let most = entry.claimants.iter().filter_map(|c| c.max.or(c.min)).max().unwrap_or(best);
        deaths.high += most.max(best);
    }
    deaths
}

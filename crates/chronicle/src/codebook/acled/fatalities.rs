//! # The lowest figure
//!
//! **What it does.** Of several figures for the dead of one event the lowest counts; without any,
//! zero.
//!
//! **Codebook basis.** ACLED Codebook, "Fatalities": where sources differ, the most conservative
//! figure is coded; unknown is zero.
//!
//! **Example.** "Over 150" by one side and "between 14 and 20" by people there: 14.
//!
//! **Effect on an export.** The row's count may be far below what some claim; all figures stand in
//! the ledger.

use annalist_claim::FigureKind;

use super::split;
use crate::codebook::RuleName;
use crate::model::Event;
use crate::state::Chronicle;

pub(super) const NAME: RuleName = "acled/lowest-figure";

/// The dead of some events at one of their places, and the rules that counted them. Each event
/// comes with the number of places that share its dead.
pub(super) fn count<'a>(
    chronicle: &Chronicle,
    events: impl Iterator<Item = (&'a Event, u64)>,
    place: Option<&str>,
) -> (u64, Vec<RuleName>) {
    let mut sum = 0;
    let mut rules = Vec::new();
    for (event, shares) in events {
        let killed = |e: &&crate::model::LedgerEntry| {
            e.event.as_deref() == Some(event.id.as_str()) && e.what == FigureKind::Killed
        };
        let mut dead = 0;
        for entry in chronicle.figures.iter().filter(killed) {
            dead += entry.conservative.unwrap_or(0);
            rules.push(NAME);
        }
        let nth = place.and_then(|p| event.places.iter().position(|q| q == p)).unwrap_or(0) as u64;
        if shares > 1 && dead > 0 {
            rules.push(split::NAME);
        }
        sum += split::share(dead, shares, nth);
    }
    rules.sort_unstable();
    rules.dedup();
    (sum, rules)
}

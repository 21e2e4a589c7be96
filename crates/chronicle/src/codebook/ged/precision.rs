//! # Precision codes
//!
//! **What it does.** The days give `date_prec` (1 a day, 2 two to six days, 3 a week, 4 a month, 5 a
//! year); the place gives `where_prec` (1 an exact place, 2 near one, 6 when nothing is located).
//!
//! **Codebook basis.** UCDP GED Codebook, "Precision of dates" and "Precision of locations".
//!
//! **Example.** "Between the 2nd and the 5th, north of the town" is 2 and 2.
//!
//! **Effect on an export.** No location is made finer than it is told.

use crate::codebook::RuleName;
use crate::day::Window;
use crate::model::Event;
use crate::state::Chronicle;

pub(super) const NAME: RuleName = "ged/precision";

pub(super) fn date(window: Window) -> u8 {
    match window.width() {
        Some(0) => 1,
        Some(1..=5) => 2,
        Some(6..=7) => 3,
        Some(8..=31) => 4,
        _ => 5,
    }
}

pub(super) fn place(chronicle: &Chronicle, event: &Event) -> u8 {
    let located = event.places.iter().filter_map(|p| chronicle.places.get(p)).any(|p| p.point.is_some());
    let near = event
        .claims
        .iter()
        .filter_map(|c| chronicle.row(c))
        .any(|r| r.claim.places.iter().any(|slot| slot.place.id.is_some()));
    match (located, near) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 6,
    }
}

//! # Inclusion
//!
//! **What it does.** An event enters only with at least one direct death, by the best or, where the
//! best is none, the high estimate.
//!
//! **Codebook basis.** UCDP GED Codebook, definition of an event: "at least 1 direct death in either
//! the best, low or high estimate".
//!
//! **Example.** An assault without figures is no GED event.
//!
//! **Effect on an export.** Captures without deaths are left out.

use super::estimates::Deaths;
use crate::codebook::RuleName;

pub(super) const NAME: RuleName = "ged/inclusion";

pub(super) const fn includes(deaths: &Deaths) -> bool {
    deaths.best() > 0 || deaths.high > 0
}

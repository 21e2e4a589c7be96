//! # Days that are known well enough
//!
//! **What it does.** Only a happening whose days lie within a month enters; what is told of a whole season
//! or year does not.
//!
//! **Codebook basis.** ACLED Codebook, "Time precision": the coarsest precision, 3, is a month; an event
//! that cannot be put into one is not coded.
//!
//! **Example.** "In 2029 the reds held their ground" makes no row.
//!
//! **Effect on an export.** Background of earlier years is left out; no day is made up for it.

use crate::day::{DayNumber, Window};

/// Days of the longest month, less one.
const MONTH: DayNumber = 30;

pub(super) fn includes(window: Window) -> bool {
    window.width().is_none_or(|days| days <= MONTH)
}

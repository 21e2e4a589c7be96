//! Codebooks: how others count the same happenings, as computed views.
//!
//! Each rule is one file that says what it does, on which passage of the codebook it rests, gives an
//! example, and what it changes in an export. No rule changes a claim.

mod acled;
mod ged;

pub use acled::{AcledEvent, acled};
pub use ged::{GedEvent, Violence, ged};

/// A row of a codebook names the rules that made it.
pub type RuleName = &'static str;

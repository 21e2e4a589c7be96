//! Decisions: an append-only journal of what reviewers did, replayed over every extraction.

mod act;
mod correct;
mod effect;
mod log;
mod orphan;
#[cfg(test)]
mod tests;

pub use act::{Act, Anchor, Decision};
pub use correct::{corrected, slot_value};
pub use log::{LogError, standing, validate};
pub use orphan::{Orphan, orphans};

pub use effect::Effects;

pub(crate) use effect::Touched;

//! Narrative time.
//!
//! **Takes** a document, its passages' analyses and its dates. **Gives** [`TimeMention`]s as TIMEX3
//! and EDTF, and the time of every event clause. **The idea:** each expression is anchored by what
//! was told before it.

mod attach;
mod clock;
mod course;
mod edtf;
mod explain;
mod layer;
mod meaning;
mod model;
mod period;
mod reader;
mod recognise;
mod resolve;
#[cfg(test)]
mod rule_tests;
mod sentence;
mod usage;
mod when;

pub use edtf::{Day, Edtf, EdtfError};
pub use explain::{Explanation, Expression, check_rules, explain, find, rules};
pub use layer::TimeLayer;
pub use model::*;

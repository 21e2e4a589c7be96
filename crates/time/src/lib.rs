//! Narrative time.
//!
//! **Takes** a document, its passages' analyses and its dates. **Gives** [`TimeMention`]s as TIMEX3
//! and EDTF, and the time of every event clause. **The idea:** each expression is anchored by what
//! was told before it.

mod attach;
mod clock;
mod course;
mod edtf;
mod event;
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
mod zone;

pub use edtf::{Day, Edtf, EdtfError};
pub use explain::{
    Explanation, Expression, TimeRule, check_committed, check_rules, explain, explain_passage, find, rules,
};
pub use layer::TimeLayer;
pub use model::*;

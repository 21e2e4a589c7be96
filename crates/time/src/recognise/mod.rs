//! Finding time expressions in a text by rules that are data.
//!
//! [`token`] cuts the text, [`lexicon`] gives every token its symbols, [`pattern`] compiles a rule's
//! pattern to a small program over symbols, [`rule`] reads the rule files, [`mod@scan`] runs them.

mod extent;
mod lexicon;
mod pattern;
mod rule;
mod scan;
mod token;

pub(crate) use rule::{Extend, Link, RuleSet, RuleText, check};
pub(crate) use scan::{Found, scan};

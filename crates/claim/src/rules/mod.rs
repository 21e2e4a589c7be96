//! Rules as data: read from TOML, compiled to an index by predicate, linted and run on their own
//! examples.

mod check;
mod compile;
mod lint;
mod spec;

pub use check::{CheckReport, ExampleFailure, Tested, check, test};
pub use compile::{RuleInfo, list};
pub use lint::{Finding, lint};

pub(crate) use compile::{Part, Rule, RuleSet};
pub(crate) use spec::{Form, Opponent, Role, Selector};

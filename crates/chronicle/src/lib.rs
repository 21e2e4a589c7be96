//! Events, holdings and disputes: views over claims.
//!
//! **Takes** the claims of many documents and people's decisions. **Gives** [`Event`]s,
//! [`Holding`]s per [`Account`] and [`Dispute`]s. **The idea:** nothing is silently chosen; an
//! account says whose word counts, and what accounts cannot both have right is a dispute.

mod account;
mod agreement;
mod check;
mod chronicle;
mod codebook;
mod day;
mod decide;
mod dispute;
mod event;
#[cfg(test)]
mod grown;
mod harm;
mod homes;
mod index;
mod ledger;
mod link;
mod model;
mod place;
mod query;
mod replay;
mod row;
mod rows;
mod sensitivity;
mod smooth;
mod source;
mod state;
#[cfg(test)]
mod testing;
mod voice;
mod words;

pub use account::{Account, AccountError, Favour, Policy, PolicyError, PolicyRule, Stance};
pub use agreement::{Agreement, Disagreement, SlotAgreement, agreement, alpha, coders, kappa};
pub use check::SummaryCheck;
pub use codebook::{AcledEvent, GedEvent, RuleName, Violence, acled, ged};
pub use decide::{
    Act, Anchor, Decision, Effects, LogError, Orphan, corrected, orphans, slot_value, standing, validate,
};
pub use event::{ClusterChange, changes_of_clusters, cluster_changes};
pub use harm::{CivilianHarm, Grade};
pub use ledger::{Spread, Total, TotalSensitivity, UNDERCOUNT};
pub use link::{COMPARISONS, Comparison, Level, Levels, Weights, WeightsError};
pub use model::*;
pub use place::{Found, SeenPlace, bare_name, point_of_key};
pub use query::{Answer, Change, Difference, Ground, Mention, OneSided, Quote, Role, Tempo, Within};
pub use sensitivity::Sensitivity;
pub use smooth::{Belief, CONTESTED};
pub use source::Source;
pub use state::Chronicle;

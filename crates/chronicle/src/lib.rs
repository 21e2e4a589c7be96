//! Events, holdings and disputes: views over claims.
//!
//! **Takes** the claims of many documents and people's decisions. **Gives** [`Event`]s,
//! [`Holding`]s per [`Account`] and [`Dispute`]s. **The idea:** nothing is silently chosen; an
//! account says whose word counts, and what accounts cannot both have right is a dispute.

mod model;

pub use model::*;

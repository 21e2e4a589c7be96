//! Claims: the heart.
//!
//! **Takes** a document with its analyses, times, places and belligerents. **Gives** [`Claim`]s:
//! one clause's assertion each, with its evidence, attribution, factuality and rule. **The idea:**
//! rules are data, with their tests beside them, and a disagreement is two claims.

mod model;

pub use model::*;

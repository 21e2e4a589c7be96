//! Places.
//!
//! **Takes** a document with its analyses, compiled place lists and users' overrides. **Gives**
//! [`PlaceMention`]s: resolved, ambiguous or not found, each with its candidates and a geometry of
//! stated precision. **The idea:** a spelling is a key, a relative place is a geometry, and a place
//! not found is said to be not found.

mod model;

pub use model::*;

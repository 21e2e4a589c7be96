//! Places.
//!
//! **Takes** a document with its analyses, compiled place lists and users' overrides. **Gives**
//! [`PlaceMention`]s: resolved, ambiguous or not found, each with its candidates and a geometry of
//! stated precision. **The idea:** a spelling is a key, a relative place is a geometry, and a place
//! not found is said to be not found.

mod check;
mod cue;
mod fold;
mod gazetteer;
mod import;
mod layer;
mod list;
mod measure;
mod model;
mod name;
mod nearest;
mod overrides;
mod pack;
mod phrase;
mod resolve;
mod roman;
mod token;

pub use check::{Finding, check};
pub use fold::fold;
pub use gazetteer::{Gazetteer, distance};
pub use import::{Imported, import};
pub use layer::PlaceLayer;
pub use list::{Entry, ListError, compile};
pub use model::*;
pub use overrides::{Override, Overrides};
pub use pack::read as read_pack;
pub use roman::{has_romanisations, same_romanisation};

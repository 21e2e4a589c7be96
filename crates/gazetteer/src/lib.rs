//! Places.
//!
//! **Takes** a document with its analyses, compiled place lists and users' overrides. **Gives**
//! [`PlaceMention`]s: resolved, ambiguous or not found, each with its candidates and a geometry of
//! stated precision. **The idea:** a spelling is a key, a relative place is a geometry, and a place
//! not found is said to be not found.

mod around;
mod check;
mod compile;
mod coordinate;
mod cue;
mod decide;
mod focus;
mod fold;
mod gather;
mod gazetteer;
mod import;
mod layer;
mod list;
mod lookups;
mod measure;
mod memo;
mod model;
mod name;
mod nearest;
mod overrides;
mod pack;
mod phrase;
mod relate;
mod resolve;
mod roman;
mod score;
mod segment;
mod token;
mod value;

pub use check::{Finding, check};
pub use compile::compile;
pub use fold::fold;
pub use gather::{Gathered, gather};
pub use gazetteer::{Gazetteer, distance, embedded_packs};
pub use import::{Imported, import};
pub use layer::PlaceLayer;
pub use list::{Entry, ListError};
pub use model::*;
pub use overrides::{Override, Overrides};
pub use pack::{read as read_pack, write as write_pack};
pub use roman::{has_romanisations, same_romanisation};

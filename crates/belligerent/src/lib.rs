//! The order of battle.
//!
//! **Takes** a document with its analyses and places, and data packs. **Gives** an
//! [`OrderOfBattle`] and the [`ActorMention`]s of each passage, resolved to a belligerent and a
//! side. **The idea:** the document introduces its own cast; packs only complete it.

mod model;

pub use model::*;

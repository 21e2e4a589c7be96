//! The order of battle.
//!
//! **Takes** a document with its analyses, and data packs. **Gives** a [`Cast`]: the
//! [`OrderOfBattle`], the [`ActorMention`]s of each passage, and answers to "whose side is this
//! phrase on" ([`Cast::resolve`]) and "to whom does this source lean" ([`Cast::source_alignment`]).
//! **The idea:** the document introduces its own cast; packs only complete it.

mod cast;
mod lexicon;
mod model;
mod packs;
mod period;
mod phrase;
mod source;
mod speaker;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod testing;
mod vocabulary;
mod words;

pub use cast::Cast;
pub use model::*;
pub use packs::{PackError, Packs};

//! English analysis: tokens, sentences, tags, dependency trees, chunks, lemmas and numerals.
//!
//! **Takes** the text of a passage. **Gives** an [`Analysis`]: sentences of [`Token`]s with a
//! dependency tree, and for each sentence its [`Clause`]s, the predicate–argument view that rules
//! read. **The idea:** a pure-Rust parser with a small committed model, whose trees are the same
//! bits on every CPU.

mod clause;
mod lemma;
mod lexicon;
mod model;

pub use clause::*;
pub use model::*;

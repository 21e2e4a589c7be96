//! English analysis: tokens, sentences, tags, dependency trees, chunks, lemmas and numerals.
//!
//! **Takes** the text of a passage. **Gives** an [`Analysis`]: sentences of [`Token`]s with a
//! dependency tree, and for each sentence its [`Clause`]s, the predicate–argument view that rules
//! read. **The idea:** a pure-Rust parser with a small committed model, whose trees are the same
//! bits on every CPU.

mod cache;
mod clause;
mod conllu;
mod familiar;
mod hash;
mod lemma;
mod lexeme;
mod lexicon;
mod model;
mod month;
mod net;
mod numeral;
mod parse;
mod pipeline;
mod sentence;
mod token;
mod weights;

pub use clause::*;
pub use conllu::conllu;
pub use model::*;
pub use numeral::{Quantity, QuantityKind, quantities};
pub use pipeline::Pipeline;
pub use sentence::sentences;

/// The tokens of a text, as spans of it: a token is what the model has a vector for.
///
/// A single space between tokens is no token; other white space inside a sentence is.
pub fn tokenize(text: &str) -> Vec<annalist_span::Span> {
    Pipeline::embedded().tokenize(text)
}

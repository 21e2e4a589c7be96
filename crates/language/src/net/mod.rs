//! The network: embeddings, four mixing layers, and the linear layers of tagger and parser.
//!
//! Products are exact integer sums (see [`linear`]), everything after them is `f32` arithmetic in a
//! fixed order, so that the same text gives the same bits on every processor.

// Loops are compiled once for each kernel (see `kernel::Work`), which needs them inlined.
#![allow(clippy::inline_always)]

pub(crate) mod embedding;
pub(crate) mod encoder;
pub(crate) mod kernel;
pub(crate) mod linear;
pub(crate) mod normalise;

/// Numbers in a token's vector.
pub(crate) const WIDTH: usize = 96;
/// Candidates of which a maxout unit keeps the largest.
pub(crate) const PIECES: usize = 3;
/// Layers that mix a token with its neighbours.
pub(crate) const DEPTH: usize = 4;
/// Tokens that a mixing layer sees: the one before, itself, the one after.
pub(crate) const WINDOW: usize = 3;

//! The mixing layers: each token's vector learns of four neighbours on either side.

use super::kernel::{Kernel, Work};
use super::linear::Rounding;
use super::normalise::maxout_normalised;
use super::{DEPTH, PIECES, WIDTH};
use crate::weights::{Mixer, Weights};

/// Rows whose products are computed together: most sentences whole, so that a layer's weights are read
/// once.
const ROWS: usize = 64;

/// Rows before the first token and after the last: as many as there are layers, so that the outermost
/// row a token can learn of is empty. They begin as zeros and are mixed like tokens, as in training.
const MARGIN: usize = DEPTH;

/// Vectors of the tokens of one sentence.
#[derive(Default)]
pub(crate) struct Vectors {
    /// A row a token, between two margins.
    exact: Vec<[f32; WIDTH]>,
    /// The same, rounded.
    rounded: Vec<[i16; WIDTH]>,
    next: Vec<[i16; WIDTH]>,
    products: Vec<f32>,
}

impl Vectors {
    /// Forgets the tokens, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.exact.clear();
        self.exact.resize(MARGIN, [0.0; WIDTH]);
    }

    /// Appends a token's first vector.
    pub(crate) fn push(&mut self, vector: &[f32; WIDTH]) {
        self.exact.push(*vector);
    }

    /// Runs the mixing layers over the tokens pushed.
    pub(crate) fn encode(&mut self, weights: &Weights, kernel: Kernel) {
        self.exact.resize(self.exact.len() + MARGIN, [0.0; WIDTH]);
        let rows = self.exact.len();
        let rounding = weights.tagger.rounding();
        self.rounded.clear();
        self.rounded.extend(self.exact.iter().map(|exact| exact.map(|value| rounding.round(value))));
        self.next.resize(rows, [0; WIDTH]);
        self.products.resize(ROWS * PIECES * WIDTH, 0.0);
        for (layer, mixer) in weights.mixers[1..].iter().enumerate() {
            // Each layer leaves out one more row at either end: nothing that is used depends on it.
            let (begin, end) = (layer + 1, rows - layer - 1);
            for first in (begin..end).step_by(ROWS) {
                let count = ROWS.min(end - first);
                // A row's window is three rows that lie side by side.
                let windows = self.rounded[first - 1..=first + count].as_flattened();
                mixer.linear.apply(kernel, windows, WIDTH, count, &mut self.products);
                kernel.run(Finish {
                    mixer,
                    rounding,
                    products: &self.products,
                    exact: &mut self.exact[first..first + count],
                    rounded: &mut self.next[first..first + count],
                });
            }
            std::mem::swap(&mut self.rounded, &mut self.next);
        }
    }

    /// Tokens, after [`encode`](Self::encode).
    pub(crate) fn len(&self) -> usize {
        self.exact.len() - 2 * MARGIN
    }

    /// The rounded vectors of the tokens, row by row.
    pub(crate) fn rounded(&self) -> &[i16] {
        self.rounded[MARGIN..MARGIN + self.len()].as_flattened()
    }
}

/// Adds a layer's result to the vectors and rounds them.
struct Finish<'a> {
    mixer: &'a Mixer,
    rounding: Rounding,
    products: &'a [f32],
    exact: &'a mut [[f32; WIDTH]],
    rounded: &'a mut [[i16; WIDTH]],
}

impl Work for Finish<'_> {
    #[inline(always)]
    fn run(self) {
        let (products, _) = self.products.as_chunks::<{ PIECES * WIDTH }>();
        for ((products, exact), rounded) in products.iter().zip(self.exact).zip(self.rounded) {
            let added = maxout_normalised(products, &self.mixer.gain, &self.mixer.bias);
            for unit in 0..WIDTH {
                exact[unit] += added[unit];
                rounded[unit] = self.rounding.round(exact[unit]);
            }
        }
    }
}

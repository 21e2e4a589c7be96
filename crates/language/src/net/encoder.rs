//! The mixing layers: each token's vector learns of four neighbours on either side.

use super::kernel::{Kernel, Work};
use super::linear::Rounding;
use super::normalise::maxout_normalised;
use super::{PIECES, WIDTH, WINDOW};
use crate::weights::{Mixer, Weights};

/// Rows whose products are computed together; they fit the first-level cache.
const ROWS: usize = 24;

/// Vectors of the tokens of one sentence.
#[derive(Default)]
pub(crate) struct Vectors {
    /// A row a token.
    exact: Vec<[f32; WIDTH]>,
    /// Rounded; a row of zeros stands before the first token and after the last.
    rounded: Vec<[i16; WIDTH]>,
    next: Vec<[i16; WIDTH]>,
    products: Vec<f32>,
}

impl Vectors {
    /// Forgets the tokens, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.exact.clear();
    }

    /// Appends a token's first vector.
    pub(crate) fn push(&mut self, vector: [f32; WIDTH]) {
        self.exact.push(vector);
    }

    /// Tokens held.
    pub(crate) fn len(&self) -> usize {
        self.exact.len()
    }

    /// The rounded vectors, row by row.
    pub(crate) fn rounded(&self) -> &[i16] {
        self.rounded[1..=self.len()].as_flattened()
    }

    /// Runs the mixing layers over the tokens pushed.
    pub(crate) fn encode(&mut self, weights: &Weights, kernel: Kernel) {
        let tokens = self.len();
        let mixers = &weights.mixers[1..];
        let rounding = weights.tagger.rounding();
        self.rounded.clear();
        self.rounded.resize(tokens + 2, [0; WIDTH]);
        self.next.clear();
        self.next.resize(tokens + 2, [0; WIDTH]);
        self.products.resize(ROWS * PIECES * WIDTH, 0.0);
        for (exact, rounded) in self.exact.iter().zip(&mut self.rounded[1..]) {
            *rounded = exact.map(|value| rounding.round(value));
        }
        for mixer in mixers {
            for first in (0..tokens).step_by(ROWS) {
                let rows = ROWS.min(tokens - first);
                // A token's window is three rows that lie side by side.
                let windows = self.rounded[first..first + rows + WINDOW - 1].as_flattened();
                mixer.linear.apply(kernel, windows, WIDTH, rows, &mut self.products);
                kernel.run(Finish {
                    mixer,
                    rounding,
                    products: &self.products,
                    exact: &mut self.exact[first..first + rows],
                    rounded: &mut self.next[first + 1..=first + rows],
                });
            }
            std::mem::swap(&mut self.rounded, &mut self.next);
        }
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

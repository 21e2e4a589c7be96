//! A token's first vector, from its lexical attributes alone.

use super::kernel::{Kernel, Work};
use super::normalise::maxout_normalised;
use super::{PIECES, WIDTH};
use crate::hash;
use crate::lexeme::Attributes;
use crate::weights::{Mixer, TABLES, Weights};

/// Seed of the first table's hash; the others follow.
const FIRST_SEED: u32 = 8;

/// The vector of a token with these attributes.
pub(crate) fn embed(weights: &Weights, kernel: Kernel, attributes: &Attributes) -> [f32; WIDTH] {
    let mut sums = [[0i16; WIDTH]; TABLES];
    let seeds = FIRST_SEED..;
    for (((sum, table), &key), seed) in sums.iter_mut().zip(&weights.tables).zip(attributes).zip(seeds) {
        for row in hash::rows_of(key, seed) {
            let row = &table[row as usize % table.len()];
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
    }
    let mixer = &weights.mixers[0];
    let mut z = [0.0; PIECES * WIDTH];
    mixer.linear.apply(kernel, sums.as_flattened(), 0, 1, &mut z);
    let mut out = [0.0; WIDTH];
    kernel.run(Finish { mixer, z: &z, out: &mut out });
    out
}

struct Finish<'a> {
    mixer: &'a Mixer,
    z: &'a [f32; PIECES * WIDTH],
    out: &'a mut [f32; WIDTH],
}

impl Work for Finish<'_> {
    #[inline(always)]
    fn run(self) {
        *self.out = maxout_normalised(self.z, &self.mixer.gain, &self.mixer.bias);
    }
}

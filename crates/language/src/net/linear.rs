//! Linear layers over integers.

use super::kernel::Kernel;

/// Outputs computed side by side.
pub(crate) const LANES: usize = 16;

/// Weights of two inputs for [`LANES`] outputs: `w[o][k], w[o][k+1]` for each output `o`.
#[derive(Clone)]
#[repr(align(64))]
pub(crate) struct Lanes(pub(crate) [i16; 2 * LANES]);

/// How numbers become integers: times `scale`, rounded to nearest, ties to even, within ±`limit`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounding {
    pub(crate) scale: f32,
    pub(crate) limit: i16,
}

impl Rounding {
    /// Rounds a number. `NaN` cannot occur; it would give zero or the limit, never a panic.
    #[inline(always)]
    pub(crate) fn round(self, value: f32) -> i16 {
        /// Adding 1.5 · 2²³ leaves the nearest integer in the low bits of the mantissa.
        const MAGIC: f32 = 12_582_912.0;
        let limit = f32::from(self.limit);
        let clamped = (value * self.scale).max(-limit).min(limit);
        ((clamped + MAGIC).to_bits() as i32).wrapping_sub(MAGIC.to_bits() as i32) as i16
    }
}

/// A linear layer: `y = scale · (W x) + bias` with integer `W` and `x`.
///
/// The weights are such that `Σ|w| · limit` of each row fits an `i32`: sums are exact in any order.
pub(crate) struct Linear {
    inputs: usize,
    outputs: usize,
    rounding: Rounding,
    /// Block after block of [`LANES`] outputs; in a block one entry for each pair of inputs.
    packed: Vec<Lanes>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Packs `weights` (`outputs × inputs`, row by row; `inputs` is even).
    pub(crate) fn new(weights: &[i16], scale: &[f32], bias: &[f32], rounding: Rounding) -> Self {
        let outputs = bias.len();
        let inputs = weights.len().checked_div(outputs).unwrap_or(0);
        let blocks = outputs.div_ceil(LANES);
        let mut packed = vec![Lanes([0; 2 * LANES]); blocks * (inputs / 2)];
        for output in 0..outputs {
            for input in 0..inputs {
                let entry = (output / LANES) * (inputs / 2) + input / 2;
                packed[entry].0[2 * (output % LANES) + input % 2] = weights[output * inputs + input];
            }
        }
        let pad = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(blocks * LANES, 0.0);
            values
        };
        Self { inputs, outputs, rounding, packed, scale: pad(scale), bias: pad(bias) }
    }

    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Outputs rounded up to whole blocks: the length of a row of results.
    pub(crate) fn stride(&self) -> usize {
        self.scale.len()
    }

    /// How this layer's inputs are rounded.
    pub(crate) fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// Weights of one block of outputs, an entry for each pair of inputs.
    pub(crate) fn block(&self, block: usize) -> &[Lanes] {
        let pairs = self.inputs / 2;
        &self.packed[block * pairs..][..pairs]
    }

    /// Scales and biases of one block of outputs.
    pub(crate) fn affine(&self, block: usize) -> (&[f32; LANES], &[f32; LANES]) {
        let (scales, _) = self.scale.as_chunks::<LANES>();
        let (biases, _) = self.bias.as_chunks::<LANES>();
        (&scales[block], &biases[block])
    }

    /// Number of blocks.
    pub(crate) fn blocks(&self) -> usize {
        self.scale.len() / LANES
    }

    /// Applies the layer to `rows` rows of `input`, row `r` beginning at `r · step` (rows may overlap),
    /// and writes rows of [`stride`](Self::stride) numbers.
    pub(crate) fn apply(&self, kernel: Kernel, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
        assert!(rows == 0 || (rows - 1) * step + self.inputs <= input.len(), "rows lie within the input");
        assert!(rows * self.stride() <= out.len(), "results fit");
        kernel.multiply(self, input, step, rows, out);
    }
}

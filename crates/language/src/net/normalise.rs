//! Maxout and layer normalisation, in a fixed order of operations.

use super::{PIECES, WIDTH};

/// Partial sums kept side by side.
const STRIPES: usize = 16;
/// Added to the variance, as in training.
const EPSILON: f32 = 1e-8;

/// The largest piece of each unit (`z` holds plane after plane), normalised, times `gain`, plus `bias`.
#[inline(always)]
pub(crate) fn maxout_normalised(
    z: &[f32; PIECES * WIDTH],
    gain: &[f32; WIDTH],
    bias: &[f32; WIDTH],
) -> [f32; WIDTH] {
    let mut values = [0.0; WIDTH];
    for unit in 0..WIDTH {
        let (a, b, c) = (z[unit], z[WIDTH + unit], z[2 * WIDTH + unit]);
        let ab = if a > b { a } else { b };
        values[unit] = if ab > c { ab } else { c };
    }
    let mean = sum(&values) / WIDTH as f32;
    let mut squares = [0.0; WIDTH];
    for unit in 0..WIDTH {
        values[unit] -= mean;
        squares[unit] = values[unit] * values[unit];
    }
    let variance = sum(&squares) / WIDTH as f32;
    let factor = 1.0 / (variance + EPSILON).sqrt();
    for unit in 0..WIDTH {
        values[unit] = values[unit] * factor * gain[unit] + bias[unit];
    }
    values
}

/// Sums in stripes, then the stripes pairwise.
#[inline(always)]
fn sum(values: &[f32; WIDTH]) -> f32 {
    let mut stripes = [0.0; STRIPES];
    for chunk in values.as_chunks::<STRIPES>().0 {
        for (stripe, value) in stripes.iter_mut().zip(chunk) {
            *stripe += value;
        }
    }
    let mut width = STRIPES / 2;
    while width > 0 {
        for lane in 0..width {
            stripes[lane] += stripes[lane + width];
        }
        width /= 2;
    }
    stripes[0]
}

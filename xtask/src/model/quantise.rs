//! Floating-point matrices to integers, with a proof that no sum overflows.

/// A linear layer whose products are exact integers.
pub(crate) struct Linear {
    /// Inputs a row.
    pub(crate) inputs: usize,
    /// `outputs × inputs`, row by row.
    pub(crate) weights: Vec<i16>,
    /// What an integer sum is multiplied by, an output each.
    pub(crate) scale: Vec<f32>,
    /// What is added after, an output each.
    pub(crate) bias: Vec<f32>,
    /// What an input is multiplied by before it is rounded.
    pub(crate) input_scale: f32,
    /// The largest magnitude of a rounded input.
    pub(crate) input_limit: i16,
}

/// How the inputs of a layer become integers.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    /// Integer steps a unit.
    pub(crate) scale: f32,
    /// Largest magnitude after rounding; larger values are clamped.
    pub(crate) limit: i16,
}

impl Linear {
    /// Rounds `weights` (`bias.len() × inputs`, row by row).
    ///
    /// Each row gets the largest scale at which the sum of its magnitudes times the largest input still
    /// fits an `i32`, so that sums are exact in any order.
    pub(crate) fn new(weights: &[f32], bias: Vec<f32>, input: Input) -> Self {
        let inputs = weights.len() / bias.len();
        let mut rounded = Vec::with_capacity(weights.len());
        let mut scale = Vec::with_capacity(bias.len());
        for row in weights.chunks_exact(inputs) {
            let sum: f64 = row.iter().map(|w| f64::from(w.abs())).sum();
            let peak = row.iter().fold(0.0, |peak: f64, w| peak.max(f64::from(w.abs())));
            // Rounding may add half a step a weight to the sum of magnitudes.
            let room = f64::from(i32::MAX) / f64::from(input.limit) - inputs as f64;
            let steps = (room / sum.max(1e-9)).min(f64::from(i16::MAX) / peak.max(1e-9));
            let row: Vec<i16> = row.iter().map(|w| (f64::from(*w) * steps).round() as i16).collect();
            let reach: i64 = row.iter().map(|w| i64::from(*w).abs() * i64::from(input.limit)).sum();
            assert!(reach <= i64::from(i32::MAX), "a row could overflow");
            rounded.extend(row);
            scale.push((1.0 / (steps * f64::from(input.scale))) as f32);
        }
        Self { inputs, weights: rounded, scale, bias, input_scale: input.scale, input_limit: input.limit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_come_close_and_no_row_can_overflow() {
        let input = Input { scale: 1024.0, limit: 8191 };
        let weights: Vec<f32> = (0..288 * 4).map(|i| ((i * 37 % 101) as f32 - 50.0) / 40.0).collect();
        let linear = Linear::new(&weights, vec![0.5; 4], input);
        let x: Vec<f32> = (0..288).map(|i| ((i * 17 % 23) as f32 - 11.0) / 9.0).collect();
        for (row, (exact, rounded)) in weights.chunks(288).zip(linear.weights.chunks(288)).enumerate() {
            let sum: i32 =
                rounded.iter().zip(&x).map(|(w, x)| i32::from(*w) * (x * input.scale).round() as i32).sum();
            let found = sum as f32 * linear.scale[row] + linear.bias[row];
            let expected: f32 = exact.iter().zip(&x).map(|(w, x)| w * x).sum::<f32>() + 0.5;
            assert!((found - expected).abs() < 0.05, "{found} is not {expected}");
            let reach: i64 = rounded.iter().map(|w| i64::from(*w).abs() * i64::from(input.limit)).sum();
            assert!(reach <= i64::from(i32::MAX));
        }
    }
}

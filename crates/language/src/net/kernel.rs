//! Integer matrix products, in a portable form and in vector forms that give the same bits.

use super::linear::{LANES, Linear};

#[cfg(target_arch = "x86_64")]
mod x86;

/// A way to multiply that this processor knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    /// Plain Rust.
    Portable,
    /// 256-bit vectors.
    #[cfg(target_arch = "x86_64")]
    Avx2(x86::Avx2),
    /// 512-bit vectors with fused integer products.
    #[cfg(target_arch = "x86_64")]
    Avx512(x86::Avx512),
}

impl Kernel {
    /// The fastest kernel of this processor.
    pub(crate) fn detect() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }

    /// Every kernel of this processor, the fastest last.
    pub(crate) fn available() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut kernels = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            kernels.extend(x86::Avx2::detect().map(Self::Avx2));
            kernels.extend(x86::Avx512::detect().map(Self::Avx512));
        }
        kernels
    }

    /// See [`Linear::apply`], which checks the lengths.
    pub(crate) fn multiply(self, linear: &Linear, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
        match self {
            Self::Portable => portable(linear, input, step, rows, out),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.multiply(linear, input, step, rows, out),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.multiply(linear, input, step, rows, out),
        }
    }

    /// Runs `work`, compiled for this kernel's vectors where that is possible.
    ///
    /// `work` must be `#[inline(always)]` plain Rust; Rust never fuses or reorders its `f32` arithmetic,
    /// so wider vectors change its speed only.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) {
        match self {
            Self::Portable => work.run(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => kernel.run(work),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => kernel.run(work),
        }
    }
}

/// A loop that is compiled once for each kernel; see [`Kernel::run`].
pub(crate) trait Work {
    /// The loop, to be marked `#[inline(always)]`.
    fn run(self);
}

fn portable(linear: &Linear, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
    let stride = linear.stride();
    for row in 0..rows {
        let (pairs, _) = input[row * step..][..linear.inputs()].as_chunks::<2>();
        let out = &mut out[row * stride..][..stride];
        for (block, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut sums = [0i32; LANES];
            for (pair, weights) in pairs.iter().zip(linear.block(block)) {
                let (first, second) = (i32::from(pair[0]), i32::from(pair[1]));
                for (sum, weights) in sums.iter_mut().zip(weights.0.as_chunks::<2>().0) {
                    *sum += first * i32::from(weights[0]) + second * i32::from(weights[1]);
                }
            }
            let (scale, bias) = linear.affine(block);
            for lane in 0..LANES {
                out[lane] = sums[lane] as f32 * scale[lane] + bias[lane];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::net::linear::Rounding;

    proptest! {
        /// Shapes that meet every tile and every remainder, numbers up to the limits.
        #[test]
        fn kernels_give_the_same_bits(
            pairs in 1..40usize,
            outputs in 1..150usize,
            rows in 1..20usize,
            overlap in any::<bool>(),
            seed in any::<u64>(),
        ) {
            let mut state = seed | 1;
            let mut random = || {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 33) as i32
            };
            let inputs = 2 * pairs;
            let weights: Vec<i16> = (0..inputs * outputs).map(|_| (random() % 3000) as i16).collect();
            let scale: Vec<f32> = (0..outputs).map(|_| 1.0 / (1.0 + (random() & 0xffff) as f32)).collect();
            let bias: Vec<f32> = (0..outputs).map(|_| random() as f32 / 1e9).collect();
            let linear = Linear::new(&weights, &scale, &bias, Rounding { scale: 1024.0, limit: 8191 });
            let step = if overlap { inputs / 2 } else { inputs };
            let input: Vec<i16> = (0..rows * step + inputs).map(|_| (random() % 8192) as i16).collect();
            let apply = |kernel: Kernel| {
                let mut out = vec![0.0; rows * linear.stride()];
                linear.apply(kernel, &input, step, rows, &mut out);
                out.into_iter().map(f32::to_bits).collect::<Vec<_>>()
            };
            let expected = apply(Kernel::Portable);
            for kernel in Kernel::available() {
                prop_assert_eq!(&apply(kernel), &expected, "{:?}", kernel);
            }
        }
    }
}

//! Vector kernels for x86-64.
//!
//! Each kernel is a token that only its `detect` makes, after the processor has been asked. Holding
//! the token is the proof that its instructions exist, on which the `unsafe` calls below rest.

use std::arch::is_x86_feature_detected;
use std::arch::x86_64::{
    __m256i, __m512i, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi32_ps, _mm256_loadu_ps,
    _mm256_loadu_si256, _mm256_madd_epi16, _mm256_mul_ps, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_storeu_ps, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpwssd_epi32, _mm512_loadu_ps,
    _mm512_loadu_si512, _mm512_mul_ps, _mm512_set1_epi32, _mm512_setzero_si512, _mm512_storeu_ps,
};

use super::Work;
use crate::net::linear::{LANES, Lanes, Linear};

/// Numbers in a 256-bit vector.
const HALF: usize = LANES / 2;

/// Proof that the processor has AVX2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx2(());

/// Proof that the processor has AVX-512 with vector neural network instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx512(());

impl Avx2 {
    /// Asks the processor.
    pub(crate) fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    pub(crate) fn multiply(self, linear: &Linear, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
        // SAFETY: `self` exists only where the processor has AVX2.
        #[allow(unsafe_code)]
        unsafe {
            multiply_avx2(linear, input, step, rows, out);
        }
    }

    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) {
        // SAFETY: `self` exists only where the processor has AVX2.
        #[allow(unsafe_code)]
        unsafe {
            run_avx2(work);
        }
    }
}

impl Avx512 {
    /// Asks the processor.
    pub(crate) fn detect() -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vnni");
        has.then_some(Self(()))
    }

    pub(crate) fn multiply(self, linear: &Linear, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
        // SAFETY: `self` exists only where the processor has these extensions.
        #[allow(unsafe_code)]
        unsafe {
            multiply_avx512(linear, input, step, rows, out);
        }
    }

    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) {
        // SAFETY: `self` exists only where the processor has these extensions.
        #[allow(unsafe_code)]
        unsafe {
            run_avx512(work);
        }
    }
}

#[target_feature(enable = "avx2")]
fn run_avx2<W: Work>(work: W) {
    work.run();
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn run_avx512<W: Work>(work: W) {
    work.run();
}

/// Two neighbouring inputs as one number, the way a product instruction takes them.
#[inline(always)]
fn pair(values: [i16; 2]) -> i32 {
    (i32::from(values[1]) << 16) | i32::from(values[0] as u16)
}

/// The rows `first .. first + R` as pairs of inputs.
#[inline(always)]
fn rows_at<'i, const R: usize>(
    linear: &Linear,
    input: &'i [i16],
    step: usize,
    first: usize,
) -> [&'i [[i16; 2]]; R] {
    std::array::from_fn(|r| input[(first + r) * step..][..linear.inputs()].as_chunks::<2>().0)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn multiply_avx512(linear: &Linear, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
    // Blocks outside, rows inside: the weights of two blocks stay in the first-level cache.
    let mut row = 0;
    while row + 8 <= rows {
        row += 8;
    }
    let (eights, rest) = (row, rows - row);
    let mut block = 0;
    while block < linear.blocks() {
        let pair_of_blocks = block + 2 <= linear.blocks();
        for first in (0..eights).step_by(8) {
            let inputs = rows_at::<8>(linear, input, step, first);
            if pair_of_blocks {
                tile_avx512::<8, 2>(linear, block, inputs, first, out);
            } else {
                tile_avx512::<8, 1>(linear, block, inputs, first, out);
            }
        }
        block += 2;
    }
    let mut first = eights;
    if rest & 4 != 0 {
        sweep_avx512::<4, 4>(linear, rows_at(linear, input, step, first), first, out);
        first += 4;
    }
    if rest & 2 != 0 {
        sweep_avx512::<2, 4>(linear, rows_at(linear, input, step, first), first, out);
        first += 2;
    }
    if rest & 1 != 0 {
        sweep_avx512::<1, 8>(linear, rows_at(linear, input, step, first), first, out);
    }
}

/// All blocks of `R` rows, `B` blocks at a time.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn sweep_avx512<const R: usize, const B: usize>(
    linear: &Linear,
    inputs: [&[[i16; 2]]; R],
    first: usize,
    out: &mut [f32],
) {
    let mut block = 0;
    while block + B <= linear.blocks() {
        tile_avx512::<R, B>(linear, block, inputs, first, out);
        block += B;
    }
    while block < linear.blocks() {
        tile_avx512::<R, 1>(linear, block, inputs, first, out);
        block += 1;
    }
}

/// `R` rows by `B` blocks of outputs.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn tile_avx512<const R: usize, const B: usize>(
    linear: &Linear,
    block: usize,
    inputs: [&[[i16; 2]]; R],
    first: usize,
    out: &mut [f32],
) {
    let weights: [&[Lanes]; B] = std::array::from_fn(|b| linear.block(block + b));
    let pairs = linear.inputs() / 2;
    let inputs: [&[[i16; 2]]; R] = std::array::from_fn(|r| &inputs[r][..pairs]);
    let weights: [&[Lanes]; B] = std::array::from_fn(|b| &weights[b][..pairs]);
    let mut sums = [[_mm512_setzero_si512(); B]; R];
    for k in 0..pairs {
        let w: [__m512i; B] = std::array::from_fn(|b| load512(&weights[b][k]));
        for r in 0..R {
            let x = _mm512_set1_epi32(pair(inputs[r][k]));
            for b in 0..B {
                sums[r][b] = _mm512_dpwssd_epi32(sums[r][b], x, w[b]);
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let out = &mut out[(first + r) * linear.stride() + block * LANES..][..B * LANES];
        for (b, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let (scale, bias) = linear.affine(block + b);
            // SAFETY: each pointer comes from a reference to sixteen `f32`, which is what is read or
            // written; these instructions ask for no alignment.
            #[allow(unsafe_code)]
            unsafe {
                let product = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[b]), _mm512_loadu_ps(scale.as_ptr()));
                let result = _mm512_add_ps(product, _mm512_loadu_ps(bias.as_ptr()));
                _mm512_storeu_ps(out.as_mut_ptr(), result);
            }
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load512(lanes: &Lanes) -> __m512i {
    // SAFETY: `lanes` holds 64 readable bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_loadu_si512(lanes.0.as_ptr().cast())
    }
}

#[target_feature(enable = "avx2")]
fn multiply_avx2(linear: &Linear, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
    let fours = rows / 4 * 4;
    for block in 0..linear.blocks() {
        for first in (0..fours).step_by(4) {
            tile_avx2::<4, 1>(linear, block, rows_at(linear, input, step, first), first, out);
        }
    }
    for first in fours..rows {
        let inputs = rows_at::<1>(linear, input, step, first);
        let mut block = 0;
        while block + 4 <= linear.blocks() {
            tile_avx2::<1, 4>(linear, block, inputs, first, out);
            block += 4;
        }
        while block < linear.blocks() {
            tile_avx2::<1, 1>(linear, block, inputs, first, out);
            block += 1;
        }
    }
}

/// `R` rows by `B` blocks of outputs, each block two vectors.
#[inline]
#[target_feature(enable = "avx2")]
fn tile_avx2<const R: usize, const B: usize>(
    linear: &Linear,
    block: usize,
    inputs: [&[[i16; 2]]; R],
    first: usize,
    out: &mut [f32],
) {
    let pairs = linear.inputs() / 2;
    let inputs: [&[[i16; 2]]; R] = std::array::from_fn(|r| &inputs[r][..pairs]);
    let weights: [&[Lanes]; B] = std::array::from_fn(|b| &linear.block(block + b)[..pairs]);
    let mut sums = [[[_mm256_setzero_si256(); 2]; B]; R];
    for k in 0..pairs {
        let w: [[__m256i; 2]; B] = std::array::from_fn(|b| load256(&weights[b][k]));
        for r in 0..R {
            let x = _mm256_set1_epi32(pair(inputs[r][k]));
            for b in 0..B {
                for half in 0..2 {
                    let product = _mm256_madd_epi16(x, w[b][half]);
                    sums[r][b][half] = _mm256_add_epi32(sums[r][b][half], product);
                }
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let out = &mut out[(first + r) * linear.stride() + block * LANES..][..B * LANES];
        for (index, out) in out.as_chunks_mut::<HALF>().0.iter_mut().enumerate() {
            let (b, half) = (index / 2, index % 2);
            let (scale, bias) = linear.affine(block + b);
            let (scale, bias) = (&scale.as_chunks::<HALF>().0[half], &bias.as_chunks::<HALF>().0[half]);
            // SAFETY: each pointer comes from a reference to eight `f32`, which is what is read or
            // written; these instructions ask for no alignment.
            #[allow(unsafe_code)]
            unsafe {
                let product =
                    _mm256_mul_ps(_mm256_cvtepi32_ps(sums[b][half]), _mm256_loadu_ps(scale.as_ptr()));
                let result = _mm256_add_ps(product, _mm256_loadu_ps(bias.as_ptr()));
                _mm256_storeu_ps(out.as_mut_ptr(), result);
            }
        }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load256(lanes: &Lanes) -> [__m256i; 2] {
    let (halves, _) = lanes.0.as_chunks::<LANES>();
    // SAFETY: each half is a reference to sixteen `i16`, 32 readable bytes.
    #[allow(unsafe_code)]
    unsafe {
        [_mm256_loadu_si256(halves[0].as_ptr().cast()), _mm256_loadu_si256(halves[1].as_ptr().cast())]
    }
}

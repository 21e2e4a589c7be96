//! Vector kernels for x86-64.
//!
//! Each kernel is a token that only its `detect` makes, after the processor has been asked. Holding
//! the token is the proof that its instructions exist, on which the `unsafe` calls below rest.

// `self` is the proof, not data; the tiles' loops are written with indices because closures would not be
// compiled for the wider vectors; pairs of inputs are read without asking for alignment.
#![allow(clippy::unused_self, clippy::needless_range_loop, clippy::cast_ptr_alignment)]

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

/// Rows of inputs, each of `pairs` pairs of neighbours; a pair is read as one number, the way a product
/// instruction takes it.
struct Rows<'i, const R: usize> {
    rows: [&'i [i16]; R],
    pairs: usize,
}

impl<'i, const R: usize> Rows<'i, R> {
    /// The rows `first .. first + R`.
    #[inline(always)]
    fn at(linear: &Linear, input: &'i [i16], step: usize, first: usize) -> Self {
        let mut rows: [&[i16]; R] = [&[]; R];
        for (r, row) in rows.iter_mut().enumerate() {
            *row = &input[(first + r) * step..][..linear.inputs()];
        }
        Self { rows, pairs: linear.inputs() / 2 }
    }

    /// Pair `k` of row `r`.
    ///
    /// # Safety
    /// `k` must be below `pairs`.
    #[inline(always)]
    #[allow(unsafe_code)]
    unsafe fn pair(&self, r: usize, k: usize) -> i32 {
        // SAFETY: a row holds `2 · pairs` numbers (`at` slices it so), hence `k < pairs` lies within;
        // the read asks for no alignment.
        unsafe { self.rows[r].as_ptr().cast::<i32>().add(k).read_unaligned() }
    }
}

/// The weights of `B` blocks, each of `pairs` entries.
struct Blocks<'w, const B: usize>([&'w [Lanes]; B]);

impl<'w, const B: usize> Blocks<'w, B> {
    /// The blocks `first .. first + B`.
    #[inline(always)]
    fn at(linear: &'w Linear, first: usize) -> Self {
        let mut blocks: [&[Lanes]; B] = [&[]; B];
        for (b, block) in blocks.iter_mut().enumerate() {
            *block = &linear.block(first + b)[..linear.inputs() / 2];
        }
        Self(blocks)
    }

    /// Entry `k` of block `b`.
    ///
    /// # Safety
    /// `k` must be below half the layer's inputs.
    #[inline(always)]
    #[allow(unsafe_code)]
    unsafe fn entry(&self, b: usize, k: usize) -> &'w Lanes {
        // SAFETY: `at` slices each block to that length.
        unsafe { self.0[b].get_unchecked(k) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn multiply_avx512(linear: &Linear, input: &[i16], step: usize, rows: usize, out: &mut [f32]) {
    if rows == 1 {
        return sweep_avx512::<8>(linear, &Rows::at(linear, input, step, 0), out);
    }
    // Blocks outside, rows inside: the weights of two blocks stay in the first-level cache.
    let mut block = 0;
    while block + 2 <= linear.blocks() {
        strip_avx512::<2>(linear, block, input, step, rows, out);
        block += 2;
    }
    if block < linear.blocks() {
        strip_avx512::<1>(linear, block, input, step, rows, out);
    }
}

/// All rows of `B` blocks.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn strip_avx512<const B: usize>(
    linear: &Linear,
    block: usize,
    input: &[i16],
    step: usize,
    rows: usize,
    out: &mut [f32],
) {
    let mut first = 0;
    while first + 8 <= rows {
        tile_avx512::<8, B>(linear, block, &Rows::at(linear, input, step, first), first, out);
        first += 8;
    }
    if rows & 4 != 0 {
        tile_avx512::<4, B>(linear, block, &Rows::at(linear, input, step, first), first, out);
        first += 4;
    }
    if rows & 2 != 0 {
        tile_avx512::<2, B>(linear, block, &Rows::at(linear, input, step, first), first, out);
        first += 2;
    }
    if rows & 1 != 0 {
        tile_avx512::<1, B>(linear, block, &Rows::at(linear, input, step, first), first, out);
    }
}

/// All blocks of one row, `B` blocks at a time.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn sweep_avx512<const B: usize>(linear: &Linear, input: &Rows<1>, out: &mut [f32]) {
    let mut block = 0;
    while block < linear.blocks() {
        // Several sums at once hide how long a product takes.
        block += match linear.blocks() - block {
            left if left >= B => {
                tile_avx512::<1, B>(linear, block, input, 0, out);
                B
            }
            4.. => {
                tile_avx512::<1, 4>(linear, block, input, 0, out);
                4
            }
            3 => {
                tile_avx512::<1, 3>(linear, block, input, 0, out);
                3
            }
            2 => {
                tile_avx512::<1, 2>(linear, block, input, 0, out);
                2
            }
            _ => {
                tile_avx512::<1, 1>(linear, block, input, 0, out);
                1
            }
        };
    }
}

/// `R` rows by `B` blocks of outputs.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn tile_avx512<const R: usize, const B: usize>(
    linear: &Linear,
    block: usize,
    inputs: &Rows<R>,
    first: usize,
    out: &mut [f32],
) {
    let weights = Blocks::<B>::at(linear, block);
    let mut sums = [[_mm512_setzero_si512(); B]; R];
    for k in 0..inputs.pairs {
        let mut w = [_mm512_setzero_si512(); B];
        for b in 0..B {
            // SAFETY: `k < pairs`, half the layer's inputs.
            #[allow(unsafe_code)]
            let entry = unsafe { weights.entry(b, k) };
            w[b] = load512(entry);
        }
        for r in 0..R {
            // SAFETY: `k < pairs`.
            #[allow(unsafe_code)]
            let pair = unsafe { inputs.pair(r, k) };
            let x = _mm512_set1_epi32(pair);
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
    if rows == 1 {
        let input = Rows::<1>::at(linear, input, step, 0);
        let mut block = 0;
        while block + 4 <= linear.blocks() {
            tile_avx2::<1, 4>(linear, block, &input, 0, out);
            block += 4;
        }
        while block < linear.blocks() {
            tile_avx2::<1, 1>(linear, block, &input, 0, out);
            block += 1;
        }
        return;
    }
    for block in 0..linear.blocks() {
        let mut first = 0;
        while first + 4 <= rows {
            tile_avx2::<4, 1>(linear, block, &Rows::at(linear, input, step, first), first, out);
            first += 4;
        }
        if rows & 2 != 0 {
            tile_avx2::<2, 1>(linear, block, &Rows::at(linear, input, step, first), first, out);
            first += 2;
        }
        if rows & 1 != 0 {
            tile_avx2::<1, 1>(linear, block, &Rows::at(linear, input, step, first), first, out);
        }
    }
}

/// `R` rows by `B` blocks of outputs, each block two vectors.
#[inline]
#[target_feature(enable = "avx2")]
fn tile_avx2<const R: usize, const B: usize>(
    linear: &Linear,
    block: usize,
    inputs: &Rows<R>,
    first: usize,
    out: &mut [f32],
) {
    let weights = Blocks::<B>::at(linear, block);
    let mut sums = [[[_mm256_setzero_si256(); 2]; B]; R];
    for k in 0..inputs.pairs {
        let mut w = [[_mm256_setzero_si256(); 2]; B];
        for b in 0..B {
            // SAFETY: `k < pairs`, half the layer's inputs.
            #[allow(unsafe_code)]
            let entry = unsafe { weights.entry(b, k) };
            w[b] = load256(entry);
        }
        for r in 0..R {
            // SAFETY: `k < pairs`.
            #[allow(unsafe_code)]
            let pair = unsafe { inputs.pair(r, k) };
            let x = _mm256_set1_epi32(pair);
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

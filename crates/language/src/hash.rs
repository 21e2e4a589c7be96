//! The two hashes that the model was trained with.
//!
//! Austin Appleby's `MurmurHash64A` turns a string into its number; `MurmurHash3_x64_128` of that number
//! picks four rows of an embedding table.

/// Seed of the string hash.
const STRING_SEED: u64 = 1;

/// `MurmurHash64A` of a string's UTF-8 bytes.
pub(crate) fn of_bytes(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut hash = STRING_SEED ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for &word in words {
        let mut k = u64::from_le_bytes(word).wrapping_mul(M);
        k ^= k >> R;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut word = [0; 8];
        word[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(M);
    }
    hash ^= hash >> R;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> R)
}

/// `MurmurHash3_x64_128` of an eight-byte key, as its four 32-bit words.
pub(crate) fn rows_of(key: u64, seed: u32) -> [u32; 4] {
    const LENGTH: u64 = 8;
    let k = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut h2 = u64::from(seed) ^ LENGTH;
    let mut h1 = u64::from(seed) ^ k ^ LENGTH;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finish(h1);
    h2 = finish(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn finish(mut k: u64) -> u64 {
    k = (k ^ (k >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    k = (k ^ (k >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    k ^ (k >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_hash_as_the_model_expects() {
        // Reference values printed by the library that trained the model.
        assert_eq!(of_bytes(b"coffee"), 3_197_928_453_018_144_401);
        assert_eq!(of_bytes(b"a"), 11_901_859_001_352_538_922);
    }
}

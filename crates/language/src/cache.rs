//! Vectors of words met before.

use crate::lexeme::Lexicon;
use crate::net::WIDTH;
use crate::net::embedding::embed;
use crate::net::kernel::Kernel;
use crate::weights::Weights;

/// Places for words; each word has one place, and the newest keeps it.
const PLACES: usize = 1 << 12;
/// Longer words are not kept.
const LONGEST: usize = 23;

/// A cache of first vectors.
///
/// A vector is a function of the word, its norm and the space after it alone, all of which are compared
/// in full: the cache changes no result.
pub(crate) struct Cache {
    places: Vec<Place>,
}

#[derive(Clone)]
struct Place {
    key: Key,
    vector: [f32; WIDTH],
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    length: u8,
    word: [u8; LONGEST],
    norm: Option<u64>,
    space_after: bool,
}

const EMPTY: Place = Place {
    key: Key { length: u8::MAX, word: [0; LONGEST], norm: None, space_after: false },
    vector: [0.0; WIDTH],
};

impl Default for Cache {
    fn default() -> Self {
        Self { places: vec![EMPTY; PLACES] }
    }
}

impl Cache {
    /// The first vector of a token.
    pub(crate) fn vector(
        &mut self,
        weights: &Weights,
        lexicon: &Lexicon,
        kernel: Kernel,
        word: &str,
        norm: Option<u64>,
        space_after: bool,
    ) -> [f32; WIDTH] {
        let fresh = || embed(weights, kernel, &lexicon.attributes(word, norm, space_after));
        if word.len() > LONGEST {
            return fresh();
        }
        let mut key = Key { length: word.len() as u8, word: [0; LONGEST], norm, space_after };
        key.word[..word.len()].copy_from_slice(word.as_bytes());
        let place = &mut self.places[key.place()];
        if place.key != key {
            *place = Place { key, vector: fresh() };
        }
        place.vector
    }
}

impl Key {
    fn place(&self) -> usize {
        const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
        let words = self.word.as_chunks::<8>();
        let mut tail = [0; 8];
        tail[..words.1.len()].copy_from_slice(words.1);
        tail[7] = u8::from(self.space_after) << 1 | u8::from(self.norm.is_some());
        let hash = words.0.iter().chain([&tail]).fold(u64::from(self.length), |hash, &word| {
            (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(MULTIPLIER)
        });
        (hash >> (u64::BITS - PLACES.trailing_zeros())) as usize
    }
}

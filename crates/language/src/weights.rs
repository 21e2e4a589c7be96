//! The committed weight file.
//!
//! Little-endian, in this order: magic; the embedding tables (count; rows, then `i16` values each); five
//! mixing layers (linear, gain, bias); the tagger (tag names, linear); the parser (token layer, feature
//! layer, state bias, padding, move layer, move names); the tokenizer's exceptions; the norm table. A
//! linear layer is its number of inputs and outputs, the scale and limit of its inputs, `i16` weights
//! row by row, a scale and a bias an output. `cargo xtask model` writes it.

use crate::net::linear::{Linear, Rounding};
use crate::net::{DEPTH, PIECES, WIDTH, WINDOW};

/// The file as committed.
pub(crate) const EMBEDDED: &[u8] = include_bytes!("../model/en_core_web_sm.weights");

const MAGIC: &[u8; 8] = b"ANNLM\0\x00\x01";
/// Embedding tables, one a lexical attribute.
pub(crate) const TABLES: usize = 6;
/// Tokens that the parser looks at.
pub(crate) const FEATURES: usize = 8;
/// Units of the parser's hidden layer, each the larger of two pieces.
pub(crate) const HIDDEN: usize = 64;
pub(crate) const HIDDEN_PIECES: usize = 2;

/// Everything the file holds.
pub(crate) struct Weights {
    pub(crate) tables: Vec<Vec<[i16; WIDTH]>>,
    /// The first mixes the six embeddings of one token, the others three neighbours.
    pub(crate) mixers: Vec<Mixer>,
    pub(crate) tags: Vec<String>,
    pub(crate) tagger: Linear,
    pub(crate) token: Linear,
    pub(crate) features: Linear,
    pub(crate) state_bias: Vec<f32>,
    pub(crate) padding: Vec<f32>,
    pub(crate) scores: Linear,
    pub(crate) moves: Vec<String>,
    /// Pieces of each exception with their norms (empty when a piece has none).
    pub(crate) exceptions: Vec<Vec<(String, String)>>,
    /// Norms by the hash of a word's text, in order of the hash.
    pub(crate) norms: Vec<(u64, String)>,
}

/// A maxout layer with its normalisation.
pub(crate) struct Mixer {
    pub(crate) linear: Linear,
    pub(crate) gain: [f32; WIDTH],
    pub(crate) bias: [f32; WIDTH],
}

impl Weights {
    /// Reads a weight file.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut input = Reader { bytes };
        if input.take(MAGIC.len())? != MAGIC {
            return Err(Malformed);
        }
        let tables = input.list(|input| {
            let rows = input.count()?;
            (0..rows).map(|_| input.integers()).collect()
        })?;
        if tables.len() != TABLES || tables.iter().any(Vec::is_empty) {
            return Err(Malformed);
        }
        let mut mixers = Vec::with_capacity(DEPTH + 1);
        for layer in 0..=DEPTH {
            let inputs = if layer == 0 { TABLES * WIDTH } else { WINDOW * WIDTH };
            let linear = input.linear(inputs, PIECES * WIDTH)?;
            mixers.push(Mixer { linear, gain: input.floats()?, bias: input.floats()? });
        }
        let tags = input.list(Reader::text)?;
        let tagger = input.linear(WIDTH, tags.len())?;
        let state = HIDDEN * HIDDEN_PIECES;
        let token = input.linear(WIDTH, HIDDEN)?;
        let features = input.linear(HIDDEN, FEATURES * state)?;
        let state_bias = input.float_list(state)?;
        let padding = input.float_list(FEATURES * state)?;
        let scores = input.any_linear()?;
        let moves = input.list(Reader::text)?;
        if scores.inputs() != HIDDEN || scores.outputs() != moves.len() {
            return Err(Malformed);
        }
        let piece = |input: &mut Reader<'_>| Ok((input.text()?, input.text()?));
        let exceptions = input.list(|input| input.list(piece))?;
        let norms = input.list(|input| Ok((u64::from_le_bytes(input.array()?), input.text()?)))?;
        if !input.bytes.is_empty() {
            return Err(Malformed);
        }
        Ok(Self {
            tables,
            mixers,
            tags,
            tagger,
            token,
            features,
            state_bias,
            padding,
            scores,
            moves,
            exceptions,
            norms,
        })
    }
}

/// The bytes are not a weight file of this version.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], Malformed> {
        let (head, tail) = self.bytes.split_at_checked(length).ok_or(Malformed)?;
        self.bytes = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, tail) = self.bytes.split_first_chunk().ok_or(Malformed)?;
        self.bytes = tail;
        Ok(*head)
    }

    fn count(&mut self) -> Result<usize, Malformed> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let length = self.count()?;
        (0..length).map(|_| item(self)).collect()
    }

    fn text(&mut self) -> Result<String, Malformed> {
        let [length] = self.array()?;
        let bytes = self.take(usize::from(length))?;
        String::from_utf8(bytes.to_vec()).map_err(|_| Malformed)
    }

    fn integers<const N: usize>(&mut self) -> Result<[i16; N], Malformed> {
        let mut values = [0; N];
        for value in &mut values {
            *value = i16::from_le_bytes(self.array()?);
        }
        Ok(values)
    }

    fn floats<const N: usize>(&mut self) -> Result<[f32; N], Malformed> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = f32::from_le_bytes(self.array()?);
        }
        Ok(values)
    }

    fn float_list(&mut self, length: usize) -> Result<Vec<f32>, Malformed> {
        (0..length).map(|_| Ok(f32::from_le_bytes(self.array()?))).collect()
    }

    fn linear(&mut self, inputs: usize, outputs: usize) -> Result<Linear, Malformed> {
        let linear = self.any_linear()?;
        if linear.inputs() == inputs && linear.outputs() == outputs { Ok(linear) } else { Err(Malformed) }
    }

    fn any_linear(&mut self) -> Result<Linear, Malformed> {
        let (inputs, outputs) = (self.count()?, self.count()?);
        let [scale] = self.floats()?;
        let [limit] = self.integers()?;
        let length = inputs.checked_mul(outputs).and_then(|n| n.checked_mul(2)).ok_or(Malformed)?;
        let weights: Vec<i16> =
            self.take(length)?.as_chunks::<2>().0.iter().map(|&bytes| i16::from_le_bytes(bytes)).collect();
        let (scales, biases) = (self.float_list(outputs)?, self.float_list(outputs)?);
        Ok(Linear::new(&weights, &scales, &biases, Rounding { scale, limit }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_file_is_read() {
        let weights = Weights::read(EMBEDDED).expect("the committed file is well formed");
        assert_eq!(weights.tables.iter().map(Vec::len).collect::<Vec<_>>(), [5000, 1000, 2500, 2500, 50, 50]);
        assert_eq!((weights.tags.len(), weights.moves.len()), (50, 106));
        assert!(weights.norms.is_sorted_by_key(|(key, _)| *key));
    }

    #[test]
    fn a_broken_file_is_refused() {
        assert!(Weights::read(&EMBEDDED[..EMBEDDED.len() - 1]).is_err());
        assert!(Weights::read(b"ANNLM\0\x00\x02").is_err());
        assert!(Weights::read(b"").is_err());
        let longer = [EMBEDDED, b"\0"].concat();
        assert!(Weights::read(&longer).is_err());
    }
}

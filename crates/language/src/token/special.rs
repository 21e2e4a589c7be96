//! Exceptions: words that are split in a way of their own ("can't" is "ca" and "n't").

use rustc_hash::FxHashMap;

use super::{RawToken, affix, infix, split};
use crate::lexeme::Lexicon;

/// A part of an exception.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    length: u32,
    norm: Option<u64>,
}

/// The table of exceptions.
pub(super) struct Specials {
    table: FxHashMap<Box<str>, Box<[Piece]>>,
    /// Bytes of the longest exception.
    longest: usize,
    /// Exceptions that hold marks which the rules split off, by the first token that the rules make of
    /// them: such an exception is put together again wherever its tokens meet.
    sequences: FxHashMap<Box<str>, Vec<Sequence>>,
}

/// The tokens that the rules make of an exception.
type Sequence = Box<[Box<str>]>;

/// A place where the tokens of an exception meet: tokens `start .. start + length`.
struct Match {
    start: usize,
    length: usize,
}

impl Specials {
    pub(super) fn new(exceptions: &[Vec<(String, String)>], lexicon: &Lexicon) -> Self {
        let mut specials = Self { table: FxHashMap::default(), longest: 0, sequences: FxHashMap::default() };
        let mut tokens = Vec::new();
        for pieces in exceptions {
            let word: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
            specials.longest = specials.longest.max(word.len());
            let norm = |norm: &str| (!norm.is_empty()).then(|| lexicon.number(norm));
            let parts = pieces.iter().map(|(text, n)| Piece { length: text.len() as u32, norm: norm(n) });
            if affix::prefix(&word) > 0
                || affix::suffix(&word) > 0
                || word.contains(' ')
                || infix::infixes(&word).next().is_some()
            {
                tokens.clear();
                split(&word, None, &mut tokens);
                let sequence: Sequence = tokens.iter().map(|token| token.text(&word).into()).collect();
                if let Some(first) = sequence.first() {
                    specials.sequences.entry(first.clone()).or_default().push(sequence);
                }
            }
            specials.table.insert(word.into(), parts.collect());
        }
        specials
    }

    /// The parts of a word that is an exception.
    pub(super) fn get(&self, word: &str) -> Option<&[Piece]> {
        if word.len() > self.longest { None } else { self.table.get(word).map(AsRef::as_ref) }
    }

    /// Puts exceptions together whose tokens meet among `tokens[first..]`.
    pub(super) fn merge(&self, text: &str, first: usize, tokens: &mut Vec<RawToken>) {
        let mut matches = self.matches(text, first, tokens);
        if matches.is_empty() {
            return;
        }
        // Longer matches win, then earlier ones; a match whose first or last token is taken is dropped
        // and still takes its tokens.
        matches.sort_by_key(|found| (std::cmp::Reverse(found.length), found.start));
        let mut taken = vec![false; tokens.len()];
        let mut kept: Vec<Match> = Vec::new();
        for found in matches {
            let range = found.start..found.start + found.length;
            let free = !taken[range.start] && !taken[range.end - 1];
            taken[range].fill(true);
            if free {
                kept.push(found);
            }
        }
        kept.sort_by_key(|found| found.start);
        let old = tokens.split_off(first);
        let mut next = first;
        for found in kept {
            tokens.extend_from_slice(&old[next - first..found.start - first]);
            next = found.start + found.length;
            let run = &old[found.start - first..next - first];
            let (head, tail) = (run[0], run[run.len() - 1]);
            match self.get(&text[head.start as usize..tail.end as usize]) {
                Some(pieces) => {
                    push(head.start, pieces, tokens);
                    if let Some(last) = tokens.last_mut() {
                        last.space_after = tail.space_after;
                    }
                }
                None => tokens.extend_from_slice(run),
            }
        }
        tokens.extend_from_slice(&old[next - first..]);
    }

    fn matches(&self, text: &str, first: usize, tokens: &[RawToken]) -> Vec<Match> {
        let mut matches = Vec::new();
        for start in first..tokens.len() {
            let word = tokens[start].text(text);
            if word.len() > self.longest {
                continue;
            }
            for sequence in self.sequences.get(word).into_iter().flatten() {
                let Some(run) = tokens.get(start..start + sequence.len()) else { continue };
                if run.iter().zip(sequence).all(|(token, part)| token.text(text) == &**part) {
                    matches.push(Match { start, length: sequence.len() });
                }
            }
        }
        matches
    }
}

/// Appends the parts of an exception that begins at `start`.
pub(super) fn push(mut start: u32, pieces: &[Piece], out: &mut Vec<RawToken>) {
    for piece in pieces {
        let end = start + piece.length;
        out.push(RawToken { start, end, space_after: false, norm: piece.norm });
        start = end;
    }
}

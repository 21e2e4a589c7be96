//! The tokenizer: white space, then exceptions, prefixes, suffixes and infixes.
//!
//! It gives the tokens that the model was trained on; its rules and exceptions are those of spaCy's
//! English tokenizer (MIT licence, see `model/NOTICE`).

mod affix;
pub(crate) mod classes;
mod infix;
mod special;
mod url;

use classes::is_space;
use special::{Piece, Specials};

use crate::lexeme::Lexicon;

/// A token of a text, in bytes of that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// One space follows.
    pub(crate) space_after: bool,
    /// Number of the norm that an exception gives it.
    pub(crate) norm: Option<u64>,
}

impl RawToken {
    /// Its text.
    pub(crate) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Splits text into tokens.
pub(crate) struct Tokenizer {
    specials: Specials,
}

impl Tokenizer {
    /// A tokenizer with these exceptions: pieces with their norms (empty when a piece has none).
    pub(crate) fn new(exceptions: &[Vec<(String, String)>], lexicon: &Lexicon) -> Self {
        Self { specials: Specials::new(exceptions, lexicon) }
    }

    /// Appends the tokens of `text`.
    pub(crate) fn tokenize(&self, text: &str, out: &mut Vec<RawToken>) {
        let first = out.len();
        split(text, Some(&self.specials), out);
        self.specials.merge(text, first, out);
    }
}

/// Splits at white space. A single space is no token; any other white space is.
fn split(text: &str, specials: Option<&Specials>, out: &mut Vec<RawToken>) {
    let mut run = Run { text, specials, out };
    let Some(first) = text.chars().next() else { return };
    let mut in_space = is_space(first);
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let space = if c.is_ascii_alphanumeric() { false } else { is_space(c) };
        if space == in_space {
            continue;
        }
        if start < at {
            run.chunk(start, at);
        }
        start = at;
        if c == ' ' {
            start += 1;
            if let Some(last) = run.out.last_mut() {
                last.space_after = true;
            }
        }
        in_space = space;
    }
    if start < text.len() {
        run.chunk(start, text.len());
    }
}

/// Tokens of runs of one text are appended here.
struct Run<'r> {
    text: &'r str,
    specials: Option<&'r Specials>,
    out: &'r mut Vec<RawToken>,
}

impl<'r> Run<'r> {
    fn special(&self, start: usize, end: usize) -> Option<&'r [Piece]> {
        self.specials?.get(&self.text[start..end])
    }

    fn push(&mut self, start: usize, end: usize) {
        self.out.push(RawToken { start: start as u32, end: end as u32, space_after: false, norm: None });
    }

    fn push_pieces(&mut self, start: usize, pieces: &[Piece]) {
        special::push(start as u32, pieces, self.out);
    }

    /// A run without white space, or of white space alone.
    fn chunk(&mut self, mut start: usize, mut end: usize) {
        if let Some(pieces) = self.special(start, end) {
            return self.push_pieces(start, pieces);
        }
        if self.text.as_bytes()[start..end].iter().all(u8::is_ascii_alphabetic) {
            return self.push(start, end);
        }
        let mut suffixes: Vec<usize> = Vec::new();
        let whole_end = end;
        // Split prefixes and suffixes in turns, until an exception remains or nothing splits.
        while start < end && self.special(start, end).is_none() {
            let prefix = affix::prefix(&self.text[start..end]);
            if prefix > 0 && self.special(start + prefix, end).is_some() {
                self.push(start, start + prefix);
                start += prefix;
                break;
            }
            let suffix = affix::suffix(&self.text[start + prefix..end]);
            if suffix > 0 && self.special(start, end - suffix).is_some() {
                end -= suffix;
                suffixes.push(end);
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                self.push(start, start + prefix);
                start += prefix;
            }
            if suffix > 0 {
                end -= suffix;
                suffixes.push(end);
            }
        }
        self.middle(start, end);
        for (index, &from) in suffixes.iter().enumerate().rev() {
            let to = if index == 0 { whole_end } else { suffixes[index - 1] };
            self.push(from, to);
        }
    }

    /// What is left when prefixes and suffixes are gone.
    fn middle(&mut self, start: usize, end: usize) {
        if start == end {
            return;
        }
        if let Some(pieces) = self.special(start, end) {
            return self.push_pieces(start, pieces);
        }
        let text = &self.text[start..end];
        if url::is_url(text) {
            return self.push(start, end);
        }
        let mut from = 0;
        for mark in infix::infixes(text) {
            if mark.start == 0 {
                continue;
            }
            if from < mark.start {
                self.push(start + from, start + mark.start);
            }
            self.push(start + mark.start, start + mark.end);
            from = mark.end;
        }
        if from < text.len() {
            self.push(start + from, end);
        }
    }
}

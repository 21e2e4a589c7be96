//! What the model sees of a token: six numbers made of its text and its surroundings.

use rustc_hash::FxHashMap;

use crate::hash;
use crate::token::classes::{is_digit, is_letter, is_space};
use crate::weights::TABLES;

/// Norm, prefix, suffix, shape, followed by a space, white space: the columns of the embedding tables.
pub(crate) type Attributes = [u64; TABLES];

/// Characters of a prefix and of a suffix.
const SUFFIX_CHARS: usize = 3;
/// A run of one kind of character counts so often in a shape.
const SHAPE_RUN: usize = 4;
/// Texts of this many characters have the shape [`LONG_SHAPE`].
const LONG: usize = 100;
const LONG_SHAPE: &str = "LONG";

/// Names that have a number of their own instead of a hash.
const SYMBOLS: &str = include_str!("../data/symbols.txt");

/// Norms of marks that are written in several ways, for texts that the model's own table lacks.
const MARK_NORMS: &[(&str, &str)] = &[
    ("'s", "'s"),
    ("'S", "'s"),
    ("’s", "'s"),
    ("’S", "'s"),
    ("’", "'"),
    ("‘", "'"),
    ("´", "'"),
    ("`", "'"),
    ("”", "\""),
    ("“", "\""),
    ("''", "\""),
    ("``", "\""),
    ("´´", "\""),
    ("„", "\""),
    ("»", "\""),
    ("«", "\""),
    ("‘‘", "\""),
    ("’’", "\""),
    ("？", "?"),
    ("！", "!"),
    ("，", ","),
    ("；", ";"),
    ("：", ":"),
    ("。", "."),
    ("।", "."),
    ("…", "..."),
    ("—", "-"),
    ("–", "-"),
    ("--", "-"),
    ("---", "-"),
    ("——", "-"),
    ("€", "$"),
    ("£", "$"),
    ("¥", "$"),
    ("฿", "$"),
    ("US$", "$"),
    ("C$", "$"),
    ("A$", "$"),
    ("₺", "$"),
    ("₹", "$"),
    ("৳", "$"),
    ("₩", "$"),
    ("Mex$", "$"),
    ("₣", "$"),
    ("E£", "$"),
];

/// Turns texts into attributes.
pub(crate) struct Lexicon {
    symbols: FxHashMap<&'static str, u64>,
    /// Number of a text to the number of its norm.
    norms: FxHashMap<u64, u64>,
}

impl Lexicon {
    /// A lexicon with the model's table of norms, by the number of a word's text.
    pub(crate) fn new(norms: &[(u64, String)]) -> Self {
        let lines = SYMBOLS.lines().filter(|line| !line.starts_with('#'));
        let symbols = lines.filter_map(|line| {
            let (number, name) = line.split_once(' ')?;
            Some((name, number.parse().ok()?))
        });
        let mut lexicon = Self { symbols: symbols.collect(), norms: FxHashMap::default() };
        let marks = MARK_NORMS.iter().map(|(text, norm)| (lexicon.number(text), lexicon.number(norm)));
        let words = norms.iter().map(|(key, norm)| (*key, lexicon.number(norm)));
        lexicon.norms = marks.chain(words).collect();
        lexicon
    }

    /// The number of a text.
    pub(crate) fn number(&self, text: &str) -> u64 {
        match self.symbols.get(text) {
            Some(&number) => number,
            None if text.is_empty() => 0,
            None => hash::of_bytes(text.as_bytes()),
        }
    }

    /// The attributes of a token; `norm` is the number of the norm that the tokenizer gave it.
    pub(crate) fn attributes(&self, text: &str, norm: Option<u64>, space_after: bool) -> Attributes {
        let norm = norm.unwrap_or_else(|| self.norm(text));
        let first = text.chars().next().map_or(0, char::len_utf8);
        let suffix = text.char_indices().rev().take(SUFFIX_CHARS).last().map_or(0, |(at, _)| at);
        [
            norm,
            self.number(&text[..first]),
            self.number(&text[suffix..]),
            self.number(&shape(text)),
            u64::from(space_after),
            u64::from(text.chars().all(is_space)),
        ]
    }

    fn norm(&self, text: &str) -> u64 {
        self.norms.get(&self.number(text)).copied().unwrap_or_else(|| self.number(&text.to_lowercase()))
    }
}

/// Letters become `X` or `x`, digits `d`, other characters stay; long runs are cut.
fn shape(text: &str) -> String {
    if text.len() >= LONG && text.chars().count() >= LONG {
        return LONG_SHAPE.to_owned();
    }
    let mut shape = String::with_capacity(text.len());
    let mut run = 0;
    let mut last = None;
    for c in text.chars() {
        let kind = match c {
            c if is_letter(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            c if is_digit(c) => 'd',
            c => c,
        };
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < SHAPE_RUN {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert_eq!(shape("Captured"), "Xxxxx");
        assert_eq!(shape("T-72B3"), "X-ddXd");
        assert_eq!(shape("10,000"), "dd,ddd");
        assert_eq!(shape("١٢٣"), "ddd");
        assert_eq!(shape("حلب"), "xxx");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
    }

    #[test]
    fn reserved_names_have_their_own_number() {
        let lexicon = Lexicon::new(&[]);
        assert_eq!(lexicon.number("agent"), 401);
        assert_eq!(lexicon.number(""), 0);
        assert_eq!(lexicon.number("coffee"), 3_197_928_453_018_144_401);
    }

    #[test]
    fn norms_come_from_the_table_then_the_marks_then_small_letters() {
        let plain = Lexicon::new(&[]);
        assert_eq!(plain.norm("—"), plain.number("-"));
        assert_eq!(plain.norm("Town"), plain.number("town"));
        let table = Lexicon::new(&[(plain.number("Colour"), "color".to_owned())]);
        assert_eq!(table.norm("Colour"), table.number("color"));
    }
}

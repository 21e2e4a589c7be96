//! Cutting a text into words, numbers and marks, each with the symbols that patterns ask for.

use super::lexicon::{Lexicon, Symbol};

/// A word, number or mark of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// First byte.
    pub(crate) start: u32,
    /// One past its last byte.
    pub(crate) end: u32,
    /// No white space stands before it.
    pub(crate) glued: bool,
    /// It begins with a capital letter.
    pub(crate) capital: bool,
    /// A paragraph or line ends before it.
    pub(crate) after_break: bool,
    /// What it is made of.
    pub(crate) shape: Shape,
    symbols: (u32, u32),
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters.
    Word,
    /// Digits, with what belongs to them.
    Number,
    /// A single mark.
    Mark(char),
}

/// The tokens of one text, with their symbols.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) list: Vec<Token>,
    symbols: Vec<(Symbol, i32)>,
}

impl Tokens {
    /// The symbols of token `at`, with their values.
    pub(crate) fn symbols(&self, at: usize) -> &[(Symbol, i32)] {
        let (from, to) = self.list[at].symbols;
        &self.symbols[from as usize..to as usize]
    }

    /// The value of `symbol` on token `at`.
    pub(crate) fn value(&self, at: usize, symbol: Symbol) -> Option<i32> {
        self.symbols(at).iter().find(|(s, _)| *s == symbol).map(|(_, v)| *v)
    }

    /// Cuts `text`.
    pub(crate) fn of(text: &str, lexicon: &Lexicon) -> Self {
        let mut out = Self::default();
        let mut cutter = Cutter { text, bytes: text.as_bytes(), at: 0, lower: String::new() };
        let mut last_end = 0;
        while let Some((start, end, shape, normal)) = cutter.next() {
            let gap = &cutter.bytes[last_end..start];
            let from = out.symbols.len() as u32;
            let capital = matches!(shape, Shape::Word) && text[start..].starts_with(char::is_uppercase);
            match shape {
                Shape::Number => lexicon.number_symbols(&text[start..end], &mut out.symbols),
                _ => lexicon.word_symbols(normal.unwrap_or(&cutter.lower), capital, &mut out.symbols),
            }
            if let Some(symbol) = lexicon.capital.filter(|_| capital) {
                out.symbols.push((symbol, 0));
            }
            out.list.push(Token {
                start: start as u32,
                end: end as u32,
                glued: start > 0 && gap.is_empty(),
                capital,
                after_break: gap.contains(&b'\n'),
                shape,
                symbols: (from, out.symbols.len() as u32),
            });
            last_end = end;
        }
        out
    }
}

struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    lower: String,
}

impl Cutter<'_> {
    /// Start, end, shape, and the normal form where it is not `self.lower`.
    fn next(&mut self) -> Option<(usize, usize, Shape, Option<&'static str>)> {
        let rest = &self.text[self.at..];
        let skip = rest.find(|c: char| !c.is_whitespace())?;
        let start = self.at + skip;
        let first = self.text[start..].chars().next()?;
        self.lower.clear();
        if first.is_ascii_digit() {
            let end = number_end(self.bytes, start);
            self.at = end;
            return Some((start, end, Shape::Number, None));
        }
        if first.is_alphabetic() {
            let end = self.word(start);
            self.at = end;
            return Some((start, end, Shape::Word, None));
        }
        let end = start + first.len_utf8();
        self.at = end;
        let normal = match first {
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' => Some("-"),
            '\u{2018}' | '\u{2019}' | '\u{2032}' => Some("'"),
            '\u{201c}' | '\u{201d}' | '\u{2033}' => Some("\""),
            '(' => Some("LP"),
            ')' => Some("RP"),
            _ => None,
        };
        if matches!(normal.or(Some("")), Some("'")) || first == '\'' {
            // A possessive "'s" is one token.
            if self.bytes.get(end) == Some(&b's')
                && !self.bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
            {
                self.at = end + 1;
                return Some((start, end + 1, Shape::Mark('\''), Some("'s")));
            }
        }
        self.lower.push(first);
        Some((start, end, Shape::Mark(first), normal))
    }

    /// Reads a word: letters, or letters with dots between ("a.m.", "B.C."), lower-cased.
    fn word(&mut self, start: usize) -> usize {
        let mut end = start;
        let mut letters = 0;
        for (i, c) in self.text[start..].char_indices() {
            if !(c.is_alphabetic() || is_combining(c)) {
                break;
            }
            letters += 1;
            end = start + i + c.len_utf8();
            if c.is_ascii() {
                self.lower.push(c.to_ascii_lowercase());
            } else {
                self.lower.extend(c.to_lowercase());
            }
        }
        if letters == 1 {
            // Initials: one letter, dot, one letter, dot …
            let mut at = end;
            while self.bytes.get(at) == Some(&b'.')
                && self.bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
                && !self.bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric)
            {
                self.lower.push(self.bytes[at + 1].to_ascii_lowercase() as char);
                at += 2;
            }
            if at > end {
                return if self.bytes.get(at) == Some(&b'.') { at + 1 } else { at };
            }
        }
        if self.bytes.get(end) == Some(&b'\'')
            && self.lower == "o"
            && self.text[end + 1..].starts_with("clock")
        {
            self.lower.push_str("'clock");
            return end + 6;
        }
        end
    }
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Where a number ends, with the clock, date and ordinal forms that are glued to it.
fn number_end(bytes: &[u8], start: usize) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let n = digits(start);
    let mut end = start + n;
    // 2017-03-21, with or without T04:30.
    if n == 4 && at(end) == b'-' && digits(end + 1) == 2 && at(end + 3) == b'-' && digits(end + 4) == 2 {
        end += 6;
        if at(end) == b'T' && digits(end + 1) == 2 && at(end + 3) == b':' && digits(end + 4) == 2 {
            end += 6;
        }
        return end;
    }
    // 21/03/2017, 21.3.2017, 3-21-17.
    if n <= 2 && matches!(at(end), b'/' | b'.') {
        let mark = at(end);
        let second = digits(end + 1);
        let third_at = end + 1 + second;
        if (1..=2).contains(&second) && at(third_at) == mark && matches!(digits(third_at + 1), 2 | 4) {
            return third_at + 1 + digits(third_at + 1);
        }
    }
    // 04:30, 04:30:15.
    if n <= 2 && at(end) == b':' && digits(end + 1) == 2 {
        end += 3;
        if at(end) == b':' && digits(end + 1) == 2 {
            end += 3;
        }
        return end;
    }
    // 12,000 and 3.5.
    while at(end) == b',' && digits(end + 1) == 3 {
        end += 4;
    }
    if at(end) == b'.' && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
        return end;
    }
    // 231430Z, also glued to its month and year: 231430ZMAR17.
    if n == 6 && at(end).is_ascii_uppercase() {
        let month = (1..=3).all(|i| at(end + i).is_ascii_uppercase()) && at(end + 4).is_ascii_digit();
        if month || !at(end + 1).is_ascii_alphanumeric() {
            return end + 1;
        }
    }
    // 21st, 1870s, 1870's.
    let suffix = |len: usize| !at(end + len).is_ascii_alphanumeric();
    let pair = [at(end).to_ascii_lowercase(), at(end + 1).to_ascii_lowercase()];
    if matches!(&pair, b"st" | b"nd" | b"rd" | b"th") && suffix(2) {
        return end + 2;
    }
    if at(end) == b's' && suffix(1) && (n == 2 || n == 4 || n == 3) {
        return end + 1;
    }
    if n == 4 && at(end) == b'\'' && at(end + 1) == b's' && suffix(2) && at(end - 1) == b'0' {
        return end + 2;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::Tokens;

    fn cut(text: &str) -> Vec<&str> {
        let tokens = Tokens::of(text, &Lexicon::empty());
        tokens.list.iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
    }

    #[test]
    fn numbers_keep_what_belongs_to_them() {
        assert_eq!(
            cut("21st 1870s 04:30 2017-03-21 3.5 12,000"),
            ["21st", "1870s", "04:30", "2017-03-21", "3.5", "12,000"]
        );
        assert_eq!(
            cut("1914-18, 6–7 May 231430Z 1990's"),
            ["1914", "-", "18", ",", "6", "–", "7", "May", "231430Z", "1990's"]
        );
    }

    #[test]
    fn initials_are_one_word() {
        assert_eq!(
            cut("at 11 a.m. on 146 B.C. 5:30PM o'clock"),
            ["at", "11", "a.m.", "on", "146", "B.C.", "5:30", "PM", "o'clock"]
        );
        assert_eq!(cut("the day's end"), ["the", "day", "'s", "end"]);
    }
}

//! From words and numbers to symbols: the classes of the lexicon file and the literals of patterns.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A class of words (`MONTH`) or a literal word of some pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Symbol(pub(crate) u16);

#[derive(Clone, Copy, Debug)]
struct Entry {
    symbol: Symbol,
    value: i32,
    /// The word must begin with a capital.
    capital: bool,
}

/// The hash FNV-1a: words are short, and their order is never read.
#[derive(Debug)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The words that any rule knows.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    names: Vec<String>,
    by_name: HashMap<String, Symbol>,
    words: HashMap<String, Vec<Entry>, BuildHasherDefault<Fnv>>,
    shapes: Option<Shapes>,
    /// The symbol of every word with a capital (`CAP`).
    pub(super) capital: Option<Symbol>,
}

/// The symbols that numbers get by their shape.
#[derive(Clone, Copy, Debug)]
struct Shapes {
    int: Symbol,
    num: Symbol,
    day: Symbol,
    month_number: Symbol,
    year: Symbol,
    two_digits: Symbol,
    hour: Symbol,
    clock: Symbol,
    dotted_clock: Symbol,
    military: Symbol,
    group: Symbol,
    group_zone: Symbol,
    ordinal: Symbol,
    day_ordinal: Symbol,
    decade: Symbol,
    iso: Symbol,
    iso_time: Symbol,
    slashed: Symbol,
    tenths: Symbol,
    big: Symbol,
}

impl Lexicon {
    /// A lexicon that knows nothing.
    #[cfg(test)]
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// A lexicon that knows the shapes of numbers.
    pub(crate) fn new() -> Self {
        let mut lexicon = Self::default();
        let mut symbol = |name| lexicon.symbol(name);
        let shapes = Shapes {
            int: symbol("INT"),
            num: symbol("NUM"),
            day: symbol("DAY"),
            month_number: symbol("MONTHNO"),
            year: symbol("YEAR"),
            two_digits: symbol("YY"),
            hour: symbol("HOUR"),
            clock: symbol("CLOCK"),
            dotted_clock: symbol("DOTCLOCK"),
            military: symbol("MILITARY"),
            group: symbol("DTG"),
            group_zone: symbol("DTGZONE"),
            ordinal: symbol("ORD"),
            day_ordinal: symbol("DAYORD"),
            decade: symbol("DECADE"),
            iso: symbol("ISO"),
            iso_time: symbol("ISOTIME"),
            slashed: symbol("SLASHED"),
            tenths: symbol("TENTHS"),
            big: symbol("BIG"),
        };
        lexicon.shapes = Some(shapes);
        lexicon.capital = Some(lexicon.symbol("CAP"));
        lexicon
    }

    /// The symbol of a class or literal, made on first sight.
    pub(crate) fn symbol(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.by_name.get(name) {
            return *symbol;
        }
        let symbol = Symbol(self.names.len() as u16);
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), symbol);
        symbol
    }

    /// The symbol of a name already known.
    pub(crate) fn known(&self, name: &str) -> Option<Symbol> {
        self.by_name.get(name).copied()
    }

    /// How many symbols there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// Adds `word` to a class. A capital first letter in `word` asks for one in the text.
    pub(crate) fn add(&mut self, class: &str, word: &str, value: i32) {
        let symbol = self.symbol(class);
        let capital = word.starts_with(char::is_uppercase);
        self.words.entry(word.to_lowercase()).or_default().push(Entry { symbol, value, capital });
    }

    /// Makes `word` a literal that a pattern can ask for.
    pub(crate) fn literal(&mut self, word: &str) -> Symbol {
        let symbol = self.symbol(word);
        let entries = self.words.entry(word.to_owned()).or_default();
        if !entries.iter().any(|e| e.symbol == symbol) {
            entries.push(Entry { symbol, value: 0, capital: false });
        }
        symbol
    }

    /// The symbols of a lower-case word.
    pub(super) fn word_symbols(&self, word: &str, capital: bool, out: &mut Vec<(Symbol, i32)>) {
        if let Some(entries) = self.words.get(word) {
            out.extend(entries.iter().filter(|e| capital || !e.capital).map(|e| (e.symbol, e.value)));
        }
    }

    /// The symbols of a number by its shape; clocks are `hour * 100 + minute`, dates
    /// `year * 10000 + month * 100 + day`, `TENTHS` ten times the number.
    pub(super) fn number_symbols(&self, text: &str, out: &mut Vec<(Symbol, i32)>) {
        let Some(s) = self.shapes else { return };
        let b = text.as_bytes();
        let n = b.iter().take_while(|c| c.is_ascii_digit()).count();
        let int =
            |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<i32>().ok()).unwrap_or(-1);
        if n == b.len() {
            let value = text.parse::<i32>().unwrap_or(i32::MAX);
            out.push((s.int, value));
            if n <= 3 {
                out.push((s.num, value));
            }
            if n <= 2 && (1..=31).contains(&value) {
                out.push((s.day, value));
            }
            if n <= 2 && (1..=12).contains(&value) {
                out.push((s.month_number, value));
            }
            if n <= 2 && value <= 24 {
                out.push((s.hour, value * 100));
            }
            if n == 2 {
                out.push((s.two_digits, value));
            }
            if n == 4 && (1000..2200).contains(&value) {
                out.push((s.year, value));
            }
            if n == 4 && value <= 2400 && value % 100 < 60 {
                out.push((s.military, value));
            }
            return;
        }
        match b[n] {
            b'-' if n == 4 => {
                let (month, day) = (int(5..7), int(8..10));
                if (1..=12).contains(&month) && (1..=31).contains(&day) {
                    out.push((s.iso, int(0..4) * 10_000 + month * 100 + day));
                    if b.len() > 10 {
                        out.push((s.iso_time, int(11..13) * 100 + int(14..16)));
                    }
                }
            }
            b':' => {
                let (hour, minute) = (int(0..n), int(n + 1..n + 3));
                if hour <= 24 && minute < 60 {
                    out.push((s.clock, hour * 100 + minute));
                }
            }
            b',' => out.push((s.big, 0)),
            b'/' | b'.' => {
                let mark = b[n] as char;
                let parts: Vec<i32> = text.split(mark).filter_map(|p| p.parse().ok()).collect();
                if let [first, second, third] = parts[..] {
                    if let Some(value) = slashed(first, second, third) {
                        out.push((s.slashed, value));
                    }
                } else if mark == '.' && parts.len() == 2 {
                    let minutes = b.len() - n - 1 == 2 && parts[0] <= 24 && parts[1] < 60;
                    if minutes {
                        out.push((s.dotted_clock, parts[0] * 100 + parts[1]));
                    }
                    if b.len() - n - 1 == 1 {
                        out.push((s.tenths, parts[0].saturating_mul(10).saturating_add(parts[1])));
                    }
                }
            }
            b's' | b'\'' => {
                let value = int(0..n);
                if value % 10 == 0 && (n == 2 || n == 4 || n == 3) {
                    out.push((s.decade, value));
                }
            }
            c if n == 6 && c.is_ascii_uppercase() => {
                let (day, time) = (int(0..2), int(2..6));
                if (1..=31).contains(&day) && time < 2400 && time % 100 < 60 {
                    out.push((s.group, day * 10_000 + time));
                    out.push((s.group_zone, i32::from(c)));
                }
            }
            _ => {
                let value = int(0..n);
                out.push((s.ordinal, value));
                if (1..=31).contains(&value) {
                    out.push((s.day_ordinal, value));
                }
            }
        }
    }
}

/// `day/month/year`, or `month/day/year` where only that can be; two-digit years lie in 1950–2049.
fn slashed(first: i32, second: i32, year: i32) -> Option<i32> {
    let year = match year {
        0..50 => 2000 + year,
        50..100 => 1900 + year,
        _ => year,
    };
    let (day, month) = if second > 12 && first <= 12 { (second, first) } else { (first, second) };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(year * 10_000 + month * 100 + day)
}

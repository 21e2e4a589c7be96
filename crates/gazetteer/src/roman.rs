//! Romanisations: what makes two spellings of one name alike.
//!
//! Rules and prices are in `data/romanisation.toml`, with their examples. A [`Family`] gives each
//! folded Latin name a *normal form* and from it a *skeleton*, which indexes it; [`distance`]
//! compares two normal forms by a weighted edit distance (Wagner and Fischer 1974), in which a vowel
//! for a vowel is cheap and a consonant for another is dear.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    family: Vec<FamilyRow>,
    prices: PriceRow,
}

#[derive(Deserialize)]
struct FamilyRow {
    countries: String,
    words: Vec<(String, String)>,
    rules: Vec<(String, String)>,
    drop: String,
    alike: Vec<(char, char)>,
    #[serde(default)]
    endings: bool,
    tests: Vec<(String, String)>,
    apart: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct PriceRow {
    pairs: Vec<(String, String, f64)>,
    free: String,
    cheap: Vec<(String, f64)>,
}

/// A family of romanisations.
pub(crate) struct Family {
    /// Byte that begins its keys in an index: below any letter.
    pub(crate) mark: u8,
    countries: Vec<[u8; 2]>,
    words: FxHashMap<String, String>,
    rules: Vec<Rule>,
    drop: String,
    alike: Vec<(char, char)>,
    /// Whether a vowel more or less at the end makes another name.
    endings: bool,
    #[cfg_attr(not(test), allow(dead_code))]
    tests: Vec<(String, String)>,
    #[cfg_attr(not(test), allow(dead_code))]
    apart: Vec<(String, String)>,
}

struct Rule {
    from: String,
    /// The [`signs`] of `from`: a word that lacks one of them is passed over.
    signs: u64,
    to: String,
    end: bool,
}

/// Prices by ASCII signs, of which folded Latin names and their normal forms are made.
struct Prices {
    /// One sign for another.
    change: Vec<[f64; 128]>,
    /// A sign more or less.
    skip: [f64; 128],
    free: [bool; 128],
}

/// A folded Latin name with what comparing it under a family needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    normal: String,
    letters: usize,
    /// Whether the name, not its normal form, ends in a vowel.
    vowel: bool,
}

struct Romanisation {
    families: Vec<Family>,
    prices: Prices,
}

fn data() -> &'static Romanisation {
    static DATA: OnceLock<Romanisation> = OnceLock::new();
    DATA.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../data/romanisation.toml"))
            .expect("the rules are checked by the tests");
        let families = file
            .family
            .into_iter()
            .enumerate()
            .map(|(index, row)| Family::new(row, index as u8 + 1))
            .collect();
        Romanisation { families, prices: Prices::new(&file.prices) }
    })
}

/// The families, in the order of their marks.
pub(crate) fn families() -> &'static [Family] {
    &data().families
}

/// The families in which names of a country (ISO 3166-1 alpha-2) are romanised.
pub(crate) fn families_of(country: &str) -> impl Iterator<Item = &'static Family> + '_ {
    families().iter().filter(move |f| f.countries.iter().any(|c| c == country.as_bytes()))
}

/// Whether names of a country (ISO 3166-1 alpha-2) are romanised in several ways, so that all their
/// spellings are worth keeping as text.
pub fn has_romanisations(country: &str) -> bool {
    families_of(country).next().is_some()
}

/// Whether two Latin spellings are plainly romanisations of one name, as names of that country are
/// written: same skeleton, and near.
pub fn same_romanisation(country: &str, a: &str, b: &str) -> bool {
    let (a, b) = (crate::fold(a), crate::fold(b));
    a.is_ascii()
        && b.is_ascii()
        && families_of(country).any(|f| {
            f.key(&a).is_some_and(|k| f.key(&b) == Some(k)) && nearness(&f.form(&a), &f.form(&b)) >= 0.85
        })
}

impl Family {
    fn new(row: FamilyRow, mark: u8) -> Self {
        let countries = row
            .countries
            .split_whitespace()
            .filter_map(|c| c.as_bytes().try_into().ok())
            .collect::<Vec<[u8; 2]>>();
        let mut words = FxHashMap::default();
        for (from, to) in row.words {
            for word in from.split('|') {
                words.insert(word.to_owned(), to.clone());
            }
        }
        let mut rules = Vec::new();
        for (from, to) in row.rules {
            for spelling in from.split('|') {
                let end = spelling.ends_with('$');
                let from = spelling.trim_end_matches('$').to_owned();
                rules.push(Rule { signs: signs(&from), from, to: to.clone(), end });
            }
        }
        Self {
            mark,
            countries,
            words,
            rules,
            drop: row.drop,
            alike: row.alike,
            endings: row.endings,
            tests: row.tests,
            apart: row.apart,
        }
    }

    /// The normal form of a folded Latin name.
    pub(crate) fn normal(&self, folded: &str) -> String {
        let mut out = String::with_capacity(folded.len());
        let count = folded.split(' ').count();
        for word in folded.split(' ') {
            let start = out.len();
            if start > 0 {
                out.push(' ');
            }
            let begin = out.len();
            match self.words.get(word) {
                // An article alone is the whole name, not an article.
                Some(to) if !(to.is_empty() && count == 1) => out.push_str(to),
                _ => self.rewrite(word, &mut out),
            }
            if out.len() == begin {
                out.truncate(start);
            }
        }
        out
    }

    /// Adds a word to `out`, rewritten by the rules in their order.
    fn rewrite(&self, word: &str, out: &mut String) {
        let begin = out.len();
        out.push_str(word);
        let mut has = signs(word);
        for rule in &self.rules {
            if rule.signs & !has != 0 {
                continue;
            }
            let word = &out[begin..];
            if rule.end {
                let stem = word.strip_suffix(rule.from.as_str()).map_or(0, str::len);
                if stem < 2 {
                    continue;
                }
                out.truncate(begin + stem);
                out.push_str(&rule.to);
            } else if word.contains(rule.from.as_str()) {
                let replaced = word.replace(rule.from.as_str(), &rule.to);
                out.truncate(begin);
                out.push_str(&replaced);
            } else {
                continue;
            }
            has = signs(&out[begin..]);
        }
    }

    /// The skeleton of a normal form: signs that vary dropped, doubled ones made one, no spaces.
    pub(crate) fn skeleton(&self, normal: &str) -> String {
        let mut out = String::with_capacity(normal.len() + 1);
        let mut last = ' ';
        for c in normal.chars() {
            if c == ' ' || self.drop.contains(c) {
                if c != ' ' && out.is_empty() && "aeiou".contains(c) {
                    // A name that begins with a vowel keeps the trace of it.
                    out.push('a');
                }
                last = ' ';
                continue;
            }
            let c = self.alike.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to);
            if c != last {
                out.push(c);
            }
            last = c;
        }
        out
    }

    /// The index key of a folded Latin name; `None` for names too short to have one.
    pub(crate) fn key(&self, folded: &str) -> Option<String> {
        self.key_of(&self.normal(folded))
    }

    fn key_of(&self, normal: &str) -> Option<String> {
        let mut skeleton = self.skeleton(normal);
        if skeleton.len() < 2 {
            return None;
        }
        skeleton.insert(0, char::from(self.mark));
        Some(skeleton)
    }

    /// A folded Latin name as it is compared.
    pub(crate) fn form(&self, folded: &str) -> Form {
        let normal = self.normal(folded);
        let letters = normal.bytes().filter(|b| *b != b' ').count();
        Form { normal, letters, vowel: ends_in_vowel(folded) }
    }

    /// The same with its index key.
    pub(crate) fn keyed(&self, folded: &str) -> Option<(Form, String)> {
        let form = self.form(folded);
        let key = self.key_of(&form.normal)?;
        Some((form, key))
    }
}

/// The signs that a spelling has: a bit for each letter, one for digits, one for all others.
fn signs(word: &str) -> u64 {
    word.bytes().fold(0, |all, byte| {
        all | 1
            << match byte {
                b'a'..=b'z' => byte - b'a',
                b'A'..=b'Z' => 26 + byte - b'A',
                b'0'..=b'9' => 52,
                _ => 53,
            }
    })
}

/// Weighted edit distance of two normal forms, in letters; `f64::INFINITY` above `limit`.
pub(crate) fn distance(a: &str, b: &str, limit: f64) -> f64 {
    let prices = &data().prices;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 12 {
        return f64::INFINITY;
    }
    let (mut short, mut long) = ([0.0; 48], Vec::new());
    let row = if b.len() < short.len() {
        &mut short[..=b.len()]
    } else {
        long.resize(b.len() + 1, 0.0);
        &mut long[..]
    };
    for j in 0..b.len() {
        row[j + 1] = row[j] + prices.skip(b, j);
    }
    for i in 0..a.len() {
        let skip = prices.skip(a, i);
        let mut diagonal = row[0];
        row[0] += skip;
        let mut best = row[0];
        for j in 0..b.len() {
            let up = row[j + 1];
            let change = diagonal + prices.change(a[i], b[j]);
            let value = change.min(up + skip).min(row[j] + prices.skip(b, j));
            diagonal = up;
            row[j + 1] = value;
            best = best.min(value);
        }
        if best > limit {
            return f64::INFINITY;
        }
    }
    let last = row[b.len()];
    if last > limit { f64::INFINITY } else { last }
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn ends_in_vowel(name: &str) -> bool {
    name.ends_with(is_vowel)
}

/// A consonant for another.
const CHANGE: f64 = 1.2;
/// A consonant more or less.
const SKIP: f64 = 1.1;
/// A vowel for another, or more or less.
const VOWEL: f64 = 0.35;
/// A doubled sign more or less.
const DOUBLED: f64 = 0.1;

impl Prices {
    fn new(row: &PriceRow) -> Self {
        let ascii = |text: &str| text.bytes().next().map(usize::from).filter(|at| *at < 128);
        let vowel = |at: usize| is_vowel(char::from(at as u8));
        let mut change = vec![[CHANGE; 128]; 128];
        let (mut skip, mut free) = ([SKIP; 128], [false; 128]);
        for a in (0..128).filter(|a| vowel(*a)) {
            skip[a] = VOWEL;
            for b in (0..128).filter(|b| vowel(*b)) {
                change[a][b] = VOWEL;
            }
        }
        for (a, b, price) in &row.pairs {
            if let (Some(a), Some(b)) = (ascii(a), ascii(b)) {
                (change[a][b], change[b][a]) = (*price, *price);
            }
        }
        for (c, price) in &row.cheap {
            if let Some(c) = ascii(c) {
                skip[c] = *price;
            }
        }
        for c in row.free.bytes().map(usize::from).filter(|c| *c < 128) {
            (skip[c], free[c]) = (0.0, true);
        }
        Self { change, skip, free }
    }

    fn change(&self, a: u8, b: u8) -> f64 {
        if a == b {
            return 0.0;
        }
        self.change.get(usize::from(a)).and_then(|row| row.get(usize::from(b))).copied().unwrap_or(CHANGE)
    }

    /// The price of a sign that the other name lacks.
    fn skip(&self, name: &[u8], at: usize) -> f64 {
        let c = usize::from(name[at]);
        if at > 0 && name[at - 1] == name[at] && !self.free.get(c).is_some_and(|free| *free) {
            return DOUBLED;
        }
        self.skip.get(c).copied().unwrap_or(SKIP)
    }
}

/// How alike two folded Latin names are under a family, from 0 to 1; 0 when they are not one name.
pub(crate) fn likeness(family: &Family, a: &str, b: &str) -> f64 {
    if family.endings && ends_in_vowel(a) != ends_in_vowel(b) {
        return 0.0;
    }
    nearness(&family.form(a), &family.form(b))
}

/// The same of two forms of that family.
pub(crate) fn likeness_of(family: &Family, a: &Form, b: &Form) -> f64 {
    if family.endings && a.vowel != b.vowel {
        return 0.0;
    }
    nearness(a, b)
}

/// The same, whatever their endings.
fn nearness(a: &Form, b: &Form) -> f64 {
    if a.normal == b.normal {
        return 1.0;
    }
    let limit = allowance(a.letters.min(b.letters));
    let distance = distance(&a.normal, &b.normal, limit);
    if distance.is_infinite() { 0.0 } else { 1.0 - 0.5 * distance / limit.max(0.1) * 0.6 }
}

/// The distance below which two names of that length may be one.
fn allowance(letters: usize) -> f64 {
    match letters {
        0..=2 => 0.2,
        3 => 0.4,
        4 => 0.6,
        5 => 0.8,
        6 => 1.0,
        _ => 1.2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn every_family_has_tests_and_passes_them() {
        for (index, family) in families().iter().enumerate() {
            assert!(!family.tests.is_empty() && !family.apart.is_empty(), "family {index} without tests");
            for (a, b) in &family.tests {
                let (a, b) = (fold(a), fold(b));
                assert_eq!(
                    family.key(&a),
                    family.key(&b),
                    "{a} and {b}: {} {}",
                    family.normal(&a),
                    family.normal(&b)
                );
                assert!(likeness(family, &a, &b) > 0.7, "{a} and {b}: {}", likeness(family, &a, &b));
            }
            for (a, b) in &family.apart {
                let (a, b) = (fold(a), fold(b));
                let same_key = family.key(&a) == family.key(&b);
                assert!(!same_key || likeness(family, &a, &b) < 0.01, "{a} and {b} are taken for one");
            }
        }
    }

    #[test]
    fn distance_is_symmetric_and_zero_on_itself() {
        for (a, b) in [("srn", "sran"), ("kfr ht", "kfr hit"), ("mahrd", "muhrdh")] {
            assert!((distance(a, b, 9.0) - distance(b, a, 9.0)).abs() < 1e-9);
            assert!(distance(a, a, 9.0).abs() < 1e-9);
        }
    }
}

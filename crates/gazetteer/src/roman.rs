//! Romanisations: what makes two spellings of one name alike.
//!
//! Rules and prices are in `data/romanisation.toml`, with their examples. A [`Family`] gives each
//! folded Latin name a *normal form* and from it a *skeleton*, which indexes it; [`distance`]
//! compares two normal forms by a weighted edit distance (Wagner and Fischer 1974), in which a vowel
//! for a vowel is cheap and a consonant for another is dear.

use std::collections::HashMap;
use std::sync::OnceLock;

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
    words: HashMap<String, String>,
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
    to: String,
    end: bool,
}

struct Prices {
    pairs: HashMap<(char, char), f64>,
    free: String,
    cheap: HashMap<char, f64>,
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
        let mut pairs = HashMap::new();
        for (a, b, price) in file.prices.pairs {
            if let (Some(a), Some(b)) = (a.chars().next(), b.chars().next()) {
                pairs.insert((a, b), price);
                pairs.insert((b, a), price);
            }
        }
        let cheap = file.prices.cheap.iter().filter_map(|(c, p)| c.chars().next().map(|c| (c, *p))).collect();
        Romanisation { families, prices: Prices { pairs, free: file.prices.free, cheap } }
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
        && families_of(country)
            .any(|f| f.key(&a).is_some_and(|k| f.key(&b) == Some(k)) && nearness(f, &a, &b) >= 0.85)
}

impl Family {
    fn new(row: FamilyRow, mark: u8) -> Self {
        let countries = row
            .countries
            .split_whitespace()
            .filter_map(|c| c.as_bytes().try_into().ok())
            .collect::<Vec<[u8; 2]>>();
        let mut words = HashMap::new();
        for (from, to) in row.words {
            for word in from.split('|') {
                words.insert(word.to_owned(), to.clone());
            }
        }
        let mut rules = Vec::new();
        for (from, to) in row.rules {
            for spelling in from.split('|') {
                let end = spelling.ends_with('$');
                rules.push(Rule { from: spelling.trim_end_matches('$').to_owned(), to: to.clone(), end });
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
            let rewritten = match self.words.get(word) {
                // An article alone is the whole name, not an article.
                Some(to) if !(to.is_empty() && count == 1) => to.clone(),
                _ => self.rewrite(word),
            };
            if rewritten.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&rewritten);
        }
        out
    }

    fn rewrite(&self, word: &str) -> String {
        let mut word = word.to_owned();
        for rule in &self.rules {
            if rule.end {
                if let Some(stem) = word.strip_suffix(rule.from.as_str())
                    && stem.len() >= 2
                {
                    word = format!("{stem}{}", rule.to);
                }
            } else if word.contains(rule.from.as_str()) {
                word = word.replace(rule.from.as_str(), &rule.to);
            }
        }
        word
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
        let skeleton = self.skeleton(&self.normal(folded));
        (skeleton.len() >= 2).then(|| format!("{}{skeleton}", char::from(self.mark)))
    }
}

/// Weighted edit distance of two normal forms, in letters; `f64::INFINITY` above `limit`.
pub(crate) fn distance(a: &str, b: &str, limit: f64) -> f64 {
    let prices = &data().prices;
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > 12 {
        return f64::INFINITY;
    }
    let mut row: Vec<f64> = Vec::with_capacity(b.len() + 1);
    row.push(0.0);
    for j in 0..b.len() {
        row.push(row[j] + prices.skip(&b, j));
    }
    for i in 0..a.len() {
        let mut diagonal = row[0];
        row[0] += prices.skip(&a, i);
        let mut best = row[0];
        for j in 0..b.len() {
            let up = row[j + 1];
            let change = diagonal + prices.change(a[i], b[j]);
            let value = change.min(up + prices.skip(&a, i)).min(row[j] + prices.skip(&b, j));
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

impl Prices {
    fn change(&self, a: char, b: char) -> f64 {
        if a == b {
            return 0.0;
        }
        if let Some(price) = self.pairs.get(&(a, b)) {
            return *price;
        }
        if is_vowel(a) && is_vowel(b) { 0.35 } else { 1.2 }
    }

    /// The price of a sign that the other name lacks.
    fn skip(&self, name: &[char], at: usize) -> f64 {
        let c = name[at];
        if self.free.contains(c) {
            return 0.0;
        }
        if at > 0 && name[at - 1] == c {
            return 0.1;
        }
        if let Some(price) = self.cheap.get(&c) {
            return *price;
        }
        if is_vowel(c) { 0.35 } else { 1.1 }
    }
}

/// How alike two folded Latin names are under a family, from 0 to 1; 0 when they are not one name.
pub(crate) fn likeness(family: &Family, a: &str, b: &str) -> f64 {
    let vowel = |name: &str| name.ends_with(is_vowel);
    if family.endings && vowel(a) != vowel(b) {
        return 0.0;
    }
    nearness(family, a, b)
}

/// The same, whatever their endings.
fn nearness(family: &Family, a: &str, b: &str) -> f64 {
    let (a, b) = (family.normal(a), family.normal(b));
    let letters = a.chars().filter(|c| *c != ' ').count().min(b.chars().filter(|c| *c != ' ').count());
    let limit = allowance(letters);
    let distance = distance(&a, &b, limit);
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

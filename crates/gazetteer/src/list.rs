//! One compiled list of places: the bytes, and how they are read.
//!
//! A list is a columnar table of places in order of id with a finite-state map of keys (Burtscher's
//! minimal acyclic transducers, crate `fst`) to postings. Columns are little-endian; the whole is
//! deflated for keeping. Names that only serve as keys are not kept as text.

use fst::Map;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

use crate::roman::{Family, Form, likeness_of};
use crate::{Place, PlaceKind, Point, fold};

pub(crate) const MAGIC: &[u8; 8] = b"ANNGAZ02";
/// No parent, no population.
pub(crate) const NONE: u32 = u32::MAX;

/// A place to be compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its id, unique in the list.
    pub id: String,
    /// Preferred name.
    pub name: String,
    /// Other spellings.
    pub names: Vec<String>,
    /// Where it is.
    pub point: Point,
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2 country.
    pub country: String,
    /// Id of the administrative parent in the same list.
    pub parent: Option<String>,
    /// Inhabitants.
    pub population: Option<u32>,
    /// Reach of an area from its point, in kilometres; 0 for what is no area.
    pub radius: f64,
}

/// What is wrong with a list of places.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The bytes are no compiled list.
    #[error("not a compiled list of places: {0}")]
    Format(&'static str),
    /// A row of a text file cannot be read.
    #[error("line {line}: {message}")]
    Row {
        /// Line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
}

/// A compiled list, ready for look-ups.
pub(crate) struct List {
    bytes: Cow<'static, [u8]>,
    count: usize,
    ids: std::ops::Range<usize>,
    columns: Columns,
    texts: std::ops::Range<usize>,
    postings: std::ops::Range<usize>,
    keys: Map<Vec<u8>>,
    numeric: bool,
    by_id: FxHashMap<String, u32>,
}

#[derive(Clone, Copy)]
struct Columns {
    lat: usize,
    lon: usize,
    population: usize,
    parent: usize,
    text: usize,
    radius: usize,
    country: usize,
    kind: usize,
}

pub(crate) const KINDS: [PlaceKind; 12] = [
    PlaceKind::Settlement,
    PlaceKind::Neighbourhood,
    PlaceKind::Hill,
    PlaceKind::Military,
    PlaceKind::Airport,
    PlaceKind::Road,
    PlaceKind::Facility,
    PlaceKind::Water,
    PlaceKind::District,
    PlaceKind::Province,
    PlaceKind::Country,
    PlaceKind::Region,
];

/// Reads what `push_column` wrote, in place.
fn restore_column(bytes: &mut [u8]) {
    let count = bytes.len() / 4;
    let planes = bytes.to_vec();
    let mut sum = 0u32;
    for i in 0..count {
        let difference =
            u32::from_le_bytes([planes[i], planes[count + i], planes[2 * count + i], planes[3 * count + i]]);
        sum = sum.wrapping_add(difference);
        bytes[4 * i..4 * i + 4].copy_from_slice(&sum.to_le_bytes());
    }
}

/// The number of an id `gn:123`.
pub(crate) fn geonames_number(id: &str) -> Option<u32> {
    let digits = id.strip_prefix("gn:")?;
    (!digits.starts_with('0') && !digits.starts_with('+')).then(|| digits.parse().ok()).flatten()
}

impl List {
    /// Reads the bytes that `compile` gave.
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, ListError> {
        if bytes.len() < 28 || &bytes[..8] != MAGIC {
            return Err(ListError::Format("wrong beginning"));
        }
        let head = |n: usize| u32_at(&bytes, 8 + 4 * n) as usize;
        let (count, numeric, texts, postings, keys) = (head(0), head(1) == 1, head(2), head(3), head(4));
        let ids = 28;
        let columns = Columns {
            lat: ids + 4 * count,
            lon: ids + 8 * count,
            population: ids + 12 * count,
            parent: ids + 16 * count,
            text: ids + 20 * count,
            radius: ids + 24 * count,
            country: ids + 26 * count,
            kind: ids + 28 * count,
        };
        let text_start = ids + 29 * count;
        let posting_start = text_start + texts;
        let key_start = posting_start + 4 * postings;
        if bytes.len() != key_start + keys {
            return Err(ListError::Format("wrong length"));
        }
        let map = Map::new(bytes[key_start..].to_vec()).map_err(|_| ListError::Format("broken keys"))?;
        let mut list = Self {
            count,
            ids: ids..ids + 4 * count,
            columns,
            texts: text_start..posting_start,
            postings: posting_start..key_start,
            keys: map,
            numeric,
            by_id: FxHashMap::default(),
            bytes,
        };
        let bytes = list.bytes.to_mut();
        for column in 0..6 {
            restore_column(&mut bytes[ids + 4 * column * count..ids + 4 * (column + 1) * count]);
        }
        if !numeric {
            list.by_id = (0..count as u32).map(|i| (list.id(i), i)).collect();
        }
        Ok(list)
    }

    pub(crate) const fn len(&self) -> usize {
        self.count
    }

    /// The places whose name has this key, the most populous first.
    pub(crate) fn get(&self, key: &str) -> Postings<'_> {
        match self.keys.get(key) {
            None => Postings { list: self, at: 0, left: 0, one: None },
            Some(value) if value & 1 == 0 => {
                Postings { list: self, at: 0, left: 0, one: Some((value >> 1) as u32) }
            }
            Some(value) => {
                let at = self.postings.start + 4 * (value >> 1) as usize;
                let left = if at + 4 <= self.postings.end { u32_at(&self.bytes, at) } else { 0 };
                Postings { list: self, at: at + 4, left, one: None }
            }
        }
    }

    pub(crate) const fn keys(&self) -> &Map<Vec<u8>> {
        &self.keys
    }

    /// Places of a value found by streaming [`List::keys`].
    pub(crate) fn postings(&self, value: u64) -> Postings<'_> {
        if value & 1 == 0 {
            return Postings { list: self, at: 0, left: 0, one: Some((value >> 1) as u32) };
        }
        let at = self.postings.start + 4 * (value >> 1) as usize;
        let left = if at + 4 <= self.postings.end { u32_at(&self.bytes, at) } else { 0 };
        Postings { list: self, at: at + 4, left, one: None }
    }

    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        if !self.numeric {
            return self.by_id.get(id).copied();
        }
        let number = geonames_number(id)?;
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            let there = u32_at(&self.bytes, self.ids.start + 4 * middle);
            match there.cmp(&number) {
                std::cmp::Ordering::Equal => return Some(middle as u32),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn number(&self, column: usize, place: u32) -> u32 {
        u32_at(&self.bytes, column + 4 * place as usize)
    }

    pub(crate) fn point(&self, place: u32) -> Point {
        let degrees = |n: u32| f64::from(n.cast_signed()) / 1e5;
        Point {
            lat: degrees(self.number(self.columns.lat, place)),
            lon: degrees(self.number(self.columns.lon, place)),
        }
    }

    pub(crate) fn population(&self, place: u32) -> Option<u32> {
        Some(self.number(self.columns.population, place)).filter(|n| *n != NONE)
    }

    pub(crate) fn parent(&self, place: u32) -> Option<u32> {
        Some(self.number(self.columns.parent, place)).filter(|n| (*n as usize) < self.count)
    }

    /// Reach of an area in kilometres.
    pub(crate) fn radius(&self, place: u32) -> f64 {
        let at = self.columns.radius + 2 * place as usize;
        f64::from(u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]])) / 10.0
    }

    pub(crate) fn country(&self, place: u32) -> &str {
        let at = self.columns.country + 2 * place as usize;
        std::str::from_utf8(&self.bytes[at..at + 2]).unwrap_or("").trim()
    }

    pub(crate) fn kind(&self, place: u32) -> PlaceKind {
        KINDS
            .get(usize::from(self.bytes[self.columns.kind + place as usize]))
            .copied()
            .unwrap_or(PlaceKind::Settlement)
    }

    /// Its texts: the id first in lists without numbers, then the preferred name, then the others.
    fn texts(&self, place: u32) -> impl Iterator<Item = &str> {
        let mut at = self.texts.start + self.number(self.columns.text, place) as usize;
        let count = self.bytes[at];
        at += 1;
        (0..count).map(move |_| {
            let length = usize::from(self.bytes[at]);
            let text = std::str::from_utf8(&self.bytes[at + 1..at + 1 + length]).unwrap_or("");
            at += 1 + length;
            text
        })
    }

    pub(crate) fn id(&self, place: u32) -> String {
        if self.numeric {
            format!("gn:{}", u32_at(&self.bytes, self.ids.start + 4 * place as usize))
        } else {
            self.texts(place).next().unwrap_or("").to_owned()
        }
    }

    /// The preferred name, then the other kept spellings.
    pub(crate) fn names(&self, place: u32) -> impl Iterator<Item = &str> {
        self.texts(place).skip(usize::from(!self.numeric))
    }

    /// How alike a name and the place's kept Latin spellings are under a family, from 0 to 1.
    pub(crate) fn likeness(&self, place: u32, family: &Family, name: &Form) -> f64 {
        let mut best: f64 = 0.0;
        let mut seen: Vec<Form> = Vec::new();
        for spelling in self.names(place).filter(|n| !other_script(n)) {
            let folded = fold(spelling);
            if !folded.is_ascii() {
                continue;
            }
            let form = family.form(&folded);
            if seen.contains(&form) {
                continue;
            }
            best = best.max(likeness_of(family, name, &form));
            if best >= 1.0 {
                break;
            }
            seen.push(form);
        }
        best
    }

    pub(crate) fn place(&self, place: u32) -> Place {
        let mut names = self.names(place).map(str::to_owned);
        let name = names.next().unwrap_or_default();
        let names = names.collect();
        let mut parents = Vec::new();
        let mut above = self.parent(place);
        while let Some(parent) = above
            && parents.len() < 4
        {
            parents.push(self.names(parent).next().unwrap_or("").to_owned());
            above = self.parent(parent);
        }
        Place {
            id: self.id(place),
            name,
            names,
            point: self.point(place),
            kind: self.kind(place),
            country: self.country(place).to_owned(),
            parents,
            population: self.population(place),
        }
    }
}

/// Whether a name has a Cyrillic or an Arabic letter, so that no fold makes it ASCII. Not every other
/// script is asked for: this only saves the fold of the many names in these two.
fn other_script(name: &str) -> bool {
    !name.is_ascii()
        && name.chars().any(|c| {
            matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{4ff}' | '\u{628}'..='\u{63a}' | '\u{641}'..='\u{64a}')
        })
}

/// The places of one key.
pub(crate) struct Postings<'a> {
    list: &'a List,
    at: usize,
    left: u32,
    one: Option<u32>,
}

impl Iterator for Postings<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if let Some(one) = self.one.take() {
            return Some(one).filter(|i| (*i as usize) < self.list.count);
        }
        if self.left == 0 || self.at + 4 > self.list.postings.end {
            return None;
        }
        self.left -= 1;
        let place = u32_at(&self.list.bytes, self.at);
        self.at += 4;
        Some(place).filter(|i| (*i as usize) < self.list.count)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;

    fn entry(id: &str, name: &str, names: &[&str], population: u32) -> Entry {
        Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            names: names.iter().map(|s| (*s).to_owned()).collect(),
            point: Point { lat: 12.345_67, lon: -98.765_43 },
            kind: PlaceKind::Settlement,
            country: "SY".to_owned(),
            parent: None,
            population: Some(population),
            radius: 0.0,
        }
    }

    #[test]
    fn what_is_compiled_is_read_back() {
        let mut child = entry("gn:7", "Bir Zeina", &["Beer Zaina", "بئر زينة"], 40);
        child.parent = Some("gn:3".to_owned());
        let bytes = compile(&[child, entry("gn:3", "Zeina", &[], 900)], &|_| true);
        let list = List::read(Cow::Owned(bytes)).expect("own bytes");
        assert_eq!(list.len(), 2);
        let place = list.find("gn:7").map(|i| list.place(i)).expect("known id");
        assert_eq!(place.name, "Bir Zeina");
        assert_eq!(place.parents, ["Zeina"]);
        assert_eq!(place.point, Point { lat: 12.345_67, lon: -98.765_43 });
        assert_eq!(list.get(&fold("بئر زينه")).count(), 1);
        assert!(list.find("gn:4").is_none() && list.find("x").is_none());
    }

    #[test]
    fn order_of_entries_does_not_matter_and_populous_places_come_first() {
        let (a, b) = (entry("t:a", "Milha", &[], 5), entry("t:b", "Milha", &[], 50));
        let one = compile(&[a.clone(), b.clone()], &|_| false);
        assert_eq!(one, compile(&[b, a], &|_| false));
        let list = List::read(Cow::Owned(one)).expect("own bytes");
        let ids: Vec<String> = list.get("milha").map(|i| list.id(i)).collect();
        assert_eq!(ids, ["t:b", "t:a"]);
    }

    #[test]
    fn broken_bytes_are_refused() {
        assert!(List::read(Cow::Borrowed(b"")).is_err());
        let mut bytes = compile(&[entry("gn:3", "Zeina", &[], 900)], &|_| true);
        bytes.pop();
        assert!(List::read(Cow::Owned(bytes)).is_err());
    }
}

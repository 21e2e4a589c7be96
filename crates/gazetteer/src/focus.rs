//! What part of the world a document is about: its countries, and the places that can be nothing else.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::gazetteer::distance;
use crate::lookups::{FAMOUS, Lookups};
use crate::name::Name;
use crate::{PlaceKind, Point};

/// A country counts as one that the document is about from this part of the weight of the first.
const SHARE: f64 = 0.2;

/// Kilometres from the third nearest place told beyond which a village is no anchor.
const ASTRAY: f64 = 120.0;

/// Kilometres beyond which a place may lie too far from those that it is listed with.
const LISTED: f64 = 35.0;

/// What a document is about: weights of countries and the places that nothing else could be.
#[derive(Default)]
pub(crate) struct Focus {
    countries: BTreeMap<String, f64>,
    most: f64,
    /// Anchors with the order number of their name in the document.
    anchors: Vec<(usize, Point, String)>,
    /// The same places, each once for a name.
    distinct: Vec<(Point, String)>,
    /// How often each name is told.
    told: FxHashMap<String, usize>,
    /// Orders of the first name and the one after the last of each name's enumeration.
    lists: Vec<(usize, usize)>,
    /// Distances to the third nearest, by name and place.
    thirds: RefCell<FxHashMap<String, FxHashMap<(u64, u64), f64>>>,
}

impl Focus {
    /// Weighs the countries of a document's names and demonyms.
    pub(crate) fn new(names: &[&Name], demonyms: &BTreeMap<String, usize>, lookups: &Lookups<'_>) -> Self {
        let mut focus = Self::default();
        for (country, count) in demonyms {
            *focus.countries.entry(country.clone()).or_default() += 0.5 * (*count as f64).sqrt();
        }
        for name in names.iter().filter(|n| !n.against) {
            *focus.told.entry(name.folded.clone()).or_default() += 1;
        }
        let mut seen: BTreeMap<&str, u8> = BTreeMap::new();
        for name in names.iter().filter(|n| !n.against) {
            let strength = seen.entry(&name.folded).or_default();
            *strength = (*strength).max(name.strength);
        }
        for (folded, strength) in seen {
            let hits = lookups.exact_hits(folded);
            let mut countries: Vec<&str> = hits.iter().map(|h| lookups.gazetteer.country(h.at)).collect();
            countries.sort_unstable();
            countries.dedup();
            let is_country = hits.iter().any(|h| lookups.gazetteer.kind(h.at) == PlaceKind::Country);
            for country in &countries {
                let famous = hits
                    .iter()
                    .filter(|h| lookups.gazetteer.country(h.at) == *country)
                    .any(|h| lookups.gazetteer.population(h.at).is_some_and(|p| p >= FAMOUS));
                let evidence = f64::from(1 + strength.min(3)) / (countries.len() as f64).powf(1.5);
                let weight = if is_country && !famous {
                    0.0
                } else if is_country {
                    1.5
                } else {
                    evidence * if famous { 1.5 } else { 1.0 }
                };
                *focus.countries.entry((*country).to_owned()).or_default() += weight;
            }
        }
        focus.most = focus.countries.values().copied().fold(0.0, f64::max);
        focus
    }

    /// From 0 to 1.
    pub(crate) fn weight(&self, country: &str) -> f64 {
        if self.most <= 0.0 {
            return 0.0;
        }
        self.countries.get(country).map_or(0.0, |w| w / self.most)
    }

    pub(crate) fn has(&self, country: &str) -> bool {
        self.weight(country) >= SHARE
    }

    /// Takes the places that can be nothing else as anchors.
    pub(crate) fn anchor(&mut self, names: &[&Name], lookups: &Lookups<'_>) {
        let gazetteer = lookups.gazetteer;
        let mut found: Vec<(usize, Point, String)> = Vec::new();
        let mut villages = std::collections::BTreeSet::new();
        for (order, name) in names.iter().enumerate() {
            if name.against || name.associative || name.strength < 2 {
                continue;
            }
            let hits = lookups.hits(&name.folded);
            let mut places = hits.iter().map(|h| (h, gazetteer.kind(h.at))).filter(|(h, kind)| {
                h.likeness >= 0.9 && !kind.is_area() && self.has(gazetteer.country(h.at))
            });
            let Some((first, kind)) = places.next() else { continue };
            let point = gazetteer.point(first.at);
            if places.all(|(h, _)| distance(point, gazetteer.point(h.at)) < 5_000.0) {
                let people = gazetteer.population(first.at).unwrap_or(0);
                if kind == PlaceKind::Settlement && people < 5_000 {
                    villages.insert(name.folded.clone());
                }
                found.push((order, point, name.folded.clone()));
            }
        }
        let mut distinct: Vec<(Point, String)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (_, point, name) in &found {
            if seen.insert(name.clone()) {
                distinct.push((*point, name.clone()));
            }
        }
        // A village far from all else that is told is another one of its name, and nothing lies near it.
        let stray: std::collections::BTreeSet<String> = distinct
            .iter()
            .filter(|(point, name)| {
                distinct.len() > 4 && villages.contains(name) && third(&distinct, *point, name) > ASTRAY
            })
            .map(|(_, name)| name.clone())
            .collect();
        distinct.retain(|(_, name)| !stray.contains(name));
        found.retain(|(_, _, name)| !stray.contains(name));
        self.distinct = distinct;
        self.anchors = found;
    }

    /// Notes which names are told in one enumeration; `found` has the names of each passage.
    pub(crate) fn list(&mut self, found: &[Vec<Name>]) {
        self.lists.clear();
        for names in found {
            for run in names.chunk_by(|a, b| a.group == b.group) {
                let start = self.lists.len();
                self.lists.extend(std::iter::repeat_n((start, start + run.len()), run.len()));
            }
        }
    }

    /// Whether a place lies far from those that its name is enumerated with, which lie together: "the
    /// villages of A, B and C" are not told so of a place three valleys away.
    pub(crate) fn apart_from_list(&self, order: usize, at: Point, folded: &str) -> bool {
        let Some(&(start, end)) = self.lists.get(order) else { return false };
        if end - start < 3 {
            return false;
        }
        let from = self.anchors.partition_point(|(there, ..)| *there < start);
        let mut others: Vec<(Point, &str)> = Vec::new();
        for (there, point, name) in &self.anchors[from..] {
            if *there >= end {
                break;
            }
            if name != folded && others.iter().all(|(_, known)| known != name) {
                others.push((*point, name));
            }
        }
        let nearest = |to: Point, but: Option<usize>| {
            let all = others.iter().enumerate().filter(|(i, _)| Some(*i) != but);
            all.map(|(_, (p, _))| distance(to, *p) / 1000.0).fold(f64::INFINITY, f64::min)
        };
        if others.len() < 2 {
            return false;
        }
        let gap = (0..others.len()).map(|i| nearest(others[i].0, Some(i))).fold(0.0, f64::max);
        nearest(at, None) > LISTED.max(4.0 * gap)
    }

    /// Kilometres to the nearest anchor told close by, and to the third nearest of all.
    pub(crate) fn nearness(&self, order: usize, at: Point, folded: &str) -> (f64, f64) {
        let mut close = f64::INFINITY;
        let from = self.anchors.partition_point(|(there, ..)| *there + 6 < order);
        for (there, point, name) in &self.anchors[from..] {
            if *there > order + 6 {
                break;
            }
            if name != folded {
                close = close.min(distance(at, *point) / 1000.0);
            }
        }
        (close, self.third(at, folded))
    }

    /// Kilometres to the third nearest anchor, measured once for each name and point.
    fn third(&self, at: Point, folded: &str) -> f64 {
        let mut thirds = self.thirds.borrow_mut();
        if !thirds.contains_key(folded) {
            thirds.insert(folded.to_owned(), FxHashMap::default());
        }
        let of_name = thirds.get_mut(folded).expect("just put there");
        *of_name
            .entry((at.lat.to_bits(), at.lon.to_bits()))
            .or_insert_with(|| third(&self.distinct, at, folded))
    }

    /// How often a name is told in the document.
    pub(crate) fn told(&self, folded: &str) -> usize {
        self.told.get(folded).copied().unwrap_or(0)
    }

    /// Where a name lies that can be one place alone.
    pub(crate) fn anchor_of(&self, folded: &str) -> Option<Point> {
        self.distinct.iter().find(|(_, name)| name == folded).map(|(point, _)| *point)
    }

    pub(crate) const fn anchors(&self) -> usize {
        self.anchors.len()
    }
}

/// Kilometres from a point to the third nearest of the places with other names, or a nearer one of few.
fn third(places: &[(Point, String)], at: Point, folded: &str) -> f64 {
    let mut all: Vec<f64> =
        places.iter().filter(|(_, name)| name != folded).map(|(p, _)| distance(at, *p) / 1000.0).collect();
    all.sort_by(f64::total_cmp);
    // Where few places are told, they lie far apart.
    let rank = match all.len() {
        0..6 => 0,
        6..9 => 1,
        _ => 2,
    };
    all.get(rank).copied().unwrap_or(f64::INFINITY)
}

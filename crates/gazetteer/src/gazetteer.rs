//! Several lists of places behind one look-up.

use std::borrow::Cow;
use std::io::Read as _;
use std::sync::{Arc, OnceLock};

use fst::{IntoStreamer, Streamer};

use crate::compile::compile;
use crate::fold::fold;
use crate::list::{Entry, List, ListError};
use crate::memo::Memo;
use crate::nearest::Near;
use crate::pack;
use crate::roman;
use crate::{Candidate, Place, PlaceKind, Point};

/// The world's towns, countries and first-level areas, deflated.
const WORLD: &[u8] = include_bytes!("../../../data/gazetteer/world.gz");
/// The world's airports and air bases, deflated.
const AIRPORTS: &[u8] = include_bytes!("../../../data/gazetteer/airports.gz");
/// The packs that come along.
const PACKS: &[(&str, &str)] = &[
    ("syria", include_str!("../../../data/gazetteer/syria.tsv")),
    ("ukraine", include_str!("../../../data/gazetteer/ukraine.tsv")),
    ("iraq", include_str!("../../../data/gazetteer/iraq.tsv")),
];

/// Places by name.
///
/// Lists are asked in order of trust: users' packs, the packs that come along, the world's list. A
/// place that two lists have (near each other, with one name) is taken from the more trusted one.
#[derive(Clone)]
pub struct Gazetteer {
    lists: Vec<Arc<List>>,
    /// Look-ups of names as written that documents asked for.
    pub(crate) exact_memo: Arc<Memo>,
    /// Those of names in any spelling.
    pub(crate) memo: Arc<Memo>,
}

/// A place of one of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ref {
    /// Index of the list.
    pub(crate) list: u8,
    /// Index in it.
    pub(crate) place: u32,
}

/// What a place is and how many live there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) kind: PlaceKind,
    pub(crate) population: Option<u32>,
}

/// A place found by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hit {
    pub(crate) at: Ref,
    pub(crate) how: How,
    /// From 0 to 1.
    pub(crate) likeness: f64,
}

/// How a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// The preferred name, but for case and marks.
    Name,
    /// Another recorded spelling.
    Spelling,
    /// Another romanisation of it.
    Romanised,
}

/// The packs that come along, by name, as their files list them.
///
/// # Panics
/// Never: a test reads them.
pub fn embedded_packs() -> impl Iterator<Item = (&'static str, Vec<Entry>)> {
    PACKS.iter().map(|(name, text)| (*name, pack::read(name, text).expect("packs are tested")))
}

impl Gazetteer {
    /// The gazetteer that comes along: the world's towns and the packs. Read once.
    ///
    /// # Panics
    /// Never with the data it is built with; a test reads all of it.
    pub fn embedded() -> &'static Self {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(|| {
            let inflate = |packed: &[u8]| {
                let mut bytes = Vec::new();
                flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).expect("the lists are tested");
                List::read(Cow::Owned(bytes)).expect("the lists are tested")
            };
            let (world, airports) = (inflate(WORLD), inflate(AIRPORTS));
            let mut entries = Vec::new();
            for (name, text) in PACKS {
                entries.extend(pack::read(name, text).expect("packs are tested"));
            }
            let packs = List::read(Cow::Owned(compile(&entries, &|_| true))).expect("own bytes");
            Self::of(vec![Arc::new(packs), Arc::new(airports), Arc::new(world)])
        })
    }

    /// A gazetteer without any place.
    pub fn empty() -> Self {
        Self::of(Vec::new())
    }

    fn of(lists: Vec<Arc<List>>) -> Self {
        Self { lists, exact_memo: Arc::default(), memo: Arc::default() }
    }

    /// This gazetteer with the places of one more pack (tab-separated values, see
    /// [`read_pack`](crate::read_pack)), which win over what was there.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn with_pack(&self, name: &str, text: &str) -> Result<Self, ListError> {
        Ok(self.with_entries(&pack::read(name, text)?))
    }

    /// This gazetteer with more places, which win over what was there.
    #[must_use]
    pub fn with_entries(&self, entries: &[Entry]) -> Self {
        let list = List::read(Cow::Owned(compile(entries, &|_| true))).expect("own bytes");
        let mut lists = Vec::with_capacity(self.lists.len() + 1);
        lists.push(Arc::new(list));
        lists.extend(self.lists.iter().cloned());
        Self::of(lists)
    }

    /// How many places it has.
    pub fn len(&self) -> usize {
        self.lists.iter().map(|l| l.len()).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every place of every list, the most trusted list first.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.lists.iter().flat_map(|list| (0..list.len() as u32).map(|at| list.place(at)))
    }

    /// The place of an id.
    pub fn place(&self, id: &str) -> Option<Place> {
        self.find(id).map(|at| self.lists[usize::from(at.list)].place(at.place))
    }

    /// Reach of a place from its point in metres, where it is an area of known extent.
    pub fn reach(&self, id: &str) -> Option<f64> {
        self.find(id).map(|at| self.radius(at) * 1000.0).filter(|r| *r > 0.0)
    }

    /// Places that a name may mean, best first: by spelling, other recorded spelling or
    /// romanisation, then by population. No context is used.
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let mut hits = self.hits(&fold(name));
        hits.sort_by(|a, b| {
            b.likeness
                .total_cmp(&a.likeness)
                .then_with(|| self.population(b.at).cmp(&self.population(a.at)))
                .then(a.at.cmp(&b.at))
        });
        hits.into_iter().map(|hit| self.candidate(hit)).collect()
    }

    /// The `n` recorded names nearest in spelling to a name, with their places: for "did you mean".
    pub fn nearest_spellings(&self, name: &str, n: usize) -> Vec<Candidate> {
        let folded = fold(name);
        let near = Near::new(&folded, if folded.chars().count() < 6 { 1 } else { 2 });
        let mut found: Vec<(u8, Ref)> = Vec::new();
        for (index, list) in self.lists.iter().enumerate() {
            let mut stream = list.keys().search_with_state(&near).into_stream();
            while let Some((_, value, state)) = stream.next() {
                let edits = near.edits(&state);
                for place in list.postings(value).take(8) {
                    found.push((edits, Ref { list: index as u8, place }));
                }
            }
        }
        found.sort_by_key(|(edits, at)| (*edits, std::cmp::Reverse(self.population(*at)), *at));
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|(_, at)| seen.insert(*at));
        found
            .into_iter()
            .take(n)
            .map(|(edits, at)| {
                let letters = folded.chars().count().max(1) as f64;
                let mut candidate = self.candidate(Hit {
                    at,
                    how: How::Spelling,
                    likeness: 1.0 - f64::from(edits) / letters,
                });
                candidate.reason = match edits {
                    0 => "same spelling".to_owned(),
                    1 => "one letter apart".to_owned(),
                    n => format!("{n} letters apart"),
                };
                candidate
            })
            .collect()
    }

    /// What a place is and how many live there.
    pub(crate) fn sort(&self, id: &str) -> Option<Sort> {
        self.find(id).map(|at| Sort { kind: self.kind(at), population: self.population(at) })
    }

    fn find(&self, id: &str) -> Option<Ref> {
        self.lists
            .iter()
            .enumerate()
            .find_map(|(index, list)| list.find(id).map(|place| Ref { list: index as u8, place }))
    }

    /// Places of a folded name.
    pub(crate) fn hits(&self, folded: &str) -> Vec<Hit> {
        let mut hits = self.exact(folded);
        if folded.is_ascii() {
            for family in roman::families() {
                let Some((form, key)) = family.keyed(folded) else { continue };
                for (index, list) in self.lists.iter().enumerate() {
                    for place in list.get(&key) {
                        let at = Ref { list: index as u8, place };
                        if hits.iter().any(|h| h.at == at) {
                            continue;
                        }
                        let likeness = list.likeness(place, family, &form);
                        if likeness > 0.0 {
                            hits.push(Hit { at, how: How::Romanised, likeness: likeness * 0.94 });
                        }
                    }
                }
            }
        }
        self.merge(hits)
    }

    /// Places whose recorded name folds to this.
    pub(crate) fn exact(&self, folded: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (index, list) in self.lists.iter().enumerate() {
            for place in list.get(folded) {
                let primary = list.names(place).next().is_some_and(|n| fold(n) == folded);
                let (how, likeness) = if primary { (How::Name, 1.0) } else { (How::Spelling, 0.97) };
                hits.push(Hit { at: Ref { list: index as u8, place }, how, likeness });
            }
        }
        hits
    }

    /// Drops places that a more trusted list has too.
    pub(crate) fn merge(&self, hits: Vec<Hit>) -> Vec<Hit> {
        if self.lists.len() < 2 || hits.len() < 2 {
            return hits;
        }
        let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
        let mut sorted = hits;
        sorted.sort_by_key(|h| h.at);
        for hit in sorted {
            let (point, kind) = (self.point(hit.at), self.kind(hit.at));
            let twin = kept.iter_mut().find(|k| {
                k.at.list < hit.at.list && {
                    let other = self.kind(k.at);
                    if kind.is_area() || other.is_area() {
                        let reach = || self.radius(k.at).max(self.radius(hit.at)).max(40.0);
                        kind == other && within(self.point(k.at), point, 1_500.0 * reach())
                    } else {
                        // A town and the airfield beside it are two places.
                        let field = |kind| matches!(kind, PlaceKind::Airport | PlaceKind::Military);
                        field(kind) == field(other) && within(self.point(k.at), point, 4_000.0)
                    }
                }
            });
            match twin {
                Some(twin) => twin.likeness = twin.likeness.max(hit.likeness),
                None => kept.push(hit),
            }
        }
        kept
    }

    pub(crate) fn candidate(&self, hit: Hit) -> Candidate {
        let list = &self.lists[usize::from(hit.at.list)];
        let reason = match hit.how {
            How::Name => "its name",
            How::Spelling => "a recorded spelling",
            How::Romanised => "another romanisation",
        };
        Candidate {
            id: list.id(hit.at.place),
            name: list.names(hit.at.place).next().unwrap_or("").to_owned(),
            point: list.point(hit.at.place),
            score: hit.likeness,
            reason: reason.to_owned(),
        }
    }

    /// The preferred name.
    pub(crate) fn name(&self, at: Ref) -> &str {
        self.lists[usize::from(at.list)].names(at.place).next().unwrap_or("")
    }

    pub(crate) fn population(&self, at: Ref) -> Option<u32> {
        self.lists[usize::from(at.list)].population(at.place)
    }

    pub(crate) fn point(&self, at: Ref) -> Point {
        self.lists[usize::from(at.list)].point(at.place)
    }

    pub(crate) fn kind(&self, at: Ref) -> PlaceKind {
        self.lists[usize::from(at.list)].kind(at.place)
    }

    pub(crate) fn country(&self, at: Ref) -> &str {
        self.lists[usize::from(at.list)].country(at.place)
    }

    /// The administrative parents of a place, nearest first.
    pub(crate) fn parents(&self, at: Ref) -> Vec<Ref> {
        let list = &self.lists[usize::from(at.list)];
        std::iter::successors(list.parent(at.place), |p| list.parent(*p))
            .take(4)
            .map(|place| Ref { list: at.list, place })
            .collect()
    }

    /// Kilometres.
    pub(crate) fn radius(&self, at: Ref) -> f64 {
        self.lists[usize::from(at.list)].radius(at.place)
    }
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (lists, places) = (self.lists.len(), self.len());
        f.debug_struct("Gazetteer").field("lists", &lists).field("places", &places).finish_non_exhaustive()
    }
}

/// Great-circle distance in metres on a sphere of 6 371 km.
pub fn distance(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let (dlat, dlon) = ((b.lat - a.lat).to_radians(), (b.lon - a.lon).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6_371_000.0 * h.sqrt().min(1.0).asin()
}

/// Whether two points are less than so many metres apart. A degree of latitude is never under 111 km, so
/// most pairs need no trigonometry.
fn within(a: Point, b: Point, metres: f64) -> bool {
    (a.lat - b.lat).abs() * 111_000.0 < metres && distance(a, b) < metres
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packs_have_no_faults() {
        for (name, text) in PACKS {
            let entries = pack::read(name, text).expect("packs can be read");
            let errors: Vec<_> = crate::check(&entries).into_iter().filter(|f| f.error).collect();
            assert!(errors.is_empty(), "{name}: {errors:#?}");
        }
    }

    #[test]
    fn every_place_of_the_world_can_be_read() {
        let gazetteer = Gazetteer::embedded();
        assert!(gazetteer.len() > 150_000);
        for list in &gazetteer.lists {
            for place in 0..list.len() as u32 {
                let place = list.place(place);
                assert!(
                    !place.name.is_empty() && place.point.lat.abs() <= 90.0 && place.point.lon.abs() <= 180.0,
                    "{place:?}"
                );
            }
        }
    }

    #[test]
    fn names_are_found_in_several_scripts_and_romanisations() {
        let gazetteer = Gazetteer::embedded();
        let best = |name: &str| gazetteer.lookup(name).first().map(|c| c.name.clone());
        for (name, want) in [
            ("Тбилиси", "Tbilisi"),
            ("أربيل", "Erbil"),
            ("Suleimaniya", "Sulaymaniyah"),
            ("Diyarbakır", "Diyarbakır"),
            ("Bakhmout", "Bakhmut"),
        ] {
            assert_eq!(best(name).map(|n| fold(&n)), Some(fold(want)), "{name}");
        }
        assert!(gazetteer.lookup("Qwertzuiopolis").is_empty());
    }

    #[test]
    fn a_misspelt_name_has_its_neighbours() {
        let near = Gazetteer::embedded().nearest_spellings("Tblisi", 3);
        assert!(near.iter().any(|c| c.name == "Tbilisi"), "{near:?}");
    }
}

//! From names to places: which names are places at all, and which places they are.
//!
//! A document is about one part of the world: its countries and the places already told around a
//! name decide between places of one name. What nothing decides is ambiguous; a name whose only
//! places lie far from everything told is not found.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::cue::Cues;
use crate::gazetteer::{Gazetteer, Hit, How, Ref, distance};
use crate::name::{Known, Name};
use crate::{Candidate, Geometry, Override, Overrides, PlaceKind, PlaceStatus, PlaceValue, Point, Precision};

/// Look-ups of one document, each done once.
pub(crate) struct Lookups<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    exact: RefCell<HashMap<String, Rc<[Hit]>>>,
    all: RefCell<HashMap<String, Rc<[Hit]>>>,
}

impl<'a> Lookups<'a> {
    pub(crate) fn new(gazetteer: &'a Gazetteer) -> Self {
        Self { gazetteer, exact: RefCell::default(), all: RefCell::default() }
    }

    pub(crate) fn exact_hits(&self, folded: &str) -> Rc<[Hit]> {
        if let Some(hits) = self.exact.borrow().get(folded) {
            return Rc::clone(hits);
        }
        let hits: Rc<[Hit]> = self.gazetteer.exact(folded).into();
        self.exact.borrow_mut().insert(folded.to_owned(), Rc::clone(&hits));
        hits
    }

    pub(crate) fn hits(&self, folded: &str) -> Rc<[Hit]> {
        if let Some(hits) = self.all.borrow().get(folded) {
            return Rc::clone(hits);
        }
        let mut hits = self.gazetteer.hits(folded);
        // A name that a city of the country bears as written is no romanisation of a village's.
        let cities: Vec<&str> = hits
            .iter()
            .filter(|h| {
                h.how != How::Romanised
                    && self.gazetteer.kind(h.at) == PlaceKind::Settlement
                    && self.gazetteer.population(h.at).is_some_and(|p| p >= FAMOUS)
            })
            .map(|h| self.gazetteer.country(h.at))
            .collect();
        if !cities.is_empty() {
            let keep: Vec<bool> = hits
                .iter()
                .map(|h| h.how != How::Romanised || !cities.contains(&self.gazetteer.country(h.at)))
                .collect();
            let mut keep = keep.into_iter();
            hits.retain(|_| keep.next().unwrap_or(true));
        }
        let hits: Rc<[Hit]> = hits.into();
        self.all.borrow_mut().insert(folded.to_owned(), Rc::clone(&hits));
        hits
    }
}

impl Known for Lookups<'_> {
    fn exact(&self, folded: &str) -> bool {
        !self.exact_hits(folded).is_empty()
    }

    fn any(&self, folded: &str) -> bool {
        !self.hits(folded).is_empty()
    }
}

/// What a document is about: weights of countries and the places that nothing else could be.
#[derive(Default)]
pub(crate) struct Focus {
    countries: BTreeMap<String, f64>,
    most: f64,
    /// Anchors with the order number of their name in the document.
    anchors: Vec<(usize, Point, String)>,
    /// The same places, each once for a name.
    distinct: Vec<(Point, String)>,
    /// Distances to the third nearest, by name and place.
    thirds: RefCell<HashMap<(String, u64, u64), f64>>,
}

/// Inhabitants from which a town is known the world over.
const FAMOUS: u32 = 100_000;
/// A country counts as one that the document is about from this part of the weight of the first.
const SHARE: f64 = 0.2;
/// Kilometres within which places told together lie.
const NEAR: f64 = 45.0;

impl Focus {
    /// Weighs the countries of a document's names and demonyms.
    pub(crate) fn new(names: &[&Name], demonyms: &BTreeMap<String, usize>, lookups: &Lookups<'_>) -> Self {
        let mut focus = Self::default();
        for (country, count) in demonyms {
            *focus.countries.entry(country.clone()).or_default() += 0.5 * (*count as f64).sqrt();
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
        let mut found: Vec<(usize, Point, String)> = Vec::new();
        for (order, name) in names.iter().enumerate() {
            if name.against || name.associative || name.strength < 2 {
                continue;
            }
            let hits = lookups.hits(&name.folded);
            let mut points = hits
                .iter()
                .filter(|h| {
                    h.likeness >= 0.9
                        && !lookups.gazetteer.kind(h.at).is_area()
                        && self.has(lookups.gazetteer.country(h.at))
                })
                .map(|h| lookups.gazetteer.point(h.at));
            if let Some(first) = points.next()
                && points.all(|p| distance(first, p) < 5_000.0)
            {
                found.push((order, first, name.folded.clone()));
            }
        }
        let mut distinct: Vec<(Point, String)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (_, point, name) in &found {
            if seen.insert(name.clone()) {
                distinct.push((*point, name.clone()));
            }
        }
        self.distinct = distinct;
        self.anchors = found;
    }

    /// Kilometres to the nearest anchor told close by, and to the third nearest of all.
    fn nearness(&self, order: usize, at: Point, folded: &str) -> (f64, f64) {
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
        let key = (folded.to_owned(), at.lat.to_bits(), at.lon.to_bits());
        let third = *self.thirds.borrow_mut().entry(key).or_insert_with(|| {
            let mut all: Vec<f64> = self
                .distinct
                .iter()
                .filter(|(_, name)| name != folded)
                .map(|(p, _)| distance(at, *p) / 1000.0)
                .collect();
            all.sort_by(f64::total_cmp);
            all.get(2).or(all.last()).copied().unwrap_or(f64::INFINITY)
        });
        (close, third)
    }

    /// Where a name lies that can be one place alone.
    fn anchor_of(&self, folded: &str) -> Option<Point> {
        self.distinct.iter().find(|(_, name)| name == folded).map(|(point, _)| *point)
    }

    const fn anchors(&self) -> usize {
        self.anchors.len()
    }
}

/// What resolves the names of one document.
pub(crate) struct Resolver<'a> {
    pub(crate) lookups: &'a Lookups<'a>,
    pub(crate) focus: Focus,
    pub(crate) overrides: &'a Overrides,
    /// Strongest evidence of each folded name anywhere in the document.
    pub(crate) lexicon: HashMap<String, u8>,
    /// Folded words of persons' and bodies' names.
    pub(crate) others: HashMap<String, usize>,
    /// The kind that the document tells of a name somewhere.
    pub(crate) kinds: HashMap<String, PlaceKind>,
    /// What a name with a kind was resolved to.
    senses: RefCell<HashMap<Sense, Ref>>,
    /// Whether a place is called otherwise, by name.
    otherwise: RefCell<HashMap<(String, Ref), bool>>,
    /// Towns, hills and the like that a name was resolved to, whatever its cue.
    named: RefCell<HashMap<String, Ref>>,
}

/// A folded name, its cue, and whether it is told as an area.
type Sense = (String, Option<PlaceKind>, bool);

struct Scored {
    hit: Hit,
    score: f64,
    reasons: Vec<String>,
    far: bool,
    fit: f64,
    /// Kilometres to the third nearest anchor.
    third: f64,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(
        lookups: &'a Lookups<'a>,
        focus: Focus,
        overrides: &'a Overrides,
        lexicon: HashMap<String, u8>,
        others: HashMap<String, usize>,
        kinds: HashMap<String, PlaceKind>,
    ) -> Self {
        Self {
            lookups,
            focus,
            overrides,
            lexicon,
            others,
            kinds,
            senses: RefCell::default(),
            named: RefCell::default(),
            otherwise: RefCell::default(),
        }
    }

    /// What a name is; `None` when it is no place.
    pub(crate) fn resolve(
        &self,
        order: usize,
        name: &Name,
        text: &str,
    ) -> Option<(PlaceValue, &'static str)> {
        match self.overrides.get(text).or_else(|| self.overrides.get(&name.folded)) {
            Some(Override::NotAPlace) => return None,
            Some(Override::At { point }) => {
                let mut value = unknown(name);
                value.status = PlaceStatus::Resolved;
                value.name = Some(text.to_owned());
                value.geometry = Some(Geometry::Point { at: *point });
                value.precision = Precision::Exact;
                return Some((value, "place.override"));
            }
            Some(Override::Place { id }) => {
                let place = self.lookups.gazetteer.place(id)?;
                let mut value = unknown(name);
                value.status = PlaceStatus::Resolved;
                value.geometry =
                    Some(geometry(place.kind, place.point, self.lookups.gazetteer.reach(id).unwrap_or(0.0)));
                value.precision = precision(place.kind, place.population);
                value.id = Some(place.id);
                value.name = Some(place.name);
                return Some((value, "place.override"));
            }
            None => {}
        }
        if name.against && name.strength < 4 {
            return None;
        }
        let elsewhere = self.lexicon.get(&name.folded).copied().unwrap_or(0);
        let told = u8::from(name.associative);
        let strength = name.strength.max(told).max(if elsewhere >= 3 { elsewhere.min(3) } else { 0 });
        let person = self.others.contains_key(&name.folded) && name.words == 1;
        if person && name.strength < 3 && elsewhere < 4 {
            return None;
        }
        let mut scored = self.score(order, name);
        // A name keeps the place that it was given before in the text.
        let before = self.named.borrow().get(&name.folded).copied();
        for s in scored.iter_mut().filter(|s| Some(s.hit.at) == before) {
            s.far = false;
        }
        scored.retain(|s| Some(s.hit.at) == before || self.accepts(order, &s.hit, name, strength));
        let accepted = !scored.is_empty();
        if !accepted {
            return self.shortened(order, name).or_else(|| self.not_found(order, name, strength));
        }
        if scored.iter().all(|s| s.far) {
            if let Some(found) = self.shortened(order, name) {
                return Some(found);
            }
            return if strength >= 2 { self.not_found(order, name, strength.max(4)) } else { None };
        }
        scored.retain(|s| !s.far);
        let kind = self.lookups.gazetteer.kind(scored[0].hit.at);
        let mismatch = match name.cue {
            Some(PlaceKind::Water) => kind != PlaceKind::Water,
            Some(PlaceKind::Road) => name.own_noun && kind != PlaceKind::Road,
            Some(
                PlaceKind::Facility
                | PlaceKind::Military
                | PlaceKind::Airport
                | PlaceKind::Neighbourhood
                | PlaceKind::Hill,
            ) => {
                name.own_noun
                    && scored[0].fit < 0.9
                    && !self.focus.has(self.lookups.gazetteer.country(scored[0].hit.at))
            }
            _ => false,
        };
        if mismatch {
            return self.not_found(order, name, strength.max(4));
        }
        if name.cue == Some(PlaceKind::Neighbourhood) && scored[0].fit < 0.2 {
            return self.not_found(order, name, strength.max(4));
        }
        let (mut value, rule) = self.decide(name, scored);
        // "Ruritania said", "backed by Ruritania": a state that acts is no place where things happen.
        let country = value.status == PlaceStatus::Resolved && kind == PlaceKind::Country;
        value.associative |= country && name.told && !name.area && name.strength < 2;
        Some((value, rule))
    }

    /// Whether a hit may stand for the name, by how sure it is that the name is a place.
    fn accepts(&self, order: usize, hit: &Hit, name: &Name, strength: u8) -> bool {
        let gazetteer = self.lookups.gazetteer;
        let here = self.focus.has(gazetteer.country(hit.at));
        let population = gazetteer.population(hit.at).unwrap_or(0);
        let kind = gazetteer.kind(hit.at);
        let large = population >= 20_000 || matches!(kind, PlaceKind::Country | PlaceKind::Province);
        let near = self.focus.anchors() >= 3
            && self.focus.nearness(order, gazetteer.point(hit.at), &name.folded).0 < 40.0;
        let told_area = name.area || name.cue.is_some_and(PlaceKind::is_area);
        if hit.how == How::Romanised && kind.is_area() && kind != PlaceKind::Region && !told_area {
            return false;
        }
        let least = match (hit.how, here) {
            (How::Romanised, true) if near && hit.likeness > 0.9 => u8::from(name.words == 1 || name.first),
            (How::Romanised, true) if near || hit.likeness > 0.88 => 2,
            (How::Romanised, true) => 3,
            (How::Romanised, false) => return false,
            (How::Spelling, false) if population < 1_000_000 && kind != PlaceKind::Country => return false,
            (_, true) if large || name.words > 1 => u8::from(name.first && name.words == 1),
            (_, true) if near => u8::from(name.first && name.words == 1),
            (_, true) => 1,
            (_, false) if kind == PlaceKind::Country => 0,
            (_, false) if population >= 1_000_000 => 1,
            (_, false) if population >= FAMOUS => 2,
            (_, false) => return false,
        };
        // A name quite unlike the place's own: only where the words insist, or in the country told of.
        let unlike =
            || hit.how == How::Spelling && kind != PlaceKind::Country && !self.like(&name.folded, hit);
        let least = if least < 3 && self.focus.weight(gazetteer.country(hit.at)) < 0.5 && unlike() {
            3
        } else {
            least
        };
        strength >= least
    }

    /// Whether a name is at all like the place's own.
    fn like(&self, folded: &str, hit: &Hit) -> bool {
        let own = crate::fold::fold(&self.lookups.gazetteer.candidate(*hit).name);
        own == folded
            || !own.is_ascii()
            || !folded.is_ascii()
            || own.split(' ').any(|w| w.len() > 3 && folded.contains(w))
            || own.as_bytes().first() == folded.as_bytes().first()
                && crate::roman::distance(&own, folded, 3.0).is_finite()
            || crate::roman::families().iter().any(|f| crate::roman::likeness(f, &own, folded) > 0.0)
    }

    fn score(&self, order: usize, name: &Name) -> Vec<Scored> {
        let gazetteer = self.lookups.gazetteer;
        let mut hits: Vec<Hit> = Vec::new();
        let mut whole: Vec<Ref> = Vec::new();
        let names = name.variants.iter().filter(|_| !name.associative).chain(std::iter::once(&name.folded));
        for (rank, folded) in names.enumerate() {
            let is_variant = rank < name.variants.len() && !name.associative;
            for hit in self.lookups.hits(folded).iter() {
                if !(hits.iter().any(|h| h.at == hit.at) || is_variant && hit.likeness < 0.8) {
                    hits.push(*hit);
                    if is_variant {
                        whole.push(hit.at);
                    }
                }
            }
        }
        hits = gazetteer.merge(hits);
        hits.retain(|h| {
            let key = (name.folded.clone(), h.at);
            let known = self.otherwise.borrow().get(&key).copied();
            !known.unwrap_or_else(|| {
                let otherwise = self.called_otherwise(name, h);
                self.otherwise.borrow_mut().insert(key, otherwise);
                otherwise
            })
        });
        let cue = name.cue.or_else(|| self.kinds.get(&name.folded).copied());
        if cue == Some(PlaceKind::Hill) {
            for generic in ["tell", "jabal", "mount"] {
                for hit in self.lookups.hits(&format!("{generic} {}", name.folded)).iter() {
                    if !hits.iter().any(|h| h.at == hit.at) && gazetteer.kind(hit.at) == PlaceKind::Hill {
                        hits.push(*hit);
                    }
                }
            }
            for hit in self.lookups.hits(&format!("{} hill", stem(&name.folded))).iter() {
                if !hits.iter().any(|h| h.at == hit.at) && gazetteer.kind(hit.at) == PlaceKind::Hill {
                    hits.push(*hit);
                }
            }
        }
        let homonyms = hits
            .iter()
            .filter(|h| {
                h.likeness > 0.9
                    && gazetteer.kind(h.at) == PlaceKind::Settlement
                    && self.focus.has(gazetteer.country(h.at))
            })
            .count();
        let mut scored: Vec<Scored> = hits
            .into_iter()
            .map(|hit| {
                let kind = gazetteer.kind(hit.at);
                let point = gazetteer.point(hit.at);
                let population = gazetteer.population(hit.at).unwrap_or(0);
                let mut reasons = vec![match hit.how {
                    How::Name => "its name".to_owned(),
                    How::Spelling => "a recorded spelling".to_owned(),
                    How::Romanised => format!("another romanisation ({:.2})", hit.likeness),
                }];
                let (close, third) = self.focus.nearness(order, point, &name.folded);
                let mut fit = fit(kind, cue, name.area && name.cue.is_none());
                let village = kind == PlaceKind::Settlement && population < 20_000;
                if cue == Some(PlaceKind::Neighbourhood)
                    && kind != PlaceKind::Neighbourhood
                    && (village || close > 10.0)
                {
                    fit = 0.1;
                }
                if whole.contains(&hit.at) {
                    fit = 1.6;
                }
                if name.cue.is_some() || name.area {
                    reasons.push(if fit > 0.7 {
                        format!("{} fits the words around", kind.as_str())
                    } else {
                        format!("{} fits ill", kind.as_str())
                    });
                }
                let weight = self.focus.weight(gazetteer.country(hit.at));
                let mut near = 0.5;
                let mut far = false;
                if self.focus.anchors() > 0 && kind != PlaceKind::Country {
                    let told_area = name.area
                        || matches!(cue, Some(PlaceKind::Province | PlaceKind::District | PlaceKind::Region));
                    let reach = if kind.is_area() && told_area { gazetteer.radius(hit.at) } else { 0.0 };
                    near = 0.6 * (-(close - reach).max(0.0) / NEAR).exp()
                        + 0.4 * (-(third - reach).max(0.0) / NEAR).exp();
                    if close.is_finite() {
                        reasons.push(format!("{close:.0} km from a place told close by"));
                    }
                    let reach = gazetteer.radius(hit.at);
                    let known = matches!(kind, PlaceKind::Province | PlaceKind::Country)
                        || (population >= 30_000 && kind != PlaceKind::District && hit.how != How::Romanised);
                    let allowed = if hit.how == How::Romanised { 60.0 } else { 90.0 };
                    far = !known && self.focus.anchors() >= 3 && self.outside(name, hit.at);
                    far |= hit.how == How::Romanised
                        && kind != PlaceKind::Province
                        && close.is_finite()
                        && close - reach > allowed;
                    let apart = |allowed: f64| close - reach > allowed && third - reach > allowed;
                    far |= !known
                        && self.focus.anchors() >= 3
                        && (apart(allowed) || (close.is_finite() && close - reach > 150.0));
                }
                let fame = (f64::from(population.max(1)).log10() / 7.0).min(1.0);
                let mut score = 0.42 * hit.likeness + 0.16 * fit + 0.12 * weight + 0.2 * near + 0.1 * fame;
                if let Some(off) = self.off_bearing(name, point) {
                    score += if off < 50.0 { 0.04 } else { -0.12 * ((off - 50.0) / 40.0).min(1.0) };
                    reasons.push(format!("{off:.0}° off the direction told"));
                }
                if far && self.inside(name, hit.at) {
                    far = false;
                    reasons.push("in the area told".to_owned());
                }
                Scored { hit, score, reasons, far, fit, third }
            })
            .collect();
        // Of many places of one name, one must be near, or much nearer than the others.
        if homonyms >= 3 && self.focus.anchors() >= 3 {
            let mut thirds: Vec<f64> = scored
                .iter()
                .filter(|s| gazetteer.kind(s.hit.at) == PlaceKind::Settlement && s.hit.likeness > 0.9)
                .map(|s| s.third)
                .collect();
            thirds.sort_by(f64::total_cmp);
            let clear = |third: f64| {
                third < 50.0 || thirds.get(1).is_none_or(|next| third <= thirds[0] && third < 0.4 * next)
            };
            for s in &mut scored {
                let known = gazetteer.population(s.hit.at).is_some_and(|p| p >= 30_000);
                s.far |= gazetteer.kind(s.hit.at) == PlaceKind::Settlement && !known && !clear(s.third);
            }
        }
        scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.hit.at.cmp(&b.hit.at)));
        scored
    }

    /// Degrees between the direction told of a name and the one in which a place lies.
    fn off_bearing(&self, name: &Name, to: Point) -> Option<f64> {
        let (from, told) = name.bearing.as_ref()?;
        let from = self.focus.anchor_of(from)?;
        if distance(from, to) < 1_500.0 {
            return None;
        }
        let (north, east) = (to.lat - from.lat, (to.lon - from.lon) * from.lat.to_radians().cos());
        let off = (east.atan2(north).to_degrees() - told).rem_euclid(360.0);
        Some(off.min(360.0 - off))
    }

    /// Whether a place lies in the area that the text says it is in; `None` when it says none.
    fn in_hint(&self, name: &Name, at: Ref) -> Option<bool> {
        let hint = name.hint.as_ref()?;
        let gazetteer = self.lookups.gazetteer;
        let areas: Vec<Ref> = self
            .lookups
            .hits(hint)
            .iter()
            .chain(self.lookups.hits(&format!("{hint} governorate")).iter())
            .filter(|h| {
                gazetteer.kind(h.at) == PlaceKind::Province && self.focus.has(gazetteer.country(h.at))
            })
            .map(|h| h.at)
            .collect();
        let parents = gazetteer.parents(at);
        (!areas.is_empty()).then(|| {
            areas.iter().any(|area| {
                let reach = gazetteer.radius(*area).max(20.0);
                let apart = distance(gazetteer.point(*area), gazetteer.point(at)) / 1000.0;
                parents.contains(area)
                    || apart < reach
                    || (parents.iter().all(|p| p.list != area.list) && apart < 1.6 * reach)
            })
        })
    }

    /// Whether a place lies outside the area that the text says it is in.
    fn outside(&self, name: &Name, at: Ref) -> bool {
        self.in_hint(name, at) == Some(false)
    }

    /// Whether a place lies inside the area that the text says it is in.
    fn inside(&self, name: &Name, at: Ref) -> bool {
        self.in_hint(name, at) == Some(true)
    }

    /// Whether the document calls a place by its own name, and this is quite another.
    fn called_otherwise(&self, name: &Name, hit: &Hit) -> bool {
        if hit.how == How::Name || self.lookups.gazetteer.population(hit.at).unwrap_or(0) < FAMOUS {
            return false;
        }
        let own = crate::fold::fold(&self.lookups.gazetteer.candidate(*hit).name);
        self.lexicon.contains_key(&own) && !self.like(&name.folded, hit)
    }

    fn decide(&self, name: &Name, mut scored: Vec<Scored>) -> (PlaceValue, &'static str) {
        let gazetteer = self.lookups.gazetteer;
        let key = (name.folded.clone(), name.cue, name.area);
        if let Some(sense) = self.senses.borrow().get(&key)
            && let Some(at) = scored.iter().position(|s| s.hit.at == *sense)
            && scored[0].score - scored[at].score < 0.1
        {
            let chosen = scored.remove(at);
            scored.insert(0, chosen);
            scored[0].score += 0.1;
            scored[0].reasons.push("meant before in this text".to_owned());
        }
        // A town before the district that is named after it, unless the words say otherwise.
        if !name.area
            && !name.cue.is_some_and(PlaceKind::is_area)
            && matches!(gazetteer.kind(scored[0].hit.at), PlaceKind::District | PlaceKind::Province)
        {
            let (middle, reach) = (gazetteer.point(scored[0].hit.at), gazetteer.radius(scored[0].hit.at));
            let town = scored.iter().position(|s| {
                gazetteer.kind(s.hit.at) == PlaceKind::Settlement
                    && s.hit.likeness > 0.75
                    && distance(gazetteer.point(s.hit.at), middle) / 1000.0 < 1.5 * reach + 5.0
            });
            if let Some(at) = town {
                let town = scored.remove(at);
                scored.insert(0, town);
            }
        }
        let best = &scored[0];
        let kind = gazetteer.kind(best.hit.at);
        let point = gazetteer.point(best.hit.at);
        let rival = scored.iter().skip(1).find(|s| {
            let other = gazetteer.kind(s.hit.at);
            let homonym_area = (other.is_area() || kind.is_area())
                && distance(gazetteer.point(s.hit.at), point) / 1000.0
                    < gazetteer.radius(s.hit.at).max(gazetteer.radius(best.hit.at)) + 15.0;
            !(homonym_area || best.fit > 1.5 && s.fit < 1.5)
                && distance(gazetteer.point(s.hit.at), point) > 2_500.0
        });
        // A place of that very name beats one of which it could be a romanisation.
        let ambiguous = rival.is_some_and(|r| {
            let sure = best.hit.how != How::Romanised && r.hit.how == How::Romanised;
            // Of two towns far from everything told, the one that the world knows.
            let people = |s: &Scored| f64::from(gazetteer.population(s.hit.at).unwrap_or(0));
            let abroad = !self.focus.has(gazetteer.country(best.hit.at));
            let known = abroad && people(best) > 4.0 * people(r);
            best.score - r.score < if sure || known { 0.0 } else { 0.05 }
        });
        let mut value = unknown(name);
        value.candidates = scored.iter().take(5).map(|s| self.candidate(s)).collect();
        if ambiguous {
            value.status = PlaceStatus::Ambiguous;
            return (value, "place.ambiguous");
        }
        value.status = PlaceStatus::Resolved;
        value.id = value.candidates.first().map(|c| c.id.clone());
        value.name = value.candidates.first().map(|c| c.name.clone());
        value.geometry = Some(geometry(kind, point, gazetteer.radius(best.hit.at) * 1000.0));
        value.precision = precision(kind, gazetteer.population(best.hit.at));
        if kind == PlaceKind::Settlement {
            match name.cue {
                // "Milha District" where only the town is known: an area about it.
                Some(PlaceKind::Province | PlaceKind::District) if name.own_noun => {
                    value.geometry = Some(Geometry::Buffer { at: point, radius: 25_000.0 });
                    value.precision = Precision::Area;
                }
                // "Milha Airport", "Milha airbase" where only the town is known: somewhere near it.
                Some(PlaceKind::Airport | PlaceKind::Military | PlaceKind::Facility) if best.fit < 1.5 => {
                    value.geometry = Some(Geometry::Buffer { at: point, radius: 10_000.0 });
                    value.precision = Precision::Near;
                }
                _ => {}
            }
        }
        if !kind.is_area() && !name.associative && name.strength >= 2 {
            self.named.borrow_mut().entry(name.folded.clone()).or_insert(best.hit.at);
        }
        self.senses.borrow_mut().insert(key, best.hit.at);
        let rule = match best.hit.how {
            How::Name => "place.name",
            How::Spelling => "place.spelling",
            How::Romanised => "place.romanised",
        };
        (value, rule)
    }

    fn candidate(&self, scored: &Scored) -> Candidate {
        let mut candidate = self.lookups.gazetteer.candidate(scored.hit);
        candidate.score = scored.score.min(1.0);
        candidate.reason = scored.reasons.join("; ");
        candidate
    }

    /// A name that is short for a recorded one with a generic noun ("Milha" for "Milha Checkpoint"),
    /// near the places told around it.
    fn shortened(&self, order: usize, name: &Name) -> Option<(PlaceValue, &'static str)> {
        if name.strength < 2 || name.against || name.associative {
            return None;
        }
        let gazetteer = self.lookups.gazetteer;
        let mut scored: Vec<Scored> = Vec::new();
        for noun in ["checkpoint", "hill", "base", "airbase", "dam", "bridge", "barracks", "depot"] {
            let mut longer = name.clone();
            longer.folded = format!("{} {noun}", name.folded);
            longer.variants.clear();
            scored.extend(self.score(order, &longer).into_iter().filter(|s| {
                s.hit.likeness > 0.8
                    && self.focus.has(gazetteer.country(s.hit.at))
                    && self.focus.nearness(order, gazetteer.point(s.hit.at), &name.folded).0 < 30.0
            }));
        }
        let first = scored.first()?;
        let at = gazetteer.point(first.hit.at);
        if scored.iter().any(|s| distance(gazetteer.point(s.hit.at), at) > 2_000.0) {
            return None;
        }
        scored.truncate(1);
        let (value, _) = self.decide(name, scored);
        Some((value, "place.shortened"))
    }

    /// A name that is told as a place and that no list has near what is told.
    fn not_found(&self, order: usize, name: &Name, strength: u8) -> Option<(PlaceValue, &'static str)> {
        let person = self.others.contains_key(&name.folded);
        let own = name.strength.max(if strength >= 4 { 3 } else { 0 });
        let vague = matches!(
            name.cue,
            Some(
                PlaceKind::Military
                    | PlaceKind::Facility
                    | PlaceKind::Road
                    | PlaceKind::Airport
                    | PlaceKind::Region
            )
        );
        if own < 3
            || name.against
            || name.associative
            || name.uncased
            || (person && own < 4)
            || (vague && own < 4)
            || name.first && own < 4
        {
            return None;
        }
        // Two unknown words are a person's name more often than a place's.
        let headed = name.folded.split(' ').next().is_some_and(|w| Cues::get().word(w).head);
        if name.words > 1 && own < 4 && !headed {
            return None;
        }
        let words = || name.folded.split(' ');
        if words().any(|w| w == "no" || w.chars().all(|c| c.is_ascii_digit()))
            || words().all(|w| crate::cue::generic(w, Cues::get()))
        {
            return None;
        }
        if Cues::get().word(&name.folded).body || Cues::get().word(&name.folded).never {
            return None;
        }
        let mut value = unknown(name);
        let scored = self.score(order, name);
        value.candidates = scored
            .iter()
            .take(3)
            .map(|s| {
                let mut candidate = self.candidate(s);
                candidate.score *= 0.5;
                candidate.reason.push_str("; too far from what is told, or in another country");
                candidate
            })
            .collect();
        Some((value, "place.cued"))
    }
}

/// How well a kind of place fits the words around a name.
fn fit(kind: PlaceKind, cue: Option<PlaceKind>, area: bool) -> f64 {
    use PlaceKind as K;
    if area {
        return match kind {
            K::Province => 1.0,
            K::Country | K::Region => 0.9,
            K::District => 0.6,
            K::Settlement => 0.55,
            _ => 0.3,
        };
    }
    match cue {
        None => match kind {
            K::Settlement | K::Country => 1.0,
            K::Province => 0.6,
            K::District => 0.15,
            K::Region => 0.8,
            _ => 0.85,
        },
        Some(cue) if cue == kind => 1.0,
        Some(cue) => match (cue, kind) {
            (K::Settlement, K::Neighbourhood)
            | (K::Neighbourhood, K::Settlement)
            | (K::Hill, K::Military | K::Settlement | K::Region) => 0.6,
            (K::District, K::Neighbourhood) | (K::Neighbourhood, K::District) => 0.9,
            (K::Province, K::Region) | (K::Region, K::Province) => 0.7,
            (K::Province, K::District) => 0.2,
            (K::Province, K::Settlement) => 0.15,
            (K::Military, K::Airport) | (K::Airport, K::Military) => 0.95,
            (K::District | K::Military | K::Airport | K::Facility | K::Road | K::Water, K::Settlement) => 0.5,
            (K::Settlement, K::Military | K::Hill | K::Facility) => 0.4,
            _ => 0.1,
        },
    }
}

/// A hill's name without its generic words.
fn stem(folded: &str) -> &str {
    let mut rest = folded;
    while let Some((word, after)) = rest.split_once(' ') {
        if matches!(
            word,
            "tal" | "tall" | "tell" | "tel" | "jabal" | "mount" | "al" | "as" | "ash" | "an" | "el"
        ) {
            rest = after;
        } else {
            break;
        }
    }
    rest
}

/// A value of which nothing is known yet.
pub(crate) fn unknown(name: &Name) -> PlaceValue {
    PlaceValue {
        status: PlaceStatus::NotFound,
        id: None,
        name: None,
        geometry: None,
        precision: Precision::Unknown,
        count: None,
        candidates: Vec::new(),
        cue: name.cue,
        associative: name.associative,
    }
}

/// The geometry of a place: areas as far as they reach (metres).
pub(crate) fn geometry(kind: PlaceKind, at: Point, reach: f64) -> Geometry {
    if reach > 0.0 && (kind.is_area() || kind == PlaceKind::Water) {
        Geometry::Buffer { at, radius: reach }
    } else {
        Geometry::Point { at }
    }
}

/// How fine a place of a kind is known.
pub(crate) fn precision(kind: PlaceKind, population: Option<u32>) -> Precision {
    match kind {
        PlaceKind::Settlement if population.is_some_and(|p| p >= 10_000) => Precision::Settlement,
        kind if kind.is_area() => Precision::Area,
        PlaceKind::Water => Precision::Area,
        PlaceKind::Neighbourhood | PlaceKind::Road => Precision::Near,
        _ => Precision::Exact,
    }
}

//! From names to places: which names are places at all, and which places they are.
//!
//! A document is about one part of the world: its countries and the places already told around a
//! name decide between places of one name. What nothing decides is ambiguous; a name whose only
//! places lie far from everything told is not found.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::focus::Focus;
use crate::gazetteer::Ref;
use crate::lookups::Lookups;
use crate::name::Name;
use crate::value::{geometry, precision, unknown};
use crate::{Geometry, Override, Overrides, PlaceKind, PlaceStatus, PlaceValue, Precision};

/// What resolves the names of one document.
pub(crate) struct Resolver<'a> {
    pub(crate) lookups: &'a Lookups<'a>,
    pub(crate) focus: Focus,
    pub(crate) overrides: &'a Overrides,
    /// Strongest evidence of each folded name anywhere in the document.
    pub(crate) lexicon: FxHashMap<String, u8>,
    /// Folded words of persons' and bodies' names.
    pub(crate) others: FxHashMap<String, usize>,
    /// The kind that the document tells of a name somewhere.
    pub(crate) kinds: FxHashMap<String, PlaceKind>,
    /// What a name with a kind was resolved to.
    pub(crate) senses: RefCell<FxHashMap<Sense, Ref>>,
    /// Whether a place is called otherwise, by name.
    pub(crate) otherwise: RefCell<FxHashMap<(String, Ref), bool>>,
    /// Towns, hills and the like that a name was resolved to, whatever its cue.
    pub(crate) named: RefCell<FxHashMap<String, Ref>>,
}

/// A folded name, its cue, and whether it is told as an area.
pub(crate) type Sense = (String, Option<PlaceKind>, bool);

impl<'a> Resolver<'a> {
    pub(crate) fn new(
        lookups: &'a Lookups<'a>,
        focus: Focus,
        overrides: &'a Overrides,
        lexicon: FxHashMap<String, u8>,
        others: FxHashMap<String, usize>,
        kinds: FxHashMap<String, PlaceKind>,
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
                value.id = Some(Override::At { point: *point }.to_string());
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
                // "Milha school" in a text about elsewhere is a school, not the city of Milha.
                scored[0].fit < 0.9 && !self.focus.has(self.lookups.gazetteer.country(scored[0].hit.at))
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
}

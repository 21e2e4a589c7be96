//! Places as keys: what a claim's place slot stands for in a replay.

mod name;

use std::collections::BTreeMap;

use annalist_claim::{Extent, PlaceSlot};
use annalist_gazetteer::{Geometry, PlaceKind, PlaceStatus, Point, Precision};
use serde::{Deserialize, Serialize};

pub use name::bare_name;
pub(crate) use name::{area_key, is_part, is_site, is_toward, is_where, name_key, phrase_key};
use name::{is_with_its_area, lies_around, names_one_place, portion_of};

/// A place that claims speak of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenPlace {
    /// The gazetteer's id, or `name:…` for a name that no gazetteer knows.
    pub id: String,
    /// Preferred name; as written most often when no gazetteer knows it.
    pub name: String,
    /// Every spelling seen, sorted.
    pub spellings: Vec<String>,
    /// Where, when it is known.
    pub point: Option<Point>,
    /// How many claims speak of it.
    pub claims: u32,
}

/// What a name was found to mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Whether the places bear the name; otherwise they are the nearest spellings.
    pub exact: bool,
    /// The places, those of which most is told first; of near spellings the nearest first.
    pub places: Vec<SeenPlace>,
}

/// What a place slot stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Spot {
    /// One place that can be held.
    Single {
        /// Its key: a gazetteer id or `name:…`.
        key: String,
        /// How much of it.
        extent: Extent,
    },
    /// An area too wide to be held as one place: its id, or its words.
    Area(String),
    /// Places without names, as many as told: "three villages".
    Unnamed {
        /// How many.
        count: Option<u32>,
        /// The place that they lean on.
        near: Option<String>,
    },
    /// Words that name something else after the place, or nothing.
    Nothing,
}

impl Spot {
    /// Reads a slot. `known` maps folded names to places, as reviewers set them.
    pub(crate) fn of(slot: &PlaceSlot, known: &BTreeMap<String, String>) -> Self {
        let value = &slot.place;
        if value.associative {
            return Self::Nothing;
        }
        let set = || known.get(&name_key(&slot.text).unwrap_or_default());
        if let Some(id) = (!known.is_empty()).then(set).flatten() {
            // A name that people found to be no place.
            if id == "none" {
                return Self::Nothing;
            }
            return Self::Single { key: id.clone(), extent: slot.extent };
        }
        let relative = !is_with_its_area(&slot.text)
            && (matches!(value.precision, Precision::Near)
                || matches!(
                    value.geometry,
                    Some(Geometry::Buffer { .. } | Geometry::Sector { .. } | Geometry::Line { .. })
                ));
        // "the village of X", "X in the Y countryside": the cue is of a part of the name, or of where it is.
        let cued = value.cue.is_some_and(PlaceKind::is_area) && !names_one_place(&slot.text);
        let area = value.precision == Precision::Area || cued;
        match (&value.id, value.status) {
            (_, _) if value.count.is_some_and(|n| n > 1) => {
                Self::Unnamed { count: value.count, near: value.id.clone() }
            }
            (Some(id), PlaceStatus::Resolved) if lies_around(&slot.text) => {
                Self::Unnamed { count: value.count, near: Some(id.clone()) }
            }
            (Some(id), PlaceStatus::Resolved) if area => Self::Area(id.clone()),
            (Some(id), PlaceStatus::Resolved) if !relative => {
                // "the lost ground at X", "its northern half": a part.
                let part = slot.extent == Extent::Whole && portion_of(&slot.text).is_some();
                Self::Single { key: id.clone(), extent: if part { Extent::Part } else { slot.extent } }
            }
            (near, _) => match name_key(&slot.text) {
                Some(name) if !area => Self::Single { key: format!("name:{name}"), extent: slot.extent },
                Some(name) => Self::Area(format!("name:{name}")),
                None => Self::Unnamed { count: value.count, near: near.clone() },
            },
        }
    }

    /// Nothing, when the key is the name of a party.
    pub(crate) fn unless(self, parties: &std::collections::BTreeSet<String>) -> Self {
        match self {
            Self::Single { key, .. } | Self::Area(key) if parties.contains(&key) => Self::Nothing,
            other => other,
        }
    }

    /// The same, only parts of it when the claim says so of the taking ("partially recaptured").
    pub(crate) fn or_part(self, partly: bool) -> Self {
        match self {
            Self::Single { key, extent: Extent::Whole } if partly => {
                Self::Single { key, extent: Extent::Part }
            }
            other => other,
        }
    }

    /// The place, when what looks like an area is told as one place elsewhere ("X", and "the village of X").
    pub(crate) fn settled(self, settlements: &std::collections::BTreeSet<String>, extent: Extent) -> Self {
        match self {
            Self::Area(key) if settlements.contains(&key) => Self::Single { key, extent },
            other => other,
        }
    }

    /// The key, when it is one place that can be held.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Single { key, .. } => Some(key),
            _ => None,
        }
    }
}

/// The point of a slot, when it is drawn as one.
pub(crate) fn point_of(slot: &PlaceSlot) -> Option<Point> {
    match slot.place.geometry {
        Some(Geometry::Point { at }) => Some(at),
        _ => None,
    }
}

/// The point of a place that a reviewer set on the map: its id is `at:LAT,LON`.
pub fn point_of_key(key: &str) -> Option<Point> {
    match annalist_gazetteer::Override::parse(key) {
        Ok(annalist_gazetteer::Override::At { point }) => Some(point),
        _ => None,
    }
}

/// Great-circle distance in kilometres (haversine on a sphere of 6371 km).
pub(crate) fn kilometres(a: Point, b: Point) -> f64 {
    let (la, lb) = (a.lat.to_radians(), b.lat.to_radians());
    let dlat = (lb - la) / 2.0;
    let dlon = (b.lon - a.lon).to_radians() / 2.0;
    let h = dlat.sin().powi(2) + la.cos() * lb.cos() * dlon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use annalist_claim::Extent;
    use annalist_gazetteer::{Point, Precision};

    use super::{Spot, kilometres};
    use crate::testing::slot;

    #[test]
    fn a_part_and_the_area_of_a_place_are_of_the_place() {
        let spot = |text: &str, precision: Precision| {
            let mut slot = slot("Brenno");
            slot.text = text.to_owned();
            slot.place.precision = precision;
            Spot::of(&slot, &std::collections::BTreeMap::new())
        };
        let single = |extent| Spot::Single { key: "t:brenno".into(), extent };
        assert_eq!(spot("lost ground at Brenno", Precision::Settlement), single(Extent::Part));
        assert_eq!(spot("Brenno area", Precision::Near), single(Extent::Whole));
        assert_eq!(spot("Brenno bridge", Precision::Near).key(), Some("name:brenno bridge"));
        assert_eq!(spot("a mill near Brenno", Precision::Near).key(), None);
    }

    #[test]
    fn the_word_of_an_area_in_a_name_or_behind_it_makes_no_area() {
        let spot = |text: &str| {
            let mut slot = slot(&format!("?{text}"));
            slot.place.cue = Some(annalist_gazetteer::PlaceKind::Region);
            Spot::of(&slot, &std::collections::BTreeMap::new())
        };
        assert_eq!(spot("villages of Upper Basin").key(), Some("name:upper basin"));
        assert_eq!(spot("Zim in the Brenno countryside").key(), Some("name:zim"));
        assert_eq!(spot("Upper Basin"), Spot::Area("name:upper basin".into()));
        let told = std::collections::BTreeSet::from(["name:upper basin".to_owned()]);
        assert_eq!(spot("Upper Basin").settled(&told, Extent::Whole).key(), Some("name:upper basin"));
    }

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let at = |lat, lon| Point { lat, lon };
        assert!((kilometres(at(0.0, 0.0), at(1.0, 0.0)) - 111.19).abs() < 0.1);
        assert!(kilometres(at(10.0, 20.0), at(10.0, 20.0)) < 1e-9);
    }
}

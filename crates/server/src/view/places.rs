//! Places as they are shown.

use std::collections::BTreeMap;

use annalist_chronicle::Chronicle;
use annalist_gazetteer::{Gazetteer, Point};

use super::Shown;

/// A place that claims speak of.
pub(crate) struct PlaceSeen {
    pub(crate) name: String,
    pub(crate) spellings: Vec<String>,
    pub(crate) point: Option<Point>,
    /// Indices of the claims that speak of it.
    pub(crate) claims: Vec<usize>,
    pub(crate) first: Option<i32>,
    pub(crate) last: Option<i32>,
}

/// The places of a chronicle, by id.
pub(super) fn places(chronicle: &Chronicle, claims: &[Shown]) -> BTreeMap<String, PlaceSeen> {
    let mut out: BTreeMap<String, PlaceSeen> = chronicle
        .places()
        .into_iter()
        .map(|place| {
            let known = known_point(&place.id);
            let seen = PlaceSeen {
                name: place.name,
                spellings: place.spellings,
                point: place.point.or(known),
                claims: Vec::new(),
                first: None,
                last: None,
            };
            (place.id, seen)
        })
        .collect();
    for (at, shown) in claims.iter().enumerate() {
        for id in &shown.places {
            if let Some(place) = out.get_mut(id) {
                place.claims.push(at);
                if shown.first.is_some() && shown.first == shown.last {
                    place.first = place.first.map_or(shown.first, |f| Some(f.min(shown.first.unwrap_or(f))));
                    place.last = place.last.max(shown.last);
                }
            }
        }
    }
    out
}

/// Where a place id is: by the gazetteer, or by itself when a reviewer set it on the map.
pub(crate) fn known_point(id: &str) -> Option<Point> {
    if id.starts_with("name:") {
        return None;
    }
    if let Some(point) = annalist_chronicle::point_of_key(id) {
        return Some(point);
    }
    Gazetteer::embedded().place(id).map(|p| p.point)
}

//! Places as they are shown.

use std::collections::BTreeMap;

use annalist_chronicle::Chronicle;
use annalist_gazetteer::Point;

use super::{Library, Shown};

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
pub(super) fn places(
    library: &Library,
    chronicle: &Chronicle,
    claims: &[Shown],
) -> BTreeMap<String, PlaceSeen> {
    let mut out: BTreeMap<String, PlaceSeen> = chronicle
        .places()
        .into_iter()
        .map(|place| {
            let known = library.point_of(&place.id);
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

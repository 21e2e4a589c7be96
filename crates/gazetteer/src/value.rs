//! The answer's shape: geometry and precision of what was found.

use crate::name::Name;
use crate::{Geometry, PlaceKind, PlaceStatus, PlaceValue, Point, Precision};

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

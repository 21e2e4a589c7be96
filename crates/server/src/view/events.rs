//! Events as they are shown: where, how far off, in whose words.

use std::collections::BTreeMap;

use annalist_chronicle::{Chronicle, Event};
use annalist_claim::{Claim, Factuality, Modality};
use annalist_gazetteer::{Geometry, Point, Precision};

use super::{PlaceSeen, Shown, folded, range};

/// What is shown of an event beside the chronicle's own.
pub(crate) struct Seen {
    pub(crate) first: Option<i32>,
    pub(crate) last: Option<i32>,
    pub(crate) names: Vec<String>,
    pub(crate) geometry: Option<Geometry>,
    pub(crate) centre: Option<Point>,
    pub(crate) precision: Precision,
    pub(crate) shape: Shape,
    /// How far off it may be, in metres.
    pub(crate) radius: Option<f64>,
    pub(crate) denied: bool,
    /// Words of the first claim.
    pub(crate) quote: String,
    /// What a search by words looks in.
    pub(crate) haystack: String,
}

/// How a location is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    Point,
    Buffer,
    Sector,
    Line,
    None,
}

pub(super) fn seen(
    chronicle: &Chronicle,
    claims: &[Shown],
    by_claim: &BTreeMap<String, usize>,
    places: &BTreeMap<String, PlaceSeen>,
) -> Vec<Seen> {
    chronicle
        .events
        .iter()
        .map(|event| {
            let told: Vec<&Claim> =
                event.claims.iter().filter_map(|id| by_claim.get(id)).map(|&at| &claims[at].claim).collect();
            one(event, &told, places)
        })
        .collect()
}

fn one(event: &Event, told: &[&Claim], places: &BTreeMap<String, PlaceSeen>) -> Seen {
    let (first, last) = range(event.when.as_ref());
    let mut names: Vec<String> =
        event.places.iter().filter_map(|id| places.get(id)).map(|p| p.name.clone()).collect();
    let slots = || told.iter().flat_map(|c| &c.places).filter(|p| !p.place.associative);
    if names.is_empty() {
        names = slots().map(|p| p.place.name.clone().unwrap_or_else(|| p.text.clone())).collect();
    }
    names.sort();
    names.dedup();
    let finest = slots()
        .filter_map(|p| Some((p.place.precision, p.place.geometry?)))
        .min_by_key(|(precision, _)| *precision);
    // A place that a reviewer set has a point, though the words had none.
    let set = || {
        let point = event.places.iter().filter_map(|id| places.get(id)).find_map(|p| p.point)?;
        Some((Precision::Settlement, Geometry::Point { at: point }))
    };
    let (precision, geometry) = finest
        .filter(|(precision, _)| *precision < Precision::Area)
        .or_else(set)
        .or(finest)
        .map_or((Precision::Unknown, None), |(p, g)| (p, Some(g)));
    let quote = told.first().map_or(String::new(), |c| c.evidence.quote.clone());
    let haystack = folded(&told.iter().map(|c| c.evidence.quote.as_str()).collect::<Vec<_>>().join(" "));
    Seen {
        first,
        last,
        names,
        geometry,
        centre: geometry.map(centre),
        precision,
        shape: geometry.map_or(Shape::None, shape),
        radius: radius(precision, geometry),
        denied: told.iter().any(|c| denies(c)),
        quote,
        haystack,
    }
}

/// Whether a claim says that it did not happen.
pub(crate) fn denies(claim: &Claim) -> bool {
    claim.modality == Modality::Denied
        || matches!(
            claim.factuality,
            Factuality::CertainNegative | Factuality::ProbableNegative | Factuality::PossibleNegative
        ) && matches!(claim.modality, Modality::Asserted | Modality::Reported)
}

const fn shape(geometry: Geometry) -> Shape {
    match geometry {
        Geometry::Point { .. } => Shape::Point,
        Geometry::Buffer { .. } => Shape::Buffer,
        Geometry::Sector { .. } => Shape::Sector,
        Geometry::Line { .. } => Shape::Line,
    }
}

/// Where the symbol stands: in the middle of the geometry.
fn centre(geometry: Geometry) -> Point {
    match geometry {
        Geometry::Point { at } | Geometry::Buffer { at, .. } => at,
        Geometry::Sector { at, bearing, from, to, .. } => {
            annalist_store::destination(at, bearing, f64::midpoint(from, to))
        }
        Geometry::Line { from, to } => {
            Point { lat: f64::midpoint(from.lat, to.lat), lon: f64::midpoint(from.lon, to.lon) }
        }
    }
}

fn radius(precision: Precision, geometry: Option<Geometry>) -> Option<f64> {
    match geometry? {
        Geometry::Buffer { radius, .. } => Some(radius),
        Geometry::Sector { from, to, .. } => Some((to - from) / 2.0),
        Geometry::Line { from, to } => Some(annalist_gazetteer::distance(from, to) / 2.0),
        Geometry::Point { .. } => match precision {
            Precision::Exact => Some(1000.0),
            _ => None,
        },
    }
}

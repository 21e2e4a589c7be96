//! Geometries that words make of places: distances, directions, edges, roads, surroundings.

use crate::measure::{bearing_at, distance_at};
use crate::phrase::{Anchor, noun};
use crate::token::Token;
use crate::{Geometry, PlaceKind, Point, Precision};

/// Metres that "south of X" reaches when nothing says how far.
const REACH: f64 = 12_000.0;
/// Metres about a place that "near X" means.
const NEAR: f64 = 5_000.0;
/// Metres of a countryside about a town that is no area of its own.
const COUNTRYSIDE: f64 = 25_000.0;
/// Degrees that one of eight directions spans.
const EIGHTH: f64 = 45.0;
/// Degrees that a direction spans when it is told in passing.
const QUARTER: f64 = 90.0;

/// The geometry that the words make of the anchors, its precision, and the anchor it leans on.
pub(crate) fn relate(
    tokens: &[Token<'_>],
    anchors: &[Anchor],
    counted: bool,
) -> Option<(Geometry, Precision, usize)> {
    if let Some(line) = line(tokens, anchors) {
        return Some((line, Precision::Near, 0));
    }
    for (index, anchor) in anchors.iter().enumerate() {
        let at = anchor.point.unwrap_or(Point { lat: 0.0, lon: 0.0 });
        let (before, after) = match anchor.tokens {
            Some((first, last)) => (&tokens[..first], &tokens[last + 1..]),
            None => (tokens, tokens),
        };
        let town = town_radius(anchor);
        // "2,000 metres south of X", "within 5 km of X", "nine kilometres from X"
        if let Some((metres, from, last)) = distance_before(before) {
            let direction = (last + 1..before.len()).find_map(|i| bearing_at(before, i));
            let within = before[..from].iter().any(|t| matches!(t.low.as_str(), "within" | "less" | "under"));
            let geometry = match direction {
                Some((bearing, _)) => {
                    Geometry::Sector { at, bearing, width: EIGHTH, from: metres * 0.75, to: metres * 1.25 }
                }
                None if within => Geometry::Buffer { at, radius: metres + town },
                None => Geometry::Sector {
                    at,
                    bearing: 0.0,
                    width: 360.0,
                    from: metres * 0.8,
                    to: metres * 1.2 + town,
                },
            };
            return Some((geometry, Precision::Near, index));
        }
        let direction =
            (0..before.len()).rev().find_map(|i| bearing_at(before, i).map(|(b, last)| (b, i, last)));
        let word_after = |words: &[&str]| after.iter().take(6).any(|t| words.contains(&t.low.as_str()));
        let countryside =
            word_after(&["countryside", "hinterland"]) || before.iter().any(|t| t.is("countryside"));
        let edge = |t: &Token<'_>| {
            matches!(
                t.low.as_str(),
                "outskirts"
                    | "edge"
                    | "edges"
                    | "flank"
                    | "flanks"
                    | "side"
                    | "entrance"
                    | "entrances"
                    | "part"
                    | "parts"
                    | "approaches"
                    | "limits"
                    | "half"
                    | "end"
                    | "gates"
                    | "periphery"
                    | "suburbs"
            )
        };
        if let Some((bearing, _, last)) = direction {
            let of = before.get(last + 1).is_some_and(|t| matches!(t.low.as_str(), "of" | "from"));
            let part = before[last + 1..].iter().any(edge);
            let area = anchor.reach > 0.0;
            let geometry = if countryside && !area {
                Geometry::Sector { at, bearing, width: QUARTER, from: town, to: COUNTRYSIDE }
            } else if area && (part || !of) {
                Geometry::Sector { at, bearing, width: QUARTER, from: 0.0, to: anchor.reach }
            } else if part {
                Geometry::Sector { at, bearing, width: QUARTER, from: 0.0, to: town * 1.5 }
            } else if of {
                let start = if area { anchor.reach * 0.5 } else { 0.0 };
                Geometry::Sector { at, bearing, width: QUARTER, from: start, to: start + REACH + town }
            } else {
                Geometry::Sector { at, bearing, width: QUARTER, from: 0.0, to: town.max(1_500.0) * 1.5 }
            };
            let precision = if area || countryside { Precision::Area } else { Precision::Near };
            return Some((geometry, precision, index));
        }
        // "X's northern flank", "the town's eastern entrance"
        let direction = (0..after.len().min(5)).find_map(|i| bearing_at(after, i));
        let possessed = anchor.tokens.is_none_or(|(_, last)| tokens[last].possessive);
        if let Some((bearing, _)) = direction.filter(|_| possessed) {
            let to = if anchor.reach > 0.0 { anchor.reach } else { town * 1.5 };
            return Some((
                Geometry::Sector { at, bearing, width: QUARTER, from: 0.0, to },
                Precision::Near,
                index,
            ));
        }
        if countryside {
            let radius = if anchor.reach > 0.0 { anchor.reach } else { COUNTRYSIDE };
            return Some((Geometry::Buffer { at, radius }, Precision::Area, index));
        }
        let near = before.iter().any(|t| {
            matches!(
                t.low.as_str(),
                "near"
                    | "outside"
                    | "around"
                    | "vicinity"
                    | "outskirts"
                    | "surrounding"
                    | "adjacent"
                    | "toward"
                    | "towards"
                    | "environs"
            )
        }) || after.iter().take(3).any(|t| {
            matches!(
                t.low.as_str(),
                "outskirts"
                    | "surroundings"
                    | "environs"
                    | "vicinity"
                    | "front"
                    | "frontline"
                    | "area"
                    | "axis"
                    | "direction"
            )
        });
        if near && anchor.reach <= 0.0 {
            return Some((Geometry::Buffer { at, radius: NEAR + town }, Precision::Near, index));
        }
        // "the X bridge", "silos in X": something small of a town, not known by itself
        let thing = noun(tokens).is_some_and(|kind| {
            matches!(
                kind,
                PlaceKind::Facility
                    | PlaceKind::Road
                    | PlaceKind::Military
                    | PlaceKind::Airport
                    | PlaceKind::Hill
                    | PlaceKind::Water
                    | PlaceKind::Neighbourhood
            )
        });
        let own = anchor.place.as_ref().is_some_and(|p| p.kind != PlaceKind::Settlement);
        let told = anchor.tokens.is_none();
        let hill = anchor.value.cue == Some(PlaceKind::Hill);
        if (thing && !own && !told && !hill) || (counted && anchor.reach <= 0.0) {
            return Some((Geometry::Buffer { at, radius: NEAR + town }, Precision::Near, index));
        }
    }
    None
}

/// "between X and Y", "the road linking X to Y", "the X–Y highway".
fn line(tokens: &[Token<'_>], anchors: &[Anchor]) -> Option<Geometry> {
    let (a, b) = (anchors.first()?, anchors.get(1)?);
    let (Some((first, end)), Some((start, _))) = (a.tokens, b.tokens) else { return None };
    let between = &tokens[(end + 1).min(start)..start];
    let before = &tokens[..first];
    let joins = before.iter().any(|t| {
        matches!(t.low.as_str(), "between" | "linking" | "connecting" | "links" | "connects" | "from")
    }) && between.iter().any(|t| matches!(t.low.as_str(), "and" | "to" | "with"));
    let dash = between.iter().all(|t| matches!(t.low.as_str(), "-" | "–" | "—" | "to"))
        && !between.is_empty()
        || end == start;
    let road = tokens.iter().any(|t| {
        matches!(
            t.low.as_str(),
            "road" | "roads" | "highway" | "route" | "motorway" | "line" | "axis" | "railway" | "corridor"
        )
    });
    let between_them = before.iter().any(|t| t.is("between"));
    if !(joins && (road || between_them) || dash && road) {
        return None;
    }
    Some(Geometry::Line { from: a.point?, to: b.point? })
}

/// A distance before an anchor, with its first and last token.
fn distance_before(before: &[Token<'_>]) -> Option<(f64, usize, usize)> {
    (0..before.len()).find_map(|i| distance_at(before, i).map(|(metres, last)| (metres, i, last)))
}

/// How far a town reaches from its middle, in metres: about a kilometre for a village, seven for a city
/// of a million.
fn town_radius(anchor: &Anchor) -> f64 {
    let population = anchor.place.as_ref().and_then(|p| p.population).unwrap_or(0);
    match anchor.place.as_ref().map(|p| p.kind) {
        Some(PlaceKind::Settlement) => 800.0 + 6.0 * f64::from(population).sqrt(),
        _ => 500.0,
    }
}

//! Noun phrases that tell a place by another.
//!
//! A phrase is read from its words: a name stands for itself; a distance, a direction, an edge or a
//! road makes a geometry about the names inside; "the town" is the last town told before. How far
//! "south of" reaches is not said by a text: [`REACH`] is drawn, with the precision
//! [`Precision::Near`].

use annalist_span::Span;

use crate::layer::PlaceLayer;
use crate::measure::{bearing_at, distance_at, number, plural_kind};
use crate::token::{Shape, Token, tokens};
use crate::{Geometry, Place, PlaceKind, PlaceMention, PlaceStatus, PlaceValue, Point, Precision};

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

/// A place that a phrase leans on.
struct Anchor {
    value: PlaceValue,
    point: Option<Point>,
    place: Option<Place>,
    reach: f64,
    /// Tokens of the phrase that name it; `None` when it was told before.
    tokens: Option<(usize, usize)>,
}

/// What a noun phrase says of a place.
pub(crate) fn resolve(layer: &PlaceLayer, passage: u32, span: Span) -> PlaceValue {
    let text = layer.text(passage);
    let inside = Span::new(span.start, span.end.min(text.len() as u32));
    let words = inside.of_text(text);
    let tokens = tokens(words);
    let mentions: &[PlaceMention] = layer.mentions.get(passage as usize).map_or(&[], Vec::as_slice);
    let mut anchors: Vec<Anchor> = mentions
        .iter()
        .filter(|m| m.span.overlaps(span))
        .filter_map(|m| {
            let from = m.span.start.saturating_sub(span.start);
            let to = m.span.end.saturating_sub(span.start);
            let first = tokens.iter().position(|t| t.span.end > from)?;
            let last = tokens.iter().rposition(|t| t.span.start < to)?;
            Some(anchor(layer, m.value.clone(), Some((first, last.max(first)))))
        })
        .collect();
    if tokens.is_empty() {
        // A layer that was stored and read again has no texts: only names are left.
        let named = mentions.iter().find(|m| m.span.overlaps(span));
        return named.map_or_else(nothing, |m| m.value.clone());
    }
    let count = count(&tokens);
    if anchors.is_empty()
        && let Some(told) = told_before(layer, passage, span, &tokens)
    {
        anchors.push(told);
    }
    let Some(first) = anchors.first() else {
        let mut value = nothing();
        value.count = count.and_then(|(n, _)| n);
        value.cue = count.map(|(_, kind)| kind).or_else(|| noun(&tokens));
        return value;
    };
    let head = first.tokens.is_some_and(|(at, _)| {
        tokens[..at].iter().all(|t| begins(t)) && relation_before(&tokens[..at]).is_none()
    });
    let relative = relate(&tokens, &anchors, count.is_some());
    match relative {
        // "Tall X, south of Y": the name counts; the rest only where the name is not found.
        Some((geometry, precision, leans))
            if !(head && leans > 0 && first.value.status == PlaceStatus::Resolved) =>
        {
            let base = &anchors[leans];
            let mut value = base.value.clone();
            if head && leans > 0 {
                value.status = first.value.status;
                value.name.clone_from(&first.value.name);
            }
            value.geometry = base.point.map(|_| geometry);
            value.precision = if base.point.is_some() { precision } else { Precision::Unknown };
            value.associative = false;
            value.count = count.and_then(|(n, _)| n);
            value.cue = count.map(|(_, kind)| kind).or_else(|| noun(&tokens)).or(value.cue);
            value
        }
        _ => {
            let mut value = first.value.clone();
            if let Some((n, kind)) = count.filter(|_| !head) {
                value.count = n;
                value.cue = Some(kind);
            }
            value
        }
    }
}

fn anchor(layer: &PlaceLayer, value: PlaceValue, tokens: Option<(usize, usize)>) -> Anchor {
    let place = value.id.as_deref().and_then(|id| layer.gazetteer()?.place(id));
    let point = match value.geometry {
        Some(Geometry::Point { at } | Geometry::Buffer { at, .. } | Geometry::Sector { at, .. }) => Some(at),
        Some(Geometry::Line { from, .. }) => Some(from),
        None => None,
    };
    let reach = match value.geometry {
        Some(Geometry::Buffer { radius, .. }) => radius,
        _ => 0.0,
    };
    Anchor { value, point, place, reach, tokens }
}

/// Words that may stand before a name that is the phrase's own.
fn begins(token: &Token<'_>) -> bool {
    token.shape == Shape::Name
        || matches!(
            token.low.as_str(),
            "the"
                | "a"
                | "an"
                | "of"
                | "town"
                | "village"
                | "city"
                | "hill"
                | "district"
                | "strategic"
                | "nearby"
                | "key"
                | "hilltop"
                | "neighborhood"
                | "neighbourhood"
                | "towns"
                | "villages"
                | "cities"
                | "entire"
                | "small"
                | "its"
                | "both"
        )
}

/// The number of unnamed places and their kind ("three villages", "several hills").
fn count(tokens: &[Token<'_>]) -> Option<(Option<u32>, PlaceKind)> {
    let at = tokens.iter().position(|t| {
        plural_kind(&t.low).is_some() || (t.is("village") && tokens.first().is_some_and(|f| f.is("one")))
    })?;
    let kind = plural_kind(&tokens[at].low).unwrap_or(PlaceKind::Settlement);
    let before = &tokens[..at];
    let exact = before.iter().rev().find_map(|t| number(&t.low));
    let vague = before.iter().any(|t| {
        matches!(
            t.low.as_str(),
            "several"
                | "dozens"
                | "many"
                | "some"
                | "few"
                | "multiple"
                | "surrounding"
                | "other"
                | "nearby"
                | "various"
        )
    });
    (exact.is_some() || vague).then(|| (exact.map(|n| n as u32).filter(|n| *n > 0), kind))
}

/// The kind of the phrase's noun.
fn noun(tokens: &[Token<'_>]) -> Option<PlaceKind> {
    let cues = crate::cue::Cues::get();
    tokens.iter().filter(|t| t.shape == Shape::Word).find_map(|t| cues.kind(&t.low))
}

/// A word that sets a place off from a name after it.
fn relation_before(tokens: &[Token<'_>]) -> Option<usize> {
    tokens.iter().position(|t| {
        matches!(
            t.low.as_str(),
            "near"
                | "outside"
                | "around"
                | "from"
                | "between"
                | "linking"
                | "connecting"
                | "outskirts"
                | "vicinity"
                | "within"
                | "toward"
                | "towards"
        ) || crate::measure::bearing(&t.low).is_some()
    })
}

/// The geometry that the words make of the anchors, its precision, and the anchor it leans on.
fn relate(tokens: &[Token<'_>], anchors: &[Anchor], counted: bool) -> Option<(Geometry, Precision, usize)> {
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
        // "1,500 meters southeast of X", "within 7 km of X", "11 kilometers from X"
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

/// The place that "the town", "the city", "the hill" … means: the last fitting one told before.
fn told_before(layer: &PlaceLayer, passage: u32, span: Span, words: &[Token<'_>]) -> Option<Anchor> {
    let definite = words
        .iter()
        .any(|t| matches!(t.low.as_str(), "the" | "its" | "their" | "that" | "this" | "there" | "both"));
    let noun = words.iter().find(|t| {
        matches!(
            t.low.as_str(),
            "town"
                | "city"
                | "village"
                | "towns"
                | "hill"
                | "hilltop"
                | "airport"
                | "airbase"
                | "base"
                | "checkpoint"
                | "governorate"
                | "province"
                | "oblast"
                | "district"
                | "neighborhood"
                | "neighbourhood"
                | "area"
                | "region"
                | "capital"
                | "bridge"
                | "dam"
                | "island"
                | "there"
        )
    })?;
    if !definite || count(words).is_some() {
        return None;
    }
    let fits = |m: &PlaceMention| -> bool {
        if m.value.associative {
            return false;
        }
        let place = m.value.id.as_deref().and_then(|id| layer.gazetteer()?.place(id));
        let kind = place.as_ref().map(|p| p.kind).or(m.value.cue);
        let population = place.as_ref().and_then(|p| p.population).unwrap_or(0);
        match noun.low.as_str() {
            "city" | "capital" => kind == Some(PlaceKind::Settlement) && population >= 30_000,
            "village" => {
                kind == Some(PlaceKind::Settlement) && population < 30_000
                    || m.value.cue == Some(PlaceKind::Settlement) && place.is_none()
            }
            "town" | "towns" => kind == Some(PlaceKind::Settlement) && population < 200_000,
            "hill" | "hilltop" => kind == Some(PlaceKind::Hill),
            "airport" | "airbase" | "base" | "checkpoint" => {
                matches!(kind, Some(PlaceKind::Airport | PlaceKind::Military))
            }
            "governorate" | "province" | "oblast" => kind == Some(PlaceKind::Province),
            "district" | "neighborhood" | "neighbourhood" => {
                matches!(kind, Some(PlaceKind::District | PlaceKind::Neighbourhood))
            }
            _ => kind.is_some_and(|k| k != PlaceKind::Country),
        }
    };
    let mut at = passage as usize;
    let mut left = 12;
    loop {
        let list = layer.mentions.get(at).map_or(&[][..], Vec::as_slice);
        let found =
            list.iter().rev().find(|m| (at < passage as usize || m.span.end <= span.start) && fits(m));
        if let Some(mention) = found {
            let mut anchor = anchor(layer, mention.value.clone(), None);
            anchor.value.cue = None;
            return Some(anchor);
        }
        if at == 0 || left == 0 {
            return None;
        }
        at -= 1;
        left -= 1;
    }
}

/// A place of which nothing is known.
pub(crate) const fn nothing() -> PlaceValue {
    PlaceValue {
        status: PlaceStatus::NotFound,
        id: None,
        name: None,
        geometry: None,
        precision: Precision::Unknown,
        count: None,
        candidates: Vec::new(),
        cue: None,
        associative: false,
    }
}

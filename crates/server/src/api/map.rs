//! Events for a map of any zoom: single where there is room, gathered where there is none.
//!
//! Events fall into the cells of a square grid in Web Mercator, as wide as a symbol needs at the zoom
//! asked for. A cell of one is an event, a cell of more is a cluster at the middle of its events. So the
//! answer is bounded by what a screen can show, however many events there are.

use std::collections::BTreeMap;

use annalist_claim::Kind;
use annalist_gazetteer::Point;
use annalist_time::Day;
use axum::Json;
use axum::http::HeaderValue;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::events::Wanted;
use super::rows::dated;
use super::schema;
use crate::fresh::Now;
use crate::params::{Bounds, Commas, Params, day, given, said};
use crate::problem::Problem;
use crate::view::{View, folded};

/// Width of a cell in pixels of a map whose world is 512 pixels wide at zoom 0.
const CELL: f64 = 48.0;
/// Features of an answer at most; cells widen until they fit.
const MOST: usize = 2000;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfMap {
    /// The map's zoom, 0 to 24.
    #[param(minimum = 0, maximum = 24)]
    zoom: Option<f64>,
    /// West, south, east, north in degrees.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    bbox: Option<Bounds>,
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    /// Kinds, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    kind: Option<Commas>,
    /// Place ids, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    place: Option<Commas>,
    /// Sides of actors or targets, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    side: Option<Commas>,
    /// Part of its words or of a place's name.
    q: Option<String>,
}

/// A GeoJSON feature collection.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventMap {
    #[serde(rename = "type")]
    #[schema(pattern = "^FeatureCollection$")]
    kind: &'static str,
    features: Vec<Feature>,
}

#[derive(Serialize, ToSchema)]
struct Feature {
    #[serde(rename = "type")]
    kind: &'static str,
    geometry: PointGeometry,
    properties: Properties,
}

#[derive(Serialize, ToSchema)]
struct PointGeometry {
    #[serde(rename = "type")]
    kind: &'static str,
    coordinates: [f64; 2],
}

/// Of an event or a cluster.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum Properties {
    Event(One),
    Cluster(Many),
}

#[derive(Serialize, ToSchema)]
#[schema(as = MapEvent)]
struct One {
    cluster: bool,
    id: String,
    #[schema(value_type = schema::Kind)]
    kind: Kind,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    actors: Vec<String>,
    name: Option<String>,
    #[schema(value_type = schema::Precision)]
    uncertainty: annalist_gazetteer::Precision,
    radius: Option<f64>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = MapCluster)]
struct Many {
    cluster: bool,
    count: usize,
    /// How many of each kind.
    kinds: BTreeMap<String, usize>,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    /// West, south, east, north of its events.
    bbox: [f64; 4],
}

/// Events of a part of the map, gathered where they would lie on each other.
#[utoipa::path(get, path = "/events/map", tag = "events", params(OfMap),
    responses((status = 200, body = EventMap)))]
pub(crate) async fn map(Now(view): Now, Params(asked): Params<OfMap>) -> Result<Response, Problem> {
    let zoom = asked.zoom.unwrap_or(7.0);
    if !(0.0..=24.0).contains(&zoom) {
        return Err(Problem::bad_request(format!("zoom: 0 to 24, not {zoom}")));
    }
    let wanted = Wanted {
        from: day(asked.from),
        to: day(asked.to),
        kinds: Commas::words(asked.kind.as_ref(), "kind")?,
        places: asked.place.map(|p| p.0),
        sides: asked.side.map(|s| s.0),
        bounds: asked.bbox,
        text: said(asked.q.as_ref()).map(folded),
    };
    let placed: Vec<(usize, Point)> =
        wanted.among(&view).filter_map(|at| Some((at, view.events[at].centre?))).collect();
    let total = placed.len();
    let mut response = Json(gathered(&view, &placed, zoom)).into_response();
    response.headers_mut().insert("x-total-count", HeaderValue::from(total));
    Ok(response)
}

fn gathered(view: &View, placed: &[(usize, Point)], zoom: f64) -> EventMap {
    let mut width = CELL / (512.0 * zoom.exp2());
    let mut cells = into_cells(placed, width);
    while cells.len() > MOST {
        width *= 2.0;
        cells = into_cells(placed, width);
    }
    EventMap { kind: "FeatureCollection", features: cells.into_values().map(|c| feature(view, &c)).collect() }
}

fn into_cells(placed: &[(usize, Point)], width: f64) -> BTreeMap<(i64, i64), Vec<(usize, Point)>> {
    let mut cells: BTreeMap<(i64, i64), Vec<(usize, Point)>> = BTreeMap::new();
    for &(at, point) in placed {
        let (x, y) = mercator(point);
        cells.entry(((x / width).floor() as i64, (y / width).floor() as i64)).or_default().push((at, point));
    }
    cells
}

/// Web Mercator, the world as the unit square.
fn mercator(point: Point) -> (f64, f64) {
    let lat = point.lat.clamp(-85.051_128, 85.051_128).to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    ((point.lon + 180.0) / 360.0, y)
}

fn feature(view: &View, cell: &[(usize, Point)]) -> Feature {
    let point = |p: Point| PointGeometry { kind: "Point", coordinates: [round(p.lon), round(p.lat)] };
    if let &[(at, place)] = cell {
        let (event, seen) = (&view.chronicle.events[at], &view.events[at]);
        let properties = Properties::Event(One {
            cluster: false,
            id: event.id.clone(),
            kind: event.kind,
            first_day: dated(seen.first),
            last_day: dated(seen.last),
            actors: event.actors.clone(),
            name: seen.names.first().cloned(),
            uncertainty: seen.precision,
            radius: seen.radius,
        });
        return Feature { kind: "Feature", geometry: point(place), properties };
    }
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let (mut first, mut last) = (None::<i32>, None::<i32>);
    let mut bbox = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let (mut lon, mut lat) = (0.0, 0.0);
    for &(at, place) in cell {
        let seen = &view.events[at];
        *kinds.entry(super::word(&view.chronicle.events[at].kind)).or_default() += 1;
        first = [first, seen.first].into_iter().flatten().min();
        last = last.max(seen.last);
        bbox =
            [bbox[0].min(place.lon), bbox[1].min(place.lat), bbox[2].max(place.lon), bbox[3].max(place.lat)];
        lon += place.lon;
        lat += place.lat;
    }
    let n = cell.len() as f64;
    let properties = Properties::Cluster(Many {
        cluster: true,
        count: cell.len(),
        kinds,
        first_day: dated(first),
        last_day: dated(last),
        bbox,
    });
    Feature { kind: "Feature", geometry: point(Point { lat: lat / n, lon: lon / n }), properties }
}

/// To about a metre.
fn round(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

#[cfg(test)]
mod tests {
    use annalist_gazetteer::Point;
    use proptest::prelude::*;

    use super::{into_cells, mercator};

    proptest! {
        #[test]
        fn no_event_is_lost_or_doubled(
            points in prop::collection::vec((-85.0..85.0_f64, -180.0..180.0_f64), 0..60),
            width in 1e-6..1.0_f64,
        ) {
            let placed: Vec<(usize, Point)> =
                points.iter().enumerate().map(|(at, &(lat, lon))| (at, Point { lat, lon })).collect();
            let mut all: Vec<usize> = into_cells(&placed, width).into_values().flatten().map(|(at, _)| at).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..points.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_world_is_a_square() {
        let (x, y) = mercator(Point { lat: 0.0, lon: 0.0 });
        assert!((x - 0.5).abs() < 1e-12 && (y - 0.5).abs() < 1e-12);
        assert!(mercator(Point { lat: 89.0, lon: -180.0 }).1.abs() < 1e-6);
    }
}

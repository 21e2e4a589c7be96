//! Towns of the base map, from the project's own list of places.
//!
//! One file for each square of ten degrees, named after its south-western corner and fetched by the
//! page when the square is first looked at: `[[name, longitude, latitude, inhabitants], …]`.

use std::collections::BTreeMap;

use annalist_gazetteer::{Gazetteer, PlaceKind};
use serde_json::{Value, json};

use crate::shell::root;

/// Degrees of a square's side.
const SQUARE: f64 = 10.0;

/// Writes the squares into `web/public/base/towns`.
pub(crate) fn write() -> Result<(), String> {
    let folder = root().join("web/public/base/towns");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut squares: BTreeMap<(i32, i32), Vec<(u32, String, Value)>> = BTreeMap::new();
    for place in Gazetteer::embedded().places().filter(|p| p.kind == PlaceKind::Settlement) {
        let corner = |degrees: f64| ((degrees / SQUARE).floor() * SQUARE) as i32;
        let size = place.population.unwrap_or(0);
        let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
        let row = json!([place.name, round(place.point.lon), round(place.point.lat), size]);
        squares
            .entry((corner(place.point.lon), corner(place.point.lat)))
            .or_default()
            .push((size, place.name, row));
    }
    for ((x, y), mut towns) in squares {
        towns.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        // Two lists may both have a town.
        towns.dedup_by(|a, b| a.1 == b.1 && a.0 == b.0);
        let rows: Vec<Value> = towns.into_iter().map(|(_, _, row)| row).collect();
        let file = folder.join(format!("{x}_{y}.json"));
        std::fs::write(&file, Value::Array(rows).to_string())
            .map_err(|e| format!("{}: {e}", file.display()))?;
    }
    Ok(())
}

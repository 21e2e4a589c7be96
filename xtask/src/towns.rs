//! Towns of the base map, from the project's own list of places: `[[name, longitude, latitude, inhabitants], …]`.
//!
//! `web/scripts/base.mjs` sorts them into the squares of the base map.

use std::collections::BTreeMap;

use annalist_gazetteer::{Gazetteer, PlaceKind};
use serde_json::{Value, json};

use crate::shell::root;

/// Writes them to `web/towns.json`.
pub(crate) fn write() -> Result<(), String> {
    // Two lists may both have a town: those of one name and size in one square degree are one.
    let mut towns: BTreeMap<(i32, i32, u32, String), Value> = BTreeMap::new();
    for place in Gazetteer::embedded().places().filter(|p| p.kind == PlaceKind::Settlement) {
        let size = place.population.unwrap_or(0);
        let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
        let row = json!([place.name, round(place.point.lon), round(place.point.lat), size]);
        let corner = |degrees: f64| degrees.floor() as i32;
        towns.entry((corner(place.point.lon), corner(place.point.lat), size, place.name)).or_insert(row);
    }
    let file = root().join("web/towns.json");
    let rows = Value::Array(towns.into_values().collect());
    std::fs::write(&file, rows.to_string()).map_err(|e| format!("{}: {e}", file.display()))
}

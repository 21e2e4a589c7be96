//! `GeoJSON` and Linked Places.

use serde_json::Value;

use crate::import::{Imported, spellings, word_kind};
use crate::list::{Entry, ListError};
use crate::{PlaceKind, Point};

/// `GeoJSON` and Linked Places.
pub(super) fn json(stem: &str, text: &str) -> Result<Imported, ListError> {
    let value: Value = serde_json::from_str(text).map_err(|_| ListError::Format("not JSON"))?;
    let single = [value.clone()];
    let features = value["features"]
        .as_array()
        .map_or_else(|| value.as_array().map_or(&single[..], Vec::as_slice), Vec::as_slice);
    let mut out = Imported::default();
    for (index, feature) in features.iter().enumerate() {
        match feature_entry(stem, index, feature) {
            Ok(entry) => out.entries.push(entry),
            Err(message) => out.skipped.push(ListError::Row { line: index + 1, message }),
        }
    }
    Ok(out)
}

fn feature_entry(stem: &str, index: usize, feature: &Value) -> Result<Entry, String> {
    let properties = &feature["properties"];
    let text = |keys: &[&str]| {
        keys.iter().find_map(|k| properties[*k].as_str()).map(str::trim).filter(|s| !s.is_empty())
    };
    let toponyms: Vec<&str> =
        feature["names"].as_array().into_iter().flatten().filter_map(|n| n["toponym"].as_str()).collect();
    let name = text(&["title", "name:en", "name_en", "name", "NAME", "toponym", "asciiname"])
        .or(toponyms.first().copied())
        .ok_or("no name")?;
    let point = middle(&feature["geometry"]).ok_or("no coordinates")?;
    let label = feature["types"].as_array().into_iter().flatten().find_map(|t| t["label"].as_str());
    let kind = text(&["kind", "type", "place", "fclass", "class"])
        .or(label)
        .map_or(PlaceKind::Settlement, word_kind);
    let id = feature["@id"]
        .as_str()
        .or_else(|| feature["id"].as_str())
        .or_else(|| text(&["id", "@id", "osm_id", "pcode", "PCODE"]));
    let number = feature["id"].as_u64().map(|n| n.to_string());
    let id = id.map(str::to_owned).or(number).unwrap_or_else(|| (index + 1).to_string());
    let mut others: Vec<&str> = toponyms;
    if let Some(map) = properties.as_object() {
        others.extend(
            map.iter()
                .filter(|(k, _)| k.starts_with("name") || k.starts_with("alt_name"))
                .filter_map(|(_, v)| v.as_str()),
        );
    }
    let country = properties["ccodes"][0]
        .as_str()
        .or_else(|| text(&["country", "ccode", "iso_a2", "ISO_A2"]))
        .unwrap_or("");
    Ok(Entry {
        id: if id.contains(':') { id } else { format!("{stem}:{id}") },
        name: name.to_owned(),
        names: spellings(name, others.into_iter().flat_map(|o| o.split([';', '|']))),
        point,
        kind,
        country: country.to_uppercase(),
        parent: None,
        population: properties["population"]
            .as_u64()
            .map(|n| n as u32)
            .or_else(|| text(&["population"])?.parse().ok()),
        radius: 0.0,
    })
}

/// The middle of a geometry's extent.
fn middle(geometry: &Value) -> Option<Point> {
    let mut bounds: Option<(f64, f64, f64, f64)> = None;
    let mut rest = vec![geometry];
    while let Some(value) = rest.pop() {
        if let Some(list) = value.as_array() {
            if let [Value::Number(lon), Value::Number(lat), ..] = list.as_slice() {
                let (lon, lat) = (lon.as_f64()?, lat.as_f64()?);
                let b = bounds.get_or_insert((lon, lat, lon, lat));
                *b = (b.0.min(lon), b.1.min(lat), b.2.max(lon), b.3.max(lat));
            } else {
                rest.extend(list);
            }
        } else if value.is_object() {
            rest.extend([&value["coordinates"], &value["geometries"], &value["geometry"]]);
        }
    }
    let (west, south, east, north) = bounds?;
    let point = Point { lat: f64::midpoint(south, north), lon: f64::midpoint(west, east) };
    (point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0).then_some(point)
}

//! Users' lists of places, in the forms that they come in.
//!
//! `GeoNames` dumps (`SY.txt`, `allCountries.zip`), Linked Places (`GeoJSON-LD`), `GeoJSON` and CSV. What
//! cannot be read is told line by line and does not stop the rest.

use std::io::Read as _;

use serde_json::Value;

use crate::list::{Entry, ListError};
use crate::{PlaceKind, Point};

/// What was read of a list.
#[derive(Debug, Default)]
pub struct Imported {
    /// The places.
    pub entries: Vec<Entry>,
    /// Rows or features that could not be read.
    pub skipped: Vec<ListError>,
}

/// Reads a list of places in any of the known forms, told by its content; `name` (without its
/// extension) is put before ids that have no prefix of their own.
///
/// # Errors
/// When the form is not known or nothing in it can be read.
pub fn import(name: &str, bytes: &[u8]) -> Result<Imported, ListError> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.split('.').next().unwrap_or(stem).to_lowercase();
    if bytes.starts_with(b"PK\x03\x04") {
        return zipped(&stem, bytes);
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
        .map_err(|_| ListError::Format("not UTF-8 text"))?;
    if text.trim_start().starts_with(['{', '[']) {
        return json(&stem, text);
    }
    let first = text.lines().find(|l| !l.starts_with('#') && !l.is_empty()).unwrap_or("");
    if first.split('\t').count() >= 15 && first.split('\t').next().is_some_and(|id| id.parse::<u32>().is_ok())
    {
        return Ok(geonames(text));
    }
    if first.contains('\t') {
        return Ok(Imported { entries: crate::pack::read(&stem, text)?, skipped: Vec::new() });
    }
    if first.contains(',') || first.contains(';') {
        return csv(&stem, text);
    }
    Err(ListError::Format("neither GeoNames, Linked Places, GeoJSON, CSV nor a pack"))
}

/// The first text of a zip archive that is no readme.
fn zipped(stem: &str, bytes: &[u8]) -> Result<Imported, ListError> {
    let wrong = |_| ListError::Format("a damaged zip archive");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(wrong)?;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(wrong)?;
        let name = file.name().to_owned();
        if name.to_lowercase().contains("readme") || file.is_dir() {
            continue;
        }
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|_| ListError::Format("a damaged zip archive"))?;
        if text.starts_with(b"PK") {
            return Err(ListError::Format("an archive in an archive"));
        }
        return import(if name.is_empty() { stem } else { &name }, &text);
    }
    Err(ListError::Format("an empty zip archive"))
}

/// A `GeoNames` dump: nineteen columns without a header.
fn geonames(text: &str) -> Imported {
    let mut out = Imported::default();
    for (index, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 15 {
            if !line.is_empty() {
                out.skipped.push(ListError::Row {
                    line: index + 1,
                    message: format!("{} columns, not 19", cells.len()),
                });
            }
            continue;
        }
        let (Ok(id), Ok(lat), Ok(lon)) = (cells[0].parse::<u32>(), cells[4].parse(), cells[5].parse()) else {
            out.skipped
                .push(ListError::Row { line: index + 1, message: "no id or no coordinates".to_owned() });
            continue;
        };
        let Some(kind) = feature_kind(cells[6], cells[7]) else { continue };
        out.entries.push(Entry {
            id: format!("gn:{id}"),
            name: cells[1].to_owned(),
            names: spellings(cells[1], cells[3].split(',').chain([cells[2]])),
            point: Point { lat, lon },
            kind,
            country: cells[8].to_owned(),
            parent: None,
            population: cells[14].parse().ok().filter(|p| *p > 0),
            radius: 0.0,
        });
    }
    out
}

/// The kind of a `GeoNames` feature class and code; `None` for what no text of a conflict names.
fn feature_kind(class: &str, code: &str) -> Option<PlaceKind> {
    Some(match (class, code) {
        ("P", "PPLX") => PlaceKind::Neighbourhood,
        ("P", _) => PlaceKind::Settlement,
        ("A", "ADM1" | "ADM1H") => PlaceKind::Province,
        ("A", c) if c.starts_with("PCL") => PlaceKind::Country,
        ("A", _) => PlaceKind::District,
        ("T", "ISL" | "ISLS" | "PEN" | "DSRT" | "PLN" | "VAL") => PlaceKind::Region,
        ("T", _) => PlaceKind::Hill,
        ("H", _) => PlaceKind::Water,
        ("R", _) | ("S", "BDG" | "BDGQ") => PlaceKind::Road,
        ("S", "AIRB" | "FT" | "MILB" | "INSM") | ("L", "MILB") => PlaceKind::Military,
        ("S", "AIRP" | "AIRF" | "AIRH") => PlaceKind::Airport,
        ("S", _) => PlaceKind::Facility,
        ("L", _) => PlaceKind::Region,
        _ => return None,
    })
}

fn spellings<'a>(name: &str, others: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for other in others.map(str::trim).filter(|o| !o.is_empty() && *o != name && !o.starts_with("http")) {
        if !kept.iter().any(|k| k == other) {
            kept.push(other.to_owned());
        }
    }
    kept
}

/// `GeoJSON` and Linked Places.
fn json(stem: &str, text: &str) -> Result<Imported, ListError> {
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

/// The kind of a word of other systems ("village", "ppl", "aerodrome", "peak").
fn word_kind(word: &str) -> PlaceKind {
    let low = word.to_lowercase();
    if let Some(kind) = PlaceKind::parse(&low).or_else(|| crate::cue::Cues::get().kind(&low)) {
        return kind;
    }
    match low.as_str() {
        "aerodrome" => PlaceKind::Airport,
        "peak" | "hills" | "mountain" => PlaceKind::Hill,
        "adm1" => PlaceKind::Province,
        "adm2" | "adm3" => PlaceKind::District,
        _ => PlaceKind::Settlement,
    }
}

/// CSV with a header; commas or semicolons, quotes doubled inside quotes.
fn csv(stem: &str, text: &str) -> Result<Imported, ListError> {
    let mut rows = records(text).into_iter();
    let (_, header) = rows.next().ok_or(ListError::Format("an empty file"))?;
    let header: Vec<String> = header.iter().map(|h| h.trim().to_lowercase()).collect();
    let column = |names: &[&str]| names.iter().find_map(|n| header.iter().position(|h| h == n));
    let name = column(&["name", "name_en", "placename", "title", "asciiname", "toponym", "location"]);
    let lat = column(&["lat", "latitude", "y", "lat_dd"]);
    let lon = column(&["lon", "lng", "long", "longitude", "x", "lon_dd"]);
    let (Some(name), Some(lat), Some(lon)) = (name, lat, lon) else {
        return Err(ListError::Format("a CSV without columns for name, latitude and longitude"));
    };
    let names =
        column(&["names", "alternatenames", "aliases", "alt_names", "variants", "name_ar", "name_local"]);
    let (kind, country) = (
        column(&["kind", "type", "fclass", "place"]),
        column(&["country", "countrycode", "iso2", "country_code"]),
    );
    let (population, id) =
        (column(&["population", "pop"]), column(&["id", "pcode", "geonameid", "code", "icao"]));
    let mut out = Imported::default();
    for (line, row) in rows {
        let cell = |at: Option<usize>| at.and_then(|i| row.get(i)).map_or("", |c| c.trim());
        let (Ok(lat), Ok(lon)) = (cell(Some(lat)).parse::<f64>(), cell(Some(lon)).parse::<f64>()) else {
            out.skipped.push(ListError::Row { line, message: "no coordinates".to_owned() });
            continue;
        };
        if cell(Some(name)).is_empty() || lat.abs() > 90.0 || lon.abs() > 180.0 {
            out.skipped.push(ListError::Row { line, message: "no name, or nowhere".to_owned() });
            continue;
        }
        let own = cell(id);
        let id = if own.is_empty() { format!("{stem}:{line}") } else { format!("{stem}:{own}") };
        out.entries.push(Entry {
            id,
            name: cell(Some(name)).to_owned(),
            names: spellings(cell(Some(name)), cell(names).split(['|', ';'])),
            point: Point { lat, lon },
            kind: if cell(kind).is_empty() { PlaceKind::Settlement } else { word_kind(cell(kind)) },
            country: cell(country).to_uppercase(),
            parent: None,
            population: cell(population).parse().ok(),
            radius: 0.0,
        });
    }
    Ok(out)
}

/// Records of a CSV with the lines on which they begin.
fn records(text: &str) -> Vec<(usize, Vec<String>)> {
    let separator = if text.lines().next().is_some_and(|l| l.matches(';').count() > l.matches(',').count()) {
        ';'
    } else {
        ','
    };
    let (mut out, mut row, mut cell, mut quoted, mut line, mut begun) =
        (Vec::new(), Vec::new(), String::new(), false, 1, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                let done = std::mem::take(&mut row);
                if done.len() > 1 || done.first().is_some_and(|c| !c.trim().is_empty()) {
                    out.push((begun, done));
                }
                line += 1;
                begun = line;
            }
            '\r' if !quoted => {}
            c => {
                line += usize::from(c == '\n');
                cell.push(c);
            }
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        out.push((begun, row));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_geonames_dump() {
        let line = "71\tMilḩah\tMilhah\tMelha,ملحة\t34.5\t38.25\tP\tPPL\tSY\t\t11\t\t\t\t950\t\t0\tAsia/Damascus\t2020-01-01";
        let read = import("SY.txt", format!("{line}\nbroken\n").as_bytes()).expect("a dump");
        assert_eq!((read.entries.len(), read.skipped.len()), (1, 1));
        assert_eq!(read.entries[0].names, ["Melha", "ملحة", "Milhah"]);
        assert_eq!(read.entries[0].population, Some(950));
    }

    #[test]
    fn linked_places_and_plain_geojson() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"@id":"wd:Q1","properties":{"title":"Milha","ccodes":["SY"]},"names":[{"toponym":"Milha"},{"toponym":"Melha"}],
             "types":[{"label":"hill"}],"geometry":{"type":"Point","coordinates":[38.25,34.5]}},
            {"properties":{"name":"Zeina","name:ar":"زينة"},"geometry":{"type":"Polygon","coordinates":[[[38,34],[39,34],[39,36],[38,34]]]}},
            {"properties":{},"geometry":null}]}"#;
        let read = import("places.geojson", text.as_bytes()).expect("GeoJSON");
        assert_eq!((read.entries.len(), read.skipped.len()), (2, 1));
        assert_eq!((read.entries[0].kind, read.entries[0].id.as_str()), (PlaceKind::Hill, "wd:Q1"));
        assert_eq!(read.entries[1].point, Point { lat: 35.0, lon: 38.5 });
        assert_eq!(read.entries[1].names, ["زينة"]);
    }

    #[test]
    fn a_csv_with_quotes_and_another_order() {
        let text = "Latitude,Longitude,Name,Type\n34.5,38.25,\"Milha, Upper\",village\nx,1,Y,town\n";
        let read = import("my.csv", text.as_bytes()).expect("CSV");
        assert_eq!(read.entries[0].name, "Milha, Upper");
        assert_eq!(read.entries[0].id, "my:2");
        assert_eq!(read.skipped.len(), 1);
    }

    #[test]
    fn a_zip_archive_of_a_dump() {
        let line = b"71\tMilha\tMilha\t\t34.5\t38.25\tP\tPPL\tSY\t\t11\t\t\t\t950\t\t0\tx\ty\n";
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in [("readme.txt", &b"words"[..]), ("SY.txt", line)] {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
            std::io::Write::write_all(&mut archive, text).expect("memory");
        }
        let zip = archive.finish().expect("memory").into_inner();
        assert_eq!(import("SY.zip", &zip).expect("a zip").entries[0].id, "gn:71");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = import("any.bin", &bytes);
            let mut zip = b"PK\x03\x04".to_vec();
            zip.extend(&bytes);
            zip.extend_from_slice(b"PK\x05\x06");
            zip.extend(&bytes);
            let _ = import("any.zip", &zip);
        }
    }
}

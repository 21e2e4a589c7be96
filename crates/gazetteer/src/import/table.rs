//! CSV with a header.

use crate::import::{Imported, spellings, word_kind};
use crate::list::{Entry, ListError};
use crate::{PlaceKind, Point};

/// CSV with a header; commas or semicolons, quotes doubled inside quotes.
pub(super) fn csv(stem: &str, text: &str) -> Result<Imported, ListError> {
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

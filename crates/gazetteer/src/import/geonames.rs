//! `GeoNames` dumps: nineteen columns without a header, as text or in a zip archive.

use std::io::BufRead;

use crate::import::{Imported, spellings};
use crate::list::{Entry, ListError};
use crate::{PlaceKind, Point};

/// Reads a dump line by line, so that the world's does not have to fit in memory. Places of other
/// countries than those wanted are passed over; an empty list wants all.
pub(super) fn geonames(text: &mut dyn BufRead, countries: &[String]) -> Result<Imported, ListError> {
    let mut out = Imported::default();
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        match text.read_line(&mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(_) => return Err(ListError::Format("not UTF-8 text, or a damaged archive")),
        }
        row(number, line.trim_end_matches(['\r', '\n']), countries, &mut out);
    }
    Ok(out)
}

fn row(line: usize, text: &str, countries: &[String], out: &mut Imported) {
    let cells: Vec<&str> = text.split('\t').collect();
    let skip = |message: String| ListError::Row { line, message };
    if cells.len() < 15 {
        if !text.is_empty() {
            out.skipped.push(skip(format!("{} columns, not 19", cells.len())));
        }
        return;
    }
    if !countries.is_empty() && !countries.iter().any(|c| c == cells[8]) {
        return;
    }
    let (Ok(id), Ok(lat), Ok(lon)) = (cells[0].parse::<u32>(), cells[4].parse(), cells[5].parse()) else {
        out.skipped.push(skip("no id or no coordinates".to_owned()));
        return;
    };
    let Some(kind) = feature_kind(cells[6], cells[7]) else { return };
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

/// Whether a line is a row of a dump.
pub(super) fn is_row(line: &str) -> bool {
    line.split('\t').count() >= 15 && line.split('\t').next().is_some_and(|id| id.parse::<u32>().is_ok())
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

//! Users' lists of places, in the forms that they come in.
//!
//! `GeoNames` dumps (`SY.txt`, `allCountries.zip`), Linked Places (`GeoJSON-LD`), `GeoJSON`, CSV and packs.
//! What cannot be read is told line by line and does not stop the rest.

mod features;
mod geonames;
mod table;

use std::io::{BufRead as _, BufReader, Read as _};

use crate::PlaceKind;
use crate::list::{Entry, ListError};

/// What was read of a list.
#[derive(Debug, Default)]
pub struct Imported {
    /// The places.
    pub entries: Vec<Entry>,
    /// Rows or features that could not be read.
    pub skipped: Vec<ListError>,
}

/// Reads a list of places in any of the known forms, told by its content; `name` (without its
/// extension) is put before ids that have no prefix of their own. Of the places, those of the
/// `countries` (ISO 3166-1 alpha-2) are kept, and those whose country is not told; an empty list keeps
/// all.
///
/// # Errors
/// When the form is not known or nothing in it can be read.
pub fn import(name: &str, bytes: &[u8], countries: &[String]) -> Result<Imported, ListError> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.split('.').next().unwrap_or(stem).to_lowercase();
    if bytes.starts_with(b"PK\x03\x04") {
        return zipped(&stem, bytes, countries);
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
        .map_err(|_| ListError::Format("not UTF-8 text"))?;
    let first = text.lines().find(|l| !l.starts_with('#') && !l.is_empty()).unwrap_or("");
    let mut read = if text.trim_start().starts_with(['{', '[']) {
        features::json(&stem, text)?
    } else if geonames::is_row(first) {
        geonames::geonames(&mut text.as_bytes(), countries)?
    } else if first.contains('\t') {
        Imported { entries: crate::pack::read(&stem, text)?, skipped: Vec::new() }
    } else if first.contains(',') || first.contains(';') {
        table::csv(&stem, text)?
    } else {
        return Err(ListError::Format("neither GeoNames, Linked Places, GeoJSON, CSV nor a pack"));
    };
    let wanted = |c: &String| c.is_empty() || countries.contains(c);
    read.entries.retain(|e| countries.is_empty() || wanted(&e.country));
    Ok(read)
}

/// The first text of a zip archive that is no readme.
fn zipped(stem: &str, bytes: &[u8], countries: &[String]) -> Result<Imported, ListError> {
    let wrong = |_| ListError::Format("a damaged zip archive");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(wrong)?;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(wrong)?;
        let name = file.name().to_owned();
        if name.to_lowercase().contains("readme") || file.is_dir() {
            continue;
        }
        let damaged = |_| ListError::Format("a damaged zip archive");
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let begun = reader.fill_buf().map_err(damaged)?;
        if begun.starts_with(b"PK") {
            return Err(ListError::Format("an archive in an archive"));
        }
        let first = String::from_utf8_lossy(&begun[..begun.len().min(4096)]).into_owned();
        if first.lines().next().is_some_and(geonames::is_row) {
            return geonames::geonames(&mut reader, countries);
        }
        let mut text = Vec::new();
        reader.read_to_end(&mut text).map_err(damaged)?;
        return import(if name.is_empty() { stem } else { &name }, &text, countries);
    }
    Err(ListError::Format("an empty zip archive"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Point;
    use proptest::prelude::*;

    #[test]
    fn a_geonames_dump() {
        let line = "71\tMilḩah\tMilhah\tMelha,ملحة\t34.5\t38.25\tP\tPPL\tSY\t\t11\t\t\t\t950\t\t0\tAsia/Damascus\t2020-01-01";
        let read = import("SY.txt", format!("{line}\nbroken\n").as_bytes(), &[]).expect("a dump");
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
        let read = import("places.geojson", text.as_bytes(), &[]).expect("GeoJSON");
        assert_eq!((read.entries.len(), read.skipped.len()), (2, 1));
        assert_eq!((read.entries[0].kind, read.entries[0].id.as_str()), (PlaceKind::Hill, "wd:Q1"));
        assert_eq!(read.entries[1].point, Point { lat: 35.0, lon: 38.5 });
        assert_eq!(read.entries[1].names, ["زينة"]);
    }

    #[test]
    fn a_csv_with_quotes_and_another_order() {
        let text = "Latitude,Longitude,Name,Type\n34.5,38.25,\"Milha, Upper\",village\nx,1,Y,town\n";
        let read = import("my.csv", text.as_bytes(), &[]).expect("CSV");
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
        assert_eq!(import("SY.zip", &zip, &[]).expect("a zip").entries[0].id, "gn:71");
    }

    #[test]
    fn countries_are_picked_out_of_the_worlds_dump() {
        let row = |id: u32, cc: &str| {
            format!("{id}\tMilha\tMilha\t\t34.5\t38.25\tP\tPPL\t{cc}\t\t\t\t\t\t950\t\t0\tx\ty\n")
        };
        let text = [row(71, "SY"), row(72, "IQ"), row(73, "FR")].concat();
        let read = import("allCountries.txt", text.as_bytes(), &["SY".to_owned(), "IQ".to_owned()]);
        let ids: Vec<String> = read.expect("a dump").entries.into_iter().map(|e| e.id).collect();
        assert_eq!(ids, ["gn:71", "gn:72"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = import("any.bin", &bytes, &[]);
            let mut zip = b"PK\x03\x04".to_vec();
            zip.extend(&bytes);
            zip.extend_from_slice(b"PK\x05\x06");
            zip.extend(&bytes);
            let _ = import("any.zip", &zip, &[]);
        }
    }
}

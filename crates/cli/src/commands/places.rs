//! `annalist places`: place names and what became of them.

use annalist_gazetteer::{Candidate, Geometry, PlaceLayer, PlaceStatus, Point, Precision};
use serde::Serialize;

use crate::args::Places;
use crate::failure::Failure;
use crate::out::Format;
use crate::{files, out, own};

/// A place mention with the bytes of the original file.
#[derive(Serialize)]
struct Row {
    doc: String,
    start: u64,
    end: u64,
    text: String,
    status: PlaceStatus,
    id: Option<String>,
    name: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    precision: Precision,
    associative: bool,
    geometry: Option<Geometry>,
    candidates: Vec<Candidate>,
    rule: String,
}

pub(crate) fn run(arguments: &Places) -> Result<(), Failure> {
    let (gazetteer, overrides) = own::gazetteer(&arguments.own.gazetteer)?;
    let format = Format::or_by_reader(arguments.format);
    let mut rows = Vec::new();
    let outcome = files::each(&arguments.files, |_, document| {
        let analyses = super::parse::analyses(document);
        let layer = PlaceLayer::read(document, &analyses, &gazetteer, &overrides);
        for (passage, mentions) in document.passages.iter().zip(&layer.mentions) {
            for mention in mentions {
                let span = document.in_file(passage.map.to_file(mention.span));
                let value = &mention.value;
                let at = value.geometry.as_ref().map(anchor);
                rows.push(Row {
                    doc: document.name.clone(),
                    start: span.start,
                    end: span.end,
                    text: mention.text.clone(),
                    status: value.status,
                    id: value.id.clone(),
                    name: value.name.clone(),
                    lat: at.map(|p| p.lat),
                    lon: at.map(|p| p.lon),
                    precision: value.precision,
                    associative: value.associative,
                    geometry: value.geometry,
                    candidates: value.candidates.clone(),
                    rule: mention.rule.to_string(),
                });
            }
        }
        Ok(())
    });
    out::list(format, &rows, &["bytes", "text", "status", "place", "at", "precision", "rule"], |r| {
        vec![
            format!("{}..{}", r.start, r.end),
            r.text.clone(),
            format!("{}{}", out::word(&r.status), if r.associative { " (named after)" } else { "" }),
            r.name.clone().unwrap_or_default(),
            r.lat.zip(r.lon).map(|(lat, lon)| format!("{lat:.4}, {lon:.4}")).unwrap_or_default(),
            out::word(&r.precision),
            r.rule.clone(),
        ]
    });
    outcome
}

/// The point that a geometry leans on.
fn anchor(geometry: &Geometry) -> Point {
    match *geometry {
        Geometry::Point { at } | Geometry::Buffer { at, .. } | Geometry::Sector { at, .. } => at,
        Geometry::Line { from, to } => {
            Point { lat: from.lat.midpoint(to.lat), lon: from.lon.midpoint(to.lon) }
        }
    }
}

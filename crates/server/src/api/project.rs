//! The project as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annalist_gazetteer::Point;
use annalist_time::Day;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::DocumentRow;
use crate::app::App;
use crate::fresh::Now;
use crate::jobs::TYPES;
use crate::view::View;

/// What the page needs to begin.
#[derive(Serialize, ToSchema)]
pub(crate) struct Project {
    name: String,
    /// Changes whenever anything that is served does; the value of the `ETag`.
    version: String,
    documents: Vec<DocumentRow>,
    /// Accounts that can be asked for.
    accounts: Vec<String>,
    /// Sides, those that act most first.
    sides: Vec<String>,
    /// Names for people of all sides.
    side_names: BTreeMap<String, String>,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    counts: Counts,
    /// West, south, east, north of all places.
    bounds: Option<[f64; 4]>,
    upload: Upload,
}

#[derive(Serialize, ToSchema)]
struct Counts {
    claims: usize,
    events: usize,
    places: usize,
    disputes: usize,
    documents: usize,
    decisions: usize,
    belligerents: usize,
    /// Place names without coordinates.
    unplaced: usize,
}

/// How uploads are bounded.
#[derive(Serialize, ToSchema)]
struct Upload {
    max_bytes: usize,
    max_files: usize,
    /// Endings of files that are taken.
    types: Vec<String>,
}

/// The project: its documents, accounts, sides, days and counts.
#[utoipa::path(get, path = "/project", tag = "project", responses((status = 200, body = Project)))]
pub(crate) async fn project(State(app): State<Arc<App>>, Now(view): Now) -> Json<Project> {
    let days = view.days();
    let belligerents: BTreeSet<&str> = view.library.belligerents.iter().map(|b| b.id.as_str()).collect();
    let mut side_names: BTreeMap<String, String> =
        view.sides().into_iter().map(|side| (side.clone(), label(&side))).collect();
    side_names.insert("civilian".to_owned(), "Civilians".to_owned());
    Json(Project {
        name: view.name.clone(),
        version: view.version.clone(),
        documents: view.library.documents.iter().map(|document| DocumentRow::of(document)).collect(),
        accounts: view.chronicle.accounts().iter().map(ToString::to_string).collect(),
        sides: view.sides(),
        side_names,
        first_day: days.map(|(first, _)| first),
        last_day: days.map(|(_, last)| last),
        counts: Counts {
            claims: view.claims.len(),
            events: view.events.len(),
            places: view.places.len(),
            disputes: view.chronicle.disputes.len(),
            documents: view.library.documents.len(),
            decisions: view.journal.len(),
            belligerents: belligerents.len(),
            unplaced: view.places.values().filter(|p| p.point.is_none()).count(),
        },
        bounds: bounds(&view),
        upload: Upload {
            max_bytes: app.upload.bytes,
            max_files: app.upload.files,
            types: TYPES.iter().map(|t| format!(".{t}")).collect(),
        },
    })
}

fn bounds(view: &View) -> Option<[f64; 4]> {
    let points = || view.places.values().filter_map(|p| p.point);
    let fold = |of: fn(f64, f64) -> f64, get: fn(Point) -> f64| points().map(get).reduce(of);
    Some([
        fold(f64::min, |p| p.lon)?,
        fold(f64::min, |p| p.lat)?,
        fold(f64::max, |p| p.lon)?,
        fold(f64::max, |p| p.lat)?,
    ])
}

/// A side's id as a name for people. A few letters that nobody could speak as a word are an abbreviation.
pub(crate) fn label(side: &str) -> String {
    if (2..=5).contains(&side.len()) && side.bytes().all(|b| b.is_ascii_lowercase() && !b"aeiou".contains(&b))
    {
        return side.to_ascii_uppercase();
    }
    let mut letters: Vec<char> = side.replace(['-', '_'], " ").chars().collect();
    if let Some(first) = letters.first_mut() {
        *first = first.to_uppercase().next().unwrap_or(*first);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn sides_are_named_as_people_write_them() {
        let names = ["government", "sdf", "northern-front", "reds", "tro"].map(label);
        assert_eq!(names, ["Government", "SDF", "Northern front", "Reds", "Tro"]);
    }
}

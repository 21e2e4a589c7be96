//! Between the project file and the chronicle.

use std::path::Path;

use annalist_chronicle::Chronicle;
use annalist_store::Project;

use crate::failure::{Exit, Failure};

/// The chronicle of a project, computed from its claims and decisions.
pub(crate) fn chronicle(path: &Path) -> Result<Chronicle, Failure> {
    Ok(Project::open_to_read(path)?.chronicle()?)
}

/// A place of the chronicle by its id or any of its spellings.
pub(crate) fn find_place(chronicle: &Chronicle, name: &str) -> Result<(String, String), Failure> {
    let places = chronicle.places();
    let wanted = annalist_gazetteer::fold(name);
    let named = |p: &&annalist_chronicle::SeenPlace| {
        p.id == name
            || annalist_gazetteer::fold(&p.name) == wanted
            || p.spellings.iter().any(|s| annalist_gazetteer::fold(s) == wanted)
    };
    let mut hits: Vec<_> = places.iter().filter(named).collect();
    if hits.is_empty() {
        let ids = annalist_gazetteer::Gazetteer::embedded().lookup(name);
        hits = places.iter().filter(|p| ids.iter().any(|c| c.id == p.id)).collect();
    }
    // The one told of most is meant; equals are told apart by their ids in the answer.
    hits.sort_by(|a, b| (b.claims, &a.id).cmp(&(a.claims, &b.id)));
    if let Some(place) = hits.first() {
        return Ok((place.id.clone(), place.name.clone()));
    }
    let mut near: Vec<(usize, &str)> = places
        .iter()
        .flat_map(|p| p.spellings.iter().map(String::as_str).chain([p.name.as_str()]))
        .map(|spelling| (strsim::damerau_levenshtein(&annalist_gazetteer::fold(spelling), &wanted), spelling))
        .collect();
    near.sort_unstable();
    near.dedup_by(|a, b| a.1 == b.1);
    let near: Vec<&str> = near.iter().take(5).map(|(_, s)| *s).collect();
    let help = (!near.is_empty()).then(|| format!("nearest spellings in this project: {}", near.join(", ")));
    Err(Failure::new(Exit::UnknownPlace, format!("no claim of this project speaks of {name:?}"), help))
}

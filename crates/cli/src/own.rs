//! Lists of places that users bring.

use std::path::{Path, PathBuf};

use annalist_gazetteer::{Entry, Gathered, Gazetteer, Imported, ListError, Overrides, gather, import};
use annalist_store::Project;

use crate::failure::{Exit, Failure, warn};

/// Reads a list in any known form; rows that cannot be read are said.
pub(crate) fn read(path: &Path, countries: &[String]) -> Result<Vec<Entry>, Failure> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|e| {
        Failure::new(Exit::Unreadable, format!("{shown}: the list cannot be read ({e})"), None)
    })?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let Imported { entries, skipped } = import(&name, &bytes, countries).map_err(|e| {
        let help = "GeoNames dumps, Linked Places, GeoJSON, CSV with name, lat and lon, and packs are read";
        Failure::new(Exit::Unreadable, format!("{shown}: {e}"), Some(help.to_owned()))
    })?;
    if let Some(first) = skipped.first() {
        let help = Some("the other rows were read".to_owned());
        warn(format!("{shown}: {} rows passed over, the first: {first}", skipped.len()), help);
    }
    Ok(entries)
}

/// Whether a path names a project.
pub(crate) fn is_project(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gpkg"))
}

/// The places that come along with users' lists and projects' places before them, and what the projects'
/// users decided about names.
pub(crate) fn gazetteer(own: &[PathBuf]) -> Result<(Gazetteer, Overrides), Failure> {
    let mut gazetteer = Gazetteer::embedded().clone();
    let mut overrides = Overrides::default();
    for path in own {
        if is_project(path) {
            let project = Project::open_to_read(path)?;
            if let Some(pack) = project.gazetteer()? {
                gazetteer = gazetteer.with_pack("own", &pack).map_err(|e| damaged(path, &e))?;
            }
            for (name, decision) in annalist_intake::decided_places(&project)? {
                overrides.set(&name, decision);
            }
        } else {
            gazetteer = gazetteer.with_entries(&read(path, &[])?);
        }
    }
    Ok((gazetteer, overrides))
}

/// The places of a list of one's own or a project; none when there is no such file yet.
pub(crate) fn stored(path: &Path) -> Result<Vec<Entry>, Failure> {
    if is_project(path) {
        let project = Project::open_to_read(path)?;
        let pack = project.gazetteer()?.unwrap_or_default();
        return annalist_gazetteer::read_pack("own", &pack).map_err(|e| damaged(path, &e));
    }
    if path.exists() { read(path, &[]) } else { Ok(Vec::new()) }
}

/// Adds lists to an open project's places.
pub(crate) fn add_to_project(
    project: &mut Project,
    lists: &[PathBuf],
    countries: &[String],
) -> Result<Gathered, Failure> {
    let pack = project.gazetteer()?.unwrap_or_default();
    let mut list = annalist_gazetteer::read_pack("own", &pack).map_err(|e| damaged(project.path(), &e))?;
    let done = gather_all(&mut list, lists, countries)?;
    project.set_gazetteer(&annalist_gazetteer::write_pack(&list))?;
    Ok(done)
}

/// Gathers the places of files into a list.
pub(crate) fn gather_all(
    list: &mut Vec<Entry>,
    files: &[PathBuf],
    countries: &[String],
) -> Result<Gathered, Failure> {
    let mut all = Gathered::default();
    for path in files {
        let done = gather(list, read(path, countries)?);
        all.added += done.added;
        all.replaced += done.replaced;
        all.joined += done.joined;
    }
    Ok(all)
}

fn damaged(path: &Path, error: &ListError) -> Failure {
    Failure::new(Exit::Unreadable, format!("{}: its places are damaged: {error}", path.display()), None)
}

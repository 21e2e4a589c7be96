//! `annalist gazetteer`: lists of places of one's own.

use std::path::{Path, PathBuf};

use annalist_gazetteer::{Finding, check, write_pack};
use annalist_store::Project;
use serde::Serialize;

use crate::args::{Gazetteer, GazetteerAct};
use crate::failure::{Exit, Failure};
use crate::out::Format;
use crate::{out, own};

pub(crate) fn run(arguments: &Gazetteer) -> Result<(), Failure> {
    match &arguments.act {
        GazetteerAct::Add { files, to, country } => add(files, to, country),
        GazetteerAct::Check { files, format } => find_faults(files, *format),
    }
}

fn add(files: &[PathBuf], to: &Path, countries: &[String]) -> Result<(), Failure> {
    let countries: Vec<String> = countries.iter().map(|c| c.trim().to_uppercase()).collect();
    let done = if own::is_project(to) {
        let mut project = Project::open_or_create(to)?;
        let done = own::add_to_project(&mut project, files, &countries)?;
        project.close()?;
        done
    } else {
        let mut list = own::stored(to)?;
        let done = own::gather_all(&mut list, files, &countries)?;
        // Beside the old list first, so that a full disk leaves it as it was.
        let beside = to.with_extension("tsv.new");
        std::fs::write(&beside, write_pack(&list)).and_then(|()| std::fs::rename(&beside, to)).map_err(
            |e| {
                let _ = std::fs::remove_file(&beside);
                Failure::new(Exit::Unwritable, format!("{}: cannot be written ({e})", to.display()), None)
            },
        )?;
        done
    };
    let list = own::stored(to)?;
    let faults = check(&list).into_iter().filter(|f| f.error).count();
    anstream::eprintln!(
        "{}: {} places added, {} replaced, {} joined to places of the same name and spot; {} places in all, {faults} faults",
        to.display(),
        done.added,
        done.replaced,
        done.joined,
        list.len(),
    );
    if faults > 0 {
        anstream::eprintln!("annalist gazetteer check {} lists them", to.display());
    }
    if own::is_project(to) {
        anstream::eprintln!("the next `annalist build … -o {}` reads its documents with them", to.display());
    }
    Ok(())
}

/// A fault with the list it is in.
#[derive(Serialize)]
struct Row {
    list: String,
    id: String,
    fault: &'static str,
    message: String,
}

fn find_faults(files: &[PathBuf], format: Format) -> Result<(), Failure> {
    let mut lists = Vec::new();
    if files.is_empty() {
        lists.extend(annalist_gazetteer::embedded_packs().map(|(name, list)| (name.to_owned(), list)));
    }
    for path in files {
        lists.push((path.display().to_string(), own::stored(path)?));
    }
    let rows: Vec<Row> =
        lists.iter().flat_map(|(name, list)| check(list).into_iter().map(|f| row(name, f))).collect();
    out::list(format, &rows, &["list", "place", "fault", "what"], |r| {
        vec![r.list.clone(), r.id.clone(), r.fault.to_owned(), r.message.clone()]
    });
    let errors = rows.iter().filter(|r| r.fault == "error").count();
    let places: usize = lists.iter().map(|(_, l)| l.len()).sum();
    anstream::eprintln!("{places} places: {errors} errors, {} warnings", rows.len() - errors);
    if errors > 0 { Err(Failure::said(Exit::Partly)) } else { Ok(()) }
}

fn row(list: &str, finding: Finding) -> Row {
    Row {
        list: list.to_owned(),
        id: finding.id,
        fault: if finding.error { "error" } else { "warning" },
        message: finding.message,
    }
}

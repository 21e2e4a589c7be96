//! `annalist diff`: two versions of one work, claim by claim.

use std::path::{Path, PathBuf};

use annalist_claim::Extractor;
use annalist_claim::diff::{Difference, Row, Version, Words, diff};
use annalist_document::Document;
use annalist_store::Project;
use annalist_time::Day;

use crate::args::Diff;
use crate::failure::{Exit, Failure};
use crate::out::{Format, clip, line, print, word};
use crate::{files, out};

pub(crate) fn run(arguments: &Diff) -> Result<(), Failure> {
    let [a, b] = match &arguments.project {
        Some(project) => {
            let project = Project::open_to_read(project)?;
            [stored(&project, &arguments.a)?, stored(&project, &arguments.b)?]
        }
        None => [file(&arguments.a)?, file(&arguments.b)?],
    };
    let extractor = Extractor::embedded();
    let read = |document: &Document| {
        let published = document.origin.published.as_deref().and_then(|d| d.parse::<Day>().ok());
        extractor.extract(document, published)
    };
    let (read_a, read_b) = (read(&a), read(&b));
    let found = diff(Version::of(&a, &read_a), Version::of(&b, &read_b));
    let format = Format::or_by_reader(arguments.format);
    match format {
        Format::Json => out::json(&found),
        Format::Jsonl => {
            line(&serde_json::json!({
                "a": a.name, "b": b.name, "same_work": found.same_work, "containment": found.containment,
                "resemblance": found.resemblance, "unchanged": found.unchanged, "reworded": found.reworded,
            }));
            found.rows.iter().for_each(line);
        }
        Format::Table => {
            let works = if found.same_work { "versions of one work" } else { "not versions of one work" };
            print(&format!(
                "{works}: {:.0} % of the shorter text stands in the longer\n{} claims the same, {} in other words\n",
                100.0 * found.containment,
                found.unchanged,
                found.reworded,
            ));
            out::list(format, &found.rows, &["change", "what", "differs", "bytes", "words"], cells);
        }
    }
    Ok(())
}

/// A row for people: the older words above the newer ones.
fn cells(row: &Row) -> Vec<String> {
    let told = |d: &Difference| {
        let of = |v: &Option<String>| v.clone().unwrap_or_else(|| "–".to_owned());
        format!("{}: {} → {}", d.slot, clip(&of(&d.a), 40), clip(&of(&d.b), 40))
    };
    let both = |of: &dyn Fn(&Words) -> String| {
        let sides =
            [row.a.as_ref().map(|w| format!("A {}", of(w))), row.b.as_ref().map(|w| format!("B {}", of(w)))];
        sides.into_iter().flatten().collect::<Vec<_>>().join("\n")
    };
    vec![
        word(&row.change),
        row.what.clone(),
        row.differs.iter().map(told).collect::<Vec<_>>().join("\n"),
        both(&|w| format!("{}..{}", w.start, w.end)),
        both(&|w| clip(&w.quote, 80)),
    ]
}

/// The document of `FILE` or `FILE#N`.
fn file(name: &str) -> Result<Document, Failure> {
    let whole = PathBuf::from(name);
    let (path, number) = match name.rsplit_once('#') {
        Some((path, number)) if !whole.exists() => (PathBuf::from(path), number.parse::<usize>().ok()),
        _ => (whole, None),
    };
    let short = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut documents = read(&path, &short)?;
    match number {
        None if documents.len() == 1 => Ok(documents.remove(0)),
        Some(number) if (1..=documents.len()).contains(&number) => Ok(documents.remove(number - 1)),
        _ => {
            let message = format!("{}: holds {} documents", path.display(), documents.len());
            let help = format!("name one of them: {}#1 to {0}#{}", path.display(), documents.len());
            Err(Failure::new(Exit::Usage, message, Some(help)))
        }
    }
}

fn read(path: &Path, name: &str) -> Result<Vec<Document>, Failure> {
    let unread = |u: annalist_intake::Unread| Failure::new(Exit::Unreadable, u.message, u.help);
    files::read(path, name).map(|f| f.documents).map_err(unread)
}

/// The document of a project by its name, or by the first letters of its id.
fn stored(project: &Project, name: &str) -> Result<Document, Failure> {
    let rows = project.documents()?;
    let named: Vec<_> = rows.iter().filter(|r| r.name == name).collect();
    let of_id: Vec<_> = rows.iter().filter(|r| name.len() >= 4 && r.id.starts_with(name)).collect();
    let found = if named.is_empty() { of_id } else { named };
    let no = |message: String| {
        let help = format!("annalist documents {} lists names and ids", project.path().display());
        Failure::new(Exit::Usage, message, Some(help))
    };
    match found.as_slice() {
        [] => Err(no(format!("no document of this project is called {name:?}"))),
        [row] => {
            let document = project.document(&row.id)?;
            document.ok_or_else(|| no(format!("the document {name:?} is not kept whole")))
        }
        many => Err(no(format!("{} documents are called {name:?}", many.len()))),
    }
}

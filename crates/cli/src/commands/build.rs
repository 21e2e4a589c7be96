//! `annalist build`: files and folders into a project.

use std::collections::BTreeSet;
use std::path::Path;

use annalist_claim::Extractor;
use annalist_intake::{Extracted, Unread};
use annalist_span::Digest;
use annalist_store::{Project, ViewCounts};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::args::Build;
use crate::clock;
use crate::failure::{Exit, Failure};
use crate::files::{self, warn_unread};

/// What a build did.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) added: usize,
    pub(crate) known: usize,
    pub(crate) failed: usize,
    pub(crate) views: ViewCounts,
}

pub(crate) fn run(arguments: &Build) -> Result<(), Failure> {
    if let Some(threads) = arguments.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|e| Failure::new(Exit::Usage, format!("--threads {threads}: {e}"), None))?;
    }
    let outcome = build(&arguments.paths, &arguments.output)?;
    let ViewCounts { places, events, holdings } = outcome.views;
    anstream::eprintln!(
        "{}: {} documents added, {} already there, {} files failed; {places} places, {events} events, {holdings} holdings",
        arguments.output.display(),
        outcome.added,
        outcome.known,
        outcome.failed,
    );
    if outcome.failed > 0 { Err(Failure::said(Exit::Partly)) } else { Ok(()) }
}

/// Reads what is new or changed into a project and writes its views again.
pub(crate) fn build(paths: &[std::path::PathBuf], output: &Path) -> Result<Outcome, Failure> {
    // The project is opened first, so that a file that is none is refused before any work.
    let mut project = Project::open_or_create(output)?;
    let known = annalist_intake::known(&project)?;
    let (files, unread) = files::collect(paths);
    let mut outcome = Outcome { failed: unread.len(), ..Outcome::default() };
    unread.into_iter().for_each(warn_unread);

    let extractor = Extractor::embedded();
    let bar = progress(files.len());
    let mut results: Vec<Result<Extracted, Unread>> = files
        .par_iter()
        .map(|(path, name)| {
            let result = files::read(path, name)
                .map(|file| annalist_intake::extract(&extractor, name, file.bytes, file.documents, &known));
            bar.inc(1);
            result
        })
        .collect();
    bar.finish_and_clear();

    let read: BTreeSet<Digest> = results.iter().flatten().flat_map(|e| e.present.iter().copied()).collect();
    for (digest, name) in annalist_intake::outdated(&project)?.into_iter().filter(|(d, _)| !read.contains(d))
    {
        if let Some(bytes) = project.file(&digest)?
            && let Ok(documents) = annalist_intake::documents(&name, &name, &bytes)
        {
            results.push(Ok(annalist_intake::extract(&extractor, &name, bytes, documents, &known)));
        }
    }

    let mut extracted = Vec::new();
    for result in results {
        match result {
            Ok(file) => {
                outcome.known += file.known();
                extracted.push(file);
            }
            Err(problem) => {
                outcome.failed += 1;
                warn_unread(problem);
            }
        }
    }
    let now = clock::now();
    outcome.added = annalist_intake::store(&mut project, &extracted, &now)?;
    outcome.views = if outcome.added > 0 || !project.views_are_current()? {
        annalist_intake::write_views(&mut project, &now)?
    } else {
        project.view_counts()?
    };
    project.close()?;
    Ok(outcome)
}

/// A bar on a terminal, nothing elsewhere.
fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("reading {bar:40} {pos}/{len} files, {eta} left") {
        bar.set_style(style);
    }
    bar
}

//! `annalist build`: files and folders into a project.

use std::collections::BTreeSet;
use std::path::Path;

use annalist_intake::{Extracted, Outdated, Unread};
use annalist_span::Digest;
use annalist_store::{Clock, Project, ViewCounts};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::args::Build;
use crate::failure::{Exit, Failure};
use crate::files::{self, warn_unread};
use crate::{clock, own};

/// Documents read again in one transaction.
const AGAIN: usize = 256;

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
    if !arguments.gazetteer.is_empty() {
        let mut project = Project::open_or_create(&arguments.output)?;
        own::add_to_project(&mut project, &arguments.gazetteer, &[])?;
        project.close()?;
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
    let outdated = annalist_intake::outdated(&project)?;
    let (files, unread) = files::collect(paths);
    let outcome = Outcome { failed: unread.len(), ..Outcome::default() };
    unread.into_iter().for_each(warn_unread);

    let extractor = annalist_intake::extractor(&project)?;
    let reader = annalist_intake::reader(&project)?;
    let bar = progress(files.len());
    let mut adding =
        Adding { project: &mut project, reader, now: clock::now(), known, read: BTreeSet::new(), outcome };
    for batch in batches(&files) {
        let results = batch
            .par_iter()
            .map(|(path, name)| {
                let result = files::read(path, name).map(|file| {
                    annalist_intake::extract(&extractor, name, file.bytes, file.documents, &adding.known)
                });
                bar.inc(1);
                result
            })
            .collect();
        adding.add(results)?;
    }
    bar.finish_and_clear();

    let again: Vec<Outdated> =
        outdated.into_iter().filter(|document| !adding.read.contains(&document.digest)).collect();
    for batch in again.chunks(AGAIN) {
        let mut kept = Vec::new();
        for document in batch {
            if let Some(bytes) = adding.project.file(&document.digest)? {
                kept.push((document, bytes));
            }
        }
        let results = kept
            .into_par_iter()
            .filter_map(|(document, bytes)| {
                let name = &document.name;
                let list = annalist_intake::documents(name, name, &bytes).ok()?;
                Some(Ok(annalist_intake::extract_again(&extractor, document, bytes, list)))
            })
            .collect();
        adding.add(results)?;
    }
    let Adding { now, mut outcome, .. } = adding;
    outcome.views = if outcome.added > 0 || !project.views_are_current()? {
        annalist_intake::write_views(&mut project, &now)?
    } else {
        project.view_counts()?
    };
    super::decide::warn_lost(&project)?;
    project.close()?;
    Ok(outcome)
}

/// A project that documents are added to, a batch at a time, so that memory does not grow with them.
struct Adding<'a> {
    project: &'a mut Project,
    /// What the documents are read with.
    reader: String,
    now: Clock,
    /// Documents that the project already has from this extractor.
    known: BTreeSet<Digest>,
    /// Documents that the files held, known or not.
    read: BTreeSet<Digest>,
    outcome: Outcome,
}

impl Adding<'_> {
    /// Writes what a batch gave, in one transaction; what could not be read is said.
    fn add(&mut self, results: Vec<Result<Extracted, Unread>>) -> Result<(), Failure> {
        let mut extracted = Vec::new();
        for result in results {
            match result {
                Ok(file) => {
                    self.outcome.known += file.known();
                    self.read.extend(&file.present);
                    extracted.push(file);
                }
                Err(problem) => {
                    self.outcome.failed += 1;
                    warn_unread(problem);
                }
            }
        }
        self.outcome.added += annalist_intake::store(self.project, &extracted, &self.reader, &self.now)?;
        self.known.extend(extracted.iter().flat_map(|file| &file.present));
        Ok(())
    }
}

/// Files in their order, cut where a batch has enough bytes or files. The cut looks at the files
/// alone, so that it is the same on every machine.
fn batches<T: AsRef<Path>>(files: &[(T, String)]) -> Vec<&[(T, String)]> {
    const BYTES: u64 = 64 << 20;
    const FILES: usize = 512;
    let (mut out, mut start, mut size) = (Vec::new(), 0, 0);
    for (i, (path, _)) in files.iter().enumerate() {
        size += std::fs::metadata(path).map_or(0, |m| m.len());
        if size >= BYTES || i + 1 - start >= FILES || i + 1 == files.len() {
            out.push(&files[start..=i]);
            (start, size) = (i + 1, 0);
        }
    }
    out
}

/// A bar on a terminal, nothing elsewhere.
fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("reading {bar:40} {pos}/{len} files, {eta} left") {
        bar.set_style(style);
    }
    bar
}

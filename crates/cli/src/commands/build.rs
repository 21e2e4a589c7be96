//! `annalist build`: files and folders into a project.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use annalist_belligerent::OrderOfBattle;
use annalist_chronicle::Chronicle;
use annalist_claim::{Alignment, Claim, Extractor};
use annalist_document::Document;
use annalist_span::Digest;
use annalist_store::{Project, StoredSource, ViewCounts};
use annalist_time::Day;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::args::Build;
use crate::failure::{Exit, Failure};
use crate::files::{self, Unread};
use crate::{clock, project};

/// What the claims of a project were made with: re-reading replaces those of another version.
pub(crate) const EXTRACTOR: &str = concat!("annalist ", env!("CARGO_PKG_VERSION"));

/// A file's documents with what was read out of them.
struct Extracted {
    name: String,
    bytes: Vec<u8>,
    /// Every document of the file, those already known too.
    present: BTreeSet<Digest>,
    documents: Vec<(Document, Vec<Claim>, OrderOfBattle, Alignment)>,
}

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
    let stored = project.documents()?;
    let known: BTreeSet<Digest> =
        stored.iter().filter(|d| d.extractor == EXTRACTOR).map(|d| d.digest).collect();
    let (files, unread) = files::collect(paths);
    let mut outcome = Outcome { failed: unread.len(), ..Outcome::default() };
    unread.into_iter().for_each(Unread::warn);

    let extractor = Extractor::embedded();
    let bar = progress(files.len());
    let mut results: Vec<Result<Extracted, Unread>> = files
        .par_iter()
        .map(|(path, name)| {
            let result = read_one(&extractor, path, name, &known);
            bar.inc(1);
            result
        })
        .collect();
    bar.finish_and_clear();

    let older = stored.iter().filter(|d| d.extractor != EXTRACTOR);
    let again: BTreeMap<Digest, String> = older.map(|d| (d.digest, d.name.clone())).collect();
    let read: BTreeSet<Digest> = results.iter().flatten().flat_map(|e| e.present.iter().copied()).collect();
    for (digest, name) in again.into_iter().filter(|(digest, _)| !read.contains(digest)) {
        if let Some(bytes) = project.file(&digest)?
            && let Ok(documents) = annalist_document::read(&name, &bytes)
        {
            results.push(Ok(extract(&extractor, &name, bytes, documents, &known)));
        }
    }

    let mut extracted = Vec::new();
    for result in results {
        match result {
            Ok(file) => {
                outcome.known += file.present.len() - file.documents.len();
                extracted.push(file);
            }
            Err(problem) => {
                outcome.failed += 1;
                problem.warn();
            }
        }
    }
    let now = clock::now();
    let sources: Vec<StoredSource<'_>> = extracted.iter().flat_map(sources_of).collect();
    outcome.added = sources.len();
    if !sources.is_empty() {
        let mut present: BTreeMap<String, BTreeSet<Digest>> = BTreeMap::new();
        for file in &extracted {
            present.entry(file.name.clone()).or_default().extend(&file.present);
        }
        project.add(&sources, &present, EXTRACTOR, &now)?;
    }
    if !sources.is_empty() || stored.is_empty() {
        outcome.views = write_views(&mut project, &now)?;
    } else {
        outcome.views = project.view_counts()?;
    }
    project.close()?;
    Ok(outcome)
}

fn read_one(
    extractor: &Extractor,
    path: &Path,
    name: &str,
    known: &BTreeSet<Digest>,
) -> Result<Extracted, Unread> {
    files::read(path, name).map(|file| extract(extractor, name, file.bytes, file.documents, known))
}

/// Reads the claims of the documents that are not known.
fn extract(
    extractor: &Extractor,
    name: &str,
    bytes: Vec<u8>,
    documents: Vec<Document>,
    known: &BTreeSet<Digest>,
) -> Extracted {
    let present = documents.iter().map(|d| d.digest).collect();
    let documents = documents
        .into_iter()
        .filter(|document| !known.contains(&document.digest))
        .map(|document| {
            let published = document.origin.published.as_deref().and_then(|d| d.parse::<Day>().ok());
            let extraction = extractor.extract(&document, published);
            let voice = document.origin.publisher.as_deref().map(|p| extraction.cast.source_alignment(p));
            let alignment = voice.unwrap_or_default();
            (document, extraction.claims, extraction.cast.order, alignment)
        })
        .collect();
    Extracted { name: name.to_owned(), bytes, present, documents }
}

fn sources_of(file: &Extracted) -> impl Iterator<Item = StoredSource<'_>> {
    file.documents.iter().enumerate().map(|(ordinal, (document, claims, order, alignment))| StoredSource {
        bytes: stored_bytes(&file.bytes, document),
        ordinal: ordinal as u32,
        document,
        claims,
        order,
        alignment: alignment.clone(),
    })
}

/// The document's own bytes, where its digest says that they are: not in a compressed dump.
fn stored_bytes<'a>(file: &'a [u8], document: &Document) -> Option<&'a [u8]> {
    let own = document.own_bytes(file);
    (Digest::of(own) == document.digest).then_some(own)
}

/// Notes which documents are versions of one work, so that their claims count once as evidence. A work
/// is known by the key of its first document.
fn note_works(project: &mut Project) -> Result<(), Failure> {
    let mut keys = Vec::new();
    let mut shingles = Vec::new();
    for row in project.documents()? {
        if let Some(document) = project.document(&row.id)? {
            shingles.push(annalist_document::Shingles::of(&document));
            keys.push(row.id);
        }
    }
    let mut works = Vec::new();
    for work in annalist_document::works(&shingles).into_iter().filter(|w| w.members.len() > 1) {
        let mut members: Vec<&String> = work.members.iter().filter_map(|&i| keys.get(i)).collect();
        members.sort();
        works.extend(members.iter().map(|key| ((*key).clone(), members[0].clone())));
    }
    Ok(project.set_works(&works)?)
}

/// Computes events and holdings of every account again and writes them as layers.
fn write_views(project: &mut Project, now: &annalist_store::Clock) -> Result<ViewCounts, Failure> {
    note_works(project)?;
    let sources = project::sources(project)?;
    let chronicle = Chronicle::build(&sources, &project.decisions()?);
    let holdings: Vec<_> =
        chronicle.accounts().par_iter().flat_map_iter(|account| chronicle.holdings(account)).collect();
    let claims: Vec<Claim> = sources.into_iter().flat_map(|s| s.claims).collect();
    Ok(project.replace_views(&claims, &chronicle.events, &holdings, now)?)
}

/// A bar on a terminal, nothing elsewhere.
fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("reading {bar:40} {pos}/{len} files, {eta} left") {
        bar.set_style(style);
    }
    bar
}

//! What a job does: files read and stored, documents read again.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use annalist_intake::{Extracted, Outdated, Unread};
use annalist_span::Digest;
use annalist_store::StoreError;

use super::{FileState, Job, JobFile, JobState, Upload, WAITING};
use crate::app::App;

/// Documents read again in one transaction.
const BATCH: usize = 32;

/// Takes files in: gives the job at once and reads them in the background. `None` when too many wait.
pub(crate) fn take_in(app: &Arc<App>, uploads: Vec<Upload>) -> Option<Job> {
    let (number, job) = {
        let mut state = app.jobs.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.waits(false).count() >= WAITING {
            return None;
        }
        state.add(false, uploads.iter().map(|u| JobFile::waiting(&u.name, u.bytes.len())).collect())
    };
    app.tell("ingest", &job);
    run(app, number, move |app| read(app, number, uploads));
    Some(job)
}

/// Reads the documents of the project again that were read with other places, in the background. What
/// waits already does it for later decisions too.
pub(crate) fn read_again(app: &Arc<App>) -> Job {
    let (number, job) = {
        let mut state = app.jobs.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = state.waits(true).next() {
            return job.clone();
        }
        state.add(true, Vec::new())
    };
    app.tell("ingest", &job);
    run(app, number, move |app| again(app, number));
    job
}

/// Works a job off when its turn comes, and shows the views when documents were stored.
fn run(app: &Arc<App>, number: u64, work: impl FnOnce(&App) -> Result<usize, StoreError> + Send + 'static) {
    let app = Arc::clone(app);
    tokio::spawn(async move {
        let turn = Arc::clone(&app.jobs.turn).lock_owned().await;
        let reader = Arc::clone(&app);
        app.update(number, |job| job.state = JobState::Reading);
        let stored = tokio::task::spawn_blocking(move || work(&reader)).await;
        let outcome = match stored {
            Ok(Ok(added)) if added > 0 => app.reload().await.map(|()| added).map_err(|e| e.to_string()),
            Ok(Ok(added)) => Ok(added),
            Ok(Err(e)) => Err(e.to_string()),
            Err(_) => Err("the reading of a file broke off; nothing of these files was stored".to_owned()),
        };
        app.update(number, |job| match outcome {
            Ok(added) => {
                job.added = added;
                job.state = JobState::Done;
            }
            Err(error) => {
                job.error = Some(error);
                job.state = JobState::Failed;
            }
        });
        drop(turn);
    });
}

/// Reads the files and stores what is new in one transaction.
fn read(app: &App, number: u64, uploads: Vec<Upload>) -> Result<usize, StoreError> {
    // The name of what is read with is taken in the same moment: a decision about a place that comes
    // while files are read leaves them to be read again.
    let (known, rows, extractor, reader) = app.write(|project| {
        let rows = project.documents()?.into_iter().map(|d| (d.name, d.digest)).collect::<Vec<_>>();
        let known = annalist_intake::known(project)?;
        Ok((known, rows, annalist_intake::extractor(project)?, annalist_intake::reader(project)?))
    })?;
    let mut files: Vec<Extracted> = Vec::new();
    for (at, upload) in uploads.into_iter().enumerate() {
        app.update(number, |job| job.files[at].state = FileState::Reading);
        let documents = annalist_intake::documents(&upload.name, &upload.name, &upload.bytes);
        let documents = documents.and_then(|documents| {
            let present = documents.iter().map(|d| d.digest).collect();
            let stored = rows.iter().map(|(name, digest)| (name.as_str(), *digest));
            let now = files.iter().flat_map(|f| f.present.iter().map(|d| (f.name.as_str(), *d)));
            forgotten(&upload.name, &present, stored.chain(now)).map_or(Ok(documents), Err)
        });
        match documents {
            Ok(documents) => {
                let file =
                    annalist_intake::extract(&extractor, &upload.name, upload.bytes, documents, &known);
                app.update(number, |job| {
                    job.files[at].has(&file);
                    job.known += file.known();
                });
                files.push(file);
            }
            Err(unread) => app.update(number, |job| job.fails(at, unread)),
        }
    }
    app.update(number, |job| job.state = JobState::Storing);
    let now = (app.clock)();
    app.write(|project| annalist_intake::store(project, &files, &reader, &now))
}

/// Reads again what was read with other places, from the bytes that the project keeps.
fn again(app: &App, number: u64) -> Result<usize, StoreError> {
    let (list, extractor, reader) = app.write(|project| {
        let list: Vec<Outdated> = annalist_intake::outdated(project)?;
        Ok((list, annalist_intake::extractor(project)?, annalist_intake::reader(project)?))
    })?;
    app.update(number, |job| job.files = list.iter().map(|d| JobFile::waiting(&d.name, 0)).collect());
    let mut stored = 0;
    for (batch, first) in list.chunks(BATCH).zip((0..).step_by(BATCH)) {
        let mut files = Vec::new();
        for (document, at) in batch.iter().zip(first..) {
            app.update(number, |job| job.files[at].state = FileState::Reading);
            // A document of a compressed dump has no bytes of its own here.
            let Some(bytes) = app.write(|project| project.file(&document.digest))? else {
                let unread = Unread {
                    message: format!("{}: its bytes are not in the project", document.name),
                    help: Some("read its file again with `annalist build`".to_owned()),
                };
                app.update(number, |job| job.fails(at, unread));
                continue;
            };
            let name = &document.name;
            match annalist_intake::documents(name, name, &bytes) {
                Ok(documents) => {
                    let file = annalist_intake::extract_again(&extractor, document, bytes, documents);
                    app.update(number, |job| job.files[at].has(&file));
                    files.push(file);
                }
                Err(unread) => app.update(number, |job| job.fails(at, unread)),
            }
        }
        let now = (app.clock)();
        stored += app.write(|project| annalist_intake::store(project, &files, &reader, &now))?;
    }
    Ok(stored)
}

impl JobFile {
    /// What was read out of it.
    fn has(&mut self, file: &Extracted) {
        self.bytes = file.bytes.len();
        self.documents = file.documents.len();
        self.claims = file.claims();
        self.state = if self.documents == 0 { FileState::Known } else { FileState::Read };
    }
}

impl Job {
    fn fails(&mut self, at: usize, unread: Unread) {
        let row = &mut self.files[at];
        row.state = FileState::Failed;
        row.error = Some(unread.message);
        row.help = unread.help;
        self.failed += 1;
    }
}

/// Why a file is not taken in the place of an older one of its name: documents of the older one would
/// be forgotten, which only `annalist build` does. `stored` are the names and digests of what is there.
pub(crate) fn forgotten<'a>(
    name: &str,
    present: &BTreeSet<Digest>,
    mut stored: impl Iterator<Item = (&'a str, Digest)>,
) -> Option<Unread> {
    stored.any(|(other, digest)| other == name && !present.contains(&digest)).then(|| Unread {
        message: format!("{name}: a report of this name with other words is here already"),
        help: Some(
            "give it another name, so that both are kept; `annalist build` replaces a report by a newer one"
                .to_owned(),
        ),
    })
}

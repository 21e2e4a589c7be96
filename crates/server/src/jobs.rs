//! Reports on their way into the project: read one after the other in the background, stored at once at
//! the end, with a word to those who listen at every step.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use annalist_intake::Extracted;
use annalist_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;

/// Endings of files that are taken. Compressed dumps are not: `annalist build` reads those.
pub(crate) const TYPES: [&str; 16] = [
    "txt",
    "text",
    "md",
    "markdown",
    "html",
    "htm",
    "xhtml",
    "wiki",
    "mediawiki",
    "xml",
    "rss",
    "json",
    "jsonl",
    "eml",
    "pdf",
    "docx",
];

/// Jobs that are remembered.
const MOST: usize = 100;
/// Jobs that may wait at once.
const WAITING: usize = 20;

/// A file to be read.
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Files on their way into the project.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Job {
    pub(crate) id: String,
    state: JobState,
    files: Vec<JobFile>,
    /// Documents added.
    added: usize,
    /// Documents that were there already.
    known: usize,
    /// Files that could not be read.
    failed: usize,
    /// Why nothing was stored.
    error: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum JobState {
    Waiting,
    Reading,
    Storing,
    Done,
    Failed,
}

/// A file of a job.
#[derive(Clone, Serialize, ToSchema)]
struct JobFile {
    name: String,
    bytes: usize,
    state: FileState,
    /// Its documents that were added.
    documents: usize,
    /// Their claims.
    claims: usize,
    error: Option<String>,
    /// What to do.
    help: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FileState {
    Waiting,
    Reading,
    Read,
    Known,
    Failed,
}

/// The jobs of this run of the server.
#[derive(Default)]
pub(crate) struct Jobs {
    state: Mutex<State>,
    /// One is worked on at a time.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct State {
    next: u64,
    jobs: BTreeMap<u64, Job>,
}

impl Jobs {
    /// All jobs, newest first.
    pub(crate) fn list(&self) -> Vec<Job> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).jobs.values().rev().cloned().collect()
    }

    /// The job of an id.
    pub(crate) fn get(&self, id: &str) -> Option<Job> {
        let number: u64 = id.strip_prefix("j-")?.parse().ok()?;
        self.state.lock().unwrap_or_else(PoisonError::into_inner).jobs.get(&number).cloned()
    }
}

/// Takes files in: gives the job at once and reads them in the background. `None` when too many wait.
pub(crate) fn take_in(app: &Arc<App>, uploads: Vec<Upload>) -> Option<Job> {
    let (number, job) = {
        let mut state = app.jobs.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.jobs.values().filter(|j| j.state == JobState::Waiting).count() >= WAITING {
            return None;
        }
        state.next += 1;
        let number = state.next;
        let files = uploads.iter().map(|u| JobFile {
            name: u.name.clone(),
            bytes: u.bytes.len(),
            state: FileState::Waiting,
            documents: 0,
            claims: 0,
            error: None,
            help: None,
        });
        let job = Job {
            id: format!("j-{number}"),
            state: JobState::Waiting,
            files: files.collect(),
            added: 0,
            known: 0,
            failed: 0,
            error: None,
        };
        state.jobs.insert(number, job.clone());
        while state.jobs.len() > MOST {
            state.jobs.pop_first();
        }
        (number, job)
    };
    app.tell("ingest", &job);
    let app = Arc::clone(app);
    tokio::spawn(async move {
        let turn = Arc::clone(&app.jobs.turn).lock_owned().await;
        let reader = Arc::clone(&app);
        let stored = tokio::task::spawn_blocking(move || work(&reader, number, uploads)).await;
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
    Some(job)
}

impl App {
    /// Changes a job and tells those who listen.
    fn update(&self, number: u64, change: impl FnOnce(&mut Job)) {
        let changed = {
            let mut state = self.jobs.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.jobs.get_mut(&number).map(|job| {
                change(job);
                job.clone()
            })
        };
        if let Some(job) = changed {
            self.tell("ingest", &job);
        }
    }
}

/// Reads the files and stores what is new in one transaction.
fn work(app: &App, number: u64, uploads: Vec<Upload>) -> Result<usize, StoreError> {
    app.update(number, |job| job.state = JobState::Reading);
    let (known, extractor) =
        app.write(|project| Ok((annalist_intake::known(project)?, annalist_intake::extractor(project)?)))?;
    let mut read: Vec<Extracted> = Vec::new();
    for (at, upload) in uploads.into_iter().enumerate() {
        app.update(number, |job| job.files[at].state = FileState::Reading);
        match annalist_intake::documents(&upload.name, &upload.name, &upload.bytes) {
            Ok(documents) => {
                let file =
                    annalist_intake::extract(&extractor, &upload.name, upload.bytes, documents, &known);
                app.update(number, |job| {
                    let row = &mut job.files[at];
                    row.documents = file.documents.len();
                    row.claims = file.claims();
                    row.state = if row.documents == 0 { FileState::Known } else { FileState::Read };
                    job.known += file.known();
                });
                read.push(file);
            }
            Err(unread) => app.update(number, |job| {
                let row = &mut job.files[at];
                row.state = FileState::Failed;
                row.error = Some(unread.message);
                row.help = unread.help;
                job.failed += 1;
            }),
        }
    }
    app.update(number, |job| job.state = JobState::Storing);
    let now = (app.clock)();
    app.write(|project| annalist_intake::store(project, &read, &now))
}

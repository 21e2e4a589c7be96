//! Reports on their way into the project: read one after the other in the background, with a word to
//! those who listen at every step.

mod work;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
pub(crate) use work::{forgotten, read_again, take_in};

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
    /// Whether documents of the project are read again, because what is known of places changed.
    again: bool,
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

impl JobFile {
    fn waiting(name: &str, bytes: usize) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
            state: FileState::Waiting,
            documents: 0,
            claims: 0,
            error: None,
            help: None,
        }
    }
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

impl State {
    fn waits(&self, again: bool) -> impl Iterator<Item = &Job> {
        self.jobs.values().filter(move |j| j.state == JobState::Waiting && j.again == again)
    }

    fn add(&mut self, again: bool, files: Vec<JobFile>) -> (u64, Job) {
        self.next += 1;
        let job = Job {
            id: format!("j-{}", self.next),
            state: JobState::Waiting,
            again,
            files,
            added: 0,
            known: 0,
            failed: 0,
            error: None,
        };
        self.jobs.insert(self.next, job.clone());
        while self.jobs.len() > MOST {
            self.jobs.pop_first();
        }
        (self.next, job)
    }
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

//! The state of the running server: the view that is read, the project that is written, and what
//! those who listen are told.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use annalist_chronicle::Decision;
use annalist_store::{Clock, Project, StoreError};
use tokio::sync::broadcast;

use crate::gate::Gate;
use crate::jobs::Jobs;
use crate::view::View;

/// How uploads are bounded.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// Bytes of one request.
    pub bytes: usize,
    /// Files of one request.
    pub files: usize,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self { bytes: 64 << 20, files: 200 }
    }
}

/// What the server is given beside a project.
pub struct Settings {
    /// Who may do what.
    pub gate: Gate,
    /// The time of a decision: libraries read no clock.
    pub clock: fn() -> Clock,
    /// How uploads are bounded.
    pub upload: UploadLimits,
}

/// The running server's state.
pub struct App {
    pub(crate) gate: Gate,
    pub(crate) clock: fn() -> Clock,
    pub(crate) upload: UploadLimits,
    pub(crate) jobs: Jobs,
    path: PathBuf,
    view: RwLock<Arc<View>>,
    /// The project, open for writing; why not, when it cannot be.
    desk: Result<Mutex<Project>, String>,
    refreshing: tokio::sync::Mutex<()>,
    changes: broadcast::Sender<Change>,
}

/// What those who listen are told.
#[derive(Clone)]
pub(crate) struct Change {
    pub(crate) event: &'static str,
    pub(crate) json: Arc<str>,
}

impl App {
    /// Opens a project and computes its views. A project that cannot be written is served for reading.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(file: &Path, settings: Settings) -> Result<Arc<Self>, StoreError> {
        let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let (view, desk) = match Project::open(file) {
            Ok(mut project) => {
                // A program may have died between adding and noting.
                if !project.views_are_current()? {
                    annalist_intake::note_works(&mut project)?;
                }
                (View::load(&name, &project)?, Ok(Mutex::new(project)))
            }
            Err(StoreError::Io { reason, .. }) => {
                (View::load(&name, &Project::open_to_read(file)?)?, Err(reason))
            }
            Err(e) => return Err(e),
        };
        Ok(Arc::new(Self {
            gate: settings.gate,
            clock: settings.clock,
            upload: settings.upload,
            jobs: Jobs::default(),
            path: file.to_owned(),
            view: RwLock::new(Arc::new(view)),
            desk,
            refreshing: tokio::sync::Mutex::default(),
            changes: broadcast::channel(256).0,
        }))
    }

    /// The present view.
    pub(crate) fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where the project is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The project for writing, for as long as the closure runs. It blocks: never call it on a thread
    /// that answers requests.
    pub(crate) fn write<T>(
        &self,
        with: impl FnOnce(&mut Project) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match &self.desk {
            Ok(desk) => with(&mut desk.lock().unwrap_or_else(PoisonError::into_inner)),
            Err(reason) => Err(StoreError::Io {
                path: self.path.clone(),
                reason: format!("served for reading only: {reason}"),
            }),
        }
    }

    /// Tells those who listen.
    pub(crate) fn tell<T: serde::Serialize>(&self, event: &'static str, what: &T) {
        let json = serde_json::to_string(what).expect("our own values have a JSON form");
        // Nobody need listen.
        let _ = self.changes.send(Change { event, json: json.into() });
    }

    /// What is told from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Computes the view anew after a decision, unless another has done so meanwhile. Gives whether the
    /// view holds the decision.
    pub(crate) async fn refresh(self: &Arc<Self>, decision: &str) -> bool {
        let _one = self.refreshing.lock().await;
        let holds = |view: &View| view.journal.iter().rev().any(|d| d.id == decision);
        if holds(&self.view()) {
            return true;
        }
        let app = Arc::clone(self);
        let made = tokio::task::spawn_blocking(move || {
            let journal: Vec<Decision> = app.write(|project| project.decisions())?;
            Ok::<_, StoreError>(app.view().decided(journal))
        });
        let Ok(Ok(view)) = made.await else { return false };
        let held = holds(&view);
        self.show(view);
        held
    }

    /// Brings the view up to date with the project after documents came in.
    pub(crate) async fn reload(self: &Arc<Self>) -> Result<(), StoreError> {
        let _one = self.refreshing.lock().await;
        let app = Arc::clone(self);
        // The project is free for decisions while the views are computed.
        let made = tokio::task::spawn_blocking(move || {
            let view = app.view();
            app.write(|project| {
                annalist_intake::note_works(project)?;
                View::read(project, Some(&view.library))
            })
            .map(|(library, journal)| view.grown(library, journal))
        });
        let view = made.await.unwrap_or_else(|e| {
            Err(StoreError::Io {
                path: self.path.clone(),
                reason: format!("the views were not computed: {e}"),
            })
        })?;
        self.show(view);
        Ok(())
    }

    fn show(&self, view: View) {
        let news = News::of(&view);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        self.tell("view", &news);
    }

    /// Writes the views into the project's layers when they are not those of the claims and decisions,
    /// and folds the write-ahead log into the file. For the end of the server.
    pub(crate) fn settle(&self) -> Result<(), StoreError> {
        let now = (self.clock)();
        self.write(|project| {
            if !project.views_are_current()? {
                annalist_intake::write_views(project, &now)?;
            }
            project.checkpoint()
        })
    }
}

/// That the view changed.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct News {
    /// The value of `project.version`.
    pub(crate) version: String,
    pub(crate) decisions: usize,
    pub(crate) documents: usize,
}

impl News {
    pub(crate) fn of(view: &View) -> Self {
        Self {
            version: view.version.clone(),
            decisions: view.journal.len(),
            documents: view.library.documents.len(),
        }
    }
}

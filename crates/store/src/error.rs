use std::path::{Path, PathBuf};

/// What can go wrong with a project file. Every message says what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{}: there is no such project; `annalist build PATH… -o {}` makes one", path.display(), path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: not an Annalist project ({reason}); nothing was touched", path.display())]
    NotAProject {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        reason: String,
    },
    /// The file was written by a newer Annalist.
    #[error(
        "{}: the project has schema {found}, this Annalist knows up to {known}; nothing was touched, use a newer Annalist",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest schema known here.
        known: u32,
    },
    /// No room left on the device.
    #[error("{}: the disk is full; what was being written was taken back and the project is as before", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be opened or written.
    #[error("{}: {reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// A decision does not fit the journal.
    #[error("the decision was not written: {0}")]
    Decision(String),
    /// A stored value cannot be read back.
    #[error("{}: damaged value in {what}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Table and row.
        what: String,
        /// What is wrong.
        reason: String,
    },
}

impl StoreError {
    pub(crate) fn sql(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full { path },
            Some(rusqlite::ErrorCode::NotADatabase) => {
                Self::NotAProject { path, reason: "it is no SQLite database".to_owned() }
            }
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Io {
                path,
                reason: "another Annalist is writing to this project; try again when it is done".to_owned(),
            },
            Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen) => {
                Self::Io { path, reason: format!("cannot be opened for writing ({error})") }
            }
            _ => Self::Io { path, reason: error.to_string() },
        }
    }

    pub(crate) fn damaged(path: &Path, what: impl Into<String>, error: impl std::fmt::Display) -> Self {
        Self::Damaged { path: path.to_owned(), what: what.into(), reason: error.to_string() }
    }
}

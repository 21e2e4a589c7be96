//! Files and folders given on the command line, in an order that does not depend on the system.

use std::path::{Path, PathBuf};

use annalist_document::{Document, ReadError};
use annalist_span::LineIndex;

use crate::failure::{Exit, Failure, warn};

/// Files above this size are refused: a report is not that long, and offsets must fit.
const LARGEST: u64 = 1 << 30;

/// Prose of one document above this size is refused: its analysis takes some 150 times as much memory.
const LONGEST: usize = 32 << 20;

/// A file that was read.
pub(crate) struct File {
    /// The bytes as they came.
    pub(crate) bytes: Vec<u8>,
    /// Its documents.
    pub(crate) documents: Vec<Document>,
}

/// A file that could not be read, and why.
#[derive(Debug)]
pub(crate) struct Unread {
    /// `FILE: reason` or `FILE:LINE:COLUMN: reason`.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
}

impl Unread {
    /// Says it on the terminal.
    pub(crate) fn warn(self) {
        warn(self.message, self.help);
    }
}

/// Every file below the paths, sorted by name, without doubles. Hidden files and projects are passed
/// over inside folders. What cannot be listed is returned beside them.
pub(crate) fn collect(paths: &[PathBuf]) -> (Vec<(PathBuf, String)>, Vec<Unread>) {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            walk(path, path, &mut files, &mut unread);
        } else {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            files.push((path.clone(), name));
        }
    }
    files.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    files.dedup_by(|a, b| a.0 == b.0);
    (files, unread)
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, String)>, unread: &mut Vec<Unread>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            unread.push(Unread {
                message: format!("{}: the folder cannot be read ({error})", folder.display()),
                help: Some("check its permissions; the other files were read".to_owned()),
            });
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if name.starts_with('.')
            || name == "README.md"
            || ["gpkg", "gpkg-wal", "gpkg-shm"].contains(&extension.as_str())
        {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, files, unread);
        } else {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            files.push((path.clone(), relative.to_string_lossy().replace('\\', "/")));
        }
    }
}

/// Reads a file under a name.
pub(crate) fn read(path: &Path, name: &str) -> Result<File, Unread> {
    let io = |error: std::io::Error| {
        let help = match error.kind() {
            std::io::ErrorKind::NotFound => "check the name".to_owned(),
            std::io::ErrorKind::PermissionDenied => "check its permissions".to_owned(),
            _ => "try to copy it elsewhere first".to_owned(),
        };
        Unread { message: format!("{}: cannot be read ({error})", path.display()), help: Some(help) }
    };
    let size = std::fs::metadata(path).map_err(io)?.len();
    if size > LARGEST {
        return Err(Unread {
            message: format!(
                "{}: {size} bytes are more than the {LARGEST} that a file may have",
                path.display()
            ),
            help: Some("split it into files of some articles each".to_owned()),
        });
    }
    let bytes = std::fs::read(path).map_err(io)?;
    let documents = annalist_document::read(name, &bytes).map_err(|e| unread(path, &bytes, &e))?;
    for document in &documents {
        let prose: usize = document.narrative().map(|(_, passage)| passage.text.len()).sum();
        if prose > LONGEST {
            return Err(Unread {
                message: format!(
                    "{}: one document of {} MB of prose, more than the {} MB that one may have",
                    path.display(),
                    prose >> 20,
                    LONGEST >> 20
                ),
                help: Some("split it into files of some articles each".to_owned()),
            });
        }
    }
    Ok(File { bytes, documents })
}

fn unread(path: &Path, bytes: &[u8], error: &ReadError) -> Unread {
    let position = LineIndex::new(bytes).position(u32::try_from(error.at).unwrap_or(u32::MAX));
    let place = if error.at == 0 {
        path.display().to_string()
    } else {
        format!("{}:{}:{}", path.display(), position.line, position.column)
    };
    Unread { message: format!("{place}: {}", error.cause), help: Some(error.advice.clone()) }
}

/// Reads each of the files and hands its documents on; problems are said and the rest go on.
pub(crate) fn each(
    paths: &[PathBuf],
    mut with: impl FnMut(&File, &Document) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (files, unread) = collect(paths);
    let mut failed = unread.len();
    unread.into_iter().for_each(Unread::warn);
    for (path, name) in files {
        match read(&path, &name) {
            Ok(file) => {
                for document in &file.documents {
                    with(&file, document)?;
                }
            }
            Err(problem) => {
                failed += 1;
                problem.warn();
            }
        }
    }
    if failed > 0 { Err(Failure::said(Exit::Partly)) } else { Ok(()) }
}

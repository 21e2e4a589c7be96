//! Files and folders given on the command line, in an order that does not depend on the system.

use std::path::{Path, PathBuf};

use annalist_document::Document;
use annalist_intake::{LARGEST, Unread};
use rayon::prelude::*;

use crate::failure::{Exit, Failure, warn};

/// A file that was read.
pub(crate) struct File {
    /// The bytes as they came.
    pub(crate) bytes: Vec<u8>,
    /// Its documents.
    pub(crate) documents: Vec<Document>,
}

/// Says on the terminal that a file could not be read.
pub(crate) fn warn_unread(unread: Unread) {
    warn(unread.message, unread.help);
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
    let documents = annalist_intake::documents(&path.display().to_string(), name, &bytes)?;
    Ok(File { bytes, documents })
}

/// Reads the files, works on each document on all cores, and hands the results on in the files'
/// order. Only a few files are in memory at a time; problems are said and the rest go on.
pub(crate) fn each_apart<T: Send>(
    paths: &[PathBuf],
    work: impl Fn(&Document) -> T + Sync,
    mut with: impl FnMut(T),
) -> Result<(), Failure> {
    let (files, unread) = collect(paths);
    let mut failed = unread.len();
    unread.into_iter().for_each(warn_unread);
    for batch in files.chunks(4 * rayon::current_num_threads()) {
        let results: Vec<Result<Vec<T>, Unread>> = batch
            .par_iter()
            .map(|(path, name)| read(path, name).map(|file| file.documents.iter().map(&work).collect()))
            .collect();
        for result in results {
            match result {
                Ok(list) => list.into_iter().for_each(&mut with),
                Err(problem) => {
                    failed += 1;
                    warn_unread(problem);
                }
            }
        }
    }
    if failed > 0 { Err(Failure::said(Exit::Partly)) } else { Ok(()) }
}

/// Reads each of the files and hands its documents on; problems are said and the rest go on.
pub(crate) fn each(
    paths: &[PathBuf],
    mut with: impl FnMut(&File, &Document) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (files, unread) = collect(paths);
    let mut failed = unread.len();
    unread.into_iter().for_each(warn_unread);
    for (path, name) in files {
        match read(&path, &name) {
            Ok(file) => {
                for document in &file.documents {
                    with(&file, document)?;
                }
            }
            Err(problem) => {
                failed += 1;
                warn_unread(problem);
            }
        }
    }
    if failed > 0 { Err(Failure::said(Exit::Partly)) } else { Ok(()) }
}

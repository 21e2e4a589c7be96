//! From claims to a project with its views.

use std::collections::{BTreeMap, BTreeSet};

use annalist_span::Digest;
use annalist_store::{Clock, Project, StoreError, StoredSource, ViewCounts};

use crate::read::Extracted;

/// What the claims of a project were made with: re-reading replaces those of another version.
pub const EXTRACTOR: &str = concat!("annalist ", env!("CARGO_PKG_VERSION"));

/// The documents of a project that this extractor has read: they need no reading again.
pub fn known(project: &Project) -> Result<BTreeSet<Digest>, StoreError> {
    let (rows, reader) = (project.documents()?, crate::reader(project)?);
    Ok(rows.into_iter().filter(|d| d.extractor == reader).map(|d| d.digest).collect())
}

/// A document that has to be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdated {
    /// Its digest.
    pub digest: Digest,
    /// The name of its file.
    pub name: String,
    /// Its place among the documents of the file.
    pub ordinal: u32,
}

/// The documents that another extractor read, in the order of their keys.
pub fn outdated(project: &Project) -> Result<Vec<Outdated>, StoreError> {
    let (rows, reader) = (project.documents()?, crate::reader(project)?);
    let old = rows.into_iter().filter(|d| d.extractor != reader);
    Ok(old.map(|d| Outdated { digest: d.digest, name: d.name, ordinal: d.ordinal }).collect())
}

/// Adds what was read in one transaction. Gives how many documents were added. `reader` is what
/// [`crate::reader`] gave when the extractor was made: decisions may have come since.
///
/// After the last batch, [`note_works`] is owed; [`write_views`] calls it.
pub fn store(
    project: &mut Project,
    files: &[Extracted],
    reader: &str,
    now: &Clock,
) -> Result<usize, StoreError> {
    let sources: Vec<StoredSource<'_>> = files.iter().flat_map(Extracted::sources).collect();
    if sources.is_empty() {
        return Ok(0);
    }
    let mut present: BTreeMap<String, BTreeSet<Digest>> = BTreeMap::new();
    for file in files.iter().filter(|f| f.whole) {
        present.entry(file.name.clone()).or_default().extend(&file.present);
    }
    project.add(&sources, &present, reader, now)?;
    Ok(sources.len())
}

/// Notes which documents are versions of one work, so that their claims count once as evidence. A work
/// is known by the key of its first document. All documents are held against each other, so once after many
/// were added is enough; nothing is owed while the stored views are those of the claims.
pub fn note_works(project: &mut Project) -> Result<(), StoreError> {
    let (keys, shingles): (Vec<_>, Vec<_>) = project.shingles()?.into_iter().unzip();
    let mut works = Vec::new();
    for work in annalist_document::works(&shingles).into_iter().filter(|w| w.members.len() > 1) {
        let mut members: Vec<&String> = work.members.iter().filter_map(|&i| keys.get(i)).collect();
        members.sort();
        works.extend(members.iter().map(|key| ((*key).clone(), members[0].clone())));
    }
    project.set_works(&works)
}

/// Computes events and holdings of every account again and writes what of them changed as layers.
pub fn write_views(project: &mut Project, now: &Clock) -> Result<ViewCounts, StoreError> {
    if !project.views_are_current()? {
        note_works(project)?;
    }
    let chronicle = project.chronicle()?;
    project.write_views(&chronicle, now)
}

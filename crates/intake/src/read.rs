//! From bytes to documents and claims.

use std::collections::BTreeSet;

use annalist_belligerent::OrderOfBattle;
use annalist_claim::{Alignment, Claim, Extractor};
use annalist_document::{Document, ReadError};
use annalist_span::{Digest, LineIndex};
use annalist_store::StoredSource;
use annalist_time::Day;

/// Files above this size in bytes are refused: a report is not that long, and offsets must fit.
pub const LARGEST: u64 = 1 << 30;

/// Prose of one document above this size in bytes is refused: its analysis takes some 150 times as
/// much memory.
pub const LONGEST: usize = 32 << 20;

/// A file that could not be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// `FILE: reason` or `FILE:LINE:COLUMN: reason`.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// A file's documents with what was read out of them.
pub struct Extracted {
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Every document of the file, those already known too.
    pub present: BTreeSet<Digest>,
    /// The documents that were not known.
    pub documents: Vec<Read>,
}

/// A document with what was read out of it.
pub struct Read {
    pub(crate) document: Document,
    pub(crate) claims: Vec<Claim>,
    pub(crate) order: OrderOfBattle,
    pub(crate) alignment: Alignment,
}

impl Extracted {
    /// How many claims its new documents make.
    pub fn claims(&self) -> usize {
        self.documents.iter().map(|d| d.claims.len()).sum()
    }

    /// How many of its documents the project had already.
    pub fn known(&self) -> usize {
        self.present.len() - self.documents.len()
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = StoredSource<'_>> {
        self.documents.iter().enumerate().map(|(ordinal, read)| StoredSource {
            bytes: stored_bytes(&self.bytes, &read.document),
            ordinal: ordinal as u32,
            document: &read.document,
            claims: &read.claims,
            order: &read.order,
            alignment: read.alignment.clone(),
        })
    }
}

/// The documents of a file. `shown` names it in messages, `name` in the project.
///
/// # Errors
/// [`Unread`] when it is of no form that is known, or too long.
pub fn documents(shown: &str, name: &str, bytes: &[u8]) -> Result<Vec<Document>, Unread> {
    if bytes.len() as u64 > LARGEST {
        return Err(Unread {
            message: format!(
                "{shown}: {} bytes are more than the {LARGEST} that a file may have",
                bytes.len()
            ),
            help: Some("split it into files of some articles each".to_owned()),
        });
    }
    let documents = annalist_document::read(name, bytes).map_err(|e| unread(shown, bytes, &e))?;
    for document in &documents {
        let prose: usize = document.narrative().map(|(_, passage)| passage.text.len()).sum();
        if prose > LONGEST {
            return Err(Unread {
                message: format!(
                    "{shown}: one document of {} MB of prose, more than the {} MB that one may have",
                    prose >> 20,
                    LONGEST >> 20
                ),
                help: Some("split it into files of some articles each".to_owned()),
            });
        }
    }
    Ok(documents)
}

fn unread(shown: &str, bytes: &[u8], error: &ReadError) -> Unread {
    let position = LineIndex::new(bytes).position(u32::try_from(error.at).unwrap_or(u32::MAX));
    let place = if error.at == 0 {
        shown.to_owned()
    } else {
        format!("{shown}:{}:{}", position.line, position.column)
    };
    Unread { message: format!("{place}: {}", error.cause), help: Some(error.advice.clone()) }
}

/// Reads the claims of the documents that are not known.
pub fn extract(
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
            Read {
                document,
                claims: extraction.claims,
                order: extraction.cast.order,
                alignment: voice.unwrap_or_default(),
            }
        })
        .collect();
    Extracted { name: name.to_owned(), bytes, present, documents }
}

/// The document's own bytes, where its digest says that they are: not in a compressed dump.
fn stored_bytes<'a>(file: &'a [u8], document: &Document) -> Option<&'a [u8]> {
    let own = document.own_bytes(file);
    (Digest::of(own) == document.digest).then_some(own)
}

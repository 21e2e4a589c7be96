//! From bytes to documents and claims.

use std::collections::BTreeSet;

use annalist_belligerent::OrderOfBattle;
use annalist_claim::{Alignment, Claim, Extractor};
use annalist_document::{Document, ReadError};
use annalist_span::{Digest, LineIndex};
use annalist_store::StoredSource;
use annalist_time::Day;

use crate::store::Outdated;

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
    /// Whether it is the whole file: then documents that once came from it and are no more in it are
    /// forgotten.
    pub(crate) whole: bool,
}

/// A document with what was read out of it.
pub struct Read {
    /// Its place among the documents of its file.
    pub(crate) ordinal: u32,
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
        self.documents.iter().map(|read| StoredSource {
            bytes: stored_bytes(&self.bytes, &read.document),
            ordinal: read.ordinal,
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

/// Reads the claims of the documents that are not known. An article that a file tells twice is one
/// document, the first.
pub fn extract(
    extractor: &Extractor,
    name: &str,
    bytes: Vec<u8>,
    documents: Vec<Document>,
    known: &BTreeSet<Digest>,
) -> Extracted {
    let mut present = BTreeSet::new();
    let documents = documents
        .into_iter()
        .zip(0..)
        .filter(|(document, _)| present.insert(document.digest) && !known.contains(&document.digest))
        .map(|(document, ordinal)| read(extractor, document, ordinal))
        .collect();
    Extracted { name: name.to_owned(), bytes, present, documents, whole: true }
}

/// Reads a document of a project again, from the bytes that the project kept of it. The other
/// documents of its file are not touched.
pub fn extract_again(
    extractor: &Extractor,
    outdated: &Outdated,
    bytes: Vec<u8>,
    documents: Vec<Document>,
) -> Extracted {
    let own = documents.into_iter().find(|document| document.digest == outdated.digest);
    let documents = own.into_iter().map(|document| read(extractor, document, outdated.ordinal)).collect();
    let present = [outdated.digest].into();
    Extracted { name: outdated.name.clone(), bytes, present, documents, whole: false }
}

fn read(extractor: &Extractor, document: Document, ordinal: u32) -> Read {
    let published = document.origin.published.as_deref().and_then(|d| d.parse::<Day>().ok());
    let extraction = extractor.extract(&document, published);
    let voice = document.origin.publisher.as_deref().map(|p| extraction.cast.source_alignment(p));
    Read {
        ordinal,
        document,
        claims: extraction.claims,
        order: extraction.cast.order,
        alignment: voice.unwrap_or_default(),
    }
}

/// The document's own bytes, where its digest says that they are: not in a compressed dump.
fn stored_bytes<'a>(file: &'a [u8], document: &Document) -> Option<&'a [u8]> {
    let own = document.own_bytes(file);
    (Digest::of(own) == document.digest).then_some(own)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use annalist_claim::Extractor;

    use super::{documents, extract};

    const LINES: &str = "{\"title\": \"One\", \"text\": \"On 4 May 2019, rebel forces captured Belvar.\"}\n\
        {\"title\": \"Two\", \"text\": \"On 5 May 2019, government forces attacked Dorin.\"}\n\
        {\"title\": \"One\", \"text\": \"On 4 May 2019, rebel forces captured Belvar.\"}\n";

    #[test]
    fn an_article_told_twice_in_a_file_is_one_document() {
        let list = documents("a.jsonl", "a.jsonl", LINES.as_bytes()).unwrap();
        assert_eq!(list.len(), 3);
        let file = extract(&Extractor::embedded(), "a.jsonl", LINES.into(), list, &BTreeSet::new());
        assert_eq!((file.documents.len(), file.known()), (2, 0));
    }

    #[test]
    fn a_document_keeps_its_place_in_the_file_whatever_is_known() {
        let list = documents("a.jsonl", "a.jsonl", LINES.as_bytes()).unwrap();
        let known = [list[0].digest].into();
        let file = extract(&Extractor::embedded(), "a.jsonl", LINES.into(), list, &known);
        let places: Vec<u32> = file.sources().map(|s| s.ordinal).collect();
        assert_eq!((places, file.known()), (vec![1], 1));
    }
}

//! The time layer of a document, read again: a project keeps the dates of claims, not their anchors.

use annalist_claim::Extractor;
use annalist_document::Document;
use annalist_time::{Day, TimeLayer};

/// The dates of a document with what each was anchored to, as reading it gave them.
pub fn times(extractor: &Extractor, document: &Document) -> TimeLayer {
    let published = document.origin.published.as_deref().and_then(|d| d.parse::<Day>().ok());
    extractor.extract(document, published).times
}

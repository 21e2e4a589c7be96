//! PDF with a text layer.
//!
//! The text is put together from drawing commands, so no character has bytes of its own: every
//! passage leads to the file as a whole.

#[cfg(feature = "pdf")]
use annalist_span::{OffsetMap, Span};

use crate::{Cause, Document, ReadError};

/// Says that this build reads no PDF.
#[cfg(not(feature = "pdf"))]
pub(crate) fn document(name: &str, _bytes: &[u8]) -> Result<Document, ReadError> {
    let advice = "build with the feature `pdf`, or give its text (pdftotext FILE)";
    Err(ReadError::new(name, Cause::Unsupported("PDF".to_owned()), 0, advice))
}

/// Reads a PDF file.
#[cfg(feature = "pdf")]
pub(crate) fn document(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    use crate::source::{Index, Source};

    let damaged = |reason: String| {
        let cause = Cause::Damaged { format: "PDF file", reason };
        ReadError::new(name, cause, 0, "open it in a reader and print it to a new file")
    };
    if u32::try_from(bytes.len()).is_err() {
        return Err(ReadError::new(name, Cause::TooLarge(bytes.len() as u64), 0, "split the file"));
    }
    // The library gives up on some files by a panic; here it is one more damaged file.
    let pages = std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem_by_pages(bytes))
        .map_err(|_| damaged("its drawing commands make no sense".to_owned()))?
        .map_err(|e| damaged(e.to_string()))?;
    let text = pages.join("\n\n").replace("\u{ad}\n", "").replace("-\n", "-");
    if text.trim().is_empty() {
        let advice = "it is a scan: recognise its text first (ocrmypdf)";
        return Err(ReadError::new(name, Cause::NoText("PDF file"), 0, advice));
    }
    let mut map = OffsetMap::default();
    map.push(text.len() as u32, Span::of(0, bytes.len()));
    let source = Source { text: text.into(), index: Index::Table(map) };
    let mut tree = crate::tree::Tree::new(&source);
    super::page::read(&mut tree);
    Ok(tree.finish(name, bytes, crate::Form::Pdf, "utf-8"))
}

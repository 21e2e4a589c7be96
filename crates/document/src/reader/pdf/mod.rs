//! PDF with a text layer.
//!
//! A PDF holds drawing commands, not words. The words of its pages, in reading order, are the *text
//! layer*; spans count in it, and [`crate::Part`]s say which of it is on which page and where in the
//! file that page is drawn. The layer keeps the lines as they are printed; what a passage leaves out
//! (a hyphen at a line's end, a page number between two halves of a sentence) is masked in its map.

#[cfg(feature = "pdf")]
mod glyphs;
#[cfg(feature = "pdf")]
mod layer;
#[cfg(feature = "pdf")]
mod layout;
#[cfg(feature = "pdf")]
mod passages;

use crate::{Cause, Document, ReadError};

/// Says that this build reads no PDF.
#[cfg(not(feature = "pdf"))]
pub(crate) fn document(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    unpacked(name, bytes).map(|_| unreachable!("no PDF is unpacked by this build"))
}

/// Says that this build reads no PDF.
#[cfg(not(feature = "pdf"))]
pub(crate) fn unpacked(name: &str, _bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let advice = "build with the feature `pdf`, or give its text (pdftotext FILE)";
    Err(ReadError::new(name, Cause::Unsupported("PDF".to_owned()), 0, advice))
}

/// The text layer of a PDF file: the bytes that its document's spans count in.
#[cfg(feature = "pdf")]
pub(crate) fn unpacked(name: &str, bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    layer(name, bytes).map(|(layer, _)| layer.text.into_bytes())
}

/// Reads a PDF file.
#[cfg(feature = "pdf")]
pub(crate) fn document(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    use crate::{Form, Problem};

    let (layer, told) = layer(name, bytes)?;
    if layer.text.trim().is_empty() {
        let advice = "it is a scan: recognise its text first (ocrmypdf)";
        return Err(ReadError::new(name, Cause::NoText("PDF file"), 0, advice));
    }
    let source = crate::source::Source::verbatim(&layer.text, 0);
    let mut tree = crate::tree::Tree::new(&source);
    tree.origin.author = told.author;
    passages::tell(&mut tree, &layer, told.title.as_deref());
    let mut document = tree.finish(name, bytes, Form::Pdf, "utf-8");
    if layer.unknown > 0 {
        let message = format!("{} letters are drawn for which the file tells no character", layer.unknown);
        document.problems.push(Problem { span: annalist_span::Span::default(), message });
    }
    document.parts = layer.parts;
    Ok(document)
}

#[cfg(feature = "pdf")]
fn layer(name: &str, bytes: &[u8]) -> Result<(layer::Layer, glyphs::Told), ReadError> {
    let damaged = |reason: String| {
        let cause = Cause::Damaged { format: "PDF file", reason };
        ReadError::new(name, cause, 0, "open it in a reader and print it to a new file")
    };
    if u32::try_from(bytes.len()).is_err() {
        return Err(ReadError::new(name, Cause::TooLarge(bytes.len() as u64), 0, "split the file"));
    }
    // A fault of the format's library is one more damaged file.
    let (pages, told) = std::panic::catch_unwind(|| glyphs::pages(bytes))
        .map_err(|_| damaged("its drawing commands make no sense".to_owned()))?
        .map_err(damaged)?;
    Ok((layer::Layer::of(&pages), told))
}

#[cfg(all(test, feature = "pdf"))]
mod tests;

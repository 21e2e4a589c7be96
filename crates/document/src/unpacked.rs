//! The bytes that a document's spans count in.

use std::borrow::Cow;

use annalist_span::Span;

use crate::{Document, Form, Part, ReadError, reader};

impl Document {
    /// The bytes that spans of the document count in, from its [own bytes](Self::own_bytes).
    ///
    /// For most forms they are the same. The text of a PDF or DOCX stands packed: its spans count in
    /// its [`parts`](Self::parts), unpacked and laid one after the other: the words of the pages of a
    /// PDF in reading order, the XML of a DOCX, as UTF-8.
    ///
    /// # Errors
    /// [`ReadError`] when `own` are not the bytes that the document was read from.
    pub fn unpacked<'a>(&self, own: &'a [u8]) -> Result<Cow<'a, [u8]>, ReadError> {
        match self.form {
            Form::Pdf => reader::pdf::unpacked(&self.name, own).map(Cow::Owned),
            Form::Docx => reader::docx::unpacked(&self.name, own).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(own)),
        }
    }

    /// The part that a span begins in, of a document with [`parts`](Self::parts): its page.
    pub fn part_of(&self, span: Span) -> Option<&Part> {
        let after = self.parts.partition_point(|p| p.span.end <= span.start);
        self.parts.get(after)
    }
}

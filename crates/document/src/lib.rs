//! Source documents: every form becomes the same tree.
//!
//! **Takes** the bytes of a file and its name. **Gives** a [`Document`]: title, sections, infobox,
//! references and [`Passage`]s whose every character knows its byte in the file.
//! **The idea:** a form (wikitext, HTML, a pasted page …) is only a way to find the same tree, and
//! what is not narrative is kept and marked, never thrown away.

mod citing;
mod dates;
mod encoding;
mod error;
pub mod form;
mod infobox;
mod lexicon;
mod lines;
mod marks;
mod model;
mod outline;
mod prose;
mod reader;
mod source;
mod tree;

pub use error::{Cause, ReadError};
pub use model::*;
pub use outline::OutlineLine;

use tree::Tree;

/// Reads a file: one document for most forms, many for a dump, a feed or JSON lines.
///
/// `name` is the file's name, kept in the documents and used in messages; `bytes` are the whole
/// file. Every document is deterministic: the same bytes give the same document.
///
/// # Errors
/// [`ReadError`] for an empty file, bytes that are no text, a damaged or unknown format.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Document>, ReadError> {
    let decoded = encoding::decode(name, bytes)?;
    let form = form::detect(name, &decoded.source.text);
    let mut tree = Tree::new(&decoded.source);
    tree.problems.extend(decoded.problems);
    match form {
        Form::SimpleWiki => reader::simple::read(&mut tree),
        Form::MarkdownDump => reader::dumped::read(&mut tree),
        Form::Wikitext => reader::wikitext::read(&mut tree),
        Form::Markdown => reader::markdown::read(&mut tree),
        _ => reader::page::read(&mut tree),
    }
    Ok(vec![tree.finish(name, bytes, form, &decoded.encoding)])
}

/// Reads a file document by document, so that a dump or JSON lines need not be held as trees.
///
/// # Errors
/// As [`read`]; a single bad document is given as an error and the rest go on.
pub fn read_each<'a>(
    name: &'a str,
    bytes: &'a [u8],
) -> Box<dyn Iterator<Item = Result<Document, ReadError>> + 'a> {
    match read(name, bytes) {
        Ok(documents) => Box::new(documents.into_iter().map(Ok)),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

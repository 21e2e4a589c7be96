//! Source documents: every form becomes the same tree.
//!
//! **Takes** the bytes of a file and its name. **Gives** a [`Document`]: title, sections, infobox,
//! references and [`Passage`]s whose every character knows its byte in the file.
//! **The idea:** a form (wikitext, HTML, a pasted page …) is only a way to find the same tree, and
//! what is not narrative is kept and marked, never thrown away.

mod citing;
mod dateline;
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
mod unpacked;
mod versions;

pub use error::{Cause, ReadError};
pub use model::*;
pub use outline::OutlineLine;
pub use versions::{Shingles, Similarity, Work, similarity, versions, works};

use tree::Tree;

/// Reads a file: one document for most forms, many for a dump, a feed or JSON lines.
///
/// `name` is the file's name, kept in the documents and used in messages; `bytes` are the whole
/// file. The same bytes give the same documents. In a file of many a damaged document is left out
/// and told as a [`Problem`] of its neighbour.
///
/// # Errors
/// [`ReadError`] for an empty file, bytes that are no text, a damaged or unknown format, and for a
/// file of many of which no document could be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Document>, ReadError> {
    let mut documents: Vec<Document> = Vec::new();
    let mut failed: Option<ReadError> = None;
    for result in read_each(name, bytes) {
        match result {
            Ok(mut document) => {
                document.problems.extend(failed.take().map(|error| neighbour(&error)));
                documents.push(document);
            }
            Err(error) => match documents.last_mut() {
                Some(document) => document.problems.push(neighbour(&error)),
                None => failed = Some(failed.unwrap_or(error)),
            },
        }
    }
    match failed {
        Some(error) if documents.is_empty() => Err(error),
        _ if documents.is_empty() => {
            let advice = "check that it holds articles, not only redirects or titles";
            Err(ReadError::new(name, Cause::NoText("file"), 0, advice))
        }
        _ => Ok(documents),
    }
}

fn neighbour(error: &ReadError) -> Problem {
    let message = format!("a document beside this one was not read: {error}");
    Problem { span: annalist_span::Span::default(), message }
}

/// Reads a file document by document: a dump or JSON lines are never held as trees all at once,
/// and a damaged document is an error of its own after which the next is read.
pub fn read_each<'a>(name: &'a str, bytes: &'a [u8]) -> Documents<'a> {
    if bytes.starts_with(b"BZh") {
        return read_stream(name, Box::new(bzip2::read::MultiBzDecoder::new(bytes)));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Box::new(std::iter::once(reader::docx::document(name, bytes)));
    }
    if bytes.starts_with(b"%PDF-") {
        return Box::new(std::iter::once(reader::pdf::document(name, bytes)));
    }
    if is_dump(bytes) {
        return Box::new(reader::dump::Pages::new(name, bytes));
    }
    match decoded(name, bytes) {
        Ok(documents) => documents,
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

/// The documents of a file, one after the other.
pub type Documents<'a> = Box<dyn Iterator<Item = Result<Document, ReadError>> + 'a>;

/// Reads the pages of a MediaWiki dump from a stream that is never held whole (a file, or a
/// decompressor such as `bzip2::read::MultiBzDecoder`). `Container::start` counts in the stream.
pub fn read_stream<'a>(name: &'a str, stream: Box<dyn std::io::Read + 'a>) -> Documents<'a> {
    let mut pages = reader::dump::Pages::new(name, stream).peekable();
    if pages.peek().is_some() {
        return Box::new(pages);
    }
    let advice = "only MediaWiki dumps are read compressed; decompress the file";
    Box::new(std::iter::once(Err(ReadError::new(name, Cause::NoText("compressed file"), 0, advice))))
}

/// Whether the bytes begin as a MediaWiki dump does.
fn is_dump(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1000)];
    let start = head.iter().position(|b| *b == b'<').unwrap_or(0);
    head[..start].iter().all(|b| b.is_ascii_whitespace() || *b >= 0x80)
        && memchr::memmem::find(head, b"<mediawiki").is_some()
}

/// Reads a text file of any form but a dump.
fn decoded<'a>(name: &'a str, bytes: &'a [u8]) -> Result<Documents<'a>, ReadError> {
    let encoding::Decoded { source, encoding, problems } = encoding::decode(name, bytes)?;
    let form = form::detect(name, &source.text);
    match form {
        Form::JsonLine => {
            let objects = reader::json::objects(&source.text);
            let each = objects
                .into_iter()
                .map(move |object| reader::json::document(name, &encoding, &source, bytes, object));
            Ok(Box::new(each))
        }
        Form::Feed => {
            let (feed, error) = reader::feed::items(name, &source);
            let mut all: Vec<_> = feed
                .items
                .iter()
                .map(|item| reader::feed::document(name, &encoding, &source, bytes, &feed, item))
                .collect();
            all.extend(error.map(Err));
            Ok(Box::new(all.into_iter()))
        }
        Form::Email => {
            let mut document = reader::email::document(name, &encoding, &source, bytes);
            document.problems.extend(problems);
            Ok(Box::new(std::iter::once(Ok(document))))
        }
        form => {
            let mut tree = Tree::new(&source);
            tree.problems.extend(problems);
            reader::text(&mut tree, form);
            let document = tree.finish(name, bytes, form, &encoding);
            Ok(Box::new(std::iter::once(Ok(document))))
        }
    }
}

//! MediaWiki XML dumps: page after page, from memory or from a compressed stream.

use std::io::Read;

use super::xml::{self, Node, Pieces};
use crate::prose::Prose;
use crate::source::Source;
use crate::tree::Tree;
use crate::{Cause, Container, Document, Form, ReadError, dates};

/// Most bytes that one page may have.
const LARGEST_PAGE: usize = 64 << 20;

/// The `<page>` elements of a stream, each with the offset of its first byte.
pub(crate) struct Pages<R> {
    stream: R,
    name: String,
    buffer: Vec<u8>,
    /// Offset in the stream of the buffer's first byte.
    start: u64,
    done: bool,
}

impl<R: Read> Pages<R> {
    pub(crate) fn new(name: &str, stream: R) -> Self {
        Self { stream, name: name.to_owned(), buffer: Vec::new(), start: 0, done: false }
    }

    /// Reads on; false at the stream's end.
    fn fill(&mut self) -> Result<bool, ReadError> {
        let before = self.buffer.len();
        self.buffer.resize(before + (1 << 18), 0);
        let read = self.stream.read(&mut self.buffer[before..]);
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        match read {
            Ok(n) => Ok(n > 0),
            Err(error) => {
                self.done = true;
                let cause = Cause::Damaged { format: "dump", reason: error.to_string() };
                Err(ReadError::new(
                    &self.name,
                    cause,
                    self.start + before as u64,
                    "fetch the file again; what was read before is kept",
                ))
            }
        }
    }

    fn drop_front(&mut self, len: usize) {
        self.buffer.drain(..len);
        self.start += len as u64;
    }

    fn page(&mut self) -> Result<Option<(u64, Vec<u8>)>, ReadError> {
        let open = loop {
            if let Some(at) = memchr::memmem::find(&self.buffer, b"<page>") {
                break at;
            }
            let keep = self.buffer.len().min(5);
            self.drop_front(self.buffer.len() - keep);
            if !self.fill()? {
                return Ok(None);
            }
        };
        self.drop_front(open);
        let mut from = 0;
        loop {
            if let Some(at) = memchr::memmem::find(&self.buffer[from..], b"</page>") {
                let end = from + at + 7;
                let page = self.buffer[..end].to_vec();
                let start = self.start;
                self.drop_front(end);
                return Ok(Some((start, page)));
            }
            from = self.buffer.len().saturating_sub(6);
            if self.buffer.len() > LARGEST_PAGE || !self.fill()? {
                self.done = true;
                let cause = Cause::Damaged { format: "dump", reason: "a page has no end".to_owned() };
                return Err(ReadError::new(
                    &self.name,
                    cause,
                    self.start,
                    "fetch the file again; the pages before are kept",
                ));
            }
        }
    }
}

impl<R: Read> Iterator for Pages<R> {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.page() {
                Ok(Some((start, bytes))) => {
                    if let Some(document) = page(&self.name, start, &bytes).transpose() {
                        return Some(document);
                    }
                }
                Ok(None) => self.done = true,
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

/// Reads one page; `None` for a redirect or a page that is no article.
fn page(name: &str, start: u64, bytes: &[u8]) -> Result<Option<Document>, ReadError> {
    let damaged = |at: usize, reason: String| {
        let cause = Cause::Damaged { format: "dump", reason };
        ReadError::new(name, cause, start + at as u64, "the page is left out, the others are read")
    };
    let text = std::str::from_utf8(bytes).map_err(|e| damaged(e.valid_up_to(), "not UTF-8".to_owned()))?;
    let (mut title, mut body, mut space, mut time, mut author, mut redirect) =
        (Pieces::default(), Pieces::default(), String::new(), String::new(), String::new(), false);
    let mut open = Vec::new();
    xml::walk(text, |node| match node {
        Node::Start { name, .. } => {
            redirect |= name == "redirect";
            open.push(name);
        }
        Node::End { .. } => {
            open.pop();
        }
        Node::Text(range) => match open.last().map(String::as_str) {
            Some("title") => title.verbatim(text, range),
            Some("text") => body.verbatim(text, range),
            Some("ns") => space.push_str(&text[range]),
            Some("timestamp") => time.push_str(&text[range]),
            Some("username") => author.push_str(&text[range]),
            _ => {}
        },
        Node::Entity(range) => match open.last().map(String::as_str) {
            Some("title") => title.entity(text, range),
            Some("text") => body.entity(text, range),
            _ => {}
        },
    })
    .map_err(|(at, reason)| damaged(at, reason))?;
    let is_article = matches!(space.trim(), "" | "0");
    if redirect || !is_article || body.text.trim().is_empty() {
        return Ok(None);
    }
    let outer = Source::verbatim(text, 0);
    let source = Source::inside(body.text, &body.map, &outer);
    let mut tree = Tree::new(&source);
    tree.title(Prose::carried(&title.text, &title.map));
    // The day of the version is when this text was so, not when it was first published.
    tree.origin.published = dates::edtf(time.trim());
    super::wikitext::read(&mut tree);
    let mut document = tree.finish(name, bytes, Form::WikiDump, "utf-8");
    document.container = Some(Container { name: name.to_owned(), start });
    Ok(Some(document))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    const DUMP: &str = "<mediawiki><siteinfo/><page><title>Siege &amp; fall of Dorn</title><ns>0</ns><revision><timestamp>2003-05-01T10:00:00Z</timestamp><text xml:space=\"preserve\">The '''siege''' began &lt;ref name=a&gt;{{cite web|title=T}}&lt;/ref&gt; in May.</text></revision></page><page><title>X</title><ns>0</ns><redirect title=\"Y\"/><revision><text>#REDIRECT [[Y]]</text></revision></page><page><title>Talk:X</title><ns>1</ns><revision><text>Hello.</text></revision></page><page><title>B</title><ns>0</ns><revision><text>Second.</text></revision></page></mediawiki>";

    #[test]
    fn articles_of_a_dump_with_their_bytes() {
        let all: Vec<Document> = Pages::new("d.xml", DUMP.as_bytes()).map(|d| d.expect("a page")).collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].title_text(), Some("Siege & fall of Dorn"));
        assert_eq!(all[0].references.len(), 1);
        let body = all[0].passages.iter().find(|p| p.role == Role::Narrative).unwrap();
        assert_eq!(body.text, "The siege began in May.");
        let own = all[0].own_bytes(DUMP.as_bytes());
        assert!(own.starts_with(b"<page>") && own.ends_with(b"</page>"));
        let may = Prose::of(&body.text, 0..0);
        assert!(may.is_empty());
        let at = body.text.find("in May").unwrap();
        let span = body.map.to_file(annalist_span::Span::of(at, at + 6));
        assert_eq!(&own[span.range()], b"in May");
        assert_eq!(all[1].own_bytes(DUMP.as_bytes())[..13], *b"<page><title>");
    }

    #[test]
    fn a_cut_dump_keeps_what_came_before() {
        let cut = &DUMP.as_bytes()[..DUMP.len() - 30];
        let all: Vec<_> = Pages::new("d.xml", cut).collect();
        assert!(all[0].is_ok());
        assert!(all.last().unwrap().is_err());
    }
}

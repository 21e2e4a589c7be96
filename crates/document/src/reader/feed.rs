//! RSS and Atom: every item is a document.

use std::borrow::Cow;
use std::ops::Range;

use annalist_span::Span;

use super::xml::{self, Node, Pieces};
use crate::prose::Prose;
use crate::source::{Index, Source};
use crate::tree::Tree;
use crate::{Cause, Container, Document, Form, ReadError, dates, form};

/// One item, its parts as ranges and pieces of the decoded file.
#[derive(Debug, Default)]
pub(crate) struct Item {
    range: Range<usize>,
    title: Pieces,
    content: Pieces,
    summary: Pieces,
    date: String,
    author: String,
    link: String,
}

/// A feed taken apart.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    publisher: String,
    language: String,
    pub(crate) items: Vec<Item>,
}

/// Takes a feed apart; a fault of the XML ends it after the items that were whole.
pub(crate) fn items(name: &str, source: &Source<'_>) -> (Feed, Option<ReadError>) {
    let text = &source.text;
    let mut feed = Feed::default();
    let mut open: Vec<String> = Vec::new();
    let mut item: Option<Item> = None;
    let result = xml::walk(text, |node| match node {
        Node::Start { name, attributes, tag } => {
            if matches!(name.as_str(), "item" | "entry") {
                item = Some(Item { range: tag, ..Item::default() });
            } else if let Some(item) = item.as_mut().filter(|_| name == "link") {
                let attribute =
                    |key: &str| attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
                if let Some(href) =
                    attribute("href").filter(|_| attribute("rel").is_none_or(|r| r == "alternate"))
                {
                    href.clone_into(&mut item.link);
                }
            }
            open.push(name);
        }
        Node::End { name, tag } => {
            open.pop();
            if matches!(name.as_str(), "item" | "entry")
                && let Some(mut item) = item.take()
            {
                item.range.end = tag.end;
                feed.items.push(item);
            }
        }
        Node::Text(range) => part(
            &mut feed,
            item.as_mut(),
            &open,
            |p| p.verbatim(text, range.clone()),
            |s| s.push_str(&text[range.clone()]),
        ),
        Node::Entity(range) => part(
            &mut feed,
            item.as_mut(),
            &open,
            |p| p.entity(text, range.clone()),
            |s| s.push_str(&html_escape::decode_html_entities(&text[range.clone()])),
        ),
    });
    let error = result.err().map(|(at, reason)| {
        let at = source.file(Span::of(at.min(text.len()), at.min(text.len()))).start;
        let cause = Cause::Damaged { format: "feed", reason };
        ReadError::new(name, cause, u64::from(at), "the items before it are read; fetch the feed again")
    });
    (feed, error)
}

/// Gives a run of characters to the part that it belongs to.
fn part(
    feed: &mut Feed,
    item: Option<&mut Item>,
    open: &[String],
    piece: impl Fn(&mut Pieces),
    plain: impl Fn(&mut String),
) {
    let Some(element) = open.last().map(String::as_str) else { return };
    let inside = open.len() >= 2 && matches!(open[open.len() - 2].as_str(), "author" | "creator");
    match (item, element) {
        (Some(item), "title") => piece(&mut item.title),
        (Some(item), "encoded" | "content") => piece(&mut item.content),
        (Some(item), "description" | "summary") => piece(&mut item.summary),
        (Some(item), "pubDate" | "published" | "date" | "updated" | "issued")
            if item.date.is_empty() || element == "published" =>
        {
            plain(&mut item.date);
        }
        (Some(item), "creator" | "author") => plain(&mut item.author),
        (Some(item), "name") if inside => plain(&mut item.author),
        (Some(item), "link") => plain(&mut item.link),
        (None, "title") if open.len() <= 3 => plain(&mut feed.publisher),
        (None, "language") => plain(&mut feed.language),
        _ => {}
    }
}

/// Reads one item.
pub(crate) fn document(
    name: &str,
    encoding: &str,
    outer: &Source<'_>,
    bytes: &[u8],
    feed: &Feed,
    item: &Item,
) -> Result<Document, ReadError> {
    let file = outer.file(Span::of(item.range.start, item.range.end));
    let body = if item.content.text.trim().is_empty() { &item.summary } else { &item.content };
    let map = super::rebase(&outer.index.carry(&outer.text, &body.map), file.start);
    let source = Source { text: Cow::Borrowed(&body.text), index: Index::Table(map) };
    let mut tree = Tree::new(&source);
    let title = outer.index.carry(&outer.text, &item.title.map);
    tree.title(Prose::carried(&item.title.text, &super::rebase(&title, file.start)));
    let told = |s: &str| Some(s.trim().to_owned()).filter(|s| !s.is_empty());
    tree.origin.publisher = told(&feed.publisher);
    tree.origin.language = told(&feed.language);
    tree.origin.author = told(&item.author);
    tree.origin.url = told(&item.link);
    tree.origin.published = dates::edtf(&item.date);
    if !source.text.trim().is_empty() {
        super::text(&mut tree, form::detect_text(&source.text));
    }
    let mut document = tree.finish(name, &bytes[file.range()], Form::Feed, encoding);
    document.container = Some(Container { name: name.to_owned(), start: u64::from(file.start) });
    if document.passages.is_empty() {
        return Err(ReadError::new(
            name,
            Cause::NoText("item"),
            u64::from(file.start),
            "the item is left out",
        ));
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_rss_and_atom() {
        let rss = "<?xml version=\"1.0\"?><rss><channel><title>Ledger</title><language>en</language><item><title>Dorn &amp; Elm</title><link>http://l.example/1</link><pubDate>Sat, 05 May 2001 10:00:00 GMT</pubDate><description>&lt;p&gt;The siege began in May, they say.&lt;/p&gt;</description></item><item><title>B</title><content:encoded xmlns:content='x'><![CDATA[<p>It fell. <a href='x'>More</a> of it.</p>]]></content:encoded></item></channel></rss>";
        let atom = "<feed><title>L</title><entry><title>C</title><link rel='alternate' href='http://l.example/2'/><author><name>Ada</name></author><published>2001-05-06T00:00:00Z</published><content type='html'>Plain words of it.</content></entry></feed>";
        let mut all = Vec::new();
        for text in [rss, atom] {
            let source = Source::verbatim(text, 0);
            let (feed, error) = items("f", &source);
            assert!(error.is_none());
            for item in &feed.items {
                let d = document("f", "utf-8", &source, text.as_bytes(), &feed, item).expect("read");
                let own = d.own_bytes(text.as_bytes()).to_vec();
                let words: Vec<_> = d
                    .narrative()
                    .map(|(_, p)| {
                        (p.text.clone(), String::from_utf8(own[p.file_span().range()].to_vec()).unwrap())
                    })
                    .collect();
                all.push((d.title_text().unwrap_or("").to_owned(), d.origin, words));
            }
        }
        assert_eq!(all[0].0, "Dorn & Elm");
        assert_eq!(all[0].1.published.as_deref(), Some("2001-05-05"));
        assert_eq!(all[0].1.publisher.as_deref(), Some("Ledger"));
        assert_eq!(
            all[0].2[0],
            ("The siege began in May, they say.".to_owned(), "The siege began in May, they say.".to_owned())
        );
        assert_eq!(all[1].2[0].0, "It fell. More of it.");
        assert_eq!(all[2].1.url.as_deref(), Some("http://l.example/2"));
        assert_eq!(all[2].1.author.as_deref(), Some("Ada"));
    }
}

//! Elements of an XML text with the bytes of their content.

use std::ops::Range;

use annalist_span::{OffsetMap, Span};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Something that stands in an XML text, in order.
#[derive(Debug)]
pub(crate) enum Node {
    /// A start tag (or an empty element's): name without prefix, attributes as written, depth.
    Start { name: String, attributes: Vec<(String, String)>, tag: Range<usize> },
    /// An end tag.
    End { name: String, tag: Range<usize> },
    /// Characters that stand for themselves.
    Text(Range<usize>),
    /// One entity.
    Entity(Range<usize>),
}

/// Goes through `text`; a fault of the XML ends it, with its place and reason.
pub(crate) fn walk(text: &str, mut tell: impl FnMut(Node)) -> Result<(), (usize, String)> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    loop {
        let before = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|e| (reader.error_position() as usize, e.to_string()))?;
        let range = before..reader.buffer_position() as usize;
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let empty = text[range.clone()].ends_with("/>");
                let name = local(start.name().as_ref());
                let mut attributes = Vec::new();
                for a in start.attributes().with_checks(false).flatten() {
                    attributes.push((
                        local(a.key.as_ref()),
                        html_escape::decode_html_entities(&*a.value).into_owned(),
                    ));
                }
                tell(Node::Start { name: name.clone(), attributes, tag: range.clone() });
                if empty {
                    tell(Node::End { name, tag: range });
                }
            }
            Event::End(end) => tell(Node::End { name: local(end.name().as_ref()), tag: range }),
            Event::Text(_) => tell(Node::Text(range)),
            Event::GeneralRef(_) => tell(Node::Entity(range)),
            Event::CData(_) => {
                let raw = &text[range.clone()];
                let start = range.start + if raw.starts_with("<![CDATA[") { 9 } else { 0 };
                let end = range.end - if raw.ends_with("]]>") { 3 } else { 0 };
                tell(Node::Text(start..end.max(start)));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A name without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// A text put together from pieces of another, with the map back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
}

impl Pieces {
    /// Appends `source[range]` as it stands.
    pub(crate) fn verbatim(&mut self, source: &str, range: Range<usize>) {
        self.text.push_str(&source[range.clone()]);
        self.map.push(range.len() as u32, Span::of(range.start, range.end));
    }

    /// Appends what an entity stands for.
    pub(crate) fn entity(&mut self, source: &str, range: Range<usize>) {
        let decoded = html_escape::decode_html_entities(&source[range.clone()]);
        self.literal(&decoded, range);
    }

    /// Appends a text that stands for `range`.
    pub(crate) fn literal(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        self.map.push(text.len() as u32, Span::of(range.start, range.end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_keep_their_bytes() {
        let text = "<a x='1 &amp; 2'><b:c>p &lt; q<![CDATA[<i>]]></b:c><d/></a>";
        let mut pieces = Pieces::default();
        let mut names = Vec::new();
        walk(text, |node| match node {
            Node::Start { name, attributes, .. } => names.push((name, attributes)),
            Node::Text(range) => pieces.verbatim(text, range),
            Node::Entity(range) => pieces.entity(text, range),
            Node::End { .. } => {}
        })
        .unwrap();
        assert_eq!(pieces.text, "p < q<i>");
        assert_eq!(names[0].1, [("x".to_owned(), "1 & 2".to_owned())]);
        assert_eq!(names[1].0, "c");
        assert_eq!(pieces.map.to_file(Span::new(2, 3)).of_text(text), "&lt;");
        assert_eq!(pieces.map.to_file(Span::new(5, 8)).of_text(text), "<i>");
    }
}

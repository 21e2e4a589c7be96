//! HTML as a browser or a crawler saved it: the main content, its infobox and its references.

mod content;
mod dom;
mod head;
mod panel;

use std::collections::BTreeMap;
use std::ops::Range;

use self::dom::Dom;
use crate::reader::out::Out;
use crate::reader::reference_list::letters;
use crate::tree::Tree;
use crate::{Reference, Role, SectionKind, citing, lexicon, marks};

/// Reads the whole page into the tree.
pub(crate) fn read(tree: &mut Tree<'_>) {
    let dom = Dom::of(tree.text());
    head::read(tree, &dom);
    let main = content::main(&dom);
    let mut reader = Reader {
        targets: targets(&dom),
        dom: &dom,
        tree,
        role: Role::Narrative,
        links: 0,
        notes: 0,
        references: 0,
        depth: 0,
    };
    reader.title(main);
    let mut out = Out::default();
    reader.children(main, &mut out);
    reader.flush(&mut out);
}

pub(super) struct Reader<'d, 't, 'a> {
    dom: &'d Dom<'a>,
    tree: &'t mut Tree<'a>,
    /// Ids that citation marks lead to, each with whether the mark is a note's.
    targets: BTreeMap<&'a str, bool>,
    role: Role,
    /// Bytes of the current passage that are links.
    links: usize,
    notes: u32,
    references: u32,
    depth: u16,
}

/// What the marks of the page lead to.
fn targets<'a>(dom: &Dom<'a>) -> BTreeMap<&'a str, bool> {
    let mut out = BTreeMap::new();
    for node in dom.below(0).filter(|&n| dom.name(n) == "a") {
        let Some(id) = dom.attribute(node, "href").and_then(|h| h.split_once('#')).map(|(_, id)| id) else {
            continue;
        };
        let words = dom.words(node);
        if let Some(label) = mark_label(&words) {
            out.entry(id).or_insert(!label.starts_with(|c: char| c.is_ascii_digit()));
        }
    }
    out
}

/// The label of a mark: `[12]`, `12`, `[a]`, `[note 1]`.
fn mark_label(words: &str) -> Option<String> {
    let words = words.trim();
    if words.len() > 16 {
        return None;
    }
    let bracketed = if words.starts_with('[') { words.to_owned() } else { format!("[{words}]") };
    match marks::bracket(&bracketed, 0, bracketed.len()) {
        Some((marks::Bracket::Citation(label), _)) => Some(label),
        _ => None,
    }
}

/// Elements that begin and end a passage.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "ul"
            | "ol"
            | "dl"
            | "li"
            | "dt"
            | "dd"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "body"
            | "html"
            | "center"
            | "details"
            | "summary"
            | "fieldset"
            | "tbody"
            | "thead"
            | "tfoot"
            | "menu"
    )
}

impl Reader<'_, '_, '_> {
    /// The page's name: its first heading, else what its head says.
    fn title(&mut self, main: u32) {
        let first = |from: u32| {
            self.dom.below(from).find(|&n| self.dom.name(n) == "h1" && !self.dom.words(n).trim().is_empty())
        };
        let heading = first(main)
            .or_else(|| first(0))
            .or_else(|| self.dom.below(0).find(|&n| self.dom.name(n) == "title"));
        if let Some(node) = heading {
            let mut out = Out::default();
            self.children(node, &mut out);
            self.tree.title(std::mem::take(&mut out.prose));
        }
        self.links = 0;
    }

    fn children(&mut self, node: u32, out: &mut Out) {
        if self.depth > 250 {
            return;
        }
        self.depth += 1;
        let children = self.dom.nodes[node as usize].children.clone();
        for child in children {
            self.node(child, out);
        }
        self.depth -= 1;
    }

    fn node(&mut self, node: u32, out: &mut Out) {
        let dom = self.dom;
        let name = dom.name(node);
        let range = dom.nodes[node as usize].range.clone();
        if name.is_empty() {
            return self.text(range, out);
        }
        if content::is_hidden(dom, node)
            || matches!(
                name,
                "script"
                    | "style"
                    | "template"
                    | "svg"
                    | "iframe"
                    | "button"
                    | "select"
                    | "textarea"
                    | "input"
                    | "h1"
                    | "title"
                    | "meta"
                    | "link"
                    | "head"
                    | "video"
                    | "audio"
                    | "object"
            )
        {
            return;
        }
        if content::is_apart(dom, node) {
            self.flush(out);
            return self.within(Role::Navigation, node, out);
        }
        if let Some(id) = dom.attribute(node, "id")
            && matches!(name, "li" | "p" | "div" | "dd" | "td" | "span")
            && out.items.is_none()
            && let Some(&note) = self.targets.get(id)
        {
            self.flush(out);
            return self.entry(node, id, note);
        }
        match name {
            "br" => out.line(out.depth, range),
            "hr" => {
                out.gap = true;
                out.line(out.depth, range);
            }
            "wbr" => {}
            "img" => self.image(node, out),
            "sup" => self.superscript(node, out),
            "a" => self.anchor(node, out),
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(out);
                let mut inner = Out::default();
                self.children(node, &mut inner);
                self.links = 0;
                // A heading beside the article opens none of its sections.
                if self.role == Role::Navigation {
                    self.tree.passage(Role::Navigation, inner.prose);
                } else {
                    let level = name.as_bytes()[1] - b'0';
                    self.tree.heading(level - 1, inner.prose);
                }
            }
            "table" if dom.has_class(node, &["infobox", "vevent", "infobox_v2", "infobox_v3"]) => {
                self.flush(out);
                self.panel(node);
            }
            "ol" | "ul" if out.items.is_some() => {
                let outer = out.depth;
                self.children(node, out);
                out.line(outer, range.end..range.end);
            }
            "li" if out.items.is_some() => {
                let depth = self.list_depth(node);
                out.line(depth, range.clone());
                out.depth = depth;
                self.children(node, out);
                out.line(depth, range.end..range.end);
            }
            _ if is_block(name) && out.items.is_some() => {
                out.line(out.depth, range.clone());
                self.children(node, out);
                out.line(out.depth, range.end..range.end);
            }
            "li" => {
                self.flush(out);
                self.within(if self.role == Role::Narrative { Role::ListItem } else { self.role }, node, out);
            }
            "blockquote" => {
                self.flush(out);
                self.within(Role::Quotation, node, out);
            }
            "figure" | "figcaption" | "caption" => {
                self.flush(out);
                self.within(Role::Caption, node, out);
            }
            "table" | "td" | "th" => {
                self.flush(out);
                let keeps = self.role == Role::Navigation || self.is_layout(node);
                self.within(if keeps { self.role } else { Role::Table }, node, out);
            }
            _ if dom.has_class(
                node,
                &["thumbcaption", "wp-caption-text", "gallerytext", "caption", "image-caption"],
            ) =>
            {
                self.flush(out);
                self.within(Role::Caption, node, out);
            }
            _ if dom.has_class(node, &["quotebox", "templatequote", "pullquote", "cquote"]) => {
                self.flush(out);
                self.within(Role::Quotation, node, out);
            }
            _ if is_block(name) => {
                self.flush(out);
                self.children(node, out);
                self.flush(out);
            }
            _ => self.children(node, out),
        }
    }

    /// Reads what is in an element in a role of its own.
    fn within(&mut self, role: Role, node: u32, out: &mut Out) {
        let outer = std::mem::replace(&mut self.role, role);
        self.children(node, out);
        self.flush(out);
        self.role = outer;
    }

    /// A table that only places things: the text of the page stands in it in paragraphs.
    fn is_layout(&self, node: u32) -> bool {
        let paragraphs = self.dom.below(node).filter(|&n| self.dom.name(n) == "p").take(3).count();
        paragraphs >= 3 && self.role != Role::Table
    }

    /// How many lists the item stands in, within its cell.
    fn list_depth(&self, node: u32) -> u8 {
        let mut depth = 0_u8;
        let mut up = node;
        while up != 0 {
            up = self.dom.nodes[up as usize].parent;
            match self.dom.name(up) {
                "ul" | "ol" => depth = depth.saturating_add(1),
                "td" | "table" => break,
                _ => {}
            }
        }
        depth
    }

    /// Words with their entities decoded.
    fn text(&mut self, range: Range<usize>, out: &mut Out) {
        let text = self.dom.text;
        let bytes = text.as_bytes();
        let (mut from, mut at) = (range.start, range.start);
        while let Some(step) = memchr::memchr(b'&', &bytes[at..range.end]) {
            let amp = at + step;
            at = amp + 1;
            let end = bytes[amp + 1..range.end.min(amp + 34)]
                .iter()
                .position(|b| !(b.is_ascii_alphanumeric() || *b == b'#'))
                .map_or(range.end.min(amp + 34), |e| amp + 1 + e);
            let end = if bytes.get(end) == Some(&b';') { end + 1 } else { end };
            let raw = &text[amp..end];
            let decoded = html_escape::decode_html_entities(raw);
            if decoded != raw {
                marks::push(&mut out.prose, text, from..amp);
                out.prose.literal(&decoded, amp..end);
                from = end;
                at = end;
            }
        }
        marks::push(&mut out.prose, text, from..range.end);
    }

    /// A picture: a flag in an infobox; elsewhere its description is no text of the page.
    fn image(&mut self, node: u32, out: &mut Out) {
        let Some(alt) = self.dom.attribute(node, "alt").map(html_escape::decode_html_entities) else {
            return;
        };
        let alt = alt.trim();
        if out.items.is_some() && out.prose.is_empty() && !alt.is_empty() && alt.len() < 60 {
            out.flag = Some(alt.to_owned());
        }
    }

    fn anchor(&mut self, node: u32, out: &mut Out) {
        let href = self.dom.attribute(node, "href").unwrap_or("");
        if let Some((_, id)) = href.split_once('#')
            && self.targets.contains_key(id)
            && mark_label(&self.dom.words(node)).is_some()
        {
            let range = self.whole(node);
            return out.prose.cite(format!("#{id}"), range);
        }
        let before = out.prose.text.len();
        self.children(node, out);
        self.links += out.prose.text.len().saturating_sub(before);
        if href.starts_with("http") || href.starts_with("//") {
            let href = html_escape::decode_html_entities(href).into_owned();
            let reference = out.reference.get_or_insert_with(Reference::default);
            if href.contains("web.archive.org")
                || href.contains("archive.today")
                || href.contains("archive.is")
                || href.contains("archive.ph")
            {
                reference.archive.get_or_insert(href);
            } else {
                reference.url.get_or_insert(href);
            }
        }
    }

    /// `<sup>`: a mark, an editors' flag, or raised letters ("2nd").
    fn superscript(&mut self, node: u32, out: &mut Out) {
        let words = self.dom.words(node);
        let words = words.trim();
        let range = self.whole(node);
        let inner: Vec<u32> = self.dom.below(node).filter(|&n| self.dom.name(n) == "a").collect();
        let mut cited = false;
        for anchor in inner {
            let Some(id) =
                self.dom.attribute(anchor, "href").and_then(|h| h.split_once('#')).map(|(_, id)| id)
            else {
                continue;
            };
            if self.targets.contains_key(id) {
                out.prose.cite(format!("#{id}"), range.clone());
                cited = true;
            }
        }
        if cited {
            return;
        }
        let bare = words.trim_matches(['[', ']', ' ']);
        if words.starts_with('[') && lexicon::is_flag(bare) {
            return out.prose.flag(bare.to_owned(), range);
        }
        if words.starts_with('[')
            && let Some(label) = mark_label(words)
        {
            return out.prose.cite(label, range);
        }
        if out.items.is_none() && marks::is_raised_mark(&out.prose.text, words) {
            for label in words.split([',', ' ']).filter(|l| !l.is_empty()) {
                out.prose.cite(label.to_owned(), range.clone());
            }
            return;
        }
        self.children(node, out);
    }

    /// Bytes from an element's start tag to its last text.
    fn whole(&self, node: u32) -> Range<usize> {
        let start = self.dom.nodes[node as usize].range.start;
        let end = self.dom.below(node).map(|n| self.dom.nodes[n as usize].range.end).max().unwrap_or(start);
        start..end
    }

    /// An entry of a reference list, or a note.
    fn entry(&mut self, node: u32, id: &str, note: bool) {
        let count = if note { &mut self.notes } else { &mut self.references };
        *count += 1;
        let label = if note { letters(*count) } else { count.to_string() };
        let mut out = Out::default();
        let links = self.dom.nodes[node as usize].children.clone();
        for child in links {
            if !self.is_back_link(child) {
                self.inline_only(child, &mut out);
            }
        }
        self.links = 0;
        let mut reference = Reference { note, ..Reference::default() };
        if let Some(cited) = out.reference.take().filter(|_| !note) {
            (reference.url, reference.archive) = (cited.url, cited.archive);
        }
        if !note {
            citing::fill(&mut reference, &out.prose.text);
        }
        reference.passage = self.tree.passage(if note { Role::Note } else { Role::Reference }, out.prose);
        let index = self.tree.reference(Reference { label: String::new(), ..reference });
        if let Some(told) = self.tree.reference_mut(index) {
            told.label.clone_from(&label);
        }
        self.tree.alias(format!("#{id}"), index);
        self.tree.alias(label, index);
    }

    fn is_back_link(&self, node: u32) -> bool {
        let dom = self.dom;
        if dom.name(node).is_empty() {
            let words = dom.text[dom.nodes[node as usize].range.clone()].trim();
            return words == "^" || words == "↑";
        }
        let own = dom
            .has_class(node, &["mw-cite-backlink", "footnote-backref", "footnote-back", "reversefootnote"]);
        own || (dom.name(node) == "a" && matches!(dom.words(node).trim(), "^" | "↑" | "↩" | "↩︎"))
    }

    /// Reads an element's words into one passage, whatever blocks it holds.
    fn inline_only(&mut self, node: u32, out: &mut Out) {
        let name = self.dom.name(node);
        if is_block(name) || name == "span" || name == "cite" {
            if self.is_back_link(node) || content::is_hidden(self.dom, node) || self.depth > 250 {
                return;
            }
            let range = self.dom.nodes[node as usize].range.clone();
            if is_block(name) {
                out.prose.space(range.start..range.start);
            }
            self.depth += 1;
            for child in self.dom.nodes[node as usize].children.clone() {
                self.inline_only(child, out);
            }
            self.depth -= 1;
        } else {
            self.node(node, out);
        }
    }

    /// Tells the passage that was collected.
    fn flush(&mut self, out: &mut Out) {
        if out.items.is_some() {
            return;
        }
        let done = std::mem::take(out);
        let links = std::mem::take(&mut self.links);
        let prose = done.prose;
        if prose.is_blank() {
            return;
        }
        let linked = links * 5 > prose.text.len() * 4;
        let sentence = prose.text.ends_with(['.', '!', '?', '"', '”', '…', '۔', '؟', '。']);
        let menu =
            linked && !sentence && prose.text.len() < 120 && self.tree.section_kind() != SectionKind::Links;
        let apart = lexicon::is_navigation(&prose.text)
            || menu
            || (self.tree.is_body_empty() && super::masthead::read(self.tree, &prose.text));
        if self.role.is_narrative() && apart {
            self.tree.passage(Role::Navigation, prose);
        } else if self.tree.section_kind() == SectionKind::References && self.role.is_narrative() {
            self.references += 1;
            let mut reference =
                Reference { label: self.references.to_string(), ..done.reference.unwrap_or_default() };
            citing::fill(&mut reference, &prose.text);
            reference.passage = self.tree.passage(Role::Reference, prose);
            self.tree.reference(reference);
        } else {
            self.tree.body(self.role, prose);
        }
    }
}

#[cfg(test)]
mod tests;

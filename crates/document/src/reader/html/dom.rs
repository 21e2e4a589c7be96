//! A tolerant tree of an HTML page whose every node knows its bytes.

use std::ops::Range;

/// An element or a run of text.
#[derive(Debug)]
pub(super) struct Node {
    /// Name in lower case; empty for text.
    pub(super) name: &'static str,
    /// Text: its bytes. Element: the bytes of its start tag.
    pub(super) range: Range<usize>,
    pub(super) parent: u32,
    pub(super) children: Vec<u32>,
}

/// A page as nodes; the first is the root.
#[derive(Debug)]
pub(super) struct Dom<'a> {
    pub(super) text: &'a str,
    pub(super) nodes: Vec<Node>,
}

/// Names that are told apart; any other element is a plain span.
const NAMES: [&str; 70] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "label",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "pre",
    "q",
    "script",
    "section",
    "select",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "th",
    "time",
];
const MORE: [&str; 12] =
    ["title", "tr", "u", "ul", "thead", "tfoot", "video", "audio", "wbr", "picture", "source", "menu"];

fn name_of(raw: &str) -> &'static str {
    let lower = raw.to_ascii_lowercase();
    NAMES.iter().chain(&MORE).find(|n| **n == lower).copied().unwrap_or("span")
}

const VOID: [&str; 10] = ["br", "hr", "img", "input", "link", "meta", "wbr", "embed", "source", "col"];

/// Elements whose content is no markup.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "iframe", "svg", "template"];

/// How deep elements are nested at most; deeper ones hang at the last level.
const DEEPEST: usize = 200;

impl<'a> Dom<'a> {
    /// Reads a page; nothing is an error.
    pub(super) fn of(text: &'a str) -> Self {
        let root = Node { name: "html", range: 0..0, parent: 0, children: Vec::new() };
        let mut dom = Self { text, nodes: vec![root] };
        let bytes = text.as_bytes();
        let mut open: Vec<u32> = vec![0];
        let (mut at, mut from) = (0, 0);
        while let Some(step) = memchr::memchr(b'<', &bytes[at..]) {
            let tag = at + step;
            let rest = &bytes[tag..];
            if rest.starts_with(b"<!--") {
                dom.push_text(from..tag, &open);
                at = memchr::memmem::find(&bytes[tag + 4..], b"-->").map_or(bytes.len(), |e| tag + 4 + e + 3);
                from = at;
                continue;
            }
            let starts =
                rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
            let Some(end) = starts.then(|| tag_end(bytes, tag)).flatten() else {
                at = tag + 1;
                continue;
            };
            dom.push_text(from..tag, &open);
            at = end;
            from = end;
            match rest[1] {
                b'/' => dom.close(name_of(word(&text[tag + 2..end])), &mut open),
                b'!' | b'?' => {}
                _ => {
                    let name = name_of(word(&text[tag + 1..end]));
                    dom.imply_ends(name, &mut open);
                    let node =
                        dom.push(Node { name, range: tag..end, parent: 0, children: Vec::new() }, &open);
                    let closed = rest[..end - tag].ends_with(b"/>") && name == "svg";
                    if VOID.contains(&name) || closed {
                        continue;
                    }
                    if RAW.contains(&name) {
                        let needle = format!("</{name}");
                        let close = super::super::wikitext::find(bytes, end, needle.as_bytes());
                        let content = close.map_or(bytes.len(), |c| c - needle.len());
                        if matches!(name, "title" | "textarea") {
                            dom.push_text(end..content, &[node]);
                        }
                        at = memchr::memchr(b'>', &bytes[content..]).map_or(bytes.len(), |g| content + g + 1);
                        from = at;
                        continue;
                    }
                    if open.len() < DEEPEST {
                        open.push(node);
                    }
                }
            }
        }
        dom.push_text(from..bytes.len(), &open);
        dom
    }

    fn push(&mut self, node: Node, open: &[u32]) -> u32 {
        let parent = open.last().copied().unwrap_or(0);
        let index = self.nodes.len() as u32;
        self.nodes.push(Node { parent, ..node });
        self.nodes[parent as usize].children.push(index);
        index
    }

    fn push_text(&mut self, range: Range<usize>, open: &[u32]) {
        if !range.is_empty() {
            self.push(Node { name: "", range, parent: 0, children: Vec::new() }, open);
        }
    }

    /// Ends elements that a new one cannot stand in.
    fn imply_ends(&self, name: &str, open: &mut Vec<u32>) {
        let (ends, stop): (&[&str], &[&str]) = match name {
            "li" => (&["li", "p"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd", "p"], &["dl"]),
            "tr" => (&["td", "th", "tr", "p"], &["table"]),
            "td" | "th" => (&["td", "th", "p"], &["tr", "table"]),
            "p" | "div" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote"
            | "section" | "article" | "figure" | "pre" | "hr" => (
                &["p"],
                &[
                    "div",
                    "td",
                    "th",
                    "li",
                    "blockquote",
                    "section",
                    "article",
                    "body",
                    "figure",
                    "table",
                    "aside",
                ],
            ),
            _ => return,
        };
        for depth in (1..open.len()).rev().take(16) {
            let found = self.nodes[open[depth] as usize].name;
            if ends.contains(&found) {
                open.truncate(depth);
                if name != "tr" {
                    return;
                }
            } else if stop.contains(&found) {
                return;
            }
        }
    }

    /// Closes the nearest open element of that name, if there is one.
    fn close(&self, name: &str, open: &mut Vec<u32>) {
        let barrier = !matches!(name, "table" | "body" | "html" | "div" | "td" | "tr");
        for depth in (1..open.len()).rev() {
            let found = self.nodes[open[depth] as usize].name;
            if found == name {
                open.truncate(depth);
                return;
            }
            // An inline end tag does not close a table's cell.
            if barrier && matches!(found, "td" | "th" | "table") {
                return;
            }
        }
    }

    /// The value of an attribute, entities not decoded.
    pub(super) fn attribute(&self, node: u32, name: &str) -> Option<&'a str> {
        let tag = &self.text[self.nodes[node as usize].range.clone()];
        let mut rest = tag.get(1..)?.trim_start_matches(|c: char| !c.is_whitespace() && c != '>');
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                return None;
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).unwrap_or(rest.len());
            let found = &rest[..end.max(1).min(rest.len())];
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                (value, rest) = if let Some(quote @ ('"' | '\'')) = after.chars().next() {
                    let body = &after[1..];
                    let close = body.find(quote).unwrap_or(body.len());
                    (&body[..close], body.get(close + 1..).unwrap_or(""))
                } else {
                    let close = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
                    (&after[..close], &after[close..])
                };
            } else if end == 0 {
                rest = rest.get(1..)?;
                continue;
            }
            if found.eq_ignore_ascii_case(name) {
                return Some(value);
            }
        }
    }

    /// Whether the class list or id holds a word of `words` (whole class names).
    pub(super) fn has_class(&self, node: u32, words: &[&str]) -> bool {
        let class = self.attribute(node, "class").unwrap_or("");
        class.split_whitespace().any(|c| words.iter().any(|w| c.eq_ignore_ascii_case(w)))
    }

    /// The element's words, entities decoded, white space as it stands.
    pub(super) fn words(&self, node: u32) -> String {
        let mut out = String::new();
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            let n = &self.nodes[node as usize];
            if n.name.is_empty() {
                out.push_str(&html_escape::decode_html_entities(&self.text[n.range.clone()]));
            }
            if out.len() > 4000 {
                break;
            }
            stack.extend(n.children.iter().rev());
        }
        out
    }

    /// The elements below `node` (itself included), in document order.
    pub(super) fn below(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let mut stack = vec![node];
        std::iter::from_fn(move || {
            let node = stack.pop()?;
            stack.extend(self.nodes[node as usize].children.iter().rev());
            Some(node)
        })
    }

    pub(super) fn name(&self, node: u32) -> &'static str {
        self.nodes[node as usize].name
    }
}

fn word(tag: &str) -> &str {
    let end = tag.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(tag.len());
    &tag[..end]
}

/// End of the tag that begins at `at`; quotes may hold `>`.
fn tag_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut i = at + 1;
    let mut quote = 0;
    while i < bytes.len() {
        match bytes[i] {
            b if quote != 0 => {
                if b == quote {
                    quote = 0;
                } else if i - at > 20_000 {
                    // A quote that was never closed.
                    return memchr::memchr(b'>', &bytes[at..]).map(|g| at + g + 1);
                }
            }
            b'"' | b'\'' if bytes[..i].iter().rev().find(|b| !b.is_ascii_whitespace()) == Some(&b'=') => {
                quote = bytes[i];
            }
            b'>' => return Some(i + 1),
            _ => {}
        }
        i += 1;
    }
    memchr::memchr(b'>', &bytes[at..]).map(|g| at + g + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(dom: &Dom<'_>, node: u32) -> String {
        let n = &dom.nodes[node as usize];
        if n.name.is_empty() {
            return dom.text[n.range.clone()].to_owned();
        }
        let inner: Vec<_> = n.children.iter().map(|&c| shape(dom, c)).collect();
        format!("{}({})", n.name, inner.join(","))
    }

    #[test]
    fn unclosed_and_crossed_tags() {
        let dom = Dom::of("<ul><li>a<li>b</ul><p>c<p>d<b>e</i></b><table><tr><td>f<td>g<tr><td>h</table>i");
        assert_eq!(shape(&dom, 0), "html(ul(li(a),li(b)),p(c),p(d,b(e)),table(tr(td(f),td(g)),tr(td(h))),i)");
    }

    #[test]
    fn attributes_scripts_and_comments() {
        let dom = Dom::of(
            "<!-- <p> --><script>if (a<b) {'</p>'}</script><a HREF='x>y' class=\"k l\" hidden id=q>t</a>",
        );
        let a = dom.below(0).find(|&n| dom.name(n) == "a").unwrap();
        assert_eq!(dom.attribute(a, "href"), Some("x>y"));
        assert_eq!(dom.attribute(a, "id"), Some("q"));
        assert_eq!(dom.attribute(a, "hidden"), Some(""));
        assert!(dom.has_class(a, &["l"]));
        assert_eq!(dom.words(0), "t");
    }
}

//! MediaWiki markup, read tolerantly and with every byte kept.
//!
//! Blocks are cut by lines; what is inside a line is the matter of [`inline`]; templates are read
//! by what they show ([`names`]), so that an unknown one loses nothing but itself.

mod cite;
mod inline;
mod names;
mod pairs;
mod panel;
mod template;

use std::ops::Range;

use self::names::Shows;
use self::pairs::Pairs;
pub(super) use self::pairs::find;
use crate::reader::out::Out;
use crate::tree::Tree;
use crate::{Reference, Role, SectionKind, lexicon};

/// Reads the whole text into the tree.
pub(crate) fn read(tree: &mut Tree<'_>) {
    let text = tree.text();
    let mut reader = Reader { pairs: Pairs::of(text), text, tree, autos: 0, depth: 0, quotes: 0 };
    reader.blocks(0..text.len());
}

/// Most brackets inside brackets that are followed.
const DEEPEST: u8 = 40;

pub(super) struct Reader<'t, 'a> {
    tree: &'t mut Tree<'a>,
    text: &'a str,
    pairs: Pairs,
    /// References without a name, so far.
    autos: u32,
    depth: u8,
    /// Open `<blockquote>`s.
    quotes: u32,
}

impl Reader<'_, '_> {
    /// Reads block after block.
    fn blocks(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let mut at = range.start;
        while at < range.end {
            match bytes[at] {
                b'\n' | b'\r' | b' ' | b'\t' => {
                    at += 1;
                    continue;
                }
                b'<' if bytes[at..range.end].starts_with(b"<!--") => {
                    at = self.pairs.end(at).unwrap_or(range.end);
                    continue;
                }
                _ => {}
            }
            at = self.block(at, range.end).max(at + 1);
        }
    }

    /// Reads the block that begins at `at` and gives its end.
    fn block(&mut self, at: usize, limit: usize) -> usize {
        let bytes = self.text.as_bytes();
        let line_end = memchr::memchr(b'\n', &bytes[at..limit]).map_or(limit, |step| at + step);
        let line = self.text[at..line_end].trim_end();
        match bytes[at] {
            b'=' => {
                if let Some(end) = self.heading(at, line) {
                    return end;
                }
            }
            b'{' if line.starts_with("{|") => {
                if let Some(end) = self.pairs.end(at) {
                    self.table(at..end.min(limit));
                    return end;
                }
            }
            b'{' if line.starts_with("{{") => {
                if let Some(end) = self.block_template(at, limit) {
                    return end;
                }
            }
            b'[' if line.starts_with("[[") => {
                if let Some(end) = self.pairs.end(at).filter(|&end| end <= limit && self.is_alone(end, limit))
                {
                    let mut out = Out::default();
                    self.inline(at..end, &mut out);
                    if out.prose.is_blank() {
                        return end;
                    }
                }
            }
            b'-' if line.starts_with("----") => return line_end,
            b'_' if line.starts_with("__") && line.ends_with("__") => return line_end,
            b'#' if line.len() > 9 && line.as_bytes()[..9].eq_ignore_ascii_case(b"#redirect") => {
                let mut out = Out::default();
                self.inline(at + 9..line_end, &mut out);
                self.tree.passage(Role::Link, out.prose);
                return line_end;
            }
            b'<' => {
                if let Some(end) = self.block_tag(at, limit) {
                    return end;
                }
            }
            _ => {}
        }
        let item = matches!(bytes[at], b'*' | b'#' | b';' | b':');
        let marks = line.bytes().take_while(|b| matches!(b, b'*' | b'#' | b';' | b':')).count();
        let end = self.paragraph_end(at, limit, item);
        let only_indent = item && line[..marks].bytes().all(|b| b == b':');
        let start = if item { at + marks } else { at };
        let mut out = Out::default();
        self.inline(start..end, &mut out);
        let role = if self.quotes > 0 {
            Role::Quotation
        } else if item && !only_indent {
            Role::ListItem
        } else {
            Role::Narrative
        };
        self.body(role, out);
        end
    }

    /// Tells a paragraph or an item; in a section of sources it is a reference.
    fn body(&mut self, role: Role, out: Out) {
        let sources = self.tree.section_kind() == SectionKind::References && role.is_narrative();
        if sources && !out.prose.is_empty() {
            let mut reference = out.reference.unwrap_or_default();
            reference.label = String::new();
            crate::citing::fill(&mut reference, &out.prose.text);
            reference.passage = self.tree.passage(Role::Reference, out.prose);
            self.tree.reference(reference);
        } else {
            self.tree.body(role, out.prose);
        }
    }

    fn heading(&mut self, at: usize, line: &str) -> Option<usize> {
        // A comment may follow the closing marks.
        let line = line.find("<!--").map_or(line, |c| &line[..c]).trim_end();
        let level = line.bytes().take_while(|&b| b == b'=').count();
        let tail = line.bytes().rev().take_while(|&b| b == b'=').count().min(level);
        if tail == 0 || level + tail >= line.len() {
            return None;
        }
        let level = level.min(tail);
        let mut out = Out::default();
        self.inline(at + level..at + line.len() - level, &mut out);
        if level == 1 && !self.tree.has_title() && self.tree.is_body_empty() {
            self.tree.title(out.prose);
        } else {
            self.tree.heading((level.min(7) as u8).saturating_sub(1).max(1), out.prose);
        }
        let end = memchr::memchr(b'\n', &self.text.as_bytes()[at..]).map_or(self.text.len(), |s| at + s);
        Some(end)
    }

    /// Whether nothing but white space and comments follows on the line.
    fn is_alone(&self, mut at: usize, limit: usize) -> bool {
        let bytes = self.text.as_bytes();
        while at < limit {
            match bytes[at] {
                b'\n' => return true,
                b' ' | b'\t' | b'\r' => at += 1,
                b'<' if bytes[at..].starts_with(b"<!--") => at = self.pairs.end(at).unwrap_or(limit),
                _ => return false,
            }
        }
        true
    }

    /// A template that is a block of its own: infobox, quotation, hatnote, list of references.
    fn block_template(&mut self, at: usize, limit: usize) -> Option<usize> {
        let end = self.pairs.end(at).filter(|end| *end <= limit)?;
        let parts = template::parts(self, at..end);
        let name = template::name(self.text, &parts);
        let shows = names::shows(&name);
        match shows {
            Some(Shows::Infobox) => {
                self.panel(&parts);
                return Some(end);
            }
            Some(Shows::Quote) => {
                self.quotation(&parts);
                return Some(end);
            }
            Some(Shows::Pointer) if self.is_alone(end, limit) => {
                let mut out = Out::default();
                for part in parts.iter().skip(1) {
                    self.inline(part.value(), &mut out);
                    out.prose.space(part.end..part.end);
                }
                self.tree.passage(Role::Navigation, out.prose);
                return Some(end);
            }
            _ => {}
        }
        if name == "reflist" || name == "references" || name.starts_with("notelist") || name == "примечания"
        {
            for part in
                parts.iter().filter(|p| p.name.as_deref().is_some_and(|n| n == "refs" || n == "notes"))
            {
                let mut out = Out::default();
                self.inline(part.value(), &mut out);
            }
            return Some(end);
        }
        if shows == Some(Shows::Nothing) || lexicon::is_flag_template(&name) {
            return Some(end);
        }
        // A list template alone holds lines of their own.
        if shows == Some(Shows::Lines) && self.is_alone(end, limit) {
            for part in parts.iter().skip(1).filter(|p| p.name.is_none()) {
                let mut out = Out { items: Some(Vec::new()), ..Out::default() };
                self.inline(part.value(), &mut out);
                for item in out.into_items() {
                    self.tree.body(Role::ListItem, item.prose);
                }
            }
            return Some(end);
        }
        None
    }

    fn quotation(&mut self, parts: &[template::Part]) {
        for part in parts.iter().skip(1) {
            let told = match part.name.as_deref() {
                None => true,
                Some(name) => matches!(
                    name,
                    "text"
                        | "quote"
                        | "1"
                        | "2"
                        | "author"
                        | "source"
                        | "by"
                        | "title"
                        | "sign"
                        | "цитата"
                        | "автор"
                ),
            };
            if told {
                let mut out = Out::default();
                self.inline(part.value(), &mut out);
                self.tree.passage(Role::Quotation, out.prose);
            }
        }
    }

    /// `<blockquote>`, `<gallery>`, `<references>` and tags that show nothing.
    fn block_tag(&mut self, at: usize, limit: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let close = memchr::memchr(b'>', &bytes[at..limit])? + at + 1;
        let head = self.text[at..close].to_ascii_lowercase();
        let name = head.trim_start_matches(['<', '/']).split([' ', '>', '/', '\n']).next().unwrap_or("");
        let closing = head.starts_with("</");
        match (name, closing) {
            ("blockquote", false) => self.quotes += 1,
            ("blockquote", true) => self.quotes = self.quotes.saturating_sub(1),
            ("gallery", false) => {
                let end = pairs::find(bytes, close, b"</gallery>").unwrap_or(limit).min(limit);
                for line in crate::lines::lines(&self.text[close..end]) {
                    let line = close + line.start..close + line.end;
                    if let Some(pipe) = memchr::memchr(b'|', &bytes[line.clone()]) {
                        let mut out = Out::default();
                        self.inline(line.start + pipe + 1..line.end, &mut out);
                        self.tree.passage(Role::Caption, out.prose);
                    }
                }
                return Some(end);
            }
            ("references", false) if !head.ends_with("/>") => {
                let end = pairs::find(bytes, close, b"</references>").unwrap_or(close).min(limit);
                let mut out = Out::default();
                self.inline(close..end, &mut out);
                return Some(end);
            }
            (
                "references" | "div" | "center" | "p" | "section" | "templatestyles" | "onlyinclude"
                | "noinclude" | "includeonly",
                _,
            ) => {}
            ("timeline" | "math" | "score" | "mapframe" | "maplink" | "graph", false)
                if !head.ends_with("/>") =>
            {
                let needle = format!("</{name}>");
                return Some(pairs::find(bytes, close, needle.as_bytes()).unwrap_or(close).min(limit));
            }
            _ => return None,
        }
        Some(close)
    }

    /// Where the paragraph (or item) that begins at `at` ends: a blank line or another block,
    /// outside brackets and references.
    fn paragraph_end(&self, at: usize, limit: usize, item: bool) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = at;
        while at < limit {
            let Some(step) = bytes[at..limit].iter().position(|b| matches!(b, b'\n' | b'{' | b'[' | b'<'))
            else {
                return limit;
            };
            at += step;
            match bytes[at] {
                b'\n' => {
                    let next = bytes[at + 1..limit]
                        .iter()
                        .position(|b| !matches!(b, b' ' | b'\t' | b'\r'))
                        .map(|s| at + 1 + s);
                    let ends = next.is_none_or(|n| {
                        let rest = &bytes[n..limit];
                        matches!(rest[0], b'\n' | b'=' | b'*' | b'#' | b':' | b';')
                            || rest.starts_with(b"{|")
                            || rest.starts_with(b"----")
                            || (rest[0] == b'<' && starts_block_tag(rest))
                            || (rest.starts_with(b"{{") && self.starts_block_template(n))
                    });
                    if ends || item {
                        return at;
                    }
                    at += 1;
                }
                b'<' => {
                    at = self
                        .pairs
                        .end(at)
                        .or_else(|| self.pairs.reference_end(bytes, at))
                        .or_else(|| starts_block_tag(&bytes[at..limit]).then_some(at))
                        .map_or(at + 1, |end| if end == at { end } else { end.min(limit) })
                        .max(at + usize::from(!starts_block_tag(&bytes[at..limit])));
                }
                _ => at = self.pairs.end(at).unwrap_or(at + 1).min(limit).max(at + 1),
            }
            if at < limit && bytes[at] == b'<' && starts_block_tag(&bytes[at..limit]) {
                return at;
            }
        }
        limit
    }

    fn starts_block_template(&self, at: usize) -> bool {
        let Some(end) = self.pairs.end(at) else { return false };
        let stop = self.text[at..end].find(['|', '}', '\n']).map_or(end, |s| at + s);
        let name = template::normal(self.text.get(at + 2..stop).unwrap_or(""));
        matches!(names::shows(&name), Some(Shows::Infobox | Shows::Quote | Shows::Pointer))
            || name == "reflist"
    }

    /// A table: its caption and its cells.
    fn table(&mut self, range: Range<usize>) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        self.rows(range);
        self.depth -= 1;
    }

    fn rows(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let mut at = memchr::memchr(b'\n', &bytes[range.clone()]).map_or(range.end, |s| range.start + s + 1);
        let end = range.end - if self.text[range.clone()].ends_with("|}") { 2 } else { 0 };
        while at < end {
            let line_end = self.cell_end(at, end);
            let cell = crate::lines::trim(self.text, at..line_end);
            // A table inside ends before its line does.
            at = (line_end + usize::from(bytes.get(line_end) == Some(&b'\n'))).max(at + 1);
            while !self.text.is_char_boundary(at) {
                at += 1;
            }
            let words = &self.text[cell.clone()];
            if words.starts_with("|-") || words.starts_with("|}") || words.is_empty() {
                continue;
            }
            if words.starts_with("{|") {
                self.table(cell);
                continue;
            }
            if words.starts_with("|+") {
                let body = self.after_attributes(cell.start + 2..cell.end);
                let mut out = Out::default();
                self.inline(body, &mut out);
                self.tree.passage(Role::Caption, out.prose);
                continue;
            }
            let Some(mark) = words.bytes().next().filter(|b| matches!(b, b'|' | b'!')) else { continue };
            let mut from = cell.start + 1;
            for part in self.pairs.split(self.text, cell.start + 1..cell.end, mark) {
                // `||` and `!!` divide cells of one line; a single mark divides attributes.
                if part.is_empty() && part.start > cell.start + 1 {
                    self.cell(from..part.start - 1);
                    from = part.end + 1;
                }
            }
            if from < cell.end {
                self.cell(from..cell.end);
            }
        }
    }

    fn cell(&mut self, range: Range<usize>) {
        let body = self.after_attributes(range);
        let mut out = Out::default();
        self.inline(body, &mut out);
        self.tree.passage(Role::Table, out.prose);
    }

    /// A cell without the `class="…" |` before its text.
    fn after_attributes(&self, range: Range<usize>) -> Range<usize> {
        let parts = self.pairs.split(self.text, range.clone(), b'|');
        match parts.as_slice() {
            [first, second, ..]
                if self.text[first.clone()].contains('=') && !self.text[first.clone()].contains("[[") =>
            {
                second.start..range.end
            }
            _ => range,
        }
    }

    /// End of a table's line: the next line that begins a cell, a row or the table's end.
    fn cell_end(&self, at: usize, limit: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = at;
        if bytes[at..limit].starts_with(b"{|") {
            return self.pairs.end(at).unwrap_or(limit).min(limit);
        }
        while at < limit {
            match bytes[at] {
                b'\n'
                    if bytes.get(at + 1).is_none_or(|b| matches!(b, b'|' | b'!'))
                        || bytes[at + 1..].starts_with(b"{|") =>
                {
                    return at;
                }
                b'{' | b'[' | b'<' => {
                    at = self
                        .pairs
                        .end(at)
                        .or_else(|| self.pairs.reference_end(bytes, at))
                        .unwrap_or(at + 1)
                        .max(at + 1);
                }
                _ => at += 1,
            }
        }
        limit
    }

    /// Tells a reference under its key; an already known key keeps its first words.
    fn reference(&mut self, key: String, mut reference: Reference, out: Out) -> String {
        if self.tree.reference_of(&key).is_some() {
            return key;
        }
        if let Some(cited) = out.reference {
            reference = Reference { label: reference.label, note: reference.note, ..cited };
        }
        if reference.note {
            reference.passage = self.tree.passage(Role::Note, out.prose);
        } else {
            crate::citing::fill(&mut reference, &out.prose.text);
            reference.passage = self.tree.passage(Role::Reference, out.prose);
        }
        let index = self.tree.reference(Reference { label: String::new(), ..reference.clone() });
        if let Some(told) = self.tree.reference_mut(index) {
            told.label = reference.label;
        }
        self.tree.alias(key.clone(), index);
        key
    }
}

fn starts_block_tag(rest: &[u8]) -> bool {
    let tags: [&[u8]; 6] =
        [b"<blockquote", b"</blockquote", b"<gallery", b"<references", b"<timeline", b"<div"];
    tags.iter().any(|tag| rest.len() >= tag.len() && rest[..tag.len()].eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests;

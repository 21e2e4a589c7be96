//! From the paragraphs of the text layer to the tree: by the size of their letters, their words and
//! the section that they stand in.

use super::layer::{Layer, Piece, Told};
use super::layout::Stand;
use crate::prose::Prose;
use crate::reader::masthead;
use crate::reader::reference_list::Lists;
use crate::tree::Tree;
use crate::{Reference, Role, SectionKind, citing, lexicon, marks};

/// Tells every paragraph; `title` is what the file calls itself.
pub(super) fn tell(tree: &mut Tree<'_>, layer: &Layer, title: Option<&str>) {
    let body = body_size(layer);
    let head = find_title(layer, body, title);
    let levels = levels(layer, body, head);
    let mut sizes: Vec<(i64, usize)> = Vec::new();
    for paragraph in layer.paragraphs.iter().filter(|p| p.stand == Stand::Body) {
        let size = (paragraph.size * 2.0).round() as i64;
        match sizes.iter_mut().find(|s| s.0 == size) {
            Some(known) => known.1 += 1,
            None => sizes.push((size, 1)),
        }
    }
    let mut reader =
        Reader { body, levels, sizes, lists: Lists::default(), small: Vec::new(), below_title: 0 };
    let mut at = 0;
    while at < layer.paragraphs.len() {
        let paragraph = &layer.paragraphs[at];
        if Some(at) == head {
            tree.title(prose(layer, &[paragraph]));
            reader.below_title = 6;
            at += 1;
            continue;
        }
        let mut joined = vec![paragraph];
        while let Some(next) = continuation(layer, at, &joined, body) {
            joined.push(&layer.paragraphs[next]);
            // What stands between the two halves is told on its own.
            for between in at + 1..next {
                reader.paragraph(tree, layer, &[&layer.paragraphs[between]], None);
            }
            at = next;
        }
        let next = layer.paragraphs[at + 1..].iter().find(|p| p.stand == Stand::Body);
        reader.paragraph(tree, layer, &joined, next);
        at += 1;
    }
    for (label, index) in std::mem::take(&mut reader.small) {
        tree.alias(label, index);
    }
}

/// The size of most letters.
fn body_size(layer: &Layer) -> f64 {
    let mut sizes: Vec<(i64, usize)> = Vec::new();
    for paragraph in layer.paragraphs.iter().filter(|p| p.stand == Stand::Body) {
        let size = (paragraph.size * 4.0).round() as i64;
        match sizes.iter_mut().find(|s| s.0 == size) {
            Some(known) => known.1 += paragraph.range().len(),
            None => sizes.push((size, paragraph.range().len())),
        }
    }
    sizes.sort_by_key(|s| (std::cmp::Reverse(s.1), s.0));
    sizes.first().map_or(10.0, |s| s.0 as f64 / 4.0)
}

/// The paragraph that is the title: the largest letters before the text of the first page, or the words
/// that the file calls itself by.
fn find_title(layer: &Layer, body: f64, title: Option<&str>) -> Option<usize> {
    let first = layer.paragraphs.iter().position(|p| p.stand == Stand::Body)?;
    let page = layer.paragraphs[first].page;
    let mut best: Option<usize> = None;
    for (at, paragraph) in layer.paragraphs.iter().enumerate().skip(first) {
        if paragraph.page != page || (paragraph.size < 1.1 * body && paragraph.range().len() > 120) {
            break;
        }
        let words = &layer.text[paragraph.range()];
        let named = title.is_some_and(|t| same(t, words));
        let large = paragraph.size > 1.1 * body && words.len() < 250 && paragraph.lines <= 4;
        if paragraph.stand == Stand::Body
            && (named || (large && best.is_none_or(|b| paragraph.size > layer.paragraphs[b].size + 0.2)))
        {
            best = Some(at);
            if named {
                break;
            }
        }
    }
    best
}

fn same(a: &str, b: &str) -> bool {
    let letters =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    !letters(a).is_empty() && letters(a) == letters(b)
}

/// Sizes of letters of headings, the largest first.
fn levels(layer: &Layer, body: f64, title: Option<usize>) -> Vec<i64> {
    let mut sizes: Vec<i64> = layer
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(at, p)| Some(*at) != title && p.stand == Stand::Body && p.size > 1.08 * body)
        .map(|(_, p)| (p.size * 2.0).round() as i64)
        .collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    sizes
}

/// The paragraph that the text goes on with in the next column or on the next page.
fn continuation(layer: &Layer, at: usize, joined: &[&Told], body: f64) -> Option<usize> {
    let last = joined.last()?;
    if last.stand != Stand::Body || (last.size - body).abs() > 0.08 * body || (last.short && last.lines == 1)
    {
        return None;
    }
    let words = layer.text[last.range()].trim_end();
    if words.ends_with(['.', '!', '?', ':', '"', '”', '؟', ']']) {
        return None;
    }
    let small = |p: &Told| p.size < 0.92 * body;
    let next = layer.paragraphs[at + 1..].iter().position(|p| p.stand == Stand::Body && !small(p))? + at + 1;
    let follows = &layer.paragraphs[next];
    let goes_on =
        layer.text[follows.range()].starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '(');
    let near = follows.page <= last.page + 1;
    (goes_on && near && (follows.size - last.size).abs() < 0.05 * body && next > at).then_some(next)
}

/// The words of paragraphs that are one; marks are masked.
fn prose(layer: &Layer, paragraphs: &[&Told]) -> Prose {
    let mut prose = Prose::default();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            let start = paragraph.range().start;
            prose.space(start..start);
        }
        for piece in &paragraph.pieces {
            match piece {
                Piece::Words(range) => marks::push(&mut prose, &layer.text, range.clone()),
                Piece::Raised(range) => {
                    let label = layer.text[range.clone()].trim();
                    let mark = label.len() <= 12
                        && label
                            .chars()
                            .all(|c| c.is_ascii_digit() || " ,–-*†‡[]".contains(c) || c.is_ascii_lowercase());
                    // "4th" and "m²" are words.
                    if mark && !matches!(label, "th" | "st" | "nd" | "rd" | "o" | "a" | "e") {
                        cite(&mut prose, &layer.text, range.clone());
                    } else {
                        marks::push(&mut prose, &layer.text, range.clone());
                    }
                }
                Piece::Parted(_) => {}
            }
        }
    }
    prose
}

/// Raised marks: "3", "3,4", "\[5]".
fn cite(prose: &mut Prose, text: &str, range: std::ops::Range<usize>) {
    let mut from = range.start;
    for part in text[range].split(|c: char| !c.is_alphanumeric() && c != '*' && c != '†' && c != '‡') {
        let end = from + part.len();
        if !part.is_empty() {
            prose.cite(part.to_owned(), from..end);
        }
        from = end + text[end..].chars().next().map_or(0, char::len_utf8);
    }
}

struct Reader {
    body: f64,
    levels: Vec<i64>,
    /// Double sizes of letters, and how many paragraphs have them.
    sizes: Vec<(i64, usize)>,
    lists: Lists,
    /// Labels of footnotes, known by their raised mark.
    small: Vec<(String, u32)>,
    /// How many more paragraphs may be the title's by-line.
    below_title: u8,
}

impl Reader {
    fn paragraph(&mut self, tree: &mut Tree<'_>, layer: &Layer, told: &[&Told], next: Option<&Told>) {
        let text = layer.text.as_str();
        let Some(first) = told.first() else { return };
        let words = text[first.range()].trim();
        if words.is_empty() {
            return;
        }
        if first.stand != Stand::Body {
            let role = if lexicon::is_footer(words) { Role::Footer } else { Role::Navigation };
            tree.passage(role, prose(layer, told));
            return;
        }
        if self.below_title > 0 && told.len() == 1 {
            self.below_title -= 1;
            if self.is_masthead(tree, words, first) {
                tree.passage(Role::Navigation, prose(layer, told));
                return;
            }
            if words.len() > 120 {
                self.below_title = 0;
            }
        }
        if let Some(level) = self.heading(words, first, told.len(), next) {
            let mut heading = prose(layer, told);
            let numbers = heading.text.len() - unnumbered(&heading.text).len();
            heading.skip(numbers);
            tree.heading(level, heading);
            return;
        }
        if is_caption(words) && words.len() < 400 {
            tree.passage(Role::Caption, prose(layer, told));
            return;
        }
        if first.size < 0.92 * self.body && self.note(tree, layer, told) {
            return;
        }
        let section = tree.section_kind();
        if matches!(section, SectionKind::References | SectionKind::Notes) {
            let mut entry = prose(layer, told);
            let number = number(words);
            if let Some((_, len)) = number {
                let len = if entry.text.starts_with(&words[..len.min(words.len())]) { len } else { 0 };
                entry.skip(len);
            }
            let role = if section == SectionKind::Notes { Role::Note } else { Role::Reference };
            if !entry.is_empty() {
                entry.citations.retain(|c| c.at > 0);
                self.lists.tell(tree, role, number.map(|n| n.0), entry, None);
            }
            return;
        }
        let mut body = prose(layer, told);
        let mark = ["• ", "‣ ", "▪ ", "◦ ", "● ", "– ", "- "].iter().find(|m| body.text.starts_with(**m));
        if let Some(mark) = mark {
            body.skip(mark.len());
            tree.body(Role::ListItem, body);
        } else if lexicon::is_navigation(words) {
            tree.passage(Role::Navigation, body);
        } else {
            tree.body(Role::Narrative, body);
        }
    }

    /// By-line, day and outlet below the title: lines that are no sentences, in letters of a size that no
    /// other heading has.
    fn is_masthead(&self, tree: &mut Tree<'_>, words: &str, told: &Told) -> bool {
        let bare = |line: &str| line.len() < 120 && !line.ends_with(['.', '!', '?', ':', '"', '”']);
        if told.lines > 3 || !words.lines().all(bare) || lexicon::section_kind(unnumbered(words)).is_some() {
            return false;
        }
        let one = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut known = masthead::read(tree, &one);
        for line in words.lines() {
            known |= masthead::read(tree, line.trim());
        }
        let size = (told.size * 2.0).round() as i64;
        let often = self.sizes.iter().find(|s| s.0 == size).map_or(0, |s| s.1) > 1;
        known || (told.size > 1.08 * self.body && !often) || (told.size < 1.08 * self.body && told.short)
    }

    /// The level of a heading; `None` for any other paragraph.
    fn heading(&self, words: &str, told: &Told, parts: usize, next: Option<&Told>) -> Option<u8> {
        if told.lines > 3 || parts > 1 || words.len() > 160 || words.ends_with(['.', ',', ';']) {
            return None;
        }
        if !words.chars().any(char::is_alphabetic) {
            return None;
        }
        let size = (told.size * 2.0).round() as i64;
        if told.size > 1.08 * self.body {
            let level = self.levels.iter().position(|s| *s == size).unwrap_or(0);
            return Some(level.min(4) as u8 + 1);
        }
        let deeper = self.levels.len().min(4) as u8 + 1;
        let bare = unnumbered(words);
        if told.lines == 1 && words.len() < 60 && lexicon::section_kind(bare).is_some() {
            return Some(if self.levels.is_empty() { 1 } else { self.levels.len().min(1) as u8 });
        }
        // A short line without an end above a paragraph of its own.
        let above = next.is_some_and(|n| n.page == told.page && (n.range().len() > 120 || n.lines > 1));
        let short = told.lines == 1
            && told.short
            && words.split_whitespace().count() <= 8
            && words.starts_with(char::is_uppercase)
            && !words.ends_with(['?', '!', ':', ')', '"', '”'])
            && (told.size - self.body).abs() < 0.08 * self.body;
        (short && above).then_some(deeper)
    }

    /// A footnote at the page's end: small letters that begin with a mark.
    fn note(&mut self, tree: &mut Tree<'_>, layer: &Layer, told: &[&Told]) -> bool {
        let Some(first) = told.first() else { return false };
        let words = layer.text[first.range()].trim_start();
        let label: String = words.chars().take_while(char::is_ascii_digit).collect();
        let label = match (label.is_empty(), words.chars().next()) {
            (true, Some(mark @ ('*' | '†' | '‡'))) => mark.to_string(),
            (true, _) => return false,
            (false, _) => label,
        };
        if label.len() > 3 {
            return false;
        }
        let mut entry = prose(layer, told);
        let raised = entry.citations.first().is_some_and(|c| c.at == 0 && c.label == label);
        if raised {
            entry.citations.remove(0);
        } else {
            entry.skip(label.len());
            let rest = entry.text.len() - entry.text.trim_start_matches(['.', ')', ' ']).len();
            entry.skip(rest);
        }
        if entry.is_empty() {
            return false;
        }
        let mut reference = Reference { label: label.clone(), ..Reference::default() };
        citing::fill(&mut reference, &entry.text);
        reference.note = reference.title.is_none() && reference.url.is_none();
        let role = if reference.note { Role::Note } else { Role::Reference };
        reference.passage = tree.passage(role, entry);
        let index = tree.reference(reference);
        self.small.push((label, index));
        true
    }
}

/// "Figure 3:", "Fig. 2.", "Map 1", "Photo:".
fn is_caption(words: &str) -> bool {
    const NAMES: [&str; 9] = ["figure", "fig.", "map", "photo", "image", "table", "chart", "рис.", "карта"];
    let lower: String = words.chars().take(24).collect::<String>().to_lowercase();
    NAMES.iter().filter_map(|name| lower.strip_prefix(name)).any(|rest| {
        let rest = rest.trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let mark = rest[digits..].trim_start();
        mark.starts_with([':', '–', '|', '—']) || (digits > 0 && rest[..digits].ends_with('.'))
    })
}

/// A heading without its number: "2.1 Battle", "IV. Battle".
fn unnumbered(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() < words.len() && rest.starts_with(char::is_whitespace) && words.len() - rest.len() <= 6 {
        return rest.trim_start();
    }
    let head = words.split_whitespace().next().unwrap_or("");
    let roman = head.strip_suffix('.').is_some_and(|h| !h.is_empty() && h.chars().all(|c| "IVX".contains(c)));
    if roman { words[head.len()..].trim_start() } else { words }
}

/// The number of an entry of a list, and how many bytes it takes: `[12] `, "12. ".
fn number(words: &str) -> Option<(u32, usize)> {
    let open = usize::from(words.starts_with('['));
    let digits = words[open..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = words.get(open + digits..)?;
    let close = if open == 1 { rest.starts_with(']') } else { rest.starts_with(['.', ')']) };
    let value = words[open..open + digits].parse().ok().filter(|_| (1..=4).contains(&digits) && close)?;
    Some((value, if open == 1 { 0 } else { digits + 1 }))
}

//! Markdown dumped from a page whose tables broke into rows of empty cells.

use std::ops::Range;

use super::reference_list::Lists;
use crate::infobox::{self, Item};
use crate::lines::{lines, list_item, trim};
use crate::prose::Prose;
use crate::tree::Tree;
use crate::{FieldKind, Role, SectionKind, lexicon, marks};

/// Reads the whole text into the tree.
pub(crate) fn read(tree: &mut Tree<'_>) {
    let text = tree.text();
    let mut lists = Lists::default();
    let mut table = Table::default();
    for range in lines(text) {
        let line = trim(text, range);
        let words = &text[line.clone()];
        if words.is_empty() {
            continue;
        }
        if let Some(cells) = row(text, &line) {
            table.row(tree, cells);
            continue;
        }
        table.end(tree);
        let hashes = words.bytes().take_while(|&b| b == b'#').count();
        if hashes > 0 && words[hashes..].starts_with(' ') {
            let prose = inline(text, trim(text, line.start + hashes..line.end)).0;
            if hashes == 1 && !tree.has_title() {
                tree.title(prose);
            } else {
                tree.heading((hashes.min(9) as u8 - 1).max(1), prose);
            }
            continue;
        }
        let known = words.len() < 60 && lexicon::section_kind(words).is_some();
        if known {
            tree.heading(1, inline(text, line).0);
        } else if lexicon::is_navigation(words) {
            tree.passage(Role::Navigation, inline(text, line).0);
        } else if matches!(tree.section_kind(), SectionKind::References | SectionKind::Notes) {
            lists.line(tree, line);
        } else if let Some((_, item)) = list_item(text, &line) {
            tree.body(Role::ListItem, inline(text, item).0);
        } else {
            let (prose, images) = inline(text, line);
            if images {
                tree.passage(Role::Caption, prose)
            } else {
                tree.body(Role::Narrative, prose)
            };
        }
    }
    table.end(tree);
}

/// The cells of a table's row; `None` for any other line. A rule between head and body has no cells.
fn row(text: &str, line: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let words = &text[line.clone()];
    let pipes = words.bytes().filter(|&b| b == b'|').count();
    let is_row = words.starts_with('|') || words.ends_with('|') || pipes >= 3;
    if pipes == 0 || !is_row {
        return None;
    }
    let mut cells = Vec::new();
    let mut from = line.start + usize::from(words.starts_with('|'));
    for (at, _) in text[from..line.end].match_indices('|').map(|(at, m)| (from + at, m)).collect::<Vec<_>>() {
        cells.push(trim(text, from..at));
        from = at + 1;
    }
    if from < line.end {
        cells.push(trim(text, from..line.end));
    }
    let rule = cells.iter().all(|c| text[c.clone()].bytes().all(|b| matches!(b, b'-' | b':' | b' ')));
    Some(if rule { Vec::new() } else { cells })
}

/// The field that the rows below its name belong to.
#[derive(Debug, Default)]
struct Table {
    rows: usize,
    field: Option<(FieldKind, String)>,
    cells: Vec<(u8, Item)>,
}

impl Table {
    fn row(&mut self, tree: &mut Tree<'_>, cells: Vec<Range<usize>>) {
        let text = tree.text();
        let told: Vec<(usize, Range<usize>)> =
            cells.into_iter().enumerate().filter(|(_, c)| !c.is_empty()).collect();
        let Some((_, first)) = told.first().cloned() else { return };
        self.rows += 1;
        let words = &text[first.clone()];
        let alone = told.len() == 1;
        if let Some(kind) = lexicon::printed_field(words) {
            self.end(tree);
            self.field = Some((kind, words.to_owned()));
            // "Date | 3 May 2001": the value stands beside its name.
            for (column, cell) in told.into_iter().skip(1) {
                self.value(text, column as u8, cell);
            }
        } else if alone && self.field.is_none() && words.to_lowercase().starts_with("part of ") {
            infobox::tell(
                tree,
                FieldKind::PartOf,
                "Part of",
                None,
                vec![Item::new(0, inline(text, first.start + 8..first.end).0)],
            );
        } else if alone && self.field.is_none() && self.rows == 1 {
            tree.title(inline(text, first).0);
        } else if self.field.is_some() {
            for (column, cell) in told {
                self.value(text, column as u8 + 1, cell);
            }
        } else {
            for (_, cell) in told {
                let (prose, images) = inline(text, cell);
                tree.passage(if images { Role::Caption } else { Role::Table }, prose);
            }
        }
    }

    fn value(&mut self, text: &str, column: u8, cell: Range<usize>) {
        let prose = inline(text, cell).0;
        if !prose.is_empty() {
            self.cells.push((column, Item::new(0, prose)));
        }
    }

    /// Tells the values of the field that ends here.
    fn end(&mut self, tree: &mut Tree<'_>) {
        let cells = std::mem::take(&mut self.cells);
        let Some((kind, key)) = self.field.take() else { return };
        let sided = matches!(
            kind,
            FieldKind::Combatant
                | FieldKind::Commander
                | FieldKind::Unit
                | FieldKind::Strength
                | FieldKind::Casualties
        );
        let mut columns: Vec<u8> = cells.iter().map(|(c, _)| *c).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let items = cells.iter().filter(|(c, _)| *c == column).map(|(_, i)| i.clone()).collect();
            infobox::tell(tree, kind, &key, sided.then_some(column), items);
        }
    }
}

/// Words without images, links' addresses and emphasis; and whether an image stood there.
pub(crate) fn inline(text: &str, range: Range<usize>) -> (Prose, bool) {
    let mut prose = Prose::default();
    let (mut from, mut at, mut images) = (range.start, range.start, false);
    let bytes = text.as_bytes();
    while at < range.end {
        match bytes[at] {
            b'!' if bytes.get(at + 1) == Some(&b'[') => {
                if let Some((label, end)) = link(text, at + 1, range.end) {
                    marks::push(&mut prose, text, from..at);
                    prose.space(at..label.start);
                    marks::push(&mut prose, text, label.clone());
                    prose.space(label.end..end);
                    (from, at, images) = (end, end, true);
                    continue;
                }
            }
            b'[' => {
                if let Some((label, end)) = link(text, at, range.end) {
                    marks::push(&mut prose, text, from..at);
                    // "[[4]](#cite)" is a mark inside a link.
                    let inner = text[label.clone()].trim_start_matches('\\');
                    let mark = inner
                        .starts_with('[')
                        .then(|| crate::marks::bracket(text, label.end - inner.len(), label.end))
                        .flatten();
                    match mark {
                        Some((crate::marks::Bracket::Citation(mark), _)) => prose.cite(mark, at..end),
                        Some((crate::marks::Bracket::Flag(words), _)) => prose.flag(words, at..end),
                        None => marks::push(&mut prose, text, label),
                    }
                    (from, at) = (end, end);
                    continue;
                }
            }
            b'*' if bytes.get(at + 1) == Some(&b'*') => {
                marks::push(&mut prose, text, from..at);
                at += 2;
                from = at;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    marks::push(&mut prose, text, from..range.end);
    (prose, images)
}

/// A link that begins at `at` (a `[`): the range of its words, and its end.
fn link(text: &str, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let mut depth = 0;
    let mut close = None;
    for (i, &b) in bytes.iter().enumerate().take(end.min(at + 1000)).skip(at) {
        match b {
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    close = Some(i);
                    break;
                }
            }
            _ => {}
        }
    }
    let close = close?;
    if bytes.get(close + 1) != Some(&b'(') {
        return None;
    }
    let mut depth = 0;
    for (i, &b) in bytes.iter().enumerate().take(end).skip(close + 1) {
        match b {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((at + 1..close, i + 1));
                }
            }
            b' ' if i > close + 300 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Form;

    #[test]
    fn rows_become_fields_and_the_rest_is_text() {
        let text = "Siege of Dorn | ||||\n---|---|---|---|---\nPart of the Border War | ||||\n![](a.png) A mill | ||||\n| ||||\nBelligerents | ||||\nLeague | Republic | |||\nStrength | ||||\nThe siege began [4] in May. [5] [note 1]\nThe [bridge](http://a/(b)) fell , **twice** [6].\n";
        let source = crate::source::Source::verbatim(text, 0);
        let mut tree = Tree::new(&source);
        read(&mut tree);
        let d = tree.finish("t", text.as_bytes(), Form::MarkdownDump, "utf-8");
        let all: Vec<_> = d.passages.iter().map(|p| (p.role, p.text.as_str())).collect();
        assert_eq!(
            all,
            [
                (Role::Title, "Siege of Dorn"),
                (Role::Infobox, "the Border War"),
                (Role::Caption, "A mill"),
                (Role::Infobox, "League"),
                (Role::Infobox, "Republic"),
                (Role::Narrative, "The siege began in May."),
                (Role::Narrative, "The bridge fell , twice."),
            ]
        );
        assert_eq!(d.infobox[2].column, Some(2));
        assert_eq!(d.passages[5].citations.len(), 3);
    }
}

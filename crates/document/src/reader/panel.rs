//! An infobox as the lines of a pasted page.

use std::ops::Range;

use super::columns;
use super::glued;
use super::glued::Field;
use crate::infobox::{self, Item};
use crate::tree::Tree;
use crate::{FieldKind, Role, lexicon, marks};

/// Most lines that an infobox may take.
const LONGEST: usize = 400;

/// Where the infobox stands among the lines, if there is one.
///
/// It is a run of lines with at least two printed field names, from the repeated title or "Part of"
/// to the last value; a paragraph or a section's heading ends it.
pub(crate) fn find(text: &str, all: &[Range<usize>]) -> Option<Range<usize>> {
    let at =
        (0..all.len()).find(|&i| label(text, all, i).is_some_and(|(kind, ..)| kind != FieldKind::Other))?;
    let (mut end, mut fields, mut last_value) = (at, 0, at);
    while end < all.len() && end - at < LONGEST {
        let line = &text[all[end].clone()];
        if let Some((_, _, used)) = label(text, all, end) {
            fields += 1;
            end += used;
            last_value = end;
            continue;
        }
        if is_paragraph(line)
            || (lexicon::section_kind(line).is_some() && lexicon::printed_field(line).is_none())
        {
            break;
        }
        end += 1;
        if !line.is_empty() {
            last_value = end;
        }
    }
    if fields < 2 {
        return None;
    }
    // Upwards: caption, "Part of", the title again, up to a paragraph or two blank lines away.
    let mut start = at;
    let mut i = at;
    while i > 0 && at - i < 8 {
        i -= 1;
        let line = &text[all[i].clone()];
        if is_paragraph(line) || lexicon::is_navigation(line) {
            break;
        }
        if line.to_lowercase().starts_with("part of ") {
            start = i;
            // The line above it is the name of the conflict.
            if let Some(name) = (0..i).rev().find(|&j| !all[j].is_empty())
                && !is_paragraph(&text[all[name].clone()])
                && i - name <= 2
            {
                start = name;
            }
            break;
        }
    }
    Some(start..last_value)
}

/// Whether a line is a sentence of running text rather than a value.
fn is_paragraph(line: &str) -> bool {
    if line.len() < 100 {
        return false;
    }
    let prose = marks::prose(line, 0..line.len());
    prose.text.ends_with(['.', '!', '?', '"', '”', '。', '؟'])
}

/// The field whose name begins at line `i`: its kind, the bytes of the value on the same line, and
/// how many lines the name took ("Territorial" / "changes").
fn label(text: &str, all: &[Range<usize>], i: usize) -> Option<(FieldKind, Option<Range<usize>>, usize)> {
    let range = all[i].clone();
    let line = &text[range.clone()];
    if line.is_empty() || line.len() > 400 {
        return None;
    }
    if let Some(kind) = lexicon::printed_field(line) {
        return Some((kind, None, 1));
    }
    if let Some(next) = all.get(i + 1).filter(|n| !n.is_empty() && n.len() < 20 && line.len() < 20)
        && let Some(kind) = lexicon::printed_field(&format!("{line} {}", &text[next.clone()]))
    {
        return Some((kind, None, 2));
    }
    let (kind, name) = lexicon::glued_field(line)?;
    // "Date", "Status" and "Result" stand before their value; the others stand alone.
    matches!(kind, FieldKind::Date | FieldKind::Result | FieldKind::Place)
        .then(|| (kind, Some(crate::lines::trim(text, range.start + name..range.end)), 1))
}

/// Reads the lines of an infobox.
pub(crate) fn read(tree: &mut Tree<'_>, all: &[Range<usize>], panel: Range<usize>) {
    let text = tree.text();
    let mut fields: Vec<Field> = Vec::new();
    let mut i = panel.start;
    let mut head = true;
    while i < panel.end {
        if let Some((kind, value, used)) = label(text, all, i) {
            head = false;
            let key = text[all[i].start..value.as_ref().map_or(all[i + used - 1].end, |v| v.start)].trim();
            let key = key.split_whitespace().collect::<Vec<_>>().join(" ");
            i += used;
            let mut items: Vec<Item> =
                value.into_iter().map(|v| Item::new(0, marks::prose(text, v))).collect();
            let (mut gap, mut column) = (false, 1u8);
            while i < panel.end && label(text, all, i).is_none() {
                let line = all[i].clone();
                let tab = i > 0 && begins_cell(text, all[i - 1].end, line.start);
                i += 1;
                if line.is_empty() {
                    gap = true;
                    continue;
                }
                for (n, cell) in cells(text, line).into_iter().enumerate() {
                    if (n > 0 || tab) && !items.is_empty() {
                        column = column.saturating_add(1);
                    }
                    let mut found = infobox::line(text, cell, kind);
                    if let Some(first) = found.first_mut() {
                        first.gap = std::mem::take(&mut gap) && !items.is_empty();
                    }
                    for item in &mut found {
                        item.column = Some(column);
                    }
                    items.extend(found);
                }
            }
            // Without tabs, or with so many that they only indent, the columns are not told.
            let sided =
                !matches!(kind, FieldKind::Date | FieldKind::Place | FieldKind::Result | FieldKind::Other);
            if !sided || !(2..=3).contains(&column) {
                for item in &mut items {
                    item.column = None;
                }
            }
            fields.push(Field { kind, key, items });
            continue;
        }
        let line = all[i].clone();
        i += 1;
        if line.is_empty() || !head {
            continue;
        }
        let words = &text[line.clone()];
        let prose = marks::prose(text, line.clone());
        if words.to_lowercase().starts_with("part of ") {
            infobox::tell(
                tree,
                FieldKind::PartOf,
                "Part of",
                None,
                vec![Item::new(0, marks::prose(text, line.start + 8..line.end))],
            );
        } else if i == panel.start + 1 {
            infobox::tell(tree, FieldKind::Conflict, "", None, vec![Item::new(0, prose)]);
        } else {
            tree.passage(Role::Caption, prose);
        }
    }
    glued::cut(&mut fields);
    columns::part(&mut fields);
    for Field { kind, key, items } in fields {
        infobox::tell(tree, kind, &key, None, items);
    }
}

/// Whether a tab before a line begins another cell of the table.
fn begins_cell(text: &str, from: usize, to: usize) -> bool {
    let bullet = text[to..].starts_with(['•', '*', '-', '·', '◦', '–']);
    !bullet
        && text.get(from..to).is_some_and(|blank| blank.rsplit('\n').next().is_some_and(|b| b.contains('\t')))
}

/// The cells of a line, which tabs part.
fn cells(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut from = line.start;
    for (at, _) in text[line.clone()].match_indices('\t') {
        let at = line.start + at;
        let cell = crate::lines::trim(text, from..at);
        // A tab behind a list's mark parts no cells.
        if cell.len() > 3 || text[cell.clone()].chars().any(char::is_alphanumeric) {
            out.push(cell);
            from = at + 1;
        }
    }
    out.push(crate::lines::trim(text, from..line.end));
    out.retain(|cell| !cell.is_empty());
    out
}

//! An infobox table.

use super::{Reader, content};
use crate::infobox;
use crate::reader::out::Out;
use crate::{FieldKind, Role, lexicon};

impl Reader<'_, '_, '_> {
    /// Tells the rows of an infobox as fields.
    pub(super) fn panel(&mut self, table: u32) {
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        let mut field: Option<(FieldKind, String)> = None;
        let mut named = false;
        for (at, cells) in rows.into_iter().enumerate() {
            let words = |cell: u32| self.dom.words(cell).split_whitespace().collect::<Vec<_>>().join(" ");
            let Some(&first) = cells.first() else { continue };
            let head = self.dom.name(first) == "th";
            let label = words(first);
            if cells.len() == 1 {
                if label.is_empty() {
                    continue;
                }
                let known = lexicon::printed_field(&label).or_else(|| match lexicon::field(&label) {
                    (FieldKind::Other, _) => None,
                    (kind, _) => Some(kind),
                });
                if let Some(kind) = known.filter(|_| label.len() < 40) {
                    field = Some((kind, label));
                } else if label.to_lowercase().starts_with("part of ") && field.is_none() {
                    self.one(first, FieldKind::PartOf, "Part of", None);
                } else if !named && (head || at == 0) && field.is_none() {
                    named = true;
                    self.one(first, FieldKind::Conflict, "", None);
                } else if let Some((kind, key)) = field.clone() {
                    self.one(first, kind, &key, None);
                } else if head {
                    field = Some((FieldKind::Other, label));
                } else {
                    let mut out = Out::default();
                    self.inline_only(first, &mut out);
                    self.tree.passage(Role::Caption, out.prose);
                }
                continue;
            }
            if head {
                let (kind, _) = lexicon::field(&label);
                let kind = lexicon::printed_field(&label).unwrap_or(kind);
                let many = cells.len() > 2;
                for (column, &cell) in cells.iter().enumerate().skip(1) {
                    self.one(cell, kind, &label, many.then_some(column as u8));
                }
                continue;
            }
            let (kind, key) = field.clone().unwrap_or((FieldKind::Other, String::new()));
            for (column, &cell) in cells.iter().enumerate() {
                self.one(cell, kind, &key, Some(column as u8 + 1));
            }
        }
        self.links = 0;
    }

    fn one(&mut self, cell: u32, kind: FieldKind, key: &str, column: Option<u8>) {
        let mut out = Out { items: Some(Vec::new()), ..Out::default() };
        self.children(cell, &mut out);
        let mut items = out.into_items();
        let top = items.iter().map(|i| i.depth).min().unwrap_or(0);
        for item in &mut items {
            item.depth -= top;
        }
        if kind == FieldKind::PartOf
            && let Some(item) = items.first_mut()
        {
            item.prose.skip("Part of ".len());
        }
        infobox::tell(self.tree, kind, key, column, items);
    }

    /// Rows with their cells; a cell that holds a table is that table's rows.
    fn rows(&self, node: u32, rows: &mut Vec<Vec<u32>>) {
        for &child in &self.dom.nodes[node as usize].children {
            match self.dom.name(child) {
                "tr" if !content::is_hidden(self.dom, child) => {
                    let cells: Vec<u32> = self.dom.nodes[child as usize]
                        .children
                        .iter()
                        .copied()
                        .filter(|&c| matches!(self.dom.name(c), "td" | "th"))
                        .collect();
                    let inner = cells
                        .first()
                        .filter(|_| cells.len() == 1)
                        .and_then(|&cell| self.dom.below(cell).find(|&n| self.dom.name(n) == "table"));
                    match inner {
                        Some(table) => self.rows(table, rows),
                        None => rows.push(cells),
                    }
                }
                "tbody" | "thead" | "tfoot" => self.rows(child, rows),
                "caption" => rows.push(vec![child]),
                _ => {}
            }
        }
    }
}

//! The simplified form of a wiki page: `= Title =`, `Infobox`, `- Key: value`, `== Section ==`.

use super::reference_list::Lists;
use crate::infobox::{self, Item};
use crate::lines::{lines, list_item, trim};
use crate::tree::Tree;
use crate::{FieldKind, Role, SectionKind, lexicon, marks};

/// Reads the whole text into the tree.
pub(crate) fn read(tree: &mut Tree<'_>) {
    let text = tree.text();
    let mut in_box = false;
    let mut lists = Lists::default();
    for range in lines(text) {
        let line = trim(text, range);
        let words = &text[line.clone()];
        if words.is_empty() {
            continue;
        }
        let level = words.bytes().take_while(|&b| b == b'=').count();
        let tail = words.bytes().rev().take_while(|&b| b == b'=').count();
        if level > 0 && tail > 0 && level + tail < words.len() {
            in_box = false;
            let prose = marks::prose(text, trim(text, line.start + level..line.end - tail));
            if level == 1 && !tree.has_title() {
                tree.title(prose);
            } else {
                tree.heading((level.min(9) as u8 - 1).max(1), prose);
            }
            continue;
        }
        if matches!(words, "Infobox" | "Infobox:") {
            in_box = true;
            continue;
        }
        let field = words
            .strip_prefix("- ")
            .and_then(|w| w.split_once(':'))
            .filter(|(key, _)| in_box && key.len() < 60);
        if let Some((key, value)) = field {
            let (kind, column) = lexicon::field(key);
            let value = trim(text, line.end - value.len()..line.end);
            let items = match kind {
                FieldKind::Other | FieldKind::Conflict | FieldKind::PartOf => {
                    vec![Item::new(0, marks::prose(text, value))]
                }
                _ => infobox::comma_list(text, value, kind),
            };
            infobox::tell(tree, kind, key, column, items);
            continue;
        }
        in_box = false;
        if lexicon::is_navigation(words) {
            tree.passage(Role::Navigation, marks::prose(text, line));
        } else if matches!(tree.section_kind(), SectionKind::References | SectionKind::Notes) {
            lists.line(tree, line);
        } else if let Some((_, item)) = list_item(text, &line) {
            tree.body(Role::ListItem, marks::prose(text, item));
        } else {
            tree.body(Role::Narrative, marks::prose(text, line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Fate, Form};

    fn document(text: &str) -> Document {
        let source = crate::source::Source::verbatim(text, 0);
        let mut tree = Tree::new(&source);
        read(&mut tree);
        tree.finish("t", text.as_bytes(), Form::SimpleWiki, "utf-8")
    }

    #[test]
    fn fields_sections_and_lists() {
        let d = document(
            "= Siege of Dorn =\n\nInfobox\n- Conflict: Siege of Dorn\n- Date: 3 May 2001, ()\n- Combatant1: North:, League, Free Men ---- South:, Guild\n- Combatant2: Republic, , Allies:, Order\n- Commander2: Gen. A. Bren, (), Killed: Col. CorKIA, (Guards commander)\n- Casualties2: 1,200 killed (per the League), 300 killed (army claim)\n\nThe siege began.[1]\n\n==Battle==\nIt fell.\n\n===North===\nIt fell again.\n\n== See also ==\n- Siege of Elm\n",
        );
        let of = |kind: FieldKind| {
            let mut all = Vec::new();
            for f in d.infobox.iter().filter(|f| f.kind == kind) {
                all.push((d.passages[f.passage as usize].text.clone(), f.column, f.group.clone()));
            }
            all
        };
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(of(FieldKind::Date), [("3 May 2001".to_owned(), None, None)]);
        assert_eq!(
            of(FieldKind::Combatant),
            [
                ("League".to_owned(), Some(1), some("North")),
                ("Free Men".to_owned(), Some(1), some("North")),
                ("Guild".to_owned(), Some(1), some("South")),
                ("Republic".to_owned(), Some(2), None),
                ("Order".to_owned(), Some(2), some("Allies")),
            ]
        );
        assert_eq!(of(FieldKind::Commander)[1].0, "Col. Cor (Guards commander)");
        assert_eq!(d.infobox.iter().filter(|f| f.fate == Some(Fate::Killed)).count(), 1);
        let claims: Vec<_> = d
            .infobox
            .iter()
            .filter_map(|f| Some(f.claimant?.of_text(&d.passages[f.passage as usize].text).to_owned()))
            .collect();
        assert_eq!(claims, ["the League", "army"]);
        assert_eq!(d.title, Some(0));
        assert_eq!(d.sections.iter().map(|s| s.level).collect::<Vec<_>>(), [0, 1, 2, 1]);
        assert_eq!(d.passages.last().map(|p| p.role), Some(Role::Link));
    }
}

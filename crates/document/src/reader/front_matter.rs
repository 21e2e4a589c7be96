//! The YAML head of a Markdown file: the plain subset that site generators write.

use std::ops::Range;

use crate::infobox::{self, Item};
use crate::lines::{lines, trim};
use crate::prose::Prose;
use crate::tree::Tree;
use crate::{FieldKind, dates, lexicon, marks};

/// One key and its values; a value of several lines keeps them.
#[derive(Debug)]
struct Entry {
    key: Range<usize>,
    indent: usize,
    values: Vec<Value>,
}

#[derive(Debug)]
struct Value {
    lines: Vec<Range<usize>>,
    /// A `|` block: its lines are lines, not one folded text.
    block: bool,
}

impl Value {
    fn range(&self) -> Range<usize> {
        match (self.lines.first(), self.lines.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// Reads the head and gives the offset of the text after it; 0 when there is none.
pub(crate) fn read(tree: &mut Tree<'_>) -> usize {
    let text = tree.text();
    if !crate::form::front_matter(text) {
        return 0;
    }
    let mut rows = Vec::new();
    let mut end = text.len();
    for line in lines(text).skip(1) {
        let words = text[line.clone()].trim_end();
        if words == "---" || words == "..." {
            end = (line.end + 1..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
            break;
        }
        rows.push(line);
    }
    tell(tree, &entries(text, &rows));
    end
}

fn entries(text: &str, rows: &[Range<usize>]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for row in rows {
        let line = &text[row.clone()];
        let body = trim(text, row.clone());
        let indent = line.len() - line.trim_start().len();
        // A key on the margin, or in a map below a key without a value (`infobox:`).
        let nested = entries.last().is_some_and(|e| {
            if e.values.is_empty() { indent > e.indent } else { e.indent > 0 && indent == e.indent }
        });
        if (indent == 0 || nested) && !text[body.clone()].starts_with(['-', '#']) {
            let words = &text[body.clone()];
            let colon =
                words.find(':').filter(|&c| words[c + 1..].is_empty() || words[c + 1..].starts_with(' '));
            if let Some(colon) = colon.filter(|&c| indent == 0 || !words[..c].contains(' ')) {
                let key = body.start..body.start + colon;
                let rest = trim(text, body.start + colon + 1..body.end);
                let mut entry = Entry { key, indent, values: Vec::new() };
                entry.start(text, rest);
                entries.push(entry);
                continue;
            }
            if indent == 0 {
                continue;
            }
        }
        let Some(entry) = entries.last_mut() else { continue };
        let block = entry.values.last().is_some_and(|v| v.block);
        let shallow = indent <= entry.indent + 2;
        if text[body.clone()].starts_with("- ") && (!block || shallow) {
            entry.start(text, trim(text, body.start + 2..body.end));
        } else if let Some(value) = entry.values.last_mut() {
            value.lines.push(body);
        } else if !body.is_empty() {
            entry.values.push(Value { lines: vec![body], block: false });
        }
    }
    entries
}

impl Entry {
    /// Begins a value at what follows its key or dash.
    fn start(&mut self, text: &str, rest: Range<usize>) {
        let words = &text[rest.clone()];
        if words.is_empty() {
            return;
        }
        if words.starts_with(['|', '>']) && words.len() <= 3 {
            self.values.push(Value { lines: Vec::new(), block: words.starts_with('|') });
        } else if words.starts_with('[') && words.ends_with(']') && words.len() > 2 {
            let mut from = rest.start + 1;
            for part in text[rest.start + 1..rest.end - 1].split(',') {
                let part = trim(text, from..from + part.len());
                from = text[from..].find(',').map_or(rest.end, |c| from + c + 1);
                self.values.push(Value { lines: vec![unquoted(text, part)], block: false });
            }
        } else {
            self.values.push(Value { lines: vec![unquoted(text, rest)], block: false });
        }
    }
}

fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    for quote in ['"', '\''] {
        if words.len() >= 2 && words.starts_with(quote) && words.ends_with(quote) {
            return trim(text, range.start + 1..range.end - 1);
        }
    }
    range
}

fn tell(tree: &mut Tree<'_>, entries: &[Entry]) {
    let text = tree.text();
    let key_of = |e: &Entry| text[e.key.clone()].trim().trim_matches(['"', '\'']).to_lowercase();
    let has_published = entries.iter().any(|e| {
        matches!(
            key_of(e).as_str(),
            "pubdate" | "published" | "datepublished" | "publish_date" | "published_at"
        )
    });
    let title = entries.iter().find(|e| matches!(key_of(e).as_str(), "title" | "subject" | "headline"));
    let title =
        title.and_then(|e| e.values.first()).map(|v| Prose::of(text, v.range()).text).unwrap_or_default();
    let located = entries.iter().any(|e| key_of(e) == "place");
    for entry in entries {
        let key = key_of(entry);
        let Some(first) = entry.values.first() else { continue };
        let words = Prose::of(text, first.range()).text;
        let date = dates::edtf(&words);
        match key.as_str() {
            "title" | "subject" | "headline" => tree.title(marks::prose(text, first.range())),
            "author" | "authors" | "byline" => {
                tree.origin.author = Some(words);
                other(tree, &key, first);
            }
            "publisher" | "source" | "outlet" | "site" | "website" => {
                tree.origin.publisher = Some(words);
                other(tree, &key, first);
            }
            "pubdate" | "published" | "datepublished" | "publish_date" | "published_at" => {
                tree.origin.published = date;
                other(tree, &key, first);
            }
            "date" if date.as_ref().is_some_and(|d| d.len() == 10) && !has_published => {
                tree.origin.published = date;
                other(tree, &key, first);
            }
            "url" | "link" | "canonical" | "source_url" => {
                tree.origin.url = Some(words);
                other(tree, &key, first);
            }
            "lang" | "language" => tree.origin.language = Some(words),
            "tags" if located && !title.is_empty() && words == title => tags(tree, &entry.values),
            _ => {
                let (kind, column) = lexicon::field(&key);
                for value in &entry.values {
                    field(tree, kind, &key, column, value);
                }
            }
        }
    }
}

fn other(tree: &mut Tree<'_>, key: &str, value: &Value) {
    field(tree, FieldKind::Other, key, None, value);
}

fn field(tree: &mut Tree<'_>, kind: FieldKind, key: &str, column: Option<u8>, value: &Value) {
    let text = tree.text();
    let items = if value.block {
        value.lines.iter().flat_map(|line| infobox::line(text, line.clone(), kind)).collect()
    } else if matches!(kind, FieldKind::Combatant | FieldKind::Commander | FieldKind::Unit) {
        infobox::line(text, value.range(), kind)
    } else {
        vec![Item::new(0, marks::prose(text, value.range()))]
    };
    infobox::tell(tree, kind, key, column, items);
}

/// Tags that begin with the title are an infobox without its keys: the conflict, what it is part
/// of, the belligerents column by column, then the categories.
fn tags(tree: &mut Tree<'_>, values: &[Value]) {
    let text = tree.text();
    let mut belligerents = true;
    for (at, value) in values.iter().enumerate() {
        let words = Prose::of(text, value.range()).text;
        let flagged = words.starts_with(|c: char| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c))
            || text[value.range()].starts_with(' ');
        belligerents &= at < 4 || value.block || flagged;
        belligerents &= !is_category(&words);
        match at {
            0 => field(tree, FieldKind::Conflict, "tags", None, value),
            1 => infobox::tell(
                tree,
                FieldKind::PartOf,
                "tags",
                None,
                vec![Item::new(0, marks::prose(text, value.range()))],
            ),
            _ if belligerents => field(tree, FieldKind::Combatant, "tags", Some(at as u8 - 1), value),
            _ => field(tree, FieldKind::Other, "tags", None, value),
        }
    }
}

/// "Conflicts in 2016", "Battles of the …", "May 2016 events in …": a name for a set of pages.
fn is_category(words: &str) -> bool {
    let lower = words.to_lowercase();
    let set = [
        "conflicts in",
        "battles of",
        "battles in",
        "battles involving",
        "military operations",
        "sieges of",
        "sieges in",
        "wars involving",
        "history of",
        "articles",
        "campaigns of",
        "airstrikes",
        "massacres",
        "events in",
    ];
    set.iter().any(|s| lower.starts_with(s) || lower.contains(" events in "))
        || lower.ends_with(" district")
        || lower.contains(" in the ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Form;

    #[test]
    fn keys_lists_blocks_and_folded_lines() {
        let text = "---\nsubject: Siege of Dorn\ndescription: A siege that took\n  three days.\nauthor: Encyclopaedia\npubDate: 2003-05-01 10:00\ntags:\n  - Siege of Dorn\n  - the Border War\n  - |-\n    🇫🇷 League\n    * First Corps\n    Support:\n    Guild\n  - Republic\n  - Conflicts in 2001\ndate:\n  - 3–5 May 2001\nplace:\n  - Dorn, Northern Province\n---\nThe text.\n";
        let source = crate::source::Source::verbatim(text, 0);
        let mut tree = Tree::new(&source);
        let body = read(&mut tree);
        assert_eq!(&text[body..], "The text.\n");
        let d = tree.finish("t", text.as_bytes(), Form::Markdown, "utf-8");
        assert_eq!(d.origin.published.as_deref(), Some("2003-05-01"));
        let of = |kind| {
            d.infobox
                .iter()
                .filter(|f| f.kind == kind)
                .map(|f| (d.passages[f.passage as usize].text.as_str(), f.column, f.depth))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(FieldKind::Combatant),
            [
                ("League", Some(1), 0),
                ("First Corps", Some(1), 1),
                ("Guild", Some(1), 0),
                ("Republic", Some(2), 0)
            ]
        );
        assert_eq!(of(FieldKind::Date), [("3–5 May 2001", None, 0)]);
        assert_eq!(of(FieldKind::Place), [("Dorn, Northern Province", None, 0)]);
        assert!(d.passages.iter().any(|p| p.text == "A siege that took three days."));
    }

    #[test]
    fn a_map_below_a_key_is_an_infobox() {
        let text = "---\ntitle: Siege of Dorn\ninfobox:\n  conflict: Siege of Dorn\n  date: 3 – 5 May 2001\n  combatant1:\n    - League\n    - Guild\n  combatant2: Republic\nlang: en\n---\n";
        let source = crate::source::Source::verbatim(text, 0);
        let mut tree = Tree::new(&source);
        read(&mut tree);
        let d = tree.finish("t", text.as_bytes(), Form::Markdown, "utf-8");
        let all: Vec<_> = d
            .infobox
            .iter()
            .map(|f| (f.kind, f.column, d.passages[f.passage as usize].text.as_str()))
            .collect();
        assert_eq!(
            all,
            [
                (FieldKind::Conflict, None, "Siege of Dorn"),
                (FieldKind::Date, None, "3 – 5 May 2001"),
                (FieldKind::Combatant, Some(1), "League"),
                (FieldKind::Combatant, Some(1), "Guild"),
                (FieldKind::Combatant, Some(2), "Republic"),
            ]
        );
        assert_eq!(d.origin.language.as_deref(), Some("en"));
    }

    #[test]
    fn a_date_alone_is_the_day_of_publication() {
        let text = "---\ntitle: \"Dorn falls\"\ndate: 2001-05-05\ntags: [war, dorn]\n---\n";
        let source = crate::source::Source::verbatim(text, 0);
        let mut tree = Tree::new(&source);
        read(&mut tree);
        assert_eq!(tree.origin.published.as_deref(), Some("2001-05-05"));
        assert!(tree.has_title());
    }
}

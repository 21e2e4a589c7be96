//! Values of an infobox, whatever form it stood in.

use std::ops::Range;

use crate::lexicon;
use crate::prose::Prose;
use crate::tree::{Tree, Value};
use crate::{Fate, FieldKind, marks};

/// One line of a field, before headings and brackets are sorted out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) depth: u8,
    pub(crate) prose: Prose,
    pub(crate) flag: Option<String>,
    pub(crate) fate: Option<Fate>,
    /// A blank line, a rule or another block stood before it.
    pub(crate) gap: bool,
    /// Its column, where a pasted page lets it be known.
    pub(crate) column: Option<u8>,
}

impl Item {
    pub(crate) fn new(depth: u8, prose: Prose) -> Self {
        Self { depth, prose, ..Self::default() }
    }
}

/// Tells the lines of one field to the tree.
///
/// A line that ends in a colon heads those below it; a line in brackets belongs to the one above;
/// `KIA`, `†` and the like at a name's end are the person's fate.
pub(crate) fn tell(tree: &mut Tree<'_>, kind: FieldKind, key: &str, column: Option<u8>, items: Vec<Item>) {
    let mut group: Option<String> = None;
    let (mut head_depth, mut below): (u8, Option<u8>) = (0, None);
    let mut column = column;
    let mut out: Vec<(Value, Prose)> = Vec::new();
    let parted = items.iter().any(|item| item.column.is_some());
    let pasted = column.is_none() && !parted;
    let mut after_fates = false;
    let mut above = items.first().and_then(|item| item.column);
    for item in items {
        let Item { depth, mut prose, flag, mut fate, gap, column: own_column } = item;
        // A heading does not reach into the next column.
        if own_column != above {
            (group, above) = (None, own_column);
        }
        let (end, marked) = fate_mark(&prose.text, kind);
        if end < prose.text.len() {
            prose.truncate(end);
            fate = fate.or(marked);
        }
        let text = prose.text.as_str();
        let words =
            text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '-' | '–'));
        if words.is_empty() {
            continue;
        }
        if let Some(head) = text.strip_suffix(':').filter(|h| h.len() < 60) {
            // A list of the fallen follows the living of its own side.
            after_fates |= lexicon::fate(head).is_some();
            group = Some(head.trim().to_owned());
            (head_depth, below) = (depth, None);
            continue;
        }
        // A heading in a nested list ends with its own list.
        let own = *below.get_or_insert(depth) > head_depth;
        if depth < head_depth || (own && depth == head_depth) {
            group = None;
        }
        // In a pasted page a blank line ends the list under a heading; after a list of the fallen it
        // is the next column's turn.
        let under = out.last().is_some_and(|(v, _)| v.group.is_some() && v.group == group);
        if (pasted || parted) && gap && under {
            let fallen = group.take().is_some_and(|g| lexicon::fate(&g).is_some());
            if fallen && pasted && kind == FieldKind::Commander {
                column = Some(column.unwrap_or(1) + 1);
            }
        }
        let bracketed = text.starts_with('(') && text.ends_with(')');
        if let Some((_, name)) = out.last_mut().filter(|_| bracketed && !gap) {
            name.append(prose);
            continue;
        }
        let group_fate = group.as_deref().and_then(lexicon::fate);
        let value = Value {
            kind,
            key: key.to_owned(),
            column: own_column.or(column).or(if pasted && after_fates { Some(1) } else { None }),
            depth,
            group: group.clone(),
            fate: fate.or(group_fate),
            flag,
        };
        out.push((value, prose));
    }
    // The first column is only known to be one when a second was found.
    if pasted && out.iter().all(|(v, _)| v.column.is_none_or(|c| c == 1)) {
        for (value, _) in &mut out {
            value.column = None;
        }
    } else if pasted {
        for (value, _) in &mut out {
            value.column.get_or_insert(1);
        }
    }
    for (value, prose) in out {
        tree.field(value, prose);
    }
}

/// The items of a value written on one line with commas (`A, * B, ** C, (), Killed: DKIA`).
pub(crate) fn comma_list(text: &str, range: Range<usize>, kind: FieldKind) -> Vec<Item> {
    let mut items = Vec::new();
    let mut gap = false;
    let mut under: Option<u8> = None;
    for part in split(text, range, kind) {
        if text[part.clone()].trim() == "----" {
            gap = true;
            under = None;
            continue;
        }
        let mut part = crate::lines::trim(text, part);
        let stars = text[part.clone()].bytes().take_while(|&b| b == b'*').count();
        part = crate::lines::trim(text, part.start + stars..part.end);
        part.start += image_parameters(&text[part.clone()]);
        let mut depth = stars as u8;
        if stars > 0 {
            under = None;
        } else if let Some(above) = under {
            depth = above;
        }
        // "Killed: First Name" and "Local militias: First": a heading and its first value.
        let words = &text[part.clone()];
        let colon = words.find(": ").filter(|&c| {
            matches!(kind, FieldKind::Combatant | FieldKind::Commander | FieldKind::Unit)
                && c < 40
                && !words[..c].contains('(')
        });
        if let Some(colon) = colon {
            let mut head = Item::new(depth, marks::prose(text, part.start..part.start + colon + 1));
            head.gap = std::mem::take(&mut gap);
            items.push(head);
            part = crate::lines::trim(text, part.start + colon + 1..part.end);
            if stars > 0 {
                depth += 1;
                under = Some(depth);
            }
        }
        let (end, fate) = fate_mark(&text[part.clone()], kind);
        let mut item = Item::new(depth, marks::prose(text, part.start..part.start + end));
        item.fate = fate;
        item.gap = std::mem::take(&mut gap);
        items.push(item);
    }
    items
}

/// The items of one line: a list mark gives the depth, a flag (🇽🇾) begins a value, `Head: value`
/// is a heading and a value, and a heading may hang at the end of a line (`X Supported by:`).
pub(crate) fn line(text: &str, line: Range<usize>, kind: FieldKind) -> Vec<Item> {
    let mut line = crate::lines::trim(text, line);
    let stars = text[line.clone()].bytes().take_while(|&b| b == b'*').count();
    let mut depth = stars as u8;
    line = crate::lines::trim(text, line.start + stars..line.end);
    if stars == 0
        && let Some((indent, body)) = crate::lines::list_item(text, &line)
    {
        depth = indent + 1;
        line = body;
    }
    let mut items = Vec::new();
    for (flag, part) in at_flags(text, line) {
        let mut part = crate::lines::trim(text, part);
        let words = &text[part.clone()];
        let listed = matches!(kind, FieldKind::Combatant | FieldKind::Commander | FieldKind::Unit);
        if let Some(colon) = words.find(": ").filter(|&c| listed && c < 40 && !words[..c].contains('(')) {
            items.push(Item::new(depth, marks::prose(text, part.start..part.start + colon + 1)));
            part = crate::lines::trim(text, part.start + colon + 1..part.end);
        }
        let words = &text[part.clone()];
        let mut tail = None;
        if flag.is_some() && words.ends_with(':') {
            let stem = words.trim_end_matches(':').trim_end_matches(" by");
            if let Some(space) = stem.rfind(' ') {
                tail = Some(part.start + space..part.end);
                part.end = part.start + space;
            }
        }
        let (end, fate) = fate_mark(&text[part.clone()], kind);
        let mut item = Item::new(depth, marks::prose(text, part.start..part.start + end));
        (item.flag, item.fate) = (flag, fate);
        items.push(item);
        items.extend(tail.map(|tail| Item::new(depth, marks::prose(text, tail))));
    }
    items
}

/// Cuts at flag characters (two regional indicators); each part with its flag's country code.
fn at_flags(text: &str, line: Range<usize>) -> Vec<(Option<String>, Range<usize>)> {
    let letter = |c: char| {
        ('\u{1f1e6}'..='\u{1f1ff}').contains(&c).then(|| char::from(b'A' + (c as u32 - 0x1f1e6) as u8))
    };
    let mut parts = Vec::new();
    let (mut from, mut flag) = (line.start, None);
    let mut chars = text[line.clone()].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some(first) = letter(c) else { continue };
        let Some((_, second)) = chars.next_if(|&(_, d)| letter(d).is_some()) else { continue };
        parts.push((flag.take(), from..line.start + at));
        flag = letter(second).map(|second| [first, second].iter().collect());
        from = line.start + at + c.len_utf8() + second.len_utf8();
    }
    parts.push((flag, from..line.end));
    parts.retain(|(_, part)| !text[part.clone()].trim().is_empty());
    parts
}

/// Length of image parameters left over from a template ("16px ", "border=no|10px ").
fn image_parameters(text: &str) -> usize {
    let mut at = 0;
    for word in text.split_inclusive([' ', '|']) {
        let bare = word.trim_end_matches([' ', '|']);
        let size = bare
            .strip_suffix("px")
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'x'));
        if !(size || bare.starts_with("border=") || bare.starts_with("link=") || bare.starts_with("alt=")) {
            break;
        }
        at += word.len();
    }
    if at == text.len() { 0 } else { at }
}

/// Length of a name without the mark of its fate, and the fate ("Abu `AhmadKIA`", "J. Doe †").
pub(crate) fn fate_mark(text: &str, kind: FieldKind) -> (usize, Option<Fate>) {
    if !matches!(kind, FieldKind::Commander | FieldKind::Unit | FieldKind::Combatant) {
        return (text.len(), None);
    }
    let bare = text.trim_end();
    for mark in ["KIA", "WIA", "POW", "MIA", "DOW", "†"] {
        if let Some(name) = bare.strip_suffix(mark) {
            let name = name.trim_end_matches(['(', ' ']);
            if !name.is_empty() {
                return (name.len(), lexicon::fate(mark));
            }
        }
        if let Some(name) = bare.strip_suffix(')').and_then(|b| b.strip_suffix(mark)) {
            return (name.trim_end_matches(['(', ' ']).len(), lexicon::fate(mark));
        }
    }
    (text.len(), None)
}

/// Splits at commas outside brackets and quotes, and at `----`. Sentences (dates, places, results)
/// are left whole; figures are only split where the next part begins with a figure.
fn split(text: &str, range: Range<usize>, kind: FieldKind) -> Vec<Range<usize>> {
    let lists = matches!(kind, FieldKind::Combatant | FieldKind::Commander | FieldKind::Unit);
    let figures = matches!(kind, FieldKind::Strength | FieldKind::Casualties);
    let bytes = text.as_bytes();
    let (mut parts, mut from, mut depth) = (Vec::new(), range.start, 0_i32);
    let mut at = range.start;
    while at < range.end {
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth = (depth - 1).max(0),
            b',' if depth == 0 => {
                let rest = text[at + 1..range.end].trim_start();
                let spaced = text[at + 1..range.end].starts_with([' ', ',']);
                let figure = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '~' | '<' | '>'))
                    || rest.starts_with("c. ")
                    || rest.starts_with('(');
                if spaced && (lists || (figures && figure) || rest.starts_with("()")) {
                    parts.push(from..at);
                    from = at + 1;
                }
            }
            b'-' if text[at..range.end].starts_with("----") => {
                parts.push(from..at);
                parts.push(at..at + 4);
                at += 4;
                from = at;
                depth = 0;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(from..range.end);
    parts.retain(|p| !text[p.clone()].trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(kind: FieldKind, text: &str) -> Vec<(u8, String, Option<Fate>)> {
        comma_list(text, 0..text.len(), kind).into_iter().map(|i| (i.depth, i.prose.text, i.fate)).collect()
    }

    #[test]
    fn commanders_with_their_fate() {
        let text = "Ilya Vorn, (), Killed: Col. A. BrenKIA, (Northern Brigade commander)";
        let found = items(FieldKind::Commander, text);
        let names: Vec<_> = found.iter().map(|(_, n, _)| n.as_str()).collect();
        assert_eq!(names, ["Ilya Vorn", "()", "Killed:", "Col. A. Bren", "(Northern Brigade commander)"]);
        assert_eq!(found[3].2, Some(Fate::Killed));
    }

    #[test]
    fn units_are_a_tree() {
        let text = "Army, * 1st Corps, ** 16px 4th Brigade, ** Local bands: Falcons of Dorn, Wolves, * Air Force, Navy";
        let found = items(FieldKind::Unit, text);
        let tree: Vec<_> = found.iter().map(|(d, n, _)| (*d, n.as_str())).collect();
        let expected = [
            (0, "Army"),
            (1, "1st Corps"),
            (2, "4th Brigade"),
            (2, "Local bands:"),
            (3, "Falcons of Dorn"),
            (3, "Wolves"),
            (1, "Air Force"),
            (0, "Navy"),
        ];
        assert_eq!(tree, expected);
    }

    #[test]
    fn flags_and_headings_on_one_line() {
        let text = "🇫🇷 France Support: 🇨🇭 Switzerland";
        let found = line(text, 0..text.len(), FieldKind::Combatant);
        let all: Vec<_> = found.iter().map(|i| (i.prose.text.as_str(), i.flag.as_deref())).collect();
        assert_eq!(all, [("France", Some("FR")), ("Support:", None), ("Switzerland", Some("CH"))]);
    }

    #[test]
    fn figures_keep_their_commas() {
        let found = items(FieldKind::Casualties, "250 killed (per the rebels), 2,400 killed (per the army)");
        assert_eq!(found.len(), 2);
        assert_eq!(items(FieldKind::Place, "Olvena, Northern Province").len(), 1);
    }
}

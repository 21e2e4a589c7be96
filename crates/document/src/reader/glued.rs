//! Words of a flag's picture that a pasted page glued to the name or the figure behind it:
//! "Ruritania Lt. Gen. A. Vorn", "Ruritania 51+ killed".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::FieldKind;
use crate::infobox::Item;

/// One field of the infobox with its lines.
pub(crate) struct Field {
    pub(crate) kind: FieldKind,
    pub(crate) key: String,
    pub(crate) items: Vec<Item>,
}

#[derive(Deserialize)]
struct States {
    states: BTreeMap<String, Vec<String>>,
}

/// The names of states, without adjectives.
static STATES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let file: States = toml::from_str(include_str!("../../../../data/belligerents/states.toml"))
        .expect("the states are checked by the tests");
    file.states.into_values().filter_map(|names| names.into_iter().next()).collect()
});

/// Whether a name is that of a state or of what acts for one.
pub(crate) fn is_state(name: &str) -> bool {
    const BODIES: [&str; 10] = [
        "Republic",
        "Government",
        "government",
        "Kingdom",
        "Federation",
        "Armed Forces",
        "Emirate of",
        "State of",
        "Empire",
        "Ministry",
    ];
    let bare = name.split(['(', '[', ',']).next().unwrap_or(name).trim();
    STATES.contains(bare) || BODIES.iter().any(|b| bare.contains(b))
}

/// Cuts the words of flags off the lines of the fields.
pub(crate) fn cut(fields: &mut [Field]) {
    // What stands before figures is a flag, and so is the same before a name.
    let known: BTreeSet<String> = fields
        .iter()
        .filter(|f| matches!(f.kind, FieldKind::Casualties | FieldKind::Strength))
        .flat_map(|f| &f.items)
        .filter_map(|item| before_figure(&item.prose.text))
        .map(str::to_owned)
        .collect();
    for field in fields {
        let items = std::mem::take(&mut field.items);
        for item in items {
            match field.kind {
                FieldKind::Casualties | FieldKind::Strength => {
                    for item in figures(item) {
                        let flag = before_figure(&item.prose.text).map(str::to_owned);
                        field.items.push(without(item, flag));
                    }
                }
                FieldKind::Commander => field.items.extend(people(item)),
                FieldKind::Combatant | FieldKind::Unit => {
                    let flag = known.iter().find(|k| names_behind(&item.prose.text, k)).cloned();
                    field.items.push(without(item, flag));
                }
                _ => field.items.push(item),
            }
        }
    }
}

/// A short name right before a figure: "Ruritania 51+ killed", "Ruritanian opposition 5 killed".
fn before_figure(text: &str) -> Option<&str> {
    const NONE: [&str; 20] = [
        "about",
        "over",
        "at",
        "between",
        "several",
        "up",
        "nearly",
        "approximately",
        "around",
        "almost",
        "unknown",
        "total",
        "more",
        "fewer",
        "less",
        "some",
        "roughly",
        "estimated",
        "per",
        "only",
    ];
    let figure = text.find(|c: char| c.is_ascii_digit())?;
    let name = text[..figure].strip_suffix(' ')?;
    let words: Vec<&str> = name.split(' ').collect();
    let plain = words.len() <= 3
        && name.starts_with(char::is_uppercase)
        && words
            .iter()
            .all(|w| w.chars().all(char::is_alphabetic) && !NONE.contains(&w.to_lowercase().as_str()));
    // A figure that counts nothing ("Brigade 47") is part of the name.
    let counts = text[figure..].split(' ').nth(1).is_some_and(|w| w.starts_with(char::is_lowercase));
    (plain && counts).then_some(name)
}

/// One item for each figure: after a mark another one begins (`17 killed[d] 115,000 displaced`).
fn figures(item: Item) -> Vec<Item> {
    let text = &item.prose.text;
    let cut = item.prose.citations.iter().map(|mark| mark.at as usize).find(|&at| {
        text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
            && text[..at].trim_end().ends_with(char::is_alphabetic)
    });
    let Some(at) = cut else { return vec![item] };
    let (first, mut rest) = split(item, at);
    rest.gap = false;
    let mut out = vec![first];
    out.extend(figures(rest));
    out
}

/// The item before a byte of its text and the one behind it. A mark goes with the words before it.
fn split(item: Item, at: usize) -> (Item, Item) {
    let (mut first, mut rest) = (item.clone(), item);
    let (before, after): (Vec<_>, Vec<_>) =
        std::mem::take(&mut first.prose.citations).into_iter().partition(|mark| mark.at as usize <= at);
    (first.prose.citations, rest.prose.citations) = (before, after);
    first.prose.truncate(at);
    rest.prose.skip(at);
    (first, rest)
}

/// Whether a text is a flag's words and a name of two words or more.
fn names_behind(text: &str, flag: &str) -> bool {
    text.strip_prefix(flag).and_then(|rest| rest.strip_prefix(' ')).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“')) && rest.contains(' ')
    })
}

/// One item for each person: the name of a state before a person's name is his flag.
fn people(mut item: Item) -> Vec<Item> {
    let text = item.prose.text.clone();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for state in STATES.iter() {
        for (at, _) in text.match_indices(state.as_str()) {
            let end = at + state.len();
            let whole = (at == 0 || text[..at].ends_with(' '))
                && text[end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
            let outside = text[..at].matches('(').count() == text[..at].matches(')').count();
            // In the middle of a line only before a rank: "A. Vorn Ruritania Gen. B. Bren".
            if whole && outside && (at == 0 || is_rank(&text[end + 1..])) {
                starts.push((at, end));
            }
        }
    }
    if starts.is_empty() {
        return vec![item];
    }
    // The longest name that begins first: "South Sudan" is not also "Sudan".
    starts.sort_unstable_by_key(|&(at, end)| (at, std::cmp::Reverse(end)));
    starts.dedup_by(|next, kept| next.0 < kept.1);
    let gap = item.gap;
    let mut out = Vec::new();
    for (at, end) in starts.into_iter().rev() {
        let (before, mut person) = split(item, at);
        person.flag = None;
        out.push(without(person, Some(text[at..end].to_owned())));
        item = before;
    }
    out.push(item);
    out.retain(|person| !person.prose.is_empty());
    out.reverse();
    for (nth, person) in out.iter_mut().enumerate() {
        person.gap = gap && nth == 0;
    }
    out
}

/// Whether a text begins with a military rank.
fn is_rank(text: &str) -> bool {
    const RANKS: [&str; 18] = [
        "Gen.",
        "Lt.",
        "Maj.",
        "Brig.",
        "Col.",
        "Capt.",
        "Adm.",
        "Cdr.",
        "General",
        "Lieutenant",
        "Major",
        "Brigadier",
        "Colonel",
        "Captain",
        "Admiral",
        "Marshal",
        "Field",
        "Commander",
    ];
    text.split(' ').next().is_some_and(|w| RANKS.contains(&w))
}

/// The item without a flag's words before it.
fn without(mut item: Item, flag: Option<String>) -> Item {
    if let Some(flag) = flag {
        item.prose.skip(flag.len());
        item.flag.get_or_insert(flag);
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks;

    #[test]
    fn only_a_name_before_a_counted_figure_is_a_flag() {
        assert_eq!(before_figure("Albania 51+ killed"), Some("Albania"));
        assert_eq!(before_figure("Velmish opposition 5 killed"), Some("Velmish opposition"));
        for none in ["About 50 killed", "13+ killed", "Brigade 47", "At least 5 killed", "Total 9 killed"] {
            assert_eq!(before_figure(none), None, "{none}");
        }
    }

    #[test]
    fn a_state_before_a_rank_begins_another_person() {
        let text = "Ada Vorn Albania Lt. Gen. Ilya Bren";
        let found = people(Item::new(0, marks::prose(text, 0..text.len())));
        let all: Vec<_> = found.iter().map(|i| (i.prose.text.as_str(), i.flag.as_deref())).collect();
        assert_eq!(all, [("Ada Vorn", None), ("Lt. Gen. Ilya Bren", Some("Albania"))]);
    }

    #[test]
    fn a_states_name_inside_a_longer_one_is_no_flag() {
        let text = "Ada Vorn South Sudan Gen. Ilya Bren";
        let found = people(Item::new(0, marks::prose(text, 0..text.len())));
        assert_eq!(found[1].flag.as_deref(), Some("South Sudan"));
        let found = people(Item::new(0, marks::prose(&text[9..], 0..text.len() - 9)));
        let all: Vec<_> = found.iter().map(|i| (i.prose.text.as_str(), i.flag.as_deref())).collect();
        assert_eq!(all, [("Gen. Ilya Bren", Some("South Sudan"))]);
    }

    #[test]
    fn a_reference_is_of_the_person_whom_it_stands_behind() {
        let text = "Ada Vorn[1] Albania Lt. Gen. Ilya Bren[2]";
        let found = people(Item::new(0, marks::prose(text, 0..text.len())));
        let cited = |i: &Item| i.prose.citations.iter().map(|m| (m.label.clone(), m.at)).collect::<Vec<_>>();
        let all: Vec<_> = found.iter().map(|i| (i.prose.text.as_str(), cited(i))).collect();
        assert_eq!(
            all,
            [("Ada Vorn", vec![("1".to_owned(), 8)]), ("Lt. Gen. Ilya Bren", vec![("2".to_owned(), 18)])]
        );
    }
}

//! Values of the infobox that are no claims: belligerents, commanders, units, result, date, place.

use std::collections::{BTreeMap, BTreeSet};

use annalist_belligerent::OrderOfBattle;
use annalist_document::{FieldKind, InfoboxField, Passage};
use annalist_gazetteer::fold;

use super::{Change, Difference, Row, Version, Words};

/// Names less alike than this are not two spellings of one.
const SPELLING: f64 = 0.72;

/// The rows of the infobox, each with the byte that it is sorted by.
pub(super) fn rows(a: Version<'_>, b: Version<'_>) -> Vec<(u64, Row)> {
    let (lists_a, lists_b) = (lists(a), lists(b));
    let kinds: BTreeSet<FieldKind> = lists_a.keys().chain(lists_b.keys()).copied().collect();
    let mut out = Vec::new();
    for kind in kinds {
        let empty = Vec::new();
        let (x, y) = (lists_a.get(&kind).unwrap_or(&empty), lists_b.get(&kind).unwrap_or(&empty));
        out.extend(compare(kind, (a, x), (b, y)));
    }
    out
}

/// A value of a field.
#[derive(Debug)]
struct Value<'a> {
    field: &'a InfoboxField,
    passage: &'a Passage,
    name: String,
}

fn lists(version: Version<'_>) -> BTreeMap<FieldKind, Vec<Value<'_>>> {
    let mut out: BTreeMap<FieldKind, Vec<Value<'_>>> = BTreeMap::new();
    for field in &version.document.infobox {
        // Strengths and losses are claims of their own.
        if matches!(field.kind, FieldKind::Strength | FieldKind::Casualties | FieldKind::Other) {
            continue;
        }
        let Some(passage) = version.document.passages.get(field.passage as usize) else { continue };
        let name = fold(without_brackets(&passage.text));
        out.entry(field.kind).or_default().push(Value { field, passage, name });
    }
    out
}

fn without_brackets(text: &str) -> &str {
    text.split(" (").next().unwrap_or(text).trim()
}

/// The rows of one kind of field.
fn compare(
    kind: FieldKind,
    (a, older): (Version<'_>, &[Value<'_>]),
    (b, newer): (Version<'_>, &[Value<'_>]),
) -> Vec<(u64, Row)> {
    let names = matches!(kind, FieldKind::Combatant | FieldKind::Commander | FieldKind::Unit);
    let pairs = pairs(names, (a.order, older), (b.order, newer));
    let words = |version: Version<'_>, value: &Value<'_>| {
        Words::of(version.document, value.passage.file_span(), &value.passage.text, None)
    };
    let row = |change: Change, old: Option<&Value<'_>>, new: Option<&Value<'_>>| {
        let column = new.and_then(|v| v.field.column).or(old.and_then(|v| v.field.column));
        let kind = super::slots::word(&kind);
        let what = column.map_or_else(|| kind.clone(), |column| format!("{kind} {column}"));
        let differs = old.zip(new).map(|(old, new)| differences(old, new)).unwrap_or_default();
        let (old, new) = (old.map(|v| words(a, v)), new.map(|v| words(b, v)));
        (new.as_ref().map_or(0, |w| w.start), Row { change, what, differs, a: old, b: new })
    };
    let mut out = Vec::new();
    for (at, value) in older.iter().enumerate() {
        let Some(pair) = pairs.iter().find(|p| p.older == at) else {
            out.push(row(Change::Gone, Some(value), None));
            continue;
        };
        let other = &newer[pair.newer];
        match pair.change {
            Some(change) => out.push(row(change, Some(value), Some(other))),
            None if !differences(value, other).is_empty() => {
                out.push(row(Change::Changed, Some(value), Some(other)));
            }
            None => {}
        }
    }
    for (at, value) in newer.iter().enumerate() {
        if !pairs.iter().any(|p| p.newer == at) {
            out.push(row(Change::New, None, Some(value)));
        }
    }
    out
}

/// Two values that are one; `change` is how its name differs.
struct Pair {
    older: usize,
    newer: usize,
    change: Option<Change>,
}

/// Which values are one: of the same name, known by another name, or in the same place of the list.
fn pairs(
    names: bool,
    (order_a, older): (&OrderOfBattle, &[Value<'_>]),
    (order_b, newer): (&OrderOfBattle, &[Value<'_>]),
) -> Vec<Pair> {
    let equal = align(older, newer, |old, new| old.name == new.name && !old.name.is_empty());
    let mut pairs: Vec<Pair> =
        equal.into_iter().map(|(older, newer)| Pair { older, newer, change: None }).collect();
    for (at, value) in older.iter().enumerate() {
        if pairs.iter().any(|p| p.older == at) {
            continue;
        }
        let free: Vec<usize> = (0..newer.len()).filter(|to| !pairs.iter().any(|p| p.newer == *to)).collect();
        let moved = free.iter().find(|to| newer[**to].name == value.name);
        let known = free.iter().find(|to| {
            let other = &newer[**to];
            names
                && (same_member(order_a, order_b, value, other)
                    || spelling(&value.name, &other.name) >= SPELLING)
        });
        if let Some(to) = moved.or(known) {
            let change = moved.is_none().then_some(Change::Renamed);
            pairs.push(Pair { older: at, newer: *to, change });
        }
    }
    // What is left behind the same neighbour of both lists, one for one, took the other's place.
    for at in 0..older.len() {
        if pairs.iter().any(|p| p.older == at) {
            continue;
        }
        let before = pairs.iter().filter(|p| p.older < at).max_by_key(|p| p.older);
        let to = before.map_or(0, |p| p.newer + 1);
        if to < newer.len() && !pairs.iter().any(|p| p.newer == to) {
            let change = Some(if names { Change::Replaced } else { Change::Changed });
            pairs.push(Pair { older: at, newer: to, change });
        }
    }
    pairs
}

/// What differs between two values of one name: the fate, the words in brackets.
fn differences(a: &Value<'_>, b: &Value<'_>) -> Vec<Difference> {
    let mut out = Vec::new();
    // A pasted page does not tell its columns.
    if let (Some(x), Some(y)) = (a.field.column, b.field.column)
        && x != y
    {
        out.push(Difference { slot: "side", a: Some(x.to_string()), b: Some(y.to_string()) });
    }
    if a.field.fate != b.field.fate {
        let of = |v: &Value<'_>| v.field.fate.map(|f| super::slots::word(&f));
        out.push(Difference { slot: "fate", a: of(a), b: of(b) });
    }
    let role = |v: &Value<'_>| {
        let rest = v.passage.text.get(without_brackets(&v.passage.text).len()..).unwrap_or("").trim();
        (!rest.is_empty()).then(|| rest.trim_matches(['(', ')']).to_owned())
    };
    // A version that leaves the role out does not contradict it.
    if let (Some(x), Some(y)) = (role(a), role(b))
        && fold(&x) != fold(&y)
    {
        out.push(Difference { slot: "role", a: Some(x), b: Some(y) });
    }
    out
}

/// Whether both versions know the names as one person, force or unit.
fn same_member(a: &OrderOfBattle, b: &OrderOfBattle, x: &Value<'_>, y: &Value<'_>) -> bool {
    let of = |order: &OrderOfBattle, name: &str| {
        let known = order
            .members
            .iter()
            .find(|m| fold(&m.name) == name || m.aliases.iter().any(|alias| fold(alias) == name));
        known.map(|m| m.id.clone())
    };
    match (of(a, &x.name), of(b, &y.name)) {
        (Some(x), Some(y)) => x == y,
        _ => of(a, &y.name).is_some_and(|id| of(a, &x.name) == Some(id)),
    }
}

/// How alike two names are spelled, from 0 to 1: equal letters in order (longest common
/// subsequence) of the longer name.
fn spelling(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row = vec![0_u32; b.len() + 1];
    for x in &a {
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    let longest = a.len().max(b.len());
    if longest < 4 { 0.0 } else { f64::from(row[b.len()]) / longest as f64 }
}

/// Pairs of equal members in order: a longest common subsequence.
fn align<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] = if same(&a[i], &b[j]) {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if same(&a[i], &b[j]) {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_alike() {
        assert!(spelling("ahmad al rashid", "ahmed al rasheed") >= SPELLING);
        assert!(spelling("ada marsh", "john doe") < SPELLING);
        assert!(spelling("guard", "northern guard") < SPELLING);
    }
}

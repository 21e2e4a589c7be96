//! The columns of a pasted infobox, whose cells lie below each other.
//!
//! A tab that parts two cells says where a column ends. Without one, blank lines are where it may end:
//! a column holds the same names in every field, the fallen stand at its end, and a state's list begins
//! where its opponents' ends. Where nothing decides, no column is told.

use std::collections::{BTreeMap, BTreeSet};

use super::glued::{self, Field};
use crate::infobox::Item;
use crate::{FieldKind, lexicon};

/// Blank lines of a field that are looked at as ends of a column.
const MOST: usize = 12;

/// How much better a place must be than the next best one to be told.
const MARGIN: f64 = 0.3;

/// Tells the lines of the fields with sides their columns, where they can be known.
pub(crate) fn part(fields: &mut [Field]) {
    let sided = |f: &Field| matches!(f.kind, FieldKind::Combatant | FieldKind::Commander | FieldKind::Unit);
    let at: Vec<usize> = (0..fields.len())
        .filter(|&i| sided(&fields[i]) && fields[i].items.iter().all(|item| item.column.is_none()))
        .take(3)
        .collect();
    let places: Vec<Vec<usize>> = at.iter().map(|&i| ends(&fields[i])).collect();
    let names: Vec<Vec<BTreeSet<String>>> =
        at.iter().map(|&i| fields[i].items.iter().map(|item| words(&item.prose.text)).collect()).collect();
    let mut count: BTreeMap<&str, f64> = BTreeMap::new();
    for word in names.iter().flatten().flatten() {
        *count.entry(word).or_default() += 1.0;
    }
    let weight = |word: &str| 1.0 / count.get(word).copied().unwrap_or(1.0);
    let own =
        |f: usize, c: usize| places[f].get(c).map_or(0.0, |&end| prior(&fields[at[f]], end, places[f].len()));
    let pairs: Vec<(usize, usize)> =
        (0..at.len()).flat_map(|a| (a + 1..at.len()).map(move |b| (a, b))).collect();
    // What two fields say of each other, for each choice of their ends.
    let mut together: BTreeMap<(usize, usize, usize, usize), f64> = BTreeMap::new();
    for &(a, b) in &pairs {
        for (i, left) in names[a].iter().enumerate() {
            for (j, right) in names[b].iter().enumerate() {
                let shared: f64 = left.intersection(right).map(|w| weight(w)).sum();
                if shared > 0.0 {
                    for (ca, &end_a) in places[a].iter().enumerate() {
                        for (cb, &end_b) in places[b].iter().enumerate() {
                            let same = (i < end_a) == (j < end_b);
                            *together.entry((a, b, ca, cb)).or_default() +=
                                if same { shared } else { -shared };
                        }
                    }
                }
            }
        }
    }
    // All choices together: each field's column ends at one of its places, or nowhere.
    let mut best: Vec<BTreeMap<Option<usize>, f64>> = vec![BTreeMap::new(); at.len()];
    let mut choice: Vec<usize> = vec![0; at.len()];
    loop {
        let mut score: f64 = (0..at.len()).map(|f| own(f, choice[f])).sum();
        for &(a, b) in &pairs {
            score += together.get(&(a, b, choice[a], choice[b])).copied().unwrap_or(0.0);
        }
        for f in 0..at.len() {
            let known = best[f].entry(places[f].get(choice[f]).copied()).or_insert(f64::NEG_INFINITY);
            *known = known.max(score);
        }
        // The next choice, as a counter of as many digits as there are fields.
        let Some(next) = (0..at.len()).find(|&f| choice[f] < places[f].len()) else { break };
        choice[next] += 1;
        choice[..next].fill(0);
    }
    for (f, scores) in best.iter().enumerate() {
        let Some((&Some(end), &top)) = scores.iter().max_by(|a, b| a.1.total_cmp(b.1)) else { continue };
        let second = scores
            .iter()
            .filter(|(e, _)| **e != Some(end))
            .map(|(_, s)| *s)
            .fold(f64::NEG_INFINITY, f64::max);
        if top - second < MARGIN {
            continue;
        }
        divide(&mut fields[at[f]], end);
    }
    numbers(fields);
}

fn divide(field: &mut Field, end: usize) {
    for (i, item) in field.items.iter_mut().enumerate() {
        item.column = Some(if i < end { 1 } else { 2 });
    }
}

/// Strengths and losses end their column where the names in them ask for it: a brigade's own number stands
/// in the column in which the brigade is told.
fn numbers(fields: &mut [Field]) {
    let mut known: BTreeMap<String, BTreeSet<u8>> = BTreeMap::new();
    for item in fields.iter().flat_map(|f| &f.items) {
        for word in item.column.iter().flat_map(|_| words(&item.prose.text)) {
            known.entry(word).or_default().extend(item.column);
        }
    }
    let column = |word: &String| known.get(word).filter(|all| all.len() == 1)?.first().copied();
    let counts = |f: &&mut Field| matches!(f.kind, FieldKind::Strength | FieldKind::Casualties);
    for field in fields.iter_mut().filter(counts) {
        if field.items.iter().any(|item| item.column.is_some()) {
            continue;
        }
        let told: Vec<BTreeSet<u8>> = field
            .items
            .iter()
            .map(|item| words(&item.prose.text).iter().filter_map(column).collect())
            .collect();
        let fits = |end: usize| {
            told.iter().enumerate().all(|(i, own)| own.iter().all(|&c| c == if i < end { 1 } else { 2 }))
        };
        let mut places = ends(field).into_iter().filter(|&end| fits(end));
        if let (Some(end), None) = (places.next(), places.next())
            && told.iter().any(|own| !own.is_empty())
        {
            divide(field, end);
        }
    }
}

/// Where a column may end: the lines after blank ones that begin no nested list.
fn ends(field: &Field) -> Vec<usize> {
    let items = &field.items;
    (1..items.len()).filter(|&i| items[i].gap && items[i].depth == 0).take(MOST).collect()
}

/// What speaks for a column's end by itself.
fn prior(field: &Field, end: usize, places: usize) -> f64 {
    let items = &field.items;
    let mut score = 0.0;
    // A list of the fallen closes the column of its side.
    let head = |item: &Item| item.prose.text.strip_suffix(':').map(lexicon::fate);
    let fallen = items[..end].iter().rev().find_map(head).is_some_and(|fate| fate.is_some());
    let headed = head(&items[end]).is_some();
    if field.kind == FieldKind::Commander && fallen && !headed {
        score += 1.0;
    }
    let state = |item: &Item| glued::is_state(&item.prose.text);
    let starts = items[end..].iter().find(|i| head(i).is_none()).is_some_and(state);
    let before = items[..end].iter().filter(|i| i.depth == 0).any(state);
    if field.kind != FieldKind::Commander
        && starts != before
        && (starts || items[end..].iter().all(|i| !state(i)))
    {
        score += 0.6;
    }
    if places == 1 && field.kind == FieldKind::Combatant && !headed {
        score += 0.4;
    }
    // A heading more often goes on than begins anew.
    if headed {
        score -= 0.3;
    }
    score
}

/// The words of a name that can tell it from others.
fn words(name: &str) -> BTreeSet<String> {
    const COMMON: [&str; 22] = [
        "army",
        "armies",
        "forces",
        "force",
        "armed",
        "military",
        "general",
        "commander",
        "chief",
        "senior",
        "leader",
        "brigade",
        "division",
        "regiment",
        "battalion",
        "front",
        "units",
        "militias",
        "with",
        "support",
        "from",
        "unnamed",
    ];
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() > 3 && !w.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_lowercase)
        .filter(|w| !COMMON.contains(&w.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks;

    fn field(kind: FieldKind, text: &str) -> Field {
        let mut items = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            if !line.is_empty() {
                let mut item = Item::new(0, marks::prose(text, at..at + line.len()));
                item.gap = text[..at].ends_with("\n\n");
                items.push(item);
            }
            at += line.len() + 1;
        }
        Field { kind, key: String::new(), items }
    }

    fn columns(fields: &[Field]) -> Vec<Vec<Option<u8>>> {
        fields.iter().map(|f| f.items.iter().map(|i| i.column).collect()).collect()
    }

    #[test]
    fn a_column_holds_the_same_names_in_every_field() {
        let mut fields = [
            field(FieldKind::Combatant, "Velm League\n\nHarbour Watch\n\nKingdom of Dorn\nDorn Guard"),
            field(FieldKind::Unit, "Harbour Watch\n\nDorn Guard"),
        ];
        part(&mut fields);
        let [one, two] = [Some(1), Some(2)];
        assert_eq!(columns(&fields), [vec![one, one, two, two], vec![one, two]]);
    }

    #[test]
    fn a_strength_stands_in_the_column_of_its_force() {
        let forces = || field(FieldKind::Combatant, "Velm League\n\nKingdom of Dorn\nHarbour Watch");
        let mut fields =
            [forces(), field(FieldKind::Strength, "900 fighters\n\n2,000 soldiers\nHarbour Watch: 40")];
        part(&mut fields);
        let [one, two] = [Some(1), Some(2)];
        assert_eq!(columns(&fields)[1], [one, two, two]);
        // Numbers alone do not say whose they are.
        let mut fields = [forces(), field(FieldKind::Strength, "900 fighters\n\n2,000 soldiers")];
        part(&mut fields);
        assert_eq!(columns(&fields)[1], [None, None]);
    }

    #[test]
    fn where_nothing_decides_no_column_is_told() {
        let mut fields =
            [field(FieldKind::Combatant, "Velm League\n\nHarbour Watch\n\nRed Band\n\nBlue Band")];
        part(&mut fields);
        assert_eq!(columns(&fields), [vec![None; 4]]);
    }
}

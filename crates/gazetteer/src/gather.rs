//! One list out of several: what is told twice stands once.

use std::collections::BTreeMap;

use crate::list::Entry;
use crate::{distance, fold};

/// Metres within which two places of one name and kind are one place.
const SAME: f64 = 2_000.0;

/// What a gathering did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Places that are new.
    pub added: usize,
    /// Places whose id was there: replaced by the newer.
    pub replaced: usize,
    /// Places that were there under another id: their spellings joined.
    pub joined: usize,
}

/// Adds places to a list. A place of a known id replaces the older; one of the same name, kind and
/// country within two kilometres lends its spellings to the one that is there.
pub fn gather(list: &mut Vec<Entry>, more: Vec<Entry>) -> Gathered {
    let mut done = Gathered::default();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, entry) in list.iter().enumerate() {
        ids.insert(entry.id.clone(), index);
        names.entry(fold(&entry.name)).or_default().push(index);
    }
    for entry in more {
        let key = fold(&entry.name);
        if let Some(at) = ids.get(&entry.id) {
            list[*at] = entry;
            done.replaced += 1;
            continue;
        }
        let twin = names.get(&key).into_iter().flatten().copied().find(|at| {
            let there = &list[*at];
            there.kind == entry.kind
                && (there.country == entry.country || there.country.is_empty() || entry.country.is_empty())
                && distance(there.point, entry.point) < SAME
        });
        if let Some(at) = twin {
            let there = &mut list[at];
            for name in entry.names {
                if !there.names.contains(&name) && name != there.name {
                    there.names.push(name);
                }
            }
            there.population = there.population.max(entry.population);
            done.joined += 1;
            continue;
        }
        ids.insert(entry.id.clone(), list.len());
        names.entry(key).or_default().push(list.len());
        list.push(entry);
        done.added += 1;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PlaceKind, Point};

    fn entry(id: &str, name: &str, lat: f64) -> Entry {
        Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            names: vec![format!("{name} of {id}")],
            point: Point { lat, lon: 38.0 },
            kind: PlaceKind::Settlement,
            country: "SY".to_owned(),
            parent: None,
            population: None,
            radius: 0.0,
        }
    }

    #[test]
    fn ids_replace_twins_join_and_namesakes_stay_apart() {
        let mut list = vec![entry("a", "Milha", 34.0)];
        let more = vec![entry("a", "Milha", 34.1), entry("b", "Milha", 34.105), entry("c", "Milha", 35.0)];
        let done = gather(&mut list, more);
        assert_eq!(done, Gathered { added: 1, replaced: 1, joined: 1 });
        assert_eq!(list[0].names, ["Milha of a", "Milha of b"]);
        assert_eq!(list.len(), 2);
    }
}

//! Where rows are found: by place, and who speaks in them. A document that comes or goes changes only the places that
//! it names.

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::{AttributionKind, Kind, PlaceSlot};
use annalist_gazetteer::Point;

use crate::place::{Spot, bare_name, point_of, point_of_key};
use crate::row::Row;
use crate::rows::Rows;
use crate::voice::fold_name;

/// A place and the rows that speak of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlaceRows {
    /// Preferred names, with how often each is given.
    pub(crate) names: BTreeMap<String, u32>,
    pub(crate) spellings: BTreeSet<String>,
    pub(crate) point: Option<Point>,
    /// Slots of the rows that speak of it, by document and in the order of the text.
    pub(crate) rows: Vec<u32>,
    /// Slots of those that tell of movements around it.
    pub(crate) around: Vec<u32>,
}

impl PlaceRows {
    /// The slots of the rows that a replay of it reads.
    pub(crate) fn told(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().chain(&self.around).map(|slot| *slot as usize)
    }

    pub(crate) fn name(&self) -> &str {
        // The name given most often; of equals, the first in the alphabet.
        self.names
            .iter()
            .max_by_key(|(name, n)| (**n, std::cmp::Reverse(name.as_str())))
            .map_or("", |(name, _)| name)
    }

    /// The place of a key, of whom these slots speak in their order.
    fn of(key: &str, slots: Vec<u32>, around: &[u32], rows: &Rows) -> Self {
        let mut place = Self::default();
        for row in slots.iter().map(|slot| &rows[*slot as usize]) {
            for (slot, _) in named(row).filter(|(_, named)| *named == key) {
                let known = slot.place.id.as_deref() == Some(key);
                let bare = || bare_name(&slot.text).unwrap_or(&slot.text).to_owned();
                let name = slot.place.name.clone().filter(|_| known).unwrap_or_else(bare);
                *place.names.entry(name).or_default() += 1;
                if !place.spellings.contains(&slot.text) {
                    place.spellings.extend([slot.text.clone(), bare()]);
                }
                let told = if known { point_of(slot) } else { point_of_key(key) };
                place.point = place.point.or(told);
            }
        }
        let in_it: BTreeSet<u32> = slots.iter().copied().collect();
        place.around = around.iter().copied().filter(|slot| !in_it.contains(slot)).collect();
        place.rows = slots;
        place
    }
}

/// The place slots of a row that are of one place that can be held, with its key.
fn named(row: &Row) -> impl Iterator<Item = (&PlaceSlot, &str)> {
    let asides = row.claim.asides.iter().zip(&row.asides).map(|(aside, (spot, _))| (&aside.place, spot));
    row.claim
        .places
        .iter()
        .zip(&row.spots)
        .chain(asides)
        .filter_map(|(slot, spot)| spot.key().map(|key| (slot, key)))
}

/// The places around which a row tells of movements.
fn around(row: &Row) -> impl Iterator<Item = &str> {
    row.spots.iter().filter(|_| row.claim.kind == Kind::Advance).filter_map(|spot| match spot {
        Spot::Unnamed { near, .. } => near.as_deref(),
        _ => None,
    })
}

/// Rows by place, with what came and went since the places were last made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// The slots that tell of movements around each place, in the order of the rows.
    around: BTreeMap<String, Vec<u32>>,
    /// Places whose rows are others now, with the slots that came.
    stirred: BTreeMap<String, Vec<u32>>,
    /// Places with movements around them that are others now, likewise.
    stirred_around: BTreeMap<String, Vec<u32>>,
}

impl Index {
    /// Notes a row that came.
    pub(crate) fn put(&mut self, row: &Row) {
        let note = |map: &mut BTreeMap<String, Vec<u32>>, key: &str| {
            if let Some(slots) = map.get_mut(key) {
                if slots.last() != Some(&row.slot) {
                    slots.push(row.slot);
                }
            } else {
                map.insert(key.to_owned(), vec![row.slot]);
            }
        };
        named(row).for_each(|(_, key)| note(&mut self.stirred, key));
        around(row).for_each(|key| note(&mut self.stirred_around, key));
    }

    /// Notes that a row went.
    pub(crate) fn take(&mut self, row: &Row) {
        for (_, key) in named(row) {
            self.stirred.entry(key.to_owned()).or_default();
        }
        for key in around(row) {
            self.stirred_around.entry(key.to_owned()).or_default();
        }
    }

    /// Makes the places anew whose rows are others now, and gives their keys.
    pub(crate) fn settle(
        &mut self,
        places: &mut BTreeMap<String, PlaceRows>,
        rows: &Rows,
    ) -> BTreeSet<String> {
        let joined = |old: Vec<u32>, new: Vec<u32>| -> Vec<u32> {
            let mut slots: Vec<u32> = old.into_iter().filter(|slot| rows.get(*slot).is_some()).collect();
            slots.extend(new);
            let order = |slot: &u32| rows[*slot as usize].order();
            if !slots.is_sorted_by(|a, b| order(a) <= order(b)) {
                slots.sort_by(|a, b| order(a).cmp(&order(b)));
            }
            slots
        };
        let mut stirred = std::mem::take(&mut self.stirred);
        for (key, new) in std::mem::take(&mut self.stirred_around) {
            let slots = joined(self.around.remove(&key).unwrap_or_default(), new);
            stirred.entry(key.clone()).or_default();
            if !slots.is_empty() {
                self.around.insert(key, slots);
            }
        }
        let mut keys = BTreeSet::new();
        for (key, new) in stirred {
            let old = places.remove(&key).map(|place| place.rows).unwrap_or_default();
            let slots = joined(old, new);
            let around = self.around.get(&key).map_or(&[][..], |slots| slots);
            if !slots.is_empty() {
                places.insert(key.clone(), PlaceRows::of(&key, slots, around, rows));
            }
            keys.insert(key);
        }
        keys
    }
}

/// Who speaks in the rows, each counted, so that whoever falls silent is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tellers {
    sides: BTreeMap<String, u32>,
    /// Named sources by their folded names, as they are written.
    names: BTreeMap<String, BTreeMap<String, u32>>,
    reviewed: u32,
}

impl Tellers {
    /// Counts a row that came.
    pub(crate) fn put(&mut self, row: &Row) {
        self.count(row, |n| *n += 1);
    }

    /// Counts rows that went no more.
    pub(crate) fn take<'a>(&mut self, rows: impl Iterator<Item = &'a Row>) {
        for row in rows {
            self.count(row, |n| *n -= 1);
        }
        self.sides.retain(|_, n| *n > 0);
        self.names.values_mut().for_each(|names| names.retain(|_, n| *n > 0));
        self.names.retain(|_, names| !names.is_empty());
    }

    fn count(&mut self, row: &Row, by: impl Fn(&mut u32)) {
        for side in row.voice.sides() {
            if let Some(n) = self.sides.get_mut(side) {
                by(n);
            } else {
                by(self.sides.entry(side.to_owned()).or_default());
            }
        }
        for link in row.claim.attribution.iter().filter(|a| a.kind == AttributionKind::Named) {
            let folded = fold_name(link.name());
            if !folded.is_empty() {
                by(self.names.entry(folded).or_default().entry(link.name().to_owned()).or_default());
            }
        }
        if row.reviewed {
            by(&mut self.reviewed);
        }
    }

    /// The sides that sources speak for or lean to.
    pub(crate) fn sides(&self) -> impl Iterator<Item = &String> {
        self.sides.keys()
    }

    /// The named sources, each as its first name in the alphabet, by their folded names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.names.values().filter_map(|names| names.keys().next())
    }

    /// The named source of a folded name, as its first name in the alphabet.
    pub(crate) fn name(&self, folded: &str) -> Option<&String> {
        self.names.get(folded)?.keys().next()
    }

    /// Whether a reviewer accepted or corrected anything.
    pub(crate) const fn are_reviewed(&self) -> bool {
        self.reviewed > 0
    }
}

//! Groups: which figures count the same, kept so that a document that comes or goes counts anew only what may.
//!
//! Figures that share a key may be of one group; those that share none, over any number of others, never are. So the
//! groups of all that hang together by keys with a figure that came, went, or is of another event now are
//! made anew, and all others stay.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::parts::{Place, mark};
use crate::model::LedgerEntry;
use crate::rows::splice;

/// A figure: the slot of its claim, and which of it.
pub(super) type Figure = (u32, u32);

/// What is known of a figure.
#[derive(Clone, Debug)]
struct Known {
    keys: Vec<u64>,
    /// The number of its entry, unless it is to be counted yet.
    group: Option<u32>,
}

/// An entry that is new.
pub(super) struct Fresh {
    pub(super) entry: LedgerEntry,
    pub(super) place: Place,
    pub(super) figures: Vec<Figure>,
}

/// The groups of all figures, by numbers that stay while the group does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    figures: BTreeMap<Figure, Known>,
    by_key: HashMap<u64, Vec<Figure>>,
    places: Vec<Option<Place>>,
    free: Vec<u32>,
    /// The number of each entry, in the order of the ledger.
    order: Vec<u32>,
}

/// What became of the entries, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) gone: Vec<u32>,
    /// Those that are new, with their places in the ledger.
    pub(crate) fresh: Vec<(u32, usize)>,
}

impl Groups {
    /// Takes the figures of slots out. Gives the keys and the groups that they had.
    pub(super) fn forget(&mut self, slots: &[u32]) -> (Vec<u64>, BTreeSet<u32>) {
        let (mut keys, mut groups) = (Vec::new(), BTreeSet::new());
        for slot in slots.iter().filter(|_| !self.order.is_empty()) {
            let figures: Vec<Figure> =
                self.figures.range((*slot, 0)..=(*slot, u32::MAX)).map(|(figure, _)| *figure).collect();
            for figure in figures {
                let Some(known) = self.figures.remove(&figure) else { continue };
                for key in &known.keys {
                    if let Some(under) = self.by_key.get_mut(key) {
                        under.retain(|other| *other != figure);
                        if under.is_empty() {
                            self.by_key.remove(key);
                        }
                    }
                }
                keys.extend(known.keys);
                groups.extend(known.group);
            }
        }
        (keys, groups)
    }

    /// Takes a figure in under its keys, and gives them back.
    pub(super) fn note(&mut self, figure: Figure, keys: Vec<u64>) -> Vec<u64> {
        for key in &keys {
            self.by_key.entry(*key).or_default().push(figure);
        }
        self.figures.insert(figure, Known { keys: keys.clone(), group: None });
        keys
    }

    /// Where the entry of a number stands.
    fn place(&self, number: u32, entries: &[LedgerEntry]) -> Option<usize> {
        let place = self.places[number as usize].as_ref()?;
        let from = entries.partition_point(|entry| place.against(entry).is_lt());
        (from..entries.len()).find(|at| self.order[*at] == number)
    }

    /// Puts new entries in the place of those of these numbers; `fresh` is in the order of the ledger.
    pub(super) fn replace(
        &mut self,
        entries: &mut Vec<LedgerEntry>,
        gone: BTreeSet<u32>,
        fresh: Vec<Fresh>,
    ) -> Counted {
        let mut out: Vec<usize> = gone.iter().filter_map(|number| self.place(*number, entries)).collect();
        out.sort_unstable();
        let mut changed: Vec<Place> = Vec::with_capacity(gone.len() + fresh.len());
        for number in &gone {
            changed.extend(self.places[*number as usize].take());
        }
        self.free.extend(&gone);
        let mut counted =
            Counted { gone: gone.into_iter().collect(), fresh: Vec::with_capacity(fresh.len()) };
        let (mut new, mut numbers) = (Vec::with_capacity(fresh.len()), Vec::with_capacity(fresh.len()));
        for (nth, Fresh { entry, place, figures }) in fresh.into_iter().enumerate() {
            let at = entries.partition_point(|e| place.against(e).is_lt());
            let number = self.free.pop().unwrap_or(self.places.len() as u32);
            for figure in &figures {
                if let Some(known) = self.figures.get_mut(figure) {
                    known.group = Some(number);
                }
            }
            changed.push(place.clone());
            if number as usize == self.places.len() {
                self.places.push(Some(place));
            } else {
                self.places[number as usize] = Some(place);
            }
            counted.fresh.push((number, at + nth - out.partition_point(|gone| *gone < at)));
            new.push((at, entry));
            numbers.push((at, number));
        }
        splice(&mut self.order, out.clone(), numbers);
        splice(entries, out, new);
        let new: BTreeSet<u32> = counted.fresh.iter().map(|(number, _)| *number).collect();
        mark(entries, &mut self.places, &self.order, &new, &changed);
        counted
    }

    /// The numbers of the entries of figures.
    pub(super) fn entries_of(&self, figures: &BTreeSet<Figure>) -> impl Iterator<Item = u32> {
        figures.iter().filter_map(|figure| self.figures[figure].group)
    }

    /// All figures that hang together by these keys.
    pub(super) fn around(&self, mut keys: Vec<u64>) -> BTreeSet<Figure> {
        let mut seen: BTreeSet<u64> = keys.iter().copied().collect();
        let mut found = BTreeSet::new();
        while let Some(key) = keys.pop() {
            for figure in self.by_key.get(&key).into_iter().flatten() {
                if found.insert(*figure) {
                    keys.extend(self.figures[figure].keys.iter().filter(|key| seen.insert(**key)));
                }
            }
        }
        found
    }
}

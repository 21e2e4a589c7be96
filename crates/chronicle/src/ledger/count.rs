//! Brings the ledger up to date: the groups of what may count otherwise than before are made anew.

use super::groups::{Counted, Fresh};
use super::parts::Place;
use super::{Item, entry, group, tell_victims};
use crate::homes::Moved;
use crate::state::Chronicle;

impl Chronicle {
    /// The figures of a slot that count something.
    fn items_of(&self, slot: u32) -> Vec<Item<'_>> {
        let Some(row) = self.rows.get(slot) else { return Vec::new() };
        let span = self.documents.get(&row.document).and_then(|d| d.span);
        Item::of(row, span, self.homes.of(slot))
    }

    /// Brings the ledger up to date with the events. Gives what became of its entries.
    pub(crate) fn count_figures(&mut self, moved: &Moved) -> Counted {
        let mut groups = std::mem::take(&mut self.counted);
        let mut slots = moved.slots.clone();
        slots.sort_unstable();
        slots.dedup();
        let (mut keys, mut gone) = groups.forget(&slots);
        for slot in &slots {
            for item in self.items_of(*slot) {
                keys.extend(groups.note((*slot, item.nth as u32), item.keys()));
            }
        }
        let around = groups.around(keys);
        gone.extend(groups.entries_of(&around));
        let mut of: Vec<u32> = around.iter().map(|(slot, _)| *slot).collect();
        of.dedup();
        let items = of.into_iter().flat_map(|slot| self.items_of(slot));
        let mut items: Vec<Item<'_>> = items.filter(|item| around.contains(&item.key())).collect();
        tell_victims(&mut items);
        let mut fresh: Vec<Fresh> = group(items)
            .iter()
            .map(|items| {
                let entry = entry(self, items);
                let figures = items.iter().map(Item::key).collect();
                Fresh { place: Place::of(&entry), entry, figures }
            })
            .collect();
        fresh.sort_by(|a, b| b.place.against(&a.entry));
        let counted = groups.replace(&mut self.figures, gone, fresh);
        self.counted = groups;
        counted
    }
}

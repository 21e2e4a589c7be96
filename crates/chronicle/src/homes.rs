//! Homes: in which event the claim of each slot is, and where the events stand.

use crate::day::DayNumber;

/// An event as the chronicle keeps track of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    /// Its first possible day.
    pub(crate) first: Option<DayNumber>,
    /// The event's id.
    pub(crate) id: String,
    /// The slots of its claims, in the order of their ids.
    pub(crate) slots: Vec<u32>,
}

/// What became of the events, by their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moved {
    /// Those that are no more.
    pub(crate) gone: Vec<u32>,
    /// Those that are new.
    pub(crate) fresh: Vec<u32>,
    /// Slots that came, went, or are in another event now; some more than once.
    pub(crate) slots: Vec<u32>,
}

/// The homes of all slots, by numbers that stay while the event does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Homes {
    list: Vec<Home>,
    free: Vec<u32>,
    of: Vec<Option<u32>>,
    /// The number of each event, in the order of the events.
    pub(crate) order: Vec<u32>,
}

impl Homes {
    /// The number of the event that a slot is in.
    pub(crate) fn of(&self, slot: u32) -> Option<u32> {
        self.of.get(slot as usize).copied().flatten()
    }

    /// The event of a number.
    pub(crate) fn home(&self, number: u32) -> &Home {
        &self.list[number as usize]
    }

    /// Where an event stands among all, or would stand.
    pub(crate) fn place(&self, event: &Home) -> usize {
        self.order.partition_point(|n| {
            let home = self.home(*n);
            (home.first, &home.id) < (event.first, &event.id)
        })
    }

    /// Takes an event out, whose place in the order has been found before, and gives what it was.
    pub(crate) fn leave(&mut self, number: u32) -> Home {
        let home = std::mem::take(&mut self.list[number as usize]);
        for slot in &home.slots {
            self.of[*slot as usize] = None;
        }
        self.free.push(number);
        home
    }

    /// Gives an event its number.
    pub(crate) fn settle(&mut self, home: Home) -> u32 {
        let number = self.free.pop().unwrap_or(self.list.len() as u32);
        let furthest = home.slots.iter().max().map_or(0, |slot| *slot as usize + 1);
        self.of.resize(self.of.len().max(furthest), None);
        for slot in &home.slots {
            self.of[*slot as usize] = Some(number);
        }
        if number as usize == self.list.len() {
            self.list.push(home);
        } else {
            self.list[number as usize] = home;
        }
        number
    }
}

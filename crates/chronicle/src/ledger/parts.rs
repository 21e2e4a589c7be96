//! Parts: which entries lie inside the days of wider ones, so that a total counts their victims once.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::FigureKind;
use annalist_time::Edtf;

use crate::day::Window;
use crate::model::{FigureScope, LedgerEntry};

/// What an entry counts, of whom.
type Class = (FigureKind, Option<String>);

/// What is known of an entry beside itself: where it stands in the ledger, and what it may be a part of.
#[derive(Clone, Debug)]
pub(super) struct Place {
    class: Class,
    when: Option<Edtf>,
    id: String,
    bounds: (Option<u64>, Option<u64>),
    scope: FigureScope,
    window: Option<Window>,
    /// The entry of the same event that counts the crowd that its one victim is among.
    crowd: Option<String>,
}

impl Place {
    pub(super) fn of(entry: &LedgerEntry) -> Self {
        Self {
            class: (entry.what, entry.victims.clone()),
            when: entry.when.clone(),
            id: entry.id.clone(),
            bounds: (entry.min, entry.max),
            scope: entry.scope,
            window: entry.when.as_ref().and_then(Window::of),
            crowd: None,
        }
    }

    /// How an entry stands to this place in the order of the ledger.
    pub(super) fn against(&self, entry: &LedgerEntry) -> Ordering {
        (entry.what, &entry.victims, &entry.when, &entry.id, (entry.min, entry.max)).cmp(&(
            self.class.0,
            &self.class.1,
            &self.when,
            &self.id,
            self.bounds,
        ))
    }

    /// Whether it is wide enough for others to be parts of it, and when.
    fn wide(&self) -> Option<(FigureScope, Window)> {
        self.window.filter(|_| self.scope >= FigureScope::Day).map(|window| (self.scope, window))
    }

    /// Whether it lies inside the days of a wider one.
    fn is_inside(&self, (scope, wide): (FigureScope, Window)) -> bool {
        scope > self.scope
            && self.window.is_some_and(|window| {
                let (first, last) = window.closed();
                wide.holds(first) && wide.holds(last)
            })
    }
}

/// Marks the entries that are new, and those that lie inside the days of wide ones that came or went. `changed` are the
/// places of all that came and went, `order` the numbers of the entries.
pub(super) fn mark(
    entries: &mut [LedgerEntry],
    places: &mut [Option<Place>],
    order: &[u32],
    new: &BTreeSet<u32>,
    changed: &[Place],
) {
    set_crowds(entries, places, order, changed, new);
    let mut of_class: BTreeMap<&Class, Vec<(FigureScope, Window)>> = BTreeMap::new();
    for place in changed {
        of_class.entry(&place.class).or_default().extend(place.wide());
    }
    for (class, moved) in of_class {
        let range = range(entries, class);
        let place = |at: usize| places[order[at] as usize].as_ref();
        let wide: Vec<(FigureScope, Window, usize)> = range
            .clone()
            .filter_map(|at| place(at)?.wide().map(|(scope, window)| (scope, window, at)))
            .collect();
        // Many entries are of the same days: which are wider is asked once for them all.
        let mut found: BTreeMap<(FigureScope, Option<Window>), Vec<usize>> = BTreeMap::new();
        for at in range {
            let Some(own) = place(at) else { continue };
            if !new.contains(&order[at]) && !moved.iter().any(|wide| own.is_inside(*wide)) {
                continue;
            }
            let inside = found.entry((own.scope, own.window)).or_insert_with(|| {
                let holds = |(scope, window, _): &&(_, _, _)| own.is_inside((*scope, *window));
                wide.iter().filter(holds).map(|(_, _, at)| *at).collect()
            });
            let part_of = inside.iter().map(|wider| entries[*wider].id.clone()).chain(own.crowd.clone());
            entries[at].part_of = part_of.collect();
        }
    }
}

/// Where the entries of a class stand.
fn range(entries: &[LedgerEntry], class: &Class) -> std::ops::Range<usize> {
    let before = |e: &LedgerEntry| (e.what, &e.victims) < (class.0, &class.1);
    let until = |e: &LedgerEntry| (e.what, &e.victims) <= (class.0, &class.1);
    entries.partition_point(before)..entries.partition_point(until)
}

/// One victim told of for himself is among the dead of the same event. All figures of one event and side are counted anew
/// together, so that the crowd of a new entry is new too.
fn set_crowds(
    entries: &[LedgerEntry],
    places: &mut [Option<Place>],
    order: &[u32],
    changed: &[Place],
    new: &BTreeSet<u32>,
) {
    let classes: BTreeSet<&Class> = changed.iter().map(|place| &place.class).collect();
    let mut crowds: BTreeMap<(&str, &Class), &str> = BTreeMap::new();
    let mut alone = Vec::new();
    for class in classes {
        for at in range(entries, class).filter(|at| new.contains(&order[*at])) {
            let entry = &entries[at];
            let Some(event) = entry.event.as_deref() else { continue };
            if entry.min > Some(2) {
                crowds.insert((event, class), &entry.id);
            } else if entry.max == Some(1) {
                alone.push((order[at], (event, class)));
            }
        }
    }
    for (number, group) in alone {
        if let Some(place) = places[number as usize].as_mut() {
            place.crowd = crowds.get(&group).map(|id| (*id).to_owned());
        }
    }
}

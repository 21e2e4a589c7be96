//! Blocks: which claims are compared at all.
//!
//! Claims that share a key (a place, a spelling, a patch of ground, a figure, words, a kind and a side)
//! lie in one cell and are compared. A cell that holds too many is split: by days, then by what is told
//! of, and what is still too full is put in order, where each claim meets its nearest neighbours alone.
//! So no claim meets more than a fixed number of others by one key, and what is compared is a function
//! of the claims alone, whatever the order in which they came.
//!
//! Reference: M. A. Hernández, S. J. Stolfo, "The merge/purge problem for large databases", SIGMOD (1995),
//! for the ordered neighbourhood.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use super::compare::family;
use super::feature::Feature;
use super::key::{Key, Sort, keys};
use super::text::mix;
use crate::day::{DayNumber, Window};

/// Days between two claims' days up to which they are compared.
const REACH: DayNumber = 3;
/// Days of a window up to which a claim meets whatever happened inside it. A wider one, or an open one,
/// meets what happened about its end.
const WIDE: DayNumber = 62;
/// Days that one cell of a split holds. Cells begin every half of it, so that any two days at most
/// `REACH` apart share one.
const SPAN: DayNumber = 6;

/// The days in which a claim lies, for its blocks.
fn days(window: Window) -> (DayNumber, DayNumber) {
    let last = window.surely();
    (window.first.filter(|first| last - first <= WIDE).unwrap_or(last), last)
}

/// How deep a cell lies: whole, split by days, split by what is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    Whole,
    Days,
    Ordered,
}

/// A claim in a cell, with what has to be known of it to pass it over.
#[derive(Clone, Copy, Debug)]
struct Member {
    slot: u32,
    first: DayNumber,
    last: DayNumber,
    placeless: bool,
}

impl Member {
    fn of(slot: u32, feature: &Feature) -> Self {
        let (first, last) = feature.window.map_or((0, 0), days);
        Self { slot, first, last, placeless: feature.is_placeless() }
    }

    /// Whether two claims are near enough in time to be compared.
    fn meets(self, other: Self) -> bool {
        (self.first - other.last).max(other.first - self.last) <= REACH
    }
}

/// Claims that share a key. Most keys are of one claim alone, and there are many of them: such a cell has
/// no list.
#[derive(Clone, Debug)]
enum Cell {
    One(Member),
    Many(Box<Crowd>),
}

/// The claims of a cell with more than one.
#[derive(Clone, Debug, Default)]
struct Crowd {
    members: Vec<Member>,
    /// How many of them have no place.
    placeless: u32,
    /// Whether its members are compared in its parts, or by order.
    full: bool,
}

impl Cell {
    /// Puts a member in, and gives the list that it is in.
    fn push(&mut self, member: Member) -> &mut Crowd {
        if let Self::One(first) = *self {
            let placeless = u32::from(first.placeless);
            *self = Self::Many(Box::new(Crowd { members: vec![first], placeless, full: false }));
        }
        match self {
            Self::One(_) => unreachable!("it has just been made a list"),
            Self::Many(crowd) => {
                crowd.members.push(member);
                crowd.placeless += u32::from(member.placeless);
                crowd
            }
        }
    }
}

/// Hashes that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0, u64::from(*byte));
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// The cells of all claims.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    cells: HashMap<u64, Cell, BuildHasherDefault<Ready>>,
    /// Claims whose neighbours may have become others.
    unsettled: BTreeSet<u32>,
    /// Ordered cells with members out of order.
    disordered: BTreeSet<u64>,
    /// How often the most that a cell may hold is halved. Tests tell small wars by full cells.
    tight: u32,
}

/// Where a key leads: its cell, and what may lie there.
#[derive(Clone, Copy, Debug)]
struct At {
    hash: u64,
    depth: Depth,
    sort: Sort,
}

impl From<Key> for At {
    fn from(key: Key) -> Self {
        Self { hash: key.hash, depth: Depth::Whole, sort: key.sort }
    }
}

impl Blocks {
    /// Blocks whose cells are full early.
    #[cfg(test)]
    pub(super) fn tight() -> Self {
        Self { tight: 4, ..Self::default() }
    }

    fn most(&self, sort: Sort) -> usize {
        sort.most() >> self.tight
    }

    fn reach(&self, sort: Sort) -> usize {
        sort.reach() >> self.tight
    }

    /// Files a claim; those from `fresh` on are new. [`Blocks::settle`] has to be called before
    /// neighbours are asked for.
    pub(super) fn insert(&mut self, slot: u32, features: &[Feature], fresh: u32) {
        for key in keys(&features[slot as usize]) {
            self.put(key.into(), slot, features, fresh);
        }
    }

    fn put(&mut self, at: At, slot: u32, features: &[Feature], fresh: u32) {
        let most = self.most(at.sort);
        let member = Member::of(slot, &features[slot as usize]);
        let cell = match self.cells.entry(at.hash) {
            Entry::Vacant(free) => {
                free.insert(Cell::One(member));
                return;
            }
            Entry::Occupied(taken) => taken.into_mut().push(member),
        };
        let moved = if cell.full {
            vec![member]
        } else if cell.members.len() > most {
            cell.full = true;
            // Fewer of them meet now.
            self.unsettled.extend(cell.members.iter().map(|m| m.slot).filter(|s| *s < fresh));
            cell.members.clone()
        } else {
            return;
        };
        if at.depth == Depth::Ordered {
            // Where nobody meets anybody, there is no order to keep.
            if self.reach(at.sort) > 0 {
                self.disordered.insert(at.hash);
            }
            return;
        }
        for Member { slot, .. } in moved {
            for part in parts(at, &features[slot as usize]) {
                self.put(part, slot, features, fresh);
            }
        }
    }

    /// Takes a claim out.
    pub(super) fn remove(&mut self, slot: u32, features: &[Feature]) {
        for key in keys(&features[slot as usize]) {
            self.take(key.into(), slot, features);
        }
        self.unsettled.remove(&slot);
    }

    fn take(&mut self, at: At, slot: u32, features: &[Feature]) {
        let feature = &features[slot as usize];
        let (most, reach) = (self.most(at.sort), self.reach(at.sort));
        let cell = match self.cells.get_mut(&at.hash) {
            Some(Cell::Many(crowd)) => crowd,
            Some(Cell::One(member)) if member.slot == slot => {
                self.cells.remove(&at.hash);
                return;
            }
            _ => return,
        };
        let Some(place) = cell.members.iter().position(|m| m.slot == slot) else { return };
        cell.members.remove(place);
        cell.placeless -= u32::from(feature.is_placeless());
        let left = cell.members.len();
        if cell.full && at.depth == Depth::Ordered {
            // Its neighbours in the order have others from now on.
            let around = place.saturating_sub(reach)..(place + reach).min(left);
            self.unsettled.extend(cell.members[around].iter().map(|m| m.slot));
        }
        let was_full = cell.full;
        let mut gone = vec![slot];
        if was_full && left <= most {
            // More of them meet now.
            cell.full = false;
            self.disordered.remove(&at.hash);
            self.unsettled.extend(cell.members.iter().map(|m| m.slot));
            gone.extend(cell.members.iter().map(|m| m.slot));
        }
        if left == 0 {
            self.cells.remove(&at.hash);
        }
        if was_full && at.depth != Depth::Ordered {
            for slot in gone {
                for part in parts(at, &features[slot as usize]) {
                    self.take(part, slot, features);
                }
            }
        }
    }

    /// Puts cells in order, and gives the claims from before `fresh` whose neighbours may be others now.
    pub(super) fn settle(&mut self, features: &[Feature], fresh: u32) -> BTreeSet<u32> {
        let mut unsettled = std::mem::take(&mut self.unsettled);
        for hash in std::mem::take(&mut self.disordered) {
            let Some(Cell::Many(cell)) = self.cells.get_mut(&hash) else { continue };
            cell.members.sort_by_cached_key(|m| rank(&features[m.slot as usize]));
            if fresh > 0 {
                beside(cell.members.iter().map(|m| m.slot), fresh, &mut unsettled);
                beside(cell.members.iter().rev().map(|m| m.slot), fresh, &mut unsettled);
            }
        }
        unsettled.retain(|slot| *slot < fresh);
        unsettled
    }

    /// The claims with which one is compared, ascending.
    pub(super) fn neighbours(&self, slot: u32, features: &[Feature]) -> Vec<u32> {
        let feature = &features[slot as usize];
        let own = Member::of(slot, feature);
        let mut out = Vec::new();
        for key in keys(feature) {
            self.gather(key.into(), own, features, &mut out);
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn gather(&self, at: At, own: Member, features: &[Feature], out: &mut Vec<u32>) {
        let Some(Cell::Many(cell)) = self.cells.get(&at.hash) else {
            // It is there alone.
            return;
        };
        // Claims that have places meet by them; a side alone is asked only for those without.
        let lonely = at.sort == Sort::Side;
        if lonely && cell.placeless == 0 {
            return;
        }
        let mut members = &cell.members[..];
        if cell.full {
            if at.depth != Depth::Ordered {
                for part in parts(at, &features[own.slot as usize]) {
                    self.gather(part, own, features, out);
                }
                return;
            }
            let reach = self.reach(at.sort);
            // What everybody does in those days tells nothing.
            if reach == 0 {
                return;
            }
            let here = rank(&features[own.slot as usize]);
            // A rank begins with the last day.
            let before = |m: &Member| {
                m.last < own.last || m.last == own.last && rank(&features[m.slot as usize]) < here
            };
            let here = members.partition_point(before);
            members = &members[here.saturating_sub(reach)..(here + reach + 1).min(members.len())];
        }
        let wanted =
            |m: &&Member| m.slot != own.slot && own.meets(**m) && (!lonely || own.placeless || m.placeless);
        out.extend(members.iter().filter(wanted).map(|m| m.slot));
    }
}

/// Collects the older claims that stand close after one that is new.
fn beside(members: impl Iterator<Item = u32>, fresh: u32, into: &mut BTreeSet<u32>) {
    let mut left = 0;
    for slot in members {
        if slot >= fresh {
            left = Sort::FURTHEST;
        } else if left > 0 {
            into.insert(slot);
            left -= 1;
        }
    }
}

/// Where a claim stands in an ordered cell: by day, what is told of, who did it. Nothing of it hangs on
/// the order of arrival.
fn rank(feature: &Feature) -> (DayNumber, u8, u64, u64) {
    (feature.window.map_or(0, |w| days(w).1), family(feature.kind), feature.side_hash, feature.id_hash)
}

/// The parts of a cell in which a claim lies.
fn parts(at: At, feature: &Feature) -> Vec<At> {
    match at.depth {
        Depth::Whole => {
            let Some(window) = feature.window else { return Vec::new() };
            let depth = if at.sort.by_kind() { Depth::Days } else { Depth::Ordered };
            let (first, last) = days(window);
            // Parts begin at each half span and are two halves wide.
            let half = SPAN / 2;
            (first.div_euclid(half) - 1..=last.div_euclid(half))
                .map(|n| At { hash: mix(mix(at.hash, 1), n as u64), depth, ..at })
                .collect()
        }
        Depth::Days => {
            let hash = mix(mix(at.hash, 2), u64::from(group(feature)));
            vec![At { hash, depth: Depth::Ordered, ..at }]
        }
        Depth::Ordered => Vec::new(),
    }
}

/// What is told of, roughly: violence and what it did, ground, all else.
fn group(feature: &Feature) -> u8 {
    match family(feature.kind) {
        3 | 7 | 8 | 11 | 12 => 0,
        0 | 1 | 2 | 4 | 5 | 6 => 1,
        _ => 2,
    }
}

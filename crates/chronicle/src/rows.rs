//! The rows of a chronicle by the slots of the linkage.

use std::ops::Index;
use std::sync::Arc;

use crate::row::Row;

/// Rows by slot. A slot whose claim was taken out has none, and is never given again.
///
/// A row is not changed once it is in, so that a chronicle and its copies share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows(Vec<Option<Arc<Row>>>);

impl Rows {
    /// Puts rows in that have got their slots: those that follow on the last one given.
    pub(crate) fn put(&mut self, rows: Vec<Arc<Row>>) {
        self.0.resize(self.0.len() + rows.len(), None);
        for row in rows {
            let slot = row.slot as usize;
            self.0[slot] = Some(row);
        }
    }

    /// Takes a row out.
    pub(crate) fn take(&mut self, slot: u32) -> Option<Arc<Row>> {
        self.0.get_mut(slot as usize)?.take()
    }

    /// The row of a slot, while its claim is in.
    pub(crate) fn get(&self, slot: u32) -> Option<&Row> {
        self.0.get(slot as usize)?.as_deref()
    }
}

impl Index<usize> for Rows {
    type Output = Row;

    fn index(&self, slot: usize) -> &Row {
        self.0[slot].as_deref().expect("what is told of leads to rows that are in")
    }
}

/// Changes a sorted list in one pass over what stands behind the first change: takes out what stands at the places of
/// `gone`, and puts each of `fresh`, which are in order, before what stood at its place.
pub(crate) fn splice<T>(list: &mut Vec<T>, mut gone: Vec<usize>, fresh: Vec<(usize, T)>) {
    gone.sort_unstable();
    let firsts = gone.first().copied().into_iter().chain(fresh.first().map(|(at, _)| *at));
    let Some(from) = firsts.min() else { return };
    let behind = list.split_off(from.min(list.len()));
    list.reserve(behind.len() + fresh.len());
    let (mut gone, mut fresh) = (gone.into_iter().peekable(), fresh.into_iter().peekable());
    for (at, item) in (from..).zip(behind) {
        while let Some((_, new)) = fresh.next_if(|(place, _)| *place <= at) {
            list.push(new);
        }
        if gone.next_if_eq(&at).is_none() {
            list.push(item);
        }
    }
    list.extend(fresh.map(|(_, new)| new));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::splice;

    proptest! {
        #[test]
        fn a_spliced_list_is_the_sorted_one(
            list in prop::collection::btree_set(0..60_u32, 0..30), out in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
            new in prop::collection::btree_set(60..120_u32, 0..9)
        ) {
            // Numbers above 60 stand among the others.
            let rank = |n: &u32| if *n < 60 { *n * 2 } else { (*n - 60) * 2 + 1 };
            let sorted: Vec<u32> = list.iter().copied().collect();
            let gone: BTreeSet<usize> =
                if sorted.is_empty() { BTreeSet::new() } else { out.iter().map(|i| i.index(sorted.len())).collect() };
            let at = |n: &u32| sorted.partition_point(|m| rank(m) < rank(n));
            let mut spliced = sorted.clone();
            splice(&mut spliced, gone.iter().copied().collect(), new.iter().map(|n| (at(n), *n)).collect());
            let mut wanted: Vec<u32> =
                sorted.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, n)| *n).chain(new).collect();
            wanted.sort_by_key(rank);
            prop_assert_eq!(spliced, wanted);
        }
    }
}

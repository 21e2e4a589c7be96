//! Standing disputes: from which event, place or figure each comes, so that only those of what changed are found anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::Dispute;
use crate::rows::splice;

/// What a dispute is found in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Origin {
    /// The event of a number.
    Event(u32),
    /// The place of a key.
    Place(String),
    /// The entry of the ledger of a number.
    Figure(u32),
}

/// The disputes that stand, by where they were found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disputed {
    /// Ids of the disputes of each origin.
    of: HashMap<Origin, Vec<String>>,
    /// The effect of each dispute that is shown, with its origin.
    shown: HashMap<String, (f64, Origin)>,
    /// Disputes that are found in two origins or twice in one: all tellings of each.
    doubled: HashMap<String, Vec<(Origin, Dispute)>>,
}

/// The order of disputes: the weightiest first.
fn in_order((effect, id): (f64, &str), dispute: &Dispute) -> std::cmp::Ordering {
    effect.total_cmp(&dispute.effect).then_with(|| dispute.id.as_str().cmp(id))
}

impl Disputed {
    /// Takes in what is found now in the origins that may tell otherwise than before; what was found in them before
    /// stands no more. Of one dispute found twice the weightier telling is shown.
    pub(crate) fn replace(&mut self, disputes: &mut Vec<Dispute>, found: BTreeMap<Origin, Vec<Dispute>>) {
        let origins: BTreeSet<Origin> = found.keys().cloned().collect();
        let mut by_id: BTreeMap<String, Vec<(Origin, Dispute)>> = BTreeMap::new();
        for (origin, new) in found {
            for id in self.of.remove(&origin).into_iter().flatten() {
                by_id.entry(id).or_default();
            }
            if !new.is_empty() {
                self.of.insert(origin.clone(), new.iter().map(|d| d.id.clone()).collect());
            }
            for dispute in new {
                by_id.entry(dispute.id.clone()).or_default().push((origin.clone(), dispute));
            }
        }
        let mut gone = Vec::new();
        let mut fresh = Vec::new();
        for (id, mut tellings) in by_id {
            if let Some((effect, origin)) = self.shown.remove(&id) {
                let at = disputes.partition_point(|d| in_order((effect, &id), d).is_lt());
                let known = self.doubled.remove(&id).unwrap_or_else(|| vec![(origin, disputes[at].clone())]);
                tellings.extend(known.into_iter().filter(|(origin, _)| !origins.contains(origin)));
                gone.push(at);
            }
            let rank = |(_, d): &(Origin, Dispute)| (d.effect, d.when.clone());
            tellings.sort_by(|a, b| {
                let (a, b) = (rank(a), rank(b));
                b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1))
            });
            if tellings.len() > 1 {
                self.doubled.insert(id.clone(), tellings.clone());
            }
            if let Some((origin, dispute)) = tellings.into_iter().next() {
                self.shown.insert(id, (dispute.effect, origin));
                fresh.push(dispute);
            }
        }
        fresh.sort_by(|a, b| in_order((b.effect, &b.id), a));
        let at = |new: &Dispute| disputes.partition_point(|d| in_order((new.effect, &new.id), d).is_lt());
        let fresh: Vec<(usize, Dispute)> = fresh.into_iter().map(|new| (at(&new), new)).collect();
        splice(disputes, gone, fresh);
    }
}

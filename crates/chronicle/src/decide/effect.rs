//! What the standing decisions do to claims, places, sources and links.

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::Claim;

use super::{Act, Decision, corrected, standing};
use crate::link::Constraints;
use crate::place::name_key;
use crate::row::Overrides;
use crate::voice::fold_name;

/// What standing decisions change in the input of a chronicle.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    pub(crate) overrides: Overrides,
    pub(crate) constraints: Constraints,
    rejected: BTreeSet<String>,
    corrections: BTreeMap<String, Vec<(String, serde_json::Value)>>,
}

/// What differs between two states of the decisions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    /// Claims rejected, corrected or accepted in one and not so in the other.
    pub(crate) claims: BTreeSet<String>,
    /// Keys of names set to places.
    pub(crate) names: BTreeSet<String>,
    /// Folded names of sources set to alignments.
    pub(crate) sources: BTreeSet<String>,
}

impl Effects {
    /// The effects of a journal.
    pub fn of(log: &[Decision]) -> Self {
        let mut effects = Self::default();
        for decision in standing(log) {
            match &decision.act {
                // Of accepting and rejecting, the last stands.
                Act::Accept { claim } => {
                    effects.rejected.remove(claim);
                    effects.overrides.reviewed.insert(claim.clone());
                }
                Act::Reject { claim } => {
                    effects.overrides.reviewed.remove(claim);
                    effects.rejected.insert(claim.clone());
                }
                Act::Correct { claim, slot, to, .. } => {
                    effects.overrides.reviewed.insert(claim.clone());
                    effects.corrections.entry(claim.clone()).or_default().push((slot.clone(), to.clone()));
                }
                Act::SetPlace { name, place } => {
                    let key = name_key(name).unwrap_or_else(|| name.to_lowercase());
                    effects.overrides.places.insert(key, place.clone());
                }
                Act::SetAlignment { source, alignment } => {
                    effects.overrides.alignments.insert(fold_name(source), alignment.clone());
                }
                Act::Merge { claims } => effects.constraints.merge(claims),
                Act::Split { claims } => effects.constraints.part(claims),
                Act::Note { .. } | Act::Undo { .. } => {}
            }
        }
        effects
    }

    /// Whether nothing is decided about claims, places and sources.
    pub(crate) fn is_nothing(&self) -> bool {
        self.rejected.is_empty()
            && self.corrections.is_empty()
            && self.overrides.places.is_empty()
            && self.overrides.alignments.is_empty()
    }

    /// What is decided otherwise than before.
    pub(crate) fn since(&self, before: &Self) -> Touched {
        let mut touched = Touched::default();
        touched.claims.extend(self.rejected.symmetric_difference(&before.rejected).cloned());
        let (now, then) = (&self.overrides, &before.overrides);
        touched.claims.extend(now.reviewed.symmetric_difference(&then.reviewed).cloned());
        touched.claims.extend(differing(&self.corrections, &before.corrections));
        touched.names.extend(differing(&now.places, &then.places));
        touched.sources.extend(differing(&now.alignments, &then.alignments));
        touched
    }

    /// A claim as decided; `None` when it is rejected.
    pub fn decided(&self, claim: &Claim) -> Option<Claim> {
        if self.rejected.contains(&claim.id) {
            return None;
        }
        let mut claim = claim.clone();
        for (slot, to) in self.corrections.get(&claim.id).into_iter().flatten() {
            if let Ok(better) = corrected(&claim, slot, to) {
                claim = better;
            }
        }
        Some(claim)
    }
}

/// Keys that two maps do not give the same value.
fn differing<V: PartialEq>(a: &BTreeMap<String, V>, b: &BTreeMap<String, V>) -> Vec<String> {
    let mut keys: Vec<String> =
        a.keys().chain(b.keys()).filter(|k| a.get(*k) != b.get(*k)).cloned().collect();
    keys.sort();
    keys.dedup();
    keys
}

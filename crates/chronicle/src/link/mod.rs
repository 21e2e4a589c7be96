//! Linking claims into events.
//!
//! Claims that share a block are compared (`block`, by the keys of `key`); the weights say how likely
//! two tell one event (`compare`, `weights`); what is linked is clustered, the strongest links first, as
//! long as a cluster stays coherent and no constraint is broken (`cluster`). Adding claims compares only
//! them and those whose neighbours they change, and clusters anew only the components that they touch,
//! with the same outcome as from scratch.

mod block;
mod cluster;
mod compare;
mod constraint;
mod feature;
mod independence;
mod key;
#[cfg(test)]
mod tests;
mod text;
mod weights;

use std::collections::{BTreeSet, HashMap};

pub use compare::{COMPARISONS, Levels};
pub use weights::{Comparison, Level, Weights, WeightsError};

use block::Blocks;
use weights::Table;

pub(crate) use compare::{edits, family};
pub(crate) use constraint::Constraints;
pub(crate) use feature::{Feature, Interner};
pub(crate) use independence::independent;
pub(crate) use text::{hash, mix};

use crate::day::Window;
use crate::place::Spot;
use crate::row::Row;

/// A weighed pair, by slots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) weight: f64,
    pub(crate) a: u32,
    pub(crate) b: u32,
}

impl Edge {
    /// The claim that it leads to from one of its ends.
    const fn beyond(&self, slot: u32) -> u32 {
        if self.a == slot { self.b } else { self.a }
    }

    /// Whether a reviewer made it. Blocks have no say in it.
    const fn is_made(&self) -> bool {
        self.weight >= cluster::DECIDED
    }
}

/// The state of a linkage: features by slot (the order of arrival), blocks, links and clusters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Linker {
    interner: Interner,
    pub(crate) features: Vec<Feature>,
    blocks: Blocks,
    links: Vec<Vec<Edge>>,
    slots: HashMap<String, u32>,
    constraints: Constraints,
    /// Cluster of each slot: the least slot of it.
    cluster_of: Vec<u32>,
    /// Slots whose components are to be clustered anew, some more than once.
    dirty: Vec<u32>,
    /// What was done since it was last asked for.
    anew: Anew,
}

/// What was clustered anew.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anew {
    /// The slots of the components of links that were clustered anew; some more than once.
    pub(crate) clustered: Vec<u32>,
    /// Of them, those that are new or whose links are others.
    pub(crate) linked: Vec<u32>,
}

impl Linker {
    pub(crate) fn new(constraints: Constraints) -> Self {
        Self { constraints, ..Self::default() }
    }

    /// One whose blocks are full early, so that small wars of tests fill them.
    #[cfg(test)]
    pub(crate) fn tight() -> Self {
        Self { blocks: Blocks::tight(), ..Self::default() }
    }

    /// Takes claims in, gives them their slots and clusters what they touch.
    pub(crate) fn add<'a>(&mut self, rows: impl Iterator<Item = &'a mut Row>) {
        let weights = Table::shipped();
        let first = self.features.len() as u32;
        // Claims of one place and time are compared with each other: they get slots beside each other, so that
        // what is looked at together lies together. Nothing told hangs on it.
        let mut rows: Vec<&mut Row> = rows.collect();
        rows.sort_by_cached_key(|row| {
            let place = row.spots.iter().find_map(Spot::key).map(text::hash);
            (place, row.window.map(Window::surely))
        });
        let coming = rows.len() + rows.len() / 16;
        self.features.reserve(coming);
        self.links.reserve(coming);
        self.slots.reserve(coming);
        for row in rows {
            let slot = self.features.len() as u32;
            row.slot = slot;
            let feature = Feature::of(row, &mut self.interner);
            self.slots.insert(feature.id.clone(), slot);
            let filed = feature.is_filed();
            self.features.push(feature);
            self.links.push(Vec::new());
            self.cluster_of.push(slot);
            self.dirty.push(slot);
            if filed {
                self.blocks.insert(slot, &self.features, first);
            }
        }
        for slot in self.blocks.settle(&self.features, first) {
            self.relink(slot, first, weights);
        }
        for slot in first..self.features.len() as u32 {
            if self.features[slot as usize].is_filed() {
                let others = self.blocks.neighbours(slot, &self.features);
                self.link(slot, others.into_iter().filter(|other| *other < slot), weights);
            }
        }
        let fresh = |id: &String| self.slot(id).is_some_and(|slot| slot >= first);
        let joined: Vec<(String, String)> =
            self.constraints.joined.iter().filter(|(a, b)| fresh(a) || fresh(b)).cloned().collect();
        self.join(joined.iter(), weights);
        self.cluster(weights);
    }

    /// Compares a claim with others and notes the links.
    fn link(&mut self, slot: u32, others: impl Iterator<Item = u32>, weights: &Table) {
        for other in others {
            let weight = weights.total(self.levels(other, slot));
            if weight >= weights.accept {
                let edge = Edge { weight, a: other, b: slot };
                self.links[slot as usize].push(edge);
                self.links[other as usize].push(edge);
                self.dirty.extend([slot, other]);
            }
        }
    }

    /// Links a claim from before with those from before that are its neighbours now, and with no others.
    fn relink(&mut self, slot: u32, first: u32, weights: &Table) {
        let now = self.blocks.neighbours(slot, &self.features);
        let mut known = BTreeSet::new();
        for edge in std::mem::take(&mut self.links[slot as usize]) {
            let other = edge.beyond(slot);
            if edge.is_made() {
                self.links[slot as usize].push(edge);
            } else if now.binary_search(&other).is_ok() {
                known.insert(other);
                self.links[slot as usize].push(edge);
            } else {
                self.links[other as usize].retain(|e| e.is_made() || e.beyond(other) != slot);
                self.dirty.extend([slot, other]);
            }
        }
        let others = now.into_iter().filter(|other| *other < first && !known.contains(other));
        self.link(slot, others, weights);
    }

    /// Takes claims out. What they were linked with is clustered anew with the next addition.
    pub(crate) fn remove<'a>(&mut self, claims: impl Iterator<Item = &'a String>) {
        for claim in claims {
            let Some(slot) = self.slots.remove(claim) else { continue };
            for edge in std::mem::take(&mut self.links[slot as usize]) {
                let other = edge.beyond(slot);
                self.links[other as usize].retain(|e| e.beyond(other) != slot);
                self.dirty.push(other);
            }
            if self.features[slot as usize].is_filed() {
                self.blocks.remove(slot, &self.features);
            }
            // A slot is never given twice; what tells no occurrence is in no cluster.
            self.features[slot as usize].occurrence = false;
        }
    }

    /// Puts other constraints in force. What they touch is clustered anew with the next addition.
    pub(crate) fn constrain(&mut self, constraints: Constraints) {
        let before = std::mem::replace(&mut self.constraints, constraints);
        let joined = self.constraints.joined.clone();
        for (a, b) in before.joined.difference(&joined) {
            let (Some(a), Some(b)) = (self.slot(a), self.slot(b)) else { continue };
            for slot in [a, b] {
                let made = |e: &Edge| e.is_made() && [(a, b), (b, a)].contains(&(e.a, e.b));
                self.links[slot as usize].retain(|e| !made(e));
                self.dirty.push(slot);
            }
        }
        self.join(joined.difference(&before.joined), Table::shipped());
        let parted = self.constraints.parted_since(&before);
        self.dirty.extend(parted.filter_map(|claim| self.slots.get(claim).copied()));
    }

    /// What was clustered anew since this was last asked for.
    pub(crate) fn take_anew(&mut self) -> Anew {
        std::mem::take(&mut self.anew)
    }

    /// The clusters of slots, with all that are in them, each sorted by claim id; the clusters in no order that tells
    /// anything. What tells no occurrence is in none.
    pub(crate) fn clusters_of(&self, mut slots: Vec<u32>) -> Vec<Vec<u32>> {
        slots.retain(|slot| self.features[*slot as usize].occurrence);
        slots.sort_unstable_by_key(|slot| (self.cluster_of[*slot as usize], *slot));
        slots.dedup();
        let one = |a: &u32, b: &u32| self.cluster_of[*a as usize] == self.cluster_of[*b as usize];
        let mut out: Vec<Vec<u32>> = slots.chunk_by(one).map(<[u32]>::to_vec).collect();
        for cluster in out.iter_mut().filter(|c| c.len() > 1) {
            cluster.sort_by(|a, b| self.id(*a).cmp(self.id(*b)));
        }
        out
    }

    /// All clusters.
    #[cfg(test)]
    fn clusters(&self) -> Vec<Vec<u32>> {
        self.clusters_of((0..self.features.len() as u32).collect())
    }

    /// The slot of a claim that is in.
    pub(crate) fn slot(&self, claim: &str) -> Option<u32> {
        self.slots.get(claim).copied()
    }

    pub(crate) fn id(&self, slot: u32) -> &str {
        &self.features[slot as usize].id
    }

    /// What is compared of a claim.
    pub(crate) fn feature(&self, claim: &str) -> Option<&Feature> {
        self.slot(claim).map(|slot| &self.features[slot as usize])
    }

    /// What two claims come to.
    pub(crate) fn levels_of(&self, a: &str, b: &str) -> Option<Levels> {
        Some(compare::compare(self.feature(a)?, self.feature(b)?))
    }

    /// The links inside a cluster, strongest first, one of each pair: a reviewer's outdoes the weights'.
    pub(crate) fn links_in(&self, cluster: &[u32]) -> Vec<Edge> {
        if cluster.len() < 2 {
            return Vec::new();
        }
        let mut inside = cluster.to_vec();
        inside.sort_unstable();
        let ends = |e: &Edge| (e.a.min(e.b), e.a.max(e.b));
        let is_inside = |slot: u32| inside.binary_search(&slot).is_ok();
        let mut edges: Vec<Edge> = cluster
            .iter()
            .flat_map(|slot| self.links[*slot as usize].iter().copied())
            .filter(|e| is_inside(e.a) && is_inside(e.b))
            .collect();
        // Each end has a link; of one pair's the strongest stays.
        edges.sort_by(|x, y| ends(x).cmp(&ends(y)).then_with(|| y.weight.total_cmp(&x.weight)));
        edges.dedup_by_key(|e| ends(e));
        self.sort_edges(&mut edges);
        edges
    }

    /// What two claims come to.
    pub(crate) fn levels(&self, a: u32, b: u32) -> Levels {
        compare::compare(&self.features[a as usize], &self.features[b as usize])
    }

    fn sort_edges(&self, edges: &mut [Edge]) {
        let ids = |e: &Edge| {
            let (a, b) = (self.id(e.a), self.id(e.b));
            if a <= b { (a, b) } else { (b, a) }
        };
        edges.sort_by(|x, y| y.weight.total_cmp(&x.weight).then_with(|| ids(x).cmp(&ids(y))));
    }

    /// Every pair of a block, the lesser id first, with what it comes to.
    pub(crate) fn compared(&self) -> Vec<(String, String, Levels)> {
        let mut out = Vec::new();
        for (slot, feature) in self.features.iter().enumerate().filter(|(_, f)| f.is_filed()) {
            for other in self.blocks.neighbours(slot as u32, &self.features) {
                let (a, b) = (self.id(other), feature.id.as_str());
                if a < b {
                    out.push((a.to_owned(), b.to_owned(), self.levels(other, slot as u32)));
                }
            }
        }
        out.sort();
        out
    }

    /// Adds the links that reviewers made, as soon as both claims are there.
    fn join<'a>(&mut self, pairs: impl Iterator<Item = &'a (String, String)>, weights: &Table) {
        let mut made = Vec::new();
        for (a, b) in pairs {
            if let (Some(a), Some(b)) = (self.slot(a), self.slot(b)) {
                made.push(Edge { weight: weights.total(self.levels(a, b)).max(cluster::DECIDED), a, b });
            }
        }
        for edge in made {
            for slot in [edge.a, edge.b] {
                self.links[slot as usize].push(edge);
                self.dirty.push(slot);
            }
        }
    }

    /// Clusters the components of links that hold a dirty slot.
    fn cluster(&mut self, weights: &Table) {
        let mut seen = vec![false; self.features.len()];
        let mut dirty = std::mem::take(&mut self.dirty);
        dirty.sort_unstable();
        dirty.dedup();
        self.anew.linked.extend(&dirty);
        for slot in dirty {
            if seen[slot as usize] {
                continue;
            }
            let component = self.component(slot, &mut seen);
            self.anew.clustered.extend(&component);
            for cluster in self.cluster_component(&component, weights) {
                let name = cluster.iter().copied().min().unwrap_or(slot);
                for member in cluster {
                    self.cluster_of[member as usize] = name;
                }
            }
        }
    }

    fn component(&self, slot: u32, seen: &mut [bool]) -> Vec<u32> {
        let mut stack = vec![slot];
        let mut out = Vec::new();
        seen[slot as usize] = true;
        while let Some(at) = stack.pop() {
            out.push(at);
            for edge in &self.links[at as usize] {
                for next in [edge.a, edge.b] {
                    if !std::mem::replace(&mut seen[next as usize], true) {
                        stack.push(next);
                    }
                }
            }
        }
        out
    }
}

//! Linking claims into events.
//!
//! Claims that share a block (a place, a spelling, a patch of ground or, without a place, a kind and
//! its parties, within two days) are compared; the weights say how likely two tell one event; what
//! is linked is clustered, the strongest links first, as long as a cluster stays coherent and no
//! constraint is broken. Adding claims compares only them, and clusters anew only the components
//! that they touch, with the same outcome as from scratch.

mod cluster;
mod compare;
mod feature;
mod independence;
#[cfg(test)]
mod tests;
mod weights;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use compare::{COMPARISONS, Levels};
pub use weights::{Comparison, Level, Weights, WeightsError};

use weights::Table;

pub(crate) use compare::{edits, family};
pub(crate) use feature::{Feature, Interner};
pub(crate) use independence::independent;

use crate::day::{DayNumber, Window};
use crate::row::Row;

/// Figures from which on the same number is no chance.
const TELLING: u64 = 10;

/// Days between two claims' days up to which they are compared.
const REACH: DayNumber = 2;

/// A weighed pair, by slots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) weight: f64,
    pub(crate) a: u32,
    pub(crate) b: u32,
}

/// What reviewers joined and parted, by claim id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constraints {
    /// Pairs of one event, the lesser id first.
    pub(crate) joined: BTreeSet<(String, String)>,
    /// Sets of claims that are not of one event with any other.
    pub(crate) split: Vec<BTreeSet<String>>,
}

/// The state of a linkage: features by slot (the order of arrival), blocks, links and clusters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Linker {
    interner: Interner,
    pub(crate) features: Vec<Feature>,
    blocks: HashMap<u64, BTreeMap<DayNumber, Vec<u32>>>,
    links: Vec<Vec<Edge>>,
    slots: HashMap<String, u32>,
    constraints: Constraints,
    /// Cluster of each slot: the least slot of it.
    cluster_of: Vec<u32>,
    /// Slots whose components are to be clustered anew.
    dirty: BTreeSet<u32>,
}

impl Linker {
    pub(crate) fn new(constraints: Constraints) -> Self {
        Self { constraints, ..Self::default() }
    }

    /// Takes claims in and clusters what they touch.
    pub(crate) fn add<'a>(&mut self, rows: impl Iterator<Item = &'a Row>) {
        let weights = Table::shipped();
        let first = self.features.len() as u32;
        for row in rows {
            let slot = self.features.len() as u32;
            let feature = Feature::of(row, &mut self.interner);
            self.slots.insert(feature.id.clone(), slot);
            self.features.push(feature);
            self.links.push(Vec::new());
            self.cluster_of.push(slot);
            self.dirty.insert(slot);
            self.compare_with_block(slot, weights);
        }
        let fresh = |id: &String| self.slots.get(id).is_some_and(|slot| *slot >= first);
        let joined: Vec<(String, String)> =
            self.constraints.joined.iter().filter(|(a, b)| fresh(a) || fresh(b)).cloned().collect();
        self.join(joined.iter(), weights);
        self.cluster(weights);
    }

    /// Takes claims out. What they were linked with is clustered anew with the next addition.
    pub(crate) fn remove<'a>(&mut self, claims: impl Iterator<Item = &'a String>) {
        for claim in claims {
            let Some(slot) = self.slots.remove(claim) else { continue };
            for edge in std::mem::take(&mut self.links[slot as usize]) {
                let other = if edge.a == slot { edge.b } else { edge.a };
                self.links[other as usize].retain(|e| e.a != slot && e.b != slot);
                self.dirty.insert(other);
            }
            self.dirty.remove(&slot);
            let feature = &mut self.features[slot as usize];
            if let (true, Some(window)) = (feature.occurrence, feature.window) {
                for key in keys(feature).1 {
                    let Some(days) = self.blocks.get_mut(&key) else { continue };
                    for day in filing_days(window) {
                        if let Some(filed) = days.get_mut(&day) {
                            filed.retain(|s| *s != slot);
                        }
                    }
                }
            }
            // A slot is never given twice; what tells no occurrence is in no cluster.
            feature.occurrence = false;
        }
    }

    /// Puts other constraints in force. What they touch is clustered anew with the next addition.
    pub(crate) fn constrain(&mut self, constraints: Constraints) {
        let before = std::mem::replace(&mut self.constraints, constraints);
        let joined = self.constraints.joined.clone();
        for (a, b) in before.joined.difference(&joined) {
            let (Some(&a), Some(&b)) = (self.slots.get(a), self.slots.get(b)) else { continue };
            for slot in [a, b] {
                let made = |e: &Edge| e.weight >= cluster::DECIDED && [(a, b), (b, a)].contains(&(e.a, e.b));
                self.links[slot as usize].retain(|e| !made(e));
                self.dirty.insert(slot);
            }
        }
        self.join(joined.difference(&before.joined), Table::shipped());
        let (now, then) = (&self.constraints.split, &before.split);
        let parted = now.iter().filter(|s| !then.contains(s)).chain(then.iter().filter(|s| !now.contains(s)));
        let slots: Vec<u32> = parted.flatten().filter_map(|claim| self.slots.get(claim)).copied().collect();
        self.dirty.extend(slots);
    }

    /// Slots of each cluster, each sorted by claim id; in the order of their first claim ids.
    pub(crate) fn clusters(&self) -> Vec<Vec<u32>> {
        let mut by: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (slot, cluster) in self.cluster_of.iter().enumerate() {
            if self.features[slot].occurrence {
                by.entry(*cluster).or_default().push(slot as u32);
            }
        }
        let mut out: Vec<Vec<u32>> = by.into_values().collect();
        for cluster in &mut out {
            cluster.sort_by(|a, b| self.id(*a).cmp(self.id(*b)));
        }
        out.sort_by(|a, b| self.id(a[0]).cmp(self.id(b[0])));
        out
    }

    pub(crate) fn id(&self, slot: u32) -> &str {
        &self.features[slot as usize].id
    }

    /// What is compared of a claim.
    pub(crate) fn feature(&self, claim: &str) -> Option<&Feature> {
        self.slots.get(claim).map(|slot| &self.features[*slot as usize])
    }

    /// What two claims come to.
    pub(crate) fn levels_of(&self, a: &str, b: &str) -> Option<Levels> {
        Some(compare::compare(self.feature(a)?, self.feature(b)?))
    }

    /// The links inside a cluster, strongest first.
    pub(crate) fn links_in(&self, cluster: &[u32]) -> Vec<Edge> {
        let inside: BTreeSet<u32> = cluster.iter().copied().collect();
        let mut edges: Vec<Edge> = cluster
            .iter()
            .flat_map(|slot| self.links[*slot as usize].iter().copied())
            .filter(|e| inside.contains(&e.a) && inside.contains(&e.b))
            .collect();
        self.sort_edges(&mut edges);
        edges.dedup_by_key(|e| (e.a, e.b));
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

    fn compare_with_block(&mut self, slot: u32, weights: &Table) {
        let feature = &self.features[slot as usize];
        if !feature.occurrence {
            return;
        }
        let Some(window) = feature.window else { return };
        let (asked, filed) = keys(feature);
        let others = self.neighbours(&asked, window);
        for other in others {
            let weight = weights.total(self.levels(other, slot));
            if weight >= weights.accept {
                let edge = Edge { weight, a: other, b: slot };
                self.links[slot as usize].push(edge);
                self.links[other as usize].push(edge);
            }
        }
        for key in filed {
            let days = self.blocks.entry(key).or_default();
            for day in filing_days(window) {
                days.entry(day).or_default().push(slot);
            }
        }
    }

    /// Slots that share a block with these keys and days.
    fn neighbours(&self, keys: &[u64], window: Window) -> Vec<u32> {
        let (first, last) = reach(window);
        let mut others: Vec<u32> = keys
            .iter()
            .filter_map(|key| self.blocks.get(key))
            .flat_map(|days| days.range(first..=last).flat_map(|(_, slots)| slots.iter().copied()))
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Every pair of a block, with what it comes to.
    pub(crate) fn compared(&self) -> Vec<(String, String, Levels)> {
        let mut out = Vec::new();
        for (slot, feature) in self.features.iter().enumerate().filter(|(_, f)| f.occurrence) {
            let Some(window) = feature.window else { continue };
            for other in self.neighbours(&keys(feature).0, window) {
                if (other as usize) < slot {
                    out.push((
                        self.id(other).to_owned(),
                        feature.id.clone(),
                        self.levels(other, slot as u32),
                    ));
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
            if let (Some(&a), Some(&b)) = (self.slots.get(a), self.slots.get(b)) {
                made.push(Edge { weight: weights.total(self.levels(a, b)).max(cluster::DECIDED), a, b });
            }
        }
        for edge in made {
            for slot in [edge.a, edge.b] {
                self.links[slot as usize].push(edge);
                self.dirty.insert(slot);
            }
        }
    }

    /// Clusters the components of links that hold a dirty slot.
    fn cluster(&mut self, weights: &Table) {
        let mut seen = vec![false; self.features.len()];
        for slot in std::mem::take(&mut self.dirty) {
            if seen[slot as usize] {
                continue;
            }
            let component = self.component(slot, &mut seen);
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

/// Days of a window up to which a claim meets whatever happened inside it. A wider one, or an open one,
/// meets what happened about its end.
const WIDE: DayNumber = 62;

/// The days under which a claim is filed: close enough for whatever looks within its window to meet it.
fn filing_days(window: Window) -> impl Iterator<Item = DayNumber> {
    let last = window.surely();
    let first = window.first.filter(|first| last - first <= WIDE).unwrap_or(last);
    (first..last).step_by(2 * REACH as usize).chain([last])
}

/// The days in which a claim looks for others.
fn reach(window: Window) -> (DayNumber, DayNumber) {
    let last = window.surely();
    let first = window.first.filter(|first| last - first <= WIDE).unwrap_or(last);
    (first - REACH, last + REACH)
}

/// The blocks of a claim: those that it looks into, and those in which it is filed.
///
/// A claim without a place looks among all of its kind and side; one with a place only among those
/// without.
fn keys(feature: &Feature) -> (Vec<u64>, Vec<u64>) {
    let mut keys = Vec::new();
    let mut key = |tag: u8, parts: &[u64]| {
        // FNV-1a: a collision costs a comparison, not a wrong link.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in std::iter::once(u64::from(tag)).chain(parts.iter().copied()) {
            hash = (hash ^ byte).wrapping_mul(0x0100_0000_01b3);
        }
        keys.push(hash);
    };
    for place in &feature.places {
        key(1, &[u64::from(*place)]);
    }
    let kind = u64::from(family(feature.kind));
    for anchor in &feature.anchors {
        key(2, &[u64::from(*anchor), kind]);
        if feature.places.is_empty() {
            key(1, &[u64::from(*anchor)]);
        }
    }
    for name in &feature.names {
        // The beginning of the longest word survives most differences of spelling.
        if let Some(longest) = name.split(' ').max_by_key(|w| w.len()) {
            let start = longest.chars().take(3).fold(0_u64, |h, c| h * 0x11_0000 + u64::from(u32::from(c)));
            key(3, &[start, kind]);
        }
    }
    for point in &feature.points {
        // Two grids of cells, half a cell apart, so that neighbours share one of them.
        for shift in [0.0, 0.5] {
            let cell = |degrees: f64| ((degrees / 0.04 + shift).floor() as i64) as u64;
            key(4, &[shift.to_bits(), cell(point.lat), cell(point.lon)]);
        }
    }
    let placeless = feature.places.is_empty();
    for figure in &feature.figures {
        let telling = figure.2.is_some_and(|n| n >= TELLING);
        if placeless || telling {
            key(6, &[figure.0 as u64, figure.2.unwrap_or(0)]);
        }
    }
    if let Some(text) = feature.text {
        key(8, &[u64::from(text)]);
    }
    // MinHash: four bands of two least hashes of words, so that like texts meet wherever they are
    // told to have happened.
    if feature.words.len() >= 6 {
        for band in 0..4_u64 {
            let least = |nth: u64| {
                let salt = (band * 2 + nth + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let hash = |w: &u64| {
                    (w ^ salt)
                        .wrapping_mul(0xff51_afd7_ed55_8ccd)
                        .rotate_left(31)
                        .wrapping_mul(0xc4ce_b9fe_1a85_ec53)
                };
                feature.word_hashes.iter().map(hash).min().unwrap_or(0)
            };
            key(7, &[band, least(0), least(1)]);
        }
    }
    let (mut asked, mut filed) = (keys.clone(), keys);
    for side in &feature.actors.sides {
        let of = |tag: u64| {
            let parts = [tag, kind, u64::from(*side)];
            parts.into_iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, p| (h ^ p).wrapping_mul(0x0100_0000_01b3))
        };
        filed.push(of(51));
        if placeless {
            filed.push(of(52));
            asked.push(of(51));
        } else {
            asked.push(of(52));
        }
    }
    for list in [&mut asked, &mut filed] {
        list.sort_unstable();
        list.dedup();
    }
    (asked, filed)
}

//! Clustering one component of links under constraints.

use std::collections::BTreeMap;

use super::Linker;
use super::compare::RETELLING;
use super::weights::Table;
use crate::decide::Act;

/// The weight of a link that a reviewer made.
pub(crate) const DECIDED: f64 = 1000.0;
/// Pairs of two clusters that are weighed, at most, before they are joined.
const SAMPLE: usize = 64;

impl Linker {
    /// Joins the strongest links first; two clusters become one when their claims agree on average
    /// and no pair of them is kept apart.
    pub(super) fn cluster_component(&self, component: &[u32], weights: &Table) -> Vec<Vec<u32>> {
        let mut clusters: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut home: BTreeMap<u32, u32> = BTreeMap::new();
        // Ids order everything, so that the outcome does not hang on the order of arrival.
        let mut slots = component.to_vec();
        slots.sort_by(|a, b| self.id(*a).cmp(self.id(*b)));
        for &slot in &slots {
            clusters.insert(slot, vec![slot]);
            home.insert(slot, slot);
        }
        for edge in self.links_in(&slots) {
            let (a, b) = (home[&edge.a], home[&edge.b]);
            if a == b || !self.may_join(&clusters[&a], &clusters[&b], edge.weight, weights) {
                continue;
            }
            let moved = clusters.remove(&b).unwrap_or_default();
            for slot in &moved {
                home.insert(*slot, a);
            }
            let joined = clusters.entry(a).or_default();
            joined.extend(moved);
            joined.sort_by(|x, y| self.id(*x).cmp(self.id(*y)));
        }
        clusters.into_values().collect()
    }

    fn may_join(&self, a: &[u32], b: &[u32], link: f64, weights: &Table) -> bool {
        // The sum is taken in the order of ids, whichever cluster came first.
        let (a, b) = if self.id(a[0]) <= self.id(b[0]) { (a, b) } else { (b, a) };
        if a.iter().any(|x| b.iter().any(|y| self.kept_apart(*x, *y))) {
            return false;
        }
        let (left, right) = (self.units(a), self.units(b));
        let mut sum = 0.0;
        let mut n = 0.0;
        for (xs, ys) in left.iter().flat_map(|x| right.iter().map(move |y| (x, y))).take(SAMPLE) {
            let pairs = xs.iter().flat_map(|x| ys.iter().map(move |y| weights.total(self.levels(*x, *y))));
            sum += pairs.fold(f64::MIN, f64::max);
            n += 1.0;
        }
        link >= DECIDED || sum / n >= weights.accept
    }

    /// The claims of a cluster, those that reviewers joined as one.
    fn units(&self, cluster: &[u32]) -> Vec<Vec<u32>> {
        let mut units: Vec<Vec<u32>> = Vec::new();
        for &slot in cluster {
            let joins = |other: &u32| {
                let (a, b) = (self.id(slot).to_owned(), self.id(*other).to_owned());
                self.constraints.joined.contains(&if a <= b { (a, b) } else { (b, a) })
            };
            if self.constraints.joined.is_empty() {
                units.push(vec![slot]);
                continue;
            }
            let (mut with, without): (Vec<_>, Vec<_>) = units.into_iter().partition(|u| u.iter().any(joins));
            units = without;
            let mut unit: Vec<u32> = with.drain(..).flatten().collect();
            unit.push(slot);
            units.push(unit);
        }
        units
    }

    /// Whether two claims must not be of one event.
    fn kept_apart(&self, x: u32, y: u32) -> bool {
        let (a, b) = (&self.features[x as usize], &self.features[y as usize]);
        if !self.constraints.joined.is_empty() {
            let (least, most) = if a.id <= b.id { (a, b) } else { (b, a) };
            if self.constraints.joined.contains(&(least.id.clone(), most.id.clone())) {
                return false;
            }
        }
        if self.constraints.split.iter().any(|apart| apart.contains(&a.id) != apart.contains(&b.id)) {
            return true;
        }
        // Ground that two sides take is taken twice.
        let ground = matches!(super::family(a.kind), 0 | 1 | 2 | 4) && a.kind == b.kind;
        if ground && super::compare::excludes(&a.actors, &b.actors) {
            return true;
        }
        // One stretch of one text tells one thing once: two takings of a place by one side in it are
        // two takings, with a loss between them.
        let stretch = a.document == b.document && a.passage.abs_diff(b.passage) < RETELLING;
        stretch
            && !super::compare::another_voice(a, b)
            && a.kind == b.kind
            && a.passage != b.passage
            && a.whole
            && b.whole
            && super::compare::family(a.kind) <= 2
    }
}

impl super::Constraints {
    /// The claims that are joined or parted otherwise than before.
    pub(crate) fn since(&self, before: &Self) -> std::collections::BTreeSet<String> {
        let joined = self.joined.symmetric_difference(&before.joined).flat_map(|(a, b)| [a, b]);
        let parted = self.split.iter().filter(|s| !before.split.contains(s)).flatten();
        let rejoined = before.split.iter().filter(|s| !self.split.contains(s)).flatten();
        joined.chain(parted).chain(rejoined).cloned().collect()
    }

    /// Reads the merges and splits among reviewers' acts; a later act outdoes an earlier one.
    pub(crate) fn of<'a>(acts: impl Iterator<Item = &'a Act>) -> Self {
        let mut out = Self::default();
        let ordered =
            |a: &String, b: &String| if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        for act in acts {
            match act {
                Act::Merge { claims } => {
                    for (at, a) in claims.iter().enumerate() {
                        out.joined.extend(claims[at + 1..].iter().map(|b| ordered(a, b)));
                    }
                }
                Act::Split { claims } => {
                    let apart: std::collections::BTreeSet<String> = claims.iter().cloned().collect();
                    out.joined.retain(|(a, b)| apart.contains(a) == apart.contains(b));
                    out.split.push(apart);
                }
                _ => {}
            }
        }
        out
    }
}

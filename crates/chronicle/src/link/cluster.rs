//! Clustering one component of links under constraints.

use super::compare::{RETELLING, another_voice, excludes, family};
use super::feature::Feature;
use super::weights::Table;
use super::{Edge, Linker};
use crate::day::Window;

/// The weight of a link that a reviewer made.
pub(crate) const DECIDED: f64 = 1000.0;
/// Pairs of two clusters that are weighed, at most, before they are joined.
const SAMPLE: usize = 64;

/// The clusters of one component while they are joined: members by their place in the order of ids, so
/// that the outcome does not hang on the order of arrival.
struct Forest<'a> {
    linker: &'a Linker,
    weights: &'a Table,
    /// Slots of the component by id.
    slots: Vec<u32>,
    /// The cluster of each member.
    home: Vec<usize>,
    /// Members of each cluster, ascending; empty when it was joined to another.
    members: Vec<Vec<usize>>,
}

impl Linker {
    /// Joins the strongest links first; two clusters become one when their claims agree on average
    /// and no pair of them is kept apart.
    pub(super) fn cluster_component(&self, component: &[u32], weights: &Table) -> Vec<Vec<u32>> {
        let mut slots = component.to_vec();
        if slots.len() == 1 {
            return vec![slots];
        }
        slots.sort_by(|a, b| self.id(*a).cmp(self.id(*b)));
        let edges = self.links_in(&slots);
        let count = slots.len();
        let mut forest = Forest {
            linker: self,
            weights,
            home: (0..count).collect(),
            members: (0..count).map(|at| vec![at]).collect(),
            slots,
        };
        let places: std::collections::HashMap<u32, usize> =
            forest.slots.iter().enumerate().map(|(at, slot)| (*slot, at)).collect();
        for edge in edges {
            forest.follow(places[&edge.a], places[&edge.b], &edge);
        }
        let Forest { members, slots, .. } = forest;
        let full = members.into_iter().filter(|m| !m.is_empty());
        full.map(|m| m.into_iter().map(|at| slots[at]).collect()).collect()
    }
}

impl Forest<'_> {
    /// Joins the clusters of two members when they may be one.
    fn follow(&mut self, x: usize, y: usize, edge: &Edge) {
        let (a, b) = (self.home[x], self.home[y]);
        if a == b || !self.may_join(a, b, edge.weight) {
            return;
        }
        // The smaller moves, so that no member moves often.
        let (from, into) = if self.members[a].len() <= self.members[b].len() { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[from]);
        for &member in &moved {
            self.home[member] = into;
        }
        self.members[into].extend(moved);
        self.members[into].sort_unstable();
    }

    fn may_join(&self, a: usize, b: usize, link: f64) -> bool {
        // The sum is taken in the order of ids, whichever cluster came first.
        let (a, b) = if self.members[a] <= self.members[b] { (a, b) } else { (b, a) };
        let slots = |cluster: usize| -> Vec<u32> {
            self.members[cluster].iter().map(|member| self.slots[*member]).collect()
        };
        let (a, b) = (slots(a), slots(b));
        if a.iter().any(|x| b.iter().any(|y| self.linker.kept_apart(*x, *y))) {
            return false;
        }
        if link >= DECIDED {
            return true;
        }
        let (left, right) = (self.linker.units(&a), self.linker.units(&b));
        let (mut sum, mut n) = (0.0, 0.0);
        for (xs, ys) in left.iter().flat_map(|x| right.iter().map(move |y| (x, y))).take(SAMPLE) {
            let weigh = |x: u32, y: u32| self.weights.total(self.linker.levels(x, y));
            let pairs = xs.iter().flat_map(|x| ys.iter().map(move |y| weigh(*x, *y)));
            sum += pairs.fold(f64::MIN, f64::max);
            n += 1.0;
        }
        sum / n >= self.weights.cohere
    }
}

impl Linker {
    /// The claims of a cluster, those that reviewers joined as one.
    fn units(&self, cluster: &[u32]) -> Vec<Vec<u32>> {
        if self.constraints.joined.is_empty() {
            return cluster.iter().map(|slot| vec![*slot]).collect();
        }
        let mut units: Vec<Vec<u32>> = Vec::new();
        for &slot in cluster {
            let joins = |other: &u32| self.constraints.joins(self.id(slot), self.id(*other));
            let (with, without): (Vec<_>, Vec<_>) = units.into_iter().partition(|u| u.iter().any(joins));
            units = without;
            let mut unit: Vec<u32> = with.into_iter().flatten().collect();
            unit.push(slot);
            units.push(unit);
        }
        units
    }

    /// Whether two claims must not be of one event.
    fn kept_apart(&self, x: u32, y: u32) -> bool {
        let (a, b) = (&self.features[x as usize], &self.features[y as usize]);
        if !self.constraints.is_nothing() {
            if self.constraints.joins(&a.id, &b.id) {
                return false;
            }
            if self.constraints.parts(&a.id, &b.id) {
                return true;
            }
        }
        // Ground that two sides take is taken twice.
        let held = matches!(family(a.kind), 0 | 1 | 2 | 4) && a.kind == b.kind;
        if held && excludes(&a.actors, &b.actors) {
            return true;
        }
        if a.document == b.document && !another_voice(a, b) && told_on_other_days(a, b) {
            return true;
        }
        // One stretch of one text tells one thing once: two takings of a place by one side in it are
        // two takings, with a loss between them. A place and a number of places may be one taking.
        let ground = family(a.kind) <= 2 && (a.is_placeless() == b.is_placeless());
        // "after the fall of X" is the fall that was told.
        let stretch =
            a.document == b.document && a.passage.abs_diff(b.passage) < RETELLING && !(a.named || b.named);
        stretch
            && !another_voice(a, b)
            && a.kind == b.kind
            && a.passage != b.passage
            && a.whole
            && b.whole
            && ground
    }
}

/// Whether both say on which day, and the days are further apart than one telling of a night.
fn told_on_other_days(a: &Feature, b: &Feature) -> bool {
    let day = |x: &Feature| x.window.filter(|w| !x.inherited && w.width() == Some(0)).map(Window::surely);
    day(a).zip(day(b)).is_some_and(|(x, y)| (x - y).abs() > 1)
}

//! Independence: reports copied from one another count once.

use super::Feature;

/// Share of words, of both texts together, from which on one is a copy of the other.
const COPIED: f64 = 0.7;
/// Words that must be shared at least.
const ENOUGH: usize = 6;

/// Claims that rest on one origin.
#[derive(Debug, Default)]
pub(crate) struct Dependent {
    /// Indices of the claims, ascending.
    pub(crate) members: Vec<usize>,
    /// Why they count as one, each reason once.
    pub(crate) why: Vec<&'static str>,
}

/// Groups claims of one event by origin: versions of one work, one named source or cited reference,
/// the same words. Each group is one independent source. Indices are into `claims`.
pub(crate) fn independent(claims: &[&Feature]) -> Vec<Dependent> {
    let mut group: Vec<usize> = (0..claims.len()).collect();
    let mut reasons = Vec::new();
    for i in 0..claims.len() {
        for j in 0..i {
            let Some(why) = depends(claims[i], claims[j]) else { continue };
            reasons.push((i, why));
            let (from, to) = (group[i].max(group[j]), group[i].min(group[j]));
            if from != to {
                for g in &mut group {
                    if *g == from {
                        *g = to;
                    }
                }
            }
        }
    }
    let mut out: Vec<Dependent> = Vec::new();
    for root in 0..claims.len() {
        let members: Vec<usize> = (0..claims.len()).filter(|i| group[*i] == root).collect();
        if !members.is_empty() {
            let mut why: Vec<&str> =
                reasons.iter().filter(|(i, _)| group[*i] == root).map(|(_, why)| *why).collect();
            why.sort_unstable();
            why.dedup();
            out.push(Dependent { members, why });
        }
    }
    out
}

/// Why one claim adds no evidence to the other, if so.
fn depends(a: &Feature, b: &Feature) -> Option<&'static str> {
    // A work that quotes two sources by name lends each its own word.
    let named = !a.origins.is_empty() && !b.origins.is_empty();
    if a.origins.iter().any(|o| b.origins.contains(o)) {
        Some("the same source or reference")
    } else if a.work == b.work && !(named && a.origins != b.origins) {
        Some("the same work")
    } else {
        copied(a, b).then_some("the same words")
    }
}

fn copied(a: &Feature, b: &Feature) -> bool {
    let shared = a.words.iter().filter(|w| b.words.binary_search(w).is_ok()).count();
    let all = a.words.len() + b.words.len() - shared;
    shared >= ENOUGH && shared as f64 >= COPIED * all as f64
}

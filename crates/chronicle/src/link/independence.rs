//! Independence: reports copied from one another count once.

use super::Feature;

/// Share of words, of both texts together, from which on one is a copy of the other.
const COPIED: f64 = 0.7;
/// Words that must be shared at least.
const ENOUGH: usize = 6;

/// Groups claims of one event by origin: versions of one work, one named source or cited reference,
/// the same words. Each group is one independent source. Gives indices into `claims`.
pub(crate) fn independent(claims: &[&Feature]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..claims.len()).collect();
    for i in 0..claims.len() {
        for j in 0..i {
            if depends(claims[i], claims[j]) {
                let (from, to) = (group[i].max(group[j]), group[i].min(group[j]));
                for g in &mut group {
                    if *g == from {
                        *g = to;
                    }
                }
            }
        }
    }
    let mut out: Vec<Vec<usize>> = Vec::new();
    for root in 0..claims.len() {
        let members: Vec<usize> = (0..claims.len()).filter(|i| group[*i] == root).collect();
        if !members.is_empty() {
            out.push(members);
        }
    }
    out
}

fn depends(a: &Feature, b: &Feature) -> bool {
    // A work that quotes two sources by name lends each its own word.
    let origin = a.origins.iter().any(|o| b.origins.contains(o));
    let named = !a.origins.is_empty() && !b.origins.is_empty();
    origin || (a.work == b.work && !(named && a.origins != b.origins)) || copied(a, b)
}

fn copied(a: &Feature, b: &Feature) -> bool {
    let shared = a.words.iter().filter(|w| b.words.binary_search(w).is_ok()).count();
    let all = a.words.len() + b.words.len() - shared;
    shared >= ENOUGH && shared as f64 >= COPIED * all as f64
}

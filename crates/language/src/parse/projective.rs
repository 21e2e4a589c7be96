//! Undoing the lifts that kept trees projective.
//!
//! Nivre and Nilsson, *Pseudo-projective dependency parsing* (2005), encoding scheme "Head".

use super::moves::Arc;
use crate::Label;

/// A tree under repair: a head a token (a root is its own), and its label.
pub(crate) struct Tree<'t> {
    pub(crate) heads: &'t mut [u32],
    pub(crate) labels: &'t mut [Label],
    /// Tokens of white space, which are never heads.
    pub(crate) is_space: &'t [bool],
}

/// Moves each lifted arc to the first descendant of its head, breadth first and from left to right,
/// that has the label it was lifted from.
pub(crate) fn lower(tree: &mut Tree<'_>, arcs: &[Option<Arc>]) {
    if arcs.iter().all(|arc| arc.is_none_or(|arc| arc.lifted_from.is_none())) {
        return;
    }
    // Labels still name the lift while the search runs, so a lifted token is no candidate until its turn.
    let mut pending: Vec<bool> = arcs.iter().map(|a| a.is_some_and(|a| a.lifted_from.is_some())).collect();
    for token in 0..arcs.len() {
        let Some(Arc { lifted_from: Some(wanted), .. }) = arcs[token] else { continue };
        tree.heads[token] = find(tree, &pending, token, wanted);
        pending[token] = false;
    }
}

fn find(tree: &Tree<'_>, pending: &[bool], token: usize, wanted: Label) -> u32 {
    let head = tree.heads[token];
    let mut level = vec![head];
    // A tree is no deeper than it has tokens; the bound also ends the search should heads form a cycle.
    for _ in 0..tree.heads.len() {
        let mut below = Vec::new();
        for &parent in &level {
            for child in 0..tree.heads.len() as u32 {
                let at = child as usize;
                if tree.heads[at] != parent || child == parent || at == token || tree.is_space[at] {
                    continue;
                }
                if tree.labels[at] == wanted && !pending[at] {
                    return child;
                }
                below.push(child);
            }
        }
        if below.is_empty() {
            break;
        }
        level = below;
    }
    head
}

//! Undoing the lifts that kept trees projective.
//!
//! Nivre and Nilsson, *Pseudo-projective dependency parsing* (2005), encoding scheme "Head".

use std::collections::VecDeque;

use super::moves::Arc;
use crate::Label;

/// Moves each lifted arc to the first descendant of its head, breadth first and from left to right,
/// that has the label it was lifted from. White space is no candidate, and nothing hangs on it.
///
/// `heads` holds a head a token (a root is its own), `labels` its label.
pub(super) fn lower(heads: &mut [u32], labels: &[Label], is_space: &[bool], arcs: &[Option<Arc>]) {
    let lifted = |token: usize| arcs[token].and_then(|arc| arc.lifted_from);
    for token in 0..arcs.len() {
        let Some(wanted) = lifted(token) else { continue };
        // A later token's label still names its lift when its turn has not come.
        let has_label = |at: usize| labels[at] == wanted && (at < token || lifted(at).is_none());
        let candidate = |at: usize| at != token && !is_space[at];
        heads[token] = find(heads, token, has_label, candidate);
    }
}

fn find(
    heads: &[u32],
    token: usize,
    has_label: impl Fn(usize) -> bool,
    candidate: impl Fn(usize) -> bool,
) -> u32 {
    let children = Children::new(heads);
    let mut queue = VecDeque::from([heads[token]]);
    // A token has one head: each is queued once at most.
    while let Some(parent) = queue.pop_front() {
        for child in children.of(parent).filter(|&child| candidate(child)) {
            if has_label(child) {
                return child as u32;
            }
            queue.push_back(child as u32);
        }
    }
    heads[token]
}

/// Children of each token, from left to right.
struct Children {
    first: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
}

impl Children {
    fn new(heads: &[u32]) -> Self {
        let mut children = Self { first: vec![None; heads.len()], next: vec![None; heads.len()] };
        for (child, &head) in heads.iter().enumerate().rev() {
            if head as usize != child {
                children.next[child] = children.first[head as usize].replace(child);
            }
        }
        children
    }

    fn of(&self, parent: u32) -> impl Iterator<Item = usize> {
        std::iter::successors(self.first[parent as usize], |&child| self.next[child])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arc(label: Label, lifted_from: Option<Label>) -> Arc {
        Arc { label, lifted_from }
    }

    #[test]
    fn a_lifted_arc_goes_to_the_first_fitting_descendant() {
        // "They took a bridge yesterday that mattered": the clause hangs on the verb, and belongs to "bridge".
        let labels =
            [Label::Nsubj, Label::Root, Label::Det, Label::Dobj, Label::Npadvmod, Label::Nsubj, Label::Relcl];
        let mut heads = [1, 1, 3, 1, 1, 6, 1];
        let mut arcs: Vec<Option<Arc>> = labels.iter().map(|&label| Some(arc(label, None))).collect();
        arcs[1] = None;
        arcs[6] = Some(arc(Label::Relcl, Some(Label::Dobj)));
        lower(&mut heads, &labels, &[false; 7], &arcs);
        assert_eq!(heads, [1, 1, 3, 1, 1, 6, 3]);
    }

    #[test]
    fn without_a_fitting_descendant_it_stays() {
        let labels = [Label::Root, Label::Prep];
        let mut heads = [0, 0];
        lower(&mut heads, &labels, &[false; 2], &[None, Some(arc(Label::Prep, Some(Label::Nsubj)))]);
        assert_eq!(heads, [0, 0]);
    }
}

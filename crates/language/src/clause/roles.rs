//! What a predicate's roles are filled with before they become arguments.

use super::Sharing;

/// A token in a role, and how it came there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Filler {
    pub(super) head: usize,
    pub(super) shared: Option<Sharing>,
}

impl Filler {
    /// A token that hangs on the predicate itself.
    pub(super) const fn own(head: usize) -> Self {
        Self { head, shared: None }
    }

    /// A token that another clause lends.
    pub(super) const fn lent(head: usize, by: Sharing) -> Self {
        Self { head, shared: Some(by) }
    }

    /// The same token, lent on; the first reason stays.
    pub(super) fn lend(self, by: Sharing) -> Self {
        Self { head: self.head, shared: Some(self.shared.unwrap_or(by)) }
    }
}

/// Relative pronouns that stand for an antecedent.
pub(super) const RELATIVES: [&str; 5] = ["who", "which", "that", "whom", "whose"];

/// Adds without doubling.
pub(super) fn push(list: &mut Vec<Filler>, filler: Filler) {
    if !list.iter().any(|f| f.head == filler.head) {
        list.push(filler);
    }
}

//! Constraints: what reviewers joined and parted.

use std::collections::BTreeSet;

/// What reviewers joined and parted, by claim id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constraints {
    /// Pairs of one event, the lesser id first.
    pub(crate) joined: BTreeSet<(String, String)>,
    /// Sets of claims that are not of one event with any other.
    pub(crate) split: Vec<BTreeSet<String>>,
}

/// Two ids, the lesser first.
fn ordered(a: &str, b: &str) -> (String, String) {
    if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

impl Constraints {
    /// Whether nothing was joined or parted.
    pub(super) fn is_nothing(&self) -> bool {
        self.joined.is_empty() && self.split.is_empty()
    }

    /// Whether two claims were joined.
    pub(super) fn joins(&self, a: &str, b: &str) -> bool {
        !self.joined.is_empty() && self.joined.contains(&ordered(a, b))
    }

    /// Whether two claims were parted.
    pub(super) fn parts(&self, a: &str, b: &str) -> bool {
        self.split.iter().any(|apart| apart.contains(a) != apart.contains(b))
    }

    /// The claims of the sets that are apart now or were before, not both.
    pub(super) fn parted_since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a String> {
        let now = self.split.iter().filter(|s| !before.split.contains(s));
        now.chain(before.split.iter().filter(|s| !self.split.contains(s))).flatten()
    }

    /// Takes in that claims are of one event.
    pub(crate) fn merge(&mut self, claims: &[String]) {
        for (at, a) in claims.iter().enumerate() {
            self.joined.extend(claims[at + 1..].iter().map(|b| ordered(a, b)));
        }
    }

    /// Takes in that claims are not of one event with others; what was joined with them before is no more.
    pub(crate) fn part(&mut self, claims: &[String]) {
        let apart: BTreeSet<String> = claims.iter().cloned().collect();
        self.joined.retain(|(a, b)| apart.contains(a) == apart.contains(b));
        self.split.push(apart);
    }
}

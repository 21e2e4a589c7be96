//! Repairs of trees where the evidence against the parser is clear.
//!
//! Each repair looks for one shape that English does not have (a noun with an object, a passive
//! without a subject beside a subject without a verb, a name as an object's second object …) and
//! sets it right. A sentence without such a shape keeps the parser's tree.

mod dispatch;
mod lists;
mod participles;
mod subjects;
mod words;

use super::tree::Tree;

/// Repairs a tree in place and closes it.
pub(super) fn repair(tree: &mut Tree<'_>) {
    let passes: [fn(&mut Tree<'_>); 5] =
        [words::repair, dispatch::repair, lists::repair, participles::repair, subjects::repair];
    for pass in passes {
        pass(tree);
        tree.close();
    }
}

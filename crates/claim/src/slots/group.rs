//! Groups of places and people, and the members that they name.

use annalist_language::{Label, Tag};

use crate::enumeration;
use crate::view::View;
use crate::world::World;

/// How many of a group's places are named.
pub(super) fn members(view: &View<'_>, world: &World<'_>, head: u32) -> u32 {
    let flat = enumeration::listed(view, world, head).len();
    flat.max(included(view, head).len()).max(enumeration::spelt(view, world, head).len()) as u32
}

/// "six places, including A and B": A and B.
pub(super) fn included(view: &View<'_>, head: u32) -> Vec<u32> {
    let mut out = Vec::new();
    for &c in view.children(head) {
        if matches!(
            view.word(c).to_lowercase().as_str(),
            "including" | "included" | "like" | "namely" | "notably"
        ) {
            for &o in view.children(c) {
                if matches!(view.token(o).label, Label::Pobj | Label::Dobj) {
                    for conjunct in view.conjuncts(o) {
                        out.extend(named_inside(view, conjunct));
                    }
                }
            }
        }
    }
    out
}

/// In "the town of X and Y hill" X; else the noun itself.
pub(super) fn named_inside(view: &View<'_>, head: u32) -> Vec<u32> {
    if view.lexicon.listed("naming", &view.token(head).lemma)
        && matches!(view.token(head).tag, Tag::Nn | Tag::Nns)
    {
        let inner: Vec<u32> =
            view.prepositional(head).into_iter().filter(|(p, _)| p == "of").map(|(_, o)| o).collect();
        if !inner.is_empty() {
            return inner;
        }
    }
    vec![head]
}

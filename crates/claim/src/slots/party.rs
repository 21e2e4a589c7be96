//! Who did it and to whom.

use annalist_language::Label;

use super::trim;
use crate::Party;
use crate::lexicon::Classes;
use crate::view::{Arg, View};
use crate::world::World;

/// A party from an argument.
pub(crate) fn party(view: &View<'_>, world: &World<'_>, arg: &Arg) -> Party {
    let span = trim(view, arg.span);
    let value = world.actor(view.passage, arg.span);
    let own = world.actor(view.passage, view.token(arg.head).span);
    let text = value
        .antecedent
        .clone()
        .filter(|_| arg.classes.has(Classes::PRONOUN))
        .unwrap_or_else(|| view.text(span).to_owned());
    let mut side = value.side.or(own.side);
    if side.is_none() && arg.classes.has(Classes::CIVILIAN) && !arg.classes.has(Classes::ARMED) {
        side = Some("civilian".to_owned());
    }
    if side.is_none() && view.lexicon.listed("civil", &view.token(arg.head).lemma) {
        side = Some("civilian".to_owned());
    }
    Party { text, span: Some(span), belligerent: value.id, side, implied: false }
}

/// Parties from arguments, with the leader that a phrase names ("rebels led by X").
pub(crate) fn parties(view: &View<'_>, world: &World<'_>, args: &[Arg]) -> Vec<Party> {
    let mut out: Vec<Party> = Vec::new();
    for arg in args {
        if arg.classes.has(Classes::TIME) {
            continue;
        }
        out.push(party(view, world, arg));
        if let Some(leader) = leader(view, arg.head) {
            let span = view.phrase(leader);
            let value = world.actor(view.passage, span);
            out.push(Party {
                text: view.text(trim(view, span)).to_owned(),
                span: Some(span),
                belligerent: value.id,
                side: value.side,
                implied: false,
            });
        }
    }
    out
}

fn leader(view: &View<'_>, head: u32) -> Option<u32> {
    let led = view.children(head).iter().copied().find(|&c| {
        view.token(c).label == Label::Acl && matches!(view.word(c), "led" | "headed" | "commanded")
    })?;
    let by = view.children(led).iter().copied().find(|&c| view.word(c) == "by")?;
    view.children(by).iter().copied().find(|&c| view.token(c).label == Label::Pobj)
}

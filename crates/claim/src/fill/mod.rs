//! Slots that the sentence leaves to the narrative: the other side, the place told before, the
//! actor who goes on.

mod event;
mod party;
mod place;
mod whole;

use crate::Claim;
use crate::draft::{Draft, Matched};
use crate::rules::RuleSet;
use crate::story::Story;
use crate::view::View;
use crate::world::World;

/// Fills what is missing in the claims of one sentence, in text order.
pub(crate) fn fill(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    rules: &RuleSet,
    matched: &Matched,
    told: &mut [(Draft, Claim)],
) {
    for i in 0..told.len() {
        party::both(view, world, story, rules, told, i);
        party::enemy(view, world, story, told, i);
        event::massacre(view, told, i);
        party::group(view, told, i);
        party::others(view, world, story, told, i);
        event::strike(view, rules, story, told, i);
        event::about(view, world, story, matched, told, i);
        place::places(view, world, story, told, i);
        party::sides(world, story, rules, told, i);
        party::actor(view, world, story, told, i);
        party::deed(story, told, i);
        event::fallen(story, told, i);
        event::opened(view, story, told, i);
        whole::since(view, world, story, told, i);
        whole::awaited(view, world, story, told, i);
    }
}

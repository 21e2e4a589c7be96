//! # Ground that changes hands
//!
//! **What it does.** A taking that the replay holds for more than one day is *Government regains
//! territory* or *Non-state actor overtakes territory*; one that is lost again by the next day is an
//! *Armed clash*; ground that passes without fighting, or is left and then entered by another side,
//! is a *Non-violent transfer of territory*.
//!
//! **Codebook basis.** ACLED Codebook, "Battles" and "Strategic developments": control must be
//! established and last longer than a day; a transfer without fighting is no battle.
//!
//! **Example.** A hamlet taken in the morning and lost in the afternoon is an *Armed clash*.
//!
//! **Effect on an export.** The sub-event type depends on the account by which the ground is
//! replayed; the row says so by this rule's name.

use std::collections::BTreeSet;

use annalist_claim::Kind;

use crate::codebook::RuleName;
use crate::day::DayNumber;
use crate::model::Event;
use crate::replay::Stretch;

pub(super) const NAME: RuleName = "acled/territory";

/// Days that ground must be held to count as taken.
const MORE_THAN: DayNumber = 1;

pub(super) fn types(
    event: &Event,
    held: &[Stretch],
    day: DayNumber,
    government: &BTreeSet<String>,
) -> (&'static str, &'static str) {
    const TRANSFER: (&str, &str) = ("Strategic developments", "Non-violent transfer of territory");
    let taker = event.actors.first();
    let lasted = held.iter().any(|s| {
        s.start == Some(day) && s.holder.as_ref() == taker && s.end.is_none_or(|end| end - day > MORE_THAN)
    });
    match event.kind {
        Kind::Transfer => TRANSFER,
        Kind::Withdraw => {
            let entered =
                held.iter().any(|s| s.start >= Some(day) && s.holder.is_some() && s.holder.as_ref() != taker);
            if entered { TRANSFER } else { ("Strategic developments", "Other") }
        }
        _ if !lasted => ("Battles", "Armed clash"),
        _ if taker.is_some_and(|side| government.contains(side)) => {
            ("Battles", "Government regains territory")
        }
        _ => ("Battles", "Non-state actor overtakes territory"),
    }
}

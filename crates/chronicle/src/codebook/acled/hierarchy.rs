//! # Hierarchy of event types
//!
//! **What it does.** Of several happenings between the same actors at one place on one day, the one
//! highest in the hierarchy gives the row its type.
//!
//! **Codebook basis.** ACLED Codebook, "Event types": when several types occur in one event, the
//! hierarchy of types decides, battles before explosions and remote violence before violence against
//! civilians before strategic developments.
//!
//! **Example.** A shelling and an assault on one town on one day between the same sides are one
//! *Battles / Armed clash*.
//!
//! **Effect on an export.** Fewer rows than events; the row's claims are those of all of them.

use annalist_claim::Kind;

use crate::codebook::RuleName;
use crate::model::Event;

pub(super) const NAME: RuleName = "acled/hierarchy";

/// Event and sub-event type of a kind.
pub(super) fn types(event: &Event) -> (&'static str, &'static str) {
    const REMOTE: &str = "Explosions/Remote violence";
    const STRATEGIC: &str = "Strategic developments";
    let civilians = event.targets.iter().any(|t| t == "civilian");
    match event.kind {
        Kind::Chemical => (REMOTE, "Chemical weapon"),
        Kind::Airstrike | Kind::Drone => (REMOTE, "Air/drone strike"),
        Kind::Shelling => (REMOTE, "Shelling/artillery/missile attack"),
        Kind::Bombing => (REMOTE, "Remote explosive/landmine/IED"),
        Kind::Massacre => ("Violence against civilians", "Attack"),
        Kind::Harm | Kind::Attack if civilians => ("Violence against civilians", "Attack"),
        Kind::Attack
        | Kind::Clash
        | Kind::Hold
        | Kind::Enter
        | Kind::Advance
        | Kind::Encircle
        | Kind::Harm
        | Kind::Capture => ("Battles", "Armed clash"),
        Kind::Transfer | Kind::Withdraw => (STRATEGIC, "Non-violent transfer of territory"),
        Kind::Detain => (STRATEGIC, "Arrests"),
        Kind::Accord => (STRATEGIC, "Agreement"),
        Kind::Defect => (STRATEGIC, "Change to group/activity"),
        Kind::Loss => (STRATEGIC, "Looting/property destruction"),
        Kind::Protest => ("Protests", "Peaceful protest"),
        Kind::Route | Kind::Release | Kind::Displace | Kind::Deploy | Kind::Relief | Kind::Say => {
            (STRATEGIC, "Other")
        }
    }
}

/// The event highest in the hierarchy; of equals, the one with the most claims, then the least id.
pub(super) fn first<'a>(events: &[&'a Event]) -> &'a Event {
    let rank = |e: &Event| match (e.kind, types(e)) {
        (Kind::Capture, _) => 0,
        (_, ("Battles", _)) => 1,
        (_, ("Explosions/Remote violence", _)) => 2,
        (_, ("Violence against civilians", _)) => 3,
        _ => 4,
    };
    let mut sorted: Vec<&Event> = events.to_vec();
    sorted.sort_by_key(|e| (rank(e), std::cmp::Reverse(e.claims.len()), e.id.clone()));
    sorted[0]
}

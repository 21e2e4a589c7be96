//! What kinds of claims have in common.

use crate::Kind;

/// Kinds by which a place comes to somebody.
pub(crate) const fn takes(kind: Kind) -> bool {
    matches!(kind, Kind::Capture | Kind::Transfer)
}

/// Attacks and strikes: they hit somebody or something.
pub(crate) const fn strikes(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Attack | Kind::Airstrike | Kind::Shelling | Kind::Drone | Kind::Bombing | Kind::Chemical
    )
}

/// Kinds that happen where the story is.
pub(crate) const fn somewhere(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Airstrike
            | Kind::Drone
            | Kind::Hold
            | Kind::Withdraw
            | Kind::Clash
            | Kind::Enter
            | Kind::Encircle
            | Kind::Harm
            | Kind::Loss
            | Kind::Attack
            | Kind::Bombing
            | Kind::Capture
            | Kind::Transfer
            | Kind::Advance
            | Kind::Shelling
            | Kind::Chemical
            | Kind::Massacre
            | Kind::Displace
            | Kind::Detain
            | Kind::Relief
            | Kind::Protest
            | Kind::Deploy
    )
}

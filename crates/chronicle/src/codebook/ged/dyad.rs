//! # Dyads and types of violence
//!
//! **What it does.** Two armed sides, one a state: state-based, the state being side A. Two without
//! a state: non-state. An armed side and civilians alone: one-sided, the perpetrator being side A.
//!
//! **Codebook basis.** UCDP GED Codebook, "Type of violence" and "Side A / Side B".
//!
//! **Example.** A massacre of villagers by a militia is one-sided, side B *Civilians*.
//!
//! **Effect on an export.** The order of the sides is the codebook's, not the text's.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::codebook::RuleName;
use crate::model::{Event, LedgerEntry};

pub(super) const NAME: RuleName = "ged/dyad";

/// UCDP's types of organised violence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Violence {
    /// 1: a state is a party.
    StateBased,
    /// 2: between armed groups.
    NonState,
    /// 3: against civilians.
    OneSided,
}

/// The two sides of an event.
pub(super) struct Dyad {
    pub(super) violence: Violence,
    pub(super) a: Option<String>,
    pub(super) b: Option<String>,
}

pub(super) fn dyad(event: &Event, figures: &[&LedgerEntry], government: &BTreeSet<String>) -> Dyad {
    let armed = |side: &&String| side.as_str() != "civilian";
    let mut sides: Vec<&String> = event.actors.iter().chain(&event.targets).filter(armed).collect();
    sides.extend(figures.iter().filter_map(|f| f.victims.as_ref()).filter(armed));
    let mut distinct: Vec<&String> = Vec::new();
    for side in sides {
        if !distinct.contains(&side) {
            distinct.push(side);
        }
    }
    let civilians = event.targets.iter().any(|t| t == "civilian")
        || !figures.is_empty() && figures.iter().all(|f| f.victims.as_deref() == Some("civilian"));
    // The state first.
    distinct.sort_by_key(|side| !government.contains(*side));
    let (a, b) = (distinct.first().map(|s| (*s).clone()), distinct.get(1).map(|s| (*s).clone()));
    match (&a, &b) {
        (_, None) if civilians => Dyad { violence: Violence::OneSided, a, b: Some("civilian".to_owned()) },
        (Some(first), _) if government.contains(first) => Dyad { violence: Violence::StateBased, a, b },
        _ => Dyad { violence: Violence::NonState, a, b },
    }
}

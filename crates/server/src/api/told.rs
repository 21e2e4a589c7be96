//! Claims of one event side by side: which tell it alike, which otherwise, which deny it.

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::Claim;
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::ClaimRow;
use crate::view::{Shown, View, denies};

/// A claim of an event and how it stands to the others.
#[derive(Serialize, ToSchema)]
pub(crate) struct Told {
    #[serde(flatten)]
    pub(crate) claim: ClaimRow,
    pub(crate) stance: Stance,
    /// What is otherwise than in most claims: when, actor, target, place, figure, kind.
    pub(crate) differs: Vec<&'static str>,
    /// Number of its independent source among the event's.
    pub(crate) origin: usize,
}

/// How a claim stands to its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stance {
    Tells,
    Denies,
    Differs,
}

/// What is compared of a claim; empty when it says nothing of it.
fn slots(shown: &Shown) -> [(&'static str, String); 6] {
    let claim = &shown.claim;
    let sides = |parties: &[annalist_claim::Party]| {
        let sides: BTreeSet<&str> = parties.iter().filter_map(|p| p.side.as_deref()).collect();
        sides.into_iter().collect::<Vec<_>>().join(" ")
    };
    let figures: BTreeSet<String> =
        claim.figures.iter().map(|f| format!("{:?}", (f.what, f.min, f.max))).collect();
    [
        ("kind", format!("{:?}", claim.kind)),
        ("when", claim.when.as_ref().map_or(String::new(), ToString::to_string)),
        ("actor", sides(&claim.actors)),
        ("target", sides(&claim.targets)),
        ("place", shown.places.join(" ")),
        ("figure", figures.into_iter().collect::<Vec<_>>().join(" ")),
    ]
}

/// The claims of an event, each with its stance.
pub(crate) fn told(view: &View, at: usize) -> Vec<Told> {
    let event = &view.chronicle.events[at];
    let claims: Vec<&Shown> = event.claims.iter().filter_map(|id| view.claim(id)).collect();
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (slot, value) in claims.iter().flat_map(|c| slots(c)).filter(|(_, value)| !value.is_empty()) {
        *counts.entry((slot, value)).or_default() += 1;
    }
    let mut usual: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for ((slot, value), n) in &counts {
        let best = usual.entry(slot).or_insert((0, ""));
        if *n > best.0 {
            *best = (*n, value);
        }
    }
    let origins = &event.origins;
    let mut out: Vec<Told> = claims
        .iter()
        .map(|shown| {
            let differs: Vec<&'static str> = slots(shown)
                .into_iter()
                .filter(|(slot, value)| !value.is_empty() && usual.get(slot).is_some_and(|(_, u)| u != value))
                .map(|(slot, _)| slot)
                .collect();
            Told {
                stance: stance(&shown.claim, &differs),
                differs,
                origin: origins.iter().position(|o| o.claims.contains(&shown.claim.id)).unwrap_or_default(),
                claim: ClaimRow::of(view, shown),
            }
        })
        .collect();
    out.sort_by(|a, b| (a.origin, &a.claim.id).cmp(&(b.origin, &b.claim.id)));
    out
}

fn stance(claim: &Claim, differs: &[&str]) -> Stance {
    if denies(claim) {
        Stance::Denies
    } else if differs.is_empty() {
        Stance::Tells
    } else {
        Stance::Differs
    }
}

//! What the narrative told before: places, actors and sets that later words point back to.

use std::collections::BTreeMap;

use crate::draft::Draft;
use crate::{Claim, Kind, PlaceSlot};

/// The state of the narrative after the claims so far.
#[derive(Default)]
pub(crate) struct Story {
    /// Claims in text order.
    pub claims: Vec<Claim>,
    /// Who took a place last, by its key.
    holders: BTreeMap<String, String>,
    /// Sides in order of telling, the latest last, without doubles.
    sides: Vec<String>,
    /// Where the current paragraph began in `claims`.
    pub paragraph: usize,
    /// The place that the current passage is headed by.
    pub heading: Option<crate::heading::Heading>,
    /// Where the latest sentence with claims began in `claims`.
    pub sentence: usize,
    /// The source that spoke last in the paragraph: whose words a quotation goes on with.
    pub source: Option<crate::Attribution>,
    /// The quotation marks of the current passage, each with whether a quotation is open behind it.
    pub quotes: Vec<(u32, bool)>,
    /// The side of the last source that the paragraph told: whose "we" a quotation goes on with.
    pub speaking: Option<String>,
}

impl Story {
    /// Takes in a finished claim.
    pub(crate) fn tell(&mut self, claim: Claim) {
        for party in claim.actors.iter().chain(&claim.targets) {
            if let Some(side) = party.side.as_deref().filter(|s| *s != "civilian") {
                self.sides.retain(|s| s != side);
                self.sides.push(side.to_owned());
            }
        }
        if matches!(claim.kind, Kind::Capture | Kind::Transfer)
            && claim.modality != crate::Modality::Denied
            && let Some(side) = claim.actors.iter().find_map(|a| a.side.clone())
        {
            for place in &claim.places {
                self.holders.insert(place_key(place), side.clone());
            }
        }
        self.claims.push(claim);
    }

    /// Who held a place before, as far as was told.
    pub(crate) fn holder(&self, place: &PlaceSlot) -> Option<&str> {
        self.holders.get(&place_key(place)).map(String::as_str)
    }

    /// Who "he", "she" or "it" is that speaks: the last source told.
    pub(crate) fn speaker(&self, pronoun: &str) -> Option<String> {
        if !matches!(pronoun.to_lowercase().as_str(), "he" | "she" | "it") {
            return None;
        }
        let recent = self.claims.iter().rev().take(6);
        recent
            .flat_map(|c| &c.attribution)
            .find(|a| a.kind == crate::AttributionKind::Named)
            .map(|a| a.text.clone())
    }

    /// The side against a side: the last other one told.
    pub(crate) fn opponent(&self, side: &str, order: &[&str]) -> Option<String> {
        self.sides.iter().rev().find(|s| *s != side).cloned().or_else(|| {
            order.iter().take(3).find(|s| **s != side && **s != "civilian").map(|s| (*s).to_owned())
        })
    }

    /// The latest claim of the paragraph, or of the document, that `wanted` accepts.
    pub(crate) fn last(&self, wanted: impl Fn(&Claim) -> bool, whole: bool) -> Option<&Claim> {
        let from = if whole { 0 } else { self.paragraph };
        self.claims[from.min(self.claims.len())..].iter().rev().find(|c| wanted(c))
    }

    /// The latest claim before the next of a sentence, in the sentence or else as [`Self::last`] finds it.
    pub(crate) fn before<'a>(
        &'a self,
        sentence: &'a [(Draft, Claim)],
        wanted: impl Fn(&Claim) -> bool,
        whole: bool,
    ) -> Option<&'a Claim> {
        let here = sentence.iter().rev().map(|(_, c)| c).find(|c| wanted(c));
        here.or_else(|| self.last(wanted, whole))
    }

    /// Places told before that a definite plural points back to: `count` of them, or the latest.
    pub(crate) fn point_back(&self, count: Option<usize>) -> Vec<PlaceSlot> {
        let takes = |c: &&Claim| !c.places.is_empty();
        if let Some(n) = count {
            // The latest that tells so many, by name or as a group.
            let told = self.claims.iter().rev().take(12).find_map(|c| {
                let group =
                    |p: &&PlaceSlot| p.place.count == Some(n as u32) || leading(&p.text) == Some(n as u64);
                let group = c.places.iter().find(group).map(|p| vec![p.clone()]);
                (takes(&c) && c.places.len() == n).then(|| c.places.clone()).or(group)
            });
            if let Some(places) = told {
                return places;
            }
            let mut out: Vec<PlaceSlot> = Vec::new();
            for place in self.claims.iter().rev().take(12).flat_map(|c| c.places.iter().rev()) {
                if named(place) && !out.iter().any(|p| place_key(p) == place_key(place)) {
                    out.push(place.clone());
                    if out.len() == n {
                        out.reverse();
                        return out;
                    }
                }
            }
            return Vec::new();
        }
        self.claims
            .iter()
            .rev()
            .take(8)
            .find(|c| c.places.len() > 1 || c.places.iter().any(|p| leading(&p.text).is_some_and(|n| n > 1)))
            .map(|c| c.places.clone())
            .unwrap_or_default()
    }
}

fn named(place: &PlaceSlot) -> bool {
    place.text.chars().any(char::is_uppercase)
}

fn leading(text: &str) -> Option<u64> {
    let first = text.split(' ').next().unwrap_or("");
    if matches!(first, "several" | "many" | "some" | "numerous" | "multiple" | "dozens" | "various") {
        return Some(3);
    }
    text.split(' ').find_map(crate::figures::value)
}

/// What makes two mentions of a place the same for the narrative.
pub(crate) fn place_key(place: &PlaceSlot) -> String {
    if let (Some(id), false) = (&place.place.id, place.text.contains(" of ")) {
        return id.clone();
    }
    place.text.to_lowercase().replace(['-', '\''], " ")
}

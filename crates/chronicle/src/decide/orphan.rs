//! Decisions whose claim a newer reading does not know any more.

use std::collections::BTreeMap;

use annalist_claim::Claim;
use serde::{Deserialize, Serialize};

use super::{Act, Anchor, Decision, corrected, standing};
use crate::source::Source;

/// A decision that found nothing to act on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Orphan {
    /// The decision.
    pub decision: Decision,
    /// Why it found nothing.
    pub reason: String,
    /// Ids of claims that a newer reading makes of the same words: what the decision may be made
    /// about anew. Nothing is carried over by itself.
    pub candidates: Vec<String>,
}

/// The standing decisions that no longer find their claim, or whose correction no longer fits it.
pub fn orphans(sources: &[Source], log: &[Decision]) -> Vec<Orphan> {
    let claims: BTreeMap<&str, &Claim> =
        sources.iter().flat_map(|s| &s.claims).map(|c| (c.id.as_str(), c)).collect();
    let mut out = Vec::new();
    for decision in standing(log) {
        let lost: Vec<&str> = decision.act.claims().into_iter().filter(|c| !claims.contains_key(c)).collect();
        let reason = match (&decision.act, &lost[..]) {
            (_, [first, ..]) => Some(format!("no claim {first}")),
            (Act::Correct { claim, slot, to, .. }, []) => {
                claims.get(claim.as_str()).and_then(|found| corrected(found, slot, to).err())
            }
            _ => None,
        };
        if let Some(reason) = reason {
            let anchors = decision.about.iter().filter(|a| lost.contains(&a.claim.as_str()));
            let candidates = anchors.flat_map(|anchor| candidates(sources, anchor)).collect();
            out.push(Orphan { decision: decision.clone(), reason, candidates });
        }
    }
    out
}

/// Claims of the same document whose words overlap the anchor's; those of its kind, when there are any.
fn candidates(sources: &[Source], anchor: &Anchor) -> Vec<String> {
    let overlapping: Vec<&Claim> = sources
        .iter()
        .filter(|s| s.document == anchor.document)
        .flat_map(|s| &s.claims)
        .filter(|c| c.evidence.span.start < anchor.span.end && anchor.span.start < c.evidence.span.end)
        .collect();
    let alike = overlapping.iter().any(|c| c.kind == anchor.kind);
    let mut ids: Vec<String> =
        overlapping.into_iter().filter(|c| !alike || c.kind == anchor.kind).map(|c| c.id.clone()).collect();
    ids.sort();
    ids
}

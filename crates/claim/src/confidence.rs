//! How far a claim may be trusted to say what its words say.
//!
//! Each doubt is a fact about the reading (nobody told who did it, the date is inherited, another
//! reading disagrees). A logistic model over doubts and kinds, fitted to annotated documents, turns
//! them into the probability that kind, parties, places, date and modality are all read right.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use annalist_gazetteer::PlaceStatus;
use annalist_time::TimeReason;
use serde::Deserialize;

use crate::draft::Draft;
use crate::view::View;
use crate::{Claim, Kind, Modality, Scope};

/// More tokens than this make a long sentence.
const LONG: u32 = 40;
/// More clauses than this make a sentence of many.
const MANY: usize = 5;

/// The fitted model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Model {
    base: f64,
    kinds: BTreeMap<Kind, f64>,
    doubts: BTreeMap<String, f64>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/confidence.toml")).expect("the embedded model is well formed")
});

impl Model {
    /// The weight of a doubt: its own, or that of the words before its colon.
    fn doubt(&self, flag: &str) -> Option<f64> {
        let family = || self.doubts.get(flag.split(':').next().unwrap_or(flag));
        self.doubts.get(flag).or_else(family).copied()
    }
}

/// Notes the doubts that only the sentence shows.
pub(crate) fn note(view: &View<'_>, draft: &Draft, claim: &mut Claim) {
    let mut doubt = |holds: bool, why: &str| {
        if holds {
            claim.flags.push(why.to_owned());
        }
    };
    doubt(view.len() > LONG, "sentence: long");
    doubt(view.clauses.len() > MANY, "sentence: many clauses");
    doubt(draft.nominal, "predicate: noun");
    let pronoun = |a: &crate::view::Arg| a.classes.has(crate::lexicon::Classes::PRONOUN);
    doubt(draft.actors.iter().any(pronoun), "actor: pronoun");
}

/// Rates a claim and names every doubt.
pub(crate) fn rate(claim: &mut Claim) {
    let mut doubts: Vec<&str> = Vec::new();
    if claim.actors.is_empty()
        && !matches!(claim.kind, Kind::Clash | Kind::Harm | Kind::Airstrike | Kind::Shelling | Kind::Bombing)
    {
        doubts.push("actor: not told");
    }
    if claim.actors.iter().any(|a| a.implied) {
        doubts.push("actor: understood");
    }
    if claim.actors.iter().any(|a| a.side.is_none() && !a.implied) {
        doubts.push("actor: side not known");
    }
    if claim.places.is_empty() {
        doubts.push("place: not told");
    } else if claim.places.iter().any(|p| p.place.status != PlaceStatus::Resolved) {
        doubts.push("place: not resolved");
    }
    match claim.time_reason {
        TimeReason::Attached => {}
        TimeReason::Inherited => doubts.push("time: inherited"),
        TimeReason::Unknown => doubts.push("time: not told"),
    }
    if claim.modality != Modality::Asserted {
        doubts.push("modality: not plain");
    }
    if claim.scope == Scope::Summary {
        doubts.push("scope: summary");
    }
    if claim.readings.iter().any(|r| r.slot == "actor") {
        doubts.push("reading: who differs");
    }
    if claim.readings.iter().any(|r| r.slot == "place") {
        doubts.push("reading: where differs");
    }
    claim.flags.extend(doubts.into_iter().map(str::to_owned));
    claim.flags.dedup();
    let kind = MODEL.kinds.get(&claim.kind).copied().unwrap_or(0.0);
    let score = MODEL.base + kind + claim.flags.iter().filter_map(|f| MODEL.doubt(f)).sum::<f64>();
    claim.confidence = (1000.0 / (1.0 + (-score).exp())).round() as f32 / 1000.0;
}

#[cfg(test)]
mod tests {
    use super::MODEL;
    use crate::Extractor;

    #[test]
    fn doubts_only_lower() {
        assert!(MODEL.doubts.values().all(|w| *w <= 0.0));
        assert!(MODEL.doubts.len() > 10);
    }

    #[test]
    fn every_doubt_of_a_claim_has_a_weight() {
        let text = "They, according to witnesses, seized it after the rebels had fled. Later that week an \
            attack on the village of Belvar by unknown men was repelled.";
        let documents = annalist_document::read("a.txt", text.as_bytes()).unwrap();
        let claims = Extractor::embedded().extract(&documents[0], None).claims;
        assert!(!claims.is_empty());
        for claim in &claims {
            for flag in &claim.flags {
                assert!(MODEL.doubt(flag).is_some() || flag.starts_with("editor:"), "{flag}");
            }
        }
    }

    #[test]
    fn a_plain_clause_is_trusted_more_than_a_vague_one() {
        let rate = |text: &str| {
            let documents = annalist_document::read("a.txt", text.as_bytes()).unwrap();
            Extractor::embedded().extract(&documents[0], None).claims[0].confidence
        };
        let plain = rate("On 4 May 2019, rebel forces captured the village of Belvar.");
        let vague = rate("They reportedly captured a hill.");
        assert!(plain > vague, "{plain} {vague}");
    }
}

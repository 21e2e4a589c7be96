//! Claims as they are shown: decided, with their verdict, days and event.

use std::collections::BTreeMap;

use annalist_chronicle::{Act, Chronicle, Decision, standing};
use annalist_claim::Claim;

use super::{Library, range};

/// What reviewers said of a claim; the last stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// As read.
    Accepted,
    /// Wrong.
    Rejected,
    /// Otherwise in a slot.
    Corrected,
}

/// A claim as it is shown.
pub(crate) struct Shown {
    /// Index of its document.
    pub(crate) document: usize,
    /// The claim, as corrected.
    pub(crate) claim: Claim,
    /// As extracted, where that is otherwise.
    pub(crate) original: Option<Box<Claim>>,
    /// What reviewers said.
    pub(crate) verdict: Option<Verdict>,
    /// Index of its event.
    pub(crate) event: Option<usize>,
    /// Place ids, as the chronicle takes them and as the slots name them.
    pub(crate) places: Vec<String>,
    /// First possible day.
    pub(crate) first: Option<i32>,
    /// Last possible day.
    pub(crate) last: Option<i32>,
}

/// Every claim, in the order of documents and text.
pub(super) fn shown(
    library: &Library,
    journal: &[Decision],
    chronicle: &Chronicle,
    event_of: &BTreeMap<&str, usize>,
) -> Vec<Shown> {
    let verdicts = verdicts(journal);
    let mut out = Vec::new();
    for (document, source) in library.sources.iter().enumerate() {
        for extracted in &source.claims {
            let claim = chronicle.claim(&extracted.id).unwrap_or(extracted).clone();
            let (first, last) = range(claim.when.as_ref());
            let mut places: Vec<String> = chronicle
                .places_of(&claim.id)
                .into_iter()
                .map(str::to_owned)
                .chain(claim.places.iter().filter_map(|p| p.place.id.clone()))
                .collect();
            places.sort();
            places.dedup();
            out.push(Shown {
                document,
                original: (claim != *extracted).then(|| Box::new(extracted.clone())),
                verdict: verdicts.get(claim.id.as_str()).copied(),
                event: event_of.get(claim.id.as_str()).copied(),
                places,
                first,
                last,
                claim,
            });
        }
    }
    out
}

fn verdicts(journal: &[Decision]) -> BTreeMap<&str, Verdict> {
    let mut verdicts = BTreeMap::new();
    for decision in standing(journal) {
        match &decision.act {
            Act::Accept { claim } => verdicts.insert(claim.as_str(), Verdict::Accepted),
            Act::Reject { claim } => verdicts.insert(claim.as_str(), Verdict::Rejected),
            Act::Correct { claim, .. } => verdicts.insert(claim.as_str(), Verdict::Corrected),
            _ => None,
        };
    }
    verdicts
}

/// Text as it is compared in a search: lower case, without marks.
pub(crate) fn folded(text: &str) -> String {
    annalist_gazetteer::fold(text)
}

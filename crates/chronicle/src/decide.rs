//! Decisions: an append-only log of what reviewers did, replayed over every extraction.

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::Claim;
use annalist_span::content_id;
use serde::{Deserialize, Serialize};

use crate::link::Constraints;
use crate::model::{Act, Decision};
use crate::place::name_key;
use crate::row::Overrides;
use crate::source::Source;
use crate::voice::fold_name;

/// Why a log is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// The decision does not follow the one before it.
    #[error("decision {id} names {parent:?} as its parent where {expected:?} stands")]
    Broken {
        /// Its id.
        id: String,
        /// The parent that it names.
        parent: Option<String>,
        /// The decision before it.
        expected: Option<String>,
    },
    /// The id is not the digest of its content.
    #[error("decision {0} was altered: its id is not the digest of what it says")]
    Altered(String),
    /// It takes back a decision that is not before it.
    #[error("decision {id} takes back {decision}, which is not before it")]
    Unknown {
        /// Its id.
        id: String,
        /// The decision that it names.
        decision: String,
    },
    /// It takes back a decision that is already taken back.
    #[error("decision {id} takes back {decision}, which is already taken back")]
    Twice {
        /// Its id.
        id: String,
        /// The decision that it names.
        decision: String,
    },
}

impl Decision {
    /// A decision after `parent`, with its content-derived id. `at` is an RFC 3339 instant.
    pub fn new(parent: Option<&Decision>, author: &str, at: &str, act: Act) -> Self {
        let parent = parent.map(|p| p.id.clone());
        let id = Self::digest(parent.as_deref(), author, at, &act);
        Self { id, parent, author: author.to_owned(), at: at.to_owned(), act }
    }

    /// The act that takes it back.
    pub fn inverse(&self) -> Act {
        Act::Undo { decision: self.id.clone() }
    }

    fn digest(parent: Option<&str>, author: &str, at: &str, act: &Act) -> String {
        let act = serde_json::to_string(act).unwrap_or_default();
        content_id("r", [parent.unwrap_or(""), author, at, &act])
    }
}

/// Checks that a log is a chain, unaltered, and takes back only what stands.
pub fn validate(log: &[Decision]) -> Result<(), LogError> {
    let mut before: Option<&str> = None;
    let mut standing: BTreeMap<&str, bool> = BTreeMap::new();
    for decision in log {
        if decision.parent.as_deref() != before {
            return Err(LogError::Broken {
                id: decision.id.clone(),
                parent: decision.parent.clone(),
                expected: before.map(str::to_owned),
            });
        }
        let digest =
            Decision::digest(decision.parent.as_deref(), &decision.author, &decision.at, &decision.act);
        if digest != decision.id {
            return Err(LogError::Altered(decision.id.clone()));
        }
        if let Act::Undo { decision: undone } = &decision.act {
            let error = |twice: bool| {
                let (id, decision) = (decision.id.clone(), undone.clone());
                if twice { LogError::Twice { id, decision } } else { LogError::Unknown { id, decision } }
            };
            match standing.get_mut(undone.as_str()) {
                None => return Err(error(false)),
                Some(false) => return Err(error(true)),
                Some(stands) => *stands = false,
            }
            // Taking back an undo brings back what it took.
            if let Some(Decision { act: Act::Undo { decision: again }, .. }) =
                log.iter().find(|d| d.id == *undone)
            {
                standing.insert(again, true);
            }
        }
        standing.insert(&decision.id, true);
        before = Some(&decision.id);
    }
    Ok(())
}

/// The decisions that stand: those not taken back, without the undos themselves, in order.
pub fn standing(log: &[Decision]) -> Vec<&Decision> {
    let mut undone: BTreeSet<&str> = BTreeSet::new();
    // From the end, so that an undo which is itself taken back takes nothing back.
    for decision in log.iter().rev() {
        if let Act::Undo { decision: target } = &decision.act
            && !undone.contains(decision.id.as_str())
        {
            undone.insert(target);
        }
    }
    log.iter().filter(|d| !undone.contains(d.id.as_str()) && !matches!(d.act, Act::Undo { .. })).collect()
}

/// A decision that found nothing to act on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Orphan {
    /// The decision.
    pub decision: Decision,
    /// Why it found nothing.
    pub reason: String,
}

/// The decisions that no longer find their claim, or whose correction no longer fits it.
pub fn orphans(sources: &[Source], log: &[Decision]) -> Vec<Orphan> {
    let claims: BTreeMap<&str, &Claim> =
        sources.iter().flat_map(|s| &s.claims).map(|c| (c.id.as_str(), c)).collect();
    let mut out = Vec::new();
    for decision in standing(log) {
        let lost = |ids: &[String]| ids.iter().find(|id| !claims.contains_key(id.as_str())).cloned();
        let reason = match &decision.act {
            Act::Accept { claim } | Act::Reject { claim } if !claims.contains_key(claim.as_str()) => {
                Some(format!("no claim {claim}"))
            }
            Act::Correct { claim, slot, to, .. } => match claims.get(claim.as_str()) {
                None => Some(format!("no claim {claim}")),
                Some(found) => corrected(found, slot, to).err(),
            },
            Act::Merge { claims } | Act::Split { claims } => lost(claims).map(|id| format!("no claim {id}")),
            _ => None,
        };
        if let Some(reason) = reason {
            out.push(Orphan { decision: decision.clone(), reason });
        }
    }
    out
}

/// Slots that no one corrects: they say where the claim comes from.
const FIXED: [&str; 6] = ["id", "evidence", "passage", "text_span", "rule", "confidence"];

/// A claim with one slot otherwise. The slot is a field's name or a path into it (`kind`,
/// `actors.0.side`); `actor`, `target` and `instrument` are read as their plurals.
pub fn corrected(claim: &Claim, slot: &str, to: &serde_json::Value) -> Result<Claim, String> {
    let mut path: Vec<&str> = slot.split('.').collect();
    path[0] = match path[0] {
        "actor" => "actors",
        "target" => "targets",
        "place" => "places",
        "instrument" => "instruments",
        other => other,
    };
    if FIXED.contains(&path[0]) {
        return Err(format!("the slot {slot} is not open to correction"));
    }
    let mut value = serde_json::to_value(claim).map_err(|e| e.to_string())?;
    let mut at = &mut value;
    for step in &path {
        let next = match step.parse::<usize>() {
            Ok(index) => at.get_mut(index),
            Err(_) => at.get_mut(*step),
        };
        at = next.ok_or_else(|| format!("no slot {slot}"))?;
    }
    *at = to.clone();
    serde_json::from_value(value).map_err(|e| format!("{slot} cannot be {to}: {e}"))
}

/// What decisions change in the input of a chronicle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    pub(crate) overrides: Overrides,
    pub(crate) constraints: Constraints,
    rejected: BTreeSet<String>,
    corrections: BTreeMap<String, Vec<(String, serde_json::Value)>>,
}

impl Effects {
    pub(crate) fn of(log: &[Decision]) -> Self {
        let mut effects = Self::default();
        let standing = standing(log);
        for decision in &standing {
            match &decision.act {
                // Of accepting and rejecting, the last stands.
                Act::Accept { claim } => {
                    effects.rejected.remove(claim);
                    effects.overrides.reviewed.insert(claim.clone());
                }
                Act::Reject { claim } => {
                    effects.overrides.reviewed.remove(claim);
                    effects.rejected.insert(claim.clone());
                }
                Act::Correct { claim, slot, to, .. } => {
                    effects.overrides.reviewed.insert(claim.clone());
                    effects.corrections.entry(claim.clone()).or_default().push((slot.clone(), to.clone()));
                }
                Act::SetPlace { name, place } => {
                    let key = name_key(name).unwrap_or_else(|| name.to_lowercase());
                    effects.overrides.places.insert(key, place.clone());
                }
                Act::SetAlignment { source, alignment } => {
                    effects.overrides.alignments.insert(fold_name(source), alignment.clone());
                }
                Act::Merge { .. } | Act::Split { .. } | Act::Note { .. } | Act::Undo { .. } => {}
            }
        }
        effects.constraints = Constraints::of(standing.iter().map(|d| &d.act));
        effects
    }

    /// A claim as decided; `None` when it is rejected.
    pub(crate) fn decided(&self, claim: &Claim) -> Option<Claim> {
        if self.rejected.contains(&claim.id) {
            return None;
        }
        let mut claim = claim.clone();
        for (slot, to) in self.corrections.get(&claim.id).into_iter().flatten() {
            if let Ok(better) = corrected(&claim, slot, to) {
                claim = better;
            }
        }
        Some(claim)
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, Kind::*};
    use serde_json::json;

    use super::{LogError, corrected, orphans, standing, validate};
    use crate::testing::{document, held, held_by, told};
    use crate::{Act, Chronicle, Decision, Source};

    fn war() -> Vec<Source> {
        let red = Alignment::Leans("reds".into());
        vec![document(
            "a",
            Alignment::Unknown,
            vec![
                told(Capture, "reds", "Brenno", "2031-05-04").by("Courier", red),
                told(Capture, "blues", "?Old Tarsk", "2031-05-04"),
            ],
        )]
    }

    fn log(acts: Vec<Act>) -> Vec<Decision> {
        let mut log: Vec<Decision> = Vec::new();
        for act in acts {
            let next = Decision::new(log.last(), "Ada", "2031-06-01T10:00:00Z", act);
            log.push(next);
        }
        log
    }

    #[test]
    fn the_log_is_a_chain() {
        let claim = || "c-1".to_owned();
        let mut good = log(vec![Act::Accept { claim: claim() }, Act::Reject { claim: claim() }]);
        let undo = Decision::new(good.last(), "Ada", "2031-06-01T11:00:00Z", good[1].inverse());
        good.push(undo);
        assert_eq!(validate(&good), Ok(()));
        assert_eq!(standing(&good), [&good[0]]);
        let redo = Decision::new(good.last(), "Ada", "2031-06-01T12:00:00Z", good[2].inverse());
        good.push(redo);
        assert_eq!(validate(&good), Ok(()));
        assert_eq!(standing(&good), [&good[0], &good[1]]);
        assert!(matches!(validate(&good[1..]), Err(LogError::Broken { .. })));
        let mut altered = good.clone();
        altered[1].author = "Eve".into();
        assert!(matches!(validate(&altered), Err(LogError::Altered(_))));
        let twice = log(vec![Act::Undo { decision: "r-1".into() }]);
        assert!(matches!(validate(&twice), Err(LogError::Unknown { .. })));
    }

    #[test]
    fn decisions_change_the_chronicle_and_undo_changes_it_back() {
        let sources = war();
        let claim = sources[0].claims[0].id.clone();
        let build = |log: &[Decision]| Chronicle::build(&sources, log);
        let mut acts = log(vec![Act::Reject { claim: claim.clone() }]);
        assert_eq!(held(&build(&acts), "Brenno", "2031-05-05"), "- unknown");
        let undo = Decision::new(acts.last(), "Ada", "2031-06-02T10:00:00Z", acts[0].inverse());
        acts.push(undo);
        assert_eq!(held(&build(&acts), "Brenno", "2031-05-05"), "reds held");
        let correct = Act::Correct {
            claim: claim.clone(),
            slot: "when".into(),
            from: json!("2031-05-04"),
            to: json!("2031-05-07"),
        };
        let c = build(&log(vec![correct]));
        assert_eq!(held(&c, "Brenno", "2031-05-05"), "- unknown");
        assert_eq!(held_by(&c, "Brenno", "2031-05-07", "reviewed"), "reds held");
        let leans = Act::SetAlignment { source: "the Courier".into(), alignment: Alignment::Monitor };
        assert_eq!(held_by(&build(&log(vec![leans])), "Brenno", "2031-05-05", "monitors"), "reds held");
        let place = Act::SetPlace { name: "Old Tarsk".into(), place: "t:tarsk".into() };
        assert_eq!(held(&build(&log(vec![place])), "Tarsk", "2031-05-05"), "blues held");
    }

    #[test]
    fn merges_and_splits_outdo_the_weights() {
        let sources: Vec<Source> = ["a", "b"]
            .into_iter()
            .map(|name| {
                document(
                    name,
                    Alignment::Unknown,
                    vec![told(Capture, "reds", "Brenno", "2031-05-04").quote(name)],
                )
            })
            .chain([document("c", Alignment::Unknown, vec![told(Attack, "blues", "Velm", "2031-07-01")])])
            .collect();
        let id = |i: usize| sources[i].claims[0].id.clone();
        let events = |acts: Vec<Act>| Chronicle::build(&sources, &log(acts)).events.len();
        assert_eq!(events(vec![]), 2);
        assert_eq!(events(vec![Act::Split { claims: vec![id(0)] }]), 3);
        assert_eq!(events(vec![Act::Merge { claims: vec![id(0), id(2)] }]), 1);
        assert_eq!(
            events(vec![Act::Split { claims: vec![id(0)] }, Act::Merge { claims: vec![id(0), id(1)] }]),
            2
        );
        assert_eq!(
            events(vec![Act::Merge { claims: vec![id(0), id(2)] }, Act::Split { claims: vec![id(2)] }]),
            2
        );
    }

    #[test]
    fn what_finds_no_claim_is_listed() {
        let sources = war();
        let id = sources[0].claims[0].id.clone();
        let acts = log(vec![
            Act::Accept { claim: "c-gone".into() },
            Act::Accept { claim: id.clone() },
            Act::Correct {
                claim: id.clone(),
                slot: "kind".into(),
                from: json!("capture"),
                to: json!("no kind"),
            },
        ]);
        let lost = orphans(&sources, &acts);
        assert_eq!(
            lost.iter().map(|o| o.decision.id.as_str()).collect::<Vec<_>>(),
            [&acts[0].id, &acts[2].id]
        );
        assert!(corrected(&sources[0].claims[0], "id", &json!("x")).is_err());
        assert_eq!(
            corrected(&sources[0].claims[0], "actor.0.side", &json!("greens")).unwrap().actors[0]
                .side
                .as_deref(),
            Some("greens")
        );
    }
}

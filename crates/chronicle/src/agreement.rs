//! Agreement of two coders on one project, and what is left to adjudicate.

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::Claim;
use serde::{Deserialize, Serialize};

use crate::decide::{Act, Decision, Effects, slot_value, standing};

/// Slots that coders are compared by, after the verdict itself.
const SLOTS: [&str; 9] =
    ["kind", "actors", "targets", "places", "when", "part", "modality", "attribution", "figures"];

/// How far two coders agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The two coders.
    pub coders: (String, String),
    /// Claims that both judged.
    pub both: u32,
    /// Of them, those judged alike in every slot.
    pub alike: u32,
    /// The verdict (accepted or rejected), then slot by slot.
    pub slots: Vec<SlotAgreement>,
    /// Claims judged otherwise, for adjudication.
    pub differ: Vec<Disagreement>,
}

/// How far two coders agree on one slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotAgreement {
    /// `verdict`, or the slot's name.
    pub slot: String,
    /// Claims compared: for a slot, those that neither rejected.
    pub both: u32,
    /// Of them, those given the same value.
    pub alike: u32,
    /// Cohen's κ; `None` when chance alone decides.
    pub kappa: Option<f64>,
    /// Krippendorff's α for nominal values; `None` when there is one value only.
    pub alpha: Option<f64>,
}

/// A claim that two coders judged otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// Claim id.
    pub claim: String,
    /// Its words.
    pub quote: String,
    /// `verdict` or the slot, with what each of the two says.
    pub slots: Vec<(String, String, String)>,
    /// Who decided between them: a third person who judged the claim after both.
    pub adjudicated: Option<String>,
}

/// Authors who judged claims, with how many, the busiest first.
pub fn coders(log: &[Decision]) -> Vec<(String, u32)> {
    let mut judged: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for decision in standing(log) {
        if let Some(claim) = judged_claim(decision) {
            judged.entry(&decision.author).or_default().insert(claim);
        }
    }
    let mut out: Vec<(String, u32)> =
        judged.into_iter().map(|(author, claims)| (author.to_owned(), claims.len() as u32)).collect();
    out.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    out
}

/// Compares two authors of one journal, claim by claim and slot by slot. `claim` gives a claim as it was
/// read; one that is not there any more is passed over.
pub fn agreement(log: &[Decision], a: &str, b: &str, claim: impl Fn(&str) -> Option<Claim>) -> Agreement {
    let standing = standing(log);
    let (x, y) = (Coder::of(&standing, a), Coder::of(&standing, b));
    let mut labels: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
    let mut differ = Vec::new();
    let (mut both, mut alike) = (0, 0);
    for id in x.last.keys().filter(|id| y.last.contains_key(*id)) {
        let Some(read) = claim(id) else { continue };
        both += 1;
        let (mine, yours) = (x.effects.decided(&read), y.effects.decided(&read));
        let verdict = |c: &Option<Claim>| if c.is_some() { "accepted" } else { "rejected" }.to_owned();
        let mut values = vec![("verdict", verdict(&mine), verdict(&yours))];
        if let (Some(mine), Some(yours)) = (&mine, &yours) {
            let value = |c: &Claim, slot| slot_value(c, slot).map_or(String::new(), |v| v.to_string());
            values.extend(SLOTS.iter().map(|slot| (*slot, value(mine, slot), value(yours, slot))));
        }
        let mut other = Vec::new();
        for (at, (slot, mine, yours)) in values.into_iter().enumerate() {
            if mine != yours {
                other.push((slot.to_owned(), mine.clone(), yours.clone()));
            }
            labels.entry(at).or_default().push((mine, yours));
        }
        if other.is_empty() {
            alike += 1;
        } else {
            let after = x.last[id].max(y.last[id]);
            let third = standing
                .iter()
                .enumerate()
                .skip(after + 1)
                .rev()
                .find(|(_, d)| judged_claim(d) == Some(id) && d.author != a && d.author != b);
            differ.push(Disagreement {
                claim: (*id).to_owned(),
                quote: read.evidence.quote,
                slots: other,
                adjudicated: third.map(|(_, d)| d.author.clone()),
            });
        }
    }
    let slots = labels
        .into_iter()
        .map(|(at, labels)| {
            let labels: Vec<(&str, &str)> = labels.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            SlotAgreement {
                slot: if at == 0 { "verdict" } else { SLOTS[at - 1] }.to_owned(),
                both: labels.len() as u32,
                alike: labels.iter().filter(|(a, b)| a == b).count() as u32,
                kappa: kappa(&labels),
                alpha: alpha(&labels),
            }
        })
        .collect();
    Agreement { coders: (a.to_owned(), b.to_owned()), both, alike, slots, differ }
}

/// What one author's standing decisions come to.
struct Coder<'a> {
    effects: Effects,
    /// Claims judged, each with the place of the last judgement in the journal.
    last: BTreeMap<&'a str, usize>,
}

impl<'a> Coder<'a> {
    fn of(standing: &[&'a Decision], author: &str) -> Self {
        let own: Vec<(usize, &Decision)> =
            standing.iter().enumerate().filter(|(_, d)| d.author == author).map(|(at, d)| (at, *d)).collect();
        let log: Vec<Decision> = own.iter().map(|(_, d)| (*d).clone()).collect();
        let last = own.iter().filter_map(|(at, d)| Some((judged_claim(d)?, *at))).collect();
        Self { effects: Effects::of(&log), last }
    }
}

fn judged_claim(decision: &Decision) -> Option<&str> {
    match &decision.act {
        Act::Accept { claim } | Act::Reject { claim } | Act::Correct { claim, .. } => Some(claim),
        _ => None,
    }
}

/// Cohen's κ (1960) of two coders' labels.
pub fn kappa(labels: &[(&str, &str)]) -> Option<f64> {
    let n = labels.len() as f64;
    let names: BTreeSet<&str> = labels.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let share = |of: &dyn Fn(&(&str, &str)) -> bool| labels.iter().filter(|l| of(l)).count() as f64 / n;
    let observed = share(&|l| l.0 == l.1);
    let chance: f64 = names.iter().map(|c| share(&|l| l.0 == *c) * share(&|l| l.1 == *c)).sum();
    (n > 0.0 && chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// Krippendorff's α for two coders and nominal labels, without missing values.
pub fn alpha(labels: &[(&str, &str)]) -> Option<f64> {
    let values = 2.0 * labels.len() as f64;
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for (a, b) in labels {
        *counts.entry(a).or_default() += 1.0;
        *counts.entry(b).or_default() += 1.0;
    }
    let observed = labels.iter().filter(|(a, b)| a != b).count() as f64 * 2.0 / values;
    let same: f64 = counts.values().map(|n| n * (n - 1.0)).sum();
    let expected = 1.0 - same / (values * (values - 1.0));
    (values > 0.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, Kind::Capture};
    use serde_json::json;

    use super::{agreement, alpha, coders, kappa};
    use crate::testing::{document, told};
    use crate::{Act, Decision};

    #[test]
    fn figures_of_the_textbooks() {
        // Cohen's worked shape: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives 0.4.
        let mut labels = vec![("yes", "yes"); 20];
        labels.extend(vec![("yes", "no"); 5]);
        labels.extend(vec![("no", "yes"); 10]);
        labels.extend(vec![("no", "no"); 15]);
        assert!((kappa(&labels).unwrap() - 0.4).abs() < 1e-9);
        // Krippendorff 2011, nominal, two observers, ten units: 0.095.
        let a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
        let b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
        let name = |v: i32| if v == 1 { "1" } else { "0" };
        let labels: Vec<(&str, &str)> = a.iter().zip(b).map(|(x, y)| (name(*x), name(y))).collect();
        assert!((alpha(&labels).unwrap() - 0.095).abs() < 0.001);
        assert_eq!(kappa(&[("a", "a")]), None);
        assert_eq!(alpha(&[]), None);
    }

    #[test]
    fn coders_are_compared_by_slot_and_a_third_adjudicates() {
        let source = document(
            "a",
            Alignment::Unknown,
            (1..=3).map(|d| told(Capture, "reds", "Brenno", &format!("2031-05-0{d}"))).collect(),
        );
        let id = |n: usize| source.claims[n].id.clone();
        let kind = |n: usize, to: &str| Act::Correct {
            claim: id(n),
            slot: "kind".into(),
            from: json!("capture"),
            to: json!(to),
        };
        let mut log: Vec<Decision> = Vec::new();
        for (author, act) in [
            ("Ada", Act::Accept { claim: id(0) }),
            ("Ada", kind(1, "attack")),
            ("Ada", Act::Accept { claim: id(2) }),
            ("Bo", Act::Accept { claim: id(0) }),
            ("Bo", kind(1, "withdraw")),
            ("Bo", Act::Reject { claim: id(2) }),
            ("Cy", kind(1, "attack")),
        ] {
            log.push(Decision::new(log.last(), author, "2031-06-01T10:00:00Z", act));
        }
        let found = agreement(&log, "Ada", "Bo", |id| source.claims.iter().find(|c| c.id == id).cloned());
        assert_eq!((found.both, found.alike), (3, 1));
        let slot = |name: &str| found.slots.iter().find(|s| s.slot == name).unwrap();
        assert_eq!((slot("verdict").both, slot("verdict").alike), (3, 2));
        assert_eq!((slot("kind").both, slot("kind").alike), (2, 1));
        assert!(slot("kind").kappa.unwrap() < 1.0);
        let by: Vec<_> = found.differ.iter().map(|d| (d.claim == id(1), d.adjudicated.as_deref())).collect();
        assert!(by.contains(&(true, Some("Cy"))) && by.contains(&(false, None)));
        assert_eq!(coders(&log)[2], ("Cy".to_owned(), 1));
    }
}

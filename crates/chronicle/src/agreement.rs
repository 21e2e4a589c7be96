//! Agreement of two coders on one project.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::decide::{Act, Decision, standing};

/// How far two coders agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Claims that both judged.
    pub both: u32,
    /// Of them, those judged alike.
    pub alike: u32,
    /// Cohen's κ over those that both judged; `None` when chance alone decides.
    pub kappa: Option<f64>,
    /// Krippendorff's α (nominal) over the same.
    pub alpha: Option<f64>,
    /// Claims judged otherwise, for adjudication: claim id and both verdicts.
    pub differ: Vec<(String, String, String)>,
}

/// Compares two coders' logs, claim by claim: accepted, rejected, or corrected to what.
pub fn agreement(a: &[Decision], b: &[Decision]) -> Agreement {
    let (x, y) = (verdicts(a), verdicts(b));
    let pairs: Vec<(&String, &String, &String)> =
        x.iter().filter_map(|(claim, v)| y.get(claim).map(|w| (claim, v, w))).collect();
    let labels: Vec<(&str, &str)> = pairs.iter().map(|(_, v, w)| (v.as_str(), w.as_str())).collect();
    let differ: Vec<_> = pairs
        .iter()
        .filter(|(_, v, w)| v != w)
        .map(|(claim, v, w)| ((*claim).clone(), (*v).clone(), (*w).clone()))
        .collect();
    Agreement {
        both: pairs.len() as u32,
        alike: (pairs.len() - differ.len()) as u32,
        kappa: kappa(&labels),
        alpha: alpha(&labels),
        differ,
    }
}

/// The last verdict on each claim, with all its corrections.
fn verdicts(log: &[Decision]) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for decision in standing(log) {
        match &decision.act {
            Act::Accept { claim } => {
                out.insert(claim.clone(), "accepted".to_owned());
            }
            Act::Reject { claim } => {
                out.insert(claim.clone(), "rejected".to_owned());
            }
            Act::Correct { claim, slot, to, .. } => {
                let verdict = out.entry(claim.clone()).or_default();
                if !verdict.starts_with("corrected") {
                    "corrected".clone_into(verdict);
                }
                let _ = write!(verdict, " {slot}={to}");
            }
            _ => {}
        }
    }
    out
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
    use super::{agreement, alpha, kappa};
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
    fn the_last_verdict_counts_and_differences_are_listed() {
        let log = |acts: &[Act]| {
            let mut log: Vec<Decision> = Vec::new();
            for act in acts {
                log.push(Decision::new(log.last(), "x", "2031-01-01T00:00:00Z", act.clone()));
            }
            log
        };
        let accept = |c: &str| Act::Accept { claim: c.into() };
        let reject = |c: &str| Act::Reject { claim: c.into() };
        let a = agreement(
            &log(&[accept("c-1"), reject("c-1"), accept("c-2"), accept("c-9")]),
            &log(&[reject("c-1"), reject("c-2")]),
        );
        assert_eq!((a.both, a.alike), (2, 1));
        assert_eq!(a.differ, [("c-2".to_owned(), "accepted".to_owned(), "rejected".to_owned())]);
    }
}

//! Summaries held against the replay: what a lead, an infobox or a sweeping sentence tells is checked by what
//! its happenings tell, and does not add to them.

use std::collections::BTreeMap;

use annalist_claim::Kind;
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::query::state_at;
use crate::replay::Outcome;
use crate::row::Row;
use crate::state::Chronicle;

/// A summing-up claim, and the places that bear it out or do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryCheck {
    /// Claim id.
    pub claim: String,
    /// The side that is said to have taken or kept the ground.
    pub side: String,
    /// Whether it speaks of everything lost or won, without names: then the places are those of the same
    /// document whose loss is told.
    pub sweeping: bool,
    /// Places that the happenings give to that side too, by id.
    pub agree: Vec<String>,
    /// Places of which nothing else is told: there the summary is all that there is.
    pub alone: Vec<String>,
    /// Places that the happenings give to another: each is a dispute.
    pub contradict: Vec<String>,
}

impl Chronicle {
    /// Holds every summing-up claim against the replay, in the order of the text.
    pub fn summary_checks(&self) -> Vec<SummaryCheck> {
        let mut checks = BTreeMap::new();
        for place in self.places.keys() {
            for (row, outcome) in self.replayed(place, &Account::All).checked {
                let row = &self.rows[row];
                let check = checks.entry(row.order()).or_insert_with(|| check(row, false));
                let list = match outcome {
                    Outcome::Agrees => &mut check.agree,
                    Outcome::Alone => &mut check.alone,
                    Outcome::Contradicts => &mut check.contradict,
                };
                if list.last() != Some(place) {
                    list.push(place.clone());
                }
            }
        }
        for row in self.told() {
            // A place that it takes from what was told before is not all that it speaks of.
            let named = row.claim.places.iter().any(|place| {
                let name = place.text.rsplit(' ').next().unwrap_or("");
                name.starts_with(char::is_uppercase) && row.claim.evidence.quote.contains(name)
            });
            let everywhere = row.sweep && !named;
            if everywhere && row.is_told() && row.claim.kind == Kind::Capture && !row.actor_sides().is_empty()
            {
                self.sweep(row, checks.entry(row.order()).or_insert_with(|| check(row, true)));
            }
        }
        checks.into_values().collect()
    }

    /// Holds a sweeping claim ("recaptured all of the territory lost") against the places that its
    /// document tells other sides to have taken.
    fn sweep(&self, row: &Row, check: &mut SummaryCheck) {
        check.sweeping = true;
        let Some(day) = row.window.map(crate::day::Window::surely) else { return };
        for (id, place) in &self.places {
            let lost = place.rows.iter().map(|slot| &self.rows[*slot as usize]).any(|r| {
                r.document == row.document
                    && r.is_told()
                    && r.claim.kind == Kind::Capture
                    && r.window.is_some_and(|w| w.surely() <= day)
                    && r.actor_sides().first().is_some_and(|s| *s != check.side)
            });
            if !lost || [&check.agree, &check.alone, &check.contradict].iter().any(|list| list.contains(id)) {
                continue;
            }
            let stretches = self.replayed(id, &Account::All).stretches;
            let holder = state_at(&stretches, day).and_then(|s| s.holder.as_deref());
            let bears_out = holder == Some(check.side.as_str());
            if bears_out { &mut check.agree } else { &mut check.contradict }.push(id.clone());
        }
    }
}

fn check(row: &Row, sweeping: bool) -> SummaryCheck {
    SummaryCheck {
        claim: row.claim.id.clone(),
        side: row.actor_sides().first().copied().unwrap_or_default().to_owned(),
        sweeping,
        agree: Vec::new(),
        alone: Vec::new(),
        contradict: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Kind::Capture, Scope};

    use crate::testing::{plain, told};

    #[test]
    fn a_sweep_names_what_was_never_told_to_return() {
        let c = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-04"),
            told(Capture, "reds", "Tarsk", "2031-05-05"),
            told(Capture, "blues", "Brenno", "2031-05-20"),
            told(Capture, "blues", "", "../2031-05-30")
                .quote("by June the blues had recaptured all of the territory lost"),
        ]);
        let checks = c.summary_checks();
        assert_eq!(checks.len(), 1);
        assert!(checks[0].sweeping);
        assert_eq!(
            (&checks[0].agree[..], &checks[0].contradict[..]),
            (&["t:brenno".to_owned()][..], &["t:tarsk".to_owned()][..])
        );
    }

    #[test]
    fn a_lead_is_borne_out_stands_alone_or_is_contradicted() {
        let lead = |side: &str, place: &str| told(Capture, side, place, "2031-05").scope(Scope::Summary);
        let c = plain(vec![
            lead("reds", "Brenno").and("Velm"),
            lead("blues", "Tarsk"),
            told(Capture, "reds", "Brenno", "2031-05-04").from("blues"),
            told(Capture, "reds", "Tarsk", "2031-05-05").from("blues"),
        ]);
        let checks = c.summary_checks();
        let named = |list: &[String]| list.iter().map(|id| id[2..].to_owned()).collect::<Vec<_>>();
        assert_eq!(checks.len(), 2);
        assert_eq!(
            (named(&checks[0].agree), named(&checks[0].alone)),
            (vec!["brenno".into()], vec!["velm".into()])
        );
        assert_eq!((checks[1].side.as_str(), named(&checks[1].contradict)), ("blues", vec!["tarsk".into()]));
        assert!(c.disputes.iter().any(|d| d.place.as_deref() == Some("t:tarsk")));
    }
}

//! Sweeping summaries ("recaptured all of the territory lost"), held against the replay.

use annalist_claim::Kind;
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::chronicle::Chronicle;
use crate::query::state_at;

/// A sweeping claim and the places that bear it out or do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryCheck {
    /// Claim id.
    pub claim: String,
    /// The side that is said to have taken everything.
    pub side: String,
    /// Places of the same document that the replay gives to that side by then, by id.
    pub agree: Vec<String>,
    /// Places of the same document that it does not: their loss is told and their return is not.
    pub contradict: Vec<String>,
}

impl Chronicle {
    /// Holds every sweeping claim against the places that its document tells other sides to have
    /// taken. A sweep adds nothing to the replay.
    pub fn summary_checks(&self) -> Vec<SummaryCheck> {
        let sweeps = self.rows.iter().filter(|r| r.sweep && r.is_told() && r.claim.kind == Kind::Capture);
        sweeps
            .filter_map(|row| {
                let side = (*row.actor_sides().first()?).to_owned();
                let day = row.window?.surely();
                let mut check = SummaryCheck {
                    claim: row.claim.id.clone(),
                    side,
                    agree: Vec::new(),
                    contradict: Vec::new(),
                };
                for (id, place) in &self.places {
                    let lost = place.rows.iter().map(|at| &self.rows[*at]).any(|r| {
                        r.document == row.document
                            && r.is_told()
                            && r.claim.kind == Kind::Capture
                            && r.window.is_some_and(|w| w.surely() <= day)
                            && r.actor_sides().first().is_some_and(|s| *s != check.side)
                    });
                    if !lost {
                        continue;
                    }
                    let stretches = self.replayed(id, &Account::All).stretches;
                    let holder = state_at(&stretches, day).and_then(|s| s.holder.as_deref());
                    let bears_out = holder == Some(check.side.as_str());
                    if bears_out { &mut check.agree } else { &mut check.contradict }.push(id.clone());
                }
                Some(check)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::Kind::Capture;

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
        assert_eq!(
            (&checks[0].agree[..], &checks[0].contradict[..]),
            (&["t:brenno".to_owned()][..], &["t:tarsk".to_owned()][..])
        );
    }
}

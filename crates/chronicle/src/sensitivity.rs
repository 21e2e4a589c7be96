//! Sensitivity: how the chronicle changes over the policies.
//!
//! After S. van Baalen and K. Höglund's *eventreport*: an aggregate that holds under every policy is
//! sturdy; one that hangs on a policy is said to.

use serde::{Deserialize, Serialize};

use crate::account::{Account, Heard, Interest};
use crate::day::{from_number, number};
use crate::model::{Event, Holding};
use crate::query::state_at;
use crate::state::Chronicle;

/// How far accounts disagree with a holding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Holding, event or ledger entry id.
    pub about: String,
    /// Accounts that tell something of it.
    pub tell: Vec<Account>,
    /// Of them, those that tell it otherwise.
    pub differ: Vec<Account>,
    /// Share of account-days, accounts or figures that differ, from 0 to 1.
    pub disagreement: f64,
}

impl Chronicle {
    /// For each holding of the account `all`: over all other accounts and the days of the holding,
    /// the share of account-days that tell another holder. Silence is no disagreement.
    pub fn sensitivity(&self) -> Vec<Sensitivity> {
        let others: Vec<Account> = self.accounts().into_iter().filter(|a| *a != Account::All).collect();
        self.places.keys().flat_map(|place| self.sensitivity_of(place, &others)).collect()
    }

    fn sensitivity_of(&self, place: &str, others: &[Account]) -> Vec<Sensitivity> {
        let replays: Vec<_> = others.iter().map(|a| (a, self.replayed(place, a).stretches)).collect();
        let horizon = self.last_day(place).map(|d| d + 1);
        self.holdings_of(place, &Account::All)
            .into_iter()
            .map(|holding| {
                let (start, end) = days(&holding, horizon);
                let (mut told, mut other) = (0_u32, 0_u32);
                let (mut tell, mut differ) = (Vec::new(), Vec::new());
                for (account, stretches) in &replays {
                    let holders: Vec<&String> = (start..end.max(start + 1))
                        .filter_map(|d| state_at(stretches, d).and_then(|s| s.holder.as_ref()))
                        .collect();
                    let against =
                        holders.iter().filter(|h| Some(**h) != holding.holder.as_ref()).count() as u32;
                    told += holders.len() as u32;
                    other += against;
                    if !holders.is_empty() {
                        tell.push((*account).clone());
                    }
                    if against > 0 {
                        differ.push((*account).clone());
                    }
                }
                let disagreement = f64::from(other) / f64::from(told.max(1));
                Sensitivity { about: holding.id, tell, differ, disagreement }
            })
            .collect()
    }

    /// For an event: the accounts that tell it at all, and those that only deny it.
    pub fn sensitivity_of_event(&self, event: &Event) -> Sensitivity {
        let (mut tell, mut differ) = (Vec::new(), Vec::new());
        let rows: Vec<_> = event.claims.iter().filter_map(|c| self.row(c)).collect();
        for account in self.accounts_of(&rows) {
            let policy = account.policy(&self.policies);
            let heard: Vec<_> = rows
                .iter()
                .filter(|r| {
                    let actors = r.actor_sides();
                    let interest = Interest { gainer: actors.first().copied(), loser: None };
                    let kind = r.claim.kind;
                    policy.counts(Heard { voice: &r.voice, reviewed: r.reviewed, interest, kind })
                })
                .collect();
            if heard.is_empty() {
                continue;
            }
            if heard.iter().all(|r| r.is_denial()) {
                differ.push(account.clone());
            }
            tell.push(account);
        }
        let disagreement = differ.len() as f64 / tell.len().max(1) as f64;
        Sensitivity { about: event.id.clone(), tell, differ, disagreement }
    }

    /// For a ledger entry: the spread of its aggregates, as a share of the greatest.
    pub fn sensitivity_of_figure(entry: &crate::model::LedgerEntry) -> f64 {
        let all = [entry.conservative, entry.informative, entry.representative, entry.max];
        let told: Vec<u64> = all.into_iter().flatten().collect();
        match (told.iter().min(), told.iter().max()) {
            (Some(min), Some(max)) if *max > 0 => (max - min) as f64 / *max as f64,
            _ => 0.0,
        }
    }
}

/// The days of a holding, half-open; an open beginning is its day before the end, an open end the
/// day after the last that is told of.
fn days(holding: &Holding, horizon: Option<i32>) -> (i32, i32) {
    let end = holding.end.map(number).or(horizon).unwrap_or(0);
    let start = holding.start.map_or(end - 1, number);
    debug_assert!(from_number(start) <= from_number(end.max(start)));
    (start, end)
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, Kind::Capture, Modality};

    use crate::Account;
    use crate::testing::{plain, told};

    #[test]
    fn a_holding_that_one_side_denies_is_sensitive() {
        let c = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-04").from("blues"),
            told(Capture, "reds", "Brenno", "2031-05-04")
                .from("blues")
                .modality(Modality::Denied)
                .by("Herald", Alignment::Leans("blues".into())),
            told(Capture, "reds", "Tarsk", "2031-05-04").from("blues"),
        ]);
        let of = |place: &str| {
            let holding = c
                .timeline(place, &Account::All)
                .into_iter()
                .find(|h| h.holder.as_deref() == Some("reds"))
                .unwrap();
            c.sensitivity().into_iter().find(|s| s.about == holding.id).unwrap()
        };
        assert!(of("t:brenno").disagreement > 0.3);
        assert!(of("t:brenno").differ.contains(&Account::Side("blues".into())));
        assert!(of("t:tarsk").disagreement < 1e-9);
        let event = c.events.iter().find(|e| e.claims.len() == 2).unwrap();
        assert_eq!(
            c.sensitivity_of_event(event).differ,
            [Account::Side("blues".into()), Account::Source("Herald".into())]
        );
    }
}

//! Totals: every part counted once, as a policy lets claimants count, and how they change over the
//! policies.

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::FigureKind;
use serde::{Deserialize, Serialize};

use super::UNDERCOUNT;
use super::aggregate::Aggregates;
use crate::account::{Account, Heard, Interest, Policy};
use crate::model::{Claimant, LedgerEntry};
use crate::state::Chronicle;

/// What figures of one kind and victim group come to, each part counted once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// What is counted.
    pub what: FigureKind,
    /// Victim group.
    pub victims: Option<String>,
    /// Sum of the least figures.
    pub conservative: u64,
    /// Sum of the most precise figures.
    pub informative: u64,
    /// Sum of the middle figures.
    pub representative: u64,
    /// Ids of the entries counted.
    pub entries: Vec<String>,
    /// What an enumeration leaves out.
    pub warning: String,
}

/// A total as one account gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// The account.
    pub account: Account,
    /// Sum of the least figures.
    pub conservative: u64,
    /// Sum of the most precise figures.
    pub informative: u64,
    /// Sum of the middle figures.
    pub representative: u64,
}

/// How a total changes over the policies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TotalSensitivity {
    /// What is counted.
    pub what: FigureKind,
    /// Victim group.
    pub victims: Option<String>,
    /// What each account that tells something comes to.
    pub accounts: Vec<Spread>,
    /// The least over all accounts and aggregates.
    pub least: u64,
    /// The most.
    pub most: u64,
    /// The spread as a share of the most, from 0 to 1.
    pub disagreement: f64,
    /// What an enumeration leaves out.
    pub warning: String,
}

impl Chronicle {
    /// Totals of every kind of figure and victim group, each part counted once, every claim at its
    /// word.
    pub fn totals(&self) -> Vec<Total> {
        self.totals_of(&Account::All)
    }

    /// The totals as an account tells them: only the figures of claimants whose word counts. An entry
    /// inside a wider one is left out when the account tells the wider one too.
    pub fn totals_of(&self, account: &Account) -> Vec<Total> {
        let policy = account.policy(&self.policies);
        let heard: BTreeMap<&str, Aggregates> = self
            .figures
            .iter()
            .filter_map(|entry| Some((entry.id.as_str(), self.heard(entry, &policy)?)))
            .collect();
        let mut totals: BTreeMap<(FigureKind, Option<String>), Total> = BTreeMap::new();
        for entry in &self.figures {
            let Some(figures) = heard.get(entry.id.as_str()) else { continue };
            if entry.part_of.iter().any(|wider| heard.contains_key(wider.as_str())) {
                continue;
            }
            let total = totals.entry((entry.what, entry.victims.clone())).or_insert_with(|| Total {
                what: entry.what,
                victims: entry.victims.clone(),
                conservative: 0,
                informative: 0,
                representative: 0,
                entries: Vec::new(),
                warning: UNDERCOUNT.to_owned(),
            });
            let add = |sum: &mut u64, figure: Option<u64>| *sum = sum.saturating_add(figure.unwrap_or(0));
            add(&mut total.conservative, figures.conservative);
            add(&mut total.informative, figures.informative);
            add(&mut total.representative, figures.representative);
            total.entries.push(entry.id.clone());
        }
        totals.into_values().collect()
    }

    /// How each total changes over all accounts.
    pub fn sensitivity_of_totals(&self) -> Vec<TotalSensitivity> {
        let mut by: BTreeMap<(FigureKind, Option<String>), Vec<Spread>> = BTreeMap::new();
        for account in self.accounts() {
            for total in self.totals_of(&account) {
                by.entry((total.what, total.victims)).or_default().push(Spread {
                    account: account.clone(),
                    conservative: total.conservative,
                    informative: total.informative,
                    representative: total.representative,
                });
            }
        }
        by.into_iter()
            .map(|((what, victims), accounts)| {
                let figures: BTreeSet<u64> =
                    accounts.iter().flat_map(|s| [s.conservative, s.informative, s.representative]).collect();
                let least = figures.first().copied().unwrap_or(0);
                let most = figures.last().copied().unwrap_or(0);
                TotalSensitivity {
                    what,
                    victims,
                    accounts,
                    least,
                    most,
                    disagreement: (most - least) as f64 / most.max(1) as f64,
                    warning: UNDERCOUNT.to_owned(),
                }
            })
            .collect()
    }

    /// An entry's aggregates over the claimants whose word counts; `None` when nobody's does.
    fn heard(&self, entry: &LedgerEntry, policy: &Policy) -> Option<Aggregates> {
        let counts = |claimant: &&Claimant| {
            self.row(&claimant.claim).is_some_and(|row| {
                // Whoever tells its own dead tells it against its interest.
                let interest = Interest { gainer: None, loser: entry.victims.as_deref() };
                let (reviewed, kind) = (row.reviewed, row.claim.kind);
                policy.counts(Heard { voice: &row.voice, reviewed, interest, kind })
            })
        };
        let claimants: Vec<&Claimant> = entry.claimants.iter().filter(counts).collect();
        let features: Vec<_> = claimants.iter().filter_map(|c| self.linker.feature(&c.claim)).collect();
        (!claimants.is_empty()).then(|| Aggregates::of(&claimants, &features))
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, FigureKind::Killed, Kind::Attack};

    use crate::Account;
    use crate::testing::{plain, told};

    #[test]
    fn a_total_changes_with_whose_word_counts() {
        let attack = |day: &str| told(Attack, "blues", "Brenno", day);
        let c = plain(vec![
            attack("2031-05-04")
                .figure(Killed, "reds", 40, Some(40))
                .by("Blue Army", Alignment::Party("blues".into())),
            attack("2031-05-04")
                .figure(Killed, "reds", 9, Some(9))
                .by("Red Army", Alignment::Party("reds".into())),
            attack("2031-06-20").figure(Killed, "reds", 3, Some(3)).by("Watch", Alignment::Monitor),
        ]);
        let of = |account: &Account| {
            c.totals_of(account).first().map(|t| (t.conservative, t.informative, t.representative))
        };
        assert_eq!(of(&Account::All), Some((12, 12, 12)));
        assert_eq!(of(&Account::Side("blues".into())), Some((40, 40, 40)));
        assert_eq!(of(&Account::AgainstInterest), Some((12, 12, 12)));
        assert_eq!(of(&Account::Monitors), Some((3, 3, 3)));
        let change = &c.sensitivity_of_totals()[0];
        assert_eq!((change.least, change.most), (3, 40));
        assert!(change.disagreement > 0.9 && change.warning.contains("undercount"));
    }
}

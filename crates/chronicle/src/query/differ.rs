//! Where two accounts, or two days, differ.

use annalist_time::Day;
use serde::{Deserialize, Serialize};

use super::{spans, state_at};
use crate::account::Account;
use crate::day::{from_number, number};
use crate::model::Status;
use crate::replay::Stretch;
use crate::state::Chronicle;

/// Days on which two accounts differ about a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Place id.
    pub place: String,
    /// Place name.
    pub name: String,
    /// First day.
    pub start: Option<Day>,
    /// The day after the last; `None` when nothing ends it.
    pub end: Option<Day>,
    /// Holder and status by the first account.
    pub a: (Option<String>, Status),
    /// Holder and status by the second.
    pub b: (Option<String>, Status),
    /// Days, counted up to the last day on which anything is told.
    pub days: u32,
}

/// A place held otherwise on one day than on another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Place id.
    pub place: String,
    /// Place name.
    pub name: String,
    /// Holder and status at the end of the first day.
    pub before: (Option<String>, Status),
    /// Holder and status at the end of the second.
    pub after: (Option<String>, Status),
    /// Ids of the claims that begin the later holding.
    pub claims: Vec<String>,
}

impl Chronicle {
    /// The days on which two accounts differ about a place, for all places.
    ///
    /// Where one of them tells nothing, they do not differ: silence is no position.
    pub fn compare(&self, a: &Account, b: &Account) -> Vec<Difference> {
        self.places.keys().flat_map(|place| self.compare_at(place, a, b)).collect()
    }

    pub(crate) fn compare_at(&self, place: &str, a: &Account, b: &Account) -> Vec<Difference> {
        let (left, right) = (self.replayed(place, a).stretches, self.replayed(place, b).stretches);
        let name = self.places.get(place).map_or("", |p| p.name()).to_owned();
        let horizon = self.last_day(place);
        spans(&[&left, &right])
            .into_iter()
            .filter_map(|(start, end)| {
                let probe = start.unwrap_or_else(|| end.map_or(0, |e| e - 1));
                let (one, other) = (state_at(&left, probe)?, state_at(&right, probe)?);
                let silent = |s: &Stretch| s.holder.is_none() && s.status == Status::Unknown;
                if silent(one) || silent(other) || (one.holder == other.holder && one.status == other.status)
                {
                    return None;
                }
                let last = end.or(horizon.map(|h| h + 1));
                let days = match (start, last) {
                    (Some(from), Some(to)) => (to - from).max(0) as u32,
                    _ => 0,
                };
                Some(Difference {
                    place: place.to_owned(),
                    name: name.clone(),
                    start: start.map(from_number),
                    end: end.map(from_number),
                    a: (one.holder.clone(), one.status),
                    b: (other.holder.clone(), other.status),
                    days,
                })
            })
            .collect()
    }

    /// The places held otherwise at the end of one day than at the end of another.
    pub fn changes(&self, from: Day, to: Day, account: &Account) -> Vec<Change> {
        let state = |s: Option<&Stretch>| s.map_or((None, Status::Unknown), |s| (s.holder.clone(), s.status));
        self.places
            .iter()
            .filter_map(|(id, place)| {
                let stretches = self.replayed(id, account).stretches;
                let then = state_at(&stretches, number(from));
                let now = state_at(&stretches, number(to));
                (state(then) != state(now)).then(|| Change {
                    place: id.clone(),
                    name: place.name().to_owned(),
                    before: state(then),
                    after: state(now),
                    claims: now.map(|s| self.claim_ids(&s.begun)).unwrap_or_default(),
                })
            })
            .collect()
    }
}

//! Questions: who held a place on a day, how that changed, where accounts differ.

use std::collections::{BTreeMap, BTreeSet};

use annalist_gazetteer::Point;
use annalist_span::{Digest, Span};
use annalist_time::{Day, Edtf};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::chronicle::Chronicle;
use crate::day::{DayNumber, from_number, number};
use crate::model::{Holding, Status};
use crate::replay::Stretch;

/// Who held a place at the end of a day, as one account tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The account.
    pub account: Account,
    /// Place id.
    pub place: String,
    /// Place name.
    pub name: String,
    /// Where.
    pub point: Option<Point>,
    /// The day.
    pub date: Day,
    /// Side id of the holder; `None` when none is known.
    pub holder: Option<String>,
    /// How it is held.
    pub status: Status,
    /// The other side inside or around it.
    pub other: Option<String>,
    /// First day of the holding; `None` when it was so before anything is told, or nothing is.
    pub since: Option<Day>,
    /// Day of the newest evidence up to the day asked for.
    pub newest_evidence: Option<Day>,
    /// Days between the newest evidence and the day asked for.
    pub stale_days: Option<i32>,
    /// Whether it follows from claims without being said outright.
    pub implied: bool,
    /// Ids of the claims that begin and confirm it up to the day, sorted.
    pub claims: Vec<String>,
    /// The words of those claims, in time.
    pub quotes: Vec<Quote>,
    /// How often the place changed hands inside the day.
    pub changes_that_day: u32,
}

/// The words of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Claim id.
    pub claim: String,
    /// The document.
    pub document: Digest,
    /// Its name.
    pub name: String,
    /// Bytes of the file.
    pub span: Span,
    /// The words.
    pub quote: String,
    /// Who says so.
    pub by: Vec<String>,
    /// When it is said to have happened.
    pub when: Option<Edtf>,
}

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
    /// Who held a place at the end of a day. A place of which nothing is told gives
    /// [`Status::Unknown`].
    pub fn who(&self, place: &str, day: Day, account: &Account) -> Answer {
        let at = number(day);
        let stretches = self.replayed(place, account).stretches;
        let current = state_at(&stretches, at);
        let changes = stretches.iter().filter(|s| s.start == Some(at)).count();
        let mut claims = Vec::new();
        let mut newest = None;
        if let Some(stretch) = current {
            for &row in stretch.begun.iter().chain(&stretch.confirmed) {
                let told = self.rows[row].window.map(crate::day::Window::surely);
                if told.is_some_and(|d| d <= at) || stretch.start.is_none() && stretch.begun.contains(&row) {
                    claims.push(row);
                    newest = newest.max(told.filter(|d| *d <= at));
                }
            }
        }
        claims.sort_unstable();
        claims.dedup();
        let found = self.places.get(place);
        Answer {
            account: account.clone(),
            place: place.to_owned(),
            name: found.map_or(String::new(), |p| p.name().to_owned()),
            point: found.and_then(|p| p.point),
            date: day,
            holder: current.and_then(|s| s.holder.clone()),
            status: current.map_or(Status::Unknown, |s| s.status),
            other: current.and_then(|s| s.intruder.clone()),
            since: current.and_then(|s| s.start).map(from_number),
            newest_evidence: newest.map(from_number),
            stale_days: newest.map(|d| at - d),
            implied: current.is_some_and(|s| s.implied),
            quotes: self.quotes(&claims),
            claims: self.claim_ids(&claims),
            changes_that_day: changes as u32,
        }
    }

    /// The holdings of a place in time, as an account tells it.
    pub fn timeline(&self, place: &str, account: &Account) -> Vec<Holding> {
        self.holdings_of(place, account)
    }

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

    pub(crate) fn quotes(&self, rows: &[usize]) -> Vec<Quote> {
        let mut rows: Vec<usize> = rows.to_vec();
        rows.sort_by_key(|&at| (self.rows[at].window.map(crate::day::Window::surely), at));
        rows.into_iter().map(|at| self.quote(at)).collect()
    }

    pub(crate) fn quote(&self, at: usize) -> Quote {
        let row = &self.rows[at];
        let name = self.name_of(row).to_owned();
        Quote {
            claim: row.claim.id.clone(),
            document: row.document,
            span: row.claim.evidence.span,
            quote: row.claim.evidence.quote.clone(),
            by: row.by(&name),
            name,
            when: row.claim.when.clone(),
        }
    }

    /// The last day on which anything is told of a place.
    pub(crate) fn last_day(&self, place: &str) -> Option<DayNumber> {
        self.places
            .get(place)?
            .rows
            .iter()
            .filter_map(|&at| self.rows[at].window)
            .map(crate::day::Window::surely)
            .max()
    }
}

/// The stretch that stands at the end of a day.
pub(crate) fn state_at(stretches: &[Stretch], day: DayNumber) -> Option<&Stretch> {
    stretches
        .iter()
        .rev()
        .find(|s| s.start.is_none_or(|start| start <= day) && s.end.is_none_or(|end| day < end))
}

/// A half-open interval of days; `None` is open.
pub(crate) type Interval = (Option<DayNumber>, Option<DayNumber>);

/// The intervals between all borders of several replays.
pub(crate) fn spans(replays: &[&Vec<Stretch>]) -> Vec<Interval> {
    let borders: BTreeSet<DayNumber> =
        replays.iter().flat_map(|r| r.iter()).flat_map(|s| [s.start, s.end]).flatten().collect();
    let mut starts: Vec<Option<DayNumber>> = vec![None];
    starts.extend(borders.iter().copied().map(Some));
    let mut ends: Vec<Option<DayNumber>> = borders.iter().copied().map(Some).collect();
    ends.push(None);
    starts.into_iter().zip(ends).filter(|(a, b)| a.is_some() || b.is_some()).collect()
}

/// How fast ground changed hands, day by day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tempo {
    /// Places taken on each day, by side.
    pub captures: BTreeMap<Day, BTreeMap<String, u32>>,
    /// How often each place changed hands, by place id; places that never did are left out.
    pub changed_hands: BTreeMap<String, u32>,
    /// Places held at the end of each day of a change, by side.
    pub held: BTreeMap<Day, BTreeMap<String, u32>>,
}

impl Chronicle {
    /// How fast ground changed hands, as an account tells it.
    pub fn tempo(&self, account: &Account) -> Tempo {
        let mut tempo = Tempo::default();
        let mut replays = Vec::new();
        for place in self.places.keys() {
            let stretches = self.replayed(place, account).stretches;
            let mut hands = 0;
            for pair in stretches.windows(2) {
                let (Some(before), Some(after), Some(start)) =
                    (&pair[0].holder, &pair[1].holder, pair[1].start)
                else {
                    continue;
                };
                if before != after {
                    hands += 1;
                    *tempo
                        .captures
                        .entry(from_number(start))
                        .or_default()
                        .entry(after.clone())
                        .or_default() += 1;
                }
            }
            if hands > 0 {
                tempo.changed_hands.insert(place.clone(), hands);
            }
            replays.push(stretches);
        }
        for day in tempo.captures.keys().copied().collect::<Vec<_>>() {
            let mut held: BTreeMap<String, u32> = BTreeMap::new();
            for stretches in &replays {
                if let Some(holder) = state_at(stretches, number(day)).and_then(|s| s.holder.clone()) {
                    *held.entry(holder).or_default() += 1;
                }
            }
            tempo.held.insert(day, held);
        }
        tempo
    }
}

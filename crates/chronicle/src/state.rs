//! What a chronicle keeps, and what it gives of it directly.

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::Claim;
use annalist_span::{Digest, content_id};

use crate::account::{Account, Policy};
use crate::day::{Window, from_number};
use crate::decide::{Decision, Effects};
use crate::dispute::standing::Disputed;
use crate::homes::Homes;
use crate::index::{Index, PlaceRows, Tellers};
use crate::ledger::groups::Groups;
use crate::link::{Linker, edits};
use crate::model::{Dispute, Event, Holding, LedgerEntry, status_name};
use crate::place::{Found, SeenPlace, Spot, name_key};
use crate::replay::{Folded, Stretch, replay};
use crate::row::Row;
use crate::rows::Rows;
use crate::source::Source;

/// Events, holdings, disputes and figures of many documents.
///
/// Whatever the order in which documents are given, the chronicle is the same: everything is sorted
/// by content. Nothing in it is stored truth; it is computed from claims and decisions.
#[derive(Clone, Debug, Default)]
pub struct Chronicle {
    /// Events, by their first possible day and id.
    pub events: Vec<Event>,
    /// Disputes, the weightiest first.
    pub disputes: Vec<Dispute>,
    /// The figures ledger: by what is counted, victims and days.
    pub figures: Vec<LedgerEntry>,
    pub(crate) documents: BTreeMap<Digest, Document>,
    pub(crate) rows: Rows,
    /// Places that can be held, with the rows that speak of each.
    pub(crate) places: BTreeMap<String, PlaceRows>,
    pub(crate) index: Index,
    pub(crate) tellers: Tellers,
    pub(crate) linker: Linker,
    pub(crate) homes: Homes,
    pub(crate) counted: Groups,
    pub(crate) disputed: Disputed,
    /// Slots that came or went since the views were last brought up to date.
    pub(crate) stirred: Vec<u32>,
    pub(crate) effects: Effects,
    pub(crate) log: Vec<Decision>,
    /// Claims as they were read, of those that decisions changed or took out.
    pub(crate) originals: BTreeMap<String, Claim>,
    /// Policies of one's own, by name.
    pub(crate) policies: BTreeMap<String, Policy>,
}

/// What a chronicle keeps of a document beside its claims: the source without them.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) source: Source,
    /// The slots of its claims, in the order of the text.
    pub(crate) slots: Vec<u32>,
    /// The days that its happenings span.
    pub(crate) span: Option<Window>,
}

impl Document {
    /// Its name for people.
    pub(crate) fn name(&self) -> &str {
        &self.source.name
    }
}

impl Chronicle {
    pub(crate) fn row(&self, claim: &str) -> Option<&Row> {
        self.rows.get(self.linker.slot(claim)?)
    }

    /// All rows: by document, then in the order of the text.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Row> {
        self.documents.values().flat_map(|d| &d.slots).map(|slot| &self.rows[*slot as usize])
    }

    pub(crate) fn name_of(&self, row: &Row) -> &str {
        self.documents.get(&row.document).map_or("", Document::name)
    }

    /// Makes policies of one's own known: `policy:NAME` can be asked for from then on.
    pub fn define(&mut self, policies: impl IntoIterator<Item = Policy>) {
        self.policies.extend(policies.into_iter().map(|p| (p.name.clone(), p)));
    }

    /// Whether an account names a policy that is known.
    pub fn knows(&self, account: &Account) -> bool {
        !matches!(account, Account::Policy(name) if !self.policies.contains_key(name))
    }

    /// The accounts that can be asked for: the policies, one per side that a source speaks for,
    /// one per named source, those of one's own.
    pub fn accounts(&self) -> Vec<Account> {
        self.accounts_with(self.tellers.sides().cloned(), self.tellers.names().cloned())
    }

    /// Of the accounts that can be asked for, those that may hear one of these rows, in their order.
    pub(crate) fn accounts_of(&self, rows: &[&Row]) -> Vec<Account> {
        let sides: BTreeSet<&str> = rows.iter().flat_map(|row| row.voice.sides()).collect();
        let heard: BTreeSet<&String> = rows.iter().flat_map(|row| &row.voice.names).collect();
        let names = heard.into_iter().filter_map(|folded| self.tellers.name(folded).cloned());
        self.accounts_with(sides.into_iter().map(str::to_owned), names)
    }

    fn accounts_with(
        &self,
        sides: impl Iterator<Item = String>,
        names: impl Iterator<Item = String>,
    ) -> Vec<Account> {
        let mut accounts = vec![Account::All, Account::AgainstInterest, Account::Monitors];
        if self.tellers.are_reviewed() {
            accounts.push(Account::Reviewed);
        }
        accounts.extend(sides.map(Account::Side));
        accounts.extend(names.map(Account::Source));
        accounts.extend(self.policies.keys().cloned().map(Account::Policy));
        accounts
    }

    /// The places that claims speak of and that can be held, by id.
    pub fn places(&self) -> Vec<SeenPlace> {
        self.places
            .iter()
            .map(|(id, place)| SeenPlace {
                id: id.clone(),
                name: place.name().to_owned(),
                spellings: place.spellings.iter().cloned().collect(),
                point: place.point,
                claims: place.rows.len() as u32,
            })
            .collect()
    }

    /// The places that a name or id means: those that bear it, or, when none does, the nearest
    /// spellings (`exact` false), at most five.
    pub fn find(&self, text: &str) -> Found {
        if self.places.contains_key(text) {
            return Found {
                exact: true,
                places: self.places().into_iter().filter(|p| p.id == text).collect(),
            };
        }
        let key = name_key(text).unwrap_or_else(|| text.to_lowercase());
        let keys_of = |place: &SeenPlace| -> Vec<String> {
            place.spellings.iter().chain([&place.name]).filter_map(|s| name_key(s)).collect()
        };
        let places = self.places();
        let mut bearing: Vec<SeenPlace> =
            places.iter().filter(|p| keys_of(p).contains(&key)).cloned().collect();
        bearing.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.id.cmp(&b.id)));
        if !bearing.is_empty() {
            return Found { exact: true, places: bearing };
        }
        let mut near: Vec<(usize, SeenPlace)> = places
            .into_iter()
            .filter_map(|p| Some((keys_of(&p).iter().map(|k| edits(k, &key)).min()?, p)))
            .filter(|(n, _)| *n <= 1 + key.chars().count() / 3)
            .collect();
        near.sort_by(|(n, a), (m, b)| n.cmp(m).then_with(|| a.id.cmp(&b.id)));
        Found { exact: false, places: near.into_iter().take(5).map(|(_, p)| p).collect() }
    }

    /// Who held each place when, as an account tells it: by place, then in time.
    pub fn holdings(&self, account: &Account) -> Vec<Holding> {
        self.places.keys().flat_map(|place| self.holdings_of(place, account)).collect()
    }

    /// Who held one place when, as an account tells it.
    pub fn holdings_of(&self, place: &str, account: &Account) -> Vec<Holding> {
        let stretches = self.replayed(place, account).stretches;
        stretches.iter().enumerate().map(|(at, s)| self.holding(place, account, at, s)).collect()
    }

    /// The name of a document.
    pub fn document_name(&self, document: &Digest) -> Option<&str> {
        self.documents.get(document).map(Document::name)
    }

    /// The documents, by their digests, without their claims.
    pub fn documents(&self) -> impl Iterator<Item = &Source> {
        self.documents.values().map(|d| &d.source)
    }

    /// All claims as reviewers corrected them, without those rejected: by document, then in the order
    /// of the text.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.told().map(|row| &row.claim)
    }

    /// The ids of the places that can be held of which a claim speaks, in the order of its slots.
    pub fn places_of(&self, claim: &str) -> Vec<&str> {
        self.row(claim).map(|row| row.spots.iter().filter_map(Spot::key).collect()).unwrap_or_default()
    }

    /// A claim by its id, as reviewers corrected it.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.row(id).map(|row| &row.claim)
    }

    pub(crate) fn replayed(&self, place: &str, account: &Account) -> Folded {
        let policy = account.policy(&self.policies);
        self.places.get(place).map(|p| replay(&self.rows, p.told(), place, &policy)).unwrap_or_default()
    }

    pub(crate) fn claim_ids(&self, rows: &[usize]) -> Vec<String> {
        let mut ids: Vec<String> = rows.iter().map(|&at| self.rows[at].claim.id.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    fn holding(&self, place: &str, account: &Account, at: usize, stretch: &Stretch) -> Holding {
        let found = self.places.get(place);
        let day = |d: Option<i32>| d.map(from_number);
        let account = account.to_string();
        let begun_by = self.claim_ids(&stretch.begun);
        let start = day(stretch.start).map(|d| d.to_string()).unwrap_or_default();
        let nth = at.to_string();
        let status = status_name(stretch.status);
        let parts = [account.as_str(), place, &start, &nth, stretch.holder.as_deref().unwrap_or(""), status];
        Holding {
            id: content_id("h", parts.into_iter().chain(begun_by.iter().map(String::as_str))),
            account: account.clone(),
            place: place.to_owned(),
            name: found.map_or(String::new(), |p| p.name().to_owned()),
            point: found.and_then(|p| p.point),
            start: day(stretch.start),
            end: day(stretch.end),
            holder: stretch.holder.clone(),
            status: stretch.status,
            other: stretch.intruder.clone(),
            begun_by,
            ended_by: self.claim_ids(&stretch.ended),
            confirmed_by: self.claim_ids(&stretch.confirmed),
            newest_evidence: day(stretch.newest),
            implied: stretch.implied,
        }
    }
}

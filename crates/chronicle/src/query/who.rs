//! Who held a place on a day, and the words that say so.

use annalist_claim::Claim;
use annalist_gazetteer::Point;
use annalist_span::{Digest, Span};
use annalist_time::{Day, Edtf};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::day::{Window, number};
use crate::model::{Holding, Status};
use crate::state::Chronicle;
use crate::voice::speakers;

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

impl Quote {
    /// The words of a claim in a document of a name.
    pub fn of(claim: &Claim, name: &str) -> Self {
        Self {
            claim: claim.id.clone(),
            document: claim.evidence.document,
            name: name.to_owned(),
            span: claim.evidence.span,
            quote: claim.evidence.quote.clone(),
            by: speakers(claim, name),
            when: claim.when.clone(),
        }
    }

    /// The day by which it has surely happened.
    fn surely(&self) -> Option<Day> {
        self.when.as_ref().and_then(Window::of).map(Window::surely).map(crate::day::from_number)
    }
}

impl Answer {
    /// The answer that an account's holdings of a place give for a day. `told` gives the words of a
    /// claim by its id; without holdings nothing is known.
    pub fn of(
        account: &Account,
        (place, name, point): (&str, &str, Option<Point>),
        day: Day,
        holdings: &[Holding],
        told: impl Fn(&str) -> Option<Quote>,
    ) -> Self {
        let stands = |h: &&Holding| h.start.is_none_or(|s| s <= day) && h.end.is_none_or(|end| day < end);
        let current = holdings.iter().rev().find(stands);
        let mut quotes: Vec<(Option<Day>, Quote)> = Vec::new();
        let mut newest = None;
        if let Some(holding) = current {
            for (id, begins) in holding
                .begun_by
                .iter()
                .map(|id| (id, true))
                .chain(holding.confirmed_by.iter().map(|id| (id, false)))
            {
                let Some(quote) = told(id) else { continue };
                let surely = quote.surely();
                if surely.is_some_and(|d| d <= day) || holding.start.is_none() && begins {
                    newest = newest.max(surely.filter(|d| *d <= day));
                    quotes.push((surely, quote));
                }
            }
        }
        quotes.sort_by(|(a, x), (b, y)| {
            (a, x.document, x.span.start, &x.claim).cmp(&(b, y.document, y.span.start, &y.claim))
        });
        quotes.dedup_by(|(_, a), (_, b)| a.claim == b.claim);
        let quotes: Vec<Quote> = quotes.into_iter().map(|(_, quote)| quote).collect();
        let mut claims: Vec<String> = quotes.iter().map(|q| q.claim.clone()).collect();
        claims.sort();
        Self {
            account: account.clone(),
            place: place.to_owned(),
            name: name.to_owned(),
            point,
            date: day,
            holder: current.and_then(|h| h.holder.clone()),
            status: current.map_or(Status::Unknown, |h| h.status),
            other: current.and_then(|h| h.other.clone()),
            since: current.and_then(|h| h.start),
            newest_evidence: newest,
            stale_days: newest.map(|d| number(day) - number(d)),
            implied: current.is_some_and(|h| h.implied),
            claims,
            quotes,
            changes_that_day: holdings.iter().filter(|h| h.start == Some(day)).count() as u32,
        }
    }
}

impl Chronicle {
    /// Who held a place at the end of a day. A place of which nothing is told gives
    /// [`Status::Unknown`].
    pub fn who(&self, place: &str, day: Day, account: &Account) -> Answer {
        let found = self.places.get(place);
        let name = found.map_or("", |p| p.name());
        let told = |id: &str| self.row(id).map(|row| Quote::of(&row.claim, self.name_of(row)));
        let point = found.and_then(|p| p.point);
        Answer::of(account, (place, name, point), day, &self.holdings_of(place, account), told)
    }

    /// The holdings of a place in time, as an account tells it.
    pub fn timeline(&self, place: &str, account: &Account) -> Vec<Holding> {
        self.holdings_of(place, account)
    }

    /// The words of claims, in the order given; ids that no claim has are left out.
    pub fn quotes_of<'a>(&self, claims: impl IntoIterator<Item = &'a String>) -> Vec<Quote> {
        claims
            .into_iter()
            .filter_map(|id| self.row(id))
            .map(|r| Quote::of(&r.claim, self.name_of(r)))
            .collect()
    }
}

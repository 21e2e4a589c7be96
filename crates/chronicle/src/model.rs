//! What events, holdings, disputes, accounts and decisions are.

use annalist_claim::Kind;
use annalist_gazetteer::Point;
use annalist_time::{Day, Edtf, PartOfDay};
use serde::{Deserialize, Serialize};

use crate::link::{Levels, Weights};

/// A cluster of claims about one occurrence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Content-derived id, `e-…`: a digest of the sorted ids of its claims.
    pub id: String,
    /// The kind that most claims tell.
    pub kind: Kind,
    /// Days that all or most claims allow.
    pub when: Option<Edtf>,
    /// Part of the day.
    pub part: Option<PartOfDay>,
    /// Place ids, sorted.
    pub places: Vec<String>,
    /// Side ids of the actors, sorted.
    pub actors: Vec<String>,
    /// Side ids of the targets, sorted.
    pub targets: Vec<String>,
    /// Claim ids, sorted.
    pub claims: Vec<String>,
    /// Number of independent sources among them.
    pub independent: u32,
    /// The independent sources: claims copied from one another stand in one.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Why claims were linked.
    pub links: Vec<Link>,
}

/// One independent source of an event: the claims that rest on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Claim ids, sorted.
    pub claims: Vec<String>,
    /// Who says so, each once.
    pub by: Vec<String>,
    /// Why the claims count as one: the same work, a named source or a reference in common, the same
    /// words. Empty for one claim.
    #[serde(default)]
    pub why: Vec<String>,
}

/// Two claims of one event, and the weights that joined them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The lesser claim id.
    pub a: String,
    /// The greater claim id.
    pub b: String,
    /// Sum of the weights, log2 of the likelihood ratio.
    pub weight: f64,
    /// The level that each comparison came to, in the order of [`crate::COMPARISONS`].
    pub levels: Levels,
}

impl Link {
    /// The table of weights: each comparison's outcome with its weight, the prior first.
    pub fn parts(&self) -> Vec<(String, f64)> {
        Weights::shipped().explain(self.levels)
    }
}

/// Who held a place from when to when, by one account.
///
/// Intervals are half-open in days. A holding that lasted for hours has `start == end`; it stands
/// in the list between the ones before and after it, in the order of the telling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// Content-derived id, `h-…`.
    pub id: String,
    /// The account's name.
    pub account: String,
    /// Place id.
    pub place: String,
    /// Place name.
    pub name: String,
    /// Where.
    pub point: Option<Point>,
    /// First day; `None` when it was so before anything is told.
    pub start: Option<Day>,
    /// The day after the last; `None` when nothing told ends it.
    pub end: Option<Day>,
    /// Side id of the holder; `None` when unknown.
    pub holder: Option<String>,
    /// Held, contested …
    pub status: Status,
    /// The other side inside or around it.
    #[serde(default)]
    pub other: Option<String>,
    /// Ids of the claims that begin it, sorted.
    pub begun_by: Vec<String>,
    /// Ids of the claims that end it, sorted.
    pub ended_by: Vec<String>,
    /// Ids of claims that confirm it in between, sorted.
    pub confirmed_by: Vec<String>,
    /// Day of the newest evidence inside it.
    pub newest_evidence: Option<Day>,
    /// Whether no claim says it outright and it follows from one ("recaptured" means lost before).
    pub implied: bool,
}

/// How a place is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// By the holder.
    Held,
    /// Troops of both are inside.
    Contested,
    /// Held and surrounded.
    Besieged,
    /// The other side got in without taking it.
    Entered,
    /// Sources of the account contradict each other.
    Disputed,
    /// Nothing tells.
    Unknown,
}

/// Claims that cannot all be true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// Content-derived id, `d-…`.
    pub id: String,
    /// What is disputed.
    pub kind: DisputeKind,
    /// Place id, where it is about one.
    pub place: Option<String>,
    /// Days it is about.
    pub when: Option<Edtf>,
    /// The positions, each with its claims.
    pub positions: Vec<Position>,
    /// How much it changes: place-days, deaths … on a scale of its kind, for ranking.
    pub effect: f64,
}

/// One of the positions in a dispute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// In a few words ("opposition took it", "66 killed").
    pub says: String,
    /// Sources as written.
    pub by: Vec<String>,
    /// Claim ids, sorted.
    pub claims: Vec<String>,
}

/// What a dispute is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeKind {
    /// Who held a place.
    Holder,
    /// Whether it happened.
    Happened,
    /// How many.
    Figure,
    /// When.
    Date,
    /// Who did it.
    Actor,
}

/// One thing counted: the figures that sources give for the same victims in the same scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Content-derived id, `f-…`.
    pub id: String,
    /// What is counted.
    pub what: annalist_claim::FigureKind,
    /// Victim group: side id, `civilian`, or `None` when not told.
    pub victims: Option<String>,
    /// What part of the story the figures cover.
    pub scope: FigureScope,
    /// Event id, for figures of one event.
    pub event: Option<String>,
    /// Place id, where it is about one.
    pub place: Option<String>,
    /// Days covered.
    pub when: Option<Edtf>,
    /// Who gives which figure.
    pub claimants: Vec<Claimant>,
    /// Least that any claimant gives, inclusive.
    pub min: Option<u64>,
    /// Most that any claimant gives, inclusive; `None` when no one bounds it.
    pub max: Option<u64>,
    /// The least figure: of all claimants, the smallest.
    pub conservative: Option<u64>,
    /// The most precise figure: the claimant's with the narrowest range.
    pub informative: Option<u64>,
    /// The middle one of the independent claimants' figures.
    pub representative: Option<u64>,
    /// Ids of wider entries that already contain these victims, so that a total counts them once.
    pub part_of: Vec<String>,
    /// Said on every total: what an enumeration leaves out.
    pub warning: String,
}

impl LedgerEntry {
    /// The order in which a ledger is told: by what is counted, of whom, when.
    pub fn in_order(&self, other: &Self) -> std::cmp::Ordering {
        (self.what, &self.victims, &self.when, &self.id).cmp(&(
            other.what,
            &other.victims,
            &other.when,
            &other.id,
        ))
    }
}

/// Who gives a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claimant {
    /// Sources as written.
    pub by: Vec<String>,
    /// To whom the speaker leans.
    pub alignment: annalist_claim::Alignment,
    /// Claim id.
    pub claim: String,
    /// The words of the figure.
    pub quote: String,
    /// Victims as written.
    pub who: String,
    /// Least, inclusive.
    pub min: Option<u64>,
    /// Most, inclusive.
    pub max: Option<u64>,
}

/// What part of the story a figure covers, from narrow to wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureScope {
    /// One event.
    Event,
    /// One day, at several places or none named.
    Day,
    /// Several days, a stretch "since" or "by" a date, or an area.
    Period,
    /// A whole campaign, as a summary or an infobox gives it.
    Campaign,
}

/// The name of a status, as it is serialised.
pub(crate) const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Held => "held",
        Status::Contested => "contested",
        Status::Besieged => "besieged",
        Status::Entered => "entered",
        Status::Disputed => "disputed",
        Status::Unknown => "unknown",
    }
}

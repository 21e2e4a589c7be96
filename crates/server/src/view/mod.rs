//! What is served: a project in memory, as it was at one moment. A view is never changed; when
//! something is decided or added, another takes its place.

mod claims;
mod events;
mod library;
mod memo;
mod places;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use annalist_chronicle::{Account, Chronicle, CivilianHarm, Decision, Holding, Source};
use annalist_span::Digest;
use annalist_store::{Project, StoreError};
use annalist_time::{Day, Edtf};

pub(crate) use claims::{Shown, Verdict, folded};
pub(crate) use events::{Seen, Shape, denies};
pub(crate) use library::{Library, ViewDocument};
pub(crate) use memo::Memo;
pub(crate) use places::PlaceSeen;

/// A project in memory.
pub(crate) struct View {
    /// The project's name.
    pub(crate) name: String,
    /// Changes whenever anything that is served does.
    pub(crate) version: String,
    /// What decisions do not change: documents, extracted claims, orders of battle.
    pub(crate) library: Arc<Library>,
    /// The journal of decisions, oldest first.
    pub(crate) journal: Vec<Decision>,
    /// The views over claims and decisions.
    pub(crate) chronicle: Chronicle,
    /// Claims in the order of documents and text, as decided; rejected ones too.
    pub(crate) claims: Vec<Shown>,
    /// Beside each event of the chronicle, what is shown of it.
    pub(crate) events: Vec<Seen>,
    /// Places that claims speak of, by id.
    pub(crate) places: BTreeMap<String, PlaceSeen>,
    /// Answers that are costly to compute, kept as long as the view.
    pub(crate) memo: Memo,
    by_claim: BTreeMap<String, usize>,
    by_event: BTreeMap<String, usize>,
    disputes_at: BTreeMap<String, usize>,
    holdings: Mutex<BTreeMap<Account, Arc<Vec<Holding>>>>,
    harm: OnceLock<BTreeMap<String, CivilianHarm>>,
}

impl View {
    /// Loads a project.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub(crate) fn load(name: &str, project: &Project) -> Result<Self, StoreError> {
        let (library, journal) = Self::read(project, None)?;
        let chronicle = library.chronicle(&library.sources, &journal);
        Ok(Self::of(name, Arc::new(library), journal, chronicle))
    }

    /// What a view is made of. What an earlier one has read is not read again.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub(crate) fn read(
        project: &Project,
        before: Option<&Library>,
    ) -> Result<(Library, Vec<Decision>), StoreError> {
        Ok((Library::load(project, before)?, project.decisions()?))
    }

    /// The view of a library that was read after this one's, under a journal. What came and went is linked and
    /// replayed anew, and the rest kept.
    pub(crate) fn grown(&self, library: Library, journal: Vec<Decision>) -> Self {
        let chronicle = match journal.strip_prefix(&self.journal[..]) {
            Some(new) if library.policies == self.library.policies => {
                let (came, went) = library.since(&self.library);
                let mut chronicle = self.chronicle.clone();
                chronicle.remove(&went);
                chronicle.decide(new);
                chronicle.add(&came);
                chronicle
            }
            _ => library.chronicle(&library.sources, &journal),
        };
        Self::of(&self.name, Arc::new(library), journal, chronicle)
    }

    /// The same documents under another journal. Where it only grew, what the new decisions touch is
    /// computed anew and the rest kept.
    pub(crate) fn decided(&self, journal: Vec<Decision>) -> Self {
        let chronicle = match journal.strip_prefix(&self.journal[..]) {
            Some(new) => {
                let mut chronicle = self.chronicle.clone();
                chronicle.decide(new);
                chronicle
            }
            None => self.library.chronicle(&self.library.sources, &journal),
        };
        Self::of(&self.name, Arc::clone(&self.library), journal, chronicle)
    }

    fn of(name: &str, library: Arc<Library>, journal: Vec<Decision>, chronicle: Chronicle) -> Self {
        let by_event: BTreeMap<String, usize> =
            chronicle.events.iter().enumerate().map(|(at, e)| (e.id.clone(), at)).collect();
        let event_of: BTreeMap<&str, usize> = chronicle
            .events
            .iter()
            .enumerate()
            .flat_map(|(at, e)| e.claims.iter().map(move |c| (c.as_str(), at)))
            .collect();
        let claims = claims::shown(&library, &journal, &chronicle, &event_of);
        let by_claim: BTreeMap<String, usize> =
            claims.iter().enumerate().map(|(at, c)| (c.claim.id.clone(), at)).collect();
        let places = places::places(&library, &chronicle, &claims);
        let events = events::seen(&chronicle, &claims, &by_claim, &places);
        let version = version(&library, &journal);
        let mut disputes_at: BTreeMap<String, usize> = BTreeMap::new();
        for place in chronicle.disputes.iter().filter_map(|d| d.place.clone()) {
            *disputes_at.entry(place).or_default() += 1;
        }
        Self {
            name: name.to_owned(),
            version,
            library,
            journal,
            chronicle,
            claims,
            events,
            places,
            memo: Memo::default(),
            by_claim,
            by_event,
            disputes_at,
            holdings: Mutex::default(),
            harm: OnceLock::new(),
        }
    }

    /// The claim of an id.
    pub(crate) fn claim(&self, id: &str) -> Option<&Shown> {
        self.by_claim.get(id).map(|&at| &self.claims[at])
    }

    /// Index of an event.
    pub(crate) fn event_at(&self, id: &str) -> Option<usize> {
        self.by_event.get(id).copied()
    }

    /// How many disputes are about a place.
    pub(crate) fn disputes_at(&self, place: &str) -> usize {
        self.disputes_at.get(place).copied().unwrap_or_default()
    }

    /// The document of an index.
    pub(crate) fn document(&self, at: usize) -> &ViewDocument {
        &self.library.documents[at]
    }

    /// The holdings of an account, computed once.
    pub(crate) fn holdings(&self, account: &Account) -> Arc<Vec<Holding>> {
        let known = self.holdings.lock().unwrap_or_else(PoisonError::into_inner).get(account).cloned();
        known.unwrap_or_else(|| {
            let mut holdings = self.chronicle.holdings(account);
            for holding in &mut holdings {
                holding.point =
                    holding.point.or_else(|| self.places.get(&holding.place).and_then(|p| p.point));
            }
            let holdings = Arc::new(holdings);
            let mut all = self.holdings.lock().unwrap_or_else(PoisonError::into_inner);
            // Anybody may ask for any source's account: what is kept is bounded.
            if all.len() > 64 {
                all.clear();
            }
            all.insert(account.clone(), Arc::clone(&holdings));
            holdings
        })
    }

    /// Civilian harm by event.
    pub(crate) fn harm(&self) -> &BTreeMap<String, CivilianHarm> {
        self.harm.get_or_init(|| {
            self.chronicle.civilian_harm().into_iter().map(|h| (h.event.clone(), h)).collect()
        })
    }

    /// Sides that claims speak of, those that act most first: the order of their colours.
    pub(crate) fn sides(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for party in self.claims.iter().flat_map(|c| &c.claim.actors) {
            if let Some(side) = party.side.as_deref().filter(|s| *s != "civilian") {
                *counts.entry(side).or_default() += 1;
            }
        }
        let mut sides: Vec<(&str, usize)> = counts.into_iter().collect();
        sides.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        sides.into_iter().map(|(side, _)| side.to_owned()).collect()
    }

    /// First and last day on which something exactly dated is told.
    pub(crate) fn days(&self) -> Option<(Day, Day)> {
        let exact = || self.claims.iter().filter(|c| c.first.is_some() && c.first == c.last);
        let days = || exact().filter_map(|c| c.first);
        Some((day(days().min()?), day(days().max()?)))
    }

    /// The name of a place.
    pub(crate) fn place_name(&self, id: &str) -> String {
        self.places.get(id).map_or_else(|| id.trim_start_matches("name:").to_owned(), |p| p.name.clone())
    }

    /// The sources as extracted.
    pub(crate) fn sources(&self) -> &[Source] {
        &self.library.sources
    }
}

/// What the served state is known by: the program, the documents, the journal's end.
fn version(library: &Library, journal: &[Decision]) -> String {
    let mut text = format!("{}\n", env!("CARGO_PKG_VERSION"));
    for document in &library.documents {
        let row = &document.row;
        text += &format!(
            "{} {} {} {:?} {:?} {:?}\n",
            row.id, row.claims, row.extractor, row.name, row.work, row.alignment
        );
    }
    for policy in &library.policies {
        text += &format!("{policy:?}\n");
    }
    text += journal.last().map_or("", |d| d.id.as_str());
    Digest::of(text.as_bytes()).short()
}

const EPOCH: Day = Day::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn number(day: Day) -> i32 {
    (day.duration_since(EPOCH).as_hours() / 24) as i32
}

/// The day of a number.
pub(crate) fn day(number: i32) -> Day {
    let span = jiff::Span::new().days(i64::from(number));
    EPOCH.checked_add(span).unwrap_or(if number < 0 { Day::MIN } else { Day::MAX })
}

/// First and last day of a value, as numbers.
pub(crate) fn range(when: Option<&Edtf>) -> (Option<i32>, Option<i32>) {
    (when.and_then(Edtf::earliest).map(number), when.and_then(Edtf::latest).map(number))
}

/// Whether the days of something touch a range of days asked for. What has no days touches only the
/// range that asks for none.
pub(crate) fn touches(days: (Option<i32>, Option<i32>), from: Option<i32>, to: Option<i32>) -> bool {
    if from.is_none() && to.is_none() {
        return true;
    }
    let (first, last) = days;
    (first.is_some() || last.is_some())
        && to.is_none_or(|to| first.is_none_or(|f| f <= to))
        && from.is_none_or(|from| last.is_none_or(|l| l >= from))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{day, number, touches};

    proptest! {
        #[test]
        fn days_are_numbers_and_back(n in -700_000..700_000_i32) {
            prop_assert_eq!(number(day(n)), n);
        }

        #[test]
        fn a_closed_range_touches_as_intervals_do(a in 0..50_i32, b in 0..50_i32, c in 0..50_i32, d in 0..50_i32) {
            let (a, b, c, d) = (a.min(b), a.max(b), c.min(d), c.max(d));
            let shared = (a..=b).any(|x| (c..=d).contains(&x));
            prop_assert_eq!(touches((Some(a), Some(b)), Some(c), Some(d)), shared);
        }
    }

    #[test]
    fn what_has_no_days_is_in_no_range() {
        assert!(touches((None, None), None, None));
        assert!(!touches((None, None), Some(1), None));
        assert!(touches((None, Some(5)), Some(1), Some(3)));
        assert!(!touches((None, Some(5)), Some(6), None));
    }
}

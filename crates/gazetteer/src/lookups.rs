//! What one document asks of the lists, each name once.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::PlaceKind;
use crate::gazetteer::{Gazetteer, Hit, How};
use crate::name::Known;

/// Inhabitants from which a town is known the world over.
pub(crate) const FAMOUS: u32 = 100_000;

/// Look-ups of one document, each done once.
pub(crate) struct Lookups<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    exact: RefCell<FxHashMap<String, Arc<[Hit]>>>,
    all: RefCell<FxHashMap<String, Arc<[Hit]>>>,
}

impl<'a> Lookups<'a> {
    pub(crate) fn new(gazetteer: &'a Gazetteer) -> Self {
        Self { gazetteer, exact: RefCell::default(), all: RefCell::default() }
    }

    pub(crate) fn exact_hits(&self, folded: &str) -> Arc<[Hit]> {
        if let Some(hits) = self.exact.borrow().get(folded) {
            return Arc::clone(hits);
        }
        let hits = self.gazetteer.exact_memo.get(folded, || self.gazetteer.exact(folded));
        self.exact.borrow_mut().insert(folded.to_owned(), Arc::clone(&hits));
        hits
    }

    pub(crate) fn hits(&self, folded: &str) -> Arc<[Hit]> {
        if let Some(hits) = self.all.borrow().get(folded) {
            return Arc::clone(hits);
        }
        let hits = self.gazetteer.memo.get(folded, || self.look(folded));
        self.all.borrow_mut().insert(folded.to_owned(), Arc::clone(&hits));
        hits
    }

    fn look(&self, folded: &str) -> Vec<Hit> {
        let mut hits = self.gazetteer.hits(folded);
        // A name that a city of the country bears as written is no romanisation of a village's.
        let cities: Vec<&str> = hits
            .iter()
            .filter(|h| {
                h.how != How::Romanised
                    && self.gazetteer.kind(h.at) == PlaceKind::Settlement
                    && self.gazetteer.population(h.at).is_some_and(|p| p >= FAMOUS)
            })
            .map(|h| self.gazetteer.country(h.at))
            .collect();
        if !cities.is_empty() {
            let keep: Vec<bool> = hits
                .iter()
                .map(|h| h.how != How::Romanised || !cities.contains(&self.gazetteer.country(h.at)))
                .collect();
            let mut keep = keep.into_iter();
            hits.retain(|_| keep.next().unwrap_or(true));
        }
        hits
    }
}

impl Known for Lookups<'_> {
    fn exact(&self, folded: &str) -> bool {
        !self.exact_hits(folded).is_empty()
    }

    fn any(&self, folded: &str) -> bool {
        !self.hits(folded).is_empty()
    }
}

//! What is served: a project in memory, as it was when the server started.

use std::collections::BTreeMap;

use annalist_chronicle::Chronicle;
use annalist_claim::Claim;
use annalist_document::Document;
use annalist_store::DocumentRow;
use annalist_time::{Day, Edtf};

/// A document with its passages.
pub struct ViewDocument {
    /// Its row in the project.
    pub row: DocumentRow,
    /// The document itself.
    pub document: Document,
}

/// A claim and the key of its document.
pub struct Claimed {
    /// Key of the document in the project.
    pub document: String,
    /// The claim.
    pub claim: Claim,
}

/// A project in memory.
pub struct View {
    /// The project's name.
    pub name: String,
    /// Documents by key.
    pub documents: BTreeMap<String, ViewDocument>,
    /// Claims in the order of documents and text.
    pub claims: Vec<Claimed>,
    /// The views over them.
    pub chronicle: Chronicle,
}

impl View {
    /// Sides that claims speak of, those that act most first: the order of their colours.
    pub fn sides(&self) -> Vec<String> {
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
    pub fn days(&self) -> Option<(Day, Day)> {
        let days = || {
            self.claims.iter().filter_map(|c| {
                let when = c.claim.when.as_ref()?;
                let (first, last) = (when.earliest()?, when.latest()?);
                (first == last).then_some(first)
            })
        };
        Some((days().min()?, days().max()?))
    }

    /// The claim of an id.
    pub fn claim(&self, id: &str) -> Option<&Claimed> {
        self.claims.iter().find(|c| c.claim.id == id)
    }
}

/// First and last day of a value, as ISO days.
pub(crate) fn day_range(when: Option<&Edtf>) -> (Option<String>, Option<String>) {
    let text = |day: Option<Day>| day.map(|d| d.to_string());
    (text(when.and_then(Edtf::earliest)), text(when.and_then(Edtf::latest)))
}

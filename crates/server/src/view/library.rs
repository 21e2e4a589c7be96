//! What decisions do not change: the documents and what was read out of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use annalist_chronicle::{Chronicle, Decision, Policy, Source};
use annalist_claim::Extractor;
use annalist_document::Document;
use annalist_gazetteer::{Gazetteer, Overrides, Point};
use annalist_span::Digest;
use annalist_store::{BelligerentRow, DocumentRow, Project, StoreError};
use annalist_time::TimeLayer;

use super::words::Words;

/// A document with its passages.
pub(crate) struct ViewDocument {
    /// Its row in the project.
    pub(crate) row: DocumentRow,
    /// The document itself.
    pub(crate) document: Document,
}

/// The documents of a project, their extracted claims and belligerents.
pub(crate) struct Library {
    /// In the order of their keys.
    pub(crate) documents: Vec<Arc<ViewDocument>>,
    /// Beside each document, its claims as extracted.
    pub(crate) sources: Vec<Source>,
    /// Forces, units and people, as each document tells them.
    pub(crate) belligerents: Vec<BelligerentRow>,
    /// The places that come along, and those of the project's own.
    pub(crate) gazetteer: Gazetteer,
    /// Accounts of the project's own.
    pub(crate) policies: Vec<Policy>,
    overrides: Overrides,
    extractor: OnceLock<Extractor>,
    by_key: BTreeMap<String, usize>,
    words: OnceLock<Mutex<Words>>,
    times: Mutex<BTreeMap<usize, Arc<TimeLayer>>>,
}

impl Library {
    /// Reads a project. What an earlier library has read of it, and no new reading replaced, is taken from there.
    pub(crate) fn load(project: &Project, before: Option<&Self>) -> Result<Self, StoreError> {
        let mut documents = Vec::new();
        let mut sources = Vec::new();
        for row in project.documents()? {
            let known = before.and_then(|b| Some((b, b.at(&row.id)?)));
            if let Some((before, at)) = known.filter(|(b, at)| b.documents[*at].row == row) {
                documents.push(Arc::clone(&before.documents[at]));
                sources.push(before.sources[at].clone());
            } else if let Some(document) = project.document(&row.id)? {
                sources.push(project.source(&row)?);
                documents.push(Arc::new(ViewDocument { row, document }));
            }
        }
        let by_key = documents.iter().enumerate().map(|(at, d)| (d.row.id.clone(), at)).collect();
        Ok(Self {
            documents,
            sources,
            belligerents: project.belligerents()?,
            gazetteer: annalist_intake::gazetteer(project)?,
            policies: project.policies()?,
            overrides: annalist_intake::overrides(project)?,
            extractor: OnceLock::new(),
            by_key,
            words: OnceLock::new(),
            times: Mutex::default(),
        })
    }

    /// The chronicle of the claims as a journal corrects them.
    pub(crate) fn chronicle(&self, sources: &[Source], journal: &[Decision]) -> Chronicle {
        let mut chronicle = Chronicle::build(sources, journal);
        chronicle.define(self.policies.iter().cloned());
        chronicle
    }

    /// What came and what went since an earlier library: the documents that it has otherwise or not at all, and
    /// those that are here otherwise or not at all.
    pub(crate) fn since(&self, before: &Self) -> (Vec<Source>, Vec<Digest>) {
        let is_in = |library: &Self, document: &Arc<ViewDocument>| {
            library.at(&document.row.id).is_some_and(|at| Arc::ptr_eq(&library.documents[at], document))
        };
        let came = self.documents.iter().zip(&self.sources).filter(|(d, _)| !is_in(before, d));
        let went = before.documents.iter().filter(|d| !is_in(self, d));
        (came.map(|(_, source)| source.clone()).collect(), went.map(|d| d.row.digest).collect())
    }

    /// Where a place id is: by the place lists, or by itself when a reviewer set it on the map.
    pub(crate) fn point_of(&self, id: &str) -> Option<Point> {
        if id.starts_with("name:") {
            return None;
        }
        annalist_chronicle::point_of_key(id).or_else(|| self.gazetteer.place(id).map(|p| p.point))
    }

    /// Index of the document of a key.
    pub(crate) fn at(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The index of words, made when first asked for.
    pub(crate) fn words(&self) -> &Mutex<Words> {
        self.words.get_or_init(|| Mutex::new(Words::of(&self.documents)))
    }

    /// What the documents were read with, made when first needed.
    fn extractor(&self) -> &Extractor {
        self.extractor
            .get_or_init(|| annalist_intake::extractor_with(self.gazetteer.clone(), self.overrides.clone()))
    }

    /// The dates of a document with their anchors, read again when first asked for.
    pub(crate) fn times(&self, at: usize) -> Arc<TimeLayer> {
        let known = self.times.lock().unwrap_or_else(PoisonError::into_inner).get(&at).cloned();
        known.unwrap_or_else(|| {
            let times = Arc::new(annalist_intake::times(self.extractor(), &self.documents[at].document));
            let mut all = self.times.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(at, Arc::clone(&times));
            times
        })
    }
}

//! Building the chronicle: what is told is linked, and the views are computed from it.
//!
//! What comes and goes is noted as it does: slots, places, speakers. Then each view is brought up to date in turn, and
//! each tells the next what of it changed: places by their rows, events by their clusters, the ledger by
//! the events of its figures, disputes by all of them. A chronicle built at once is one to which all came.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use annalist_claim::Claim;
use annalist_span::Digest;

use crate::decide::{Decision, Effects, Touched};
use crate::event::{ClusterChange, changes_of_clusters, event, event_id};
use crate::homes::{Home, Moved};
use crate::ledger::span_of;
use crate::link::{Anew, Linker};
use crate::model::Event;
use crate::place::name_key;
use crate::row::{Row, rows_of};
use crate::rows::splice;
use crate::source::Source;
use crate::state::{Chronicle, Document};

impl Chronicle {
    /// Builds the chronicle of documents, as decisions correct their claims.
    ///
    /// A document given twice counts once. Decisions that no longer find their claim are kept out;
    /// [`crate::orphans`] lists them.
    pub fn build(sources: &[Source], decisions: &[Decision]) -> Self {
        let effects = Effects::of(decisions);
        let linker = Linker::new(effects.constraints.clone());
        let mut chronicle = Self { linker, effects, log: decisions.to_vec(), ..Self::default() };
        let sorted: BTreeMap<Digest, &Source> = sources.iter().map(|s| (s.document, s)).collect();
        chronicle.take_in(sorted.into_values());
        chronicle.derive();
        chronicle
    }

    /// Adds documents to a chronicle built with the same decisions. Only what they touch is linked
    /// anew; the outcome is that of building all at once. A document already in it is passed over.
    /// Gives what became of the events.
    pub fn add(&mut self, sources: &[Source]) -> Vec<ClusterChange> {
        let fresh: BTreeMap<Digest, &Source> = sources
            .iter()
            .filter(|s| !self.documents.contains_key(&s.document))
            .map(|s| (s.document, s))
            .collect();
        self.take_in(fresh.into_values());
        self.derive()
    }

    /// Takes documents out, with their claims. The outcome is that of building without them. Gives what
    /// became of the events.
    pub fn remove(&mut self, documents: &[Digest]) -> Vec<ClusterChange> {
        for document in documents {
            self.take_out(document);
            self.documents.remove(document);
        }
        self.originals.retain(|_, claim| !documents.contains(&claim.evidence.document));
        self.linker.add(std::iter::empty());
        self.derive()
    }

    /// Takes further decisions into account: only the documents whose claims they change are read
    /// anew, and only what they touch is linked anew; the outcome is that of building with the whole
    /// log. Gives what became of the events.
    pub fn decide(&mut self, decisions: &[Decision]) -> Vec<ClusterChange> {
        self.log.extend_from_slice(decisions);
        let effects = Effects::of(&self.log);
        let touched = self.touched_documents(&effects.since(&self.effects));
        let sources: Vec<Source> = touched.iter().filter_map(|d| self.source_as_read(d)).collect();
        for document in &touched {
            self.take_out(document);
        }
        self.linker.constrain(effects.constraints.clone());
        for claim in sources.iter().flat_map(|s| &s.claims) {
            self.originals.remove(&claim.id);
        }
        self.effects = effects;
        self.take_in(sources.iter());
        self.derive()
    }

    /// The decisions taken into account, oldest first.
    pub fn decisions(&self) -> &[Decision] {
        &self.log
    }

    /// The documents in which something is decided otherwise.
    fn touched_documents(&self, touched: &Touched) -> BTreeSet<Digest> {
        let of_claim = |id: &String| {
            self.row(id).map(|r| r.document).or_else(|| self.originals.get(id).map(|c| c.evidence.document))
        };
        let mut documents: BTreeSet<Digest> = touched.claims.iter().filter_map(of_claim).collect();
        if !touched.names.is_empty() {
            let named = |row: &&Row| {
                row.claim.places.iter().filter_map(|p| name_key(&p.text)).any(|k| touched.names.contains(&k))
            };
            documents.extend(self.told().filter(named).map(|r| r.document));
        }
        if !touched.sources.is_empty() {
            let heard = |row: &&Row| row.voice.names.iter().any(|name| touched.sources.contains(name));
            documents.extend(self.told().filter(heard).map(|r| r.document));
            let own = |d: &&Document| d.source.voices().iter().any(|name| touched.sources.contains(name));
            documents.extend(self.documents.values().filter(own).map(|d| d.source.document));
        }
        documents
    }

    /// A document with its claims as they were read.
    fn source_as_read(&self, document: &Digest) -> Option<Source> {
        let known = self.documents.get(document)?;
        let mut source = known.source.clone();
        let rows = known.slots.iter().map(|slot| &self.rows[*slot as usize]);
        let mut claims: BTreeMap<&str, &Claim> = rows.map(|r| (r.claim.id.as_str(), &r.claim)).collect();
        let originals = self.originals.values().filter(|c| c.evidence.document == *document);
        claims.extend(originals.map(|c| (c.id.as_str(), c)));
        source.claims = claims.into_values().cloned().collect();
        Some(source)
    }

    /// Brings the views up to date with what came and went. Gives what became of the events.
    fn derive(&mut self) -> Vec<ClusterChange> {
        let places = self.index.settle(&mut self.places, &self.rows);
        let (changes, mut moved) = self.cluster_events();
        moved.slots.append(&mut self.stirred);
        let counted = self.count_figures(&moved);
        self.find_disputes(&places, &moved, &counted);
        changes
    }

    /// Makes the events those of the clusters that were made anew. An event whose claims are those of a cluster, and
    /// say what they said, stays. Gives what became of the others.
    fn cluster_events(&mut self) -> (Vec<ClusterChange>, Moved) {
        let Anew { clustered, mut linked } = self.linker.take_anew();
        linked.sort_unstable();
        let before = clustered.iter().chain(&self.stirred).filter_map(|slot| self.homes.of(*slot));
        let mut gone: BTreeSet<u32> = before.collect();
        let standing: HashMap<&str, u32> =
            gone.iter().map(|n| (self.homes.home(*n).id.as_str(), *n)).collect();
        let mut fresh: Vec<(Home, Event)> = Vec::new();
        let mut staying = Vec::new();
        for slots in self.linker.clusters_of(clustered) {
            let ids: Vec<&str> = slots.iter().map(|slot| self.linker.id(*slot)).collect();
            let id = event_id(&ids);
            let as_it_was = || slots.iter().all(|slot| linked.binary_search(slot).is_err());
            if let Some(number) = standing.get(id.as_str()).filter(|_| as_it_was()) {
                staying.push(*number);
                continue;
            }
            let rows: Vec<&Row> = slots.iter().map(|slot| &self.rows[*slot as usize]).collect();
            let first = rows.iter().filter_map(|r| r.window).map(|w| w.first.unwrap_or(w.surely())).min();
            let event = event(&self.linker, &slots, &rows, |row| self.name_of(row).to_owned());
            fresh.push((Home { first, id, slots }, event));
        }
        for number in staying {
            gone.remove(&number);
        }
        fresh.sort_by(|(a, _), (b, _)| (a.first, &a.id).cmp(&(b.first, &b.id)));
        let out: Vec<usize> = gone.iter().map(|n| self.homes.place(self.homes.home(*n))).collect();
        let at: Vec<usize> = fresh.iter().map(|(home, _)| self.homes.place(home)).collect();
        let claims = |event: &Event| (event.id.clone(), event.claims.clone());
        let mut went: Vec<_> = out.iter().map(|at| claims(&self.events[*at])).collect();
        let mut came: Vec<_> = fresh.iter().map(|(_, event)| claims(event)).collect();
        went.sort();
        came.sort();
        let changes = changes_of_clusters(&went, &came);
        let mut moved = Moved { gone: gone.into_iter().collect(), ..Moved::default() };
        for number in &moved.gone {
            moved.slots.extend(self.homes.leave(*number).slots);
        }
        let (homes, fresh): (Vec<Home>, Vec<Event>) = fresh.into_iter().unzip();
        for home in homes {
            moved.slots.extend(&home.slots);
            moved.fresh.push(self.homes.settle(home));
        }
        splice(
            &mut self.homes.order,
            out.clone(),
            at.iter().copied().zip(moved.fresh.iter().copied()).collect(),
        );
        splice(&mut self.events, out, at.into_iter().zip(fresh).collect());
        (changes, moved)
    }

    /// Takes the rows of a document out.
    fn take_out(&mut self, document: &Digest) {
        let Some(known) = self.documents.get_mut(document) else { return };
        let slots = std::mem::take(&mut known.slots);
        let rows: Vec<_> = slots.iter().filter_map(|slot| self.rows.take(*slot)).collect();
        self.linker.remove(rows.iter().map(|row| &row.claim.id));
        self.tellers.take(rows.iter().map(|row| &**row));
        for row in &rows {
            self.index.take(row);
        }
        self.stirred.extend(slots);
    }

    fn take_in<'a>(&mut self, sources: impl Iterator<Item = &'a Source>) {
        let sources: Vec<&Source> = sources.collect();
        let mut rows: Vec<Arc<Row>> = Vec::with_capacity(sources.iter().map(|s| s.claims.len()).sum());
        let mut ends = Vec::with_capacity(sources.len());
        for source in &sources {
            let mut read: BTreeMap<&str, &Claim> = BTreeMap::new();
            for claim in &source.claims {
                read.entry(&claim.id).or_insert(claim);
            }
            let claims: Vec<Claim> = read.values().filter_map(|c| self.effects.decided(c)).collect();
            let from = rows.len();
            let told = rows_of(source, claims, &self.effects.overrides);
            let span = span_of(&told);
            rows.extend(told.into_iter().map(Arc::new));
            if !self.effects.is_nothing() {
                let kept: BTreeMap<&str, &Claim> =
                    rows[from..].iter().map(|r| (r.claim.id.as_str(), &r.claim)).collect();
                let changed = read.iter().filter(|(id, claim)| kept.get(*id) != Some(claim));
                self.originals.extend(changed.map(|(id, c)| ((*id).to_owned(), (*c).clone())));
            }
            ends.push((rows.len(), span));
        }
        // Nobody shares them yet.
        self.linker.add(rows.iter_mut().filter_map(Arc::get_mut));
        let mut from = 0;
        for (source, (end, span)) in sources.into_iter().zip(ends) {
            let told = &rows[from..end];
            for row in told {
                self.index.put(row);
                self.tellers.put(row);
            }
            let slots: Vec<u32> = told.iter().map(|row| row.slot).collect();
            self.stirred.extend(&slots);
            let document = Document { source: source.without_claims(), slots, span };
            self.documents.insert(source.document, document);
            from = end;
        }
        self.rows.put(rows);
    }
}

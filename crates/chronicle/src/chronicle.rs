//! Building the chronicle: what is told is linked, and the views are computed from it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use annalist_claim::{Claim, Kind};
use annalist_span::Digest;

use crate::decide::{Decision, Effects, Touched};
use crate::dispute::disputes;
use crate::event::{ClusterChange, changes_of_clusters, event, event_id};
use crate::ledger::ledger;
use crate::link::Linker;
use crate::model::Event;
use crate::place::{Spot, bare_name, name_key, point_of, point_of_key};
use crate::row::{Row, rows_of};
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

    /// Takes further decisions into account: only the documents whose claims they change are read
    /// anew, and only what they touch is linked anew; the outcome is that of building with the whole
    /// log. Gives what became of the events.
    pub fn decide(&mut self, decisions: &[Decision]) -> Vec<ClusterChange> {
        self.log.extend_from_slice(decisions);
        let effects = Effects::of(&self.log);
        let touched = self.touched_documents(&effects.since(&self.effects));
        let sources: Vec<Source> = touched.iter().filter_map(|d| self.source_as_read(d)).collect();
        let mut moved: BTreeSet<String> =
            self.rows.iter().filter(|r| touched.contains(&r.document)).map(|r| r.claim.id.clone()).collect();
        self.linker.remove(moved.iter());
        self.linker.constrain(effects.constraints.clone());
        self.rows.retain(|row| !touched.contains(&row.document));
        for claim in sources.iter().flat_map(|s| &s.claims) {
            self.originals.remove(&claim.id);
        }
        moved.extend(effects.constraints.since(&self.effects.constraints));
        self.effects = effects;
        self.take_in(sources.iter());
        self.anew.extend(moved);
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
            documents.extend(self.rows.iter().filter(named).map(|r| r.document));
        }
        if !touched.sources.is_empty() {
            let heard = |row: &&Row| row.voice.names.iter().any(|name| touched.sources.contains(name));
            documents.extend(self.rows.iter().filter(heard).map(|r| r.document));
            let own = |d: &&Document| d.source.voices().iter().any(|name| touched.sources.contains(name));
            documents.extend(self.documents.values().filter(own).map(|d| d.source.document));
        }
        documents
    }

    /// A document with its claims as they were read.
    fn source_as_read(&self, document: &Digest) -> Option<Source> {
        let mut source = self.documents.get(document)?.source.clone();
        let rows = self.rows.iter().filter(|r| r.document == *document);
        let mut claims: BTreeMap<&str, &Claim> = rows.map(|r| (r.claim.id.as_str(), &r.claim)).collect();
        let originals = self.originals.values().filter(|c| c.evidence.document == *document);
        claims.extend(originals.map(|c| (c.id.as_str(), c)));
        source.claims = claims.into_values().cloned().collect();
        Some(source)
    }

    /// Computes the views. Gives what became of the events.
    fn derive(&mut self) -> Vec<ClusterChange> {
        let order = |a: &Row, b: &Row| a.order().cmp(&b.order());
        if !self.rows.is_sorted_by(|a, b| order(a, b).is_le()) {
            self.rows.sort_by(order);
        }
        self.index();
        let (changes, clusters) = self.cluster_events();
        let mut event_of: Vec<Option<u32>> = vec![None; self.row_of.len()];
        for (event, cluster) in clusters.iter().enumerate() {
            for slot in cluster {
                event_of[*slot as usize] = Some(event as u32);
            }
        }
        self.figures = ledger(self, &event_of);
        self.disputes = disputes(self, &clusters);
        changes
    }

    /// Makes the events those of all clusters. An event whose claims are those of a cluster, and say what
    /// they said, stands as it is. Gives what became of the others, and the slots of each event's claims.
    fn cluster_events(&mut self) -> (Vec<ClusterChange>, Vec<Vec<u32>>) {
        let mut moved = std::mem::take(&mut self.anew);
        let relinked = self.linker.take_moved();
        // Nothing stands yet, so nothing need be told apart.
        if !self.events.is_empty() {
            moved.extend(relinked.into_iter().map(|slot| self.linker.id(slot).to_owned()));
        }
        let mut known: HashMap<String, Event> = HashMap::new();
        let mut gone = Vec::new();
        for event in std::mem::take(&mut self.events) {
            if moved.is_empty() || event.claims.iter().all(|c| !moved.contains(c)) {
                known.insert(event.id.clone(), event);
            } else {
                gone.push((event.id, event.claims));
            }
        }
        let mut fresh = Vec::new();
        let mut events: Vec<(Option<i32>, Event, Vec<u32>)> = Vec::new();
        for cluster in self.linker.clusters() {
            let ids: Vec<&str> = cluster.iter().map(|slot| self.linker.id(*slot)).collect();
            let rows: Vec<&Row> = cluster.iter().map(|slot| self.row_in(*slot)).collect();
            let first = rows.iter().filter_map(|r| r.window).map(|w| w.first.unwrap_or(w.surely())).min();
            let event = known.remove(&event_id(&ids)).unwrap_or_else(|| {
                let event = event(&self.linker, &cluster, &rows, |row| self.name_of(row).to_owned());
                fresh.push((event.id.clone(), event.claims.clone()));
                event
            });
            events.push((first, event, cluster));
        }
        events.sort_by(|(a, x, _), (b, y, _)| a.cmp(b).then_with(|| x.id.cmp(&y.id)));
        let (events, clusters) = events.into_iter().map(|(_, event, cluster)| (event, cluster)).unzip();
        self.events = events;
        gone.extend(known.into_values().map(|event| (event.id, event.claims)));
        gone.sort();
        fresh.sort();
        (changes_of_clusters(&gone, &fresh), clusters)
    }

    fn take_in<'a>(&mut self, sources: impl Iterator<Item = &'a Source>) {
        let from = self.rows.len();
        let sources: Vec<&Source> = sources.collect();
        let coming: usize = sources.iter().map(|s| s.claims.len()).sum();
        // Some room is left, so that the next document does not move them all.
        self.rows.reserve(coming + coming / 16);
        for source in sources {
            let document = source.without_claims();
            self.documents.insert(source.document, Document { source: document });
            let mut read: BTreeMap<&str, &Claim> = BTreeMap::new();
            for claim in &source.claims {
                read.entry(&claim.id).or_insert(claim);
            }
            let claims: Vec<Claim> = read.values().filter_map(|c| self.effects.decided(c)).collect();
            let rows = rows_of(source, claims, &self.effects.overrides);
            if !self.effects.is_nothing() {
                let kept: BTreeMap<&str, &Claim> =
                    rows.iter().map(|r| (r.claim.id.as_str(), &r.claim)).collect();
                let changed = read.iter().filter(|(id, claim)| kept.get(*id) != Some(claim));
                self.originals.extend(changed.map(|(id, c)| ((*id).to_owned(), (*c).clone())));
            }
            self.rows.extend(rows);
        }
        self.linker.add(self.rows[from..].iter_mut());
    }

    /// Indexes rows by place and claim.
    fn index(&mut self) {
        self.places.clear();
        self.row_of = vec![u32::MAX; self.linker.features.len()];
        for (at, row) in self.rows.iter().enumerate() {
            self.row_of[row.slot as usize] = at as u32;
            let asides = row.claim.asides.iter().zip(&row.asides).map(|(a, (spot, _))| (&a.place, spot));
            for (slot, spot) in row.claim.places.iter().zip(&row.spots).chain(asides) {
                let Spot::Single { key, .. } = spot else { continue };
                let place = self.places.entry(key.clone()).or_default();
                if place.rows.last() != Some(&at) {
                    place.rows.push(at);
                }
                let known = slot.place.id.as_deref() == Some(key);
                let bare = || bare_name(&slot.text).unwrap_or(&slot.text).to_owned();
                let name = slot.place.name.clone().filter(|_| known).unwrap_or_else(bare);
                *place.names.entry(name).or_default() += 1;
                if !place.spellings.contains(&slot.text) {
                    place.spellings.extend([slot.text.clone(), bare()]);
                }
                let told = if known { point_of(slot) } else { point_of_key(key) };
                place.point = place.point.or(told);
            }
        }
        for (at, row) in self.rows.iter().enumerate().filter(|(_, r)| r.claim.kind == Kind::Advance) {
            for spot in &row.spots {
                if let Spot::Unnamed { near: Some(near), .. } = spot
                    && let Some(place) = self.places.get_mut(near)
                    && place.rows.last() != Some(&at)
                    && place.around.last() != Some(&at)
                {
                    place.around.push(at);
                }
            }
        }
    }
}

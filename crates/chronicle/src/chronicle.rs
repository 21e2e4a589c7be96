//! The chronicle: all views over the claims of many documents.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use annalist_claim::{AttributionKind, Claim};
use annalist_gazetteer::Point;
use annalist_span::{Digest, content_id};

use crate::account::{Account, Policy};
use crate::day::from_number;
use crate::decide::{Decision, Effects, Touched};
use crate::dispute::disputes;
use crate::event::{ClusterChange, cluster_changes, event, event_id};
use crate::ledger::ledger;
use crate::link::{Linker, edits};
use crate::model::{Dispute, Event, Holding, LedgerEntry, Status};
use crate::place::{Found, SeenPlace, Spot, name_key, point_of, point_of_key};
use crate::replay::{Folded, Stretch, replay};
use crate::row::{Row, rows_of};
use crate::source::Source;
use crate::voice::fold_name;

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
    pub(crate) rows: Vec<Row>,
    /// Rows that speak of each place as one that can be held, in the rows' order.
    pub(crate) places: BTreeMap<String, PlaceRows>,
    pub(crate) by_claim: BTreeMap<String, usize>,
    pub(crate) linker: Linker,
    effects: Effects,
    log: Vec<Decision>,
    /// Claims as they were read, of those that decisions changed or took out.
    originals: BTreeMap<String, Claim>,
    /// Policies of one's own, by name.
    pub(crate) policies: BTreeMap<String, Policy>,
}

/// What a chronicle keeps of a document beside its claims: the source without them.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    source: Source,
}

impl Document {
    /// Its name for people.
    pub(crate) fn name(&self) -> &str {
        &self.source.name
    }
}

/// A place and the rows that speak of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlaceRows {
    /// Preferred names, with how often each is given.
    names: BTreeMap<String, u32>,
    pub(crate) spellings: BTreeSet<String>,
    pub(crate) point: Option<Point>,
    pub(crate) rows: Vec<usize>,
}

impl PlaceRows {
    pub(crate) fn name(&self) -> &str {
        // The name given most often; of equals, the first in the alphabet.
        self.names
            .iter()
            .max_by_key(|(name, n)| (**n, std::cmp::Reverse(name.as_str())))
            .map_or("", |(name, _)| name)
    }
}

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
        chronicle.derive(HashMap::new());
        chronicle
    }

    /// Adds documents to a chronicle built with the same decisions. Only what they touch is linked
    /// anew; the outcome is that of building all at once. A document already in it is passed over.
    /// Gives what became of the events.
    pub fn add(&mut self, sources: &[Source]) -> Vec<ClusterChange> {
        let before = std::mem::take(&mut self.events);
        let fresh: BTreeMap<Digest, &Source> = sources
            .iter()
            .filter(|s| !self.documents.contains_key(&s.document))
            .map(|s| (s.document, s))
            .collect();
        self.take_in(fresh.into_values());
        self.derive(before.iter().map(|e| (e.id.clone(), e.clone())).collect());
        cluster_changes(&before, &self.events)
    }

    /// Takes further decisions into account: only the documents whose claims they change are read
    /// anew, and only what they touch is linked anew; the outcome is that of building with the whole
    /// log. Gives what became of the events.
    pub fn decide(&mut self, decisions: &[Decision]) -> Vec<ClusterChange> {
        let before = std::mem::take(&mut self.events);
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
        let stands = |e: &&Event| e.claims.iter().all(|c| !moved.contains(c));
        let known = before.iter().filter(stands).map(|e| (e.id.clone(), e.clone())).collect();
        self.derive(known);
        cluster_changes(&before, &self.events)
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

    /// Computes the views.
    fn derive(&mut self, known: HashMap<String, Event>) {
        self.rows.sort_by(|a, b| a.order().cmp(&b.order()));
        self.index();
        self.events = self.cluster_events(known);
        let event_of: BTreeMap<&str, &str> =
            self.events.iter().flat_map(|e| e.claims.iter().map(|c| (c.as_str(), e.id.as_str()))).collect();
        self.figures = ledger(self, &event_of);
        self.disputes = disputes(self);
    }

    /// The events of all clusters. `known` are events that stand as they are where their claims are
    /// those of a cluster.
    fn cluster_events(&self, mut known: HashMap<String, Event>) -> Vec<Event> {
        let mut events: Vec<(Option<i32>, Event)> = self
            .linker
            .clusters()
            .into_iter()
            .map(|cluster| {
                let rows: Vec<&Row> =
                    cluster.iter().filter_map(|slot| self.row(self.linker.id(*slot))).collect();
                let first = rows.iter().filter_map(|r| r.window).map(|w| w.first.unwrap_or(w.surely())).min();
                let ids: Vec<&str> = cluster.iter().map(|slot| self.linker.id(*slot)).collect();
                if let Some(event) = known.remove(&event_id(&ids)) {
                    return (first, event);
                }
                (first, event(&self.linker, &cluster, &rows, |row| self.name_of(row).to_owned()))
            })
            .collect();
        events.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.id.cmp(&y.id)));
        events.into_iter().map(|(_, event)| event).collect()
    }

    pub(crate) fn row(&self, claim: &str) -> Option<&Row> {
        self.by_claim.get(claim).map(|&at| &self.rows[at])
    }

    pub(crate) fn name_of(&self, row: &Row) -> &str {
        self.documents.get(&row.document).map_or("", Document::name)
    }

    fn take_in<'a>(&mut self, sources: impl Iterator<Item = &'a Source>) {
        let from = self.rows.len();
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
        self.linker.add(self.rows[from..].iter());
    }

    /// Indexes rows by place and claim.
    fn index(&mut self) {
        self.places.clear();
        self.by_claim.clear();
        for (at, row) in self.rows.iter().enumerate() {
            self.by_claim.insert(row.claim.id.clone(), at);
            for (slot, spot) in row.claim.places.iter().zip(&row.spots) {
                let Spot::Single { key, .. } = spot else { continue };
                let place = self.places.entry(key.clone()).or_default();
                if place.rows.last() != Some(&at) {
                    place.rows.push(at);
                }
                let known = slot.place.id.as_deref() == Some(key);
                let name = slot.place.name.clone().filter(|_| known).unwrap_or_else(|| slot.text.clone());
                *place.names.entry(name).or_default() += 1;
                place.spellings.insert(slot.text.clone());
                let told = if known { point_of(slot) } else { point_of_key(key) };
                place.point = place.point.or(told);
            }
        }
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
        let mut sides = BTreeSet::new();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for row in &self.rows {
            sides.extend(row.voice.sides().map(str::to_owned));
            for link in row.claim.attribution.iter().filter(|a| a.kind == AttributionKind::Named) {
                let folded = fold_name(link.name());
                if !folded.is_empty() {
                    let name = names.entry(folded).or_insert_with(|| link.name().to_owned());
                    if link.name() < name.as_str() {
                        link.name().clone_into(name);
                    }
                }
            }
        }
        let mut accounts = vec![Account::All, Account::AgainstInterest, Account::Monitors];
        if self.rows.iter().any(|row| row.reviewed) {
            accounts.push(Account::Reviewed);
        }
        accounts.extend(sides.into_iter().map(Account::Side));
        accounts.extend(names.into_values().map(Account::Source));
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
        self.rows.iter().map(|row| &row.claim)
    }

    /// The ids of the places that can be held of which a claim speaks, in the order of its slots.
    pub fn places_of(&self, claim: &str) -> Vec<&str> {
        self.row(claim).map(|row| row.spots.iter().filter_map(Spot::key).collect()).unwrap_or_default()
    }

    /// A claim by its id, as reviewers corrected it.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.by_claim.get(id).map(|&at| &self.rows[at].claim)
    }

    pub(crate) fn replayed(&self, place: &str, account: &Account) -> Folded {
        let policy = account.policy(&self.policies);
        self.places.get(place).map(|p| replay(&self.rows, &p.rows, place, &policy)).unwrap_or_default()
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

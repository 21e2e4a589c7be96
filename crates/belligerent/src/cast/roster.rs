//! Everybody whom a document may name: its own cast, the war's pack, states.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annalist_document::Document;
use annalist_span::Span;

use crate::cast::Resolution;
use crate::lexicon::Lexicon;
use crate::packs::{Pack, PackMeaning, Packs, SideKind, States};
use crate::period;
use crate::phrase::{Anchor, Hit};
use crate::vocabulary::Vocabulary;
use crate::words::{Word, words};
use crate::{Belligerent, OrderOfBattle, Side, SourceAlignment};

/// A side as one document has it.
#[derive(Clone, Debug)]
pub(crate) struct CastSide {
    pub(crate) id: String,
    pub(crate) name: String,
    /// A state with its army (`true`), or fighters against one; `None` when not known.
    pub(crate) regular: Option<bool>,
    pub(crate) enemies: Vec<String>,
    /// Number of mentions.
    pub(crate) told: u32,
    /// Defined by the infobox or the text, not only by a pack.
    pub(crate) own: bool,
}

/// The members, sides and names in force for one document.
#[derive(Debug)]
pub(crate) struct Roster {
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) members: Vec<Arc<Belligerent>>,
    pub(crate) sides: Vec<CastSide>,
    pub(crate) sources: Vec<(String, SourceAlignment)>,
    /// The day that allegiances are asked for: the middle of the years told.
    pub(crate) date: Option<String>,
    /// The side of the state on whose ground the war is fought.
    pub(crate) home: Option<usize>,
    /// Side of each member as this document has it.
    assigned: BTreeMap<usize, Option<usize>>,
    own: Lexicon<Anchor>,
    packs: Vec<Layer>,
    states: Arc<States>,
    first_state: usize,
    mentioned: BTreeMap<usize, Vec<(u32, Span)>>,
    order: Vec<usize>,
}

#[derive(Debug)]
struct Layer {
    pack: Arc<Pack>,
    members: usize,
    sides: Vec<usize>,
    sources: usize,
}

impl Roster {
    pub(crate) fn new(document: &Document, packs: &Packs) -> Self {
        let date = years(document);
        let mut out = Self {
            vocabulary: Arc::clone(&packs.vocabulary),
            members: Vec::new(),
            sides: Vec::new(),
            sources: Vec::new(),
            date,
            home: None,
            assigned: BTreeMap::new(),
            own: Lexicon::default(),
            packs: Vec::new(),
            states: Arc::clone(&packs.states),
            first_state: 0,
            mentioned: BTreeMap::new(),
            order: Vec::new(),
        };
        if let Some(war) = choose(document, packs, out.date.as_deref()) {
            out.add(&war);
        }
        out.add(&packs.world);
        out.first_state = out.members.len();
        out.members.extend(packs.states.list.iter().cloned());
        for layer in 0..out.packs.len() {
            let pack = Arc::clone(&out.packs[layer].pack);
            for (state, side) in &pack.states {
                let member = out.states.list.iter().position(|s| s.id == *state);
                if let (Some(member), Some(side)) = (member, out.side_index(side)) {
                    out.assigned.entry(out.first_state + member).or_insert(Some(side));
                }
            }
            if let Some(side) = pack.home.as_ref().and_then(|h| pack.states.get(h)) {
                out.home = out.side_index(side);
            }
        }
        out
    }

    fn add(&mut self, pack: &Arc<Pack>) {
        let mut sides = Vec::new();
        for side in &pack.sides {
            let index = self.side_index(&side.id).unwrap_or_else(|| {
                self.sides.push(CastSide {
                    id: side.id.clone(),
                    name: side.name.clone(),
                    regular: Some(side.kind == SideKind::Regular),
                    enemies: side.enemies.clone(),
                    told: 0,
                    own: false,
                });
                self.sides.len() - 1
            });
            sides.push(index);
        }
        let layer =
            Layer { pack: Arc::clone(pack), members: self.members.len(), sides, sources: self.sources.len() };
        self.members.extend(pack.members.iter().cloned());
        self.sources.extend(pack.sources.iter().map(|s| (s.name.clone(), s.alignment.clone())));
        self.packs.push(layer);
    }

    pub(crate) fn side_index(&self, id: &str) -> Option<usize> {
        self.sides.iter().position(|s| s.id == id)
    }

    /// The side that a member fights for in this document.
    pub(crate) fn side_of(&self, member: usize) -> Option<usize> {
        if let Some(side) = self.assigned.get(&member) {
            return *side;
        }
        let side = self.members.get(member)?.side_on(self.date.as_deref())?;
        self.side_index(side)
    }

    /// The side that a side mostly fights.
    pub(crate) fn enemy(&self, side: usize) -> Option<usize> {
        let enemies = self.sides[side].enemies.iter().filter_map(|e| self.side_index(e));
        let mut best: Option<usize> = None;
        for e in enemies {
            if best.is_none_or(|b| self.sides[e].told > self.sides[b].told) {
                best = Some(e);
            }
        }
        best
    }

    /// Names and nouns in a phrase, the longest at each place.
    pub(crate) fn hits(&self, phrase: &[Word]) -> Vec<Hit> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < phrase.len() {
            if let Some((len, anchor)) = self.longest(phrase, at) {
                out.push(Hit { at, len, anchor });
                at += len;
            } else {
                at += 1;
            }
        }
        out
    }

    fn longest(&self, phrase: &[Word], at: usize) -> Option<(usize, Anchor)> {
        let mut best: Option<(usize, Anchor)> = None;
        let mut offer = |found: Option<(usize, Anchor)>| {
            if let Some((len, anchor)) = found
                && best.is_none_or(|(old, _)| len > old)
            {
                best = Some((len, anchor));
            }
        };
        offer(self.own.longest(phrase, at));
        for layer in &self.packs {
            offer(layer.pack.lexicon.longest(phrase, at).map(|(len, m)| (len, layer.anchor(m))));
        }
        offer(self.states.lexicon.longest(phrase, at).map(|(l, s)| (l, Anchor::State(self.first_state + s))));
        offer(self.vocabulary.nouns.longest(phrase, at).map(|(l, n)| (l, Anchor::Noun(n))));
        offer(self.vocabulary.anaphors.longest(phrase, at).map(|(l, a)| (l, Anchor::Anaphor(a))));
        best
    }

    /// Notes that a member or side was told of.
    pub(crate) fn told(&mut self, resolution: &Resolution, passage: u32, span: Span) {
        if let Some(side) = resolution.side {
            self.sides[side].told += 1;
        }
        let Some(actor) = resolution.actor else { return };
        let places = self.mentioned.entry(actor).or_default();
        if places.is_empty() {
            self.order.push(actor);
        }
        if places.len() < 8 && resolution.antecedent.is_none() {
            places.push((passage, span));
        }
    }

    /// The order of battle as told so far.
    pub(crate) fn order(&self) -> OrderOfBattle {
        let sides = self
            .sides
            .iter()
            .filter(|s| s.told > 0 || s.own)
            .map(|s| Side { id: s.id.clone(), name: s.name.clone() })
            .collect();
        let members = self
            .order
            .iter()
            .map(|&i| Belligerent {
                evidence: self.mentioned.get(&i).cloned().unwrap_or_default(),
                ..(*self.members[i]).clone()
            })
            .collect();
        OrderOfBattle { sides, members }
    }
}

impl Layer {
    fn anchor(&self, meaning: PackMeaning) -> Anchor {
        match meaning {
            PackMeaning::Member(i) => Anchor::Actor(self.members + i),
            PackMeaning::Side(i) => Anchor::Side(self.sides[i]),
            PackMeaning::Source(i) => Anchor::Source(self.sources + i),
        }
    }
}

/// The pack whose cues and names the document holds most of, when its period fits.
fn choose(document: &Document, packs: &Packs, date: Option<&str>) -> Option<Arc<Pack>> {
    let mut best: Option<(usize, &Arc<Pack>)> = None;
    for pack in &packs.wars {
        if date.is_some_and(|d| !period::holds(&pack.period, d)) {
            continue;
        }
        let (mut cues, mut names) = (0usize, BTreeSet::new());
        for passage in &document.passages {
            let all = words(&passage.text);
            for at in 0..all.len() {
                cues += usize::from(pack.cues.longest(&all, at).is_some());
                if let Some((_, PackMeaning::Member(m))) = pack.lexicon.longest(&all, at) {
                    names.insert(m);
                }
            }
        }
        let score = cues + 2 * names.len();
        if cues >= 1 && score >= 3 && best.is_none_or(|(old, _)| score > old) {
            best = Some((score, pack));
        }
    }
    best.map(|(_, pack)| Arc::clone(pack))
}

/// The middle of the years that a document tells, as EDTF.
fn years(document: &Document) -> Option<String> {
    let mut found = Vec::new();
    for passage in &document.passages {
        for word in words(&passage.text) {
            if word.fold.len() == 4
                && let Ok(year) = word.fold.parse::<u16>()
                && (1700..2100).contains(&year)
            {
                found.push(year);
            }
        }
    }
    if found.is_empty() {
        return document.origin.published.as_deref().and_then(|p| p.get(..4)).map(str::to_owned);
    }
    found.sort_unstable();
    Some(found[found.len() / 2].to_string())
}

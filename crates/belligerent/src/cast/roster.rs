//! Everybody whom a document may name: its own cast, the war's pack, states.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annalist_document::Document;
use annalist_span::Span;

use crate::cast::Resolution;
use crate::cast::choice::{choose, years};
use crate::lexicon::{Lexicon, Openings};
use crate::packs::{Pack, PackMeaning, Packs, SideKind, States};
use crate::phrase::Anchor;
use crate::vocabulary::Vocabulary;
use crate::words::{Word, words};
use crate::{Belligerent, BelligerentKind, SourceAlignment};

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
    /// A state only by a word that rebels' names have too ("National").
    pub(crate) weak: bool,
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
    pub(super) assigned: BTreeMap<usize, Option<usize>>,
    /// People in offices of the state, until the home side is known.
    pub(super) officials: Vec<usize>,
    /// Leaders of rebels, until their side is known.
    pub(super) outlaws: Vec<usize>,
    /// Last words of names that alone, with a capital, call their only bearer.
    pub(super) shorts: BTreeMap<String, usize>,
    /// Forces that the text calls rebels.
    pub(super) rebels: BTreeSet<usize>,
    /// Members whose side follows from what is told of them, with the rule.
    pub(super) inferred: BTreeMap<usize, &'static str>,
    /// The infobox told the sides.
    pub(crate) columns: bool,
    /// Whom a member follows, when only that is known.
    pub(super) leaders: BTreeMap<usize, usize>,
    pub(super) own: Lexicon<Anchor>,
    /// First words of the names of packs, states and the vocabulary.
    pub(super) openings: Openings,
    pub(super) packs: Vec<Layer>,
    pub(super) states: Arc<States>,
    pub(super) first_state: usize,
    pub(super) mentioned: BTreeMap<usize, Vec<(u32, Span)>>,
    pub(super) order: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Layer {
    pub(super) pack: Arc<Pack>,
    members: usize,
    sides: Vec<usize>,
    sources: usize,
}

impl Roster {
    pub(crate) fn new(document: &Document, texts: &[Vec<Word>], packs: &Packs) -> Self {
        let date = years(document, texts);
        let mut out = Self {
            vocabulary: Arc::clone(&packs.vocabulary),
            members: Vec::new(),
            sides: Vec::new(),
            sources: Vec::new(),
            date,
            home: None,
            assigned: BTreeMap::new(),
            officials: Vec::new(),
            outlaws: Vec::new(),
            shorts: BTreeMap::new(),
            rebels: BTreeSet::new(),
            inferred: BTreeMap::new(),
            columns: false,
            leaders: BTreeMap::new(),
            own: Lexicon::default(),
            openings: Openings::default(),
            packs: Vec::new(),
            states: Arc::clone(&packs.states),
            first_state: 0,
            mentioned: BTreeMap::new(),
            order: Vec::new(),
        };
        if let Some(war) = choose(document, texts, packs, out.date.as_deref()) {
            out.add(&war);
        }
        out.add(&packs.world);
        out.openings.join(&packs.states.lexicon);
        out.openings.join(&packs.vocabulary.nouns);
        out.openings.join(&packs.vocabulary.anaphors);
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
                    weak: false,
                });
                self.sides.len() - 1
            });
            sides.push(index);
        }
        let layer =
            Layer { pack: Arc::clone(pack), members: self.members.len(), sides, sources: self.sources.len() };
        self.openings.join(&pack.lexicon);
        self.members.extend(pack.members.iter().cloned());
        self.sources.extend(pack.sources.iter().map(|s| (s.name.clone(), s.alignment.clone())));
        self.packs.push(layer);
    }

    /// Enters a member that the document itself tells of, under its name; one of the same id is
    /// kept.
    pub(crate) fn define(&mut self, member: Belligerent) -> usize {
        let name = member.name.clone();
        let person = member.kind == BelligerentKind::Person;
        let index = self.define_silent(member);
        self.own.insert(&name, Anchor::Actor(index));
        if !person {
            self.shorten(&name, index);
        }
        index
    }

    /// Short forms that texts use without introducing them: initials of three words or more, and
    /// the name without the word for "movement" or "army" at its head.
    fn shorten(&mut self, name: &str, member: usize) {
        let all = words(name);
        let capitals: Vec<&Word> = all.iter().filter(|w| w.capital && !w.joined).collect();
        if capitals.len() >= 3 && all.iter().all(|w| w.fold.chars().all(char::is_alphabetic)) {
            let initials: String = capitals.iter().filter_map(|w| w.fold.chars().next()).collect();
            let initials = initials.to_uppercase();
            if self.find(&initials).is_none() {
                self.own.insert(&initials, Anchor::Actor(member));
            }
        }
        // "the Falcons" of "Falcons of the Plain".
        if let [badge, of, _, ..] = all.as_slice()
            && badge.capital
            && of.fold == "of"
            && self.vocabulary.names.emblems.contains(&badge.fold)
        {
            let badge = badge.span.of_text(name);
            if self.find(badge).is_none() {
                self.own.insert(badge, Anchor::Actor(member));
            }
        }
        let rest = all.get(1..).unwrap_or_default();
        let headed = all.first().is_some_and(|w| self.vocabulary.force_words.contains(&w.fold));
        if let (true, Some(first), Some(last)) = (headed && rest.len() >= 2, rest.first(), rest.last())
            && first.capital
        {
            let tail = first.span.cover(last.span).of_text(name);
            if self.find(tail).is_none() {
                self.own.insert(tail, Anchor::Actor(member));
            }
        }
    }

    /// Enters a member whose name alone does not tell it ("special forces").
    pub(crate) fn define_silent(&mut self, member: Belligerent) -> usize {
        self.members.iter().position(|m| m.id == member.id).unwrap_or_else(|| {
            self.members.push(Arc::new(member));
            self.members.len() - 1
        })
    }

    /// The sides that the document itself tells: those of states, or those that fight them.
    pub(crate) fn own_sides(&self, regular: bool) -> Vec<usize> {
        (0..self.sides.len())
            .filter(|&s| self.sides[s].own && self.sides[s].regular == Some(regular))
            .collect()
    }

    /// Without a pack, the only state side of an internal war is the state's on whose ground it is;
    /// officials without a named state serve it.
    pub(crate) fn find_home(&mut self) {
        if self.home.is_none()
            && let [only] = self.own_sides(true).as_slice()
        {
            self.home = Some(*only);
        }
        for member in std::mem::take(&mut self.officials) {
            if self.side_of(member).is_none() {
                self.assigned.insert(member, self.home);
            }
        }
        let rebels = self.own_sides(false);
        for member in std::mem::take(&mut self.outlaws) {
            if let ([only], None) = (rebels.as_slice(), self.side_of(member)) {
                self.assigned.insert(member, Some(*only));
            }
        }
    }

    /// Notes that a person leads fighters against a state.
    pub(crate) fn outlaw(&mut self, member: usize) {
        self.outlaws.push(member);
    }

    /// Where one side is a state's beyond doubt, a name that might be a state's does not make another one.
    pub(crate) fn settle(&mut self) {
        if self.sides.iter().any(|s| s.own && s.regular == Some(true) && !s.weak) {
            for side in self.sides.iter_mut().filter(|s| s.own && s.weak) {
                side.regular = Some(false);
            }
        }
    }

    /// Notes that a person holds an office of the state.
    pub(crate) fn official(&mut self, member: usize) {
        self.officials.push(member);
    }

    /// Enters an outlet that the document itself describes; one that is known already is kept.
    pub(crate) fn source(&mut self, name: &str, alignment: SourceAlignment) {
        if self.hits(&words(name)).iter().all(|h| matches!(h.anchor, Anchor::Noun(_))) {
            self.own.insert(name, Anchor::Source(self.sources.len()));
            self.sources.push((name.to_owned(), alignment));
        }
    }

    /// Adds a name to a member.
    pub(crate) fn alias(&mut self, member: usize, name: &str) {
        self.own.insert(name, Anchor::Actor(member));
        let known =
            self.members[member].name == name || self.members[member].aliases.iter().any(|a| a == name);
        if !known {
            self.amend(member, |m| m.aliases.push(name.to_owned()));
        }
    }

    pub(crate) fn amend(&mut self, member: usize, change: impl FnOnce(&mut Belligerent)) {
        change(Arc::make_mut(&mut self.members[member]));
    }

    /// Notes where a member is told of.
    pub(crate) fn note(&mut self, member: usize, passage: u32, span: Span) {
        let places = self.mentioned.entry(member).or_default();
        if places.is_empty() {
            self.order.push(member);
        }
        if places.len() < 8 && !places.contains(&(passage, span)) {
            places.push((passage, span));
        }
    }

    /// Puts a member on a side, or on none.
    pub(crate) fn assign(&mut self, member: usize, side: Option<usize>) {
        self.assigned.insert(member, side);
        if let Some(side) = side {
            self.sides[side].own = true;
        }
    }

    /// Makes a member a part of another: its side is the other's wherever that ends up.
    pub(crate) fn follows(&mut self, member: usize, leader: usize) {
        if member == leader || self.leader(leader) == member {
            return;
        }
        self.leaders.insert(member, leader);
        let parent = self.members[leader].id.clone();
        self.amend(member, |m| m.parent = m.parent.take().or(Some(parent)));
    }

    /// A new side named after its first member: a state's id, an abbreviation, or the name's slug.
    pub(crate) fn side_named_after(&mut self, first: usize, members: &[usize]) -> usize {
        let member = &self.members[first];
        let short = member.aliases.iter().find(|a| {
            member.kind != BelligerentKind::State
                && a.chars().all(|c| c.is_uppercase() || c.is_numeric())
                && (2..=6).contains(&a.chars().count())
        });
        let id = short.map_or_else(|| member.id.clone(), |a| a.to_lowercase());
        let name = member.name.clone();
        if let Some(known) = self.side_index(&id) {
            return known;
        }
        let strong = members.iter().any(|&m| self.is_state(m) || self.is_arm_of(m, first));
        let weak = !strong && members.iter().any(|&m| self.may_be_state(m));
        self.sides.push(CastSide {
            id,
            name,
            regular: Some(strong || weak),
            enemies: Vec::new(),
            told: 0,
            own: true,
            weak,
        });
        self.sides.len() - 1
    }

    /// Notes that a member or side was told of.
    pub(crate) fn told(&mut self, resolution: &Resolution, passage: u32, span: Span) {
        if let Some(side) = resolution.side {
            self.sides[side].told += 1;
        }
        let Some(actor) = resolution.actor else { return };
        if resolution.antecedent.is_none() {
            self.note(actor, passage, span);
        }
    }
}

impl Layer {
    pub(super) fn anchor(&self, meaning: PackMeaning) -> Anchor {
        match meaning {
            PackMeaning::Member(i) => Anchor::Actor(self.members + i),
            PackMeaning::Side(i) => Anchor::Side(self.sides[i]),
            PackMeaning::Source(i) => Anchor::Source(self.sources + i),
        }
    }
}

//! The places that a document names.

use std::collections::BTreeMap;
use std::sync::Arc;

use annalist_document::{Document, FieldKind, Role};
use annalist_language::Analysis;
use annalist_span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::cue::Cues;
use crate::focus::Focus;
use crate::lookups::Lookups;
use crate::name::{Name, names};
use crate::resolve::Resolver;
use crate::segment::tells_of_ground;
use crate::token::{Shape, tokens};
use crate::{Gazetteer, Overrides, PlaceKind, PlaceMention, PlaceValue, phrase};

/// The places that a document names, passage by passage.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PlaceLayer {
    /// Mentions of each passage of the document in order of their text spans, which do not overlap.
    pub mentions: Vec<Vec<PlaceMention>>,
    /// The texts of the passages, for phrases.
    #[serde(skip)]
    texts: Vec<Arc<str>>,
    #[serde(skip)]
    gazetteer: Option<Gazetteer>,
}

impl PartialEq for PlaceLayer {
    fn eq(&self, other: &Self) -> bool {
        self.mentions == other.mentions
    }
}

impl PlaceLayer {
    /// Finds and resolves the names of places in a document.
    ///
    /// `analyses` holds one analysis a passage; it may be shorter, or empty, and places are then
    /// found by their spelling and the words around them alone.
    pub fn read(
        document: &Document,
        analyses: &[Analysis],
        gazetteer: &Gazetteer,
        overrides: &Overrides,
    ) -> Self {
        let lookups = Lookups::new(gazetteer);
        let fields: FxHashMap<u32, FieldKind> =
            document.infobox.iter().map(|f| (f.passage, f.kind)).collect();
        let mut demonyms: BTreeMap<String, usize> = BTreeMap::new();
        let mut lower: FxHashSet<String> = FxHashSet::default();
        let mut found: Vec<Vec<Name>> = Vec::with_capacity(document.passages.len());
        for (index, passage) in document.passages.iter().enumerate() {
            if !is_read(passage.role, fields.get(&(index as u32)).copied()) {
                found.push(Vec::new());
                continue;
            }
            let tokens = tokens(&passage.text);
            for token in &tokens {
                if token.shape == Shape::Name
                    && let Some(country) = Cues::get().demonym(&token.low)
                {
                    *demonyms.entry(country.to_owned()).or_default() += 1;
                } else if token.shape == Shape::Word && !lower.contains(&token.low) {
                    lower.insert(token.low.clone());
                }
            }
            let titled = matches!(passage.role, Role::Title | Role::Heading) && title_case(&tokens);
            let mut names = names(&tokens, analyses.get(index), &lookups, titled);
            // A heading that is one name, over words that tell of "the town".
            if passage.role == Role::Heading
                && let [name] = names.as_mut_slice()
                && name.strength == 0
                && name.words < 4
                && name.span.len() as usize == passage.text.trim().len()
                && document.passages.get(index + 1).is_some_and(|next| {
                    next.role.is_narrative() && tells_of_ground(&crate::token::tokens(&next.text))
                })
            {
                (name.strength, name.cue) = (4, Some(PlaceKind::Settlement));
            }
            for name in &mut names {
                name.told = passage.role.is_narrative();
            }
            found.push(names);
        }
        // A word that also stands in lower case is no name where only its sentence gave it a capital.
        for names in &mut found {
            names.retain(|n| !(n.first && n.words == 1 && n.strength == 0 && lower.contains(&n.folded)));
        }
        // What lies near a place lies there wherever it is named.
        let beside: FxHashMap<String, String> =
            found.iter().flatten().filter_map(|n| Some((n.folded.clone(), n.beside.clone()?))).collect();
        for name in found.iter_mut().flatten().filter(|n| n.beside.is_none()) {
            name.beside = beside.get(&name.folded).cloned();
        }
        let all: Vec<&Name> = found.iter().flatten().collect();
        let mut focus = Focus::new(&all, &demonyms, &lookups);
        focus.anchor(&all, &lookups);
        focus.list(&found);
        let lexicon = lexicon(&all);
        let others = others(&all, &lookups, &focus);
        let kinds = kinds(&all);
        let resolver = Resolver::new(&lookups, focus, overrides, lexicon, others, kinds);
        let mut order = 0;
        let mut mentions = Vec::with_capacity(found.len());
        for (passage, names) in document.passages.iter().zip(&found) {
            let mut list: Vec<PlaceMention> = Vec::new();
            for name in names {
                let text = name.span.of_text(&passage.text);
                if let Some((value, rule)) = resolver.resolve(order, name, text)
                    && list.last().is_none_or(|l| l.span.end <= name.span.start)
                {
                    list.push(PlaceMention {
                        span: name.span,
                        text: text.to_owned(),
                        rule: rule.into(),
                        value,
                    });
                }
                order += 1;
            }
            mentions.push(list);
        }
        let texts = document.passages.iter().map(|p| Arc::from(p.text.as_str())).collect();
        Self { mentions, texts, gazetteer: Some(gazetteer.clone()) }
    }

    /// What a noun phrase of a passage says of a place: a name ("Milha"), a place told by another
    /// ("the hill south of Milha", "1,500 meters southeast of Milha", "the road linking Milha to
    /// Zeina"), an area ("northern Milha countryside"), an unnamed one ("three villages") or one told
    /// before ("the town").
    ///
    /// `span` is a text span of the passage.
    pub fn resolve_phrase(&self, passage: u32, span: Span) -> PlaceValue {
        phrase::resolve(self, passage, span)
    }

    /// The text of a passage; empty in a layer that was stored and read again.
    pub(crate) fn text(&self, passage: u32) -> &str {
        self.texts.get(passage as usize).map_or("", |t| t)
    }

    pub(crate) const fn gazetteer(&self) -> Option<&Gazetteer> {
        self.gazetteer.as_ref()
    }
}

/// Whether places are looked for in passages of a role.
fn is_read(role: Role, field: Option<FieldKind>) -> bool {
    match role {
        Role::Navigation | Role::Footer | Role::Link | Role::Reference => false,
        Role::Infobox => !matches!(
            field,
            Some(FieldKind::Commander | FieldKind::Combatant | FieldKind::Unit | FieldKind::Strength)
        ),
        _ => true,
    }
}

/// Whether most words of a heading have capitals, so that a capital says nothing.
fn title_case(tokens: &[crate::token::Token<'_>]) -> bool {
    let words = tokens.iter().filter(|t| matches!(t.shape, Shape::Word | Shape::Name) && t.low.len() > 3);
    let (mut names, mut all) = (0, 0);
    for token in words {
        all += 1;
        names += usize::from(token.shape == Shape::Name);
    }
    all >= 3 && names == all
}

/// The strongest evidence that each name is a place.
fn lexicon(names: &[&Name]) -> FxHashMap<String, u8> {
    let mut lexicon: FxHashMap<String, u8> = FxHashMap::default();
    for name in names.iter().filter(|n| !n.against && !n.associative) {
        let strength = lexicon.entry(name.folded.clone()).or_default();
        *strength = (*strength).max(name.strength);
    }
    lexicon
}

/// The kind that the document tells of a name, where it tells one that is no area and no town.
fn kinds(names: &[&Name]) -> FxHashMap<String, PlaceKind> {
    let told = names.iter().filter(|n| !n.associative && n.strength >= 2);
    let mut kinds: FxHashMap<String, Option<PlaceKind>> = FxHashMap::default();
    for name in told {
        if let Some(cue) = name.cue {
            let kind = kinds.entry(name.folded.clone()).or_insert(Some(cue));
            if *kind != Some(cue) {
                *kind = None;
            }
        }
    }
    kinds
        .into_iter()
        .filter_map(|(name, kind)| Some((name, kind.filter(|k| *k == PlaceKind::Hill)?)))
        .collect()
}

/// Words of names that are no places: persons after their titles, bodies, names of several words that
/// no list has and nothing tells to be places.
fn others(names: &[&Name], lookups: &Lookups<'_>, focus: &Focus) -> FxHashMap<String, usize> {
    let mut others: FxHashMap<String, usize> = FxHashMap::default();
    let told: rustc_hash::FxHashSet<&str> =
        names.iter().filter(|n| n.strength >= 2 && n.words == 1).map(|n| n.folded.as_str()).collect();
    for name in names {
        let known = || {
            lookups.hits(&name.folded).iter().any(|h| {
                focus.has(lookups.gazetteer.country(h.at))
                    || lookups.gazetteer.population(h.at).is_some_and(|p| p > 100_000)
            })
        };
        let other = name.against || (name.words > 1 && name.strength < 2 && !name.associative && !known());
        if other {
            // "Governor of Belvar Oblast Ivan Doe" does not make a person of Belvar, where people are "in Belvar".
            let place = |w: &str| told.contains(w) && !lookups.hits(w).is_empty();
            for word in name.folded.split(' ').filter(|w| w.len() > 2 && !place(w)) {
                *others.entry(word.to_owned()).or_default() += 1;
            }
            *others.entry(name.folded.clone()).or_default() += 1;
        }
    }
    others
}

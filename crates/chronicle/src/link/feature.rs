//! Features: what the linkage compares of a claim.

use std::collections::HashMap;

use annalist_claim::{Extent, FigureKind, Kind, Modality, Party, Scope};
use annalist_gazetteer::{PlaceKind, Point};
use annalist_time::{PartOfDay, TimeReason};

use super::text::{bands, capitals, content_words, hash, own_words, whole};
use crate::day::Window;
use crate::place::{Spot, area_key, is_part, name_key, phrase_key, point_of};
use crate::row::Row;
use crate::words::words;

/// Parts of a bit that are counted.
pub(crate) const BIT: u32 = 1024;

/// Strings as numbers. Equal strings have equal numbers; nothing else is told by them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner(HashMap<String, u32>);

impl Interner {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.0.get(text) {
            return known;
        }
        let next = self.0.len() as u32;
        self.0.insert(text.to_owned(), next);
        next
    }

    fn set<'a>(&mut self, texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
        let mut out: Vec<u32> = texts.map(|t| self.number(t)).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// What is compared of a claim.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    pub(crate) id: String,
    /// The id as a number.
    pub(crate) id_hash: u64,
    pub(crate) document: u32,
    pub(crate) work: u32,
    pub(crate) passage: u32,
    pub(crate) kind: Kind,
    pub(crate) window: Option<Window>,
    /// Whether the story stood there rather than that the text tells when.
    pub(crate) inherited: bool,
    /// Whether it tells that something began ("began to withdraw").
    pub(crate) beginning: bool,
    /// Whether it tells of everything lost or won, without places.
    pub(crate) sweep: bool,
    /// Places that can be held.
    pub(crate) places: Vec<u32>,
    /// Places of which a part is told.
    pub(crate) portions: Vec<u32>,
    /// Whether it tells of a building or a works that leans on a place ("the prison of X").
    pub(crate) facility: bool,
    /// Places that the ones told lean on, and areas.
    pub(crate) anchors: Vec<u32>,
    /// The phrases that lean on them, as keys.
    pub(crate) leans: Vec<String>,
    /// More than one place without a name, or at least three with one.
    pub(crate) several: bool,
    pub(crate) points: Vec<Point>,
    /// Where the text is at, when no place with a point is told: as in its row.
    pub(crate) scene: Vec<Point>,
    /// Folded spellings.
    pub(crate) names: Vec<String>,
    /// Bare names of areas, and of places that others lean on ("northern Brenno Province": "brenno").
    pub(crate) areas: Vec<String>,
    /// Bare names of the places that can be held.
    pub(crate) bare: Vec<String>,
    /// How many places it tells of, as the text may count them: those without a name alone, and
    /// together with those that it names.
    pub(crate) counts: Vec<u32>,
    /// Words of its clause that are written with a capital, those of places too.
    pub(crate) spoken: Vec<u32>,
    /// Words of the names of its places.
    pub(crate) place_words: Vec<u32>,
    pub(crate) actors: Parties,
    pub(crate) targets: Parties,
    /// The actors' sides as one number that does not hang on the order of arrival.
    pub(crate) side_hash: u64,
    pub(crate) figures: Vec<Told>,
    pub(crate) words: Vec<u32>,
    /// How much each of the words tells, in parts of a bit ([`BIT`]): their sum is the same in any order.
    pub(crate) bits: Vec<u32>,
    /// The whole text, folded, of a clause of at least four words, as a hash.
    pub(crate) text: Option<u64>,
    /// What the words come to where there are enough of them: texts alike share one of these.
    pub(crate) bands: Option<[u64; 3]>,
    /// Those of the words that are written with a capital inside the clause.
    pub(crate) proper: Vec<u32>,
    pub(crate) part: Option<PartOfDay>,
    pub(crate) denial: bool,
    /// An attack that is an operation of days, not one assault.
    pub(crate) operation: bool,
    pub(crate) whole: bool,
    /// Origins: sources and references that the claim rests on, besides its own work.
    pub(crate) origins: Vec<u32>,
    /// Whether it tells an occurrence.
    pub(crate) occurrence: bool,
    /// Whether it names what was told before ("after the fall of X") rather than tells it.
    pub(crate) named: bool,
}

/// A figure: what it counts, of which side, at least and at most how many.
pub(crate) type Told = (FigureKind, Option<u32>, Option<u64>, Option<u64>);

/// Belligerents and sides of one role.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parties {
    pub(crate) names: Vec<u32>,
    pub(crate) sides: Vec<u32>,
}

impl Feature {
    pub(crate) fn of(row: &Row, interner: &mut Interner) -> Self {
        let claim = &row.claim;
        let mut places = Vec::new();
        let mut anchors = Vec::new();
        let mut portions = Vec::new();
        let mut facility = false;
        let mut unnamed = 0;
        let mut points = Vec::new();
        let mut names = Vec::new();
        let mut leans = Vec::new();
        let mut areas = Vec::new();
        let mut bare = Vec::new();
        for (slot, spot) in claim.places.iter().zip(&row.spots) {
            match spot {
                Spot::Single { key, extent } => {
                    places.push(key.as_str());
                    facility |= slot.place.cue == Some(PlaceKind::Facility)
                        && slot.place.id.as_ref().is_some_and(|id| id != key);
                    portions.extend((*extent == Extent::Part).then_some(key.as_str()));
                    points.extend(point_of(slot));
                    names.extend(name_key(&slot.text));
                    bare.extend(area_key(slot));
                    anchors.extend(slot.place.id.as_deref().filter(|id| id != key));
                }
                Spot::Area(key) => {
                    leans.push(phrase_key(&slot.text));
                    areas.extend(area_key(slot));
                    anchors.push(key.as_str());
                }
                Spot::Unnamed { count, near } => {
                    facility |= near.is_some() && slot.place.cue == Some(PlaceKind::Facility);
                    if is_part(&slot.text) {
                        portions.extend(near.as_deref());
                    }
                    leans.push(phrase_key(&slot.text));
                    areas.extend(near.as_ref().and_then(|_| area_key(slot)));
                    unnamed += count.unwrap_or(0);
                    anchors.extend(near.as_deref());
                }
                Spot::Nothing => {}
            }
        }
        // "strikes on its eastern side": the words for a place may stand where somebody hit does.
        leans.extend(claim.targets.iter().filter(|t| t.side.is_none()).map(|t| phrase_key(&t.text)));
        for list in [&mut names, &mut areas, &mut bare] {
            list.sort();
            list.dedup();
        }
        let mut counts = Vec::new();
        if unnamed > 0 {
            counts.extend([unnamed, unnamed + places.len() as u32]);
        } else if places.len() > 2 {
            counts.push(places.len() as u32);
        }
        let several = places.len() > 2
            || claim.places.iter().zip(&row.spots).any(|(slot, spot)| is_several(slot, spot));
        let own = own_words(claim);
        let mut told: Vec<(u32, u32)> = own
            .iter()
            .map(|w| (interner.number(w), (crate::words::bits(w) * f64::from(BIT)).round() as u32))
            .collect();
        told.sort_by_key(|(word, _)| *word);
        let capitals = capitals(&claim.evidence.quote);
        let place_words: Vec<String> = claim
            .places
            .iter()
            .flat_map(|slot| std::iter::once(&slot.text).chain(&slot.place.name))
            .flat_map(|text| text.split_whitespace())
            .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
            .flat_map(content_words)
            .collect();
        Self {
            id: claim.id.clone(),
            id_hash: hash(&claim.id),
            document: interner.number(&format!("d:{}", row.document)),
            work: interner.number(&format!("w:{}", row.work)),
            passage: claim.passage,
            kind: kind(claim),
            window: row.window,
            inherited: claim.time_reason != TimeReason::Attached,
            beginning: row.beginning,
            sweep: row.sweep && places.is_empty(),
            places: interner.set(places.into_iter()),
            portions: interner.set(portions.into_iter()),
            facility,
            anchors: interner.set(anchors.into_iter()),
            leans,
            areas,
            bare,
            counts,
            spoken: interner.set(capitals.iter().map(String::as_str)),
            place_words: interner.set(place_words.iter().map(String::as_str)),
            points,
            scene: row.scene.clone(),
            names,
            actors: parties(&claim.actors, interner),
            targets: parties(&claim.targets, interner),
            side_hash: claim.actors.iter().filter_map(|p| p.side.as_deref()).map(hash).min().unwrap_or(0),
            figures: claim
                .figures
                .iter()
                .map(|f| (f.what, f.side.as_deref().map(|s| interner.number(s)), f.min, f.max))
                .collect(),
            text: whole(&claim.evidence.quote).map(|t| hash(&t)),
            bands: bands(&own),
            proper: interner.set(own.iter().filter(|w| capitals.contains(w)).map(String::as_str)),
            words: told.iter().map(|(word, _)| *word).collect(),
            bits: told.iter().map(|(_, bits)| *bits).collect(),
            several,
            part: claim.part,
            denial: row.is_denial(),
            operation: claim.kind == Kind::Attack && words().operation.is_in(&claim.evidence.quote),
            whole: claim.places.iter().all(|slot| slot.extent == Extent::Whole),
            origins: origins(row, interner),
            occurrence: claim.modality != Modality::Intended
                && claim.scope != Scope::Infobox
                && claim.kind != Kind::Say,
            named: points_back(claim),
        }
    }
}

impl Feature {
    /// Whether it names no place that can be held.
    pub(crate) fn is_placeless(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether it tells who is at a place, or leaves it.
    pub(crate) const fn is_of_ground(&self) -> bool {
        matches!(
            self.kind,
            Kind::Capture | Kind::Transfer | Kind::Withdraw | Kind::Enter | Kind::Advance | Kind::Hold
        )
    }

    /// Whether it is compared with others: it tells an occurrence, and when.
    pub(crate) fn is_filed(&self) -> bool {
        self.occurrence && self.window.is_some()
    }
}

/// The kind as which a claim is compared: a strike that poisons is told as a strike and as a chemical attack.
fn kind(claim: &annalist_claim::Claim) -> Kind {
    let strike = matches!(claim.kind, Kind::Airstrike | Kind::Shelling | Kind::Drone | Kind::Bombing);
    if strike && words().poison.is_in(&claim.evidence.quote) { Kind::Chemical } else { claim.kind }
}

/// Whether a claim is an event noun that an article or a possessive points back with.
fn points_back(claim: &annalist_claim::Claim) -> bool {
    let first = claim.evidence.quote.split(' ').next().unwrap_or("").to_lowercase();
    claim.rule.0.ends_with("-noun")
        && matches!(first.as_str(), "the" | "its" | "their" | "his" | "this" | "that")
}

/// Whether a slot names several places without their names ("dozens of towns").
fn is_several(slot: &annalist_claim::PlaceSlot, spot: &Spot) -> bool {
    match spot {
        Spot::Unnamed { count: Some(n), .. } => *n > 1,
        Spot::Unnamed { .. } => slot
            .text
            .split_whitespace()
            .find(|word| !matches!(*word, "the" | "over" | "about" | "at" | "least"))
            .is_some_and(|word| words().several.has(&word.to_lowercase())),
        _ => false,
    }
}

fn parties(of: &[Party], interner: &mut Interner) -> Parties {
    Parties {
        names: interner.set(of.iter().filter_map(|p| p.belligerent.as_deref())),
        sides: interner.set(of.iter().filter_map(|p| p.side.as_deref())),
    }
}

/// Named sources and cited references, as numbers.
fn origins(row: &Row, interner: &mut Interner) -> Vec<u32> {
    use annalist_claim::AttributionKind::{Named, Reference};
    let mut out = Vec::new();
    for link in &row.claim.attribution {
        let folded = crate::voice::fold_name(link.name());
        let text = match link.kind {
            Named if !folded.is_empty() => format!("s:{folded}"),
            // A bare mark ("[3]") means another reference in every document.
            Reference if folded.chars().any(char::is_alphabetic) => format!("r:{folded}"),
            _ => continue,
        };
        out.push(interner.number(&text));
    }
    out.sort_unstable();
    out.dedup();
    out
}

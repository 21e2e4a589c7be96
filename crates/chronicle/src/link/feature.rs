//! Features: what the linkage compares of a claim.

use std::collections::HashMap;

use annalist_claim::{Extent, FigureKind, Kind, Modality, Party, Scope};
use annalist_gazetteer::Point;
use annalist_time::PartOfDay;

use crate::day::Window;
use crate::place::{Spot, name_key, phrase_key, point_of};
use crate::row::Row;
use crate::words::words;

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
    pub(crate) document: u32,
    pub(crate) work: u32,
    pub(crate) passage: u32,
    pub(crate) kind: Kind,
    pub(crate) window: Option<Window>,
    /// Places that can be held.
    pub(crate) places: Vec<u32>,
    /// Places that the ones told lean on, and areas.
    pub(crate) anchors: Vec<u32>,
    /// The phrases that lean on them, as keys.
    pub(crate) leans: Vec<String>,
    /// How many places without names.
    pub(crate) unnamed: Option<u32>,
    /// More than one place without a name, or at least three with one.
    pub(crate) several: bool,
    pub(crate) points: Vec<Point>,
    /// Folded spellings.
    pub(crate) names: Vec<String>,
    pub(crate) actors: Parties,
    pub(crate) targets: Parties,
    pub(crate) figures: Vec<Told>,
    pub(crate) words: Vec<u32>,
    /// How much each of the words tells, in bits.
    pub(crate) bits: Vec<f64>,
    /// The whole text, folded, of a clause of at least four words.
    pub(crate) text: Option<u32>,
    /// Hashes of the words that do not hang on the order of arrival.
    pub(crate) word_hashes: Vec<u64>,
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
        let mut unnamed = None;
        let mut points = Vec::new();
        let mut names = Vec::new();
        let mut leans = Vec::new();
        for (slot, spot) in claim.places.iter().zip(&row.spots) {
            match spot {
                Spot::Single { key, .. } => {
                    places.push(key.as_str());
                    points.extend(point_of(slot));
                    names.extend(name_key(&slot.text));
                    anchors.extend(slot.place.id.as_deref().filter(|id| id != key));
                }
                Spot::Area(key) => {
                    leans.push(phrase_key(&slot.text));
                    anchors.push(key.as_str());
                }
                Spot::Unnamed { count, near } => {
                    leans.push(phrase_key(&slot.text));
                    unnamed = Some(unnamed.unwrap_or(0) + count.unwrap_or(0));
                    anchors.extend(near.as_deref());
                }
                Spot::Nothing => {}
            }
        }
        names.sort();
        names.dedup();
        let several = places.len() > 2
            || claim.places.iter().zip(&row.spots).any(|(slot, spot)| is_several(slot, spot));
        let own = own_words(row);
        let mut told: Vec<(u32, f64)> =
            own.iter().map(|w| (interner.number(w), crate::words::bits(w))).collect();
        told.sort_by_key(|(word, _)| *word);
        let capitals = capitals(&claim.evidence.quote);
        Self {
            id: claim.id.clone(),
            document: interner.number(&format!("d:{}", row.document)),
            work: interner.number(&format!("w:{}", row.work)),
            passage: claim.passage,
            kind: claim.kind,
            window: row.window,
            places: interner.set(places.into_iter()),
            anchors: interner.set(anchors.into_iter()),
            leans,
            unnamed,
            points,
            names,
            actors: parties(&claim.actors, interner),
            targets: parties(&claim.targets, interner),
            figures: claim
                .figures
                .iter()
                .map(|f| (f.what, f.side.as_deref().map(|s| interner.number(s)), f.min, f.max))
                .collect(),
            text: whole(&claim.evidence.quote).map(|t| interner.number(&t)),
            word_hashes: own.iter().map(|w| hash(w)).collect(),
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
        }
    }
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

/// The content words of a claim without those of its places and parties, which are compared as such.
fn own_words(row: &Row) -> Vec<String> {
    let claim = &row.claim;
    let named: Vec<String> = claim
        .places
        .iter()
        .map(|slot| &slot.text)
        .chain(claim.actors.iter().chain(&claim.targets).map(|p| &p.text))
        .flat_map(|text| content_words(text))
        .collect();
    let mut words = content_words(&claim.evidence.quote);
    words.retain(|w| !named.contains(w));
    words
}

/// The words of a clause in order, when there are enough of them to tell a copy from a chance.
fn whole(quote: &str) -> Option<String> {
    let words: Vec<String> = quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    (words.len() >= 4).then(|| format!("t:{}", words.join(" ")))
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The content words that are written with a capital, the clause's first word left out.
fn capitals(quote: &str) -> Vec<String> {
    quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .skip(1)
        .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
        .flat_map(content_words)
        .collect()
}

/// The words of a clause that carry content: at least four letters, three capitals or any digit,
/// cut to six letters.
pub(crate) fn content_words(quote: &str) -> Vec<String> {
    const EMPTY: [&str; 22] = [
        "that", "with", "from", "were", "been", "have", "this", "they", "their", "which", "also", "while",
        "after", "into", "then", "there", "over", "when", "near", "more", "than", "them",
    ];
    let abbreviation = |w: &str| w.chars().count() == 3 && w.chars().all(char::is_uppercase);
    let mut words: Vec<String> = quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() >= 4 || abbreviation(w) || w.chars().any(|c| c.is_ascii_digit()))
        .map(|w| w.to_lowercase().chars().take(6).collect())
        .collect();
    words.retain(|w: &String| !EMPTY.contains(&w.as_str()));
    words.sort();
    words.dedup();
    words
}

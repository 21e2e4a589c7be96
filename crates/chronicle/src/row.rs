//! Claims as the chronicle works on them: resolved to places, windows of days and voices.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annalist_claim::{Claim, Factuality, Kind, Modality, PlaceSlot};
use annalist_gazetteer::Point;
use annalist_span::Digest;

use crate::day::Window;
use crate::place::{Spot, is_site, is_toward, is_where, point_of};
use crate::source::Source;
use crate::voice::{Voice, fold_name};
use crate::words::{Folded, words};

/// In which way a claim tells of one of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// As what its kind is about: the place taken, left, attacked.
    Thing,
    /// As where a single position was taken ("took a checkpoint at X").
    Site,
    /// As where somebody withdrew to.
    Goal,
}

impl Way {
    fn of(claim: &Claim, slot: &PlaceSlot) -> Self {
        let own = slot.span.filter(|span| claim.text_span.contains(*span));
        let before = own
            .and_then(|span| claim.evidence.quote.get(..(span.start - claim.text_span.start) as usize))
            .unwrap_or("");
        match claim.kind {
            Kind::Capture => {
                let Some(taken) = claim.targets.iter().find(|party| is_site(&party.text)) else {
                    return Self::Thing;
                };
                // A place of another clause is where it is; one of this clause may be taken too ("X and a
                // checkpoint").
                let inside = |span| taken.span.is_some_and(|taken| taken.contains(span));
                if own.is_none_or(inside) || is_where(before) { Self::Site } else { Self::Thing }
            }
            Kind::Withdraw if own.is_some() && is_toward(before) => Self::Goal,
            _ => Self::Thing,
        }
    }
}

/// A claim with what the chronicle reads from it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The claim, corrected as reviewers decided.
    pub(crate) claim: Claim,
    /// Its number in the linkage.
    pub(crate) slot: u32,
    /// The document.
    pub(crate) document: Digest,
    /// The work that the document is a version of, or the document's digest.
    pub(crate) work: Arc<str>,
    /// One per place slot.
    pub(crate) spots: Vec<Spot>,
    /// One per place slot.
    pub(crate) ways: Vec<Way>,
    /// Who holds which place, as the claim's words say beside what they tell ("the blue-held X").
    pub(crate) asides: Vec<(Spot, String)>,
    /// When.
    pub(crate) window: Option<Window>,
    /// By whose word.
    pub(crate) voice: Arc<Voice>,
    /// "recaptured".
    pub(crate) again: bool,
    /// "began withdrawing".
    pub(crate) beginning: bool,
    /// "all of the territory lost".
    pub(crate) sweep: bool,
    /// A reviewer accepted or corrected it.
    pub(crate) reviewed: bool,
    /// Where the text is at, when the claim names no place with a known point: the points of the place last
    /// named before it in the document, of the first after it, and of the middle of all.
    pub(crate) scene: Vec<Point>,
    /// Whom each side fights in the document, where that is one side.
    pub(crate) rivals: Arc<BTreeMap<String, String>>,
}

impl Row {
    /// Where it stands among all rows: by document, then in the order of the text.
    pub(crate) fn order(&self) -> (Digest, u32, u32, &str) {
        (self.document, self.claim.passage, self.claim.text_span.start, &self.claim.id)
    }

    /// Whether the claim says that it did not happen.
    pub(crate) fn is_denial(&self) -> bool {
        self.claim.modality == Modality::Denied
            || matches!(
                self.claim.factuality,
                Factuality::CertainNegative | Factuality::ProbableNegative | Factuality::PossibleNegative
            ) && matches!(self.claim.modality, Modality::Asserted | Modality::Reported)
    }

    /// Whether the claim says that it happened.
    pub(crate) fn is_told(&self) -> bool {
        matches!(self.claim.modality, Modality::Asserted | Modality::Reported) && !self.is_denial()
    }

    /// The sides of the actors, each once, in the order of the text.
    pub(crate) fn actor_sides(&self) -> Vec<&str> {
        sides(&self.claim.actors)
    }

    /// The sides of the targets, each once, in the order of the text.
    pub(crate) fn target_sides(&self) -> Vec<&str> {
        sides(&self.claim.targets)
    }

    /// The side that the given one fights: the target's, or the one that it fights in the document.
    pub(crate) fn opponent(&self, side: &str) -> Option<String> {
        if let Some(target) = self.target_sides().into_iter().find(|t| *t != side && *t != "civilian") {
            return Some(target.to_owned());
        }
        self.rivals.get(side).cloned()
    }

    /// Sources by their names, innermost last; the document's name when the narrator says it.
    pub(crate) fn by(&self, source_name: &str) -> Vec<String> {
        crate::voice::speakers(&self.claim, source_name)
    }
}

fn sides(parties: &[annalist_claim::Party]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for side in parties.iter().filter_map(|p| p.side.as_deref()) {
        if !out.contains(&side) {
            out.push(side);
        }
    }
    out
}

/// What reviewers' decisions say of claims, in the form that rows need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// Folded place names and the places that they mean.
    pub(crate) places: BTreeMap<String, String>,
    /// Folded source names and their alignments.
    pub(crate) alignments: BTreeMap<String, annalist_claim::Alignment>,
    /// Claims accepted or corrected.
    pub(crate) reviewed: BTreeSet<String>,
}

/// The rows of a document, in the order of the text.
pub(crate) fn rows_of(source: &Source, claims: Vec<Claim>, overrides: &Overrides) -> Vec<Row> {
    let names = source.voices();
    let alignment =
        names.iter().find_map(|n| overrides.alignments.get(n)).unwrap_or(&source.alignment).clone();
    let rivals = Arc::new(rivals(&claims));
    let cast = cast(&claims);
    let spots: Vec<Vec<Spot>> = claims
        .iter()
        .map(|c| c.places.iter().map(|slot| Spot::of(slot, &overrides.places)).collect())
        .collect();
    let settlements: BTreeSet<String> =
        spots.iter().flatten().filter_map(|spot| spot.key().map(str::to_owned)).collect();
    let work: Arc<str> = source.work.clone().unwrap_or_else(|| source.document.to_string()).into();
    // Most claims are by the narrator's word: they share one voice.
    let mut narrator: Option<Arc<Voice>> = None;
    let mut rows: Vec<Row> = claims
        .into_iter()
        .zip(spots)
        .map(|(mut claim, spots)| {
            for link in &mut claim.attribution {
                let set = |name: &str| overrides.alignments.get(&fold_name(name));
                if let Some(set) = set(&link.text).or_else(|| set(link.name())) {
                    link.alignment = set.clone();
                }
            }
            let quote = Folded::of(&claim.evidence.quote);
            let taken = matches!(claim.kind, Kind::Capture | Kind::Transfer);
            let partly = taken && words().partly.is_in_folded(&quote);
            let voice = || Arc::new(Voice::of(&claim, &alignment, &names));
            let voice = if claim.attribution.is_empty() {
                narrator.get_or_insert_with(voice).clone()
            } else {
                voice()
            };
            Row {
                slot: u32::MAX,
                document: source.document,
                work: work.clone(),
                spots: spots
                    .into_iter()
                    .zip(&claim.places)
                    .map(|(spot, slot)| spot.settled(&settlements, slot.extent).unless(&cast).or_part(partly))
                    .collect(),
                ways: claim.places.iter().map(|slot| Way::of(&claim, slot)).collect(),
                asides: claim
                    .asides
                    .iter()
                    .map(|aside| (Spot::of(&aside.place, &overrides.places), aside.side.clone()))
                    .collect(),
                window: claim.when.as_ref().and_then(Window::of),
                voice,
                again: words().again.is_in_folded(&quote),
                beginning: words().beginning.is_in_folded(&quote),
                sweep: words().sweep.is_in_folded(&quote),
                reviewed: overrides.reviewed.contains(&claim.id),
                scene: Vec::new(),
                rivals: rivals.clone(),
                claim,
            }
        })
        .collect();
    rows.sort_by(|a, b| a.order().cmp(&b.order()));
    set_scene(&mut rows);
    rows
}

/// Tells the rows of one document, in the order of the text, where the text is at.
fn set_scene(rows: &mut [Row]) {
    let own = |row: &Row| {
        let spots = row.claim.places.iter().zip(&row.spots);
        spots.filter(|(_, spot)| spot.key().is_some()).find_map(|(slot, _)| point_of(slot))
    };
    let named: Vec<Option<Point>> = rows.iter().map(own).collect();
    let middle = |of: fn(&Point) -> f64| {
        let mut all: Vec<f64> = named.iter().flatten().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    let middle = middle(|p| p.lat).zip(middle(|p| p.lon)).map(|(lat, lon)| Point { lat, lon });
    let mut after = vec![None; rows.len()];
    for nth in (0..rows.len().saturating_sub(1)).rev() {
        after[nth] = named[nth + 1].or(after[nth + 1]);
    }
    let mut before = None;
    for (nth, row) in rows.iter_mut().enumerate() {
        if named[nth].is_none() {
            row.scene = [before, after[nth], middle].into_iter().flatten().collect();
        }
        before = named[nth].or(before);
    }
}

/// The names of a document's parties as place keys: "the Guard's positions" is no place "Guard".
fn cast(claims: &[Claim]) -> BTreeSet<String> {
    claims
        .iter()
        .flat_map(|c| c.actors.iter().chain(&c.targets))
        .filter(|p| p.side.is_some())
        .map(|p| format!("name:{}", crate::place::phrase_key(&p.text)))
        .collect()
}

/// Whom each side fights in a document: the side that it does most to and suffers most from, when that
/// is told often enough and is hardly ever another; else, when just two sides take ground, the other.
fn rivals(claims: &[Claim]) -> BTreeMap<String, String> {
    /// Claims that set two sides against each other from which on they are rivals.
    const OFTEN: u32 = 3;
    /// Share of a side's such claims that must be about one rival, in percent.
    const MOSTLY: u32 = 75;
    let mut fights: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for claim in claims {
        for a in sides(&claim.actors).into_iter().filter(|s| *s != "civilian") {
            for b in sides(&claim.targets).into_iter().filter(|s| *s != "civilian" && *s != a) {
                *fights.entry(a).or_default().entry(b).or_default() += 1;
                *fights.entry(b).or_default().entry(a).or_default() += 1;
            }
        }
    }
    let mut out = BTreeMap::new();
    for (side, against) in &fights {
        let all: u32 = against.values().sum();
        if let Some((rival, n)) = against.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(**name)))
            && *n >= OFTEN
            && n * 100 >= all * MOSTLY
        {
            out.insert((*side).to_owned(), (*rival).to_owned());
        }
    }
    if let Some((a, b)) = two_sides(claims) {
        out.entry(a.clone()).or_insert_with(|| b.clone());
        out.entry(b).or_insert(a);
    }
    out
}

/// The two sides that take ground in a document, when exactly two do.
fn two_sides(claims: &[Claim]) -> Option<(String, String)> {
    let takers: BTreeSet<&str> = claims
        .iter()
        .filter(|c| matches!(c.kind, Kind::Capture | Kind::Hold | Kind::Transfer))
        .flat_map(|c| &c.actors)
        .filter_map(|p| p.side.as_deref())
        .filter(|side| *side != "civilian")
        .collect();
    let mut takers = takers.into_iter();
    match (takers.next(), takers.next(), takers.next()) {
        (Some(a), Some(b), None) => Some((a.to_owned(), b.to_owned())),
        _ => None,
    }
}

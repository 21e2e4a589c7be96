//! The places that a document names.

use annalist_document::{Document, Role};
use annalist_language::Analysis;
use annalist_span::Span;
use serde::{Deserialize, Serialize};

use crate::{Gazetteer, Geometry, Overrides, PlaceMention, PlaceStatus, PlaceValue, Precision, fold};

/// The places that a document names, passage by passage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceLayer {
    /// Mentions of each passage of the document in order of their text spans, which do not overlap.
    pub mentions: Vec<Vec<PlaceMention>>,
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
        let _ = (analyses, overrides);
        let mentions = document
            .passages
            .iter()
            .map(|passage| match passage.role {
                Role::Navigation | Role::Footer | Role::Link | Role::Reference => Vec::new(),
                _ => Vec::from_iter(
                    names(&passage.text).filter_map(|span| mention(&passage.text, span, gazetteer)),
                ),
            })
            .collect();
        Self { mentions }
    }

    /// What a noun phrase of a passage says of a place: a name, a relative or an unnamed place.
    ///
    /// `span` is a text span of the passage.
    pub fn resolve_phrase(&self, passage: u32, span: Span) -> PlaceValue {
        let within =
            self.mentions.get(passage as usize).into_iter().flatten().find(|m| span.overlaps(m.span));
        within.map_or_else(nothing, |m| m.value.clone())
    }
}

fn nothing() -> PlaceValue {
    PlaceValue {
        status: PlaceStatus::NotFound,
        id: None,
        name: None,
        geometry: None,
        precision: Precision::Unknown,
        count: None,
        candidates: Vec::new(),
        cue: None,
        associative: false,
    }
}

/// Runs of capitalised words.
fn names(text: &str) -> impl Iterator<Item = Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        let name = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = at + word.find(name).unwrap_or(0);
        if name.chars().any(char::is_uppercase) {
            let span = Span::of(start, start + name.len());
            match runs.last_mut() {
                Some(last) if last.end + 1 == span.start => *last = last.cover(span),
                _ => runs.push(span),
            }
        }
        at += word.len() + 1;
    }
    runs.into_iter()
}

fn mention(text: &str, span: Span, gazetteer: &Gazetteer) -> Option<PlaceMention> {
    let words = span.of_text(text);
    let mut candidates = gazetteer.lookup(words);
    candidates.truncate(5);
    let best = candidates.first()?;
    let clear = candidates.get(1).is_none_or(|second| fold(&second.name) != fold(&best.name));
    let mut value = nothing();
    if clear {
        value.status = PlaceStatus::Resolved;
        value.id = Some(best.id.clone());
        value.name = Some(best.name.clone());
        value.geometry = Some(Geometry::Point { at: best.point });
        value.precision = Precision::Settlement;
    } else {
        value.status = PlaceStatus::Ambiguous;
    }
    value.candidates = candidates;
    Some(PlaceMention { span, text: words.to_owned(), value, rule: "place.name".into() })
}

//! Noun phrases that tell a place by another.

use annalist_span::Span;

use crate::layer::PlaceLayer;
use crate::{PlaceStatus, PlaceValue, Precision};

/// What a noun phrase says of a place.
pub(crate) fn resolve(layer: &PlaceLayer, passage: u32, span: Span) -> PlaceValue {
    let _ = (layer.text(passage), layer.gazetteer());
    let within = layer.mentions.get(passage as usize).into_iter().flatten().find(|m| span.overlaps(m.span));
    within.map_or_else(nothing, |m| m.value.clone())
}

/// A place of which nothing is known.
pub(crate) const fn nothing() -> PlaceValue {
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

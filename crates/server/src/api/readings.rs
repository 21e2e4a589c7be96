//! Other ways of reading a slot of a claim, each with the correction that takes it.

use annalist_chronicle::Act;
use annalist_claim::{Extent, Party, PlaceSlot, Reading};
use annalist_gazetteer::{Geometry, PlaceStatus, PlaceValue, Precision};
use serde::Serialize;
use utoipa::ToSchema;

use super::decisions::ActBody;
use super::rows::utf16;
use crate::view::{Shown, View};

/// What another way of reading puts into a slot.
#[derive(Serialize, ToSchema)]
#[schema(as = Reading)]
pub(crate) struct ReadingRow {
    /// actor or place.
    slot: String,
    text: String,
    /// In UTF-16 code units of the passage's text.
    mark: [u32; 2],
    /// The side or the place's id.
    value: Option<String>,
    rule: String,
    /// The decision that takes it.
    #[schema(value_type = Option<ActBody>)]
    act: Option<Act>,
}

/// The other readings of a claim.
pub(crate) fn readings(view: &View, shown: &Shown) -> Vec<ReadingRow> {
    let text = view
        .document(shown.document)
        .document
        .passages
        .get(shown.claim.passage as usize)
        .map_or("", |p| p.text.as_str());
    let row = |r: &Reading| ReadingRow {
        slot: r.slot.clone(),
        text: r.text.clone(),
        mark: utf16(text, r.span),
        value: r.value.clone(),
        rule: r.rule.to_string(),
        act: taken(view, shown, r),
    };
    shown.claim.readings.iter().map(row).collect()
}

fn taken(view: &View, shown: &Shown, reading: &Reading) -> Option<Act> {
    let extracted = shown.original.as_deref().unwrap_or(&shown.claim);
    let to = match reading.slot.as_str() {
        "actor" => serde_json::to_value([Party {
            text: reading.text.clone(),
            span: Some(reading.span),
            belligerent: None,
            side: reading.value.clone(),
            implied: false,
        }]),
        "place" => serde_json::to_value([PlaceSlot {
            text: reading.text.clone(),
            span: Some(reading.span),
            place: place(view, reading.value.as_deref()),
            extent: Extent::Whole,
        }]),
        _ => return None,
    };
    Act::correct(extracted, &reading.slot, to.ok()?).ok()
}

fn place(view: &View, id: Option<&str>) -> PlaceValue {
    let at = id.and_then(|id| view.library.point_of(id));
    PlaceValue {
        status: if id.is_some() { PlaceStatus::Resolved } else { PlaceStatus::NotFound },
        name: id.map(|id| view.library.gazetteer.place(id).map_or_else(|| view.place_name(id), |p| p.name)),
        id: id.map(str::to_owned),
        geometry: at.map(|at| Geometry::Point { at }),
        precision: if at.is_some() { Precision::Settlement } else { Precision::Unknown },
        count: None,
        candidates: Vec::new(),
        cue: None,
        associative: false,
    }
}

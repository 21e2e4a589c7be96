//! Rows that several resources give.

use annalist_claim::{Alignment, AttributionKind, Claim, Party};
use annalist_gazetteer::PlaceStatus;
use annalist_span::Span;
use annalist_time::{Day, Edtf};
use serde::Serialize;
use utoipa::ToSchema;

use super::schema;
use crate::view::{Shown, Verdict, View, ViewDocument, day};

/// A document.
#[derive(Serialize, ToSchema)]
#[schema(as = Document)]
pub(crate) struct DocumentRow {
    /// Key within the project.
    pub(crate) id: String,
    /// The name it was given as.
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) form: String,
    pub(crate) publisher: Option<String>,
    /// Date of publication, EDTF.
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
    /// Length of its file.
    pub(crate) bytes: u32,
    /// Number of its claims.
    pub(crate) claims: u32,
    /// The work that it is a version of.
    pub(crate) work: Option<String>,
    #[schema(value_type = schema::Alignment)]
    pub(crate) alignment: Alignment,
}

impl DocumentRow {
    pub(crate) fn of(document: &ViewDocument) -> Self {
        let row = &document.row;
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            title: row.title.clone(),
            form: row.form.clone(),
            publisher: row.publisher.clone(),
            published: row.published.clone(),
            url: document.document.origin.url.clone(),
            bytes: row.bytes,
            claims: row.claims,
            work: row.work.clone(),
            alignment: row.alignment.clone(),
        }
    }
}

/// A claim: one clause's assertion.
#[derive(Serialize, ToSchema)]
#[schema(as = Claim)]
pub(crate) struct ClaimRow {
    pub(crate) id: String,
    /// Name of the document.
    pub(crate) doc: String,
    /// Key of the document.
    pub(crate) document: String,
    #[schema(value_type = schema::Kind)]
    pub(crate) kind: annalist_claim::Kind,
    pub(crate) actor: Vec<PartyRow>,
    pub(crate) target: Vec<PartyRow>,
    pub(crate) places: Vec<SlotRow>,
    /// EDTF.
    pub(crate) when: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) last_day: Option<Day>,
    /// Part of the day.
    #[schema(value_type = Option<String>)]
    pub(crate) part: Option<annalist_time::PartOfDay>,
    #[schema(value_type = schema::Modality)]
    pub(crate) modality: annalist_claim::Modality,
    /// FactBank's scale.
    #[schema(value_type = String)]
    pub(crate) factuality: annalist_claim::Factuality,
    /// Sources named in the text, outermost first.
    pub(crate) by: Vec<String>,
    pub(crate) figures: Vec<FigureRow>,
    /// Weapons and means, as written.
    pub(crate) instruments: Vec<String>,
    #[schema(value_type = String)]
    pub(crate) scope: annalist_claim::Scope,
    /// The words.
    pub(crate) quote: String,
    pub(crate) rule: String,
    pub(crate) confidence: f32,
    /// What lowered the confidence, and editors' flags.
    pub(crate) flags: Vec<String>,
    /// First byte in the file.
    pub(crate) start: u64,
    /// The byte after the last in the file.
    pub(crate) end: u64,
    /// Index of the passage.
    pub(crate) passage: u32,
    /// Bytes of the passage's text.
    pub(crate) text_start: u32,
    pub(crate) text_end: u32,
    /// The clause in the passage's text, in UTF-16 code units.
    pub(crate) mark: [u32; 2],
    /// Id of its event.
    pub(crate) event: Option<String>,
    /// What reviewers said of it.
    pub(crate) verdict: Option<Verdict>,
}

/// A party to a claim.
#[derive(Serialize, ToSchema)]
#[schema(as = Party)]
pub(crate) struct PartyRow {
    pub(crate) text: String,
    pub(crate) side: Option<String>,
    /// Id of the belligerent.
    pub(crate) belligerent: Option<String>,
    pub(crate) implied: bool,
}

/// A place of a claim.
#[derive(Serialize, ToSchema)]
#[schema(as = PlaceSlot)]
pub(crate) struct SlotRow {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    #[schema(value_type = String)]
    pub(crate) status: PlaceStatus,
    #[schema(value_type = schema::Precision)]
    pub(crate) precision: annalist_gazetteer::Precision,
    #[schema(value_type = String)]
    pub(crate) extent: annalist_claim::Extent,
}

/// A number told of people or things.
#[derive(Serialize, ToSchema)]
#[schema(as = Figure)]
pub(crate) struct FigureRow {
    #[schema(value_type = schema::FigureKind)]
    pub(crate) what: annalist_claim::FigureKind,
    pub(crate) who: String,
    pub(crate) side: Option<String>,
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
    pub(crate) quote: String,
}

impl ClaimRow {
    pub(crate) fn of(view: &View, shown: &Shown) -> Self {
        Self::with(view, shown, &shown.claim)
    }

    /// The row of a claim as it is in `claim`: as decided or as extracted.
    pub(crate) fn with(view: &View, shown: &Shown, claim: &Claim) -> Self {
        let document = view.document(shown.document);
        let parties = |list: &[Party]| {
            list.iter()
                .map(|p| PartyRow {
                    text: p.text.clone(),
                    side: p.side.clone(),
                    belligerent: p.belligerent.clone(),
                    implied: p.implied,
                })
                .collect()
        };
        let range = document.document.in_file(claim.evidence.span);
        let text = document.document.passages.get(claim.passage as usize).map_or("", |p| p.text.as_str());
        Self {
            id: claim.id.clone(),
            doc: document.row.name.clone(),
            document: document.row.id.clone(),
            kind: claim.kind,
            actor: parties(&claim.actors),
            target: parties(&claim.targets),
            places: claim
                .places
                .iter()
                .map(|p| SlotRow {
                    text: p.text.clone(),
                    id: p.place.id.clone(),
                    name: p.place.name.clone(),
                    status: p.place.status,
                    precision: p.place.precision,
                    extent: p.extent,
                })
                .collect(),
            when: claim.when.as_ref().map(ToString::to_string),
            first_day: claim.when.as_ref().and_then(Edtf::earliest),
            last_day: claim.when.as_ref().and_then(Edtf::latest),
            part: claim.part,
            modality: claim.modality,
            factuality: claim.factuality,
            by: by(claim),
            figures: claim
                .figures
                .iter()
                .map(|f| FigureRow {
                    what: f.what,
                    who: f.who.clone(),
                    side: f.side.clone(),
                    min: f.min,
                    max: f.max,
                    quote: f.quote.clone(),
                })
                .collect(),
            instruments: claim.instruments.clone(),
            scope: claim.scope,
            quote: claim.evidence.quote.clone(),
            rule: claim.rule.to_string(),
            confidence: claim.confidence,
            flags: claim.flags.clone(),
            start: range.start,
            end: range.end,
            passage: claim.passage,
            text_start: claim.text_span.start,
            text_end: claim.text_span.end,
            mark: utf16(text, claim.text_span),
            event: shown.event.map(|at| view.chronicle.events[at].id.clone()),
            verdict: shown.verdict,
        }
    }
}

/// Sources named in the text, outermost first.
pub(crate) fn by(claim: &Claim) -> Vec<String> {
    claim
        .attribution
        .iter()
        .filter(|a| matches!(a.kind, AttributionKind::Named | AttributionKind::Unnamed) && !a.text.is_empty())
        .map(|a| a.name().to_owned())
        .collect()
}

/// A span of a text in UTF-16 code units. A border inside a character is moved before it.
pub(crate) fn utf16(text: &str, span: Span) -> [u32; 2] {
    let units = |byte: u32| {
        let mut at = (byte as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text[..at].encode_utf16().count() as u32
    };
    [units(span.start), units(span.end)]
}

/// A day of a number.
pub(crate) fn dated(number: Option<i32>) -> Option<Day> {
    number.map(day)
}

#[cfg(test)]
mod tests {
    use annalist_span::Span;
    use proptest::prelude::*;

    use super::utf16;

    proptest! {
        #[test]
        fn marks_cut_the_same_words(before in "\\PC{0,12}", word in "\\PC{1,8}", after in "\\PC{0,12}") {
            let text = format!("{before}{word}{after}");
            let span = Span::of(before.len(), before.len() + word.len());
            let [from, to] = utf16(&text, span);
            let units: Vec<u16> = text.encode_utf16().collect();
            let cut = String::from_utf16(&units[from as usize..to as usize]).unwrap();
            prop_assert_eq!(cut, word);
        }
    }

    #[test]
    fn a_border_inside_a_character_moves_before_it() {
        assert_eq!(utf16("é𝄞x", Span::of(1, 4)), [0, 1]);
        assert_eq!(utf16("é𝄞x", Span::of(2, 99)), [1, 4]);
    }
}

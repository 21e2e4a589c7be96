//! Claims, and everything behind one.

use annalist_claim::{Alignment, AttributionKind, Kind, Modality};
use annalist_time::Day;
use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::decisions::DecisionRow;
use super::documents::ReferenceRow;
use super::passages::{PassageRow, passage};
use super::readings::{ReadingRow, readings};
use super::rows::{ClaimRow, DocumentRow, by, utf16};
use super::schema;
use super::told::{Told, told};
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Commas, Key, Params, day, given, said};
use crate::problem::Problem;
use crate::view::{Shown, View, folded, touches};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfClaims {
    /// Place ids, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    place: Option<Commas>,
    /// First day that the claim must touch.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Last day that it must touch.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    /// Kinds, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    kind: Option<Commas>,
    /// Key of the document.
    document: Option<String>,
    /// Somebody in its attribution chain, or its document's name.
    source: Option<String>,
    /// Modalities, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    modality: Option<Commas>,
    /// Sides of actors or targets, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    side: Option<Commas>,
    /// Id of the event.
    event: Option<String>,
    /// Id of a belligerent among actors or targets.
    belligerent: Option<String>,
    /// Part of its words.
    q: Option<String>,
    /// From 0 to 1.
    #[param(minimum = 0, maximum = 1)]
    min_confidence: Option<f64>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// Claims, in the order of documents and text.
#[utoipa::path(get, path = "/claims", tag = "claims", params(OfClaims),
    responses((status = 200, body = Vec<ClaimRow>)))]
pub(crate) async fn claims(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfClaims>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    if asked.min_confidence.is_some_and(|least| !(0.0..=1.0).contains(&least)) {
        return Err(Problem::bad_request("min_confidence: a number from 0 to 1 is wanted"));
    }
    let kinds = Commas::words::<Kind>(asked.kind.as_ref(), "kind")?;
    let modalities = Commas::words::<Modality>(asked.modality.as_ref(), "modality")?;
    let (from, to) = (day(asked.from), day(asked.to));
    let event = said(asked.event.as_ref()).map(|id| view.event_at(id));
    let text = said(asked.q.as_ref()).map(folded);
    let source = said(asked.source.as_ref()).map(folded);
    let document = said(asked.document.as_ref()).map(|key| view.library.at(key));
    let belligerent = said(asked.belligerent.as_ref());
    let rows = view.claims.iter().filter(|shown| {
        let claim = &shown.claim;
        let parties = || claim.actors.iter().chain(&claim.targets);
        touches((shown.first, shown.last), from, to)
            && kinds.as_ref().is_none_or(|k| k.contains(&claim.kind))
            && modalities.as_ref().is_none_or(|m| m.contains(&claim.modality))
            && document.is_none_or(|d| d == Some(shown.document))
            && event.is_none_or(|e| e.is_some() && shown.event == e)
            && asked
                .min_confidence
                .is_none_or(|least| thousandths(f64::from(claim.confidence)) >= thousandths(least))
            && asked.place.as_ref().is_none_or(|p| shown.places.iter().any(|id| p.0.contains(id)))
            && asked
                .side
                .as_ref()
                .is_none_or(|s| parties().any(|p| p.side.as_ref().is_some_and(|side| s.0.contains(side))))
            && belligerent.is_none_or(|b| parties().any(|p| p.belligerent.as_deref() == Some(b)))
            && source.as_deref().is_none_or(|s| says(&view, shown, s))
            && text.as_deref().is_none_or(|t| folded(&claim.evidence.quote).contains(t))
    });
    Ok(window.answer(&uri, window.page(rows, |shown| ClaimRow::of(&view, shown))))
}

/// A confidence as it is kept, in thousandths: the two widths of a number agree there.
fn thousandths(confidence: f64) -> f64 {
    (1000.0 * confidence).round()
}

/// Whether somebody of a folded name says it.
pub(crate) fn says(view: &View, shown: &Shown, name: &str) -> bool {
    let document = &view.document(shown.document).row;
    let chain = &shown.claim.attribution;
    let narrated = !chain.iter().any(|a| matches!(a.kind, AttributionKind::Named | AttributionKind::Unnamed));
    chain.iter().any(|a| folded(a.name()) == name || folded(&a.text) == name)
        || narrated
            && std::iter::once(&document.name)
                .chain(&document.publisher)
                .chain(&document.title)
                .any(|n| folded(n) == name)
}

/// A claim with everything behind it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimDetail {
    #[serde(flatten)]
    claim: ClaimRow,
    /// The document.
    source: DocumentRow,
    /// The passage before, its own and the one after.
    passages: Vec<PassageRow>,
    /// Who says so, outermost first.
    attribution: Vec<AttributionRow>,
    citations: Vec<ReferenceRow>,
    rule_text: RuleRow,
    date: DateRow,
    /// What lowered the confidence.
    lowered_by: Vec<String>,
    /// Slots that another way of reading fills otherwise: for a reviewer to choose.
    readings: Vec<ReadingRow>,
    /// The other claims of its event.
    siblings: Vec<Sibling>,
    dispute_ids: Vec<String>,
    figure_ids: Vec<String>,
    decisions: Vec<DecisionRow>,
    /// As extracted, when a decision changed it.
    original: Option<Box<ClaimRow>>,
}

/// One link of an attribution chain.
#[derive(Serialize, ToSchema)]
#[schema(as = Attribution)]
struct AttributionRow {
    text: String,
    #[schema(value_type = schema::AttributionKind)]
    kind: AttributionKind,
    #[schema(value_type = schema::Alignment)]
    alignment: Alignment,
    cue: Option<String>,
    reference: Option<ReferenceRow>,
}

/// The rule that made a claim.
#[derive(Serialize, ToSchema)]
#[schema(as = Rule)]
struct RuleRow {
    id: String,
    /// What it looks for, in words.
    note: Option<String>,
    /// Verbs that it knows, with particles after `+`.
    verbs: Vec<String>,
    /// Event nouns that it knows.
    nouns: Vec<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ClaimDate)]
struct DateRow {
    edtf: Option<String>,
    /// attached, inherited, unknown.
    #[schema(value_type = String)]
    reason: annalist_time::TimeReason,
    in_words: String,
}

/// Another claim of the event.
#[derive(Serialize, ToSchema)]
struct Sibling {
    #[serde(flatten)]
    told: Told,
    /// Whether it rests on another source.
    independent: bool,
}

fn found<'a>(view: &'a View, id: &str) -> Result<&'a Shown, Problem> {
    view.claim(id).ok_or_else(|| Problem::not_found(format!("no claim has the id {id:?}")))
}

/// One claim with its words, sources, rule, date, event and decisions.
#[utoipa::path(get, path = "/claims/{id}", tag = "claims", params(("id" = String, Path)),
    responses((status = 200, body = ClaimDetail)))]
pub(crate) async fn claim(Now(view): Now, Key(id): Key) -> Result<Json<ClaimDetail>, Problem> {
    let shown = found(&view, &id)?;
    let claim = &shown.claim;
    let source = view.document(shown.document);
    let document = &source.document;
    let own = claim.passage as usize;
    let near = own.saturating_sub(1)..=own + 1;
    let reference = |at: Option<u32>| document.references.get(at? as usize).map(ReferenceRow::of);
    let attribution = claim.attribution.iter().map(|a| AttributionRow {
        text: a.text.clone(),
        kind: a.kind,
        alignment: a.alignment.clone(),
        cue: a.cue.clone(),
        reference: reference(a.reference),
    });
    let names_it = |ids: &[String]| ids.contains(&claim.id);
    let disputes = &view.chronicle.disputes;
    let dispute_ids = disputes.iter().filter(|d| d.positions.iter().any(|p| names_it(&p.claims)));
    let figures = &view.chronicle.figures;
    let figure_ids = figures.iter().filter(|f| f.claimants.iter().any(|c| c.claim == claim.id));
    Ok(Json(ClaimDetail {
        source: DocumentRow::of(source),
        passages: near.filter_map(|index| passage(document, index, &[claim])).collect(),
        attribution: attribution.collect(),
        citations: claim
            .attribution
            .iter()
            .filter(|a| a.kind == AttributionKind::Reference)
            .filter_map(|a| reference(a.reference))
            .collect(),
        rule_text: rule(&claim.rule.to_string()),
        date: DateRow {
            edtf: claim.when.as_ref().map(ToString::to_string),
            reason: claim.time_reason,
            in_words: match claim.time_reason {
                annalist_time::TimeReason::Attached => "words of the clause say it",
                annalist_time::TimeReason::Inherited => "the text was telling of that time",
                annalist_time::TimeReason::Unknown => "nothing tells when",
            }
            .to_owned(),
        },
        lowered_by: claim.flags.clone(),
        readings: readings(&view, shown),
        siblings: siblings(&view, shown),
        dispute_ids: dispute_ids.map(|d| d.id.clone()).collect(),
        figure_ids: figure_ids.map(|f| f.id.clone()).collect(),
        decisions: super::decisions::about(&view, &claim.id),
        original: shown.original.as_ref().map(|o| Box::new(ClaimRow::with(&view, shown, o))),
        claim: ClaimRow::of(&view, shown),
    }))
}

fn siblings(view: &View, shown: &Shown) -> Vec<Sibling> {
    let Some(event) = shown.event else { return Vec::new() };
    let all = told(view, event);
    let own = all.iter().find(|t| t.claim.id == shown.claim.id).map(|t| t.origin);
    all.into_iter()
        .filter(|t| t.claim.id != shown.claim.id)
        .map(|told| Sibling { independent: Some(told.origin) != own, told })
        .collect()
}

fn rule(id: &str) -> RuleRow {
    let known = annalist_claim::rules::list().unwrap_or_default().into_iter().find(|r| r.id == id);
    let note = known.as_ref().map(|r| {
        let mut note = format!("a clause of {}", super::word(&r.kind));
        if !r.needs.is_empty() {
            note += &format!("; needs {}", r.needs.join(", "));
        }
        if !r.rejects.is_empty() {
            note += &format!("; never with {}", r.rejects.join(", "));
        }
        note
    });
    let (verbs, nouns) = known.map(|r| (r.verbs, r.nouns)).unwrap_or_default();
    RuleRow { id: id.to_owned(), note, verbs, nouns }
}

/// How a claim came to its date.
#[derive(Serialize, ToSchema)]
pub(crate) struct Dating {
    edtf: Option<String>,
    #[schema(value_type = String)]
    reason: annalist_time::TimeReason,
    /// Time expressions: the deciding one, then the others of the clause's passage before it.
    mentions: Vec<MentionRow>,
}

/// A time expression.
#[derive(Serialize, ToSchema)]
#[schema(as = TimeMention)]
struct MentionRow {
    text: String,
    /// TIMEX3 value.
    value: String,
    edtf: Option<String>,
    /// What it was anchored to, in words.
    anchor: Option<String>,
    rule: String,
    passage: u32,
    /// In UTF-16 code units of the passage's text.
    mark: [u32; 2],
    /// Whether it decides the claim's date.
    decides: bool,
}

/// The time expressions behind a claim's date. The document is read again for it when it is first asked
/// for, which may take some seconds.
#[utoipa::path(get, path = "/claims/{id}/date", tag = "claims", params(("id" = String, Path)),
    responses((status = 200, body = Dating)))]
pub(crate) async fn date(Now(view): Now, Key(id): Key) -> Result<Json<Dating>, Problem> {
    found(&view, &id)?;
    let dated = tokio::task::spawn_blocking(move || dating(&view, &id));
    dated.await.map(Json).map_err(|e| Problem::failed(format!("the document could not be read again: {e}")))
}

fn dating(view: &View, id: &str) -> Dating {
    let Some(shown) = view.claim(id) else {
        return Dating { edtf: None, reason: annalist_time::TimeReason::Unknown, mentions: Vec::new() };
    };
    let claim = &shown.claim;
    let layer = view.library.times(shown.document);
    let passages = &view.document(shown.document).document.passages;
    let deciding = layer.time_at(claim.passage, claim.text_span).mention;
    let row = |passage: u32, mention: &annalist_time::TimeMention| MentionRow {
        text: mention.text.clone(),
        value: mention.value.value.clone(),
        edtf: mention.value.edtf.as_ref().map(ToString::to_string),
        anchor: mention.value.anchor.clone(),
        rule: mention.rule.to_string(),
        passage,
        mark: passages.get(passage as usize).map_or([0, 0], |p| utf16(&p.text, mention.span)),
        decides: deciding == Some((passage, mention.span)),
    };
    let of = |passage: u32| layer.mentions.get(passage as usize).map_or(&[][..], Vec::as_slice);
    let mut mentions: Vec<MentionRow> = deciding
        .into_iter()
        .flat_map(|(passage, span)| {
            of(passage).iter().filter(move |m| m.span == span).map(move |m| (passage, m))
        })
        .map(|(passage, m)| row(passage, m))
        .collect();
    let others = of(claim.passage)
        .iter()
        .filter(|m| m.span.start < claim.text_span.end && deciding != Some((claim.passage, m.span)));
    mentions.extend(others.map(|m| row(claim.passage, m)));
    Dating { edtf: claim.when.as_ref().map(ToString::to_string), reason: claim.time_reason, mentions }
}

/// Sources of a claim: those named in the text, or else its document.
pub(crate) fn speakers(view: &View, shown: &Shown) -> Vec<String> {
    let named = by(&shown.claim);
    if named.is_empty() { vec![view.document(shown.document).row.name.clone()] } else { named }
}

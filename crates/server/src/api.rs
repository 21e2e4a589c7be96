//! The API, version 1: what the page asks for, as JSON.

use std::sync::Arc;

use annalist_chronicle::{Account, Dispute, Event, Holding};
use annalist_time::Day;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::view::{Claimed, View, day_range};

type Shared = State<Arc<View>>;
type Answer<T> = Result<Json<T>, Problem>;

pub(crate) fn routes() -> Router<Arc<View>> {
    Router::new()
        .route("/project", get(project))
        .route("/holdings", get(holdings))
        .route("/claims", get(claims))
        .route("/claims/{id}", get(claim))
        .route("/events", get(events))
        .route("/disputes", get(disputes))
        .route("/who", get(who))
        .route("/documents/{id}/passages", get(passages))
        .fallback(|| async { Problem::not_found("no such address in the API") })
}

#[derive(Serialize)]
struct Project<'a> {
    name: &'a str,
    documents: Vec<&'a annalist_store::DocumentRow>,
    accounts: Vec<String>,
    sides: Vec<String>,
    first_day: Option<String>,
    last_day: Option<String>,
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    claims: usize,
    events: usize,
    places: usize,
    disputes: usize,
}

async fn project(State(view): Shared) -> Json<serde_json::Value> {
    let days = view.days();
    let project = Project {
        name: &view.name,
        documents: view.documents.values().map(|d| &d.row).collect(),
        accounts: view.chronicle.accounts().iter().map(ToString::to_string).collect(),
        sides: view.sides(),
        first_day: days.map(|(first, _)| first.to_string()),
        last_day: days.map(|(_, last)| last.to_string()),
        counts: Counts {
            claims: view.claims.len(),
            events: view.chronicle.events.len(),
            places: view.chronicle.places().len(),
            disputes: view.chronicle.disputes.len(),
        },
    };
    Json(serde_json::to_value(project).expect("our own values have a JSON form"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfAccount {
    account: Option<Account>,
}

async fn holdings(
    State(view): Shared,
    query: Result<Query<OfAccount>, QueryRejection>,
) -> Answer<Vec<Holding>> {
    let account = parameters(query)?.account.unwrap_or(Account::All);
    Ok(Json(view.chronicle.holdings(&account)))
}

async fn events(State(view): Shared) -> Json<Vec<Event>> {
    Json(view.chronicle.events.clone())
}

async fn disputes(State(view): Shared) -> Json<Vec<Dispute>> {
    Json(view.chronicle.disputes.clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WhoHeld {
    place: String,
    date: String,
    account: Option<Account>,
}

async fn who(
    State(view): Shared,
    query: Result<Query<WhoHeld>, QueryRejection>,
) -> Answer<annalist_chronicle::Answer> {
    let query = parameters(query)?;
    let date: Day = query
        .date
        .parse()
        .map_err(|_| Problem::bad_request(format!("date: {:?} is no day (YYYY-MM-DD)", query.date)))?;
    if !view.chronicle.places().iter().any(|p| p.id == query.place) {
        return Err(Problem::not_found(format!("no claim speaks of the place {:?}", query.place)));
    }
    Ok(Json(view.chronicle.who(&query.place, date, &query.account.unwrap_or(Account::All))))
}

#[derive(Serialize)]
struct ClaimRow {
    id: String,
    /// Name of the document.
    doc: String,
    /// Key of the document.
    document: String,
    kind: annalist_claim::Kind,
    actor: Vec<PartyRow>,
    target: Vec<PartyRow>,
    places: Vec<PlaceRow>,
    when: Option<String>,
    first_day: Option<String>,
    last_day: Option<String>,
    part: Option<annalist_time::PartOfDay>,
    modality: annalist_claim::Modality,
    factuality: annalist_claim::Factuality,
    by: Vec<String>,
    figures: Vec<annalist_claim::Figure>,
    quote: String,
    rule: String,
    confidence: f32,
    flags: Vec<String>,
    start: u32,
    end: u32,
    passage: u32,
    text_start: u32,
    text_end: u32,
}

#[derive(Serialize)]
struct PartyRow {
    text: String,
    side: Option<String>,
}

#[derive(Serialize)]
struct PlaceRow {
    text: String,
    id: Option<String>,
    name: Option<String>,
}

fn claim_row(view: &View, claimed: &Claimed) -> ClaimRow {
    let claim = &claimed.claim;
    let parties = |list: &[annalist_claim::Party]| {
        list.iter().map(|p| PartyRow { text: p.text.clone(), side: p.side.clone() }).collect()
    };
    let (first_day, last_day) = day_range(claim.when.as_ref());
    ClaimRow {
        id: claim.id.clone(),
        doc: view.documents.get(&claimed.document).map_or_else(String::new, |d| d.row.name.clone()),
        document: claimed.document.clone(),
        kind: claim.kind,
        actor: parties(&claim.actors),
        target: parties(&claim.targets),
        places: claim
            .places
            .iter()
            .map(|p| PlaceRow { text: p.text.clone(), id: p.place.id.clone(), name: p.place.name.clone() })
            .collect(),
        when: claim.when.as_ref().map(ToString::to_string),
        first_day,
        last_day,
        part: claim.part,
        modality: claim.modality,
        factuality: claim.factuality,
        by: claim.attribution.iter().map(|a| a.text.clone()).collect(),
        figures: claim.figures.clone(),
        quote: claim.evidence.quote.clone(),
        rule: claim.rule.to_string(),
        confidence: claim.confidence,
        flags: claim.flags.clone(),
        start: claim.evidence.span.start,
        end: claim.evidence.span.end,
        passage: claim.passage,
        text_start: claim.text_span.start,
        text_end: claim.text_span.end,
    }
}

async fn claims(State(view): Shared) -> Json<Vec<ClaimRow>> {
    Json(view.claims.iter().map(|c| claim_row(&view, c)).collect())
}

async fn claim(State(view): Shared, Path(id): Path<String>) -> Answer<ClaimRow> {
    let found = view.claim(&id).ok_or_else(|| Problem::not_found(format!("no claim has the id {id:?}")))?;
    Ok(Json(claim_row(&view, found)))
}

#[derive(Serialize)]
struct PassageRow {
    index: usize,
    role: annalist_document::Role,
    text: String,
    start: u32,
    end: u32,
}

async fn passages(State(view): Shared, Path(id): Path<String>) -> Answer<Vec<PassageRow>> {
    let found = view
        .documents
        .get(&id)
        .ok_or_else(|| Problem::not_found(format!("no document has the key {id:?}")))?;
    let rows = found.document.passages.iter().enumerate().map(|(index, passage)| {
        let span = passage.file_span();
        PassageRow { index, role: passage.role, text: passage.text.clone(), start: span.start, end: span.end }
    });
    Ok(Json(rows.collect()))
}

fn parameters<T>(query: Result<Query<T>, QueryRejection>) -> Result<T, Problem> {
    query.map(|Query(q)| q).map_err(|e| Problem::bad_request(e.body_text()))
}

//! Places that claims speak of.

use std::collections::BTreeMap;

use annalist_chronicle::Belief;
use annalist_gazetteer::Point;
use annalist_time::Day;
use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::held::HoldingRow;
use super::rows::dated;
use super::{answer, schema};
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Bounds, Key, Params, given, said};
use crate::problem::Problem;
use crate::view::{PlaceSeen, View, day, folded};

/// A place.
#[derive(Serialize, ToSchema)]
#[schema(as = Place)]
pub(crate) struct PlaceRow {
    id: String,
    name: String,
    spellings: Vec<String>,
    #[schema(value_type = Option<schema::Point>)]
    point: Option<Point>,
    /// How many claims speak of it.
    claims: usize,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    /// How many disputes are about it.
    disputes: usize,
}

impl PlaceRow {
    pub(crate) fn of(view: &View, id: &str, place: &PlaceSeen) -> Self {
        Self {
            id: id.to_owned(),
            name: place.name.clone(),
            spellings: place.spellings.clone(),
            point: place.point,
            claims: place.claims.len(),
            first_day: dated(place.first),
            last_day: dated(place.last),
            disputes: view.disputes_at(id),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfPlaces {
    /// Part of a name or spelling.
    q: Option<String>,
    /// West, south, east, north in degrees.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    bbox: Option<Bounds>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// Places, by id.
#[utoipa::path(get, path = "/places", tag = "places", params(OfPlaces),
    responses((status = 200, body = Vec<PlaceRow>)))]
pub(crate) async fn places(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfPlaces>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let wanted = said(asked.q.as_ref()).map(folded);
    let rows = view.places.iter().filter(|(_, place)| {
        wanted.as_deref().is_none_or(|w| named(place, w))
            && asked.bbox.is_none_or(|b| place.point.is_some_and(|p| b.holds(p)))
    });
    let page = window.page(rows, |(id, place)| PlaceRow::of(&view, id, place));
    Ok(window.answer(&uri, page))
}

/// Whether a folded text stands in the name or a spelling.
pub(crate) fn named(place: &PlaceSeen, wanted: &str) -> bool {
    std::iter::once(&place.name).chain(&place.spellings).any(|name| folded(name).contains(wanted))
}

/// A place with all that is told of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceDetail {
    #[serde(flatten)]
    place: PlaceRow,
    /// Who held it when, by each account that tells something.
    lanes: Vec<Lane>,
    /// How likely each side held it, day by day.
    belief: Vec<BeliefRow>,
    /// Ids of its events.
    events: Vec<String>,
    /// Ids of its disputes.
    dispute_ids: Vec<String>,
    /// Ids of its claims.
    claim_ids: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct Lane {
    account: String,
    holdings: Vec<HoldingRow>,
}

/// How likely each state was at the end of a day.
#[derive(Serialize, ToSchema)]
#[schema(as = Belief)]
struct BeliefRow {
    #[schema(value_type = String, format = Date)]
    day: Day,
    /// Sides and `contested`, with their probabilities, which sum to one.
    states: BTreeMap<String, f64>,
}

/// One place, with its holdings by every account.
#[utoipa::path(get, path = "/places/{id}", tag = "places", params(("id" = String, Path)),
    responses((status = 200, body = PlaceDetail)))]
pub(crate) async fn place(Now(view): Now, Key(id): Key) -> Result<Response, Problem> {
    if !view.places.contains_key(&id) {
        return Err(Problem::not_found(format!("no claim speaks of the place {id:?}")));
    }
    answer(view, format!("place {id}"), move |view| detail(view, &id)).await
}

/// Days of belief at most: a place told of over centuries would be too long a table.
const DAYS: i32 = 3660;

fn detail(view: &View, id: &str) -> PlaceDetail {
    let seen = &view.places[id];
    let lanes = view
        .chronicle
        .accounts()
        .iter()
        .map(|account| (account, view.chronicle.holdings_of(id, account)))
        .filter(|(_, holdings)| holdings.iter().any(|h| h.holder.is_some()))
        .map(|(account, holdings)| Lane {
            account: account.to_string(),
            holdings: holdings.iter().map(HoldingRow::of).collect(),
        })
        .collect();
    let belief = match (seen.first, seen.last) {
        (Some(first), Some(last)) => {
            view.chronicle.beliefs(id, day(first), day(last.min(first.saturating_add(DAYS))))
        }
        _ => Vec::new(),
    };
    let events = view.chronicle.events.iter().filter(|e| e.places.iter().any(|p| p == id));
    let disputes = view.chronicle.disputes.iter().filter(|d| d.place.as_deref() == Some(id));
    PlaceDetail {
        place: PlaceRow::of(view, id, seen),
        lanes,
        belief: belief.into_iter().map(|Belief { day, states }| BeliefRow { day, states }).collect(),
        events: events.map(|e| e.id.clone()).collect(),
        dispute_ids: disputes.map(|d| d.id.clone()).collect(),
        claim_ids: seen.claims.iter().map(|&at| view.claims[at].claim.id.clone()).collect(),
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfName {
    /// The name.
    name: String,
}

/// A place that a name may mean.
#[derive(Serialize, ToSchema)]
#[schema(as = Candidate)]
pub(crate) struct CandidateRow {
    id: String,
    name: String,
    #[schema(value_type = schema::Point)]
    point: Point,
    kind: String,
    parents: Vec<String>,
}

/// What a name may mean by the place lists, for setting a place by hand.
#[utoipa::path(get, path = "/places/candidates", tag = "places", params(OfName),
    responses((status = 200, body = Vec<CandidateRow>)))]
pub(crate) async fn candidates(Now(view): Now, Params(asked): Params<OfName>) -> Json<Vec<CandidateRow>> {
    let gazetteer = &view.library.gazetteer;
    let name: String = asked.name.chars().take(200).collect();
    let mut found = gazetteer.lookup(&name);
    if found.is_empty() && !name.trim().is_empty() {
        found = gazetteer.nearest_spellings(&name, 20);
    }
    let rows = found.into_iter().take(50).map(|c| {
        let place = gazetteer.place(&c.id);
        CandidateRow {
            kind: place.as_ref().map_or(String::new(), |p| p.kind.as_str().to_owned()),
            parents: place.map(|p| p.parents).unwrap_or_default(),
            id: c.id,
            name: c.name,
            point: c.point,
        }
    });
    Json(rows.collect())
}

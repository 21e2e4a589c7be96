//! What sources cannot all have right.

use annalist_chronicle::{Dispute, DisputeKind};
use annalist_gazetteer::Point;
use annalist_time::{Day, Edtf};
use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::rows::ClaimRow;
use super::schema;
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Commas, Key, Params, day, given, said};
use crate::problem::Problem;
use crate::view::{View, range, touches};

/// Claims that cannot all be true.
#[derive(Serialize, ToSchema)]
#[schema(as = Dispute)]
pub(crate) struct DisputeRow {
    id: String,
    #[schema(value_type = schema::DisputeKind)]
    kind: DisputeKind,
    /// Place id, where it is about one.
    place: Option<String>,
    name: Option<String>,
    #[schema(value_type = Option<schema::Point>)]
    point: Option<Point>,
    /// EDTF.
    when: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    positions: Vec<PositionRow>,
    /// Ids of the events that its claims tell.
    events: Vec<String>,
    /// How much it changes, on a scale of its kind.
    effect: f64,
}

/// One of the positions in a dispute.
#[derive(Serialize, ToSchema)]
#[schema(as = Position)]
struct PositionRow {
    says: String,
    by: Vec<String>,
    claims: Vec<String>,
}

impl DisputeRow {
    pub(crate) fn of(view: &View, dispute: &Dispute) -> Self {
        let ids = || dispute.positions.iter().flat_map(|p| &p.claims);
        let mut events: Vec<String> = ids()
            .filter_map(|id| view.claim(id)?.event)
            .map(|at| view.chronicle.events[at].id.clone())
            .collect();
        events.sort();
        events.dedup();
        Self {
            id: dispute.id.clone(),
            kind: dispute.kind,
            place: dispute.place.clone(),
            name: dispute.place.as_deref().map(|id| view.place_name(id)),
            point: dispute.place.as_ref().and_then(|id| view.places.get(id)?.point),
            when: dispute.when.as_ref().map(ToString::to_string),
            first_day: dispute.when.as_ref().and_then(Edtf::earliest),
            last_day: dispute.when.as_ref().and_then(Edtf::latest),
            positions: dispute
                .positions
                .iter()
                .map(|p| PositionRow { says: p.says.clone(), by: p.by.clone(), claims: p.claims.clone() })
                .collect(),
            events,
            effect: dispute.effect,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfDisputes {
    /// Kinds, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    kind: Option<Commas>,
    /// Id of a place.
    place: Option<String>,
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// Disputes, the weightiest first.
#[utoipa::path(get, path = "/disputes", tag = "disputes", params(OfDisputes),
    responses((status = 200, body = Vec<DisputeRow>)))]
pub(crate) async fn disputes(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfDisputes>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let kinds = Commas::words::<DisputeKind>(asked.kind.as_ref(), "kind")?;
    let place = said(asked.place.as_ref());
    let (from, to) = (day(asked.from), day(asked.to));
    let rows = view.chronicle.disputes.iter().filter(|d| {
        kinds.as_ref().is_none_or(|k| k.contains(&d.kind))
            && place.is_none_or(|p| d.place.as_deref() == Some(p))
            && touches(range(d.when.as_ref()), from, to)
    });
    Ok(window.answer(&uri, window.page(rows, |d| DisputeRow::of(&view, d))))
}

/// A dispute with its claims.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisputeDetail {
    #[serde(flatten)]
    dispute: DisputeRow,
    claims: Vec<ClaimRow>,
}

/// One dispute with the claims of all its positions.
#[utoipa::path(get, path = "/disputes/{id}", tag = "disputes", params(("id" = String, Path)),
    responses((status = 200, body = DisputeDetail)))]
pub(crate) async fn dispute(Now(view): Now, Key(id): Key) -> Result<Json<DisputeDetail>, Problem> {
    let found = view.chronicle.disputes.iter().find(|d| d.id == id);
    let dispute = found.ok_or_else(|| Problem::not_found(format!("no dispute has the id {id:?}")))?;
    let claims = dispute.positions.iter().flat_map(|p| &p.claims).filter_map(|id| view.claim(id));
    Ok(Json(DisputeDetail {
        dispute: DisputeRow::of(&view, dispute),
        claims: claims.map(|shown| ClaimRow::of(&view, shown)).collect(),
    }))
}

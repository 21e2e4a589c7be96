//! Events: claims that tell one occurrence.

use annalist_chronicle::Event;
use annalist_claim::Kind;
use annalist_gazetteer::Point;
use annalist_time::Day;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::disputes::DisputeRow;
use super::figures::EntryRow;
use super::rows::dated;
use super::told::{Told, told};
use super::{answer, geojson, schema};
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Bounds, Commas, Key, Params, day, given, said};
use crate::problem::Problem;
use crate::view::{Seen, Shape, View, folded, touches};

/// An event.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct EventRow {
    id: String,
    /// The kind that most claims tell.
    #[schema(value_type = schema::Kind)]
    kind: Kind,
    /// EDTF.
    when: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    /// Part of the day.
    #[schema(value_type = Option<String>)]
    part: Option<annalist_time::PartOfDay>,
    /// Place ids.
    places: Vec<String>,
    place_names: Vec<String>,
    actors: Vec<String>,
    targets: Vec<String>,
    claims: Vec<String>,
    /// How many independent sources tell it.
    independent: u32,
    /// Words of the first claim.
    quote: String,
    /// Somebody says that it did not happen.
    denied: bool,
    /// GeoJSON: a point, a line, or the polygon of a buffer or sector.
    #[schema(value_type = Option<Object>)]
    geometry: Option<serde_json::Value>,
    /// Where the symbol stands.
    #[schema(value_type = Option<schema::Point>)]
    centre: Option<Point>,
    #[schema(value_type = schema::Precision)]
    uncertainty: annalist_gazetteer::Precision,
    shape: Shape,
    /// How far off it may be, in metres.
    radius: Option<f64>,
}

impl EventRow {
    pub(crate) fn of(event: &Event, seen: &Seen) -> Self {
        Self {
            id: event.id.clone(),
            kind: event.kind,
            when: event.when.as_ref().map(ToString::to_string),
            first_day: dated(seen.first),
            last_day: dated(seen.last),
            part: event.part,
            places: event.places.clone(),
            place_names: seen.names.clone(),
            actors: event.actors.clone(),
            targets: event.targets.clone(),
            claims: event.claims.clone(),
            independent: event.independent,
            quote: seen.quote.clone(),
            denied: seen.denied,
            geometry: seen.geometry.as_ref().map(geojson::geometry),
            centre: seen.centre,
            uncertainty: seen.precision,
            shape: seen.shape,
            radius: seen.radius,
        }
    }
}

/// Which events are meant.
#[derive(Default)]
pub(crate) struct Wanted {
    pub(crate) from: Option<i32>,
    pub(crate) to: Option<i32>,
    pub(crate) kinds: Option<Vec<Kind>>,
    pub(crate) places: Option<Vec<String>>,
    pub(crate) sides: Option<Vec<String>>,
    pub(crate) bounds: Option<Bounds>,
    /// Folded.
    pub(crate) text: Option<String>,
}

impl Wanted {
    pub(crate) fn holds(&self, event: &Event, seen: &Seen) -> bool {
        touches((seen.first, seen.last), self.from, self.to)
            && self.kinds.as_ref().is_none_or(|k| k.contains(&event.kind))
            && self.places.as_ref().is_none_or(|p| event.places.iter().any(|id| p.contains(id)))
            && self
                .sides
                .as_ref()
                .is_none_or(|s| event.actors.iter().chain(&event.targets).any(|side| s.contains(side)))
            && self.bounds.is_none_or(|b| seen.centre.is_some_and(|c| b.holds(c)))
            && self
                .text
                .as_deref()
                .is_none_or(|t| seen.haystack.contains(t) || seen.names.iter().any(|n| folded(n).contains(t)))
    }

    /// Indices of the events that are meant, in time.
    pub(crate) fn among<'a>(&'a self, view: &'a View) -> impl Iterator<Item = usize> + 'a {
        (0..view.events.len()).filter(|&at| self.holds(&view.chronicle.events[at], &view.events[at]))
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfEvents {
    /// First day that the event must touch.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Last day that it must touch.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    /// Kinds, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    kind: Option<Commas>,
    /// Place ids, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    place: Option<Commas>,
    /// Sides of actors or targets, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    side: Option<Commas>,
    /// West, south, east, north in degrees.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    bbox: Option<Bounds>,
    /// Part of its words or of a place's name.
    q: Option<String>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// Events, by their first day.
#[utoipa::path(get, path = "/events", tag = "events", params(OfEvents),
    responses((status = 200, body = Vec<EventRow>)))]
pub(crate) async fn events(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfEvents>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let wanted = Wanted {
        from: day(asked.from),
        to: day(asked.to),
        kinds: Commas::words(asked.kind.as_ref(), "kind")?,
        places: asked.place.map(|p| p.0),
        sides: asked.side.map(|s| s.0),
        bounds: asked.bbox,
        text: said(asked.q.as_ref()).map(folded),
    };
    let page =
        window.page(wanted.among(&view), |at| EventRow::of(&view.chronicle.events[at], &view.events[at]));
    Ok(window.answer(&uri, page))
}

/// An event with everything behind it.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventDetail {
    #[serde(flatten)]
    event: EventRow,
    /// Its claims, side by side.
    told: Vec<Told>,
    /// Its independent sources.
    origins: Vec<OriginRow>,
    /// Why its claims were joined.
    links: Vec<LinkRow>,
    disputes: Vec<DisputeRow>,
    figures: Vec<EntryRow>,
    /// How well harm to civilians is borne out.
    #[schema(value_type = Option<schema::Grade>)]
    grade: Option<annalist_chronicle::Grade>,
    grade_why: Option<String>,
    sensitivity: SensitivityRow,
}

/// One independent source of an event.
#[derive(Serialize, ToSchema)]
#[schema(as = Origin)]
struct OriginRow {
    claims: Vec<String>,
    by: Vec<String>,
    /// Why its claims count as one.
    why: Vec<String>,
}

/// Two claims of one event and the weights that joined them.
#[derive(Serialize, ToSchema)]
#[schema(as = Link)]
struct LinkRow {
    a: String,
    b: String,
    /// log2 of the likelihood ratio.
    weight: f64,
    parts: Vec<PartRow>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = LinkPart)]
struct PartRow {
    comparison: String,
    weight: f64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = EventSensitivity)]
struct SensitivityRow {
    /// Accounts that tell it at all.
    tell: Vec<String>,
    /// Of them, those that only deny it.
    differ: Vec<String>,
    disagreement: f64,
}

/// One event with its claims, sources, links, disputes and figures.
#[utoipa::path(get, path = "/events/{id}", tag = "events", params(("id" = String, Path)),
    responses((status = 200, body = EventDetail)))]
pub(crate) async fn event(Now(view): Now, Key(id): Key) -> Result<Response, Problem> {
    let at = view.event_at(&id).ok_or_else(|| Problem::not_found(format!("no event has the id {id:?}")))?;
    answer(view, format!("event {id}"), move |view| detail(view, at)).await
}

fn detail(view: &View, at: usize) -> EventDetail {
    let event = &view.chronicle.events[at];
    let harm = view.harm().get(&event.id);
    let sensitivity = view.chronicle.sensitivity_of_event(event);
    let names =
        |accounts: Vec<annalist_chronicle::Account>| accounts.iter().map(ToString::to_string).collect();
    let of_it = |claims: &[String]| claims.iter().any(|c| event.claims.contains(c));
    EventDetail {
        event: EventRow::of(event, &view.events[at]),
        told: told(view, at),
        origins: event
            .origins
            .iter()
            .map(|o| OriginRow { claims: o.claims.clone(), by: o.by.clone(), why: o.why.clone() })
            .collect(),
        links: event
            .links
            .iter()
            .map(|l| LinkRow {
                a: l.a.clone(),
                b: l.b.clone(),
                weight: l.weight,
                parts: l
                    .parts()
                    .into_iter()
                    .map(|(comparison, weight)| PartRow { comparison, weight })
                    .collect(),
            })
            .collect(),
        disputes: view
            .chronicle
            .disputes
            .iter()
            .filter(|d| d.positions.iter().any(|p| of_it(&p.claims)))
            .map(|d| DisputeRow::of(view, d))
            .collect(),
        figures: view
            .chronicle
            .figures
            .iter()
            .filter(|f| f.claimants.iter().any(|c| event.claims.contains(&c.claim)))
            .map(|f| EntryRow::of(view, f))
            .collect(),
        grade: harm.map(|h| h.grade),
        grade_why: harm.map(|h| h.why.clone()),
        sensitivity: SensitivityRow {
            tell: names(sensitivity.tell),
            differ: names(sensitivity.differ),
            disagreement: sensitivity.disagreement,
        },
    }
}

//! Who held what.

use std::collections::BTreeMap;

use annalist_chronicle::{Account, Answer, Status};
use annalist_gazetteer::Point;
use annalist_time::Day;
use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::held::HoldingRow;
use super::{answer, schema};
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Params, account, day, given, said};
use crate::problem::Problem;
use crate::view::{View, number};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfHoldings {
    /// By whose word: all, against-interest, monitors, reviewed, side:NAME, source:NAME, sources:A|B (those
    /// sources alone) or policy:NAME.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    account: Option<Account>,
    /// Id of a place.
    place: Option<String>,
    /// First day that the holding must touch.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Last day that it must touch.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// Holdings of an account: by place, then in time.
#[utoipa::path(get, path = "/holdings", tag = "holdings", params(OfHoldings),
    responses((status = 200, body = Vec<HoldingRow>)))]
pub(crate) async fn holdings(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfHoldings>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let holdings = view.holdings(&account(&view, asked.account)?);
    let (from, to) = (day(asked.from), day(asked.to));
    let place = said(asked.place.as_ref());
    let rows = holdings.iter().filter(|h| {
        // A holding of hours ends on the day on which it starts.
        let ends = |from: i32, end: Day| number(end) > from || h.start == h.end && number(end) == from;
        place.is_none_or(|p| p == h.place)
            && to.is_none_or(|to| h.start.is_none_or(|s| number(s) <= to))
            && from.is_none_or(|from| h.end.is_none_or(|e| ends(from, e)))
    });
    Ok(window.answer(&uri, window.page(rows, HoldingRow::of)))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfAccount {
    /// By whose word.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    account: Option<Account>,
}

/// All days of an account in one small answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct CompactHoldings {
    account: String,
    /// Day 0 of all day numbers.
    #[schema(value_type = String, format = Date)]
    epoch: Day,
    places: Vec<CompactPlace>,
    holders: Vec<String>,
    #[schema(value_type = Vec<schema::Status>)]
    statuses: [Status; 6],
    /// Place index, start day or null, end day (exclusive) or null, holder index or -1, status index,
    /// index of the other side inside or around it or -1, day of the newest evidence or null, number of
    /// claims, 1 when only implied.
    #[schema(value_type = Vec<Vec<Option<i32>>>)]
    rows: Vec<CompactRow>,
}

type CompactRow = (usize, Option<i32>, Option<i32>, i32, usize, i32, Option<i32>, usize, u8);

#[derive(Serialize, ToSchema)]
struct CompactPlace {
    id: String,
    name: String,
    lat: Option<f64>,
    lon: Option<f64>,
}

const STATUSES: [Status; 6] =
    [Status::Held, Status::Contested, Status::Besieged, Status::Entered, Status::Disputed, Status::Unknown];

/// All holdings of an account in columns, for the map and the player.
#[utoipa::path(get, path = "/holdings/compact", tag = "holdings", params(OfAccount),
    responses((status = 200, body = CompactHoldings)))]
pub(crate) async fn compact(Now(view): Now, Params(asked): Params<OfAccount>) -> Result<Response, Problem> {
    let account = account(&view, asked.account)?;
    answer(view, format!("compact {account}"), move |view| compacted(view, &account)).await
}

fn compacted(view: &View, account: &Account) -> CompactHoldings {
    let holdings = view.holdings(account);
    let mut places: Vec<CompactPlace> = Vec::new();
    let mut index: BTreeMap<&str, i32> = BTreeMap::new();
    let mut holders: Vec<String> = Vec::new();
    let mut rows = Vec::with_capacity(holdings.len());
    for holding in holdings.iter() {
        if places.last().is_none_or(|p| p.id != holding.place) {
            places.push(CompactPlace {
                id: holding.place.clone(),
                name: holding.name.clone(),
                lat: holding.point.map(|p| p.lat),
                lon: holding.point.map(|p| p.lon),
            });
        }
        let holder = holding.holder.as_deref().map_or(-1, |side| {
            *index.entry(side).or_insert_with(|| {
                holders.push(side.to_owned());
                holders.len() as i32 - 1
            })
        });
        // The other side is known by the day, not by the interval.
        let other = -1;
        rows.push((
            places.len() - 1,
            holding.start.map(number),
            holding.end.map(number),
            holder,
            STATUSES.iter().position(|s| *s == holding.status).unwrap_or(STATUSES.len() - 1),
            other,
            holding.newest_evidence.map(number),
            holding.begun_by.len() + holding.confirmed_by.len(),
            u8::from(holding.implied),
        ));
    }
    CompactHoldings {
        account: account.to_string(),
        epoch: crate::view::day(0),
        places,
        holders,
        statuses: STATUSES,
        rows,
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfDay {
    /// The day.
    #[param(value_type = String, format = Date)]
    date: Day,
    /// By whose word.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    account: Option<Account>,
}

/// Who held a place at the end of a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct DayHolding {
    place: String,
    name: String,
    #[schema(value_type = Option<schema::Point>)]
    point: Option<Point>,
    holder: Option<String>,
    #[schema(value_type = schema::Status)]
    status: Status,
    /// The other side inside or around it.
    other: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    since: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    newest_evidence: Option<Day>,
    stale_days: Option<i32>,
    implied: bool,
    claims: Vec<String>,
    changes_that_day: u32,
}

impl DayHolding {
    fn of(view: &View, a: &Answer) -> Self {
        Self {
            point: a.point.or_else(|| view.places.get(&a.place).and_then(|p| p.point)),
            place: a.place.clone(),
            name: a.name.clone(),
            holder: a.holder.clone(),
            status: a.status,
            other: a.other.clone(),
            since: a.since,
            newest_evidence: a.newest_evidence,
            stale_days: a.stale_days,
            implied: a.implied,
            claims: a.claims.clone(),
            changes_that_day: a.changes_that_day,
        }
    }
}

/// Who held each place at the end of a day; places of which nothing is known that day are left out.
#[utoipa::path(get, path = "/holdings/day", tag = "holdings", params(OfDay),
    responses((status = 200, body = Vec<DayHolding>)))]
pub(crate) async fn of_day(Now(view): Now, Params(asked): Params<OfDay>) -> Result<Response, Problem> {
    let account = account(&view, asked.account)?;
    let key = format!("day {} {account}", asked.date);
    answer(view, key, move |view| that_day(view, asked.date, &account)).await
}

fn that_day(view: &View, date: Day, account: &Account) -> Vec<DayHolding> {
    let holdings = view.holdings(account);
    let stands = |start: Option<Day>, end: Option<Day>| {
        start.is_none_or(|s| s <= date) && end.is_none_or(|e| date < e)
    };
    let mut places: Vec<&str> =
        holdings.iter().filter(|h| stands(h.start, h.end)).map(|h| h.place.as_str()).collect();
    places.dedup();
    places
        .into_iter()
        .map(|place| view.chronicle.who(place, date, account))
        .filter(|a| a.holder.is_some() || a.status != Status::Unknown)
        .map(|a| DayHolding::of(view, &a))
        .collect()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhoHeld {
    /// Id of the place.
    place: String,
    /// The day.
    #[param(value_type = String, format = Date)]
    date: Day,
    /// By whose word.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    account: Option<Account>,
}

/// Who held a place at the end of a day, with the words.
#[derive(Serialize, ToSchema)]
pub(crate) struct Who {
    account: String,
    #[schema(value_type = String, format = Date)]
    date: Day,
    #[serde(flatten)]
    held: DayHolding,
    quotes: Vec<QuoteRow>,
}

/// The words of a claim.
#[derive(Serialize, ToSchema)]
#[schema(as = Quote)]
pub(crate) struct QuoteRow {
    claim: String,
    document: String,
    name: String,
    /// Bytes of the document.
    start: u32,
    end: u32,
    quote: String,
    by: Vec<String>,
    when: Option<String>,
}

/// Who held a place at the end of a day, as an account tells it, with the words that say so.
#[utoipa::path(get, path = "/who", tag = "holdings", params(WhoHeld), responses((status = 200, body = Who)))]
pub(crate) async fn who(Now(view): Now, Params(asked): Params<WhoHeld>) -> Result<Json<Who>, Problem> {
    if !view.places.contains_key(&asked.place) {
        return Err(Problem::not_found(format!("no claim speaks of the place {:?}", asked.place)));
    }
    let account = account(&view, asked.account)?;
    let a = view.chronicle.who(&asked.place, asked.date, &account);
    let held = DayHolding::of(&view, &a);
    let quotes = a.quotes.into_iter().map(|q| QuoteRow {
        claim: q.claim,
        document: q.document.to_string(),
        name: q.name,
        start: q.span.start,
        end: q.span.end,
        quote: q.quote,
        by: q.by,
        when: q.when.map(|w| w.to_string()),
    });
    Ok(Json(Who { account: a.account.to_string(), date: a.date, quotes: quotes.collect(), held }))
}

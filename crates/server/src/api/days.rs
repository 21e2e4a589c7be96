//! How much is told of each day, and how fast ground changed hands.

use std::collections::BTreeMap;

use annalist_chronicle::Account;
use annalist_time::Day;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::events::Wanted;
use super::{answer, word};
use crate::fresh::Now;
use crate::params::{Commas, Params, account, day, given};
use crate::problem::Problem;
use crate::view::{View, day as day_of, number};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfDays {
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    /// Place ids, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    place: Option<Commas>,
    /// Kinds, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    kind: Option<Commas>,
    /// Sides, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    side: Option<Commas>,
}

/// What is told of a day.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = DayCount)]
pub(crate) struct DayRow {
    #[schema(value_type = String, format = Date)]
    day: Day,
    /// Events whose possible days include it and are at most seven.
    events: u32,
    /// Events of exactly that day.
    exact: u32,
    /// Exact events by kind.
    kinds: BTreeMap<String, u32>,
    /// Claims of exactly that day.
    claims: u32,
    /// Places that changed hands, by every source at its word.
    changes: u32,
}

/// Events of more possible days than these are in no day's count.
const SHORT: i32 = 7;

/// Events, claims and changes of hands a day; days of which nothing is told are left out.
#[utoipa::path(get, path = "/days", tag = "time", params(OfDays), responses((status = 200, body = Vec<DayRow>)))]
pub(crate) async fn days(Now(view): Now, Params(asked): Params<OfDays>) -> Result<Response, Problem> {
    let key = format!("days {:?}", (asked.from, asked.to, &asked.place, &asked.kind, &asked.side));
    let wanted = Wanted {
        from: day(asked.from),
        to: day(asked.to),
        kinds: Commas::words(asked.kind.as_ref(), "kind")?,
        places: asked.place.map(|p| p.0),
        sides: asked.side.map(|s| s.0),
        ..Wanted::default()
    };
    answer(view, key, move |view| counted(view, &wanted)).await
}

fn counted(view: &View, wanted: &Wanted) -> Vec<DayRow> {
    let inside = |d: i32| wanted.from.is_none_or(|f| f <= d) && wanted.to.is_none_or(|t| d <= t);
    let mut days: BTreeMap<i32, DayRow> = BTreeMap::new();
    for at in wanted.among(view) {
        let seen = &view.events[at];
        let (Some(first), Some(last)) = (seen.first, seen.last) else { continue };
        if last - first >= SHORT {
            continue;
        }
        for d in (first..=last).filter(|d| inside(*d)) {
            days.entry(d).or_default().events += 1;
        }
        if first == last && inside(first) {
            let row = days.entry(first).or_default();
            row.exact += 1;
            *row.kinds.entry(word(&view.chronicle.events[at].kind)).or_default() += 1;
        }
    }
    let named = |place: &String| wanted.places.as_ref().is_none_or(|p| p.contains(place));
    for shown in &view.claims {
        let (Some(first), Some(last)) = (shown.first, shown.last) else { continue };
        let kinds = wanted.kinds.as_ref().is_none_or(|k| k.contains(&shown.claim.kind));
        let places = wanted.places.is_none() || shown.places.iter().any(named);
        if first == last && inside(first) && kinds && places {
            days.entry(first).or_default().claims += 1;
        }
    }
    let holdings = view.holdings(&Account::All);
    for pair in holdings.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let changed = before.place == after.place
            && before.holder.is_some()
            && after.holder.is_some()
            && before.holder != after.holder;
        if let (true, Some(start)) = (changed && named(&after.place), after.start.map(number))
            && inside(start)
        {
            days.entry(start).or_default().changes += 1;
        }
    }
    days.into_iter()
        .map(|(number, mut row)| {
            row.day = day_of(number);
            row
        })
        .collect()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfTempo {
    /// By whose word.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    account: Option<Account>,
}

/// How fast ground changed hands.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tempo {
    /// Places taken on each day, by side.
    captures: BTreeMap<String, BTreeMap<String, u32>>,
    /// How often each place changed hands.
    changed_hands: BTreeMap<String, u32>,
    /// Places held at the end of each day of a change, by side.
    held: BTreeMap<String, BTreeMap<String, u32>>,
    /// Of the places whose holder is known then, the share held, from 0 to 1.
    share: BTreeMap<String, BTreeMap<String, f64>>,
    /// Days from the first change to the last, both counted.
    days: u32,
    /// Places taken less places lost, a day, by side.
    advance: BTreeMap<String, f64>,
}

/// How fast ground changed hands, as an account tells it.
#[utoipa::path(get, path = "/tempo", tag = "time", params(OfTempo), responses((status = 200, body = Tempo)))]
pub(crate) async fn tempo(Now(view): Now, Params(asked): Params<OfTempo>) -> Result<Response, Problem> {
    let account = account(&view, asked.account)?;
    answer(view, format!("tempo {account}"), move |view| {
        let tempo = view.chronicle.tempo(&account);
        Tempo {
            captures: named(tempo.captures),
            changed_hands: tempo.changed_hands,
            held: named(tempo.held),
            share: named(tempo.share),
            days: tempo.days,
            advance: tempo.advance,
        }
    })
    .await
}

/// The same by the days' names.
fn named<T>(map: BTreeMap<Day, T>) -> BTreeMap<String, T> {
    map.into_iter().map(|(day, sides)| (day.to_string(), sides)).collect()
}

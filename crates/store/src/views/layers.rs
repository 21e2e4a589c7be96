//! The layers of the map: places, events, holdings.

use std::collections::{BTreeMap, BTreeSet};

use annalist_chronicle::{Event, Holding, SeenPlace};
use annalist_claim::Claim;
use annalist_time::Edtf;
use rusqlite::types::Value;
use rusqlite::{Transaction, params};

use super::rewrite::{Rewrite, Row, View, count};
use crate::Clock;
use crate::geometry;
use crate::schema::{EVENTS, HOLDINGS, PLACES};
use crate::sources::{day_after, json, word};

static PLACE_ROWS: View = View {
    table: "places",
    layer: Some(&PLACES),
    key: &["id"],
    columns: &["geom", "id", "name", "claims", "holder", "status", "since"],
};

static EVENT_ROWS: View = View {
    table: "events",
    layer: Some(&EVENTS),
    key: &["id"],
    columns: &[
        "geom",
        "id",
        "kind",
        "start",
        "end",
        "last_day",
        "edtf",
        "part",
        "places",
        "actors",
        "targets",
        "claims",
        "independent",
        "quote",
        "model",
    ],
};

static HOLDING_ROWS: View = View {
    table: "holdings",
    layer: Some(&HOLDINGS),
    key: &["account", "place"],
    columns: &[
        "geom",
        "id",
        "account",
        "place",
        "name",
        "start",
        "end",
        "last_day",
        "holder",
        "status",
        "newest_evidence",
        "claims",
        "model",
    ],
};

/// Places that claims speak of, with their last holder by every source at its word, and the
/// spellings by which they are found.
pub(super) fn write_places(
    transaction: &Transaction<'_>,
    places: &[SeenPlace],
    holdings: &[Holding],
    clock: &Clock,
) -> rusqlite::Result<usize> {
    let mut last: BTreeMap<&str, &Holding> = BTreeMap::new();
    for holding in holdings.iter().filter(|h| h.account == "all") {
        let known = last.entry(&holding.place).or_insert(holding);
        if known.start <= holding.start {
            *known = holding;
        }
    }
    let mut rewrite = Rewrite::begin(transaction, &PLACE_ROWS)?;
    for place in places {
        let last = last.get(place.id.as_str());
        let row = Row::placed(
            place.point.map(geometry::point),
            [
                place.id.clone().into(),
                place.name.clone().into(),
                place.claims.into(),
                last.and_then(|h| h.holder.clone()).into(),
                last.map(|h| word(&h.status)).into(),
                last.and_then(|h| h.start).map(|d| d.to_string()).into(),
            ],
        );
        rewrite.put(&[&place.id], &[row])?;
    }
    write_spellings(transaction, places)?;
    rewrite.finish(&clock.0)
}

/// The spellings by which places are found: those that are new are added, those that are gone taken out.
fn write_spellings(transaction: &Transaction<'_>, places: &[SeenPlace]) -> rusqlite::Result<()> {
    type Spelling = (String, String, String);
    let spelt = |place: &SeenPlace, spelling: &String| -> Spelling {
        (annalist_gazetteer::fold(spelling), spelling.clone(), place.id.clone())
    };
    let all = places.iter().flat_map(|p| p.spellings.iter().chain([&p.name]).map(move |s| (p, s)));
    let wanted: BTreeSet<Spelling> = all.map(|(place, spelling)| spelt(place, spelling)).collect();
    let stored: BTreeSet<Spelling> = transaction
        .prepare("SELECT key, spelling, place FROM place_names")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut delete =
        transaction.prepare("DELETE FROM place_names WHERE key = ?1 AND spelling = ?2 AND place = ?3")?;
    for (key, spelling, place) in stored.difference(&wanted) {
        delete.execute(params![key, spelling, place])?;
    }
    let mut insert = transaction.prepare("INSERT INTO place_names VALUES (?1, ?2, ?3)")?;
    for (key, spelling, place) in wanted.difference(&stored) {
        insert.execute(params![key, spelling, place])?;
    }
    Ok(())
}

pub(super) fn write_events(
    transaction: &Transaction<'_>,
    claims: &BTreeMap<&str, &Claim>,
    events: &[Event],
    clock: &Clock,
) -> rusqlite::Result<usize> {
    let mut ordered: Vec<&Event> = events.iter().collect();
    ordered.sort_by_cached_key(|e| order_of(e));
    let mut rewrite = Rewrite::begin(transaction, &EVENT_ROWS)?;
    for event in ordered {
        let told: Vec<&Claim> =
            event.claims.iter().filter_map(|id| claims.get(id.as_str()).copied()).collect();
        let mut names: Vec<&str> =
            told.iter().flat_map(|c| &c.places).map(|p| p.place.name.as_deref().unwrap_or(&p.text)).collect();
        names.sort_unstable();
        names.dedup();
        let blob = told
            .iter()
            .flat_map(|c| &c.places)
            .filter_map(|p| Some((p.place.precision, p.place.geometry.as_ref()?)))
            .min_by_key(|(precision, _)| *precision)
            .map(|(_, geometry)| geometry::blob(geometry));
        let when = event.when.as_ref();
        let latest = when.and_then(Edtf::latest);
        let row = Row::placed(
            blob,
            [
                event.id.clone().into(),
                word(&event.kind).into(),
                when.and_then(Edtf::earliest).map(|d| d.to_string()).into(),
                latest.and_then(day_after).into(),
                latest.map(|d| d.to_string()).into(),
                when.map(|w| w.as_str().to_owned()).into(),
                event.part.map(|p| word(&p)).into(),
                names.join("; ").into(),
                event.actors.join("; ").into(),
                event.targets.join("; ").into(),
                count(event.claims.len()),
                event.independent.into(),
                told.first().map_or("", |c| c.evidence.quote.as_str()).to_owned().into(),
                json(event).into(),
            ],
        );
        rewrite.put(&[&event.id], &[row])?;
    }
    rewrite.finish(&clock.0)
}

/// Where an event stands among all: by its first day, those without one first, then by id.
pub(super) fn order_of(event: &Event) -> (Option<annalist_time::Day>, String) {
    (event.when.as_ref().and_then(Edtf::earliest), event.id.clone())
}

pub(super) fn write_holdings(
    transaction: &Transaction<'_>,
    holdings: &[Holding],
    clock: &Clock,
) -> rusqlite::Result<usize> {
    let mut ordered: Vec<&Holding> = holdings.iter().collect();
    // Those of one place stay in the order of the telling: several may begin and end on one day.
    ordered.sort_by(|a, b| (&a.account, &a.place).cmp(&(&b.account, &b.place)));
    let mut rewrite = Rewrite::begin(transaction, &HOLDING_ROWS)?;
    for group in ordered.chunk_by(|a, b| (&a.account, &a.place) == (&b.account, &b.place)) {
        let rows: Vec<Row> = group.iter().map(|holding| row_of(holding)).collect();
        rewrite.put(&[&group[0].account, &group[0].place], &rows)?;
    }
    rewrite.finish(&clock.0)
}

fn row_of(holding: &Holding) -> Row {
    let day = |d: Option<annalist_time::Day>| Value::from(d.map(|d| d.to_string()));
    Row::placed(
        holding.point.map(geometry::point),
        [
            holding.id.clone().into(),
            holding.account.clone().into(),
            holding.place.clone().into(),
            holding.name.clone().into(),
            day(holding.start),
            day(holding.end),
            day(holding.end.and_then(|d| d.yesterday().ok())),
            holding.holder.clone().into(),
            word(&holding.status).into(),
            day(holding.newest_evidence),
            count(holding.begun_by.len() + holding.confirmed_by.len()),
            json(holding).into(),
        ],
    )
}

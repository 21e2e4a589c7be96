//! The layers of the map: places, events, holdings.

use std::collections::BTreeMap;

use annalist_chronicle::{Event, Holding, SeenPlace};
use annalist_claim::Claim;
use annalist_time::Edtf;
use rusqlite::{Transaction, params};

use crate::Clock;
use crate::geometry::{self, Blob, Bounds};
use crate::schema::{EVENTS, HOLDINGS, PLACES};
use crate::sources::{day_after, json, word};

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
    PLACES.clear(transaction)?;
    transaction.execute("DELETE FROM place_names", [])?;
    let mut bounds = Vec::new();
    let mut insert = transaction.prepare(
        "INSERT INTO places (geom, id, name, claims, holder, status, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut name = transaction.prepare("INSERT OR IGNORE INTO place_names VALUES (?1, ?2, ?3)")?;
    for place in places {
        let blob = place.point.map(geometry::point);
        let last = last.get(place.id.as_str());
        insert.execute(params![
            blob.as_ref().map(|b| &b.bytes),
            place.id,
            place.name,
            place.claims,
            last.and_then(|h| h.holder.as_deref()),
            last.map(|h| word(&h.status)),
            last.and_then(|h| h.start).map(|d| d.to_string()),
        ])?;
        note(&mut bounds, transaction, blob);
        for spelling in place.spellings.iter().chain([&place.name]) {
            name.execute(params![annalist_gazetteer::fold(spelling), spelling, place.id])?;
        }
    }
    PLACES.finish(transaction, &bounds, &clock.0)?;
    Ok(places.len())
}

pub(super) fn write_events(
    transaction: &Transaction<'_>,
    claims: &BTreeMap<&str, &Claim>,
    events: &[Event],
    clock: &Clock,
) -> rusqlite::Result<usize> {
    let mut ordered: Vec<&Event> = events.iter().collect();
    let first = |e: &Event| e.when.as_ref().and_then(Edtf::earliest);
    ordered.sort_by(|a, b| (first(a), &a.id).cmp(&(first(b), &b.id)));
    EVENTS.clear(transaction)?;
    let mut bounds = Vec::new();
    let mut insert = transaction.prepare(
        "INSERT INTO events (geom, id, kind, start, \"end\", last_day, edtf, part, places, actors, targets, claims,
         independent, quote, model)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    for event in &ordered {
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
        insert.execute(params![
            blob.as_ref().map(|b| &b.bytes),
            event.id,
            word(&event.kind),
            when.and_then(Edtf::earliest).map(|d| d.to_string()),
            latest.and_then(day_after),
            latest.map(|d| d.to_string()),
            when.map(Edtf::as_str),
            event.part.map(|p| word(&p)),
            names.join("; "),
            event.actors.join("; "),
            event.targets.join("; "),
            event.claims.len(),
            event.independent,
            told.first().map_or("", |c| c.evidence.quote.as_str()),
            json(event),
        ])?;
        note(&mut bounds, transaction, blob);
    }
    EVENTS.finish(transaction, &bounds, &clock.0)?;
    Ok(ordered.len())
}

pub(super) fn write_holdings(
    transaction: &Transaction<'_>,
    holdings: &[Holding],
    clock: &Clock,
) -> rusqlite::Result<usize> {
    let mut ordered: Vec<&Holding> = holdings.iter().collect();
    // Those of one place stay in the order of the telling: several may begin and end on one day.
    ordered.sort_by(|a, b| (&a.account, &a.place).cmp(&(&b.account, &b.place)));
    HOLDINGS.clear(transaction)?;
    let mut bounds = Vec::new();
    let mut insert = transaction.prepare(
        "INSERT INTO holdings (geom, id, account, place, name, start, \"end\", last_day, holder, status,
         newest_evidence, claims, model) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for holding in &ordered {
        let blob = holding.point.map(geometry::point);
        insert.execute(params![
            blob.as_ref().map(|b| &b.bytes),
            holding.id,
            holding.account,
            holding.place,
            holding.name,
            holding.start.map(|d| d.to_string()),
            holding.end.map(|d| d.to_string()),
            holding.end.and_then(|d| d.yesterday().ok()).map(|d| d.to_string()),
            holding.holder,
            word(&holding.status),
            holding.newest_evidence.map(|d| d.to_string()),
            holding.begun_by.len() + holding.confirmed_by.len(),
            json(holding),
        ])?;
        note(&mut bounds, transaction, blob);
    }
    HOLDINGS.finish(transaction, &bounds, &clock.0)?;
    Ok(ordered.len())
}

fn note(bounds: &mut Vec<(i64, Bounds)>, transaction: &Transaction<'_>, blob: Option<Blob>) {
    if let Some(blob) = blob {
        bounds.push((transaction.last_insert_rowid(), blob.bounds));
    }
}

//! The chronicle's views as layers of the map. They are derived: each writing replaces them whole.

use std::collections::BTreeMap;

use annalist_chronicle::{Account, Chronicle, Event, Holding};
use annalist_claim::Claim;
use annalist_gazetteer::{Geometry, Point, Precision};
use annalist_time::Edtf;
use rayon::prelude::*;
use rusqlite::{Transaction, params};

use crate::geometry::{self, Blob, Bounds};
use crate::schema::{EVENTS, HOLDINGS, PLACES};
use crate::sources::{day_after, json, word};
use crate::{Clock, Project, StoreError};

/// How many rows each layer got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ViewCounts {
    /// Places.
    pub places: usize,
    /// Events.
    pub events: usize,
    /// Holdings over all accounts.
    pub holdings: usize,
}

/// Key under which a project notes that its views are those of its claims and decisions.
const CURRENT: &str = "views";

/// Notes that the views are not those of the claims and decisions any more.
pub(crate) fn mark_stale(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM annalist_project WHERE key = ?1", [CURRENT]).map(|_| ())
}

impl Project {
    /// Stores a chronicle's views: events, and the holdings of every account, in one transaction.
    pub fn write_views(&mut self, chronicle: &Chronicle, clock: &Clock) -> Result<ViewCounts, StoreError> {
        let holdings: Vec<Holding> =
            chronicle.accounts().par_iter().flat_map_iter(|account| chronicle.holdings(account)).collect();
        let claims: Vec<Claim> = chronicle.claims().cloned().collect();
        self.replace_views(&claims, &chronicle.events, &holdings, clock)
    }

    /// Whether the stored views are those of the stored claims and decisions: nothing was added or
    /// decided since they were written.
    pub fn views_are_current(&self) -> Result<bool, StoreError> {
        let query = "SELECT count(*) FROM annalist_project WHERE key = ?1";
        self.connection.query_row(query, [CURRENT], |row| row.get(0)).map_err(|e| self.sql(e))
    }

    /// Replaces the layers `places`, `events` and `holdings`, in one transaction.
    ///
    /// Events come with their ids in any order; rows are written sorted, so that the same chronicle
    /// gives the same bytes.
    pub fn replace_views(
        &mut self,
        claims: &[Claim],
        events: &[Event],
        holdings: &[Holding],
        clock: &Clock,
    ) -> Result<ViewCounts, StoreError> {
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let by_id: BTreeMap<&str, &Claim> = claims.iter().map(|c| (c.id.as_str(), c)).collect();
        let transaction = self.connection.transaction().map_err(sql)?;
        let places = write_places(&transaction, claims, holdings, clock).map_err(sql)?;
        let events = write_events(&transaction, &by_id, events, clock).map_err(sql)?;
        let holdings = write_holdings(&transaction, holdings, clock).map_err(sql)?;
        transaction
            .execute("INSERT OR REPLACE INTO annalist_project (key, value) VALUES (?1, '1')", [CURRENT])
            .map_err(sql)?;
        transaction.commit().map_err(sql)?;
        Ok(ViewCounts { places, events, holdings })
    }

    /// How many rows each layer has.
    pub fn view_counts(&self) -> Result<ViewCounts, StoreError> {
        let count = |table: &str| {
            self.connection
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
                .map_err(|e| self.sql(e))
        };
        Ok(ViewCounts { places: count("places")?, events: count("events")?, holdings: count("holdings")? })
    }

    /// The stored holdings of an account, or of every account, by place and day.
    pub fn holdings(&self, account: Option<&str>, place: Option<&str>) -> Result<Vec<Holding>, StoreError> {
        self.models(
            "SELECT model FROM holdings WHERE (?1 IS NULL OR account = ?1) AND (?2 IS NULL OR place = ?2)
             ORDER BY fid",
            params![account, place],
            "holdings",
        )
    }

    /// The stored events, by day.
    pub fn events(&self) -> Result<Vec<Event>, StoreError> {
        self.models("SELECT model FROM events ORDER BY fid", params![], "events")
    }

    fn models<T: serde::de::DeserializeOwned>(
        &self,
        query: &str,
        parameters: &[&dyn rusqlite::ToSql],
        what: &str,
    ) -> Result<Vec<T>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self.connection.prepare_cached(query).map_err(sql)?;
        let rows = statement.query_map(parameters, |row| row.get::<_, String>(0)).map_err(sql)?;
        rows.map(|json| {
            serde_json::from_str(&json.map_err(sql)?).map_err(|e| StoreError::damaged(&self.path, what, e))
        })
        .collect()
    }
}

struct PlaceRow<'a> {
    name: &'a str,
    point: Option<Point>,
    claims: usize,
    last: Option<&'a Holding>,
}

/// Places: those that claims resolved to, and those of holdings, with their last holder by every
/// source at its word.
fn write_places(
    transaction: &Transaction<'_>,
    claims: &[Claim],
    holdings: &[Holding],
    clock: &Clock,
) -> rusqlite::Result<usize> {
    let mut rows: BTreeMap<&str, PlaceRow<'_>> = BTreeMap::new();
    for slot in claims.iter().flat_map(|c| &c.places) {
        let (Some(id), Some(name)) = (&slot.place.id, &slot.place.name) else { continue };
        if slot.place.precision > Precision::Settlement {
            continue;
        }
        let point = match slot.place.geometry {
            Some(Geometry::Point { at }) => Some(at),
            _ => None,
        };
        let row = rows.entry(id).or_insert(PlaceRow { name, point: None, claims: 0, last: None });
        row.claims += 1;
        row.point = row.point.or(point);
    }
    let all = account_name(&Account::All);
    for holding in holdings {
        let row = rows.entry(&holding.place).or_insert(PlaceRow {
            name: &holding.name,
            point: None,
            claims: 0,
            last: None,
        });
        row.point = row.point.or(holding.point);
        if holding.account == all && row.last.is_none_or(|last| last.start <= holding.start) {
            row.last = Some(holding);
        }
    }
    PLACES.clear(transaction)?;
    let mut bounds = Vec::new();
    let mut insert = transaction.prepare(
        "INSERT INTO places (geom, id, name, claims, holder, status, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (id, row) in &rows {
        let blob = row.point.map(geometry::point);
        insert.execute(params![
            blob.as_ref().map(|b| &b.bytes),
            id,
            row.name,
            row.claims,
            row.last.and_then(|h| h.holder.as_deref()),
            row.last.map(|h| word(&h.status)),
            row.last.and_then(|h| h.start).map(|d| d.to_string()),
        ])?;
        note(&mut bounds, transaction, blob);
    }
    PLACES.finish(transaction, &bounds, &clock.0)?;
    Ok(rows.len())
}

fn write_events(
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

fn write_holdings(
    transaction: &Transaction<'_>,
    holdings: &[Holding],
    clock: &Clock,
) -> rusqlite::Result<usize> {
    let mut ordered: Vec<&Holding> = holdings.iter().collect();
    ordered.sort_by(|a, b| {
        (&a.account, &a.place, a.start, a.end, &a.id).cmp(&(&b.account, &b.place, b.start, b.end, &b.id))
    });
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

/// The name under which holdings of an account are stored.
fn account_name(account: &Account) -> String {
    account.to_string()
}

//! The views without geometry: accounts, disputes, figures, and the history of events.

use std::collections::BTreeSet;

use annalist_chronicle::{Account, Dispute, Event, LedgerEntry, changes_of_clusters};
use annalist_time::Edtf;
use rusqlite::types::Value;
use rusqlite::{Transaction, params};
use serde::Deserialize;

use super::rewrite::{Rewrite, Row, View, count};
use crate::sources::{day_after, json, word};
use crate::{Clock, gpkg};

static DISPUTE_ROWS: View = View {
    table: "disputes",
    layer: None,
    key: &["id"],
    columns: &["id", "kind", "place", "start", "end", "edtf", "positions", "effect", "model"],
};

static FIGURE_ROWS: View = View {
    table: "figures",
    layer: None,
    key: &["id"],
    columns: &[
        "id",
        "what",
        "victims",
        "scope",
        "event",
        "place",
        "edtf",
        "min",
        "max",
        "conservative",
        "informative",
        "representative",
        "claimants",
        "part_of",
        "model",
    ],
};

/// Adds to the history what becomes of the stored events when these take their place. Events that
/// are merely new have none.
pub(super) fn note_history(
    transaction: &Transaction<'_>,
    after: &[Event],
    clock: &Clock,
) -> rusqlite::Result<()> {
    #[derive(Deserialize)]
    struct Stored {
        claims: Vec<String>,
    }
    let stored: BTreeSet<String> = transaction
        .prepare("SELECT id FROM events")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if stored.is_empty() {
        return Ok(());
    }
    // An event that stays has no history, and need not be read.
    let staying: BTreeSet<&str> = after.iter().map(|e| e.id.as_str()).collect();
    let mut before = Vec::new();
    let mut model = transaction.prepare("SELECT model FROM events WHERE id = ?1")?;
    for id in stored.iter().filter(|id| !staying.contains(id.as_str())) {
        let model: String = model.query_row([id], |row| row.get(0))?;
        if let Ok(Stored { claims }) = serde_json::from_str(&model) {
            before.push((id.clone(), claims));
        }
    }
    let after = after.iter().filter(|e| !stored.contains(&e.id));
    let after: Vec<_> = after.map(|e| (e.id.clone(), e.claims.clone())).collect();
    let mut insert = transaction
        .prepare("INSERT INTO event_history (at, change, before, after) VALUES (?1, ?2, ?3, ?4)")?;
    let mut rows: Vec<_> = changes_of_clusters(&before, &after)
        .iter()
        .map(|change| {
            let (name, before, after) = change.parts();
            (name, before.join("; "), after.join("; "))
        })
        .filter(|(name, ..)| *name != "new")
        .collect();
    rows.sort();
    for (name, before, after) in &rows {
        insert.execute(params![clock.0, name, before, after])?;
    }
    if rows.is_empty() { Ok(()) } else { gpkg::touch(transaction, "event_history", &clock.0) }
}

pub(super) fn write_accounts(transaction: &Transaction<'_>, accounts: &[Account]) -> rusqlite::Result<()> {
    let names: Vec<String> = accounts.iter().map(ToString::to_string).collect();
    let stored: Vec<String> = transaction
        .prepare("SELECT name FROM accounts ORDER BY fid")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if stored == names {
        return Ok(());
    }
    transaction.execute("DELETE FROM accounts", [])?;
    let mut insert = transaction.prepare("INSERT INTO accounts (name) VALUES (?1)")?;
    for name in names {
        insert.execute([name])?;
    }
    Ok(())
}

pub(super) fn write_disputes(
    transaction: &Transaction<'_>,
    disputes: &[Dispute],
    clock: &Clock,
) -> rusqlite::Result<()> {
    write_by_id(transaction, &DISPUTE_ROWS, disputes, |d| &d.id, row_of_dispute, clock)
}

/// Writes what has ids, in the order of the ids. Two of one id (two counts in the same words of one clause)
/// are one group, in the order given.
fn write_by_id<T>(
    transaction: &Transaction<'_>,
    view: &'static View,
    all: &[T],
    id: impl Fn(&T) -> &str,
    row: impl Fn(&T) -> Row,
    clock: &Clock,
) -> rusqlite::Result<()> {
    let mut ordered: Vec<&T> = all.iter().collect();
    ordered.sort_by(|a, b| id(a).cmp(id(b)));
    let mut rewrite = Rewrite::begin(transaction, view)?;
    for group in ordered.chunk_by(|a, b| id(a) == id(b)) {
        let rows: Vec<Row> = group.iter().map(|one| row(one)).collect();
        rewrite.put(&[id(group[0])], &rows)?;
    }
    rewrite.finish(&clock.0).map(|_| ())
}

fn row_of_dispute(dispute: &Dispute) -> Row {
    let when = dispute.when.as_ref();
    let positions: Vec<String> =
        dispute.positions.iter().map(|p| format!("{} ({})", p.says, p.by.join(", "))).collect();
    Row::plain([
        dispute.id.clone().into(),
        word(&dispute.kind).into(),
        dispute.place.clone().into(),
        when.and_then(Edtf::earliest).map(|d| d.to_string()).into(),
        when.and_then(Edtf::latest).and_then(day_after).into(),
        when.map(|w| w.as_str().to_owned()).into(),
        positions.join(" | ").into(),
        dispute.effect.into(),
        json(dispute).into(),
    ])
}

pub(super) fn write_figures(
    transaction: &Transaction<'_>,
    figures: &[LedgerEntry],
    clock: &Clock,
) -> rusqlite::Result<()> {
    write_by_id(transaction, &FIGURE_ROWS, figures, |f| &f.id, row_of_figure, clock)
}

fn row_of_figure(entry: &LedgerEntry) -> Row {
    // A number beyond what a table holds is told as its JSON alone.
    let number = |n: Option<u64>| Value::from(n.and_then(|n| i64::try_from(n).ok()));
    Row::plain([
        entry.id.clone().into(),
        word(&entry.what).into(),
        entry.victims.clone().into(),
        word(&entry.scope).into(),
        entry.event.clone().into(),
        entry.place.clone().into(),
        entry.when.as_ref().map(|w| w.as_str().to_owned()).into(),
        number(entry.min),
        number(entry.max),
        number(entry.conservative),
        number(entry.informative),
        number(entry.representative),
        count(entry.claimants.len()),
        entry.part_of.join("; ").into(),
        json(entry).into(),
    ])
}

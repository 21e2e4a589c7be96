//! The views without geometry: accounts, disputes, figures, and the history of events.

use annalist_chronicle::{Account, Dispute, Event, LedgerEntry, changes_of_clusters};
use annalist_time::Edtf;
use rusqlite::{Transaction, params};
use serde::Deserialize;

use crate::sources::{day_after, json, word};
use crate::{Clock, gpkg};

/// Adds to the history what becomes of the stored events when these take their place. Events that
/// are merely new have none.
pub(super) fn note_history(
    transaction: &Transaction<'_>,
    after: &[Event],
    clock: &Clock,
) -> rusqlite::Result<()> {
    #[derive(Deserialize)]
    struct Stored {
        id: String,
        claims: Vec<String>,
    }
    let mut before = Vec::new();
    let mut statement = transaction.prepare("SELECT model FROM events")?;
    for model in statement.query_map([], |row| row.get::<_, String>(0))? {
        if let Ok(Stored { id, claims }) = serde_json::from_str(&model?) {
            before.push((id, claims));
        }
    }
    if before.is_empty() {
        return Ok(());
    }
    let after: Vec<_> = after.iter().map(|e| (e.id.clone(), e.claims.clone())).collect();
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
    for (name, before, after) in rows {
        insert.execute(params![clock.0, name, before, after])?;
    }
    gpkg::touch(transaction, "event_history", &clock.0)
}

pub(super) fn write_accounts(transaction: &Transaction<'_>, accounts: &[Account]) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM accounts", [])?;
    let mut insert = transaction.prepare("INSERT INTO accounts (name) VALUES (?1)")?;
    for account in accounts {
        insert.execute([account.to_string()])?;
    }
    Ok(())
}

pub(super) fn write_disputes(
    transaction: &Transaction<'_>,
    disputes: &[Dispute],
    clock: &Clock,
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM disputes", [])?;
    let mut insert = transaction.prepare(
        "INSERT INTO disputes (id, kind, place, start, \"end\", edtf, positions, effect, model)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for dispute in disputes {
        let when = dispute.when.as_ref();
        let positions: Vec<String> =
            dispute.positions.iter().map(|p| format!("{} ({})", p.says, p.by.join(", "))).collect();
        insert.execute(params![
            dispute.id,
            word(&dispute.kind),
            dispute.place,
            when.and_then(Edtf::earliest).map(|d| d.to_string()),
            when.and_then(Edtf::latest).and_then(day_after),
            when.map(Edtf::as_str),
            positions.join(" | "),
            dispute.effect,
            json(dispute),
        ])?;
    }
    gpkg::touch(transaction, "disputes", &clock.0)
}

pub(super) fn write_figures(
    transaction: &Transaction<'_>,
    figures: &[LedgerEntry],
    clock: &Clock,
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM figures", [])?;
    let mut insert = transaction.prepare(
        "INSERT INTO figures (id, what, victims, scope, event, place, edtf, min, max, conservative, informative,
         representative, claimants, part_of, model)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    // A number beyond what a table holds is told as its JSON alone.
    let number = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
    for entry in figures {
        insert.execute(params![
            entry.id,
            word(&entry.what),
            entry.victims,
            word(&entry.scope),
            entry.event,
            entry.place,
            entry.when.as_ref().map(Edtf::as_str),
            number(entry.min),
            number(entry.max),
            number(entry.conservative),
            number(entry.informative),
            number(entry.representative),
            entry.claimants.len(),
            entry.part_of.join("; "),
            json(entry),
        ])?;
    }
    gpkg::touch(transaction, "figures", &clock.0)
}

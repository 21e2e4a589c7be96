//! The journal of decisions: appended to, never changed.
//!
//! A decision is made with [`Project::decide`] and taken back with [`Project::undo`]; each is one
//! transaction, so that a program that dies while it writes leaves the journal as it was before or
//! with the whole decision. What a decision changes is computed by
//! [`annalist_chronicle::Chronicle::decide`] and stored by [`Project::write_views`]; until then the
//! stored views are known to be out of date ([`Project::views_are_current`]).

use std::collections::BTreeMap;

use annalist_chronicle::{Act, Anchor, Decision, LogError, corrected, validate};
use annalist_claim::Claim;
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::sources::json;
use crate::views::mark_stale;
use crate::{Clock, Project, StoreError, gpkg};

/// What a replay of another journal did.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Replayed {
    /// Decisions appended, as they stand in this journal.
    pub added: Vec<Decision>,
    /// How many were there already.
    pub known: usize,
}

impl Project {
    /// The journal, oldest first.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare("SELECT id, parent, author, at, act, about FROM decisions ORDER BY fid")
            .map_err(sql)?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get::<_, String>(4)?,
                    row.get::<_, Option<String>>(5)?,
                ))
            })
            .map_err(sql)?;
        rows.map(|row| {
            let (id, parent, author, at, act, about): (String, _, _, _, _, _) = row.map_err(sql)?;
            let damaged = |e| StoreError::damaged(&self.path, format!("decisions {id}"), e);
            let act = serde_json::from_str(&act).map_err(damaged)?;
            let about = about.map_or(Ok(Vec::new()), |a| serde_json::from_str(&a)).map_err(damaged)?;
            Ok(Decision { id, parent, author, at, act, about })
        })
        .collect()
    }

    /// Records what a person decided, after everything that the journal holds, and gives it back with
    /// its id, its parent and the words of the claims that it names.
    ///
    /// # Errors
    /// [`StoreError::Decision`] when the author has no name, a claim is not in the project, a correction
    /// does not fit its slot, or an undo names what does not stand. Nothing is written then.
    pub fn decide(&mut self, author: &str, clock: &Clock, act: Act) -> Result<Decision, StoreError> {
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let act = checked(act)?;
        if author.trim().is_empty() {
            return Err(StoreError::Decision("nobody is named as its author".to_owned()));
        }
        let mut claims: BTreeMap<String, Claim> = BTreeMap::new();
        for id in act.claims() {
            let found = self.claim(id)?;
            let claim =
                found.ok_or_else(|| StoreError::Decision(format!("the project has no claim {id}")))?;
            claims.insert(id.to_owned(), claim);
        }
        if let Act::Correct { claim, slot, to, .. } = &act {
            corrected(&claims[claim], slot, to).map_err(StoreError::Decision)?;
        }
        let log = if matches!(act, Act::Undo { .. }) { self.decisions()? } else { Vec::new() };
        let about: Vec<Anchor> = claims.values().map(Anchor::of).collect();
        let transaction = immediate(&mut self.connection).map_err(sql)?;
        let newest = newest(&transaction).map_err(sql)?;
        let decision = Decision::after(newest.as_deref(), author.trim(), &clock.0, act, about);
        if !log.is_empty() || matches!(decision.act, Act::Undo { .. }) {
            let mut longer = log;
            longer.push(decision.clone());
            validate(&longer).map_err(|e| StoreError::Decision(said(&e)))?;
        }
        insert(&transaction, &decision).map_err(sql)?;
        transaction.commit().map_err(sql)?;
        Ok(decision)
    }

    /// Takes back a decision that stands; taking back an undo brings back what it took.
    ///
    /// # Errors
    /// [`StoreError::Decision`] when there is no such decision or it is taken back already.
    pub fn undo(&mut self, author: &str, clock: &Clock, decision: &str) -> Result<Decision, StoreError> {
        self.decide(author, clock, Act::Undo { decision: decision.to_owned() })
    }

    /// Appends a finished decision. Its parent must be the newest one of the journal, so that two
    /// writers cannot both follow the same decision unseen; the same decision twice is written once.
    pub fn append(&mut self, decision: &Decision) -> Result<(), StoreError> {
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = immediate(&mut self.connection).map_err(sql)?;
        let known: bool = transaction
            .query_row("SELECT count(*) FROM decisions WHERE id = ?1", [&decision.id], |row| row.get(0))
            .map_err(sql)?;
        if known {
            return Ok(());
        }
        let newest = newest(&transaction).map_err(sql)?;
        if newest != decision.parent {
            return Err(StoreError::Decision(format!(
                "it follows {}, but the newest is {}; read the journal again and decide anew",
                decision.parent.as_deref().unwrap_or("nothing"),
                newest.as_deref().unwrap_or("none")
            )));
        }
        insert(&transaction, decision).map_err(sql)?;
        transaction.commit().map_err(sql)
    }

    /// Replays another journal onto this one, in one transaction: each decision keeps its author, time
    /// and act and follows the newest one here. What is here already (same author, time and act) is
    /// passed over, so that a replay twice changes nothing. Claims need not be there: decisions that
    /// find none are listed by [`annalist_chronicle::orphans`].
    ///
    /// # Errors
    /// [`StoreError::Decision`] when the other journal is no chain or was altered.
    pub fn replay_decisions(&mut self, log: &[Decision]) -> Result<Replayed, StoreError> {
        validate(log).map_err(|e| StoreError::Decision(said(&e)))?;
        let mut here = self.decisions()?;
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = immediate(&mut self.connection).map_err(sql)?;
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        let mut done = Replayed::default();
        for decision in log {
            let act = match &decision.act {
                Act::Undo { decision: undone } => {
                    Act::Undo { decision: ids.get(undone.as_str()).unwrap_or(undone).clone() }
                }
                other => other.clone(),
            };
            let same = |d: &&Decision| d.author == decision.author && d.at == decision.at && d.act == act;
            if let Some(known) = here.iter().find(same) {
                ids.insert(&decision.id, known.id.clone());
                done.known += 1;
                continue;
            }
            let parent = here.last().map(|d| d.id.clone());
            let next = Decision::after(
                parent.as_deref(),
                &decision.author,
                &decision.at,
                act,
                decision.about.clone(),
            );
            ids.insert(&decision.id, next.id.clone());
            insert(&transaction, &next).map_err(sql)?;
            here.push(next.clone());
            done.added.push(next);
        }
        validate(&here).map_err(|e| StoreError::Decision(said(&e)))?;
        transaction.commit().map_err(sql)?;
        Ok(done)
    }
}

fn immediate(connection: &mut rusqlite::Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
}

fn newest(transaction: &Transaction<'_>) -> rusqlite::Result<Option<String>> {
    let query = "SELECT id FROM decisions ORDER BY fid DESC LIMIT 1";
    transaction.query_row(query, [], |row| row.get(0)).optional()
}

fn insert(transaction: &Transaction<'_>, decision: &Decision) -> rusqlite::Result<()> {
    let about = (!decision.about.is_empty()).then(|| json(&decision.about));
    transaction.execute(
        "INSERT INTO decisions (id, parent, author, at, act, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![decision.id, decision.parent, decision.author, decision.at, json(&decision.act), about],
    )?;
    mark_stale(transaction)?;
    gpkg::touch(transaction, "decisions", &decision.at)
}

/// An act with its claims sorted, or why it says nothing.
fn checked(mut act: Act) -> Result<Act, StoreError> {
    let no = |why: &str| Err(StoreError::Decision(why.to_owned()));
    match &mut act {
        Act::Merge { claims } | Act::Split { claims } => {
            claims.sort();
            claims.dedup();
        }
        _ => {}
    }
    match &act {
        Act::Merge { claims } if claims.len() < 2 => no("a merge needs two claims"),
        Act::Split { claims } if claims.is_empty() => no("a split needs a claim"),
        Act::SetPlace { name, place } if name.trim().is_empty() || place.trim().is_empty() => {
            no("a place is set by a name and a place's id")
        }
        Act::SetAlignment { source, .. } if source.trim().is_empty() => no("no source is named"),
        Act::Note { text, .. } if text.trim().is_empty() => no("the note has no words"),
        _ => Ok(act),
    }
}

/// A journal's fault with what to do.
fn said(error: &LogError) -> String {
    match error {
        LogError::Broken { .. } | LogError::Altered(_) => {
            format!("{error}; export the journal again from the project that it comes from")
        }
        LogError::Unknown { .. } | LogError::Twice { .. } => {
            format!("{error}; `annalist decisions list` shows what stands")
        }
    }
}

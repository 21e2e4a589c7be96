//! The journal of decisions: appended to, never changed.

use annalist_chronicle::Decision;
use rusqlite::params;

use crate::sources::json;
use crate::{Clock, Project, StoreError, gpkg};

impl Project {
    /// The journal, oldest first.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare("SELECT id, parent, author, at, act FROM decisions ORDER BY fid")
            .map_err(sql)?;
        let rows = statement
            .query_map([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get::<_, String>(4)?))
            })
            .map_err(sql)?;
        rows.map(|row| {
            let (id, parent, author, at, act): (String, _, _, _, _) = row.map_err(sql)?;
            let act = serde_json::from_str(&act)
                .map_err(|e| StoreError::damaged(&self.path, format!("decisions {id}"), e))?;
            Ok(Decision { id, parent, author, at, act })
        })
        .collect()
    }

    /// Appends a decision. Its parent must be the newest one of the journal, so that two writers
    /// cannot both follow the same decision unseen; the same decision twice is written once.
    pub fn decide(&mut self, decision: &Decision) -> Result<(), StoreError> {
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = self
            .connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(sql)?;
        let known: bool = transaction
            .query_row("SELECT count(*) FROM decisions WHERE id = ?1", [&decision.id], |row| row.get(0))
            .map_err(sql)?;
        if known {
            return Ok(());
        }
        let newest: Option<String> = {
            use rusqlite::OptionalExtension as _;
            transaction
                .query_row("SELECT id FROM decisions ORDER BY fid DESC LIMIT 1", [], |row| row.get(0))
                .optional()
                .map_err(sql)?
        };
        if newest != decision.parent {
            return Err(StoreError::Decision(format!(
                "it follows {}, but the newest is {}; read the journal again and decide anew",
                decision.parent.as_deref().unwrap_or("nothing"),
                newest.as_deref().unwrap_or("none")
            )));
        }
        transaction
            .execute(
                "INSERT INTO decisions (id, parent, author, at, act) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![decision.id, decision.parent, decision.author, decision.at, json(&decision.act)],
            )
            .map_err(sql)?;
        gpkg::touch(&transaction, "decisions", &Clock(decision.at.clone()).0).map_err(sql)?;
        transaction.commit().map_err(sql)
    }
}

//! Policies of one's own: accounts that the project keeps.

use annalist_chronicle::Policy;
use rusqlite::params;

use crate::sources::json;
use crate::views::mark_stale;
use crate::{Clock, Project, StoreError, gpkg};

impl Project {
    /// The project's own policies, by name.
    pub fn policies(&self) -> Result<Vec<Policy>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement =
            self.connection.prepare("SELECT model FROM policies ORDER BY name").map_err(sql)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).map_err(sql)?;
        rows.map(|json| {
            serde_json::from_str(&json.map_err(sql)?)
                .map_err(|e| StoreError::damaged(&self.path, "policies", e))
        })
        .collect()
    }

    /// Keeps a policy; one of the same name is replaced.
    pub fn keep_policy(&mut self, policy: &Policy, clock: &Clock) -> Result<(), StoreError> {
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = self.connection.transaction().map_err(sql)?;
        transaction
            .execute(
                "INSERT INTO policies (name, title, model) VALUES (?1, ?2, ?3)
                 ON CONFLICT (name) DO UPDATE SET title = excluded.title, model = excluded.model",
                params![policy.name, policy.title, json(policy)],
            )
            .map_err(sql)?;
        mark_stale(&transaction).map_err(sql)?;
        gpkg::touch(&transaction, "policies", &clock.0).map_err(sql)?;
        transaction.commit().map_err(sql)
    }

    /// Forgets a policy. Gives whether there was one.
    pub fn forget_policy(&mut self, name: &str, clock: &Clock) -> Result<bool, StoreError> {
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = self.connection.transaction().map_err(sql)?;
        let gone = transaction.execute("DELETE FROM policies WHERE name = ?1", [name]).map_err(sql)?;
        if gone > 0 {
            mark_stale(&transaction).map_err(sql)?;
            gpkg::touch(&transaction, "policies", &clock.0).map_err(sql)?;
        }
        transaction.commit().map_err(sql)?;
        Ok(gone > 0)
    }
}

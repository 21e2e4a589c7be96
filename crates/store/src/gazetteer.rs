//! The places that people added to a project, as a pack's text.

use rusqlite::{OptionalExtension as _, params};

use crate::{Project, StoreError};

const KEY: &str = "gazetteer";

impl Project {
    /// The added places as a pack (tab-separated values), where there are any.
    pub fn gazetteer(&self) -> Result<Option<String>, StoreError> {
        self.connection
            .query_row("SELECT value FROM annalist_project WHERE key = ?1", [KEY], |row| row.get(0))
            .optional()
            .map_err(|e| self.sql(e))
    }

    /// Keeps a pack's text as the project's own places.
    pub fn set_gazetteer(&mut self, pack: &str) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT INTO annalist_project (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                params![KEY, pack],
            )
            .map(|_| ())
            .map_err(|e| self.sql(e))
    }
}

//! The chronicle's views: layers of the map and tables. They are derived whole; each writing changes the
//! rows that are others than those stored, and notes what became of the events that stood before.

mod layers;
mod read;
mod rewrite;
mod tables;

use annalist_chronicle::{Chronicle, Holding};
use annalist_claim::Claim;
use rayon::prelude::*;
use rusqlite::Transaction;

use crate::{Clock, Project, StoreError};

pub use read::{HistoryRow, PlaceRow};

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
    /// Stores a chronicle's views in one transaction: places with their spellings, events, the
    /// holdings of every account, disputes and figures. What became of events that were stored before
    /// (merged, split, changed, gone) is added to their history.
    ///
    /// Rows that are stored as they are to be are left alone. What is written is written sorted, so that the
    /// same chronicle written into the same project gives the same bytes; and whatever was stored before, the
    /// rows are in the end those of the chronicle, but for their feature ids.
    pub fn write_views(&mut self, chronicle: &Chronicle, clock: &Clock) -> Result<ViewCounts, StoreError> {
        let accounts = chronicle.accounts();
        let holdings: Vec<Holding> =
            accounts.par_iter().flat_map_iter(|account| chronicle.holdings(account)).collect();
        let claims: std::collections::BTreeMap<&str, &Claim> =
            chronicle.claims().map(|c| (c.id.as_str(), c)).collect();
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = self.connection.transaction().map_err(sql)?;
        let counts = (|| {
            tables::note_history(&transaction, &chronicle.events, clock)?;
            let places = layers::write_places(&transaction, &chronicle.places(), &holdings, clock)?;
            let events = layers::write_events(&transaction, &claims, &chronicle.events, clock)?;
            let holdings = layers::write_holdings(&transaction, &holdings, clock)?;
            tables::write_accounts(&transaction, &accounts)?;
            tables::write_disputes(&transaction, &chronicle.disputes, clock)?;
            tables::write_figures(&transaction, &chronicle.figures, clock)?;
            transaction.execute(
                "INSERT OR REPLACE INTO annalist_project (key, value) VALUES (?1, '1')",
                [CURRENT],
            )?;
            Ok(ViewCounts { places, events, holdings })
        })()
        .map_err(sql)?;
        transaction.commit().map_err(sql)?;
        Ok(counts)
    }

    /// Whether the stored views are those of the stored claims and decisions: nothing was added or
    /// decided since they were written.
    pub fn views_are_current(&self) -> Result<bool, StoreError> {
        let query = "SELECT count(*) FROM annalist_project WHERE key = ?1";
        self.connection.query_row(query, [CURRENT], |row| row.get(0)).map_err(|e| self.sql(e))
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
}

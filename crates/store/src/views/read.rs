//! Questions that the stored views answer, without computing the chronicle anew.

use annalist_chronicle::{Account, Answer, Dispute, Effects, Event, Holding, LedgerEntry, Quote};
use annalist_claim::Claim;
use annalist_time::Day;
use rusqlite::{OptionalExtension as _, params};

use super::layers::order_of;
use crate::{Project, StoreError};

/// A place of the project.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PlaceRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many claims speak of it.
    pub claims: u32,
}

/// What became of events when the views were written anew.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct HistoryRow {
    /// When.
    pub at: String,
    /// `merged`, `split`, `changed` or `gone`.
    pub change: String,
    /// Event ids before.
    pub before: Vec<String>,
    /// Event ids after.
    pub after: Vec<String>,
}

impl Project {
    /// The stored holdings of an account, or of every account, by place and day.
    pub fn holdings(&self, account: Option<&str>, place: Option<&str>) -> Result<Vec<Holding>, StoreError> {
        let (query, parameters): (&str, Vec<&dyn rusqlite::ToSql>) = match (&account, &place) {
            (Some(a), Some(p)) => {
                ("SELECT model FROM holdings WHERE place = ?1 AND account = ?2 ORDER BY fid", vec![p, a])
            }
            (Some(a), None) => ("SELECT model FROM holdings WHERE account = ?1 ORDER BY place, fid", vec![a]),
            (None, Some(p)) => ("SELECT model FROM holdings WHERE place = ?1 ORDER BY account, fid", vec![p]),
            (None, None) => ("SELECT model FROM holdings ORDER BY account, place, fid", vec![]),
        };
        self.models(query, &parameters, "holdings")
    }

    /// The stored events, by day.
    pub fn events(&self) -> Result<Vec<Event>, StoreError> {
        let mut events: Vec<Event> = self.models("SELECT model FROM events", params![], "events")?;
        events.sort_by_cached_key(order_of);
        Ok(events)
    }

    /// The stored event of an id.
    pub fn event(&self, id: &str) -> Result<Option<Event>, StoreError> {
        Ok(self.models("SELECT model FROM events WHERE id = ?1", params![id], "events")?.pop())
    }

    /// The stored disputes, the weightiest first.
    pub fn disputes(&self) -> Result<Vec<Dispute>, StoreError> {
        self.models("SELECT model FROM disputes ORDER BY effect DESC, id", params![], "disputes")
    }

    /// The stored ledger of figures.
    pub fn figures(&self) -> Result<Vec<LedgerEntry>, StoreError> {
        let query = "SELECT model FROM figures ORDER BY fid";
        let mut figures: Vec<LedgerEntry> = self.models(query, params![], "figures")?;
        figures.sort_by(LedgerEntry::in_order);
        Ok(figures)
    }

    /// The accounts whose holdings are stored.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let names: Vec<String> = self.column("SELECT name FROM accounts ORDER BY fid", params![])?;
        names
            .iter()
            .map(|name| name.parse().map_err(|e| StoreError::damaged(&self.path, "accounts", e)))
            .collect()
    }

    /// The places that a name means, or the place of an id, the one told of most first. A name that
    /// nothing bears is tried without the common nouns around it, then as the beginning of a longer
    /// name ("Velm" for "Velm airbase").
    pub fn find_places(&self, name: &str) -> Result<Vec<PlaceRow>, StoreError> {
        let found = self.places_named(name)?;
        let bare = annalist_chronicle::bare_name(name).filter(|bare| found.is_empty() && *bare != name);
        let found = match bare {
            Some(bare) => self.places_named(bare)?,
            None => found,
        };
        if !found.is_empty() {
            return Ok(found);
        }
        let longer = format!("{} %", annalist_gazetteer::fold(bare.unwrap_or(name)));
        let query = "SELECT DISTINCT place FROM place_names WHERE key LIKE ?1 ORDER BY place LIMIT 2";
        match &self.column(query, params![longer])?[..] {
            [only] => self.places_named(only),
            _ => Ok(found),
        }
    }

    fn places_named(&self, name: &str) -> Result<Vec<PlaceRow>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, name, claims FROM places WHERE id = ?1
                 OR id IN (SELECT place FROM place_names WHERE key = ?2) ORDER BY id <> ?1, claims DESC, id",
            )
            .map_err(sql)?;
        let rows = statement
            .query_map([name, &annalist_gazetteer::fold(name)], |row| {
                Ok(PlaceRow { id: row.get(0)?, name: row.get(1)?, claims: row.get(2)? })
            })
            .map_err(sql)?;
        rows.collect::<Result<_, _>>().map_err(sql)
    }

    /// The names of the places, by their ids.
    pub fn place_names(&self) -> Result<std::collections::BTreeMap<String, String>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self.connection.prepare_cached("SELECT id, name FROM places").map_err(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(sql)?;
        rows.collect::<Result<_, _>>().map_err(sql)
    }

    /// Every spelling of every place.
    pub fn spellings(&self) -> Result<Vec<String>, StoreError> {
        self.column("SELECT DISTINCT spelling FROM place_names ORDER BY spelling", params![])
    }

    /// Who held a place at the end of a day, as each of the accounts tells it.
    pub fn who(&self, place: &PlaceRow, day: Day, accounts: &[Account]) -> Result<Vec<Answer>, StoreError> {
        let effects = Effects::of(&self.decisions()?);
        let mut quotes = std::collections::BTreeMap::new();
        let mut answers = Vec::new();
        for account in accounts {
            let holdings = self.holdings(Some(&account.to_string()), Some(&place.id))?;
            for id in holdings.iter().flat_map(|h| h.begun_by.iter().chain(&h.confirmed_by)) {
                if !quotes.contains_key(id)
                    && let Some((claim, name)) = self.told(id)?
                {
                    let claim = effects.decided(&claim).unwrap_or(claim);
                    quotes.insert(id.clone(), Quote::of(&claim, &name));
                }
            }
            let point = holdings.iter().find_map(|h| h.point);
            let told = |id: &str| quotes.get(id).cloned();
            answers.push(Answer::of(account, (&place.id, &place.name, point), day, &holdings, told));
        }
        Ok(answers)
    }

    /// What became of events, oldest first: all of it, or only what touches one event.
    pub fn history(&self, event: Option<&str>) -> Result<Vec<HistoryRow>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT at, change, before, after FROM event_history
                 WHERE ?1 IS NULL OR instr(before, ?1) OR instr(after, ?1) ORDER BY fid",
            )
            .map_err(sql)?;
        let ids = |joined: String| joined.split("; ").filter(|s| !s.is_empty()).map(str::to_owned).collect();
        let rows = statement
            .query_map([event], |row| {
                Ok(HistoryRow {
                    at: row.get(0)?,
                    change: row.get(1)?,
                    before: ids(row.get(2)?),
                    after: ids(row.get(3)?),
                })
            })
            .map_err(sql)?;
        rows.collect::<Result<_, _>>().map_err(sql)
    }

    /// A claim as it was read, and its document's name.
    pub fn told(&self, claim: &str) -> Result<Option<(Claim, String)>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT c.model, d.name FROM claims c JOIN documents d ON d.id = c.document WHERE c.id = ?1",
            )
            .map_err(sql)?;
        let found: Option<(String, String)> =
            statement.query_row([claim], |row| Ok((row.get(0)?, row.get(1)?))).optional().map_err(sql)?;
        found
            .map(|(model, name)| {
                let claim = serde_json::from_str(&model)
                    .map_err(|e| StoreError::damaged(&self.path, format!("claims {claim}"), e))?;
                Ok((claim, name))
            })
            .transpose()
    }

    fn column(&self, query: &str, parameters: &[&dyn rusqlite::ToSql]) -> Result<Vec<String>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self.connection.prepare_cached(query).map_err(sql)?;
        let rows = statement.query_map(parameters, |row| row.get(0)).map_err(sql)?;
        rows.collect::<Result<_, _>>().map_err(sql)
    }

    fn models<T: serde::de::DeserializeOwned>(
        &self,
        query: &str,
        parameters: &[&dyn rusqlite::ToSql],
        what: &str,
    ) -> Result<Vec<T>, StoreError> {
        self.column(query, parameters)?
            .iter()
            .map(|json| serde_json::from_str(json).map_err(|e| StoreError::damaged(&self.path, what, e)))
            .collect()
    }
}

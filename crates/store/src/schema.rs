//! The project's own tables, and how older projects come up to date.

use rusqlite::{Connection, Result};

use crate::gpkg::{self, Layer};

/// The newest schema that this version writes.
pub(crate) const SCHEMA: u32 = 6;

pub(crate) const PLACES: Layer = Layer {
    table: "places",
    geometry: "POINT",
    title: "Places that claims name, with their last known holder",
};
pub(crate) const EVENTS: Layer =
    Layer { table: "events", geometry: "GEOMETRY", title: "Events: claims that tell one occurrence" };
pub(crate) const HOLDINGS: Layer = Layer {
    table: "holdings",
    geometry: "POINT",
    title: "Who held a place from when to when, one row an account (end is the day after the last)",
};

/// Tables without geometry that are listed beside the layers, with their titles.
const TABLES: [(&str, &str); 6] = [
    ("documents", "Source documents"),
    ("passages", "Passages of the documents with their byte ranges"),
    ("claims", "Claims: one clause's assertion each, with its words and its rule"),
    ("attributions", "Who says each claim, outermost first"),
    ("belligerents", "Sides, forces, units and people"),
    ("decisions", "People's decisions: an append-only journal"),
];

/// Tables of schema 3 with their titles.
const VIEWS: [(&str, &str); 4] = [
    ("disputes", "What sources cannot all have right"),
    ("figures", "The ledger of figures"),
    ("event_history", "What became of events as documents and decisions came"),
    ("policies", "Policies: whose word counts, of one's own"),
];

/// One step from a schema to the next.
pub(crate) type Migration = fn(&Connection) -> Result<()>;

/// `MIGRATIONS[n]` brings schema `n + 1` to `n + 2`.
pub(crate) const MIGRATIONS: &[Migration] = &[
    decisions_know_their_words,
    views_are_read_back,
    shingles_are_kept,
    views_are_written_anew,
    views_are_written_anew,
];

/// Schema 2: a decision keeps the words of the claims that it names.
fn decisions_know_their_words(connection: &Connection) -> Result<()> {
    connection.execute_batch("ALTER TABLE decisions ADD COLUMN about TEXT;")
}

/// Schema 3: what commands and the page ask for is stored, and policies of one's own.
fn views_are_read_back(connection: &Connection) -> Result<()> {
    connection.execute_batch(include_str!("schema_3.sql"))?;
    for (table, title) in VIEWS {
        gpkg::register_table(connection, table, title)?;
    }
    connection.execute("DELETE FROM annalist_project WHERE key = 'views'", []).map(|_| ())
}

/// Schema 4: the shingles by which versions of one work are known, so that no document is read for them.
fn shingles_are_kept(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "CREATE TABLE shingles (
           document TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
           hashes BLOB NOT NULL
         ) WITHOUT ROWID;",
    )?;
    let mut documents = connection.prepare("SELECT id, model FROM documents ORDER BY id")?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let (id, model): (String, String) = (row.get(0)?, row.get(1)?);
        // A damaged document is told when it is opened.
        if let Ok(document) = serde_json::from_str::<annalist_document::Document>(&model) {
            let hashes = annalist_document::Shingles::of(&document).to_bytes();
            connection.execute("INSERT INTO shingles VALUES (?1, ?2)", rusqlite::params![id, hashes])?;
        }
    }
    Ok(())
}

/// Schemas 5 and 6: links are compared otherwise and keep their levels as numbers; the views are written anew.
fn views_are_written_anew(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM annalist_project WHERE key = 'views'", []).map(|_| ())
}

/// Makes everything in an empty database.
pub(crate) fn create(connection: &Connection) -> Result<()> {
    gpkg::initialise(connection)?;
    connection.execute_batch(include_str!("schema.sql"))?;
    for layer in [PLACES, EVENTS, HOLDINGS] {
        layer.register(connection)?;
    }
    for (table, title) in TABLES {
        gpkg::register_table(connection, table, title)?;
    }
    views_are_read_back(connection)?;
    shingles_are_kept(connection)?;
    set_version(connection, SCHEMA)
}

/// The project's schema, or `None` when it is no project of ours.
pub(crate) fn version(connection: &Connection) -> Result<Option<u32>> {
    let ours: bool = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'annalist_project'",
        [],
        |row| row.get(0),
    )?;
    if !ours {
        return Ok(None);
    }
    connection.query_row("SELECT value FROM annalist_project WHERE key = 'schema'", [], |row| {
        Ok(row.get::<_, String>(0)?.parse().ok())
    })
}

/// Brings an older project up to date, one step a transaction.
pub(crate) fn migrate(connection: &mut Connection, from: u32, steps: &[Migration]) -> Result<()> {
    for (at, step) in steps.iter().enumerate().skip(from.saturating_sub(1) as usize) {
        let transaction = connection.transaction()?;
        step(&transaction)?;
        set_version(&transaction, at as u32 + 2)?;
        transaction.commit()?;
    }
    Ok(())
}

fn set_version(connection: &Connection, version: u32) -> Result<()> {
    connection.execute(
        "INSERT INTO annalist_project (key, value) VALUES ('schema', ?1)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [version.to_string()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{MIGRATIONS, Migration, SCHEMA, create, migrate, version};

    #[test]
    fn migrations_run_from_the_projects_own_schema() {
        let mut connection = Connection::open_in_memory().unwrap();
        create(&connection).unwrap();
        let steps: &[Migration] = &[
            |c| c.execute_batch("CREATE TABLE second (x)"),
            |c| c.execute_batch("CREATE TABLE third AS SELECT * FROM second"),
        ];
        migrate(&mut connection, 1, steps).unwrap();
        assert_eq!(version(&connection).unwrap(), Some(3));
        migrate(&mut connection, 3, steps).unwrap();
        assert_eq!(version(&connection).unwrap(), Some(3));
    }

    #[test]
    fn links_that_were_compared_otherwise_are_written_anew() {
        for from in [4, 5] {
            let mut connection = Connection::open_in_memory().unwrap();
            create(&connection).unwrap();
            let note = "INSERT INTO annalist_project VALUES ('views', 'as of then'), ('title', 'kept')";
            connection.execute_batch(note).unwrap();
            migrate(&mut connection, from, MIGRATIONS).unwrap();
            let keys = "SELECT group_concat(key) FROM annalist_project WHERE key IN ('views', 'title')";
            let kept: String = connection.query_row(keys, [], |row| row.get(0)).unwrap();
            assert_eq!((kept.as_str(), version(&connection).unwrap()), ("title", Some(SCHEMA)));
        }
    }

    #[test]
    fn a_failed_step_leaves_the_schema_where_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        create(&connection).unwrap();
        let steps: &[Migration] = &[|c| c.execute_batch("CREATE TABLE half (x); SELECT no_such_function();")];
        assert!(migrate(&mut connection, 1, steps).is_err());
        assert_eq!(version(&connection).unwrap(), Some(SCHEMA));
        assert!(connection.prepare("SELECT * FROM half").is_err());
    }
}

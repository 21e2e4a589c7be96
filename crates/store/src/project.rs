use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, functions::FunctionFlags};

use crate::{StoreError, gpkg, schema};

/// Offset of the application id in an SQLite file's header.
const APPLICATION_ID_AT: usize = 68;
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// The time that a writer notes down: given by the caller, since libraries read no clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock(
    /// An RFC 3339 instant in UTC (`2017-04-05T12:00:00Z`).
    pub String,
);

/// A project file, open.
pub struct Project {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
}

impl Project {
    /// Opens a project for reading and writing, or makes it when there is no such file.
    ///
    /// An older schema is brought up to date; a newer one, and a file that is no project, is
    /// refused before anything is written.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() { Self::open(path) } else { Self::create(path) }
    }

    /// Opens an existing project for reading and writing.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        check(path)?;
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(|e| StoreError::sql(path, e))?;
        Self::prepared(connection, path, true)
    }

    /// Opens an existing project for reading only. One of an older schema is brought up to date first.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        if check(path)? < schema::SCHEMA {
            Self::open(path)?.close()?;
        }
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(|e| StoreError::sql(path, e))?;
        Self::prepared(connection, path, false)
    }

    fn create(path: &Path) -> Result<Self, StoreError> {
        let sql = |e| StoreError::sql(path, e);
        let made = (|| {
            let mut connection = Connection::open(path).map_err(sql)?;
            let transaction = connection.transaction().map_err(sql)?;
            schema::create(&transaction).map_err(sql)?;
            transaction.commit().map_err(sql)?;
            Self::prepared(connection, path, true)
        })();
        if made.is_err() {
            // A half-made project is worth nothing and would be refused at the next opening.
            let _ = std::fs::remove_file(path);
        }
        made
    }

    fn prepared(mut connection: Connection, path: &Path, writable: bool) -> Result<Self, StoreError> {
        let sql = |e| StoreError::sql(path, e);
        connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(sql)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(sql)?;
        if writable {
            connection.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
            connection.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
            add_geometry_functions(&connection).map_err(sql)?;
        }
        let found = schema::version(&connection).map_err(sql)?.unwrap_or(schema::SCHEMA);
        if found > schema::SCHEMA {
            return Err(StoreError::Newer { path: path.to_owned(), found, known: schema::SCHEMA });
        }
        if writable {
            schema::migrate(&mut connection, found, schema::MIGRATIONS).map_err(sql)?;
        }
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Where the project is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Folds the write-ahead log into the file, so that the project is one file again, and goes on.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(|e| self.sql(e))
    }

    /// Folds the write-ahead log into the file and lets go of it.
    pub fn close(self) -> Result<(), StoreError> {
        self.checkpoint()?;
        let path = self.path;
        self.connection.close().map_err(|(_, e)| StoreError::sql(&path, e))
    }

    pub(crate) fn sql(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sql(&self.path, error)
    }
}

/// Refuses what is no project or too new a one, by reading alone, and gives its schema.
fn check(path: &Path) -> Result<u32, StoreError> {
    let no = |reason: &str| StoreError::NotAProject { path: path.to_owned(), reason: reason.to_owned() };
    let io = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing { path: path.to_owned() },
        _ => StoreError::Io { path: path.to_owned(), reason: format!("cannot be read ({e})") },
    };
    if path.is_dir() {
        return Err(no("it is a folder"));
    }
    let mut header = Vec::new();
    let file = std::fs::File::open(path).map_err(io)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(file, 100), &mut header).map_err(io)?;
    if header.is_empty() {
        return Err(no("it is empty"));
    }
    if !header.starts_with(SQLITE_MAGIC) {
        return Err(no("it is no SQLite database"));
    }
    if header.get(APPLICATION_ID_AT..APPLICATION_ID_AT + 4) != Some(&gpkg::APPLICATION_ID.to_be_bytes()) {
        return Err(no("it is an SQLite database, but no GeoPackage"));
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|e| StoreError::sql(path, e))?;
    match schema::version(&connection).map_err(|e| StoreError::sql(path, e))? {
        None => Err(no("it is a GeoPackage of another program")),
        Some(found) if found > schema::SCHEMA => {
            Err(StoreError::Newer { path: path.to_owned(), found, known: schema::SCHEMA })
        }
        Some(found) => Ok(found),
    }
}

/// The functions that the format's index triggers call, so that an edit through this connection
/// keeps the index right. They read the point, line or polygon blobs that this crate writes.
fn add_geometry_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |context| {
        Ok(context.get::<Option<Vec<u8>>>(0)?.is_some_and(|blob| coordinates(&blob).is_empty()))
    })?;
    let sides: [(&str, usize, fn(f64, f64) -> f64); 4] = [
        ("ST_MinX", 0, f64::min),
        ("ST_MaxX", 0, f64::max),
        ("ST_MinY", 1, f64::min),
        ("ST_MaxY", 1, f64::max),
    ];
    for (name, axis, pick) in sides {
        connection.create_scalar_function(name, 1, flags, move |context| {
            let blob = context.get::<Option<Vec<u8>>>(0)?.unwrap_or_default();
            Ok(coordinates(&blob).iter().map(|c| c[axis]).reduce(pick))
        })?;
    }
    Ok(())
}

/// Every coordinate of one of our blobs: the numbers after the header, the type and the counts.
fn coordinates(blob: &[u8]) -> Vec<[f64; 2]> {
    let kind = blob.get(9..13).map(|b| u32::from_le_bytes(b.try_into().expect("four bytes")));
    let skip = match kind {
        Some(1) => 13,
        Some(2) => 17,
        Some(3) => 21,
        _ => return Vec::new(),
    };
    blob[skip.min(blob.len())..]
        .chunks_exact(16)
        .map(|pair| {
            [
                f64::from_le_bytes(pair[..8].try_into().expect("eight bytes")),
                f64::from_le_bytes(pair[8..].try_into().expect("eight bytes")),
            ]
        })
        .filter(|pair| pair.iter().all(|v| v.is_finite()))
        .collect()
}

impl Project {
    /// Caps the file's size in pages, so that tests can meet a full disk.
    #[doc(hidden)]
    pub fn limit_pages_for_test(&self, pages: u32) -> Result<(), StoreError> {
        self.connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .map_err(|e| self.sql(e))
    }
}

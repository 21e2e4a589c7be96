//! What makes an SQLite file a `GeoPackage` 1.4 (OGC 12-128r19): reference systems, contents, geometry
//! columns, and the R-tree extension with its seven triggers.

use rusqlite::{Connection, Result, params};

use crate::geometry::Bounds;

/// `GPKG` in ASCII, the application id of the format.
pub(crate) const APPLICATION_ID: u32 = 0x4750_4B47;
/// Version 1.4.0 of the format.
const VERSION: u32 = 10400;

const CORE: &str = include_str!("gpkg_core.sql");
const TRIGGERS: &str = include_str!("gpkg_rtree_triggers.sql");

/// Writes the format's own tables into an empty database.
pub(crate) fn initialise(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    connection.execute_batch(CORE)
}

/// A layer of the map.
pub(crate) struct Layer {
    pub(crate) table: &'static str,
    pub(crate) geometry: &'static str,
    pub(crate) title: &'static str,
}

impl Layer {
    /// Registers the layer and makes its empty index with triggers.
    pub(crate) fn register(&self, connection: &Connection) -> Result<()> {
        let Self { table, geometry, title } = self;
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
             VALUES (?1, 'features', ?1, ?2, '1970-01-01T00:00:00.000Z', 4326)",
            params![table, title],
        )?;
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, 4326, 0, 0)",
            params![table, geometry],
        )?;
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index',
             'http://www.geopackage.org/spec140/#extension_rtree', 'write-only')",
            params![table],
        )?;
        connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE rtree_{table}_geom USING rtree(id, minx, maxx, miny, maxy);"
        ))?;
        self.make_triggers(connection)
    }

    /// Takes the triggers of the index away; whoever writes keeps the index by hand then.
    pub(crate) fn drop_triggers(&self, connection: &Connection) -> Result<()> {
        for name in ["insert", "update2", "update4", "update5", "update6", "update7", "delete"] {
            connection.execute_batch(&format!("DROP TRIGGER IF EXISTS rtree_{}_geom_{name};", self.table))?;
        }
        Ok(())
    }

    /// Notes the layer's extent and the time of the change.
    pub(crate) fn note(&self, connection: &Connection, extent: Option<Bounds>, changed: &str) -> Result<()> {
        let (west, east, south, north) =
            extent.map_or((None, None, None, None), |(w, e, s, n)| (Some(w), Some(e), Some(s), Some(n)));
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?2, max_x = ?3, min_y = ?4, max_y = ?5, last_change = ?6
             WHERE table_name = ?1",
            params![self.table, west, east, south, north, changed],
        )?;
        Ok(())
    }

    /// Puts the triggers of the index back.
    pub(crate) fn make_triggers(&self, connection: &Connection) -> Result<()> {
        connection.execute_batch(&TRIGGERS.replace("{table}", self.table))
    }
}

/// Registers a table without geometry, so that it is listed beside the layers.
pub(crate) fn register_table(connection: &Connection, table: &str, title: &str) -> Result<()> {
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
         VALUES (?1, 'attributes', ?1, ?2, '1970-01-01T00:00:00.000Z')",
        params![table, title],
    )?;
    Ok(())
}

/// Notes when a table last changed.
pub(crate) fn touch(connection: &Connection, table: &str, changed: &str) -> Result<()> {
    connection.execute(
        "UPDATE gpkg_contents SET last_change = ?2 WHERE table_name = ?1",
        params![table, changed],
    )?;
    Ok(())
}

//! Writing over a view: rows that are stored as they are to be stay where they are.
//!
//! A view is derived whole, and a new document changes little of it. So each group of rows (those of one
//! id, or the holdings of one place in one account) is held against what is stored under its key; only where
//! the two differ is anything written. Inside a group the order of the feature ids is the order of the
//! rows; between groups it tells nothing, and readers sort by what rows say.

use std::collections::BTreeMap;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Statement, Transaction, params, params_from_iter};

use crate::geometry::{Blob, Bounds};
use crate::gpkg::{self, Layer};

/// A table of a view.
pub(super) struct View {
    pub(super) table: &'static str,
    /// The layer that it is, when it has geometries: `geom` is its first column then.
    pub(super) layer: Option<&'static Layer>,
    /// The columns that name a group.
    pub(super) key: &'static [&'static str],
    /// The columns, without `fid`.
    pub(super) columns: &'static [&'static str],
}

/// A row as it is to be: its columns, and where it lies.
pub(super) struct Row {
    values: Vec<Value>,
    bounds: Option<Bounds>,
}

impl Row {
    /// A row of a layer.
    pub(super) fn placed<const N: usize>(geometry: Option<Blob>, rest: [Value; N]) -> Self {
        let bounds = geometry.as_ref().map(|blob| blob.bounds);
        let geom = geometry.map_or(Value::Null, |blob| Value::Blob(blob.bytes));
        Self { values: std::iter::once(geom).chain(rest).collect(), bounds }
    }

    /// A row of a table without geometries.
    pub(super) fn plain<const N: usize>(values: [Value; N]) -> Self {
        Self { values: values.into(), bounds: None }
    }
}

/// A number of things as a column's value.
pub(super) fn count(n: usize) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The groups that are stored: feature ids in the order of the rows, by key.
type Stored = BTreeMap<Vec<String>, Vec<i64>>;

/// A view that is being written over.
pub(super) struct Rewrite<'t> {
    transaction: &'t Transaction<'t>,
    view: &'static View,
    /// What nothing was put in the place of yet.
    stored: Stored,
    select: Statement<'t>,
    insert: Statement<'t>,
    delete: Statement<'t>,
    index: Option<Index<'t>>,
    extent: Option<Bounds>,
    rows: usize,
    changed: bool,
}

/// The spatial index of a layer, kept by hand while its triggers are away.
struct Index<'t> {
    insert: Statement<'t>,
    delete: Statement<'t>,
}

impl<'t> Rewrite<'t> {
    /// Begins: from then on every group of the view has to be put.
    pub(super) fn begin(transaction: &'t Transaction<'t>, view: &'static View) -> rusqlite::Result<Self> {
        let View { table, layer, key, columns } = view;
        let named =
            |columns: &[&str]| columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ");
        let mut stored = Stored::new();
        {
            let mut all =
                transaction.prepare(&format!("SELECT fid, {} FROM {table} ORDER BY fid", named(key)))?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let of = (1..=key.len()).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
                stored.entry(of).or_default().push(row.get(0)?);
            }
        }
        let index = layer
            .map(|layer| {
                layer.drop_triggers(transaction)?;
                Ok::<_, rusqlite::Error>(Index {
                    insert: transaction
                        .prepare(&format!("INSERT INTO rtree_{table}_geom VALUES (?1, ?2, ?3, ?4, ?5)"))?,
                    delete: transaction.prepare(&format!("DELETE FROM rtree_{table}_geom WHERE id = ?1"))?,
                })
            })
            .transpose()?;
        let all = named(columns);
        let marks = vec!["?"; columns.len() + 1].join(", ");
        Ok(Self {
            transaction,
            view,
            changed: stored.is_empty(),
            stored,
            select: transaction.prepare(&format!("SELECT {all} FROM {table} WHERE fid = ?1"))?,
            insert: transaction.prepare(&format!("INSERT INTO {table} (fid, {all}) VALUES ({marks})"))?,
            delete: transaction.prepare(&format!("DELETE FROM {table} WHERE fid = ?1"))?,
            index,
            extent: None,
            rows: 0,
        })
    }

    /// Puts the rows of a group, in their order. Each group is put once.
    pub(super) fn put(&mut self, key: &[&str], rows: &[Row]) -> rusqlite::Result<()> {
        self.rows += rows.len();
        for (west, east, south, north) in rows.iter().filter_map(|row| row.bounds) {
            self.extent = Some(self.extent.map_or((west, east, south, north), |(w, e, s, n)| {
                (w.min(west), e.max(east), s.min(south), n.max(north))
            }));
        }
        let key: Vec<String> = key.iter().map(|part| (*part).to_owned()).collect();
        let known = self.stored.remove(&key).unwrap_or_default();
        if known.len() == rows.len() && self.stands(&known, rows)? {
            return Ok(());
        }
        self.take(&known)?;
        // As many rows take the places of those before; more or fewer stand behind all others, in order.
        let places: &[i64] = if known.len() == rows.len() { &known } else { &[] };
        for (nth, row) in rows.iter().enumerate() {
            self.insert(places.get(nth).copied(), row)?;
        }
        Ok(())
    }

    /// Whether the rows of these feature ids say the same.
    fn stands(&mut self, known: &[i64], rows: &[Row]) -> rusqlite::Result<bool> {
        for (fid, row) in known.iter().zip(rows) {
            let same = self.select.query_row([fid], |stored| {
                for (at, value) in row.values.iter().enumerate() {
                    if stored.get_ref(at)? != ValueRef::from(value) {
                        return Ok(false);
                    }
                }
                Ok(true)
            })?;
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn insert(&mut self, fid: Option<i64>, row: &Row) -> rusqlite::Result<()> {
        self.changed = true;
        let fid = fid.map_or(Value::Null, Value::Integer);
        self.insert.execute(params_from_iter(std::iter::once(&fid).chain(&row.values)))?;
        if let (Some(index), Some((west, east, south, north))) = (&mut self.index, row.bounds) {
            let fid = self.transaction.last_insert_rowid();
            index.insert.execute(params![fid, west, east, south, north])?;
        }
        Ok(())
    }

    fn take(&mut self, fids: &[i64]) -> rusqlite::Result<()> {
        for fid in fids {
            self.changed = true;
            self.delete.execute([fid])?;
            if let Some(index) = &mut self.index {
                index.delete.execute([fid])?;
            }
        }
        Ok(())
    }

    /// Takes out the groups that were not put, and notes when the view changed, if it did. Gives how many
    /// rows it has.
    pub(super) fn finish(mut self, changed: &str) -> rusqlite::Result<usize> {
        for fids in std::mem::take(&mut self.stored).into_values() {
            self.take(&fids)?;
        }
        if let Some(layer) = self.view.layer {
            if self.changed {
                layer.note(self.transaction, self.extent, changed)?;
            }
            layer.make_triggers(self.transaction)?;
        } else if self.changed {
            gpkg::touch(self.transaction, self.view.table, changed)?;
        }
        Ok(self.rows)
    }
}

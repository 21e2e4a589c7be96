//! The orders of battle of the documents.

use annalist_belligerent::BelligerentKind;

use crate::{Project, StoreError};

/// A force, unit or person as one document tells it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BelligerentRow {
    /// Key of the document.
    pub document: String,
    /// Id within the conflict.
    pub id: String,
    /// Preferred name.
    pub name: String,
    /// What it is.
    pub kind: BelligerentKind,
    /// The side that it fights for first.
    pub side: Option<String>,
    /// The belligerent that it belongs to.
    pub parent: Option<String>,
    /// Rank, of a person.
    pub rank: Option<String>,
    /// Role, of a person.
    pub role: Option<String>,
    /// Fate, of a person.
    pub fate: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
}

impl BelligerentRow {
    /// The names of a person of the civilian side; none of anybody else.
    pub fn civilian_names(&self) -> impl Iterator<Item = &str> {
        let civilian = self.kind == BelligerentKind::Person && self.side.as_deref() == Some("civilian");
        let names = std::iter::once(&self.name).chain(&self.aliases);
        names.filter(move |_| civilian).map(String::as_str)
    }
}

impl Project {
    /// Every belligerent of every document, by document, in the order of first mention.
    pub fn belligerents(&self) -> Result<Vec<BelligerentRow>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare(
                "SELECT document, id, name, kind, side, parent, rank, role, fate, aliases FROM belligerents
                 ORDER BY document, fid",
            )
            .map_err(sql)?;
        let rows = statement
            .query_map([], |row| {
                let kind: String = row.get(3)?;
                let aliases: String = row.get(9)?;
                Ok(BelligerentRow {
                    document: row.get(0)?,
                    id: row.get(1)?,
                    name: row.get(2)?,
                    kind: serde_json::from_value(kind.into()).unwrap_or(BelligerentKind::Force),
                    side: row.get(4)?,
                    parent: row.get(5)?,
                    rank: row.get(6)?,
                    role: row.get(7)?,
                    fate: row.get(8)?,
                    aliases: aliases.split("; ").filter(|a| !a.is_empty()).map(str::to_owned).collect(),
                })
            })
            .map_err(sql)?;
        rows.collect::<Result<_, _>>().map_err(sql)
    }
}

//! Source documents and their claims, in and out.

use std::collections::{BTreeMap, BTreeSet};

use annalist_belligerent::OrderOfBattle;
use annalist_chronicle::{Chronicle, Source};
use annalist_claim::{Alignment, Claim};
use annalist_document::{Document, Shingles};
use annalist_span::Digest;
use annalist_time::Day;
use rusqlite::{Transaction, params};

use crate::views::mark_stale;
use crate::{Clock, Project, StoreError, gpkg};

/// A document ready to be stored with what was read out of it.
pub struct StoredSource<'a> {
    /// The document's own bytes, as they came: the file, or its part of a file of many. `None` when they
    /// cannot be cut out of a compressed container.
    pub bytes: Option<&'a [u8]>,
    /// Number of the document within its file, from 0.
    pub ordinal: u32,
    /// The document.
    pub document: &'a Document,
    /// Its claims.
    pub claims: &'a [Claim],
    /// Its order of battle.
    pub order: &'a OrderOfBattle,
    /// To whom its own voice leans.
    pub alignment: Alignment,
}

impl<'a> StoredSource<'a> {
    /// The only document of a file whose bytes are not kept and of which nobody knows to whom it leans.
    pub fn new(document: &'a Document, claims: &'a [Claim], order: &'a OrderOfBattle) -> Self {
        Self { bytes: None, ordinal: 0, document, claims, order, alignment: Alignment::Unknown }
    }
}

/// A stored document, without its text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DocumentRow {
    /// Key within the project.
    pub id: String,
    /// Digest of its file.
    pub digest: Digest,
    /// Number of the document within its file, from 0.
    pub ordinal: u32,
    /// The name it was given as.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its form.
    pub form: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its date of publication, EDTF.
    pub published: Option<String>,
    /// Length of its file in bytes.
    pub bytes: u32,
    /// Number of its claims.
    pub claims: u32,
    /// Version of the extractor that made them.
    pub extractor: String,
    /// The work that it is a version of: documents of one work count once as evidence.
    pub work: Option<String>,
    /// To whom its own voice leans.
    pub alignment: Alignment,
}

impl Project {
    /// Adds documents in one transaction: all or none. A document is known by the digest of its own
    /// bytes; one already there is replaced. `present` says for each file read which documents it
    /// holds now: others that once came from a file of that name are forgotten. Rows are written in
    /// the order of the digests, whatever the order given.
    pub fn add(
        &mut self,
        sources: &[StoredSource<'_>],
        present: &BTreeMap<String, BTreeSet<Digest>>,
        extractor: &str,
        clock: &Clock,
    ) -> Result<(), StoreError> {
        let mut ordered: Vec<&StoredSource<'_>> = sources.iter().collect();
        ordered.sort_by_key(|s| (s.document.digest, s.document.name.as_str(), s.ordinal));
        ordered.dedup_by_key(|s| s.document.digest);
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = self.connection.transaction().map_err(sql)?;
        forget_older(&transaction, present).map_err(sql)?;
        for source in &ordered {
            insert(&transaction, source, extractor, clock).map_err(sql)?;
        }
        transaction
            .execute("DELETE FROM files WHERE digest NOT IN (SELECT digest FROM documents)", [])
            .map_err(sql)?;
        mark_stale(&transaction).map_err(sql)?;
        for table in ["documents", "passages", "claims", "attributions", "belligerents"] {
            gpkg::touch(&transaction, table, &clock.0).map_err(sql)?;
        }
        transaction.commit().map_err(sql)
    }

    /// Notes which documents are versions of one work; a document that is not named stands alone. Where
    /// nothing is otherwise than noted before, nothing is written.
    pub fn set_works(&mut self, works: &[(String, String)]) -> Result<(), StoreError> {
        let path = self.path.clone();
        let sql = |e| StoreError::sql(&path, e);
        let transaction = self.connection.transaction().map_err(sql)?;
        (|| {
            let mut noted: BTreeMap<String, String> = transaction
                .prepare("SELECT id, work FROM documents WHERE work IS NOT NULL")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let mut changed: BTreeMap<&str, Option<&str>> = BTreeMap::new();
            for (key, work) in works {
                if noted.remove(key).as_ref() != Some(work) {
                    changed.insert(key, Some(work));
                }
            }
            changed.extend(noted.keys().map(|key| (key.as_str(), None)));
            if changed.is_empty() {
                return Ok(());
            }
            mark_stale(&transaction)?;
            let mut update = transaction.prepare("UPDATE documents SET work = ?2 WHERE id = ?1")?;
            for (key, work) in changed {
                update.execute(params![key, work])?;
            }
            Ok(())
        })()
        .map_err(sql)?;
        transaction.commit().map_err(sql)
    }

    /// Every document, in the order of their keys.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare(
                "SELECT id, digest, ordinal, name, title, form, publisher, published, bytes, claims, extractor,
                 work, alignment FROM documents ORDER BY id",
            )
            .map_err(sql)?;
        let rows = statement
            .query_map([], |row| {
                Ok(DocumentRow {
                    id: row.get(0)?,
                    digest: Digest::parse(&row.get::<_, String>(1)?).unwrap_or(Digest([0; 32])),
                    ordinal: row.get(2)?,
                    name: row.get(3)?,
                    title: row.get(4)?,
                    form: row.get(5)?,
                    publisher: row.get(6)?,
                    published: row.get(7)?,
                    bytes: row.get(8)?,
                    claims: row.get(9)?,
                    extractor: row.get(10)?,
                    work: row.get(11)?,
                    alignment: serde_json::from_str(&row.get::<_, String>(12)?).unwrap_or_default(),
                })
            })
            .map_err(sql)?;
        rows.collect::<Result<_, _>>().map_err(sql)
    }

    /// The document of a key, as it was read.
    pub fn document(&self, key: &str) -> Result<Option<Document>, StoreError> {
        self.optional("SELECT model FROM documents WHERE id = ?1", key)?
            .map(|json: String| {
                serde_json::from_str(&json)
                    .map_err(|e| StoreError::damaged(&self.path, format!("documents {key}"), e))
            })
            .transpose()
    }

    /// The bytes of a document.
    pub fn file(&self, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.optional("SELECT bytes FROM files WHERE digest = ?1", &digest.to_string())
    }

    /// The shingles of every document, with its key, in the order of the keys.
    pub fn shingles(&self) -> Result<Vec<(String, Shingles)>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare("SELECT document, hashes FROM shingles ORDER BY document")
            .map_err(sql)?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .map_err(sql)?;
        let mut out = Vec::new();
        for row in rows {
            let (key, hashes) = row.map_err(sql)?;
            let digest = Digest::parse(&key).unwrap_or(Digest([0; 32]));
            out.extend(Shingles::from_bytes(digest, &hashes).map(|shingles| (key, shingles)));
        }
        Ok(out)
    }

    /// The claims of a document, in the order of the text.
    pub fn claims_of(&self, key: &str) -> Result<Vec<Claim>, StoreError> {
        let sql = |e| self.sql(e);
        let mut statement = self
            .connection
            .prepare_cached("SELECT model FROM claims WHERE document = ?1 ORDER BY fid")
            .map_err(sql)?;
        let rows = statement.query_map([key], |row| row.get::<_, String>(0)).map_err(sql)?;
        rows.map(|json| {
            serde_json::from_str(&json.map_err(sql)?)
                .map_err(|e| StoreError::damaged(&self.path, format!("claims of {key}"), e))
        })
        .collect()
    }

    /// The claim of an id, as it was read.
    pub fn claim(&self, id: &str) -> Result<Option<Claim>, StoreError> {
        self.optional("SELECT model FROM claims WHERE id = ?1", id)?
            .map(|json: String| {
                serde_json::from_str(&json)
                    .map_err(|e| StoreError::damaged(&self.path, format!("claims {id}"), e))
            })
            .transpose()
    }

    /// Every document with its claims, as the chronicle takes them.
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        self.documents()?.iter().map(|row| self.source(row)).collect()
    }

    /// A document with its claims, as the chronicle takes it.
    pub fn source(&self, row: &DocumentRow) -> Result<Source, StoreError> {
        Ok(Source {
            document: row.digest,
            name: row.name.clone(),
            title: row.title.clone(),
            publisher: row.publisher.clone(),
            work: row.work.clone(),
            alignment: row.alignment.clone(),
            claims: self.claims_of(&row.id)?,
        })
    }

    /// The chronicle of the project, computed from its claims and its journal.
    pub fn chronicle(&self) -> Result<Chronicle, StoreError> {
        let mut chronicle = Chronicle::build(&self.sources()?, &self.decisions()?);
        chronicle.define(self.policies()?);
        Ok(chronicle)
    }

    fn optional<T: rusqlite::types::FromSql>(&self, query: &str, key: &str) -> Result<Option<T>, StoreError> {
        use rusqlite::OptionalExtension as _;
        self.connection.query_row(query, [key], |row| row.get(0)).optional().map_err(|e| self.sql(e))
    }
}

/// Deletes the documents that once came from a file of a name and are not in it any more.
fn forget_older(
    transaction: &Transaction<'_>,
    present: &BTreeMap<String, BTreeSet<Digest>>,
) -> rusqlite::Result<()> {
    let mut of_name = transaction.prepare("SELECT digest FROM documents WHERE name = ?1")?;
    for (name, now) in present {
        let stored: Vec<String> =
            of_name.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for digest in stored.iter().filter(|d| Digest::parse(d).is_none_or(|d| !now.contains(&d))) {
            transaction.execute("DELETE FROM documents WHERE id = ?1", [digest])?;
        }
    }
    Ok(())
}

fn insert(
    transaction: &Transaction<'_>,
    source: &StoredSource<'_>,
    extractor: &str,
    clock: &Clock,
) -> rusqlite::Result<()> {
    let StoredSource { bytes, ordinal, document, claims, order, alignment } = source;
    let key = document.digest.to_string();
    let key = key.as_str();
    transaction.execute("DELETE FROM documents WHERE id = ?1", [key])?;
    let origin = &document.origin;
    let title = document.title.and_then(|i| document.passages.get(i as usize)).map(|p| p.text.as_str());
    if let Some(bytes) = bytes {
        transaction.execute("INSERT OR IGNORE INTO files VALUES (?1, ?2)", params![key, bytes])?;
    }
    transaction.execute(
        "INSERT INTO documents (id, digest, ordinal, name, title, form, encoding, publisher, author, published,
         url, language, bytes, claims, extractor, added, model, alignment)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            key,
            key,
            ordinal,
            document.name,
            title,
            word(&document.form),
            document.encoding,
            origin.publisher,
            origin.author,
            origin.published,
            origin.url,
            origin.language,
            document.bytes,
            claims.len(),
            extractor,
            clock.0,
            json(document),
            json(alignment),
        ],
    )?;
    transaction
        .execute("INSERT INTO shingles VALUES (?1, ?2)", params![key, Shingles::of(document).to_bytes()])?;
    insert_passages(transaction, key, document)?;
    for claim in *claims {
        insert_claim(transaction, key, claim)?;
    }
    insert_belligerents(transaction, key, order)
}

fn insert_passages(transaction: &Transaction<'_>, key: &str, document: &Document) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO passages (document, ordinal, role, section, start_byte, end_byte, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (i, passage) in document.passages.iter().enumerate() {
        let section = document
            .sections
            .get(passage.section as usize)
            .and_then(|s| s.heading)
            .and_then(|h| document.passages.get(h as usize))
            .map(|h| h.text.as_str());
        let span = passage.file_span();
        statement.execute(params![
            key,
            i,
            word(&passage.role),
            section,
            span.start,
            span.end,
            passage.text
        ])?;
    }
    Ok(())
}

fn insert_claim(transaction: &Transaction<'_>, key: &str, claim: &Claim) -> rusqlite::Result<()> {
    let joined = |parts: Vec<&str>| parts.join("; ");
    let when = claim.when.as_ref();
    let (start, end) =
        (when.and_then(annalist_time::Edtf::earliest), when.and_then(annalist_time::Edtf::latest));
    transaction
        .prepare_cached(
            "INSERT INTO claims (id, document, kind, actors, targets, places, start, \"end\", edtf, part, modality,
             factuality, \"by\", figures, quote, start_byte, end_byte, rule, confidence, scope, model)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        )?
        .execute(params![
            claim.id,
            key,
            word(&claim.kind),
            joined(claim.actors.iter().map(|p| p.text.as_str()).collect()),
            joined(claim.targets.iter().map(|p| p.text.as_str()).collect()),
            joined(claim.places.iter().map(|p| p.text.as_str()).collect()),
            start.map(|d| d.to_string()),
            end.and_then(day_after),
            when.map(annalist_time::Edtf::as_str),
            claim.part.map(|p| word(&p)),
            word(&claim.modality),
            word(&claim.factuality),
            joined(claim.attribution.iter().map(|a| a.text.as_str()).collect()),
            joined(claim.figures.iter().map(|f| f.quote.as_str()).collect()),
            claim.evidence.quote,
            claim.evidence.span.start,
            claim.evidence.span.end,
            claim.rule.to_string(),
            f64::from(claim.confidence),
            word(&claim.scope),
            json(claim),
        ])?;
    let row = transaction.last_insert_rowid();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO attributions (claim, ordinal, source, kind, alignment, side, cue)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (i, link) in claim.attribution.iter().enumerate() {
        let (class, side) = match &link.alignment {
            Alignment::Party(side) => ("party", Some(side)),
            Alignment::Leans(side) => ("leans", Some(side)),
            Alignment::Monitor => ("monitor", None),
            Alignment::Press => ("press", None),
            Alignment::Unknown => ("unknown", None),
        };
        statement.execute(params![row, i, link.text, word(&link.kind), class, side, link.cue])?;
    }
    Ok(())
}

fn insert_belligerents(
    transaction: &Transaction<'_>,
    key: &str,
    order: &OrderOfBattle,
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO belligerents (document, id, name, kind, side, parent, rank, role, fate, aliases)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for member in &order.members {
        statement.execute(params![
            key,
            member.id,
            member.name,
            word(&member.kind),
            member.allegiances.first().map(|a| a.side.as_str()),
            member.parent,
            member.rank,
            member.role,
            member.fate,
            member.aliases.join("; "),
        ])?;
    }
    Ok(())
}

/// The day after, as a half-open interval's end; `None` past the calendar.
pub(crate) fn day_after(day: Day) -> Option<String> {
    day.tomorrow().ok().map(|d| d.to_string())
}

/// A value's JSON; our own types always have one.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own types have a JSON form")
}

/// The word by which an enumeration's value is known in JSON.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    json(value).trim_matches('"').to_owned()
}

//! The words of all passages, searchable: SQLite's FTS5 in memory, which folds case and marks, finds
//! prefixes and ranks by BM25. It is made when first asked for, and lives as long as the documents.

use rusqlite::{Connection, params};

use super::ViewDocument;

/// An index of passages.
pub(crate) struct Words {
    connection: Connection,
}

/// A passage that holds the words asked for.
pub(crate) struct Hit {
    /// Index of the document.
    pub(crate) document: usize,
    /// Index of the passage.
    pub(crate) passage: usize,
    /// Parts of the passage around the words; true for the words themselves.
    pub(crate) snippet: Vec<(String, bool)>,
}

/// Stand before and after a hit in what FTS5 gives; no text holds them, since readers drop control
/// characters.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

impl Words {
    pub(crate) fn of(documents: &[std::sync::Arc<ViewDocument>]) -> Self {
        let made = (|| -> rusqlite::Result<Connection> {
            let mut connection = Connection::open_in_memory()?;
            connection.execute_batch(
                "CREATE VIRTUAL TABLE words USING fts5(text, document UNINDEXED, passage UNINDEXED,
                 tokenize = \"unicode61 remove_diacritics 2\");",
            )?;
            let transaction = connection.transaction()?;
            {
                let mut insert = transaction.prepare("INSERT INTO words VALUES (?1, ?2, ?3)")?;
                for (at, document) in documents.iter().enumerate() {
                    for (index, passage) in document.document.passages.iter().enumerate() {
                        insert.execute(params![passage.text, at, index])?;
                    }
                }
            }
            transaction.commit()?;
            Ok(connection)
        })();
        Self { connection: made.expect("an index in memory can be made") }
    }

    /// The passages that hold all words, the last of them as a prefix; best first.
    pub(crate) fn find(&self, text: &str, limit: usize) -> Vec<Hit> {
        let Some(query) = query(text) else { return Vec::new() };
        let found = (|| -> rusqlite::Result<Vec<Hit>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT document, passage, snippet(words, 0, ?2, ?3, '…', 24) FROM words
                 WHERE words MATCH ?1 ORDER BY rank, document, passage LIMIT ?4",
            )?;
            let (open, close) = (OPEN.to_string(), CLOSE.to_string());
            let rows = statement.query_map(params![query, open, close, limit], |row| {
                let snippet: String = row.get(2)?;
                Ok(Hit { document: row.get(0)?, passage: row.get(1)?, snippet: parts(&snippet) })
            })?;
            rows.collect()
        })();
        found.unwrap_or_default()
    }
}

/// Every word quoted, so that nothing in it is taken for FTS5's own language.
fn query(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(16)
        .map(|w| format!("\"{w}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn parts(snippet: &str) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    let mut hit = false;
    for piece in snippet.split_inclusive([OPEN, CLOSE]) {
        let text = piece.trim_end_matches([OPEN, CLOSE]);
        if !text.is_empty() {
            parts.push((text.to_owned(), hit));
        }
        hit = piece.ends_with(OPEN) || (hit && !piece.ends_with(CLOSE));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{parts, query};

    #[test]
    fn every_word_is_quoted() {
        assert_eq!(query("Suran OR \"bomb").as_deref(), Some("\"Suran\"* \"OR\"* \"bomb\"*"));
        assert_eq!(query(" -- "), None);
    }

    #[test]
    fn a_snippet_falls_into_parts() {
        let text = |s: &str, hit| (s.to_owned(), hit);
        assert_eq!(
            parts("… took \u{2}Suran\u{3} and \u{2}Maar\u{3}"),
            [text("… took ", false), text("Suran", true), text(" and ", false), text("Maar", true)]
        );
        assert!(parts("").is_empty());
    }
}

//! Printing: a table for people, JSON for programs.

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

/// How to print a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Columns for people.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// What was asked for; else a table on a terminal and JSON lines for a program.
    pub(crate) fn or_by_reader(asked: Option<Self>) -> Self {
        let terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
        asked.unwrap_or(if terminal { Self::Table } else { Self::Jsonl })
    }
}

/// Prints rows: each as JSON by `serde`, or as the cells that `cells` gives under `heads`.
pub(crate) fn list<T: Serialize>(
    format: Format,
    rows: &[T],
    heads: &[&str],
    cells: impl Fn(&T) -> Vec<String>,
) {
    match format {
        Format::Json => json(&rows),
        Format::Jsonl => rows.iter().for_each(line),
        Format::Table => {
            let mut table = table(heads);
            for row in rows {
                table.add_row(cells(row));
            }
            print(&format!("{}\n", table.trim_fmt()));
        }
    }
}

/// Prints one value as indented JSON.
pub(crate) fn json<T: Serialize>(value: &T) {
    print(&format!("{}\n", serde_json::to_string_pretty(value).expect("our own values have a JSON form")));
}

/// Prints one value as a line of JSON.
pub(crate) fn line<T: Serialize>(value: &T) {
    print(&format!("{}\n", serde_json::to_string(value).expect("our own values have a JSON form")));
}

/// A borderless table that fits the terminal; piped, it is as wide as its words.
pub(crate) fn table(heads: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(heads.to_vec());
    table
}

/// Prints words; a reader that went away is no error.
pub(crate) fn print(words: &str) {
    let mut out = anstream::stdout().lock();
    write(&mut out, words.as_bytes());
}

/// Prints bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) {
    write(&mut std::io::stdout().lock(), bytes);
}

fn write(out: &mut impl std::io::Write, bytes: &[u8]) {
    if out.write_all(bytes).and_then(|()| out.flush()).is_err() {
        #[allow(clippy::exit, reason = "nobody is left to read")]
        std::process::exit(0);
    }
}

/// The first `most` characters of words, with an ellipsis when there are more.
pub(crate) fn clip(words: &str, most: usize) -> String {
    let mut clipped: String = words.chars().take(most).collect();
    if words.chars().count() > most {
        clipped.push('…');
    }
    clipped
}

/// The word by which an enumeration's value is known in JSON.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own values have a JSON form").trim_matches('"').to_owned()
}

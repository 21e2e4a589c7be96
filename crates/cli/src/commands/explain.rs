//! `annalist explain`: which rule found a time and what it was anchored to; which rule fired on a
//! clause, which nearly did, and why not, and how the clause came to its time.

use std::path::PathBuf;

use annalist_claim::Extractor;
use annalist_document::Document;
use annalist_span::{LineIndex, Span};
use annalist_time::TimeLayer;
use serde::Serialize;

use crate::args::Explain;
use crate::failure::{Exit, Failure};
use crate::{files, out};

/// What is explained: a time expression or a clause.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "row", rename_all = "lowercase")]
enum Row {
    Time {
        span: Span,
        #[serde(flatten)]
        told: annalist_time::Explanation,
    },
    Clause(annalist_claim::Explanation),
}

pub(crate) fn run(arguments: &Explain) -> Result<(), Failure> {
    let (path, line) = place(&arguments.place);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let file = files::read(&path, &name).map_err(|e| Failure::new(Exit::Unreadable, e.message, e.help))?;
    let index = LineIndex::new(&file.bytes);
    let last = index.position(u32::MAX).line;
    let lines = match line {
        Some(line) if line == 0 || line > last => {
            let message = format!("{}: there is no line {line}, the last is {last}", path.display());
            return Err(Failure::new(Exit::Usage, message, None));
        }
        Some(line) => line..=line,
        None => 1..=last,
    };
    let extractor = Extractor::embedded();
    let mut clauses = Vec::new();
    let mut times = Vec::new();
    for document in &file.documents {
        for (span, told) in expressions(document) {
            if lines.contains(&index.position(span.start).line) {
                times.push(Row::Time { span, told });
            }
        }
        for line in lines.clone() {
            clauses.extend(extractor.explain(document, &file.bytes, line));
        }
    }
    clauses.sort_by_key(|e| (e.span, e.predicate.clone()));
    clauses.dedup_by(|a, b| a == b);
    let clauses: Vec<Row> = clauses.into_iter().map(Row::Clause).collect();
    if arguments.format == out::Format::Table {
        if !times.is_empty() {
            out::list(
                arguments.format,
                &times,
                &["bytes", "time", "value", "days", "anchor", "rule", "reading"],
                cells,
            );
            out::print("\n");
        }
        let heads = ["bytes", "clause", "predicate", "arguments", "time", "fired", "nearly"];
        out::list(arguments.format, &clauses, &heads, cells);
    } else {
        times.extend(clauses);
        out::list(arguments.format, &times, &[], cells);
    }
    Ok(())
}

/// The time expressions of a document, with their bytes in the file, in order.
fn expressions(document: &Document) -> Vec<(Span, annalist_time::Explanation)> {
    let layer = TimeLayer::read(document, &super::parse::analyses(document), None);
    let mut found = Vec::new();
    for (i, passage) in document.passages.iter().enumerate() {
        let told = annalist_time::explain_passage(document, &layer, i);
        found.extend(told.into_iter().map(|t| (passage.map.to_file(t.mention.span), t)));
    }
    found.sort_by_key(|(span, _)| *span);
    found
}

/// A row's cells in its table.
fn cells(row: &Row) -> Vec<String> {
    match row {
        Row::Time { span, told } => {
            let value = &told.mention.value;
            let or_dash = |told: Option<String>| told.unwrap_or_else(|| "—".to_owned());
            vec![
                span.to_string(),
                told.mention.text.clone(),
                format!("{} {}", out::word(&value.kind), value.value),
                or_dash(value.edtf.as_ref().map(ToString::to_string)),
                or_dash(value.anchor.clone()),
                told.mention.rule.to_string(),
                told.meaning.clone(),
            ]
        }
        Row::Clause(e) => {
            let fired = e.fired.clone().unwrap_or_else(|| "—".to_owned());
            let near = e.near.iter().map(|(rule, failed)| format!("{rule}: {failed}"));
            vec![
                e.span.to_string(),
                out::clip(&e.quote, 80),
                e.predicate.clone(),
                e.arguments.join("\n"),
                e.time.clone(),
                e.note.as_ref().map_or_else(|| fired.clone(), |note| format!("{fired}\n({note})")),
                near.collect::<Vec<_>>().join("\n"),
            ]
        }
    }
}

/// `FILE:LINE`, or a file alone (whose name may hold a colon).
fn place(text: &str) -> (PathBuf, Option<u32>) {
    match text.rsplit_once(':').map(|(file, line)| (file, line.parse())) {
        Some((file, Ok(line))) => (file.into(), Some(line)),
        _ => (text.into(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_last_number_is_the_line() {
        assert_eq!(place("a:b.txt:12"), ("a:b.txt".into(), Some(12)));
        assert_eq!(place("a:b.txt"), ("a:b.txt".into(), None));
    }
}

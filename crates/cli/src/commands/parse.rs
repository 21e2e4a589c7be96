//! `annalist parse`: tokens, tags and trees.

use annalist_document::Document;
use annalist_language::{Analysis, Pipeline};
use serde::Serialize;

use crate::args::{ParseFormat, Parsing};
use crate::failure::Failure;
use crate::{files, out};

/// One sentence with the bytes of the original file.
#[derive(Serialize)]
struct Row<'a> {
    doc: &'a str,
    passage: usize,
    start: u64,
    end: u64,
    text: &'a str,
    tokens: Vec<Cell<'a>>,
    clauses: &'a [annalist_language::Clause],
}

/// One token.
#[derive(Serialize)]
struct Cell<'a> {
    start: u64,
    end: u64,
    text: &'a str,
    lemma: &'a str,
    tag: &'static str,
    head: u32,
    label: &'static str,
}

/// The analyses of a document's passages: empty for those that are no prose.
pub(crate) fn analyses(document: &Document) -> Vec<Analysis> {
    let pipeline = Pipeline::embedded();
    document
        .passages
        .iter()
        .map(|p| if p.role.is_narrative() { pipeline.analyse(&p.text) } else { Analysis::default() })
        .collect()
}

pub(crate) fn run(arguments: &Parsing) -> Result<(), Failure> {
    let mut whole = Vec::new();
    let outcome = files::each(&arguments.files, |_, document| {
        let analyses = analyses(document);
        for (index, (passage, analysis)) in document.passages.iter().zip(&analyses).enumerate() {
            if arguments.format == ParseFormat::Conllu {
                out::print(&annalist_language::conllu(analysis, &passage.text));
                continue;
            }
            for sentence in &analysis.sentences {
                let file = document.in_file(passage.map.to_file(sentence.span));
                let row = Row {
                    doc: &document.name,
                    passage: index,
                    start: file.start,
                    end: file.end,
                    text: sentence.span.of_text(&passage.text),
                    tokens: sentence
                        .tokens
                        .iter()
                        .map(|t| {
                            let span = document.in_file(passage.map.to_file(t.span));
                            Cell {
                                start: span.start,
                                end: span.end,
                                text: t.span.of_text(&passage.text),
                                lemma: &t.lemma,
                                tag: t.tag.as_str(),
                                head: t.head,
                                label: t.label.as_str(),
                            }
                        })
                        .collect(),
                    clauses: &sentence.clauses,
                };
                match arguments.format {
                    ParseFormat::Table => out::print(&table(&row)),
                    ParseFormat::Jsonl => out::line(&row),
                    _ => whole.push(serde_json::to_value(&row).expect("our own values have a JSON form")),
                }
            }
        }
        Ok(())
    });
    if arguments.format == ParseFormat::Json {
        out::json(&whole);
    }
    outcome
}

fn table(row: &Row<'_>) -> String {
    let mut table = out::table(&["", "token", "lemma", "tag", "head", "label"]);
    for (i, t) in row.tokens.iter().enumerate() {
        let head = if t.head as usize == i { "—" } else { row.tokens[t.head as usize].text };
        table.add_row([&i.to_string(), t.text, t.lemma, t.tag, head, t.label]);
    }
    let table = table.trim_fmt();
    format!("{}..{}  {}\n{table}\n\n", row.start, row.end, row.text)
}

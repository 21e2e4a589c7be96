//! `annalist claims`: one line a claim, in the fields that the manual lists.

use annalist_claim::{Extractor, Scope, wire};
use annalist_document::Document;
use serde_json::Value;

use crate::args::Claims;
use crate::failure::Failure;
use crate::out::{Format, clip};
use crate::{files, out, own};

pub(crate) fn run(arguments: &Claims) -> Result<(), Failure> {
    let (gazetteer, overrides) = own::gazetteer(&arguments.own.gazetteer)?;
    let extractor = Extractor::embedded().with_gazetteer(gazetteer).with_overrides(overrides);
    let format = Format::or_by_reader(arguments.format);
    let mut rows = Vec::new();
    let read = |document: &Document| -> Vec<Value> {
        let extraction = extractor.extract(document, arguments.reference_date);
        let told = extraction.claims.iter().filter(|c| arguments.infobox || c.scope != Scope::Infobox);
        told.map(|claim| wire::claim_json(claim, document)).collect()
    };
    if format == Format::Jsonl {
        return files::each_apart(&arguments.files, read, |claims| claims.iter().for_each(out::line));
    }
    let outcome = files::each_apart(&arguments.files, read, |claims| rows.extend(claims));
    out::list(format, &rows, &["bytes", "kind", "who", "where", "when", "how", "by", "words"], |row| {
        let names = |slot: &str| {
            let parts: Vec<String> = row[slot]
                .as_array()
                .map(|list| {
                    list.iter().map(|v| v["text"].as_str().or(v.as_str()).unwrap_or("").to_owned()).collect()
                })
                .unwrap_or_default();
            clip(&parts.join("; "), 40)
        };
        let word = |slot: &str| row[slot].as_str().unwrap_or("").to_owned();
        vec![
            format!("{}..{}", row["start"], row["end"]),
            word("kind"),
            names("actor"),
            names("places"),
            word("when"),
            word("modality"),
            names("by"),
            clip(&word("quote"), if format == Format::Table { 70 } else { usize::MAX }),
        ]
    });
    outcome
}

//! `annalist times`: time expressions with their values.

use annalist_time::{TimeMention, TimeValue};
use serde::Serialize;

use crate::args::Times;
use crate::failure::Failure;
use crate::out::Format;
use crate::{files, out};

/// A time mention with the bytes of the original file.
#[derive(Serialize)]
struct Row {
    doc: String,
    start: u64,
    end: u64,
    text: String,
    #[serde(flatten)]
    value: TimeValue,
    rule: String,
}

pub(crate) fn run(arguments: &Times) -> Result<(), Failure> {
    let format = Format::or_by_reader(arguments.format);
    let mut rows = Vec::new();
    let outcome = files::each(&arguments.files, |_, document| {
        let analyses = super::parse::analyses(document);
        let layer = annalist_time::TimeLayer::read(document, &analyses, arguments.reference_date);
        for (passage, mentions) in document.passages.iter().zip(&layer.mentions) {
            rows.extend(
                mentions
                    .iter()
                    .map(|m| row(&document.name, document.in_file(passage.map.to_file(m.span)), m)),
            );
        }
        Ok(())
    });
    out::list(format, &rows, &["bytes", "text", "type", "value", "edtf", "anchor"], |r| {
        vec![
            format!("{}..{}", r.start, r.end),
            r.text.clone(),
            out::word(&r.value.kind),
            r.value.value.clone(),
            r.value.edtf.as_ref().map(ToString::to_string).unwrap_or_default(),
            r.value.anchor.clone().unwrap_or_default(),
        ]
    });
    outcome
}

fn row(doc: &str, span: std::ops::Range<u64>, mention: &TimeMention) -> Row {
    Row {
        doc: doc.to_owned(),
        start: span.start,
        end: span.end,
        text: mention.text.clone(),
        value: mention.value.clone(),
        rule: mention.rule.to_string(),
    }
}

//! Prints the time mentions of a document as JSON lines: `times FILE [--reference-date DATE]`.
#![allow(clippy::print_stdout)]

use std::error::Error;

use annalist_time::{Day, TimeLayer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut file = None;
    let mut reference: Option<Day> = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--reference-date" => reference = arguments.next().and_then(|d| d.parse().ok()),
            _ => file = Some(argument),
        }
    }
    let file = file.ok_or("times FILE [--reference-date DATE]")?;
    for document in annalist_document::read(&file, &std::fs::read(&file)?)? {
        let layer = TimeLayer::read(&document, &[], reference);
        for (passage, mentions) in document.passages.iter().zip(&layer.mentions) {
            for mention in mentions {
                let span = passage.map.to_file(mention.span);
                let mut line = serde_json::to_value(mention)?;
                line["start"] = span.start.into();
                line["end"] = span.end.into();
                println!("{line}");
            }
        }
    }
    Ok(())
}

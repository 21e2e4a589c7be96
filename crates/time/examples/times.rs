//! Prints the time mentions of a plain text as JSON lines: `times FILE [--reference-date DATE]`.
#![allow(clippy::print_stdout)]

use std::error::Error;

use annalist_document::{Document, Form, Origin, Passage, Role, Section, SectionKind};
use annalist_span::{Digest, OffsetMap};
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
    let text = std::fs::read_to_string(file.ok_or("times FILE [--reference-date DATE]")?)?;
    let document = plain(&text);
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
    Ok(())
}

/// One passage a line; a short line without a full stop is a heading.
fn plain(text: &str) -> Document {
    let mut passages = Vec::new();
    let mut sections = vec![Section { level: 0, heading: None, parent: None, kind: SectionKind::Lead }];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        let lead = body.len() - body.trim_start().len();
        if !body.trim().is_empty() {
            let heading = body.len() < 80 && !body.ends_with(['.', '!', '?', ':', ';', ',', '"']);
            if heading {
                let kind = SectionKind::Narrative;
                sections.push(Section {
                    level: 1,
                    heading: Some(passages.len() as u32),
                    parent: Some(0),
                    kind,
                });
            }
            passages.push(Passage {
                role: if heading { Role::Heading } else { Role::Narrative },
                section: sections.len() as u32 - 1,
                text: body.trim().to_owned(),
                map: OffsetMap::verbatim((start + lead) as u32, body.trim().len() as u32),
                citations: Vec::new(),
                flags: Vec::new(),
            });
        }
        start += line.len();
    }
    Document {
        digest: Digest::of(text.as_bytes()),
        name: String::new(),
        bytes: text.len() as u32,
        form: Form::Plain,
        encoding: "utf-8".to_owned(),
        title: None,
        origin: Origin::default(),
        sections,
        infobox: Vec::new(),
        passages,
        references: Vec::new(),
        problems: Vec::new(),
    }
}

//! Every form of expression that the crate promises, with all that is said of it.
//!
//! `expressions.txt` holds a text on a line that begins with `>` (after `@DATE` where it has a day of
//! publication) and a line for each mention: its words, then what is told of it.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use annalist_time::{Day, TimeLayer, TimeMention};

fn read(text: &str, published: Option<Day>) -> Vec<TimeMention> {
    let documents = annalist_document::read("text.txt", text.as_bytes()).unwrap();
    documents.iter().flat_map(|d| TimeLayer::read(d, &[], published).mentions.concat()).collect()
}

/// A mention as the file writes it.
fn line(mention: &TimeMention) -> String {
    let value = &mention.value;
    let kind = format!("{:?}", value.kind).to_uppercase();
    let mut out = format!("{} | {kind} {}", mention.text, value.value);
    let mut say = |name: &str, told: Option<String>| {
        if let Some(told) = told {
            write!(out, " {name}={told}").unwrap();
        }
    };
    say("mod", value.modifier.clone());
    say("begin", value.begin.clone());
    say("end", value.end_point.clone());
    say("edtf", value.edtf.as_ref().map(ToString::to_string));
    say("group", value.group.as_ref().map(ToString::to_string));
    say("part", value.part.map(|p| format!("{p:?}").to_lowercase()));
    say("zone", value.zone.clone());
    let day = |d: Option<Day>| d.map_or_else(|| "..".to_owned(), |d| d.to_string());
    say("days", value.edtf.as_ref().map(|e| format!("{}/{}", day(e.earliest()), day(e.latest()))));
    out
}

#[test]
fn every_form_is_read_as_promised() {
    let file = include_str!("expressions.txt");
    let (mut got, mut wrong) = (String::new(), 0);
    for block in file.split("\n> ").skip(1) {
        let (text, expected) = block.split_once('\n').unwrap_or((block, ""));
        let (published, words) = match text.strip_prefix('@') {
            Some(rest) => (Some(rest[..10].parse().unwrap()), &rest[11..]),
            None => (None, text),
        };
        let told =
            read(&words.replace("¶", "\n\n"), published).iter().map(line).collect::<Vec<_>>().join("\n");
        let expected: Vec<&str> = expected.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        wrong += usize::from(told != expected.join("\n"));
        writeln!(got, "> {text}\n{told}").unwrap();
    }
    assert_eq!(wrong, 0, "{wrong} texts are read otherwise:\n{got}");
}

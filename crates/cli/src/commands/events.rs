//! `annalist events`: the events, why their claims were linked, and what became of them.

use std::collections::BTreeMap;

use annalist_chronicle::{Event, Quote};
use annalist_store::{HistoryRow, Project};
use serde::Serialize;

use crate::args::Events;
use crate::failure::{Exit, Failure};
use crate::out::{Format, clip, word};
use crate::{out, project};

pub(crate) fn run(arguments: &Events) -> Result<(), Failure> {
    let project = project::open(&arguments.project)?;
    if arguments.history {
        return history(arguments, &project);
    }
    if let Some(id) = &arguments.explain {
        return explain(arguments, &project, id);
    }
    let events = project.events()?;
    let names = project::Names::of(&project)?;
    let mut words: BTreeMap<&str, String> = BTreeMap::new();
    if arguments.format == Format::Table {
        for id in events.iter().filter_map(|e| e.claims.first()) {
            if let Some((claim, _)) = project.told(id)? {
                words.insert(id, clip(&claim.evidence.quote, 70));
            }
        }
    }
    out::list(
        arguments.format,
        &events,
        &["id", "when", "kind", "where", "by", "claims", "independent", "words"],
        |e| {
            vec![
                e.id.clone(),
                e.when.as_ref().map(ToString::to_string).unwrap_or_default(),
                word(&e.kind),
                names.list(&e.places),
                e.actors.join(", "),
                e.claims.len().to_string(),
                e.independent.to_string(),
                e.claims.first().and_then(|c| words.get(c.as_str()).cloned()).unwrap_or_default(),
            ]
        },
    );
    Ok(())
}

fn history(arguments: &Events, project: &Project) -> Result<(), Failure> {
    let rows = project.history(None)?;
    out::list(arguments.format, &rows, &["at", "change", "before", "after"], |r| {
        vec![r.at.clone(), r.change.clone(), r.before.join(", "), r.after.join(", ")]
    });
    Ok(())
}

/// One event with all that made it.
#[derive(Serialize)]
struct Explained<'a> {
    event: &'a Event,
    quotes: Vec<Quote>,
    links: Vec<Weighed<'a>>,
    history: Vec<HistoryRow>,
}

/// A link with its table of weights.
#[derive(Serialize)]
struct Weighed<'a> {
    a: &'a str,
    b: &'a str,
    weight: f64,
    parts: Vec<(String, f64)>,
}

fn explain(arguments: &Events, project: &Project, id: &str) -> Result<(), Failure> {
    let Some(event) = project.event(id)? else {
        let later = project
            .history(Some(id))?
            .pop()
            .map(|h| format!("it was {} into {}", h.change, h.after.join(", ")));
        return Err(Failure::new(
            Exit::Usage,
            format!("the project has no event {id}"),
            later.or_else(|| Some("`annalist events PROJECT` lists them".to_owned())),
        ));
    };
    let mut quotes = Vec::new();
    for claim in &event.claims {
        if let Some((claim, name)) = project.told(claim)? {
            quotes.push(Quote::of(&claim, &name));
        }
    }
    let links = event
        .links
        .iter()
        .map(|l| Weighed { a: &l.a, b: &l.b, weight: l.weight, parts: l.parts() })
        .collect();
    let explained = Explained { event: &event, quotes, links, history: project.history(Some(id))? };
    match arguments.format {
        Format::Table => out::print(&table(&explained, &project::Names::of(project)?)),
        Format::Json => out::json(&explained),
        Format::Jsonl => out::line(&explained),
    }
    Ok(())
}

fn table(explained: &Explained<'_>, names: &project::Names) -> String {
    let Explained { event, quotes, links, history } = explained;
    let when = event.when.as_ref().map_or("at an untold time".to_owned(), ToString::to_string);
    let mut out = format!("{} {} {when} {}\n", event.id, word(&event.kind), names.list(&event.places));
    for quote in quotes {
        out.push_str(&format!(
            "\n  {} “{}”\n    {} ({}), bytes {}\n",
            quote.claim,
            clip(&quote.quote, 200),
            quote.name,
            quote.by.join(" ← "),
            quote.span
        ));
    }
    out.push_str(&format!("\nindependent sources: {}\n", event.independent));
    for origin in &event.origins {
        let why = if origin.why.is_empty() { String::new() } else { format!(": {}", origin.why.join(", ")) };
        out.push_str(&format!("  {} — {}{why}\n", origin.by.join(", "), origin.claims.join(", ")));
    }
    for link in links {
        out.push_str(&format!("\n{} — {}: {:+.2}\n", link.a, link.b, link.weight));
        for (part, weight) in &link.parts {
            out.push_str(&format!("  {weight:+6.2}  {part}\n"));
        }
    }
    for row in history {
        let (before, after) = (row.before.join(", "), row.after.join(", "));
        out.push_str(&format!("\n{} {}: {before} → {after}\n", row.at, row.change));
    }
    out
}

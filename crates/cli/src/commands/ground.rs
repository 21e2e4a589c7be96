//! `annalist checks`, `annalist areas`: summaries held against the happenings, and ground that is no place.

use annalist_chronicle::{SummaryCheck, Within};
use annalist_claim::Extent;
use serde::Serialize;

use crate::args::{Listing, Telling};
use crate::failure::Failure;
use crate::out::{Format, clip, word};
use crate::{out, project};

/// A check with the words of its claim.
#[derive(Serialize)]
struct Checked {
    #[serde(flatten)]
    check: SummaryCheck,
    when: Option<String>,
    by: Vec<String>,
    quote: String,
}

pub(crate) fn checks(arguments: &Listing) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let chronicle = stored.chronicle()?;
    let names = project::Names::of(&stored)?;
    let rows: Vec<Checked> = chronicle
        .summary_checks()
        .into_iter()
        .map(|check| {
            let quote = chronicle.quotes_of([&check.claim]).pop();
            Checked {
                when: quote.as_ref().and_then(|q| Some(q.when.as_ref()?.to_string())),
                by: quote.as_ref().map(|q| q.by.clone()).unwrap_or_default(),
                quote: quote.map_or(String::new(), |q| q.quote),
                check,
            }
        })
        .collect();
    let heads = ["summary", "by", "when", "of", "borne out", "told nowhere else", "contradicted"];
    out::list(arguments.format, &rows, &heads, |r| {
        vec![
            clip(&r.quote, 70),
            r.by.join(" ← "),
            r.when.clone().unwrap_or_default(),
            r.check.side.clone(),
            names.list(&r.check.agree),
            names.list(&r.check.alone),
            names.list(&r.check.contradict),
        ]
    });
    Ok(())
}

pub(crate) fn areas(arguments: &Telling) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let (chronicle, account) = project::asked(&stored, &arguments.account)?;
    let rows = chronicle.ground(&account);
    let names = project::Names::of(&stored)?;
    let heads = ["when", "side", "what", "how many", "of what", "where", "claims", "words"];
    out::list(arguments.format, &rows, &heads, |g| {
        let many = match (&g.within, g.count, g.extent) {
            (Within::Area(_), _, Extent::Whole) => "all".to_owned(),
            (Within::Area(_), _, extent) => word(&extent),
            (_, Some(count), _) => count.to_string(),
            (_, None, _) => "not told".to_owned(),
        };
        let place = match &g.within {
            Within::Near(id) => names.name(id),
            Within::Area(_) | Within::Somewhere => "",
        };
        vec![
            g.when.as_ref().map(ToString::to_string).unwrap_or_default(),
            g.side.clone(),
            word(&g.kind),
            many,
            clip(&g.name, 50),
            place.to_owned(),
            g.quotes.len().to_string(),
            clip(g.quotes.first().map_or("", |q| q.quote.as_str()), 60),
        ]
    });
    if arguments.format == Format::Table && !rows.is_empty() {
        out::print("\nThese are in no holding and on no map: they are counted as they are told.\n");
    }
    Ok(())
}

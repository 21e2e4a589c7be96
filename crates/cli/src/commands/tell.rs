//! `annalist tempo`, `one-sided`, `belief`, `harm`: further questions to a chronicle.

use std::collections::{BTreeMap, BTreeSet};

use annalist_time::Day;

use crate::args::{Belief, Listing, OneSided, Telling};
use crate::failure::Failure;
use crate::out::{Format, clip, word};
use crate::{out, project};

pub(crate) fn tempo(arguments: &Telling) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let (chronicle, account) = project::asked(&stored, &arguments.account)?;
    let tempo = chronicle.tempo(&account);
    match arguments.format {
        Format::Json => out::json(&tempo),
        Format::Jsonl => out::line(&tempo),
        Format::Table => {
            let names = project::Names::of(&stored)?;
            let mut table = out::table(&["day", "taken", "without a name", "held", "share"]);
            let days: BTreeSet<&Day> = tempo.captures.keys().chain(tempo.unnamed.keys()).collect();
            for day in days {
                let list = |counts: Option<&BTreeMap<String, u32>>| {
                    let counts = counts.into_iter().flatten();
                    counts.map(|(side, n)| format!("{side} {n}")).collect::<Vec<_>>().join(", ")
                };
                let share = tempo.share.get(day).into_iter().flatten();
                let share: Vec<String> =
                    share.map(|(side, s)| format!("{side} {:.0} %", s * 100.0)).collect();
                table.add_row([
                    day.to_string(),
                    list(tempo.captures.get(day)),
                    list(tempo.unnamed.get(day)),
                    list(tempo.held.get(day)),
                    share.join(", "),
                ]);
            }
            let mut advance: Vec<String> =
                tempo.advance.iter().map(|(side, rate)| format!("{side} {rate:+.2}")).collect();
            advance.sort();
            let mut hands: Vec<(&String, &u32)> = tempo.changed_hands.iter().collect();
            hands.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
            let hands: Vec<String> =
                hands.into_iter().map(|(place, n)| format!("{} {n}", names.name(place))).collect();
            let table = table.trim_fmt();
            out::print(&format!(
                "{table}\n\nplaces gained a day over {} days: {}\nchanged hands: {}\n",
                tempo.days,
                advance.join(", "),
                hands.join(", ")
            ));
        }
    }
    Ok(())
}

pub(crate) fn one_sided(arguments: &OneSided) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let rows = stored.chronicle()?.one_sided(arguments.side.as_deref());
    let names = project::Names::of(&stored)?;
    out::list(arguments.format, &rows, &["side", "when", "what", "where", "words", "denied by"], |r| {
        let mut denied: Vec<&str> = r.denied.iter().flat_map(|q| &q.by).map(String::as_str).collect();
        denied.sort_unstable();
        denied.dedup();
        vec![
            r.side.clone(),
            r.when.as_ref().map(ToString::to_string).unwrap_or_default(),
            word(&r.kind),
            names.list(&r.places),
            clip(r.quotes.first().map_or("", |q| q.quote.as_str()), 70),
            denied.join(", "),
        ]
    });
    Ok(())
}

pub(crate) fn belief(arguments: &Belief) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let place = project::place(&stored, &arguments.place)?;
    let holdings = stored.holdings(Some("all"), Some(&place.id))?;
    let told = || holdings.iter().flat_map(|h| [h.start, h.end, h.newest_evidence]).flatten();
    let rows = match (told().min(), told().max()) {
        (Some(from), Some(to)) => stored.chronicle()?.beliefs(&place.id, from, to),
        _ => Vec::new(),
    };
    out::list(arguments.format, &rows, &["day", "how likely"], |b| {
        let mut states: Vec<(&String, &f64)> = b.states.iter().collect();
        states.sort_by(|x, y| y.1.total_cmp(x.1).then_with(|| x.0.cmp(y.0)));
        let states: Vec<String> = states.iter().map(|(s, p)| format!("{s} {p:.2}")).collect();
        vec![b.day.to_string(), states.join(", ")]
    });
    Ok(())
}

pub(crate) fn harm(arguments: &Listing) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let chronicle = stored.chronicle()?;
    let names = project::Names::of(&stored)?;
    let rows = chronicle.civilian_harm();
    out::list(arguments.format, &rows, &["grade", "why", "when", "where", "figures", "words"], |h| {
        let event = chronicle.event(&h.event);
        let figures: Vec<String> = h
            .figures
            .iter()
            .filter_map(|id| chronicle.figures.iter().find(|f| f.id == *id))
            .map(|f| {
                let most = f.max.map_or("…".to_owned(), |n| n.to_string());
                format!("{} {}–{most}", word(&f.what), f.min.unwrap_or(0))
            })
            .collect();
        let quote = event.and_then(|e| e.claims.first()).and_then(|c| chronicle.claim(c));
        vec![
            word(&h.grade),
            h.why.clone(),
            event.and_then(|e| e.when.as_ref()).map(ToString::to_string).unwrap_or_default(),
            event.map_or(String::new(), |e| names.list(&e.places)),
            figures.join(", "),
            clip(quote.map_or("", |c| c.evidence.quote.as_str()), 60),
        ]
    });
    if arguments.format == Format::Table && !rows.is_empty() {
        out::print(&format!("\n{}\n", annalist_chronicle::UNDERCOUNT));
    }
    Ok(())
}

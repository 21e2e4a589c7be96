//! `annalist timeline`, `events`, `disputes`, `figures`, `documents`: the chronicle's views as lists.

use annalist_store::Project;

use crate::args::{Listing, Timeline};
use crate::failure::Failure;
use crate::out::{clip, word};
use crate::{out, project};

pub(crate) fn timeline(arguments: &Timeline) -> Result<(), Failure> {
    let chronicle = project::chronicle(&arguments.project)?;
    let rows = match &arguments.place {
        Some(name) => {
            let (place, _) = project::find_place(&chronicle, name)?;
            chronicle.holdings_of(&place, &arguments.account)
        }
        None => chronicle.holdings(&arguments.account),
    };
    out::list(
        arguments.format,
        &rows,
        &["place", "from", "to", "holder", "status", "newest evidence", "claims"],
        |h| {
            vec![
                h.name.clone(),
                h.start.map_or("…".to_owned(), |d| d.to_string()),
                match h.end {
                    None => "…".to_owned(),
                    Some(end) if Some(end) == h.start => "that day".to_owned(),
                    Some(end) => end.yesterday().map_or("…".to_owned(), |d| d.to_string()),
                },
                h.holder.clone().unwrap_or_else(|| "—".to_owned()),
                word(&h.status),
                h.newest_evidence.map(|d| d.to_string()).unwrap_or_default(),
                (h.begun_by.len() + h.confirmed_by.len()).to_string(),
            ]
        },
    );
    Ok(())
}

pub(crate) fn events(arguments: &Listing) -> Result<(), Failure> {
    let chronicle = project::chronicle(&arguments.project)?;
    let quote = |id: &String| chronicle.claim(id).map(|c| c.evidence.quote.clone()).unwrap_or_default();
    out::list(
        arguments.format,
        &chronicle.events,
        &["when", "kind", "where", "by", "claims", "independent", "words"],
        |e| {
            vec![
                e.when.as_ref().map(ToString::to_string).unwrap_or_default(),
                word(&e.kind),
                e.places.join(", "),
                e.actors.join(", "),
                e.claims.len().to_string(),
                e.independent.to_string(),
                clip(&e.claims.first().map(quote).unwrap_or_default(), 70),
            ]
        },
    );
    Ok(())
}

pub(crate) fn disputes(arguments: &Listing) -> Result<(), Failure> {
    let chronicle = project::chronicle(&arguments.project)?;
    out::list(arguments.format, &chronicle.disputes, &["about", "where", "when", "positions"], |d| {
        let positions: Vec<String> = d
            .positions
            .iter()
            .map(|p| {
                let by = if p.by.is_empty() { "narrator".to_owned() } else { p.by.join(", ") };
                format!("{} ({by})", p.says)
            })
            .collect();
        vec![
            word(&d.kind),
            d.place.clone().unwrap_or_default(),
            d.when.as_ref().map(ToString::to_string).unwrap_or_default(),
            positions.join("  |  "),
        ]
    });
    Ok(())
}

pub(crate) fn figures(arguments: &Listing) -> Result<(), Failure> {
    let chronicle = project::chronicle(&arguments.project)?;
    let number = |n: Option<u64>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
    out::list(
        arguments.format,
        &chronicle.figures,
        &["what", "of", "from", "to", "scope", "when", "says who"],
        |f| {
            let says: Vec<String> = f
                .claimants
                .iter()
                .map(|c| {
                    let by = if c.by.is_empty() { "narrator".to_owned() } else { c.by.join(" ← ") };
                    format!("{by}: {}", clip(&c.quote, 50))
                })
                .collect();
            let of = f.victims.clone().or_else(|| f.claimants.first().map(|c| c.who.clone()));
            vec![
                word(&f.what),
                of.unwrap_or_default(),
                number(f.min),
                number(f.max),
                word(&f.scope),
                f.when.as_ref().map(ToString::to_string).unwrap_or_default(),
                says.join("\n"),
            ]
        },
    );
    if arguments.format == crate::out::Format::Table
        && let Some(entry) = chronicle.figures.first()
    {
        out::print(&format!("\n{}\n", entry.warning));
    }
    Ok(())
}

pub(crate) fn documents(arguments: &Listing) -> Result<(), Failure> {
    let rows = Project::open_to_read(&arguments.project)?.documents()?;
    out::list(
        arguments.format,
        &rows,
        &["name", "form", "title", "publisher", "published", "claims", "sha256"],
        |d| {
            vec![
                d.name.clone(),
                d.form.clone(),
                clip(d.title.as_deref().unwrap_or(""), 50),
                d.publisher.clone().unwrap_or_default(),
                d.published.clone().unwrap_or_default(),
                d.claims.to_string(),
                d.digest.short(),
            ]
        },
    );
    Ok(())
}

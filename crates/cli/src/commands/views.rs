//! `annalist timeline`, `disputes`, `figures`, `documents`: the chronicle's views as lists.

use annalist_chronicle::{Holding, Spread, TotalSensitivity};
use annalist_store::Project;

use crate::args::{Disputes, Figures, Listing, Timeline};
use crate::failure::{Exit, Failure};
use crate::out::{clip, word};
use crate::project::Told;
use crate::{out, project};

pub(crate) fn timeline(arguments: &Timeline) -> Result<(), Failure> {
    if let Some(name) = &arguments.of {
        return mentions(arguments, name);
    }
    let project = project::open(&arguments.project)?;
    let place = arguments.place.as_deref().map(|name| project::place(&project, name)).transpose()?;
    let rows: Vec<Holding> = match project::told(&project, &arguments.account)? {
        Told::Stored(account) => {
            project.holdings(Some(&account.to_string()), place.as_ref().map(|p| p.id.as_str()))?
        }
        Told::Anew(account, policy) => {
            let mut chronicle = project.chronicle()?;
            chronicle.define(policy);
            match place {
                Some(place) => chronicle.holdings_of(&place.id, &account),
                None => chronicle.holdings(&account),
            }
        }
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
                if h.implied { format!("{}, implied", word(&h.status)) } else { word(&h.status) },
                h.newest_evidence.map(|d| d.to_string()).unwrap_or_default(),
                (h.begun_by.len() + h.confirmed_by.len()).to_string(),
            ]
        },
    );
    Ok(())
}

/// The events of a side, a force or a person.
fn mentions(arguments: &Timeline, name: &str) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let rows = stored.chronicle()?.mentions(name);
    let names = project::Names::of(&stored)?;
    if rows.is_empty() {
        let help = Some("`annalist claims` shows the parties and sources as written".to_owned());
        return Err(Failure::new(
            Exit::UnknownPlace,
            format!("no claim of this project names {name:?}"),
            help,
        ));
    }
    out::list(arguments.format, &rows, &["when", "what", "where", "as", "claims", "words"], |m| {
        let roles: Vec<String> = m.roles.iter().map(word).collect();
        vec![
            m.when.as_ref().map(ToString::to_string).unwrap_or_default(),
            word(&m.kind),
            names.list(&m.places),
            roles.join(", "),
            m.quotes.len().to_string(),
            clip(m.quotes.first().map_or("", |q| q.quote.as_str()), 70),
        ]
    });
    Ok(())
}

pub(crate) fn disputes(arguments: &Disputes) -> Result<(), Failure> {
    const KINDS: [&str; 5] = ["holder", "happened", "figure", "date", "actor"];
    if let Some(kind) = arguments.kind.as_deref().filter(|k| !KINDS.contains(k)) {
        let help = Some(format!("one of {}", KINDS.join(", ")));
        return Err(Failure::new(Exit::Usage, format!("no kind of dispute: {kind:?}"), help));
    }
    let project = project::open(&arguments.project)?;
    let place = arguments.place.as_deref().map(|name| project::place(&project, name)).transpose()?;
    let mut disputes = project.disputes()?;
    disputes.retain(|d| {
        arguments.kind.as_ref().is_none_or(|kind| word(&d.kind) == *kind)
            && place.as_ref().is_none_or(|p| d.place.as_ref() == Some(&p.id))
    });
    let names = project::Names::of(&project)?;
    out::list(arguments.format, &disputes, &["about", "weighs", "where", "when", "positions"], |d| {
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
            format!("{:.0}", d.effect),
            d.place.as_deref().map_or("", |id| names.name(id)).to_owned(),
            d.when.as_ref().map(ToString::to_string).unwrap_or_default(),
            positions.join("\n"),
        ]
    });
    Ok(())
}

pub(crate) fn figures(arguments: &Figures) -> Result<(), Failure> {
    if arguments.totals {
        return totals(arguments);
    }
    let figures = project::open(&arguments.project)?.figures()?;
    let number = |n: Option<u64>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
    out::list(arguments.format, &figures, &["what", "of", "from", "to", "scope", "when", "says who"], |f| {
        let says: Vec<String> = f
            .claimants
            .iter()
            .map(|c| {
                let by = if c.by.is_empty() { "narrator".to_owned() } else { c.by.join(" ← ") };
                format!("{by}: {}", clip(&c.quote, 50))
            })
            .collect();
        // "Between 14 and 20" alone does not say of whom.
        let counted = || f.claimants.first().filter(|c| c.who != c.quote).map(|c| c.who.clone());
        let of = f.victims.clone().or_else(counted);
        vec![
            word(&f.what),
            of.unwrap_or_else(|| "not told".to_owned()),
            number(f.min),
            number(f.max),
            word(&f.scope),
            f.when.as_ref().map(ToString::to_string).unwrap_or_default(),
            says.join("\n"),
        ]
    });
    if arguments.format == crate::out::Format::Table
        && let Some(entry) = figures.first()
    {
        out::print(&format!("\n{}\n", entry.warning));
    }
    Ok(())
}

/// Totals, and how they change over the accounts.
fn totals(arguments: &Figures) -> Result<(), Failure> {
    let rows = project::chronicle(&arguments.project)?.sensitivity_of_totals();
    let heads = ["what", "of", "account", "conservative", "informative", "representative", "disagreement"];
    if arguments.format != crate::out::Format::Table {
        out::list(arguments.format, &rows, &heads, |_| Vec::new());
        return Ok(());
    }
    let lines: Vec<(&TotalSensitivity, &Spread)> =
        rows.iter().flat_map(|t| t.accounts.iter().map(move |s| (t, s))).collect();
    let mut table = out::table(&heads);
    for (total, spread) in lines {
        table.add_row([
            word(&total.what),
            total.victims.clone().unwrap_or_default(),
            spread.account.to_string(),
            spread.conservative.to_string(),
            spread.informative.to_string(),
            spread.representative.to_string(),
            format!("{:.2}", total.disagreement),
        ]);
    }
    let warning = rows.first().map_or("", |t| t.warning.as_str());
    let table = table.trim_fmt();
    out::print(&format!("{table}\n\n{warning}\n"));
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

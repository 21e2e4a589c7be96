//! `annalist export`: formats of others, on standard output.

use std::collections::BTreeSet;

use annalist_belligerent::BelligerentKind;
use annalist_chronicle::{Act, Chronicle, Source, standing};
use annalist_claim::Claim;
use annalist_exchange::{Mask, MaskList, codebook, csv, geojson};
use annalist_store::Project;

use crate::args::{Export, ExportForm};
use crate::failure::{Exit, Failure};
use crate::out;

pub(crate) fn run(arguments: &Export) -> Result<(), Failure> {
    let stored = Project::open_to_read(&arguments.project)?;
    let sources = stored.sources()?;
    let decisions = stored.decisions()?;
    let chronicle = Chronicle::build(&sources, &decisions);
    let mask = arguments.mask.then(|| mask(arguments, &stored, &sources)).transpose()?;
    let masked = |claim: &Claim| mask.as_ref().map_or_else(|| claim.clone(), |mask| mask.claim(claim));
    let text = if arguments.form == ExportForm::Csv {
        let rejected: Vec<&str> = standing(&decisions)
            .into_iter()
            .filter_map(|d| match &d.act {
                Act::Reject { claim } => Some(claim.as_str()),
                _ => None,
            })
            .collect();
        let rows: Vec<(String, Claim)> = sources
            .iter()
            .flat_map(|s| s.claims.iter().map(move |c| (s, c)))
            .filter(|(_, c)| !rejected.contains(&c.id.as_str()))
            .map(|(s, c)| {
                let name = mask.as_ref().map_or_else(|| s.name.clone(), |mask| mask.text(&s.name));
                (name, masked(chronicle.claim(&c.id).unwrap_or(c)))
            })
            .collect();
        csv::claims(rows.iter().map(|(name, claim)| (name.as_str(), claim)))
    } else if arguments.form == ExportForm::Acled {
        let rows = annalist_chronicle::acled(&chronicle, &states(arguments, &stored)?, &arguments.account);
        codebook::acled(&rows, mask.as_ref())
    } else if arguments.form == ExportForm::Ged {
        let names = stored.place_names()?;
        let rows = annalist_chronicle::ged(&chronicle, &states(arguments, &stored)?);
        codebook::ged(&rows, |id| names.get(id).cloned().unwrap_or_default(), mask.as_ref())
    } else {
        let mut holdings = chronicle.holdings(&arguments.account);
        if let Some(mask) = &mask {
            holdings = holdings.iter().map(|h| mask.holding(h)).collect();
        }
        match arguments.form {
            ExportForm::CsvHoldings => {
                csv::holdings(&holdings, |id| chronicle.claim(id).map(|c| masked(c).evidence.quote))
            }
            _ => geojson::holdings(&holdings),
        }
    };
    out::print(&text);
    Ok(())
}

/// The sides that are states: those named, else those to which a state belongs.
fn states(arguments: &Export, stored: &Project) -> Result<BTreeSet<String>, Failure> {
    if !arguments.state.is_empty() {
        return Ok(arguments.state.iter().cloned().collect());
    }
    let people = stored.belligerents()?;
    Ok(people.into_iter().filter(|b| b.kind == BelligerentKind::State).filter_map(|b| b.side).collect())
}

fn mask(arguments: &Export, stored: &Project, sources: &[Source]) -> Result<Mask, Failure> {
    let list = MaskList::beside(&arguments.project)
        .map_err(|message| Failure::new(Exit::Unreadable, message, None))?;
    let people = stored.belligerents()?;
    let civilians = people
        .iter()
        .filter(|b| b.kind == BelligerentKind::Person && b.side.as_deref() == Some("civilian"))
        .flat_map(|b| std::iter::once(&b.name).chain(&b.aliases));
    Ok(Mask::new(&list, sources.iter().flat_map(|s| &s.claims), civilians.map(String::as_str)))
}

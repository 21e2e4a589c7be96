//! `annalist export`: formats of others, on standard output.

use std::collections::BTreeSet;

use annalist_belligerent::BelligerentKind;
use annalist_chronicle::{Chronicle, Source};
use annalist_exchange::{Mask, MaskList, codebook, csv, geojson};
use annalist_store::{BelligerentRow, Project};

use crate::args::{Export, ExportForm};
use crate::failure::{Exit, Failure};
use crate::{out, project};

pub(crate) fn run(arguments: &Export) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let sources = stored.sources()?;
    let chronicle = Chronicle::build(&sources, &stored.decisions()?);
    let mask = if arguments.mask { mask(arguments, &stored, &sources)? } else { Mask::default() };
    let holdings = || chronicle.holdings(&arguments.account);
    let text = match arguments.form {
        ExportForm::Geojson => geojson::holdings(&holdings(), &mask),
        ExportForm::CsvHoldings => csv::holdings(&holdings(), |id| chronicle.claim(id), &mask),
        ExportForm::Csv => {
            // The chronicle has claims as decided, and none that is rejected.
            let told = sources.iter().flat_map(|s| {
                s.claims.iter().filter_map(|c| Some((s.name.as_str(), chronicle.claim(&c.id)?)))
            });
            csv::claims(told, &mask)
        }
        ExportForm::Acled => {
            let states = states(arguments, &stored)?;
            codebook::acled(&annalist_chronicle::acled(&chronicle, &states, &arguments.account), &mask)
        }
        ExportForm::Ged => {
            let (states, names) = (states(arguments, &stored)?, stored.place_names()?);
            let name = |id: &str| names.get(id).cloned().unwrap_or_default();
            codebook::ged(&annalist_chronicle::ged(&chronicle, &states), name, &mask)
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
    let civilians = people.iter().flat_map(BelligerentRow::civilian_names);
    Ok(Mask::new(&list, sources.iter().flat_map(|s| &s.claims), civilians))
}

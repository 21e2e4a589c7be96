//! `annalist export`: formats of others, on standard output.

use annalist_chronicle::Chronicle;
use annalist_exchange::{csv, geojson};
use annalist_store::Project;

use crate::args::{Export, ExportForm};
use crate::failure::Failure;
use crate::out;

pub(crate) fn run(arguments: &Export) -> Result<(), Failure> {
    let stored = Project::open_to_read(&arguments.project)?;
    let sources = stored.sources()?;
    let text = if arguments.form == ExportForm::Csv {
        csv::claims(sources.iter().flat_map(|s| s.claims.iter().map(|c| (s.name.as_str(), c))))
    } else {
        let chronicle = Chronicle::build(&sources, &stored.decisions()?);
        let holdings = chronicle.holdings(&arguments.account);
        match arguments.form {
            ExportForm::CsvHoldings => csv::holdings(&chronicle, &holdings),
            _ => geojson::holdings(&holdings),
        }
    };
    out::print(&text);
    Ok(())
}

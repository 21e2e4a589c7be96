//! `annalist place`: what people decide about names of places, in the project's journal.

use std::path::Path;

use annalist_chronicle::Act;
use annalist_gazetteer::Override;
use annalist_store::Project;
use serde::Serialize;

use crate::args::{AboutName, Place, PlaceAct};
use crate::failure::{Exit, Failure};
use crate::{clock, out};

/// A decision with the place it names.
#[derive(Serialize)]
struct Row {
    name: String,
    is: String,
    place: Option<String>,
    at: Option<annalist_gazetteer::Point>,
}

pub(crate) fn run(arguments: &Place) -> Result<(), Failure> {
    match &arguments.act {
        PlaceAct::Set { about, at } => {
            let decision = Override::parse(&format!("at:{at}"))
                .map_err(|message| Failure::new(Exit::Usage, message, None))?;
            decide(about, &decision)
        }
        PlaceAct::Alias { about, place } => {
            let decision = Override::Place { id: id(&about.project, place)? };
            decide(about, &decision)
        }
        PlaceAct::Reject { about } => decide(about, &Override::NotAPlace),
        PlaceAct::List { project, format } => list(project, *format),
    }
}

/// The id of a place told by its id or by a name that only one place has.
fn id(project: &Path, place: &str) -> Result<String, Failure> {
    let gazetteer = annalist_intake::gazetteer(&Project::open_to_read(project)?)?;
    if gazetteer.place(place).is_some() {
        return Ok(place.to_owned());
    }
    let mut found = gazetteer.lookup(place);
    let best = found.first().map_or(0.0, |c| c.score);
    found.retain(|c| c.score >= best - 0.02);
    match &found[..] {
        [one] => Ok(one.id.clone()),
        [] => {
            let near: Vec<String> =
                gazetteer.nearest_spellings(place, 5).into_iter().map(|c| c.name).collect();
            let help = (!near.is_empty()).then(|| format!("nearest spellings: {}", near.join(", ")));
            Err(Failure::new(Exit::UnknownPlace, format!("no list has a place {place:?}"), help))
        }
        several => {
            let ids: Vec<String> = several
                .iter()
                .take(8)
                .map(|c| format!("{} ({}, {:.3}, {:.3})", c.id, c.name, c.point.lat, c.point.lon))
                .collect();
            let help = Some(format!("name one by its id: {}", ids.join("; ")));
            Err(Failure::new(Exit::UnknownPlace, format!("{place:?} may be any of several places"), help))
        }
    }
}

fn decide(about: &AboutName, decision: &Override) -> Result<(), Failure> {
    let mut project = Project::open(&about.project)?;
    let act = Act::SetPlace { name: about.name.clone(), place: decision.to_string() };
    let written = project.decide(&about.author, &clock::now(), act)?;
    project.close()?;
    // Reads the documents again with the decision, and writes the views.
    super::build::build(&[], &about.project)?;
    anstream::eprintln!("{}: {:?} is {decision} ({})", about.project.display(), about.name, written.id);
    Ok(())
}

fn list(path: &Path, format: out::Format) -> Result<(), Failure> {
    let project = Project::open_to_read(path)?;
    let gazetteer = annalist_intake::gazetteer(&project)?;
    let rows: Vec<Row> = annalist_intake::decided_places(&project)?
        .into_iter()
        .map(|(name, decision)| {
            let place = match &decision {
                Override::Place { id } => gazetteer.place(id),
                _ => None,
            };
            let at = match &decision {
                Override::At { point } => Some(*point),
                _ => place.as_ref().map(|p| p.point),
            };
            Row { name, is: decision.to_string(), place: place.map(|p| p.name), at }
        })
        .collect();
    out::list(format, &rows, &["name", "is", "place", "at"], |r| {
        let at = r.at.map(|p| format!("{:.4}, {:.4}", p.lat, p.lon));
        vec![r.name.clone(), r.is.clone(), r.place.clone().unwrap_or_default(), at.unwrap_or_default()]
    });
    Ok(())
}

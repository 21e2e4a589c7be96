//! Civilian harm, graded by its sources.
//!
//! The grades are Airwars': *confirmed* when a party accepts its own deed, *contested* when sources
//! name different doers or one denies it, *fair* with two or more independent sources, *weak* with
//! one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Event;
use crate::row::Row;
use crate::state::Chronicle;

/// How well civilian harm is borne out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// A party says that it did it.
    Confirmed,
    /// Two or more independent sources, and nobody contradicts.
    Fair,
    /// One source.
    Weak,
    /// Sources name different doers, or one denies it.
    Contested,
}

/// An event with civilian victims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CivilianHarm {
    /// Event id.
    pub event: String,
    /// Its grade.
    pub grade: Grade,
    /// Why, in words.
    pub why: String,
    /// Ids of the ledger entries that count its victims.
    pub figures: Vec<String>,
}

impl Chronicle {
    /// Every event that harms civilians, with its grade, in the order of the events.
    pub fn civilian_harm(&self) -> Vec<CivilianHarm> {
        let civilian = |side: Option<&str>| side == Some("civilian");
        let mut of_event: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for figure in self.figures.iter().filter(|f| civilian(f.victims.as_deref())) {
            if let Some(event) = figure.event.as_deref() {
                of_event.entry(event).or_default().push(figure.id.clone());
            }
        }
        self.events
            .iter()
            .filter_map(|event| {
                let figures = of_event.remove(event.id.as_str()).unwrap_or_default();
                if figures.is_empty() && !event.targets.iter().any(|t| civilian(Some(t))) {
                    return None;
                }
                let rows: Vec<&Row> = event.claims.iter().filter_map(|c| self.row(c)).collect();
                let (grade, why) = grade(event, &rows);
                Some(CivilianHarm { event: event.id.clone(), grade, why, figures })
            })
            .collect()
    }
}

fn grade(event: &Event, rows: &[&Row]) -> (Grade, String) {
    let owns =
        |row: &&&Row| row.is_told() && row.actor_sides().iter().any(|side| row.voice.is_party_of(side));
    let told: Vec<&&Row> = rows.iter().filter(|r| r.is_told() && !r.actor_sides().is_empty()).collect();
    let doers_differ = told
        .iter()
        .any(|a| told.iter().any(|b| a.actor_sides().iter().all(|s| !b.actor_sides().contains(s))));
    if rows.iter().any(|row| owns(&row)) {
        (Grade::Confirmed, "the party that did it says so".to_owned())
    } else if doers_differ {
        (Grade::Contested, "sources name different doers".to_owned())
    } else if rows.iter().any(|r| r.is_denial()) {
        (Grade::Contested, "a source denies it".to_owned())
    } else if event.independent > 1 {
        (Grade::Fair, format!("{} independent sources", event.independent))
    } else {
        (Grade::Weak, "one source".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, FigureKind::Killed, Kind::*, Modality};

    use super::Grade;
    use crate::Chronicle;
    use crate::testing::{Told, document, plain, told};

    fn strike() -> Told {
        told(Airstrike, "blues", "Brenno", "2031-05-04").figure(Killed, "civilian", 7, Some(7))
    }

    fn grades(c: &Chronicle) -> Vec<Grade> {
        c.civilian_harm().iter().map(|h| h.grade).collect()
    }

    #[test]
    fn grades_follow_the_sources() {
        assert_eq!(grades(&plain(vec![strike()])), [Grade::Weak]);
        let party = Alignment::Party("blues".into());
        assert_eq!(grades(&plain(vec![strike().by("Blue Air Force", party.clone())])), [Grade::Confirmed]);
        let leans = Alignment::Leans("blues".into());
        assert_eq!(grades(&plain(vec![strike().by("Blue Herald", leans)])), [Grade::Weak]);
        let denied = strike().modality(Modality::Denied).by("Blue Air Force", party);
        assert_eq!(grades(&plain(vec![strike(), denied])), [Grade::Contested]);
        let a = document("a", Alignment::Unknown, vec![strike().quote("bombs fell on Brenno")]);
        let b = document("b", Alignment::Unknown, vec![strike().quote("the air force struck the market")]);
        assert_eq!(grades(&Chronicle::build(&[a, b], &[])), [Grade::Fair]);
        let soldiers = told(Airstrike, "blues", "Brenno", "2031-05-04").figure(Killed, "reds", 7, Some(7));
        assert!(grades(&plain(vec![soldiers])).is_empty());
    }
}

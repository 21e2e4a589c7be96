//! UCDP GED's view: events of organised violence with at least one death.

mod dyad;
mod estimates;
mod inclusion;
mod precision;

use std::collections::BTreeSet;

use annalist_claim::FigureKind;
use annalist_gazetteer::Point;
use annalist_span::content_id;
use annalist_time::Day;
use serde::Serialize;

use super::RuleName;
use crate::day::{Window, from_number};
use crate::model::LedgerEntry;
use crate::state::Chronicle;

pub use dyad::Violence;

/// A row as UCDP GED codes it. UCDP's own numbers for conflicts and actors are the exporter's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GedEvent {
    /// Content-derived id.
    pub id: String,
    /// State-based, non-state or one-sided.
    pub violence: Violence,
    /// Side id of side A.
    pub side_a: Option<String>,
    /// Side id of side B, or `civilian`.
    pub side_b: Option<String>,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// 1 a day to 5 a year.
    pub date_prec: u8,
    /// 1 an exact place to 7.
    pub where_prec: u8,
    /// 1 clear, 2 an aggregate.
    pub event_clarity: u8,
    /// Place id.
    pub place: Option<String>,
    /// Where.
    pub point: Option<Point>,
    /// Dead of side A.
    pub deaths_a: u64,
    /// Dead of side B.
    pub deaths_b: u64,
    /// Civilians dead.
    pub deaths_civilians: u64,
    /// Dead of unknown belonging.
    pub deaths_unknown: u64,
    /// Best estimate: the sum of the four.
    pub best: u64,
    /// High estimate.
    pub high: u64,
    /// Low estimate.
    pub low: u64,
    /// Independent sources.
    pub number_of_sources: u32,
    /// Claim ids, sorted.
    pub claims: Vec<String>,
    /// The rules that made the row.
    pub rules: Vec<RuleName>,
}

/// UCDP GED's rows of a chronicle. `government` names the sides that are states.
pub fn ged(chronicle: &Chronicle, government: &BTreeSet<String>) -> Vec<GedEvent> {
    let mut rows = Vec::new();
    for event in &chronicle.events {
        let figures: Vec<&LedgerEntry> = chronicle
            .figures
            .iter()
            .filter(|f| f.event.as_deref() == Some(event.id.as_str()) && f.what == FigureKind::Killed)
            .collect();
        let Some(window) = event.when.as_ref().and_then(Window::of) else { continue };
        let dyad = dyad::dyad(event, &figures, government);
        let deaths = estimates::estimates(&figures, &dyad);
        if !inclusion::includes(&deaths) {
            continue;
        }
        let place = event.places.first().cloned();
        let found = place.as_deref().and_then(|p| chronicle.places.get(p));
        rows.push(GedEvent {
            id: content_id("ged", [event.id.as_str()]),
            violence: dyad.violence,
            side_a: dyad.a,
            side_b: dyad.b,
            start: from_number(window.first.unwrap_or(window.surely())),
            end: from_number(window.surely()),
            date_prec: precision::date(window),
            where_prec: precision::place(chronicle, event),
            event_clarity: if window.width().is_some_and(|w| w <= 1) { 1 } else { 2 },
            point: found.and_then(|p| p.point),
            place,
            deaths_a: deaths.a,
            deaths_b: deaths.b,
            deaths_civilians: deaths.civilians,
            deaths_unknown: deaths.unknown,
            best: deaths.best(),
            high: deaths.high,
            low: deaths.low,
            number_of_sources: event.independent,
            claims: event.claims.clone(),
            rules: vec![inclusion::NAME, dyad::NAME, estimates::NAME, precision::NAME],
        });
    }
    rows.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use annalist_claim::{FigureKind::Killed, Kind::*};

    use super::{GedEvent, Violence, ged};
    use crate::testing::{Told, plain, told};

    fn rows(told: Vec<Told>) -> Vec<GedEvent> {
        ged(&plain(told), &BTreeSet::from(["blues".to_owned()]))
    }

    #[test]
    fn without_a_death_there_is_no_event() {
        assert!(rows(vec![told(Attack, "reds", "Brenno", "2031-05-04").from("blues")]).is_empty());
    }

    #[test]
    fn deaths_fall_to_their_sides_and_sum_to_best() {
        let rows = rows(vec![
            told(Clash, "reds", "Brenno", "2031-05-04")
                .from("blues")
                .figure(Killed, "reds", 4, Some(6))
                .figure(Killed, "blues", 3, Some(3))
                .figure(Killed, "civilian", 2, None),
        ]);
        let row = &rows[0];
        assert_eq!(
            (row.violence, row.side_a.as_deref(), row.side_b.as_deref()),
            (Violence::StateBased, Some("blues"), Some("reds"))
        );
        assert_eq!((row.deaths_a, row.deaths_b, row.deaths_civilians), (3, 5, 2));
        assert_eq!((row.low, row.best, row.high), (9, 10, 11));
        assert_eq!((row.date_prec, row.where_prec), (1, 1));
    }

    #[test]
    fn civilians_alone_make_it_one_sided() {
        let rows = rows(vec![told(Massacre, "reds", "Brenno", "2031-05-04").from("civilian").figure(
            Killed,
            "civilian",
            30,
            Some(30),
        )]);
        assert_eq!((rows[0].violence, rows[0].side_b.as_deref()), (Violence::OneSided, Some("civilian")));
    }
}

//! ACLED's view: one row per pair of actors, place and day.

mod fatalities;
mod hierarchy;
mod inclusion;
mod split;
mod territory;

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::Kind;
use annalist_gazetteer::Point;
use annalist_span::content_id;
use annalist_time::Day;
use serde::Serialize;

use super::RuleName;
use crate::account::Account;
use crate::day::{Window, from_number};
use crate::model::Event;
use crate::row::Row;
use crate::state::Chronicle;

/// A row as ACLED codes it. Coordinates and codes beyond these are the exporter's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AcledEvent {
    /// Content-derived id.
    pub id: String,
    /// The day, or the middle of the days.
    pub date: Day,
    /// 1 a day, 2 a week, 3 a month.
    pub time_precision: u8,
    /// Event type.
    pub event_type: &'static str,
    /// Sub-event type.
    pub sub_event_type: &'static str,
    /// Side id of the first actor.
    pub actor1: Option<String>,
    /// Side id of the second.
    pub actor2: Option<String>,
    /// Place id.
    pub place: Option<String>,
    /// Place name.
    pub name: String,
    /// Where.
    pub point: Option<Point>,
    /// Dead, as ACLED counts them.
    pub fatalities: u64,
    /// Claim ids, sorted.
    pub claims: Vec<String>,
    /// Sources, each once.
    pub sources: Vec<String>,
    /// The rules that made the row.
    pub rules: Vec<RuleName>,
}

/// Rows of one pair of actors, place and day.
struct Draft<'a> {
    events: Vec<&'a Event>,
    window: Window,
}

type Key = (Option<String>, Vec<String>, i32);

/// ACLED's rows of a chronicle. `government` names the sides that are state forces; `account` tells
/// how long ground was held.
pub fn acled(chronicle: &Chronicle, government: &BTreeSet<String>, account: &Account) -> Vec<AcledEvent> {
    let mut drafts: BTreeMap<Key, Draft<'_>> = BTreeMap::new();
    for event in &chronicle.events {
        let Some(window) = event.when.as_ref().and_then(Window::of).filter(|w| inclusion::includes(*w))
        else {
            continue;
        };
        if !event.claims.iter().filter_map(|c| chronicle.row(c)).any(Row::is_told) {
            continue;
        }
        let mut actors: Vec<String> = event.actors.iter().chain(&event.targets).cloned().collect();
        actors.sort();
        actors.dedup();
        let places: Vec<Option<String>> = if event.places.is_empty() {
            vec![None]
        } else {
            event.places.iter().cloned().map(Some).collect()
        };
        for place in places {
            let key = (place, actors.clone(), window.surely());
            drafts.entry(key).or_insert_with(|| Draft { events: Vec::new(), window }).events.push(event);
        }
    }
    let mut rows: Vec<AcledEvent> =
        drafts.into_iter().map(|(key, draft)| row(chronicle, government, account, key, &draft)).collect();
    rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    rows
}

fn row(
    chronicle: &Chronicle,
    government: &BTreeSet<String>,
    account: &Account,
    (place, _, day): Key,
    draft: &Draft<'_>,
) -> AcledEvent {
    let mut rules: Vec<RuleName> = Vec::new();
    let best = hierarchy::first(&draft.events);
    let (mut event_type, mut sub_event_type) = hierarchy::types(best);
    if draft.events.len() > 1 {
        rules.push(hierarchy::NAME);
    }
    if matches!(best.kind, Kind::Capture | Kind::Transfer | Kind::Withdraw) {
        let held = place.as_deref().map(|p| chronicle.replayed(p, account).stretches).unwrap_or_default();
        (event_type, sub_event_type) = territory::types(best, &held, day, government);
        rules.push(territory::NAME);
    }
    let shares = draft.events.iter().map(|e| (*e, e.places.len().max(1) as u64));
    let (fatalities, applied) = fatalities::count(chronicle, shares, place.as_deref());
    rules.extend(applied);
    let claims: BTreeSet<&String> = draft.events.iter().flat_map(|e| &e.claims).collect();
    let sources: BTreeSet<String> =
        claims.iter().filter_map(|c| chronicle.row(c)).flat_map(|r| r.by(chronicle.name_of(r))).collect();
    let found = place.as_deref().and_then(|p| chronicle.places.get(p));
    let width = draft.window.width().unwrap_or(30);
    let middle = draft.window.first.map_or(day, |first| first.midpoint(day));
    let ids = claims.iter().map(|c| c.as_str());
    AcledEvent {
        id: content_id("acled", [place.as_deref().unwrap_or("")].into_iter().chain(ids)),
        date: from_number(if width == 0 { day } else { middle }),
        time_precision: match width {
            0 => 1,
            1..=7 => 2,
            _ => 3,
        },
        event_type,
        sub_event_type,
        actor1: best.actors.first().cloned(),
        actor2: best.targets.iter().find(|t| Some(*t) != best.actors.first()).cloned(),
        name: found.map_or(String::new(), |p| p.name().to_owned()),
        point: found.and_then(|p| p.point),
        place,
        fatalities,
        claims: claims.into_iter().cloned().collect(),
        sources: sources.into_iter().collect(),
        rules,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use annalist_claim::{FigureKind::Killed, Kind::*};

    use super::{AcledEvent, acled};
    use crate::Account;
    use crate::testing::{Told, plain, told};

    fn rows(told: Vec<Told>) -> Vec<AcledEvent> {
        acled(&plain(told), &BTreeSet::from(["blues".to_owned()]), &Account::All)
    }

    #[test]
    fn ground_held_for_more_than_a_day_is_overtaken() {
        let rows = rows(vec![told(Capture, "reds", "Brenno", "2031-05-04").from("blues")]);
        assert_eq!(rows[0].sub_event_type, "Non-state actor overtakes territory");
        assert_eq!(rows[0].time_precision, 1);
    }

    #[test]
    fn ground_lost_the_same_day_is_a_clash() {
        let rows = rows(vec![
            told(Capture, "reds", "Brenno", "2031-05-04").from("blues"),
            told(Capture, "blues", "Brenno", "2031-05-04").from("reds").again(),
        ]);
        let kinds: Vec<&str> = rows.iter().map(|r| r.sub_event_type).collect();
        assert!(kinds.contains(&"Armed clash") || kinds.contains(&"Government regains territory"));
        assert!(!kinds.contains(&"Non-state actor overtakes territory"));
    }

    #[test]
    fn what_is_told_of_a_year_makes_no_row() {
        assert!(rows(vec![told(Capture, "reds", "Brenno", "2031").from("blues")]).is_empty());
        let month = rows(vec![told(Capture, "reds", "Brenno", "2031-05").from("blues")]);
        assert_eq!((month.len(), month[0].time_precision), (1, 3));
    }

    #[test]
    fn a_transfer_is_no_battle() {
        let rows = rows(vec![told(Transfer, "reds", "Brenno", "2031-05-04").from("blues")]);
        assert_eq!(rows[0].sub_event_type, "Non-violent transfer of territory");
    }

    #[test]
    fn the_lowest_figure_counts_and_is_split_over_places() {
        let rows = rows(vec![told(Clash, "reds", "Brenno", "2031-05-04").and("Tarsk").from("blues").figure(
            Killed,
            "reds",
            11,
            Some(15),
        )]);
        let mut dead: Vec<u64> = rows.iter().map(|r| r.fatalities).collect();
        dead.sort_unstable();
        assert_eq!(dead, [5, 6]);
    }

    #[test]
    fn of_several_kinds_the_highest_counts() {
        let rows = rows(vec![
            told(Shelling, "reds", "Brenno", "2031-05-04").from("blues"),
            told(Attack, "reds", "Brenno", "2031-05-04").from("blues"),
        ]);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].event_type, "Battles");
    }
}

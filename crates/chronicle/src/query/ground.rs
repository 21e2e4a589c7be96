//! Ground that is no place by itself: areas, and groups of places without names, as counts.

use std::collections::BTreeMap;

use annalist_claim::{Extent, Kind};
use annalist_time::{Day, Edtf};
use serde::{Deserialize, Serialize};

use super::Quote;
use crate::account::{Account, Heard, Interest};
use crate::day::{Window, from_number};
use crate::place::Spot;
use crate::row::Row;
use crate::state::Chronicle;

/// What is told of an area, or of places without names: who did what with how many of them.
///
/// Nothing is drawn on a map or replayed from it; it is counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// The day by which it has surely happened.
    pub day: Option<Day>,
    /// When.
    pub when: Option<Edtf>,
    /// Side id of whoever takes, leaves or keeps it.
    pub side: String,
    /// Capture, transfer, withdraw, hold or enter.
    pub kind: Kind,
    /// An area, or a group near or in a place.
    pub within: Within,
    /// The area's name, or the words for the group.
    pub name: String,
    /// How much of an area; of a group all.
    pub extent: Extent,
    /// How many places without a name; `None` for an area, and where no number is told ("several").
    pub count: Option<u32>,
    /// The words, of every claim that tells it.
    pub quotes: Vec<Quote>,
}

/// Where such ground is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The area of an id, or `name:…`.
    Area(String),
    /// Places without names that lean on the place of an id.
    Near(String),
    /// Places without names, nothing told of where.
    Somewhere,
}

impl Chronicle {
    /// What an account tells of areas and of places without names, in time. Claims of one event about the
    /// same ground are one; the greatest of their numbers counts.
    pub fn ground(&self, account: &Account) -> Vec<Ground> {
        let policy = account.policy(&self.policies);
        let event_of: BTreeMap<&str, &str> =
            self.events.iter().flat_map(|e| e.claims.iter().map(|c| (c.as_str(), e.id.as_str()))).collect();
        let mut told: BTreeMap<(String, Kind, String, Within), Ground> = BTreeMap::new();
        for row in self.told().filter(|r| r.is_told() && is_of_ground(r.claim.kind)) {
            let Some(side) = row.actor_sides().first().copied() else { continue };
            let interest =
                Interest { gainer: gains(row).then_some(side), loser: (!gains(row)).then_some(side) };
            let heard = Heard { voice: &row.voice, reviewed: row.reviewed, interest, kind: row.claim.kind };
            if !policy.counts(heard) {
                continue;
            }
            for (slot, spot) in row.claim.places.iter().zip(&row.spots) {
                let (within, count) = match spot {
                    Spot::Area(id) => (Within::Area(id.clone()), None),
                    Spot::Unnamed { count, near: Some(near) } => (Within::Near(near.clone()), *count),
                    Spot::Unnamed { count, near: None } => (Within::Somewhere, *count),
                    Spot::Single { .. } | Spot::Nothing => continue,
                };
                let event = event_of.get(row.claim.id.as_str()).copied().unwrap_or(&row.claim.id);
                let key = (event.to_owned(), row.claim.kind, side.to_owned(), within.clone());
                let ground = told.entry(key).or_insert_with(|| Ground {
                    day: row.window.map(Window::surely).map(from_number),
                    when: row.claim.when.clone(),
                    side: side.to_owned(),
                    kind: row.claim.kind,
                    name: named(slot, &within),
                    within,
                    extent: slot.extent,
                    count,
                    quotes: Vec::new(),
                });
                ground.count = ground.count.max(count);
                ground.quotes.push(Quote::of(&row.claim, self.name_of(row)));
                ground.quotes.dedup_by(|a, b| a.claim == b.claim);
            }
        }
        let mut out: Vec<Ground> = told.into_values().collect();
        out.sort_by(|a, b| {
            (a.day, &a.quotes[0].claim, &a.within).cmp(&(b.day, &b.quotes[0].claim, &b.within))
        });
        out
    }
}

fn named(slot: &annalist_claim::PlaceSlot, within: &Within) -> String {
    let area = matches!(within, Within::Area(_));
    slot.place.name.clone().filter(|_| area).unwrap_or_else(|| slot.text.clone())
}

const fn is_of_ground(kind: Kind) -> bool {
    matches!(kind, Kind::Capture | Kind::Transfer | Kind::Withdraw | Kind::Hold | Kind::Enter)
}

fn gains(row: &Row) -> bool {
    row.claim.kind != Kind::Withdraw
}

#[cfg(test)]
mod tests {
    use annalist_claim::{
        Alignment, Extent,
        Kind::{Capture, Withdraw},
    };
    use annalist_gazetteer::Precision;

    use super::Within;
    use crate::testing::{Told, document, plain, told};
    use crate::{Account, Chronicle};

    fn group(mut told: Told, count: u32) -> Told {
        told.0.places[0].place.count = Some(count);
        told
    }

    #[test]
    fn groups_are_counted_once_and_areas_have_an_extent() {
        let taken = || group(told(Capture, "reds", "?five villages", "2031-05-04"), 5);
        let mut left = told(Withdraw, "blues", "Tarsk", "2031-05-06").extent(Extent::Most);
        left.0.places[0].place.precision = Precision::Area;
        let c = Chronicle::build(
            &[
                document("a", Alignment::Unknown, vec![taken(), left]),
                document("b", Alignment::Leans("reds".into()), vec![taken()]),
            ],
            &[],
        );
        let ground = c.ground(&Account::All);
        assert_eq!(ground.len(), 2, "{ground:?}");
        assert_eq!((ground[0].count, ground[0].quotes.len()), (Some(5), 2));
        assert_eq!(ground[1].within, Within::Area("t:tarsk".into()));
        assert_eq!((ground[1].extent, ground[1].count), (Extent::Most, None));
        assert_eq!(c.tempo(&Account::All).unnamed[&"2031-05-04".parse().unwrap()]["reds"], 5);
        // Of the second document alone: the reds' own word on a gain.
        assert!(c.ground(&Account::Monitors).is_empty());
    }

    #[test]
    fn a_named_place_is_no_group() {
        assert!(plain(vec![told(Capture, "reds", "Brenno", "2031-05-04")]).ground(&Account::All).is_empty());
    }
}

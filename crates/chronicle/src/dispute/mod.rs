//! Disputes: what sources cannot all have right, with each side's words.

pub(crate) mod standing;

use std::collections::{BTreeMap, BTreeSet};

use annalist_claim::{Extent, Kind};
use annalist_span::content_id;
use annalist_time::Edtf;

use crate::account::Account;
use crate::day::{Window, from_number};
use crate::homes::Moved;
use crate::ledger::groups::Counted;
use crate::link::family;
use crate::model::{Dispute, DisputeKind, Event, LedgerEntry, Position, Status};
use crate::place::Spot;
use crate::row::Row;
use crate::state::Chronicle;
use standing::Origin;

impl Chronicle {
    /// Finds disputes anew in the events, places and figures that may tell otherwise than before. `places` are the keys of
    /// those whose rows changed.
    pub(crate) fn find_disputes(&mut self, places: &BTreeSet<String>, moved: &Moved, counted: &Counted) {
        let mut found: BTreeMap<Origin, Vec<Dispute>> = BTreeMap::new();
        found.extend(moved.gone.iter().map(|number| (Origin::Event(*number), Vec::new())));
        found.extend(counted.gone.iter().map(|number| (Origin::Figure(*number), Vec::new())));
        // How much a denial changes hangs on all that is told of the place.
        let at_places = places.iter().filter_map(|key| self.places.get(key)).flat_map(|place| &place.rows);
        let mut events: BTreeSet<u32> = at_places.filter_map(|slot| self.homes.of(*slot)).collect();
        events.extend(&moved.fresh);
        for number in events {
            let home = self.homes.home(number);
            let rows: Vec<&Row> = home.slots.iter().map(|slot| &self.rows[*slot as usize]).collect();
            let event = &self.events[self.homes.place(home)];
            let mut here = happened(self, event, &rows);
            here.extend(dates(self, event, &rows));
            here.extend(actors(self, event, &rows));
            found.insert(Origin::Event(number), here);
        }
        let sides: Vec<String> = self.tellers.sides().cloned().collect();
        for place in places {
            let mut here = Vec::new();
            if self.places.contains_key(place) {
                here.extend(clashes(self, place));
                here.extend(takers(self, place));
                here.extend(between_sides(self, place, &sides));
            }
            found.insert(Origin::Place(place.clone()), here);
        }
        for (number, at) in &counted.fresh {
            let here = figures(self, &self.figures[*at]);
            found.insert(Origin::Figure(*number), here.into_iter().collect());
        }
        self.disputed.replace(&mut self.disputes, found);
    }
}

fn dispute(
    kind: DisputeKind,
    place: Option<&str>,
    when: Option<Edtf>,
    mut positions: Vec<Position>,
    effect: f64,
) -> Dispute {
    positions.sort_by(|a, b| (&a.says, &a.claims).cmp(&(&b.says, &b.claims)));
    let name = format!("{kind:?}");
    let ids: Vec<&str> = positions
        .iter()
        .flat_map(|p| std::iter::once(p.says.as_str()).chain(p.claims.iter().map(String::as_str)))
        .collect();
    let parts = [name.as_str(), place.unwrap_or("")];
    Dispute {
        id: content_id("d", parts.into_iter().chain(ids)),
        kind,
        place: place.map(str::to_owned),
        when,
        positions,
        effect,
    }
}

/// Rows by what they say, with their sources.
fn positions<'a>(chronicle: &Chronicle, said: impl Iterator<Item = (String, &'a Row)>) -> Vec<Position> {
    let mut by: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (says, row) in said {
        let (sources, claims) = by.entry(says).or_default();
        sources.extend(row.by(chronicle.name_of(row)));
        claims.insert(row.claim.id.clone());
    }
    by.into_iter()
        .map(|(says, (by, claims))| Position {
            says,
            by: by.into_iter().collect(),
            claims: claims.into_iter().collect(),
        })
        .collect()
}

/// The name of a kind, as it is serialised.
fn kind_name(kind: Kind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What a claim says of a place, in a few words.
fn says(row: &Row, place: Option<&str>) -> String {
    let actor = row.actor_sides().first().map_or("someone".to_owned(), |s| (*s).to_owned());
    let kind = kind_name(row.claim.kind);
    if row.is_denial() {
        return format!("{actor} {kind}: denied");
    }
    let extent = place.and_then(|p| {
        row.spots.iter().find_map(|s| match s {
            Spot::Single { key, extent } if key == p => Some(*extent),
            _ => None,
        })
    });
    match extent {
        Some(Extent::Part) => format!("{actor} {kind}: parts"),
        Some(Extent::Most) => format!("{actor} {kind}: most"),
        _ => format!("{actor} {kind}"),
    }
}

/// Whether it happened, and how much of it: denials, and partial against whole.
fn happened(chronicle: &Chronicle, event: &Event, rows: &[&Row]) -> Vec<Dispute> {
    let denied = rows.iter().any(|r| r.is_denial());
    let told = rows.iter().any(|r| r.is_told());
    let mut out = Vec::new();
    let places: Vec<Option<&str>> = if event.places.is_empty() || family(event.kind) > 2 {
        vec![event.places.first().map(String::as_str)]
    } else {
        event.places.iter().map(|p| Some(p.as_str())).collect()
    };
    for place in places {
        let here: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|r| {
                place.is_none_or(|p| r.spots.is_empty() || r.spots.iter().any(|s| s.key() == Some(p)))
            })
            .collect();
        let positions = positions(chronicle, here.iter().map(|r| (says(r, place), *r)));
        let voices: BTreeSet<&Vec<String>> = positions.iter().map(|p| &p.by).collect();
        let extents: BTreeSet<String> = here
            .iter()
            .filter(|r| r.is_told() && !r.actor_sides().is_empty())
            .map(|r| says(r, place))
            .filter(|_| family(event.kind) == 0)
            .collect();
        let disagree =
            denied && told && here.iter().any(|r| r.is_denial()) || extents.len() > 1 && voices.len() > 1;
        if positions.len() > 1 && disagree {
            let effect = place.map_or(1.0, |p| 1.0 + differing_days(chronicle, p, &here));
            let kind =
                if here.iter().any(|r| r.is_denial()) { DisputeKind::Happened } else { DisputeKind::Holder };
            out.push(dispute(kind, place, event.when.clone(), positions, effect + deaths(rows)));
        }
    }
    if out.is_empty() && denied && !told {
        out.extend(orphan_denial(chronicle, rows));
    }
    out
}

/// A denial whose event is told in other words just before it.
fn orphan_denial(chronicle: &Chronicle, rows: &[&Row]) -> Option<Dispute> {
    /// Passages that a denial may stand behind what it denies.
    const BEHIND: u32 = 2;
    let denial = rows.first()?;
    let document = chronicle.documents.get(&denial.document)?;
    let at = document.slots.iter().position(|slot| *slot == denial.slot)?;
    let (before, behind) = document.slots.split_at(at);
    let nearest = before.iter().rev().chain(&behind[1..]);
    let before = nearest.map(|slot| &chronicle.rows[*slot as usize]).find(|r| {
        denial.claim.passage.abs_diff(r.claim.passage) <= BEHIND
            && r.is_told()
            && r.claim.kind == denial.claim.kind
    })?;
    let place = before.spots.iter().find_map(Spot::key);
    let both = [before, *denial];
    let positions = positions(chronicle, both.iter().map(|r| (says(r, place), *r)));
    (positions.len() > 1).then(|| {
        dispute(DisputeKind::Happened, place, before.claim.when.clone(), positions, 1.0 + deaths(&both))
    })
}

/// Days on which the deniers' sides see the place otherwise than all words do.
fn differing_days(chronicle: &Chronicle, place: &str, rows: &[&Row]) -> f64 {
    let sides: BTreeSet<String> =
        rows.iter().filter(|r| r.is_denial()).flat_map(|r| r.voice.sides().map(str::to_owned)).collect();
    sides
        .into_iter()
        .flat_map(|side| chronicle.compare_at(place, &Account::All, &Account::Side(side)))
        .map(|d| f64::from(d.days))
        .fold(0.0, f64::max)
}

/// The most dead that claims of an event tell.
fn deaths(rows: &[&Row]) -> f64 {
    rows.iter().flat_map(|r| &r.claim.figures).filter_map(|f| f.min.or(f.max)).max().unwrap_or(0) as f64
}

/// When: exact days of one event that exclude each other.
fn dates(chronicle: &Chronicle, event: &Event, rows: &[&Row]) -> Option<Dispute> {
    let told: Vec<(&Row, Window)> =
        rows.iter().filter(|r| r.is_told()).filter_map(|r| Some((*r, r.window?))).collect();
    let gap = told.iter().flat_map(|(_, a)| told.iter().map(move |(_, b)| a.gap(*b))).max()?;
    let said = told.iter().filter_map(|(r, w)| Some((w.edtf()?.to_string(), *r)));
    (gap > 0).then(|| {
        let place = event.places.first().map(String::as_str);
        dispute(DisputeKind::Date, place, event.when.clone(), positions(chronicle, said), f64::from(gap))
    })
}

/// Who did it: sides that exclude each other.
fn actors(chronicle: &Chronicle, event: &Event, rows: &[&Row]) -> Option<Dispute> {
    let told: Vec<&&Row> = rows.iter().filter(|r| r.is_told() && !r.actor_sides().is_empty()).collect();
    let apart = told
        .iter()
        .any(|a| told.iter().any(|b| a.actor_sides().iter().all(|side| !b.actor_sides().contains(side))));
    apart.then(|| {
        let place = event.places.first().map(String::as_str);
        let said = told.iter().map(|r| (r.actor_sides().join(", "), **r));
        dispute(DisputeKind::Actor, place, event.when.clone(), positions(chronicle, said), 1.0 + deaths(rows))
    })
}

/// What contradicts itself when every claim is taken at its word.
fn clashes(chronicle: &Chronicle, place: &str) -> Vec<Dispute> {
    let folded = chronicle.replayed(place, &Account::All);
    folded
        .clashes
        .iter()
        .map(|clash| {
            let holder = |h: &Option<String>| h.clone().unwrap_or_else(|| "another".to_owned());
            let days = f64::from((clash.to - clash.from).max(1));
            let when = Some(Edtf::days(from_number(clash.from), from_number(clash.to.max(clash.from))));
            let untold = clash.second.0.is_none() || clash.second.0 == clash.first.0;
            let (kind, first, second) = if untold {
                let told = holder(&clash.first.0);
                (
                    DisputeKind::Date,
                    format!("{told} took it before"),
                    format!("{told} took it now: lost between, or one day is wrong"),
                )
            } else {
                let (a, b) = (holder(&clash.first.0), holder(&clash.second.0));
                (DisputeKind::Holder, format!("{a} held it"), format!("{b} held it"))
            };
            let of = |rows: &[usize], says: &str| {
                let said: Vec<(String, &Row)> =
                    rows.iter().map(|at| (says.to_owned(), &chronicle.rows[*at])).collect();
                positions(chronicle, said.into_iter())
            };
            let mut both = of(&clash.first.1, &first);
            both.extend(of(&clash.second.1, &second));
            dispute(kind, Some(place), when, both, days)
        })
        .collect()
}

/// A place taken on one day by different sides in different documents, none of which tells both.
fn takers(chronicle: &Chronicle, place: &str) -> Vec<Dispute> {
    type Told<'a> = BTreeMap<String, Vec<&'a Row>>;
    let mut by_day: BTreeMap<i32, Told<'_>> = BTreeMap::new();
    let rows = &chronicle.places[place].rows;
    for row in rows.iter().map(|slot| &chronicle.rows[*slot as usize]) {
        let exact = row.window.filter(|w| w.width() == Some(0)).map(Window::surely);
        if let (true, Some(day), [side]) =
            (family(row.claim.kind) == 0 && row.is_told(), exact, &row.actor_sides()[..])
        {
            by_day.entry(day).or_default().entry((*side).to_owned()).or_default().push(row);
        }
    }
    let mut out = Vec::new();
    for (day, sides) in by_day.iter().filter(|(_, sides)| sides.len() > 1) {
        let mut tellers: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
        for (side, rows) in sides {
            for row in rows {
                tellers.entry(row.document).or_default().insert(side);
            }
        }
        if tellers.values().all(|sides| sides.len() == 1) {
            let said = sides
                .iter()
                .flat_map(|(side, rows)| rows.iter().map(move |r| (format!("{side} took it"), *r)));
            let when = Some(Edtf::day(from_number(*day)));
            out.push(dispute(DisputeKind::Actor, Some(place), when, positions(chronicle, said), 1.0));
        }
    }
    out
}

/// Days on which the sources of two sides say different holders.
fn between_sides(chronicle: &Chronicle, place: &str, sides: &[String]) -> Vec<Dispute> {
    let mut out = Vec::new();
    for (at, a) in sides.iter().enumerate() {
        for b in &sides[at + 1..] {
            let (left, right) = (Account::Side(a.clone()), Account::Side(b.clone()));
            let differ: Vec<_> = chronicle
                .compare_at(place, &left, &right)
                .into_iter()
                .filter(|d| d.a.0 != d.b.0 || d.a.1 != d.b.1)
                .filter(|d| d.start.is_some())
                .collect();
            let (Some(first), Some(last)) = (differ.first(), differ.last()) else { continue };
            let days: u32 = differ.iter().map(|d| d.days).sum();
            let when = first.start.and_then(|start| match last.end {
                Some(end) => Some(Edtf::days(start, end.yesterday().unwrap_or(end).max(start))),
                None => Edtf::parse(&format!("{start}/..")).ok(),
            });
            let of = |account: &Account, state: &(Option<String>, Status)| {
                let answer = first.start.map(|day| chronicle.who(place, day, account));
                let quotes = answer.map(|a| a.quotes).unwrap_or_default();
                let mut by: Vec<String> = quotes.iter().flat_map(|q| q.by.clone()).collect();
                by.sort();
                by.dedup();
                let mut claims: Vec<String> = quotes.into_iter().map(|q| q.claim).collect();
                claims.sort();
                let holder = state.0.as_deref().unwrap_or("no one known");
                Position { says: format!("{holder}, {}", crate::model::status_name(state.1)), by, claims }
            };
            let both = vec![of(&left, &first.a), of(&right, &first.b)];
            out.push(dispute(DisputeKind::Holder, Some(place), when, both, f64::from(days)));
        }
    }
    out
}

/// How many: figures of one scope whose ranges exclude each other.
fn figures(chronicle: &Chronicle, entry: &LedgerEntry) -> Option<Dispute> {
    let ranges: Vec<(u64, u64)> =
        entry.claimants.iter().map(|c| (c.min.unwrap_or(0), c.max.unwrap_or(u64::MAX))).collect();
    let gap =
        ranges.iter().flat_map(|a| ranges.iter().map(move |b| b.0.saturating_sub(a.1))).max().unwrap_or(0);
    let voices: BTreeSet<&Vec<String>> = entry.claimants.iter().map(|c| &c.by).collect();
    if gap == 0 || voices.len() < 2 {
        return None;
    }
    let what = figure_name(entry.what);
    let said = entry
        .claimants
        .iter()
        .filter_map(|c| Some((counted(&c.quote, &what, entry.victims.as_deref()), chronicle.row(&c.claim)?)));
    let said = positions(chronicle, said);
    Some(dispute(DisputeKind::Figure, entry.place.as_deref(), entry.when.clone(), said, gap as f64))
}

/// A figure in its own words, with what of them goes without saying in the text: "two officers (killed, of
/// the reds side)", "a family (killed, of civilians)".
fn counted(quote: &str, what: &str, victims: Option<&str>) -> String {
    let lower = quote.to_lowercase();
    let mut untold: Vec<String> = Vec::new();
    if !lower.contains(what) && what != "other" {
        untold.push(what.to_owned());
    }
    if let Some(victims) = victims
        && !lower.contains(victims)
    {
        let civilian = victims == "civilian";
        untold.push(if civilian { "of civilians".to_owned() } else { format!("of the {victims} side") });
    }
    if untold.is_empty() { quote.to_owned() } else { format!("{quote} ({})", untold.join(", ")) }
}

fn figure_name(what: annalist_claim::FigureKind) -> String {
    serde_json::to_value(what).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, Extent, FigureKind::*, Kind::*, Modality};

    use crate::testing::{Told, document, plain, told};
    use crate::{Chronicle, Dispute, DisputeKind};

    fn of(c: &Chronicle, kind: DisputeKind) -> Vec<&Dispute> {
        c.disputes.iter().filter(|d| d.kind == kind).collect()
    }

    fn leans(side: &str) -> Alignment {
        Alignment::Leans(side.into())
    }

    #[test]
    fn a_denial_and_a_partial_confirmation_are_three_positions() {
        let c = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-04").and("Tarsk"),
            told(Capture, "reds", "Brenno", "2031-05-04")
                .and("Tarsk")
                .modality(Modality::Denied)
                .by("Blue Herald", leans("blues")),
            told(Capture, "reds", "Tarsk", "2031-05-04")
                .extent(Extent::Part)
                .by("Red Courier", leans("reds")),
        ]);
        let found = of(&c, DisputeKind::Happened);
        let at = |place: &str| found.iter().find(|d| d.place.as_deref() == Some(place)).unwrap();
        assert_eq!(at("t:brenno").positions.len(), 2);
        let says: Vec<&str> = at("t:tarsk").positions.iter().map(|p| p.says.as_str()).collect();
        assert_eq!(says, ["reds capture", "reds capture: denied", "reds capture: parts"]);
    }

    #[test]
    fn how_many_when_and_who() {
        let two = |a: Told, b: Told| {
            let c = Chronicle::build(
                &[document("a", Alignment::Unknown, vec![a]), document("b", Alignment::Unknown, vec![b])],
                &[],
            );
            assert_eq!(c.events.len(), 1);
            c
        };
        let strike = |side: &str, day: &str| told(Airstrike, side, "Brenno", day);
        let c = two(
            strike("blues", "2031-05-04").figure(Killed, "civilian", 4, Some(4)),
            strike("blues", "2031-05-04").figure(Killed, "civilian", 30, None),
        );
        assert!((of(&c, DisputeKind::Figure)[0].effect - 26.0).abs() < 1e-9);
        let four = |side: &str, day: &str| strike(side, day).figure(Killed, "civilian", 4, Some(4));
        assert_eq!(
            of(&two(four("blues", "2031-05-04"), four("blues", "2031-05-05")), DisputeKind::Date).len(),
            1
        );
        assert_eq!(
            of(&two(four("blues", "2031-05-04"), four("greens", "2031-05-04")), DisputeKind::Actor).len(),
            1
        );
    }

    #[test]
    fn two_documents_and_two_takers() {
        let doc = |name: &str, side: &str| {
            document(name, Alignment::Unknown, vec![told(Capture, side, "Brenno", "2031-05-04")])
        };
        let c = Chronicle::build(&[doc("a", "reds"), doc("b", "greens")], &[]);
        assert_eq!(of(&c, DisputeKind::Actor).len(), 1);
        let one_text = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-04"),
            told(Capture, "greens", "Brenno", "2031-05-04"),
        ]);
        assert!(of(&one_text, DisputeKind::Actor).is_empty());
    }

    #[test]
    fn sides_that_tell_different_holders_dispute_the_days() {
        let c = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-04").from("blues").by("Red Courier", leans("reds")),
            told(Hold, "blues", "Brenno", "2031-05-05").from("reds").by("Blue Herald", leans("blues")),
            told(Capture, "blues", "Brenno", "2031-05-10").again(),
        ]);
        let found = of(&c, DisputeKind::Holder);
        assert!(found.iter().any(|d| d.positions.iter().any(|p| p.by == ["Blue Herald"])));
    }

    #[test]
    fn what_agrees_is_no_dispute() {
        let c = Chronicle::build(
            &[
                document(
                    "a",
                    Alignment::Unknown,
                    vec![told(Capture, "reds", "Brenno", "2031-05-04").figure(Killed, "blues", 3, None)],
                ),
                document(
                    "b",
                    leans("reds"),
                    vec![told(Capture, "reds", "Brenno", "2031-05-04").figure(Killed, "blues", 4, Some(4))],
                ),
            ],
            &[],
        );
        assert!(c.disputes.is_empty(), "{:?}", c.disputes);
    }
}

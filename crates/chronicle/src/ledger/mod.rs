//! The figures ledger: who counts what, in which scope.
//!
//! Each figure keeps its claimant. Figures that count the same victims in the same scope stand side
//! by side in one entry; an entry inside the days of a wider one is marked as part of it, so that a
//! total does not count its dead twice.

mod aggregate;
mod count;
pub(crate) mod groups;
mod parts;
mod total;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use annalist_claim::{FigureKind, Modality, Scope};
use annalist_span::content_id;

use crate::day::{DayNumber, Window};
use crate::link::{Feature, mix};
use crate::model::{Claimant, FigureScope, LedgerEntry};
use crate::row::Row;
use crate::state::Chronicle;
use aggregate::Aggregates;

pub use total::{Spread, Total, TotalSensitivity};

/// Said on every entry and total.
pub const UNDERCOUNT: &str = "An enumeration of what these sources report, likely an undercount.";

/// A figure on its way into the ledger.
struct Item<'a> {
    row: &'a Row,
    nth: usize,
    scope: FigureScope,
    window: Window,
    /// The number of its event.
    event: Option<u32>,
    /// Whose victims they are, as the figure says or as the same number does in another account of its
    /// event.
    victims: Option<&'a str>,
}

impl<'a> Item<'a> {
    /// The figures of a row that count something.
    fn of(row: &'a Row, span: Option<Window>, event: Option<u32>) -> Vec<Self> {
        let Some(window) = row.window.or(span) else { return Vec::new() };
        if row.is_denial() || row.claim.modality == Modality::Intended {
            return Vec::new();
        }
        let figures = row.claim.figures.iter().enumerate();
        let told = figures.filter(|(_, figure)| figure.min.is_some() || figure.max.is_some());
        let scope = scope(row, window);
        told.map(|(nth, figure)| {
            let victims = figure.side.as_deref();
            Self { row, nth, scope, window, event, victims }
        })
        .collect()
    }

    /// The slot of its claim, and which figure of it.
    fn key(&self) -> (u32, u32) {
        (self.row.slot, self.nth as u32)
    }

    fn figure(&self) -> &'a annalist_claim::Figure {
        &self.row.claim.figures[self.nth]
    }

    /// Its days and its number, as a hash.
    fn number(&self) -> u64 {
        let ((first, last), figure) = (self.window.closed(), self.figure());
        let days = mix(mix(4, i64::from(first).cast_unsigned()), i64::from(last).cast_unsigned());
        let bound = |n: Option<u64>| n.map_or(0, |n| n.wrapping_add(1));
        mix(mix(days, bound(figure.min)), bound(figure.max))
    }

    /// Whether it counts over many days.
    fn is_wide(&self) -> bool {
        self.scope >= FigureScope::Period
    }

    /// Where it may find its like, as hashes: in its event; among those of many days, of the same victims or
    /// of the same days and number; beside it in the text.
    fn keys(&self) -> Vec<u64> {
        let mut keys = Vec::with_capacity(5);
        keys.extend(self.event.map(|event| mix(1, u64::from(event))));
        if self.is_wide() {
            keys.push(mix(2, self.victims.map_or(0, crate::link::hash)));
            keys.push(self.number());
        }
        let document = self.row.document.0.iter().fold(3, |h, byte| mix(h, u64::from(*byte)));
        let passage = self.row.claim.passage;
        keys.extend((passage..=passage + BESIDE).map(|near| mix(document, u64::from(near))));
        keys
    }
}

/// The days that a document's happenings span, for figures that name none. What is told of a whole year
/// is background.
pub(crate) fn span_of(rows: &[Row]) -> Option<Window> {
    let mut span: Option<Window> = None;
    for row in rows.iter().filter(|r| r.claim.scope == Scope::Event) {
        let Some(window @ Window { first: Some(first), last: Some(last) }) = row.window else { continue };
        if last - first > Window::OPEN {
            continue;
        }
        let span = span.get_or_insert(window);
        span.first = span.first.min(Some(first));
        span.last = span.last.max(Some(last));
    }
    span
}

/// Figures of one number on the same days that a further one is held against.
const EQUAL: usize = 16;
/// Passages within which one text sets a figure against another.
const BESIDE: u32 = 1;

/// What a figure counts by where it stands: in its event, or over its days.
type Told = (Option<u32>, Option<(DayNumber, DayNumber)>, FigureKind, Option<u64>, Option<u64>);

fn told(item: &Item<'_>) -> Option<Told> {
    let (figure, wide) = (item.figure(), item.is_wide());
    let event = if wide { None } else { Some(item.event?) };
    Some((event, wide.then(|| item.window.closed()), figure.what, figure.min, figure.max))
}

/// "At least 89 died" here and "at least 89 civilians died" there, of one event or of the same days, are one
/// count: a figure that does not say of whom takes the victims of the only group to which another account
/// gives its number.
fn tell_victims(items: &mut [Item<'_>]) {
    let mut groups: BTreeMap<Told, BTreeSet<&str>> = BTreeMap::new();
    for item in items.iter() {
        if let (Some(key), Some(victims)) = (told(item), item.victims) {
            groups.entry(key).or_default().insert(victims);
        }
    }
    for item in items.iter_mut().filter(|i| i.victims.is_none() && !is_one(i.figure())) {
        let known = told(item).and_then(|key| groups.get(&key)).filter(|known| known.len() == 1);
        item.victims = known.and_then(|known| known.first().copied());
    }
}

fn scope(row: &Row, window: Window) -> FigureScope {
    match window.width() {
        _ if row.claim.scope != Scope::Event || row.window.is_none() => FigureScope::Campaign,
        Some(0 | 1) if row.spots.iter().filter_map(crate::place::Spot::key).count() == 1 => {
            FigureScope::Event
        }
        Some(0 | 1) if row.claim.places.is_empty() || row.claim.places.len() > 1 => FigureScope::Day,
        Some(0 | 1) => FigureScope::Event,
        _ => FigureScope::Period,
    }
}

/// Groups figures that count the same.
fn group(mut items: Vec<Item<'_>>) -> Vec<Vec<Item<'_>>> {
    // Wide ones first, so that they begin the groups of their days.
    items.sort_by(|a, b| {
        let width = |i: &Item<'_>| std::cmp::Reverse(i.window.closed().1 - i.window.closed().0);
        b.scope
            .cmp(&a.scope)
            .then_with(|| width(a).cmp(&width(b)))
            .then_with(|| a.row.order().cmp(&b.row.order()))
            .then(a.nth.cmp(&b.nth))
    });
    let mut groups: Vec<Vec<Item<'_>>> = Vec::new();
    let mut by_key: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut by_number: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    for item in items {
        let keys = item.keys();
        let mut candidates: Vec<usize> =
            keys.iter().filter_map(|k| by_key.get(k)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        // Among its own number first: "58 volunteers" are not the "259 killed" of the same cell.
        let wide = item.is_wide().then(|| item.number());
        let equal = wide.and_then(|number| by_number.get(&number)).map_or(&[][..], Vec::as_slice);
        let own = equal.iter().find(|&&(g, nth)| counts_the_same(&item, &groups[g][nth])).map(|(g, _)| *g);
        let any =
            || candidates.into_iter().find(|&g| groups[g].iter().any(|other| counts_the_same(&item, other)));
        let home = own.or_else(any);
        let at = home.unwrap_or(groups.len());
        if let Some(number) = wide.filter(|_| equal.len() < EQUAL) {
            by_number.entry(number).or_default().push((at, groups.get(at).map_or(0, Vec::len)));
        }
        if home.is_none() {
            groups.push(Vec::new());
        }
        for key in keys {
            let known = by_key.entry(key).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
        groups[at].push(item);
    }
    groups
}

/// "another 43", "12 more": an addition to a count.
fn is_added(figure: &annalist_claim::Figure) -> bool {
    crate::words::words().added.is_in(&figure.quote)
}

/// What is counted, as written: the last word before any "of" or "in" that does not say what became of
/// them, without a plural's end.
fn counted(figure: &annalist_claim::Figure) -> String {
    let head = figure.who.split([',', '(']).next().unwrap_or("");
    let head = [" of ", " in ", " from "].iter().fold(head, |h, w| h.split(w).next().unwrap_or(h));
    let fate = &crate::words::words().fate;
    let noun = head.split_whitespace().rev().find(|word| !fate.is_in(word));
    noun.unwrap_or("").trim_end_matches(['s', '+']).to_lowercase()
}

fn is_number(noun: &str) -> bool {
    noun.chars().all(|c| !c.is_alphabetic())
}

/// Whether a figure counts people, as far as its words tell: "14 to 20" may.
fn is_of_people(figure: &annalist_claim::Figure) -> bool {
    let noun = counted(figure);
    is_number(&noun) || crate::words::words().people.is_in(&noun)
}

/// Whether two figures of one kind can count the same: the dead are people whatever they are called, and a
/// strike is a strike; of guns and lorries the noun tells which, and of troops the name: a brigade's 600 are
/// some of the army's 6,000.
fn like(x: &annalist_claim::Figure, y: &annalist_claim::Figure) -> bool {
    match x.what {
        FigureKind::Killed
        | FigureKind::Wounded
        | FigureKind::Displaced
        | FigureKind::Exposed
        | FigureKind::Strikes => true,
        FigureKind::Deployed if names(x) != names(y) => false,
        _ => counted(x) == counted(y) || is_of_people(x) && is_of_people(y),
    }
}

/// The names in what is counted.
fn names(figure: &annalist_claim::Figure) -> BTreeSet<&str> {
    let words = figure.who.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| w.starts_with(char::is_uppercase)).collect()
}

/// One person told of for himself: no count of the dead, as three or more are.
fn is_one(figure: &annalist_claim::Figure) -> bool {
    figure.min == Some(1) && figure.max == Some(1)
}

fn counts_the_same(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (x, y) = (a.figure(), b.figure());
    let victims = a.victims == b.victims;
    let many = |f: &annalist_claim::Figure| f.min.or(f.max) > Some(2);
    // Two figures of one clause count two groups; one man and a crowd are not two counts of one group.
    // "another 43" come on top of those told before.
    if a.row.claim.id == b.row.claim.id
        || is_one(x) && many(y)
        || is_one(y) && many(x)
        || is_added(x)
        || is_added(y)
    {
        return false;
    }
    if a.event.is_some()
        && a.event == b.event
        && a.scope < FigureScope::Period
        && b.scope < FigureScope::Period
    {
        return x.what == y.what && victims && like(x, y);
    }
    // "They claimed over 150; sources on the ground counted between 14 and 20."
    let beside =
        a.row.document == b.row.document && a.row.claim.passage.abs_diff(b.row.claim.passage) <= BESIDE;
    if beside && a.row.voice.names != b.row.voice.names && a.window.gap(b.window) == 0 {
        let other = |f: &annalist_claim::Figure| f.what == FigureKind::Other;
        let dead = |f: &annalist_claim::Figure| f.what == FigureKind::Killed;
        let what = x.what == y.what && like(x, y)
            || other(x) && dead(y) && is_of_people(x)
            || dead(x) && other(y) && is_of_people(y);
        let named = a.victims.is_none() || b.victims.is_none();
        // Beside each other in an infobox stand the losses of one side and of the other.
        let cell = a.row.claim.scope != Scope::Infobox
            || a.row.claim.passage == b.row.claim.passage
            || victims && a.victims.is_some();
        return what && cell && (victims || named && x.what != FigureKind::Strikes);
    }
    // One cell counts several groups: "259 killed, 58 of them volunteers".
    let cell = a.row.claim.scope == Scope::Infobox
        && (a.row.document, a.row.claim.passage) == (b.row.document, b.row.claim.passage);
    if cell && is_number(&counted(x)) != is_number(&counted(y)) {
        return false;
    }
    let wide = a.is_wide() && b.is_wide();
    if wide && x.what == y.what && victims && like(x, y) {
        let ((a0, a1), (b0, b1)) = (a.window.closed(), b.window.closed());
        let shared = a1.min(b1) - a0.max(b0) + 1;
        let shorter = (a1 - a0).min(b1 - b0) + 1;
        // Of nobody knows whom: two documents' equal figures are one, others are not compared.
        if a.victims.is_none() && ((x.min, x.max) != (y.min, y.max) || counted(x) != counted(y)) {
            return false;
        }
        // Summaries of different wars on the same days are told apart by where their documents are:
        // by the works and places of other claims, which linking has already compared.
        return shared * 2 >= shorter;
    }
    false
}

fn entry(chronicle: &Chronicle, items: &[Item<'_>]) -> LedgerEntry {
    let lead = &items[0];
    let mut claimants: Vec<Claimant> = items
        .iter()
        .map(|item| {
            let figure = item.figure();
            Claimant {
                by: item.row.by(chronicle.name_of(item.row)),
                alignment: item.row.voice.stances.first().cloned().unwrap_or_default(),
                claim: item.row.claim.id.clone(),
                quote: figure.quote.clone(),
                who: figure.who.clone(),
                min: figure.min,
                max: figure.max,
            }
        })
        .collect();
    claimants.sort_by(|a, b| (&a.claim, &a.quote).cmp(&(&b.claim, &b.quote)));
    claimants.dedup();
    let ids: BTreeSet<&str> = claimants.iter().map(|c| c.claim.as_str()).collect();
    let victims = items.iter().find_map(|i| i.victims).map(str::to_owned);
    let what = lead.figure().what;
    let name = serde_json::to_string(&what).unwrap_or_default();
    let parts = [name.as_str(), victims.as_deref().unwrap_or("")];
    let quotes: Vec<&str> = claimants.iter().map(|c| c.quote.as_str()).collect();
    let features: Vec<&Feature> =
        claimants.iter().filter_map(|c| chronicle.linker.feature(&c.claim)).collect();
    let figures = Aggregates::of(&claimants.iter().collect::<Vec<_>>(), &features);
    LedgerEntry {
        id: content_id("f", parts.into_iter().chain(ids.iter().copied()).chain(quotes)),
        what,
        victims,
        scope: items.iter().map(|i| i.scope).max().unwrap_or(FigureScope::Event),
        event: lead
            .event
            .filter(|_| items.iter().all(|i| i.event == lead.event))
            .map(|event| chronicle.homes.home(event).id.clone()),
        place: one_place(items),
        when: Some(lead.window).and_then(Window::edtf),
        min: figures.conservative,
        max: figures.max,
        conservative: figures.conservative,
        informative: figures.informative,
        representative: figures.representative,
        part_of: Vec::new(),
        warning: UNDERCOUNT.to_owned(),
        claimants,
    }
}

fn one_place(items: &[Item<'_>]) -> Option<String> {
    let places: BTreeSet<&str> =
        items.iter().flat_map(|i| i.row.spots.iter().filter_map(crate::place::Spot::key)).collect();
    places.first().filter(|_| places.len() == 1).map(|p| (*p).to_owned())
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, FigureKind::*, Kind::*, Modality, Scope};

    use crate::testing::{document, told};
    use crate::{Chronicle, FigureScope};

    fn red() -> Alignment {
        Alignment::Party("reds".into())
    }

    #[test]
    fn claimants_of_one_event_stand_side_by_side() {
        let strike = || told(Airstrike, "blues", "Brenno", "2031-05-04");
        let c = Chronicle::build(
            &[
                document("a", Alignment::Unknown, vec![strike().figure(Killed, "civilian", 12, Some(12))]),
                document(
                    "b",
                    Alignment::Unknown,
                    vec![strike().figure(Killed, "civilian", 30, None).by("Red Army", red())],
                ),
                document("c", Alignment::Unknown, vec![strike().figure(Killed, "civilian", 14, Some(20))]),
            ],
            &[],
        );
        assert_eq!(c.figures.len(), 1);
        let entry = &c.figures[0];
        assert_eq!((entry.scope, entry.min, entry.max), (FigureScope::Event, Some(12), None));
        assert_eq!(
            (entry.conservative, entry.informative, entry.representative),
            (Some(12), Some(12), Some(17))
        );
        assert!(entry.warning.contains("undercount"));
    }

    #[test]
    fn a_figure_is_set_against_its_neighbour() {
        let c = Chronicle::build(
            &[document(
                "a",
                Alignment::Unknown,
                vec![
                    told(Attack, "reds", "Brenno", "2031-05-04")
                        .figure(Killed, "blues", 150, None)
                        .by("Red Army", red())
                        .modality(Modality::Reported),
                    told(Harm, "", "", "2031-05-04")
                        .figure(Killed, "blues", 14, Some(20))
                        .by("people there", Alignment::Unknown)
                        .modality(Modality::Reported),
                ],
            )],
            &[],
        );
        assert_eq!(c.figures.len(), 1);
        assert_eq!(c.figures[0].min, Some(14));
    }

    #[test]
    fn parts_are_not_counted_twice() {
        let c = Chronicle::build(
            &[document(
                "a",
                Alignment::Unknown,
                vec![
                    told(Harm, "", "Brenno", "2031-05-04").figure(Killed, "reds", 10, Some(10)),
                    told(Harm, "", "Tarsk", "2031-05-06").figure(Killed, "reds", 5, Some(5)),
                    told(Harm, "", "", "2031-05").figure(Killed, "reds", 40, Some(40)).scope(Scope::Summary),
                    told(Harm, "", "Velm", "2031-06-20").figure(Killed, "reds", 3, Some(3)),
                ],
            )],
            &[],
        );
        assert_eq!(c.figures.len(), 4);
        assert_eq!(c.figures.iter().filter(|f| !f.part_of.is_empty()).count(), 2);
        let totals = c.totals();
        assert_eq!(totals.len(), 1);
        assert_eq!(totals[0].conservative, 43);
    }

    #[test]
    fn one_man_told_of_is_no_count_of_the_dead() {
        let strike = || told(Attack, "blues", "Brenno", "2031-05-04").from("reds");
        let c = Chronicle::build(
            &[
                document("a", Alignment::Unknown, vec![strike().figure(Killed, "reds", 37, Some(37))]),
                document("b", red(), vec![strike().figure(Killed, "reds", 1, Some(1))]),
            ],
            &[],
        );
        assert_eq!((c.events.len(), c.figures.len()), (1, 2));
        assert!(c.disputes.is_empty(), "{:?}", c.disputes);
        assert_eq!(c.totals()[0].conservative, 37);
    }

    #[test]
    fn two_figures_of_one_clause_count_two_groups() {
        let one = told(Attack, "blues", "Brenno", "2031-05-04").figure(Killed, "reds", 5, Some(5)).figure(
            Killed,
            "reds",
            32,
            Some(32),
        );
        let c = Chronicle::build(&[document("a", Alignment::Unknown, vec![one])], &[]);
        assert_eq!(c.figures.len(), 2);
        assert_eq!(c.totals()[0].conservative, 37);
    }

    #[test]
    fn what_comes_on_top_and_what_is_something_else_is_no_other_count_of_the_same() {
        let harm = |n: u64, quote: &str, by: &str| {
            let mut told = told(Harm, "", "", "2031-05-04").figure(Other, "civilian", n, Some(n));
            told.0.figures[0].quote = quote.into();
            told.0.figures[0].who = quote.into();
            told.by(by, Alignment::Unknown).modality(Modality::Reported)
        };
        let c = Chronicle::build(
            &[document(
                "a",
                Alignment::Unknown,
                vec![
                    harm(40, "40 people", "the school"),
                    harm(6, "six clinics", "the council"),
                    harm(43, "another 43 people", "the mill"),
                    harm(12, "12 people", "the watch"),
                ],
            )],
            &[],
        );
        let mut sizes: Vec<usize> = c.figures.iter().map(|f| f.claimants.len()).collect();
        sizes.sort_unstable();
        // The neighbours "another 43" and "12" are apart; the clinics are no people.
        assert_eq!(sizes, [1, 1, 1, 1], "{:?}", c.figures);
        assert!(c.disputes.is_empty());
    }

    #[test]
    fn the_same_number_of_nobody_knows_whom_is_the_same_count() {
        let strike = |by: &str, victims: &str, n: u64| {
            let mut told = told(Airstrike, "blues", "Brenno", "2031-05-04").figure(Killed, victims, n, None);
            told.0.figures[0].side = (!victims.is_empty()).then(|| victims.to_owned());
            document(by, Alignment::Unknown, vec![told.by(by, Alignment::Unknown)])
        };
        let c = Chronicle::build(&[strike("clinic", "civilian", 89), strike("wire", "", 89)], &[]);
        assert_eq!((c.events.len(), c.figures.len()), (1, 1), "{:?}", c.figures);
        assert_eq!(c.figures[0].victims.as_deref(), Some("civilian"));
        assert_eq!(c.figures[0].claimants.len(), 2);
        // The same of a whole campaign.
        let losses = |by: &str, victims: &str| {
            let mut told =
                told(Harm, "", "", "2031-05-04/2031-05-24").figure(Killed, victims, 250, Some(250));
            told.0.figures[0].side = (!victims.is_empty()).then(|| victims.to_owned());
            document(by, Alignment::Unknown, vec![told.by(by, Alignment::Unknown)])
        };
        let c = Chronicle::build(&[losses("clinic", "reds"), losses("wire", "")], &[]);
        assert_eq!((c.figures.len(), c.totals()[0].conservative), (1, 250), "{:?}", c.figures);
        // Another number may be of everybody: it is not laid on the civilians.
        let c = Chronicle::build(&[strike("clinic", "civilian", 5), strike("wire", "", 20)], &[]);
        assert_eq!((c.events.len(), c.figures.len()), (1, 2), "{:?}", c.figures);
    }

    #[test]
    fn the_values_of_one_cell_find_their_own_in_another_document() {
        let cell = |name: &str| {
            let losses = |n: u64, words: &str, by: &str| {
                let mut told = told(Harm, "", "", "2031-05-04/2031-05-24")
                    .figure(Killed, "reds", n, Some(n))
                    .scope(Scope::Infobox);
                let figure = &mut told.0.figures[0];
                (figure.quote, figure.who) = (words.into(), words.into());
                if by.is_empty() { told } else { told.by(by, Alignment::Unknown) }
            };
            let told =
                vec![losses(259, "259 reported killed", ""), losses(58, "58+ foreign fighters killed", "")];
            document(name, Alignment::Unknown, told)
        };
        let mut both = [cell("a"), cell("b")];
        for document in &mut both {
            for claim in &mut document.claims {
                claim.passage = 7;
            }
        }
        let c = Chronicle::build(&both, &[]);
        let mut sizes: Vec<_> = c.figures.iter().map(|f| (f.min, f.claimants.len())).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [(Some(58), 2), (Some(259), 2)]);
    }

    #[test]
    fn car_bombs_are_not_another_count_of_the_dead() {
        let harm = |kind, n: u64, quote: &str, by: &str| {
            let mut told = told(Harm, "", "", "2031-05-04").figure(kind, "", n, Some(n));
            let figure = &mut told.0.figures[0];
            figure.side = (kind == Killed).then(|| "reds".to_owned());
            (figure.quote, figure.who) = (quote.into(), quote.into());
            told.by(by, Alignment::Unknown).modality(Modality::Reported)
        };
        let entries = |other: &str, who: &str| {
            let mut other = harm(Other, 14, other, "people there");
            other.0.figures[0].who = who.to_owned();
            let told = vec![harm(Killed, 150, "150 soldiers", "Red Army"), other];
            Chronicle::build(&[document("a", Alignment::Unknown, told)], &[]).figures.len()
        };
        assert_eq!(entries("14 car bombs", "car bombs"), 2);
        assert_eq!(entries("14 soldiers", "soldiers"), 1);
        assert_eq!(entries("14", "14"), 1);
    }

    #[test]
    fn guns_and_lorries_of_one_event_are_two_counts() {
        let taken = |by: &str, n: u64, who: &str| {
            let mut told =
                told(Capture, "blues", "Brenno", "2031-05-04").figure(Captured, "reds", n, Some(n));
            told.0.figures[0].who = who.to_owned();
            document(by, Alignment::Unknown, vec![told])
        };
        let count = |who: &str, other: &str| {
            let c = Chronicle::build(&[taken("a", 4, who), taken("b", 9, other)], &[]);
            assert_eq!(c.events.len(), 1);
            c.figures.len()
        };
        assert_eq!(count("field guns", "lorries"), 2);
        assert_eq!(count("tanks", "army tanks"), 1);
        assert_eq!(count("soldiers", "armed men"), 1);
    }

    #[test]
    fn a_brigade_is_no_other_count_of_its_army() {
        let sent = |by: &str, n: u64, who: &str| {
            let mut told =
                told(Deploy, "reds", "", "2031-05-04/2031-05-24").figure(Deployed, "reds", n, Some(n));
            told.0.figures[0].who = who.to_owned();
            document(by, Alignment::Unknown, vec![told])
        };
        let count = |who: &str, other: &str| {
            Chronicle::build(&[sent("a", 6000, who), sent("b", 600, other)], &[]).figures.len()
        };
        assert_eq!(count("fighters", "Harbour Watch fighters"), 2);
        assert_eq!(count("fighters", "men"), 1);
    }

    #[test]
    fn figures_without_days_are_of_the_days_that_the_document_tells() {
        let c = Chronicle::build(
            &[document(
                "a",
                Alignment::Unknown,
                vec![
                    told(Capture, "reds", "Tarsk", "2029"),
                    told(Capture, "reds", "Brenno", "2031-05-04"),
                    told(Capture, "blues", "Brenno", "2031-05-24"),
                    told(Harm, "", "", "").figure(Killed, "reds", 40, Some(40)).scope(Scope::Infobox),
                ],
            )],
            &[],
        );
        assert_eq!(c.figures[0].when.as_ref().unwrap().as_str(), "2031-05-04/2031-05-24");
    }

    #[test]
    fn two_claims_about_a_campaign_are_one_entry() {
        let c = Chronicle::build(
            &[document(
                "a",
                Alignment::Unknown,
                vec![
                    told(Harm, "", "", "../2031-05-21")
                        .figure(Killed, "reds", 850, Some(850))
                        .by("Ministry", Alignment::Party("blues".into())),
                    told(Harm, "", "", "2031-05-19/2031-05-24")
                        .figure(Killed, "reds", 66, Some(66))
                        .by("Watch", Alignment::Monitor),
                ],
            )],
            &[],
        );
        assert_eq!(c.figures.len(), 1);
        assert_eq!((c.figures[0].min, c.figures[0].max), (Some(66), Some(850)));
    }
}

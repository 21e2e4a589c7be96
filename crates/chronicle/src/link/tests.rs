//! Linking by phenomenon, and its independence of order.

use annalist_claim::{Alignment, Extent, FigureKind, Kind::*, Modality};
use proptest::prelude::*;

use super::Constraints;
use crate::testing::{Told, document, told};
use crate::{Chronicle, ClusterChange, Source, cluster_changes};

fn two(a: Vec<Told>, b: Vec<Told>) -> Chronicle {
    Chronicle::build(&[document("a", Alignment::Unknown, a), document("b", Alignment::Unknown, b)], &[])
}

#[test]
fn two_documents_tell_one_event() {
    let c = two(
        vec![told(Capture, "reds", "Brenno", "2031-05-04").quote("red troops overran Brenno on 4 May")],
        vec![told(Capture, "reds", "Brenno", "2031-05-04").quote("Brenno fell to the reds that day")],
    );
    assert_eq!(c.events.len(), 1);
    assert_eq!(c.events[0].independent, 2);
    assert_eq!(c.events[0].links.len(), 1);
    let parts: f64 = c.events[0].links[0].parts().iter().map(|(_, w)| w).sum();
    assert!((parts - c.events[0].links[0].weight).abs() < 1e-9);
}

#[test]
fn another_day_side_place_or_kind_is_another_event() {
    let first = || vec![told(Capture, "reds", "Brenno", "2031-05-04")];
    for other in [
        told(Capture, "reds", "Brenno", "2031-05-09"),
        told(Capture, "blues", "Brenno", "2031-05-04"),
        told(Capture, "reds", "Tarsk", "2031-05-04"),
        told(Airstrike, "reds", "Brenno", "2031-05-04"),
    ] {
        assert_eq!(two(first(), vec![other.clone()]).events.len(), 2, "{other:?}");
    }
}

#[test]
fn a_place_taken_twice_in_one_text_is_two_events() {
    let c = Chronicle::build(
        &[document(
            "a",
            Alignment::Unknown,
            vec![
                told(Capture, "reds", "Brenno", "2031-05-04"),
                told(Capture, "blues", "Brenno", "2031-05-04"),
                told(Capture, "reds", "Brenno", "2031-05-04"),
            ],
        )],
        &[],
    );
    assert_eq!(c.events.len(), 3);
}

#[test]
fn a_kind_of_which_reports_seldom_tell_says_more_than_a_capture() {
    let weight = |kind| {
        let c = two(
            vec![told(kind, "reds", "Brenno", "2031-05-04").quote("they came at dawn")],
            vec![told(kind, "reds", "Brenno", "2031-05").quote("of all the month this was worst")],
        );
        let ids: Vec<String> = c.events.iter().flat_map(|e| e.claims.clone()).collect();
        c.explain_link(&ids[0], &ids[1]).map_or(0.0, |l| l.weight)
    };
    assert!(weight(Chemical) > weight(Capture) + 1.0);
}

#[test]
fn three_places_in_common_outdo_a_day_that_was_not_told() {
    let list = |when: &str| told(Deploy, "reds", "Brenno", when).and("Tarsk").and("Velm");
    let untold = |mut t: Told| {
        t.0.time_reason = annalist_time::TimeReason::Inherited;
        t
    };
    let c = two(
        vec![untold(list("2031-05-04").quote("men went to Brenno, Tarsk and Velm"))],
        vec![untold(list("2031-05-06").quote("Brenno, Tarsk and Velm were reinforced"))],
    );
    assert_eq!(c.events.len(), 1);
    let one = |when: &str| untold(told(Deploy, "reds", "Brenno", when).quote("men were sent"));
    assert_eq!(two(vec![one("2031-05-04")], vec![one("2031-05-06")]).events.len(), 2);
}

#[test]
fn one_offensive_may_be_told_of_an_area_and_of_a_wider_one() {
    let area = |side: &str, name: &str, when: &str| {
        let mut t = told(Attack, side, name, when).quote(&format!("{side} launched an offensive in {name}"));
        t.0.places[0].place.precision = annalist_gazetteer::Precision::Area;
        t.0.places[0].place.geometry = None;
        t
    };
    let first = || vec![area("reds", "Westland", "2031-05-04")];
    assert_eq!(two(first(), vec![area("reds", "Upper Province", "2031-05-04")]).events.len(), 1);
    assert_eq!(two(first(), vec![area("blues", "Upper Province", "2031-05-04")]).events.len(), 2);
    assert_eq!(two(first(), vec![area("reds", "Upper Province", "2031-05")]).events.len(), 2);
}

#[test]
fn an_operation_is_dated_by_its_first_night_or_the_day_after() {
    let begun = |day: &str, words: &str| {
        two(
            vec![told(Attack, "reds", "Brenno", "2031-05-04").quote(&format!("the reds' {words} on Brenno"))],
            vec![told(Attack, "reds", "Brenno", day).quote(&format!("they launched the {words} there"))],
        )
        .events
        .len()
    };
    let level = |words: &str| {
        let c = two(
            vec![told(Attack, "reds", "Brenno", "2031-05-04").quote(&format!("the reds' {words} on Brenno"))],
            vec![
                told(Attack, "reds", "Brenno", "2031-05-05")
                    .quote(&format!("they launched the {words} there")),
            ],
        );
        let ids: Vec<String> = c.events.iter().flat_map(|e| e.claims.clone()).collect();
        c.explain_link(&ids[0], &ids[1]).unwrap().levels[1]
    };
    assert_eq!((begun("2031-05-05", "offensive"), begun("2031-05-30", "offensive")), (1, 2));
    assert_ne!(level("offensive"), level("assault"));
}

#[test]
fn all_that_was_lost_is_one_ground_in_whatever_words() {
    let back = |side: &str, words: &str| vec![told(Capture, side, "", "2031-05").quote(words)];
    let first = || back("reds", "the reds regained all of the territory by June");
    let events = |side, words| two(first(), back(side, words)).events.len();
    assert_eq!(events("reds", "the blues were completely driven out"), 1);
    assert_eq!(events("reds", "some hills were won"), 2);
    assert_eq!(events("blues", "the reds were completely driven out"), 2);
}

#[test]
fn a_strike_that_poisons_is_a_chemical_attack() {
    let attack = || vec![told(Chemical, "", "Brenno", "2031-05").quote("the gas attack of that month")];
    let strike = |words: &str| vec![told(Airstrike, "blues", "Brenno", "2031-05-04").quote(words)];
    assert_eq!(two(attack(), strike("jets dropped chlorine on the old quarter")).events.len(), 1);
    assert_eq!(two(attack(), strike("jets dropped bombs on the old quarter")).events.len(), 2);
}

#[test]
fn a_part_of_a_place_is_not_the_place() {
    let day = "2031-05-04";
    let part = || told(Enter, "reds", "Brenno", day).extent(Extent::Part);
    let whole = || told(Capture, "reds", "Brenno", day).quote("the reds had all of it by night");
    assert_eq!(two(vec![part()], vec![whole()]).events.len(), 2);
    assert_eq!(two(vec![part()], vec![part().quote("they got into some quarters")]).events.len(), 1);
}

#[test]
fn what_names_an_event_told_before_is_no_second_one() {
    let mut named = told(Capture, "reds", "Brenno", "2031-05-04").quote("the fall of Brenno");
    named.0.rule = annalist_span::RuleId::named("control/capture-noun");
    let first = || told(Capture, "reds", "Brenno", "2031-05-04").quote("red troops overran Brenno");
    let c = two(vec![first(), named], vec![first().quote("Brenno was taken by the reds on that day")]);
    assert_eq!(c.events.len(), 1, "{:?}", c.events);
    let again = told(Capture, "reds", "Brenno", "2031-05-04").quote("the reds stormed Brenno");
    let c = two(vec![first(), again], vec![first().quote("Brenno was taken by the reds on that day")]);
    assert_eq!(c.events.len(), 2);
}

#[test]
fn a_denial_belongs_to_what_it_denies() {
    let c = two(
        vec![
            told(Capture, "reds", "Brenno", "2031-05-04"),
            told(Capture, "reds", "Brenno", "2031-05-04").modality(Modality::Denied),
        ],
        vec![],
    );
    assert_eq!(c.events.len(), 1);
}

#[test]
fn figures_link_what_has_no_place() {
    let harm = |day: &str| told(Harm, "", "", day).figure(FigureKind::Killed, "reds", 37, Some(37));
    assert_eq!(two(vec![harm("2031-05-04")], vec![harm("2031-05-04")]).events.len(), 1);
    assert_eq!(two(vec![harm("2031-05-04")], vec![harm("2031-05-12")]).events.len(), 2);
}

#[test]
fn copies_count_once() {
    let words = "a dozen shells fell on the northern market of Brenno before sunrise on Tuesday";
    let shelling = || told(Shelling, "blues", "Brenno", "2031-05-04").quote(words);
    assert_eq!(two(vec![shelling()], vec![shelling()]).events[0].independent, 1);
    let source = |words: &str| {
        told(Shelling, "blues", "Brenno", "2031-05-04").quote(words).by("Watch", Alignment::Monitor)
    };
    let c = two(vec![source("shells fell on Brenno")], vec![source("the blues fired at the town of Brenno")]);
    assert_eq!((c.events.len(), c.events[0].independent), (1, 1));
    assert_eq!(c.events[0].origins[0].by, ["Watch"]);
}

fn documents(told: Vec<Vec<Told>>) -> Vec<Source> {
    let named = |(i, claims)| document(&format!("doc {i}"), Alignment::Unknown, claims);
    told.into_iter().enumerate().map(named).collect()
}

/// A small war at random: any kind, side, town and day, in documents of up to six claims.
fn war() -> impl Strategy<Value = Vec<Source>> {
    let one =
        (0..6usize, 0..3usize, 0..4usize, 1..6u32, 0..3usize).prop_map(|(kind, side, town, day, words)| {
            let kind = [Capture, Withdraw, Enter, Attack, Airstrike, Harm][kind];
            let side = ["reds", "blues", "greens"][side];
            let town = ["Brenno", "Tarsk", "Velm", "?Zim"][town];
            let words = ["as told", "the column moved at dawn towards the bridge", ""][words];
            let day = format!("2031-05-{day:02}");
            told(kind, side, town, &day).quote(&format!("{side} {town} {words}"))
        });
    prop::collection::vec(prop::collection::vec(one, 1..6), 1..8).prop_map(documents)
}

/// A war told so often that few places and days hold many claims.
fn crowded() -> impl Strategy<Value = Vec<Source>> {
    let one = (0..4usize, 0..2usize, 0..3usize, 1..9u32, 0..4u64, 0..3usize).prop_map(
        |(kind, side, town, day, dead, words)| {
            let kind = [Capture, Attack, Airstrike, Harm][kind];
            let (side, town) = (["reds", "blues"][side], ["Brenno", "?Zim", ""][town]);
            let words = ["as told", "the column moved at dawn towards the bridge of the old mill", ""][words];
            let told = told(kind, side, town, &format!("2031-05-{day:02}"));
            let told = told.quote(&format!("{side} {town} {words}"));
            if dead == 0 { told } else { told.figure(FigureKind::Killed, "reds", dead * 10, Some(dead * 10)) }
        },
    );
    prop::collection::vec(prop::collection::vec(one, 1..9), 2..12).prop_map(documents)
}

/// An empty chronicle whose blocks are full early.
fn tight() -> Chronicle {
    Chronicle { linker: crate::link::Linker::tight(), ..Chronicle::default() }
}

/// A chronicle to which a war's documents were added in an order, as many at a time as the cuts say.
fn grown(mut chronicle: Chronicle, war: Vec<Source>, order: &[u16], cuts: Vec<bool>) -> Chronicle {
    let mut shuffled: Vec<(u16, Source)> = order.iter().copied().zip(war).collect();
    shuffled.sort_by_key(|(key, _)| *key);
    let mut batch = Vec::new();
    for ((_, source), cut) in shuffled.into_iter().zip(cuts) {
        batch.push(source);
        if cut {
            chronicle.add(&std::mem::take(&mut batch));
        }
    }
    chronicle.add(&batch);
    chronicle
}

proptest! {
    #[test]
    fn full_blocks_hang_on_no_order(
        war in crowded(), order in prop::collection::vec(any::<u16>(), 12), cuts in prop::collection::vec(any::<bool>(), 12)
    ) {
        let mut at_once = tight();
        at_once.add(&war);
        let grown = grown(tight(), war, &order, cuts);
        prop_assert_eq!(grown.compared(), at_once.compared());
        prop_assert_eq!(&grown.events, &at_once.events);
    }

    #[test]
    fn what_reviewers_joined_holds_in_full_blocks(
        war in crowded(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        order in prop::collection::vec(any::<u16>(), 12), cuts in prop::collection::vec(any::<bool>(), 12)
    ) {
        // Some of these meet while blocks are not yet full, and not any more when they are.
        let roomy = Chronicle::build(&war, &[]);
        let links: Vec<_> = roomy.events.iter().flat_map(|e| &e.links).collect();
        prop_assume!(!links.is_empty());
        let mut constraints = Constraints::default();
        for link in picks.iter().map(|pick| links[pick.index(links.len())]) {
            constraints.merge(&[link.a.clone(), link.b.clone()]);
        }
        let reviewed = || {
            let mut c = tight();
            c.linker.constrain(constraints.clone());
            c
        };
        let mut at_once = reviewed();
        at_once.add(&war);
        let mut grown = grown(reviewed(), war, &order, cuts);
        prop_assert_eq!(&grown.events, &at_once.events);
        // From whichever of its claims an event is clustered anew, it is the same.
        let clusters = grown.linker.clusters();
        for slot in clusters.iter().flatten() {
            grown.linker.dirty.push(*slot);
            grown.linker.add(std::iter::empty());
        }
        prop_assert_eq!(grown.linker.clusters(), clusters);
    }

    #[test]
    fn claims_taken_out_leave_full_blocks_as_they_would_be(war in crowded(), out in any::<prop::sample::Index>()) {
        let gone = out.index(war.len());
        let kept: Vec<Source> =
            war.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, s)| s.clone()).collect();
        let mut without = tight();
        without.add(&kept);
        let mut shrunk = tight();
        shrunk.add(&war);
        let ids: Vec<String> = war[gone].claims.iter().map(|c| c.id.clone()).collect();
        shrunk.linker.remove(ids.iter());
        shrunk.linker.add(std::iter::empty());
        prop_assert_eq!(shrunk.linker.compared(), without.linker.compared());
        let ids = |c: &Chronicle| -> Vec<Vec<String>> {
            let ids = |k: &Vec<u32>| k.iter().map(|s| c.linker.id(*s).to_owned()).collect();
            let mut clusters: Vec<Vec<String>> = c.linker.clusters().iter().map(ids).collect();
            clusters.sort();
            clusters
        };
        prop_assert_eq!(ids(&shrunk), ids(&without));
    }

    #[test]
    fn the_history_told_leads_from_before_to_after(war in war(), cut in any::<prop::sample::Index>()) {
        let at = cut.index(war.len());
        let mut c = Chronicle::build(&war[..at], &[]);
        let before = c.events.clone();
        let told = c.add(&war[at..]);
        let mut wanted = cluster_changes(&before, &c.events);
        let mut told: Vec<String> = told.iter().map(|t| format!("{t:?}")).collect();
        told.sort();
        let mut wanted: Vec<String> = wanted.drain(..).map(|t| format!("{t:?}")).collect();
        wanted.sort();
        prop_assert_eq!(told, wanted);
    }

    #[test]
    fn adding_in_any_order_and_parts_is_building_at_once(
        war in war(), order in prop::collection::vec(any::<u16>(), 8), cuts in prop::collection::vec(any::<bool>(), 8)
    ) {
        let at_once = Chronicle::build(&war, &[]);
        let grown = grown(Chronicle::default(), war, &order, cuts);
        prop_assert_eq!(&grown.events, &at_once.events);
        prop_assert_eq!(&grown.disputes, &at_once.disputes);
        prop_assert_eq!(&grown.figures, &at_once.figures);
        prop_assert_eq!(grown.accounts(), at_once.accounts());
        for account in at_once.accounts() {
            prop_assert_eq!(grown.holdings(&account), at_once.holdings(&account));
        }
    }

    #[test]
    fn every_occurrence_is_in_one_event(war in war()) {
        let c = Chronicle::build(&war, &[]);
        let mut in_events: Vec<&String> = c.events.iter().flat_map(|e| &e.claims).collect();
        let n = in_events.len();
        in_events.sort();
        in_events.dedup();
        prop_assert_eq!(in_events.len(), n);
        prop_assert_eq!(n, war.iter().map(|s| s.claims.len()).sum::<usize>());
    }

    #[test]
    fn holdings_are_in_time_and_without_gaps(war in war()) {
        let c = Chronicle::build(&war, &[]);
        for place in c.places() {
            let holdings = c.timeline(&place.id, &crate::Account::All);
            for pair in holdings.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
                prop_assert!(pair[0].start.is_none_or(|s| Some(s) <= pair[0].end));
            }
            prop_assert!(holdings.last().is_none_or(|h| h.end.is_none()));
        }
    }
}

#[test]
fn the_history_of_clusters_is_told() {
    let a =
        document("a", Alignment::Unknown, vec![told(Capture, "reds", "Brenno", "2031-05-04").quote("one")]);
    let b =
        document("b", Alignment::Unknown, vec![told(Capture, "reds", "Brenno", "2031-05-04").quote("two")]);
    let mut c = Chronicle::build(&[a], &[]);
    let before = c.events.clone();
    let changes = c.add(&[b]);
    assert!(matches!(&changes[..], [ClusterChange::Changed { from, .. }] if *from == before[0].id));
    let apart = cluster_changes(&c.events, &before);
    assert!(matches!(&apart[..], [ClusterChange::Changed { .. }]));
}

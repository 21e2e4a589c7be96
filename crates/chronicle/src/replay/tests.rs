//! The replay by phenomenon, in an invented war.

use annalist_claim::{Alignment, Extent, Kind::*, Modality, Scope};
use annalist_time::PartOfDay;

use crate::Chronicle;
use crate::testing::{Told, ask, document, held, held_by, plain, told};

fn capture(side: &str, place: &str, when: &str) -> Told {
    told(Capture, side, place, when)
}

#[test]
fn a_capture_begins_a_holding_and_tells_who_had_it() {
    let c = plain(vec![capture("reds", "Brenno", "2031-05-04").from("blues")]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "blues held");
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "reds held");
    assert_eq!(held(&c, "Brenno", "2031-08-04"), "reds held");
    assert_eq!(ask(&c, "Brenno", "2031-05-14", "all").stale_days, Some(10));
    assert_eq!(ask(&c, "Brenno", "2031-05-03", "all").since, None);
    assert!(ask(&c, "Brenno", "2031-05-03", "all").implied);
}

#[test]
fn nothing_is_made_up_about_who_had_it() {
    let c = plain(vec![capture("reds", "Brenno", "2031-05-04")]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "- unknown");
    assert_eq!(held(&c, "Velm", "2031-05-03"), "- unknown");
}

#[test]
fn recaptured_means_lost_before() {
    let c =
        plain(vec![capture("blues", "Tarsk", "2031-05-01"), capture("reds", "Brenno", "2031-05-04").again()]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "blues held");
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05-04"),
        capture("blues", "Brenno", "2031-05-09").again(),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "blues held");
}

#[test]
fn a_place_changes_hands_inside_a_day() {
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05-04"),
        capture("blues", "Brenno", "2031-05-04").again(),
        capture("reds", "Brenno", "2031-05-06").again(),
        capture("blues", "Brenno", "2031-05-06").again(),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "blues held");
    assert_eq!(held(&c, "Brenno", "2031-05-06"), "blues held");
    assert_eq!(ask(&c, "Brenno", "2031-05-06", "all").changes_that_day, 2);
    let hours = c.timeline("t:brenno", &crate::Account::All);
    assert_eq!(hours.iter().filter(|h| h.start == h.end && h.holder.as_deref() == Some("reds")).count(), 2);
}

#[test]
fn the_part_of_the_day_orders_what_the_text_does_not() {
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05-04").part(PartOfDay::Evening),
        capture("blues", "Brenno", "2031-05-04").part(PartOfDay::Morning),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "reds held");
}

#[test]
fn a_day_told_twice_happens_once() {
    // A lead, a body and an aftermath, and a second document that tells only the beginning.
    let filler = (0..30).map(|i| told(Airstrike, "reds", "Velm", &format!("2031-06-{:02}", i % 28 + 1)));
    let mut text = vec![capture("reds", "Brenno", "2031-05-04")];
    text.extend(filler.clone());
    text.push(capture("reds", "Brenno", "2031-05-04"));
    text.push(capture("blues", "Brenno", "2031-05-04").again());
    text.extend(filler);
    text.push(capture("reds", "Brenno", "2031-05-04"));
    let a = document("a", Alignment::Unknown, text);
    let b = document("b", Alignment::Unknown, vec![capture("reds", "Brenno", "2031-05-04")]);
    let c = Chronicle::build(&[a, b], &[]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "blues held");
    assert_eq!(ask(&c, "Brenno", "2031-05-04", "all").changes_that_day, 2);
}

#[test]
fn a_denial_changes_no_ground_at_every_word_and_keeps_it_in_the_deniers_account() {
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05-04"),
        capture("reds", "Brenno", "2031-05-04")
            .modality(Modality::Denied)
            .by("Blue Herald", Alignment::Leans("blues".into())),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-05"), "reds held");
    assert_eq!(held_by(&c, "Brenno", "2031-05-05", "side:blues"), "blues held");
    assert_eq!(held_by(&c, "Brenno", "2031-05-05", "source:Blue Herald"), "blues held");
    assert_eq!(held_by(&c, "Brenno", "2031-05-05", "against-interest"), "reds held");
    assert_eq!(held_by(&c, "Brenno", "2031-05-05", "monitors"), "- unknown");
}

#[test]
fn what_was_aimed_at_or_tried_changes_nothing() {
    for modality in [Modality::Intended, Modality::Attempted] {
        let c = plain(vec![
            capture("blues", "Brenno", "2031-05-01"),
            capture("reds", "Brenno", "2031-05-04").modality(modality),
        ]);
        assert_eq!(held(&c, "Brenno", "2031-05-05"), "blues held");
    }
}

#[test]
fn against_interest_counts_a_partisans_losses_only() {
    let red = || Alignment::Party("reds".into());
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05-04").by("Red Army", red()).modality(Modality::Reported),
        capture("blues", "Tarsk", "2031-05-04").by("Red Army", red()).modality(Modality::Reported),
    ]);
    assert_eq!(held_by(&c, "Brenno", "2031-05-05", "against-interest"), "- unknown");
    assert_eq!(held_by(&c, "Tarsk", "2031-05-05", "against-interest"), "blues held");
    assert_eq!(held_by(&c, "Brenno", "2031-05-05", "side:reds"), "reds held");
}

#[test]
fn parts_are_contested() {
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05-04").from("blues").extent(Extent::Part),
        told(Hold, "blues", "Brenno", "2031-05-06").from("reds"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-05"), "blues contested");
    assert_eq!(held(&c, "Brenno", "2031-05-06"), "blues held");
    let c = plain(vec![capture("reds", "Brenno", "2031-05-04").from("blues").extent(Extent::Most)]);
    assert_eq!(held(&c, "Brenno", "2031-05-05"), "reds contested");
}

#[test]
fn a_withdrawal_ends_it_and_whoever_is_inside_has_it() {
    let c = plain(vec![
        capture("blues", "Brenno", "2031-05-01"),
        told(Withdraw, "blues", "Brenno", "2031-05-04"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "- unknown");
    let c = plain(vec![
        capture("blues", "Brenno", "2031-05-01"),
        told(Enter, "reds", "Brenno", "2031-05-03"),
        told(Withdraw, "blues", "Brenno", "2031-05-04"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "blues entered");
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "reds held");
    let c = plain(vec![
        told(Withdraw, "blues", "Brenno", "2031-05-04"),
        told(Enter, "reds", "Brenno", "2031-05-04"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "blues held");
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "reds held");
}

#[test]
fn a_withdrawal_that_only_began_ends_nothing() {
    let c = plain(vec![
        capture("blues", "Brenno", "2031-05-01"),
        told(Withdraw, "blues", "Brenno", "2031-05-04").quote("the blues began withdrawing from Brenno"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "blues held");
}

#[test]
fn a_transfer_and_a_siege() {
    let c = plain(vec![
        told(Encircle, "reds", "Brenno", "2031-05-01").from("blues"),
        told(Transfer, "reds", "Brenno", "2031-05-20").from("blues"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-10"), "blues besieged");
    assert_eq!(held(&c, "Brenno", "2031-05-20"), "reds held");
    let c = plain(vec![
        told(Encircle, "reds", "Brenno", "2031-05-01").from("blues"),
        told(Relief, "blues", "Brenno", "2031-05-08"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-07"), "blues besieged");
    assert_eq!(held(&c, "Brenno", "2031-05-08"), "blues held");
}

#[test]
fn taken_again_without_a_loss_told_is_disputed_between() {
    let c = plain(vec![
        capture("blues", "Tarsk", "2031-05-01"),
        capture("blues", "Brenno", "2031-05-04").from("reds"),
        capture("blues", "Brenno", "2031-05-12").again(),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "blues held");
    assert_eq!(held(&c, "Brenno", "2031-05-08"), "blues disputed");
    assert_eq!(held(&c, "Brenno", "2031-05-12"), "blues held");
}

#[test]
fn a_summary_checks_and_does_not_add() {
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05").scope(Scope::Summary),
        capture("reds", "Brenno", "2031-05-04").from("blues"),
        capture("blues", "Brenno", "2031-05-20"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-31"), "blues held");
    let told_alone = plain(vec![capture("reds", "Brenno", "2031-05").scope(Scope::Summary)]);
    assert_eq!(held(&told_alone, "Brenno", "2031-05-30"), "- unknown");
    assert_eq!(held(&told_alone, "Brenno", "2031-05-31"), "reds held");
}

#[test]
fn a_window_of_days_joins_the_closer_telling() {
    let a = document("a", Alignment::Unknown, vec![capture("reds", "Brenno", "../2031-05-06")]);
    let b = document(
        "b",
        Alignment::Unknown,
        vec![capture("reds", "Brenno", "2031-05-04"), capture("blues", "Brenno", "2031-05-05")],
    );
    let c = Chronicle::build(&[a, b], &[]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "reds held");
    assert_eq!(held(&c, "Brenno", "2031-05-06"), "blues held");
}

#[test]
fn a_name_without_a_gazetteer_is_a_place_too() {
    let c = plain(vec![
        capture("reds", "?Zim hill, south of Tarsk", "2031-05-04"),
        capture("blues", "?Zim", "2031-05-09"),
    ]);
    assert_eq!(held(&c, "zim", "2031-05-04"), "reds held");
    assert_eq!(held(&c, "zim", "2031-05-09"), "blues held");
    let c = plain(vec![capture("reds", "?three villages", "2031-05-04")]);
    assert!(c.places().is_empty());
}

#[test]
fn of_two_tellings_without_order_the_better_told_stands() {
    let take = |name: &str, side: &str| {
        document(name, Alignment::Unknown, vec![capture(side, "Brenno", "2031-05-04")])
    };
    let war =
        [take("a", "blues"), take("b", "reds"), take("c", "reds"), take("d", "blues"), take("e", "reds")];
    let c = Chronicle::build(&war, &[]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "reds held");
    let again = document("f", Alignment::Unknown, vec![capture("blues", "Brenno", "2031-05-04").again()]);
    let c = Chronicle::build(&[take("b", "reds"), take("c", "reds"), again], &[]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "blues held");
}

#[test]
fn a_part_of_a_place_and_a_partys_positions_are_no_places_of_their_own() {
    let c = plain(vec![
        capture("reds", "?northern outskirts of Tarsk", "2031-05-04"),
        capture("reds", "?the blues positions", "2031-05-04").from("blues"),
        capture("reds", "?Blues positions", "2031-05-04").from("blues"),
    ]);
    assert!(c.places().is_empty(), "{:?}", c.places());
}

#[test]
fn a_position_taken_at_a_place_is_not_the_place() {
    let c = plain(vec![
        told(Capture, "reds", "Brenno", "2031-05-04").thing("a checkpoint at the gate", "blues"),
        told(Attack, "reds", "Brenno", "2031-05-06").from("blues"),
        capture("reds", "Brenno", "2031-05-09"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "blues held");
    assert_eq!(held(&c, "Brenno", "2031-05-08"), "blues held");
    assert_eq!(held(&c, "Brenno", "2031-05-09"), "reds held");
    assert_eq!(ask(&c, "Brenno", "2031-05-08", "all").newest_evidence, Some("2031-05-06".parse().unwrap()));
    let c = plain(vec![
        told(Capture, "reds", "Brenno", "2031-05-04").thing("the lost positions", "blues").again(),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "reds held");
}

#[test]
fn ground_lost_and_won_back_on_one_day_leaves_the_holder() {
    let c = plain(vec![
        told(Enter, "reds", "Brenno", "2031-05-04").from("blues"),
        capture("blues", "Brenno", "2031-05-04").extent(Extent::Part).again(),
    ]);
    for day in ["2031-05-03", "2031-05-04", "2031-05-09"] {
        assert_eq!(held(&c, "Brenno", day), "blues held", "{day}");
    }
}

#[test]
fn what_is_said_by_the_way_tells_the_holder() {
    let c = plain(vec![
        told(Shelling, "blues", "Brenno", "2031-05-04").aside("Brenno", "reds"),
        capture("blues", "Brenno", "2031-05-09"),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-03"), "reds held");
    assert_eq!(held(&c, "Brenno", "2031-05-08"), "reds held");
    assert_eq!(held(&c, "Brenno", "2031-05-09"), "blues held");
    // What is excepted from a taking is a place of the chronicle too.
    let c = plain(vec![capture("blues", "?most of the villages", "2031-05-09").aside("Tarsk", "reds")]);
    assert_eq!(held(&c, "Tarsk", "2031-05-09"), "reds held");
}

#[test]
fn who_stands_at_the_outskirts_again_is_out() {
    let near = |mut told: Told| {
        told.0.places[0].text = "outskirts of Brenno".into();
        told
    };
    let c = plain(vec![
        capture("blues", "Brenno", "2031-05-01"),
        told(Enter, "reds", "Brenno", "2031-05-03"),
        near(told(Advance, "reds", "Brenno", "2031-05-05")),
    ]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "blues entered");
    assert_eq!(held(&c, "Brenno", "2031-05-05"), "blues held");
}

#[test]
fn names_without_coordinates_are_replayed_and_found_by_name() {
    let c = plain(vec![
        capture("reds", "?villages of Upper Zim", "2031-05-04"),
        capture("blues", "?red-held Upper Zim", "2031-05-09"),
    ]);
    let found = c.find("upper zim");
    assert!(found.exact);
    assert_eq!((found.places[0].name.as_str(), found.places[0].point), ("Upper Zim", None));
    assert_eq!(held(&c, "upper zim", "2031-05-04"), "reds held");
    assert_eq!(held(&c, "upper zim", "2031-05-09"), "blues held");
}

#[test]
fn where_somebody_withdraws_to_is_not_left() {
    let mut away =
        told(Withdraw, "blues", "Brenno", "2031-05-04").and("Tarsk").quote("the blues left Brenno to Tarsk");
    for (slot, at) in away.0.places.iter_mut().zip([15, 25]) {
        slot.span = Some(annalist_span::Span::new(at, at + slot.text.len() as u32));
    }
    let c =
        plain(vec![capture("blues", "Brenno", "2031-05-01"), capture("blues", "Tarsk", "2031-05-01"), away]);
    assert_eq!(held(&c, "Brenno", "2031-05-04"), "- unknown");
    assert_eq!(held(&c, "Tarsk", "2031-05-04"), "blues held");
}

#[test]
fn chosen_sources_tell_an_account_of_their_own() {
    let c = plain(vec![
        capture("reds", "Brenno", "2031-05-04").by("Watch", Alignment::Monitor),
        capture("reds", "Tarsk", "2031-05-04").by("Red Courier", Alignment::Leans("reds".into())),
        capture("reds", "Velm", "2031-05-04").by("Blue Herald", Alignment::Leans("blues".into())),
    ]);
    let told = |place: &str| held_by(&c, place, "2031-05-05", "sources:red courier|Watch");
    assert_eq!(
        (told("Brenno"), told("Tarsk"), told("Velm")),
        ("reds held".into(), "reds held".into(), "- unknown".into())
    );
}

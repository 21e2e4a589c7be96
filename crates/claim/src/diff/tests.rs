use annalist_document::read;

use super::*;
use crate::Extractor;

const OLDER: &str = "= Battle of Dorn =\n\nInfobox\n- Conflict: Battle of Dorn\n- Date: 3–6 April 2017\n- Commander1: Ahmad al-Rashid, Karl Brenn, Ada Marsh\n- Casualties2: 26 killed (army claim)\n\nOn 3 April 2017 the rebels captured Suran after two days of shelling. At least 12 soldiers were killed in the attack. The army shelled Maardis on 4 April 2017. The rebels withdrew from Halfaya on 6 April 2017.\n";

fn rows(newer: &str) -> (Diff, Vec<(Change, String, Vec<&'static str>)>) {
    let extractor = Extractor::embedded();
    let documents = [OLDER, newer].map(|text| read("t.txt", text.as_bytes()).unwrap().remove(0));
    let [x, y] = [0, 1].map(|i: usize| extractor.extract(&documents[i], None));
    let found = diff(Version::of(&documents[0], &x), Version::of(&documents[1], &y));
    let told =
        found.rows.iter().map(|r| (r.change, r.what.clone(), r.differs.iter().map(|d| d.slot).collect()));
    let told = told.collect();
    (found, told)
}

#[test]
fn the_same_text_differs_in_nothing() {
    let (found, rows) = rows(OLDER);
    assert!(rows.is_empty(), "{rows:?}");
    assert!(found.same_work && found.unchanged >= 5 && found.reworded == 0);
}

#[test]
fn a_day_a_place_and_a_side_that_differ_are_told() {
    let (_, day) = rows(&OLDER.replace("Halfaya on 6 April", "Halfaya on 8 April"));
    assert_eq!(day, [(Change::Changed, "withdraw".to_owned(), vec!["date"])]);
    let (_, place) = rows(&OLDER.replace("from Halfaya", "from Khattab"));
    assert_eq!(place, [(Change::Changed, "withdraw".to_owned(), vec!["place"])]);
    let (_, side) = rows(&OLDER.replace("The rebels withdrew", "The army withdrew"));
    assert_eq!(side, [(Change::Changed, "withdraw".to_owned(), vec!["side"])]);
}

#[test]
fn other_words_for_the_same_are_no_difference() {
    let (found, rows) = rows(&OLDER.replace("captured Suran", "seized Suran"));
    assert!(rows.is_empty(), "{rows:?}");
    assert!(found.same_work);
}

#[test]
fn names_of_the_infobox_are_renamed_replaced_new_or_gone() {
    let of = |names: &str| {
        let (_, rows) = rows(&OLDER.replace("Ahmad al-Rashid, Karl Brenn, Ada Marsh", names));
        rows.into_iter().map(|(change, what, _)| (change, what)).collect::<Vec<_>>()
    };
    let one = |change: Change| vec![(change, "commander 1".to_owned())];
    assert_eq!(of("Ahmed al-Rasheed, Karl Brenn, Ada Marsh"), one(Change::Renamed));
    assert_eq!(of("Ahmad al-Rashid, Viktor Holm, Ada Marsh"), one(Change::Replaced));
    assert_eq!(of("Ahmad al-Rashid, Ada Marsh"), one(Change::Gone));
    assert_eq!(of("Ahmad al-Rashid, Karl Brenn, Ada Marsh, John Doe"), one(Change::New));
}

#[test]
fn two_works_are_told_apart() {
    let (found, _) = rows(
        "Fall of Elm\n\nIn June 2019 the Second Army went over the pass in snow and reached the gates of Elm after three days of marching. Nobody had expected it there, least of all the governor, who was at table when the news came.\n",
    );
    assert!(!found.same_work);
    assert_eq!(found.unchanged, 0);
}

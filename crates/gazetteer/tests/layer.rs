//! Names of places in texts of our own, about places of our own.

use annalist_document::Document;
use annalist_gazetteer::{Gazetteer, Override, Overrides, PlaceLayer, PlaceMention, PlaceStatus};
use proptest::prelude::*;

const PACK: &str = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\tpopulation\tradius
orlava\tOrlava\tOrlawa\t50.0\t30.0\tsettlement\tXX\tarea\t120000\t
mirna\tMirna\t\t50.1\t30.2\tsettlement\tXX\tarea\t4000\t
tessel\tTessel\tTesel\t50.05\t30.4\tsettlement\tXX\tarea\t900\t
zborn\tZborn\t\t50.0\t30.3\tsettlement\tXX\tarea\t1500\t
zborn-far\tZborn\t\t54.0\t36.0\tsettlement\tXX\t\t1500\t
area\tOrlava Province\tOrlava\t50.1\t30.1\tprovince\tXX\t\t\t60
kop\tKop Hill\t\t50.12\t30.25\thill\tXX\tarea\t\t
post\tRavna Checkpoint\t\t50.02\t30.22\tmilitary\tXX\tarea\t\t
";

fn read(text: &str, overrides: &Overrides) -> (Document, PlaceLayer) {
    let gazetteer = Gazetteer::empty().with_pack("t", PACK).expect("a good pack");
    let document = annalist_document::read("t.txt", text.as_bytes()).expect("plain text").remove(0);
    let layer = PlaceLayer::read(&document, &[], &gazetteer, overrides);
    (document, layer)
}

fn mentions(text: &str) -> Vec<PlaceMention> {
    read(text, &Overrides::default()).1.mentions.into_iter().flatten().collect()
}

fn id<'a>(found: &'a [PlaceMention], text: &str) -> Option<&'a str> {
    found.iter().find(|m| m.text == text).and_then(|m| m.value.id.as_deref())
}

const WAR: &str = "The army shelled Orlava from Mirna. It then captured the villages of Tessel and Mirna after clashes near Orlava.";

#[test]
fn names_after_cues_and_in_lists_are_found_with_their_bytes() {
    let (document, layer) = read(WAR, &Overrides::default());
    let texts: Vec<&str> = layer.mentions.iter().flatten().map(|m| m.text.as_str()).collect();
    assert_eq!(texts, ["Orlava", "Mirna", "Tessel", "Mirna", "Orlava"]);
    for (passage, list) in document.passages.iter().zip(&layer.mentions) {
        for mention in list {
            assert_eq!(mention.span.of_text(&passage.text), mention.text);
        }
    }
}

#[test]
fn a_city_and_the_province_of_its_name_are_told_apart() {
    let found = mentions(&format!("{WAR} Shells fell all over Orlava province. The city of Orlava was hit."));
    let ids: Vec<Option<&str>> = found.iter().rev().take(2).map(|m| m.value.id.as_deref()).collect();
    assert_eq!(ids, [Some("t:orlava"), Some("t:area")]);
}

#[test]
fn what_is_named_after_a_place_is_flagged() {
    let found = mentions(&format!("{WAR} The Orlava offensive ended. Students of Orlava University left."));
    let flags: Vec<bool> = found.iter().rev().take(2).map(|m| m.value.associative).collect();
    assert_eq!(flags, [true, true]);
}

#[test]
fn an_unknown_village_is_not_found_and_gets_no_pin() {
    let found = mentions(&format!("{WAR} Rebels seized the village of Quarnag."));
    let unknown = found.iter().find(|m| m.text == "Quarnag").expect("it is told as a village");
    assert_eq!(unknown.value.status, PlaceStatus::NotFound);
    assert!(unknown.value.geometry.is_none() && unknown.value.id.is_none());
}

#[test]
fn of_two_places_of_one_name_the_near_one_is_meant() {
    let found = mentions(&format!("{WAR} The army entered the village of Zborn."));
    assert_eq!(id(&found, "Zborn"), Some("t:zborn"));
}

#[test]
fn a_place_may_be_called_without_its_generic_noun() {
    let found = mentions(&format!("{WAR} Troops withdrew to Ravna at night."));
    assert_eq!(id(&found, "Ravna"), Some("t:post"));
}

#[test]
fn persons_and_bodies_are_no_places() {
    let found = mentions(&format!(
        "{WAR} General Zborn met the spokesman Petar Mirnov. The Ministry of Defence denied it."
    ));
    assert!(
        !found.iter().any(|m| ["Zborn", "Petar Mirnov", "Ministry", "Defence"].contains(&m.text.as_str())),
        "{found:?}"
    );
}

#[test]
fn what_users_decide_wins() {
    let mut overrides = Overrides::default();
    overrides.set("Mirna", Override::NotAPlace);
    overrides.set("Quarnag", Override::Place { id: "t:tessel".to_owned() });
    let (_, layer) = read(&format!("{WAR} They reached Quarnag."), &overrides);
    let found: Vec<PlaceMention> = layer.mentions.into_iter().flatten().collect();
    assert!(!found.iter().any(|m| m.text == "Mirna"));
    assert_eq!(id(&found, "Quarnag"), Some("t:tessel"));
}

proptest! {
    #[test]
    fn any_text_gives_ordered_mentions_inside_it(text in "(Orlava|Mirna|the village of|captured|and|,|\\.|Gen\\.| |[A-Z][a-z]{0,6}|\\PC){1,40}") {
        if let Ok(documents) = annalist_document::read("t.txt", text.as_bytes()) {
            let gazetteer = Gazetteer::empty().with_pack("t", PACK).expect("a good pack");
            for document in documents {
                let layer = PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default());
                prop_assert_eq!(&layer, &PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default()));
                for (index, (passage, list)) in document.passages.iter().zip(&layer.mentions).enumerate() {
                    let mut last = 0;
                    for mention in list {
                        prop_assert!(mention.span.start >= last && mention.span.end as usize <= passage.text.len());
                        prop_assert_eq!(mention.span.of_text(&passage.text), mention.text.as_str());
                        last = mention.span.end;
                    }
                    layer.resolve_phrase(index as u32, annalist_span::Span::of(0, passage.text.len()));
                }
            }
        }
    }
}

//! Names of places in texts of our own, about places of our own.

use annalist_document::Document;
use annalist_gazetteer::{Gazetteer, Override, Overrides, PlaceLayer, PlaceMention, PlaceStatus};
use proptest::prelude::*;

const PACK: &str = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\tpopulation\tradius
orlava\tOrlava\tOrlawa\t50.0\t30.0\tsettlement\tXX\tarea\t120000\t
mirna\tMirna\tميرنا|Мірна|Мирна|מירנה|میرنای\t50.1\t30.2\tsettlement\tXX\tarea\t4000\t
tessel\tTessel\tTesel\t50.05\t30.4\tsettlement\tXX\tarea\t900\t
zborn\tZborn\t\t50.0\t30.3\tsettlement\tXX\tarea\t1500\t
zborn-far\tZborn\t\t54.0\t36.0\tsettlement\tXX\t\t1500\t
area\tOrlava Province\tOrlava\t50.1\t30.1\tprovince\tXX\t\t\t60
kop\tKop Hill\t\t50.12\t30.25\thill\tXX\tarea\t\t
post\tRavna Checkpoint\t\t50.02\t30.22\tmilitary\tXX\tarea\t\t
regiment\t17th Regiment Base\t\t50.04\t30.26\tmilitary\tXX\tarea\t\t
dolna\tDolna\t\t50.6\t30.9\tsettlement\tXX\tarea\t400\t
mill\tOld Mill Base\t\t50.03\t30.24\tmilitary\tXX\tarea\t\t
lesk-ne\tLesk\t\t50.3\t30.4\tsettlement\tXX\tarea\t500\t
lesk-nw\tLesk\t\t50.3\t29.7\tsettlement\tXX\tarea\t500\t
land\tRuravia\t\t50.5\t31.0\tcountry\tXX\t\t9000000\t300
other\tVesten\t\t52.5\t33.0\tcountry\tYY\t\t9000000\t300
east\tTessel Province\t\t50.1\t30.5\tprovince\tXX\t\t\t40
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
fn a_village_far_from_those_it_is_listed_with_is_another_of_its_name() {
    let alone = mentions(&format!("{WAR} The army entered the village of Dolna."));
    assert_eq!(id(&alone, "Dolna"), Some("t:dolna"));
    let listed = mentions(&format!("{WAR} The army entered the villages of Mirna, Tessel and Dolna."));
    let dolna = listed.iter().find(|m| m.text == "Dolna").expect("it is told as a village");
    assert_eq!(dolna.value.status, PlaceStatus::NotFound);
}

#[test]
fn a_village_said_to_lie_near_a_town_is_not_its_namesake_far_away() {
    let found = mentions(&format!("{WAR} Shells hit the village of Dolna near Mirna."));
    let dolna = found.iter().find(|m| m.text == "Dolna").expect("it is told as a village");
    assert_eq!(dolna.value.status, PlaceStatus::NotFound);
}

#[test]
fn the_village_that_a_short_report_is_about_is_found_though_it_names_few_others() {
    let found = mentions("The Dolna battle began. The army shelled Dolna and then Mirna. It entered Dolna.");
    assert_eq!(id(&found, "Dolna"), Some("t:dolna"));
}

#[test]
fn a_base_named_by_a_number_is_found_and_the_unit_is_not_taken_for_it() {
    let found = mentions(&format!("{WAR} The 17th regiment base was besieged. The 17th Regiment withdrew."));
    let bases: Vec<&str> =
        found.iter().filter(|m| m.text.starts_with("17th")).map(|m| m.text.as_str()).collect();
    assert_eq!(bases, ["17th regiment base"]);
    assert_eq!(id(&found, "17th regiment base"), Some("t:regiment"));
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

#[test]
fn a_state_that_acts_is_no_place_but_a_state_things_happen_in_is() {
    let found = mentions(&format!(
        "{WAR} That evening Ruravia accused Vesten of shelling it. Rebels backed by Vesten fought in Ruravia and both Vesten and the League denied it."
    ));
    let told: Vec<(&str, bool)> =
        found.iter().skip(5).map(|m| (m.text.as_str(), m.value.associative)).collect();
    let (actor, place) = (true, false);
    assert_eq!(
        told,
        [("Ruravia", actor), ("Vesten", actor), ("Vesten", actor), ("Ruravia", place), ("Vesten", actor)]
    );
}

#[test]
fn a_plural_noun_in_the_last_name_speaks_of_all() {
    let found = mentions(&format!("{WAR} Clashes spread over Orlava and Tessel Provinces."));
    let ids: Vec<Option<&str>> = found.iter().rev().take(2).map(|m| m.value.id.as_deref()).collect();
    assert_eq!(ids, [Some("t:east"), Some("t:area")]);
}

#[test]
fn a_direction_told_decides_between_places_of_one_name() {
    for (words, want) in [
        ("The brigade attacked northeast of Orlava, capturing Lesk and a hill.", "t:lesk-ne"),
        ("Tanks stood in the village of Lesk, 35 km to the north west of Orlava.", "t:lesk-nw"),
    ] {
        let found = mentions(&format!("Shells fell on Orlava and Mirna. {words}"));
        assert_eq!(id(&found, "Lesk"), Some(want), "{words}");
    }
}

#[test]
fn an_enumeration_goes_on_after_the_area_it_lies_in() {
    let found = mentions(&format!(
        "{WAR} They took the villages of Tessel and Mirna in northern Orlava province and Quarnag, Pelm and Zborn in Tessel Province."
    ));
    let unknown: Vec<&str> =
        found.iter().filter(|m| m.value.status == PlaceStatus::NotFound).map(|m| m.text.as_str()).collect();
    assert_eq!(unknown, ["Quarnag", "Pelm"]);
}

#[test]
fn a_road_between_two_names_names_both_though_one_is_unknown() {
    let found = mentions(&format!("{WAR} They reopened the Orlava-Qwarg highway."));
    let last: Vec<(&str, PlaceStatus)> =
        found.iter().rev().take(2).map(|m| (m.text.as_str(), m.value.status)).collect();
    assert_eq!(last, [("Qwarg", PlaceStatus::NotFound), ("Orlava", PlaceStatus::Resolved)]);
}

#[test]
fn quoted_words_and_the_noun_after_them_are_one_recorded_name() {
    let found = mentions(&format!("{WAR} They seized the “Old Mill” base at dawn."));
    assert_eq!(id(&found, "Old Mill"), Some("t:mill"));
}

#[test]
fn a_zone_named_after_a_place_is_an_area() {
    let found = mentions(&format!("{WAR} Monitors entered the Orlava de-escalation zone."));
    assert_eq!(found.last().and_then(|m| m.value.id.as_deref()), Some("t:area"));
}

#[test]
fn names_in_other_scripts_match_as_written() {
    for text in [
        "دارت اشتباكات قرب ميرنا يوم الاثنين.",
        "Бої точилися біля міста Мірна в понеділок.",
        "Бои шли у города Мирна в понедельник.",
        "הקרבות נמשכו ליד מירנה ביום שני.",
        "درگیری ها در نزدیکی میرنای ادامه یافت.",
    ] {
        let found = mentions(text);
        assert_eq!(found.first().and_then(|m| m.value.id.as_deref()), Some("t:mirna"), "{text}: {found:?}");
    }
}

#[test]
fn an_old_name_of_one_place_is_not_meant_where_others_bear_it() {
    let pack = format!(
        "{PACK}krasna\tKrasna\tStepova\t50.02\t30.1\tsettlement\tXX\tarea\t8000\t\nstepova\tStepova\t\t56.0\t39.0\tsettlement\tXX\t\t700\t\n"
    );
    let gazetteer = Gazetteer::empty().with_pack("t", &pack).expect("a good pack");
    let text = format!("{WAR} They entered the village of Stepova.");
    let document = annalist_document::read("t.txt", text.as_bytes()).expect("plain text").remove(0);
    let layer = PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default());
    let last = layer.mentions.iter().flatten().last().expect("it is told as a village");
    assert_eq!((last.text.as_str(), last.value.status), ("Stepova", PlaceStatus::NotFound));
}

#[test]
fn a_river_has_the_article_that_a_town_has_not() {
    let pack = format!("{PACK}river\tMirna River\tMirna\t50.2\t30.2\twater\tXX\t\t\t100\n");
    let gazetteer = Gazetteer::empty().with_pack("t", &pack).expect("a good pack");
    for (words, want) in
        [("They crossed the Mirna at night.", "t:river"), ("They entered Mirna at night.", "t:mirna")]
    {
        let document = annalist_document::read("t.txt", format!("Shells fell on Orlava. {words}").as_bytes())
            .expect("text")
            .remove(0);
        let layer = PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default());
        let found: Vec<PlaceMention> = layer.mentions.into_iter().flatten().collect();
        assert_eq!(id(&found, "Mirna"), Some(want), "{words}");
    }
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

#[test]
fn a_governor_of_a_province_makes_no_person_of_its_town() {
    let text = "The army attacked Orlava and fought in Orlava. Governor of Orlava Oblast Ivan Dovan stated that the army had \
                left. Two men were killed in Orlava near Mirna.";
    let (document, layer) = read(text, &Overrides::default());
    let last = layer.mentions.iter().zip(&document.passages).flat_map(|(list, p)| {
        list.iter().filter(|m| p.text[m.span.end as usize..].starts_with(" near")).map(|m| m.value.status)
    });
    assert_eq!(last.collect::<Vec<_>>(), [PlaceStatus::Resolved]);
}

#[test]
fn waters_are_no_provinces_and_their_names_are_whole() {
    let pack = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\tpopulation\tradius
orlava\tOrlava\t\t50.0\t30.0\tsettlement\tXX\t\t120000\t
green\tGreen Sea\t\t50.1\t30.1\tprovince\tXX\t\t\t60
gulf\tGulf\t\t10.1\t30.1\tprovince\tXX\t\t\t60
";
    let gazetteer = Gazetteer::empty().with_pack("t", pack).expect("a good pack");
    let text = "The rebels took Orlava. A ship sank in the Green Sea, another in the Gulf of Orlava and one in the Gulf.";
    let document = annalist_document::read("t.txt", text.as_bytes()).expect("plain text").remove(0);
    let layer = PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default());
    let pinned: Vec<&str> = layer
        .mentions
        .iter()
        .flatten()
        .filter(|m| m.value.status == PlaceStatus::Resolved)
        .map(|m| m.text.as_str())
        .collect();
    assert_eq!(pinned, ["Orlava"]);
}

#[test]
fn the_adjective_before_a_town_tells_its_country() {
    let pack = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\tpopulation\tradius
lb\tZborn\t\t33.2\t35.3\tsettlement\tLB\t\t1500\t
il\tZborn\t\t33.0\t35.2\tsettlement\tIL\t\t1500\t
orlava\tOrlava\t\t33.1\t35.2\tsettlement\tIL\t\t120000\t
";
    let gazetteer = Gazetteer::empty().with_pack("t", pack).expect("a good pack");
    let text = "Rockets hit Orlava. The jets struck the southern Lebanese village of Zborn near the border.";
    let document = annalist_document::read("t.txt", text.as_bytes()).expect("plain text").remove(0);
    let layer = PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default());
    let found: Vec<PlaceMention> = layer.mentions.into_iter().flatten().collect();
    assert_eq!(id(&found, "Zborn"), Some("t:lb"));
}

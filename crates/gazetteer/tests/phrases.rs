//! Phrases that tell a place by another, on places of our own.

use annalist_document::Document;
use annalist_gazetteer::{Gazetteer, Geometry, Overrides, PlaceLayer, PlaceStatus, PlaceValue, Precision};
use annalist_span::Span;

const PACK: &str = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\tpopulation\tradius
orlava\tOrlava\tOrlawa\t50.0\t30.0\tsettlement\tXX\tarea\t120000\t
mirna\tMirna\t\t50.1\t30.2\tsettlement\tXX\tarea\t4000\t
tessel\tTessel\tTesel\t50.05\t30.4\tsettlement\tXX\tarea\t900\t
area\tOrlava Province\tOrlava\t50.1\t30.1\tprovince\tXX\t\t\t60
kop\tKop Hill\t\t50.12\t30.25\thill\tXX\tarea\t\t
";

fn layer(text: &str) -> (Document, PlaceLayer) {
    let gazetteer = Gazetteer::empty().with_pack("t", PACK).expect("a good pack");
    let document = annalist_document::read("t.txt", text.as_bytes()).expect("plain text").remove(0);
    let layer = PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default());
    (document, layer)
}

fn phrase(text: &str, words: &str) -> PlaceValue {
    let (document, layer) = layer(text);
    let (passage, at) = document
        .passages
        .iter()
        .enumerate()
        .find_map(|(i, p)| p.text.find(words).map(|at| (i as u32, at)))
        .unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
    layer.resolve_phrase(passage, Span::of(at, at + words.len()))
}

const TEXT: &str =
    "Fighting raged in Orlava, a large city, and in the towns of Mirna and Tessel for several days.";

#[test]
fn a_distance_and_a_direction_make_a_narrow_sector() {
    let value = phrase(
        "They shelled positions in Orlava. A column stood 1,500 meters southeast of Mirna that day.",
        "1,500 meters southeast of Mirna",
    );
    assert_eq!(value.id.as_deref(), Some("t:mirna"));
    assert_eq!(value.precision, Precision::Near);
    let Some(Geometry::Sector { bearing, from, to, .. }) = value.geometry else { panic!("{value:?}") };
    assert!((bearing - 135.0).abs() < 1e-9 && from < 1_500.0 && to > 1_500.0);
}

#[test]
fn within_a_distance_is_a_buffer() {
    let value = phrase("The militia came within 7 km of Orlava on Monday.", "within 7 km of Orlava");
    assert!(
        matches!(value.geometry, Some(Geometry::Buffer { radius, .. }) if radius >= 7_000.0),
        "{value:?}"
    );
}

#[test]
fn a_hill_south_of_a_town_leans_on_the_town() {
    let value = phrase("The brigade took a hill south of Mirna.", "a hill south of Mirna");
    assert!(
        matches!(value.geometry, Some(Geometry::Sector { bearing, .. }) if (bearing - 180.0_f64).abs() < 1e-9),
        "{value:?}"
    );
    assert_eq!(value.name.as_deref(), Some("Mirna"));
}

#[test]
fn a_name_with_a_relation_after_it_stays_the_name() {
    let value = phrase("The brigade took Kop Hill, south of Mirna.", "Kop Hill, south of Mirna");
    assert_eq!(value.id.as_deref(), Some("t:kop"));
}

#[test]
fn an_unknown_name_is_placed_by_its_relation_and_still_not_found() {
    let value = phrase(
        "The brigade took the village of Zhurba, north of Mirna.",
        "the village of Zhurba, north of Mirna",
    );
    assert_eq!(value.status, PlaceStatus::NotFound);
    assert!(
        matches!(value.geometry, Some(Geometry::Sector { bearing, .. }) if (bearing - 0.0_f64).abs() < 1e-9),
        "{value:?}"
    );
}

#[test]
fn roads_are_lines() {
    let value = phrase("They cut the road linking Mirna to Tessel.", "the road linking Mirna to Tessel");
    assert!(matches!(value.geometry, Some(Geometry::Line { .. })), "{value:?}");
    let value = phrase("They cut the Mirna–Tessel highway.", "the Mirna–Tessel highway");
    assert!(matches!(value.geometry, Some(Geometry::Line { .. })), "{value:?}");
}

#[test]
fn counts_of_unnamed_places_are_kept() {
    let value = phrase("The army captured three villages near Mirna.", "three villages near Mirna");
    assert_eq!(value.count, Some(3));
    assert!(matches!(value.geometry, Some(Geometry::Buffer { .. })), "{value:?}");
    let value = phrase("The army captured three villages.", "three villages");
    assert_eq!((value.count, value.geometry, value.status), (Some(3), None, PlaceStatus::NotFound));
}

#[test]
fn countryside_is_an_area_in_its_direction() {
    let value = phrase("Shells fell in the northern Orlava countryside.", "the northern Orlava countryside");
    assert_eq!(value.precision, Precision::Area);
    assert!(
        matches!(value.geometry, Some(Geometry::Sector { bearing, .. }) if (bearing - 0.0_f64).abs() < 1e-9),
        "{value:?}"
    );
}

#[test]
fn the_town_is_the_last_town() {
    let text = format!("{TEXT} The army then attacked the town's northern flank.");
    let value = phrase(&text, "the town's northern flank");
    assert_eq!(value.id.as_deref(), Some("t:tessel"));
    assert!(
        matches!(value.geometry, Some(Geometry::Sector { bearing, .. }) if (bearing - 0.0_f64).abs() < 1e-9),
        "{value:?}"
    );
    let text = format!("{TEXT} The army then left the city.");
    assert_eq!(phrase(&text, "the city").id.as_deref(), Some("t:orlava"));
}

#[test]
fn a_distance_alone_is_a_ring() {
    let value = phrase(
        "Fighting raged in Orlava. The front stood 9 kilometers from Orlava airport that week.",
        "9 kilometers from Orlava airport",
    );
    assert_eq!((value.id.as_deref(), value.precision), (Some("t:orlava"), Precision::Near));
    let Some(Geometry::Sector { width, from, to, .. }) = value.geometry else { panic!("{value:?}") };
    assert!((width - 360.0).abs() < 1e-9 && from < 9_000.0 && to > 9_000.0);
}

#[test]
fn between_two_places_is_the_line_between_them() {
    for words in ["between Mirna and Tessel", "a checkpoint between Mirna and Tessel"] {
        let value = phrase(&format!("Rebels took positions {words} at noon."), words);
        assert!(matches!(value.geometry, Some(Geometry::Line { .. })), "{words}: {value:?}");
        assert_eq!(value.precision, Precision::Near);
    }
}

#[test]
fn a_side_of_a_named_town_is_a_sector_at_it() {
    for (words, bearing) in [
        ("Mirna's western flank", 270.0),
        ("the northeastern part of Mirna", 45.0),
        ("the eastern entrance to Mirna", 90.0),
        ("the southern outskirts of Mirna", 180.0),
    ] {
        let value = phrase(&format!("Fighting raged in Orlava. The army reached {words} on Friday."), words);
        assert_eq!((value.id.as_deref(), value.precision), (Some("t:mirna"), Precision::Near), "{words}");
        let Some(Geometry::Sector { bearing: told, to, .. }) = value.geometry else {
            panic!("{words}: {value:?}")
        };
        assert!((told - bearing).abs() < 1e-9 && to < 15_000.0, "{words}: {value:?}");
    }
}

#[test]
fn a_direction_from_an_area_stays_inside_it() {
    let value = phrase(
        "Fighting raged in Mirna. Shells fell in northern Orlava Province.",
        "northern Orlava Province",
    );
    assert_eq!((value.id.as_deref(), value.precision), (Some("t:area"), Precision::Area));
    assert!(matches!(value.geometry, Some(Geometry::Sector { to, .. }) if to <= 60_000.0), "{value:?}");
}

#[test]
fn a_vague_number_of_places_has_a_kind_and_no_count() {
    for (words, count) in [("several hills around Mirna", None), ("two towns south of Mirna", Some(2))] {
        let value = phrase(&format!("The militia lost {words} that day."), words);
        assert_eq!(value.count, count, "{words}");
        assert!(value.cue.is_some() && value.geometry.is_some(), "{words}: {value:?}");
    }
}

#[test]
fn outskirts_and_vicinity_are_buffers() {
    for words in ["the outskirts of Mirna", "the vicinity of Mirna", "the Mirna front"] {
        let value = phrase(&format!("Fighting raged in Orlava. Clashes went on at {words} all day."), words);
        assert!(matches!(value.geometry, Some(Geometry::Buffer { .. })), "{words}: {value:?}");
        assert_eq!(value.precision, Precision::Near, "{words}");
    }
}

#[test]
fn the_state_that_a_place_belongs_to_is_not_where_it_is() {
    let pack = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\tpopulation\tradius
orlava\tOrlava\t\t50.0\t30.0\tsettlement\tXX\t\t120000\t
land\tRuravia\t\t50.5\t31.0\tcountry\tXX\t\t9000000\t300
area\tTessel\t\t50.1\t30.1\tprovince\tXX\t\t\t60
";
    let gazetteer = Gazetteer::empty().with_pack("t", pack).expect("a good pack");
    let text = "Jets struck Ruravia's naval headquarters in Orlava. The army left the Tessel provincial capital of Orlava.";
    let document = annalist_document::read("t.txt", text.as_bytes()).expect("plain text").remove(0);
    let layer = PlaceLayer::read(&document, &[], &gazetteer, &Overrides::default());
    for words in ["Ruravia's naval headquarters in Orlava", "Tessel provincial capital of Orlava"] {
        let at = text.find(words).expect("it stands there");
        let value = layer.resolve_phrase(0, Span::of(at, at + words.len()));
        assert_eq!(value.id.as_deref(), Some("t:orlava"), "{words}");
    }
}

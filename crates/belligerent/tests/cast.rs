//! Casts of invented wars: sides from columns, from the text, from packs; pronouns and sources.

mod support;

use annalist_belligerent::{BelligerentKind, Cast, Packs, SourceAlignment};
use annalist_document::{Document, FieldKind};
use annalist_span::Span;
use proptest::prelude::*;
use support::document;

/// Side of the last place of `words` in the paragraphs.
fn side(cast: &Cast, document: &Document, words: &str) -> Option<String> {
    value(cast, document, words).side
}

fn value(cast: &Cast, document: &Document, words: &str) -> annalist_belligerent::ActorValue {
    let (passage, at) = document
        .passages
        .iter()
        .enumerate()
        .rev()
        .find_map(|(i, p)| p.text.rfind(words).map(|at| (i as u32, at)))
        .expect("the words stand in the document");
    cast.resolve(passage, Span::of(at, at + words.len()), words)
}

fn read(paragraphs: &[&str]) -> (Document, Cast) {
    let document = document(&[], paragraphs);
    let cast = Cast::read(&document, &[], Packs::embedded());
    (document, cast)
}

#[test]
fn columns_give_sides_and_lists_give_the_tree() {
    let d = document(
        &[
            (FieldKind::Combatant, 1, 0, "Kingdom of Arland"),
            (FieldKind::Combatant, 1, 1, "Royal Guard"),
            (FieldKind::Combatant, 2, 0, "Lowland League"),
            (FieldKind::Unit, 2, 0, "Harbour Brigade"),
            (FieldKind::Unit, 2, 1, "2nd Dock Company"),
            (FieldKind::Commander, 1, 0, "Maj. Gen. Osk Wender †"),
            (FieldKind::Commander, 2, 0, "Ilka Brand (Harbour Brigade commander)"),
        ],
        &[
            "The Royal Guard entered Dorn. Dock workers saw 2nd Dock Company leave. Wender's men and Brand's men met.",
        ],
    );
    let cast = Cast::read(&d, &[], Packs::embedded());
    let ids: Vec<&str> = cast.order.sides.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["kingdom_of_arland", "lowland_league"]);
    assert_eq!(side(&cast, &d, "Royal Guard").as_deref(), Some("kingdom_of_arland"));
    assert_eq!(side(&cast, &d, "2nd Dock Company").as_deref(), Some("lowland_league"));
    let member = |name: &str| cast.order.members.iter().find(|m| m.name == name).expect("a member");
    assert_eq!(member("2nd Dock Company").parent.as_deref(), Some("harbour_brigade"));
    let wender = member("Osk Wender");
    assert_eq!(wender.kind, BelligerentKind::Person);
    assert_eq!(wender.rank.as_deref(), Some("Maj. Gen"));
    assert_eq!(wender.fate.as_deref(), Some("killed"));
    assert_eq!(wender.allegiances[0].side, "kingdom_of_arland");
    assert_eq!(member("Ilka Brand").parent.as_deref(), Some("harbour_brigade"));
}

#[test]
fn a_commander_whose_column_is_lost_is_on_the_side_of_the_flag() {
    let mut d = document(
        &[
            (FieldKind::Unit, 1, 0, "Syrian National Army"),
            (FieldKind::Unit, 1, 1, "\"Sultan Osk Shah\" Division"),
            (FieldKind::Unit, 2, 0, "Syrian Armed Forces"),
            (FieldKind::Commander, 2, 0, "Brig. Gen. Adi Wender"),
        ],
        &["The \"Sultan Osk Shah\" Division met Wender's men."],
    );
    (d.infobox[3].column, d.infobox[3].flag) = (None, Some("Syria".to_owned()));
    let cast = Cast::read(&d, &[], Packs::embedded());
    let member = |name: &str| cast.order.members.iter().find(|m| m.name == name);
    let wender = member("Adi Wender").expect("a member");
    assert_eq!(wender.allegiances.first().map(|a| a.side.as_str()), Some("government"));
    assert!(member("Sultan Osk Shah Division").is_some() && member("Osk Shah").is_none());
}

#[test]
fn the_tree_of_an_infobox_holds_for_those_that_a_pack_knows() {
    let d = document(
        &[
            (FieldKind::Combatant, 1, 0, "Free Syrian Army"),
            (FieldKind::Combatant, 2, 0, "Syrian Government"),
            (FieldKind::Unit, 1, 0, "Free Syrian Army"),
            (FieldKind::Unit, 1, 1, "Jaysh al-Izza"),
            (FieldKind::Unit, 2, 0, "National Defence Forces"),
            (FieldKind::Unit, 2, 1, "Leopards of Idlib"),
            (FieldKind::Unit, 2, 1, "Tigers of Qamahana"),
        ],
        &["Jaysh al-Izza shelled Qamhana, said Army spokesman Major General Osk Wender."],
    );
    let cast = Cast::read(&d, &[], Packs::embedded());
    let member = |name: &str| cast.order.members.iter().find(|m| m.name == name).expect("a member");
    assert_eq!(member("Jaysh al-Izza").parent.as_deref(), Some("free_syrian_army"));
    for name in ["Leopards of Idlib", "Tigers of Qamahana"] {
        assert_eq!(member(name).parent.as_deref(), Some("national_defence_forces"), "{name}");
    }
    let wender = member("Osk Wender");
    assert_eq!((wender.role.as_deref(), wender.rank.as_deref()), (Some("spokesman"), Some("Major General")));
}

#[test]
fn a_war_without_pack_or_infobox_has_the_sides_that_the_text_tells() {
    let (d, cast) = read(&[
        "The Coast Liberation Front (CLF) attacked the Gabonese army at Port Vell on 3 May.",
        "The CLF captured the harbour. Gabonese troops shelled CLF positions. The Sons of Vell, alongside the CLF, \
         entered the town. The military then withdrew, and the rebels celebrated.",
    ]);
    for (words, expected) in [
        ("CLF positions", "clf"),
        ("Gabonese troops", "gabon"),
        ("The Sons of Vell", "clf"),
        ("The military", "gabon"),
        ("the rebels", "clf"),
    ] {
        assert_eq!(side(&cast, &d, words).as_deref(), Some(expected), "{words}");
    }
}

#[test]
fn a_short_report_of_a_war_without_names_has_two_sides() {
    let (d, cast) = read(&[
        "On 3 May 2031, the rebels captured Velmar from government forces. Two days later, the army retook it.",
    ]);
    let text = &d.passages[0].text;
    let side = |words: &str| {
        let start = text.find(words).unwrap();
        cast.resolve(0, annalist_span::Span::of(start, start + words.len()), words).side
    };
    assert_eq!(side("the rebels").as_deref(), Some("opposition"));
    assert_eq!(side("government forces"), side("the army"));
    assert!(side("the army").is_some_and(|s| s != "opposition"));
}

#[test]
fn rebels_and_government_told_in_sentences_of_their_own_are_two_sides() {
    let (d, cast) =
        read(&["On 3 May 2031, rebel forces attacked Velmar. Government forces retook the town on 5 May."]);
    assert_eq!(side(&cast, &d, "rebel forces").as_deref(), Some("opposition"));
    assert_eq!(side(&cast, &d, "Government forces").as_deref(), Some("government"));
}

#[test]
fn two_states_at_war_are_named_after_themselves() {
    let (d, cast) =
        read(&["Chadian forces attacked Nigerien positions near the lake. Niger's army withdrew."]);
    assert_eq!(side(&cast, &d, "Chadian forces").as_deref(), Some("chad"));
    assert_eq!(side(&cast, &d, "Niger's army").as_deref(), Some("niger"));
}

#[test]
fn states_that_no_list_knows_are_told_by_their_adjectives() {
    let (d, cast) = read(&[
        "On 12 March the Tarskan army crossed the Ondra and captured Velm. Kelland said its forces had destroyed \
         nine Tarskan tanks. Kellander aircraft bombed Tarskan positions. Tarsk denied losing any tanks.",
        "Tarskan and Kellander forces exchanged fire for a week.",
    ]);
    for (words, expected) in [
        ("Tarskan army", "tarsk"),
        ("Tarskan positions", "tarsk"),
        ("Tarsk", "tarsk"),
        ("Kellander aircraft", "kelland"),
        ("Kellander forces", "kelland"),
    ] {
        assert_eq!(side(&cast, &d, words).as_deref(), Some(expected), "{words}");
    }
}

#[test]
fn police_and_a_gang_are_two_sides() {
    let (d, cast) = read(&["Police raided Dorn on 2 June. The gang shot three policemen and fled."]);
    let (police, gang) = (side(&cast, &d, "three policemen"), side(&cast, &d, "The gang"));
    assert_eq!(gang.as_deref(), Some("opposition"));
    assert!(police.is_some() && police != gang, "{police:?}");
}

#[test]
fn a_force_that_fights_both_sides_is_a_third() {
    let (d, cast) = read(&[
        "The Coast Liberation Front (CLF) attacked the Gabonese army at Port Vell. The CLF fought Gabonese troops.",
        "The Dawn Brigade attacked the CLF at Dorn. The Dawn Brigade attacked Gabonese troops at Velm.",
        "The CLF shelled the Dawn Brigade. Gabonese troops shelled the Dawn Brigade.",
    ]);
    assert_eq!(side(&cast, &d, "CLF").as_deref(), Some("clf"));
    assert_eq!(side(&cast, &d, "Gabonese troops").as_deref(), Some("gabon"));
    assert_eq!(side(&cast, &d, "Dawn Brigade").as_deref(), Some("dawn_brigade"));
}

#[test]
fn names_are_composed_with_modifiers() {
    let (d, cast) = read(&[
        "In 2018 the Syrian war went on near Daraa and Homs. HTS-led forces, Turkish-backed rebels, pro-government \
         militias, anti-regime fighters, fighters of the Sham Legion, a column of NDF trucks, militants loyal to the \
         Islamic State, Russian-backed army units and US-backed SDF patrols were told of.",
    ]);
    for (words, expected) in [
        ("HTS-led forces", "opposition"),
        ("Turkish-backed rebels", "opposition"),
        ("pro-government militias", "government"),
        ("anti-regime fighters", "opposition"),
        ("fighters of the Sham Legion", "opposition"),
        ("a column of NDF trucks", "government"),
        ("militants loyal to the Islamic State", "islamic_state"),
        ("Russian-backed army units", "government"),
        ("US-backed SDF patrols", "sdf"),
    ] {
        let found = cast.resolve(0, Span::of(0, words.len()), words);
        assert_eq!(found.side.as_deref(), Some(expected), "{words}");
    }
    assert_eq!(value(&cast, &d, "fighters of the Sham Legion").id.as_deref(), Some("sham_legion"));
}

#[test]
fn pronouns_take_the_side_of_the_agent_before_them() {
    let (d, cast) = read(&[
        "Ukrainian troops entered Dibrova on 2 June 2023. They raised a flag there. Russian forces shelled the town \
         from Kharkiv Oblast, and their drones hit a school.",
    ]);
    let they = value(&cast, &d, "They");
    assert_eq!(they.side.as_deref(), Some("ukraine"));
    assert_eq!(they.antecedent.as_deref(), Some("Ukraine"));
    assert_eq!(side(&cast, &d, "their drones").as_deref(), Some("russia"));
    assert_eq!(side(&cast, &d, "a school").as_deref(), Some("civilian"));
}

#[test]
fn followers_named_after_a_leader_are_on_the_leaders_side() {
    let (document, cast) = read(&[
        "The Dornian Army fought the Tarnov forces at Velm. The Tarnov forces besieged Velm.",
        "The Dornian Army shelled the Tarnov forces. Tarnovist forces took the Dornian Army's camp. Tarnovist troops left.",
    ]);
    let tarnov = side(&cast, &document, "the Tarnov forces");
    assert!(tarnov.is_some() && tarnov != side(&cast, &document, "The Dornian Army"), "{tarnov:?}");
    assert_eq!(side(&cast, &document, "Tarnovist troops"), tarnov);
}

#[test]
fn we_are_the_side_of_who_speaks() {
    let (document, cast) = read(&[
        "The Dornian Army fought the Free Velm Front near Tarsk.",
        "The Free Velm Front shelled Tarsk. The Dornian Army said: \"The hill is held by our troops.\"",
    ]);
    let army = side(&cast, &document, "The Dornian Army");
    assert!(army.is_some() && army != side(&cast, &document, "The Free Velm Front"));
    assert_eq!(side(&cast, &document, "our troops"), army);
}

#[test]
fn the_former_and_the_latter_part_two_sides() {
    let (d, cast) = read(&[
        "In Ukraine, Russian marines met Ukrainian paratroopers near Kherson in 2022. The former withdrew; the latter \
         stayed.",
    ]);
    assert_eq!(side(&cast, &d, "The former").as_deref(), Some("russia"));
    assert_eq!(side(&cast, &d, "the latter").as_deref(), Some("ukraine"));
}

#[test]
fn unnamed_victims_are_the_enemy_of_the_agent() {
    let (d, cast) =
        read(&["In Donetsk Oblast the battle went on in 2023. Ukrainian forces destroyed two tanks. \
         Russian forces lost 30 trucks. Ukraine sent fresh troops. Russian artillery killed four soldiers."]);
    assert_eq!(side(&cast, &d, "two tanks").as_deref(), Some("russia"));
    assert_eq!(side(&cast, &d, "30 trucks").as_deref(), Some("russia"));
    assert_eq!(side(&cast, &d, "fresh troops").as_deref(), Some("ukraine"));
    assert_eq!(side(&cast, &d, "four soldiers").as_deref(), Some("ukraine"));
}

#[test]
fn sources_lean_as_told_or_as_packs_know() {
    let (_, cast) = read(&[
        "In 2017 rebels fought the Syrian army near Hama and Idlib, said the pro-opposition outlet Levant Desk.",
    ]);
    let opposition = || "opposition".to_owned();
    let government = || "government".to_owned();
    for (words, expected) in [
        ("Syrian Observatory for Human Rights", SourceAlignment::Monitor),
        ("the pro-opposition monitor SOHR", SourceAlignment::Monitor),
        ("pro-government outlet Levant Desk", SourceAlignment::Leans(government())),
        ("an opposition source", SourceAlignment::Leans(opposition())),
        ("SANA", SourceAlignment::Leans(government())),
        ("a Tiger Forces commander", SourceAlignment::Party(government())),
        ("the Russian Defence Ministry", SourceAlignment::Party(government())),
        ("the governor of Homs", SourceAlignment::Party(government())),
        ("Reuters", SourceAlignment::Press),
        ("Levant Desk", SourceAlignment::Leans(opposition())),
        ("somebody", SourceAlignment::Unknown),
    ] {
        assert_eq!(cast.source_alignment(words), expected, "{words}");
    }
}

#[test]
fn allegiances_have_dates() {
    let pack = r#"
        id = "dorn"
        name = "Dorn war"
        period = "2001/2009"
        cues = ["Dorn"]
        [[side]]
        id = "north"
        name = "North"
        kind = "regular"
        nouns = []
        enemies = ["south"]
        [[side]]
        id = "south"
        name = "South"
        kind = "irregular"
        nouns = []
        enemies = ["north"]
        [[person]]
        name = "Ilka Brand"
        aliases = ["Abu Dorn"]
        allegiances = [{ side = "south", during = "../2004" }, { side = "north", during = "2005/.." }]
    "#;
    let packs = Packs::with(&[("dorn.toml", pack)]).expect("a pack");
    for (year, expected) in [("2003", "south"), ("2007", "north")] {
        let text = format!("In {year} Abu Dorn rode from Dorn to Dorn. Ilka Brand stayed at Dorn.");
        let d = document(&[], &[&text]);
        let cast = Cast::read(&d, &[], &packs);
        assert_eq!(side(&cast, &d, "Abu Dorn").as_deref(), Some(expected));
        assert_eq!(value(&cast, &d, "Abu Dorn").id, value(&cast, &d, "Ilka Brand").id);
        assert_eq!(cast.side_on("ilka_brand", Some("2003-05")), Some("south"));
    }
}

#[test]
fn a_pack_with_an_unknown_side_is_refused() {
    let pack = "id = 'x'\nname = 'X'\nperiod = '../..'\ncues = []\n[forces]\nnobody = ['Y']\n";
    let error = Packs::with(&[("x.toml", pack)]).expect_err("no such side");
    assert!(error.to_string().contains("nobody"), "{error}");
}

#[test]
fn a_group_told_once_against_the_army_is_on_the_other_side_and_that_is_said_to_be_inferred() {
    let (d, cast) = read(&[
        "In June 2019 fighters of the Lorn Brigade attacked the army at Kessel. Nine gendarmes were killed.",
        "About 200 militiamen crossed the river and stormed the gendarmerie post. Colonel Osk Tolan, commander of the \
         3rd Mountain Battalion, was wounded. Loyalist paramilitaries from the Highland Guard retook the bridge from the \
         militants. Ten soldiers and six fighters died.",
    ]);
    let army = side(&cast, &d, "the army");
    let lorn = side(&cast, &d, "Lorn Brigade");
    assert!(army.is_some() && lorn.is_some() && army != lorn, "{army:?} {lorn:?}");
    for words in ["Nine gendarmes", "3rd Mountain Battalion", "Highland Guard", "Ten soldiers", "Osk Tolan"] {
        assert_eq!(side(&cast, &d, words), army, "{words}");
    }
    for words in ["200 militiamen", "the militants", "six fighters"] {
        assert_eq!(side(&cast, &d, words), lorn, "{words}");
    }
    let rule = |name: &str| {
        let told = cast.mentions.iter().flatten().find(|m| m.text.ends_with(name));
        told.map(|m| m.rule.0.to_string())
    };
    assert_eq!(rule("Highland Guard").as_deref(), Some("belligerent/company"));
    assert_eq!(rule("3rd Mountain Battalion").as_deref(), Some("belligerent/numbered"));
}

#[test]
fn of_two_verbs_the_nearer_tells_who_fights_whom() {
    let (d, cast) = read(&[
        "The Three Rivers Alliance fought the junta. The Marenda Liberation Army (MLA) and the Tala National Army jointly \
         attacked junta outposts on 3 May 2031. The alliance took Chin. The regime's air force bombed Chin. Junta-aligned \
         Velm militiamen fled. The MLA said that 41 junta soldiers had surrendered, among them Major Win Zaw.",
    ]);
    let junta = side(&cast, &d, "junta outposts");
    let rebels = side(&cast, &d, "Three Rivers Alliance");
    assert!(junta.is_some() && rebels.is_some() && junta != rebels, "{junta:?} {rebels:?}");
    for words in ["The MLA", "Tala National Army", "The alliance"] {
        assert_eq!(side(&cast, &d, words), rebels, "{words}");
    }
    for words in ["The regime's air force", "Velm militiamen", "Win Zaw"] {
        assert_eq!(side(&cast, &d, words), junta, "{words}");
    }
    assert!(cast.order.members.iter().any(|m| m.name == "Three Rivers Alliance"));
    assert!(cast.order.members.iter().all(|m| !m.name.starts_with("aligned")));
}

#[test]
fn who_acts_against_an_army_is_not_that_army() {
    let text = "In 2017 the Tarn Front fought the Syrian army near Hama and Idlib. The Tarn Front attacked checkpoints held \
                by the army. They captured two of them. The army repelled the Tarn Front's second attack. It executed ten \
                soldiers.";
    let d = document(&[], &[text]);
    let analyses = [annalist_language::Pipeline::embedded().analyse(text)];
    let cast = Cast::read(&d, &analyses, Packs::embedded());
    let front = side(&cast, &d, "The Tarn Front");
    assert_eq!(side(&cast, &d, "The army").as_deref(), Some("government"));
    assert!(front.is_some() && front.as_deref() != Some("government"), "{front:?}");
    assert_eq!(side(&cast, &d, "They"), front);
    assert_eq!(side(&cast, &d, "It"), front);
}

#[test]
fn aliases_in_brackets_need_not_be_initials() {
    let (d, cast) = read(&[
        "The Ruvian Army (VKR) besieged Dravnik from May 1992. The Torian Territorial Defence (Torian: Teritorna \
         Odbrana, TOb), led by Brigadier Sen Arik, broke through the Ruvian lines. The TOb fought Ruvian forces at Kamen. \
         A VKR shell hit a queue. Peacekeepers led by the French General Philippe Morand watched.",
    ]);
    let ruvian = side(&cast, &d, "Ruvian Army");
    let torian = side(&cast, &d, "Torian Territorial Defence");
    assert!(ruvian.is_some() && torian.is_some() && ruvian != torian, "{ruvian:?} {torian:?}");
    assert_eq!(side(&cast, &d, "VKR"), ruvian);
    assert_eq!(side(&cast, &d, "Ruvian forces"), ruvian);
    assert_eq!(side(&cast, &d, "The TOb"), torian);
    assert_eq!(side(&cast, &d, "Sen Arik"), torian);
    assert_eq!(side(&cast, &d, "Peacekeepers"), None);
}

#[test]
fn a_native_name_in_brackets_is_an_alias() {
    let (d, cast) = read(&[
        "The Dornian army fought the Army of the Oath (Jaysh al-Qasam), a jihadist group, in 2031. The Dornian army \
         shelled the Army of the Oath. Jaysh al-Qasam fled.",
    ]);
    assert_eq!(value(&cast, &d, "Jaysh al-Qasam").id.as_deref(), Some("army_of_oath"));
    assert_eq!(side(&cast, &d, "Jaysh al-Qasam"), side(&cast, &d, "the Army of the Oath"));
}

#[test]
fn a_flag_and_a_name_are_one_name_and_a_surname_is_its_only_bearers() {
    let d = document(
        &[
            (FieldKind::Combatant, 1, 0, "Republic of Ombala Republic of Ombala"),
            (FieldKind::Combatant, 1, 1, "Ombalan Armed Forces"),
            (FieldKind::Combatant, 2, 0, "Kasenge Patriotic Front"),
            (FieldKind::Commander, 1, 0, "Col. Denis Mwenda"),
            (FieldKind::Commander, 2, 0, "Abel Kito"),
            (FieldKind::Commander, 1, 0, "Paul Kito"),
        ],
        &[
            "Colonel Mwenda was killed by a sniper. Kito left. Soldiers of Ombala and Ombalan-backed militias fought the \
             Patriotic Front.",
        ],
    );
    let cast = Cast::read(&d, &[], Packs::embedded());
    let ids: Vec<&str> = cast.order.sides.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["republic_of_ombala", "kasenge_patriotic_front"]);
    assert_eq!(side(&cast, &d, "Colonel Mwenda").as_deref(), Some("republic_of_ombala"));
    assert_eq!(side(&cast, &d, "a sniper").as_deref(), Some("kasenge_patriotic_front"));
    assert_eq!(side(&cast, &d, "Kito"), None);
    assert_eq!(side(&cast, &d, "Ombalan-backed militias").as_deref(), Some("republic_of_ombala"));
    assert_eq!(side(&cast, &d, "the Patriotic Front").as_deref(), Some("kasenge_patriotic_front"));
}

#[test]
fn a_value_of_a_state_and_rebels_is_two_parties() {
    let d = document(
        &[(FieldKind::Combatant, 1, 0, "Qatar Syrian rebels"), (FieldKind::Combatant, 2, 0, "Islamic State")],
        &["In 2016 Syrian rebels took Dorn near Hama and Idlib from the Islamic State. The rebels left."],
    );
    let cast = Cast::read(&d, &[], Packs::embedded());
    let ids: Vec<&str> = cast.order.sides.iter().map(|s| s.id.as_str()).collect();
    assert!(ids.contains(&"opposition") && ids.len() == 2, "{ids:?}");
    assert_eq!(side(&cast, &d, "The rebels").as_deref(), Some("opposition"));
}

#[test]
fn the_paramilitaries_are_the_force_that_the_text_calls_so() {
    let (d, cast) = read(&[
        "The Tarfur Armed Forces (TAF) fought the paramilitary Quick Response Corps (QRC). The QRC attacked the TAF. The \
         TAF shelled the QRC. The paramilitaries had overrun the army's camp.",
    ]);
    assert_eq!(side(&cast, &d, "The paramilitaries"), side(&cast, &d, "The QRC"));
    assert_ne!(side(&cast, &d, "The paramilitaries"), side(&cast, &d, "The TAF"));
}

#[test]
fn a_village_with_a_title_and_barracks_are_no_persons() {
    let (_, cast) = read(&[
        "In 2031 the Dornian army fought the rebels in Sheikh Maskel and captured the village of Haj Velm. The rebels \
         seized the Marshal Kor barracks. Sheikh Osk Dulab spoke.",
    ]);
    let persons: Vec<&str> = cast
        .order
        .members
        .iter()
        .filter(|m| m.kind == BelligerentKind::Person)
        .map(|m| m.name.as_str())
        .collect();
    assert_eq!(persons, ["Osk Dulab"]);
}

#[test]
fn common_people_are_civilians_and_a_part_of_a_name_is_not() {
    let (d, cast) = read(&[
        "In 2031 the rebels fought the army near Tell al-Imam. A shell hurt four fishermen, two herders, worshippers, \
         aid workers and a civilian militia.",
    ]);
    for words in ["four fishermen", "two herders", "worshippers", "aid workers"] {
        assert_eq!(side(&cast, &d, words).as_deref(), Some("civilian"), "{words}");
    }
    assert_ne!(side(&cast, &d, "Tell al-Imam").as_deref(), Some("civilian"));
    assert_ne!(side(&cast, &d, "a civilian militia").as_deref(), Some("civilian"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_mentions_are_its_words(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("Syrian".to_owned()), Just("the rebels".to_owned()), Just("(ABC)".to_owned()),
                Just("U.S.-led".to_owned()), Just("General".to_owned()), Just("of the".to_owned()),
                Just("attacked".to_owned()), Just("they".to_owned()), Just("’s".to_owned()), Just(". ".to_owned()),
                Just("Army".to_owned()), Just("—".to_owned()), "\\PC{0,6}",
            ],
            0..40,
        ),
    ) {
        let text = parts.join(" ");
        let d = document(&[(FieldKind::Combatant, 1, 0, &text), (FieldKind::Commander, 2, 0, &text)], &[&text]);
        let cast = Cast::read(&d, &[], Packs::embedded());
        for (passage, mentions) in d.passages.iter().zip(&cast.mentions) {
            for m in mentions {
                prop_assert_eq!(m.span.of_text(&passage.text), &m.text);
            }
        }
        let _ = cast.source_alignment(&text);
        let again = Cast::read(&d, &[], Packs::embedded());
        prop_assert_eq!(&cast.mentions, &again.mentions);
        prop_assert_eq!(&cast.order, &again.order);
    }
}

#[test]
fn government_troops_are_not_on_the_side_of_whom_they_fight() {
    let text = [
        "Taliban fighters captured Ostra on 12 August 2021. Government troops retook two checkpoints on 13 August.",
        "Taliban fighters captured Ostra from government troops.",
    ];
    for text in text {
        let document = support::document(&[], &[text]);
        let analyses = [annalist_language::Pipeline::embedded().analyse(text)];
        let cast = Cast::read(&document, &analyses, Packs::embedded());
        let side = |words: &str| {
            let at = text.to_lowercase().find(words).unwrap();
            let phrase = &text[at..at + words.len()];
            cast.resolve(0, annalist_span::Span::of(at, at + words.len()), phrase).side
        };
        assert_eq!(side("taliban fighters").as_deref(), Some("taliban"), "{text}");
        assert_eq!(side("government troops").as_deref(), Some("government"), "{text}");
    }
}

#[test]
fn forces_that_the_text_calls_rebels_are_the_rebels() {
    let (d, cast) = read(&[
        "The rebel group, the VLA, had been in the hills of Bolivia since spring. In August the VLA raided a barracks of the army.",
        "The army fought Amber Stag guerrillas on the river. Two soldiers and six rebels died.",
        "The Revolutionary Armed Forces of Bolivia (RAFB) shelled the town, and Bolivian soldiers left it.",
    ]);
    assert_eq!(side(&cast, &d, "VLA"), side(&cast, &d, "rebels"));
    assert_eq!(side(&cast, &d, "Amber Stag guerrillas"), side(&cast, &d, "rebels"));
    assert_ne!(side(&cast, &d, "RAFB"), side(&cast, &d, "Bolivian soldiers"));
    assert!(side(&cast, &d, "rebels").is_some() && side(&cast, &d, "Bolivian soldiers").is_some());
}

#[test]
fn a_government_is_not_the_enemy_of_its_own_state() {
    let (d, cast) = read(&[
        "Bolivia said on Friday that its army had taken the town, and the government thanked its soldiers.",
        "The Elm Front attacked the air force of Bolivia. The rebels had fought the army for years, and rebels held the port.",
    ]);
    assert_eq!(side(&cast, &d, "army"), side(&cast, &d, "Bolivia"));
    assert_ne!(side(&cast, &d, "Elm Front"), side(&cast, &d, "army"));
}

#[test]
fn a_force_goes_by_the_last_word_of_its_name() {
    let (d, cast) = read(&[
        "The Coastal Front attacked the army of Bolivia in the hills. The army lost a post, and the Front took it.",
        "On the front, nothing moved.",
    ]);
    let front = value(&cast, &d, "the Front");
    assert_eq!(front.side, side(&cast, &d, "Coastal Front"));
    assert!(front.side.is_some() && front.side != side(&cast, &d, "army of Bolivia"));
    assert_eq!(side(&cast, &d, "the front"), None);
}

#[test]
fn the_garrison_is_whoever_is_besieged() {
    let (d, cast) = read(&[
        "The Coastal Front fought the army of Bolivia. In May the Coastal Front besieged the town, and in June the garrison surrendered.",
    ]);
    assert_eq!(side(&cast, &d, "the garrison"), side(&cast, &d, "army of Bolivia"));
    assert!(side(&cast, &d, "the garrison").is_some());
}

#[test]
fn a_strangers_men_are_nobodys_and_the_army_of_a_state_is_the_state() {
    let (d, cast) = read(&[
        "The Velm Army attacked the Bolivian Army in the hills. Marsh's men held the mill, and Bolivian infantry left it.",
        "The Velm Army fought the Bolivian Army again.",
    ]);
    assert_eq!(side(&cast, &d, "Marsh's men"), None);
    assert_eq!(side(&cast, &d, "Bolivian Army"), side(&cast, &d, "Bolivian infantry"));
    assert!(side(&cast, &d, "Velm Army").is_some());
}

#[test]
fn it_is_a_body_and_not_its_soldiers() {
    let (d, cast) = read(&[
        "The army of Bolivia fought rebels, the army said. The soldiers returned fire, killing two rebels, it said.",
    ]);
    let it = value(&cast, &d, "it");
    assert_ne!(it.antecedent.as_deref(), Some("The soldiers"));
    let (d, cast) =
        read(&["The army said so. The soldiers of the camp fired at rebels, and it said so again."]);
    assert_eq!(value(&cast, &d, "it").antecedent.as_deref(), Some("army"));
}

#[test]
fn troops_are_a_states_where_one_state_fights_rebels() {
    let (d, cast) = read(&[
        "The army of Bolivia fought rebels. The rebels raided a post in the hills, and troops fired back.",
    ]);
    assert_eq!(side(&cast, &d, "troops"), side(&cast, &d, "army of Bolivia"));
    assert!(side(&cast, &d, "troops").is_some());
}

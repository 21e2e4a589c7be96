//! What moves the story and what does not: headings, infobox dates, citations, looks back.

#![allow(clippy::unwrap_used)]

use annalist_time::{TimeLayer, TimeMention};

fn read(text: &str) -> Vec<TimeMention> {
    let documents = annalist_document::read("battle.wiki", text.as_bytes()).unwrap();
    documents.iter().flat_map(|d| TimeLayer::read(d, &[], None).mentions.concat()).collect()
}

/// The value of the first mention with those words.
fn value(mentions: &[TimeMention], words: &str) -> String {
    mentions.iter().find(|m| m.text == words).unwrap().value.value.clone()
}

const INFOBOX: &str = "{{Infobox military conflict\n| conflict = Siege of Girton\n| date = 3–9 June 1931, 05:00 (UTC+2)\n| place = Girton\n}}\n";

#[test]
fn the_infobox_gives_the_year_and_the_zone() {
    let told = read(&format!(
        "{INFOBOX}On 4 June, at 06:00, the '''siege''' of [[Girton]] began. At 07:00 GMT it rained.\n"
    ));
    assert_eq!(value(&told, "4 June"), "1931-06-04");
    let zone = |words: &str| told.iter().find(|m| m.text == words).unwrap().value.zone.clone();
    assert_eq!(zone("06:00").as_deref(), Some("+02:00"));
    assert_eq!(zone("07:00 GMT").as_deref(), Some("Z"));
}

#[test]
fn a_line_below_the_title_gives_the_year() {
    let text = "Girton Documentation Group\nField report no. 9, covering 3 to 24 April 1931\n\nThe rebels took the mill on 3 April, and the army took it back on 7 April after a long fight that nobody had wanted.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "7 April"), "1931-04-07");
}

#[test]
fn a_citation_moves_nothing() {
    let told = read(
        "The '''siege''' of [[Girton]] began on 4 June 1931.<ref>{{cite news |title=Siege begins |date=8 August 1950}}</ref> The next day it rained.\n",
    );
    assert_eq!(value(&told, "The next day"), "1931-06-05");
    assert!(told.iter().filter(|m| m.text.contains("1950")).all(|m| !m.value.narrative));
}

#[test]
fn a_heading_gives_the_year() {
    let told = read(
        "The '''war''' of [[Girton]] was long.\n\n== 1931 ==\nIt began on 4 June 1931.\n\n== 1933 ==\nOn 5 March the mill burned.\n",
    );
    assert_eq!(value(&told, "5 March"), "1933-03-05");
}

#[test]
fn a_look_back_inside_a_sentence_leaves_the_story_where_it_is() {
    let told = read(
        "On 13 May 1931, the '''rebels''' used the army's retreat of 11 May and took [[Girton]]. In the evening they rested.\n",
    );
    assert_eq!(value(&told, "the evening"), "1931-05-13TEV");
}

#[test]
fn a_section_after_the_aftermath_is_of_the_documents_own_span() {
    let told = read(&format!(
        "{INFOBOX}On 4 June the '''siege''' of [[Girton]] began.\n\n== Aftermath ==\nIn March 1932 the town was rebuilt.\n\n== Losses ==\nOn 5 June ten men fell.\n"
    ));
    assert_eq!(value(&told, "5 June"), "1931-06-05");
}

#[test]
fn the_first_date_has_the_year_that_history_tells_later() {
    let documents =
        annalist_document::read("a.txt", "The siege began on 3 March and ended on 7 May 1931.".as_bytes())
            .unwrap();
    let told = TimeLayer::read(&documents[0], &[], Some("1999-06-24".parse().unwrap())).mentions.concat();
    assert_eq!(value(&told, "3 March"), "1931-03-03");
}

#[test]
fn how_long_something_lasts_by_now_leaves_the_story_where_it_is() {
    let told = read(
        "On 13 May 1931, the '''rebels''' took [[Girton]]. Since the beginning of the year, forty had died there. The next day they rested.\n",
    );
    assert_eq!(value(&told, "The next day"), "1931-05-14");
}

#[test]
fn a_dispatch_looks_back_from_the_day_of_its_dateline() {
    let text = "Rebels take mill, army says\n\nGIRTON, June 12, 1931 (Wire) – The army said on Friday that the rebels had taken the mill, which it had held since the war broke out in April 1929 and which nobody had wanted.\n\nOn Thursday, nine people died there.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "Friday"), "1931-06-12");
    assert_eq!(value(&told, "Thursday"), "1931-06-11");
}

#[test]
fn a_weekday_is_of_the_week_of_publication_where_the_only_year_told_is_long_ago() {
    let text = "Rebels take mill, army says\n12 June 1931\n\nThe army said on Thursday that the rebels had taken the mill, which it had held since the war broke out in April 1929 and which nobody had wanted.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "Thursday"), "1931-06-11");
}

#[test]
fn what_began_before_new_year_began_the_year_before() {
    let text = "The siege began on 28 December and ended on 7 January 1932.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "28 December"), "1931-12-28");
}

#[test]
fn an_hour_of_a_diary_is_no_year() {
    let text = "Field diary\n\n12 June 1909. 1400: The guns opened on the mill, and the garrison left it after a fight that nobody had wanted.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "1400"), "1909-06-12T14:00");
}

#[test]
fn a_month_without_a_year_is_not_after_the_publication() {
    let text = "Rebels take mill, army says\n12 March 1931\n\nThe army said on Tuesday that the rebels had taken the mill, which nobody had wanted. Ten men died there in an ambush in July.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "July"), "1930-07");
}

#[test]
fn a_line_of_publication_is_no_span_of_the_story() {
    let text = "Soldiers killed villagers, report says\n\n26 February 1931\n\nSoldiers killed forty villagers between 28 and 29 November in the town of Girton, a report said on Friday, and nobody had wanted it.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "29 November"), "1930-11-29");
}

#[test]
fn weeks_after_what_no_day_was_told_of_are_no_day() {
    let text = "Rebels hold mill\n10 June 1931\n\nThe army said on Tuesday that it had lost ten men in the fighting for the mill, which nobody had wanted. It comes more than two weeks after the start of the siege of Girton. On Friday the mill was bombed.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    assert_eq!(value(&told, "Friday"), "1931-06-05");
}

#[test]
fn the_past_hours_of_a_dispatch_are_before_it_was_sent() {
    let text = "GIRTON, June 12, 1931 (Wire) – Five soldiers have died in raids on the mill in the past 24 hours, an official of the army said, and nobody had wanted it.\n";
    let documents = annalist_document::read("report.txt", text.as_bytes()).unwrap();
    let told = TimeLayer::read(&documents[0], &[], None).mentions.concat();
    let past = told.iter().find(|m| m.text.contains("24 hours")).unwrap();
    assert_eq!(past.value.edtf.as_ref().map(annalist_time::Edtf::as_str), Some("1931-06-11/1931-06-12"));
}

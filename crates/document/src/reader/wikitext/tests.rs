use super::*;
use crate::{Document, Fate, FieldKind, Form};

fn document(text: &str) -> Document {
    let source = crate::source::Source::verbatim(text, 0);
    let mut tree = Tree::new(&source);
    read(&mut tree);
    tree.finish("t", text.as_bytes(), Form::Wikitext, "utf-8")
}

fn texts(document: &Document, role: Role) -> Vec<&str> {
    document.passages.iter().filter(|p| p.role == role).map(|p| p.text.as_str()).collect()
}

const PANEL: &str = "{{Infobox military conflict
| conflict = Siege of Dorn
| partof = the [[Border War (1999)|Border War]]
| image = [[File:Mill.jpg|300px]]
| caption = The mill in [[May]]
| date = {{Start date|2001|05|03|df=y}} – {{End date|2001|05|05|df=y}}<br/>({{Age in days|2001|5|3}})
| place = [[Dorn]], Northern Province
| combatant1 = {{plainlist|
* '''Northern front:'''
* {{flagicon image|League.svg}} [[League of the North|League]]{{efn|Since April.<ref name=\"a\"/>}}
** First Corps
* {{flag|Elmland}}
}}
| combatant2 = {{flagcountry|Dornia}}<br>[[File:X.svg|20px]] Guard
| commander1 = {{flagicon|Elmland}} [[Ilya Vorn]] {{small|(League chief)}}<br>'''Killed:'''<br>Col. A. Bren {{KIA}}<br>{{small|(First Corps commander)}}
| units2 = * Army\n** 1st Brigade\n*** 2nd Battalion\n* Navy
| strength1 = {{circa|1,200}}
| casualties1 = '''Per the League:'''<br>12 killed<ref>{{cite news|title=Dorn falls|work=Daily Ledger|date=5 May 2001|url=http://l.example/1|access-date=2001-05-06|last=Marsh|first=Ada}}</ref><br>30 wounded (ministry claim)
}}
";

#[test]
fn an_infobox_with_nested_lists_flags_and_fates() {
    let d = document(PANEL);
    let of = |kind: FieldKind| {
        let fields = d.infobox.iter().filter(|f| f.kind == kind);
        fields
            .map(|f| {
                (
                    d.passages[f.passage as usize].text.as_str(),
                    f.column,
                    f.depth,
                    f.group.as_deref(),
                    f.flag.as_deref(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(of(FieldKind::Date), [("3 May 2001 – 5 May 2001", None, 0, None, None)]);
    assert_eq!(of(FieldKind::PartOf)[0].0, "the Border War");
    assert_eq!(
        of(FieldKind::Combatant),
        [
            ("League", Some(1), 0, Some("Northern front"), Some("League.svg")),
            ("First Corps", Some(1), 1, Some("Northern front"), None),
            ("Elmland", Some(1), 0, Some("Northern front"), Some("Elmland")),
            ("Dornia", Some(2), 0, None, Some("Dornia")),
            ("Guard", Some(2), 0, None, None),
        ]
    );
    assert_eq!(
        of(FieldKind::Commander),
        [
            ("Ilya Vorn (League chief)", Some(1), 0, None, Some("Elmland")),
            ("Col. A. Bren (First Corps commander)", Some(1), 0, Some("Killed"), None),
        ]
    );
    assert_eq!(
        d.infobox.iter().find(|f| f.group.as_deref() == Some("Killed")).and_then(|f| f.fate),
        Some(Fate::Killed)
    );
    let units: Vec<_> = of(FieldKind::Unit).iter().map(|u| (u.0, u.2)).collect();
    assert_eq!(units, [("Army", 0), ("1st Brigade", 1), ("2nd Battalion", 2), ("Navy", 0)]);
    assert_eq!(of(FieldKind::Strength)[0].0, "c. 1,200");
    assert_eq!(of(FieldKind::Casualties).len(), 2);
    assert_eq!(texts(&d, Role::Caption), ["The mill in May"]);
    assert_eq!(texts(&d, Role::Note), ["Since April."]);
    let news = d.references.iter().find(|r| r.title.as_deref() == Some("Dorn falls")).unwrap();
    assert_eq!(news.outlet.as_deref(), Some("Daily Ledger"));
    assert_eq!(news.author.as_deref(), Some("Marsh, Ada"));
    assert_eq!(
        (news.published.as_deref(), news.accessed.as_deref()),
        (Some("2001-05-05"), Some("2001-05-06"))
    );
}

#[test]
fn paragraphs_links_references_and_flags() {
    let d = document(
        "{{short description|X}}\nThe '''siege of Dorn''' was a ''battle'' in [[Dorn Province|Dorn]]'s [[hill]]s.<ref name=a>{{cite web|title=T|publisher=P}}</ref><ref>[http://x.example/y The mill burns], ''Ledger'', 4 May 2001</ref> It took {{convert|12|km|mi}}{{citation needed|date=May 2001}}, or&nbsp;so.<!-- hidden -->{{sfn|Marsh|2003|p=4}}\nSame paragraph.\n\n== Battle ==\n{{main|First day of Dorn}}\n[[File:A.jpg|thumb|left|The bridge<ref name=a/>]]\nOn 4 May, they left.<ref name=\"a\" />\n* An item\n** Another\n{{Quote|Nobody came.|Ada}}\n<blockquote>We waited.</blockquote>\n{| class=\"wikitable\"\n|+ Losses\n! Side !! Dead\n|-\n| League || 12\n| style=\"x\" | Guard\n| 9\n|}\n\n== References ==\n{{reflist}}\n[[Category:Sieges]]\n",
    );
    let narrative = texts(&d, Role::Narrative);
    assert_eq!(
        narrative[0],
        "The siege of Dorn was a battle in Dorn's hills. It took 12 km, or so. Same paragraph."
    );
    assert_eq!(narrative[1], "On 4 May, they left.");
    assert_eq!(narrative.len(), 2);
    assert_eq!(texts(&d, Role::ListItem), ["An item", "Another"]);
    assert_eq!(texts(&d, Role::Caption), ["The bridge", "Losses"]);
    assert_eq!(texts(&d, Role::Quotation), ["Nobody came.", "Ada", "We waited."]);
    assert_eq!(texts(&d, Role::Table), ["Side", "Dead", "League", "12", "Guard", "9"]);
    assert_eq!(texts(&d, Role::Navigation), ["First day of Dorn", "Category:Sieges"]);
    let lead = d.passages.iter().find(|p| p.role == Role::Narrative).unwrap();
    assert_eq!(lead.citations.len(), 3);
    assert_eq!(lead.flags.len(), 1);
    let later = d.passages.iter().filter(|p| p.role == Role::Narrative).nth(1).unwrap();
    assert_eq!(later.citations[0].reference, lead.citations[0].reference);
    let burns = &d.references[lead.citations[1].reference.unwrap() as usize];
    assert_eq!(burns.url.as_deref(), Some("http://x.example/y"));
    let short = &d.references[lead.citations[2].reference.unwrap() as usize];
    assert_eq!((short.author.as_deref(), short.published.as_deref()), (Some("Marsh"), Some("2003")));
}

#[test]
fn small_things() {
    let d = document(
        "{{Infobox conflict\n| conflict = X\n| coordinates = {{coord|12|34|N|45|56|E|type:event}}\n| commander1 = Sam Tor [[Prisoner|(POW)]]\n}}\n:''See also: [[Talba]]''\nThe [[Dorn (town)|]] had {{formatnum:1200}} men {{cn}}.\n",
    );
    let of = |kind: FieldKind| d.infobox.iter().find(|f| f.kind == kind).unwrap();
    assert_eq!(d.title_text(), Some("X"));
    assert_eq!(d.passages[of(FieldKind::Other).passage as usize].text, "12°34′N 45°56′E");
    let captured = of(FieldKind::Commander);
    assert_eq!(
        (d.passages[captured.passage as usize].text.as_str(), captured.fate),
        ("Sam Tor", Some(Fate::Captured))
    );
    assert_eq!(texts(&d, Role::Navigation), ["See also: Talba"]);
    assert_eq!(texts(&d, Role::Narrative), ["The Dorn had 1200 men."]);
}

#[test]
fn broken_markup_loses_nothing_but_itself() {
    let d = document(
        "The [[town fell {{on 4 May.\n\nThen <ref>a source without an end.\n\n== Heading\nMore ''text''.",
    );
    let all = d.passages.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" ");
    for word in ["town fell", "on 4 May", "without an end", "More text."] {
        assert!(all.contains(word), "{word} in {all}");
    }
}

#[test]
fn every_passage_leads_to_its_bytes() {
    let d = document(PANEL);
    for p in &d.passages {
        let file = p.file_span();
        assert!(file.end as usize <= PANEL.len());
    }
    let guard = d.passages.iter().find(|p| p.text == "Guard").unwrap();
    assert_eq!(guard.file_span().of_text(PANEL), "Guard");
}

#[test]
fn a_reference_cut_off_by_what_surrounds_it_is_read_to_there() {
    document("[[b|<ref name=é€]] >d</ref>");
    let d = document("'''A''' [[b|c <ref>dé🇫🇷 f]] g</ref> h <ref>i</REF > j.");
    assert!(d.passages.iter().any(|p| p.text.starts_with("A c")), "{:?}", d.passages);
}

#[test]
fn tables_in_tables_without_end_are_read_to_a_depth() {
    let d = document(&format!("A town.\n{}| cell", "{|\n".repeat(50_000)));
    assert_eq!(texts(&d, Role::Narrative)[0], "A town.");
}

#[test]
fn the_title_of_a_list_is_told_where_it_stands() {
    let d = document("Held by {{plainlist|\n* Guard\n|title=Both: }} of them.");
    assert!(texts(&d, Role::Narrative)[0].starts_with("Held by Guard Both:"), "{:?}", d.passages);
    let mut at = 0;
    for piece in d.passages[0].map.pieces() {
        assert!(piece.file.start >= at);
        at = piece.file.start;
    }
}

#[test]
fn letters_right_after_a_table_inside_a_table_are_whole() {
    let d = document("{|\n| a\n{|\n| b\n|}øc\n| d\n|}\nEnd.");
    assert_eq!(texts(&d, Role::Narrative), ["End."]);
}

use super::*;
use crate::{Document, FieldKind, Form};

fn document(text: &str) -> Document {
    let source = crate::source::Source::verbatim(text, 0);
    let mut tree = Tree::new(&source);
    read(&mut tree);
    tree.finish("t", text.as_bytes(), Form::Html, "utf-8")
}

fn texts(document: &Document, role: Role) -> Vec<&str> {
    document.passages.iter().filter(|p| p.role == role).map(|p| p.text.as_str()).collect()
}

const LONG: &str = "Units of the Third Army crossed the river near the mill, and pushed the garrison back towards the station.";

#[test]
fn a_news_page_without_its_navigation() {
    let d = document(&format!(
        "<!DOCTYPE html><html lang=en><head><title>Dorn | Ledger</title><meta property=\"og:site_name\" content=\"The Ledger\"><meta property='article:published_time' content='2001-05-05T10:00:00Z'></head><body><nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav><div id=c><h1>Army enters Dorn</h1><div class=share>Share this</div><p class=by>By Ada Marsh, 5 May 2001</p><p>{LONG} It took 2<sup>nd</sup> place &amp; more.</p><figure><img src=a alt=x><figcaption>The mill</figcaption></figure><h2>Background</h2><p>{LONG}</p><blockquote><p>We waited.</p></blockquote><ul><li>First item of the day.</ul></div><aside><p>{LONG} Related.</p></aside><footer><p>© The Ledger</p></footer><script>var a = '<p>no</p>';</script></body></html>"
    ));
    assert_eq!(texts(&d, Role::Title), ["Army enters Dorn"]);
    assert_eq!(texts(&d, Role::Narrative), [format!("{LONG} It took 2nd place & more."), LONG.to_owned()]);
    assert_eq!(texts(&d, Role::Caption), ["The mill"]);
    assert_eq!(texts(&d, Role::Heading), ["Background"]);
    assert_eq!(texts(&d, Role::Quotation), ["We waited."]);
    assert_eq!(texts(&d, Role::ListItem), ["First item of the day."]);
    assert_eq!(d.origin.publisher.as_deref(), Some("The Ledger"));
    assert_eq!(d.origin.published.as_deref(), Some("2001-05-05"));
    assert_eq!(d.origin.language.as_deref(), Some("en"));
    assert_eq!(d.origin.author.as_deref(), Some("Ada Marsh"));
}

#[test]
fn an_encyclopaedia_page_with_panel_notes_and_references() {
    let d = document(&format!(
        "<html><body><h1 id=firstHeading>Siege of Dorn</h1><div id=mw-content-text><div class=mw-parser-output><div class=\"hatnote\">For the town, see Dorn.</div><table class=\"infobox vevent\"><tbody><tr><th colspan=2>Siege of Dorn</th></tr><tr><td colspan=2>Part of the <a href=/b>Border War</a></td></tr><tr><td colspan=2><img alt=map><div>The mill</div></td></tr><tr><td colspan=2><table><tr><th>Date</th><td>3–5 May 2001<br>(2 days)</td></tr><tr><th>Location</th><td>Dorn</td></tr></table></td></tr><tr><th colspan=2>Belligerents</th></tr><tr><td><b>North:</b><br><span class=flagicon><img alt=Elmland></span> League<ul><li>First Corps</li></ul></td><td><div class=plainlist><ul><li>Republic<sup class=reference><a href=\"#cite_note-1\">[1]</a></sup></li><li>Guard</li></ul></div></td></tr><tr><th colspan=2>Commanders and leaders</th></tr><tr><td>Ilya Vorn <small>(chief)</small><br>A. Bren&nbsp;†</td><td></td></tr></tbody></table><p>{LONG}<sup class=reference><a href=\"#cite_note-1\"><span>[</span>1<span>]</span></a></sup><sup class=reference><a href=\"#cite_note-n-2\">[a]</a></sup><sup class=\"noprint Inline-Template\">[<i><a>clarification needed</a></i>]</sup></p><h2><span>Battle</span><span class=mw-editsection>[edit]</span></h2><p>{LONG} Later too.</p><h2>Notes</h2><ol><li id=\"cite_note-n-2\"><span class=mw-cite-backlink><a href=#r>^</a></span> <span>Four dead.<sup><a href=\"#cite_note-1\">[1]</a></sup></span></li></ol><h2>References</h2><ol class=references><li id=\"cite_note-1\"><span class=mw-cite-backlink>^ <a href=#x><sup><i>a</i></sup></a></span> <span class=reference-text><cite><a class=external href=\"http://l.example/1\">\"Dorn falls\"</a>. <i>Ledger</i>. 5 May 2001. <a href=\"http://web.archive.org/web/1\">Archived</a> from the original on 6 May 2001.</cite></span></li></ol><table class=navbox><tr><td>Border War battles</td></tr></table></div></div></body></html>"
    ));
    let of = |kind: FieldKind| {
        let fields = d.infobox.iter().filter(|f| f.kind == kind);
        fields
            .map(|f| (d.passages[f.passage as usize].text.as_str(), f.column, f.depth, f.flag.as_deref()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(FieldKind::Conflict), [("Siege of Dorn", None, 0, None)]);
    assert_eq!(of(FieldKind::PartOf), [("the Border War", None, 0, None)]);
    assert_eq!(of(FieldKind::Date), [("3–5 May 2001 (2 days)", None, 0, None)]);
    assert_eq!(
        of(FieldKind::Combatant),
        [
            ("League", Some(1), 0, Some("Elmland")),
            ("First Corps", Some(1), 1, None),
            ("Republic", Some(2), 0, None),
            ("Guard", Some(2), 0, None)
        ]
    );
    assert_eq!(
        of(FieldKind::Commander).iter().map(|c| c.0).collect::<Vec<_>>(),
        ["Ilya Vorn (chief)", "A. Bren"]
    );
    assert_eq!(texts(&d, Role::Caption), ["The mill"]);
    assert_eq!(texts(&d, Role::Narrative), [LONG.to_owned(), format!("{LONG} Later too.")]);
    assert_eq!(texts(&d, Role::Navigation), ["For the town, see Dorn.", "Border War battles"]);
    let lead = d.passages.iter().find(|p| p.text == LONG).unwrap();
    let cited: Vec<_> =
        lead.citations.iter().map(|c| d.references[c.reference.unwrap() as usize].label.as_str()).collect();
    assert_eq!(cited, ["1", "a"]);
    assert_eq!(lead.flags[0].text, "clarification needed");
    let source = d.references.iter().find(|r| !r.note).unwrap();
    assert_eq!(
        (source.title.as_deref(), source.outlet.as_deref(), source.url.as_deref()),
        (Some("Dorn falls"), Some("Ledger"), Some("http://l.example/1"))
    );
    assert!(source.archive.is_some());
    let note = d.references.iter().find(|r| r.note).unwrap();
    assert_eq!(note.cites.len(), 1);
}

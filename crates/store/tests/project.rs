//! A project as a file: valid for others, refused when it is not ours, the same bytes each time.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use annalist_belligerent::OrderOfBattle;
use annalist_chronicle::{Act, Answer, Decision, Policy};
use annalist_claim::{Claim, Extent, Factuality, Kind, Modality, Party, PlaceSlot, Scope};
use annalist_document::{Document, Form, Origin, Passage, Role, Section, SectionKind};
use annalist_gazetteer::{Geometry, PlaceStatus, PlaceValue, Point, Precision};
use annalist_span::{Digest, Evidence, OffsetMap, RuleId, Span, content_id};
use annalist_store::{Clock, Project, StoreError, StoredSource};
use annalist_time::{Edtf, TimeReason};

const TEXT: &str = "On 3 May 2031 the Reds took Velm.";

fn clock() -> Clock {
    Clock("2040-01-01T00:00:00Z".to_owned())
}

fn document(name: &str, text: &str) -> Document {
    let len = text.len() as u32;
    Document {
        digest: Digest::of(text.as_bytes()),
        name: name.to_owned(),
        bytes: len,
        form: Form::Plain,
        encoding: "utf-8".to_owned(),
        title: None,
        origin: Origin::default(),
        sections: vec![Section { level: 0, heading: None, parent: None, kind: SectionKind::Lead }],
        infobox: Vec::new(),
        passages: vec![Passage {
            role: Role::Narrative,
            section: 0,
            text: text.to_owned(),
            map: OffsetMap::verbatim(0, len),
            citations: Vec::new(),
            flags: Vec::new(),
        }],
        references: Vec::new(),
        problems: Vec::new(),
        container: None,
        parts: Vec::new(),
    }
}

fn claim(document: &Document, geometry: Geometry) -> Claim {
    let span = Span::of(0, document.passages[0].text.len());
    Claim {
        id: content_id("c", [document.digest.to_string().as_str(), &format!("{geometry:?}")]),
        evidence: Evidence { document: document.digest, span, quote: document.passages[0].text.clone() },
        passage: 0,
        text_span: span,
        kind: Kind::Capture,
        actors: vec![Party {
            text: "the Reds".to_owned(),
            span: None,
            belligerent: None,
            side: Some("red".to_owned()),
            implied: false,
        }],
        targets: Vec::new(),
        places: vec![PlaceSlot {
            text: "Velm".to_owned(),
            span: None,
            place: PlaceValue {
                status: PlaceStatus::Resolved,
                id: Some("x:velm".to_owned()),
                name: Some("Velm".to_owned()),
                geometry: Some(geometry),
                precision: Precision::Exact,
                count: None,
                candidates: Vec::new(),
                cue: None,
                associative: false,
            },
            extent: Extent::Whole,
        }],
        when: Some(Edtf::parse("2031-05-03").unwrap()),
        part: None,
        time_reason: TimeReason::Attached,
        modality: Modality::Asserted,
        factuality: Factuality::CertainPositive,
        attribution: Vec::new(),
        figures: Vec::new(),
        instruments: Vec::new(),
        scope: Scope::Event,
        rule: RuleId::named("control/take"),
        confidence: 0.9,
        flags: Vec::new(),
        readings: Vec::new(),
        measures: annalist_claim::Measures::default(),
        asides: Vec::new(),
    }
}

const VELM: Point = Point { lat: 10.0, lon: 20.0 };

fn fill(path: &Path, documents: &[Document]) {
    let claims: Vec<Vec<Claim>> = documents
        .iter()
        .map(|d| {
            vec![
                claim(d, Geometry::Point { at: VELM }),
                claim(d, Geometry::Buffer { at: VELM, radius: 3000.0 }),
            ]
        })
        .collect();
    let order = OrderOfBattle::default();
    let sources: Vec<StoredSource<'_>> = documents
        .iter()
        .zip(&claims)
        .map(|(document, claims)| StoredSource {
            bytes: Some(document.passages[0].text.as_bytes()),
            ..StoredSource::new(document, claims, &order)
        })
        .collect();
    let mut project = Project::open_or_create(path).unwrap();
    let present = documents.iter().map(|d| (d.name.clone(), BTreeSet::from([d.digest]))).collect();
    project.add(&sources, &present, "test", &clock()).unwrap();
    let chronicle = project.chronicle().unwrap();
    project.write_views(&chronicle, &clock()).unwrap();
    project.close().unwrap();
}

#[test]
fn an_independent_validator_finds_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let file = geopackage::GeoPackage::open(&path).unwrap();
    let findings = file.validate().unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn what_is_stored_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    let source = document("a.txt", TEXT);
    fill(&path, std::slice::from_ref(&source));
    let project = Project::open_to_read(&path).unwrap();
    let rows = project.documents().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(project.document(&rows[0].id).unwrap().as_ref(), Some(&source));
    assert_eq!(project.file(&source.digest).unwrap().as_deref(), Some(TEXT.as_bytes()));
    assert_eq!(project.claims_of(&rows[0].id).unwrap()[0], claim(&source, Geometry::Point { at: VELM }));
    let chronicle = project.chronicle().unwrap();
    assert_eq!(project.events().unwrap(), chronicle.events);
    assert_eq!(project.disputes().unwrap(), chronicle.disputes);
    assert_eq!(project.figures().unwrap(), chronicle.figures);
    assert_eq!(project.accounts().unwrap(), chronicle.accounts());
    assert_eq!(project.holdings(Some("all"), Some("x:velm")).unwrap()[0].holder.as_deref(), Some("red"));
    assert!(project.holdings(Some("monitors"), None).unwrap().is_empty());
    let place = &project.find_places("VELM").unwrap()[0];
    let day = "2031-05-20".parse().unwrap();
    let asked: Vec<Answer> = chronicle.accounts().iter().map(|a| chronicle.who(&place.id, day, a)).collect();
    assert_eq!(project.who(place, day, &chronicle.accounts()).unwrap(), asked);
    assert!(asked[0].quotes[0].quote == TEXT);
}

#[test]
fn the_order_of_the_files_does_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (document("a.txt", TEXT), document("b.txt", "The Reds took Velm."));
    let (one, two) = (folder.path().join("1.gpkg"), folder.path().join("2.gpkg"));
    fill(&one, &[a.clone(), b.clone()]);
    fill(&two, &[b, a]);
    assert!(std::fs::read(one).unwrap() == std::fs::read(two).unwrap());
}

#[test]
fn a_changed_file_of_the_same_name_replaces_the_older() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let changed = document("a.txt", "The Reds took Velm again.");
    fill(&path, std::slice::from_ref(&changed));
    let project = Project::open_to_read(&path).unwrap();
    let rows = project.documents().unwrap();
    assert_eq!(rows.iter().map(|r| r.digest).collect::<Vec<_>>(), [changed.digest]);
    assert_eq!(project.file(&Digest::of(TEXT.as_bytes())).unwrap(), None);
}

#[test]
fn a_file_that_is_no_project_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.gpkg");
    for content in [&b""[..], b"plain words", b"SQLite format 3\0 and not much more"] {
        std::fs::write(&path, content).unwrap();
        let error = Project::open_or_create(&path).err().unwrap();
        assert!(matches!(error, StoreError::NotAProject { .. }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }
}

#[test]
fn a_geopackage_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.gpkg");
    drop(geopackage::GeoPackage::create(&path).unwrap());
    let before = std::fs::read(&path).unwrap();
    let error = Project::open(&path).err().unwrap();
    assert!(error.to_string().contains("another program"), "{error}");
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn a_project_of_a_newer_schema_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute("UPDATE annalist_project SET value = '99' WHERE key = 'schema'", []).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    let error = Project::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn a_project_from_before_shingles_were_kept_gets_them_of_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    let long = format!("{TEXT} They held the bridge until dusk and left the town by the river road.");
    fill(&path, &[document("a.txt", TEXT), document("b.txt", &long)]);
    let kept = Project::open(&path).unwrap().shingles().unwrap();
    assert_eq!(kept.len(), 2);
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TABLE shingles;
             UPDATE annalist_project SET value = '3' WHERE key = 'schema';",
        )
        .unwrap();
    drop(connection);
    assert_eq!(Project::open(&path).unwrap().shingles().unwrap(), kept);
    // A document that cannot be read any more does not stop the others.
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TABLE shingles;
             UPDATE documents SET model = '{' WHERE name = 'a.txt';
             UPDATE annalist_project SET value = '3' WHERE key = 'schema';",
        )
        .unwrap();
    drop(connection);
    assert_eq!(Project::open(&path).unwrap().shingles().unwrap().len(), 1);
}

#[test]
fn a_missing_project_says_how_to_make_one() {
    let error = Project::open_to_read(Path::new("no/such/project.gpkg")).err().unwrap();
    assert!(error.to_string().contains("annalist build"), "{error}");
}

#[test]
fn a_full_disk_takes_back_what_was_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    let first = document("a.txt", TEXT);
    fill(&path, std::slice::from_ref(&first));
    let large = document("b.txt", &"The Reds took Velm. ".repeat(20_000));
    let mut project = Project::open(&path).unwrap();
    project.limit_pages_for_test(60).unwrap();
    let order = OrderOfBattle::default();
    let source = StoredSource {
        bytes: Some(large.passages[0].text.as_bytes()),
        ..StoredSource::new(&large, &[], &order)
    };
    let error = project.add(&[source], &BTreeMap::new(), "test", &clock()).err().unwrap();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_eq!(project.documents().unwrap().len(), 1);
}

#[test]
fn the_journal_is_a_chain_that_only_grows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let mut project = Project::open(&path).unwrap();
    let decision = |id: &str, parent: Option<&str>| Decision {
        id: id.to_owned(),
        parent: parent.map(str::to_owned),
        author: "A. Coder".to_owned(),
        at: clock().0,
        act: Act::Note { about: "c-1".to_owned(), text: "see the second report".to_owned() },
        about: Vec::new(),
    };
    project.append(&decision("r-1", None)).unwrap();
    project.append(&decision("r-1", None)).unwrap();
    assert!(matches!(project.append(&decision("r-3", None)), Err(StoreError::Decision(_))));
    project.append(&decision("r-2", Some("r-1"))).unwrap();
    assert_eq!(project.decisions().unwrap(), [decision("r-1", None), decision("r-2", Some("r-1"))]);
    project.close().unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    let refused = connection.execute("DELETE FROM decisions", []).unwrap_err();
    assert!(refused.to_string().contains("append-only"), "{refused}");
}

#[test]
fn what_is_decided_names_words_and_is_taken_back_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let mut project = Project::open(&path).unwrap();
    assert!(project.views_are_current().unwrap());
    let id = project.sources().unwrap()[0].claims[0].id.clone();
    let accept = || Act::Accept { claim: id.clone() };
    let first = project.decide("A. Coder", &clock(), accept()).unwrap();
    assert_eq!((first.parent.as_deref(), first.about[0].quote.as_str()), (None, TEXT));
    assert!(!project.views_are_current().unwrap());
    let no = |p: &mut Project, author: &str, act: Act| {
        let error = p.decide(author, &clock(), act).unwrap_err();
        assert!(matches!(error, StoreError::Decision(_)), "{error}");
    };
    no(&mut project, " ", accept());
    no(&mut project, "A", Act::Accept { claim: "c-none".to_owned() });
    no(&mut project, "A", Act::Merge { claims: vec![id.clone(), id.clone()] });
    let kind = |to: &str| Act::Correct {
        claim: id.clone(),
        slot: "kind".to_owned(),
        from: "capture".into(),
        to: to.into(),
    };
    no(&mut project, "A", kind("no kind"));
    let second = project.decide("B. Coder", &clock(), kind("attack")).unwrap();
    assert_eq!(second.parent.as_deref(), Some(first.id.as_str()));
    assert!(project.chronicle().unwrap().claims().any(|c| c.kind == Kind::Attack));
    project.undo("B. Coder", &clock(), &second.id).unwrap();
    no(&mut project, "B", Act::Undo { decision: second.id.clone() });
    assert!(project.chronicle().unwrap().claims().all(|c| c.kind == Kind::Capture));
    assert_eq!(annalist_chronicle::validate(&project.decisions().unwrap()), Ok(()));
}

#[test]
fn a_journal_is_replayed_once_onto_another() {
    let folder = tempfile::tempdir().unwrap();
    let [mut one, mut other] = ["a.gpkg", "b.gpkg"].map(|name| {
        let path = folder.path().join(name);
        fill(&path, &[document("a.txt", TEXT)]);
        Project::open(&path).unwrap()
    });
    let note = |text: &str| Act::Note { about: "e-1".to_owned(), text: text.to_owned() };
    one.decide("A", &clock(), note("first")).unwrap();
    let second = one.decide("A", &clock(), note("second")).unwrap();
    one.undo("A", &clock(), &second.id).unwrap();
    other.decide("B", &clock(), note("mine")).unwrap();
    let log = one.decisions().unwrap();
    let done = other.replay_decisions(&log).unwrap();
    assert_eq!((done.added.len(), done.known), (3, 0));
    assert_eq!(other.replay_decisions(&log).unwrap().known, 3);
    let all = other.decisions().unwrap();
    assert_eq!(annalist_chronicle::validate(&all), Ok(()));
    let standing: Vec<&str> = annalist_chronicle::standing(&all).iter().map(|d| d.author.as_str()).collect();
    assert_eq!(standing, ["B", "A"]);
    let mut altered = log;
    altered[0].author = "C".to_owned();
    assert!(matches!(other.replay_decisions(&altered), Err(StoreError::Decision(_))));
}

#[test]
fn a_writer_that_dies_leaves_the_journal_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let note = |text: &str| Act::Note { about: "e-1".to_owned(), text: text.to_owned() };
    let mut project = Project::open(&path).unwrap();
    project.decide("A", &clock(), note("first")).unwrap();
    // A second program that has written but not committed, and then is gone.
    let gone = rusqlite::Connection::open(&path).unwrap();
    gone.execute_batch(
        "BEGIN IMMEDIATE; INSERT INTO decisions (id, parent, author, at, act) VALUES ('r-half', NULL, 'X', 'now', '{');",
    )
    .unwrap();
    drop(gone);
    project.decide("A", &clock(), note("second")).unwrap();
    drop(project);
    let project = Project::open_to_read(&path).unwrap();
    let log = project.decisions().unwrap();
    assert_eq!(log.len(), 2);
    assert_eq!(annalist_chronicle::validate(&log), Ok(()));
}

#[test]
fn a_merge_is_history() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let mut project = Project::open(&path).unwrap();
    assert!(project.history(None).unwrap().is_empty());
    let before = project.events().unwrap();
    let claims: Vec<String> = before.iter().flat_map(|e| e.claims.clone()).collect();
    let act =
        if before.len() > 1 { Act::Merge { claims } } else { Act::Split { claims: claims[..1].to_vec() } };
    project.decide("A", &clock(), act).unwrap();
    let chronicle = project.chronicle().unwrap();
    project.write_views(&chronicle, &clock()).unwrap();
    let history = project.history(Some(&before[0].id)).unwrap();
    assert_eq!(history.len(), 1, "{history:?}");
    assert!(["merged", "split"].contains(&history[0].change.as_str()));
    assert!(project.history(Some("e-none")).unwrap().is_empty());
}

#[test]
fn a_policy_is_kept_and_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fill(&path, &[document("a.txt", TEXT)]);
    let mut project = Project::open(&path).unwrap();
    let policy = Policy::parse("name = \"mine\"\notherwise = true").unwrap();
    project.keep_policy(&policy, &clock()).unwrap();
    assert!(!project.views_are_current().unwrap());
    let chronicle = project.chronicle().unwrap();
    project.write_views(&chronicle, &clock()).unwrap();
    assert!(project.accounts().unwrap().iter().any(|a| a.to_string() == "policy:mine"));
    assert!(!project.holdings(Some("policy:mine"), None).unwrap().is_empty());
    assert!(project.forget_policy("mine", &clock()).unwrap());
    assert!(!project.forget_policy("mine", &clock()).unwrap());
}

/// A small war in four documents: places taken back and forth, deaths counted, one thing told by several.
fn small_war() -> Vec<(Document, Vec<Claim>)> {
    let told = [
        ("one", vec![("velm", "2031-05-03", "red", 0), ("velm", "2031-05-07", "blue", 12)]),
        ("two", vec![("velm", "2031-05-03", "red", 4), ("tarsk", "2031-05-09", "red", 0)]),
        ("three", vec![("velm", "2031-05-07", "blue", 30), ("tarsk", "2031-05-09", "blue", 7)]),
        ("four", vec![("brenno", "2031-06-01", "red", 3), ("velm", "2031-05-03", "red", 5)]),
    ];
    let places = ["velm", "tarsk", "brenno"];
    told.into_iter()
        .map(|(name, told)| {
            let document = document(&format!("{name}.txt"), &format!("{TEXT} So says {name}."));
            let claims = told.into_iter().enumerate().map(|(nth, (place, day, side, dead))| {
                let shift = places.iter().position(|p| *p == place).unwrap() as f64;
                let mut claim =
                    claim(&document, Geometry::Point { at: Point { lat: VELM.lat + shift, ..VELM } });
                claim.id = content_id("c", [name, &nth.to_string()]);
                claim.passage = nth as u32 * 20;
                claim.places[0].text = place.to_owned();
                claim.places[0].place.id = Some(format!("x:{place}"));
                claim.places[0].place.name = Some(place.to_owned());
                claim.actors[0].side = Some(side.to_owned());
                claim.when = Some(Edtf::parse(day).unwrap());
                if dead > 0 {
                    claim.figures.push(annalist_claim::Figure {
                        what: annalist_claim::FigureKind::Killed,
                        who: "people".to_owned(),
                        side: None,
                        min: Some(dead),
                        max: Some(dead),
                        quote: format!("{dead} people"),
                        span: None,
                    });
                }
                claim
            });
            let claims = claims.collect();
            (document, claims)
        })
        .collect()
}

/// Adds documents to a project, as many at a time as given, and writes the views after each.
fn grow(path: &Path, batches: &[&[&(Document, Vec<Claim>)]]) {
    let order = OrderOfBattle::default();
    let mut project = Project::open_or_create(path).unwrap();
    for batch in batches {
        let sources: Vec<StoredSource<'_>> =
            batch.iter().map(|(document, claims)| StoredSource::new(document, claims, &order)).collect();
        project.add(&sources, &BTreeMap::new(), "test", &clock()).unwrap();
        let chronicle = project.chronicle().unwrap();
        project.write_views(&chronicle, &clock()).unwrap();
    }
    project.close().unwrap();
}

/// The rows of the views without their feature ids, with what the index says of each.
fn view_rows(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut out = Vec::new();
    let rows = |query: &str, out: &mut Vec<String>| {
        let mut statement = connection.prepare(query).unwrap();
        let columns: Vec<String> = statement.column_names().iter().map(|c| (*c).to_owned()).collect();
        let mut rows = statement.query([]).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let value = |at: usize| format!("{:?}", row.get::<_, rusqlite::types::Value>(at).unwrap());
            let kept = (0..columns.len()).filter(|at| columns[*at] != "fid").map(value);
            found.push(kept.collect::<Vec<_>>().join(" "));
        }
        found.sort();
        out.extend(found);
    };
    for table in ["places", "events", "holdings"] {
        rows(
            &format!(
                "SELECT t.*, r.minx, r.maxx, r.miny, r.maxy FROM {table} t
                 LEFT JOIN rtree_{table}_geom r ON r.id = t.fid"
            ),
            &mut out,
        );
        rows(&format!("SELECT '{table}', count(*) FROM rtree_{table}_geom"), &mut out);
    }
    for table in ["disputes", "figures", "accounts", "place_names"] {
        rows(&format!("SELECT * FROM {table}"), &mut out);
    }
    rows("SELECT table_name, min_x, max_x, min_y, max_y FROM gpkg_contents", &mut out);
    out
}

#[test]
fn a_project_that_grew_has_the_rows_of_one_made_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let war = small_war();
    let whole = folder.path().join("whole.gpkg");
    grow(&whole, &[&war.iter().collect::<Vec<_>>()]);
    let wanted = view_rows(&whole);
    assert!(wanted.len() > 30, "{wanted:#?}");
    let of_whole = Project::open_to_read(&whole).unwrap();
    assert!(of_whole.disputes().unwrap().len() > 1 && of_whole.figures().unwrap().len() > 2);
    for first in 0..4 {
        for second in (0..4).filter(|n| *n != first) {
            let rest: Vec<_> = (0..4).filter(|n| ![first, second].contains(n)).map(|n| &war[n]).collect();
            let path = folder.path().join(format!("{first}{second}.gpkg"));
            grow(&path, &[&[&war[first]], &[&war[second]], &rest]);
            assert_eq!(view_rows(&path), wanted, "{first} {second}");
            // What readers get is in the same order, too.
            let grown = Project::open_to_read(&path).unwrap();
            assert_eq!(grown.events().unwrap(), of_whole.events().unwrap());
            assert_eq!(grown.holdings(None, None).unwrap(), of_whole.holdings(None, None).unwrap());
            assert_eq!(grown.disputes().unwrap(), of_whole.disputes().unwrap());
            assert_eq!(grown.figures().unwrap(), of_whole.figures().unwrap());
            let at_velm = |p: &Project| p.holdings(None, Some("x:velm")).unwrap();
            assert_eq!(at_velm(&grown), at_velm(&of_whole));
            assert_eq!(
                grown.holdings(Some("all"), None).unwrap(),
                of_whole.holdings(Some("all"), None).unwrap()
            );
        }
    }
}

#[test]
fn only_what_a_document_touches_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    let war = small_war();
    grow(&path, &[&[&war[0]]]);
    // Every change of a row is written down beside.
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE noted (what TEXT);").unwrap();
    for table in ["places", "events", "holdings", "disputes", "figures"] {
        for change in ["INSERT", "DELETE", "UPDATE"] {
            let row = if change == "INSERT" { "new" } else { "old" };
            let watch = format!(
                "CREATE TRIGGER noted_{table}_{change} AFTER {change} ON {table}
                 BEGIN INSERT INTO noted VALUES ('{change} {table} ' || {row}.id); END;"
            );
            connection.execute_batch(&watch).unwrap();
        }
    }
    let noted = || -> Vec<String> {
        let mut all = connection.prepare("SELECT what FROM noted").unwrap();
        all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    // The same again: nothing.
    grow(&path, &[&[&war[0]]]);
    assert!(noted().is_empty(), "{:?}", noted());
    // Another place: rows are added, none is taken.
    let elsewhere = (war[3].0.clone(), war[3].1[..1].to_vec());
    grow(&path, &[&[&elsewhere]]);
    let seen = noted();
    assert!(seen.iter().any(|w| w == "INSERT places x:brenno"), "{seen:?}");
    assert!(seen.iter().all(|w| w.starts_with("INSERT") && !w.contains("x:velm")), "{seen:?}");
}

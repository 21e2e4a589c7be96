//! Serves a synthetic war and times its answers: `scale [EVENTS] [PROJECT]`. With a project's file the
//! answers over that project are timed instead.
#![allow(clippy::print_stdout, clippy::pedantic, reason = "an example is a program")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use annalist_belligerent::OrderOfBattle;
use annalist_claim::{Claim, Extent, Factuality, Kind, Modality, Party, PlaceSlot, Scope};
use annalist_gazetteer::{Geometry, PlaceStatus, PlaceValue, Point, Precision};
use annalist_server::{App, Gate, Settings, UploadLimits};
use annalist_span::{Evidence, RuleId, Span, content_id};
use annalist_store::{Clock, Project, StoredSource};
use annalist_time::{Edtf, TimeReason};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt as _;

/// A linear congruential generator: the same war every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

const KINDS: [Kind; 6] =
    [Kind::Capture, Kind::Attack, Kind::Airstrike, Kind::Shelling, Kind::Clash, Kind::Withdraw];
const SIDES: [&str; 3] = ["reds", "blues", "greens"];

fn clock() -> Clock {
    Clock("2031-06-01T10:00:00.000Z".to_owned())
}

/// Writes a war of so many single reports, five hundred a document.
fn war(events: usize, file: &Path) {
    let mut dice = Dice(7);
    let towns = (events / 50).max(5) as u64;
    let start: annalist_time::Day = "2030-01-01".parse().expect("a day");
    let mut project = Project::open_or_create(file).expect("a project");
    let order = OrderOfBattle::default();
    for n in 0..events.div_ceil(500) {
        let told: Vec<(u64, u64, u64, annalist_time::Day)> = (0..500.min(events - n * 500))
            .map(|_| {
                let day = start.saturating_add(jiff::Span::new().days(dice.below(1500) as i64));
                (dice.below(6), dice.below(3), dice.below(towns), day)
            })
            .collect();
        let text: String = told
            .iter()
            .map(|(k, s, t, d)| {
                format!("{} {:?} Town{t} on {d}, paper {n} says.\n\n", SIDES[*s as usize], KINDS[*k as usize])
            })
            .collect();
        let document =
            annalist_document::read(&format!("paper {n}.txt"), text.as_bytes()).expect("a text").remove(0);
        let mut at = 0;
        let claims: Vec<Claim> = told
            .iter()
            .filter_map(|&(k, s, t, d)| {
                let words = format!("Town{t} on {d}");
                let found =
                    (at..document.passages.len()).find(|&i| document.passages[i].text.contains(&words))?;
                at = found + 1;
                Some(claim(&document, found, KINDS[k as usize], SIDES[s as usize], t, d))
            })
            .collect();
        let source =
            StoredSource { bytes: Some(text.as_bytes()), ..StoredSource::new(&document, &claims, &order) };
        project.add(&[source], &Default::default(), "scale", &clock()).expect("stored");
    }
    project.close().expect("closed");
}

fn claim(
    document: &annalist_document::Document,
    passage: usize,
    kind: Kind,
    side: &str,
    town: u64,
    day: annalist_time::Day,
) -> Claim {
    let text = &document.passages[passage].text;
    let span = Span::of(0, text.len());
    let at = Point { lat: 33.0 + (town % 97) as f64 / 25.0, lon: 36.0 + (town % 89) as f64 / 20.0 };
    Claim {
        id: content_id("c", [&document.digest.to_string(), &passage.to_string()].map(String::as_str)),
        evidence: Evidence {
            document: document.digest,
            span: document.passages[passage].map.to_file(span),
            quote: text.clone(),
        },
        passage: passage as u32,
        text_span: span,
        kind,
        actors: vec![Party {
            text: side.to_owned(),
            span: None,
            belligerent: None,
            side: Some(side.to_owned()),
            implied: false,
        }],
        targets: Vec::new(),
        places: vec![PlaceSlot {
            text: format!("Town{town}"),
            span: None,
            place: PlaceValue {
                status: PlaceStatus::Resolved,
                id: Some(format!("t:{town}")),
                name: Some(format!("Town{town}")),
                geometry: Some(Geometry::Point { at }),
                precision: Precision::Settlement,
                count: None,
                candidates: Vec::new(),
                cue: None,
                associative: false,
            },
            extent: Extent::Whole,
        }],
        when: Some(Edtf::day(day)),
        part: None,
        time_reason: TimeReason::Attached,
        modality: Modality::Asserted,
        factuality: Factuality::CertainPositive,
        attribution: Vec::new(),
        figures: Vec::new(),
        instruments: Vec::new(),
        scope: Scope::Event,
        rule: RuleId::named("scale/made"),
        confidence: 0.8,
        flags: Vec::new(),
        readings: Vec::new(),
        measures: annalist_claim::Measures::default(),
        asides: Vec::new(),
    }
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let events: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder");
    let file = arguments.next().map_or_else(|| folder.path().join("war.gpkg"), PathBuf::from);
    if !file.exists() {
        let began = Instant::now();
        war(events, &file);
        println!("{events} reports written in {:.1} s", began.elapsed().as_secs_f64());
    }
    let began = Instant::now();
    let settings = Settings { gate: Gate::local(), clock, upload: UploadLimits::default() };
    let app = App::open(&file, settings).expect("a project");
    println!("opened in {:.1} s", began.elapsed().as_secs_f64());
    let router = annalist_server::router(app);
    println!("{:>10} {:>10} {:>10}  address", "first ms", "again ms", "bytes");
    for path in [
        "project",
        "holdings/compact",
        "holdings/day?date=2031-01-01",
        "holdings/day?date=2017-04-10",
        "days",
        "events?limit=100",
        "events?limit=100&kind=capture&from=2031-01-01&to=2031-01-31",
        "events?limit=100&offset=50000",
        "events?limit=100&q=town77",
        "events/map?zoom=6",
        "events/map?zoom=9&bbox=36,34,37,35",
        "events/map?zoom=6&from=2031-01-01&to=2031-01-31",
        "events/map?zoom=14",
        "claims?limit=100",
        "claims?limit=100&q=town77",
        "disputes?limit=100",
        "figures?limit=100",
        "figures/totals",
        "places?limit=100",
        "sources",
        "accounts",
        "belligerents",
        "tempo",
        "sensitivity",
        "review?limit=50",
        "search?q=town77",
    ] {
        let mut ms = [0.0; 2];
        let mut bytes = 0;
        for time in &mut ms {
            let began = Instant::now();
            let request = Request::get(format!("/api/v1/{path}")).body(Body::empty()).expect("a request");
            let response = router.clone().oneshot(request).await.expect("an answer");
            let status = response.status();
            bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body").len();
            assert!(status.is_success(), "{path}: {status}");
            *time = began.elapsed().as_secs_f64() * 1000.0;
        }
        println!("{:>10.1} {:>10.1} {:>10}  {path}", ms[0], ms[1], bytes);
    }
}

//! A synthetic war whose truth is known.
//!
//! **How a war grows.** Twice as many reports come of more ground and of more time, not of one year in which
//! ever more happens: event data sets of a country hold some ten thousand named places and some thousand
//! days to the million of reports, and a war of a month has a few hundred places. So places and days
//! both grow with the root of the claims, and a place has as many claims a day in a small war as in a large
//! one. What is told without a place, by a side and a kind alone, still becomes denser, by the root: a
//! day of a large war has more of it.
//!
//! [`Growth::Places`] keeps the year and lets places alone grow with the claims: at a million claims forty
//! thousand places fight in one year, and the sixty thousand claims without a place are told of 365 days. It
//! is harder than wars are, and kept to compare with.

use std::collections::BTreeMap;

use annalist_chronicle::Source;
use annalist_claim::{
    Alignment, Claim, Extent, Factuality, Figure, FigureKind, Kind, Modality, Party, PlaceSlot, Scope,
};
use annalist_gazetteer::{Geometry, PlaceStatus, PlaceValue, Point, Precision};
use annalist_span::{Digest, Evidence, RuleId, Span, content_id};
use annalist_time::{Edtf, TimeReason};

/// A linear congruential generator: the same war every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A happening.
struct Happening {
    kind: Kind,
    side: u64,
    place: u64,
    day: i32,
    dead: Option<u64>,
    words: Vec<u64>,
}

const KINDS: [Kind; 8] = [
    Kind::Capture,
    Kind::Capture,
    Kind::Attack,
    Kind::Airstrike,
    Kind::Shelling,
    Kind::Harm,
    Kind::Hold,
    Kind::Withdraw,
];
const SIDES: [&str; 3] = ["reds", "blues", "greens"];

/// What grows with the claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growth {
    /// Places and days, each with the root: 4,000 places and a year at 100,000 claims.
    Both,
    /// Places, one to 25 claims; the war lasts a year.
    Places,
}

impl Growth {
    /// How many places and days a war of so many claims has.
    fn extent(self, claims: usize) -> (u64, u64) {
        match self {
            Self::Both => {
                let root = (claims as f64 / 100_000.0).sqrt();
                (((4000.0 * root) as u64).max(4), ((365.0 * root) as u64).max(10))
            }
            Self::Places => ((claims / 25).max(4) as u64, 365),
        }
    }
}

/// A war of so many claims: sources, and the happening behind each claim.
///
/// Happenings grow with the claims, places and days as `growth` says, words do not. Most happenings are told
/// one to four times; one in five hundred is told by everyone, up to sixty times.
pub(crate) fn war(claims: usize, growth: Growth, seed: u64) -> (Vec<Source>, BTreeMap<String, usize>) {
    told(claims, DOCUMENT, growth.extent(claims), seed)
}

/// One document of so many claims that comes late to a war of `war` claims: of its places and days.
pub(crate) fn late(claims: usize, war: usize, growth: Growth, seed: u64) -> Source {
    let mut sources = told(claims, claims, growth.extent(war), seed).0;
    sources.truncate(1);
    sources.remove(0)
}

/// Claims that a document of a war has.
const DOCUMENT: usize = 20;

fn told(
    claims: usize,
    each: usize,
    (places, days): (u64, u64),
    seed: u64,
) -> (Vec<Source>, BTreeMap<String, usize>) {
    let mut dice = Dice(seed);
    let start: annalist_time::Day = "2030-01-01".parse().expect("a day");
    let mut told: Vec<(usize, Claim)> = Vec::new();
    let mut happening = 0;
    while told.len() < claims {
        let truth = Happening {
            kind: KINDS[dice.below(KINDS.len() as u64) as usize],
            side: dice.below(3),
            place: dice.below(places),
            day: dice.below(days) as i32,
            dead: dice.chance(30).then(|| 1 + dice.below(60)),
            words: (0..6).map(|_| dice.below(4000)).collect(),
        };
        let times = if dice.below(500) == 0 { 20 + dice.below(40) } else { dice.below(4) };
        for _ in 0..=times {
            told.push((happening, report(&truth, start, &mut dice)));
        }
        happening += 1;
    }
    // Reports lie in documents of twenty, in the order of their days, as papers tell them.
    for i in (1..told.len()).rev() {
        told.swap(i, dice.below(i as u64 + 1) as usize);
    }
    let mut truth = BTreeMap::new();
    let mut sources = Vec::new();
    for (n, chunk) in told.chunks_mut(each).enumerate() {
        chunk.sort_by_key(|(_, claim)| claim.when.as_ref().and_then(Edtf::earliest));
        let document = Digest::of(format!("{seed} {n}").as_bytes());
        let claims = chunk
            .iter()
            .enumerate()
            .map(|(at, (happening, claim))| {
                let mut claim = claim.clone();
                claim.passage = at as u32 * 3;
                claim.evidence.document = document;
                claim.id = content_id("c", [&document.to_string(), &at.to_string()].map(String::as_str));
                truth.insert(claim.id.clone(), *happening);
                claim
            })
            .collect();
        sources.push(Source {
            document,
            name: format!("paper {n}"),
            title: None,
            publisher: None,
            work: None,
            alignment: Alignment::Unknown,
            claims,
        });
    }
    (sources, truth)
}

/// One report of a happening, with what reports lack and get wrong.
fn report(truth: &Happening, start: annalist_time::Day, dice: &mut Dice) -> Claim {
    let off = if dice.chance(6) { 1 } else { 0 };
    let day = start.saturating_add(jiff::Span::new().days(truth.day + off));
    let when =
        if dice.chance(8) { Edtf::days(day.yesterday().expect("in range"), day) } else { Edtf::day(day) };
    let party = |side: u64| Party {
        text: SIDES[side as usize].to_owned(),
        span: None,
        belligerent: None,
        side: Some(SIDES[side as usize].to_owned()),
        implied: false,
    };
    let mut words: Vec<String> =
        truth.words.iter().filter(|_| dice.chance(35)).map(|w| format!("word{w:04}")).collect();
    words.extend((0..5).map(|_| format!("word{:04}", 1000)));
    words.extend((0..5).map(|_| format!("word{:04}", dice.below(4000))));
    let figures = truth
        .dead
        .filter(|_| dice.chance(70))
        .map(|n| {
            let n = if dice.chance(80) { n } else { n + 1 + dice.below(10) };
            Figure {
                what: FigureKind::Killed,
                who: "people".to_owned(),
                side: None,
                min: Some(n),
                max: Some(n),
                quote: format!("{n} people"),
                span: None,
            }
        })
        .into_iter()
        .collect();
    Claim {
        id: String::new(),
        evidence: Evidence { document: Digest::of(b""), span: Span::new(0, 1), quote: words.join(" ") },
        passage: 0,
        text_span: Span::new(0, 1),
        kind: truth.kind,
        actors: if dice.chance(88) { vec![party(truth.side)] } else { Vec::new() },
        targets: if dice.chance(30) { vec![party((truth.side + 1) % 3)] } else { Vec::new() },
        places: if dice.chance(94) { vec![place(truth.place)] } else { Vec::new() },
        when: Some(when),
        part: None,
        time_reason: TimeReason::Attached,
        modality: Modality::Asserted,
        factuality: Factuality::CertainPositive,
        attribution: Vec::new(),
        figures,
        instruments: Vec::new(),
        scope: Scope::Event,
        rule: RuleId::named("synthetic"),
        confidence: 1.0,
        flags: Vec::new(),
        readings: Vec::new(),
        measures: annalist_claim::Measures::default(),
        asides: Vec::new(),
    }
}

fn place(n: u64) -> PlaceSlot {
    let at = Point { lat: 30.0 + (n % 300) as f64 * 0.05, lon: 30.0 + (n / 300) as f64 * 0.05 };
    PlaceSlot {
        text: format!("Town {n}"),
        span: None,
        place: PlaceValue {
            status: PlaceStatus::Resolved,
            id: Some(format!("t:{n}")),
            name: Some(format!("Town {n}")),
            geometry: Some(Geometry::Point { at }),
            precision: Precision::Settlement,
            count: None,
            candidates: Vec::new(),
            cue: None,
            associative: false,
        },
        extent: Extent::Whole,
    }
}

//! A builder of claims, for tests: an invented war of the `reds`, the `blues` and the `greens`
//! around the towns of Brenno, Tarsk and Velm.

use annalist_claim::{
    Alignment, Attribution, AttributionKind, Claim, Extent, Factuality, Figure, FigureKind, Kind, Modality,
    Party, PlaceSlot, Scope,
};
use annalist_gazetteer::{Geometry, PlaceStatus, PlaceValue, Point, Precision};
use annalist_span::{Digest, Evidence, RuleId, Span, content_id};
use annalist_time::{Edtf, PartOfDay, TimeReason};

use crate::{Account, Answer, Chronicle, Source};

/// A claim under construction.
#[derive(Clone, Debug)]
pub(crate) struct Told(pub(crate) Claim);

/// A claim of a kind, by a side, at a place, on a day.
pub(crate) fn told(kind: Kind, side: &str, place: &str, when: &str) -> Told {
    let claim = Claim {
        id: String::new(),
        evidence: Evidence { document: Digest::of(b""), span: Span::new(0, 1), quote: String::new() },
        passage: 0,
        text_span: Span::new(0, 1),
        kind,
        actors: if side.is_empty() { vec![] } else { vec![party(side)] },
        targets: Vec::new(),
        places: if place.is_empty() { vec![] } else { vec![slot(place)] },
        when: (!when.is_empty()).then(|| Edtf::parse(when).unwrap()),
        part: None,
        time_reason: TimeReason::Attached,
        modality: Modality::Asserted,
        factuality: Factuality::CertainPositive,
        attribution: Vec::new(),
        figures: Vec::new(),
        instruments: Vec::new(),
        scope: Scope::Event,
        rule: RuleId::named("test/told"),
        confidence: 1.0,
        flags: Vec::new(),
        readings: Vec::new(),
        measures: annalist_claim::Measures::default(),
        asides: Vec::new(),
    };
    Told(claim).quote(&format!("{side} {kind:?} {place}"))
}

pub(crate) fn party(side: &str) -> Party {
    Party {
        text: format!("the {side}"),
        span: None,
        belligerent: Some(side.to_owned()),
        side: Some(side.to_owned()),
        implied: false,
    }
}

/// A place slot: a known town, `?name` for a name that no gazetteer has.
pub(crate) fn slot(name: &str) -> PlaceSlot {
    let unknown = name.strip_prefix('?');
    let at = |n: &str| Point {
        lat: 10.0 + f64::from(n.bytes().map(u32::from).sum::<u32>() % 97) / 10.0,
        lon: 20.0 + f64::from(n.bytes().map(u32::from).sum::<u32>() % 89) / 10.0,
    };
    PlaceSlot {
        text: unknown.unwrap_or(name).to_owned(),
        span: None,
        place: PlaceValue {
            status: if unknown.is_some() { PlaceStatus::NotFound } else { PlaceStatus::Resolved },
            id: unknown.is_none().then(|| format!("t:{}", name.to_lowercase())),
            name: unknown.is_none().then(|| name.to_owned()),
            geometry: unknown.is_none().then(|| Geometry::Point { at: at(name) }),
            precision: if unknown.is_some() { Precision::Unknown } else { Precision::Settlement },
            count: None,
            candidates: Vec::new(),
            cue: None,
            associative: false,
        },
        extent: Extent::Whole,
    }
}

impl Told {
    pub(crate) fn quote(mut self, quote: &str) -> Self {
        self.0.evidence.quote = quote.to_owned();
        self
    }
    /// From whom.
    pub(crate) fn from(mut self, side: &str) -> Self {
        self.0.targets.push(party(side));
        self
    }
    pub(crate) fn and(mut self, place: &str) -> Self {
        self.0.places.push(slot(place));
        self
    }
    pub(crate) fn again(self) -> Self {
        let quote = format!("{} recaptured", self.0.evidence.quote);
        self.quote(&quote)
    }
    /// Words that say by the way who holds a place.
    pub(crate) fn aside(mut self, place: &str, side: &str) -> Self {
        let rule = RuleId::named("aside/held");
        self.0.asides.push(annalist_claim::Aside { place: slot(place), side: side.to_owned(), rule });
        self
    }
    /// What is taken, as written, from whom, with the words before and after it.
    pub(crate) fn thing(mut self, text: &str, side: &str) -> Self {
        self.0.targets.push(Party { text: text.to_owned(), ..party(side) });
        self
    }
    pub(crate) fn extent(mut self, extent: Extent) -> Self {
        self.0.places.iter_mut().for_each(|slot| slot.extent = extent);
        self
    }
    pub(crate) fn modality(mut self, modality: Modality) -> Self {
        self.0.modality = modality;
        self
    }
    pub(crate) fn scope(mut self, scope: Scope) -> Self {
        self.0.scope = scope;
        self
    }
    pub(crate) fn part(mut self, part: PartOfDay) -> Self {
        self.0.part = Some(part);
        self
    }
    /// At the word of a named source.
    pub(crate) fn by(mut self, name: &str, alignment: Alignment) -> Self {
        self.0.attribution.push(Attribution {
            text: name.to_owned(),
            span: None,
            kind: AttributionKind::Named,
            alignment,
            cue: None,
            reference: None,
            named: None,
        });
        self
    }
    pub(crate) fn figure(mut self, what: FigureKind, side: &str, min: u64, max: Option<u64>) -> Self {
        self.0.figures.push(Figure {
            what,
            who: format!("{side} fighters"),
            side: Some(side.to_owned()),
            min: Some(min),
            max,
            quote: format!("{min} {side}"),
            span: None,
        });
        self
    }
}

/// A document of claims, one passage each, in the order given.
pub(crate) fn document(name: &str, alignment: Alignment, told: Vec<Told>) -> Source {
    let document = Digest::of(name.as_bytes());
    let claims = told
        .into_iter()
        .enumerate()
        .map(|(at, Told(mut claim))| {
            claim.passage = at as u32;
            let start = at as u32 * 100;
            claim.evidence.document = document;
            claim.evidence.span = Span::new(start, start + claim.evidence.quote.len() as u32);
            claim.text_span = Span::new(0, claim.evidence.quote.len() as u32);
            claim.id = content_id("c", [name, &at.to_string(), &claim.evidence.quote]);
            claim
        })
        .collect();
    Source { document, name: name.to_owned(), title: None, publisher: None, work: None, alignment, claims }
}

/// One document of unknown leaning.
pub(crate) fn plain(told: Vec<Told>) -> Chronicle {
    Chronicle::build(&[document("a", Alignment::Unknown, told)], &[])
}

/// Who held a town at the end of a day, and how, as `all` tells it: "blues held".
pub(crate) fn held(chronicle: &Chronicle, place: &str, day: &str) -> String {
    held_by(chronicle, place, day, "all")
}

/// The same, as an account tells it.
pub(crate) fn held_by(chronicle: &Chronicle, place: &str, day: &str, account: &str) -> String {
    let answer = ask(chronicle, place, day, account);
    format!("{} {}", answer.holder.as_deref().unwrap_or("-"), crate::model::status_name(answer.status))
}

pub(crate) fn ask(chronicle: &Chronicle, place: &str, day: &str, account: &str) -> Answer {
    let account: Account = account.parse().unwrap();
    let id = format!("t:{}", place.to_lowercase());
    let id = if chronicle.places.contains_key(&id) { id } else { format!("name:{}", place.to_lowercase()) };
    chronicle.who(&id, day.parse().unwrap(), &account)
}

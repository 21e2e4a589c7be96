//! Claims from JSON lines, as `annalist claims` prints them.

use annalist_chronicle::Source;
use annalist_claim::{
    Alignment, Attribution, AttributionKind, Claim, Extent, Factuality, Figure, Party, PlaceSlot, Scope,
};
use annalist_gazetteer::{PlaceStatus, PlaceValue, Precision};
use annalist_span::{Digest, Evidence, RuleId, Span, content_id};
use annalist_time::{Edtf, TimeReason};
use serde_json::Value;

/// Reads a file of claims; a header line without a kind is passed over.
pub(crate) fn read(name: &str, text: &str) -> Result<Source, Box<dyn std::error::Error>> {
    let document = Digest::of(text.as_bytes());
    let mut claims = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let value: Value = serde_json::from_str(line)?;
        if value["kind"].is_string() {
            claims.push(claim(document, at as u32, &value)?);
        }
    }
    Ok(Source {
        document,
        name: name.to_owned(),
        title: None,
        publisher: None,
        work: None,
        alignment: Alignment::Unknown,
        claims,
    })
}

fn claim(document: Digest, at: u32, value: &Value) -> Result<Claim, Box<dyn std::error::Error>> {
    let strings = |field: &str| -> Vec<String> {
        value[field].as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    };
    let quote = value["quote"].as_str().unwrap_or_default().to_owned();
    let when = value["when"].as_str().map(Edtf::parse).transpose()?;
    Ok(Claim {
        id: content_id("c", [&document.to_string(), &at.to_string()].map(String::as_str)),
        evidence: Evidence { document, span: Span::new(at * 1000, at * 1000 + quote.len() as u32), quote },
        passage: at,
        text_span: Span::new(0, 1),
        kind: serde_json::from_value(value["kind"].clone())?,
        actors: parties(&value["actor"]),
        targets: parties(&value["target"]),
        places: strings("places").iter().map(|text| place(text)).collect(),
        time_reason: if when.is_some() { TimeReason::Attached } else { TimeReason::Unknown },
        when,
        part: serde_json::from_value(value["part"].clone())?,
        modality: serde_json::from_value(value["modality"].clone())?,
        factuality: Factuality::CertainPositive,
        attribution: strings("by").into_iter().map(named).collect(),
        figures: value["figures"].as_array().into_iter().flatten().filter_map(figure).collect(),
        instruments: strings("instrument"),
        scope: Scope::Event,
        rule: RuleId::named("wire"),
        confidence: 1.0,
        flags: Vec::new(),
        readings: Vec::new(),
        measures: annalist_claim::Measures::default(),
        asides: Vec::new(),
    })
}

fn parties(value: &Value) -> Vec<Party> {
    let side = |v: &Value| v["side"].as_str().map(str::to_owned);
    let party = |v: &Value| Party {
        text: v["text"].as_str().unwrap_or_default().to_owned(),
        span: None,
        belligerent: None,
        side: side(v),
        implied: false,
    };
    value.as_array().into_iter().flatten().map(party).collect()
}

fn place(text: &str) -> PlaceSlot {
    let part = ["parts of ", "large parts of "].iter().find_map(|p| text.strip_prefix(p));
    PlaceSlot {
        text: part.unwrap_or(text).to_owned(),
        span: None,
        place: PlaceValue {
            status: PlaceStatus::NotFound,
            id: None,
            name: None,
            geometry: None,
            precision: Precision::Unknown,
            count: None,
            candidates: Vec::new(),
            cue: None,
            associative: false,
        },
        extent: if part.is_some() { Extent::Part } else { Extent::Whole },
    }
}

/// A named source. Whose side it leans to is read from its words, where they say so.
fn named(text: String) -> Attribution {
    let lower = text.to_lowercase();
    let leans = ["government", "opposition"].into_iter().find(|side| lower.contains(side));
    Attribution {
        alignment: leans.map_or(Alignment::Unknown, |side| Alignment::Leans(side.to_owned())),
        text,
        span: None,
        kind: AttributionKind::Named,
        cue: None,
        reference: None,
        named: None,
    }
}

fn figure(value: &Value) -> Option<Figure> {
    Some(Figure {
        what: serde_json::from_value(value["what"].clone()).ok()?,
        who: value["who"].as_str().unwrap_or_default().to_owned(),
        side: value["side"].as_str().map(str::to_owned),
        min: value["min"].as_u64(),
        max: value["max"].as_u64(),
        quote: value["quote"].as_str().unwrap_or_default().to_owned(),
        span: None,
    })
}

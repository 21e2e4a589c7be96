//! Claims as JSON lines.

use annalist_document::Document;
use serde_json::{Value, json};

use crate::{AttributionKind, Claim, Party};

/// One claim as the JSON object that `annalist claims` prints: what is claimed (the
/// manual lists the fields), and the id, document, byte range, rule, factuality and attribution chain.
pub fn claim_json(claim: &Claim, document: &Document) -> Value {
    let party =
        |p: &Party| json!({"text": p.text, "side": p.side, "id": p.belligerent, "implied": p.implied});
    let places: Vec<Value> = claim
        .places
        .iter()
        .map(|p| {
            json!({
                "text": p.text,
                "status": p.place.status,
                "id": p.place.id,
                "name": p.place.name,
                "count": p.place.count,
                "extent": p.extent,
                "precision": p.place.precision,
            })
        })
        .collect();
    let by: Vec<&str> = claim
        .attribution
        .iter()
        .filter(|a| matches!(a.kind, AttributionKind::Named | AttributionKind::Unnamed) && !a.text.is_empty())
        .map(|a| a.text.as_str())
        .collect();
    let figures: Vec<Value> = claim
        .figures
        .iter()
        .map(|f| json!({"what": f.what, "who": f.who, "side": f.side, "min": f.min, "max": f.max, "quote": f.quote}))
        .collect();
    let asides: Vec<Value> = claim
        .asides
        .iter()
        .map(|a| json!({"place": a.place.text, "id": a.place.place.id, "side": a.side, "rule": a.rule}))
        .collect();
    let range = document.in_file(claim.evidence.span);
    json!({
        "id": claim.id,
        "doc": document.name,
        "start": range.start,
        "end": range.end,
        "quote": claim.evidence.quote,
        "kind": claim.kind,
        "actor": claim.actors.iter().map(party).collect::<Vec<_>>(),
        "target": claim.targets.iter().map(party).collect::<Vec<_>>(),
        "places": places,
        "when": claim.when,
        "part": claim.part,
        "modality": claim.modality,
        "factuality": claim.factuality,
        "by": by,
        "attribution": claim.attribution,
        "figures": figures,
        "instrument": claim.instruments,
        "duration": claim.measures.duration,
        "direction": claim.measures.direction,
        "distance": claim.measures.distance,
        "scope": claim.scope,
        "rule": claim.rule,
        "confidence": (f64::from(claim.confidence) * 1000.0).round() / 1000.0,
        "flags": claim.flags,
        "readings": claim.readings,
        "asides": asides,
    })
}

//! Measures quantities and clause spans against documents annotated by hand.
//!
//! Reads `gold/*.jsonl` and `gold/docs` under `ANNALIST_SHARED` or `../shared`; skipped where there is
//! none. With `ANNALIST_ERRORS` set it prints what was missed.
#![allow(clippy::print_stderr, reason = "a measurement prints its figures")]

use std::path::{Path, PathBuf};

use annalist_language::{Pipeline, Quantity, quantities};
use annalist_span::Span;
use serde::Deserialize;

#[derive(Deserialize)]
struct Claim {
    quote: String,
    #[serde(default)]
    figures: Vec<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    min: Option<u64>,
    max: Option<u64>,
    quote: String,
}

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("ANNALIST_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    Some(shared.join("gold")).filter(|d| d.join("docs").is_dir())
}

/// Shared bytes over all bytes.
fn overlap(a: Span, b: Span) -> f64 {
    let both = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    f64::from(both) / f64::from(a.cover(b).len().max(1))
}

#[test]
fn quantities_and_spans_of_annotated_documents() {
    let Some(gold) = shared() else {
        eprintln!("skipped: no annotated documents");
        return;
    };
    let errors = std::env::var_os("ANNALIST_ERRORS").is_some();
    let (mut figures, mut right) = (0, 0);
    let (mut claims, mut close, mut exact) = (0, 0, 0);
    for (annotation, document) in
        [("001.jsonl", "001.txt"), ("003.jsonl", "003.txt"), ("sumy.jsonl", "sumy.md")]
    {
        let Ok(lines) = std::fs::read_to_string(gold.join(annotation)) else { continue };
        let Ok(text) = std::fs::read_to_string(gold.join("docs").join(document)) else { continue };
        let mut spans = Vec::new();
        let mut found: Vec<Quantity> = Vec::new();
        for sentence in &Pipeline::embedded().analyse(&text).sentences {
            found.extend(quantities(&text, sentence));
            spans.extend(sentence.clauses.iter().map(|c| c.span));
        }
        for claim in lines.lines().filter_map(|l| serde_json::from_str::<Claim>(l).ok()) {
            let Some(start) = text.find(&claim.quote) else { continue };
            let quote = Span::of(start, start + claim.quote.len());
            let nearest =
                spans.iter().copied().max_by(|&a, &b| overlap(a, quote).total_cmp(&overlap(b, quote)));
            let best = nearest.map_or(0.0, |s| overlap(s, quote));
            claims += 1;
            close += usize::from(best >= 0.8);
            exact += usize::from(best >= 1.0);
            if errors && best < 0.8 {
                let nearest = nearest.map_or("", |s| s.of_text(&text));
                eprintln!("span {best:.2}: {}\n        -> {nearest}", claim.quote);
            }
            for figure in claim.figures.iter().filter(|f| f.min.is_some() || f.max.is_some()) {
                let Some(inner) =
                    claim.quote.find(&figure.quote).or_else(|| text.find(&figure.quote).map(|_| 0))
                else {
                    continue;
                };
                let at = if claim.quote.contains(&figure.quote) {
                    start + inner
                } else {
                    text.find(&figure.quote).unwrap_or(0)
                };
                let place = Span::of(at, at + figure.quote.len());
                let here: Vec<&Quantity> = found.iter().filter(|q| q.span.overlaps(place)).collect();
                let hit = here.iter().any(|q| (q.min, q.max) == (figure.min, figure.max));
                figures += 1;
                right += usize::from(hit);
                if errors && !hit {
                    eprintln!("figure {:?} {:?} «{}»: found {here:?}", figure.min, figure.max, figure.quote);
                }
            }
        }
    }
    eprintln!(
        "figures right {right} of {figures}; claim quotes: a clause's span exact {exact}, close {close} of {claims}"
    );
    assert!(right * 100 >= figures * 80, "{right} of {figures} figures");
}

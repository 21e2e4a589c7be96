//! Compares the times of clauses with annotated claims:
//! `clauses DOCUMENT CLAIMS.jsonl` prints how many claims' days are exact, and the others.
#![allow(clippy::print_stdout)]

use std::error::Error;

use annalist_language::{Pipeline, Relation};
use annalist_span::Span;
use annalist_time::{ClauseTime, Edtf, TimeLayer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "clauses DOCUMENT CLAIMS.jsonl";
    let (file, claims) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let bytes = std::fs::read(&file)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let document = annalist_document::read(&file, &bytes)?.remove(0);
    let pipeline = Pipeline::embedded();
    let analyses: Vec<_> = document.passages.iter().map(|p| pipeline.analyse(&p.text)).collect();
    let layer = TimeLayer::read(&document, &analyses, None);
    let (mut all, mut found, mut exact, mut part) = (0, 0, 0, 0);
    let (mut days_all, mut days_exact) = (0, 0);
    for line in std::fs::read_to_string(claims)?.lines() {
        let claim: serde_json::Value = serde_json::from_str(line)?;
        let Some(quote) = claim["quote"].as_str() else { continue };
        all += 1;
        let Some(at) = text.find(quote) else {
            println!("NOT IN FILE {quote}");
            continue;
        };
        let file_span = Span::of(at, at + quote.len());
        let hit = document
            .passages
            .iter()
            .enumerate()
            .filter(|(_, p)| p.role.is_narrative())
            .find_map(|(i, p)| Some((i, p.map.to_text(file_span)?)));
        let Some((passage, span)) = hit else {
            println!("NOT READ {quote}");
            continue;
        };
        found += 1;
        let time = time_of(&layer, &analyses[passage], passage, span);
        let when = time.when.as_ref().map(Edtf::as_str);
        let days = |e: Option<&str>| e.map(|e| Edtf::parse(e).map(|e| (e.earliest(), e.latest())).ok());
        let same = days(when) == days(claim["when"].as_str());
        exact += usize::from(same);
        let is_day = claim["when"].as_str().is_some_and(|w| w.len() == 10);
        days_all += usize::from(is_day);
        days_exact += usize::from(is_day && same);
        let told = serde_json::to_value(time.part)?;
        part += usize::from(told == claim["part"]);
        if !same {
            let id = claim["id"].as_str().unwrap_or("");
            let cut: String = quote.chars().take(90).collect();
            println!("{id} gold {} got {} {:?} | {cut}", claim["when"], when.unwrap_or("-"), time.reason);
        }
    }
    println!("{all} claims, {found} read, {exact} with the exact day, {part} with the part of day");
    println!("of {days_all} claims of a single day {days_exact} exact");
    Ok(())
}

/// The time of the topmost clause whose predicate the quotation holds; of the span without one.
fn time_of(
    layer: &TimeLayer,
    analysis: &annalist_language::Analysis,
    passage: usize,
    span: Span,
) -> ClauseTime {
    let mut best: Option<(u32, usize, usize)> = None;
    for (s, sentence) in analysis.sentences.iter().enumerate() {
        let inside = |c: usize| {
            let predicate = sentence.clauses[c].predicate as usize;
            sentence.tokens.get(predicate).is_some_and(|t| span.contains(t.span))
        };
        for c in (0..sentence.clauses.len()).filter(|c| inside(*c)) {
            let governor = sentence.clauses[c].governor.map(|g| g.clause as usize);
            let common = sentence.clauses[c].span;
            let common = common.end.min(span.end).saturating_sub(common.start.max(span.start));
            if !governor.is_some_and(inside) && best.is_none_or(|b| common > b.0) {
                best = Some((common, s, c));
            }
        }
    }
    // What somebody said is the claim, not the saying.
    if let Some((_, s, c)) = &mut best {
        let said = analysis.sentences[*s].clauses.iter().position(|inner| {
            inner.governor.is_some_and(|g| g.clause as usize == *c && g.relation == Relation::Complement)
                && span.contains(analysis.sentences[*s].tokens[inner.predicate as usize].span)
        });
        *c = said.unwrap_or(*c);
    }
    match best {
        Some((_, s, c)) => layer.clause_time(passage as u32, s, c),
        None => layer.time_at(passage as u32, span),
    }
}

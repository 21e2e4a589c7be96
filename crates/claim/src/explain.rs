//! Why a clause became a claim, or did not.

use annalist_document::Document;
use annalist_span::Span;
use serde::Serialize;

use crate::compose;
use crate::extractor::Extractor;
use crate::matcher::run;
use crate::view::View;

/// One clause with the rules that read it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Bytes of the original file.
    pub span: Span,
    /// The clause's words.
    pub quote: String,
    /// The predicate as rules look it up.
    pub predicate: String,
    /// The arguments with their roles and classes.
    pub arguments: Vec<String>,
    /// Its time and how that came to it.
    pub time: String,
    /// The rule that fired.
    pub fired: Option<String>,
    /// What became of it, when another claim took it in.
    pub note: Option<String>,
    /// Rules that nearly fired, with the condition that failed.
    pub near: Vec<(String, String)>,
}

impl Extractor {
    /// Explains every clause that touches a line of the original file (counted from 1).
    pub fn explain(&self, document: &Document, bytes: &[u8], line: u32) -> Vec<Explanation> {
        let Some(range) = line_range(bytes, line) else { return Vec::new() };
        let analyses = crate::extractor::analyse(document);
        let world = self.world(document, &analyses, None);
        let mut out = Vec::new();
        for (index, passage) in document.passages.iter().enumerate() {
            if !passage.role.is_narrative() || !passage.file_span().overlaps(range) {
                continue;
            }
            let heading = crate::heading::heading(&world, &analyses[index], index as u32)
                .or_else(|| crate::heading::of_section(&world, index as u32));
            for (s, sentence) in analyses[index].sentences.iter().enumerate() {
                if !passage.map.to_file(sentence.span).overlaps(range) {
                    continue;
                }
                let view = View::new(index as u32, passage, s as u32, sentence, &self.lexicon);
                let view = self.complete(view, heading.as_ref());
                let matched = compose::read(&view, &self.rules, &world);
                let kept = crate::merge::merge(&view, &matched);
                for (i, (clause, bound)) in view.clauses.iter().zip(&matched.bounds).enumerate() {
                    let outcome = run(&view, clause, bound, &self.rules);
                    let note = (outcome.fired.is_some() && !kept.iter().any(|d| d.clause == i))
                        .then(|| "taken into another claim".to_owned());
                    let roles = [
                        ("agent", &bound.agents),
                        ("patient", &bound.patients),
                        ("oblique", &bound.obliques),
                    ];
                    out.push(Explanation {
                        span: passage.map.to_file(clause.span),
                        quote: view.text(clause.span).to_owned(),
                        predicate: bound.key.clone(),
                        arguments: roles
                            .iter()
                            .flat_map(|(role, list)| {
                                list.iter().map(|a| {
                                    format!(
                                        "{} {:?} [{}]",
                                        a.preposition.as_deref().unwrap_or(role),
                                        view.text(a.span),
                                        a.classes.names().join(", ")
                                    )
                                })
                            })
                            .collect(),
                        time: world.time_of(&view, i).explain(document),
                        fired: outcome.fired.map(|r| self.rules.rule(r).id.to_string()),
                        note,
                        near: outcome
                            .near
                            .iter()
                            .map(|n| (self.rules.rule(n.rule).id.to_string(), n.failed.clone()))
                            .collect(),
                    });
                }
            }
        }
        out
    }
}

fn line_range(bytes: &[u8], line: u32) -> Option<Span> {
    let mut start = 0;
    for (n, text) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        if n as u32 + 1 == line {
            return Some(Span::of(start, start + text.len()));
        }
        start += text.len();
    }
    None
}

//! Passages of documents, with marks where their claims and slots stand.

use annalist_claim::Claim;
use annalist_document::{Document, Role};
use annalist_span::Span;
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::utf16;
use crate::view::Shown;

/// A passage.
#[derive(Serialize, ToSchema)]
#[schema(as = Passage)]
pub(crate) struct PassageRow {
    pub(crate) index: usize,
    /// What it is in its document: title, heading, narrative, list_item, infobox …
    #[schema(value_type = String)]
    pub(crate) role: Role,
    /// Heading of its section.
    pub(crate) section: Option<String>,
    pub(crate) text: String,
    /// Bytes of the file.
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) marks: Vec<Mark>,
    /// Ids of the claims that the marks number.
    pub(crate) claims: Vec<String>,
}

/// Words of a passage that stand for something, in UTF-16 code units. Marks may overlap.
#[derive(Serialize, ToSchema, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) what: MarkKind,
    /// Which of the claims.
    pub(crate) claim: usize,
    /// Which of the claim's actors, places … it is.
    pub(crate) index: usize,
}

/// What words stand for.
#[derive(Clone, Copy, Serialize, ToSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MarkKind {
    Claim,
    Actor,
    Target,
    Place,
    Source,
    Figure,
    Citation,
}

/// A passage with the marks of some claims.
pub(crate) fn passage(document: &Document, index: usize, claims: &[&Claim]) -> Option<PassageRow> {
    let passage = document.passages.get(index)?;
    let range = document.in_file(passage.file_span());
    let mut marks: Vec<Mark> = Vec::new();
    for (nth, claim) in claims.iter().enumerate().filter(|(_, c)| c.passage as usize == index) {
        let mut mark = |span: Option<Span>, what: MarkKind, index: usize| {
            if let Some(span) = span {
                let [from, to] = utf16(&passage.text, span);
                marks.push(Mark { from, to, what, claim: nth, index });
            }
        };
        mark(Some(claim.text_span), MarkKind::Claim, 0);
        claim.actors.iter().enumerate().for_each(|(i, p)| mark(p.span, MarkKind::Actor, i));
        claim.targets.iter().enumerate().for_each(|(i, p)| mark(p.span, MarkKind::Target, i));
        claim.places.iter().enumerate().for_each(|(i, p)| mark(p.span, MarkKind::Place, i));
        claim.attribution.iter().enumerate().for_each(|(i, a)| mark(a.span, MarkKind::Source, i));
        claim.figures.iter().enumerate().for_each(|(i, f)| mark(f.span, MarkKind::Figure, i));
        for citation in &passage.citations {
            let cited =
                |a: &annalist_claim::Attribution| a.reference.is_some() && a.reference == citation.reference;
            if let Some(index) = claim.attribution.iter().position(cited) {
                mark(Some(Span::new(citation.at, citation.at)), MarkKind::Citation, index);
            }
        }
    }
    marks.sort();
    marks.dedup();
    Some(PassageRow {
        index,
        role: passage.role,
        section: section(document, passage.section),
        text: passage.text.clone(),
        start: range.start,
        end: range.end,
        marks,
        claims: claims.iter().map(|c| c.id.clone()).collect(),
    })
}

/// The heading of a section.
pub(crate) fn section(document: &Document, index: u32) -> Option<String> {
    let heading = document.sections.get(index as usize)?.heading?;
    document.passages.get(heading as usize).map(|p| p.text.clone())
}

/// The claims of a passage among those of its document, in the order of the text.
pub(crate) fn claims_of(claims: &[Shown], document: usize, passage: usize) -> Vec<&Claim> {
    let from = claims.partition_point(|c| c.document < document);
    claims[from..]
        .iter()
        .take_while(|c| c.document == document)
        .filter(|c| c.claim.passage as usize == passage)
        .map(|c| &c.claim)
        .collect()
}

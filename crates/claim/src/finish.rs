//! Citations, ids, confidence and flags, when every slot is filled; evidence and attribution links.

use annalist_document::{Document, SectionKind};
use annalist_span::{Evidence, Span, content_id};

use crate::attribution::Teller;
use crate::story::Story;
use crate::view::View;
use crate::world::World;
use crate::{Attribution, AttributionKind, Claim, Scope, slots};

/// Citations, ids, confidence and flags, when every slot is filled.
///
/// Two rules that read the same words the same way made one claim: the first stays.
pub(crate) fn finish(document: &Document, claims: &mut Vec<Claim>) {
    crate::outside::flag(claims);
    for claim in claims.iter_mut() {
        cite(document, claim);
        flag(document, claim);
        crate::confidence::rate(claim);
        let slots = format!(
            "{:?}|{:?}|{:?}|{:?}|{}",
            claim.kind,
            claim.modality,
            claim.actors.iter().map(|a| &a.text).collect::<Vec<_>>(),
            claim.places.iter().map(|p| &p.text).collect::<Vec<_>>(),
            claim.attribution.iter().map(|a| a.text.as_str()).collect::<Vec<_>>().join(";"),
        );
        claim.id = content_id(
            "c",
            [document.digest.to_string().as_str(), claim.evidence.span.to_string().as_str(), slots.as_str()],
        );
    }
    let mut seen = std::collections::BTreeSet::new();
    claims.retain(|claim| seen.insert(claim.id.clone()));
}

/// The references whose marks close the claim's sentence or stand in its words.
fn cite(document: &Document, claim: &mut Claim) {
    let Some(passage) = document.passages.get(claim.passage as usize) else { return };
    let Some(first) = passage.citations.iter().find(|c| c.at >= claim.text_span.end) else { return };
    let at = first.at;
    let between = passage.text.get(claim.text_span.end as usize..at as usize).unwrap_or("");
    if between.contains(". ") {
        return;
    }
    for citation in passage.citations.iter().filter(|c| c.at == at) {
        let Some(index) = citation.reference else { continue };
        let Some(reference) = document.references.get(index as usize) else { continue };
        let text = reference
            .outlet
            .clone()
            .or_else(|| reference.title.clone())
            .unwrap_or_else(|| reference.label.clone());
        let kind = AttributionKind::Reference;
        claim.attribution.push(Attribution { text, kind, reference: Some(index), ..nobody(None) });
    }
}

/// Editors' flags in the claim's words or at the end of its sentence.
fn flag(document: &Document, claim: &mut Claim) {
    let Some(passage) = document.passages.get(claim.passage as usize) else { return };
    if passage.flags.is_empty() {
        return;
    }
    let end = claim.text_span.end as usize;
    let tail = passage.text.get(end..).unwrap_or("").as_bytes();
    let stop = tail.windows(2).position(|w| matches!(w, b". " | b"! " | b"? "));
    let last = (end + stop.map_or(tail.len(), |at| at + 1)) as u32;
    for flag in passage.flags.iter().filter(|f| f.at > claim.text_span.start && f.at <= last) {
        claim.flags.push(format!("editor: {}", flag.text));
    }
}

pub(crate) fn scope(document: &Document, passage: u32) -> Scope {
    let section =
        document.passages.get(passage as usize).and_then(|p| document.sections.get(p.section as usize));
    match section.map(|s| s.kind) {
        Some(SectionKind::Lead) if document.sections.len() > 1 => Scope::Summary,
        _ => Scope::Event,
    }
}

pub(crate) fn evidence(document: &Document, view: &View<'_>, span: Span) -> Evidence {
    Evidence {
        document: document.digest,
        span: view.source.map.to_file(span),
        quote: view.text(span).to_owned(),
    }
}

/// A source that no words name.
pub(crate) fn nobody(cue: Option<String>) -> Attribution {
    Attribution {
        text: String::new(),
        span: None,
        kind: AttributionKind::Unnamed,
        alignment: crate::Alignment::Unknown,
        cue,
        reference: None,
        named: None,
    }
}

pub(crate) fn link(view: &View<'_>, world: &World<'_>, story: &Story, teller: &Teller) -> Attribution {
    let Some(span) = teller.words else { return nobody(Some(teller.cue.clone())) };
    let span = slots::trim(view, span);
    let mut text = view.text(span).to_owned();
    if teller.head.is_some_and(|h| matches!(view.token(h).tag, annalist_language::Tag::Prp))
        && let Some(name) = speaker(story, &text).or_else(|| world.actor(view.passage, span).antecedent)
    {
        text = name;
    }
    let named = !teller.unnamed && text.chars().any(char::is_uppercase);
    Attribution {
        alignment: world.alignment(&text),
        text,
        span: Some(span),
        kind: if named { AttributionKind::Named } else { AttributionKind::Unnamed },
        cue: Some(teller.cue.clone()),
        reference: None,
        named: None,
    }
}

/// Who "he" or "it" is that speaks: the last who spoke in the paragraph, else the last source told.
fn speaker(story: &Story, pronoun: &str) -> Option<String> {
    let last = story.source.as_ref().filter(|a| a.kind == AttributionKind::Named);
    let third = matches!(pronoun.to_lowercase().as_str(), "he" | "she" | "it");
    last.filter(|_| third).map(|a| a.text.clone()).or_else(|| story.speaker(pronoun))
}

#[cfg(test)]
mod tests {
    use crate::Extractor;

    #[test]
    fn an_editors_flag_is_of_the_claims_of_its_sentence() {
        let text = "Jump to content\n\nBattle of Dorn\n\nFrom Wikipedia, the free encyclopedia\nOn 3 April 2017 the rebels captured Suran.[1] At least 12 soldiers were killed.[citation needed] The army shelled Maardis on 4 April 2017.[2][unreliable source?]\n";
        let document = annalist_document::read("t.txt", text.as_bytes()).unwrap().remove(0);
        let told: Vec<(String, Vec<String>)> = Extractor::embedded()
            .extract(&document, None)
            .claims
            .into_iter()
            .map(|c| (c.evidence.quote, c.flags.into_iter().filter(|f| f.starts_with("editor")).collect()))
            .collect();
        let of = |words: &str| told.iter().find(|t| t.0.contains(words)).map(|t| t.1.clone()).unwrap();
        assert!(of("captured Suran").is_empty(), "{told:?}");
        assert_eq!(of("soldiers were killed"), ["editor: citation needed"]);
        assert_eq!(of("shelled Maardis"), ["editor: unreliable source?"]);
    }
}

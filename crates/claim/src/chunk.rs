//! A second reading of a clause, without its tree: noun chunks to the left and right of the verb.
//!
//! A reader in a hurry takes the nearest armed party before the verb as the doer and the nearest
//! place after it as the place. Where that reading and the tree's agree, the claim is safer; where
//! they differ, both are kept, and a reviewer chooses.

use annalist_language::{Label, Tag};
use annalist_span::{RuleId, Span};

use crate::draft::Draft;
use crate::lexicon::Classes;
use crate::view::{Knowledge, View};
use crate::world::World;
use crate::{Claim, Kind, Reading};

/// How many words lie between an auxiliary and its participle at most.
const REACH: u32 = 4;

/// Readings of a claim's slots that differ from the tree's.
pub(crate) fn differing(view: &View<'_>, world: &World<'_>, draft: &Draft, claim: &Claim) -> Vec<Reading> {
    if draft.nominal || draft.predicate >= view.len() {
        return Vec::new();
    }
    let mut out = Vec::new();
    if let Some((span, side)) = doer(view, world, draft.predicate) {
        let told = claim.actors.iter().filter(|a| !a.implied);
        let same = told.clone().any(|a| a.side.as_deref() == Some(side.as_str()));
        let unsided = told.clone().any(|a| a.side.is_none());
        if !same && !unsided {
            out.push(Reading {
                slot: "actor".to_owned(),
                text: view.text(span).to_owned(),
                span,
                value: Some(side),
                rule: RuleId::named("chunk/actor"),
            });
        }
    }
    if of_place(claim.kind)
        && let Some((span, id)) = place(view, world, draft.predicate)
        && !claim.places.iter().any(|p| p.place.id.as_deref() == Some(id.as_str()))
        && !claim.places.iter().any(|p| p.span.is_some_and(|s| s.overlaps(span)))
    {
        out.push(Reading {
            slot: "place".to_owned(),
            text: view.text(span).to_owned(),
            span,
            value: Some(id),
            rule: RuleId::named("chunk/place"),
        });
    }
    out
}

/// Kinds whose place usually follows the verb.
const fn of_place(kind: Kind) -> bool {
    matches!(kind, Kind::Capture | Kind::Withdraw | Kind::Transfer | Kind::Hold | Kind::Enter)
}

/// The armed chunk that a reader of chunks takes for the doer, with its side.
fn doer(view: &View<'_>, world: &World<'_>, predicate: u32) -> Option<(Span, String)> {
    if is_passive(view, predicate) {
        let by = (predicate + 1..view.len()).find(|&i| view.word(i).eq_ignore_ascii_case("by"))?;
        let (head, span) = chunks(view).into_iter().find(|(h, _)| *h > by)?;
        return side(view, world, head, span).map(|s| (span, s));
    }
    chunks(view).into_iter().rev().filter(|(head, _)| *head < predicate).find_map(|(head, span)| {
        let first = view.tokens_in(span).next()?;
        let governed = first > 0 && matches!(view.token(first - 1).tag, Tag::In | Tag::To);
        if governed { None } else { side(view, world, head, span).map(|s| (span, s)) }
    })
}

/// The side of a chunk, when it is no place and nobody's victim.
fn side(view: &View<'_>, world: &World<'_>, head: u32, span: Span) -> Option<String> {
    if world.is_place(view.passage, view.token(head).span) {
        return None;
    }
    let classes = view.lexicon.noun(&crate::lexicon::key(&view.token(head).lemma));
    if classes.has(Classes::EQUIPMENT) && !classes.has(Classes::ARMED) {
        return None;
    }
    world.actor(view.passage, span).side.filter(|s| s != "civilian")
}

/// The nearest resolved place after the verb, before the next verb that can stand alone.
fn place(view: &View<'_>, world: &World<'_>, predicate: u32) -> Option<(Span, String)> {
    let end = (predicate + 1..view.len())
        .find(|&i| matches!(view.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp))
        .map_or(view.sentence.span.end, |i| view.token(i).span.start);
    let from = view.token(predicate).span.end;
    let after = Span::new(from, end);
    world.places_along(view.passage, after).iter().find_map(|m| {
        let inside = after.contains(m.span) && !m.value.associative;
        if inside { m.value.id.clone().map(|id| (m.span, id)) } else { None }
    })
}

/// "was taken", "had been quickly taken": told from the words before, not from the tree.
fn is_passive(view: &View<'_>, predicate: u32) -> bool {
    view.token(predicate).tag == Tag::Vbn
        && (predicate.saturating_sub(REACH)..predicate)
            .rev()
            .take_while(|&i| {
                !matches!(view.token(i).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
                    || view.token(i).label == Label::Advmod
            })
            .any(|i| &*view.token(i).lemma == "be")
}

/// Runs of determiners, adjectives, numbers and nouns: (last noun, span), in text order.
fn chunks(view: &View<'_>) -> Vec<(u32, Span)> {
    let mut out = Vec::new();
    let mut open: Option<(Span, Option<u32>)> = None;
    let mut close = |run: Option<(Span, Option<u32>)>| {
        if let Some((span, Some(head))) = run {
            out.push((head, span));
        }
    };
    for i in 0..view.len() {
        let token = view.token(i);
        let noun = matches!(token.tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Prp);
        let part = noun
            || matches!(token.tag, Tag::Dt | Tag::PrpS | Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Cd | Tag::Pos)
            || matches!(view.word(i), "-" | "–" | "'");
        let opens = matches!(token.tag, Tag::Dt | Tag::PrpS | Tag::Prp);
        if !part || opens && open.as_ref().is_some_and(|(_, head)| head.is_some()) {
            close(open.take());
        }
        if part {
            let (span, head) = open.take().unwrap_or((token.span, None));
            open = Some((span.cover(token.span), if noun { Some(i) } else { head }));
        }
    }
    close(open);
    out
}

#[cfg(test)]
mod tests {
    use crate::Extractor;

    fn readings(text: &str) -> Vec<Vec<(String, String)>> {
        let documents = annalist_document::read("a.txt", text.as_bytes()).unwrap();
        let claims = Extractor::embedded().extract(&documents[0], None).claims;
        claims.iter().map(|c| c.readings.iter().map(|r| (r.slot.clone(), r.text.clone())).collect()).collect()
    }

    #[test]
    fn a_plain_clause_reads_the_same_both_ways() {
        let found = readings("On 4 May 2019, rebel forces captured the village of Belvar.");
        assert_eq!(found, vec![Vec::new()]);
    }

    #[test]
    fn a_passive_reads_the_same_both_ways() {
        let found = readings("On 4 May 2019, the village of Belvar was captured by rebel forces.");
        assert_eq!(found, vec![Vec::new()]);
    }

    #[test]
    fn a_party_between_subject_and_verb_is_another_reading() {
        let found = readings(
            "On 4 May 2019, government forces fought the rebels all day and captured the village of Belvar.",
        );
        let all: Vec<_> = found.into_iter().flatten().collect();
        assert!(all.contains(&("actor".to_owned(), "the rebels".to_owned())), "{all:?}");
    }
}

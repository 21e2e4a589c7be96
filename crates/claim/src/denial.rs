//! "This was denied by X", "X denied responsibility": the last claim, denied.

use crate::attribution::{self, Sources, Stance, Teller};
use crate::draft::{self, Draft, Matched};
use crate::finish::{evidence, link};
use crate::lexicon::Classes;
use crate::story::Story;
use crate::view::View;
use crate::world::World;
use crate::{Claim, Extractor, Modality, slots};

impl Extractor {
    /// "this was denied by X", "X denied responsibility": the last claim, denied.
    pub(crate) fn deny(
        &self,
        view: &View<'_>,
        world: &World<'_>,
        story: &Story,
        matched: &Matched,
        sources: &Sources,
        told: &mut Vec<(Draft, Claim)>,
    ) {
        for (i, clause) in view.clauses.iter().enumerate() {
            if View::is_nominal(clause) || !self.lexicon.listed("deny", &clause.lemma) {
                continue;
            }
            let inside = told.iter().any(|(d, c)| {
                c.modality == Modality::Denied && draft::chain(view, d.clause).iter().any(|(g, _)| *g == i)
            });
            if inside || clause.negated {
                continue;
            }
            let bound = &matched.bounds[i];
            let Some(denier) = bound.agents.iter().find(|a| !a.classes.has(Classes::EVENT)) else { continue };
            let Some((base, draft)) = told
                .iter()
                .rev()
                .find(|(d, _)| d.predicate < clause.predicate)
                .map(|(d, c)| (c.clone(), d.clone()))
                .or_else(|| story.claims.last().map(|c| (c.clone(), Draft::pointing(i, clause.predicate))))
            else {
                continue;
            };
            let said = attribution::told(view, &matched.bounds, sources, i, clause.predicate);
            let mut tellers = said.tellers;
            tellers.push(Teller {
                words: Some(denier.full),
                head: Some(denier.head),
                cue: clause.lemma.clone(),
                stance: Stance::Denies,
                unnamed: false,
            });
            let who = slots::party(view, world, denier);
            let mut claim = base;
            claim.evidence = evidence(world.document, view, clause.span);
            claim.passage = view.passage;
            claim.text_span = clause.span;
            claim.modality = Modality::Denied;
            claim.factuality = crate::Factuality::CertainNegative;
            claim.attribution = tellers.iter().map(|t| link(view, world, story, t)).collect();
            claim.figures.clear();
            claim.rule = annalist_span::RuleId::named("discourse/denial");
            if claim.actors.is_empty() && who.side.as_deref() != Some("civilian") {
                claim.actors = vec![who];
            }
            told.push((Draft { clause: i, predicate: clause.predicate, span: clause.span, ..draft }, claim));
        }
    }
}

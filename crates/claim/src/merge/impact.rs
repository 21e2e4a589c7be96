//! What a strike or an attack did is part of it: the verb that tells its effect, the means that it used.

use annalist_language::Tag;

use super::{carries_harm, push, remove};
use crate::Kind;
use crate::draft::{Draft, Matched};
use crate::lexicon::Classes;
use crate::view::View;

/// "a government airstrike hit X", "X was struck by an airstrike": the noun's claim takes the verb's
/// arguments, and a claim of the verb's own falls away.
pub(super) fn impact(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for i in 0..drafts.len() {
        if !drafts[i].nominal || !carries_harm(drafts[i].kind) {
            continue;
        }
        let noun = drafts[i].predicate;
        for (v, clause) in view.clauses.iter().enumerate() {
            if View::is_nominal(clause) || !view.lexicon.listed("impact", &clause.lemma) {
                continue;
            }
            let bound = &matched.bounds[v];
            if !bound.agents.iter().any(|a| a.head == noun) {
                continue;
            }
            let verb = drafts.iter().position(|d| !d.nominal && d.clause == v);
            let harm = verb.is_some_and(|n| drafts[n].kind == Kind::Harm);
            let counted = verb.map(|n| drafts[n].counted.clone()).unwrap_or_default();
            let draft = &mut drafts[i];
            draft.carrier.get_or_insert(v);
            draft.span = draft.span.cover(clause.span);
            draft.absorbed.push(v);
            for patient in &bound.patients {
                if patient.classes.has(Classes::GROUND.with(Classes::NAME))
                    && !patient.classes.has(Classes::PERSON.with(Classes::ARMED))
                {
                    push(&mut draft.places, patient);
                } else if patient.classes.has(Classes::ARMED.with(Classes::CIVILIAN).with(Classes::PERSON)) {
                    push(&mut draft.targets, patient);
                }
            }
            if draft.places.is_empty() {
                for o in bound.obliques.iter().filter(|o| {
                    o.classes.has(Classes::GROUND)
                        && o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p))
                }) {
                    push(&mut draft.places, o);
                }
            }
            draft.counted.extend(counted);
            if let Some(n) = verb
                && (harm
                    || matches!(
                        drafts[n].kind,
                        Kind::Loss
                            | Kind::Bombing
                            | Kind::Shelling
                            | Kind::Airstrike
                            | Kind::Attack
                            | Kind::Chemical
                    ))
            {
                gone.push(n);
            }
        }
    }
    remove(drafts, gone);
}

/// "carried out ten strikes, destroying a depot": what they did is part of them.
pub(super) fn wrought(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        let clause = &view.clauses[drafts[b].clause];
        if drafts[b].nominal
            || !carries_harm(drafts[b].kind)
            || view.token(clause.predicate).tag != Tag::Vbg
            || !view.lexicon.listed("impact", &clause.lemma)
        {
            continue;
        }
        let above = crate::draft::governor(view, drafts[b].clause);
        let same =
            |d: &Draft| d.nominal && d.kind == drafts[b].kind && d.carrier.is_some() && d.carrier == above;
        let Some(a) = drafts.iter().position(same) else { continue };
        let inner = drafts[b].clone();
        let draft = &mut drafts[a];
        draft.span = draft.span.cover(inner.span);
        draft.counted.extend(inner.counted);
        for target in &inner.targets {
            push(&mut draft.targets, target);
        }
        gone.push(b);
    }
    remove(drafts, gone);
}

/// "destroyed a tank, using a missile": a means of the verb above.
pub(super) fn tools(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        let clause = &view.clauses[drafts[b].clause];
        if drafts[b].nominal || clause.lemma != "use" || view.token(clause.predicate).tag != Tag::Vbg {
            continue;
        }
        let above = crate::draft::governor(view, drafts[b].clause);
        let Some(a) = drafts.iter().position(|d| Some(d.clause) == above) else { continue };
        let means = drafts[b].means.clone();
        let span = drafts[b].span;
        drafts[a].means.extend(means);
        drafts[a].span = drafts[a].span.cover(span);
        gone.push(b);
    }
    remove(drafts, gone);
}

/// "carried out an attack, targeting the airport": at what it was aimed is part of it.
pub(super) fn aimed(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        let clause = &view.clauses[drafts[b].clause];
        let aims = matches!(clause.lemma.as_str(), "target" | "strike" | "hit")
            && view.token(clause.predicate).tag == Tag::Vbg
            && clause.governor.is_some_and(|g| g.relation != annalist_language::Relation::Coordination);
        if drafts[b].nominal || !aims {
            continue;
        }
        let above = crate::draft::governor(view, drafts[b].clause);
        let Some(a) = drafts.iter().position(|d| {
            carries_harm(d.kind)
                && d.nominal
                && d.carrier.is_some()
                && d.carrier == above
                && d.predicate < clause.predicate
        }) else {
            continue;
        };
        let aim = drafts[b].clone();
        let draft = &mut drafts[a];
        draft.span = draft.span.cover(aim.span);
        for target in &aim.targets {
            push(&mut draft.targets, target);
        }
        if draft.places.is_empty() {
            draft.places = aim.places;
        }
        draft.counted.extend(aim.counted);
        gone.push(b);
    }
    remove(drafts, gone);
}

//! Verbs that carry an event noun, and which nouns then tell something of their own.

use crate::Kind;
use crate::draft::{Draft, governor};
use crate::lexicon::Classes;
use crate::matcher::Bound;
use crate::rules::RuleSet;
use crate::view::{Arg, View};

/// "launched an attack on X", "fighting erupted in Y": the noun carries the claim, and the verb lends
/// it agents, places and words.
pub(crate) fn carry(view: &View<'_>, bounds: &[Bound], drafts: &mut [Draft]) {
    // "stalled the advance": who holds does not advance.
    let holds: Vec<usize> =
        drafts.iter().filter(|d| !d.nominal && d.kind == Kind::Hold).map(|d| d.clause).collect();
    for draft in drafts.iter_mut().filter(|d| d.nominal) {
        between(view, bounds, draft);
        under(view, bounds, draft);
        went_on(view, bounds, draft);
        let Some((verb, as_object)) = carrier(view, bounds, draft.predicate) else { continue };
        let clause = &view.clauses[verb];
        let lemma = clause.lemma.as_str();
        let is = view.lexicon.listed("copula", lemma);
        let support = is || view.lexicon.listed("support", lemma) || view.lexicon.listed("ending", lemma);
        if !support {
            continue;
        }
        draft.carrier = Some(verb);
        draft.span = draft.span.cover(clause.span);
        let bound = &bounds[verb];
        // "the villagers suffered attacks": it was done to them.
        if as_object && view.lexicon.listed("bear", lemma) {
            let bear: Vec<Arg> =
                bound.agents.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned().collect();
            draft.actors.retain(|a| !bear.iter().any(|b| b.head == a.head));
            if draft.targets.is_empty() {
                draft.targets = bear
                    .iter()
                    .filter(|a| a.classes.has(Classes::ARMED.with(Classes::CIVILIAN).with(Classes::PERSON)))
                    .cloned()
                    .collect();
            }
            if draft.places.is_empty() {
                draft.places = bear.into_iter().filter(|a| a.classes.has(Classes::GROUND)).collect();
            }
            continue;
        }
        if as_object && holds.contains(&verb) {
            continue;
        }
        let own = draft.actors.iter().all(|a| a.classes.has(Classes::PRONOUN));
        if own && as_object && !bound.agents.is_empty() && !is && !view.lexicon.listed("report", lemma) {
            draft.actors.clear();
        }
        if is && draft.places.is_empty() {
            // "The Battle of X was an engagement".
            for agent in &bound.agents {
                for (_, head) in view.prepositional(agent.head).into_iter().filter(|(p, _)| p == "of") {
                    if matches!(view.token(head).tag, annalist_language::Tag::Nnp) {
                        let named = Classes::GROUND.with(Classes::PLACE);
                        draft.places.push(Arg::of(head, view.phrase(head), named).lent());
                    }
                }
            }
        }
        if as_object && !is && !view.lexicon.listed("report", lemma) && draft.actors.is_empty() {
            draft.actors = bound
                .agents
                .iter()
                .filter(|a| !a.classes.has(Classes::EVENT.with(Classes::IDLE).with(Classes::TIME)))
                .cloned()
                .collect();
        }
        if draft.places.is_empty() {
            draft.places = bound
                .obliques
                .iter()
                .filter(|o| {
                    // "fighting went on for the village of X": there.
                    let stake = draft.kind == Kind::Clash && o.preposition.as_deref() == Some("for");
                    (stake || o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p)))
                        && o.classes.has(Classes::GROUND.with(Classes::NAME))
                        && (!o.classes.has(Classes::ARMED) || o.classes.has(Classes::VAGUE))
                })
                .cloned()
                .collect();
            // "the battle moved from A to B": it is in B now.
            if draft.places.iter().any(|o| o.preposition.as_deref() == Some("to")) {
                draft.places.retain(|o| o.preposition.as_deref() != Some("from"));
            }
        }
        if draft.places.is_empty() {
            draft.places = modifiers(view, bounds, draft.predicate);
        }
        if draft.targets.is_empty() {
            draft.targets = bound
                .obliques
                .iter()
                .filter(|o| {
                    matches!(o.preposition.as_deref(), Some("against" | "on" | "upon"))
                        && o.classes.has(Classes::ARMED.with(Classes::CIVILIAN))
                })
                .cloned()
                .collect();
        }
    }
}

/// "a battle fought for X between A and B": who fought, wherever the parser hung it.
fn between(view: &View<'_>, bounds: &[Bound], draft: &mut Draft) {
    let unarmed =
        |a: &Arg| a.classes.has(Classes::PLACE.with(Classes::NAME)) && !a.classes.has(Classes::ARMED);
    if draft.kind != Kind::Clash || !draft.actors.iter().all(unarmed) {
        return;
    }
    let from = draft.predicate;
    let end = (from + 1..view.len()).find(|&i| matches!(view.word(i), "." | ";")).unwrap_or(view.len());
    let Some(at) = (from + 1..end).find(|&i| view.word(i) == "between") else { return };
    let told: Vec<Arg> = bounds
        .iter()
        .flat_map(|b| &b.obliques)
        .filter(|o| {
            o.head > at
                && o.preposition.as_deref() == Some("between")
                && o.classes.has(Classes::ARMED.with(Classes::CIVILIAN))
        })
        .cloned()
        .collect();
    if !told.is_empty() {
        draft.actors.clear();
    }
    for arg in told {
        if !draft.actors.iter().any(|a| a.head == arg.head) {
            draft.actors.push(arg);
        }
    }
}

/// "went on the offensive towards X": who went is who attacks.
fn went_on(view: &View<'_>, bounds: &[Bound], draft: &mut Draft) {
    let token = view.token(draft.predicate);
    if draft.kind != Kind::Attack
        || token.label != annalist_language::Label::Pobj
        || !matches!(view.word(token.head).to_lowercase().as_str(), "on" | "to")
    {
        return;
    }
    // "over to the attack"
    let over = view.token(token.head).head;
    let verb = if view.word(over).eq_ignore_ascii_case("over") { view.token(over).head } else { over };
    let found =
        view.clauses.iter().position(|c| c.predicate == verb && !View::is_nominal(c) && c.lemma == "go");
    let Some(clause) = found else { return };
    let bound = &bounds[clause];
    draft.carrier = Some(clause);
    draft.span = draft.span.cover(view.clauses[clause].span);
    draft.actors =
        bound.agents.iter().filter(|a| a.classes.has(Classes::ARMED.with(Classes::NAME))).cloned().collect();
    if draft.places.is_empty() {
        let there = bound.obliques.iter().filter(|o| {
            o.head > draft.predicate
                && o.classes.has(Classes::GROUND)
                && o.preposition
                    .as_deref()
                    .is_some_and(|p| crate::matcher::is_locative(view, p) || p.contains("direction"))
        });
        draft.places = there.cloned().collect();
    }
}

/// "the village stayed under fire": what is under it is where it falls.
fn under(view: &View<'_>, bounds: &[Bound], draft: &mut Draft) {
    let token = view.token(draft.predicate);
    if token.label != annalist_language::Label::Pobj || !view.word(token.head).eq_ignore_ascii_case("under") {
        return;
    }
    let verb = view.token(token.head).head;
    let stays = |l: &str| matches!(l, "be" | "come" | "remain" | "stay" | "keep" | "fall" | "live");
    let found =
        view.clauses.iter().position(|c| c.predicate == verb && !View::is_nominal(c) && stays(&c.lemma));
    let Some(clause) = found else { return };
    let bound = &bounds[clause];
    draft.carrier = Some(clause);
    draft.span = draft.span.cover(view.clauses[clause].span);
    for sufferer in bound.agents.iter().chain(&bound.patients).filter(|a| a.head < draft.predicate) {
        let people = Classes::ARMED.with(Classes::CIVILIAN).with(Classes::EQUIPMENT);
        let ground = Classes::GROUND.with(Classes::PRONOUN).with(Classes::NAME);
        if sufferer.classes.has(people) && !sufferer.classes.has(Classes::PLACE) {
            if draft.targets.is_empty() {
                draft.targets.push(sufferer.clone());
            }
        } else if draft.places.len() < 4 && sufferer.classes.has(ground) {
            draft.places.push(sufferer.clone());
        }
    }
}

/// "shelling and airstrikes by X on Y": what is told of one is told of both.
pub(crate) fn share(view: &View<'_>, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        let head = view.token(drafts[i].predicate).head;
        let joined = view.token(drafts[i].predicate).label == annalist_language::Label::Conj;
        let Some(j) = drafts.iter().position(|d| d.nominal && d.predicate == head) else { continue };
        if !joined || !drafts[i].nominal || drafts[i].kind == Kind::Harm || drafts[j].kind == Kind::Harm {
            continue;
        }
        for (to, from) in [(i, j), (j, i)] {
            let other = drafts[from].clone();
            let draft = &mut drafts[to];
            if draft.actors.is_empty() {
                draft.actors = other.actors;
            }
            if draft.places.is_empty() {
                draft.places = other.places;
            }
            if draft.targets.is_empty() {
                draft.targets = other.targets;
            }
        }
    }
}

/// Places of the participles that modify a noun ("an offensive, code-named X, on the front").
fn modifiers(view: &View<'_>, bounds: &[Bound], noun: u32) -> Vec<Arg> {
    view.clauses
        .iter()
        .enumerate()
        .filter(|(i, c)| {
            view.token(c.predicate).label == annalist_language::Label::Acl
                && view.token(c.predicate).head == noun
                && !View::is_nominal(c)
                && !bounds[*i].obliques.is_empty()
        })
        .flat_map(|(i, _)| &bounds[i].obliques)
        .filter(|o| {
            !o.shared
                && o.classes.has(Classes::GROUND)
                && o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p))
        })
        .cloned()
        .collect()
}

/// The verb clause whose subject or object a noun is, and whether it is the object; a copula only
/// when nothing else carries the noun.
fn carrier(view: &View<'_>, bounds: &[Bound], noun: u32) -> Option<(usize, bool)> {
    let mut copula = None;
    // "made a number of attacks": the series is what the verb has.
    let over = view.token(noun).head;
    let group = (view.token(noun).label == annalist_language::Label::Pobj && view.word(over) == "of")
        .then(|| view.token(over).head)
        .filter(|&g| view.lexicon.listed("group", &view.token(g).lemma));
    for (i, clause) in view.clauses.iter().enumerate() {
        if View::is_nominal(clause) || view.token(clause.predicate).label == annalist_language::Label::Amod {
            continue;
        }
        let object = bounds[i].patients.iter().any(|a| a.head == noun || Some(a.head) == group);
        let subject = bounds[i].agents.iter().any(|a| a.head == noun || Some(a.head) == group);
        if !object && !subject {
            continue;
        }
        let found =
            (i, object && (clause.voice == annalist_language::Voice::Active || !bounds[i].agents.is_empty()));
        // "clashes were reported to take place in X": they took place.
        let happens = |j: usize, c: &annalist_language::Clause| {
            !View::is_nominal(c)
                && c.governor.is_some_and(|g| {
                    g.clause as usize == i && g.relation == annalist_language::Relation::OpenComplement
                })
                && view.lexicon.listed("occur", &c.lemma)
                && bounds[j].agents.iter().any(|a| a.head == noun)
        };
        if view.lexicon.listed("report", &clause.lemma)
            && let Some(inner) = view.clauses.iter().enumerate().position(|(j, c)| happens(j, c))
        {
            return Some((inner, false));
        }
        if view.lexicon.listed("copula", &clause.lemma) {
            copula.get_or_insert(found);
        } else if object
            && (view.lexicon.listed("support", &clause.lemma) || view.lexicon.listed("ending", &clause.lemma))
            || subject
                && (view.lexicon.listed("occur", &clause.lemma)
                    || view.lexicon.listed("ending", &clause.lemma))
        {
            return Some(found);
        }
    }
    copula
}

/// "repelled the attack", "airstrikes hit X": the draft of the verb and the draft of its noun know
/// each other.
pub(crate) fn refer(bounds: &[Bound], drafts: &mut [Draft]) {
    let nouns: Vec<(u32, usize)> =
        drafts.iter().filter(|d| d.nominal).map(|d| (d.predicate, d.clause)).collect();
    for draft in drafts.iter_mut().filter(|d| !d.nominal) {
        let bound = &bounds[draft.clause];
        draft.about = bound
            .patients
            .iter()
            .find_map(|a| nouns.iter().find(|(head, _)| *head == a.head).map(|(_, c)| *c));
    }
}

/// Drops nouns that only repeat what their verb says, and bare ones that say nothing of their own.
pub(crate) fn prune(view: &View<'_>, rules: &RuleSet, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let snapshot = drafts.clone();
    drafts.retain(|d| {
        if !d.nominal {
            let counts = d.counted.iter().any(|(a, _)| crate::figures::count(view, a.head).is_some());
            return !rules.rule(d.rule).bare || !d.places.is_empty() || counts;
        }
        // "the Northfield offensive": a name, not a happening.
        let named = d.definite
            && !d.actors.is_empty()
            && d.actors.iter().all(|a| {
                a.preposition.is_none()
                    && a.head < d.predicate
                    && a.classes.has(Classes::PLACE.with(Classes::NAME))
                    && !a.classes.has(Classes::ARMED)
            })
            && d.carrier.is_none_or(|c| view.clauses[c].lemma == "be");
        if named
            && matches!(d.kind, Kind::Attack | Kind::Clash)
            && !view
                .children(d.predicate)
                .iter()
                .any(|&c| view.token(c).label == annalist_language::Label::Acl)
        {
            return false;
        }
        // A verb of the same kind already tells it ("attacked in an attack").
        let same_verb =
            snapshot.iter().any(|o| !o.nominal && o.kind == d.kind && d.carrier == Some(o.clause));
        if same_verb {
            return false;
        }
        let doubled = snapshot.iter().any(|o| {
            !o.nominal
                && o.kind == d.kind
                && Some(o.clause) == governor(view, d.clause)
                && d.actors.is_empty()
                && d.places.is_empty()
        });
        if doubled {
            return false;
        }
        if d.kind == Kind::Harm {
            return !d.actors.is_empty()
                || !d.targets.is_empty()
                || crate::figures::count(view, d.predicate).is_some();
        }
        let informative =
            !d.places.is_empty() || !d.targets.is_empty() || !d.actors.is_empty() || d.carrier.is_some();
        if !rules.rule(d.rule).bare {
            return true;
        }
        informative
    });
    drafts
}

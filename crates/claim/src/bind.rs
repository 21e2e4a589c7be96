//! Binding: a clause's arguments with their classes, mended where a parser hung them elsewhere.

use annalist_language::{Clause, Label, Relation, Tag, Voice};

use crate::lexicon::Classes;
use crate::matcher::{Bound, is_locative, predicate_key};
use crate::rules::RuleSet;
use crate::view::{Arg, Knowledge, View};

/// Collects a clause's arguments.
pub(crate) fn bind(view: &View<'_>, clause: &Clause, rules: &RuleSet, world: &dyn Knowledge) -> Bound {
    let events = |k: &str| rules.is_event(k);
    let arg = |a: &annalist_language::Argument, p: Option<&str>| view.arg(a, p, world, &events);
    let mut bound = Bound {
        agents: clause.agents.iter().map(|a| arg(a, None)).collect(),
        patients: clause
            .patients
            .iter()
            .map(|a| {
                // "Suran. Captured by X": the participle stands for the place of the heading.
                let headed = a.head == clause.predicate;
                let classes = Classes::GROUND.with(Classes::PLACE).with(Classes::PRONOUN);
                if headed { Arg { classes, ..arg(a, None) } } else { arg(a, None) }
            })
            .collect(),
        obliques: clause.obliques.iter().map(|o| arg(&o.argument, Some(&o.preposition))).collect(),
        key: predicate_key(view, clause, rules),
        particles: clause.particle.iter().cloned().collect(),
    };
    for oblique in &mut bound.obliques {
        if let Some(rest) = oblique.preposition.as_deref().and_then(|p| p.strip_prefix("including ")) {
            // "strikes in A, including on B": B is one of the places where they fell.
            let rest = if matches!(rest, "on" | "at" | "against") { "in" } else { rest };
            oblique.preposition = Some(rest.to_owned());
        } else if oblique.preposition.as_deref() == Some("including")
            && oblique.classes.has(Classes::GROUND)
            && !oblique.classes.has(Classes::ARMED.with(Classes::CIVILIAN).with(Classes::EQUIPMENT))
            && View::is_nominal(clause)
        {
            oblique.preposition = Some("in".to_owned());
        }
    }
    // "fought for control of X": for X.
    let stakes: Vec<u32> = bound
        .obliques
        .iter()
        .filter(|o| o.preposition.as_deref() == Some("for"))
        .filter(|o| view.lexicon.listed("stake", &view.token(o.head).lemma))
        .flat_map(|o| view.prepositional(o.head))
        .filter(|(p, _)| matches!(p.as_str(), "of" | "over"))
        .map(|(_, object)| object)
        .collect();
    for head in stakes {
        bound.obliques.retain(|o| o.head != head);
        bound.obliques.push(view.noun(head, world, &events).under("for"));
    }
    // "were reported killed": the participle's subject undergoes it.
    let token = view.token(clause.predicate);
    let helped = view.children(clause.predicate).iter().any(|&c| view.token(c).label == Label::Aux);
    if token.tag == Tag::Vbn
        && clause.voice == Voice::Active
        && !helped
        && bound.patients.is_empty()
        && clause.governor.is_some_and(|g| g.relation == Relation::OpenComplement)
    {
        std::mem::swap(&mut bound.agents, &mut bound.patients);
    }
    // "seized X hill": a second subject behind an active verb is its object.
    if clause.voice == Voice::Active
        && bound.patients.is_empty()
        && bound.agents.len() > 1
        && !View::is_nominal(clause)
    {
        let (before, after): (Vec<Arg>, Vec<Arg>) =
            bound.agents.drain(..).partition(|a| a.head < clause.predicate);
        if before.is_empty() {
            bound.agents = after;
        } else {
            (bound.agents, bound.patients) = (before, after);
        }
    }
    // "According to the group X, ten people": a parser takes X for the subject and the people for an aside.
    for list in [&mut bound.agents, &mut bound.patients] {
        for arg in list.iter_mut() {
            if let Some(head) = behind_source(view, arg.head) {
                let (preposition, shared) = (arg.preposition.take(), arg.shared);
                *arg = Arg { preposition, shared, ..view.noun(head, world, &events) };
            }
        }
    }
    // "recaptured most of the land lost before": the parser took the object for a clause's subject.
    if clause.voice == Voice::Active
        && bound.patients.is_empty()
        && !View::is_nominal(clause)
        && !["report", "confirm", "deny"].iter().any(|l| view.lexicon.listed(l, &clause.lemma))
        && let Some(object) = swallowed(view, clause.predicate)
    {
        bound.patients.extend(view.conjuncts(object).into_iter().map(|head| view.noun(head, world, &events)));
    }
    // A coordinated event noun after other patients is the next clause's subject.
    if bound.patients.len() > 1 && !bound.patients[0].classes.has(Classes::EVENT) {
        bound.patients.retain(|p| {
            !p.classes.has(Classes::EVENT) || p.classes.has(Classes::GROUND.with(Classes::PERSON))
        });
    }
    let predicate = clause.predicate;
    for &child in view.children(predicate) {
        if matches!(view.token(child).label, Label::Prt | Label::Advmod | Label::Prep) {
            let word = view.word(child).to_lowercase();
            // "retook over 500 villages" has no particle.
            if word == "over" && view.token(child).label != Label::Prt {
                continue;
            }
            // "on 4 May" belongs to no verb.
            let dated = view.children(child).iter().any(|&o| {
                view.token(o).label == Label::Pobj && world.is_time(view.passage, view.token(o).span)
            });
            if dated {
                continue;
            }
            if !bound.particles.contains(&word) {
                bound.particles.push(word);
            }
        }
    }
    // "took control of X": the object's own prepositional phrases serve the verb too.
    let mut own: Vec<u32> = bound.patients.iter().chain(&bound.obliques).map(|a| a.head).collect();
    // "the siege of X was lifted", "the siege of X ended"
    let intransitive =
        bound.patients.is_empty() && bound.agents.iter().all(|a| a.classes.has(Classes::EVENT));
    if clause.voice == Voice::Passive || intransitive && clause.lemma == "end" {
        own.extend(bound.agents.iter().map(|a| a.head));
    }
    // "was declared free of rebels"
    if matches!(clause.lemma.as_str(), "declare" | "pronounce") {
        let adjectives = view.children(predicate).iter().copied().filter(|&c| view.token(c).tag == Tag::Jj);
        own.extend(adjectives);
    }
    // "a large amount of fighting between A and B"
    let mut over = predicate;
    while View::is_nominal(clause)
        && view.token(over).label == Label::Pobj
        && view.word(view.token(over).head).eq_ignore_ascii_case("of")
    {
        let up = view.token(view.token(over).head).head;
        if up == over || !matches!(view.token(up).tag, Tag::Nn | Tag::Nns) {
            break;
        }
        for (preposition, object) in view.prepositional(up).into_iter().filter(|(p, _)| p != "of") {
            if !bound.obliques.iter().any(|o| o.head == object) {
                bound.obliques.push(view.noun(object, world, &events).under(preposition).lent());
            }
        }
        over = up;
    }
    // "the hall, where fighting went on": what happens there has the hall for its place.
    if let Some(there) = where_of(view, predicate)
        && !bound.obliques.iter().any(|o| o.head == there)
    {
        let place = view.noun(there, world, &events).under("in").lent();
        if place.classes.has(Classes::GROUND.with(Classes::NAME)) {
            bound.obliques.push(place);
        }
    }
    let mut seen = 0;
    while let Some(&head) = own.get(seen) {
        seen += 1;
        if seen > 24 {
            break;
        }
        for (preposition, object) in view.prepositional(head) {
            if bound.obliques.iter().any(|o| o.head == object) {
                continue;
            }
            let mut arg = view.noun(object, world, &events);
            if arg.classes.has(Classes::NAME)
                && is_locative(view, &preposition)
                && preposition != "from"
                && preposition != "against"
            {
                arg.classes = arg.classes.with(Classes::GROUND).with(Classes::PLACE);
            }
            bound.obliques.push(arg.under(preposition).lent());
            own.push(object);
        }
    }
    bound
}

/// The apposition that is the subject when a noun is part of the source before it.
fn behind_source(view: &View<'_>, noun: u32) -> Option<u32> {
    let from = (0..noun.min(8)).find(|&i| view.word(i).eq_ignore_ascii_case("according"))?;
    if from > 1 || (from..noun).any(|i| view.word(i) == ",") {
        return None;
    }
    view.children(noun).iter().copied().find(|&c| view.token(c).label == Label::Appos && c > noun)
}

/// The noun right behind a verb that hangs on the participle of a clause made of it.
fn swallowed(view: &View<'_>, verb: u32) -> Option<u32> {
    let below = view.children(verb).iter().copied().find(|&c| {
        c > verb
            && matches!(view.token(c).label, Label::Ccomp | Label::Advcl)
            && matches!(view.token(c).tag, Tag::Vbn | Tag::Vbd)
            && !view.children(c).iter().any(|&m| matches!(view.token(m).label, Label::Mark | Label::Aux))
    })?;
    let subject = view
        .children(below)
        .iter()
        .copied()
        .find(|&c| matches!(view.token(c).label, Label::Nsubj | Label::Nsubjpass) && c < below)?;
    let first = view.tokens_in(view.phrase(subject)).next()?;
    (first == verb + 1).then_some(subject)
}

/// "two posts near X where": without a comma it is the posts.
fn outer(view: &View<'_>, noun: u32, clause: u32) -> u32 {
    let comma = (noun..clause).any(|i| view.word(i) == ",");
    let preposition = view.token(noun).head;
    let up = view.token(preposition).head;
    let inside = view.token(noun).label == Label::Pobj && matches!(view.token(up).tag, Tag::Nn | Tag::Nns);
    if inside && !comma { up } else { noun }
}

/// The noun that "where" stands for over a predicate.
fn where_of(view: &View<'_>, predicate: u32) -> Option<u32> {
    let mut at = predicate;
    for _ in 0..3 {
        let token = view.token(at);
        let asks = view.children(at).iter().any(|&c| view.word(c).eq_ignore_ascii_case("where"));
        match token.label {
            Label::Relcl if asks => return Some(outer(view, token.head, at)),
            Label::Conj | Label::Xcomp => at = token.head,
            _ => return None,
        }
    }
    None
}

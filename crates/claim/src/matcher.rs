//! Matching: which rule reads a clause, which nearly did, and why not.

use annalist_language::{Clause, Label, Relation, Tag, Voice};

use crate::lexicon::Classes;
use crate::rules::{Form, Role, Rule, RuleSet, Selector};
use crate::view::{Arg, Knowledge, View};

/// A clause's arguments with their classes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bound {
    pub agents: Vec<Arg>,
    pub patients: Vec<Arg>,
    pub obliques: Vec<Arg>,
    /// Key of the predicate: the verb's lemma, or the event noun's key.
    pub key: String,
    /// Particles, prepositions and objects that may belong to the verb.
    pub particles: Vec<String>,
}

/// A rule that did not fire and the condition that stopped it.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    pub rule: u16,
    pub failed: String,
}

/// What matching a clause gave.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub fired: Option<u16>,
    pub near: Vec<Near>,
}

/// Collects a clause's arguments.
pub(crate) fn bind(view: &View<'_>, clause: &Clause, rules: &RuleSet, world: &dyn Knowledge) -> Bound {
    let events = |k: &str| rules.is_event(k);
    let arg = |a: &annalist_language::Argument, p: Option<&str>| view.arg(a, p, world, &events);
    let mut bound = Bound {
        agents: clause.agents.iter().map(|a| arg(a, None)).collect(),
        patients: clause.patients.iter().map(|a| arg(a, None)).collect(),
        obliques: clause.obliques.iter().map(|o| arg(&o.argument, Some(&o.preposition))).collect(),
        key: predicate_key(view, clause, rules),
        particles: clause.particle.iter().cloned().collect(),
    };
    for oblique in &mut bound.obliques {
        if let Some(rest) = oblique.preposition.as_deref().and_then(|p| p.strip_prefix("including ")) {
            // "strikes in A, including on B": B is one of the places where they fell.
            let rest = if matches!(rest, "on" | "at" | "against") { "in" } else { rest };
            oblique.preposition = Some(rest.to_owned());
        }
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
                let span = view.phrase(head);
                let (classes, key) = view.classify(head, span, world, &events);
                *arg = Arg { head, span, full: span, classes, key, ..arg.clone() };
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
        for head in view.conjuncts(object) {
            let span = view.phrase(head);
            let (classes, key) = view.classify(head, span, world, &events);
            bound.patients.push(Arg {
                head,
                span,
                full: span,
                preposition: None,
                classes,
                key,
                shared: false,
            });
        }
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
                let span = view.phrase(object);
                let (classes, key) = view.classify(object, span, world, &events);
                let preposition = Some(preposition);
                bound.obliques.push(Arg {
                    head: object,
                    span,
                    full: span,
                    preposition,
                    classes,
                    key,
                    shared: true,
                });
            }
        }
        over = up;
    }
    // "the hall, where fighting went on": what happens there has the hall for its place.
    if let Some(there) = where_of(view, predicate)
        && !bound.obliques.iter().any(|o| o.head == there)
    {
        let span = view.phrase(there);
        let (classes, key) = view.classify(there, span, world, &events);
        if classes.has(Classes::GROUND.with(Classes::NAME)) {
            let preposition = Some("in".to_owned());
            bound.obliques.push(Arg {
                head: there,
                span,
                full: span,
                preposition,
                classes,
                key,
                shared: true,
            });
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
            let span = view.phrase(object);
            let (mut classes, key) = view.classify(object, span, world, &events);
            if classes.has(Classes::NAME)
                && is_locative(view, &preposition)
                && preposition != "from"
                && preposition != "against"
            {
                classes = classes.with(Classes::GROUND).with(Classes::PLACE);
            }
            bound.obliques.push(Arg {
                head: object,
                span,
                full: span,
                preposition: Some(preposition),
                classes,
                key,
                shared: true,
            });
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

/// The verb's lemma, or the longest compound that names an event.
pub(crate) fn predicate_key(view: &View<'_>, clause: &Clause, rules: &RuleSet) -> String {
    if View::is_nominal(clause) {
        let idle = |k: &str| view.lexicon.noun(k).has(Classes::IDLE);
        let key = view.noun_key(clause.predicate, |k| rules.is_event(k) || idle(k));
        if rules.is_event(&key) || idle(&key) { key } else { crate::lexicon::key(&clause.lemma) }
    } else {
        clause.lemma.clone()
    }
}

/// Runs the candidates of a clause, in order of precedence.
pub(crate) fn run(view: &View<'_>, clause: &Clause, bound: &Bound, rules: &RuleSet) -> Outcome {
    let idiom = |a: &Arg| {
        let bare = !view
            .children(a.head)
            .iter()
            .any(|&c| matches!(view.token(c).label, Label::Det | Label::Nummod | Label::Prep));
        bare && view.lexicon.listed("idiom", &format!("{} {}", clause.lemma, view.token(a.head).lemma))
    };
    let form = if View::is_nominal(clause) { Form::Noun } else { Form::Verb };
    let mut near = Vec::new();
    let idiom = bound.patients.iter().find(|a| idiom(a));
    // "took part in X": verb and object are one verb.
    let key = idiom.map(|a| format!("{}_{}", clause.lemma, view.token(a.head).lemma));
    // A verb with its particle is another verb: its own rules come first.
    let all = rules.candidates(form, key.as_deref().unwrap_or(&bound.key));
    let own = all.iter().filter(|c| !c.particle.is_empty() && bound.particles.contains(&c.particle));
    // "left behind": where the verb has rules with its particle, the plain ones are of another verb.
    let behind = |p: &String| p == "behind";
    let bound_up = bound.particles.iter().any(behind) && all.iter().any(|c| behind(&c.particle));
    for candidate in own.chain(all.iter().filter(|c| c.particle.is_empty() && !bound_up)) {
        let rule = rules.rule(candidate.rule);
        match test(view, rule, clause, bound) {
            Ok(()) => return Outcome { fired: Some(candidate.rule), near },
            Err(failed) => near.push(Near { rule: candidate.rule, failed }),
        }
    }
    Outcome { fired: None, near }
}

fn test(view: &View<'_>, rule: &Rule, clause: &Clause, bound: &Bound) -> Result<(), String> {
    if let Some(passive) = rule.passive
        && passive != (clause.voice == Voice::Passive)
    {
        return Err(format!("voice is not {}", if passive { "passive" } else { "active" }));
    }
    if !rule.adverbs.is_empty() {
        let has = |w: &String| {
            view.children(clause.predicate).iter().any(|&c| view.word(c).eq_ignore_ascii_case(w))
                || clause.predicate > 0 && view.word(clause.predicate - 1).eq_ignore_ascii_case(w)
                // "set two trucks ablaze"
                || bound.patients.iter().any(|a| {
                    view.children(a.head).iter().any(|&c| c > a.head && view.word(c).eq_ignore_ascii_case(w))
                })
        };
        if !rule.adverbs.iter().any(has) {
            return Err(format!("no {:?} beside it", rule.spec.adverb));
        }
    }
    if !rule.objects.is_empty() && !has_object(view, rule, bound) {
        return Err(format!("no object of {:?}", rule.spec.object.trim()));
    }
    // "gained no ground": nothing happened.
    let nothing = |a: &Arg| view.children(a.head).iter().any(|&c| view.word(c).eq_ignore_ascii_case("no"));
    if !clause.agents.is_empty() && bound.patients.iter().any(nothing)
        || clause.agents.is_empty() && bound.patients.first().is_some_and(nothing)
    {
        return Err("its object is denied".to_owned());
    }
    for need in &rule.needs {
        if select(bound, need, view).is_empty() {
            return Err(format!("needs {}", need.text));
        }
    }
    for reject in &rule.rejects {
        // Of coordinated patients the first speaks: parsers glue the next clause's subject to the list.
        let first = match reject.role {
            Role::Patient => bound.patients.first(),
            _ => None,
        };
        if let Some(arg) = select(bound, reject, view).into_iter().find(|a| {
            first.is_none_or(|f| f.head == a.head)
                && (reject.classes.is_empty() || a.classes.has(reject.classes))
        }) {
            return Err(format!("rejects {} ({:?})", reject.text, view.text(arg.span)));
        }
    }
    Ok(())
}

fn has_object(view: &View<'_>, rule: &Rule, bound: &Bound) -> bool {
    let known = |arg: &Arg| {
        let own = crate::lexicon::key(&view.token(arg.head).lemma);
        rule.objects.iter().any(|o| *o == arg.key || *o == own)
    };
    if bound.patients.is_empty() {
        bound.obliques.iter().any(known) || bound.agents.iter().any(known)
    } else {
        // "used villagers as shields": the parser may hang "as" on the villagers.
        let own = |o: &&Arg| !o.shared || o.preposition.as_deref() == Some("as");
        bound.patients.iter().any(known) || bound.obliques.iter().filter(own).any(known)
    }
}

/// The arguments that a selector picks, in text order.
pub(crate) fn select<'b>(bound: &'b Bound, selector: &Selector, view: &View<'_>) -> Vec<&'b Arg> {
    let fits = |arg: &&Arg| fits(view, arg, selector.classes);
    let under = |test: &dyn Fn(&str) -> bool| -> Vec<&'b Arg> {
        bound.obliques.iter().filter(|o| o.preposition.as_deref().is_some_and(test)).filter(fits).collect()
    };
    match &selector.role {
        Role::Agent => bound.agents.iter().filter(fits).collect(),
        Role::Patient => bound.patients.iter().filter(fits).collect(),
        Role::Under(words) => under(&|p| {
            words.iter().any(|w| w == p || p.split(' ').next_back() == Some(w.as_str()) && !w.contains(' '))
        }),
        Role::Place => under(&|p| is_locative(view, p)),
        Role::Toward => under(&|p| view.lexicon.listed("direction", p) || p == "on"),
        Role::Against => under(&|p| matches!(p, "against" | "on" | "upon")),
        Role::Or(roles) => {
            let each = |role: &Role| {
                select(
                    bound,
                    &Selector { role: role.clone(), classes: selector.classes, text: String::new() },
                    view,
                )
            };
            let mut found: Vec<&'b Arg> = roles.iter().flat_map(each).collect();
            found.sort_by_key(|a| a.head);
            found.dedup_by_key(|a| a.head);
            found
        }
        Role::Any => bound.agents.iter().chain(&bound.patients).chain(&bound.obliques).filter(fits).collect(),
    }
}

pub(crate) fn is_locative(view: &View<'_>, preposition: &str) -> bool {
    view.lexicon.listed("locative", preposition)
        || preposition.split(' ').next_back().is_some_and(|w| matches!(w, "of" | "from" | "in" | "at" | "to"))
            && {
                let first = preposition.split(' ').next().unwrap_or("");
                view.lexicon.listed("locative", first) && !matches!(first, "of" | "from")
            }
}

fn fits(view: &View<'_>, arg: &Arg, classes: Classes) -> bool {
    if classes.is_empty() || arg.classes.has(classes) {
        return true;
    }
    if arg.classes.has(Classes::PRONOUN) {
        let word = view.word(arg.head).to_lowercase();
        return match word.as_str() {
            "it" | "which" | "itself" | "each" | "its" => classes.has(Classes::ARMED.with(Classes::GROUND)),
            "they" | "them" | "he" | "him" | "she" | "her" | "who" | "whom" | "we" | "us" | "themselves"
            | "i" | "their" | "his" => classes.has(Classes::ARMED.with(Classes::PERSON)),
            "both" | "all" | "some" | "many" | "others" | "most" | "those" | "these" => {
                classes.has(Classes::ARMED.with(Classes::GROUND).with(Classes::PERSON))
            }
            _ => false,
        };
    }
    false
}

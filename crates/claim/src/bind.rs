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
    for list in [&mut bound.agents, &mut bound.patients, &mut bound.obliques] {
        whole_names(view, world, list);
    }
    // "officials stated shelling went on": they shelled nobody.
    let says = |g: annalist_language::Governor| {
        let above = view.clauses.get(g.clause as usize);
        g.relation == Relation::OpenComplement
            && above.is_some_and(|c| {
                c.voice == Voice::Active
                    && matches!(
                        c.lemma.as_str(),
                        "state" | "say" | "announce" | "tell" | "warn" | "note" | "add" | "report"
                    )
            })
    };
    if view.token(clause.predicate).tag == Tag::Vbg && clause.governor.is_some_and(says) {
        bound.agents.retain(|a| !a.shared);
    }
    time_is_no_agent(view, clause, world, rules, &mut bound);
    if let Some(total) = total(view, clause, &bound) {
        bound.patients.insert(0, view.noun(total, world, &events));
    }
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
    lend(view, clause, rules, world, &mut bound);
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
    // "clashes between tribesmen and X": X fights, too.
    let between = |o: &Arg| o.preposition.as_deref() == Some("between");
    if bound.obliques.iter().any(|o| between(o) && o.classes.has(Classes::ARMED)) {
        let named = |o: &Arg| {
            o.classes.has(Classes::NAME)
                || !o.classes.has(Classes::PLACE) && matches!(view.token(o.head).tag, Tag::Nnp | Tag::Nnps)
        };
        for other in bound.obliques.iter_mut().filter(|o| between(o) && named(o)) {
            other.classes = other.classes.without(Classes::GROUND.with(Classes::PLACE)).with(Classes::ARMED);
        }
    }
    // "the Eastern Front took X": what does something to a place is no place itself.
    let does = !View::is_nominal(clause) && !bound.patients.is_empty();
    for agent in bound.agents.iter_mut().filter(|_| does) {
        let named = matches!(view.token(agent.head).tag, Tag::Nnp | Tag::Nnps)
            && view.lexicon.listed("body_name", &agent.key);
        if named && !agent.classes.has(Classes::PLACE) {
            agent.classes = agent.classes.with(Classes::ARMED);
        }
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
    // "left X after the retreat from Y": from X.
    let other = |a: &&Arg| {
        a.classes.has(Classes::EVENT)
            && a.preposition
                .as_deref()
                .is_some_and(|p| matches!(p, "after" | "before" | "following" | "since"))
    };
    let mut own: Vec<u32> =
        bound.patients.iter().chain(bound.obliques.iter().filter(|o| !other(o))).map(|a| a.head).collect();
    // "the siege of X was lifted", "the siege of X ended"
    let intransitive =
        bound.patients.is_empty() && bound.agents.iter().all(|a| a.classes.has(Classes::EVENT));
    let toll =
        bound.patients.is_empty() && bound.agents.iter().any(|a| a.key == "toll" || a.key == "deathtoll");
    if clause.voice == Voice::Passive || intransitive && clause.lemma == "end" || toll {
        own.extend(bound.agents.iter().map(|a| a.head));
    }
    // "the population of X fled": from X.
    let flees = matches!(clause.lemma.as_str(), "flee" | "escape" | "leave" | "evacuate");
    if flees && clause.voice == Voice::Active {
        let people = bound.agents.iter().filter(|a| a.classes.has(Classes::CIVILIAN.with(Classes::PERSON)));
        own.extend(people.map(|a| a.head));
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
            // "by the Ministry of Defence": of nothing that the verb tells.
            let body = preposition == "of"
                && matches!(view.token(head).tag, Tag::Nnp | Tag::Nnps)
                && view.lexicon.noun(&crate::lexicon::key(&view.token(head).lemma)).has(Classes::SOURCE);
            // "a clash near the border with X": nobody fought X.
            let tie = preposition == "with" && bordered(view, object);
            if body || tie || bound.obliques.iter().any(|o| o.head == object) {
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
            // "with the goal of taking X from Y": from Y is what the taking is.
            if view.token(object).tag != Tag::Vbg {
                own.push(object);
            }
        }
    }
    bound
}

/// Ground that a parser hung on a word inside an argument: "thwarted attempts to advance on X" is about X, "sent men, along
/// with a unit led by Y to X" sent them to X.
fn lend(view: &View<'_>, clause: &Clause, rules: &RuleSet, world: &dyn Knowledge, bound: &mut Bound) {
    let events = |k: &str| rules.is_event(k);
    let mut found: Vec<Arg> = Vec::new();
    // "the attack there": where the words before it were.
    let there = clause.predicate + 1;
    if View::is_nominal(clause)
        && there < view.len()
        && matches!(view.token(there).tag, Tag::Rb | Tag::Ex)
        && view.word(there).eq_ignore_ascii_case("there")
    {
        found.push(view.noun(there, world, &events).under("in"));
    }
    for patient in &bound.patients {
        if !view.lexicon.listed("try", &view.token(patient.head).lemma) {
            continue;
        }
        for &verb in view.children(patient.head).iter().filter(|&&c| view.token(c).tag == Tag::Vb) {
            let object = |&c: &u32| view.token(c).label == Label::Dobj;
            let objects = view.children(verb).iter().copied().filter(object);
            let under = view.prepositional(verb).into_iter().filter(|(p, _)| is_locative(view, p));
            for head in objects.chain(under.map(|(_, head)| head)).collect::<Vec<_>>() {
                let mut arg = view.noun(head, world, &events);
                if arg.classes.has(Classes::NAME) {
                    arg.classes = arg.classes.with(Classes::GROUND).with(Classes::PLACE);
                }
                if arg.classes.has(Classes::GROUND) && !arg.classes.has(Classes::ARMED) {
                    found.push(arg.under("on").lent());
                }
            }
        }
    }
    let sends = !View::is_nominal(clause)
        && rules
            .candidates(crate::rules::Form::Verb, &clause.lemma)
            .iter()
            .any(|c| rules.rule(c.rule).kind == crate::Kind::Deploy);
    let toward = |p: &str| matches!(p, "to" | "towards" | "toward" | "into");
    let placed = bound.obliques.iter().any(|o| o.preposition.as_deref().is_some_and(toward));
    if sends && !bound.patients.is_empty() && !placed {
        let beyond = (clause.predicate + 1..view.len())
            .take_while(|&i| view.word(i) != ";")
            .filter(|&i| toward(&view.word(i).to_lowercase()) && view.token(i).label == Label::Prep)
            .find(|&i| {
                let over = view.token(i).head;
                let led = !rules
                    .candidates(crate::rules::Form::Verb, &view.token(over).lemma)
                    .iter()
                    .any(|c| matches!(rules.rule(c.rule).kind, crate::Kind::Deploy | crate::Kind::Advance));
                let besides = (clause.predicate..over)
                    .any(|t| matches!(view.word(t), "along" | "together" | "including" | "plus"));
                let ground = view.children(i).iter().any(|&o| {
                    view.token(o).label == Label::Pobj
                        && view.noun(o, world, &events).classes.has(Classes::GROUND)
                });
                led && besides && ground && under(view, over, clause.predicate)
            });
        if let Some(preposition) = beyond {
            for &object in view.children(preposition).iter().filter(|&&o| view.token(o).label == Label::Pobj)
            {
                let arg = view.noun(object, world, &events);
                if arg.classes.has(Classes::GROUND) {
                    found.push(arg.under("to").lent());
                }
            }
        }
    }
    for arg in found {
        if !bound.obliques.iter().any(|o| o.head == arg.head) {
            bound.obliques.push(arg);
        }
    }
}

/// Whether a token hangs below another.
fn under(view: &View<'_>, mut token: u32, above: u32) -> bool {
    for _ in 0..24 {
        if token == above {
            return true;
        }
        let up = view.token(token).head;
        if up == token {
            return false;
        }
        token = up;
    }
    false
}

/// "Nahr ez-Zor" whose pieces a parser took for so many nouns: one argument.
fn whole_names(view: &View<'_>, world: &dyn Knowledge, list: &mut Vec<Arg>) {
    let mut at = 1;
    while at < list.len() {
        let (before, own) = (&list[at - 1], &list[at]);
        let capital = |a: &Arg| matches!(view.token(a.head).tag, Tag::Nnp | Tag::Nnps);
        let piece = |a: &Arg| world.place_name(view.passage, view.token(a.head).span);
        let name = (capital(own) && before.preposition == own.preposition).then(|| piece(own)).flatten();
        if let Some(name) = name.filter(|n| n.contains(view.token(before.head).span)) {
            let head = own.head.max(before.head);
            list[at] = Arg { head, span: name, full: name, ..list[at].clone() };
            list.remove(at - 1);
        } else {
            at += 1;
        }
    }
}

/// "they fought on, by nightfall holding half of X": a time does nothing; whoever acted before does.
/// Whether a noun hangs by "with" on a border or a tie: "the border with X".
fn bordered(view: &View<'_>, head: u32) -> bool {
    let preposition = view.token(head).head;
    let noun = view.token(preposition).head;
    view.token(head).label == Label::Pobj
        && noun < preposition
        && matches!(
            &*view.token(noun).lemma,
            "border" | "frontier" | "boundary" | "tie" | "link" | "relation" | "line"
        )
        && matches!(view.token(noun).tag, Tag::Nn | Tag::Nns)
}

fn time_is_no_agent(
    view: &View<'_>,
    clause: &Clause,
    world: &dyn Knowledge,
    rules: &RuleSet,
    bound: &mut Bound,
) {
    let time = |a: &Arg| a.classes.has(Classes::TIME);
    if view.token(clause.predicate).tag != Tag::Vbg
        || bound.agents.is_empty()
        || !bound.agents.iter().all(time)
    {
        return;
    }
    let before = view.sentence.clauses.iter().rev().find(|c| {
        c.predicate < clause.predicate
            && !View::is_nominal(c)
            && !c.agents.is_empty()
            && c.agents.iter().all(|a| !world.is_time(view.passage, a.span))
    });
    if let Some(before) = before {
        let events = |k: &str| rules.is_event(k);
        bound.agents = before.agents.iter().map(|a| view.arg(a, None, world, &events).lent()).collect();
    }
}

/// "60 people, including 20 soldiers, 30 rebels and ten villagers were killed": the sum, when a parser took
/// the end of the list for the subject.
fn total(view: &View<'_>, clause: &Clause, bound: &Bound) -> Option<u32> {
    let passive = clause.voice == Voice::Passive;
    let first = bound.patients.first().filter(|p| passive && p.head < clause.predicate)?;
    let above = view.token(clause.predicate).head;
    (0..first.head).rev().find(|&i| {
        let token = view.token(i);
        token.tag == Tag::Nns
            && (token.head == clause.predicate || token.head == above)
            && !matches!(token.label, Label::Pobj | Label::Nsubj | Label::Nsubjpass)
            && crate::figures::count(view, i).is_some()
            && view.children(i).iter().any(|&c| view.word(c) == "including")
            && (i..first.head).all(|t| !matches!(view.token(t).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp))
    })
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

#[cfg(test)]
mod tests {
    use crate::testing::claims as read;
    use crate::{Claim, Kind};

    fn places(claims: &[Claim], kind: Kind) -> Vec<&str> {
        let told = claims.iter().filter(|c| c.kind == kind);
        told.flat_map(|c| &c.places).map(|p| p.text.as_str()).collect()
    }

    #[test]
    fn nobody_fights_the_country_that_a_border_is_with() {
        let text = "The army fought rebels in Kenya. On 8 May 2022, soldiers died in a clash with a rebel group near \
                    Kenya's border with Tanzania.";
        let claims = read(text);
        let clash = claims.iter().rev().find(|c| c.kind == Kind::Clash).unwrap();
        let rebels = claims[0].targets[0].side.clone();
        assert_eq!(clash.targets.len(), 1, "{:?}", clash.targets);
        assert_eq!(clash.targets[0].side, rebels);
    }

    #[test]
    fn men_are_sent_where_the_sentence_sends_them() {
        let claims = read(
            "On 8 May 2022, the army sent reinforcements to halt the rebels, along with a unit led by General Orlin to \
             several towns, including Belvar, Dorin and Maskel.",
        );
        let told = places(&claims, Kind::Deploy);
        assert!(["Belvar", "Dorin", "Maskel"].iter().all(|p| told.contains(p)), "{told:?}");
    }

    #[test]
    fn there_is_the_place_named_before_it() {
        let claims =
            read("Nurses in Girton remembered those who had died in the gas attack there in April 2022.");
        assert_eq!(places(&claims, Kind::Chemical), ["Girton"]);
    }

    #[test]
    fn what_was_left_hours_before_is_another_place() {
        let claims = read(
            "On 7 May 2022, the army withdrew from Dorin, hours after its retreat from Belvar as rebels closed in.",
        );
        assert_eq!(places(&claims, Kind::Withdraw), ["Dorin", "Belvar"]);
    }

    #[test]
    fn a_list_that_a_sum_includes_is_counted_with_it() {
        let text = "On 4 May 2019, over 90 people including 31 guards, at least 40 rebels and nine villagers were \
                    killed in Belvar.";
        let claims = read(text);
        let counts: Vec<_> = claims[0].figures.iter().map(|f| (f.min, f.max)).collect();
        assert_eq!(counts, [(Some(90), None), (Some(31), Some(31)), (Some(40), None), (Some(9), Some(9))]);
    }

    #[test]
    fn who_fought_on_holds_by_nightfall() {
        let text = "On 4 May 2019, the rebels kept fighting the army over the mill, by nightfall holding half of \
                    Belvar.";
        let claims = read(text);
        let hold = claims.iter().find(|c| c.kind == Kind::Hold).unwrap();
        assert_eq!(hold.actors[0].text, "rebels");
    }

    #[test]
    fn whoever_states_that_there_was_shelling_did_not_shell() {
        let claims = read("On 4 May 2019, teachers stated shelling had left the town of Belvar in ruins.");
        assert!(claims.iter().any(|c| c.kind == Kind::Shelling), "{claims:?}");
        assert!(claims.iter().flat_map(|c| &c.actors).all(|a| !a.text.contains("teachers")), "{claims:?}");
    }

    #[test]
    fn a_ministry_of_defence_is_no_place() {
        let claims =
            read("On 4 May 2019, Belvar was declared free of rebels by the Northern Ministry of Defence.");
        assert!(claims.iter().flat_map(|c| &c.places).all(|p| p.text != "Defence"), "{claims:?}");
    }
}

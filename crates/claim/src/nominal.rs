//! Event nouns that the language layer does not list: clauses of their own, made from the tree.

use annalist_language::{Argument, Clause, Governor, Label, Oblique, PredicateForm, Relation, Tag, Voice};

use crate::Kind;
use crate::lexicon::{Classes, key};
use crate::made::{argument, clause};
use crate::rules::{Form, RuleSet};
use crate::view::View;

/// Adds a clause for every noun that a rule reads and no clause predicates.
pub(crate) fn complete(view: &mut View<'_>, rules: &RuleSet) {
    for index in 0..view.clauses.len() {
        restore(view, index, rules);
        let i = view.clauses[index].predicate;
        if is_verbal_noun(view, i, rules) {
            let noun = view.noun_key(i, |k| rules.is_event(k));
            let mut made = clause(view, i, if rules.is_event(&noun) { noun } else { key(view.word(i)) });
            made.governor =
                view.clauses[index].governor.map(|g| Governor { relation: Relation::Argument, ..g });
            view.clauses[index] = made;
        }
    }
    for index in 0..view.clauses.len() {
        beside_main(view, index);
        routed(view, index, rules);
        tried(view, index);
        crate::regained::regain(view, index);
    }
    let mut extra: Vec<Clause> = Vec::new();
    for index in 0..view.clauses.len() {
        counted(view, index);
        coordinated(view, index);
        lost_object(view, index);
        extra.extend(eastward(view, index, rules));
    }
    for i in 0..view.len() {
        if let Some(noun) = crate::shown::fate(view, i).or_else(|| tally(view, i)) {
            let mut made = clause(view, i, "dead".to_owned());
            made.form = PredicateForm::Participle;
            made.voice = Voice::Passive;
            made.span = view.phrase(noun);
            made.patients = vec![argument(noun, made.span)];
            extra.push(made);
            continue;
        }
        if let Some(made) =
            crate::regained::last_held(view, i).or_else(|| crate::regained::control_told(view, i))
        {
            extra.push(made);
            continue;
        }
        let token = view.token(i);
        let nominal = (matches!(token.tag, Tag::Nn | Tag::Nns) || stands_as_noun(view, i))
            && !matches!(token.label, Label::Compound | Label::Amod | Label::Nmod | Label::Npadvmod);
        if !nominal || view.clauses.iter().any(|c| c.predicate == i) {
            continue;
        }
        let noun = view.noun_key(i, |k| rules.is_event(k));
        if rules.is_event(&noun) && view.lexicon.noun(&key(&token.lemma)).without(Classes::PERSON).is_empty()
        {
            extra.push(clause(view, i, noun));
        }
    }
    view.clauses.extend(extra);
    crate::mend::mend(view, rules);
}

/// "launched an offensive": what a tagger takes for an adjective is a noun where it is the object behind an article.
fn stands_as_noun(view: &View<'_>, word: u32) -> bool {
    let token = view.token(word);
    token.tag == Tag::Jj
        && matches!(token.label, Label::Dobj | Label::Pobj | Label::Nsubj | Label::Nsubjpass | Label::Attr)
        && view.children(word).iter().any(|&c| c < word && view.token(c).label == Label::Det)
}

/// "repelled the attack and recaptured X": a parser may take the second verb for an adjective of X.
fn coordinated(view: &mut View<'_>, index: usize) {
    let predicate = view.clauses[index].predicate;
    let token = view.token(predicate);
    let (head, object) = (token.head, predicate + 1);
    let verb = token.label == Label::Amod
        && matches!(token.tag, Tag::Vbn | Tag::Vbd)
        && predicate > 0
        && matches!(view.word(predicate - 1), "and" | "then")
        && head >= object
        && ((object..=head).all(|i| matches!(view.token(i).tag, Tag::Nnp | Tag::Nnps | Tag::Hyph | Tag::Dt))
            || head == object
                && predicate > 1
                && view.word(predicate - 2) == ","
                && view.token(head).tag == Tag::Nns);
    if !verb {
        return;
    }
    let before = view.clauses.iter().enumerate().rev().find(|(i, c)| {
        *i != index && c.predicate < predicate && !View::is_nominal(c) && !c.agents.is_empty()
    });
    let Some((above, agents)) = before.map(|(i, c)| (i, c.agents.clone())) else { return };
    let span = view.token(object).span.cover(view.token(head).span);
    for clause in view.clauses.iter_mut().filter(|c| c.predicate < predicate) {
        clause.patients.retain(|p| p.head != head);
    }
    let whole = view.token(predicate).span.cover(span);
    let clause = &mut view.clauses[index];
    clause.voice = Voice::Active;
    clause.form = PredicateForm::Finite;
    clause.span = whole;
    clause.agents = agents
        .into_iter()
        .map(|a| Argument { shared: Some(annalist_language::Sharing::Coordination), ..a })
        .collect();
    clause.patients = vec![argument(head, span)];
    clause.governor = Some(Governor { clause: above as u32, relation: Relation::Coordination });
}

/// ", with aircraft carrying out strikes": the clause under "with" belongs to the one that it is beside.
fn beside_main(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let token = view.token(clause.predicate);
    let with = token.head;
    if clause.governor.is_some()
        || token.label != Label::Pcomp
        || !view.word(with).eq_ignore_ascii_case("with")
    {
        return;
    }
    let over = view.token(with).head;
    let main = view.clauses.iter().position(|c| c.predicate == over && !View::is_nominal(c));
    let governor = main.filter(|&m| m != index);
    view.clauses[index].governor =
        governor.map(|m| Governor { clause: m as u32, relation: Relation::Adverbial });
}

/// "They took the ridge as the garrison collapsed and advanced on the town": whose lines broke advances nowhere; it is
/// who took the ridge, though the nearer verb stands beside this one.
fn routed(view: &mut View<'_>, index: usize, rules: &RuleSet) {
    let beside = |view: &View<'_>, i: usize| {
        let governor = view.clauses[i].governor.filter(|g| g.relation == Relation::Coordination)?;
        Some(governor.clause as usize).filter(|&g| g < view.clauses.len() && g != i)
    };
    let gains = |lemma: &str| {
        rules.candidates(Form::Verb, lemma).iter().any(|c| {
            matches!(rules.rule(c.rule).kind, Kind::Capture | Kind::Advance | Kind::Attack | Kind::Encircle)
        })
    };
    let Some(broken) = beside(view, index) else { return };
    let (own, lost) = (&view.clauses[index], &view.clauses[broken]);
    let same = own.agents.iter().all(|a| lost.agents.iter().any(|b| a.head == b.head));
    if own.voice == Voice::Passive
        || !same
        || !gains(&own.lemma)
        || !view.lexicon.listed("collapse", &lost.lemma)
        || lost.predicate > own.predicate
    {
        return;
    }
    let Some(main) = lost.governor.map(|g| g.clause as usize).filter(|&m| m < view.clauses.len()) else {
        return;
    };
    let doers: Vec<Argument> = view.clauses[main]
        .agents
        .iter()
        .filter(|a| !lost.agents.iter().any(|b| a.head == b.head))
        .map(|a| Argument { shared: Some(annalist_language::Sharing::Coordination), ..a.clone() })
        .collect();
    if doers.is_empty() {
        return;
    }
    let after = view.clauses[index].predicate;
    // What goes on beside it is of the same doer.
    let mut whose = vec![index];
    let lost: Vec<u32> = view.clauses[broken].agents.iter().map(|a| a.head).collect();
    for i in 0..view.clauses.len() {
        let clause = &view.clauses[i];
        let on = clause.governor.is_some_and(|g| whose.contains(&(g.clause as usize)));
        let same = clause.agents.iter().all(|a| a.shared.is_some() && lost.contains(&a.head));
        if clause.predicate > after && clause.voice == Voice::Active && on && same {
            whose.push(i);
        }
    }
    for i in whose {
        view.clauses[i].agents.clone_from(&doers);
    }
    view.clauses[index].governor = Some(Governor { clause: main as u32, relation: Relation::Coordination });
}

/// "thwarted attempts to advance": who thwarts them advances nowhere.
fn tried(view: &mut View<'_>, index: usize) {
    let token = view.token(view.clauses[index].predicate);
    let noun = token.head;
    if !matches!(token.label, Label::Acl | Label::Relcl | Label::Xcomp)
        || !view.lexicon.listed("try", &view.token(noun).lemma)
    {
        return;
    }
    let halted = view.clauses.iter().any(|c| {
        c.patients.iter().any(|p| p.head == noun)
            && view.lexicon.listed("halting", &c.lemma)
            && !view.lexicon.listed("support", &c.lemma)
    });
    if halted {
        view.clauses[index].agents = triers(view, noun);
    } else if view.clauses[index].agents.iter().any(|a| a.head == noun) {
        // "an attempt by X to take Y": X tries, not the attempt.
        let mut agents = triers(view, noun);
        agents.extend(view.clauses[index].agents.drain(..).filter(|a| a.head != noun));
        view.clauses[index].agents = agents;
    }
}

/// Whose an attempt is: "by X", "X's".
fn triers(view: &View<'_>, noun: u32) -> Vec<Argument> {
    let by = view.prepositional(noun).into_iter().filter(|(p, _)| p == "by").map(|(_, head)| head);
    let whose = view.children(noun).iter().copied().filter(|&c| view.token(c).label == Label::Poss);
    by.chain(whose).map(|head| argument(head, view.phrase(head))).collect()
}

/// "captured Xyz.": a parser may take a strange name right behind a verb for an adverb.
fn lost_object(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let object = clause.predicate + 1;
    let bare = clause.voice == Voice::Active && clause.patients.is_empty() && !View::is_nominal(clause);
    if !bare || object >= view.len() {
        return;
    }
    let token = view.token(object);
    if token.head != clause.predicate
        || token.label != Label::Advmod
        || !matches!(token.tag, Tag::Nnp | Tag::Nnps)
    {
        return;
    }
    let patients: Vec<Argument> =
        view.conjuncts(object).into_iter().map(|head| argument(head, view.phrase(head))).collect();
    let whole = patients.iter().fold(clause.span, |span, p| span.cover(p.span));
    let clause = &mut view.clauses[index];
    (clause.patients, clause.span) = (patients, whole);
}

/// "launched an offensive eastward towards X": a parser may take the direction for the object.
fn eastward(view: &mut View<'_>, index: usize, rules: &RuleSet) -> Option<Clause> {
    let at = view.clauses[index].patients.iter().position(|p| {
        let word = view.word(p.head).to_lowercase();
        word.trim_end_matches('s').ends_with("ward") && p.head > 0 && view.token(p.head - 1).head == p.head
    })?;
    let direction = view.clauses[index].patients[at].head;
    let noun = direction - 1;
    let event = view.noun_key(noun, |k| rules.is_event(k));
    if !rules.is_event(&event) {
        return None;
    }
    let mut made = clause(view, noun, event);
    for (preposition, head) in view.prepositional(direction) {
        made.obliques.push(Oblique { preposition, argument: argument(head, view.phrase(head)) });
    }
    made.governor = Some(Governor { clause: index as u32, relation: Relation::Argument });
    let span = view.token(noun).span;
    let patient = &mut view.clauses[index].patients[at];
    (patient.head, patient.span, patient.full) = (noun, span, span);
    Some(made)
}

/// The number right before a word, where it counts by itself: "two dead".
fn number_before(view: &View<'_>, word: u32) -> Option<u32> {
    let number = word.checked_sub(1).filter(|&n| view.token(n).tag == Tag::Cd)?;
    // "in 2014 killed": a year counts nobody.
    let preposition = number > 0 && matches!(view.token(number - 1).tag, Tag::In);
    let year = view.word(number).len() == 4 && view.word(number).chars().all(|c| c.is_ascii_digit());
    (!(preposition && year)).then_some(number)
}

/// "two dead, four wounded": the number of an adjective that stands for people.
fn tally(view: &View<'_>, word: u32) -> Option<u32> {
    let next = view.sentence.tokens.get(word as usize + 1);
    let noun = next.is_some_and(|t| matches!(t.tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps));
    // "suffered 50 dead" is told by its verb.
    let token = view.token(word);
    let told = token.label == Label::Dobj && !view.lexicon.listed("report", &view.token(token.head).lemma);
    (view.word(word).eq_ignore_ascii_case("dead")
        && !noun
        && !told
        && !view.clauses.iter().any(|c| c.predicate == word))
    .then(|| number_before(view, word))
    .flatten()
}

/// "losses were 38 killed, 152 wounded": each participle's own number is who suffered it.
fn counted(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let (predicate, form) = (clause.predicate, clause.form);
    let harmed = matches!(clause.lemma.as_str(), "kill" | "wound" | "injure");
    let told = clause.patients.iter().any(|p| p.head >= predicate || p.head + 1 == predicate);
    if !harmed || form == PredicateForm::Nominal || told || view.token(predicate).tag == Tag::Vb {
        return;
    }
    let Some(number) = number_before(view, predicate) else { return };
    let span = view.token(number).span;
    let clause = &mut view.clauses[index];
    clause.agents.retain(|a| a.head < number && a.cue.is_some());
    clause.patients = vec![argument(number, span)];
    clause.voice = Voice::Passive;
    clause.span = span.cover(view.sentence.tokens[predicate as usize].span);
}

/// A lemma by rule may lack its final "e" ("massacr"): the form that rules know is the verb.
fn restore(view: &mut View<'_>, index: usize, rules: &RuleSet) {
    let lemma = &view.clauses[index].lemma;
    if view.clauses[index].form == PredicateForm::Nominal
        || view.token(view.clauses[index].predicate).tag == Tag::Vb
    {
        return;
    }
    // "redeployed" may have come as "deploy".
    let word = view.word(view.clauses[index].predicate).to_lowercase();
    let again = format!("re{lemma}");
    if word.starts_with("re") && !lemma.starts_with("re") && !rules.candidates(Form::Verb, &again).is_empty()
    {
        view.clauses[index].lemma = again;
        return;
    }
    // "added" may have come as "ad".
    let stem = word.strip_suffix("ed").unwrap_or("").to_owned();
    let longer = format!("{lemma}e");
    let known = |w: &str| {
        !rules.candidates(Form::Verb, w).is_empty()
            || ["support", "report", "impact", "confirm", "deny"].iter().any(|l| view.lexicon.listed(l, w))
    };
    if !known(lemma) && known(&longer) {
        view.clauses[index].lemma = longer;
    } else if !known(lemma) && stem.len() > lemma.len() && known(&stem) {
        view.clauses[index].lemma = stem;
    }
}

/// "by Russian shelling", "fighting continued": an "-ing" form that stands as a noun.
fn is_verbal_noun(view: &View<'_>, i: u32, rules: &RuleSet) -> bool {
    let token = view.token(i);
    if token.tag != Tag::Vbg || !rules.is_event(&key(view.word(i))) {
        return false;
    }
    let has = |labels: &[Label]| view.children(i).iter().any(|&c| labels.contains(&view.token(c).label));
    match token.label {
        Label::Pobj | Label::Nsubj | Label::Nsubjpass | Label::Attr | Label::Dobj => !has(&[Label::Dobj]),
        Label::Pcomp | Label::Csubj => {
            // "after Northern shelling on the city": the subject is an adjective.
            let subject = view.children(i).iter().any(|&c| {
                view.token(c).label == Label::Nsubj
                    && !(c + 1 == i && matches!(view.token(c).tag, Tag::Jj | Tag::Nnp))
            });
            !has(&[Label::Dobj, Label::Aux, Label::Auxpass]) && !subject
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::claims as read;
    use crate::{Claim, Kind};

    fn of(claims: &[Claim], kind: Kind) -> Vec<(Option<&str>, &str)> {
        let told = claims.iter().filter(|c| c.kind == kind);
        told.map(|c| {
            let side = c.actors.first().and_then(|a| a.side.as_deref());
            (side, c.places.first().map_or("", |p| p.text.as_str()))
        })
        .collect()
    }

    #[test]
    fn whose_lines_broke_takes_nothing() {
        let claims = read(
            "On 3 May 2022, rebel forces took the town of Melna as the army collapsed and captured the town of Tarsk, \
             later encircling Dorin.",
        );
        let rebels = Some("opposition");
        assert_eq!(of(&claims, Kind::Capture), [(rebels, "town of Melna"), (rebels, "town of Tarsk")]);
        assert_eq!(of(&claims, Kind::Encircle), [(rebels, "Dorin")]);
        // Who only withdraws may well take something else.
        let claims = read("On 3 May 2022, rebel forces took Melna as the army withdrew and captured Tarsk.");
        assert!(of(&claims, Kind::Capture).contains(&(Some("government"), "Tarsk")));
    }

    #[test]
    fn who_stops_an_attempt_made_none() {
        let claims = read(
            "On 4 May 2022, government forces thwarted rebel attempts to advance on the town of Belvar.",
        );
        assert_eq!(of(&claims, Kind::Hold), [(Some("government"), "town of Belvar")]);
        assert!(!of(&claims, Kind::Advance).iter().any(|(side, _)| *side == Some("government")));
    }

    #[test]
    fn an_offensive_that_was_announced_is_one() {
        let claims = read(
            "On 4 May 2022, the Northern Army declared that it had begun an offensive named \"North Wind\" in the \
             Brenno Province. This was the first offensive by any faction since the truce.",
        );
        let told = of(&claims, Kind::Attack);
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|(_, place)| *place == "Brenno Province"), "{told:?}");
        assert!(claims.iter().flat_map(|c| &c.actors).all(|a| !a.text.contains("any")));
    }

    #[test]
    fn strikes_told_with_a_fight_fell_where_it_was() {
        let claims = read(
            "On 9 May 2022, rebels fought the army in the town of Girton, with jets flying twelve airstrikes.",
        );
        assert_eq!(of(&claims, Kind::Airstrike).first().map(|a| a.1), Some("town of Girton"));
    }
}

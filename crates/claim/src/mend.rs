//! Clauses mended where a parser cut a sentence otherwise than a reader does: whose act it is in a chain of participles, who
//! speaks in the middle, what one verb tells twice.

use annalist_language::{Argument, Clause, Governor, Label, Oblique, Relation, Sharing, Tag, Voice};

use crate::nominal::argument;
use crate::rules::{Form, RuleSet};
use crate::view::View;

/// Mends every clause of a sentence; event nouns have theirs by now.
pub(crate) fn mend(view: &mut View<'_>, rules: &RuleSet) {
    let mut extra: Vec<Clause> = Vec::new();
    for index in 0..view.clauses.len() {
        if View::is_nominal(&view.clauses[index]) {
            continue;
        }
        bounded(view, index);
        behind_date(view, index);
        behind_colon(view, index);
        taken_along(view, index);
        attacked_and(view, index);
        shot_and(view, index);
        taken_prisoner(view, index);
        borne(view, index);
        overrun(view, index, rules);
        heading_away(view, index);
        chained(view, index);
        spoken_between(view, index);
        second_doer(view, index);
        doer_of_noun(view, index);
        extra.extend(again(view, index));
    }
    view.clauses.extend(extra);
}

fn noun(view: &View<'_>, token: u32) -> bool {
    matches!(view.token(token).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
}

/// "between 14 and 20 villagers died": the villagers, where a parser takes the preposition for the subject.
fn bounded(view: &mut View<'_>, index: usize) {
    let object = |head: u32| {
        let bound = view.token(head).tag == Tag::In
            && matches!(
                view.word(head).to_lowercase().as_str(),
                "between" | "around" | "about" | "over" | "under" | "near" | "nearly" | "above"
            );
        let under = |&&c: &&u32| view.token(c).label == Label::Pobj;
        bound.then(|| view.children(head).iter().find(under).copied()).flatten()
    };
    let clause = &view.clauses[index];
    let found: Vec<(usize, bool, u32)> = clause
        .agents
        .iter()
        .enumerate()
        .filter_map(|(n, a)| Some((n, true, object(a.head)?)))
        .chain(clause.patients.iter().enumerate().filter_map(|(n, a)| Some((n, false, object(a.head)?))))
        .collect();
    for (n, agent, head) in found {
        let clause = &mut view.clauses[index];
        let list = if agent { &mut clause.agents } else { &mut clause.patients };
        list[n].head = head;
    }
}

/// "On 4 May 2019 a car bomb exploded": without a comma a parser may take the day for a part of the bomb's name.
fn behind_date(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let passive = clause.voice == Voice::Passive;
    let subject = view
        .children(clause.predicate)
        .iter()
        .any(|&c| matches!(view.token(c).label, Label::Nsubj | Label::Nsubjpass | Label::Expl));
    let told = if passive { &clause.patients } else { &clause.agents };
    if subject
        || !told.is_empty()
        || !matches!(view.token(clause.predicate).tag, Tag::Vbd | Tag::Vbn | Tag::Vbz)
    {
        return;
    }
    let month = |i: u32| view.lexicon.listed("month", view.word(i));
    let dated = |o: &Oblique| {
        let head = o.argument.head;
        let words: Vec<u32> = view.tokens_in(view.phrase(head)).filter(|&i| i < head).collect();
        let at = words.iter().rposition(|&i| {
            month(i) || view.word(i).len() == 4 && view.word(i).chars().all(|c| c.is_ascii_digit())
        })?;
        let from = *words.get(at + 1)?;
        let fronted = matches!(o.preposition.as_str(), "on" | "in" | "by")
            && words.iter().any(|&i| month(i))
            && !month(head)
            && noun(view, head)
            && head < clause.predicate
            && clause.predicate <= head + 3
            && matches!(view.token(from).tag, Tag::Dt | Tag::Cd | Tag::Jj | Tag::Nnp | Tag::Nn | Tag::Nns);
        fronted.then(|| argument(head, view.token(from).span.cover(view.token(head).span)))
    };
    let Some((n, subject)) = clause.obliques.iter().enumerate().find_map(|(n, o)| Some((n, dated(o)?)))
    else {
        return;
    };
    let clause = &mut view.clauses[index];
    clause.obliques.remove(n);
    clause.span = clause.span.cover(subject.span);
    if passive {
        clause.patients.push(subject);
    } else {
        clause.agents.push(subject);
    }
}

/// "took three villages on Monday: A, B and C": what a colon brings is what was taken.
fn behind_colon(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let Some(colon) = (clause.predicate..view.len()).find(|&i| view.word(i) == ":") else { return };
    let astray = |a: &Argument| {
        a.head > colon && noun(view, a.head) && view.token(a.head).span.start >= view.token(colon).span.end
    };
    let mut names: Vec<Argument> =
        clause.agents.iter().chain(&clause.patients).filter(|a| astray(a)).cloned().collect();
    if names.is_empty() {
        // Where the list hangs on the noun, but a day stands between.
        let under = clause.patients.iter().chain(clause.obliques.iter().map(|o| &o.argument));
        let beside = under.flat_map(|a| view.children(a.head).iter().copied());
        let behind = colon > 0 && view.token(colon - 1).tag == Tag::Cd;
        let first = beside.filter(|_| behind).find(|&c| {
            view.token(c).label == Label::Appos
                && c > colon
                && view.tokens_in(view.phrase(c)).next() == Some(colon + 1)
        });
        names.extend(first.into_iter().flat_map(|f| view.conjuncts(f)).map(|h| argument(h, view.phrase(h))));
    }
    names.sort_by_key(|a| a.head);
    names.dedup_by_key(|a| a.head);
    let only_names = names.iter().all(|a| matches!(view.token(a.head).tag, Tag::Nnp | Tag::Nnps))
        && (colon + 1..view.len()).all(|i| {
            !matches!(view.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Vb | Tag::Colon)
        });
    if names.len() < 2 || !only_names {
        return;
    }
    let plural = |head: u32| {
        head < colon
            && view.token(head).tag == Tag::Nns
            && crate::figures::count(view, head)
                .is_none_or(|n| n.min.is_none_or(|least| least == names.len() as u64))
    };
    let patient = clause.patients.iter().position(|p| plural(p.head));
    let oblique = clause.obliques.iter().position(|o| o.preposition == "of" && plural(o.argument.head));
    if patient.is_none() && oblique.is_none() {
        return;
    }
    let clause = &mut view.clauses[index];
    clause.agents.retain(|a| a.head < colon);
    clause.patients.retain(|a| a.head < colon);
    if let Some(at) = patient {
        clause.patients.splice(at..=at, names);
    } else if let Some(at) = oblique {
        let of = names.into_iter().map(|argument| Oblique { preposition: "of".to_owned(), argument });
        clause.obliques.splice(at..=at, of);
    }
}

/// "seized ammunition, five trucks and a tank when …": what a parser hangs on the subject, behind the object.
fn taken_along(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let Some(object) = clause.patients.iter().map(|p| p.head).filter(|&h| h > clause.predicate).min() else {
        return;
    };
    if clause.voice == Voice::Passive || !clause.agents.iter().any(|a| a.head < clause.predicate) {
        return;
    }
    let astray = |a: &Argument| a.head > object && view.token(a.head).label == Label::Conj;
    let moved: Vec<Argument> = clause.agents.iter().filter(|a| astray(a)).cloned().collect();
    let heads: Vec<u32> = moved.iter().map(|a| a.head).collect();
    let clause = &mut view.clauses[index];
    clause.agents.retain(|a| !heads.contains(&a.head));
    clause.patients.extend(moved);
}

/// "300 were killed or taken prisoner", "30 killed and 300 taken prisoner": the 300 are those taken.
fn taken_prisoner(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let verb = clause.predicate;
    let captive = |i: u32| {
        i < view.len()
            && matches!(
                view.word(i).to_lowercase().as_str(),
                "prisoner" | "prisoners" | "hostage" | "captive"
            )
    };
    if clause.lemma != "take" || view.token(verb).tag != Tag::Vbn || !captive(verb + 1) {
        return;
    }
    let helped =
        view.children(verb).iter().any(|&c| matches!(view.token(c).label, Label::Aux | Label::Auxpass));
    let number = verb.checked_sub(1).filter(|&n| {
        view.token(verb).label == Label::Amod
            && view.token(n).tag == Tag::Cd
            && view.token(n).head == verb + 1
    });
    let patients = if let Some(number) = number {
        vec![argument(number, view.token(number).span)]
    } else if clause.voice == Voice::Active && !helped && view.token(verb).label == Label::Conj {
        clause.agents.clone()
    } else {
        return;
    };
    let under = view.prepositional(verb + 1).into_iter();
    let there: Vec<Oblique> = under
        .map(|(preposition, h)| Oblique { preposition, argument: argument(h, view.phrase(h)) })
        .collect();
    let span = there.iter().fold(view.token(verb + 1).span, |span, o| span.cover(o.argument.span));
    let clause = &mut view.clauses[index];
    clause.span = patients.iter().fold(clause.span.cover(span), |span, p| span.cover(p.span));
    clause.obliques.extend(there);
    clause.agents.clear();
    (clause.patients, clause.voice) = (patients, Voice::Passive);
}

/// "units attacked from the north and took X": a parser may take the first of two verbs for a participle.
fn attacked_and(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let verb = clause.predicate;
    let token = view.token(verb);
    let [subject] = clause.patients.as_slice() else { return };
    let beside = view
        .children(verb)
        .iter()
        .any(|&c| view.token(c).label == Label::Conj && view.token(c).tag == Tag::Vbd && c > verb);
    let bare = clause.agents.is_empty()
        && !view.children(verb).iter().any(|&c| {
            matches!(view.token(c).label, Label::Dobj | Label::Agent | Label::Aux | Label::Auxpass)
        });
    if token.label != Label::Acl || token.tag != Tag::Vbn || subject.head + 1 != verb || !beside || !bare {
        return;
    }
    let clause = &mut view.clauses[index];
    clause.agents = std::mem::take(&mut clause.patients);
    (clause.voice, clause.form) = (Voice::Active, annalist_language::PredicateForm::Finite);
}

/// "a sniper shot and killed X": a parser may take "sniper shot" for a noun.
fn shot_and(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let token = view.token(clause.predicate);
    let shot = token.head;
    if token.label != Label::Conj
        || token.tag != Tag::Vbd
        || !clause.agents.is_empty()
        || !view.word(shot).eq_ignore_ascii_case("shot")
        || view.token(shot).tag != Tag::Nn
    {
        return;
    }
    let who = view
        .children(shot)
        .iter()
        .copied()
        .find(|&c| c + 1 == shot && view.token(c).label == Label::Compound && noun(view, c));
    if let Some(who) = who {
        let first = view.children(shot).first().copied().filter(|&c| c < who).unwrap_or(who);
        let span = view.token(first).span.cover(view.token(who).span);
        let clause = &mut view.clauses[index];
        clause.agents.push(argument(who, span));
        clause.span = clause.span.cover(span);
    }
}

/// "exploded beneath a bus carrying conscripts near X": near X is where it exploded, too.
fn borne(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let there = |o: &Oblique| matches!(o.preposition.as_str(), "near" | "in" | "at" | "outside");
    let heads = clause.patients.iter().map(|p| p.head).chain(clause.obliques.iter().map(|o| o.argument.head));
    if clause.obliques.iter().any(|o| there(o) && !view.lexicon.listed("month", view.word(o.argument.head))) {
        return;
    }
    let Some(inner) = heads.filter(|&h| h > clause.predicate).find_map(|h| bearing(view, h)) else { return };
    let under = view.clauses[inner].patients.iter().flat_map(|p| view.prepositional(p.head));
    let found: Vec<Oblique> = view.clauses[inner]
        .obliques
        .iter()
        .cloned()
        .chain(under.map(|(preposition, h)| Oblique { preposition, argument: argument(h, view.phrase(h)) }))
        .filter(|o| there(o) && !view.lexicon.listed("month", view.word(o.argument.head)))
        .collect();
    view.clauses[index].obliques.extend(found);
}

/// The participle that tells what a thing was doing when something befell it: "a bus carrying conscripts".
pub(crate) fn bearing(view: &View<'_>, noun: u32) -> Option<usize> {
    view.clauses.iter().position(|c| {
        let token = view.token(c.predicate);
        !View::is_nominal(c)
            && token.label == Label::Acl
            && token.head == noun
            && token.tag == Tag::Vbg
            && view.lexicon.listed("bearing", &c.lemma)
    })
}

/// "X was overrun": a parser may take the participle for a noun.
fn overrun(view: &mut View<'_>, index: usize, rules: &RuleSet) {
    let clause = &view.clauses[index];
    let [attribute] = clause.patients.as_slice() else { return };
    let word = view.word(attribute.head).to_lowercase();
    let (predicate, at) = (clause.predicate, attribute.head);
    let bare = view.token(at).tag == Tag::Nn
        && view.token(at).label == Label::Attr
        && !view.children(at).iter().any(|&c| {
            c < at && matches!(view.token(c).label, Label::Det | Label::Amod | Label::Compound | Label::Poss)
        });
    if clause.lemma != "be"
        || !bare
        || predicate + 3 < at
        || rules.candidates(Form::Verb, &word).is_empty()
        || rules.is_event(&word)
    {
        return;
    }
    let by = view
        .prepositional(predicate)
        .into_iter()
        .chain(view.prepositional(at))
        .filter(|(p, _)| p == "by")
        .map(|(_, head)| argument(head, view.phrase(head)));
    let agents: Vec<Argument> = by.collect();
    let clause = &mut view.clauses[index];
    clause.patients = std::mem::replace(&mut clause.agents, agents);
    clause.obliques.retain(|o| o.preposition != "by");
    (clause.lemma, clause.voice) = (word, Voice::Passive);
}

/// "retreated southwards": whither is no object.
fn heading_away(view: &mut View<'_>, index: usize) {
    let away = |head: u32| {
        let word = view.word(head).to_lowercase();
        word.ends_with("ward") || word.ends_with("wards")
    };
    let whither: Vec<u32> = view.clauses[index]
        .patients
        .iter()
        .map(|p| p.head)
        .filter(|&h| away(h) && !view.children(h).iter().any(|&c| view.token(c).label == Label::Det))
        .collect();
    view.clauses[index].patients.retain(|p| !whither.contains(&p.head));
}

/// "forcing the garrison to flee and seizing X": who forces is who seizes.
fn chained(view: &mut View<'_>, index: usize) {
    let predicate = view.clauses[index].predicate;
    let token = view.token(predicate);
    if token.tag != Tag::Vbg
        || token.label != Label::Conj
        || view.token(token.head).tag != Tag::Vb
        || view.children(predicate).iter().any(|&c| {
            c < predicate && matches!(view.token(c).label, Label::Nsubj | Label::Nsubjpass | Label::Aux)
        })
    {
        return;
    }
    let mut over = token.head;
    for _ in 0..4 {
        let up = view.token(over).head;
        if up == over || up > predicate {
            return;
        }
        over = up;
        if view.token(over).tag == Tag::Vbg {
            break;
        }
    }
    let Some(above) = view.clauses.iter().position(|c| c.predicate == over && !View::is_nominal(c)) else {
        return;
    };
    if view.token(over).tag != Tag::Vbg || above == index {
        return;
    }
    let agents = shared(&view.clauses[above].agents, Sharing::Coordination);
    let governor = view.clauses[above].governor;
    let clause = &mut view.clauses[index];
    clause.agents = agents;
    clause.governor = governor.or(Some(Governor { clause: above as u32, relation: Relation::Coordination }));
}

fn shared(list: &[Argument], how: Sharing) -> Vec<Argument> {
    list.iter().map(|a| Argument { shared: Some(how), ..a.clone() }).collect()
}

/// "The army, a source said, has retaken X": the army retook it, the source says so.
fn spoken_between(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let verb = clause.predicate;
    if !view.lexicon.listed("report", &clause.lemma) || clause.voice == Voice::Passive {
        return;
    }
    let subjects: Vec<u32> = view
        .children(verb)
        .iter()
        .copied()
        .filter(|&c| {
            let token = view.token(c);
            let dropped = token.label == Label::Dep && (noun(view, c) || token.tag == Tag::Prp);
            c < verb && (dropped || matches!(token.label, Label::Nsubj | Label::Nsubjpass))
        })
        .collect();
    let (first, speaker) = match subjects[..] {
        [first, speaker] => (first, speaker),
        // "Rebels, the governor said, had …": a parser may take the governor for an apposition.
        [first] => {
            let beside = |&&c: &&u32| view.token(c).label == Label::Appos && c < verb;
            let Some(&speaker) = view.children(first).iter().find(beside) else { return };
            let end = view.tokens_in(view.phrase(speaker)).last().unwrap_or(speaker);
            if end + 1 != verb {
                return;
            }
            (first, speaker)
        }
        _ => return,
    };
    let comma = |from: u32, to: u32| (from..to).any(|i| view.word(i) == ",");
    let Some(content) = view.clauses.iter().position(|c| {
        let token = view.token(c.predicate);
        !View::is_nominal(c)
            && c.predicate > verb
            && token.head == verb
            && matches!(token.label, Label::Ccomp | Label::Conj | Label::Dep)
            && !view.children(c.predicate).iter().any(|&s| {
                s < c.predicate
                    && matches!(view.token(s).label, Label::Nsubj | Label::Nsubjpass | Label::Mark)
            })
    }) else {
        return;
    };
    if !comma(first, speaker) || !comma(verb, view.clauses[content].predicate) {
        return;
    }
    let whole = |head: u32| -> Vec<Argument> {
        view.conjuncts(head).into_iter().map(|h| argument(h, view.phrase(h))).collect()
    };
    let (doers, speakers) = (whole(first), whole(speaker));
    view.clauses[index].agents = speakers;
    let clause = &mut view.clauses[content];
    if clause.voice == Voice::Passive {
        clause.patients = doers;
    } else {
        clause.agents = doers;
    }
    clause.governor = Some(Governor { clause: index as u32, relation: Relation::Complement });
}

/// "was signed by A and B": B, which a parser may hang on the verb.
fn second_doer(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    let verb = clause.predicate;
    let Some(last) = clause.agents.iter().map(|a| a.head).filter(|&h| h > verb).max() else { return };
    if clause.voice != Voice::Passive {
        return;
    }
    let second = view.children(verb).iter().copied().find(|&c| {
        c > last && view.token(c).label == Label::Conj && noun(view, c) && {
            let from = view.tokens_in(view.phrase(c)).next().unwrap_or(c);
            let to = view.tokens_in(view.phrase(last)).last().unwrap_or(last) + 1;
            from > to
                && (to..from)
                    .all(|i| matches!(view.token(i).tag, Tag::Cc | Tag::Comma) || view.word(i) == "both")
        }
    });
    let Some(second) = second else { return };
    let doers: Vec<Argument> =
        view.conjuncts(second).into_iter().map(|h| argument(h, view.phrase(h))).collect();
    let clause = &mut view.clauses[index];
    clause.patients.retain(|p| doers.iter().all(|d| d.head != p.head));
    clause.agents.extend(doers);
}

/// "beat back an assault by A on B": A is of the assault, which an active verb's "by" cannot be.
fn doer_of_noun(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    if clause.voice == Voice::Passive {
        return;
    }
    let of = |o: &Oblique| {
        let by = view.token(o.argument.head).head;
        let noun = by.checked_sub(1)?;
        let own =
            o.preposition == "by" && view.word(by) == "by" && clause.patients.iter().any(|p| p.head == noun);
        own.then(|| view.clauses.iter().position(|c| c.predicate == noun && View::is_nominal(c))).flatten()
    };
    let Some((n, event)) = clause.obliques.iter().enumerate().find_map(|(n, o)| Some((n, of(o)?))) else {
        return;
    };
    let doer = clause.obliques[n].argument.clone();
    let under: Vec<Oblique> = view
        .prepositional(doer.head)
        .into_iter()
        .filter(|(p, _)| matches!(p.as_str(), "on" | "against" | "upon" | "in" | "at" | "near"))
        .map(|(preposition, head)| Oblique { preposition, argument: argument(head, view.phrase(head)) })
        .collect();
    view.clauses[index].obliques.remove(n);
    let span = under.iter().fold(view.clauses[event].span.cover(doer.span), |s, o| s.cover(o.argument.span));
    let made = &mut view.clauses[event];
    made.span = span;
    made.agents.push(doer);
    made.obliques.extend(under);
}

/// "took A on 3 May and B on the 5th": the verb tells B of another day.
fn again(view: &mut View<'_>, index: usize) -> Option<Clause> {
    let clause = &view.clauses[index];
    let verb = clause.predicate;
    let dated = |i: u32| {
        let word = view.word(i);
        let day = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number = !day.is_empty() && day.len() <= 4 && day.chars().all(|c| c.is_ascii_digit());
        view.lexicon.listed("month", word) || number && (day.len() < word.len() || day.len() == 4)
    };
    let object = |c: u32| {
        let over = view.token(c).head;
        over == verb || dated(over) || clause.patients.iter().any(|p| p.head == over)
    };
    let second = (verb + 3..view.len()).find(|&c| {
        if view.token(c).label != Label::Conj || !noun(view, c) || dated(c) || !object(c) {
            return false;
        }
        let from = view.tokens_in(view.phrase(c)).next().unwrap_or(c);
        if from < 2 || view.token(from - 1).tag != Tag::Cc || !dated(from - 2) {
            return false;
        }
        let after = c + 1;
        let on = after < view.len() && matches!(view.word(after), "on" | "in" | "by" | "a" | "the");
        on && (after + 1..view.len().min(after + 5))
            .any(|i| dated(i) || matches!(view.word(i), "later" | "next"))
    })?;
    let first: Vec<Argument> = clause.patients.iter().filter(|p| p.head < second).cloned().collect();
    let bare = |head: u32| {
        let words = view.tokens_in(view.phrase(head)).filter(|&i| i <= head);
        argument(head, words.fold(view.token(head).span, |span, i| span.cover(view.token(i).span)))
    };
    let own: Vec<Argument> = view.conjuncts(second).into_iter().map(bare).collect();
    if first.is_empty() {
        return None;
    }
    let mut made = clause.clone();
    made.patients = own;
    made.obliques.retain(|o| o.argument.head > second);
    made.adverbials.retain(|a| a.start >= view.token(second).span.start);
    made.span = view
        .tokens_in(clause.span)
        .filter(|&i| i >= second && view.word(i) != ".")
        .fold(view.phrase(second), |span, i| span.cover(view.token(i).span));
    made.governor = Some(Governor { clause: index as u32, relation: Relation::Coordination });
    let from = view.tokens_in(view.phrase(second)).next().unwrap_or(second);
    let before = view.token(from.saturating_sub(2)).span.end;
    let clause = &mut view.clauses[index];
    clause.patients = first;
    clause.obliques.retain(|o| o.argument.head < second);
    clause.span.end = clause.span.end.min(before);
    Some(made)
}

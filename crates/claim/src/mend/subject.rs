//! Who does it and to whom it is done, where a parser hangs them elsewhere.

use annalist_language::{Argument, Label, Oblique, Tag, Voice};

use super::noun;
use crate::made::argument;
use crate::view::View;

/// "On 4 May 2019 a car bomb exploded": without a comma a parser may take the day for a part of the bomb's name.
pub(super) fn behind_date(view: &mut View<'_>, index: usize) {
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

/// "seized ammunition, five trucks and a tank when …": what a parser hangs on the subject, behind the object.
pub(super) fn taken_along(view: &mut View<'_>, index: usize) {
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
pub(super) fn taken_prisoner(view: &mut View<'_>, index: usize) {
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
pub(super) fn attacked_and(view: &mut View<'_>, index: usize) {
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
pub(super) fn shot_and(view: &mut View<'_>, index: usize) {
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

/// "was signed by A and B": B, which a parser may hang on the verb.
pub(super) fn second_doer(view: &mut View<'_>, index: usize) {
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
pub(super) fn doer_of_noun(view: &mut View<'_>, index: usize) {
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

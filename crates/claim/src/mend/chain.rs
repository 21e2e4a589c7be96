//! Verbs in a chain: whose act the second is, who speaks in the middle, what one verb tells twice.

use annalist_language::{Argument, Clause, Governor, Label, Relation, Sharing, Tag, Voice};

use super::noun;
use crate::made::argument;
use crate::view::View;

/// "forcing the garrison to flee and seizing X": who forces is who seizes.
pub(super) fn chained(view: &mut View<'_>, index: usize) {
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
pub(super) fn spoken_between(view: &mut View<'_>, index: usize) {
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

/// "took A on 3 May and B on the 5th": the verb tells B of another day.
pub(super) fn again(view: &mut View<'_>, index: usize) -> Option<Clause> {
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

//! What is done to what, and where, when a parser takes the words for others.

use annalist_language::{Argument, Label, Oblique, Tag, Voice};

use super::noun;
use crate::made::argument;
use crate::rules::{Form, RuleSet};
use crate::view::View;

/// "between 14 and 20 villagers died": the villagers, where a parser takes the preposition for the subject.
pub(super) fn bounded(view: &mut View<'_>, index: usize) {
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

/// "took three villages on Monday: A, B and C": what a colon brings is what was taken.
pub(super) fn behind_colon(view: &mut View<'_>, index: usize) {
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

/// "exploded beneath a bus carrying conscripts near X": near X is where it exploded, too.
pub(super) fn borne(view: &mut View<'_>, index: usize) {
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
pub(super) fn overrun(view: &mut View<'_>, index: usize, rules: &RuleSet) {
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
pub(super) fn heading_away(view: &mut View<'_>, index: usize) {
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

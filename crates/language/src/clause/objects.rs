//! What a verb's objects and prepositional arguments are.

use super::Sharing;
use super::roles::{Filler, RELATIVES, push};
use super::subjects::{antecedent, has_own};
use super::tree::{CLIMB, Tree};
use super::voice::is_passive;
use crate::lexicon::lexicon;
use crate::{Label, Tag};

/// How far apart "killing and injuring" may stand to share one object.
const SHARED_OBJECT_REACH: usize = 4;

/// The objects of an active verb.
pub(super) fn objects(tree: &Tree<'_>, verb: usize) -> Vec<Filler> {
    let mut found = Vec::new();
    own(tree, verb, &mut found);
    if found.is_empty() {
        raised(tree, verb, &mut found);
    }
    if found.is_empty() {
        from_coordination(tree, verb, &mut found);
    }
    relative(tree, verb, &mut found);
    found
}

fn own(tree: &Tree<'_>, verb: usize, found: &mut Vec<Filler>) {
    let copula = lexicon().is_copula(&tree.lemmas[verb]);
    for object in tree.under(verb, &[Label::Dobj, Label::Attr, Label::Acomp]) {
        let label = tree.labels[object];
        if label == Label::Dobj
            && lexicon().is_time(&tree.lower[object])
            && !lexicon().takes_time(&tree.lemmas[verb])
        {
            continue;
        }
        if (label == Label::Acomp && !copula) || (label == Label::Attr && !tree.is_nominal(object)) {
            continue;
        }
        for conjunct in tree.conjuncts(object) {
            push(found, Filler::own(conjunct));
        }
    }
}

/// "forced the rebels to retreat": the subject of the infinitive is whom the verb acts on.
fn raised(tree: &Tree<'_>, verb: usize, found: &mut Vec<Filler>) {
    if !lexicon().is_causative(&tree.lemmas[verb]) {
        return;
    }
    for complement in tree.under(verb, &[Label::Ccomp, Label::Xcomp]) {
        for subject in tree.under(complement, &[Label::Nsubj, Label::Nsubjpass]) {
            for conjunct in tree.conjuncts(subject) {
                push(found, Filler::lent(conjunct, Sharing::Control));
            }
        }
    }
}

/// "killing and injuring 16 civilians": the object stands with the last verb.
fn from_coordination(tree: &Tree<'_>, verb: usize, found: &mut Vec<Filler>) {
    if tree
        .under(verb, &[Label::Prep, Label::Advcl, Label::Xcomp, Label::Ccomp, Label::Prt, Label::Agent])
        .any(|c| c > verb)
    {
        return;
    }
    if lexicon().is_intransitive(&tree.lemmas[verb]) {
        return;
    }
    for conjunct in tree.under(verb, &[Label::Conj]) {
        if tree.is_verb(conjunct)
            && conjunct > verb
            && conjunct - verb < SHARED_OBJECT_REACH
            && !has_own(tree, conjunct)
            && !is_passive(tree, conjunct)
        {
            let mut lent = Vec::new();
            own(tree, conjunct, &mut lent);
            for filler in lent {
                push(found, filler.lend(Sharing::Coordination));
            }
        }
    }
}

/// "areas they had lost", "the town which they attacked": the antecedent is the object.
fn relative(tree: &Tree<'_>, verb: usize, found: &mut Vec<Filler>) {
    let pronoun = |i: usize| RELATIVES.contains(&tree.lower[i].as_str());
    if found.iter().any(|f| pronoun(f.head)) {
        if let Some(noun) = antecedent(tree, verb) {
            for filler in found.iter_mut().filter(|f| pronoun(f.head)) {
                *filler = Filler::lent(noun, Sharing::Relative);
            }
        }
        return;
    }
    if tree.labels[verb] != Label::Relcl || !found.is_empty() {
        return;
    }
    let Some(subject) = tree.first(verb, &[Label::Nsubj]) else { return };
    let adverbial = tree.under(verb, &[Label::Advmod]).any(|a| tree.tags[a] == Tag::Wrb)
        || tree.under(verb, &[Label::Prep]).any(|p| tree.under(p, &[Label::Pobj]).any(pronoun))
        || tree.under(verb, &[Label::Ccomp, Label::Xcomp]).next().is_some();
    if !pronoun(subject)
        && !adverbial
        && let Some(noun) = tree.parent(verb)
    {
        push(found, Filler::lent(noun, Sharing::Relative));
    }
}

/// The prepositional arguments that hang on a token: preposition in lower case, compound ones
/// joined, and each conjunct of its object.
pub(super) fn obliques(tree: &Tree<'_>, head: usize) -> Vec<(String, Filler)> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    for &child in tree.children(head) {
        match tree.labels[child] {
            Label::Prep | Label::Agent | Label::Dative => open.push((child, String::new())),
            // "south of X", "north of it", "away from"
            Label::Advmod | Label::Npadvmod | Label::Amod
                if tree.first(child, &[Label::Prep]).is_some() && !tree.is_verb(child) =>
            {
                open.push((child, String::new()));
            }
            _ => {}
        }
    }
    let mut steps = 0;
    while let Some((at, before)) = open.pop() {
        steps += 1;
        if steps > CLIMB * 4 {
            break;
        }
        let mut words: Vec<&str> = if before.is_empty() { Vec::new() } else { vec![&before] };
        let fixed: Vec<&str> = tree
            .children(at)
            .iter()
            .filter(|&&c| c < at && tree.labels[c] == Label::Prep)
            .map(|&c| tree.lower[c].as_str())
            .collect();
        words.extend(fixed);
        words.push(&tree.lower[at]);
        let name = words.join(" ");
        for &child in tree.children(at) {
            match tree.labels[child] {
                Label::Pobj => {
                    for conjunct in tree.conjuncts(child) {
                        found.push((name.clone(), Filler::own(conjunct)));
                    }
                }
                // "out of X" is one preposition, "at noon on Monday" are two.
                Label::Prep if child > at => {
                    let alone = tree.first(at, &[Label::Pobj]).is_none();
                    open.push((child, if alone { name.clone() } else { String::new() }));
                }
                Label::Conj if tree.tags[child] == Tag::In || tree.tags[child] == Tag::To => {
                    open.push((child, before.clone()));
                }
                _ => {}
            }
        }
    }
    found.sort_by_key(|(_, filler)| filler.head);
    found
}

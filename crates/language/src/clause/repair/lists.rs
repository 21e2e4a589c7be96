//! Lists of names and other coordinations that the parser broke.

use super::super::tree::Tree;
use crate::lexicon::{Of, lexicon};
use crate::{Label, Tag};

pub(super) fn repair(tree: &mut Tree<'_>) {
    for token in 0..tree.len() {
        listed_apposition(tree, token);
    }
    tree.close();
    for token in 0..tree.len() {
        second_object(tree, token);
    }
    tree.close();
    for token in 0..tree.len() {
        noun_under_verb(tree, token);
        shared_last_noun(tree, token);
        time_in_list(tree, token);
        of_the_last(tree, token);
        by_of_event(tree, token);
    }
}

/// Whether a token stands right behind `before`, with nothing but a comma or "and" between.
fn follows(tree: &Tree<'_>, before: usize, first: usize) -> bool {
    (before + 1..first).all(|i| matches!(tree.tags[i], Tag::Comma | Tag::Cc))
        && first > before + 1
        && first <= before + 3
}

fn has_coordinator(tree: &Tree<'_>, noun: usize) -> bool {
    tree.under(noun, &[Label::Cc]).next().is_some() && tree.under(noun, &[Label::Conj]).next().is_some()
}

/// "X hill, Y village and the silos": an apposition that opens a coordination is its member,
/// unless it spells out a plural ("two towns, X and Y").
fn listed_apposition(tree: &mut Tree<'_>, token: usize) {
    if tree.labels[token] != Label::Appos || !tree.is_nominal(token) {
        return;
    }
    let head = tree.heads[token];
    if !tree.is_nominal(head) || head > token {
        return;
    }
    // The coordination may open further down the list.
    let mut last = token;
    let mut steps = 0;
    while !has_coordinator(tree, last) {
        steps += 1;
        match tree.first(last, &[Label::Appos, Label::Conj]) {
            Some(next) if next > last && steps < 64 => last = next,
            _ => return,
        }
    }
    let named = tree.under(head, &[Label::Compound]).any(|c| tree.is_name(c));
    let spelled_out =
        tree.tags[head] == Tag::Nns && tree.is_name(token) && !named && tree.labels[head] != Label::Conj;
    let (first, _) = tree.extent(token);
    let described = matches!(tree.lower[first].as_str(), "a" | "an" | "the")
        && tree.is_name(head)
        && !lexicon().is_place_noun(&tree.lemmas[token]);
    if !spelled_out && !described {
        tree.labels[token] = Label::Conj;
    }
}

/// The name after a comma that the parser made a second object, or left hanging, continues the
/// list before it.
fn second_object(tree: &mut Tree<'_>, token: usize) {
    if !matches!(tree.labels[token], Label::Dobj | Label::Dep | Label::Appos | Label::Npadvmod)
        || !tree.is_name(token)
        || lexicon().is_time(&tree.lower[token])
    {
        return;
    }
    let (first, _) = tree.extent(token);
    if first < 2 || tree.tags[first - 1] != Tag::Comma {
        return;
    }
    let member = first - 2;
    if !tree.is_name(member) || lexicon().is_time(&tree.lower[member]) || tree.heads[token] == member {
        return;
    }
    let continues = tree.under(token, &[Label::Conj]).next().is_some()
        || tree.lower.get(tree.extent(token).1 + 1).is_some_and(|w| w == "," || w == "and");
    if tree.labels[token] == Label::Appos && !continues {
        return;
    }
    let verb = tree.heads[token];
    if tree.labels[token] == Label::Dobj && !tree.under(verb, &[Label::Dobj]).any(|o| o < token) {
        return;
    }
    tree.attach(token, member, Label::Conj);
}

/// A noun cannot be coordinated with a verb: it belongs with the verb's object, or with its
/// subject when it stands before the verb.
fn noun_under_verb(tree: &mut Tree<'_>, token: usize) {
    if tree.labels[token] != Label::Conj || !tree.is_nominal(token) || tree.heads[token] == token {
        return;
    }
    let verb = tree.heads[token];
    if !tree.is_verb(verb)
        || tree.children(token).iter().any(|&c| {
            matches!(tree.labels[c], Label::Nsubj | Label::Nsubjpass | Label::Aux | Label::Dobj | Label::Acl)
        })
    {
        return;
    }
    let (first, _) = tree.extent(token);
    let partner = if token < verb {
        tree.under(verb, &[Label::Nsubj, Label::Nsubjpass]).filter(|&s| s < first).last()
    } else {
        tree.under(verb, &[Label::Dobj, Label::Attr]).filter(|&o| o < first).last().or_else(|| {
            tree.under(verb, &[Label::Prep])
                .filter(|&p| p < first)
                .last()
                .and_then(|p| tree.first(p, &[Label::Pobj]))
                .filter(|&o| follows(tree, tree.extent(o).1, first))
        })
    };
    if let Some(partner) = partner {
        tree.attach(token, partner, Label::Conj);
    }
}

/// "the village of X and Y bridge": one village, one bridge.
fn shared_last_noun(tree: &mut Tree<'_>, token: usize) {
    if tree.labels[token] != Label::Pobj || tree.is_name(token) {
        return;
    }
    let preposition = tree.heads[token];
    let cue = tree.heads[preposition];
    if tree.lower[preposition] != "of"
        || tree.tags[cue] != Tag::Nn
        || !lexicon().is_place_noun(&tree.lemmas[cue])
    {
        return;
    }
    let Some(name) = tree
        .under(token, &[Label::Nmod, Label::Compound])
        .find(|&c| tree.is_name(c) && has_coordinator(tree, c))
    else {
        return;
    };
    let Some(second) = tree.first(name, &[Label::Conj]) else { return };
    if second > token || !tree.attach(name, preposition, Label::Pobj) {
        return;
    }
    tree.attach(second, token, Label::Compound);
    tree.attach(token, name, Label::Conj);
}

/// "The next day, a launcher and a truck were hit": what is coordinated with a day is the first of
/// the subjects.
fn time_in_list(tree: &mut Tree<'_>, token: usize) {
    let day = tree.heads[token];
    if tree.labels[token] != Label::Conj || day >= token || tree.labels[day] != Label::Npadvmod {
        return;
    }
    if !lexicon().is_time(&tree.lower[day])
        || lexicon().is_time(&tree.lower[token])
        || !tree.is_nominal(token)
    {
        return;
    }
    let Some(verb) = tree.parent(day).filter(|&v| v > token) else { return };
    let Some(subject) = tree.under(verb, &[Label::Nsubj, Label::Nsubjpass]).find(|&s| s > token) else {
        return;
    };
    let label = tree.labels[subject];
    if tree.attach(token, verb, label) {
        tree.attach(subject, token, Label::Conj);
    }
}

/// "the harbour and parts of X": an "of" belongs to the noun right before it.
fn of_the_last(tree: &mut Tree<'_>, token: usize) {
    if token == 0 || tree.lower[token] != "of" || tree.labels[token] != Label::Prep {
        return;
    }
    let (before, head) = (token - 1, tree.heads[token]);
    if before != head
        && tree.is_nominal(head)
        && tree.is_nominal(before)
        && tree.labels[before] == Label::Conj
        && tree.heads[before] == head
    {
        tree.attach(token, before, Label::Prep);
    }
}

/// "the capture of the line by the army": the "by" belongs to the event.
fn by_of_event(tree: &mut Tree<'_>, token: usize) {
    if tree.lower[token] != "by" || tree.labels[token] != Label::Prep {
        return;
    }
    let object = tree.heads[token];
    if tree.labels[object] != Label::Pobj || tree.lower[tree.heads[object]] != "of" {
        return;
    }
    let event = tree.heads[tree.heads[object]];
    if tree.is_nominal(event)
        && lexicon().event_noun(&tree.lemmas[event]).is_some_and(|e| e.of == Of::Patient)
    {
        tree.attach(token, event, Label::Prep);
    }
}

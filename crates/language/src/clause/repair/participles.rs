//! Participles and finite verbs that the parser took for each other.

use super::super::tree::Tree;
use crate::lexicon::lexicon;
use crate::{Label, Tag};

pub(super) fn repair(tree: &mut Tree<'_>) {
    for token in 0..tree.len() {
        held_town(tree, token);
        finite_modifier(tree, token);
        retreating_agent(tree, token);
        manned_by(tree, token);
        reduced_relative(tree, token);
        intransitive(tree, token);
        goal_to(tree, token);
        in_order_to(tree, token);
        reports_of(tree, token);
        passive_conjunct(tree, token);
        absolute(tree, token);
    }
}

fn past(tree: &Tree<'_>, token: usize) -> bool {
    matches!(tree.tags[token], Tag::Vbd | Tag::Vbn)
}

fn move_right_children(tree: &mut Tree<'_>, from: usize, after: usize, to: usize) {
    for child in tree.children(from).to_vec() {
        if child > after && child != to {
            let label = tree.labels[child];
            tree.attach(child, to, label);
        }
    }
}

/// "struck the opposition held town": a bare "N held N" inside the object of a verb that has none
/// is a modifier of it.
fn held_town(tree: &mut Tree<'_>, token: usize) {
    if !past(tree, token) || tree.labels[token] != Label::Ccomp || !lexicon().is_holding(&tree.lower[token]) {
        return;
    }
    let verb = tree.heads[token];
    let (Some(holder), Some(held)) = (tree.first(token, &[Label::Nsubj]), tree.first(token, &[Label::Dobj]))
    else {
        return;
    };
    if holder + 1 != token
        || held < token
        || tree.extent(held).0 != token + 1 && tree.first(held, &[Label::Det]).is_some()
    {
        return;
    }
    if tree.first(verb, &[Label::Dobj]).is_some() || tree.first(token, &[Label::Mark, Label::Aux]).is_some() {
        return;
    }
    if tree.first(held, &[Label::Det]).is_some() || !tree.attach(held, verb, Label::Dobj) {
        return;
    }
    move_right_children(tree, token, held, verb);
    tree.attach(token, held, Label::Amod);
    tree.tags[token] = Tag::Vbn;
    if let Some(determiner) = tree.first(holder, &[Label::Det]) {
        tree.attach(determiner, held, Label::Det);
    }
    tree.labels[holder] = Label::Npadvmod;
}

/// "Russian raids targeted rebels" read as a noun "rebels" with a modifier that has a subject.
fn finite_modifier(tree: &mut Tree<'_>, token: usize) {
    if !past(tree, token) || tree.labels[token] != Label::Amod || tree.first(token, &[Label::Nsubj]).is_none()
    {
        return;
    }
    let noun = tree.heads[token];
    if noun < token {
        return;
    }
    let root = tree.parent(noun).is_none();
    let (head, label) = (tree.heads[noun], tree.labels[noun]);
    if root {
        tree.make_root(token);
    } else if !tree.attach(token, head, label) {
        return;
    }
    tree.tags[token] = Tag::Vbd;
    for child in tree.children(noun).to_vec() {
        let before = child < token;
        let clause = child > noun
            && matches!(
                tree.labels[child],
                Label::Acl | Label::Advcl | Label::Punct | Label::Conj | Label::Cc
            )
            && (tree.is_verb(child) || tree.labels[child] == Label::Punct);
        if before || clause {
            let label = if tree.labels[child] == Label::Acl { Label::Advcl } else { tree.labels[child] };
            tree.attach(child, token, label);
        }
    }
    tree.attach(noun, token, Label::Dobj);
}

/// "abandoned by retreating forces": under the "by" of a passive an "-ing" word before a noun is
/// its adjective.
fn retreating_agent(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] != Tag::Vbg
        || tree.labels[token] != Label::Pcomp
        || tree.labels[tree.heads[token]] != Label::Agent
    {
        return;
    }
    let by = tree.heads[token];
    let Some(noun) = tree.first(token, &[Label::Dobj]).filter(|&o| o > token) else { return };
    if !lexicon().is_intransitive(&tree.lemmas[token]) || !tree.attach(noun, by, Label::Pobj) {
        return;
    }
    move_right_children(tree, token, noun, noun);
    tree.attach(token, noun, Label::Amod);
}

/// "the garrison of X manned by 40 men": a past form with "by", right behind a noun, that has
/// neither subject nor object, is a participle of the noun.
fn manned_by(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] != Tag::Vbd
        || token == 0
        || !matches!(
            tree.labels[token],
            Label::Advcl | Label::Ccomp | Label::Conj | Label::Acl | Label::Relcl
        )
    {
        return;
    }
    if !tree.under(token, &[Label::Agent, Label::Prep]).any(|p| {
        tree.lower[p] == "by"
            && p == token + 1
            && tree
                .under(p, &[Label::Pobj])
                .any(|o| tree.is_nominal(o) && !lexicon().is_time(&tree.lower[o]) && tree.tags[o] != Tag::Cd)
    }) || tree
        .first(token, &[Label::Nsubj, Label::Nsubjpass, Label::Dobj, Label::Aux, Label::Auxpass])
        .is_some()
    {
        return;
    }
    tree.tags[token] = Tag::Vbn;
    if tree.is_nominal(token - 1) && matches!(tree.labels[token], Label::Advcl | Label::Ccomp) {
        let verb = tree.heads[token];
        let mut noun = token - 1;
        for _ in 0..8 {
            match tree.parent(noun) {
                Some(above) if above != verb && above < token && !tree.is_verb(above) => noun = above,
                _ => break,
            }
        }
        if matches!(tree.tags[noun], Tag::In) {
            noun = token - 1;
        }
        tree.attach(token, noun, Label::Acl);
    }
}

/// "the offensive named X was launched": a past form with a subject, whose clause beside it is
/// passive and has none, is a participle of that subject.
fn reduced_relative(tree: &mut Tree<'_>, token: usize) {
    if !matches!(tree.labels[token], Label::Ccomp | Label::Conj)
        || tree.first(token, &[Label::Auxpass]).is_none()
    {
        return;
    }
    let outer = tree.heads[token];
    if outer >= token
        || !past(tree, outer)
        || tree.first(token, &[Label::Nsubj, Label::Nsubjpass, Label::Mark, Label::Cc]).is_some()
        || tree.labels[outer] == Label::Relcl
        || lexicon().is_speech(&tree.lemmas[outer])
    {
        return;
    }
    if tree.labels[token] == Label::Conj || tree.first(outer, &[Label::Aux, Label::Auxpass]).is_some() {
        return;
    }
    let Some(subject) = tree.first(outer, &[Label::Nsubj]).filter(|&s| s < outer) else { return };
    let root = tree.parent(outer).is_none();
    let (head, label) = (tree.heads[outer], tree.labels[outer]);
    if root {
        tree.make_root(token);
    } else if !tree.attach(token, head, label) {
        return;
    }
    for child in tree.children(outer).to_vec() {
        if child < subject || tree.labels[child] == Label::Punct && child > token {
            let label = tree.labels[child];
            tree.attach(child, token, label);
        }
    }
    tree.attach(subject, token, Label::Nsubjpass);
    tree.attach(outer, subject, Label::Acl);
    tree.tags[outer] = Tag::Vbn;
}

/// "… and heavy fighting ensued": a verb that has no passive is not a past participle.
fn intransitive(tree: &mut Tree<'_>, token: usize) {
    if !past(tree, token)
        || tree.labels[token] != Label::Acl
        || !lexicon().is_intransitive(&tree.lemmas[token])
    {
        return;
    }
    let Some(noun) = conjunct_before(tree, token) else { return };
    if tree.first(token, &[Label::Dobj, Label::Agent]).is_some() {
        return;
    }
    let mut above = noun;
    for _ in 0..16 {
        match tree.parent(above) {
            Some(next) => above = next,
            None => return,
        }
        if tree.is_verb(above) {
            break;
        }
    }
    // The outermost verb of the chain that governs it is the partner.
    for _ in 0..8 {
        match (tree.labels[above], tree.parent(above)) {
            (Label::Xcomp, Some(next)) => above = next,
            _ => break,
        }
    }
    if tree.is_verb(above) && tree.attach(token, above, Label::Conj) {
        tree.tags[token] = Tag::Vbd;
        tree.attach(noun, token, Label::Nsubj);
    }
}

/// The coordinated noun whose phrase ends right before a token.
fn conjunct_before(tree: &Tree<'_>, token: usize) -> Option<usize> {
    let mut noun = token.checked_sub(1)?;
    for _ in 0..16 {
        if tree.labels[noun] == Label::Conj && tree.is_nominal(noun) {
            return Some(noun);
        }
        noun = tree.parent(noun).filter(|&above| above < token && above > noun)?;
    }
    None
}

/// "with the goal to surround": the goal is no subject of the infinitive.
fn goal_to(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] != Tag::Vb
        || tree.labels[token] != Label::Pcomp
        || !tree.under(token, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To)
    {
        return;
    }
    let preposition = tree.heads[token];
    let Some(noun) = tree.first(token, &[Label::Nsubj]) else { return };
    if lexicon().governing_noun(&tree.lemmas[noun]).is_some() && tree.attach(noun, preposition, Label::Pobj) {
        tree.attach(token, noun, Label::Acl);
    }
}

/// "in order to defend": words of purpose, not an order.
fn in_order_to(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] != Tag::Vb || tree.labels[token] != Label::Acl || token < 3 {
        return;
    }
    let order = tree.heads[token];
    let preposition = tree.heads[order];
    if tree.lower[order] != "order" || tree.lower[preposition] != "in" || preposition + 1 != order {
        return;
    }
    let Some(verb) = tree.parent(preposition) else { return };
    if verb != order && tree.attach(token, verb, Label::Advcl) {
        tree.attach(order, token, Label::Mark);
        tree.attach(preposition, token, Label::Mark);
    }
}

/// "reports of the military moving out": the military moves, not the reports.
fn reports_of(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] != Tag::Vbg || tree.labels[token] != Label::Acl || token == 0 {
        return;
    }
    let noun = tree.heads[token];
    if !lexicon().is_report(&tree.lemmas[noun]) {
        return;
    }
    let inner = tree
        .under(noun, &[Label::Prep])
        .filter_map(|p| tree.first(p, &[Label::Pobj]))
        .find(|&o| tree.extent(o).1 + 1 == token);
    if let Some(inner) = inner {
        tree.attach(token, inner, Label::Acl);
    }
}

/// "was besieged and captured", "was stopped and the men killed": a verb that always has an object
/// has lost its auxiliary to the passive before it.
fn passive_conjunct(tree: &mut Tree<'_>, token: usize) {
    if !past(tree, token)
        || tree.labels[token] != Label::Conj
        || !lexicon().is_transitive(&tree.lemmas[token])
    {
        return;
    }
    let before = tree.heads[token];
    if !super::super::voice::is_passive(tree, before) || before > token {
        return;
    }
    let object = tree.under(token, &[Label::Dobj]).any(|o| !lexicon().is_time(&tree.lower[o]));
    if object || tree.first(token, &[Label::Aux, Label::Ccomp, Label::Xcomp]).is_some() {
        return;
    }
    // An object shared with the next verb ("killed and wounded 30").
    if tree.under(token, &[Label::Conj]).any(|c| tree.is_verb(c) && tree.first(c, &[Label::Dobj]).is_some()) {
        return;
    }
    tree.tags[token] = Tag::Vbn;
    if let Some(subject) = tree.first(token, &[Label::Nsubj]) {
        tree.labels[subject] = Label::Nsubjpass;
    }
}

/// "with his army destroyed": a past form under "with" is passive.
fn absolute(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] != Tag::Vbn
        || tree.first(token, &[Label::Aux, Label::Auxpass, Label::Dobj]).is_some()
        || lexicon().is_intransitive(&tree.lemmas[token])
    {
        return;
    }
    let under =
        tree.parent(token).is_some_and(|h| tree.labels[token] == Label::Pcomp && tree.lower[h] == "with")
            || tree.under(token, &[Label::Mark]).any(|m| tree.lower[m] == "with");
    if under && let Some(subject) = tree.first(token, &[Label::Nsubj]) {
        tree.labels[subject] = Label::Nsubjpass;
    }
}

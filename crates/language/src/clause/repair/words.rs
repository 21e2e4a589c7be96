//! Words whose tag or phrase the parser mistook.

use super::super::tree::Tree;
use crate::lexicon::{Of, lexicon};
use crate::{Label, Tag};

pub(super) fn repair(tree: &mut Tree<'_>) {
    for token in 0..tree.len() {
        name_word(tree, token);
        past_noun(tree, token);
        past_adjective(tree, token);
        infinitive_noun(tree, token);
        hurt_people(tree, token);
        counted_object(tree, token);
        direction(tree, token);
        particle(tree, token);
        event_participle(tree, token);
        event_gerund(tree, token);
        adjacent_name(tree, token);
    }
}

/// Whether a word looks like a regular past form.
fn looks_past(tree: &Tree<'_>, token: usize) -> bool {
    tree.lower[token].len() > 4 && tree.lower[token].ends_with("ed")
}

fn capital(tree: &Tree<'_>, token: usize) -> bool {
    tree.words[token].chars().next().is_some_and(char::is_uppercase)
}

/// Moves every child of `from` to `to`.
fn hand_over(tree: &mut Tree<'_>, from: usize, to: usize, keep: impl Fn(&Tree<'_>, usize) -> bool) {
    for child in tree.children(from).to_vec() {
        if child != to && !keep(tree, child) {
            let label = tree.labels[child];
            tree.attach(child, to, label);
        }
    }
}

/// "Tell Hasel": a capitalised verb inside a sentence whose object is the name after it is the
/// name's first word.
fn name_word(tree: &mut Tree<'_>, token: usize) {
    if token == 0
        || token + 1 >= tree.len()
        || !matches!(tree.tags[token], Tag::Vb | Tag::Vbp)
        || !capital(tree, token)
    {
        return;
    }
    let name = token + 1;
    if !tree.is_name(name)
        || tree.heads[name] != token
        || matches!(tree.tags[token - 1], Tag::Period | Tag::Colon | Tag::OpenQuote)
    {
        return;
    }
    if tree.parent(token).is_none() {
        return;
    }
    let (head, label) = (tree.heads[token], tree.labels[token]);
    if tree.attach(name, head, if label == Label::Dep { Label::Appos } else { label }) {
        hand_over(tree, token, name, |_, _| false);
        tree.attach(token, name, Label::Compound);
        tree.tags[token] = Tag::Nnp;
    }
}

/// "the Legion Bombed the town": a noun with an object is a verb.
fn past_noun(tree: &mut Tree<'_>, token: usize) {
    if !matches!(tree.tags[token], Tag::Nnp | Tag::Nn | Tag::Jj) || !looks_past(tree, token) || token == 0 {
        return;
    }
    if !tree.under(token, &[Label::Dobj]).any(|o| o > token) {
        return;
    }
    let before = token - 1;
    tree.tags[token] = Tag::Vbd;
    tree.refresh_lemma(token);
    if tree.heads[before] == token && tree.is_nominal(before) && tree.labels[before] == Label::Compound {
        tree.labels[before] = Label::Nsubj;
        for child in tree.children(token).to_vec() {
            if child < before
                && matches!(
                    tree.labels[child],
                    Label::Det | Label::Amod | Label::Compound | Label::Nummod | Label::Poss
                )
            {
                let label = tree.labels[child];
                tree.attach(child, before, label);
            }
        }
    }
}

/// "took X and advanced further": an adjective coordinated with a verb, before no noun, is a verb.
fn past_adjective(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] == Tag::Jj
        && tree.labels[token] == Label::Conj
        && looks_past(tree, token)
        && tree.is_verb(tree.heads[token])
        && !tree
            .children(token)
            .iter()
            .any(|&c| tree.labels[c] == Label::Advmod && c < token && tree.tags[c] != Tag::Rb)
        && tree.tags.get(token + 1).is_some_and(|t| !matches!(t, Tag::Nn | Tag::Nns | Tag::Nnp))
    {
        tree.tags[token] = tree.tags[tree.heads[token]];
        if !matches!(tree.tags[token], Tag::Vbd | Tag::Vbn) {
            tree.tags[token] = Tag::Vbd;
        }
        tree.refresh_lemma(token);
    }
}

/// "used to garrison quiet sectors": of two objects of one "to" the first is a verb.
fn infinitive_noun(tree: &mut Tree<'_>, token: usize) {
    if tree.lower[token] != "to" || tree.labels[token] != Label::Prep {
        return;
    }
    let objects: Vec<usize> = tree.under(token, &[Label::Pobj]).collect();
    let [verb, object] = objects[..] else { return };
    if verb != token + 1 || tree.tags[verb] != Tag::Nn || !tree.children(verb).is_empty() {
        return;
    }
    let Some(head) = tree.parent(token) else { return };
    if tree.attach(verb, head, Label::Xcomp) {
        tree.tags[verb] = Tag::Vb;
        tree.refresh_lemma(verb);
        tree.attach(token, verb, Label::Aux);
        tree.tags[token] = Tag::To;
        tree.attach(object, verb, Label::Dobj);
    }
}

/// "reported 152 dead", "suffering 10 wounded": a counted adjective of harm is a noun.
fn hurt_people(tree: &mut Tree<'_>, token: usize) {
    if !lexicon().is_harm_word(&tree.lower[token]) || !matches!(tree.tags[token], Tag::Jj | Tag::Vbn) {
        return;
    }
    let counted = tree.tags[..token].iter().rev().take(2).any(|&t| t == Tag::Cd)
        && tree.children(token).iter().all(|&c| {
            c < token
                && !matches!(tree.labels[c], Label::Auxpass | Label::Aux | Label::Nsubj | Label::Nsubjpass)
        });
    if counted
        && matches!(
            tree.labels[token],
            Label::Ccomp | Label::Xcomp | Label::Acomp | Label::Oprd | Label::Advcl
        )
        && tree
            .parent(token)
            .is_some_and(|h| tree.is_verb(h) && h < token && tree.first(h, &[Label::Dobj]).is_none())
    {
        tree.tags[token] = Tag::Nns;
        tree.labels[token] = Label::Dobj;
    }
}

/// "killing up to 30 of them": a number behind words of measure is the object.
fn counted_object(tree: &mut Tree<'_>, token: usize) {
    if tree.labels[token] != Label::Pobj || tree.tags[token] != Tag::Cd {
        return;
    }
    let preposition = tree.heads[token];
    if tree.labels[preposition] != Label::Prep || token != preposition + 1 {
        return;
    }
    let Some(verb) = tree.parent(preposition).filter(|&v| tree.is_verb(v)) else { return };
    let up = preposition > 0 && tree.lower[preposition - 1] == "up" && tree.lower[preposition] == "to";
    let measure =
        up || matches!(tree.lower[preposition].as_str(), "over" | "about" | "around" | "nearly" | "under");
    let adjacent = if up { verb + 2 == preposition } else { verb + 1 == preposition };
    if measure
        && adjacent
        && lexicon().is_transitive(&tree.lemmas[verb])
        && tree.first(verb, &[Label::Dobj]).is_none()
        && tree.attach(token, verb, Label::Dobj)
    {
        tree.attach(preposition, token, Label::Quantmod);
        if up {
            tree.attach(preposition - 1, token, Label::Quantmod);
        }
    }
}

/// "pushed further west": a bare direction is no object.
///
/// "captured the brigade base east of X", "pushed the enemy southwards": nor is it the head of the noun before it.
fn direction(tree: &mut Tree<'_>, token: usize) {
    if token > 0
        && lexicon().is_direction(&tree.lower[token])
        && tree.heads[token - 1] == token
        && tree.labels[token - 1] == Label::Compound
        && tree.is_nominal(token - 1)
        && !capital(tree, token)
        && matches!(
            tree.labels[token],
            Label::Dobj | Label::Pobj | Label::Nsubj | Label::Nsubjpass | Label::Conj
        )
    {
        let noun = token - 1;
        let (head, label) = (tree.heads[token], tree.labels[token]);
        if tree.attach(noun, head, label) {
            hand_over(tree, token, noun, |_, c| c > token);
            tree.attach(token, noun, Label::Advmod);
        }
        return;
    }
    if tree.labels[token] == Label::Dobj
        && lexicon().is_direction(&tree.lower[token])
        && !tree
            .children(token)
            .iter()
            .any(|&c| matches!(tree.labels[c], Label::Det | Label::Poss | Label::Prep | Label::Compound))
    {
        tree.labels[token] = Label::Advmod;
    }
}

/// "cut off the road": a particle of the verb, not a preposition over its object.
fn particle(tree: &mut Tree<'_>, token: usize) {
    if !matches!(tree.labels[token], Label::Prep | Label::Prt) || token == 0 || tree.heads[token] != token - 1
    {
        return;
    }
    let verb = token - 1;
    let known =
        tree.labels[token] == Label::Prt || lexicon().is_phrasal(&tree.lemmas[verb], &tree.lower[token]);
    if !tree.is_verb(verb) || !known || tree.first(verb, &[Label::Dobj]).is_some() {
        return;
    }
    let objects: Vec<usize> = tree.under(token, &[Label::Pobj]).collect();
    let [object] = objects[..] else { return };
    if tree.attach(object, verb, Label::Dobj) {
        tree.labels[token] = Label::Prt;
        tree.tags[token] = Tag::Rp;
    }
}

/// "injured by HTS shelling": an "-ing" word without an object, that names an event, right behind
/// a noun that does not stand for itself, is a noun.
fn event_participle(tree: &mut Tree<'_>, token: usize) {
    if token == 0
        || tree.tags[token] != Tag::Vbg
        || tree.labels[token] != Label::Acl
        || lexicon().event_noun(&tree.lower[token]).is_none()
    {
        return;
    }
    let modifier = token - 1;
    if tree.heads[token] != modifier
        || !tree.is_nominal(modifier)
        || tree.first(token, &[Label::Dobj, Label::Aux, Label::Advmod]).is_some()
    {
        return;
    }
    if !matches!(tree.labels[modifier], Label::Pobj | Label::Dobj | Label::Nsubj | Label::Nsubjpass) {
        return;
    }
    let (head, label) = (tree.heads[modifier], tree.labels[modifier]);
    if head != modifier && tree.attach(token, head, label) {
        tree.tags[token] = Tag::Nn;
        tree.lemmas[token] = tree.lower[token].clone();
        tree.attach(modifier, token, Label::Compound);
    }
}

/// "wounded by Russian shelling", "shelling of the region": an "-ing" word that names an event, with a
/// noun's modifiers or "of", or without the object that its verb must have, is a noun.
fn event_gerund(tree: &mut Tree<'_>, token: usize) {
    if tree.tags[token] != Tag::Vbg {
        return;
    }
    let Some(entry) = lexicon().event_noun(&tree.lower[token]) else { return };
    let verbal =
        [Label::Dobj, Label::Aux, Label::Auxpass, Label::Nsubj, Label::Nsubjpass, Label::Prt, Label::Mark];
    if tree.first(token, &verbal).is_some() {
        return;
    }
    let modified = tree.children(token).iter().any(|&c| {
        c < token
            && matches!(
                tree.labels[c],
                Label::Det | Label::Amod | Label::Poss | Label::Compound | Label::Nummod
            )
    });
    let of = tree.lower.get(token + 1).is_some_and(|w| w == "of");
    let bare = tree.labels[token] == Label::Pcomp && entry.of == Of::Patient;
    let label = match tree.labels[token] {
        Label::Pcomp if modified || of || bare => Label::Pobj,
        Label::Csubj if modified || of => Label::Nsubj,
        Label::Csubjpass if modified || of => Label::Nsubjpass,
        Label::Advcl | Label::Ccomp if (modified || of) && tree.heads[token] > token => {
            let verb = tree.heads[token];
            if tree.first(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Expl]).is_some() {
                return;
            }
            if tree.first(verb, &[Label::Auxpass]).is_some() { Label::Nsubjpass } else { Label::Nsubj }
        }
        Label::Conj | Label::Dobj if modified || of => tree.labels[token],
        Label::Xcomp if modified || of => Label::Dobj,
        _ => return,
    };
    tree.labels[token] = label;
    tree.tags[token] = Tag::Nn;
    tree.lemmas[token] = tree.lower[token].clone();
}

/// "the Kurdish majority Syrian Democratic Forces", "the group Hezbollah": a name that follows its
/// noun without a comma is the head.
fn adjacent_name(tree: &mut Tree<'_>, token: usize) {
    if tree.labels[token] != Label::Appos || !tree.is_name(token) || !capital(tree, token) {
        return;
    }
    let noun = tree.heads[token];
    if tree.is_name(noun) || noun >= token || tree.parent(noun).is_none() {
        return;
    }
    let (first, _) = tree.extent(token);
    if first != noun + 1 || matches!(tree.tags[first], Tag::OpenBracket | Tag::OpenQuote) {
        return;
    }
    let (head, label) = (tree.heads[noun], tree.labels[noun]);
    if tree.attach(token, head, label) {
        hand_over(tree, noun, token, |tree, c| {
            c < noun && matches!(tree.labels[c], Label::Amod | Label::Compound)
        });
        tree.attach(noun, token, Label::Compound);
    }
}

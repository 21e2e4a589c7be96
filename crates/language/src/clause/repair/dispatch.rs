//! Shapes of dispatches and notes that the parser has hardly seen: a date between subject and verb, a telling
//! with its teller behind it, a guess in passing.

use super::super::tree::{CLIMB, Tree};
use crate::lexicon::lexicon;
use crate::month::is_month;
use crate::{Label, Tag};

const SUBJECTS: [Label; 2] = [Label::Nsubj, Label::Nsubjpass];

pub(super) fn repair(tree: &mut Tree<'_>) {
    for token in 0..tree.len() {
        if matches!(tree.tags[token], Tag::Vbd | Tag::Vbn) {
            dated_subject(tree, token);
            told_first(tree, token);
            guessed(tree, token);
            counted(tree, token);
            claimed(tree, token);
        }
        if matches!(tree.tags[token], Tag::Vbz | Tag::Vbp) {
            says_now(tree, token);
        }
        if tree.tags[token] == Tag::Vbg {
            fleeing(tree, token);
        }
    }
}

/// Puts `token` where `other` hangs.
fn replace(tree: &mut Tree<'_>, token: usize, other: usize) -> bool {
    if tree.parent(other).is_none() {
        tree.make_root(token);
        return true;
    }
    let (head, label) = (tree.heads[other], tree.labels[other]);
    tree.attach(token, head, label)
}

fn is_above(tree: &Tree<'_>, above: usize, mut token: usize) -> bool {
    for _ in 0..CLIMB * 4 {
        match tree.parent(token) {
            Some(next) if next == above => return true,
            Some(next) => token = next,
            None => return false,
        }
    }
    false
}

fn is_stop(tag: Tag) -> bool {
    matches!(tag, Tag::Comma | Tag::Colon | Tag::Period)
}

/// "the rebels 1 Feb took X; 4 Feb took Y": a day of a month is nobody who acts. The noun before it is, or
/// whoever acted before.
fn dated_subject(tree: &mut Tree<'_>, token: usize) {
    let Some(subject) = tree.first(token, &SUBJECTS).filter(|&s| s < token) else { return };
    // "the army, 4 Feb,": read as an apposition.
    if let Some(month) = tree.first(subject, &[Label::Appos]).filter(|&m| is_month(&tree.lower[m])) {
        if days_before(tree, month).is_some() && month < token {
            tree.attach(month, token, Label::Npadvmod);
        }
        return;
    }
    let month = subject;
    let high = tree.extent(month).1;
    let near = (high + 1..token).all(|i| matches!(tree.tags[i], Tag::Rb) || tree.heads[i] == token);
    let Some(low) = days_before(tree, month).filter(|_| near && is_month(&tree.lower[month])) else { return };
    tree.labels[month] = Label::Npadvmod;
    let noun = low.checked_sub(1).filter(|&n| !is_stop(tree.tags[n]) && tree.tags[n] != Tag::Cc);
    if let Some(mut noun) = noun {
        if tree.tags[noun] == Tag::Vbz {
            tree.tags[noun] = Tag::Nns;
            tree.refresh_lemma(noun);
            for child in tree.children(noun).to_vec() {
                if SUBJECTS.contains(&tree.labels[child]) {
                    tree.labels[child] = Label::Compound;
                }
            }
        }
        for _ in 0..CLIMB {
            match tree.parent(noun).filter(|&p| p < noun && p != token && !tree.is_verb(p)) {
                Some(above) => noun = above,
                None => break,
            }
        }
        if tree.heads[noun] == month {
            tree.attach(noun, token, Label::Nsubj);
            return;
        }
        if tree.is_nominal(noun) && (!is_above(tree, noun, token) || replace(tree, token, noun)) {
            // What opened the sentence before the subject belongs to the verb.
            for child in tree.children(noun).to_vec() {
                if child < noun && matches!(tree.labels[child], Label::Prep | Label::Punct | Label::Advmod) {
                    let label = tree.labels[child];
                    tree.attach(child, token, label);
                }
            }
            tree.attach(noun, token, Label::Nsubj);
        }
        return;
    }
    let acted = |&v: &usize| {
        tree.tags[v] == Tag::Vbd
            && (tree.labels[v] == Label::Conj || tree.first(v, &SUBJECTS).is_some())
            && tree.labels[v] != Label::Relcl
    };
    let Some(before) = (0..low).rev().find(acted) else { return };
    if is_above(tree, token, before) && !replace(tree, before, token) {
        return;
    }
    tree.attach(token, before, Label::Conj);
}

/// Where the days of a month begin that stand right before it: "23-24 | Feb".
fn days_before(tree: &Tree<'_>, month: usize) -> Option<usize> {
    let day = |i: usize| matches!(tree.tags[i], Tag::Cd | Tag::Hyph | Tag::Sym) && !is_stop(tree.tags[i]);
    let low = (0..month).rev().take_while(|&i| day(i)).last()?;
    (tree.tags[low] == Tag::Cd).then_some(low)
}

/// "Rebels killed nine soldiers, the army said": a past form with an object, between its noun and a speaking
/// verb that has a subject of its own, is what is said.
fn told_first(tree: &mut Tree<'_>, token: usize) {
    if tree.labels[token] != Label::Acl
        || tree.first(token, &[Label::Aux, Label::Auxpass, Label::Agent]).is_some()
    {
        return;
    }
    let noun = tree.heads[token];
    let object = tree.under(token, &[Label::Dobj]).any(|o| o > token && !lexicon().is_time(&tree.lower[o]));
    let Some(said) = tree.parent(noun).filter(|&v| v > token && tree.is_verb(v)) else { return };
    let told = SUBJECTS.contains(&tree.labels[noun]) && lexicon().is_speech(&tree.lemmas[said]);
    let own = tree.under(said, &[Label::Nsubj]).any(|s| s > token);
    let comma = (token..said).any(|i| tree.tags[i] == Tag::Comma);
    if !object || !told || !own || !comma || noun > token || !tree.attach(token, said, Label::Ccomp) {
        return;
    }
    tree.tags[token] = Tag::Vbd;
    tree.attach(noun, token, Label::Nsubj);
}

/// Verbs of a guess that a name is given in passing.
const GUESSES: [&str; 8] =
    ["believe", "think", "suspect", "presume", "allege", "understand", "say", "report"];

/// "Jets believed to be X's bombed Y": what is believed of them is no clause that holds the other.
fn guessed(tree: &mut Tree<'_>, token: usize) {
    if !GUESSES.contains(&tree.lemmas[token].as_str())
        || tree.first(token, &[Label::Aux, Label::Auxpass, Label::Mark, Label::Dobj]).is_some()
    {
        return;
    }
    let Some(noun) = tree.under(token, &[Label::Nsubj]).find(|&s| s < token) else { return };
    let Some(guess) = tree.first(token, &[Label::Xcomp]).filter(|&x| x > token) else { return };
    let infinitive = tree.under(guess, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To && a == token + 1);
    let act = tree.under(token, &[Label::Ccomp, Label::Conj, Label::Dep]).find(|&c| {
        c > guess
            && matches!(tree.tags[c], Tag::Vbd | Tag::Vbn)
            && tree.first(c, &[Label::Nsubj, Label::Nsubjpass, Label::Mark, Label::Cc]).is_none()
    });
    let Some(act) = act.filter(|_| infinitive && tree.extent(noun).1 + 1 == token) else { return };
    if !replace(tree, act, token) {
        return;
    }
    for child in tree.children(token).to_vec() {
        if child < noun || child > act {
            let label = tree.labels[child];
            tree.attach(child, act, label);
        }
    }
    tree.tags[act] = Tag::Vbd;
    tree.tags[token] = Tag::Vbn;
    tree.attach(
        noun,
        act,
        if tree.first(act, &[Label::Auxpass]).is_some() { Label::Nsubjpass } else { Label::Nsubj },
    );
    tree.attach(token, noun, Label::Acl);
}

/// "4 guards killed, 2 wounded.": who is counted before a word of harm without an object did no harm.
fn counted(tree: &mut Tree<'_>, token: usize) {
    if !lexicon().is_harm_word(&tree.lower[token])
        || tree
            .first(token, &[Label::Dobj, Label::Ccomp, Label::Xcomp, Label::Aux, Label::Auxpass, Label::Prt])
            .is_some()
    {
        return;
    }
    let Some(subject) = tree.first(token, &[Label::Nsubj]).filter(|&s| s + 1 == token) else { return };
    let number = tree.tags[subject] == Tag::Cd || tree.under(subject, &[Label::Nummod]).any(|n| n < subject);
    let ends = tree.tags.get(token + 1).is_none_or(|&t| is_stop(t) || t == Tag::Cc || t == Tag::In);
    if number && ends {
        tree.labels[subject] = Label::Nsubjpass;
        tree.tags[token] = Tag::Vbn;
    }
}

/// "killed a number of fleeing civilians": who flees is told by the noun, not done to it.
fn fleeing(tree: &mut Tree<'_>, token: usize) {
    if tree.labels[token] != Label::Pcomp
        || !matches!(tree.lemmas[token].as_str(), "flee" | "retreat" | "withdraw")
    {
        return;
    }
    let preposition = tree.heads[token];
    let Some(noun) = tree.first(token, &[Label::Dobj]).filter(|&o| o > token) else { return };
    let bare = tree.tags[noun] == Tag::Nns && tree.first(noun, &[Label::Det, Label::Poss]).is_none();
    if !bare || !tree.attach(noun, preposition, Label::Pobj) {
        return;
    }
    for child in tree.children(token).to_vec() {
        if child > noun {
            let label = tree.labels[child];
            tree.attach(child, noun, label);
        }
    }
    tree.attach(token, noun, Label::Amod);
}

/// "X claimed to have killed ten near Old Mill village": the last of a name is no second object of the claim.
fn claimed(tree: &mut Tree<'_>, token: usize) {
    if !lexicon().is_speech(&tree.lemmas[token]) {
        return;
    }
    let Some(content) = tree.first(token, &[Label::Xcomp]).filter(|&x| x > token) else { return };
    let to = tree.under(content, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To);
    let Some(rest) = tree.first(token, &[Label::Dobj]).filter(|&o| o > content) else { return };
    let Some(last) = tree.extent(rest).0.checked_sub(1).filter(|&l| to && l > content) else { return };
    let preposition = tree.heads[last];
    if tree.labels[last] == Label::Pobj && tree.is_name(last) && tree.attach(rest, preposition, Label::Pobj) {
        tree.attach(last, rest, Label::Compound);
    }
}

/// "The Elm side claims its men killed ten, took a mill and left": what is told in the past belongs to what is
/// claimed now, not beside the claiming.
fn says_now(tree: &mut Tree<'_>, token: usize) {
    if !lexicon().is_speech(&tree.lemmas[token]) || tree.first(token, &[Label::Aux]).is_some() {
        return;
    }
    let told = tree.under(token, &[Label::Ccomp]).filter(|&c| c > token && tree.tags[c] == Tag::Vbd).last();
    let Some(told) = told else { return };
    let beside: Vec<usize> = tree
        .under(token, &[Label::Conj])
        .filter(|&c| {
            c > told
                && matches!(tree.tags[c], Tag::Vbd | Tag::Vbn)
                && tree.first(c, &SUBJECTS).is_none()
                && !lexicon().is_speech(&tree.lemmas[c])
        })
        .collect();
    for verb in beside {
        if tree.attach(verb, told, Label::Conj) {
            tree.tags[verb] = Tag::Vbd;
        }
    }
}

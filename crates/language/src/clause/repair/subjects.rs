//! Subjects that the parser gave to the wrong verb.

use super::super::tree::{CLIMB, Tree};
use crate::lexicon::lexicon;
use crate::{Label, Tag};

const SUBJECTS: [Label; 2] = [Label::Nsubj, Label::Nsubjpass];

pub(super) fn repair(tree: &mut Tree<'_>) {
    for token in 0..tree.len() {
        if !tree.is_verb(token) {
            continue;
        }
        split_coordination(tree, token);
        before_participle(tree, token);
        said_were(tree, token);
        after_comma(tree, token);
        two_subjects(tree, token);
        event_antecedent(tree, token);
    }
}

fn is_finite(tree: &Tree<'_>, verb: usize) -> bool {
    matches!(tree.tags[verb], Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || tree
            .under(verb, &[Label::Aux, Label::Auxpass])
            .any(|a| matches!(tree.tags[a], Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md))
}

fn has_subject(tree: &Tree<'_>, verb: usize) -> bool {
    tree.first(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj, Label::Expl]).is_some()
}

/// "rage in X and heavy clashes took place": the noun between "and" and a coordinated verb without
/// subject is that subject, not the partner of X.
fn split_coordination(tree: &mut Tree<'_>, verb: usize) {
    if tree.labels[verb] != Label::Conj || has_subject(tree, verb) || !is_finite(tree, verb) {
        return;
    }
    let mut first = verb;
    for &child in tree.children(verb) {
        if child < first
            && matches!(tree.labels[child], Label::Aux | Label::Auxpass | Label::Neg | Label::Advmod)
        {
            first = child;
        }
    }
    if first == 0 || matches!(tree.tags[first - 1], Tag::Comma | Tag::Cc | Tag::Colon | Tag::Period) {
        return;
    }
    let mut noun = first - 1;
    for _ in 0..CLIMB {
        if tree.labels[noun] == Label::Conj && tree.is_nominal(noun) && tree.is_nominal(tree.heads[noun]) {
            break;
        }
        match tree.parent(noun) {
            Some(above) if above < verb => noun = above,
            _ => return,
        }
    }
    if tree.labels[noun] != Label::Conj || tree.extent(noun).1 + 1 != first {
        return;
    }
    let (low, _) = tree.extent(noun);
    if low == 0 || tree.tags[low - 1] != Tag::Cc {
        return;
    }
    tree.attach(noun, verb, Label::Nsubj);
}

/// "X, seeing the weakness, started": the subject of a finite verb that the parser gave to the
/// participle before it.
fn before_participle(tree: &mut Tree<'_>, verb: usize) {
    if has_subject(tree, verb)
        || !is_finite(tree, verb)
        || matches!(tree.labels[verb], Label::Conj | Label::Xcomp | Label::Relcl)
    {
        return;
    }
    let found = tree.under(verb, &[Label::Advcl]).find_map(|p| {
        let subject = tree.first(p, &[Label::Nsubj])?;
        let bare = tree.tags[p] == Tag::Vbg
            && p < verb
            && subject < p
            && tree.first(p, &[Label::Mark, Label::Aux]).is_none();
        let comma = (tree.extent(subject).1 + 1..p).any(|i| tree.tags[i] == Tag::Comma)
            || p > 0 && tree.tags[p - 1] == Tag::Comma;
        (bare && comma).then_some(subject)
    });
    if let Some(subject) = found {
        tree.attach(subject, verb, Label::Nsubj);
    }
}

/// "inmates who they said were detained": the pronoun is the subject of what was said.
fn said_were(tree: &mut Tree<'_>, verb: usize) {
    if tree.labels[verb] != Label::Ccomp || has_subject(tree, verb) || !is_finite(tree, verb) {
        return;
    }
    let outer = tree.heads[verb];
    let pronoun = tree
        .under(outer, &[Label::Dobj])
        .find(|&o| matches!(tree.lower[o].as_str(), "who" | "which" | "that" | "whom"));
    if let Some(pronoun) = pronoun {
        let passive = tree.first(verb, &[Label::Auxpass]).is_some();
        tree.attach(pronoun, verb, if passive { Label::Nsubjpass } else { Label::Nsubj });
    }
}

/// "After the battle, both X and Y began": the phrase between the comma and a finite verb without a
/// subject is that subject, not part of what stands before the comma.
fn after_comma(tree: &mut Tree<'_>, verb: usize) {
    if has_subject(tree, verb)
        || !is_finite(tree, verb)
        || !matches!(tree.labels[verb], Label::Root | Label::Ccomp | Label::Advcl)
        || tree.under(verb, &[Label::Dobj]).any(|o| o < verb)
    {
        return;
    }
    let first = tree.children(verb).iter().copied().filter(|&c| {
        c < verb && matches!(tree.labels[c], Label::Aux | Label::Auxpass | Label::Neg | Label::Advmod)
    });
    let first = first.filter(|&c| c + 3 > verb).min().unwrap_or(verb);
    let Some(mut noun) = first.checked_sub(1) else { return };
    for _ in 0..CLIMB {
        let (low, high) = tree.extent(noun);
        if high + 1 != first {
            return;
        }
        let behind_comma = low > 0 && tree.tags[low - 1] == Tag::Comma;
        let preconjunction = tree.labels[low] == Label::Preconj;
        if tree.is_nominal(noun) && behind_comma && tree.labels[noun] != Label::Pobj {
            let apposition = tree.labels[noun] == Label::Appos;
            if (matches!(tree.labels[noun], Label::Conj | Label::Dep | Label::Npadvmod)
                || preconjunction
                || apposition)
                && !lexicon().is_time(&tree.lower[noun])
            {
                let passive = tree.first(verb, &[Label::Auxpass]).is_some();
                tree.attach(noun, verb, if passive { Label::Nsubjpass } else { Label::Nsubj });
            }
            return;
        }
        match tree.parent(noun) {
            Some(above) if above != verb => noun = above,
            _ => return,
        }
    }
}

/// Of two subjects the one nearer to the verb is its own.
fn two_subjects(tree: &mut Tree<'_>, verb: usize) {
    let before: Vec<usize> = tree.under(verb, &SUBJECTS).filter(|&s| s < verb).collect();
    if before.len() < 2 {
        return;
    }
    for &subject in &before[..before.len() - 1] {
        tree.labels[subject] = if tree.is_nominal(subject) { Label::Dep } else { tree.labels[subject] };
    }
}

/// "an attack on X, which involved a bombing": a place does not involve, cause or last; the event
/// before it does.
fn event_antecedent(tree: &mut Tree<'_>, verb: usize) {
    if tree.labels[verb] != Label::Relcl || !lexicon().has_event_subject(&tree.lemmas[verb]) {
        return;
    }
    let noun = tree.heads[verb];
    if !tree.under(verb, &SUBJECTS).any(|s| matches!(tree.lower[s].as_str(), "which" | "that"))
        || lexicon().event_noun(&tree.lemmas[noun]).is_some()
    {
        return;
    }
    let mut above = noun;
    for _ in 0..6 {
        match tree.parent(above) {
            Some(next) if !tree.is_verb(next) => above = next,
            // "the strikes were on Monday, which killed two"
            Some(next) if lexicon().is_time(&tree.lower[noun]) => {
                let subject = tree
                    .under(next, &SUBJECTS)
                    .find(|&s| s < noun && lexicon().event_noun(&tree.lemmas[s]).is_some());
                if let Some(subject) = subject {
                    tree.attach(verb, subject, Label::Relcl);
                }
                return;
            }
            _ => return,
        }
        if tree.is_nominal(above) && lexicon().event_noun(&tree.lemmas[above]).is_some() {
            tree.attach(verb, above, Label::Relcl);
            return;
        }
    }
}

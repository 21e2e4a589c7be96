//! Who a verb's surface subject is, own or lent.

use super::Sharing;
use super::roles::{Filler, RELATIVES, push};
use super::tree::{CLIMB, Tree};
use super::voice::is_passive;
use crate::lexicon::lexicon;
use crate::{Label, Tag};

const SUBJECTS: [Label; 4] = [Label::Nsubj, Label::Nsubjpass, Label::Csubj, Label::Csubjpass];

/// The surface subjects of a verb: its own, or those that another clause lends it.
pub(super) fn subjects(tree: &Tree<'_>, verb: usize) -> Vec<Filler> {
    let mut at = verb;
    let mut by = None;
    for _ in 0..CLIMB {
        let own = own(tree, at);
        if !own.is_empty() {
            return match by {
                Some(by) => own.into_iter().map(|f| f.lend(by)).collect(),
                None => own,
            };
        }
        match step(tree, verb, at) {
            Step::Climb(head, sharing) => {
                by = by.or(Some(sharing));
                at = head;
            }
            Step::Found(found) => {
                return match by {
                    Some(by) => found.into_iter().map(|f| Filler { shared: Some(by), ..f }).collect(),
                    None => found,
                };
            }
            Step::Nobody => return Vec::new(),
        }
    }
    Vec::new()
}

/// Whether the verb has a subject of its own.
pub(super) fn has_own(tree: &Tree<'_>, verb: usize) -> bool {
    tree.first(verb, &SUBJECTS).is_some()
}

fn own(tree: &Tree<'_>, verb: usize) -> Vec<Filler> {
    let mut found = Vec::new();
    for subject in tree.under(verb, &SUBJECTS) {
        if RELATIVES.contains(&tree.lower[subject].as_str())
            && let Some(antecedent) = antecedent(tree, verb)
        {
            push(&mut found, Filler::lent(antecedent, Sharing::Relative));
            continue;
        }
        for conjunct in tree.conjuncts(subject) {
            push(&mut found, Filler::own(conjunct));
        }
    }
    found
}

/// The noun that the relative clause around `verb` modifies.
pub(super) fn antecedent(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..CLIMB {
        let head = tree.parent(at)?;
        match tree.labels[at] {
            Label::Relcl => return Some(head),
            Label::Conj | Label::Xcomp | Label::Ccomp => at = head,
            _ => return None,
        }
    }
    None
}

enum Step {
    Climb(usize, Sharing),
    Found(Vec<Filler>),
    Nobody,
}

fn step(tree: &Tree<'_>, verb: usize, at: usize) -> Step {
    let Some(head) = tree.parent(at) else { return Step::Nobody };
    match tree.labels[at] {
        Label::Conj if tree.is_verb(head) || tree.labels[head] == Label::Root => {
            Step::Climb(head, Sharing::Coordination)
        }
        Label::Acomp => Step::Climb(head, Sharing::Control),
        Label::Xcomp | Label::Oprd => open_complement(tree, head),
        Label::Ccomp if tree.first(at, &[Label::Aux]).is_some_and(|a| tree.tags[a] == Tag::To) => {
            open_complement(tree, head)
        }
        Label::Advcl => adverbial(tree, verb, at, head),
        Label::Acl => modifier(tree, at, head),
        Label::Amod if matches!(tree.tags[at], Tag::Vbn | Tag::Vbg) => {
            Step::Found(vec![Filler::lent(head, Sharing::Relative)])
        }
        Label::Pcomp => under_preposition(tree, verb, head),
        Label::Relcl if !is_passive(tree, at) && has_relative(tree, at) => Step::Nobody,
        Label::Relcl => Step::Found(vec![Filler::lent(head, Sharing::Relative)]),
        Label::Prep if tree.is_verb(head) => Step::Climb(head, Sharing::Participle),
        _ => Step::Nobody,
    }
}

fn has_relative(tree: &Tree<'_>, verb: usize) -> bool {
    tree.under(verb, &[Label::Dobj, Label::Advmod, Label::Prep]).any(|c| tree.lower[c].starts_with("wh"))
}

fn open_complement(tree: &Tree<'_>, head: usize) -> Step {
    if !is_passive(tree, head) && tree.is_verb(head) && !lexicon().controls_by_subject(&tree.lemmas[head]) {
        let objects: Vec<Filler> = tree
            .under(head, &[Label::Dobj, Label::Dative])
            .filter(|&o| tree.is_nominal(o) || !tree.is_verb(o))
            .flat_map(|o| tree.conjuncts(o))
            .map(|o| Filler::lent(o, Sharing::Control))
            .collect();
        if !objects.is_empty() {
            return Step::Found(objects);
        }
    }
    Step::Climb(head, Sharing::Control)
}

/// The subject of an adverbial participle is the governing clause's subject; after a passive with
/// a told agent it is the agent, unless the participle is something that one undergoes.
fn adverbial(tree: &Tree<'_>, verb: usize, at: usize, head: usize) -> Step {
    if !(tree.is_verb(head)
        || matches!(
            tree.labels[head],
            Label::Root | Label::Conj | Label::Advcl | Label::Ccomp | Label::Relcl
        ))
    {
        return if tree.is_nominal(head) {
            Step::Found(vec![Filler::lent(head, Sharing::Participle)])
        } else {
            Step::Climb(head, Sharing::Participle)
        };
    }
    if at > head
        && is_result(tree, at)
        && is_passive(tree, head)
        && !is_passive(tree, verb)
        && !lexicon().is_undergone(&tree.lemmas[verb])
    {
        return Step::Found(agents(tree, head).into_iter().map(|f| f.lend(Sharing::Participle)).collect());
    }
    Step::Climb(head, Sharing::Participle)
}

/// Whether the verb is an "-ing" form that tells what came of the clause before it.
pub(super) fn is_result(tree: &Tree<'_>, verb: usize) -> bool {
    tree.tags[verb] == Tag::Vbg
        && tree.first(verb, &[Label::Mark, Label::Aux]).is_none()
        && !tree.under(verb, &[Label::Advmod]).any(|a| tree.tags[a] == Tag::Wrb)
}

fn modifier(tree: &Tree<'_>, at: usize, head: usize) -> Step {
    let infinitive =
        tree.tags[at] == Tag::Vb || tree.under(at, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To);
    if !infinitive {
        return Step::Found(vec![Filler::lent(head, Sharing::Relative)]);
    }
    // "launched an attempt to take X", "with the goal to take X": whoever attempts.
    let mut above = head;
    for _ in 0..CLIMB {
        if matches!(tree.labels[above], Label::Acomp | Label::Amod)
            || matches!(tree.lower[above].as_str(), "due" | "because")
        {
            break;
        }
        if tree.is_verb(above) && !matches!(tree.labels[above], Label::Amod) {
            return Step::Climb(above, Sharing::Control);
        }
        match tree.parent(above) {
            Some(next) => above = next,
            None => break,
        }
    }
    Step::Nobody
}

fn under_preposition(tree: &Tree<'_>, verb: usize, preposition: usize) -> Step {
    let mut above = preposition;
    for _ in 0..CLIMB {
        let Some(next) = tree.parent(above) else { return Step::Nobody };
        above = next;
        if tree.is_verb(above) {
            if is_passive(tree, above) && !is_passive(tree, verb) && tree.lower[preposition] == "by" {
                let told = agents(tree, above);
                if !told.is_empty() {
                    return Step::Found(told);
                }
            }
            // "prevented them from crossing"
            if tree.lower[preposition] == "from" && lexicon().is_preventive(&tree.lemmas[above]) {
                let hindered: Vec<Filler> = if is_passive(tree, above) {
                    subjects(tree, above)
                } else {
                    tree.under(above, &[Label::Dobj])
                        .flat_map(|o| tree.conjuncts(o))
                        .map(Filler::own)
                        .collect()
                };
                return Step::Found(hindered.into_iter().map(|f| f.lend(Sharing::Control)).collect());
            }
            return Step::Climb(above, Sharing::Participle);
        }
    }
    Step::Nobody
}

/// The "by" agents of a passive, or those of the passive coordinated with it.
pub(super) fn agents(tree: &Tree<'_>, verb: usize) -> Vec<Filler> {
    let told = told_agents(tree, verb);
    if !told.is_empty() {
        return told;
    }
    for conjunct in tree.under(verb, &[Label::Conj]) {
        if is_passive(tree, conjunct) && !has_own(tree, conjunct) {
            let told = told_agents(tree, conjunct);
            if !told.is_empty() {
                return told.into_iter().map(|f| f.lend(Sharing::Coordination)).collect();
            }
        }
    }
    match tree.parent(verb) {
        Some(head) if tree.labels[verb] == Label::Conj && !has_own(tree, verb) && is_passive(tree, head) => {
            told_agents(tree, head).into_iter().map(|f| f.lend(Sharing::Coordination)).collect()
        }
        _ => Vec::new(),
    }
}

fn told_agents(tree: &Tree<'_>, verb: usize) -> Vec<Filler> {
    let mut found = Vec::new();
    for preposition in tree.under(verb, &[Label::Agent, Label::Prep]).filter(|&p| tree.lower[p] == "by") {
        for object in tree.under(preposition, &[Label::Pobj]) {
            for conjunct in tree.conjuncts(object) {
                if is_doer(tree, conjunct) {
                    push(&mut found, Filler::own(conjunct));
                }
            }
        }
    }
    found
}

fn is_doer(tree: &Tree<'_>, noun: usize) -> bool {
    tree.tags[noun] != Tag::Cd && !lexicon().is_time(&tree.lower[noun])
}

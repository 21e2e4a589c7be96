//! What a clause says of its own reality: negation, mood, control and aspect.

use super::tree::{CLIMB, Tree};
use super::{Aspect, Mood};
use crate::lexicon::{Governing, lexicon};
use crate::{Label, Tag};

/// What the words around a predicate say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reality {
    pub(super) negated: bool,
    pub(super) mood: Mood,
    pub(super) aspect: Aspect,
    /// Outermost first.
    pub(super) control: Vec<String>,
}

/// Reads the predicate's own auxiliaries, then climbs through the words that govern it.
pub(super) fn reality(tree: &Tree<'_>, predicate: usize) -> Reality {
    let mut reality = Reality::default();
    own(tree, predicate, &mut reality);
    let mut at = predicate;
    for _ in 0..CLIMB {
        let Some(head) = tree.parent(at) else { break };
        let next = match tree.labels[at] {
            Label::Xcomp | Label::Oprd | Label::Acomp => {
                govern(tree, at, head, &mut reality);
                Some(head)
            }
            Label::Ccomp
                if infinitive(tree, at)
                    || tree.tags[at] == Tag::Vbg
                        && tree.first(at, &[Label::Aux, Label::Nsubj, Label::Nsubjpass]).is_none() =>
            {
                govern(tree, at, head, &mut reality);
                Some(head)
            }
            Label::Acl if infinitive(tree, at) => govern_by_noun(tree, head, &mut reality),
            Label::Pcomp => govern_through(tree, head, &mut reality),
            Label::Advcl => {
                purpose(tree, at, &mut reality);
                inherit_result(tree, at, head)
            }
            Label::Conj if tree.is_verb(head) && !stands_alone(tree, at) => Some(head),
            _ => None,
        };
        let Some(next) = next else { break };
        if tree.is_verb(next) {
            own_of_governor(tree, next, at, &mut reality);
        }
        at = next;
    }
    reality.control.reverse();
    reality
}

/// "no more than half of it" bounds, and denies nothing.
fn bounds(tree: &Tree<'_>, no: usize) -> bool {
    tree.lower[no] == "no"
        && tree.lower.get(no + 1).is_some_and(|w| matches!(w.as_str(), "more" | "fewer" | "less"))
        && tree.lower.get(no + 2).is_some_and(|w| w == "than")
}

fn infinitive(tree: &Tree<'_>, verb: usize) -> bool {
    tree.under(verb, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To)
}

/// A conjunct with tense of its own does not share what governs the first.
fn stands_alone(tree: &Tree<'_>, verb: usize) -> bool {
    tree.first(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Aux]).is_some()
        || matches!(tree.tags[verb], Tag::Vbd | Tag::Vbz | Tag::Vbp)
}

fn own(tree: &Tree<'_>, predicate: usize, reality: &mut Reality) {
    for &child in tree.children(predicate) {
        let word = tree.lower[child].as_str();
        match tree.labels[child] {
            Label::Neg if !bounds(tree, child) => reality.negated = true,
            Label::Aux => {
                if let Some(mood) = lexicon().modal(word) {
                    set(&mut reality.mood, mood);
                }
                if tree.tags[predicate] == Tag::Vbg
                    && matches!(tree.lemmas[child].as_str(), "be")
                    && child < predicate
                {
                    reality.aspect = Aspect::Ongoing;
                }
            }
            Label::Advmod => {
                if let Some(mood) = lexicon().adverb(word) {
                    set(&mut reality.mood, mood);
                }
            }
            Label::Mark if matches!(word, "if" | "unless") => set(&mut reality.mood, Mood::Conditional),
            Label::Preconj | Label::Cc if word == "neither" => reality.negated = true,
            Label::Nsubj | Label::Nsubjpass | Label::Dobj
                if tree
                    .under(child, &[Label::Det])
                    .any(|d| tree.lower[d] == "no" && !bounds(tree, d) || tree.lower[d] == "neither") =>
            {
                reality.negated = true;
            }
            _ => {}
        }
    }
}

/// Auxiliaries of a verb that the predicate depends on for its reality ("may have begun to").
fn own_of_governor(tree: &Tree<'_>, governor: usize, below: usize, reality: &mut Reality) {
    let mut outer = Reality::default();
    own(tree, governor, &mut outer);
    // "would not allow civilians to leave": they tried in vain.
    if outer.negated && tree.labels[below] == Label::Ccomp && infinitive(tree, below) {
        set(&mut reality.mood, Mood::Attempted);
    }
    set(&mut reality.mood, outer.mood);
    if matches!(tree.labels[below], Label::Xcomp | Label::Acomp | Label::Oprd | Label::Conj) && outer.negated
    {
        reality.negated = true;
    }
}

/// The outer word decides only where the inner left the mood open.
fn set(mood: &mut Mood, outer: Mood) {
    if *mood == Mood::Fact {
        *mood = outer;
    }
}

fn apply(entry: Option<&Governing>, lemma: &str, reality: &mut Reality) {
    reality.control.push(lemma.to_owned());
    if let Some(entry) = entry {
        set(&mut reality.mood, entry.mood);
        if reality.aspect == Aspect::Whole {
            reality.aspect = entry.aspect;
        }
        reality.negated |= entry.negates;
    }
}

fn govern(tree: &Tree<'_>, at: usize, head: usize, reality: &mut Reality) {
    let lemma = &tree.lemmas[head];
    if !lexicon().is_copula(lemma) || infinitive(tree, at) {
        apply(lexicon().governing_verb(lemma), lemma, reality);
    }
}

fn govern_by_noun(tree: &Tree<'_>, noun: usize, reality: &mut Reality) -> Option<usize> {
    let lemma = &tree.lemmas[noun];
    let entry = lexicon().governing_noun(lemma);
    if entry.is_some() {
        apply(entry, lemma, reality);
    } else {
        set(&mut reality.mood, Mood::Intended);
    }
    verb_above(tree, noun)
}

/// "with the aim of capturing", "accused of shelling", "without taking".
fn govern_through(tree: &Tree<'_>, preposition: usize, reality: &mut Reality) -> Option<usize> {
    if tree.lower[preposition] == "without" {
        reality.negated = true;
    }
    let head = tree.parent(preposition)?;
    // "blocked them from entering"
    if tree.is_verb(head)
        && tree.lower[preposition] == "from"
        && lexicon().is_preventive(&tree.lemmas[head])
        && lexicon().governing_verb(&tree.lemmas[head]).is_none_or(|e| e.mood == Mood::Fact)
    {
        reality.control.push(tree.lemmas[head].clone());
        set(&mut reality.mood, Mood::Attempted);
        return Some(head);
    }
    if tree.is_verb(head) {
        if let entry @ Some(_) = lexicon().governing_verb(&tree.lemmas[head])
            && (matches!(tree.lower[preposition].as_str(), "in" | "at" | "on" | "from" | "of")
                || tree.lower[preposition] == "with" && entry.is_some_and(|e| e.mood == Mood::Demanded))
        {
            apply(entry, &tree.lemmas[head], reality);
            return Some(head);
        }
        return None;
    }
    let entry = lexicon().governing_noun(&tree.lemmas[head]);
    entry?;
    apply(entry, &tree.lemmas[head], reality);
    None
}

fn verb_above(tree: &Tree<'_>, noun: usize) -> Option<usize> {
    let mut at = noun;
    for _ in 0..6 {
        at = tree.parent(at)?;
        if tree.is_verb(at) {
            return None.or(Some(at)).filter(|_| tree.labels[noun] == Label::Dobj);
        }
    }
    None
}

fn purpose(tree: &Tree<'_>, at: usize, reality: &mut Reality) {
    if infinitive(tree, at) {
        set(&mut reality.mood, Mood::Intended);
    }
}

/// A result participle is as real as the clause before it.
fn inherit_result(tree: &Tree<'_>, at: usize, head: usize) -> Option<usize> {
    (super::subjects::is_result(tree, at) && at > head && tree.is_verb(head)).then_some(head)
}

//! Puts clauses together.

use super::nominal::{event_noun, nominal};
use super::objects::{objects, obliques};
use super::phrase::arguments;
use super::reality::{Reality, reality};
use super::roles::Filler;
use super::span::span;
use super::subjects::{agents, is_result, subjects};
use super::tree::{CLIMB, Tree};
use super::voice::is_passive;
use super::{Argument, Aspect, Clause, Governor, Mood, PredicateForm, Relation, Voice};
use crate::lexicon::lexicon;
use crate::{Label, Tag};

/// The clauses of a sentence, in order of their predicates.
pub(super) fn clauses(tree: &Tree<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    // Which clause a token predicates, for governors.
    let mut index: Vec<Option<u32>> = vec![None; tree.len()];
    for (token, place) in index.iter_mut().enumerate() {
        let clause = if is_predicate(tree, token) {
            Some(verbal(tree, token))
        } else {
            event_noun(tree, token).map(|entry| {
                let found = nominal(tree, token, entry);
                let mut reality = reality_of_nominal(tree, token, found.light);
                if let Some(light) = found.light {
                    reality.control.push(tree.lemmas[light].clone());
                }
                assemble(
                    tree,
                    token,
                    &Roles {
                        form: PredicateForm::Nominal,
                        voice: Voice::Active,
                        agents: found.agents,
                        patients: found.patients,
                        obliques: found.obliques,
                        reality,
                    },
                )
            })
        };
        if let Some(clause) = clause {
            *place = Some(clauses.len() as u32);
            clauses.push(clause);
        }
    }
    for clause in &mut clauses {
        clause.governor = governor(tree, clause.predicate as usize, &index);
    }
    clauses
}

fn is_predicate(tree: &Tree<'_>, token: usize) -> bool {
    tree.is_verb(token)
        && tree.words[token].contains(char::is_alphabetic)
        && !matches!(
            tree.labels[token],
            Label::Aux
                | Label::Auxpass
                | Label::Compound
                | Label::Prep
                | Label::Case
                | Label::Cc
                | Label::Mark
                | Label::Punct
                | Label::Quantmod
        )
}

struct Roles {
    form: PredicateForm,
    voice: Voice,
    agents: Vec<Filler>,
    patients: Vec<Filler>,
    obliques: Vec<(String, Filler)>,
    reality: Reality,
}

fn verbal(tree: &Tree<'_>, verb: usize) -> Clause {
    let passive = is_passive(tree, verb);
    let mut obliques = obliques(tree, verb);
    let (agents, patients) = if passive {
        obliques.retain(|(preposition, _)| preposition != "by" || agents(tree, verb).is_empty());
        (agents(tree, verb), subjects(tree, verb))
    } else {
        (subjects(tree, verb), objects(tree, verb))
    };
    assemble(
        tree,
        verb,
        &Roles {
            form: form(tree, verb),
            voice: if passive { Voice::Passive } else { Voice::Active },
            agents,
            patients,
            obliques,
            reality: reality(tree, verb),
        },
    )
}

fn form(tree: &Tree<'_>, verb: usize) -> PredicateForm {
    let helped = tree.first(verb, &[Label::Aux, Label::Auxpass]).is_some();
    match tree.tags[verb] {
        Tag::Vb if !tree.under(verb, &[Label::Aux]).any(|a| tree.tags[a] == Tag::Md) => {
            PredicateForm::Infinitive
        }
        Tag::Vbg if !helped => PredicateForm::Gerund,
        Tag::Vbn if !helped && tree.labels[verb] != Label::Conj && tree.labels[verb] != Label::Root => {
            PredicateForm::Participle
        }
        _ => PredicateForm::Finite,
    }
}

fn assemble(tree: &Tree<'_>, predicate: usize, roles: &Roles) -> Clause {
    let expand = |fillers: &[Filler]| -> Vec<Argument> {
        let mut list: Vec<Argument> = Vec::new();
        for argument in fillers.iter().flat_map(|&f| arguments(tree, f)) {
            if !list.iter().any(|a| a.head == argument.head) {
                list.push(argument);
            }
        }
        list.sort_by_key(|a| a.head);
        list
    };
    let obliques = super::oblique_arguments(tree, &roles.obliques);
    let particle = tree.first(predicate, &[Label::Prt]).map(|p| tree.lower[p].clone());
    let raw = if roles.form == PredicateForm::Nominal {
        lexicon()
            .event_noun(&tree.lemmas[predicate])
            .map_or_else(|| tree.lemmas[predicate].clone(), |e| e.verb.clone())
    } else {
        tree.lemmas[predicate].clone()
    };
    let normal = lexicon().normal(&raw);
    let again =
        normal.again || tree.under(predicate, &[Label::Advmod]).any(|a| lexicon().says_again(&tree.lower[a]));
    let mut clause = Clause {
        predicate: predicate as u32,
        lemma: normal.lemma,
        particle,
        form: roles.form,
        voice: roles.voice,
        again,
        negated: roles.reality.negated,
        mood: roles.reality.mood,
        control: roles.reality.control.clone(),
        aspect: roles.reality.aspect,
        agents: expand(&roles.agents),
        patients: expand(&roles.patients),
        obliques,
        adverbials: adverbials(tree, predicate),
        governor: None,
        span: tree.spans[predicate],
    };
    clause.span = span(tree, &clause);
    clause
}

fn adverbials(tree: &Tree<'_>, predicate: usize) -> Vec<annalist_span::Span> {
    tree.children(predicate)
        .iter()
        .filter(|&&c| match tree.labels[c] {
            Label::Npadvmod | Label::Advmod => true,
            Label::Dobj => lexicon().is_time(&tree.lower[c]),
            _ => false,
        })
        .map(|&c| {
            let (low, high) = tree.extent(c);
            tree.cover(low, high)
        })
        .collect()
}

fn reality_of_nominal(tree: &Tree<'_>, noun: usize, light: Option<usize>) -> Reality {
    let mut found = match light {
        Some(verb) => reality(tree, verb),
        None => Reality::default(),
    };
    for &child in tree.children(noun) {
        if tree.labels[child] == Label::Amod || tree.labels[child] == Label::Det {
            let word = tree.lower[child].as_str();
            if word == "no" {
                found.negated = true;
            } else if let Some(mood) = lexicon().adjective(word) {
                found.mood = if found.mood == Mood::Fact { mood } else { found.mood };
            } else if matches!(word, "ongoing" | "continuing" | "continued") && found.aspect == Aspect::Whole
            {
                found.aspect = Aspect::Ongoing;
            }
        }
    }
    if let Some(verb) = tree.parent(noun).filter(|&v| tree.is_verb(v) && tree.labels[noun] == Label::Dobj) {
        let lemma = &tree.lemmas[verb];
        // "were preparing an offensive", "planned an evacuation": the verb that carries it says so.
        let meant = |e: &&crate::lexicon::Governing| light.is_none() || e.mood == Mood::Intended;
        if let Some(entry) = lexicon().governing_verb(lemma).filter(meant) {
            found.control.push(lemma.clone());
            if found.mood == Mood::Fact {
                found.mood = entry.mood;
            }
            if found.aspect == Aspect::Whole {
                found.aspect = entry.aspect;
            }
        }
    }
    found
}

fn governor(tree: &Tree<'_>, predicate: usize, index: &[Option<u32>]) -> Option<Governor> {
    let relation = match tree.labels[predicate] {
        Label::Conj => Relation::Coordination,
        Label::Ccomp => Relation::Complement,
        Label::Xcomp | Label::Acomp | Label::Oprd => Relation::OpenComplement,
        Label::Advcl if tree.under(predicate, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To) => {
            Relation::Purpose
        }
        Label::Advcl if is_result(tree, predicate) && tree.heads[predicate] < predicate => Relation::Result,
        Label::Advcl | Label::Pcomp => Relation::Adverbial,
        Label::Acl if tree.under(predicate, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To) => {
            Relation::Purpose
        }
        Label::Relcl | Label::Acl | Label::Amod => Relation::Relative,
        Label::Parataxis | Label::Dep => Relation::Parataxis,
        _ => Relation::Argument,
    };
    let mut at = predicate;
    for _ in 0..CLIMB {
        at = tree.parent(at)?;
        if let Some(clause) = index[at] {
            return Some(Governor { clause, relation });
        }
    }
    None
}

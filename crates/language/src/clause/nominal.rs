//! Nouns that name an event: "the rebel capture of X", "an attack on Y".

use super::Sharing;
use super::objects::obliques;
use super::roles::{Filler, push};
use super::subjects::{agents, subjects};
use super::tree::{CLIMB, Tree};
use super::voice::is_passive;
use crate::lexicon::{EventNoun, Of, lexicon};
use crate::{Label, Tag};

/// What a nominal event's roles are filled with.
#[derive(Debug, Default)]
pub(super) struct Nominal {
    pub(super) agents: Vec<Filler>,
    pub(super) patients: Vec<Filler>,
    pub(super) obliques: Vec<(String, Filler)>,
    /// The light verb that carries the noun ("launched an attack").
    pub(super) light: Option<usize>,
}

/// The entry of a noun that names an event here, and not a modifier, a person or a proper name.
pub(super) fn event_noun<'l>(tree: &Tree<'_>, noun: usize) -> Option<&'l EventNoun> {
    if !matches!(tree.tags[noun], Tag::Nn | Tag::Nns)
        || matches!(tree.labels[noun], Label::Compound | Label::Amod | Label::Nmod)
    {
        return None;
    }
    lexicon().event_noun(&tree.lemmas[noun])
}

/// Collects the roles of an event noun.
pub(super) fn nominal(tree: &Tree<'_>, noun: usize, entry: &EventNoun) -> Nominal {
    let mut nominal = Nominal { obliques: obliques(tree, noun), ..Nominal::default() };
    possessors(tree, noun, entry, &mut nominal);
    for (preposition, filler) in &nominal.obliques {
        match (preposition.as_str(), entry.of) {
            ("by", _) | ("of", Of::Agent) => push(&mut nominal.agents, *filler),
            ("of", Of::Patient) => push(&mut nominal.patients, *filler),
            ("on" | "against" | "upon", _) if entry.strikes => push(&mut nominal.patients, *filler),
            _ => {}
        }
    }
    carried(tree, noun, entry, &mut nominal);
    nominal
}

/// "the rebels' attack", "rebel counter-attacks", "Syrian government air-strikes".
fn possessors(tree: &Tree<'_>, noun: usize, entry: &EventNoun, nominal: &mut Nominal) {
    let mut modifiers = Vec::new();
    for &child in tree.children(noun).iter().filter(|&&c| c < noun) {
        match tree.labels[child] {
            Label::Poss => modifiers.push(child),
            Label::Compound | Label::Nmod | Label::Amod if may_act(tree, child) => modifiers.push(child),
            _ => {}
        }
    }
    let of_patient = entry.of == Of::Patient && !nominal.obliques.iter().any(|(p, _)| p == "of");
    for child in modifiers {
        // "Aleppo's capture by the rebels"
        if tree.labels[child] == Label::Poss && of_patient && nominal.obliques.iter().any(|(p, _)| p == "by")
        {
            push(&mut nominal.patients, Filler::own(child));
        } else {
            for conjunct in tree.conjuncts(child) {
                push(&mut nominal.agents, Filler::own(conjunct));
            }
        }
    }
}

/// Whether a modifier may name an actor: a name, a nationality, a word such as "rebel".
fn may_act(tree: &Tree<'_>, modifier: usize) -> bool {
    let lower = tree.lower[modifier].as_str();
    if lexicon().is_manner(lower) {
        return false;
    }
    let capital = tree.words[modifier].chars().next().is_some_and(char::is_uppercase);
    lexicon().is_actor(lower)
        || (capital && (modifier > 0 || tree.is_name(modifier) || is_of_people(lower)))
        || (tree.labels[modifier] == Label::Compound && tree.is_name(modifier))
}

/// Whether an adjective that begins a sentence is formed as those of peoples are ("Norwegian",
/// "Turkish", "Iraqi"); elsewhere its capital says so.
fn is_of_people(lower: &str) -> bool {
    const ENDINGS: [&str; 8] = ["ian", "ish", "ese", "ean", "aqi", "eli", "ani", "eni"];
    lower.len() > 4 && ENDINGS.iter().any(|e| lower.ends_with(e))
}

/// "launched an attack on X", "an attack was conducted by Y": the verb lends agent and target.
fn carried(tree: &Tree<'_>, noun: usize, entry: &EventNoun, nominal: &mut Nominal) {
    let mut top = noun;
    for _ in 0..CLIMB {
        match (tree.labels[top], tree.parent(top)) {
            (Label::Conj, Some(head)) if tree.is_nominal(head) => top = head,
            _ => break,
        }
    }
    let Some(verb) = tree.parent(top).filter(|&v| tree.is_verb(v)) else { return };
    let passive = is_passive(tree, verb);
    let carries = match tree.labels[top] {
        Label::Dobj => !passive,
        Label::Nsubjpass => true,
        _ => false,
    };
    if !carries || !lexicon().is_light(&tree.lemmas[verb]) {
        return;
    }
    nominal.light = Some(verb);
    if nominal.agents.is_empty() {
        let lent = if passive { agents(tree, verb) } else { subjects(tree, verb) };
        nominal.agents = lent.into_iter().map(|f| Filler::lent(f.head, Sharing::LightVerb)).collect();
    }
    for (preposition, filler) in obliques(tree, verb) {
        if preposition == "by" && passive {
            continue;
        }
        if entry.strikes
            && matches!(preposition.as_str(), "on" | "against" | "upon")
            && !lexicon().is_time(&tree.lower[filler.head])
            && tree.tags[filler.head] != Tag::Cd
        {
            push(&mut nominal.patients, filler.lend(Sharing::LightVerb));
        }
        nominal.obliques.push((preposition, filler.lend(Sharing::LightVerb)));
    }
}

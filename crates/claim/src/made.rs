//! Clauses and arguments that the language layer does not give, made from the tree.

use annalist_language::{
    Argument, Aspect, Clause, Governor, Label, Mood, Oblique, PredicateForm, Relation, Tag, Voice,
};
use annalist_span::Span;

use crate::lexicon::{Classes, key};
use crate::view::View;

/// An argument that the tree does not give.
pub(crate) fn argument(head: u32, span: Span) -> Argument {
    Argument { head, span, full: span, cue: None, shared: None }
}

/// A clause of a noun, with the arguments that its tree gives.
pub(crate) fn clause(view: &View<'_>, noun: u32, lemma: String) -> Clause {
    let phrase = |head: u32| argument(head, view.phrase(head));
    let mut agents: Vec<Argument> = Vec::new();
    for &child in view.children(noun) {
        let label = view.token(child).label;
        if child < noun && matches!(label, Label::Poss | Label::Compound | Label::Amod | Label::Nmod) {
            let capital = view.word(child).chars().next().is_some_and(char::is_uppercase)
                && (child > 0 || token_is_name(view, child));
            let known = view.token(child).tag != Tag::Jj
                && view
                    .lexicon
                    .noun(&key(&view.token(child).lemma))
                    .has(Classes::ARMED.with(Classes::CIVILIAN));
            if label == Label::Poss || capital || known {
                agents.push(phrase(child));
            }
        }
    }
    let mut obliques: Vec<Oblique> = Vec::new();
    for (preposition, head) in view.prepositional(noun) {
        if preposition == "by" {
            agents.push(phrase(head));
        } else {
            obliques.push(Oblique { preposition, argument: phrase(head) });
        }
    }
    let mut at = noun;
    let mut governor = None;
    for _ in 0..24 {
        let head = view.token(at).head;
        if head == at {
            break;
        }
        at = head;
        if let Some(index) = view.clauses.iter().position(|c| c.predicate == at) {
            governor = Some(Governor { clause: index as u32, relation: Relation::Argument });
            break;
        }
    }
    Clause {
        predicate: noun,
        lemma,
        particle: None,
        form: PredicateForm::Nominal,
        voice: Voice::Active,
        again: false,
        negated: view.children(noun).iter().any(|&c| view.word(c).eq_ignore_ascii_case("no")),
        mood: Mood::Fact,
        control: Vec::new(),
        aspect: Aspect::Whole,
        agents,
        patients: Vec::new(),
        obliques,
        adverbials: Vec::new(),
        governor,
        span: view.phrase(noun),
    }
}

/// A name, or the adjective of a people, at the beginning of a sentence.
fn token_is_name(view: &View<'_>, token: u32) -> bool {
    const ENDINGS: [&str; 8] = ["ian", "ish", "ese", "ean", "aqi", "eli", "ani", "eni"];
    let word = view.word(token);
    matches!(view.token(token).tag, Tag::Nnp | Tag::Nnps)
        || word.len() > 4 && ENDINGS.iter().any(|e| word.ends_with(e))
}

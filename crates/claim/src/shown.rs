//! What a picture shows: "a video showed a destroyed tank and six dead soldiers" tells of both.

use annalist_language::Label;

use crate::lexicon::{Classes, key};
use crate::view::View;

/// Whether a noun is what a picture or a film shows, or what it is of.
pub(crate) fn shown(view: &View<'_>, noun: u32) -> bool {
    let mut at = noun;
    for _ in 0..6 {
        let token = view.token(at);
        if token.head == at {
            return false;
        }
        let head = token.head;
        match token.label {
            Label::Conj | Label::Prep => {}
            Label::Dobj => return shows(view, head),
            Label::Pobj if view.word(head).eq_ignore_ascii_case("of") => {
                return is_picture(view, view.token(head).head);
            }
            // "showed vehicles parked in X": a small clause.
            Label::Nsubj => {
                return view.token(head).label == Label::Ccomp && shows(view, view.token(head).head);
            }
            _ => return false,
        }
        at = head;
    }
    false
}

fn shows(view: &View<'_>, verb: u32) -> bool {
    view.lexicon.listed("show", &view.token(verb).lemma)
}

fn is_picture(view: &View<'_>, noun: u32) -> bool {
    let token = view.token(noun);
    view.lexicon.listed("picture", &key(&token.lemma))
        || token.label == Label::Conj && view.lexicon.listed("picture", &key(&view.token(token.head).lemma))
}

/// An adjective before a shown noun that tells what became of it.
pub(crate) fn fate(view: &View<'_>, adjective: u32) -> Option<u32> {
    let token = view.token(adjective);
    let people = Classes::PERSON.with(Classes::ARMED).with(Classes::CIVILIAN);
    let noun = token.head;
    (token.label == Label::Amod
        && matches!(view.word(adjective).to_lowercase().as_str(), "dead" | "deceased" | "lifeless")
        && view.lexicon.noun(&key(&view.token(noun).lemma)).has(people)
        && shown(view, noun))
    .then_some(noun)
}

//! Phrases that point back at places told before.

use annalist_gazetteer::{PlaceValue, Precision};
use annalist_language::Tag;

use crate::view::{Arg, View};
use crate::world::World;
use crate::{Extent, PlaceSlot, enumeration};

/// "the three villages", "both towns", "the city": a definite group or place without a name.
pub(super) fn points_back(view: &View<'_>, world: &World<'_>, arg: &Arg) -> bool {
    if !view.lexicon.listed("point_back", &view.token(arg.head).lemma)
        || !matches!(view.token(arg.head).tag, Tag::Nn | Tag::Nns)
    {
        return false;
    }
    if world.named_place(view.passage, arg.span).is_some() || enumeration::excepted(view, arg) {
        return false;
    }
    let mut definite = false;
    for i in view.tokens_in(arg.span) {
        let word = view.word(i);
        let lower = word.to_lowercase();
        match lower.as_str() {
            "the" | "both" | "these" | "those" | "this" | "that" | "same" | "all" | "of" => definite = true,
            _ if i == arg.head
                || crate::figures::value(&lower).is_some()
                || matches!(lower.as_str(), "entire" | "whole" | "again" | "strategic") => {}
            _ => return false,
        }
    }
    definite
}

/// After "a checkpoint near X", "the town" is X.
pub(super) fn leaned_on(place: &PlaceSlot, whole: &PlaceValue) -> PlaceSlot {
    let relative = place.place.precision == Precision::Near && place.place.id.is_some();
    match place.text.find(char::is_uppercase) {
        Some(at) if relative && whole.id == place.place.id && whole.precision != Precision::Near => {
            PlaceSlot {
                text: place.text[at..].to_owned(),
                span: None,
                place: whole.clone(),
                extent: Extent::Whole,
            }
        }
        _ => unspanned(place),
    }
}

pub(super) fn is_named(place: &PlaceSlot) -> bool {
    place.text.chars().any(char::is_uppercase)
}

pub(super) fn arg_word(view: &View<'_>, arg: &Arg, word: &str) -> bool {
    view.tokens_in(arg.span).any(|i| view.word(i).eq_ignore_ascii_case(word))
}

pub(super) fn unspanned(place: &PlaceSlot) -> PlaceSlot {
    PlaceSlot { span: None, ..place.clone() }
}

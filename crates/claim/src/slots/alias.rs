//! Places told by a noun and then by their name: "a junction known locally as the Mill Crossing".

use annalist_language::Tag;
use annalist_span::Span;

use super::place::slot_at;
use crate::PlaceSlot;
use crate::view::View;
use crate::world::World;

/// The name that follows a place without one, behind "known as", "called" or "named".
pub(super) fn named(view: &View<'_>, world: &World<'_>, slot: PlaceSlot) -> PlaceSlot {
    let Some(span) = slot.span.filter(|_| !slot.text.contains(char::is_uppercase)) else { return slot };
    let Some(last) = view.tokens_in(span).last() else { return slot };
    let word = |i: u32| if i < view.len() { view.word(i) } else { "" };
    let mut at = last + 1;
    if word(at) == "," {
        at += 1;
    }
    let calls = view.lexicon.listed("naming_verb", word(at));
    let known = word(at) == "known";
    at += 1;
    while at < view.len() && view.token(at).tag == Tag::Rb {
        at += 1;
    }
    if !(calls || known && word(at) == "as") {
        return slot;
    }
    if word(at) == "as" {
        at += 1;
    }
    let Some(name) = crate::phrase::chunk(view, at) else { return slot };
    let whole = super::trim(view, name.span(view));
    let capital = view.text(whole).starts_with(char::is_uppercase);
    if capital && !whole.is_empty() {
        slot_at(view, world, Span::new(whole.start, whole.end), name.head)
    } else {
        slot
    }
}

#[cfg(test)]
mod tests {
    use crate::Extractor;

    fn places(text: &str) -> Vec<String> {
        let document = annalist_document::read("t.txt", text.as_bytes()).unwrap().remove(0);
        let claims = Extractor::embedded().extract(&document, None).claims;
        claims[0].places.iter().map(|p| p.text.clone()).collect()
    }

    #[test]
    fn a_place_goes_by_the_name_that_it_is_known_by() {
        let told =
            places("On 4 May 2019, rebel forces captured a crossroads known locally as the Mill Crossing.");
        assert_eq!(told, ["Mill Crossing"]);
    }

    #[test]
    fn what_a_place_is_known_for_is_not_its_name() {
        let told = places("On 4 May 2019, rebel forces captured a village known for its mill.");
        assert_eq!(told, ["a village"]);
    }
}

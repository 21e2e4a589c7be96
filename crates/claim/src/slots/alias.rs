//! Places told by a noun and then by their name: "a junction known locally as the Mill Crossing".

use annalist_language::Tag;
use annalist_span::Span;

use crate::PlaceSlot;
use crate::view::View;

/// The name that follows a place without one, behind "known as", "called" or "named": its words and their head.
pub(super) fn named(view: &View<'_>, slot: &PlaceSlot) -> Option<(Span, u32)> {
    let span = slot.span.filter(|_| !slot.text.contains(char::is_uppercase))?;
    let last = view.tokens_in(span).last()?;
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
        return None;
    }
    if word(at) == "as" {
        at += 1;
    }
    let name = crate::phrase::chunk(view, at)?;
    let whole = super::trim(view, name.span(view));
    let capital = view.text(whole).starts_with(char::is_uppercase);
    capital.then_some((whole, name.head))
}

#[cfg(test)]
mod tests {
    use crate::testing::places;

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

//! Where one place ends and the next begins: two names that were read as one, one place that was read as two.

use annalist_gazetteer::Precision;
use annalist_language::Tag;
use annalist_span::Span;

use super::place::slot_at;
use crate::PlaceSlot;
use crate::lexicon::Classes;
use crate::view::View;
use crate::world::World;

/// "A and B" that a parser took for one name: two places, unless one is known by that name.
pub(super) fn both(view: &View<'_>, world: &World<'_>, slot: PlaceSlot) -> Vec<PlaceSlot> {
    let Some(span) = slot.span else { return vec![slot] };
    let Some(and) = view.tokens_in(span).find(|&i| view.token(i).tag == Tag::Cc) else { return vec![slot] };
    let names = view.tokens_in(span).all(|i| {
        i == and
            || matches!(view.token(i).tag, Tag::Nnp | Tag::Hyph | Tag::Pos)
            || !view.word(i).chars().any(char::is_alphabetic)
    });
    let last = view.tokens_in(span).last().unwrap_or(and);
    if !names || and == 0 || last <= and || world.named_place(view.passage, span) == Some(span) {
        return vec![slot];
    }
    // "the Northern and Southern District" is of a district's two names.
    let common = view.lexicon.noun(&crate::lexicon::key(&view.token(last).lemma)).has(Classes::GROUND);
    let (first, second) = (
        Span::new(span.start, view.token(and - 1).span.end),
        Span::new(view.token(and + 1).span.start, span.end),
    );
    let known = |s: Span| !s.is_empty() && world.named_place(view.passage, s).is_some();
    if common || !known(first) || !known(second) {
        return vec![slot];
    }
    [first, second].map(|s| slot_at(view, world, s, view.tokens_in(s).last().unwrap_or(0))).to_vec()
}

/// Puts together what is one place, and drops places inside another's words.
pub(super) fn joined(view: &View<'_>, slots: Vec<PlaceSlot>) -> Vec<PlaceSlot> {
    let mut out: Vec<PlaceSlot> = Vec::new();
    for slot in slots {
        match (slot.span, out.last_mut()) {
            (Some(own), Some(last)) if one(view, last, &slot) => {
                let whole = last.span.unwrap_or(own).cover(own);
                view.text(whole).clone_into(&mut last.text);
                last.span = Some(whole);
            }
            _ => out.push(slot),
        }
    }
    // "a camp near A in B" holds "B" already.
    let wholes: Vec<Span> = out.iter().filter(|p| p.place.count.is_none()).filter_map(|p| p.span).collect();
    out.retain(|p| p.span.is_none_or(|s| !wholes.iter().any(|w| *w != s && w.contains(s))));
    out
}

/// Whether the words of two neighbours tell one place.
fn one(view: &View<'_>, last: &PlaceSlot, slot: &PlaceSlot) -> bool {
    let (Some(before), Some(own)) = (last.span, slot.span) else { return false };
    if before.end > own.start {
        return false;
    }
    let gap = view.text(Span::new(before.end, own.start));
    let mut words = view.tokens_in(own);
    let (first, second) = (words.next(), words.next());
    let number = first.is_some_and(|i| view.token(i).tag == Tag::Cd);
    let length = second.is_some_and(|i| view.lexicon.listed("length", &view.token(i).lemma));
    // "A, 1,500 metres south of B": how far and which way says where A is.
    let measured = gap == ", " && number && length;
    // "the road between A | and B"
    let open = last.text.rsplit_once("between ").is_some_and(|(_, rest)| !rest.contains(" and "));
    let between = open && gap.trim_start_matches(',') == " and ";
    // "240 towns | and villages"
    let bare = second.is_none()
        && first.is_some_and(|i| view.token(i).tag == Tag::Nns && !slot.text.contains(char::is_uppercase));
    let counted = last.place.count.is_some() && gap == " and " && bare;
    // "the city of A | , B Province": where A is.
    let end = view.tokens_in(own).last().map_or(0, |i| i + 1);
    let goes_on = end < view.len()
        && (view.word(end) == "," && end + 1 < view.len() && view.word(end + 1) == "and"
            || view.word(end) == "and");
    let area = gap == ", "
        && slot.place.precision == Precision::Area
        && matches!(last.place.precision, Precision::Settlement | Precision::Exact)
        && !goes_on;
    measured || between || counted || area
}

#[cfg(test)]
mod tests {
    use crate::testing::places;

    #[test]
    fn what_lies_between_two_places_is_one() {
        let told = places(
            "On 4 May 2019, the Northern Army captured a group of villages between Belvar and Kelmar.",
        );
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn a_count_of_two_nouns_is_one_group() {
        let told = places("On 4 May 2019, the Northern Army captured 240 towns and villages.");
        assert_eq!(told, ["240 towns and villages"]);
    }

    #[test]
    fn how_far_a_place_is_belongs_to_it() {
        let told = places(
            "On 4 May 2019, the Northern Army attacked the hill of Tarn, 1,500 meters southeast of Kelmar.",
        );
        assert_eq!(told, ["hill of Tarn, 1,500 meters southeast of Kelmar"]);
    }

    #[test]
    fn members_behind_a_colon_are_all_of_a_group() {
        let told = places(
            "On 4 May 2019, the Northern Army captured several villages, including: Ravan, Tolmek and Sirda.",
        );
        assert_eq!(told, ["Ravan", "Tolmek", "Sirda"]);
    }
}

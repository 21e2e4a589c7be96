//! Phrases that point back at places told before.

use annalist_gazetteer::{PlaceValue, Precision};
use annalist_language::Tag;

use crate::lexicon::Classes;
use crate::story::Story;
use crate::view::{Arg, View};
use crate::world::World;
use crate::{Claim, Extent, Kind, PlaceSlot, enumeration};

/// "the three villages", "both towns", "the city": a definite group or place without a name.
pub(super) fn points_back(view: &View<'_>, world: &World<'_>, arg: &Arg) -> bool {
    if !view.lexicon.listed("point_back", &view.token(arg.head).lemma)
        || !matches!(view.token(arg.head).tag, Tag::Nn | Tag::Nns)
    {
        return false;
    }
    // "the areas south of the town" are told by where they lie.
    let told = crate::phrase::bearing(view, arg.head + 1) && matches!(view.token(arg.head).tag, Tag::Nns);
    if told || world.named_place(view.passage, arg.span).is_some() || enumeration::excepted(view, arg) {
        return false;
    }
    // "all buildings held by X" are told by who held them.
    let told = view
        .children(arg.head)
        .iter()
        .any(|&c| view.token(c).label == annalist_language::Label::Acl && view.token(c).tag == Tag::Vbn);
    let settled = view.lexicon.listed("settlement", &view.token(arg.head).lemma);
    let mut definite = false;
    for i in view.tokens_in(arg.span) {
        let word = view.word(i);
        let lower = word.to_lowercase();
        match lower.as_str() {
            "all" => definite |= settled && !told,
            "the" | "both" | "these" | "those" | "this" | "that" | "same" | "of" => definite = true,
            _ if i == arg.head
                || crate::figures::value(&lower).is_some()
                || view.lexicon.listed("epithet", &lower) => {}
            _ => return false,
        }
    }
    definite
}

/// Whether a place told before may be what "the" and a noun means: "the airport" is an airport, "the town"
/// a settlement, "the area" any place.
pub(super) fn kindred(view: &View<'_>, noun: &str, place: &PlaceSlot) -> bool {
    if !is_named(place) {
        return false;
    }
    let lower = place.text.to_lowercase();
    // "the station area, south of the city" is no city.
    let own = lower.split([',', '(']).next().unwrap_or("");
    let own = own.split(" of the ").next().unwrap_or(own);
    let mut words = own.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let words: Vec<&str> = words.by_ref().collect();
    if words.contains(&noun) {
        return true;
    }
    if noun == "city" && words.iter().any(|w| matches!(*w, "village" | "town" | "hamlet")) {
        return false;
    }
    if view.lexicon.listed("settlement", noun) {
        let plain = lower
            .split(|c: char| !c.is_alphanumeric())
            .all(|w| view.lexicon.listed("settlement", w) || !view.lexicon.noun(w).has(Classes::GROUND));
        return plain
            && !lower.starts_with("along ")
            && !matches!(place.place.precision, Precision::Near | Precision::Area);
    }
    view.lexicon.listed("anywhere", noun)
}

/// The place told before that fits: the main one of the document if it was told lately, else the latest of so many claims.
pub(super) fn recent(
    story: &Story,
    main: Option<&str>,
    near: usize,
    fits: &dyn Fn(&PlaceSlot) -> bool,
) -> Option<PlaceSlot> {
    // "entered A, advancing towards B": the town is A, where they are.
    let there = |c: &&Claim| {
        c.kind != Kind::Advance && !matches!(c.modality, crate::Modality::Intended | crate::Modality::Denied)
    };
    let ahead = |c: &&Claim| c.kind == Kind::Advance || c.modality == crate::Modality::Intended;
    let last = &story.claims[story.sentence.min(story.claims.len())..];
    let here = || last.iter().rev().filter(there).flat_map(|c| c.places.iter().rev()).find(|p| fits(p));
    if last.last().is_some_and(|c| ahead(&c))
        && let Some(place) = here()
    {
        return Some(place.clone());
    }
    let told = |n: usize| story.claims.iter().rev().take(n).flat_map(|c| c.places.iter().rev());
    told(6)
        .find(|p| main.is_some_and(|m| crate::world::is_known_by(&p.text, &p.place, m)) && fits(p))
        .or_else(|| told(near).find(|p| fits(p)))
        .cloned()
}

/// After "the town of X", "the town" is X, whatever the document is about.
pub(super) fn so_called(story: &Story, noun: &str) -> Option<PlaceSlot> {
    let called = |p: &&PlaceSlot| {
        let rest = p.text.strip_prefix(noun).and_then(|t| t.strip_prefix(" of "));
        rest.is_some_and(|name| name.starts_with(char::is_uppercase))
    };
    let last = story.claims.iter().rev().find(|c| !c.places.is_empty())?;
    last.places.iter().find(called).cloned()
}

/// The place that the text named before without a claim, or the one that the document is about.
pub(super) fn mentioned(view: &View<'_>, world: &World<'_>, noun: &str, arg: &Arg) -> Option<PlaceSlot> {
    let settlement = view.lexicon.listed("settlement", noun);
    let slot = |(text, value): (&str, &PlaceValue)| PlaceSlot {
        text: text.to_owned(),
        span: None,
        place: value.clone(),
        extent: Extent::Whole,
    };
    let before = world.mentions_before(view.passage, arg.span.start);
    let mut before = before.map(slot);
    if settlement {
        let main = world.main()?;
        return before.find(|p| crate::world::is_known_by(&p.text, &p.place, main) && kindred(view, noun, p));
    }
    before.find(|p| p.text.to_lowercase().split(' ').any(|w| w == noun))
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

/// After "the streets of X" or "half of X", "the city" is X.
pub(crate) fn undivided(view: &View<'_>, place: &PlaceSlot) -> PlaceSlot {
    let Some((part, whole)) = place.text.rsplit_once(" of ") else { return place.clone() };
    let head = part.rsplit(' ').next().unwrap_or("").to_lowercase();
    let singular = head.strip_suffix('s').unwrap_or(&head);
    // "the northern part of X" has a place of its own, "most of X" and "the houses of X" have X's.
    let area = ["part", "portion", "section", "quarter"].contains(&singular);
    let piece = !area && (view.lexicon.listed("partly", &head) || view.lexicon.listed("building", singular));
    let name = whole.strip_prefix("the ").unwrap_or(whole);
    if !piece || !name.starts_with(char::is_uppercase) {
        return place.clone();
    }
    PlaceSlot { text: name.to_owned(), span: None, extent: Extent::Whole, place: place.place.clone() }
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

#[cfg(test)]
mod tests {
    use crate::testing::claims as told;

    fn place(text: &str, words: &str) -> Vec<String> {
        let claim = told(text).into_iter().find(|c| c.evidence.quote.contains(words)).unwrap();
        claim.places.into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn the_city_is_more_than_its_streets() {
        let text = "On 4 May 2019, fighting broke out on the streets of Belvar. Rebels captured the city.";
        assert_eq!(place(text, "captured"), ["Belvar"]);
    }

    #[test]
    fn the_town_is_the_one_that_was_called_a_town() {
        let text = "The Battle of Dorin was fought in Dorin. The rebels attacked Dorin on 3 May 2019. The town of Belvar \
                    was captured by the rebels on 4 May 2019. The army recaptured the town two days later.";
        assert_eq!(place(text, "recaptured"), ["town of Belvar"]);
    }

    #[test]
    fn all_that_somebody_held_is_not_what_was_told_before() {
        let text = "On 3 May 2019, rebels captured the buildings of Ravan and Tolmek. On 4 May 2019, the army captured all \
                    buildings held by the rebels in Belvar.";
        assert!(!place(text, "all buildings").contains(&"Ravan".to_owned()));
    }
}

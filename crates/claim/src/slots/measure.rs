//! How long, how far, which way: measures that a clause tells beside its slots.

use annalist_language::{QuantityKind, Tag, quantities};
use annalist_span::Span;
use annalist_time::TimexKind;

use crate::view::{Knowledge, View};
use crate::world::World;
use crate::{Measure, Measures};

/// Units of length in metres.
const UNITS: &[(&str, f64)] = &[
    ("kilometer", 1000.0),
    ("kilometre", 1000.0),
    ("km", 1000.0),
    ("mile", 1609.344),
    ("meter", 1.0),
    ("metre", 1.0),
    ("m", 1.0),
    ("yard", 0.9144),
    ("foot", 0.3048),
];

/// The measures told between two bytes of the passage.
pub(crate) fn measures(view: &View<'_>, world: &World<'_>, within: Span) -> Measures {
    Measures {
        duration: duration(view, world, within),
        direction: direction(view, world, within),
        distance: distance(view, within),
    }
}

/// "for several hours", "a three-hour attack": the first length of time, as TIMEX3.
fn duration(view: &View<'_>, world: &World<'_>, within: Span) -> Option<Measure> {
    let told = world
        .times_along(view.passage, within)
        .iter()
        .find(|m| m.value.kind == TimexKind::Duration && within.contains(m.span))?;
    Some(Measure { text: told.text.clone(), span: told.span, value: told.value.value.clone() })
}

/// "from the west", "further north", "towards the bridge", "from two flanks".
fn direction(view: &View<'_>, world: &World<'_>, within: Span) -> Option<Measure> {
    let found = |from: u32, to: u32, value: String| {
        let span = view.token(from).span.cover(view.token(to).span);
        Some(Measure { text: view.text(span).to_owned(), span, value })
    };
    let word = |i: u32| view.word(i).to_lowercase();
    // No word that says where to is shorter than "east".
    for i in view.tokens_in(within).filter(|&i| view.word(i).len() > 3) {
        let own = word(i);
        let before = |n: u32| i.checked_sub(n).map(word);
        if let Some(point) = compass(view, &own) {
            let article = before(1).as_deref() == Some("the");
            let lead = if article { 2 } else { 1 };
            // "north of the town" is a place, "North Province" a name.
            let named = matches!(view.token(i).tag, Tag::Nnp | Tag::Nnps) && !article;
            let of = i + 1 < view.len() && matches!(word(i + 1).as_str(), "of" | "-");
            if of || named || world.is_place(view.passage, view.token(i).span) {
                continue;
            }
            match before(lead).as_deref() {
                Some("from") => return found(i - lead, i, format!("from {point}")),
                Some("to" | "toward" | "towards" | "further" | "farther") => {
                    return found(i - lead, i, format!("to {point}"));
                }
                _ if matches!(view.token(i).tag, Tag::Rb) => return found(i, i, format!("to {point}")),
                _ => {}
            }
        }
        let sides = matches!(own.as_str(), "flanks" | "directions" | "sides" | "axes");
        if sides && before(2).as_deref() == Some("from") {
            return found(i - 2, i, "from several".to_owned());
        }
        if matches!(own.as_str(), "toward" | "towards")
            && let Some(&object) = view.children(i).first()
        {
            let span = view.token(i).span.cover(view.phrase(object));
            let text = view.text(span).to_owned();
            let value = format!("to {}", view.text(view.phrase(object)));
            return Some(Measure { text, span, value });
        }
    }
    None
}

/// The point of the compass that a word tells: "north", "northwards", "north-east".
fn compass(view: &View<'_>, word: &str) -> Option<String> {
    let bare = word.strip_suffix("wards").or_else(|| word.strip_suffix("ward")).unwrap_or(word);
    view.lexicon.listed("compass", bare).then(|| bare.replace('-', ""))
}

/// "within 7 kilometres", "11 km": the first length, in metres as `least..most`.
fn distance(view: &View<'_>, within: Span) -> Option<Measure> {
    // Most sentences have no unit: their numbers need no reading.
    let unit = |lemma: &str| !lemma.is_ascii() || UNITS.iter().any(|(u, _)| u.eq_ignore_ascii_case(lemma));
    if !view.sentence.tokens.iter().any(|t| unit(&t.lemma)) {
        return None;
    }
    quantities(&view.source.text, view.sentence).into_iter().find_map(|quantity| {
        let unit = quantity.unit.filter(|_| quantity.kind == QuantityKind::Distance)?;
        let lemma = view.token(unit).lemma.to_lowercase();
        let metres = UNITS.iter().find(|(name, _)| *name == lemma)?.1;
        if !within.contains(quantity.span) {
            return None;
        }
        let near = view.tokens_in(quantity.span).next().and_then(|i| i.checked_sub(1));
        let inside = near.is_some_and(|i| view.word(i).eq_ignore_ascii_case("within"));
        let in_metres = |n: Option<u64>| n.map_or(String::new(), |n| format!("{:.0}", n as f64 * metres));
        let (least, most) = (in_metres(quantity.min.filter(|_| !inside)), in_metres(quantity.max));
        let span = quantity.span.cover(view.token(unit).span);
        let value = if least == most { least } else { format!("{least}..{most}") };
        Some(Measure { text: view.text(span).to_owned(), span, value })
    })
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, Measures};

    fn told(text: &str) -> Vec<Measures> {
        let documents = annalist_document::read("a.txt", text.as_bytes()).unwrap();
        let claims = Extractor::embedded().extract(&documents[0], None).claims;
        claims.into_iter().map(|c| c.measures).collect()
    }

    fn values(m: &Measures) -> (Option<&str>, Option<&str>, Option<&str>) {
        let told = [&m.duration, &m.direction, &m.distance];
        told.map(|m| m.as_ref().map(|m| m.value.as_str())).into()
    }

    #[test]
    fn a_stay_of_hours() {
        let told = told("On 4 May 2019, rebel forces held the village of Belvar for nine hours.");
        assert_eq!(values(&told[0]).0, Some("PT9H"));
    }

    #[test]
    fn an_attack_from_a_point_of_the_compass() {
        let told = told("On 4 May 2019, rebel forces attacked Belvar from the west.");
        assert_eq!(values(&told[0]).1, Some("from west"));
    }

    #[test]
    fn a_push_further_on() {
        let told = told("On 4 May 2019, rebel forces advanced further north.");
        assert_eq!(values(&told[0]).1, Some("to north"));
    }

    #[test]
    fn a_place_by_its_direction_is_no_way_taken() {
        let told = told("On 4 May 2019, rebel forces captured a hill north of Belvar.");
        assert_eq!(values(&told[0]).1, None);
    }

    #[test]
    fn how_near_they_came() {
        let told = told("On 4 May 2019, rebel forces advanced to within 7 kilometres of Belvar.");
        assert_eq!(values(&told[0]).2, Some("..7000"));
        let told = super::tests::told("On 4 May 2019, rebel forces advanced 2 miles towards Belvar.");
        assert_eq!(values(&told[0]).2, Some("3219"));
        assert_eq!(values(&told[0]).1, Some("to Belvar"));
    }
}

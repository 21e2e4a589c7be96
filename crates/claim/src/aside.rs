//! Who holds a place, said by the way: "the rebel-held town of X".

use annalist_span::{RuleId, Span};

use crate::view::View;
use crate::world::World;
use crate::{Aside, Claim, PlaceSlot};

/// Participles between a side and the place that it holds.
const HOLDING: [&str; 4] = ["held", "controlled", "occupied", "dominated"];
/// Words that put the holding into the past.
const FORMERLY: [&str; 5] = ["formerly", "former", "previously", "once", "then"];

/// What a claim's words say of holders beside what it tells.
pub(crate) fn asides(view: &View<'_>, world: &World<'_>, claim: &Claim) -> Vec<Aside> {
    claim.places.iter().filter_map(|slot| held(view, world, slot)).collect()
}

/// "the rebel-held town of X".
fn held(view: &View<'_>, world: &World<'_>, slot: &PlaceSlot) -> Option<Aside> {
    let span = slot.span?;
    let text = view.text(span);
    let (at, word) =
        HOLDING.iter().filter_map(|word| Some((text.find(word)?, *word))).find(|(at, word)| {
            let ends = text[at + word.len()..].starts_with(' ');
            *at > 1 && ends && matches!(text.as_bytes()[at - 1], b'-' | b' ')
        })?;
    let name = text[at + word.len()..].trim_start();
    let holder = &text[..at - 1];
    let past = holder.split(' ').any(|w| FORMERLY.contains(&w.to_lowercase().as_str()));
    if past || !name.chars().any(char::is_uppercase) {
        return None;
    }
    let side = world.actor(view.passage, Span::new(span.start, span.start + holder.len() as u32)).side?;
    (side != "civilian").then(|| Aside { place: slot.clone(), side, rule: RuleId::named("aside/held") })
}

#[cfg(test)]
mod tests {
    /// Place, side and rule of every aside of a text.
    fn read(text: &str) -> Vec<(String, String, String)> {
        let claims = crate::testing::claims(text);
        let asides = claims.into_iter().flat_map(|c| c.asides);
        asides.map(|a| (a.place.text, a.side, a.rule.to_string())).collect()
    }

    const CAST: &str = "The rebels captured Belvar from the government forces on 1 May 2019. ";

    #[test]
    fn a_place_is_told_as_somebodys() {
        let told =
            read(&format!("{CAST}On 4 May 2019, government forces shelled the rebel-held town of Dorin."));
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0].1.as_str(), told[0].2.as_str()), ("opposition", "aside/held"));
        assert!(told[0].0.ends_with("Dorin"));
        let told =
            read(&format!("{CAST}On 4 May 2019, government forces shelled the formerly rebel-held Dorin."));
        assert!(told.is_empty(), "{told:?}");
    }
}

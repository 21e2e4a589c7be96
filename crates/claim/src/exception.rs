//! "Captured all of it except A and B": A and B are still held by the other side.

use annalist_span::Span;

use crate::draft::Draft;
use crate::finish::evidence;
use crate::kinds::takes;
use crate::story::Story;
use crate::view::View;
use crate::world::World;
use crate::{Claim, Kind, Modality, Party, enumeration, implied, slots};

/// Adds what the other side kept to the claims of one sentence.
pub(crate) fn keep(view: &View<'_>, world: &World<'_>, story: &Story, told: &mut Vec<(Draft, Claim)>) {
    for i in 0..told.len() {
        let (draft, claim) = &told[i];
        let fact = matches!(claim.modality, Modality::Asserted | Modality::Reported);
        let Some(side) =
            claim.actors.iter().find_map(|a| a.side.clone()).filter(|_| fact && gives(claim.kind))
        else {
            continue;
        };
        let next = told.iter().map(|(d, _)| d.predicate).filter(|&p| p > draft.predicate).min();
        let Some((first, names)) = excepted(view, world, draft.predicate, next.unwrap_or(view.len())) else {
            continue;
        };
        let Some(span) = names.last().map(|last| view.token(first).span.cover(*last)) else { continue };
        // Whoever left the rest keeps what is excepted; what was not taken stays with the other side.
        let left = claim.kind == Kind::Withdraw;
        let actors: Vec<Party> = if left {
            implied::parties(&claim.actors)
        } else if claim.targets.iter().any(|t| t.side.is_some()) {
            implied::parties(&claim.targets)
        } else {
            story.opponent(&side, &world.sides()).map(|s| implied::side(world, &s)).into_iter().collect()
        };
        let places = names
            .iter()
            .map(|&n| slots::slot_at(view, world, n, view.tokens_in(n).last().unwrap_or(first)))
            .collect();
        let kept = Claim {
            evidence: evidence(world.document, view, span),
            text_span: span,
            kind: Kind::Hold,
            targets: if left { Vec::new() } else { implied::parties(&claim.actors) },
            actors,
            places,
            figures: Vec::new(),
            instruments: Vec::new(),
            rule: annalist_span::RuleId::named("discourse/exception"),
            ..claim.clone()
        };
        let draft =
            Draft { predicate: first, span, kind: Kind::Hold, ..Draft::pointing(draft.clause, first) };
        told.push((draft, kept));
    }
}

/// Kinds of which a part may be excepted that stays as it was.
const fn gives(kind: Kind) -> bool {
    takes(kind) || matches!(kind, Kind::Withdraw)
}

/// The word of exception between two tokens, and the names after it.
fn excepted(view: &View<'_>, world: &World<'_>, from: u32, to: u32) -> Option<(u32, Vec<Span>)> {
    let word = |i: u32| if i < view.len() { view.word(i).to_lowercase() } else { String::new() };
    for i in from + 1..to.max(from + 1) {
        let after = match word(i).as_str() {
            ";" | "." => return None,
            "except" | "excepting" | "excluding" | "barring" => i + 1 + u32::from(word(i + 1) == "for"),
            "apart" | "aside" if word(i + 1) == "from" => i + 2,
            "but" if word(i + 1) == "for" => i + 2,
            "exception" if word(i + 1) == "of" => i + 2,
            _ => continue,
        };
        let names = enumeration::members(view, world, after);
        return (!names.is_empty()).then_some((i, names));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::Kind;

    #[test]
    fn who_leaves_all_but_a_place_keeps_it() {
        let text = "The rebels captured Belvar from the government forces on 1 May 2019. On 4 May 2019, government \
                    forces withdrew from the whole valley, with the exception of Dorin.";
        let claims = crate::testing::claims(text);
        let held = claims.iter().find(|c| c.kind == crate::Kind::Hold).unwrap();
        assert_eq!(
            (held.places[0].text.as_str(), held.actors[0].side.as_deref()),
            ("Dorin", Some("government"))
        );
    }

    #[test]
    fn what_is_excepted_is_still_held() {
        let text = "On 4 May 2019, government forces attacked rebel forces at Zelan. The next day, the government forces \
                    captured all of the villages except Jorvan and Tarn Hill.";
        let claims = crate::testing::claims(text);
        let held = claims.iter().find(|c| c.kind == Kind::Hold).unwrap();
        assert_eq!(held.places.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), ["Jorvan", "Tarn Hill"]);
        assert_eq!(held.actors[0].side.as_deref(), Some("opposition"));
        assert_eq!(held.evidence.quote, "except Jorvan and Tarn Hill");
        assert!(claims.iter().any(|c| c.kind == Kind::Capture));
    }
}

//! What to review first.

use std::collections::{BTreeMap, BTreeSet};

use annalist_chronicle::{Account, Act, standing};
use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::readings::{ReadingRow, readings};
use super::rows::ClaimRow;
use super::schema;
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Params, said};
use crate::problem::Problem;
use crate::view::{Shown, View};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfReview {
    /// Leave out what this author judged; without it, what anybody judged.
    author: Option<String>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// A claim to be reviewed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewRow {
    #[serde(flatten)]
    claim: ClaimRow,
    /// From 0 to 1: how likely it is read wrongly.
    doubt: f64,
    /// How much hangs on it: days of holdings, disputes, figures.
    effect: f64,
    /// What makes it weigh.
    why: Vec<String>,
    /// Slots that another way of reading fills otherwise.
    readings: Vec<ReadingRow>,
}

/// Claims that nobody judged, those whose doubt times effect is greatest first.
#[utoipa::path(get, path = "/review", tag = "decisions", params(OfReview),
    responses((status = 200, body = Vec<ReviewRow>)))]
pub(crate) async fn review(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfReview>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let author = said(asked.author.as_ref());
    let judged: BTreeSet<&str> = standing(&view.journal)
        .into_iter()
        .filter(|d| author.is_none_or(|a| a == d.author))
        .filter_map(|d| match &d.act {
            Act::Accept { claim } | Act::Reject { claim } | Act::Correct { claim, .. } => {
                Some(claim.as_str())
            }
            _ => None,
        })
        .collect();
    let effects = Effects::of(&view);
    let mut queue: Vec<(f64, f64, usize)> = view
        .claims
        .iter()
        .enumerate()
        .filter(|(_, shown)| !judged.contains(shown.claim.id.as_str()))
        .map(|(at, shown)| (doubt(shown), effects.of_claim(&shown.claim.id), at))
        .collect();
    queue.sort_by(|a, b| (b.0 * b.1).total_cmp(&(a.0 * a.1)).then(a.2.cmp(&b.2)));
    let page = window.page(queue.into_iter(), |(doubt, effect, at)| {
        let shown = &view.claims[at];
        ReviewRow {
            claim: ClaimRow::of(&view, shown),
            doubt,
            effect,
            why: effects.why(shown),
            readings: readings(&view, shown),
        }
    });
    Ok(window.answer(&uri, page))
}

/// What another reading of a slot adds to the doubt.
const OTHERWISE: f64 = 0.15;

/// How likely a claim is read wrongly: what its confidence leaves, and more where another way of reading
/// fills a slot otherwise.
fn doubt(shown: &Shown) -> f64 {
    let readings = shown.claim.readings.len() as f64 * OTHERWISE;
    (f64::from(1.0 - shown.claim.confidence) + readings).clamp(0.0, 1.0)
}

/// What hangs on each claim.
struct Effects {
    /// Days of holdings, by every source at its word, that it alone begins or shares in beginning.
    days: BTreeMap<String, f64>,
    /// Weight of disputes in which it stands.
    disputes: BTreeMap<String, f64>,
    /// People counted by it alone.
    people: BTreeMap<String, f64>,
}

/// Days of a holding that nothing ends.
const OPEN: f64 = 30.0;

impl Effects {
    fn of(view: &View) -> Self {
        let mut effects = Self { days: BTreeMap::new(), disputes: BTreeMap::new(), people: BTreeMap::new() };
        let holdings = view.holdings(&Account::All);
        for holding in holdings.iter() {
            let days = match (holding.start, holding.end) {
                (Some(start), Some(end)) => {
                    f64::from(crate::view::number(end) - crate::view::number(start)).max(1.0)
                }
                _ => OPEN,
            };
            for claim in &holding.begun_by {
                *effects.days.entry(claim.clone()).or_default() += days / holding.begun_by.len() as f64;
            }
        }
        for dispute in &view.chronicle.disputes {
            let claims: BTreeSet<&String> = dispute.positions.iter().flat_map(|p| &p.claims).collect();
            for claim in &claims {
                *effects.disputes.entry((*claim).clone()).or_default() +=
                    dispute.effect / claims.len() as f64;
            }
        }
        for entry in view.chronicle.figures.iter().filter(|e| e.part_of.is_empty()) {
            let people = entry.representative.unwrap_or(0) as f64;
            for claimant in &entry.claimants {
                *effects.people.entry(claimant.claim.clone()).or_default() +=
                    people / entry.claimants.len() as f64;
            }
        }
        effects
    }

    /// Logarithms, so that one long holding does not drown ten towns; one for the claim itself.
    fn of_claim(&self, claim: &str) -> f64 {
        let part = |map: &BTreeMap<String, f64>| map.get(claim).copied().unwrap_or(0.0).max(0.0).ln_1p();
        1.0 + part(&self.days) + part(&self.disputes) + part(&self.people)
    }

    fn why(&self, shown: &Shown) -> Vec<String> {
        let id = shown.claim.id.as_str();
        let mut why: Vec<String> = shown.claim.flags.clone();
        for (map, what) in [
            (&self.days, "days of holding begin with it"),
            (&self.disputes, "days or people hang on disputes about it"),
            (&self.people, "people counted by it"),
        ] {
            if let Some(n) = map.get(id).filter(|n| **n >= 0.5) {
                why.push(format!("{} {what}", grouped(*n)));
            }
        }
        why
    }
}

/// A number for people, whole, its thousands apart.
fn grouped(n: f64) -> String {
    let digits = format!("{n:.0}");
    let first = digits.len() % 3;
    let parts = (first..digits.len()).step_by(3).map(|at| &digits[at..at + 3]);
    std::iter::once(&digits[..first])
        .chain(parts)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(",")
}

/// A slot that may be corrected.
#[derive(Serialize, ToSchema)]
#[schema(as = Slot)]
pub(crate) struct SlotRow {
    /// `kind`, `actor.0.side` … A number stands for the place in a list.
    slot: &'static str,
    label: &'static str,
    /// The values that it may have; null when it is free.
    values: Option<Vec<String>>,
}

/// The slots of a claim that may be corrected, with their values.
#[utoipa::path(get, path = "/slots", tag = "decisions", responses((status = 200, body = Vec<SlotRow>)))]
pub(crate) async fn slots(Now(view): Now) -> Json<Vec<SlotRow>> {
    let words = |list: &str| Some(list.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let mut sides = view.sides();
    sides.push("civilian".to_owned());
    let kinds = schema::KINDS;
    Json(vec![
        SlotRow { slot: "kind", label: "What happened", values: words(kinds) },
        SlotRow { slot: "when", label: "When (EDTF)", values: None },
        SlotRow {
            slot: "part",
            label: "Part of the day",
            values: words("morning noon afternoon evening night"),
        },
        SlotRow {
            slot: "modality",
            label: "How it is told",
            values: words("asserted reported denied intended attempted"),
        },
        SlotRow { slot: "factuality", label: "How certain", values: words("CT+ PR+ PS+ CT- PR- PS- Uu") },
        SlotRow { slot: "actor.0.side", label: "Side of the actor", values: Some(sides.clone()) },
        SlotRow { slot: "target.0.side", label: "Side of the target", values: Some(sides) },
        SlotRow { slot: "places.0.extent", label: "How much of the place", values: words("whole most part") },
        SlotRow { slot: "figures.0.min", label: "Least figure", values: None },
        SlotRow { slot: "figures.0.max", label: "Greatest figure", values: None },
        SlotRow { slot: "scope", label: "Part of the story", values: words("event summary infobox") },
    ])
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        let told = [7.0, 12.4, 115_000.0, 1_000_000.0, 999.0].map(grouped);
        assert_eq!(told, ["7", "12", "115,000", "1,000,000", "999"]);
    }
}

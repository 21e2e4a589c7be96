//! Who decided how much, and how far two coders agree.

use std::collections::{BTreeMap, BTreeSet};

use annalist_chronicle::{Act, agreement};
use axum::Json;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer;
use super::rows::ClaimRow;
use crate::fresh::Now;
use crate::params::Params;
use crate::problem::Problem;
use crate::view::View;

/// Somebody who decided.
#[derive(Serialize, ToSchema)]
#[schema(as = Author)]
pub(crate) struct CoderRow {
    author: String,
    decisions: usize,
    /// How many claims the author judged.
    judged: usize,
}

/// Who decided how much.
#[utoipa::path(get, path = "/coders", tag = "decisions", responses((status = 200, body = Vec<CoderRow>)))]
pub(crate) async fn coders(Now(view): Now) -> Json<Vec<CoderRow>> {
    let mut by_author: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for decision in &view.journal {
        let (n, judged) = by_author.entry(&decision.author).or_default();
        *n += 1;
        if let Act::Accept { claim } | Act::Reject { claim } | Act::Correct { claim, .. } = &decision.act {
            judged.insert(claim);
        }
    }
    let rows = by_author.into_iter().map(|(author, (decisions, judged))| CoderRow {
        author: author.to_owned(),
        decisions,
        judged: judged.len(),
    });
    Json(rows.collect())
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfCoders {
    /// One coder.
    a: String,
    /// The other.
    b: String,
}

/// How far two coders agree.
#[derive(Serialize, ToSchema)]
#[schema(as = Agreement)]
pub(crate) struct AgreementRow {
    a: String,
    b: String,
    /// Claims that both judged.
    both: u32,
    /// Of them, those judged alike in every slot.
    alike: u32,
    /// Cohen's κ of the verdicts; null when chance alone decides.
    kappa: Option<f64>,
    /// Krippendorff's α (nominal) of the verdicts.
    alpha: Option<f64>,
    /// The verdict, then slot by slot.
    slots: Vec<SlotAgreementRow>,
    differ: Vec<DifferRow>,
}

/// How far two coders agree on one slot.
#[derive(Serialize, ToSchema)]
#[schema(as = SlotAgreement)]
struct SlotAgreementRow {
    /// `verdict`, or the slot's name.
    slot: String,
    both: u32,
    alike: u32,
    kappa: Option<f64>,
    alpha: Option<f64>,
}

/// A claim that two coders judged otherwise.
#[derive(Serialize, ToSchema)]
#[schema(as = Judgement)]
struct DifferRow {
    claim: ClaimRow,
    slots: Vec<SlotDiffer>,
    /// Who decided between them: a third person who judged the claim after both.
    adjudicated: Option<String>,
}

/// What two coders say of a slot.
#[derive(Serialize, ToSchema)]
struct SlotDiffer {
    /// `verdict`, or the slot's name.
    slot: String,
    a: String,
    b: String,
}

/// How far two coders agree, with the claims on which they differ. A third author's decision settles
/// one.
#[utoipa::path(get, path = "/agreement", tag = "decisions", params(OfCoders),
    responses((status = 200, body = AgreementRow)))]
pub(crate) async fn agree(Now(view): Now, Params(asked): Params<OfCoders>) -> Result<Response, Problem> {
    for name in [&asked.a, &asked.b] {
        if !view.journal.iter().any(|d| d.author == *name) {
            return Err(Problem::not_found(format!("nobody of the name {name:?} decided anything")));
        }
    }
    answer(view, format!("agreement {:?}", (&asked.a, &asked.b)), move |view| agreed(view, asked)).await
}

fn agreed(view: &View, asked: OfCoders) -> AgreementRow {
    let as_read =
        |id: &str| view.claim(id).map(|shown| shown.original.as_deref().unwrap_or(&shown.claim).clone());
    let agreement = agreement(&view.journal, &asked.a, &asked.b, as_read);
    let verdict = agreement.slots.iter().find(|s| s.slot == "verdict");
    let differ = agreement.differ.iter().filter_map(|d| {
        let slots =
            d.slots.iter().map(|(slot, a, b)| SlotDiffer { slot: slot.clone(), a: a.clone(), b: b.clone() });
        Some(DifferRow {
            claim: ClaimRow::of(view, view.claim(&d.claim)?),
            slots: slots.collect(),
            adjudicated: d.adjudicated.clone(),
        })
    });
    AgreementRow {
        both: agreement.both,
        alike: agreement.alike,
        kappa: verdict.and_then(|s| s.kappa),
        alpha: verdict.and_then(|s| s.alpha),
        differ: differ.collect(),
        slots: agreement
            .slots
            .iter()
            .map(|s| SlotAgreementRow {
                slot: s.slot.clone(),
                both: s.both,
                alike: s.alike,
                kappa: s.kappa,
                alpha: s.alpha,
            })
            .collect(),
        a: asked.a,
        b: asked.b,
    }
}

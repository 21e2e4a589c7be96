//! What people decided.

use std::collections::{BTreeMap, BTreeSet};

use annalist_chronicle::{Act, Decision, orphans, standing};
use annalist_claim::Alignment;
use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::schema;
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Key, Params, said};
use crate::problem::Problem;
use crate::view::View;

/// An entry of the journal.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Decision)]
pub(crate) struct DecisionRow {
    id: String,
    /// The decision before it.
    parent: Option<String>,
    author: String,
    /// RFC 3339.
    at: String,
    #[schema(value_type = ActBody)]
    act: Act,
    /// Whether it is not taken back.
    standing: bool,
    /// Why it no longer finds its claim.
    orphan: Option<String>,
}

/// What a reviewer does.
#[derive(ToSchema)]
#[schema(as = Act)]
#[allow(dead_code, reason = "it describes what the chronicle's own type reads")]
#[derive(Serialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub(crate) enum ActBody {
    /// The claim is as read.
    Accept { claim: String },
    /// The claim is wrong.
    Reject { claim: String },
    /// A slot is otherwise: `kind`, `when`, `actor.0.side`, `places.0.id` …
    Correct {
        claim: String,
        slot: String,
        /// What it was; filled in by the server.
        #[schema(required = false)]
        from: serde_json::Value,
        to: serde_json::Value,
    },
    /// Claims tell one event.
    Merge { claims: Vec<String> },
    /// These claims are not of one event with the others of theirs.
    Split { claims: Vec<String> },
    /// A name means this place: an id of a place list, or `at:LAT,LON` for a point on the map, `none` for what is no place.
    SetPlace { name: String, place: String },
    /// A source leans so.
    SetAlignment {
        source: String,
        #[schema(value_type = schema::Alignment)]
        alignment: Alignment,
    },
    /// A remark on a claim or event.
    Note { about: String, text: String },
    /// Takes back a decision.
    Undo { decision: String },
}

/// The standing of every decision of a journal.
pub(super) struct Journal<'a> {
    standing: BTreeSet<&'a str>,
    orphans: BTreeMap<String, String>,
}

impl<'a> Journal<'a> {
    pub(super) fn of(view: &'a View) -> Self {
        let mut stands: BTreeSet<&str> = standing(&view.journal).iter().map(|d| d.id.as_str()).collect();
        let undone: BTreeSet<&str> = view
            .journal
            .iter()
            .filter_map(|d| match &d.act {
                Act::Undo { decision } => Some(decision.as_str()),
                _ => None,
            })
            .collect();
        // An undo stands as long as nobody takes it back.
        stands.extend(
            view.journal
                .iter()
                .filter(|d| matches!(d.act, Act::Undo { .. }) && !undone.contains(d.id.as_str()))
                .map(|d| d.id.as_str()),
        );
        let lost = orphans(view.sources(), &view.journal);
        Self { standing: stands, orphans: lost.into_iter().map(|o| (o.decision.id, o.reason)).collect() }
    }

    /// Of a decision that no view holds yet.
    pub(super) fn alone(decision: &'a Decision) -> Self {
        Self { standing: BTreeSet::from([decision.id.as_str()]), orphans: BTreeMap::new() }
    }

    pub(super) fn row(&self, decision: &Decision) -> DecisionRow {
        DecisionRow {
            id: decision.id.clone(),
            parent: decision.parent.clone(),
            author: decision.author.clone(),
            at: decision.at.clone(),
            act: decision.act.clone(),
            standing: self.standing.contains(decision.id.as_str()),
            orphan: self.orphans.get(&decision.id).cloned(),
        }
    }
}

/// The decisions about a claim, oldest first.
pub(crate) fn about(view: &View, claim: &str) -> Vec<DecisionRow> {
    let own = view.journal.iter().filter(|d| concerns(&d.act, claim));
    let journal = Journal::of(view);
    own.map(|d| journal.row(d)).collect()
}

fn concerns(act: &Act, claim: &str) -> bool {
    act.claims().contains(&claim) || matches!(act, Act::Note { about, .. } if about == claim)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfDecisions {
    /// Who decided.
    author: Option<String>,
    /// Id of a claim.
    claim: Option<String>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// The journal, newest first.
#[utoipa::path(get, path = "/decisions", tag = "decisions", params(OfDecisions),
    responses((status = 200, body = Vec<DecisionRow>)))]
pub(crate) async fn decisions(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfDecisions>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let (author, claim) = (said(asked.author.as_ref()), said(asked.claim.as_ref()));
    let journal = Journal::of(&view);
    let rows = view
        .journal
        .iter()
        .rev()
        .filter(|d| author.is_none_or(|a| a == d.author) && claim.is_none_or(|c| concerns(&d.act, c)));
    Ok(window.answer(&uri, window.page(rows, |d| journal.row(d))))
}

/// One decision.
#[utoipa::path(get, path = "/decisions/{id}", tag = "decisions", params(("id" = String, Path)),
    responses((status = 200, body = DecisionRow)))]
pub(crate) async fn decision(Now(view): Now, Key(id): Key) -> Result<Json<DecisionRow>, Problem> {
    let found = view.journal.iter().find(|d| d.id == id);
    let decision = found.ok_or_else(|| Problem::not_found(format!("no decision has the id {id:?}")))?;
    Ok(Json(Journal::of(&view).row(decision)))
}

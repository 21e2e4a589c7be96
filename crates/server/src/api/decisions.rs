//! What people decided, and deciding.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use annalist_chronicle::{Act, Decision, agreement, orphans, standing};
use annalist_claim::Alignment;
use annalist_gazetteer::Override;
use annalist_store::{Clock, StoreError};
use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::rows::ClaimRow;
use super::{answer, schema};
use crate::app::App;
use crate::fresh::Now;
use crate::gate::Coder;
use crate::jobs::read_again;
use crate::page::Window;
use crate::params::{Body, Key, Params, said};
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
struct Journal<'a> {
    standing: BTreeSet<&'a str>,
    orphans: BTreeMap<String, String>,
}

impl<'a> Journal<'a> {
    fn of(view: &'a View) -> Self {
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

    fn row(&self, decision: &Decision) -> DecisionRow {
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

/// What to decide.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deciding {
    #[schema(value_type = ActBody)]
    act: serde_json::Value,
    /// Who decides; with accounts it is the account.
    #[schema(max_length = 64)]
    author: Option<String>,
    /// When, as an RFC 3339 instant in UTC that the page notes down. The same author, instant and act
    /// again is the same decision: it is written once, so that a page may send it twice.
    at: Option<String>,
    /// The newest decision that the page knows: a journal that grew since refuses.
    parent: Option<String>,
}

/// A decision that is written.
#[derive(Serialize, ToSchema)]
pub(crate) struct Decided {
    #[serde(flatten)]
    decision: DecisionRow,
    /// `project.version` with the decision in it; null when the views are still computed and a `view`
    /// event will tell.
    version: Option<String>,
}

/// How long an answer waits for the views; the decision itself is on the disk before.
const PATIENCE: Duration = Duration::from_secs(2);

/// Records a decision. It is on the disk when the answer comes.
#[utoipa::path(post, path = "/decisions", tag = "decisions", request_body = Deciding,
    responses((status = 201, body = Decided), (status = 200, description = "It was there already", body = Decided)))]
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    Coder(visitor): Coder,
    Body(body): Body<Deciding>,
) -> Result<Response, Problem> {
    let author = match (visitor.user, body.author) {
        (Some(user), None) => user,
        (Some(user), Some(author)) if author == user => user,
        (Some(user), Some(_)) => {
            return Err(Problem::forbidden(format!("you are logged in as {user} and decide in that name")));
        }
        (None, author) => author.unwrap_or_else(|| "reviewer".to_owned()),
    };
    let author = author.trim().to_owned();
    if author.is_empty() || author.chars().count() > 64 || author.chars().any(char::is_control) {
        return Err(Problem::unfit("author: 1 to 64 characters"));
    }
    let act = act(&app.view(), body.act)?;
    let sent = body.at.is_some();
    let at = instant(&app, body.at)?;
    let writer = Arc::clone(&app);
    let parent = body.parent;
    let written =
        tokio::task::spawn_blocking(move || write(&writer, &author, &at, sent, act, parent.as_deref()));
    let (decision, new) = written.await.map_err(|e| Problem::failed(format!("not written: {e}")))??;
    if new {
        app.tell(
            "decision",
            &DecisionRow {
                id: decision.id.clone(),
                parent: decision.parent.clone(),
                author: decision.author.clone(),
                at: decision.at.clone(),
                act: decision.act.clone(),
                standing: true,
                orphan: None,
            },
        );
    }
    if new && about_a_place(&app.view(), &decision.act) {
        read_again(&app);
    }
    let refresher = Arc::clone(&app);
    let id = decision.id.clone();
    let refreshed = tokio::spawn(async move { refresher.refresh(&id).await });
    let shown = matches!(tokio::time::timeout(PATIENCE, refreshed).await, Ok(Ok(true)));
    let view = app.view();
    let row = if shown {
        Journal::of(&view).row(&decision)
    } else {
        Journal { standing: BTreeSet::from([decision.id.as_str()]), orphans: BTreeMap::new() }.row(&decision)
    };
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    let decided = Decided { decision: row, version: shown.then(|| view.version.clone()) };
    Ok((status, Json(decided)).into_response())
}

/// Whether a decision changes what a name means: places that are told by it, near it or between it and
/// another, are found by reading again.
fn about_a_place(view: &View, act: &Act) -> bool {
    match act {
        Act::SetPlace { .. } => true,
        Act::Undo { decision } => {
            view.journal.iter().any(|d| d.id == *decision && about_a_place(view, &d.act))
        }
        _ => false,
    }
}

/// Reads an act; a correction gets what stood in the slot.
fn act(view: &View, mut value: serde_json::Value) -> Result<Act, Problem> {
    if value.get("act").is_some_and(|a| a == "correct") {
        let text = |name: &str| value.get(name).and_then(|v| v.as_str()).map(str::to_owned);
        let (Some(claim), Some(slot)) = (text("claim"), text("slot")) else {
            return Err(Problem::unfit("act: a correction names a claim and a slot"));
        };
        let shown =
            view.claim(&claim).ok_or_else(|| Problem::unfit(format!("no claim has the id {claim:?}")))?;
        let extracted = shown.original.as_deref().unwrap_or(&shown.claim);
        let to = value.get("to").cloned().unwrap_or_default();
        return Act::correct(extracted, &slot, to).map_err(Problem::unfit);
    }
    if let Some(object) = value.as_object_mut() {
        object.retain(|_, v| !v.is_null());
    }
    let act: Act = serde_json::from_value(value).map_err(|e| Problem::unfit(format!("act: {e}")))?;
    for id in act.claims() {
        if view.claim(id).is_none() {
            return Err(Problem::unfit(format!("no claim has the id {id:?}")));
        }
    }
    match &act {
        Act::Note { about, text } => {
            if view.claim(about).is_none() && view.event_at(about).is_none() {
                return Err(Problem::unfit(format!("no claim or event has the id {about:?}")));
            }
            if text.len() > 20_000 {
                return Err(Problem::unfit("a note has at most 20000 bytes"));
            }
        }
        Act::SetPlace { place, .. } => match Override::parse(place) {
            Ok(Override::At { .. } | Override::NotAPlace) => {}
            Ok(Override::Place { id })
                if view.library.gazetteer.place(&id).is_some() || view.places.contains_key(&id) => {}
            Ok(Override::Place { id }) => {
                return Err(Problem::unfit(format!("no place list knows {id:?}")).helped(
                    "take an id of GET /api/v1/places/candidates, at:LAT,LON for a point on the map, or none for \
                     what is no place",
                ));
            }
            Err(e) => return Err(Problem::unfit(e)),
        },
        Act::Undo { decision } if !view.journal.iter().any(|d| d.id == *decision) => {
            return Err(Problem::unfit(format!("no decision has the id {decision:?}")));
        }
        _ => {}
    }
    Ok(act)
}

/// The page's instant, or the server's.
fn instant(app: &App, at: Option<String>) -> Result<Clock, Problem> {
    let Some(at) = at else { return Ok((app.clock)()) };
    let fits = at.ends_with('Z') && at.len() <= 40 && at.parse::<jiff::Timestamp>().is_ok();
    if fits {
        Ok(Clock(at))
    } else {
        Err(Problem::unfit("at: an RFC 3339 instant in UTC (2031-05-04T10:00:00.000Z)"))
    }
}

/// Writes the decision, unless the page `sent` its instant and it is there. Gives it, and whether it is
/// new.
fn write(
    app: &App,
    author: &str,
    at: &Clock,
    sent: bool,
    act: Act,
    parent: Option<&str>,
) -> Result<(Decision, bool), Problem> {
    let written = app.write(|project| {
        let journal = project.decisions()?;
        let same = |d: &&Decision| sent && d.author == author && d.at == at.0 && d.act == act;
        if let Some(known) = journal.iter().find(same) {
            return Ok(Ok((known.clone(), false)));
        }
        let newest = journal.last().map(|d| d.id.clone());
        if parent.is_some() && parent != newest.as_deref() {
            return Ok(Err(newest));
        }
        project.decide(author, at, act).map(|decision| Ok((decision, true)))
    });
    match written {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(newest)) => Err(Problem::conflict(format!(
            "the journal grew: its newest decision is {}",
            newest.as_deref().unwrap_or("none")
        ))
        .helped("load the decisions again and decide anew")),
        Err(e @ StoreError::Decision(_)) => Err(Problem::unfit(e.to_string())),
        Err(e) => Err(e.into()),
    }
}

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

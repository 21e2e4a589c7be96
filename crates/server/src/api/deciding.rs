//! Deciding.

use std::sync::Arc;
use std::time::Duration;

use annalist_chronicle::{Act, Decision};
use annalist_gazetteer::Override;
use annalist_store::{Clock, StoreError};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decisions::{ActBody, DecisionRow, Journal};
use crate::app::App;
use crate::gate::Coder;
use crate::jobs::read_again;
use crate::params::Body;
use crate::problem::Problem;
use crate::view::View;

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
        app.tell("decision", &Journal::alone(&decision).row(&decision));
    }
    if new && about_a_place(&app.view(), &decision.act) {
        read_again(&app);
    }
    let refresher = Arc::clone(&app);
    let id = decision.id.clone();
    let refreshed = tokio::spawn(async move { refresher.refresh(&id).await });
    let shown = matches!(tokio::time::timeout(PATIENCE, refreshed).await, Ok(Ok(true)));
    let view = app.view();
    let row =
        if shown { Journal::of(&view).row(&decision) } else { Journal::alone(&decision).row(&decision) };
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

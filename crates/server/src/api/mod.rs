//! The API, version 1: one resource a module, described as OpenAPI by the same lines that route it.

mod agreement;
mod belligerents;
mod changes;
mod claims;
mod compare;
mod days;
mod deciding;
mod decisions;
mod description;
mod disputes;
mod documents;
mod events;
mod export;
mod figures;
mod geojson;
mod held;
mod holdings;
mod ingest;
mod map;
mod passages;
mod places;
mod project;
mod readings;
mod review;
mod rows;
mod schema;
mod search;
mod session;
mod sources;
mod told;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::fresh::tag;
use crate::gate::admit;
use crate::problem::Problem;
use crate::view::View;

pub use description::description;

/// Everything that is described.
fn documented(upload: usize) -> OpenApiRouter<Arc<App>> {
    let reading = OpenApiRouter::new()
        .routes(routes!(project::project))
        .routes(routes!(places::places))
        .routes(routes!(places::candidates))
        .routes(routes!(places::place))
        .routes(routes!(holdings::holdings))
        .routes(routes!(holdings::compact))
        .routes(routes!(holdings::of_day))
        .routes(routes!(holdings::who))
        .routes(routes!(events::events))
        .routes(routes!(map::map))
        .routes(routes!(events::event))
        .routes(routes!(claims::claims))
        .routes(routes!(claims::claim))
        .routes(routes!(claims::date))
        .routes(routes!(documents::documents))
        .routes(routes!(documents::document))
        .routes(routes!(documents::passages))
        .routes(routes!(disputes::disputes))
        .routes(routes!(disputes::dispute))
        .routes(routes!(figures::figures))
        .routes(routes!(figures::totals))
        .routes(routes!(figures::claimants))
        .routes(routes!(figures::daily))
        .routes(routes!(figures::harm))
        .routes(routes!(days::days))
        .routes(routes!(days::tempo))
        .routes(routes!(compare::accounts))
        .routes(routes!(compare::days))
        .routes(routes!(compare::sensitivity))
        .routes(routes!(compare::without))
        .routes(routes!(sources::sources))
        .routes(routes!(sources::accounts))
        .routes(routes!(belligerents::belligerents))
        .routes(routes!(belligerents::belligerent))
        .routes(routes!(search::search));
    let deciding = OpenApiRouter::new()
        .routes(routes!(decisions::decisions, deciding::decide))
        .routes(routes!(decisions::decision))
        .routes(routes!(agreement::coders))
        .routes(routes!(agreement::agree))
        .routes(routes!(review::review))
        .routes(routes!(review::slots));
    // A multipart body is bounded by what an upload may be.
    let uploads = OpenApiRouter::new()
        .routes(routes!(ingest::jobs, ingest::files))
        .routes(routes!(ingest::text))
        .layer(DefaultBodyLimit::max(upload));
    let living = OpenApiRouter::new()
        .routes(routes!(ingest::again))
        .routes(routes!(export::export))
        .routes(routes!(export::masked, export::withhold))
        .routes(routes!(ingest::job))
        .routes(routes!(changes::changes))
        .routes(routes!(session::session, session::log_in, session::log_out))
        .routes(routes!(session::users, session::add_user))
        .routes(routes!(session::remove_user));
    reading.merge(deciding).merge(uploads).merge(living)
}

pub(crate) fn routes(app: &Arc<App>) -> Router<Arc<App>> {
    let (router, _) = documented(app.upload.bytes).split_for_parts();
    router
        .route("/openapi.json", get(described))
        .fallback(|| async { Problem::not_found("no such address in the API") })
        .method_not_allowed_fallback(|| async { Problem::not_allowed("this address is not spoken to so") })
        .layer(from_fn_with_state(Arc::clone(app), tag))
        .layer(from_fn_with_state(Arc::clone(app), admit))
}

async fn described() -> Response {
    static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let text = TEXT.get_or_init(description);
    ([(header::CONTENT_TYPE, "application/json")], text.as_str()).into_response()
}

/// An answer that is computed once for a view, away from the threads that answer requests.
async fn answer<T: Serialize>(
    view: Arc<View>,
    key: String,
    compute: impl FnOnce(&View) -> T + Send + 'static,
) -> Result<Response, Problem> {
    let computed = tokio::task::spawn_blocking(move || view.memo.json(key, || compute(&view)));
    let body =
        computed.await.map_err(|e| Problem::failed(format!("the answer could not be computed: {e}")))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// The word by which an enumeration's value is known in JSON.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

//! One view for the whole of a request, and its ETag: who has the present state is told so.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::problem::Problem;
use crate::view::View;

/// The view of this request.
pub(crate) struct Now(pub(crate) Arc<View>);

impl<S: Send + Sync> FromRequestParts<S> for Now {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Arc<View>>().cloned().map(Self).ok_or_else(|| Problem::failed("no view"))
    }
}

/// Addresses whose answers are no view of the project.
const LIVING: [&str; 6] = ["/session", "/users", "/ingest", "/changes", "/export", "/mask"];

/// Gives each request the present view and each answer its ETag, and answers 304 to who has it.
pub(crate) async fn tag(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if LIVING
        .iter()
        .any(|living| path.strip_prefix(living).is_some_and(|r| r.is_empty() || r.starts_with('/')))
    {
        let mut response = next.run(request).await;
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return response;
    }
    let view = app.view();
    let etag = format!("W/\"{}\"", view.version);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get_all(header::IF_NONE_MATCH);
    let has =
        known.iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).any(|t| t.trim() == etag);
    let mut response = if reads && has {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        request.extensions_mut().insert(view);
        next.run(request).await
    };
    if reads && (response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED) {
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, value);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    }
    response
}

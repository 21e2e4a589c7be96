//! Who asks.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::{COOKIE, Role};
use crate::app::App;
use crate::problem::Problem;

/// Whoever asks.
#[derive(Clone)]
pub(crate) struct Visitor {
    /// The account, where accounts are demanded.
    pub(crate) user: Option<String>,
    pub(crate) role: Role,
    pub(crate) csrf: Option<String>,
}

/// Ways on which nobody need be logged in.
const OPEN: [&str; 2] = ["/session", "/openapi.json"];

/// Lets in whom the server's gate lets in, and notes who it is. With accounts every request but those
/// that log in needs a session, and every write the session's token in a header of its own, which a
/// page of another origin can neither read nor send.
pub(crate) async fn admit(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let gate = &app.gate;
    if !gate.demands_accounts() {
        request.extensions_mut().insert(Visitor { user: None, role: Role::Admin, csrf: None });
        return next.run(request).await;
    }
    let session = token(request.headers()).and_then(|token| gate.session(&token));
    let open = OPEN.contains(&request.uri().path());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match session {
        Some(session) => {
            let sent = request.headers().get("x-csrf-token").and_then(|v| v.to_str().ok());
            let opens = *request.method() == Method::POST && open;
            if !reads && !opens && sent != Some(session.csrf.as_str()) {
                return Problem::forbidden("the header X-CSRF-Token is missing or not the session's")
                    .helped("read `csrf` from GET /api/v1/session and send it with every write")
                    .into_response();
            }
            request.extensions_mut().insert(Visitor {
                user: Some(session.user),
                role: session.role,
                csrf: Some(session.csrf),
            });
        }
        None if open => {
            request.extensions_mut().insert(Visitor { user: None, role: Role::Reader, csrf: None });
        }
        None => {
            return Problem::unauthorized("this server wants you to log in").into_response();
        }
    }
    next.run(request).await
}

/// The session's token in the cookies.
pub(crate) fn token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value.to_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Problem::unauthorized("nobody was let in"))
    }
}

/// A visitor who may decide and take in.
pub(crate) struct Coder(pub(crate) Visitor);

/// A visitor who may manage.
pub(crate) struct Admin;

async fn at_least(parts: &mut Parts, role: Role) -> Result<Visitor, Problem> {
    let visitor = Visitor::from_request_parts(parts, &()).await?;
    if visitor.role < role {
        let wanted = if role == Role::Admin { "an admin" } else { "a coder" };
        return Err(Problem::forbidden(format!("only {wanted} may do this")));
    }
    Ok(visitor)
}

impl<S: Send + Sync> FromRequestParts<S> for Coder {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        at_least(parts, Role::Coder).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        at_least(parts, Role::Admin).await.map(|_| Self)
    }
}

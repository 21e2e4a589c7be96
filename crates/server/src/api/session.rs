//! Logging in and out, and accounts.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::gate::{Admin, COOKIE, Refused, Role, Users, UsersError, Visitor, token};
use crate::params::{Body, Key};
use crate::problem::Problem;

/// Who is asking.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// Whether accounts are demanded.
    accounts: bool,
    user: Option<String>,
    role: Option<Role>,
    /// What writes must carry in `X-CSRF-Token`.
    csrf: Option<String>,
}

/// Who is asking, and whether logging in is needed.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = Session)))]
pub(crate) async fn session(State(app): State<Arc<App>>, visitor: Visitor) -> Json<Session> {
    let accounts = app.gate.demands_accounts();
    let role = (visitor.user.is_some() || !accounts).then_some(visitor.role);
    Json(Session { accounts, user: visitor.user, role, csrf: visitor.csrf })
}

/// A name and its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    #[schema(max_length = 64)]
    name: String,
    #[schema(max_length = 1024)]
    password: String,
}

/// Logs in: sets the session's cookie.
#[utoipa::path(post, path = "/session", tag = "session", request_body = Credentials,
    responses((status = 200, body = Session)))]
pub(crate) async fn log_in(
    State(app): State<Arc<App>>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    Body(body): Body<Credentials>,
) -> Result<Response, Problem> {
    if !app.gate.demands_accounts() {
        return Err(Problem::conflict("this server has no accounts; nobody need log in"));
    }
    if body.name.chars().count() > 64 || body.password.len() > 1024 {
        return Err(Problem::unfit("the name or password is too long"));
    }
    let address = address.map(|Extension(ConnectInfo(address))| address.ip());
    let started =
        app.gate.log_in(&body.name, body.password, address).await.map_err(|refused| match refused {
            Refused::Wrong => Problem::unauthorized("the name or the password is wrong"),
            Refused::TooOften(seconds) => Problem::too_often(seconds),
            Refused::Unreadable(reason) => Problem::unavailable(reason),
        })?;
    let secure = if app.gate.https { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age=43200{secure}", started.token);
    let session = Session {
        accounts: true,
        user: Some(started.session.user),
        role: Some(started.session.role),
        csrf: Some(started.session.csrf),
    };
    let mut response = Json(session).into_response();
    set_cookie(&mut response, &cookie);
    Ok(response)
}

/// Logs out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
pub(crate) async fn log_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    if let Some(token) = token(&headers) {
        app.gate.log_out(&token);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &format!("{COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"));
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

/// An account, without its password.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub(crate) struct UserRow {
    name: String,
    role: Role,
}

fn none() -> Problem {
    Problem::conflict("this server has no accounts").helped("start it with --accounts or on another address")
}

fn refused(error: &UsersError) -> Problem {
    match error {
        UsersError::Missing(_) => Problem::not_found(error.to_string()),
        UsersError::Taken(_) | UsersError::LastAdmin(_) => Problem::conflict(error.to_string()),
        UsersError::Name(_) | UsersError::Password => Problem::unfit(error.to_string()),
        UsersError::File { .. } => Problem::unavailable(error.to_string()),
    }
}

/// The accounts.
#[utoipa::path(get, path = "/users", tag = "session", responses((status = 200, body = Vec<UserRow>)))]
pub(crate) async fn users(State(app): State<Arc<App>>, _: Admin) -> Result<Json<Vec<UserRow>>, Problem> {
    let list = app.gate.users(|users| {
        users.refresh()?;
        Ok(users.list().iter().map(|u| UserRow { name: u.name.clone(), role: u.role }).collect())
    });
    list.ok_or_else(none)?.map(Json).map_err(|e| refused(&e))
}

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    #[schema(min_length = 1, max_length = 64)]
    name: String,
    #[schema(min_length = 10, max_length = 1024)]
    password: String,
    role: Role,
}

/// Adds an account.
#[utoipa::path(post, path = "/users", tag = "session", request_body = NewUser,
    responses((status = 201, body = UserRow)))]
pub(crate) async fn add_user(
    State(app): State<Arc<App>>,
    _: Admin,
    Body(body): Body<NewUser>,
) -> Result<(StatusCode, Json<UserRow>), Problem> {
    if !app.gate.demands_accounts() {
        return Err(none());
    }
    let added = tokio::task::spawn_blocking(move || {
        let user = Users::prepare(&body.name, &body.password, body.role)?;
        let row = UserRow { name: user.name.clone(), role: user.role };
        app.gate.users(|users| users.add(user)).unwrap_or(Ok(()))?;
        Ok::<_, UsersError>(row)
    });
    let row =
        added.await.map_err(|e| Problem::failed(format!("not added: {e}")))?.map_err(|e| refused(&e))?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// Removes an account and ends its sessions.
#[utoipa::path(delete, path = "/users/{name}", tag = "session", params(("name" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn remove_user(
    State(app): State<Arc<App>>,
    _: Admin,
    Key(name): Key,
) -> Result<StatusCode, Problem> {
    app.gate.users(|users| users.remove(&name)).ok_or_else(none)?.map_err(|e| refused(&e))?;
    app.gate.shut_out(&name);
    Ok(StatusCode::NO_CONTENT)
}

//! Errors as `application/problem+json` (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An error answer.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    help: Option<String>,
    retry_after: Option<u64>,
}

/// What an error says.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Always `about:blank`: the status says what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What went wrong, and where.
    detail: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

macro_rules! statuses {
    ($($name:ident = $status:ident),* $(,)?) => {
        $(pub(crate) fn $name(detail: impl Into<String>) -> Self {
            Self::new(StatusCode::$status, detail)
        })*
    };
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), help: None, retry_after: None }
    }

    statuses! {
        bad_request = BAD_REQUEST,
        unauthorized = UNAUTHORIZED,
        forbidden = FORBIDDEN,
        not_found = NOT_FOUND,
        not_allowed = METHOD_NOT_ALLOWED,
        conflict = CONFLICT,
        too_large = PAYLOAD_TOO_LARGE,
        wrong_type = UNSUPPORTED_MEDIA_TYPE,
        unfit = UNPROCESSABLE_ENTITY,
        failed = INTERNAL_SERVER_ERROR,
        unavailable = SERVICE_UNAVAILABLE,
    }

    pub(crate) fn too_often(seconds: u64) -> Self {
        let detail = format!("too many tries; wait {seconds} s");
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    /// With what to do.
    pub(crate) fn helped(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<annalist_store::StoreError> for Problem {
    fn from(error: annalist_store::StoreError) -> Self {
        use annalist_store::StoreError;
        match &error {
            StoreError::Decision(_) => Self::conflict(error.to_string()),
            StoreError::Full { .. } => Self::new(StatusCode::INSUFFICIENT_STORAGE, error.to_string()),
            _ => Self::unavailable(error.to_string()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("error"),
            status: self.status.as_u16(),
            detail: self.detail,
            help: self.help,
        };
        let body = serde_json::to_string(&body).expect("our own values have a JSON form");
        let mut response =
            (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

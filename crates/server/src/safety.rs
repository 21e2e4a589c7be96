//! What every answer carries, and which requests are answered at all.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Nothing from elsewhere, no plug-ins, no framing. Styles may be inline because the map library
/// sets them; workers and images may be blobs because it makes them.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/// Refuses requests that a page of another origin could make a browser send (a foreign `Host`, as
/// in DNS rebinding; writes from another origin), and adds the safety headers.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    if !is_local(request.headers().get(header::HOST)) {
        return Problem::forbidden("this server answers only on this machine's own names").into_response();
    }
    let foreign = request.headers().get(header::ORIGIN).is_some_and(|origin| {
        origin.to_str().ok().and_then(|o| o.split_once("://")).map(|(_, host)| host)
            != request.headers().get(header::HOST).and_then(|h| h.to_str().ok())
    });
    if foreign && !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::forbidden("a page of another origin may not write here").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn is_local(host: Option<&HeaderValue>) -> bool {
    let Some(host) = host.and_then(|h| h.to_str().ok()) else { return true };
    let name = if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or(host)
    } else {
        host.rsplit_once(':').map_or(host, |(name, _)| name)
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::is_local;

    #[test]
    fn only_the_machines_own_names_are_local() {
        let host = |h: &'static str| is_local(Some(&HeaderValue::from_static(h)));
        assert!(host("127.0.0.1:4517") && host("localhost") && host("[::1]:80"));
        assert!(!host("evil.example:4517") && !host("127.0.0.1.evil.example"));
    }
}

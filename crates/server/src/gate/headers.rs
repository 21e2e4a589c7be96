//! Which requests are answered at all, and what every answer carries.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Gate;
use crate::app::App;
use crate::problem::Problem;

/// Refuses requests that a page of another origin could make a browser send (a foreign `Host`, as
/// in DNS rebinding; writes from another origin), and adds the safety headers.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let tiles = tiles(request.headers());
    let mut response = match refusal(&app.gate, &request) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let policy = HeaderValue::from_str(&policy(tiles.as_deref()));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        policy.unwrap_or(HeaderValue::from_static("default-src 'none'")),
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(gate: &Gate, request: &Request) -> Option<Problem> {
    let text = |name| request.headers().get(name).map(|v: &HeaderValue| v.to_str().unwrap_or("?"));
    let host = text(header::HOST);
    if !host.is_none_or(|host| is_own(gate, host)) {
        return Some(
            Problem::forbidden("this server answers only to its own names")
                .helped("use the address that it printed when it started, or start it with --name"),
        );
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let origin = text(header::ORIGIN);
    let foreign = origin.is_some_and(|o| o.split_once("://").map(|(_, name)| name) != host);
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    if foreign || site.is_some_and(|s| s != "same-origin" && s != "none") {
        return Some(Problem::forbidden("a page of another origin may not write here"));
    }
    None
}

fn is_own(gate: &Gate, host: &str) -> bool {
    let name = if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or(host)
    } else {
        host.rsplit_once(':').map_or(host, |(name, _)| name)
    };
    let address = name.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
        || gate.any_address && address.is_ok()
        || gate.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Nothing from elsewhere, no plug-ins, no framing. Styles may be inline because the map library
/// sets them; workers, images and films may be blobs because the page makes them. Tiles come from the
/// one origin that the user's own cookie names.
fn policy(tiles: Option<&str>) -> String {
    let tiles = tiles.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'self'; connect-src 'self'{tiles}; img-src 'self' data: blob:{tiles}; \
         style-src 'self' 'unsafe-inline'; font-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; \
         object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
    )
}

/// The origin of map tiles that the user set in the page, when it is one and nothing else.
fn tiles(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let pairs = cookies.flat_map(|v| v.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.into_iter().find(|(name, _)| *name == "annalist-tiles")?;
    let decoded = value.replace("%3A", ":").replace("%3a", ":").replace("%2F", "/").replace("%2f", "/");
    is_origin(&decoded).then_some(decoded)
}

fn is_origin(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let (name, port) = rest.split_once(':').map_or((rest, None), |(name, port)| (name, Some(port)));
    let name_fits = !name.is_empty()
        && name.len() <= 253
        && name
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    name_fits && port.is_none_or(|p| p.parse::<u16>().is_ok_and(|n| n > 0))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{is_origin, is_own, policy, tiles};
    use crate::gate::Gate;

    #[test]
    fn only_the_machines_own_names_are_local() {
        let own = |h: &str| is_own(&Gate::local(), h);
        assert!(own("127.0.0.1:4517") && own("localhost") && own("[::1]:80"));
        assert!(!own("evil.example:4517") && !own("127.0.0.1.evil.example") && !own("192.168.1.5:4517"));
    }

    #[test]
    fn a_server_in_a_network_answers_to_addresses_and_its_names() {
        let gate = Gate::local().reachable_as(vec!["archive.example".into()], true);
        let own = |h: &str| is_own(&gate, h);
        assert!(own("192.168.1.5:4517") && own("[fe80::1]:4517") && own("Archive.example"));
        assert!(!own("evil.example"));
    }

    #[test]
    fn tiles_come_only_from_a_well_formed_origin() {
        assert!(is_origin("https://tiles.example.org") && is_origin("http://localhost:8080"));
        for bad in
            ["https://a b", "https://a/", "https://a;script-src *", "ftp://a", "https://", "https://a:0", "*"]
        {
            assert!(!is_origin(bad), "{bad}");
        }
        let mut headers = HeaderMap::new();
        assert_eq!(tiles(&headers), None);
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; annalist-tiles=https://t.example.org"));
        assert_eq!(tiles(&headers).as_deref(), Some("https://t.example.org"));
        let allowed = policy(tiles(&headers).as_deref());
        assert!(allowed.contains("connect-src 'self' https://t.example.org;"));
        assert!(!policy(None).contains("http"));
    }
}

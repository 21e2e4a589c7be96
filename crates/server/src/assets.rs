//! The page, embedded. Without a built page the server says how to build it.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};

use axum::response::{Html, IntoResponse, Response};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Assets;

const UNBUILT: &str = "<!doctype html><html lang=en><title>Annalist</title><p>The page was not built into this \
binary. Build it with <code>cargo xtask web</code>, then build the binary again. The API is at \
<a href=/api/v1/project>/api/v1/project</a>.";

/// Serves a file of the page; any other path is the page itself.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let wanted = if path.is_empty() { "index.html" } else { path };
    let accepts = request.headers().get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    match compressed(wanted, accepts) {
        Some((file, encoding)) => {
            let kind = match wanted.rsplit_once('.') {
                Some((_, "mjs")) => "text/javascript".to_owned(),
                _ => mime_guess::from_path(wanted).first_or_octet_stream().to_string(),
            };
            // Files under assets/ carry a digest of their content in the name.
            let cache = if wanted.starts_with("assets/") {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            };
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache.to_owned())];
            let mut response = (headers, file.data).into_response();
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            if let Some(encoding) = encoding {
                response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            response
        }
        None if wanted == "index.html" => Html(UNBUILT).into_response(),
        None => (StatusCode::NOT_FOUND, "no such file").into_response(),
    }
}

/// The file, packed in the best way that the browser knows and the build made.
fn compressed(wanted: &str, accepts: &str) -> Option<(rust_embed::EmbeddedFile, Option<&'static str>)> {
    let plain = Assets::get(wanted)?;
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        if takes(accepts, encoding)
            && let Some(file) = Assets::get(&format!("{wanted}.{ending}"))
        {
            return Some((file, Some(encoding)));
        }
    }
    Some((plain, None))
}

/// Whether an `Accept-Encoding` names an encoding without refusing it.
fn takes(accepts: &str, encoding: &str) -> bool {
    accepts.split(',').any(|part| {
        let mut part = part.split(';').map(str::trim);
        part.next() == Some(encoding) && !part.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use super::takes;

    #[test]
    fn an_encoding_is_taken_only_when_it_is_asked_for() {
        assert!(takes("gzip, deflate, br", "br") && takes("br;q=0.5", "br"));
        assert!(
            !takes("gzip", "br") && !takes("br;q=0", "br") && !takes("", "gzip") && !takes("brotli", "br")
        );
    }
}

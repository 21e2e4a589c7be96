//! The page, embedded. Without a built page the server says how to build it.

use axum::extract::Request;
use axum::http::{StatusCode, header};
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
    match Assets::get(wanted) {
        Some(file) => {
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
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache.to_owned())], file.data)
                .into_response()
        }
        None if wanted == "index.html" => Html(UNBUILT).into_response(),
        None => (StatusCode::NOT_FOUND, "no such file").into_response(),
    }
}

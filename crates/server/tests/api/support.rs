//! A project of the examples, and requests to the application over it.
#![allow(
    clippy::unwrap_used,
    clippy::missing_docs_in_private_items,
    reason = "a test stops at what it did not expect"
)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use annalist_claim::Extractor;
use annalist_server::{App, Gate, Settings, UploadLimits};
use annalist_store::{Clock, Project};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;

pub(crate) fn clock() -> Clock {
    Clock("2031-06-01T10:00:00.000Z".to_owned())
}

/// The bytes of a project of three example reports.
fn bytes() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p.gpkg");
        let mut project = Project::open_or_create(&file).unwrap();
        let extractor = Extractor::embedded();
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hama-2017");
        let read = |name: &str| {
            let bytes = std::fs::read(examples.join(name)).unwrap();
            let documents = annalist_intake::documents(name, name, &bytes).unwrap();
            annalist_intake::extract(&extractor, name, bytes, documents, &std::collections::BTreeSet::new())
        };
        let files: Vec<_> = ["al-assi-herald.txt", "field-report-9.txt", "qomhana.simple.txt"]
            .into_iter()
            .map(read)
            .collect();
        annalist_intake::store(&mut project, &files, annalist_intake::EXTRACTOR, &clock()).unwrap();
        annalist_intake::write_views(&mut project, &clock()).unwrap();
        project.close().unwrap();
        std::fs::read(file).unwrap()
    })
}

/// A project of its own for a test.
pub(crate) fn project() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("war.gpkg");
    std::fs::write(&file, bytes()).unwrap();
    (folder, file)
}

/// The application over a project.
pub(crate) struct Site {
    pub(crate) router: Router,
    pub(crate) file: PathBuf,
    folder: Arc<tempfile::TempDir>,
}

impl Site {
    pub(crate) fn local() -> Self {
        Self::with(|_| Gate::local())
    }

    pub(crate) fn with(gate: impl FnOnce(&Path) -> Gate) -> Self {
        let (folder, file) = project();
        let router = open(&file, gate(&file));
        Self { router, file, folder: Arc::new(folder) }
    }

    /// Another server over the same file.
    pub(crate) fn again(&self) -> Self {
        let router = open(&self.file, Gate::local());
        Self { router, file: self.file.clone(), folder: Arc::clone(&self.folder) }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A list or object that must be there.
    pub(crate) async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

pub(crate) fn open(file: &Path, gate: Gate) -> Router {
    let upload = UploadLimits { bytes: 200_000, files: 3 };
    let app: Arc<App> = App::open(file, Settings { gate, clock, upload }).unwrap();
    annalist_server::router(app)
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// A problem of a status.
    pub(crate) fn problem(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let body = self.json();
        assert_eq!(body["status"], status);
        body["detail"].as_str().unwrap().to_owned()
    }
}

/// A value as it stands in an address.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b == b'-' { (b as char).to_string() } else { format!("%{b:02X}") }
        })
        .collect()
}

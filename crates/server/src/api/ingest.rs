//! Reports taken in.

use std::fmt::Write as _;
use std::sync::Arc;

use annalist_time::Day;
use axum::Json;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::gate::Coder;
use crate::jobs::{Job, TYPES, Upload, forgotten, read_again, take_in};
use crate::params::{Body, Key};
use crate::problem::Problem;

/// Files to be taken in.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes the form")]
pub(crate) struct Files {
    /// The files, any number of parts of this name.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
}

/// Takes files in. They are read in the background; `/changes` tells of the progress.
#[utoipa::path(post, path = "/ingest", tag = "ingest",
    request_body(content = Files, content_type = "multipart/form-data"),
    responses((status = 202, body = Job)))]
pub(crate) async fn files(
    State(app): State<Arc<App>>,
    _: Coder,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<Job>), Problem> {
    let mut form = form.map_err(|e| Problem::wrong_type(e.body_text()))?;
    let mut uploads: Vec<Upload> = Vec::new();
    loop {
        let part = form.next_field().await.map_err(|e| too_large(&app, &e))?;
        let Some(part) = part else { break };
        if part.name() != Some("file") {
            return Err(Problem::unfit(format!(
                "a part is called {:?}, not \"file\"",
                part.name().unwrap_or("")
            )));
        }
        let Some(name) = part.file_name().map(plain) else {
            return Err(Problem::unfit("a part has no file name"));
        };
        let ending = name.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase();
        if !TYPES.contains(&ending.as_str()) {
            return Err(Problem::wrong_type(format!("{name}: files of this type are not taken"))
                .helped(format!("endings that are: {}", TYPES.join(", "))));
        }
        if uploads.len() == app.upload.files {
            return Err(Problem::too_large(format!("more than {} files at once", app.upload.files)));
        }
        let bytes = part.bytes().await.map_err(|e| too_large(&app, &e))?.to_vec();
        uploads.push(Upload { name, bytes });
    }
    if uploads.is_empty() {
        return Err(Problem::unfit("no file came").helped("send each as a part called \"file\""));
    }
    accepted(&app, uploads)
}

fn too_large(app: &App, error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::too_large(format!("more than {} bytes at once", app.upload.bytes))
            .helped("send fewer files at once, or read them with `annalist build`")
    } else {
        Problem::bad_request(error.body_text())
    }
}

fn accepted(app: &Arc<App>, uploads: Vec<Upload>) -> Result<(StatusCode, Json<Job>), Problem> {
    let job = take_in(app, uploads).ok_or_else(|| {
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "many reports wait already")
            .helped("try again when they are read")
    })?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}

/// A name without folders and control characters.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let name: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.trim_matches(['.', ' ']).is_empty() { "report".to_owned() } else { name }
}

/// A pasted text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pasted {
    /// A name for it.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The text.
    #[schema(min_length = 1)]
    text: String,
    url: Option<String>,
    /// The day of its publication.
    #[schema(value_type = Option<String>, format = Date)]
    published: Option<Day>,
    publisher: Option<String>,
}

/// Takes a pasted text in, with what is known of its origin.
#[utoipa::path(post, path = "/ingest/text", tag = "ingest", request_body = Pasted,
    responses((status = 202, body = Job)))]
pub(crate) async fn text(
    State(app): State<Arc<App>>,
    _: Coder,
    Body(pasted): Body<Pasted>,
) -> Result<(StatusCode, Json<Job>), Problem> {
    if pasted.text.trim().is_empty() {
        return Err(Problem::unfit("text: there is none"));
    }
    if pasted.name.trim().is_empty() || pasted.name.chars().count() > 200 {
        return Err(Problem::unfit("name: 1 to 200 characters"));
    }
    let mut name = plain(&pasted.name);
    let has_origin = pasted.url.is_some() || pasted.published.is_some() || pasted.publisher.is_some();
    let ending = if has_origin { ".md" } else { ".txt" };
    if !name.to_lowercase().ends_with(ending) {
        name += ending;
    }
    let bytes = with_origin(&pasted).into_bytes();
    if let Ok(documents) = annalist_intake::documents(&name, &name, &bytes) {
        let present = documents.iter().map(|d| d.digest).collect();
        let view = app.view();
        let stored = view.library.documents.iter().map(|d| (d.row.name.as_str(), d.row.digest));
        if let Some(unread) = forgotten(&name, &present, stored) {
            return Err(Problem::conflict(unread.message).helped(unread.help.unwrap_or_default()));
        }
    }
    accepted(&app, vec![Upload { name, bytes }])
}

/// Reads the documents again that were read before places were added or decided, or by another version.
/// A decision about a place does so by itself.
#[utoipa::path(post, path = "/ingest/again", tag = "ingest", responses((status = 202, body = Job)))]
pub(crate) async fn again(State(app): State<Arc<App>>, _: Coder) -> (StatusCode, Json<Job>) {
    (StatusCode::ACCEPTED, Json(read_again(&app)))
}

/// The text, below front matter that tells its origin where one is told.
fn with_origin(pasted: &Pasted) -> String {
    let mut head = String::new();
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(head, "{key}: \"{value}\"");
        }
    };
    line("publisher", pasted.publisher.clone());
    line("date", pasted.published.map(|d| d.to_string()));
    line("url", pasted.url.clone());
    if head.is_empty() { pasted.text.clone() } else { format!("---\n{head}---\n\n{}", pasted.text) }
}

/// Jobs of this run of the server, newest first.
#[utoipa::path(get, path = "/ingest", tag = "ingest", responses((status = 200, body = Vec<Job>)))]
pub(crate) async fn jobs(State(app): State<Arc<App>>) -> Json<Vec<Job>> {
    Json(app.jobs.list())
}

/// One job.
#[utoipa::path(get, path = "/ingest/{id}", tag = "ingest", params(("id" = String, Path)),
    responses((status = 200, body = Job)))]
pub(crate) async fn job(State(app): State<Arc<App>>, Key(id): Key) -> Result<Json<Job>, Problem> {
    app.jobs.get(&id).map(Json).ok_or_else(|| Problem::not_found(format!("no job has the id {id:?}")))
}

#[cfg(test)]
mod tests {
    use super::{Pasted, plain, with_origin};

    #[test]
    fn a_name_is_no_path() {
        assert_eq!(plain("../../etc/passwd.txt"), "passwd.txt");
        assert_eq!(plain("C:\\reports\\a.html"), "a.html");
        assert_eq!(plain("a\nb.txt"), "ab.txt");
        assert_eq!(plain(".."), "report");
    }

    #[test]
    fn an_origin_becomes_front_matter_that_text_cannot_break_out_of() {
        let pasted = Pasted {
            name: "a".into(),
            text: "Troops took Velm.".into(),
            url: None,
            published: Some("2031-05-04".parse().unwrap()),
            publisher: Some("The \"Courier\"\n---".into()),
        };
        let text = with_origin(&pasted);
        assert_eq!(
            text,
            "---\npublisher: \"The \\\"Courier\\\"---\"\ndate: \"2031-05-04\"\n---\n\nTroops took Velm."
        );
        let document = &annalist_document::read("a.md", text.as_bytes()).unwrap()[0];
        assert_eq!(document.origin.published.as_deref(), Some("2031-05-04"));
        assert!(document.origin.publisher.as_deref().is_some_and(|p| p.contains("Courier")));
    }
}

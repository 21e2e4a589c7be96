//! The documents.

use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::passages::{PassageRow, claims_of, passage, section};
use super::rows::DocumentRow;
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Key, Params};
use crate::problem::Problem;
use crate::view::View;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfPage {
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// The documents, by key.
#[utoipa::path(get, path = "/documents", tag = "documents", params(OfPage),
    responses((status = 200, body = Vec<DocumentRow>)))]
pub(crate) async fn documents(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfPage>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    Ok(window.answer(&uri, window.page(view.library.documents.iter(), |document| DocumentRow::of(document))))
}

/// A document with its outline and references.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentDetail {
    #[serde(flatten)]
    document: DocumentRow,
    sections: Vec<SectionRow>,
    references: Vec<ReferenceRow>,
    /// What was odd in the file.
    problems: Vec<OddityRow>,
    passages: usize,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Section)]
struct SectionRow {
    index: usize,
    level: u8,
    heading: Option<String>,
    /// lead, background, narrative, aftermath …
    #[schema(value_type = String)]
    kind: annalist_document::SectionKind,
}

/// A cited reference or a note.
#[derive(Serialize, ToSchema)]
#[schema(as = Reference)]
pub(crate) struct ReferenceRow {
    label: String,
    title: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    published: Option<String>,
    url: Option<String>,
    archive: Option<String>,
}

impl ReferenceRow {
    pub(crate) fn of(reference: &annalist_document::Reference) -> Self {
        Self {
            label: reference.label.clone(),
            title: reference.title.clone(),
            outlet: reference.outlet.clone(),
            author: reference.author.clone(),
            published: reference.published.clone(),
            url: reference.url.clone(),
            archive: reference.archive.clone(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = Oddity)]
struct OddityRow {
    start: u64,
    end: u64,
    message: String,
}

fn found(view: &View, key: &str) -> Result<usize, Problem> {
    view.library.at(key).ok_or_else(|| Problem::not_found(format!("no document has the key {key:?}")))
}

/// One document.
#[utoipa::path(get, path = "/documents/{id}", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = DocumentDetail)))]
pub(crate) async fn document(Now(view): Now, Key(id): Key) -> Result<Json<DocumentDetail>, Problem> {
    let at = found(&view, &id)?;
    let document = &view.document(at).document;
    let sections = document.sections.iter().enumerate().map(|(index, s)| SectionRow {
        index,
        level: s.level,
        heading: section(document, index as u32),
        kind: s.kind,
    });
    let problems = document.problems.iter().map(|p| {
        let range = document.in_file(p.span);
        OddityRow { start: range.start, end: range.end, message: p.message.clone() }
    });
    Ok(Json(DocumentDetail {
        document: DocumentRow::of(view.document(at)),
        sections: sections.collect(),
        references: document.references.iter().map(ReferenceRow::of).collect(),
        problems: problems.collect(),
        passages: document.passages.len(),
    }))
}

/// The passages of a document, with marks where claims stand.
#[utoipa::path(get, path = "/documents/{id}/passages", tag = "documents", params(("id" = String, Path), OfPage),
    responses((status = 200, body = Vec<PassageRow>)))]
pub(crate) async fn passages(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Key(id): Key,
    Params(asked): Params<OfPage>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let at = found(&view, &id)?;
    let document = &view.document(at).document;
    let (rows, total) = window.page(0..document.passages.len(), |index| {
        passage(document, index, &claims_of(&view.claims, at, index))
    });
    Ok(window.answer(&uri, (rows.into_iter().flatten().collect::<Vec<_>>(), total)))
}

//! The API's description, OpenAPI 3.1.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, License, OpenApi, Ref, RefOr, Response, ResponseBuilder, ServerBuilder,
};

use super::documented;
use crate::problem::ProblemBody;

/// The description as JSON.
pub fn description() -> String {
    let (_, mut api) = documented(0).split_for_parts();
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    api.info = InfoBuilder::new()
        .title("Annalist")
        .version("1")
        .description(Some(
            "A sourced chronicle from conflicting reports of an armed conflict. Lists are arrays, paged by \
             `limit` and `offset`, with `X-Total-Count` and `Link`. Answers over the project carry an `ETag`.",
        ))
        .license(Some(license))
        .build();
    api.servers = Some(vec![ServerBuilder::new().url("/api/v1").build()]);
    complete(&mut api);
    api.to_json().expect("a description has a JSON form")
}

/// Adds what every address may answer: problems, and 304 to who has the present state.
fn complete(api: &mut OpenApi) {
    let schemas = &mut api.components.get_or_insert_default().schemas;
    schemas.insert("Problem".to_owned(), <ProblemBody as utoipa::PartialSchema>::schema());
    for (path, item) in &mut api.paths.paths {
        let PathItem { get, post, put, delete, .. } = item;
        let keyed = path.contains('{');
        if let Some(operation) = get {
            if !["/session", "/changes", "/users"].contains(&path.as_str()) && !path.starts_with("/ingest") {
                let unchanged = ResponseBuilder::new().description("Unchanged since the ETag that was sent");
                operation.responses.responses.insert("304".to_owned(), RefOr::T(unchanged.build()));
            }
            problems(operation, keyed, &[(400, "Not understood")]);
            if path == "/users" {
                problems(operation, keyed, &[(409, "This server has no accounts")]);
            }
        }
        for operation in [post, put, delete].into_iter().flatten() {
            problems(
                operation,
                keyed,
                &[
                    (400, "Not understood"),
                    (409, "Something else came before"),
                    (413, "Too large"),
                    (415, "Not of a type that is taken"),
                    (422, "It does not fit"),
                    (429, "Too often"),
                ],
            );
        }
    }
}

fn problems(operation: &mut Operation, keyed: bool, further: &[(u16, &str)]) {
    let missing = keyed.then_some((404, "Nothing has this key"));
    let usual =
        [(401, "Nobody is logged in"), (403, "Not allowed"), (404, "Nothing there"), (503, "Not now")];
    for (status, about) in usual.iter().chain(further).copied().chain(missing) {
        operation.responses.responses.entry(status.to_string()).or_insert_with(|| RefOr::T(problem(about)));
    }
}

fn problem(about: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("Problem")))).build();
    ResponseBuilder::new().description(about).content("application/problem+json", content).build()
}

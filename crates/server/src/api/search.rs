//! Search over places, names and words.

use std::sync::PoisonError;

use annalist_belligerent::BelligerentKind;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::belligerents::members;
use super::passages::{claims_of, section};
use super::places::{PlaceRow, named};
use super::{answer, schema};
use crate::fresh::Now;
use crate::params::Params;
use crate::problem::Problem;
use crate::view::{View, folded};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfSearch {
    /// What to look for; each word may be the beginning of one.
    q: String,
    /// Rows of each kind, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// What was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Found {
    places: Vec<PlaceRow>,
    belligerents: Vec<FoundBelligerent>,
    sources: Vec<FoundSource>,
    passages: Vec<FoundPassage>,
}

#[derive(Serialize, ToSchema)]
struct FoundBelligerent {
    id: String,
    name: String,
    #[schema(value_type = schema::BelligerentKind)]
    kind: BelligerentKind,
    side: Option<String>,
    claims: usize,
}

#[derive(Serialize, ToSchema)]
struct FoundSource {
    name: String,
    claims: usize,
}

/// A passage that holds the words.
#[derive(Serialize, ToSchema)]
struct FoundPassage {
    /// Key of the document.
    document: String,
    /// Name of the document.
    name: String,
    passage: usize,
    section: Option<String>,
    snippet: Vec<Piece>,
    /// Ids of the claims of the passage.
    claims: Vec<String>,
}

/// A part of a snippet.
#[derive(Serialize, ToSchema)]
struct Piece {
    text: String,
    /// Whether it is one of the words looked for.
    hit: bool,
}

/// Finds places and belligerents by any of their names, sources, and passages by their words.
#[utoipa::path(get, path = "/search", tag = "search", params(OfSearch), responses((status = 200, body = Found)))]
pub(crate) async fn search(Now(view): Now, Params(asked): Params<OfSearch>) -> Result<Response, Problem> {
    let limit = asked.limit.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        return Err(Problem::bad_request(format!("limit: 1 to 100, not {limit}")));
    }
    let text: String = asked.q.chars().take(200).collect();
    answer(view, format!("search {limit} {text}"), move |view| found(view, &text, limit)).await
}

fn found(view: &View, text: &str, limit: usize) -> Found {
    let wanted = folded(text);
    let mut out =
        Found { places: Vec::new(), belligerents: Vec::new(), sources: Vec::new(), passages: Vec::new() };
    if wanted.trim().is_empty() {
        return out;
    }
    let mut places: Vec<_> = view.places.iter().filter(|(_, place)| named(place, &wanted)).collect();
    if places.is_empty() {
        let near = view.chronicle.find(text).places;
        places = near.iter().filter_map(|p| view.places.get_key_value(&p.id)).collect();
    }
    places.sort_by_key(|(id, place)| (std::cmp::Reverse(place.claims.len()), (*id).clone()));
    out.places = places.into_iter().take(limit).map(|(id, place)| PlaceRow::of(view, id, place)).collect();

    let mut parties: Vec<_> = members(view)
        .into_values()
        .filter(|m| std::iter::once(&m.name).chain(&m.aliases).any(|n| folded(n).contains(&wanted)))
        .collect();
    parties.sort_by(|a, b| (b.claims, &a.name).cmp(&(a.claims, &b.name)));
    out.belligerents = parties
        .into_iter()
        .take(limit)
        .map(|m| FoundBelligerent { id: m.id, name: m.name, kind: m.kind, side: m.side, claims: m.claims })
        .collect();

    let mut sources: std::collections::BTreeMap<String, (String, usize)> = std::collections::BTreeMap::new();
    for name in view.claims.iter().flat_map(|shown| super::claims::speakers(view, shown)) {
        let key = folded(&name);
        if key.contains(&wanted) {
            sources.entry(key).or_insert((name, 0)).1 += 1;
        }
    }
    let mut sources: Vec<FoundSource> =
        sources.into_values().map(|(name, claims)| FoundSource { name, claims }).collect();
    sources.sort_by(|a, b| (b.claims, &a.name).cmp(&(a.claims, &b.name)));
    sources.truncate(limit);
    out.sources = sources;

    let hits = view.library.words().lock().unwrap_or_else(PoisonError::into_inner).find(text, limit);
    out.passages = hits
        .into_iter()
        .map(|hit| {
            let document = view.document(hit.document);
            let passage = &document.document.passages[hit.passage];
            let claims = claims_of(&view.claims, hit.document, hit.passage);
            FoundPassage {
                document: document.row.id.clone(),
                name: document.row.name.clone(),
                passage: hit.passage,
                section: section(&document.document, passage.section),
                snippet: hit.snippet.into_iter().map(|(text, hit)| Piece { text, hit }).collect(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
            }
        })
        .collect();
    out
}

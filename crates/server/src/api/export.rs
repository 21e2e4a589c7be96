//! Formats of others, with or without what is to be withheld.

use std::sync::Arc;

use annalist_chronicle::Account;
use annalist_exchange::{Mask, MaskList, csv, geojson};
use annalist_store::BelligerentRow;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::gate::Admin;
use crate::params::{Body, Key, Params, account};
use crate::problem::Problem;
use crate::view::{Shown, Verdict, View};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfExport {
    /// By whose word holdings are told; `all` when nothing is said.
    #[param(value_type = Option<String>)]
    account: Option<Account>,
    /// Whether names of victims and sensitive sites are withheld; they are when nothing is said.
    mask: Option<bool>,
}

/// A file for other programs: `claims.csv`, `holdings.csv` or `holdings.geojson`. Claims are as decided;
/// rejected ones are left out.
#[utoipa::path(get, path = "/export/{id}", tag = "export", params(("id" = String, Path), OfExport),
    responses((status = 200, description = "The file",
        content((String = "text/csv"), (String = "application/geo+json")))))]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    Key(form): Key,
    Params(asked): Params<OfExport>,
) -> Result<Response, Problem> {
    let kind = match form.as_str() {
        "claims.csv" | "holdings.csv" => "text/csv; charset=utf-8",
        "holdings.geojson" => "application/geo+json",
        _ => {
            return Err(Problem::not_found(format!("no file is called {form:?}"))
                .helped("there are claims.csv, holdings.csv and holdings.geojson"));
        }
    };
    let view = app.view();
    let account = account(&view, asked.account)?;
    let list = if asked.mask.unwrap_or(true) { Some(listed(&app)?) } else { None };
    let name = format!("{}-{form}", view.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let made = tokio::task::spawn_blocking(move || text(&view, &form, &account, list.as_ref()));
    let text = made.await.map_err(|e| Problem::failed(format!("the file could not be made: {e}")))?;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text)
        .into_response())
}

fn text(view: &View, form: &str, account: &Account, list: Option<&MaskList>) -> String {
    let mask = list.map(|list| mask(view, list)).unwrap_or_default();
    match form {
        "claims.csv" => {
            let told = view.claims.iter().filter(|shown| shown.verdict != Some(Verdict::Rejected));
            let named = |shown: &Shown| view.document(shown.document).row.name.as_str();
            csv::claims(told.map(|shown| (named(shown), &shown.claim)), &mask)
        }
        "holdings.csv" => {
            csv::holdings(&view.holdings(account), |id| view.claim(id).map(|shown| &shown.claim), &mask)
        }
        _ => geojson::holdings(&view.holdings(account), &mask),
    }
}

fn mask(view: &View, list: &MaskList) -> Mask {
    let civilians = view.library.belligerents.iter().flat_map(BelligerentRow::civilian_names);
    Mask::new(list, view.claims.iter().map(|shown| &shown.claim), civilians)
}

fn listed(app: &App) -> Result<MaskList, Problem> {
    MaskList::beside(app.path()).map_err(Problem::unavailable)
}

/// What exports withhold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MaskList)]
pub(crate) struct ListRow {
    /// Whether names that stand in what is told of civilians are withheld.
    victims: bool,
    /// Words by which a sensitive site is known, in lower case.
    sites: Vec<String>,
    /// Further names of people.
    names: Vec<String>,
    /// Further places, by id or by name.
    places: Vec<String>,
}

/// What exports withhold, and which places of the project that are.
#[derive(Serialize, ToSchema)]
#[schema(as = Mask)]
pub(crate) struct MaskRow {
    /// Whether names that stand in what is told of civilians are withheld.
    victims: bool,
    /// Words by which a sensitive site is known, in lower case.
    sites: Vec<String>,
    /// Further names of people.
    names: Vec<String>,
    /// Further places, by id or by name.
    places: Vec<String>,
    /// Ids of the places that are withheld.
    withheld: Vec<String>,
}

impl MaskRow {
    fn of(view: &View, list: MaskList) -> Self {
        let mask = mask(view, &list);
        let withheld =
            view.places.iter().filter(|(id, p)| mask.withholds(Some(id), &p.name)).map(|(id, _)| id.clone());
        let withheld = withheld.collect();
        let MaskList { victims, sites, names, places } = list;
        Self { victims, sites, names, places, withheld }
    }
}

/// What exports withhold.
#[utoipa::path(get, path = "/mask", tag = "export", responses((status = 200, body = MaskRow)))]
pub(crate) async fn masked(State(app): State<Arc<App>>) -> Result<Json<MaskRow>, Problem> {
    let (view, list) = (app.view(), listed(&app)?);
    let made = tokio::task::spawn_blocking(move || MaskRow::of(&view, list));
    made.await.map(Json).map_err(|e| Problem::failed(format!("the list could not be read: {e}")))
}

/// Says what exports withhold. The list is kept in `PROJECT.mask.toml` beside the project and not in it.
#[utoipa::path(put, path = "/mask", tag = "export", request_body = ListRow,
    responses((status = 200, body = MaskRow)))]
pub(crate) async fn withhold(
    State(app): State<Arc<App>>,
    _: Admin,
    Body(body): Body<ListRow>,
) -> Result<Json<MaskRow>, Problem> {
    let plain = |list: Vec<String>| -> Vec<String> {
        let mut list: Vec<String> =
            list.into_iter().map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
        list.sort();
        list.dedup();
        list
    };
    let list = MaskList {
        victims: body.victims,
        sites: plain(body.sites.iter().map(|s| s.to_lowercase()).collect()),
        names: plain(body.names),
        places: plain(body.places),
    };
    let (view, path) = (app.view(), app.path().to_owned());
    let kept = tokio::task::spawn_blocking(move || list.keep(&path).map(|()| MaskRow::of(&view, list)));
    let row = kept.await.map_err(|e| Problem::failed(format!("not written: {e}")))?;
    row.map(Json).map_err(Problem::unavailable)
}

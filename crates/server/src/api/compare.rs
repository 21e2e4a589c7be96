//! Where accounts and days differ, and what hangs on a source.

use std::collections::{BTreeMap, BTreeSet};

use annalist_chronicle::{Account, Chronicle, Source};
use annalist_claim::FigureKind;
use annalist_gazetteer::Point;
use annalist_time::Day;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::claims::says;
use super::held::{Difference, Held, Stretch};
use super::{answer, schema};
use crate::fresh::Now;
use crate::params::{Params, account, given};
use crate::problem::Problem;
use crate::view::{View, folded, number};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfAccounts {
    /// One account.
    #[param(value_type = String)]
    a: Account,
    /// The other.
    #[param(value_type = String)]
    b: Account,
}

/// The days on which two accounts differ about a place. Where one tells nothing, they do not differ.
#[utoipa::path(get, path = "/compare", tag = "compare", params(OfAccounts),
    responses((status = 200, body = Vec<Difference>)))]
pub(crate) async fn accounts(Now(view): Now, Params(asked): Params<OfAccounts>) -> Result<Response, Problem> {
    let (a, b) = (account(&view, Some(asked.a))?, account(&view, Some(asked.b))?);
    answer(view, format!("compare {a} {b}"), move |view| {
        let differences = view.chronicle.compare(&a, &b);
        differences.into_iter().map(|d| Difference::of(view, d)).collect::<Vec<_>>()
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfTwoDays {
    /// One day.
    #[param(value_type = String, format = Date)]
    from: Day,
    /// The other.
    #[param(value_type = String, format = Date)]
    to: Day,
    /// By whose word.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    account: Option<Account>,
}

/// A place held otherwise on one day than on another.
#[derive(Serialize, ToSchema)]
#[schema(as = Change)]
pub(crate) struct ChangeRow {
    place: String,
    name: String,
    #[schema(value_type = Option<schema::Point>)]
    point: Option<Point>,
    before: Held,
    after: Held,
    /// Ids of the claims that begin the later holding.
    claims: Vec<String>,
}

/// Places held otherwise at the end of one day than of another.
#[utoipa::path(get, path = "/compare/days", tag = "compare", params(OfTwoDays),
    responses((status = 200, body = Vec<ChangeRow>)))]
pub(crate) async fn days(Now(view): Now, Params(asked): Params<OfTwoDays>) -> Result<Response, Problem> {
    let account = account(&view, asked.account)?;
    answer(view, format!("changes {} {} {account}", asked.from, asked.to), move |view| {
        let changes = view.chronicle.changes(asked.from, asked.to, &account);
        let rows = changes.into_iter().map(|c| ChangeRow {
            point: view.places.get(&c.place).and_then(|p| p.point),
            place: c.place,
            name: c.name,
            before: c.before.into(),
            after: c.after.into(),
            claims: c.claims,
        });
        rows.collect::<Vec<_>>()
    })
    .await
}

/// How far accounts disagree with a holding of `all`.
#[derive(Serialize, ToSchema)]
#[schema(as = Sensitivity)]
pub(crate) struct SensitivityRow {
    /// Id of the holding.
    about: String,
    place: String,
    name: String,
    #[schema(value_type = Option<String>, format = Date)]
    start: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    end: Option<Day>,
    holder: Option<String>,
    /// Accounts that tell something of it.
    tell: Vec<String>,
    /// Of them, those that tell it otherwise.
    differ: Vec<String>,
    /// Share of account-days that differ.
    disagreement: f64,
}

/// How each holding hangs on whose word counts, those that hang most first.
#[utoipa::path(get, path = "/sensitivity", tag = "compare",
    responses((status = 200, body = Vec<SensitivityRow>)))]
pub(crate) async fn sensitivity(Now(view): Now) -> Result<Response, Problem> {
    answer(view, "sensitivity".to_owned(), |view| {
        let holdings = view.holdings(&Account::All);
        let by_id: BTreeMap<&str, _> = holdings.iter().map(|h| (h.id.as_str(), h)).collect();
        let names = |accounts: Vec<Account>| accounts.iter().map(ToString::to_string).collect();
        let mut rows: Vec<SensitivityRow> = view
            .chronicle
            .sensitivity()
            .into_iter()
            .filter_map(|s| {
                let holding = by_id.get(s.about.as_str())?;
                Some(SensitivityRow {
                    about: s.about,
                    place: holding.place.clone(),
                    name: holding.name.clone(),
                    start: holding.start,
                    end: holding.end,
                    holder: holding.holder.clone(),
                    tell: names(s.tell),
                    differ: names(s.differ),
                    disagreement: s.disagreement,
                })
            })
            .collect();
        rows.sort_by(|a, b| b.disagreement.total_cmp(&a.disagreement).then_with(|| a.about.cmp(&b.about)));
        rows
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfSource {
    /// The source's name, as `/sources` gives it.
    source: String,
}

/// What changes when nothing of a source counts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Without {
    source: String,
    /// How many claims are left out.
    claims: usize,
    /// Place-days told otherwise: `a` with the source, `b` without.
    holdings: Vec<Difference>,
    /// Ids of events that nobody else tells.
    events_lost: Vec<String>,
    /// Ids of events that fewer independent sources tell.
    events_weaker: Vec<String>,
    totals: Vec<TotalChange>,
}

/// A total with and without a source.
#[derive(Serialize, ToSchema)]
struct TotalChange {
    #[schema(value_type = schema::FigureKind)]
    what: FigureKind,
    victims: Option<String>,
    /// With, without.
    conservative: [u64; 2],
    representative: [u64; 2],
}

/// What changes when nothing of a source counts: the chronicle is computed anew without its claims.
#[utoipa::path(get, path = "/without", tag = "compare", params(OfSource), responses((status = 200, body = Without)))]
pub(crate) async fn without(Now(view): Now, Params(asked): Params<OfSource>) -> Result<Response, Problem> {
    let name = folded(&asked.source);
    if !view.claims.iter().any(|shown| says(&view, shown, &name)) {
        return Err(Problem::not_found(format!("no claim comes from {:?}", asked.source)));
    }
    answer(view, format!("without {name}"), move |view| left(view, asked.source, &name)).await
}

fn left(view: &View, source: String, name: &str) -> Without {
    let gone: BTreeSet<&str> = view
        .claims
        .iter()
        .filter(|shown| says(view, shown, name))
        .map(|shown| shown.claim.id.as_str())
        .collect();
    let rest: Vec<Source> = view
        .sources()
        .iter()
        .map(|s| Source {
            claims: s.claims.iter().filter(|c| !gone.contains(c.id.as_str())).cloned().collect(),
            ..s.clone()
        })
        .collect();
    let other = view.library.chronicle(&rest, &view.journal);
    let mut events_lost = Vec::new();
    let mut events_weaker = Vec::new();
    let home: BTreeMap<&str, u32> =
        other.events.iter().flat_map(|e| e.claims.iter().map(move |c| (c.as_str(), e.independent))).collect();
    for event in &view.chronicle.events {
        match event.claims.iter().filter_map(|c| home.get(c.as_str())).max() {
            None => events_lost.push(event.id.clone()),
            Some(n) if *n < event.independent => events_weaker.push(event.id.clone()),
            Some(_) => {}
        }
    }
    Without {
        source,
        claims: gone.len(),
        holdings: differences(view, &other),
        events_lost,
        events_weaker,
        totals: totals(&view.chronicle, &other),
    }
}

fn differences(view: &View, other: &Chronicle) -> Vec<Difference> {
    let mut out = Vec::new();
    for place in view.places.keys() {
        let spans = |chronicle: &Chronicle| -> Vec<Stretch> {
            let holdings = chronicle.holdings_of(place, &Account::All);
            let spans = holdings.into_iter().filter(|h| h.start != h.end || h.start.is_none());
            spans.map(|h| (h.start.map(number), h.end.map(number), (h.holder, h.status).into())).collect()
        };
        let (with, without) = (spans(&view.chronicle), spans(other));
        out.extend(Difference::between(view, place, &with, &without));
    }
    out
}

fn totals(with: &Chronicle, without: &Chronicle) -> Vec<TotalChange> {
    type Sums = BTreeMap<(FigureKind, Option<String>), (u64, u64)>;
    let sums = |chronicle: &Chronicle| -> Sums {
        let totals = chronicle.totals().into_iter();
        totals.map(|t| ((t.what, t.victims), (t.conservative, t.representative))).collect()
    };
    let (with, without) = (sums(with), sums(without));
    let keys: BTreeSet<_> = with.keys().chain(without.keys()).cloned().collect();
    let at = |sums: &Sums, key: &(FigureKind, Option<String>)| sums.get(key).copied().unwrap_or_default();
    keys.into_iter()
        .filter(|key| at(&with, key) != at(&without, key))
        .map(|key| {
            let (a, b) = (at(&with, &key), at(&without, &key));
            TotalChange { what: key.0, victims: key.1, conservative: [a.0, b.0], representative: [a.1, b.1] }
        })
        .collect()
}

//! The figures ledger, its totals, and civilian harm.

use std::collections::BTreeMap;

use annalist_chronicle::{Grade, LedgerEntry};
use annalist_claim::{Alignment, FigureKind};
use annalist_time::{Day, Edtf};
use axum::Json;
use axum::extract::OriginalUri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::rows::dated;
use super::schema;
use crate::fresh::Now;
use crate::page::Window;
use crate::params::{Commas, Params, day, given, said};
use crate::problem::Problem;
use crate::view::{View, day as day_of, range, touches};

/// One thing counted.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub(crate) struct EntryRow {
    id: String,
    #[schema(value_type = schema::FigureKind)]
    what: FigureKind,
    /// Victim group: a side, `civilian`, or null when not told.
    victims: Option<String>,
    #[schema(value_type = schema::FigureScope)]
    scope: annalist_chronicle::FigureScope,
    event: Option<String>,
    place: Option<String>,
    place_name: Option<String>,
    when: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    claimants: Vec<ClaimantRow>,
    min: Option<u64>,
    max: Option<u64>,
    conservative: Option<u64>,
    informative: Option<u64>,
    representative: Option<u64>,
    /// Wider entries that already contain these victims.
    part_of: Vec<String>,
    warning: String,
}

/// Who gives a figure.
#[derive(Serialize, ToSchema)]
#[schema(as = Claimant)]
struct ClaimantRow {
    by: Vec<String>,
    #[schema(value_type = schema::Alignment)]
    alignment: Alignment,
    claim: String,
    quote: String,
    who: String,
    min: Option<u64>,
    max: Option<u64>,
}

impl EntryRow {
    pub(crate) fn of(view: &View, entry: &LedgerEntry) -> Self {
        Self {
            id: entry.id.clone(),
            what: entry.what,
            victims: entry.victims.clone(),
            scope: entry.scope,
            event: entry.event.clone(),
            place: entry.place.clone(),
            place_name: entry.place.as_deref().map(|id| view.place_name(id)),
            when: entry.when.as_ref().map(ToString::to_string),
            first_day: entry.when.as_ref().and_then(Edtf::earliest),
            last_day: entry.when.as_ref().and_then(Edtf::latest),
            claimants: entry
                .claimants
                .iter()
                .map(|c| ClaimantRow {
                    by: c.by.clone(),
                    alignment: c.alignment.clone(),
                    claim: c.claim.clone(),
                    quote: c.quote.clone(),
                    who: c.who.clone(),
                    min: c.min,
                    max: c.max,
                })
                .collect(),
            min: entry.min,
            max: entry.max,
            conservative: entry.conservative,
            informative: entry.informative,
            representative: entry.representative,
            part_of: entry.part_of.clone(),
            warning: entry.warning.clone(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfFigures {
    /// What is counted, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    what: Option<Commas>,
    /// Victim groups, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    victims: Option<Commas>,
    /// Scopes, with commas.
    #[param(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    scope: Option<Commas>,
    /// Id of a place.
    place: Option<String>,
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    #[param(minimum = 1, maximum = 5000)]
    limit: Option<u32>,
    offset: Option<u32>,
}

/// The ledger: figures that count the same side by side.
#[utoipa::path(get, path = "/figures", tag = "figures", params(OfFigures),
    responses((status = 200, body = Vec<EntryRow>)))]
pub(crate) async fn figures(
    Now(view): Now,
    OriginalUri(uri): OriginalUri,
    Params(asked): Params<OfFigures>,
) -> Result<Response, Problem> {
    let window = Window::of(asked.offset, asked.limit)?;
    let what = Commas::words::<FigureKind>(asked.what.as_ref(), "what")?;
    let scopes = Commas::words::<annalist_chronicle::FigureScope>(asked.scope.as_ref(), "scope")?;
    let place = said(asked.place.as_ref());
    let (from, to) = (day(asked.from), day(asked.to));
    let rows = view.chronicle.figures.iter().filter(|f| {
        what.as_ref().is_none_or(|w| w.contains(&f.what))
            && scopes.as_ref().is_none_or(|s| s.contains(&f.scope))
            && asked
                .victims
                .as_ref()
                .is_none_or(|v| f.victims.as_ref().is_some_and(|side| v.0.contains(side)))
            && place.is_none_or(|p| f.place.as_deref() == Some(p))
            && touches(range(f.when.as_ref()), from, to)
    });
    Ok(window.answer(&uri, window.page(rows, |f| EntryRow::of(&view, f))))
}

/// What figures of one kind and victim group come to, each part counted once.
#[derive(Serialize, ToSchema)]
#[schema(as = Total)]
pub(crate) struct TotalRow {
    #[schema(value_type = schema::FigureKind)]
    what: FigureKind,
    victims: Option<String>,
    conservative: u64,
    informative: u64,
    representative: u64,
    /// Ids of the entries counted.
    entries: Vec<String>,
    warning: String,
}

/// Totals of every kind of figure and victim group, parts counted once.
#[utoipa::path(get, path = "/figures/totals", tag = "figures", responses((status = 200, body = Vec<TotalRow>)))]
pub(crate) async fn totals(Now(view): Now) -> Json<Vec<TotalRow>> {
    let rows = view.chronicle.totals().into_iter().map(|t| TotalRow {
        what: t.what,
        victims: t.victims,
        conservative: t.conservative,
        informative: t.informative,
        representative: t.representative,
        entries: t.entries,
        warning: t.warning,
    });
    Json(rows.collect())
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfWhat {
    /// What is counted.
    #[param(value_type = Option<schema::FigureKind>)]
    what: Option<FigureKind>,
    /// A victim group; without it, all.
    victims: Option<String>,
}

impl OfWhat {
    /// The entries that are meant and are no part of wider ones.
    fn among<'a>(&'a self, view: &'a View) -> impl Iterator<Item = &'a LedgerEntry> {
        let victims = said(self.victims.as_ref());
        let what = self.what.unwrap_or(FigureKind::Killed);
        view.chronicle.figures.iter().filter(move |f| {
            f.what == what && f.part_of.is_empty() && victims.is_none_or(|v| f.victims.as_deref() == Some(v))
        })
    }
}

/// What one claimant's figures come to.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimantTotal {
    #[schema(value_type = schema::FigureKind)]
    what: FigureKind,
    victims: Option<String>,
    by: String,
    #[schema(value_type = schema::Alignment)]
    alignment: Alignment,
    min: u64,
    /// Null when a figure has no upper bound.
    max: Option<u64>,
    entries: Vec<String>,
}

/// Each claimant's own sums by victim group, parts counted once.
#[utoipa::path(get, path = "/figures/claimants", tag = "figures", params(OfWhat),
    responses((status = 200, body = Vec<ClaimantTotal>)))]
pub(crate) async fn claimants(Now(view): Now, Params(asked): Params<OfWhat>) -> Json<Vec<ClaimantTotal>> {
    let mut sums: BTreeMap<(Option<String>, String), ClaimantTotal> = BTreeMap::new();
    for entry in asked.among(&view) {
        // A claimant who gives several figures of one thing counts once, with the whole range.
        let mut own: BTreeMap<String, (Alignment, u64, Option<u64>)> = BTreeMap::new();
        for claimant in &entry.claimants {
            let by = claimant.by.last().cloned().unwrap_or_default();
            let (min, max) = (claimant.min.unwrap_or(0), claimant.max);
            own.entry(by)
                .and_modify(|(_, least, most)| {
                    *least = (*least).min(min);
                    *most = most.zip(max).map(|(a, b)| a.max(b));
                })
                .or_insert((claimant.alignment.clone(), min, max));
        }
        for (by, (alignment, min, max)) in own {
            let sum = sums.entry((entry.victims.clone(), by.clone())).or_insert(ClaimantTotal {
                what: entry.what,
                victims: entry.victims.clone(),
                by,
                alignment,
                min: 0,
                max: Some(0),
                entries: Vec::new(),
            });
            sum.min = sum.min.saturating_add(min);
            sum.max = sum.max.zip(max).map(|(a, b)| a.saturating_add(b));
            sum.entries.push(entry.id.clone());
        }
    }
    let mut rows: Vec<ClaimantTotal> = sums.into_values().collect();
    rows.sort_by(|a, b| (&a.victims, b.min, &a.by).cmp(&(&b.victims, a.min, &b.by)));
    Json(rows)
}

/// Sums up to a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct DaySum {
    #[schema(value_type = String, format = Date)]
    day: Day,
    conservative: u64,
    informative: u64,
    representative: u64,
    /// Ids of the entries that the day adds.
    added: Vec<String>,
}

/// Cumulative sums, each entry on its last day, parts counted once.
#[utoipa::path(get, path = "/figures/daily", tag = "figures", params(OfWhat),
    responses((status = 200, body = Vec<DaySum>)))]
pub(crate) async fn daily(Now(view): Now, Params(asked): Params<OfWhat>) -> Json<Vec<DaySum>> {
    let mut by_day: BTreeMap<i32, Vec<&LedgerEntry>> = BTreeMap::new();
    for entry in asked.among(&view) {
        let (first, last) = range(entry.when.as_ref());
        if let Some(day) = last.or(first) {
            by_day.entry(day).or_default().push(entry);
        }
    }
    let (mut conservative, mut informative, mut representative) = (0_u64, 0_u64, 0_u64);
    let rows = by_day.into_iter().map(|(day, entries)| {
        for entry in &entries {
            conservative = conservative.saturating_add(entry.conservative.unwrap_or(0));
            informative = informative.saturating_add(entry.informative.unwrap_or(0));
            representative = representative.saturating_add(entry.representative.unwrap_or(0));
        }
        DaySum {
            day: day_of(day),
            conservative,
            informative,
            representative,
            added: entries.iter().map(|e| e.id.clone()).collect(),
        }
    });
    Json(rows.collect())
}

/// An event with civilian victims.
#[derive(Serialize, ToSchema)]
pub(crate) struct HarmRow {
    event: String,
    #[schema(value_type = schema::Grade)]
    grade: Grade,
    why: String,
    figures: Vec<String>,
    place: Option<String>,
    name: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
}

/// Events that harm civilians, with how well each is borne out.
#[utoipa::path(get, path = "/harm", tag = "figures", responses((status = 200, body = Vec<HarmRow>)))]
pub(crate) async fn harm(Now(view): Now) -> Result<Response, Problem> {
    super::answer(view, "harm".to_owned(), |view| {
        let rows = view.chronicle.events.iter().zip(&view.events).filter_map(|(event, seen)| {
            let harm = view.harm().get(&event.id)?;
            Some(HarmRow {
                event: event.id.clone(),
                grade: harm.grade,
                why: harm.why.clone(),
                figures: harm.figures.clone(),
                place: event.places.first().cloned(),
                name: seen.names.first().cloned(),
                first_day: dated(seen.first),
            })
        });
        rows.collect::<Vec<_>>()
    })
    .await
}

//! Rows of who held what.

use annalist_gazetteer::Point;
use annalist_time::Day;
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::dated;
use super::schema;
use crate::view::View;

/// Who held a place from when to when.
#[derive(Serialize, ToSchema)]
#[schema(as = Holding)]
pub(crate) struct HoldingRow {
    id: String,
    account: String,
    place: String,
    name: String,
    #[schema(value_type = Option<schema::Point>)]
    point: Option<Point>,
    /// First day; null when it was so before anything is told.
    #[schema(value_type = Option<String>, format = Date)]
    start: Option<Day>,
    /// The day after the last; null when nothing told ends it.
    #[schema(value_type = Option<String>, format = Date)]
    end: Option<Day>,
    holder: Option<String>,
    #[schema(value_type = schema::Status)]
    status: annalist_chronicle::Status,
    begun_by: Vec<String>,
    ended_by: Vec<String>,
    confirmed_by: Vec<String>,
    #[schema(value_type = Option<String>, format = Date)]
    newest_evidence: Option<Day>,
    /// Whether it follows from claims without being said outright.
    implied: bool,
}

impl HoldingRow {
    pub(crate) fn of(holding: &annalist_chronicle::Holding) -> Self {
        Self {
            id: holding.id.clone(),
            account: holding.account.clone(),
            place: holding.place.clone(),
            name: holding.name.clone(),
            point: holding.point,
            start: holding.start,
            end: holding.end,
            holder: holding.holder.clone(),
            status: holding.status,
            begun_by: holding.begun_by.clone(),
            ended_by: holding.ended_by.clone(),
            confirmed_by: holding.confirmed_by.clone(),
            newest_evidence: holding.newest_evidence,
            implied: holding.implied,
        }
    }
}

/// Holder and status.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Held {
    pub(crate) holder: Option<String>,
    #[schema(value_type = schema::Status)]
    pub(crate) status: annalist_chronicle::Status,
}

impl From<(Option<String>, annalist_chronicle::Status)> for Held {
    fn from((holder, status): (Option<String>, annalist_chronicle::Status)) -> Self {
        Self { holder, status }
    }
}

/// Days on which a place is told otherwise.
#[derive(Serialize, ToSchema)]
pub(crate) struct Difference {
    place: String,
    name: String,
    #[schema(value_type = Option<schema::Point>)]
    point: Option<Point>,
    #[schema(value_type = Option<String>, format = Date)]
    start: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    end: Option<Day>,
    a: Held,
    b: Held,
    /// Counted up to the last day on which anything is told.
    days: u32,
}

impl Difference {
    pub(crate) fn of(view: &View, difference: annalist_chronicle::Difference) -> Self {
        Self {
            point: view.places.get(&difference.place).and_then(|p| p.point),
            place: difference.place,
            name: difference.name,
            start: difference.start,
            end: difference.end,
            a: difference.a.into(),
            b: difference.b.into(),
            days: difference.days,
        }
    }
}

/// Holder and status from one day number to before another.
pub(crate) type Stretch = (Option<i32>, Option<i32>, Held);

impl Difference {
    /// The days on which two tellings of one place differ; where either tells nothing, they do too.
    pub(crate) fn between(view: &View, place: &str, a: &[Stretch], b: &[Stretch]) -> Vec<Self> {
        let mut borders: Vec<Option<i32>> =
            a.iter().chain(b).flat_map(|(start, end, _)| [*start, *end]).flatten().map(Some).collect();
        borders.sort_unstable();
        borders.dedup();
        let starts = std::iter::once(None).chain(borders.iter().copied());
        let ends = borders.iter().copied().chain([None]);
        let at = |list: &[Stretch], start: Option<i32>, end: Option<i32>| {
            let probe = start.or(end.map(|e| e - 1)).unwrap_or_default();
            let stands = |s: &&Stretch| s.0.is_none_or(|x| x <= probe) && s.1.is_none_or(|x| probe < x);
            let unknown = Held { holder: None, status: annalist_chronicle::Status::Unknown };
            list.iter().rev().find(stands).map_or(unknown, |s| s.2.clone())
        };
        let horizon = view.places.get(place).and_then(|p| p.last).map(|d| d + 1);
        starts
            .zip(ends)
            .map(|(start, end)| (start, end, at(a, start, end), at(b, start, end)))
            .filter(|(_, _, one, other)| one != other)
            .map(|(start, end, one, other)| Self {
                place: place.to_owned(),
                name: view.place_name(place),
                point: view.places.get(place).and_then(|p| p.point),
                start: dated(start),
                end: dated(end),
                a: one,
                b: other,
                days: start.zip(end.or(horizon)).map_or(0, |(s, e)| (e - s).max(0) as u32),
            })
            .collect()
    }
}

//! What lies outside a document's world: a year or a place far from all others that it tells.

use annalist_gazetteer::{Geometry, Point, distance};

use crate::Claim;

/// Beyond this many metres from the middle of a document's places, a place is far.
const FAR: f64 = 1_200_000.0;
/// Beyond this many years from the middle of a document's dates, a date is far.
const YEARS: i16 = 2;

/// Flags claims whose date or place lies outside the document's world.
pub(crate) fn flag(claims: &mut [Claim]) {
    let mut years: Vec<i16> = claims.iter().filter_map(year).collect();
    let mut lats: Vec<f64> = claims.iter().flat_map(points).map(|p| p.lat).collect();
    let mut lons: Vec<f64> = claims.iter().flat_map(points).map(|p| p.lon).collect();
    years.sort_unstable();
    lats.sort_by(f64::total_cmp);
    lons.sort_by(f64::total_cmp);
    let year_middle = years.get(years.len() / 2).copied();
    let middle =
        lats.get(lats.len() / 2).zip(lons.get(lons.len() / 2)).map(|(&lat, &lon)| Point { lat, lon });
    for claim in claims {
        if let (Some(own), Some(most)) = (year(claim), year_middle)
            && (own - most).abs() > YEARS
        {
            claim.flags.push(format!("outside: {own} in a narrative of {most}"));
        }
        if let Some(middle) = middle
            && points(claim).iter().any(|p| distance(*p, middle) > FAR)
        {
            claim.flags.push("outside: a place far from the others".to_owned());
        }
    }
}

#[allow(clippy::redundant_closure_for_method_calls, reason = "the method's crate is not a dependency")]
fn year(claim: &Claim) -> Option<i16> {
    let when = claim.when.as_ref()?;
    when.earliest().or_else(|| when.latest()).map(|d| d.year())
}

fn points(claim: &Claim) -> Vec<Point> {
    claim
        .places
        .iter()
        .filter_map(|p| match p.place.geometry? {
            Geometry::Point { at } | Geometry::Buffer { at, .. } | Geometry::Sector { at, .. } => Some(at),
            Geometry::Line { from, .. } => Some(from),
        })
        .collect()
}

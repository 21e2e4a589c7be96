//! Faults of a list of places: what is wrong for sure, and what looks wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::list::Entry;
use crate::{PlaceKind, Point, distance, fold};

/// A fault of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Id of the place.
    pub id: String,
    /// Whether it is wrong for sure.
    pub error: bool,
    /// What is wrong.
    pub message: String,
}

/// Metres within which two places of one name and kind are taken for one place.
const TWINS: f64 = 3_000.0;

/// Finds duplicates and suspicious coordinates.
///
/// Errors: an id twice, a parent that is not there, coordinates 0, 0, a damaged character, one name and
/// kind twice within three kilometres. Warnings: two settlements at one spot, a place far outside its
/// parent, coordinates that fit when swapped, an area without extent.
pub fn check(entries: &[Entry]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |entry: &Entry, error: bool, message: String| {
        findings.push(Finding { id: entry.id.clone(), error, message });
    };
    let mut ids = BTreeSet::new();
    let by_id: BTreeMap<&str, &Entry> = entries.iter().map(|e| (e.id.as_str(), e)).collect();
    let mut by_name: BTreeMap<(String, PlaceKind), Vec<&Entry>> = BTreeMap::new();
    let mut by_spot: BTreeMap<(i64, i64), &Entry> = BTreeMap::new();
    let middle = middles(entries);
    for entry in entries {
        if !ids.insert(entry.id.as_str()) {
            report(entry, true, "its id is taken by another place".to_owned());
        }
        if entry.point.lat == 0.0 && entry.point.lon == 0.0 {
            report(entry, true, "coordinates 0, 0".to_owned());
        }
        if entry
            .names
            .iter()
            .chain([&entry.name])
            .any(|n| n.contains('\u{fffd}') || n.trim() != n || fold(n).is_empty())
        {
            report(entry, true, "a damaged or empty name".to_owned());
        }
        match entry.parent.as_deref().map(|p| (p, by_id.get(p))) {
            Some((parent, None)) => report(entry, true, format!("its parent {parent} is not in the list")),
            Some((_, Some(parent))) if parent.radius > 0.0 => {
                let apart = distance(entry.point, parent.point) / 1000.0;
                if apart > 4.0 * parent.radius + 20.0 {
                    report(entry, false, format!("{apart:.0} km from the middle of {}", parent.name));
                }
            }
            _ => {}
        }
        if entry.kind.is_area() && entry.radius <= 0.0 {
            report(entry, false, "an area without extent".to_owned());
        }
        if let Some(middle) = middle.get(entry.country.as_str()) {
            let swapped = Point { lat: entry.point.lon, lon: entry.point.lat };
            let (apart, swapped) = (
                distance(entry.point, *middle),
                if swapped.lat.abs() <= 90.0 { distance(swapped, *middle) } else { f64::INFINITY },
            );
            if apart > 1_500_000.0 && swapped < 500_000.0 {
                report(entry, false, "its coordinates look swapped".to_owned());
            }
        }
        if entry.kind == PlaceKind::Settlement {
            let spot = ((entry.point.lat * 1e4).round() as i64, (entry.point.lon * 1e4).round() as i64);
            if let Some(other) = by_spot.insert(spot, entry) {
                report(entry, false, format!("at the spot of {}", other.name));
            }
        }
        by_name.entry((fold(&entry.name), entry.kind)).or_default().push(entry);
    }
    for twins in by_name.values() {
        for (i, a) in twins.iter().enumerate() {
            for b in &twins[i + 1..] {
                if distance(a.point, b.point) < TWINS && a.parent == b.parent {
                    report(b, true, format!("the same as {}", a.id));
                }
            }
        }
    }
    findings.sort_by(|a, b| (!a.error, &a.id, &a.message).cmp(&(!b.error, &b.id, &b.message)));
    findings
}

/// The median point of each country.
fn middles(entries: &[Entry]) -> BTreeMap<&str, Point> {
    let mut points: BTreeMap<&str, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for entry in entries {
        let (lats, lons) = points.entry(&entry.country).or_default();
        lats.push(entry.point.lat);
        lons.push(entry.point.lon);
    }
    points
        .into_iter()
        .filter(|(_, (lats, _))| lats.len() >= 5)
        .map(|(country, (mut lats, mut lons))| {
            lats.sort_by(f64::total_cmp);
            lons.sort_by(f64::total_cmp);
            (country, Point { lat: lats[lats.len() / 2], lon: lons[lons.len() / 2] })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, name: &str, lat: f64, lon: f64) -> Entry {
        Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            names: Vec::new(),
            point: Point { lat, lon },
            kind: PlaceKind::Settlement,
            country: "SY".to_owned(),
            parent: None,
            population: None,
            radius: 0.0,
        }
    }

    #[test]
    fn faults_are_found_and_a_clean_list_has_none() {
        let mut list: Vec<Entry> = (0..6)
            .map(|i| entry(&format!("t:{i}"), &format!("Place {i}"), 34.0 + f64::from(i), 38.0))
            .collect();
        assert_eq!(check(&list), []);
        list.push(entry("t:0", "Zeina", 0.0, 0.0));
        list.push(entry("t:a", "Place 1", 35.001, 38.001));
        list.push(entry("t:b", "Milha", 38.1, 34.2));
        list.last_mut().expect("just pushed").parent = Some("t:none".to_owned());
        let errors: Vec<String> =
            check(&list).into_iter().filter(|f| f.error).map(|f| format!("{} {}", f.id, f.message)).collect();
        assert_eq!(errors.len(), 4, "{errors:?}");
    }

    #[test]
    fn swapped_coordinates_are_suspected() {
        let mut list: Vec<Entry> = (0..6)
            .map(|i| entry(&format!("t:{i}"), &format!("Place {i}"), 15.0 + f64::from(i) * 0.1, 44.0))
            .collect();
        list.push(entry("t:x", "Zeina", 44.0, 15.2));
        assert!(check(&list).iter().any(|f| f.id == "t:x" && f.message.contains("swapped")));
    }
}

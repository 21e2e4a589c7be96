//! `GeoJSON` (RFC 7946): holdings as features.

use annalist_chronicle::Holding;
use serde_json::{Value, json};

use crate::Mask;

/// A feature collection of holdings, in the order given.
///
/// `start` and `end` are ISO days, `end` the day after the last; either is null when it is open.
pub fn holdings(holdings: &[Holding], mask: &Mask) -> String {
    let features: Vec<Value> = holdings
        .iter()
        .map(|h| {
            let h = mask.holding(h);
            json!({
                "type": "Feature",
                "id": h.id,
                "geometry": h.point.map(|p| json!({"type": "Point", "coordinates": [p.lon, p.lat]})),
                "properties": {
                    "account": h.account,
                    "place": h.place,
                    "name": h.name,
                    "start": h.start,
                    "end": h.end,
                    "holder": h.holder,
                    "status": h.status,
                    "newest_evidence": h.newest_evidence,
                    "claims": h.begun_by.iter().chain(&h.confirmed_by).collect::<Vec<_>>(),
                },
            })
        })
        .collect();
    format!("{:#}\n", json!({"type": "FeatureCollection", "features": features}))
}

#[cfg(test)]
mod tests {
    use annalist_chronicle::{Holding, Status};
    use annalist_gazetteer::Point;
    use serde_json::Value;

    use super::holdings;
    use crate::Mask;

    fn holding(point: Option<Point>) -> Holding {
        Holding {
            id: "h-1".to_owned(),
            account: "all".to_owned(),
            place: "x:velm".to_owned(),
            name: "Velm".to_owned(),
            point,
            start: Some("2031-05-03".parse().unwrap()),
            end: None,
            holder: Some("red".to_owned()),
            status: Status::Held,
            other: None,
            begun_by: vec!["c-1".to_owned()],
            ended_by: Vec::new(),
            confirmed_by: Vec::new(),
            newest_evidence: None,
            implied: false,
        }
    }

    #[test]
    fn coordinates_are_longitude_first() {
        let text = holdings(&[holding(Some(Point { lat: 10.0, lon: 20.0 }))], &Mask::default());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["features"][0]["geometry"]["coordinates"], serde_json::json!([20.0, 10.0]));
        assert_eq!(value["features"][0]["properties"]["end"], Value::Null);
    }

    #[test]
    fn a_place_not_found_has_no_geometry() {
        let value: Value = serde_json::from_str(&holdings(&[holding(None)], &Mask::default())).unwrap();
        assert_eq!(value["features"][0]["geometry"], Value::Null);
    }
}

//! Geometries as GeoJSON (RFC 7946).

use annalist_gazetteer::{Geometry, Point};
use serde_json::{Value, json};

/// A location: points and lines as they are, buffers and sectors as the polygons that they cover.
pub(crate) fn geometry(geometry: &Geometry) -> Value {
    let outline = annalist_store::outline(geometry);
    match geometry {
        Geometry::Point { at } => json!({"type": "Point", "coordinates": pair(*at)}),
        Geometry::Line { .. } => json!({"type": "LineString", "coordinates": pairs(&outline)}),
        Geometry::Buffer { .. } | Geometry::Sector { .. } => {
            // Outlines run clockwise by bearing; the outer ring of a polygon runs the other way.
            let ring: Vec<Point> = outline.into_iter().rev().collect();
            json!({"type": "Polygon", "coordinates": [pairs(&ring)]})
        }
    }
}

fn pairs(points: &[Point]) -> Vec<[f64; 2]> {
    points.iter().copied().map(pair).collect()
}

fn pair(point: Point) -> [f64; 2] {
    [point.lon, point.lat]
}

#[cfg(test)]
mod tests {
    use annalist_gazetteer::{Geometry, Point};

    use super::geometry;

    const AT: Point = Point { lat: 35.0, lon: 36.0 };

    #[test]
    fn a_buffer_is_a_closed_ring_that_runs_against_the_clock() {
        let json = geometry(&Geometry::Buffer { at: AT, radius: 5000.0 });
        let ring: Vec<[f64; 2]> = serde_json::from_value(json["coordinates"][0].clone()).unwrap();
        assert_eq!(ring.first(), ring.last());
        let area: f64 = ring.windows(2).map(|p| p[0][0] * p[1][1] - p[1][0] * p[0][1]).sum();
        assert!(area > 0.0, "{area}");
    }

    #[test]
    fn longitude_comes_first() {
        assert_eq!(geometry(&Geometry::Point { at: AT })["coordinates"], serde_json::json!([36.0, 35.0]));
    }
}

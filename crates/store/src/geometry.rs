//! Geometries as `GeoPackage` blobs: the header of clause 2.1.3 of OGC 12-128r19, then ISO WKB.

use annalist_gazetteer::{Geometry, Point};

const WGS84: i32 = 4326;
const LITTLE_ENDIAN_NO_ENVELOPE: u8 = 0b0000_0001;
/// Mean radius of the earth in metres (IUGG).
const EARTH_RADIUS: f64 = 6_371_008.8;
/// Corners of a drawn circle.
const CIRCLE_STEPS: u32 = 48;

/// Bounds of a geometry: west, east, south, north.
pub(crate) type Bounds = (f64, f64, f64, f64);

/// A geometry ready to be stored.
pub(crate) struct Blob {
    pub(crate) bytes: Vec<u8>,
    pub(crate) bounds: Bounds,
}

/// The blob of a point.
pub(crate) fn point(at: Point) -> Blob {
    let mut bytes = header(1);
    push(&mut bytes, &[at]);
    Blob { bytes, bounds: bounds(&[at]) }
}

/// The blob of a geometry: points stay points, buffers and sectors become polygons.
pub(crate) fn blob(geometry: &Geometry) -> Blob {
    match *geometry {
        Geometry::Point { at } => point(at),
        Geometry::Line { from, to } => {
            let points = [from, to];
            let mut bytes = header(2);
            bytes.extend(2_u32.to_le_bytes());
            push(&mut bytes, &points);
            Blob { bytes, bounds: bounds(&points) }
        }
        Geometry::Buffer { .. } | Geometry::Sector { .. } => polygon(&outline(geometry)),
    }
}

fn header(wkb_type: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    bytes.extend(b"GP");
    bytes.push(0);
    bytes.push(LITTLE_ENDIAN_NO_ENVELOPE);
    bytes.extend(WGS84.to_le_bytes());
    bytes.push(1);
    bytes.extend(wkb_type.to_le_bytes());
    bytes
}

fn push(bytes: &mut Vec<u8>, points: &[Point]) {
    for p in points {
        bytes.extend(p.lon.to_le_bytes());
        bytes.extend(p.lat.to_le_bytes());
    }
}

fn polygon(outline: &[Point]) -> Blob {
    let mut bytes = header(3);
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend((outline.len() as u32).to_le_bytes());
    push(&mut bytes, outline);
    Blob { bytes, bounds: bounds(outline) }
}

fn ring(at: Point, first: f64, last: f64, radius: f64) -> Vec<Point> {
    let mut points = arc(at, first, last, radius);
    points.pop();
    points.push(points[0]);
    points
}

fn arc(at: Point, first: f64, last: f64, radius: f64) -> Vec<Point> {
    (0..=CIRCLE_STEPS)
        .map(|i| destination(at, first + (last - first) * f64::from(i) / f64::from(CIRCLE_STEPS), radius))
        .collect()
}

/// The corners of a geometry as it is drawn: one for a point, two for a line, a closed ring for a
/// buffer or sector.
pub fn outline(geometry: &Geometry) -> Vec<Point> {
    match *geometry {
        Geometry::Point { at } => vec![at],
        Geometry::Line { from, to } => vec![from, to],
        Geometry::Buffer { at, radius } => ring(at, 0.0, 360.0, radius),
        Geometry::Sector { at, bearing, width, from, to } => {
            let (first, last) = (bearing - width / 2.0, bearing + width / 2.0);
            let mut outline = arc(at, first, last, to);
            let mut inner = if from > 0.0 { arc(at, first, last, from) } else { vec![at] };
            inner.reverse();
            outline.append(&mut inner);
            outline.push(outline[0]);
            outline
        }
    }
}

/// The point at a distance (metres) and bearing (degrees) on a sphere; rounded to about a
/// centimetre, so that the last bits of a machine's sine cannot change a file.
pub fn destination(at: Point, bearing: f64, distance: f64) -> Point {
    let (lat, lon, turn, arc) =
        (at.lat.to_radians(), at.lon.to_radians(), bearing.to_radians(), distance / EARTH_RADIUS);
    let lat2 = (lat.sin() * arc.cos() + lat.cos() * arc.sin() * turn.cos()).asin();
    let lon2 = lon + (turn.sin() * arc.sin() * lat.cos()).atan2(arc.cos() - lat.sin() * lat2.sin());
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Point { lat: round(lat2.to_degrees()), lon: round(lon2.to_degrees()) }
}

fn bounds(points: &[Point]) -> Bounds {
    points.iter().fold(
        (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY),
        |(west, east, south, north), p| {
            (west.min(p.lon), east.max(p.lon), south.min(p.lat), north.max(p.lat))
        },
    )
}

#[cfg(test)]
mod tests {
    use annalist_gazetteer::{Geometry, Point};

    use super::{blob, point};

    const AT: Point = Point { lat: 10.0, lon: 20.0 };

    #[test]
    fn a_point_is_a_header_and_little_endian_wkb() {
        let bytes = point(AT).bytes;
        assert_eq!(&bytes[..8], b"GP\0\x01\xe6\x10\0\0");
        assert_eq!(&bytes[8..13], &[1, 1, 0, 0, 0]);
        assert_eq!(bytes[13..21], 20.0_f64.to_le_bytes());
        assert_eq!(bytes.len(), 29);
    }

    #[test]
    fn a_buffer_reaches_its_radius_and_no_further() {
        let (west, east, south, north) = blob(&Geometry::Buffer { at: AT, radius: 5000.0 }).bounds;
        let degree = 111_195.0;
        assert!(((north - 10.0) * degree - 5000.0).abs() < 5.0, "{north}");
        assert!(((10.0 - south) * degree - 5000.0).abs() < 5.0, "{south}");
        assert!(west < 20.0 && east > 20.0 && east - 20.0 < 0.05);
    }

    #[test]
    fn a_sector_south_lies_south() {
        let sector = Geometry::Sector { at: AT, bearing: 180.0, width: 90.0, from: 0.0, to: 1000.0 };
        let (_, _, south, north) = blob(&sector).bounds;
        assert!(south < 10.0 && (north - 10.0).abs() < 1e-9);
    }
}

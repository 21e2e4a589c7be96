//! What a place and its mention are.

use annalist_span::Mention;
use serde::{Deserialize, Serialize};

/// Degrees on WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Point {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lon: f64,
}

/// A gazetteer's place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Stable id: `gn:170017` (`GeoNames`), `syria:suran` (a pack), `own:…` (a project's own).
    pub id: String,
    /// Preferred name.
    pub name: String,
    /// Other spellings, in any script.
    pub names: Vec<String>,
    /// Where it is; an area's representative point.
    pub point: Point,
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2 country.
    pub country: String,
    /// Administrative parents by name, nearest first ("Hama District", "Hama Governorate").
    pub parents: Vec<String>,
    /// Inhabitants, where known.
    pub population: Option<u32>,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// City, town or village.
    Settlement,
    /// Quarter of a settlement.
    Neighbourhood,
    /// Hill or mountain.
    Hill,
    /// Base, airfield, checkpoint, depot.
    Military,
    /// Civil airport.
    Airport,
    /// Road, bridge, junction.
    Road,
    /// Silo, plant, hospital, prison, school …
    Facility,
    /// River, lake, dam.
    Water,
    /// District or subdistrict.
    District,
    /// Governorate, oblast, province.
    Province,
    /// Country.
    Country,
    /// Plain, desert, countryside, front.
    Region,
}

impl PlaceKind {
    /// Every kind with its name.
    const NAMES: [(Self, &'static str); 12] = [
        (Self::Settlement, "settlement"),
        (Self::Neighbourhood, "neighbourhood"),
        (Self::Hill, "hill"),
        (Self::Military, "military"),
        (Self::Airport, "airport"),
        (Self::Road, "road"),
        (Self::Facility, "facility"),
        (Self::Water, "water"),
        (Self::District, "district"),
        (Self::Province, "province"),
        (Self::Country, "country"),
        (Self::Region, "region"),
    ];

    /// The kind of a name in snake case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
    }

    /// Its name in snake case.
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Whether it is an area too wide to be held as one place.
    pub const fn is_area(self) -> bool {
        matches!(self, Self::District | Self::Province | Self::Country | Self::Region)
    }
}

/// A place as a text names it.
pub type PlaceMention = Mention<PlaceValue>;

/// What was made of a place's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceValue {
    /// Resolved, ambiguous or not found.
    pub status: PlaceStatus,
    /// The place, when resolved. For a relative place, the place it leans on.
    pub id: Option<String>,
    /// Its preferred name.
    pub name: Option<String>,
    /// Where, drawn no finer than it is known.
    pub geometry: Option<Geometry>,
    /// How fine that is.
    pub precision: Precision,
    /// How many places an unnamed or remaining group has ("three villages").
    pub count: Option<u32>,
    /// What it might have been, best first, with reasons.
    pub candidates: Vec<Candidate>,
    /// The kind that the text says ("village of", "hill").
    pub cue: Option<PlaceKind>,
    /// Whether the words name something else after the place ("Hama offensive", "Aleppo
    /// University"): found, but no place where things happen.
    pub associative: bool,
}

/// The outcome of a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceStatus {
    /// One place.
    Resolved,
    /// Several, and nothing decides.
    Ambiguous,
    /// None that we know.
    NotFound,
}

/// How fine a location is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A point within about a kilometre: a village, a hill, a facility.
    Exact,
    /// A settlement as a whole.
    Settlement,
    /// Near or relative to a place: a buffer or sector.
    Near,
    /// An administrative or natural area.
    Area,
    /// Not known.
    Unknown,
}

/// A location as a geometry.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "shape")]
pub enum Geometry {
    /// A point.
    Point {
        /// Where.
        at: Point,
    },
    /// Within a distance of a point.
    Buffer {
        /// Centre.
        at: Point,
        /// Radius in metres.
        radius: f64,
    },
    /// In a direction from a point, out to a distance.
    Sector {
        /// Apex.
        at: Point,
        /// Bearing of the middle in degrees clockwise from north.
        bearing: f64,
        /// Width in degrees.
        width: f64,
        /// Nearest distance in metres.
        from: f64,
        /// Farthest distance in metres.
        to: f64,
    },
    /// Along the line between two points.
    Line {
        /// One end.
        from: Point,
        /// The other.
        to: Point,
    },
}

/// A place that a name might mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its preferred name.
    pub name: String,
    /// Where it is.
    pub point: Point,
    /// Score from 0 to 1.
    pub score: f64,
    /// What spoke for and against, in words.
    pub reason: String,
}

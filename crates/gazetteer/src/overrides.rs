//! What users decided about names: it wins over everything.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Point, fold};

/// Decisions about names, by folded name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Overrides {
    names: BTreeMap<String, Override>,
}

/// One decision about a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Override {
    /// The name means the place of this id.
    Place {
        /// The place's id.
        id: String,
    },
    /// The name means a place of these coordinates that no list has.
    At {
        /// Where it is.
        point: Point,
    },
    /// The name is no place.
    NotAPlace,
}

impl Override {
    /// Reads a decision as the journal keeps it: `none` for what is no place, `at:LAT,LON` for
    /// coordinates in degrees, else a place's id.
    ///
    /// # Errors
    /// When the coordinates cannot be read, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "none" {
            return Ok(Self::NotAPlace);
        }
        let Some(numbers) = text.strip_prefix("at:") else { return Ok(Self::Place { id: text.to_owned() }) };
        let wrong = || format!("{numbers:?} is no latitude and longitude in degrees, such as at:35.25,36.75");
        let (lat, lon) = numbers.split_once(',').ok_or_else(wrong)?;
        let (Ok(lat), Ok(lon)) = (lat.trim().parse::<f64>(), lon.trim().parse::<f64>()) else {
            return Err(wrong());
        };
        if lat.abs() <= 90.0 && lon.abs() <= 180.0 {
            Ok(Self::At { point: Point { lat, lon } })
        } else {
            Err(wrong())
        }
    }
}

impl std::fmt::Display for Override {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Place { id } => f.write_str(id),
            Self::At { point } => write!(f, "at:{},{}", point.lat, point.lon),
            Self::NotAPlace => f.write_str("none"),
        }
    }
}

impl Overrides {
    /// Decides about a name; an earlier decision is replaced and given back.
    pub fn set(&mut self, name: &str, decision: Override) -> Option<Override> {
        self.names.insert(fold(name), decision)
    }

    /// The decision about a name.
    pub fn get(&self, name: &str) -> Option<&Override> {
        self.names.get(&fold(name))
    }

    /// Takes a decision back.
    pub fn remove(&mut self, name: &str) -> Option<Override> {
        self.names.remove(&fold(name))
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Override, Point};

    #[test]
    fn decisions_are_read_as_they_are_written() {
        let point = Point { lat: -3.5, lon: 120.25 };
        for decision in
            [Override::NotAPlace, Override::At { point }, Override::Place { id: "t:milha".to_owned() }]
        {
            assert_eq!(Override::parse(&decision.to_string()), Ok(decision));
        }
        for bad in ["at:", "at:1", "at:95,0", "at:NaN,3", "at:1,2,3"] {
            assert!(Override::parse(bad).is_err(), "{bad}");
        }
    }
}

use edtf_core::Bound;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the proleptic Gregorian calendar.
pub type Day = jiff::civil::Date;

/// A date, interval or set in EDTF (ISO 8601-2:2019, levels 0 to 2), valid by construction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edtf(String);

/// Why a string is no EDTF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an EDTF date: {text:?} ({reason})")]
pub struct EdtfError {
    /// What was read.
    pub text: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Edtf {
    /// Reads an EDTF string and keeps its canonical form.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        edtf_core::Edtf::parse(text)
            .map(|value| Self(value.to_string()))
            .map_err(|e| EdtfError { text: text.to_owned(), reason: e.to_string() })
    }

    /// A single day.
    pub fn day(day: Day) -> Self {
        Self(day.to_string())
    }

    /// A closed interval of days.
    pub fn days(first: Day, last: Day) -> Self {
        if first == last { Self::day(first) } else { Self(format!("{first}/{last}")) }
    }

    /// The string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// First possible day; `None` when it is open or unknown.
    pub fn earliest(&self) -> Option<Day> {
        day(&self.value().bounds().earliest)
    }

    /// Last possible day; `None` when it is open or unknown.
    pub fn latest(&self) -> Option<Day> {
        day(&self.value().bounds().latest)
    }

    fn value(&self) -> edtf_core::Edtf {
        edtf_core::Edtf::parse(&self.0).expect("valid by construction")
    }
}

fn day(bound: &Bound) -> Option<Day> {
    match bound {
        Bound::Date(d) => d.to_string().parse().ok(),
        _ => None,
    }
}

impl std::fmt::Display for Edtf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Edtf;

    #[test]
    fn bounds_of_the_usual_shapes() {
        let bounds = |s: &str| {
            let e = Edtf::parse(s).unwrap();
            (e.earliest().map(|d| d.to_string()), e.latest().map(|d| d.to_string()))
        };
        let day = |s: &str| Some(s.to_owned());
        assert_eq!(bounds("2017-03"), (day("2017-03-01"), day("2017-03-31")));
        assert_eq!(bounds("../2017-03-22"), (None, day("2017-03-22")));
        assert_eq!(bounds("2017-03-21/2017-04-28"), (day("2017-03-21"), day("2017-04-28")));
    }
}

use edtf_core::Bound;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::period::{civil, edtf_day};

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
        Self(edtf_day(day))
    }

    /// A closed interval of days.
    pub fn days(first: Day, last: Day) -> Self {
        if first == last { Self::day(first) } else { Self(format!("{}/{}", edtf_day(first), edtf_day(last))) }
    }

    /// From the beginning of one value to the end of another, each as finely as it was told
    /// (`2017-03` and `2017-04` give `2017-03/2017-04`). `None` when they cannot be joined.
    pub fn between(from: &Self, to: &Self) -> Option<Self> {
        let (from, to) = (from.begin()?, to.end()?);
        if from == to { Self::parse(from).ok() } else { Self::parse(&format!("{from}/{to}")).ok() }
    }

    /// Not after this value: `../2017-03-22` for "by 22 March".
    pub fn by(&self) -> Option<Self> {
        Self::parse(&format!("../{}", self.end()?)).ok()
    }

    /// From this value on: `2017-03-22/..` for "since 22 March".
    pub fn since(&self) -> Option<Self> {
        Self::parse(&format!("{}/..", self.begin()?)).ok()
    }

    /// All of these (`{2017-04-20,2017-04-21}`); a run without gaps is an interval.
    pub fn all_of(values: &[Self]) -> Option<Self> {
        Self::set(values, '{', '}', true)
    }

    /// Each of these, written out (`{2017-04-20,2017-04-21}`) even where they touch.
    pub fn each_of(values: &[Self]) -> Option<Self> {
        Self::set(values, '{', '}', false)
    }

    /// One of these, not told which (`[2017-04-20,2017-04-21]`).
    pub fn one_of(values: &[Self]) -> Option<Self> {
        Self::set(values, '[', ']', false)
    }

    fn set(values: &[Self], open: char, close: char, run: bool) -> Option<Self> {
        let (first, rest) = values.split_first()?;
        if rest.is_empty() {
            return Some(first.clone());
        }
        let touching = values.windows(2).all(|pair| {
            let next = pair[0].latest().and_then(|d| d.tomorrow().ok());
            next.is_some() && next == pair[1].earliest()
        });
        if touching && run {
            return Self::between(first, values.last()?);
        }
        let list: Vec<&str> = values.iter().map(|v| v.0.as_str()).collect();
        Self::parse(&format!("{open}{}{close}", list.join(","))).ok()
    }

    /// The string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has a part that is only about right (`~`, `%`).
    pub fn is_approximate(&self) -> bool {
        self.0.contains(['~', '%'])
    }

    /// First possible day; `None` when it is open or unknown. An approximate value reaches further
    /// than it is written: see [`Edtf::slack`].
    pub fn earliest(&self) -> Option<Day> {
        let first = bound(&self.value().bounds().earliest)?;
        first.checked_sub(jiff::Span::new().days(self.slack(true))).ok()
    }

    /// Last possible day; `None` when it is open or unknown. An approximate value reaches further
    /// than it is written: see [`Edtf::slack`].
    pub fn latest(&self) -> Option<Day> {
        let last = bound(&self.value().bounds().latest)?;
        last.checked_add(jiff::Span::new().days(self.slack(false))).ok()
    }

    /// How many days "about" reaches beyond what is written: half of what was told and a day at
    /// least, so 1 for a day, 15 for a month, 45 for a season, 183 for a year.
    fn slack(&self, at_begin: bool) -> i64 {
        let mut ends = self.0.split('/');
        let side = if at_begin { ends.next() } else { ends.next_back() }.unwrap_or("");
        if !side.contains(['~', '%']) {
            return 0;
        }
        let plain = side.trim_start_matches('-');
        match plain.split('-').count() {
            1 => 183,
            2 if plain.get(5..7).is_some_and(|m| m >= "21") => 45,
            2 => 15,
            _ => 1,
        }
    }

    /// The day, when it tells exactly one.
    pub fn single_day(&self) -> Option<Day> {
        let (first, last) = (self.earliest()?, self.latest()?);
        (first == last).then_some(first)
    }

    /// The same value `days` later; `None` unless every part of it is a day.
    pub fn shifted(&self, days: i64) -> Option<Self> {
        let step = jiff::Span::new().try_days(days).ok()?;
        let moved = |side: &str| -> Option<String> {
            if matches!(side, "" | "..") {
                return Some(side.to_owned());
            }
            let mark = side.find(['~', '?', '%']).unwrap_or(side.len());
            let (day, mark) = side.split_at(mark);
            let day = Self::parse(day).ok().filter(|d| d.0.len() >= 10)?.single_day()?;
            Some(format!("{}{mark}", edtf_day(day.checked_add(step).ok()?)))
        };
        let parts: Option<Vec<String>> = self.0.split('/').map(moved).collect();
        Self::parse(&parts?.join("/")).ok()
    }

    /// How it stands to another value, with what is possible and what is certain.
    pub fn relations(&self, other: &Self) -> edtf_core::Relations {
        self.value().relation(&other.value())
    }

    /// Whether a day could be in both. Open ends reach everywhere; unknown ones too.
    pub fn may_overlap(&self, other: &Self) -> bool {
        let before = |a: Option<Day>, b: Option<Day>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(self.latest(), other.earliest()) && !before(other.latest(), self.earliest())
    }

    /// The days that are in both, from their bounds; `None` when there are none or both are open.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        if !self.may_overlap(other) {
            return None;
        }
        let first = match (self.earliest(), other.earliest()) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let last = match (self.latest(), other.latest()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match (first, last) {
            (Some(first), Some(last)) => Some(Self::days(first, last)),
            (Some(first), None) => Self::day(first).since(),
            (None, Some(last)) => Self::day(last).by(),
            (None, None) => None,
        }
    }

    /// What stands before the slash; the whole of a single date. `None` for sets and open ends.
    pub fn begin(&self) -> Option<&str> {
        let side = self.0.split('/').next().filter(|s| !matches!(*s, "" | ".."))?;
        (!side.contains(['[', '{'])).then_some(side)
    }

    /// What stands behind the slash; the whole of a single date. `None` for sets and open ends.
    pub fn end(&self) -> Option<&str> {
        let side = self.0.rsplit('/').next().filter(|s| !matches!(*s, "" | ".."))?;
        (!side.contains(['[', '{'])).then_some(side)
    }

    fn value(&self) -> edtf_core::Edtf {
        edtf_core::Edtf::parse(&self.0).expect("valid by construction")
    }
}

fn bound(bound: &Bound) -> Option<Day> {
    match bound {
        Bound::Date(d) => civil(i32::try_from(d.year).ok()?, i32::from(d.month), i32::from(d.day)),
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

    #[test]
    fn values_are_joined_as_finely_as_they_were_told() {
        let edtf = |s: &str| Edtf::parse(s).unwrap();
        assert_eq!(Edtf::between(&edtf("2017-03"), &edtf("2017-04")).unwrap().as_str(), "2017-03/2017-04");
        assert_eq!(edtf("2017-04-21/2017-04-30").by().unwrap().as_str(), "../2017-04-30");
        assert_eq!(edtf("2017-04").since().unwrap().as_str(), "2017-04/..");
        let days = [edtf("2017-04-20"), edtf("2017-04-21"), edtf("2017-04-26")];
        assert_eq!(Edtf::all_of(&days).unwrap().as_str(), "{2017-04-20,2017-04-21,2017-04-26}");
        assert_eq!(Edtf::all_of(&days[..2]).unwrap().as_str(), "2017-04-20/2017-04-21");
        assert_eq!(Edtf::one_of(&days[..2]).unwrap().as_str(), "[2017-04-20,2017-04-21]");
        assert_eq!(edtf("../2017-04").by().unwrap().as_str(), "../2017-04");
        assert_eq!(edtf("../2017-04").since(), None);
    }

    #[test]
    fn about_reaches_further_than_it_is_written() {
        let edtf = |s: &str| Edtf::parse(s).unwrap();
        assert_eq!(edtf("2017-04-20~").earliest().unwrap().to_string(), "2017-04-19");
        assert_eq!(edtf("2017-04~").latest().unwrap().to_string(), "2017-05-15");
        assert_eq!(edtf("2017~").earliest().unwrap().to_string(), "2016-07-02");
        assert!(edtf("2017-04~").may_overlap(&edtf("2017-05-01")));
        assert!(!edtf("2017-04").may_overlap(&edtf("2017-05-01")));
    }

    #[test]
    fn values_meet_where_their_days_do() {
        let edtf = |s: &str| Edtf::parse(s).unwrap();
        let meet = |a: &str, b: &str| edtf(a).intersection(&edtf(b)).map(|e| e.to_string());
        assert_eq!(meet("2017-04", "../2017-04-03").as_deref(), Some("2017-04-01/2017-04-03"));
        assert_eq!(meet("2017-04", "2017-05"), None);
        assert_eq!(meet("2017-04-02/..", "2017-04-01/..").as_deref(), Some("2017-04-02/.."));
        assert_eq!(edtf("2017-04-30/2017-05-01").shifted(1).unwrap().as_str(), "2017-05-01/2017-05-02");
        assert_eq!(edtf("2017-04").shifted(1), None);
    }
}

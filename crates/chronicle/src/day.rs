//! Days as numbers, and windows of days.

use annalist_time::{Day, Edtf};

/// Days since 1970-01-01.
pub(crate) type DayNumber = i32;

const EPOCH: Day = Day::constant(1970, 1, 1);

/// The number of a day.
pub(crate) fn number(day: Day) -> DayNumber {
    EPOCH.until(day).map_or(0, |span| span.get_days())
}

/// The day of a number; the calendar's ends bound it.
pub(crate) fn from_number(number: DayNumber) -> Day {
    EPOCH.saturating_add(jiff::Span::new().days(number))
}

/// The days in which a happening lies, both ends inclusive; `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Window {
    /// First possible day.
    pub(crate) first: Option<DayNumber>,
    /// Last possible day.
    pub(crate) last: Option<DayNumber>,
}

impl Window {
    /// Days of a window without a beginning that count as its own.
    pub(crate) const OPEN: DayNumber = 7;

    /// The first and the last day, where one without a beginning has its last days.
    pub(crate) fn closed(self) -> (DayNumber, DayNumber) {
        let last = self.surely();
        (self.first.unwrap_or(last - Self::OPEN), last)
    }

    /// The bounds of an EDTF value; `None` when both ends are open, or when the year is not told ("17
    /// April" spans the whole calendar and says no day).
    pub(crate) fn of(when: &Edtf) -> Option<Self> {
        /// Days of a window beyond which it tells nothing: a lifetime.
        const LIFETIME: DayNumber = 36_525;
        let window = Self { first: when.earliest().map(number), last: when.latest().map(number) };
        let told = window.first.is_some() || window.last.is_some();
        (told && window.width().is_none_or(|days| days <= LIFETIME)).then_some(window)
    }

    /// The day by which it has surely happened, or the first possible when the end is open.
    pub(crate) fn surely(self) -> DayNumber {
        self.last.or(self.first).unwrap_or(0)
    }

    /// Days between the first and the last, 0 for one day; `None` when an end is open.
    pub(crate) fn width(self) -> Option<DayNumber> {
        Some(self.last? - self.first?)
    }

    /// Whether a day lies inside.
    pub(crate) fn holds(self, day: DayNumber) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// Days between two windows; 0 when they share one.
    pub(crate) fn gap(self, other: Self) -> DayNumber {
        let after = |a: Option<DayNumber>, b: Option<DayNumber>| match (a, b) {
            (Some(a), Some(b)) => (a - b).max(0),
            _ => 0,
        };
        after(self.first, other.last).max(after(other.first, self.last))
    }

    /// Whether every day of another lies inside; never when an end of either is open.
    pub(crate) fn encloses(self, other: Self) -> bool {
        let (Some(a0), Some(a1), Some(b0), Some(b1)) = (self.first, self.last, other.first, other.last)
        else {
            return false;
        };
        a0 <= b0 && b1 <= a1
    }

    /// Days in common as a share of the days of both together; 0 when an end is open.
    pub(crate) fn in_common(self, other: Self) -> f64 {
        let (Some(a0), Some(a1), Some(b0), Some(b1)) = (self.first, self.last, other.first, other.last)
        else {
            return 0.0;
        };
        let common = (a1.min(b1) - a0.max(b0) + 1).max(0);
        f64::from(common) / f64::from(a1.max(b1) - a0.min(b0) + 1)
    }

    /// The EDTF of it.
    pub(crate) fn edtf(self) -> Option<Edtf> {
        match (self.first, self.last) {
            (Some(a), Some(b)) => Some(Edtf::days(from_number(a), from_number(b))),
            (Some(a), None) => Edtf::parse(&format!("{}/..", from_number(a))).ok(),
            (None, Some(b)) => Edtf::parse(&format!("../{}", from_number(b))).ok(),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use annalist_time::Edtf;

    use super::{Window, from_number, number};

    fn window(text: &str) -> Window {
        Window::of(&Edtf::parse(text).unwrap()).unwrap()
    }

    #[test]
    fn days_are_counted_both_ways() {
        for text in ["1969-12-31", "1970-01-01", "2016-02-29", "2031-07-05"] {
            let day = text.parse().unwrap();
            assert_eq!(from_number(number(day)), day);
        }
        assert_eq!(number("1970-01-02".parse().unwrap()), 1);
    }

    #[test]
    fn windows_know_their_gap_and_width() {
        assert_eq!(window("2031-05-03/2031-05-04").width(), Some(1));
        assert_eq!(window("../2031-05-04").width(), None);
        assert_eq!(window("2031-05-01").gap(window("2031-05-04")), 3);
        assert_eq!(window("2031-05").gap(window("2031-05-04")), 0);
        assert!(
            (window("2031-05-01/2031-05-04").in_common(window("2031-05-03/2031-05-06")) - 1.0 / 3.0).abs()
                < 1e-9
        );
        assert!(window("2031-05-01").in_common(window("2031-05-02")) < 1e-9);
        assert!(window("2031-05").encloses(window("2031-05-31")));
        assert!(!window("../2031-05-04").encloses(window("2031-05-01")));
        assert_eq!(window("../2031-05-04").gap(window("2031-05-09")), 5);
        assert_eq!(window("../2031-05-04").edtf().unwrap().as_str(), "../2031-05-04");
        assert_eq!(Window::of(&Edtf::parse("XXXX-04-17").unwrap()), None);
    }
}

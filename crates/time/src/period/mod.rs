//! Stretches of the calendar: a first and a last day, and how finely they were told.

mod naming;

use jiff::{Span as Step, civil::Weekday};

use crate::meaning::Unit;
pub(crate) use naming::{edtf_day, season_letters};

use crate::{Day, PartOfDay};

/// How finely a period was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// A calendar month.
    Month,
    /// A season, by its EDTF code (21 spring … 24 winter).
    Season(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A half year, 1 or 2.
    Half(u8),
    /// A calendar year.
    Year,
    /// A decade, by the digits of its years (198; 47 for the 470s BC), and whether it is BC.
    Decade(i32, bool),
    /// A century, by the digits of its years (18 for the 1800s), and whether it is BC.
    Century(i32, bool),
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    /// The first day.
    pub(crate) first: Day,
    /// The last day.
    pub(crate) last: Day,
    /// How finely it was told.
    pub(crate) grain: Grain,
    /// The year that names it: a winter's may differ from its first day's.
    year: i16,
}

impl Period {
    /// One day.
    pub(crate) fn day(day: Day) -> Self {
        Self { first: day, last: day, grain: Grain::Day, year: day.year() }
    }

    /// The calendar day, where there is one.
    pub(crate) fn of_day(year: i32, month: i32, day: i32) -> Option<Self> {
        Some(Self::day(civil(year, month, day)?))
    }

    /// A calendar month.
    pub(crate) fn month(year: i32, month: i32) -> Option<Self> {
        let first = civil(year, month, 1)?;
        Some(Self { first, last: first.last_of_month(), grain: Grain::Month, year: first.year() })
    }

    /// A calendar year; 0 is 1 BC.
    pub(crate) fn year(year: i32) -> Option<Self> {
        Some(Self {
            first: civil(year, 1, 1)?,
            last: civil(year, 12, 31)?,
            grain: Grain::Year,
            year: year as i16,
        })
    }

    /// A season by its EDTF code; a winter is the one that ends in that year.
    pub(crate) fn season(year: i32, code: i32) -> Option<Self> {
        let first = match code {
            21 => civil(year, 3, 1)?,
            22 => civil(year, 6, 1)?,
            23 => civil(year, 9, 1)?,
            24 => civil(year - 1, 12, 1)?,
            _ => return None,
        };
        let last = first.checked_add(Step::new().months(2)).ok()?.last_of_month();
        Some(Self { first, last, grain: Grain::Season(code as u8), year: year as i16 })
    }

    /// A quarter of a year, 1 to 4.
    pub(crate) fn quarter(year: i32, quarter: i32) -> Option<Self> {
        let first = civil(year, quarter * 3 - 2, 1)?;
        let last = civil(year, quarter * 3, 1)?.last_of_month();
        Some(Self { first, last, grain: Grain::Quarter(quarter as u8), year: year as i16 })
    }

    /// Half of a year, 1 or 2.
    pub(crate) fn half(year: i32, half: i32) -> Option<Self> {
        let first = civil(year, half * 6 - 5, 1)?;
        let last = civil(year, half * 6, 1)?.last_of_month();
        Some(Self { first, last, grain: Grain::Half(half as u8), year: year as i16 })
    }

    /// A decade by its digits: 198 for the 1980s, 47 and `bc` for the 470s BC.
    pub(crate) fn decade(digits: i32, bc: bool) -> Option<Self> {
        let (from, to) =
            if bc { (-digits * 10 - 8, -digits * 10 + 1) } else { (digits * 10, digits * 10 + 9) };
        Some(Self {
            first: civil(from, 1, 1)?,
            last: civil(to, 12, 31)?,
            grain: Grain::Decade(digits, bc),
            year: from as i16,
        })
    }

    /// A century by its number: 19 is the nineteenth.
    pub(crate) fn century(number: i32, bc: bool) -> Option<Self> {
        let n = number - 1;
        let (from, to) = if bc { (-number * 100 + 1, -n * 100) } else { (n * 100, n * 100 + 99) };
        Some(Self {
            first: civil(from, 1, 1)?,
            last: civil(to, 12, 31)?,
            grain: Grain::Century(n, bc),
            year: from as i16,
        })
    }

    /// The year that names it.
    pub(crate) const fn named_year(&self) -> i32 {
        self.year as i32
    }

    /// Whether it is a single day.
    pub(crate) fn is_day(&self) -> bool {
        self.grain == Grain::Day
    }

    /// Whether it tells a month or less.
    pub(crate) fn is_month_or_finer(&self) -> bool {
        matches!(self.grain, Grain::Day | Grain::Week | Grain::Weekend | Grain::Month)
    }

    /// The unit's period that holds this one's first day, `n` units on.
    pub(crate) fn step(&self, unit: Unit, n: i32) -> Option<Self> {
        let from = self.first;
        let add = |step: Step| from.checked_add(step).ok();
        let year = i32::from(from.year());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => {
                Some(Self::day(add(Step::new().try_days(n / 24).ok()?)?))
            }
            Unit::Day => Some(Self::day(add(Step::new().try_days(n).ok()?)?)),
            Unit::Week => {
                let day = add(Step::new().try_days(i64::from(n) * 7).ok()?)?;
                let back = i64::from(day.weekday().since(Weekday::Monday));
                let first = day.checked_sub(Step::new().days(back)).ok()?;
                let last = first.checked_add(Step::new().days(6)).ok()?;
                Some(Self { first, last, grain: Grain::Week, year: day.iso_week_date().year() })
            }
            Unit::Weekend => {
                let week = self.step(Unit::Week, n)?;
                let first = week.first.checked_add(Step::new().days(5)).ok()?;
                Some(Self { first, grain: Grain::Weekend, ..week })
            }
            Unit::Month => {
                let day = add(Step::new().try_months(n).ok()?)?;
                Self::month(i32::from(day.year()), i32::from(day.month()))
            }
            Unit::Season | Unit::Quarter => {
                let day = add(Step::new().try_months(i64::from(n) * 3).ok()?)?;
                Self::quarter(i32::from(day.year()), (i32::from(day.month()) + 2) / 3)
            }
            Unit::Half => {
                let day = add(Step::new().try_months(i64::from(n) * 6).ok()?)?;
                Self::half(i32::from(day.year()), (i32::from(day.month()) + 5) / 6)
            }
            Unit::Year => {
                let base = if matches!(self.grain, Grain::Season(_)) { self.named_year() } else { year };
                Self::year(base.checked_add(n)?)
            }
            Unit::Decade => {
                let year = year.checked_add(n.checked_mul(10)?)?;
                if year > 0 { Self::decade(year / 10, false) } else { Self::decade((1 - year) / 10, true) }
            }
            Unit::Century => {
                let year = year.checked_add(n.checked_mul(100)?)?;
                if year > 0 {
                    Self::century(year / 100 + 1, false)
                } else {
                    Self::century((1 - year) / 100 + 1, true)
                }
            }
        }
    }

    /// The same day or month of the year before.
    pub(crate) fn year_before(&self) -> Option<Self> {
        let year = i32::from(self.first.year()) - 1;
        let month = i32::from(self.first.month());
        match self.grain {
            Grain::Day => Self::of_day(year, month, i32::from(self.first.day())),
            Grain::Month => Self::month(year, month),
            Grain::Year => Self::year(year),
            _ => None,
        }
    }

    /// Whether `other` lies inside.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

/// The day, or `None` when the calendar has none such.
pub(crate) fn civil(year: i32, month: i32, day: i32) -> Option<Day> {
    Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Easter Sunday of the Gregorian calendar (anonymous algorithm, *Nature*, 1876).
pub(crate) fn easter(year: i32) -> Option<Day> {
    let golden = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let lunar = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - lunar + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4).rem_euclid(7);
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * correction + 114;
    civil(year, sum / 31, sum % 31 + 1)
}

/// The part of day of an hour.
pub(crate) const fn part_of_hour(hour: i32) -> PartOfDay {
    match hour {
        6..12 => PartOfDay::Morning,
        12 => PartOfDay::Noon,
        13..18 => PartOfDay::Afternoon,
        18..22 => PartOfDay::Evening,
        _ => PartOfDay::Night,
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, civil, easter};
    use crate::meaning::Unit;

    #[test]
    fn easter_moves() {
        assert_eq!(easter(1916), civil(1916, 4, 23));
        assert_eq!(easter(2008), civil(2008, 3, 23));
        assert_eq!(easter(2011), civil(2011, 4, 24));
    }

    #[test]
    fn eras_are_named_as_timex_and_edtf_name_them() {
        let decade = Period::decade(47, true).unwrap();
        assert_eq!((decade.timex().as_str(), decade.edtf(None).unwrap().as_str()), ("BC047", "-0478/-0469"));
        let century = Period::century(4, true).unwrap();
        assert_eq!((century.timex().as_str(), century.edtf(None).unwrap().as_str()), ("BC03", "-0399/-0300"));
        assert_eq!(Period::year(-430).unwrap().timex(), "BC0431");
    }

    #[test]
    fn steps_keep_the_calendar() {
        let day = Period::of_day(1931, 1, 31).unwrap();
        assert_eq!(day.step(Unit::Month, 1).unwrap().timex(), "1931-02");
        assert_eq!(day.step(Unit::Day, 1).unwrap().timex(), "1931-02-01");
        assert_eq!(day.step(Unit::Year, -1).unwrap().timex(), "1930");
        assert_eq!(day.step(Unit::Decade, 1).unwrap().timex(), "194");
        assert_eq!(day.step(Unit::Week, 0).unwrap().timex(), "1931-W05");
    }
}

//! Dates of the calendar: the missing fields come from where the story stands.

use super::daytime::{part_of_story, timed, zoned};
use super::{Resolved, Setting, or_null};
use crate::clock::{Clock, Lean};
use crate::meaning::{Key, Meaning, Unit};
use crate::period::{Grain, Period, civil, easter, part_of_hour, season_letters};
use crate::{Edtf, TimexKind};

pub(super) fn date(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
    let told_year = explicit_year(m, clock);
    let story = clock.story;
    let (month, day) = (m.get(Key::Month), m.get(Key::Day));
    if let Some(iso) = m.get(Key::Iso) {
        return match Period::of_day(iso / 10_000, iso / 100 % 100, iso % 100) {
            Some(period) => timed(Resolved::of(period, m), m),
            None => Resolved::bare(TimexKind::Date, "null"),
        };
    }
    if let (Some(group), Some(month)) = (m.get(Key::Group), month) {
        let year = told_year.or_else(|| clock.year());
        let Some(period) = year.and_then(|y| Period::of_day(y, month, group / 10_000)) else {
            return Resolved::bare(TimexKind::Time, "null");
        };
        let mut out = Resolved::of(period, m);
        let time = group % 10_000;
        out.value.kind = TimexKind::Time;
        out.value.value = format!("{}T{:02}:{:02}", period.timex(), time / 100, time % 100);
        out.value.part = Some(part_of_hour(time / 100));
        return zoned(out, m);
    }
    if let Some(holiday) = m.get(Key::Holiday) {
        return holiday_of(holiday, m, told_year, clock);
    }
    if let Some(digits) = m.get(Key::Century) {
        return or_null(Period::century(digits, m.is(Key::Era, "bc")), m);
    }
    if let Some(decade) = m.get(Key::Decade) {
        let bc = m.is(Key::Era, "bc");
        // "the 60s" without a century: the story's.
        let decade =
            if decade < 100 && !bc { clock.year().map_or(1900, |y| y / 100 * 100) + decade } else { decade };
        return or_null(Period::decade(decade / 10, bc), m);
    }
    if let Some(season) = m.get(Key::Season) {
        return season_of(season, m, told_year, clock);
    }
    if let Some(quarter) = m.get(Key::Quarter) {
        return or_null(told_year.or_else(|| clock.year()).and_then(|y| Period::quarter(y, quarter)), m);
    }
    if let Some(half) = m.get(Key::Half) {
        return or_null(told_year.or_else(|| clock.year()).and_then(|y| Period::half(y, half)), m);
    }
    if let Some(month) = month {
        let year = told_year.or_else(|| clock.year_of_month(month, day, setting.lean()));
        let Some(year) = year else {
            let value = day.map_or_else(|| format!("XXXX-{month:02}"), |d| format!("XXXX-{month:02}-{d:02}"));
            let mut out = Resolved::bare(TimexKind::Date, value.clone());
            out.value.edtf = Edtf::parse(&value).ok();
            return out;
        };
        let period = match day {
            Some(day) => Period::of_day(year, month, day),
            None => Period::month(year, month),
        };
        let mut out = timed(or_null(period, m), m);
        if let (Some(last), Some(period)) = (m.get(Key::LastDay), out.period.filter(Period::is_day))
            && let Some(next) = period.step(Unit::Day, 1).filter(|n| i32::from(n.first.day()) == last)
        {
            out.value.edtf = Some(Edtf::days(period.first, next.last));
        }
        return if told_year.is_none() { out.anchored(story) } else { out };
    }
    if let Some(day) = day {
        let at = clock.story.filter(|t| t.period.is_month_or_finer());
        let period = at.and_then(|t| {
            let (year, month) = (i32::from(t.period.first.year()), i32::from(t.period.first.month()));
            Period::of_day(year, month, day)
        });
        return timed(or_null(period, m), m).anchored(at);
    }
    if m.get(Key::Part).is_some() || m.get(Key::Clock).is_some() {
        return part_of_story(m, clock, setting);
    }
    match told_year {
        Some(year) if m.get(Key::Fiscal).is_some() => {
            let mut out = or_null(Period::year(year), m);
            out.value.value = format!("FY{year:04}");
            // Which months it has is its keeper's affair.
            let days = if m.get(Key::LastDay).is_some() {
                format!("{year:04}/{:04}", year + 1)
            } else {
                format!("{year:04}~")
            };
            out.value.edtf = Edtf::parse(&days).ok();
            out
        }
        Some(year) => or_null(Period::year(year), m),
        None => Resolved::bare(TimexKind::Date, "null"),
    }
}

/// The year that the expression itself tells.
fn explicit_year(m: &Meaning, clock: &Clock) -> Option<i32> {
    if let Some(short) = m.get(Key::ShortYear) {
        let base = m.get(Key::Also).or_else(|| clock.year()).unwrap_or(2000);
        let century = base.div_euclid(100) * 100;
        // A range goes forward; a short year alone goes to the nearest one not after the story.
        let year = century + short;
        return Some(if m.get(Key::Also).is_some() {
            if year < base { year + 100 } else { year }
        } else if m.get(Key::Group).is_some() {
            2000 + short
        } else if year > base + 50 {
            year - 100
        } else {
            year
        });
    }
    if let Some(year) = m.get(Key::Year) {
        return Some(if m.is(Key::Era, "bc") { 1 - year } else { year });
    }
    let step = m.get(Key::Plus)?;
    Some(clock.pointed(Unit::Year).map(|t| t.period.named_year()).or_else(|| clock.year())? + step)
}

fn holiday_of(holiday: i32, m: &Meaning, told_year: Option<i32>, clock: &Clock) -> Resolved {
    let day_in = |year: i32| {
        let offset = m.get(Key::N).unwrap_or(0);
        if holiday == 6000 {
            // The fourth Thursday of November.
            let first = civil(year, 11, 1)?;
            let to_thursday = (3 - i32::from(first.weekday().to_monday_zero_offset())).rem_euclid(7);
            return civil(year, 11, 22 + to_thursday);
        }
        if holiday >= 4000 {
            let step = jiff::Span::new().try_days(holiday - 5000 + offset).ok()?;
            return easter(year)?.checked_add(step).ok();
        }
        // New Year's Eve belongs to the year that it ends.
        let (month, day) =
            if holiday == 101 && offset < 0 { (12, 31) } else { (holiday / 100, holiday % 100 + offset) };
        civil(year, month, day)
    };
    let month = match holiday {
        6000 => 11,
        4000.. => 4,
        fixed => (fixed / 100).clamp(1, 12),
    };
    let year = told_year.or_else(|| clock.year_of_month(month, None, Lean::None));
    match year.and_then(day_in) {
        Some(day) => timed(Resolved::of(Period::day(day), m), m),
        None => Resolved::bare(TimexKind::Date, "null"),
    }
}

fn season_of(season: i32, m: &Meaning, told_year: Option<i32>, clock: &Clock) -> Resolved {
    if m.get(Key::Also).is_some() {
        return Resolved::bare(TimexKind::Date, format!("XXXX-{}", season_letters(season)));
    }
    if let Some(year) = told_year {
        // "the winter of 1931–32" is the one that ends in the second year.
        let two = m.get(Key::LastDay).is_some() && season == 24;
        let mut out = or_null(Period::season(year + i32::from(two), season), m);
        if two {
            out.value.value = format!("{year:04}-{}", season_letters(season));
        } else if season == 24 && year > 0 {
            out.value.edtf = Edtf::parse(&format!("{year:04}-24")).ok();
        }
        return out;
    }
    let last = clock.last.filter(|t| clock.is_inside(&t.period)).or(clock.story);
    let year = last.map(|t| {
        let year = t.period.named_year();
        // The winter that a story in autumn speaks of ends in the next year.
        let month = if t.period.is_month_or_finer() { i32::from(t.period.first.month()) } else { 1 };
        let after_summer = month >= 5 || t.period.grain == Grain::Season(23);
        if season == 24 && after_summer { year + 1 } else { year }
    });
    let year = year.or_else(|| clock.year());
    match year.and_then(|y| Period::season(y, season)) {
        Some(period) => Resolved::of(period, m).anchored(last),
        None => Resolved::bare(TimexKind::Date, format!("XXXX-{}", season_letters(season))),
    }
}

//! Parts of the day and hours, with the zone that was told.

use super::{Resolved, Setting, or_null};
use crate::clock::{Clock, Told};
use crate::meaning::{Key, Meaning, Unit};
use crate::period::{Period, part_of_hour};
use crate::zone::Zone;
use crate::{Edtf, PartOfDay, TimexKind};

/// The part of day and its TIMEX letters.
pub(super) fn part(code: i32) -> (Option<PartOfDay>, &'static str) {
    match code {
        1 | 7 => (Some(PartOfDay::Morning), "MO"),
        2 => (Some(PartOfDay::Noon), "MI"),
        3 => (Some(PartOfDay::Afternoon), "AF"),
        4 => (Some(PartOfDay::Evening), "EV"),
        6 => (None, "DT"),
        _ => (Some(PartOfDay::Night), "NI"),
    }
}

/// Hour and minute of a clock field, with "p.m." put in.
fn hour_and_minute(m: &Meaning) -> Option<(i32, i32)> {
    let clock = m.get(Key::Clock)?;
    let (hour, minute) = (clock / 100, clock % 100);
    let hour = match m.get(Key::HalfDay) {
        Some(2) if hour < 12 => hour + 12,
        Some(1) if hour == 12 => 0,
        _ => hour,
    };
    Some((hour, minute))
}

/// The suffix of a time within a day, with its part.
pub(super) fn time_suffix(m: &Meaning) -> Option<(String, Option<PartOfDay>)> {
    if let Some((hour, minute)) = hour_and_minute(m) {
        return Some((format!("T{hour:02}:{minute:02}"), Some(part_of_hour(hour))));
    }
    let (part, letters) = part(m.get(Key::Part)?);
    Some((format!("T{letters}"), part))
}

/// Adds the part of day or the hour to a resolved day.
pub(super) fn timed(mut out: Resolved, m: &Meaning) -> Resolved {
    if let Some((suffix, part)) = time_suffix(m)
        && out.period.is_some_and(|p| p.is_day())
    {
        out.value.value.push_str(&suffix);
        out.value.kind = TimexKind::Time;
        out.value.part = part;
        return zoned(out, m);
    }
    out
}

/// Adds the zone that the expression tells.
pub(super) fn zoned(mut out: Resolved, m: &Meaning) -> Resolved {
    if let Some(zone) = Zone::of(m) {
        out.value.value.push_str(&zone.timex());
        out.value.zone = Some(zone.to_string());
    }
    out
}

/// A part of day or an hour without a day: that of the mention beside it, or of the story.
pub(super) fn part_of_story(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
    let beside = setting.day_beside.map(|period| Told { period, at: None });
    let generic = m.get(Key::Also).is_some();
    let published =
        clock.published.filter(|_| setting.news).map(|d| Told { period: Period::day(d), at: None });
    let anchor = if generic { None } else { beside.or(clock.day).or(published) };
    if let Some(told) = anchor {
        let mut day = told.period;
        if m.get(Key::N).is_some_and(|n| n != 0) {
            day = day.step(Unit::Day, m.get(Key::N).unwrap_or(0)).unwrap_or(day);
        }
        let mut out = timed(Resolved::of(day, m), m).anchored(Some(told));
        if m.get(Key::Overnight).is_some() {
            // The night before the day on which it is told.
            out.value.edtf = day.step(Unit::Day, -1).map(|before| Edtf::days(before.first, day.last));
        }
        return out;
    }
    let (suffix, part) = time_suffix(m).unwrap_or_default();
    let month = clock.story.filter(|t| t.period.is_month_or_finer() && !generic);
    let mut out = match month {
        Some(told) => {
            let mut out =
                or_null(Period::month(told.period.named_year(), i32::from(told.period.first.month())), m);
            out.value.value.push_str("-XX");
            out.anchored(month)
        }
        None => Resolved::bare(TimexKind::Time, "XXXX-XX-XX"),
    };
    out.value.value.push_str(&suffix);
    out.value.kind = TimexKind::Time;
    out.value.part = part;
    zoned(out, m)
}

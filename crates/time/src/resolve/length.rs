//! Lengths of time and repeated times.

use super::daytime::part;
use super::{Resolved, Setting};
use crate::clock::{Clock, Lean, Told};
use crate::meaning::{Key, Meaning, SOME, Unit, modifier};
use crate::period::{Grain, Period, season_letters};
use crate::usage::Use;
use crate::{Edtf, TimexKind};

pub(super) fn duration(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
    let unit = m.unit().unwrap_or(Unit::Year);
    let (time, letter) = unit.letters();
    let half = m.get(Key::Plus).is_some();
    let number = match (m.get(Key::Also), m.get(Key::N)) {
        (Some(tenths), _) => format!("{}.{}", tenths / 10, tenths % 10),
        (None, Some(n)) if n >= SOME => "X".to_owned(),
        (None, Some(n)) if half => format!("{n}.5"),
        (None, Some(n)) => n.to_string(),
        (None, None) => if half { "1.5" } else { "1" }.to_owned(),
    };
    let mut out = Resolved::bare(TimexKind::Duration, format!("P{time}{number}{letter}"));
    out.value.modifier = m.get(Key::Mod).and_then(modifier).map(str::to_owned);
    match part_of_period(m, unit, clock) {
        Some(edtf) => out.value.edtf = Some(edtf),
        None => place_duration(m, unit, clock, setting, &mut out),
    }
    out
}

/// "the last week of May", "the first eight months of 1931", "the second week of June": the days;
/// "the first month of the raids", which began in some month: that one and the next.
fn part_of_period(m: &Meaning, unit: Unit, clock: &Clock) -> Option<Edtf> {
    let edge = m.get(Key::Edge);
    let nth = m.get(Key::Nth);
    let whole = match (m.get(Key::Month), m.get(Key::Season), m.get(Key::Year)) {
        (Some(month), _, year) => {
            Period::month(year.or_else(|| clock.year_of_month(month, None, Lean::None))?, month)
        }
        (None, Some(season), Some(year)) => Period::season(year, season),
        (None, None, Some(year)) => Period::year(year),
        _ => {
            let began = clock.story.filter(|t| edge == Some(1) && t.period.grain == Grain::Month)?.period;
            let next = began.step(Unit::Month, 1).filter(|_| unit == Unit::Month)?;
            return Edtf::between(&began.edtf(None)?, &next.edtf(None)?);
        }
    }?;
    let n = m.get(Key::N).unwrap_or(1).max(1);
    // Days from the beginning, or months where the unit is one.
    let (step, each) = match unit {
        Unit::Day => (Unit::Day, 1),
        Unit::Week => (Unit::Day, 7),
        Unit::Month => (Unit::Month, 1),
        _ => return None,
    };
    let count = n.checked_mul(each).filter(|c| *c <= 366)?;
    let (from, to) = match (edge, nth) {
        (Some(1), _) => {
            (Period::day(whole.first).step(step, 0)?, Period::day(whole.first).step(step, count - 1)?)
        }
        (Some(_), _) => {
            (Period::day(whole.last).step(step, 1 - count)?, Period::day(whole.last).step(step, 0)?)
        }
        (None, Some(nth)) => {
            let begin = Period::day(whole.first).step(step, (nth - 1).checked_mul(each)?)?;
            (begin, begin.step(step, each - 1)?)
        }
        (None, None) => return None,
    };
    (from.first >= whole.first && to.last <= whole.last)
        .then(|| Edtf::between(&from.edtf(None)?, &to.edtf(None)?))
        .flatten()
}

/// Puts a length of time on the calendar, where the words around it say which way it runs.
fn place_duration(m: &Meaning, unit: Unit, clock: &Clock, setting: &Setting, out: &mut Resolved) {
    let dir = m.get(Key::Dir);
    // "in the past 24 hours", in a dispatch that told no day yet: before it was sent.
    let sent = clock.published.filter(|_| setting.news && dir.is_some_and(|d| d < 0));
    let sent = sent.map(|day| Told { period: Period::day(day), at: None });
    let told = clock.day.or(clock.story).or(sent).filter(|_| dir.is_some() || setting.how != Use::On);
    let Some(told) = told else { return };
    let n = m.get(Key::N).unwrap_or(1);
    if let (None, Use::After, Grain::Month) = (dir, setting.how, told.period.grain)
        && unit < Unit::Month
    {
        // "After ten days", of a month: ten days after some day of it.
        out.value.edtf = later_of_month(&told.period, unit, n);
        out.value.anchor = Some(told.period.timex());
        return;
    }
    let fits = told.period.is_day()
        || (unit >= Unit::Month && told.period.is_month_or_finer())
        || unit >= Unit::Year;
    if !fits || (unit < Unit::Day && n < 24) {
        return;
    }
    let end = |n: i32| {
        let step = if told.period.is_day() && unit <= Unit::Week {
            let days = if unit == Unit::Week {
                n.saturating_mul(7)
            } else if unit == Unit::Day {
                n
            } else {
                n / 24
            };
            told.period.step(Unit::Day, days)
        } else {
            told.period.step(unit, n)
        };
        step.filter(|_| n.abs() < SOME)
    };
    let (from, to) = match (dir, setting.how) {
        (Some(dir), _) if dir < 0 => (end(-n), Some(told.period)),
        (Some(_), _) | (None, Use::Within) => (Some(told.period), end(n)),
        (None, Use::After) if setting.fronted => {
            // "After four days …": the story goes there.
            if let Some(period) = end(n) {
                out.value.edtf = period.edtf(None);
                out.value.begin = Some(told.period.timex());
                out.value.end_point = Some(period.timex());
                out.period = Some(period);
            }
            return;
        }
        _ => return,
    };
    out.value.begin = from.map(|p| p.timex());
    out.value.end_point = to.map(|p| p.timex());
    out.value.edtf = match (from.and_then(|p| p.edtf(None)), to.and_then(|p| p.edtf(None))) {
        (Some(from), Some(to)) => Edtf::between(&from, &to),
        (Some(from), None) => from.since(),
        (None, Some(to)) => to.by(),
        (None, None) => None,
    };
    out.value.anchor = Some(told.period.timex());
}

/// The months in which a day can lie that is `n` units after an untold day of `month`.
fn later_of_month(month: &Period, unit: Unit, n: i32) -> Option<Edtf> {
    if n >= SOME || unit < Unit::Day {
        return None;
    }
    let from = Period::day(month.first).step(unit, n)?.step(Unit::Month, 0)?.edtf(None)?;
    let to = Period::day(month.last).step(unit, n)?.step(Unit::Month, 0)?.edtf(None)?;
    if from == to { Some(from) } else { Edtf::between(&from, &to) }
}

pub(super) fn set(m: &Meaning) -> Resolved {
    let value = if let Some(day) = m.get(Key::Weekday) {
        format!("XXXX-WXX-{day}")
    } else if let Some(p) = m.get(Key::Part) {
        format!("XXXX-XX-XXT{}", part(p).1)
    } else if let Some(season) = m.get(Key::Season) {
        format!("XXXX-{}", season_letters(season))
    } else {
        let unit = m.unit().unwrap_or(Unit::Day);
        match m.get(Key::N) {
            Some(n) if n > 1 => format!("P{}{n}{}", unit.letters().0, unit.letters().1),
            _ => match unit {
                Unit::Hour => "XXXX-XX-XXTXX".to_owned(),
                Unit::Week => "XXXX-WXX".to_owned(),
                Unit::Month => "XXXX-XX".to_owned(),
                Unit::Year => "XXXX".to_owned(),
                _ => "XXXX-XX-XX".to_owned(),
            },
        }
    };
    Resolved::bare(TimexKind::Set, value)
}

//! Steps from an anchor: "three days later", "the following month", "that year".

use super::daytime::{time_suffix, timed};
use super::weekday::weekday;
use super::{Resolved, Setting, or_null};
use crate::clock::{Clock, Told};
use crate::meaning::{Key, Meaning, SOME, Unit};
use crate::period::{Grain, Period};
use crate::{Edtf, TimexKind};

pub(super) fn shift(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
    let dir = m.get(Key::Dir).unwrap_or(1);
    let n = m.get(Key::N).unwrap_or(i32::from(m.get(Key::Dir).is_some()));
    let from_now = m.is(Key::From, "now");
    if m.get(Key::Weekday).is_some() {
        return weekday(m, clock, setting);
    }
    let unit = m.unit().unwrap_or(Unit::Day);
    if from_now && !setting.news && (clock.story.is_some() || clock.published.is_none()) {
        return history(m, n * dir, unit, clock);
    }
    let published = clock.published.map(|d| Told { period: Period::day(d), at: None });
    // "two weeks after the start of the siege", of a siege whose days are not told: not from the dispatch's own day.
    let stranger = setting.news && setting.event.is_none() && m.is(Key::From, "event");
    let near = |told: &Told| clock.published.is_some_and(|d| (told.period.first - d).get_days().abs() <= 10);
    let told = clock.anchor(unit).filter(|told| !(stranger && near(told)));
    let anchor = if from_now { published } else { setting.event.or(told) };
    if is_named(m) {
        let told = anchor.or(clock.story);
        let period = told.and_then(|t| named_step(&t.period, m, n));
        return or_null(period, m).anchored(told);
    }
    if n.abs() >= SOME {
        let mut out = Resolved::bare(TimexKind::Date, if dir < 0 { "PAST_REF" } else { "FUTURE_REF" });
        // "days later": at some time after the anchor.
        let edtf = anchor.and_then(|t| t.period.edtf(None));
        out.value.edtf = match dir {
            // "hours later" is told of the same day.
            _ if unit < Unit::Day => edtf,
            dir if dir < 0 => edtf.and_then(|e| e.by()),
            _ => edtf.and_then(|e| e.since()),
        };
        return out.anchored(anchor);
    }
    let Some(told) = anchor else { return unanchored(unit, m) };
    let fine =
        told.period.is_day() || unit > Unit::Week || (unit == Unit::Week && told.period.grain == Grain::Week);
    if !fine {
        // "Three days later" after a month: some day, not told.
        let mut out = Resolved::bare(TimexKind::Date, format!("{:04}-XX-XX", told.period.named_year()));
        if told.period.is_month_or_finer() {
            out.value.value = format!("{}-XX", told.period.timex());
        }
        return out.anchored(Some(told));
    }
    // Weeks counted from a day end on a day; "the next week" is a week.
    let counted = m.get(Key::Dir).is_some() && unit == Unit::Week;
    let period = if counted && told.period.is_day() {
        told.period.step(Unit::Day, n.saturating_mul(7) * dir)
    } else {
        told.period.step(unit, n.saturating_mul(dir))
    };
    timed(or_null(period, m), m).anchored(Some(told))
}

fn unanchored(unit: Unit, m: &Meaning) -> Resolved {
    let value = match unit {
        Unit::Week => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Year => "XXXX",
        _ => "XXXX-XX-XX",
    };
    let mut out = Resolved::bare(TimexKind::Date, value);
    if let Some((suffix, part)) = time_suffix(m) {
        out.value.value.push_str(&suffix);
        out.value.kind = TimexKind::Time;
        out.value.part = part;
    }
    out
}

/// A deictic expression inside history: "this year" is the story's, "today" the reader's.
fn history(m: &Meaning, n: i32, unit: Unit, clock: &Clock) -> Resolved {
    if unit == Unit::Day && n == 0 && m.get(Key::Part).is_none() {
        return Resolved::bare(TimexKind::Date, "PRESENT_REF");
    }
    if n.abs() >= SOME {
        return Resolved::bare(TimexKind::Date, if n < 0 { "PAST_REF" } else { "FUTURE_REF" });
    }
    let Some(told) = clock.anchor(unit) else { return unanchored(unit, m) };
    if is_named(m) {
        return or_null(named_step(&told.period, m, n), m).anchored(Some(told));
    }
    if unit <= Unit::Week && !told.period.is_day() {
        return unanchored(unit, m);
    }
    timed(or_null(told.period.step(unit, n), m), m).anchored(Some(told))
}

/// The next (n > 0), last (n < 0) or same year's period of that name, as `of` gives it for a year.
fn named(from: &Period, n: i32, of: impl Fn(i32) -> Option<Period>) -> Option<Period> {
    let year = from.named_year();
    let same = of(year)?;
    match n {
        0 => Some(same),
        n if n > 0 => {
            if same.first > from.last {
                Some(same)
            } else {
                of(year + 1)
            }
        }
        _ => {
            if same.last < from.first {
                Some(same)
            } else {
                of(year - 1)
            }
        }
    }
}

/// Whether the step is to a season or month by name.
fn is_named(m: &Meaning) -> bool {
    m.get(Key::Season).or_else(|| m.get(Key::Month)).is_some()
}

/// The season or month that `m` names, `n` steps from `from`.
fn named_step(from: &Period, m: &Meaning, n: i32) -> Option<Period> {
    match (m.get(Key::Season), m.get(Key::Month)) {
        (Some(season), _) => named(from, n, |year| Period::season(year, season)),
        (None, Some(month)) => named(from, n, |year| Period::month(year, month)),
        (None, None) => None,
    }
}

pub(super) fn same(m: &Meaning, clock: &Clock) -> Resolved {
    let story = clock.pointed(Unit::Year);
    if is_named(m) {
        return or_null(story.and_then(|t| named_step(&t.period, m, 0)), m).anchored(story);
    }
    if m.get(Key::Weekday).is_some() {
        return weekday(m, clock, &Setting::default());
    }
    let unit = m.unit().unwrap_or(Unit::Day);
    let Some(told) = clock.pointed(unit) else { return unanchored(unit, m) };
    let coarse = match unit {
        Unit::Day => !told.period.is_day(),
        Unit::Week => !told.period.is_day() && told.period.grain != Grain::Week,
        Unit::Month => !told.period.is_month_or_finer(),
        _ => false,
    };
    if coarse && unit == Unit::Day && told.period.is_month_or_finer() {
        return Resolved::bare(TimexKind::Date, format!("{}-XX", told.period.timex())).anchored(Some(told));
    }
    if coarse {
        return unanchored(unit, m).anchored(Some(told));
    }
    let mut out = or_null(told.period.step(unit, 0), m).anchored(Some(told));
    if let (true, Some(period), Some(story)) = (m.is(Key::Mod, "REST"), out.period, clock.story)
        && period.contains(&story.period)
    {
        // "the rest of the year": from where the story stands, told in months.
        let from = if unit > Unit::Month { story.period.step(Unit::Month, 0) } else { Some(story.period) };
        let to = Period::day(period.last).step(if unit > Unit::Month { Unit::Month } else { Unit::Day }, 0);
        if let (Some(from), Some(to)) = (from.and_then(|p| p.edtf(None)), to.and_then(|p| p.edtf(None))) {
            out.value.edtf = Edtf::between(&from, &to).or(out.value.edtf);
        }
    }
    out
}

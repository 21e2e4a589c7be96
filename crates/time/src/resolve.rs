//! From what an expression says and where the story stands to a value.

use crate::clock::{Clock, Lean, Told};
use crate::meaning::{Key, Meaning, Op, SOME, Unit, modifier};
use crate::period::{Grain, Period, civil, easter, part_of_hour};
use crate::usage::Use;
use crate::{Edtf, PartOfDay, TimeValue, TimexKind};

/// What stands around an expression in its sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Setting {
    /// The clause looks back ("had", "earlier"), so months lean to the past.
    pub(crate) back: bool,
    /// The clause looks forward ("will", "would").
    pub(crate) ahead: bool,
    /// The day told by the next mention ("at 11 a.m. on 11 November").
    pub(crate) day_beside: Option<Period>,
    /// Which sentence of the passage it stands in.
    pub(crate) sentence: u32,
    /// It opens its sentence.
    pub(crate) fronted: bool,
    /// It stands in brackets.
    pub(crate) bracketed: bool,
    /// It stands before a noun ("the August 1792 rising").
    pub(crate) attributive: bool,
    /// What the word before it makes of it.
    pub(crate) how: Use,
    /// It hangs on a clause that is not the main one.
    pub(crate) aside: bool,
    /// The text is read as of its publication ("today" is that day) rather than as history.
    pub(crate) news: bool,
}

impl Setting {
    fn lean(&self) -> Lean {
        match (self.back, self.ahead) {
            (true, false) => Lean::Back,
            (false, true) => Lean::Ahead,
            _ => Lean::None,
        }
    }
}

/// A resolved expression.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) value: TimeValue,
    /// The stretch of the calendar, where it tells one.
    pub(crate) period: Option<Period>,
    /// The story went there.
    pub(crate) moved: bool,
}

impl Resolved {
    fn bare(kind: TimexKind, value: impl Into<String>) -> Self {
        Self {
            value: TimeValue {
                kind,
                value: value.into(),
                modifier: None,
                begin: None,
                end_point: None,
                edtf: None,
                part: None,
                anchor: None,
                narrative: true,
            },
            period: None,
            moved: false,
        }
    }

    fn of(period: Period, meaning: &Meaning) -> Self {
        let phase = meaning.get(Key::Mod).and_then(modifier);
        let mut out = Self::bare(TimexKind::Date, period.timex());
        out.value.modifier = phase.map(str::to_owned);
        out.value.edtf = period.edtf(phase);
        out.period = Some(period);
        out
    }

    fn anchored(mut self, told: Option<Told>) -> Self {
        self.value.anchor = told.map(|t| {
            let place =
                t.at.map_or_else(|| "the document".to_owned(), |(p, at)| format!("passage {p} at {at}"));
            format!("{} ({place})", t.period.timex())
        });
        self
    }
}

/// Resolves `meaning` where `clock` stands.
pub(crate) fn resolve(meaning: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
    match meaning.op {
        Op::Date => date(meaning, clock, setting),
        Op::Shift => shift(meaning, clock, setting),
        Op::Same => same(meaning, clock),
        Op::Duration => duration(meaning, clock, setting),
        Op::Set => set(meaning),
        Op::Ref => Resolved::bare(
            TimexKind::Date,
            match meaning.get(Key::Ref) {
                Some(2) => "PAST_REF",
                Some(3) => "FUTURE_REF",
                _ => "PRESENT_REF",
            },
        ),
        Op::Vague => Resolved::bare(TimexKind::Date, "null"),
    }
}

fn date(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
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
        out.value.value = format!("{}T{:02}:{:02}Z", period.timex(), time / 100, time % 100);
        out.value.part = Some(part_of_hour(time / 100));
        return out;
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
            out.value.edtf = crate::Edtf::parse(&value).ok();
            return out;
        };
        let period = match day {
            Some(day) => Period::of_day(year, month, day),
            None => Period::month(year, month),
        };
        let out = timed(or_null(period, m), m);
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

fn or_null(period: Option<Period>, m: &Meaning) -> Resolved {
    period.map_or_else(|| Resolved::bare(TimexKind::Date, "null"), |p| Resolved::of(p, m))
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
    if let Some(year) = told_year {
        return or_null(Period::season(year, season), m);
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

const fn season_letters(season: i32) -> &'static str {
    match season {
        21 => "SP",
        22 => "SU",
        23 => "FA",
        _ => "WI",
    }
}

/// The part of day and its TIMEX letters.
fn part(code: i32) -> (Option<PartOfDay>, &'static str) {
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
fn time_suffix(m: &Meaning) -> Option<(String, Option<PartOfDay>)> {
    if let Some((hour, minute)) = hour_and_minute(m) {
        let zone = m.get(Key::Zone).map_or_else(String::new, |z| match z {
            0 => "Z".to_owned(),
            z => format!("{}{:02}", if z < 0 { '-' } else { '+' }, z.abs() / 60),
        });
        return Some((format!("T{hour:02}:{minute:02}{zone}"), Some(part_of_hour(hour))));
    }
    let (part, letters) = part(m.get(Key::Part)?);
    Some((format!("T{letters}"), part))
}

/// Adds the part of day or the hour to a resolved day.
fn timed(mut out: Resolved, m: &Meaning) -> Resolved {
    if let Some((suffix, part)) = time_suffix(m)
        && out.period.is_some_and(|p| p.is_day())
    {
        out.value.value.push_str(&suffix);
        out.value.kind = TimexKind::Time;
        out.value.part = part;
    }
    out
}

/// A part of day or an hour without a day: that of the mention beside it, or of the story.
fn part_of_story(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
    let beside = setting.day_beside.map(|period| Told { period, at: None });
    let generic = m.get(Key::Also).is_some();
    let anchor = if generic { None } else { beside.or(clock.day) };
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
    out
}

fn shift(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
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
    let anchor = if from_now { published } else { clock.anchor(unit) };
    if let Some(season) = m.get(Key::Season) {
        let told = anchor.or(clock.story);
        let period = told.and_then(|t| season_step(&t.period, season, n));
        return or_null(period, m).anchored(told);
    }
    if let Some(month) = m.get(Key::Month) {
        let told = anchor.or(clock.story);
        let period = told.and_then(|t| month_step(&t.period, month, n));
        return or_null(period, m).anchored(told);
    }
    if n.abs() >= SOME {
        let mut out = Resolved::bare(TimexKind::Date, if dir < 0 { "PAST_REF" } else { "FUTURE_REF" });
        out.value.anchor = anchor.map(|t| t.period.timex());
        return out;
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
    if let Some(season) = m.get(Key::Season) {
        return or_null(season_step(&told.period, season, n), m).anchored(Some(told));
    }
    if let Some(month) = m.get(Key::Month) {
        return or_null(month_step(&told.period, month, n), m).anchored(Some(told));
    }
    if unit <= Unit::Week && !told.period.is_day() {
        return unanchored(unit, m);
    }
    timed(or_null(told.period.step(unit, n), m), m).anchored(Some(told))
}

/// The next (n > 0), last (n < 0) or same year's season.
fn season_step(from: &Period, season: i32, n: i32) -> Option<Period> {
    let year = from.named_year();
    let same = Period::season(year, season)?;
    match n {
        0 => Some(same),
        n if n > 0 => {
            if same.first > from.last {
                Some(same)
            } else {
                Period::season(year + 1, season)
            }
        }
        _ => {
            if same.last < from.first {
                Some(same)
            } else {
                Period::season(year - 1, season)
            }
        }
    }
}

fn month_step(from: &Period, month: i32, n: i32) -> Option<Period> {
    let year = from.named_year();
    let same = Period::month(year, month)?;
    match n {
        0 => Some(same),
        n if n > 0 => {
            if same.first > from.last {
                Some(same)
            } else {
                Period::month(year + 1, month)
            }
        }
        _ => {
            if same.last < from.first {
                Some(same)
            } else {
                Period::month(year - 1, month)
            }
        }
    }
}

/// A bare or deictic weekday: in news the nearest one on the side that the tense tells, in a story
/// the first one from where it stands.
fn weekday(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
    let wanted = m.get(Key::Weekday).unwrap_or(1);
    let n = m.get(Key::N);
    // In news a weekday is counted from the publication, unless the story is told at another time.
    let close = |told: &Told| clock.published.is_some_and(|d| (told.period.first - d).get_days().abs() <= 10);
    let story = clock.day.filter(|told| !setting.news || !close(told));
    let from = match (story, clock.published.filter(|_| setting.news)) {
        (Some(told), _) => told,
        (None, Some(day)) => Told { period: Period::day(day), at: None },
        (None, None) => return Resolved::bare(TimexKind::Date, format!("XXXX-WXX-{wanted}")),
    };
    let stands = i32::from(from.period.first.weekday().to_monday_one_offset());
    let forward = (wanted - stands).rem_euclid(7);
    let days = match n {
        Some(n) if n > 0 => {
            if forward == 0 {
                7
            } else {
                forward
            }
        }
        Some(n) if n < 0 => {
            if forward == 0 {
                -7
            } else {
                forward - 7
            }
        }
        Some(_) => wanted - stands,
        None if from.at.is_some() => {
            if setting.back && forward > 0 {
                forward - 7
            } else {
                forward
            }
        }
        None if setting.ahead => forward,
        None => {
            if forward == 0 {
                0
            } else {
                forward - 7
            }
        }
    };
    timed(or_null(from.period.step(Unit::Day, days), m), m).anchored(Some(from))
}

fn same(m: &Meaning, clock: &Clock) -> Resolved {
    let story = clock.pointed(Unit::Year);
    if let Some(season) = m.get(Key::Season) {
        return or_null(story.and_then(|t| Period::season(t.period.named_year(), season)), m).anchored(story);
    }
    if let Some(month) = m.get(Key::Month) {
        return or_null(story.and_then(|t| Period::month(t.period.named_year(), month)), m).anchored(story);
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

fn duration(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
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
    place_duration(m, unit, clock, setting, &mut out);
    out
}

/// Puts a length of time on the calendar, where the words around it say which way it runs.
fn place_duration(m: &Meaning, unit: Unit, clock: &Clock, setting: &Setting, out: &mut Resolved) {
    let dir = m.get(Key::Dir);
    let Some(told) = clock.day.or(clock.story).filter(|_| dir.is_some() || setting.how != Use::On) else {
        return;
    };
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

fn set(m: &Meaning) -> Resolved {
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

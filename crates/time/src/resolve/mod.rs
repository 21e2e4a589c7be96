//! From what an expression says and where the story stands to a value.

mod calendar;
mod daytime;
mod length;
mod step;
mod weekday;

use crate::clock::{Clock, Lean, Told};
use crate::meaning::{Key, Meaning, Op, modifier};
use crate::period::Period;
use crate::usage::Use;
use crate::{TimeValue, TimexKind};

/// What stands around an expression in its sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Setting {
    /// The clause looks back ("had", "earlier"), so months lean to the past.
    pub(crate) back: bool,
    /// The clause looks forward ("will", "would").
    pub(crate) ahead: bool,
    /// The day told by the next mention ("at 3 p.m. on 9 June").
    pub(crate) day_beside: Option<Period>,
    /// When the event that the expression names was ("two days after the fall of X").
    pub(crate) event: Option<Told>,
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
    /// It dates only the saying of what its sentence told before.
    pub(crate) said: bool,
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
                zone: None,
                group: None,
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
    let mut out = match meaning.op {
        Op::Date => calendar::date(meaning, clock, setting),
        Op::Shift => step::shift(meaning, clock, setting),
        Op::Same => step::same(meaning, clock),
        Op::Duration => length::duration(meaning, clock, setting),
        Op::Set => length::set(meaning),
        Op::Ref => Resolved::bare(
            TimexKind::Date,
            match meaning.get(Key::Ref) {
                Some(2) => "PAST_REF",
                Some(3) => "FUTURE_REF",
                _ => "PRESENT_REF",
            },
        ),
        Op::Vague => Resolved::bare(TimexKind::Date, "null"),
    };
    if meaning.get(Key::Clock).is_some() && out.value.zone.is_none() {
        out.value.zone = clock.zone.map(|z| z.to_string());
    }
    out
}

fn or_null(period: Option<Period>, m: &Meaning) -> Resolved {
    period.map_or_else(|| Resolved::bare(TimexKind::Date, "null"), |p| Resolved::of(p, m))
}

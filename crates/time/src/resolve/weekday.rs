//! Weekdays, from the day of publication or from where the story stands.

use super::daytime::timed;
use super::{Resolved, Setting, or_null};
use crate::TimexKind;
use crate::clock::{Clock, Told};
use crate::meaning::{Key, Meaning, Unit};
use crate::period::Period;

/// A bare or deictic weekday: in news the nearest one on the side that the tense tells, in a story
/// the first one from where it stands.
pub(super) fn weekday(m: &Meaning, clock: &Clock, setting: &Setting) -> Resolved {
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

//! The narrative clock: where the story stands, and what the document says of its own dates.

use crate::Day;
use crate::meaning::Unit;
use crate::period::{Grain, Period};
use crate::zone::Zone;

/// A period with the place that told it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) period: Period,
    /// Passage and byte offset of the mention; `None` for what the document itself says.
    pub(crate) at: Option<(u32, u32)>,
}

/// Where the story stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    /// The last period told.
    pub(crate) story: Option<Told>,
    /// The last day told.
    pub(crate) day: Option<Told>,
    /// The last period mentioned, whether or not the story went there: "that year" is its year.
    pub(crate) last: Option<Told>,
    /// The last day of publication.
    pub(crate) published: Option<Day>,
    /// The span of the whole document as title and infobox tell it.
    pub(crate) frame: Option<(Day, Day)>,
    /// The years that the document's own full dates fill.
    pub(crate) years: Option<(i32, i32)>,
    /// The years that the last heading with a year tells.
    pub(crate) heading: Option<(i32, i32)>,
    /// The first year that the document tells anywhere, unless it is news of its own day.
    pub(crate) first_year: Option<i32>,
    /// The zone that the document's own dates tell.
    pub(crate) zone: Option<Zone>,
    /// No month or day has been told in this section yet.
    pub(crate) fresh: bool,
    /// The sentence of this passage that last moved the story.
    pub(crate) sentence: Option<u32>,
}

impl Clock {
    /// The story moves to `told`.
    pub(crate) fn move_to(&mut self, told: Told) {
        self.story = Some(told);
        self.fresh &= !told.period.is_month_or_finer();
        if told.period.is_day() {
            self.day = Some(told);
        } else if self.day.is_some_and(|d| !told.period.contains(&d.period)) {
            // A month that holds the last day keeps it; anything else leaves it behind.
            self.day = None;
        }
    }

    /// A new section begins: it keeps the year but no day.
    pub(crate) fn section(&mut self) {
        self.day = None;
        self.fresh = true;
        self.last = self.last.filter(|t| !t.period.is_day());
    }

    /// Whether a period lies within the years that the document tells.
    pub(crate) fn is_inside(&self, period: &Period) -> bool {
        let year = period.named_year();
        self.years.is_none_or(|(from, to)| (from - 2..=to + 2).contains(&year))
    }

    /// The year of the story, or of the document.
    pub(crate) fn year(&self) -> Option<i32> {
        self.story
            .map(|t| t.period.named_year())
            .or_else(|| self.frame.map(|f| i32::from(f.0.year())))
            .or(self.first_year)
            .or_else(|| self.published.map(|d| i32::from(d.year())))
    }

    /// The year of a month told without one.
    ///
    /// A story goes forward: the month is the one nearest to where it stands, a step back into the
    /// same year being likelier than a leap over most of a year.
    pub(crate) fn year_of_month(&self, month: i32, day: Option<i32>, lean: Lean) -> Option<i32> {
        if self.story.is_none()
            && let Some((from, to)) = self.frame
        {
            // The first such month that touches the frame.
            for year in i32::from(from.year())..=i32::from(to.year()) {
                let period =
                    day.map_or_else(|| Period::month(year, month), |d| Period::of_day(year, month, d));
                if period.is_some_and(|p| p.last >= from && p.first <= to) {
                    return Some(year);
                }
            }
            return Some(i32::from(from.year()));
        }
        // A section may begin anew: a month of the document's own span is of that span, where it is one
        // of months and no heading tells another year.
        let narrow = |(from, to): &(Day, Day)| (*to - *from).get_days() <= NARROW;
        let headed = |(from, to): &(Day, Day)| {
            self.heading.is_none_or(|(a, b)| a <= i32::from(to.year()) && b >= i32::from(from.year()))
        };
        if let Some((from, to)) = self.frame.filter(|f| self.fresh && narrow(f) && headed(f)) {
            let mut inside = (i32::from(from.year())..=i32::from(to.year())).filter(|year| {
                let period =
                    day.map_or_else(|| Period::month(*year, month), |d| Period::of_day(*year, month, d));
                period.is_some_and(|p| p.last >= from && p.first <= to)
            });
            if let (Some(year), None) = (inside.next(), inside.next()) {
                return Some(year);
            }
        }
        if let Some(story) = self.story {
            let period = story.period;
            let year = period.named_year();
            if !period.is_month_or_finer() {
                return Some(year);
            }
            let stands = year * 12 + i32::from(period.first.month());
            let cost = |y: i32| {
                let ahead = y * 12 + month - stands;
                let behind = match lean {
                    Lean::Back => AHEAD,
                    Lean::None => BEHIND,
                    Lean::Ahead => BEHIND * 3,
                };
                let mut cost = if ahead >= 0 { ahead * AHEAD } else { -ahead * behind };
                if y < year {
                    cost += YEAR_BEFORE;
                }
                if y > year {
                    cost += YEAR_AFTER;
                }
                if self.years.is_some_and(|(from, to)| y < from || y > to) {
                    cost += OUTSIDE;
                }
                if self.heading.is_some_and(|(from, to)| y < from || y > to) {
                    cost += OUTSIDE_HEADING;
                }
                // What is told has happened by the day on which it is published.
                let unborn =
                    self.published.is_some_and(|p| Period::month(y, month).is_some_and(|m| m.first > p));
                if unborn && lean != Lean::Ahead {
                    cost += OUTSIDE * 4;
                }
                (cost, y)
            };
            return [year, year + 1, year - 1].into_iter().min_by_key(|y| cost(*y));
        }
        if self.first_year.is_some() {
            return self.first_year;
        }
        let published = self.published?;
        let year = i32::from(published.year());
        let later = Period::month(year, month).is_some_and(|p| p.first > published);
        Some(if later { year - 1 } else { year })
    }

    /// What "that year" or "the same month" points at: the last mention fine enough for it.
    pub(crate) fn pointed(&self, unit: Unit) -> Option<Told> {
        let fine = |told: &Told| match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => told.period.is_day(),
            Unit::Week => told.period.is_day() || told.period.grain == Grain::Week,
            Unit::Month => told.period.is_month_or_finer(),
            _ => true,
        };
        self.last.filter(fine).or_else(|| self.anchor(unit))
    }

    /// The anchor of a step by `unit`, fine enough for it where one was told.
    pub(crate) fn anchor(&self, unit: Unit) -> Option<Told> {
        if unit <= Unit::Week || unit == Unit::Weekend {
            return self.day.or(self.story);
        }
        self.story.or_else(|| self.frame.map(|f| Told { period: Period::day(f.0), at: None }))
    }
}

/// The days of a document's own span that leave little doubt of a month's year.
const NARROW: i32 = 200;

/// How the clause around a month leans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lean {
    /// Not at all.
    #[default]
    None,
    /// To the past ("had").
    Back,
    /// To the future ("would").
    Ahead,
}

/// What a step of one month ahead costs a month without a year, and one behind; the cheapest year
/// wins. A story goes forward, but retells a little oftener than it leaps.
const AHEAD: i32 = 10;
const BEHIND: i32 = 11;
/// Who goes back over New Year says so; who goes on, less so.
const YEAR_BEFORE: i32 = 50;
const YEAR_AFTER: i32 = 10;
/// What a year outside the document's own years costs, and outside its heading's.
const OUTSIDE: i32 = 60;
const OUTSIDE_HEADING: i32 = 60;

//! Questions: who held a place on a day, how that changed, where accounts differ, what one side alone
//! says, how fast ground changed hands.

mod differ;
mod ground;
mod name;
mod one_sided;
mod tempo;
mod who;

use std::collections::BTreeSet;

pub use differ::{Change, Difference};
pub use ground::{Ground, Within};
pub use name::{Mention, Role};
pub use one_sided::OneSided;
pub use tempo::Tempo;
pub use who::{Answer, Quote};

use crate::day::DayNumber;
use crate::replay::Stretch;
use crate::state::Chronicle;

impl Chronicle {
    /// The last day on which anything is told of a place.
    pub(crate) fn last_day(&self, place: &str) -> Option<DayNumber> {
        self.places
            .get(place)?
            .rows
            .iter()
            .filter_map(|slot| self.rows[*slot as usize].window)
            .map(crate::day::Window::surely)
            .max()
    }
}

/// The stretch that stands at the end of a day.
pub(crate) fn state_at(stretches: &[Stretch], day: DayNumber) -> Option<&Stretch> {
    stretches
        .iter()
        .rev()
        .find(|s| s.start.is_none_or(|start| start <= day) && s.end.is_none_or(|end| day < end))
}

/// A half-open interval of days; `None` is open.
pub(crate) type Interval = (Option<DayNumber>, Option<DayNumber>);

/// The intervals between all borders of several replays.
pub(crate) fn spans(replays: &[&Vec<Stretch>]) -> Vec<Interval> {
    let borders: BTreeSet<DayNumber> =
        replays.iter().flat_map(|r| r.iter()).flat_map(|s| [s.start, s.end]).flatten().collect();
    let mut starts: Vec<Option<DayNumber>> = vec![None];
    starts.extend(borders.iter().copied().map(Some));
    let mut ends: Vec<Option<DayNumber>> = borders.iter().copied().map(Some).collect();
    ends.push(None);
    starts.into_iter().zip(ends).filter(|(a, b)| a.is_some() || b.is_some()).collect()
}

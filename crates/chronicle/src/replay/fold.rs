//! The fold: from an ordered sequence of steps to stretches of time with a holder and a status.

use super::order::Dated;
use super::step::{MOST, Move, PART, WHOLE};
use crate::day::DayNumber;
use crate::model::Status;

/// A stretch in which a place is held one way. Half-open; `start == end` is hours inside a day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) start: Option<DayNumber>,
    pub(crate) end: Option<DayNumber>,
    pub(crate) holder: Option<String>,
    pub(crate) status: Status,
    /// The other side inside, or around it.
    pub(crate) intruder: Option<String>,
    pub(crate) begun: Vec<usize>,
    pub(crate) ended: Vec<usize>,
    pub(crate) confirmed: Vec<usize>,
    /// Day of the newest evidence in it.
    pub(crate) newest: Option<DayNumber>,
    pub(crate) implied: bool,
}

/// Two things told that do not fit together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clash {
    /// From this day.
    pub(crate) from: DayNumber,
    /// To this day, exclusive.
    pub(crate) to: DayNumber,
    /// What is told first: the holder, by these rows.
    pub(crate) first: (Option<String>, Vec<usize>),
    /// What contradicts it.
    pub(crate) second: (Option<String>, Vec<usize>),
}

/// What a fold gives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) clashes: Vec<Clash>,
    /// Rows of summaries, and what the happenings say to each.
    pub(crate) checked: Vec<(usize, Outcome)>,
}

/// What the happenings of a place say to a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The same.
    Agrees,
    /// Nothing: the summary is all that is told.
    Alone,
    /// Otherwise.
    Contradicts,
}

struct Fold {
    done: Vec<Stretch>,
    now: Stretch,
    clashes: Vec<Clash>,
}

/// Replays steps in order.
pub(crate) fn fold(steps: &[Dated]) -> Folded {
    let mut fold = Fold { done: Vec::new(), now: before(steps), clashes: Vec::new() };
    for step in steps {
        fold.apply(step);
    }
    fold.done.push(fold.now);
    let stretches = join(fold.done);
    Folded { stretches, clashes: fold.clashes, checked: Vec::new() }
}

/// Before anything is told: the holder that the first steps tell or imply.
fn before(steps: &[Dated]) -> Stretch {
    let mut state = Stretch {
        start: None,
        end: None,
        holder: None,
        status: Status::Unknown,
        intruder: None,
        begun: Vec::new(),
        ended: Vec::new(),
        confirmed: Vec::new(),
        newest: None,
        implied: true,
    };
    let mut taker: Option<&str> = None;
    for dated in steps {
        let step = &dated.step;
        let told: Option<&str> = match &step.what {
            Move::Take { by, .. } | Move::Enter { by } | Move::Surround { by } => {
                let had_it = step.from.as_deref().or(step.rival.as_deref()).filter(|from| from != by);
                match taker {
                    None => had_it,
                    // "recaptured", told after another side's taking: it had the place before.
                    Some(first) if step.again && first != by => Some(by),
                    Some(_) => None,
                }
            }
            Move::Leave { by } | Move::Keep { by } | Move::Sign { of: by } if taker.is_none() => Some(by),
            _ => None,
        };
        if let Some(holder) = told {
            state.holder = Some(holder.to_owned());
            state.status = Status::Held;
            state.begun.clone_from(&dated.rows);
            break;
        }
        if let (None, Move::Take { by, .. } | Move::Enter { by }) = (taker, &step.what) {
            taker = Some(by);
        }
    }
    state
}

impl Fold {
    fn apply(&mut self, dated: &Dated) {
        match &dated.step.what {
            Move::Take { by, extent: WHOLE } => self.take(dated, by),
            Move::Take { by, extent } => self.take_some(dated, by, *extent),
            Move::Leave { by } => self.leave(dated, by),
            Move::Keep { by } => self.keep(dated, by),
            Move::Enter { by } => self.enter(dated, by),
            Move::Surround { by } => self.surround(dated, by),
            Move::Relieve { .. } => self.relieve(dated),
            Move::Around { by } => self.around(dated, by),
            Move::Sign { of } => {
                if self.now.holder.as_deref() == Some(of) {
                    self.confirm(dated);
                }
            }
        }
    }

    fn holder(&self) -> Option<&str> {
        self.now.holder.as_deref()
    }

    /// Ends the stretch and begins another.
    fn begin(&mut self, dated: &Dated, holder: Option<String>, status: Status, intruder: Option<String>) {
        let next = Stretch {
            start: Some(dated.day),
            end: None,
            holder,
            status,
            intruder,
            begun: dated.rows.clone(),
            ended: Vec::new(),
            confirmed: Vec::new(),
            newest: Some(dated.day),
            implied: false,
        };
        self.now.end = Some(dated.day);
        self.now.ended.extend(&dated.rows);
        self.done.push(std::mem::replace(&mut self.now, next));
    }

    fn confirm(&mut self, dated: &Dated) {
        self.now.confirmed.extend(&dated.rows);
        self.now.newest = self.now.newest.max(Some(dated.day));
    }

    fn take(&mut self, dated: &Dated, by: &str) {
        if self.holder() == Some(by) {
            self.take_again(dated, by);
            return;
        }
        if let (Some(from), Some(holder)) = (&dated.step.from, self.holder())
            && from != holder
            && !self.now.implied
        {
            self.clash(dated, Some(from.clone()));
        }
        self.begin(dated, Some(by.to_owned()), Status::Held, None);
    }

    /// Takes what it has: the end of a fight inside, the same told again, or a loss that is untold.
    fn take_again(&mut self, dated: &Dated, by: &str) {
        if self.now.status != Status::Held {
            self.begin(dated, Some(by.to_owned()), Status::Held, None);
            return;
        }
        let evidence = self.now.newest.or(self.now.start);
        match evidence {
            // Nothing is told since another day: between them it must have been lost, or one of the
            // two days is wrong. The stretch between is disputed.
            Some(newest) if newest < dated.day && self.now.start.is_some() => {
                let loser = dated.step.from.clone();
                self.clash(dated, loser.clone());
                let begun = self.now.begun.clone();
                let gap = Dated { day: newest + 1, step: dated.step.clone(), rows: dated.rows.clone() };
                if gap.day < dated.day {
                    self.begin(&gap, Some(by.to_owned()), Status::Disputed, loser);
                    self.now.begun.splice(0..0, begun);
                    self.now.newest = None;
                    self.now.implied = true;
                    self.begin(dated, Some(by.to_owned()), Status::Held, None);
                } else {
                    self.confirm(dated);
                }
            }
            // Held since before anything is told, and taken all the same: it was lost before.
            _ if self.now.start.is_none() && dated.step.again => {
                self.begin(dated, Some(by.to_owned()), Status::Held, None);
            }
            _ => self.confirm(dated),
        }
    }

    fn take_some(&mut self, dated: &Dated, by: &str, extent: u8) {
        match self.holder() {
            // What was lost of it is won back.
            Some(holder) if holder == by && dated.step.again && self.now.status != Status::Held => {
                self.begin(dated, Some(by.to_owned()), Status::Held, None);
            }
            Some(holder) if holder == by => self.confirm(dated),
            holder => {
                let holder = holder.map(str::to_owned);
                let (holder, other) = match extent {
                    MOST => (Some(by.to_owned()), holder),
                    PART => (holder.or_else(|| dated.step.from.clone()), Some(by.to_owned())),
                    _ => (holder, Some(by.to_owned())),
                };
                self.begin(dated, holder, Status::Contested, other);
            }
        }
    }

    fn leave(&mut self, dated: &Dated, by: &str) {
        if self.now.intruder.as_deref() == Some(by) && self.now.holder.as_deref() != Some(by) {
            let holder = self.now.holder.clone();
            let status = if holder.is_some() { Status::Held } else { Status::Unknown };
            self.begin(dated, holder, status, None);
        } else if self.holder() == Some(by) {
            let inside = match self.now.status {
                Status::Contested | Status::Entered => self.now.intruder.clone(),
                _ => None,
            };
            let status = if inside.is_some() { Status::Held } else { Status::Unknown };
            self.begin(dated, inside, status, None);
        } else if self.holder().is_some() {
            // The other side has it already: the retreat confirms that.
            self.confirm(dated);
        }
    }

    fn keep(&mut self, dated: &Dated, by: &str) {
        match self.holder() {
            Some(holder) if holder == by => {
                if self.now.status == Status::Held {
                    self.confirm(dated);
                } else {
                    self.begin(dated, Some(by.to_owned()), Status::Held, None);
                }
            }
            Some(_) => {
                if !self.now.implied && self.now.intruder.as_deref() != Some(by) {
                    self.clash(dated, Some(by.to_owned()));
                }
                self.begin(dated, Some(by.to_owned()), Status::Held, None);
            }
            None => self.begin(dated, Some(by.to_owned()), Status::Held, None),
        }
    }

    fn enter(&mut self, dated: &Dated, by: &str) {
        match self.holder() {
            Some(holder) if holder == by => self.confirm(dated),
            Some(holder) => {
                let holder = holder.to_owned();
                if self.now.status == Status::Contested
                    || self.now.intruder.as_deref() == Some(by) && self.now.status == Status::Entered
                {
                    self.confirm(dated);
                } else {
                    self.begin(dated, Some(holder), Status::Entered, Some(by.to_owned()));
                }
            }
            // Left by the other side and entered: taken.
            None if self.now.start.is_some() && self.now.status == Status::Unknown => {
                self.begin(dated, Some(by.to_owned()), Status::Held, None);
            }
            None => self.begin(dated, dated.step.from.clone(), Status::Entered, Some(by.to_owned())),
        }
    }

    fn relieve(&mut self, dated: &Dated) {
        if self.now.status == Status::Besieged {
            let holder = self.now.holder.clone();
            self.begin(dated, holder, Status::Held, None);
        }
    }

    /// Told to be around it on a later day: whoever had got in is out again.
    fn around(&mut self, dated: &Dated, by: &str) {
        let inside = self.now.status == Status::Entered && self.now.intruder.as_deref() == Some(by);
        if inside && self.now.start < Some(dated.day) {
            let holder = self.now.holder.clone();
            let status = if holder.is_some() { Status::Held } else { Status::Unknown };
            self.begin(dated, holder, status, None);
        }
    }

    fn surround(&mut self, dated: &Dated, by: &str) {
        match self.holder() {
            Some(holder) if holder == by => self.confirm(dated),
            holder => {
                let holder = holder.map(str::to_owned).or_else(|| dated.step.from.clone());
                if holder.is_some() && self.now.status != Status::Contested {
                    self.begin(dated, holder, Status::Besieged, Some(by.to_owned()));
                }
            }
        }
    }

    fn clash(&mut self, dated: &Dated, other: Option<String>) {
        let from = self.now.newest.or(self.now.start).unwrap_or(dated.day);
        let mut told = self.now.begun.clone();
        told.extend(&self.now.confirmed);
        self.clashes.push(Clash {
            from,
            to: dated.day,
            first: (self.now.holder.clone(), told),
            second: (other, dated.rows.clone()),
        });
    }
}

/// Joins neighbours that are held alike, and drops an empty beginning.
fn join(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match out.last_mut() {
            Some(last)
                if last.holder == stretch.holder
                    && last.status == stretch.status
                    && last.intruder == stretch.intruder
                    && last.start.is_none()
                    && last.implied
                    && stretch.begun == last.begun =>
            {
                last.end = stretch.end;
                last.ended = stretch.ended;
                last.confirmed.extend(stretch.begun);
                last.confirmed.extend(stretch.confirmed);
                last.newest = last.newest.max(stretch.newest);
            }
            _ => out.push(stretch),
        }
    }
    out
}

//! Order: the steps of a place as one sequence.
//!
//! Within a document the order inside a day is the text's, corrected by the part of the day. A
//! stretch of text that stays on one day is a run; a lead, a body and an aftermath that tell the
//! same day are three runs. Runs of one day, of one document or many, are laid over each other by
//! their longest common subsequence, so that a step told twice happens once.

use annalist_span::Digest;
use annalist_time::PartOfDay;

use super::step::Step;
use crate::day::DayNumber;
use crate::rows::Rows;

/// A step of one day, with all the claims that tell it.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    /// The day on which it is reckoned.
    pub(crate) day: DayNumber,
    /// The step; of several claims, the first's.
    pub(crate) step: Step,
    /// Indices of all rows that tell it.
    pub(crate) rows: Vec<usize>,
}

/// Steps in the order of their days and, inside a day, of the telling.
pub(crate) fn order(steps: Vec<Step>, rows: &Rows) -> Vec<Dated> {
    let mut by_day: std::collections::BTreeMap<DayNumber, Vec<Step>> = std::collections::BTreeMap::new();
    for (day, step) in settle_days(steps, rows) {
        by_day.entry(day).or_default().push(step);
    }
    let mut out = Vec::new();
    for (day, steps) in by_day {
        out.extend(merge_runs(runs(steps, rows)).into_iter().map(|mut dated| {
            dated.day = day;
            dated.rows.sort_by(|a, b| rows[*a].order().cmp(&rows[*b].order()));
            dated.rows.dedup();
            dated
        }));
    }
    out
}

/// The day on which each step is reckoned: its own, or, told only within days, the day on which a
/// closer claim tells the same, or the last of them.
fn settle_days(mut steps: Vec<Step>, rows: &Rows) -> Vec<(DayNumber, Step)> {
    /// How long before its last day a step "by that day" may have happened to be the same.
    const BY: DayNumber = 7;
    let width = |s: &Step| s.window.width().unwrap_or(DayNumber::MAX);
    steps.sort_by(|a, b| width(a).cmp(&width(b)).then_with(|| rows[a.row].order().cmp(&rows[b.row].order())));
    let mut settled: Vec<(DayNumber, Step)> = Vec::with_capacity(steps.len());
    for step in steps {
        let last = step.window.surely();
        let day = if width(&step) == 0 {
            last
        } else {
            let first = step.window.first.unwrap_or(last.saturating_sub(BY));
            settled
                .iter()
                .filter(|(day, other)| first <= *day && *day <= last && other.what.same(&step.what))
                .map(|(day, _)| *day)
                .max()
                .unwrap_or(last)
        };
        settled.push((day, step));
    }
    settled
}

/// A stretch of one document that stays on one day.
struct Run {
    key: (usize, Digest, u32, String),
    steps: Vec<Step>,
}

/// Passages between two steps of a document from which on they belong to different tellings.
const RETELLING: u32 = 12;

/// Splits the steps of a day into runs, the longest first.
fn runs(mut steps: Vec<Step>, rows: &Rows) -> Vec<Run> {
    steps.sort_by(|a, b| rows[a.row].order().cmp(&rows[b.row].order()));
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<(Digest, u32)> = None;
    for step in steps {
        let row = &rows[step.row];
        let same_run = last.is_some_and(|(document, passage)| {
            document == row.document && row.claim.passage - passage < RETELLING
        });
        last = Some((row.document, row.claim.passage));
        if same_run && let Some(run) = runs.last_mut() {
            run.steps.push(step);
        } else {
            let key = (0, row.document, row.claim.passage, row.claim.id.clone());
            runs.push(Run { key, steps: vec![step] });
        }
    }
    for run in &mut runs {
        by_part_of_day(&mut run.steps, rows);
    }
    // The longest first; of equals, the one that most others tell too.
    let shares = |a: &Run, b: &Run| a.steps.iter().any(|x| b.steps.iter().any(|y| x.what.same(&y.what)));
    let support: Vec<usize> = runs.iter().map(|a| runs.iter().filter(|b| shares(a, b)).count()).collect();
    for (run, support) in runs.iter_mut().zip(support) {
        run.key.0 = usize::MAX - run.steps.len() * 1000 - support.min(999);
    }
    runs.sort_by(|a, b| a.key.cmp(&b.key));
    runs
}

/// Sorts a run by part of the day, keeping the text's order where nothing says otherwise.
fn by_part_of_day(steps: &mut Vec<Step>, rows: &Rows) {
    let mut clock = 0;
    let mut keyed: Vec<(u8, Step)> = steps
        .drain(..)
        .map(|step| {
            clock = match rows[step.row].claim.part {
                // A night told first is the one before dawn.
                Some(PartOfDay::Night) if clock == 0 => 0,
                Some(part) => rank(part),
                None => clock,
            };
            (clock, step)
        })
        .collect();
    keyed.sort_by_key(|(clock, _)| *clock);
    steps.extend(keyed.into_iter().map(|(_, step)| step));
}

const fn rank(part: PartOfDay) -> u8 {
    match part {
        PartOfDay::Morning => 1,
        PartOfDay::Noon => 2,
        PartOfDay::Afternoon => 3,
        PartOfDay::Evening => 4,
        PartOfDay::Night => 5,
    }
}

/// Lays runs over each other.
fn merge_runs(runs: Vec<Run>) -> Vec<Dated> {
    let mut merged: Vec<Dated> = Vec::new();
    for run in runs {
        let pairs = common(&merged, &run.steps);
        // Nothing in common, and nothing that says which came first: the better told stands at the
        // end of the day. "Recaptured" says that it came after.
        if pairs.is_empty() && !merged.is_empty() && !run.steps.iter().any(|s| s.again) {
            let single = run.steps.into_iter().map(|step| Dated { day: 0, rows: vec![step.row], step });
            merged = single.chain(merged).collect();
            continue;
        }
        let mut out: Vec<Dated> = Vec::with_capacity(merged.len() + run.steps.len());
        let mut rest = merged.into_iter().enumerate().peekable();
        let mut steps = run.steps.into_iter().enumerate();
        for (i, j) in pairs {
            // What only one of them tells keeps its place before the next common step.
            while rest.peek().is_some_and(|(at, _)| *at < i) {
                out.extend(rest.next().map(|(_, dated)| dated));
            }
            for (at, step) in steps.by_ref() {
                if at < j {
                    out.push(Dated { day: 0, rows: vec![step.row], step });
                    continue;
                }
                if let Some((_, mut dated)) = rest.next() {
                    dated.rows.push(step.row);
                    dated.step.from = dated.step.from.take().or(step.from);
                    dated.step.again |= step.again;
                    join_extent(&mut dated.step, &step.what);
                    out.push(dated);
                }
                break;
            }
        }
        out.extend(rest.map(|(_, dated)| dated));
        out.extend(steps.map(|(_, step)| Dated { day: 0, rows: vec![step.row], step }));
        merged = out;
    }
    merged
}

/// Of two tellings of one taking, the one that takes more stands in a replay at every word; the
/// difference is a dispute of its own.
fn join_extent(step: &mut Step, other: &super::step::Move) {
    use super::step::Move::Take;
    if let (Take { extent, .. }, Take { extent: told, .. }) = (&mut step.what, other) {
        *extent = (*extent).min(*told);
    }
}

/// Indices of a longest common subsequence.
fn common(a: &[Dated], b: &[Step]) -> Vec<(usize, usize)> {
    let mut table = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i][j] = if a[i].step.what.same(&b[j].what) {
                table[i + 1][j + 1] + 1
            } else {
                table[i + 1][j].max(table[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i].step.what.same(&b[j].what) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if table[i + 1][j] >= table[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

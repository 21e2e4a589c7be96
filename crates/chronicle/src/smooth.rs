//! A latent-state smoother beside the logical replay: how likely each side held a place on a day.
//!
//! A hidden Markov model per place, after T. Anders, "Territorial control in civil wars: Theory and
//! measurement using machine learning", Journal of Peace Research 57 (2020): the hidden states are
//! the sides seen at the place and *contested*; each claim about the ground is an observation,
//! believed as far as its source's class is reliable; between observations the state drifts. The
//! forward–backward recursion gives the probability of each state at the end of each day.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use annalist_claim::Alignment;
use annalist_time::Day;
use serde::{Deserialize, Serialize};

use crate::account::{Account, Interest};
use crate::day::{DayNumber, from_number, number};
use crate::replay::{Dated, Move, sequence};
use crate::row::Row;
use crate::rows::Rows;
use crate::state::Chronicle;

/// How likely each state was at the end of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    /// The day.
    pub day: Day,
    /// Side ids and `contested`, with their probabilities, which sum to one.
    pub states: BTreeMap<String, f64>,
}

/// The name of the state in which troops of both are inside.
pub const CONTESTED: &str = "contested";

/// Part of a day between two observations of one day.
const WITHIN_A_DAY: f64 = 0.25;

#[derive(Debug, Deserialize)]
struct Reliability {
    own_interest: f64,
    against_interest: f64,
    monitor: f64,
    press: f64,
    unknown: f64,
    change_per_day: f64,
}

fn reliability() -> &'static Reliability {
    static TABLE: OnceLock<Reliability> = OnceLock::new();
    TABLE.get_or_init(|| {
        toml::from_str(include_str!("../data/reliability.toml"))
            .expect("the shipped table is valid, as a test checks")
    })
}

impl Reliability {
    fn of(&self, row: &Row, interest: Interest<'_>) -> f64 {
        let one = |stance: &Alignment| match stance {
            Alignment::Party(side) | Alignment::Leans(side) => {
                let against = interest.gainer.map_or(interest.loser == Some(side), |g| g != side);
                if against { self.against_interest } else { self.own_interest }
            }
            Alignment::Monitor => self.monitor,
            Alignment::Press => self.press,
            Alignment::Unknown => self.unknown,
        };
        row.voice.stances.iter().map(one).fold(0.0, f64::max)
    }
}

/// An observation: when, and how likely it is in each state.
struct Observation {
    time: f64,
    likelihood: Vec<f64>,
}

/// The model of one place.
struct Model {
    states: Vec<String>,
    observations: Vec<Observation>,
    forward: Vec<Vec<f64>>,
    backward: Vec<Vec<f64>>,
}

impl Chronicle {
    /// How likely each side held a place on each day of an interval (both ends inclusive), from
    /// every claim. Empty when nothing is told of the place.
    pub fn beliefs(&self, place: &str, from: Day, to: Day) -> Vec<Belief> {
        let Some(model) = self.model(place) else { return Vec::new() };
        (number(from)..=number(to)).map(|day| model.at(day)).collect()
    }

    fn model(&self, place: &str) -> Option<Model> {
        let told = self.places.get(place)?.told();
        let steps = sequence(&self.rows, told, place, &Account::All.policy(&self.policies));
        let mut states: Vec<String> = steps
            .iter()
            .flat_map(|d| std::iter::once(d.step.what.side().to_owned()).chain(d.step.from.clone()))
            .collect();
        states.retain(|side| !side.is_empty());
        states.sort();
        states.dedup();
        if states.is_empty() {
            return None;
        }
        states.push(CONTESTED.to_owned());
        let mut observations: Vec<Observation> = Vec::new();
        for dated in &steps {
            let day = f64::from(dated.day);
            let earlier = observations.iter().filter(|o| o.time >= day).count() as f64;
            observations.push(Observation {
                time: day + (earlier * WITHIN_A_DAY).min(0.9),
                likelihood: likelihood(&states, dated, &self.rows),
            });
        }
        Some(Model::new(states, observations))
    }
}

/// How likely a step is told in each state. Several works that tell it are several reports; one work
/// is one.
fn likelihood(states: &[String], dated: &Dated, rows: &Rows) -> Vec<f64> {
    let what = &dated.step.what;
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for row in dated.rows.iter().map(|at| &rows[*at]) {
        let r = reliability().of(row, what.interest());
        let known = best.entry(&*row.work).or_insert(r);
        *known = known.max(r);
    }
    let share = 1.0 / states.len() as f64;
    states
        .iter()
        .map(|state| {
            let fits = fit(what, state);
            best.values().map(|r| r * fits + (1.0 - r) * share).product()
        })
        .collect()
}

/// How well a step fits a state after it, from 0 to 1.
#[expect(clippy::match_same_arms, reason = "a table, one line a case")]
fn fit(what: &Move, state: &str) -> f64 {
    let own = state == what.side();
    let contested = state == CONTESTED;
    match what {
        Move::Take { extent: 0, .. } | Move::Keep { .. } => f64::from(u8::from(own)),
        Move::Take { .. } if contested => 0.7,
        Move::Take { .. } if own => 0.3,
        Move::Take { .. } => 0.0,
        Move::Leave { .. } if own => 0.0,
        Move::Leave { .. } if contested => 0.1,
        Move::Leave { .. } => 0.9,
        Move::Enter { .. } if contested => 0.6,
        Move::Enter { .. } if own => 0.1,
        Move::Enter { .. } => 0.3,
        Move::Surround { .. } if own || contested => 0.1,
        Move::Surround { .. } => 0.8,
        Move::Relieve { .. } if own => 0.6,
        Move::Relieve { .. } => 0.3,
        Move::Around { .. } if own || contested => 0.2,
        Move::Around { .. } => 0.5,
        Move::Sign { .. } if own => 0.7,
        Move::Sign { .. } if contested => 0.3,
        Move::Sign { .. } => 0.0,
    }
}

impl Model {
    fn new(states: Vec<String>, observations: Vec<Observation>) -> Self {
        let k = states.len();
        let even = vec![1.0 / k as f64; k];
        let mut forward: Vec<Vec<f64>> = Vec::with_capacity(observations.len());
        let mut last: Option<(f64, Vec<f64>)> = None;
        for o in &observations {
            let prior = last.map_or_else(|| even.clone(), |(time, state)| drift(&state, o.time - time));
            let state = scaled(prior.iter().zip(&o.likelihood).map(|(p, l)| p * l).collect());
            forward.push(state.clone());
            last = Some((o.time, state));
        }
        let mut backward = vec![even; observations.len() + 1];
        for i in (0..observations.len()).rev() {
            let later = &backward[i + 1];
            let gap = observations.get(i + 1).map_or(0.0, |next| next.time - observations[i].time);
            let message = drift(later, gap);
            backward[i] =
                scaled(message.iter().zip(&observations[i].likelihood).map(|(p, l)| p * l).collect());
        }
        Self { states, observations, forward, backward }
    }

    /// The states at the end of a day.
    fn at(&self, day: DayNumber) -> Belief {
        let end = f64::from(day) + 1.0 - 1e-6;
        let next = self.observations.partition_point(|o| o.time <= end);
        let k = self.states.len();
        let past = match next.checked_sub(1) {
            Some(i) => drift(&self.forward[i], (end - self.observations[i].time).floor()),
            None => vec![1.0 / k as f64; k],
        };
        let future = match self.observations.get(next) {
            Some(o) => drift(&self.backward[next], (o.time - end).ceil()),
            None => vec![1.0 / k as f64; k],
        };
        let joint = scaled(past.iter().zip(&future).map(|(a, b)| a * b).collect());
        Belief { day: from_number(day), states: self.states.iter().cloned().zip(joint).collect() }
    }
}

/// The distribution so many days on: every state is left for every other alike.
fn drift(state: &[f64], days: f64) -> Vec<f64> {
    let k = state.len() as f64;
    let keep = (1.0 - reliability().change_per_day * k / (k - 1.0)).max(0.0).powf(days.max(0.0));
    let total: f64 = state.iter().sum();
    state.iter().map(|p| p * keep + total * (1.0 - keep) / k).collect()
}

fn scaled(state: Vec<f64>) -> Vec<f64> {
    let total: f64 = state.iter().sum();
    if total > 0.0 {
        state.into_iter().map(|p| p / total).collect()
    } else {
        // Everything is excluded: nothing is known.
        let k = state.len();
        vec![1.0 / k as f64; k]
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, Kind::*, Modality};
    use proptest::prelude::*;

    use super::CONTESTED;
    use crate::Chronicle;
    use crate::testing::{Told, document, plain, told};

    fn belief(c: &Chronicle, day: &str, state: &str) -> f64 {
        c.beliefs("t:brenno", day.parse().unwrap(), day.parse().unwrap())[0].states[state]
    }

    #[test]
    fn belief_follows_the_claims_and_fades_between_them() {
        let c = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-04").from("blues"),
            told(Capture, "blues", "Brenno", "2031-09-04").from("reds"),
        ]);
        assert!(belief(&c, "2031-05-04", "reds") > 0.6);
        assert!(belief(&c, "2031-09-05", "blues") > 0.6);
        let later = belief(&c, "2031-05-05", "reds");
        assert!(belief(&c, "2031-07-05", "reds") < later);
        assert!(belief(&c, "2032-09-04", "blues") < 0.5);
    }

    #[test]
    fn an_admission_weighs_more_than_a_boast() {
        let by = |who: &str| {
            plain(vec![
                told(Capture, "reds", "Brenno", "2031-05-04")
                    .from("blues")
                    .modality(Modality::Reported)
                    .by("a ministry", Alignment::Party(who.into())),
            ])
        };
        assert!(belief(&by("blues"), "2031-05-04", "reds") > belief(&by("reds"), "2031-05-04", "reds") + 0.1);
    }

    #[test]
    fn parts_make_it_contested() {
        let part = |t: Told| t.extent(annalist_claim::Extent::Part);
        let c = plain(vec![part(told(Capture, "reds", "Brenno", "2031-05-04").from("blues"))]);
        assert!(belief(&c, "2031-05-04", CONTESTED) > belief(&c, "2031-05-04", "reds"));
    }

    #[test]
    fn two_works_weigh_more_than_one() {
        let a = document(
            "a",
            Alignment::Unknown,
            vec![told(Capture, "reds", "Brenno", "2031-05-04").from("blues")],
        );
        let b = document(
            "b",
            Alignment::Unknown,
            vec![told(Capture, "reds", "Brenno", "2031-05-04").from("blues")],
        );
        let one = Chronicle::build(std::slice::from_ref(&a), &[]);
        let two = Chronicle::build(&[a, b], &[]);
        assert!(belief(&two, "2031-05-04", "reds") > belief(&one, "2031-05-04", "reds"));
    }

    proptest! {
        #[test]
        fn probabilities_sum_to_one(days in prop::collection::vec((1..28u32, 0..5usize, 0..2usize), 1..12)) {
            let c = plain(days.iter().map(|(day, kind, side)| {
                let kind = [Capture, Withdraw, Enter, Hold, Encircle][*kind];
                told(kind, ["reds", "blues"][*side], "Brenno", &format!("2031-05-{day:02}"))
            }).collect());
            for belief in c.beliefs("t:brenno", "2031-04-20".parse().unwrap(), "2031-06-10".parse().unwrap()) {
                let sum: f64 = belief.states.values().sum();
                prop_assert!((sum - 1.0).abs() < 1e-9);
            }
        }
    }
}

//! Weights: Fellegi–Sunter match weights as data.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::compare::{COMPARISONS, Levels};

/// The weights of a linkage.
///
/// Reference: I. P. Fellegi, A. B. Sunter, "A theory for record linkage", JASA 64 (1969).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// log2 of the odds that two claims of a block tell one event.
    pub prior: f64,
    /// Two claims are linked from this weight on.
    pub accept: f64,
    /// Two clusters become one when their pairs come to this weight on average.
    pub cohere: f64,
    /// Comparisons in the order of [`COMPARISONS`].
    pub comparison: Vec<Comparison>,
}

/// One comparison and its levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Its name.
    pub name: String,
    /// What it can come to.
    pub levels: Vec<Level>,
}

/// One outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Share of pairs of one event that come to it.
    pub m: f64,
    /// Share of other pairs of a block that do.
    pub u: f64,
}

impl Level {
    /// log2(m / u).
    pub fn weight(&self) -> f64 {
        (self.m / self.u).log2()
    }
}

/// Weights ready to be summed: the logarithms taken once.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    prior: f64,
    pub(crate) accept: f64,
    pub(crate) cohere: f64,
    levels: Vec<Vec<f64>>,
}

impl Table {
    fn of(weights: &Weights) -> Self {
        let levels = weights.comparison.iter().map(|c| c.levels.iter().map(Level::weight).collect());
        Self {
            prior: weights.prior,
            accept: weights.accept,
            cohere: weights.cohere,
            levels: levels.collect(),
        }
    }

    /// The table of the weights as shipped.
    pub(crate) fn shipped() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| Self::of(Weights::shipped()))
    }

    /// The sum over all comparisons, the prior included: that of [`Weights::total`].
    pub(crate) fn total(&self, levels: Levels) -> f64 {
        self.prior + self.levels.iter().zip(levels).map(|(c, l)| c[l as usize]).sum::<f64>()
    }
}

/// Why weights are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// No TOML of this shape.
    #[error("no weights: {0}")]
    Toml(String),
    /// A comparison or level is missing, out of order or out of bounds.
    #[error("weights: {0}")]
    Shape(String),
}

impl Weights {
    /// Reads weights and checks that every comparison and level is there, in order, with m and u
    /// above 0 and at most 1.
    pub fn parse(text: &str) -> Result<Self, WeightsError> {
        let weights: Self = toml::from_str(text).map_err(|e| WeightsError::Toml(e.to_string()))?;
        let shape = |what: String| Err(WeightsError::Shape(what));
        if weights.comparison.len() != COMPARISONS.len() {
            return shape(format!(
                "{} comparisons instead of {}",
                weights.comparison.len(),
                COMPARISONS.len()
            ));
        }
        for (given, (name, levels)) in weights.comparison.iter().zip(COMPARISONS) {
            let names: Vec<&str> = given.levels.iter().map(|l| l.name.as_str()).collect();
            if given.name != *name || names != *levels {
                return shape(format!("{} has levels {names:?} where {name} {levels:?} belong", given.name));
            }
            if let Some(bad) = given.levels.iter().find(|l| ![l.m, l.u].iter().all(|p| *p > 0.0 && *p <= 1.0))
            {
                return shape(format!("{}/{} is no share", given.name, bad.name));
            }
        }
        Ok(weights)
    }

    /// The weights as shipped.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Weights> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            Self::parse(include_str!("../../data/weights.toml"))
                .expect("the shipped weights are valid, as a test checks")
        })
    }

    /// The sum over all comparisons, the prior included.
    pub fn total(&self, levels: Levels) -> f64 {
        self.prior
            + self.comparison.iter().zip(levels).map(|(c, l)| c.levels[l as usize].weight()).sum::<f64>()
    }

    /// Each comparison's level and weight, the prior first.
    pub fn explain(&self, levels: Levels) -> Vec<(String, f64)> {
        // A level that these weights do not know stands in a damaged project.
        let part = |(c, l): (&Comparison, u8)| {
            let level = c.levels.get(usize::from(l))?;
            Some((format!("{}: {}", c.name, level.name), level.weight()))
        };
        std::iter::once(("prior".to_owned(), self.prior))
            .chain(self.comparison.iter().zip(levels).filter_map(part))
            .collect()
    }

    /// Counts m and u from labelled pairs, half a pair added to every level; prior and threshold
    /// stay.
    #[must_use]
    pub fn learnt(&self, pairs: &[(Levels, bool)]) -> Self {
        let mut learnt = self.clone();
        for (at, comparison) in learnt.comparison.iter_mut().enumerate() {
            let size = comparison.levels.len() as f64;
            for (nth, level) in comparison.levels.iter_mut().enumerate() {
                let share = |same: bool| {
                    let of: Vec<&Levels> = pairs.iter().filter(|(_, s)| *s == same).map(|(l, _)| l).collect();
                    let hits = of.iter().filter(|l| usize::from(l[at]) == nth).count() as f64;
                    (hits + 0.5) / (of.len() as f64 + 0.5 * size)
                };
                (level.m, level.u) = (share(true), share(false));
            }
        }
        learnt
    }

    /// Estimates m, u and the prior from unlabelled pairs by expectation maximisation, with these
    /// weights as a prior worth `trust` pairs of one event a comparison (and as many others). `frozen`
    /// comparisons keep their weights: a sample may not show them.
    ///
    /// Reference: W. E. Winkler, "Using the EM algorithm for weight computation in the Fellegi–Sunter
    /// model of record linkage", ASA Proceedings (1988).
    #[must_use]
    pub fn estimated(&self, pairs: &[Levels], rounds: u32, trust: f64, frozen: &[&str]) -> Self {
        let mut counts: std::collections::BTreeMap<Levels, f64> = std::collections::BTreeMap::new();
        for levels in pairs {
            *counts.entry(*levels).or_default() += 1.0;
        }
        let mut now = self.clone();
        for _ in 0..rounds {
            // How likely each pattern is of one event, as the weights say now.
            let likely: Vec<(Levels, f64, f64)> = counts
                .iter()
                .map(|(levels, n)| {
                    let one = 1.0 / (1.0 + (-now.total(*levels)).exp2());
                    (*levels, n * one, n * (1.0 - one))
                })
                .collect();
            let (ones, others) = likely.iter().fold((0.0, 0.0), |(a, b), (_, x, y)| (a + x, b + y));
            let mut next = now.clone();
            for (at, comparison) in next.comparison.iter_mut().enumerate() {
                if frozen.contains(&comparison.name.as_str()) {
                    continue;
                }
                for (nth, level) in comparison.levels.iter_mut().enumerate() {
                    let (first, at_first) = (&self.comparison[at].levels[nth], nth as u8);
                    let of = |pick: fn(&(Levels, f64, f64)) -> f64| -> f64 {
                        likely.iter().filter(|l| l.0[at] == at_first).map(pick).sum()
                    };
                    level.m = (of(|l| l.1) + trust * first.m) / (ones + trust);
                    level.u = (of(|l| l.2) + trust * first.u) / (others + trust);
                }
            }
            next.prior = ((ones + 1.0) / (others + 1.0)).log2();
            now = next;
        }
        now
    }
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn the_shipped_weights_are_whole() {
        let weights = Weights::shipped();
        for comparison in &weights.comparison {
            for share in [|l: &super::Level| l.m, |l: &super::Level| l.u] {
                let sum: f64 = comparison.levels.iter().map(share).sum();
                assert!((sum - 1.0).abs() < 0.02, "{} sums to {sum}", comparison.name);
            }
        }
    }

    #[test]
    fn the_table_sums_as_the_weights_do() {
        for levels in [[0; 10], [15, 10, 6, 3, 3, 3, 5, 2, 5, 2], [5, 1, 2, 2, 2, 2, 4, 1, 0, 1]] {
            let (a, b) = (super::Table::shipped().total(levels), Weights::shipped().total(levels));
            assert!(a.to_bits() == b.to_bits(), "{a} {b}");
        }
    }

    #[test]
    fn broken_weights_are_refused() {
        assert!(Weights::parse("prior = 1").is_err());
        let swapped = include_str!("../../data/weights.toml").replacen("\"same\"", "\"part\"", 1);
        assert!(Weights::parse(&swapped).is_err());
        let zero = include_str!("../../data/weights.toml").replacen("m = 0.", "m = 7.", 1);
        assert!(Weights::parse(&zero).is_err());
    }

    #[test]
    fn estimation_finds_two_kinds_of_pairs() {
        // A tenth of the pairs agree in place, time and kind; the rest in nothing.
        let mut agree = [0; 10];
        agree[8] = 0;
        let mut differ = [0; 10];
        (differ[0], differ[1], differ[2], differ[3], differ[6]) = (15, 9, 6, 3, 5);
        let pairs: Vec<_> = (0..1000).map(|n| if n % 10 == 0 { agree } else { differ }).collect();
        let found = Weights::shipped().estimated(&pairs, 10, 1.0, &["telling"]);
        assert!((found.prior - (0.1_f64 / 0.9).log2()).abs() < 0.1, "{}", found.prior);
        assert!(found.comparison[0].levels[0].m > 0.9 && found.comparison[0].levels[15].u > 0.9);
        assert_eq!(found.comparison[8], Weights::shipped().comparison[8]);
    }

    #[test]
    fn learning_counts_and_smooths() {
        let same = [0; 10];
        let mut other = [0; 10];
        other[0] = 7;
        let learnt = Weights::shipped().learnt(&[(same, true), (same, true), (other, false)]);
        let place = &learnt.comparison[0].levels;
        assert!((place[0].m - 2.5 / 10.0).abs() < 1e-9);
        assert!((place[7].u - 1.5 / 9.0).abs() < 1e-9);
    }
}

//! A bucket of tries for each key, filled again with time.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Tries that are left to each key.
pub(crate) struct Limits<K> {
    most: u32,
    /// How long one try takes to come back.
    each: Duration,
    /// When each key will have all of its tries again.
    full_at: BTreeMap<K, Instant>,
}

/// Above this many keys those that have all their tries are forgotten.
const MANY: usize = 10_000;

impl<K: Ord> Limits<K> {
    /// `most` tries at once, all of them back after `seconds`.
    pub(crate) fn new(most: u32, seconds: u64) -> Self {
        Self { most, each: Duration::from_secs(seconds) / most, full_at: BTreeMap::new() }
    }

    /// Takes a try, or says how many seconds to wait for one.
    pub(crate) fn take(&mut self, key: K, now: Instant) -> Result<(), u64> {
        if self.full_at.len() > MANY {
            self.full_at.retain(|_, full| *full > now);
        }
        let full = self.full_at.entry(key).or_insert(now);
        let after = (*full).max(now) + self.each;
        let over = after.saturating_duration_since(now + self.each * self.most);
        if over.is_zero() {
            *full = after;
            Ok(())
        } else {
            Err(over.as_secs() + 1)
        }
    }

    /// Gives a key all of its tries back.
    pub(crate) fn forgive(&mut self, key: &K) {
        self.full_at.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Limits;

    #[test]
    fn tries_run_out_and_come_back() {
        let mut limits = Limits::new(3, 30);
        let now = Instant::now();
        assert!((0..3).all(|_| limits.take("a", now).is_ok()));
        assert!(matches!(limits.take("a", now), Err(1..=11)));
        assert!(limits.take("b", now).is_ok());
        let later = now + Duration::from_secs(11);
        assert!(limits.take("a", later).is_ok());
        assert!(limits.take("a", later).is_err());
        limits.forgive(&"a");
        assert!(limits.take("a", later).is_ok());
    }
}

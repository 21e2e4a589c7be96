//! How fast ground changed hands.

use std::collections::BTreeMap;

use annalist_claim::Kind;
use annalist_time::Day;
use serde::{Deserialize, Serialize};

use super::state_at;
use crate::account::Account;
use crate::day::{from_number, number};
use crate::state::Chronicle;

/// How fast ground changed hands, day by day, between the first change and the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tempo {
    /// Places taken on each day, by side.
    pub captures: BTreeMap<Day, BTreeMap<String, u32>>,
    /// How often each place changed hands, by place id; places that never did are left out.
    pub changed_hands: BTreeMap<String, u32>,
    /// Places held at the end of each day of a change, by side.
    pub held: BTreeMap<Day, BTreeMap<String, u32>>,
    /// Of the places whose holder is known then, the share held, from 0 to 1.
    pub share: BTreeMap<Day, BTreeMap<String, f64>>,
    /// Days from the first change to the last, both counted.
    pub days: u32,
    /// Places taken less places lost, a day, by side.
    pub advance: BTreeMap<String, f64>,
    /// Places without a name that are told to have been taken on each day ("five villages"), by side. They
    /// are in none of the counts above.
    #[serde(default)]
    pub unnamed: BTreeMap<Day, BTreeMap<String, u32>>,
}

const fn takes(kind: Kind) -> bool {
    matches!(kind, Kind::Capture | Kind::Transfer)
}

impl Chronicle {
    /// How fast ground changed hands, as an account tells it.
    pub fn tempo(&self, account: &Account) -> Tempo {
        let mut tempo = Tempo::default();
        let mut replays = Vec::new();
        let mut net: BTreeMap<String, i64> = BTreeMap::new();
        for place in self.places.keys() {
            let stretches = self.replayed(place, account).stretches;
            let mut hands = 0;
            let mut holder: Option<&String> = None;
            for stretch in &stretches {
                let (Some(after), Some(before)) = (&stretch.holder, holder) else {
                    holder = stretch.holder.as_ref().or(holder);
                    continue;
                };
                if before != after
                    && let Some(start) = stretch.start
                {
                    hands += 1;
                    *tempo
                        .captures
                        .entry(from_number(start))
                        .or_default()
                        .entry(after.clone())
                        .or_default() += 1;
                    *net.entry(after.clone()).or_default() += 1;
                    *net.entry(before.clone()).or_default() -= 1;
                }
                holder = Some(after);
            }
            if hands > 0 {
                tempo.changed_hands.insert(place.clone(), hands);
            }
            replays.push(stretches);
        }
        for day in tempo.captures.keys().copied().collect::<Vec<_>>() {
            let mut held: BTreeMap<String, u32> = BTreeMap::new();
            for stretches in &replays {
                if let Some(holder) = state_at(stretches, number(day)).and_then(|s| s.holder.clone()) {
                    *held.entry(holder).or_default() += 1;
                }
            }
            let all: u32 = held.values().sum();
            let share = held.iter().map(|(side, n)| (side.clone(), f64::from(*n) / f64::from(all.max(1))));
            tempo.share.insert(day, share.collect());
            tempo.held.insert(day, held);
        }
        let ends = tempo.captures.keys().next().zip(tempo.captures.keys().next_back());
        tempo.days = ends.map_or(0, |(first, last)| (number(*last) - number(*first) + 1) as u32);
        let days = f64::from(tempo.days.max(1));
        tempo.advance = net.into_iter().map(|(side, n)| (side, n as f64 / days)).collect();
        for ground in self.ground(account).into_iter().filter(|g| takes(g.kind)) {
            if let (Some(day), Some(count)) = (ground.day, ground.count) {
                *tempo.unnamed.entry(day).or_default().entry(ground.side).or_default() += count;
            }
        }
        tempo
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::Kind::{Capture, Withdraw};

    use crate::Account;
    use crate::testing::{plain, told};

    #[test]
    fn captures_shares_and_the_advance_a_day_are_counted() {
        let c = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-01").from("blues"),
            told(Capture, "reds", "Tarsk", "2031-05-01").from("blues"),
            told(Withdraw, "reds", "Brenno", "2031-05-03"),
            told(Capture, "blues", "Brenno", "2031-05-04"),
        ]);
        let t = c.tempo(&Account::All);
        let on = |day: &str| day.parse().unwrap();
        assert_eq!(t.captures[&on("2031-05-01")]["reds"], 2);
        assert_eq!(t.changed_hands["t:brenno"], 2);
        assert_eq!(t.days, 4);
        assert!((t.share[&on("2031-05-04")]["blues"] - 0.5).abs() < 1e-9);
        // Two taken and one lost in four days.
        assert!((t.advance["reds"] - 0.25).abs() < 1e-9);
    }
}

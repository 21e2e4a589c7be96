//! Followers named after their leader: "Tarnovist" of Tarnov, "Zelpista" of Zelpa.

use crate::BelligerentKind;
use crate::cast::roster::Roster;
use crate::words::words;

/// Endings that make a follower's name of a leader's, the longest first.
const ENDINGS: [&str; 9] = ["istas", "ista", "ists", "ist", "ites", "ite", "ians", "ian", "is"];

/// Lets forces that are named after somebody told of follow them.
pub(super) fn read(roster: &mut Roster) {
    let last: Vec<Option<String>> =
        roster.members.iter().map(|m| words(&m.name).last().map(|w| w.fold.clone())).collect();
    let own: Vec<usize> = roster.order.clone();
    for &force in &own {
        let is_force = roster.members[force].kind == BelligerentKind::Force;
        if !is_force || roster.side_of(force).is_some() || roster.leaders.contains_key(&force) {
            continue;
        }
        if let Some(bearer) = bearer(force, &own, roster) {
            roster.follows(force, bearer);
            continue;
        }
        let Some(name) = &last[force] else { continue };
        let leader = ENDINGS.iter().filter_map(|e| name.strip_suffix(e)).find_map(|stem| {
            own.iter().copied().find(|&m| {
                m != force
                    && stem.len() >= 4
                    && roster.members[m].kind != BelligerentKind::State
                    && last[m].as_deref().is_some_and(|l| is_stem(stem, l))
            })
        });
        if let Some(leader) = leader {
            roster.follows(force, leader);
        }
    }
}

/// Whose forces "Tarskan forces" are, when the text names one army of the Tarskans alone: "the Tarskan Army".
fn bearer(force: usize, own: &[usize], roster: &Roster) -> Option<usize> {
    let name = words(&roster.members[force].name);
    let [bare] = name.as_slice() else { return None };
    let armies: Vec<usize> = own
        .iter()
        .copied()
        .filter(|&m| {
            let longer = words(&roster.members[m].name);
            m != force
                && matches!(roster.members[m].kind, BelligerentKind::Force | BelligerentKind::Unit)
                && longer.len() > 1
                && longer[0].fold == bare.fold
        })
        .collect();
    let (first, rest) = armies.split_first()?;
    let same = |m: &usize| roster.side_of(*m).is_some() && roster.side_of(*m) == roster.side_of(*first);
    rest.iter().all(same).then_some(*first)
}

/// Whether a name is the stem, or the stem and one vowel that the ending took.
fn is_stem(stem: &str, name: &str) -> bool {
    name.strip_prefix(stem).is_some_and(|rest| matches!(rest, "" | "a" | "e" | "i" | "o" | "u" | "y"))
}

#[cfg(test)]
mod tests {
    use super::is_stem;

    #[test]
    fn a_vowel_may_be_lost_and_nothing_more() {
        assert!(is_stem("tarnov", "tarnov") && is_stem("zelp", "zelpa"));
        assert!(!is_stem("tarn", "tarnov") && !is_stem("velm", "vel"));
    }
}

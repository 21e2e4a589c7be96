//! Events: clusters of claims, as values.

use std::collections::BTreeMap;

use annalist_claim::Kind;
use annalist_span::content_id;
use annalist_time::PartOfDay;
use serde::{Deserialize, Serialize};

use crate::day::Window;
use crate::link::{Levels, Linker, Weights, independent};
use crate::model::{Event, Link, Origin};
use crate::place::Spot;
use crate::row::Row;
use crate::state::Chronicle;

/// The id of the event of these claims, which are sorted.
pub(crate) fn event_id(claims: &[impl AsRef<str>]) -> String {
    content_id("e", claims.iter().map(AsRef::as_ref))
}

/// The event of a cluster.
pub(crate) fn event(
    linker: &Linker,
    cluster: &[u32],
    rows: &[&Row],
    name_of: impl Fn(&Row) -> String,
) -> Event {
    let claims: Vec<String> = cluster.iter().map(|slot| linker.id(*slot).to_owned()).collect();
    let told: Vec<&Row> = if rows.iter().all(|r| r.is_denial()) {
        rows.to_vec()
    } else {
        rows.iter().copied().filter(|r| !r.is_denial()).collect()
    };
    let sorted = |of: &dyn Fn(&Row) -> Vec<String>| {
        let mut out: Vec<String> = rows.iter().flat_map(|row| of(row)).collect();
        out.sort();
        out.dedup();
        out
    };
    let features: Vec<_> = cluster.iter().map(|slot| &linker.features[*slot as usize]).collect();
    let links = linker
        .links_in(cluster)
        .into_iter()
        .map(|edge| {
            let (a, b) =
                if linker.id(edge.a) <= linker.id(edge.b) { (edge.a, edge.b) } else { (edge.b, edge.a) };
            Link {
                a: linker.id(a).to_owned(),
                b: linker.id(b).to_owned(),
                weight: edge.weight,
                levels: linker.levels(a, b),
            }
        })
        .collect();
    let origins: Vec<Origin> = independent(&features)
        .into_iter()
        .map(|group| {
            let by: std::collections::BTreeSet<String> = group
                .members
                .iter()
                .filter_map(|i| rows.get(*i))
                .flat_map(|row| row.by(&name_of(row)))
                .collect();
            Origin {
                claims: group.members.iter().map(|i| claims[*i].clone()).collect(),
                by: by.into_iter().collect(),
                why: group.why.iter().map(|w| (*w).to_owned()).collect(),
            }
        })
        .collect();
    Event {
        id: event_id(&claims),
        kind: most(told.iter().map(|r| r.claim.kind)).unwrap_or(Kind::Attack),
        when: days(&told).and_then(Window::edtf),
        part: part(&told),
        places: sorted(&|row| row.spots.iter().filter_map(Spot::key).map(str::to_owned).collect()),
        actors: sorted(&|row| row.actor_sides().into_iter().map(str::to_owned).collect()),
        targets: sorted(&|row| row.target_sides().into_iter().map(str::to_owned).collect()),
        independent: origins.len() as u32,
        origins,
        claims,
        links,
    }
}

/// The value that comes most often; of equals, the least.
fn most<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, u32> = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    counts.into_iter().max_by_key(|(v, n)| (*n, std::cmp::Reverse(*v))).map(|(v, _)| v)
}

/// The days that all claims allow; when they exclude each other, the days that most tell.
fn days(rows: &[&Row]) -> Option<Window> {
    let windows: Vec<Window> = rows.iter().filter_map(|r| r.window).collect();
    let first = windows.iter().filter_map(|w| w.first).max();
    let last = windows.iter().filter_map(|w| w.last).min();
    match (first, last) {
        (Some(a), Some(b)) if a > b => most(windows.into_iter()),
        (None, None) => None,
        (first, last) => Some(Window { first, last }),
    }
}

fn part(rows: &[&Row]) -> Option<PartOfDay> {
    most(rows.iter().filter_map(|r| r.claim.part))
}

impl Chronicle {
    /// An event by its id.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|e| e.id == id)
    }

    /// Every pair of claims that blocking lets be compared, with the levels that it comes to: what
    /// weights are learnt from.
    pub fn compared(&self) -> Vec<(String, String, Levels)> {
        self.linker.compared()
    }

    /// Why two claims are linked or not: each comparison's level and weight, and the sum.
    pub fn explain_link(&self, a: &str, b: &str) -> Option<Link> {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let levels = self.linker.levels_of(a, b)?;
        let weight = Weights::shipped().total(levels);
        Some(Link { a: a.to_owned(), b: b.to_owned(), weight, levels })
    }
}

/// What became of the clusters when claims were added or decisions made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum ClusterChange {
    /// Nothing of it was there before.
    New {
        /// Event id.
        event: String,
    },
    /// It grew or shrank.
    Changed {
        /// Event id before.
        from: String,
        /// Event id after.
        into: String,
    },
    /// Several became one.
    Merged {
        /// Event ids before, sorted.
        from: Vec<String>,
        /// Event id after.
        into: String,
    },
    /// One became several.
    Split {
        /// Event id before.
        from: String,
        /// Event ids after, sorted.
        into: Vec<String>,
    },
    /// None of its claims is left.
    Gone {
        /// Event id.
        event: String,
    },
}

/// The history between two states of the events.
pub fn cluster_changes(before: &[Event], after: &[Event]) -> Vec<ClusterChange> {
    let parts = |events: &[Event]| -> Vec<(String, Vec<String>)> {
        events.iter().map(|e| (e.id.clone(), e.claims.clone())).collect()
    };
    changes_of_clusters(&parts(before), &parts(after))
}

/// The history between two states, each given as event ids with the ids of their claims.
pub fn changes_of_clusters(
    before: &[(String, Vec<String>)],
    after: &[(String, Vec<String>)],
) -> Vec<ClusterChange> {
    fn home(events: &[(String, Vec<String>)]) -> BTreeMap<&str, &str> {
        events.iter().flat_map(|(id, claims)| claims.iter().map(move |c| (c.as_str(), id.as_str()))).collect()
    }
    let unique = |ids: Vec<&str>| {
        let mut ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        ids.sort();
        ids.dedup();
        ids
    };
    // What is the same on both sides has no history.
    let known: std::collections::BTreeSet<&str> = before.iter().map(|(id, _)| id.as_str()).collect();
    let kept: std::collections::BTreeSet<&str> =
        after.iter().map(|(id, _)| id.as_str()).filter(|id| known.contains(id)).collect();
    let changed = |events: &[(String, Vec<String>)]| -> Vec<(String, Vec<String>)> {
        events.iter().filter(|(id, _)| !kept.contains(id.as_str())).cloned().collect()
    };
    let (before, after) = (changed(before), changed(after));
    let (was, is) = (home(&before), home(&after));
    let claims_of: BTreeMap<&str, &[String]> = before.iter().map(|(id, c)| (id.as_str(), &c[..])).collect();
    let mut out = Vec::new();
    for (id, claims) in &after {
        let from = unique(claims.iter().filter_map(|c| was.get(c.as_str()).copied()).collect());
        match from.as_slice() {
            [] => out.push(ClusterChange::New { event: id.clone() }),
            [one] => {
                let old = claims_of.get(one.as_str()).copied().unwrap_or(&[]);
                if unique(old.iter().filter_map(|c| is.get(c.as_str()).copied()).collect()).len() == 1 {
                    out.push(ClusterChange::Changed { from: one.clone(), into: id.clone() });
                }
            }
            _ => out.push(ClusterChange::Merged { from, into: id.clone() }),
        }
    }
    for (id, claims) in &before {
        let into = unique(claims.iter().filter_map(|c| is.get(c.as_str()).copied()).collect());
        match into.len() {
            0 => out.push(ClusterChange::Gone { event: id.clone() }),
            1 => {}
            _ => out.push(ClusterChange::Split { from: id.clone(), into }),
        }
    }
    out
}

impl ClusterChange {
    /// Its name, the events before and those after.
    pub fn parts(&self) -> (&'static str, Vec<&str>, Vec<&str>) {
        fn strs(ids: &[String]) -> Vec<&str> {
            ids.iter().map(String::as_str).collect()
        }
        match self {
            Self::New { event } => ("new", Vec::new(), vec![event]),
            Self::Changed { from, into } => ("changed", vec![from], vec![into]),
            Self::Merged { from, into } => ("merged", strs(from), vec![into]),
            Self::Split { from, into } => ("split", vec![from], strs(into)),
            Self::Gone { event } => ("gone", vec![event], Vec::new()),
        }
    }
}

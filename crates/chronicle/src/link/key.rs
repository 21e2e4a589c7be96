//! Keys: what two claims must share at least one of to be compared.

use super::compare::family;
use super::feature::Feature;
use super::text::mix;

/// Figures from which on the same number is no chance.
const TELLING: u64 = 10;
/// Degrees of a patch of ground: two points in neighbouring patches are compared too.
const PATCH: f64 = 0.04;
/// Degrees of the ground over which one operation goes.
const THEATRE: f64 = 0.5;

/// What a key is made of. It says how many claims may share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A place, or a patch of ground.
    Place,
    /// An area or a spelling, with what is told of it.
    Near,
    /// A side and what it did.
    Side,
    /// A figure.
    Figure,
    /// A whole clause.
    Text,
    /// Words.
    Words,
}

impl Sort {
    /// The most claims that a cell may hold before it is split.
    pub(super) const fn most(self) -> usize {
        match self {
            Self::Place => 96,
            Self::Near => 64,
            Self::Side | Self::Figure => 24,
            Self::Text | Self::Words => 16,
        }
    }

    /// How many neighbours on each side a claim meets in an ordered cell.
    pub(super) const fn reach(self) -> usize {
        match self {
            Self::Place => Self::FURTHEST,
            Self::Near => 16,
            Self::Text => 6,
            // A figure, a side or words that so many share are the same by chance.
            Self::Figure | Self::Side | Self::Words => 0,
        }
    }

    /// The greatest reach of all.
    pub(super) const FURTHEST: usize = 24;

    /// Whether the key leaves open what is told of.
    pub(super) const fn by_kind(self) -> bool {
        matches!(self, Self::Place)
    }
}

/// A key of a claim, as a hash: a collision costs a comparison, not a wrong link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) hash: u64,
    pub(super) sort: Sort,
}

/// The keys of a claim, each once.
pub(super) fn keys(feature: &Feature) -> Vec<Key> {
    let mut keys = Vec::with_capacity(16);
    let mut key = |sort, tag: u64, parts: &[u64]| {
        keys.push(Key { hash: parts.iter().fold(tag, |h, p| mix(h, *p)), sort });
    };
    let kind = u64::from(family(feature.kind));
    for place in &feature.places {
        key(Sort::Place, 1, &[u64::from(*place)]);
    }
    for anchor in &feature.anchors {
        key(Sort::Near, 2, &[u64::from(*anchor), kind]);
        if feature.is_placeless() {
            key(Sort::Place, 1, &[u64::from(*anchor)]);
        }
    }
    for name in feature.names.iter().chain(&feature.areas) {
        // The beginning of the longest word survives most differences of spelling.
        if let Some(longest) = name.split(' ').max_by_key(|w| w.len()) {
            let start = longest.chars().take(3).fold(0_u64, |h, c| mix(h, u64::from(u32::from(c))));
            key(Sort::Near, 3, &[start, kind]);
        }
    }
    for point in &feature.points {
        // Two grids of cells, half a cell apart, so that neighbours share one of them.
        let cell = |degrees: f64, size: f64, shift: f64| ((degrees / size + shift).floor() as i64) as u64;
        for (nth, shift) in [(0, 0.0), (1, 0.5)] {
            let at = |size| [nth, cell(point.lat, size, shift), cell(point.lon, size, shift)];
            key(Sort::Place, 4, &at(PATCH));
            if feature.operation {
                let [nth, lat, lon] = at(THEATRE);
                key(Sort::Near, 5, &[nth, lat, lon, kind]);
            }
        }
    }
    for figure in &feature.figures {
        if feature.is_placeless() || figure.2.is_some_and(|n| n >= TELLING) {
            key(Sort::Figure, 6, &[figure.0 as u64, figure.2.unwrap_or(0)]);
        }
    }
    if let Some(text) = feature.text {
        key(Sort::Text, 8, &[text]);
    }
    for side in &feature.actors.sides {
        key(Sort::Side, 9, &[kind, u64::from(*side)]);
    }
    keys.extend(feature.bands.iter().flatten().map(|band| Key { hash: *band, sort: Sort::Words }));
    keys.sort_unstable_by_key(|k| k.hash);
    keys.dedup_by_key(|k| k.hash);
    keys
}

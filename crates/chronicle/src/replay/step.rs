//! Steps: what one claim does to one place.

use annalist_claim::{Extent, Kind, Modality, Scope};

use crate::account::{Heard, Interest, Policy};
use crate::day::{DayNumber, Window};
use crate::place::Spot;
use crate::row::{Row, Way};

/// What happens to a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Move {
    /// A side takes it, or most or parts of it.
    Take {
        /// Who.
        by: String,
        /// How much: whole, most, part.
        extent: u8,
    },
    /// A side leaves it.
    Leave {
        /// Who.
        by: String,
    },
    /// A side keeps it.
    Keep {
        /// Who.
        by: String,
    },
    /// A side gets in.
    Enter {
        /// Who.
        by: String,
    },
    /// A side surrounds it.
    Surround {
        /// Who.
        by: String,
    },
    /// A sign that a side holds it: it is attacked there.
    Sign {
        /// Who is attacked.
        of: String,
    },
    /// A siege of it ends.
    Relieve {
        /// Who ends it, or the besieged; empty when nothing tells.
        by: String,
    },
    /// A side is around it: not inside any more, if it was.
    Around {
        /// Who.
        by: String,
    },
}

/// All of a place.
pub(crate) const WHOLE: u8 = 0;
/// Most of it.
pub(crate) const MOST: u8 = 1;
/// Parts of it.
pub(crate) const PART: u8 = 2;

impl Move {
    /// The side that it is about.
    pub(crate) fn side(&self) -> &str {
        match self {
            Self::Take { by, .. }
            | Self::Leave { by }
            | Self::Keep { by }
            | Self::Enter { by }
            | Self::Surround { by }
            | Self::Relieve { by }
            | Self::Around { by } => by,
            Self::Sign { of } => of,
        }
    }

    /// Who gains and who loses by it.
    pub(crate) fn interest(&self) -> Interest<'_> {
        match self {
            Self::Leave { by } => Interest { gainer: None, loser: Some(by) },
            other => Interest { gainer: Some(other.side()), loser: None },
        }
    }

    /// Whether two steps tell the same thing.
    pub(crate) fn same(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.side() == other.side()
    }
}

/// One claim's effect on one place.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Index of the row.
    pub(crate) row: usize,
    /// What happens.
    pub(crate) what: Move,
    /// In which days.
    pub(crate) window: Window,
    /// Who had it before, told or implied by "recaptured".
    pub(crate) from: Option<String>,
    /// Whom the side fights in the document: who had the place before, when nothing tells.
    pub(crate) rival: Option<String>,
    /// "recaptured": the taker had it before.
    pub(crate) again: bool,
    /// It sums up others, or its window is too wide to say a day.
    pub(crate) wide: bool,
}

/// A window of at most so many days between its ends tells a day well enough to replay by.
const SHARP: DayNumber = 3;

/// The steps of a row at one place, as an account lets them count: who is said to hold it beside what
/// the claim tells, then what it tells.
pub(crate) fn steps_of(index: usize, row: &Row, key: &str, policy: &Policy) -> Vec<Step> {
    let Some(window) = row.window else { return Vec::new() };
    let asides = row
        .asides
        .iter()
        .filter(|(spot, _)| spot.key() == Some(key))
        .map(|(_, side)| (Move::Keep { by: side.clone() }, None));
    let counts = |(what, _): &(Move, Option<String>)| {
        let interest = if row.is_denial() { denial_interest(row) } else { what.interest() };
        let heard = Heard { voice: &row.voice, reviewed: row.reviewed, interest, kind: row.claim.kind };
        policy.counts(heard)
    };
    let narrow = window.width().is_none_or(|w| w <= SHARP);
    let step = |(what, from): (Move, Option<String>)| Step {
        row: index,
        again: row.again && matches!(what, Move::Take { .. }),
        rival: row.opponent(what.side()),
        what,
        window,
        from,
        wide: row.claim.scope != Scope::Event || !narrow,
    };
    asides.chain(told(row, key, policy)).filter(counts).map(step).collect()
}

/// What a claim does to a place that one of its slots speaks of, and from whom.
fn told(row: &Row, key: &str, policy: &Policy) -> Option<(Move, Option<String>)> {
    let slot = row.spots.iter().enumerate().find_map(|(at, spot)| match spot {
        Spot::Single { key: k, extent } if k == key => Some((at, *extent)),
        _ => None,
    });
    let Some((at, extent)) = slot else {
        let near = |spot: &Spot| matches!(spot, Spot::Unnamed { near: Some(near), .. } if near == key);
        let around = row.claim.kind == Kind::Advance && row.is_told() && row.spots.iter().any(near);
        let by = row.actor_sides().first().copied().filter(|_| around)?.to_owned();
        return Some((Move::Around { by }, None));
    };
    let sign = |of: Option<&&str>| of.map(|side| (Move::Sign { of: (*side).to_owned() }, None));
    match row.ways.get(at) {
        Some(Way::Site) if !row.again && row.is_told() => sign(row.target_sides().first()),
        Some(Way::Goal) => sign(row.actor_sides().first()),
        _ => read(row, extent, policy),
    }
}

/// Whom it serves to deny that a side took a place: whoever does not take it.
fn denial_interest(row: &Row) -> Interest<'_> {
    Interest { gainer: None, loser: row.claim.actors.iter().find_map(|p| p.side.as_deref()) }
}

/// What a claim does to a place, and from whom.
fn read(row: &Row, extent: Extent, policy: &Policy) -> Option<(Move, Option<String>)> {
    let actors = row.actor_sides();
    let by = |side: &str| side.to_owned();
    let first = actors.first().copied();
    let target = row.target_sides().into_iter().find(|t| Some(*t) != first && *t != "civilian");
    let extent = match extent {
        Extent::Whole => WHOLE,
        Extent::Most => MOST,
        Extent::Part => PART,
    };
    if row.is_denial() {
        return deny(row, first, target, policy).map(|what| (what, None));
    }
    if !row.is_told() {
        // What was aimed at or tried did not change the ground; whom it was tried against is a sign.
        let tried = row.claim.modality == Modality::Attempted && row.claim.kind == Kind::Capture;
        return target.filter(|_| tried).map(|t| (Move::Sign { of: by(t) }, None));
    }
    match row.claim.kind {
        Kind::Capture | Kind::Transfer => {
            // "changed hands several times": both are actors, and nobody is said to have it.
            if actors.len() > 1 && actors.iter().any(|a| row.opponent(actors[0]).as_deref() == Some(a)) {
                return None;
            }
            match (first, target) {
                (Some(a), t) => {
                    let from = t.map(by).or_else(|| row.again.then(|| row.opponent(a)).flatten());
                    Some((Move::Take { by: by(a), extent }, from))
                }
                (None, Some(t)) => Some((Move::Leave { by: by(t) }, None)),
                (None, None) => None,
            }
        }
        Kind::Withdraw => first.filter(|_| !row.beginning).map(|a| (Move::Leave { by: by(a) }, None)),
        Kind::Hold => first.map(|a| (Move::Keep { by: by(a) }, None)),
        Kind::Enter => first.map(|a| (Move::Enter { by: by(a) }, row.opponent(a))),
        Kind::Encircle => first.map(|a| (Move::Surround { by: by(a) }, target.map(by))),
        Kind::Relief => Some((Move::Relieve { by: first.map(by).unwrap_or_default() }, None)),
        Kind::Attack | Kind::Bombing | Kind::Advance => target.map(|t| (Move::Sign { of: by(t) }, None)),
        _ => None,
    }
}

/// What a denial does: nothing where every claim is taken at its word (it makes a dispute), and
/// where only the denier's word counts, the place stays with whom it was to be taken from.
fn deny(row: &Row, taker: Option<&str>, target: Option<&str>, policy: &Policy) -> Option<Move> {
    if !policy.denials_hold || !matches!(row.claim.kind, Kind::Capture | Kind::Transfer) {
        return None;
    }
    let keeper = target
        .map(str::to_owned)
        .or_else(|| row.voice.sides().find(|s| Some(*s) != taker).map(str::to_owned))
        .or_else(|| taker.and_then(|t| row.opponent(t)))?;
    Some(Move::Keep { by: keeper })
}

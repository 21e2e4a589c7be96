//! How far a claim may be trusted to say what its words say.

use annalist_gazetteer::PlaceStatus;
use annalist_time::TimeReason;

use crate::{Claim, Kind, Modality};

/// Rates a claim and names what lowered the rate.
///
/// The weights are log-odds set by judgement; they order claims, and are not yet fitted to a
/// reliability table.
pub(crate) fn rate(claim: &mut Claim) {
    let mut score = 2.2_f32;
    let mut lower = |flags: &mut Vec<String>, by: f32, why: &str| {
        score -= by;
        flags.push(why.to_owned());
    };
    let mut flags = std::mem::take(&mut claim.flags);
    if claim.actors.is_empty()
        && !matches!(claim.kind, Kind::Clash | Kind::Harm | Kind::Airstrike | Kind::Shelling | Kind::Bombing)
    {
        lower(&mut flags, 0.5, "actor: not told");
    }
    if claim.actors.iter().any(|a| a.implied) {
        lower(&mut flags, 0.4, "actor: understood");
    }
    if claim.actors.iter().any(|a| a.side.is_none() && !a.implied) {
        lower(&mut flags, 0.4, "actor: side not known");
    }
    if claim.places.is_empty() {
        lower(&mut flags, 0.4, "place: not told");
    } else if claim.places.iter().any(|p| p.place.status != PlaceStatus::Resolved) {
        lower(&mut flags, 0.2, "place: not resolved");
    }
    match claim.time_reason {
        TimeReason::Attached => {}
        TimeReason::Inherited => lower(&mut flags, 0.1, "time: inherited"),
        TimeReason::Unknown => lower(&mut flags, 0.5, "time: not told"),
    }
    if claim.modality != Modality::Asserted {
        lower(&mut flags, 0.2, "modality: not plain");
    }

    flags.dedup();
    claim.flags = flags;
    claim.confidence = (1000.0 / (1.0 + (-score).exp())).round() / 1000.0;
}

//! Which slots of two claims differ.

use annalist_gazetteer::fold;

use super::Difference;
use crate::{AttributionKind, Claim, Figure, Party, Scope};

/// The slots in which two claims differ, each with what both have.
pub(super) fn differences(a: &Claim, b: &Claim) -> Vec<Difference> {
    let mut out = Vec::new();
    let mut tell =
        |slot: &'static str, a: Option<String>, b: Option<String>| out.push(Difference { slot, a, b });
    if a.kind != b.kind {
        tell("kind", Some(word(&a.kind)), Some(word(&b.kind)));
    }
    for (x, y) in figures(a, b) {
        tell("figure", x.map(figure), y.map(figure));
    }
    if a.when != b.when {
        let of = |c: &Claim| c.when.as_ref().map(|w| w.as_str().to_owned());
        tell("date", of(a), of(b));
    }
    if set(places(a)) != set(places(b)) {
        let of = |c: &Claim| joined(c.places.iter().map(|p| p.text.as_str()));
        tell("place", of(a), of(b));
    }
    for (slot, x, y) in [("actor", &a.actors, &b.actors), ("target", &a.targets, &b.targets)] {
        // The side of an infobox value is its column, which a pasted page does not tell.
        if a.scope == Scope::Infobox && (x.is_empty() || y.is_empty()) {
            continue;
        }
        if set(sides(x)) != set(sides(y)) {
            let of = |p: &[Party]| joined(p.iter().map(|p| p.side.as_deref().unwrap_or(&p.text)));
            tell("side", of(x), of(y));
        } else if set(names(x)) != set(names(y)) {
            let of = |p: &[Party]| joined(p.iter().map(|p| p.text.as_str()));
            tell(slot, of(x), of(y));
        }
    }
    if a.modality != b.modality {
        tell("modality", Some(word(&a.modality)), Some(word(&b.modality)));
    }
    if set(sources(a)) != set(sources(b)) {
        let of = |c: &Claim| joined(told(c));
        tell("source", of(a), of(b));
    }
    out
}

/// Figures of the same kind of both, where they differ.
fn figures<'a>(a: &'a Claim, b: &'a Claim) -> Vec<(Option<&'a Figure>, Option<&'a Figure>)> {
    let mut left: Vec<&Figure> = b.figures.iter().collect();
    let mut out = Vec::new();
    let (same, others): (Vec<&Figure>, Vec<&Figure>) = a.figures.iter().partition(|x| {
        let at = left.iter().position(|y| x.what == y.what && (x.min, x.max) == (y.min, y.max));
        at.map(|at| left.remove(at)).is_some()
    });
    drop(same);
    for x in others {
        let at = left
            .iter()
            .position(|y| x.what == y.what && x.side == y.side)
            .or_else(|| left.iter().position(|y| x.what == y.what));
        out.push((Some(x), at.map(|at| left.remove(at))));
    }
    out.extend(left.into_iter().map(|y| (None, Some(y))));
    out
}

fn figure(figure: &Figure) -> String {
    format!("{} {}", word(&figure.what), figure.quote)
}

/// The places by their ids, or by their names without what spellings differ in.
pub(super) fn places(claim: &Claim) -> Vec<String> {
    claim.places.iter().map(|p| p.place.id.clone().unwrap_or_else(|| fold(&p.text))).collect()
}

/// The sides of parties, or their names where no side is known.
pub(super) fn sides(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|p| p.side.clone().unwrap_or_else(|| fold(&p.text))).collect()
}

/// Parties by their ids, or by their names.
fn names(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|p| p.belligerent.clone().unwrap_or_else(|| fold(&p.text))).collect()
}

fn sources(claim: &Claim) -> Vec<String> {
    told(claim).map(fold).collect()
}

fn told(claim: &Claim) -> impl Iterator<Item = &str> {
    let named = |kind| matches!(kind, AttributionKind::Named | AttributionKind::Unnamed);
    claim.attribution.iter().filter(move |a| named(a.kind) && !a.text.is_empty()).map(|a| a.text.as_str())
}

fn set(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list.dedup();
    list
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for part in parts {
        if !all.contains(&part) {
            all.push(part);
        }
    }
    (!all.is_empty()).then(|| all.join("; "))
}

/// The word by which an enumeration's value is known in JSON.
pub(super) fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

//! Corrections of one slot of a claim.

use annalist_claim::Claim;

/// Slots that no one corrects: they say where the claim comes from.
const FIXED: [&str; 6] = ["id", "evidence", "passage", "text_span", "rule", "confidence"];

/// The steps to a slot: a field's name or a path into it (`kind`, `actors.0.side`); `actor`, `target`,
/// `place` and `instrument` are read as their plurals.
fn path_of(slot: &str) -> Result<Vec<&str>, String> {
    let mut path: Vec<&str> = slot.split('.').collect();
    path[0] = match path[0] {
        "actor" => "actors",
        "target" => "targets",
        "place" => "places",
        "instrument" => "instruments",
        other => other,
    };
    if FIXED.contains(&path[0]) {
        return Err(format!("the slot {slot} is not open to correction"));
    }
    Ok(path)
}

/// What stands in a slot of a claim.
///
/// # Errors
/// When there is no such slot or it is not open to correction.
pub fn slot_value(claim: &Claim, slot: &str) -> Result<serde_json::Value, String> {
    let mut value = serde_json::to_value(claim).map_err(|e| e.to_string())?;
    for step in path_of(slot)? {
        value = step_into(&mut value, step).ok_or_else(|| format!("no slot {slot}"))?.take();
    }
    Ok(value)
}

/// A claim with one slot otherwise.
///
/// # Errors
/// When there is no such slot, it is not open to correction, or the value does not fit it.
pub fn corrected(claim: &Claim, slot: &str, to: &serde_json::Value) -> Result<Claim, String> {
    let mut value = serde_json::to_value(claim).map_err(|e| e.to_string())?;
    let mut at = &mut value;
    for step in path_of(slot)? {
        at = step_into(at, step).ok_or_else(|| format!("no slot {slot}"))?;
    }
    *at = to.clone();
    serde_json::from_value(value).map_err(|e| format!("{slot} cannot be {to}: {e}"))
}

fn step_into<'a>(value: &'a mut serde_json::Value, step: &str) -> Option<&'a mut serde_json::Value> {
    match step.parse::<usize>() {
        Ok(index) => value.get_mut(index),
        Err(_) => value.get_mut(step),
    }
}

//! The places that a project knows besides those that come along: lists that people added, and what
//! they decided about names.

use annalist_chronicle::{Act, standing};
use annalist_claim::Extractor;
use annalist_gazetteer::{Gazetteer, Override, Overrides};
use annalist_span::content_id;
use annalist_store::{Project, StoreError};

use crate::EXTRACTOR;

/// What people decided about names, the newest last: a name and what it is.
///
/// # Errors
/// When the journal cannot be read.
pub fn decided_places(project: &Project) -> Result<Vec<(String, Override)>, StoreError> {
    let log = project.decisions()?;
    let acts = standing(&log).into_iter().filter_map(|decision| match &decision.act {
        Act::SetPlace { name, place } => Some((name.clone(), Override::parse(place).ok()?)),
        _ => None,
    });
    Ok(acts.collect())
}

/// What people decided about names, as the resolver takes it.
///
/// # Errors
/// When the journal cannot be read.
pub fn overrides(project: &Project) -> Result<Overrides, StoreError> {
    let mut overrides = Overrides::default();
    for (name, decision) in decided_places(project)? {
        overrides.set(&name, decision);
    }
    Ok(overrides)
}

/// The places that come along with those of the project before them.
///
/// # Errors
/// When the project cannot be read.
pub fn gazetteer(project: &Project) -> Result<Gazetteer, StoreError> {
    let embedded = Gazetteer::embedded();
    let Some(pack) = project.gazetteer()? else { return Ok(embedded.clone()) };
    embedded.with_pack("own", &pack).map_err(|e| StoreError::Damaged {
        path: project.path().to_owned(),
        what: "its added places".to_owned(),
        reason: e.to_string(),
    })
}

/// The extractor of a project: with its places and what people decided about names.
///
/// # Errors
/// When the project cannot be read.
pub fn extractor(project: &Project) -> Result<Extractor, StoreError> {
    Ok(extractor_with(gazetteer(project)?, overrides(project)?))
}

/// The extractor of places and decisions that are known already.
pub fn extractor_with(gazetteer: Gazetteer, overrides: Overrides) -> Extractor {
    Extractor::embedded().with_gazetteer(gazetteer).with_overrides(overrides)
}

/// What a project's claims are made with: the extractor, and a digest of the project's places and
/// decisions where it has any. Documents that were read with another are read again.
///
/// # Errors
/// When the project cannot be read.
pub fn reader(project: &Project) -> Result<String, StoreError> {
    let pack = project.gazetteer()?.unwrap_or_default();
    let decided = decided_places(project)?;
    if pack.is_empty() && decided.is_empty() {
        return Ok(EXTRACTOR.to_owned());
    }
    let mut sorted: Vec<String> =
        overridden(decided).into_iter().map(|(name, to)| format!("{name}\t{to}")).collect();
    sorted.sort();
    let id = content_id("places-", std::iter::once(pack.as_str()).chain(sorted.iter().map(String::as_str)));
    Ok(format!("{EXTRACTOR} {id}"))
}

/// The last decision about each name.
fn overridden(decided: Vec<(String, Override)>) -> Vec<(String, Override)> {
    let last: std::collections::BTreeMap<String, Override> =
        decided.into_iter().map(|(name, to)| (annalist_gazetteer::fold(&name), to)).collect();
    last.into_iter().collect()
}

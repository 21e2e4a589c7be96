//! Parties that a claim leaves to be understood.

use crate::Party;
use crate::world::World;

/// A side that is not told.
pub(crate) fn side(world: &World<'_>, id: &str) -> Party {
    Party {
        text: world.side_name(id),
        span: None,
        belligerent: None,
        side: Some(id.to_owned()),
        implied: true,
    }
}

/// Parties of another claim, whose words are none of this one's.
pub(crate) fn parties<'a>(told: impl IntoIterator<Item = &'a Party>) -> Vec<Party> {
    told.into_iter().map(|p| Party { span: None, implied: true, ..p.clone() }).collect()
}

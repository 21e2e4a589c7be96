//! Byte ranges, line numbers, digests and evidence.
//!
//! **Takes** bytes and offsets. **Gives** [`Span`], [`OffsetMap`], [`LineIndex`], [`Digest`],
//! [`RuleId`], [`Mention`] and [`Evidence`].
//! **The idea:** an offset is a type of its own, so that every value of Annalist can be walked
//! back to the bytes that said it, whatever was decoded or masked on the way.

mod digest;
mod evidence;
mod line;
mod map;
mod range;

pub use digest::{Digest, content_id};
pub use evidence::{Evidence, Mention, RuleId};
pub use line::{LineIndex, Position};
pub use map::{OffsetMap, Piece};
pub use range::{Span, along};

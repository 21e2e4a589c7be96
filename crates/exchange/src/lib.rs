//! Formats of others.
//!
//! **Takes** a chronicle's views. **Gives** the text of a file in an exchange format. **The idea:** one format,
//! one module, and each writes only what it can say honestly: a place without coordinates has a null geometry,
//! an open interval an empty end.

pub mod codebook;
pub mod csv;
pub mod geojson;
mod mask;

pub use mask::{Mask, MaskList, NAME, SITE};

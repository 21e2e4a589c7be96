//! The project: one file, a GeoPackage.
//!
//! **Takes** source files with their documents and claims, the chronicle's views and people's
//! decisions. **Gives** them back, and a file that opens in QGIS. **The idea:** the project file
//! is the exchange format: layers for a map, tables for the trail, one journal of decisions.

mod belligerents;
mod decisions;
mod error;
mod gazetteer;
mod geometry;
mod gpkg;
mod policies;
mod project;
mod schema;
mod sources;
mod views;

pub use belligerents::BelligerentRow;
pub use decisions::Replayed;
pub use error::StoreError;
pub use geometry::{destination, outline};
pub use project::{Clock, Project};
pub use sources::{DocumentRow, StoredSource};
pub use views::{HistoryRow, PlaceRow, ViewCounts};

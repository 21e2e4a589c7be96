//! The project: one file, a GeoPackage.
//!
//! **Takes** documents, claims, the chronicle and decisions. **Gives** them back, and a file that
//! opens in QGIS. **The idea:** the project file is the exchange format.

//! Formats of others, in and out.
//!
//! **Takes** a chronicle. **Gives** files in exchange formats. **The idea:** one format, one file.

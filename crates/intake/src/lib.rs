//! How reports come into a project.
//!
//! **Takes** the bytes of files and a project. **Gives** the project with their documents and claims
//! in it, and its views computed anew. **The idea:** reading is long and touches no project; storing
//! is short and one transaction, so that a page that reads is never held up.

mod places;
mod read;
mod store;
mod times;

pub use places::{decided_places, extractor, extractor_with, gazetteer, overrides, reader};
pub use read::{Extracted, LARGEST, LONGEST, Unread, documents, extract, extract_again};
pub use store::{EXTRACTOR, Outdated, known, note_works, outdated, store, write_views};
pub use times::times;

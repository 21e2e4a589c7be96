//! Source documents: every form becomes the same tree.
//!
//! **Takes** the bytes of a file and its name. **Gives** a [`Document`]: title, sections, infobox,
//! references and [`Passage`]s whose every character knows its byte in the file.
//! **The idea:** a form (wikitext, HTML, a pasted page …) is only a way to find the same tree, and
//! what is not narrative is kept and marked, never thrown away.

mod model;

pub use model::*;

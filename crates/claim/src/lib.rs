//! Claims: the heart.
//!
//! **Takes** a document with its analyses, times, places and belligerents. **Gives** [`Claim`]s:
//! one clause's assertion each, with its evidence, attribution, factuality and rule. **The idea:**
//! rules are data, with their tests beside them, and a disagreement is two claims.
//!
//! [`Extractor::extract`] reads a document; [`wire::claim_json`] prints a claim;
//! [`Extractor::explain`] says why; [`rules`] checks and lists the rules.

mod arms;
mod aside;
mod attribution;
mod beside;
mod bind;
mod carry;
mod chunk;
mod compose;
mod confidence;
mod course;
pub mod diff;
mod draft;
mod echo;
mod enumeration;
mod exception;
mod explain;
mod extractor;
mod figures;
mod fill;
mod finish;
mod heading;
mod implied;
mod infobox;
mod kinds;
mod lexicon;
mod made;
mod matcher;
mod mend;
mod merge;
mod model;
mod nominal;
pub mod ontology;
mod outside;
mod phrase;
mod regained;
pub mod rules;
mod shown;
mod slots;
mod speaker;
mod story;
#[cfg(test)]
mod testing;
mod unreal;
mod view;
mod when;
pub mod wire;
mod world;

pub use explain::Explanation;
pub use extractor::{Extraction, Extractor};
pub use model::*;

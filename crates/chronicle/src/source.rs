//! A source document as the chronicle takes it.

use annalist_claim::{Alignment, Claim};
use annalist_span::Digest;
use serde::{Deserialize, Serialize};

/// A document, what is known of it, and its claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The file's digest: the key by which a document is known.
    pub document: Digest,
    /// A name for people, usually the file's.
    pub name: String,
    /// Title of the document.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The work that it is a version of. Documents of one work count once as evidence.
    pub work: Option<String>,
    /// To whom the narrator leans.
    pub alignment: Alignment,
    /// Its claims, in any order.
    pub claims: Vec<Claim>,
}

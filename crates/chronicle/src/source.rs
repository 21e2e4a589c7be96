//! A source document as the chronicle takes it.

use annalist_claim::{Alignment, Claim};
use annalist_span::Digest;
use serde::{Deserialize, Serialize};

use crate::voice::fold_name;

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

impl Source {
    /// The same without its claims.
    pub(crate) fn without_claims(&self) -> Self {
        Self {
            document: self.document,
            name: self.name.clone(),
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            work: self.work.clone(),
            alignment: self.alignment.clone(),
            claims: Vec::new(),
        }
    }

    /// The folded names by which the narrator is known: the file's, the publisher's, the title's.
    pub(crate) fn voices(&self) -> Vec<String> {
        let mut names: Vec<String> = [Some(&self.name), self.publisher.as_ref(), self.title.as_ref()]
            .into_iter()
            .flatten()
            .map(|name| fold_name(name))
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

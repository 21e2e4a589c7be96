//! What a decision is: an entry of the journal, and the acts that it can record.

use annalist_claim::{Alignment, Claim, Kind};
use annalist_span::{Digest, Span, content_id};
use serde::{Deserialize, Serialize};

use super::correct::{corrected, slot_value};

/// A reviewer's act: an entry of the append-only log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Content-derived id, `r-…`.
    pub id: String,
    /// The decision before it, `None` for the first: the log is a chain.
    pub parent: Option<String>,
    /// Who decided.
    pub author: String,
    /// When, as an RFC 3339 instant given by the caller.
    pub at: String,
    /// What was done.
    pub act: Act,
    /// The claims that it names as they were read then, so that it can be understood, and its claim
    /// looked for, when a newer reading knows none of that id. Sorted by claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Anchor>,
}

/// Where the words of a claim stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Claim id.
    pub claim: String,
    /// The document.
    pub document: Digest,
    /// Bytes of the file.
    pub span: Span,
    /// Its kind.
    pub kind: Kind,
    /// Its words.
    pub quote: String,
}

impl Anchor {
    /// The anchor of a claim.
    pub fn of(claim: &Claim) -> Self {
        Self {
            claim: claim.id.clone(),
            document: claim.evidence.document,
            span: claim.evidence.span,
            kind: claim.kind,
            quote: claim.evidence.quote.clone(),
        }
    }
}

/// What a reviewer does. Every act has an inverse (`Undo` names it).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    /// The claim is as read.
    Accept {
        /// Claim id.
        claim: String,
    },
    /// The claim is wrong.
    Reject {
        /// Claim id.
        claim: String,
    },
    /// A slot is otherwise.
    Correct {
        /// Claim id.
        claim: String,
        /// Name of the slot.
        slot: String,
        /// What it was.
        from: serde_json::Value,
        /// What it is.
        to: serde_json::Value,
    },
    /// Claims tell one event.
    Merge {
        /// Claim ids, sorted.
        claims: Vec<String>,
    },
    /// These claims are not of one event with the others of theirs.
    Split {
        /// Claim ids, sorted.
        claims: Vec<String>,
    },
    /// A name means this place.
    SetPlace {
        /// The name as written.
        name: String,
        /// Place id.
        place: String,
    },
    /// A source leans so.
    SetAlignment {
        /// The source as written.
        source: String,
        /// Its alignment.
        alignment: Alignment,
    },
    /// A remark.
    Note {
        /// Claim or event id.
        about: String,
        /// The words.
        text: String,
    },
    /// Takes back a decision.
    Undo {
        /// Its id.
        decision: String,
    },
}

impl Decision {
    /// A decision after `parent`, with its content-derived id. `at` is an RFC 3339 instant.
    pub fn new(parent: Option<&Decision>, author: &str, at: &str, act: Act) -> Self {
        Self::after(parent.map(|p| p.id.as_str()), author, at, act, Vec::new())
    }

    /// A decision after the one of an id, about claims as they are read now.
    pub fn after(parent: Option<&str>, author: &str, at: &str, act: Act, mut about: Vec<Anchor>) -> Self {
        about.sort_by(|a, b| a.claim.cmp(&b.claim));
        about.dedup();
        let mut decision = Self {
            id: String::new(),
            parent: parent.map(str::to_owned),
            author: author.to_owned(),
            at: at.to_owned(),
            act,
            about,
        };
        decision.id = decision.digest();
        decision
    }

    /// The act that takes it back.
    pub fn inverse(&self) -> Act {
        Act::Undo { decision: self.id.clone() }
    }

    /// The id that its content has.
    pub(crate) fn digest(&self) -> String {
        let act = serde_json::to_string(&self.act).unwrap_or_default();
        let about = match &self.about[..] {
            [] => None,
            about => serde_json::to_string(about).ok(),
        };
        let parts = [self.parent.as_deref().unwrap_or(""), &self.author, &self.at, &act];
        content_id("r", parts.into_iter().chain(about.as_deref()))
    }
}

impl Act {
    /// The claims that it names, sorted, each once.
    pub fn claims(&self) -> Vec<&str> {
        let mut claims: Vec<&str> = match self {
            Self::Accept { claim } | Self::Reject { claim } | Self::Correct { claim, .. } => vec![claim],
            Self::Merge { claims } | Self::Split { claims } => claims.iter().map(String::as_str).collect(),
            Self::SetPlace { .. } | Self::SetAlignment { .. } | Self::Note { .. } | Self::Undo { .. } => {
                Vec::new()
            }
        };
        claims.sort_unstable();
        claims.dedup();
        claims
    }

    /// A correction of a claim's slot, with what stood there before.
    ///
    /// # Errors
    /// When there is no such slot, it is not open to correction, or the value does not fit it.
    pub fn correct(claim: &Claim, slot: &str, to: serde_json::Value) -> Result<Self, String> {
        let from = slot_value(claim, slot)?;
        corrected(claim, slot, &to)?;
        Ok(Self::Correct { claim: claim.id.clone(), slot: slot.to_owned(), from, to })
    }

    /// Its name as `annalist decide` takes it: `accept`, `set-place` …
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Reject { .. } => "reject",
            Self::Correct { .. } => "correct",
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::SetPlace { .. } => "set-place",
            Self::SetAlignment { .. } => "set-alignment",
            Self::Note { .. } => "note",
            Self::Undo { .. } => "undo",
        }
    }
}

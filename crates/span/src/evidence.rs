use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Digest, Span};

/// The name of the rule that made a value, as `family/rule` (`time/relative-day`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(pub Cow<'static, str>);

impl RuleId {
    /// A rule named in the code.
    pub const fn named(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl From<&str> for RuleId {
    fn from(name: &str) -> Self {
        Self(Cow::Owned(name.to_owned()))
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A span of a passage's text that names something, and what a rule made of it.
///
/// `V` says what is named: a time, a place, a belligerent, a quantity.
/// Invariant: `text` is the passage's text at `span`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention<V> {
    /// Bytes of the passage's text (a text span).
    pub span: Span,
    /// The words themselves.
    pub text: String,
    /// The rule that found or resolved it.
    pub rule: RuleId,
    /// What it names.
    #[serde(flatten)]
    pub value: V,
}

/// Words of a source: the file by its digest, the bytes by their range, and the words as decoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The source document's file.
    pub document: Digest,
    /// Bytes of the original file (a file span).
    pub span: Span,
    /// The decoded words, marks and markup left out.
    pub quote: String,
}

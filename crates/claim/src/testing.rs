//! What the tests of every module read claims with.

use crate::{Claim, Extractor};

/// The claims of a plain text.
pub(crate) fn claims(text: &str) -> Vec<Claim> {
    let document = annalist_document::read("t.txt", text.as_bytes()).unwrap().remove(0);
    Extractor::embedded().extract(&document, None).claims
}

/// The words of the places of a text's first claim.
pub(crate) fn places(text: &str) -> Vec<String> {
    claims(text)[0].places.iter().map(|p| p.text.clone()).collect()
}

/// When the first claim whose words hold `words` was.
pub(crate) fn when(text: &str, words: &str) -> Option<String> {
    let claim = claims(text).into_iter().find(|c| c.evidence.quote.contains(words)).unwrap();
    claim.when.map(|w| w.as_str().to_owned())
}

//! What differs between two versions of one work, claim by claim.
//!
//! **Takes** two documents with what was read out of them. **Gives** a [`Diff`]: what is new, what is
//! gone, what changed and how, with the words of both sides. **The idea:** a claim is known again by
//! what it says rather than by where it stands: the same kind of thing about the same places, sides
//! and day, in words that are much the same.

mod infobox;
mod pair;
mod slots;

use annalist_belligerent::OrderOfBattle;
use annalist_document::Document;
use annalist_span::Span;
use serde::Serialize;

use crate::{Claim, Extraction};

/// One of the two versions.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its claims, those of its infobox too.
    pub claims: &'a [Claim],
    /// Its sides, units and people: two names of one person are known by it.
    pub order: &'a OrderOfBattle,
}

impl<'a> Version<'a> {
    /// A document with everything that was read from it.
    pub fn of(document: &'a Document, extraction: &'a Extraction) -> Self {
        Self { document, claims: &extraction.claims, order: &extraction.cast.order }
    }
}

/// What differs between two versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    /// Whether the two are versions of one work, by the runs of words that they share.
    pub same_work: bool,
    /// Shared runs of words among those of the shorter text, from 0 to 1.
    pub containment: f64,
    /// Shared runs of words among all of both, from 0 to 1.
    pub resemblance: f64,
    /// Claims that both make in the same words.
    pub unchanged: usize,
    /// Claims that both make in other words.
    pub reworded: usize,
    /// What differs, in the order of the newer text; what is gone stands where it stood.
    pub rows: Vec<Row>,
}

/// How a claim or an infobox value differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the second version has it.
    New,
    /// Only the first version has it.
    Gone,
    /// Both have it, and something in it differs.
    Changed,
    /// Both name the same commander, force or unit by another name.
    Renamed,
    /// Another name stands in the same place of the infobox.
    Replaced,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// How it differs.
    pub change: Change,
    /// A claim's kind (`capture`), or an infobox field (`commander 2`).
    pub what: String,
    /// Which slots differ, of a changed one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Difference>,
    /// The words of the first version.
    pub a: Option<Words>,
    /// The words of the second version.
    pub b: Option<Words>,
}

/// A slot that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `kind`, `figure`, `date`, `place`, `side`, `actor`, `target`, `modality` or `source`.
    pub slot: &'static str,
    /// What the first version has.
    pub a: Option<String>,
    /// What the second version has.
    pub b: Option<String>,
}

/// The words of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The claim's id; `None` for an infobox value that is no claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// First byte in the file.
    pub start: u64,
    /// The byte after the last.
    pub end: u64,
    /// The words.
    pub quote: String,
}

impl Words {
    fn of(document: &Document, span: Span, quote: &str, claim: Option<&str>) -> Self {
        let range = document.in_file(span);
        Self { claim: claim.map(str::to_owned), start: range.start, end: range.end, quote: quote.to_owned() }
    }

    fn claim(document: &Document, claim: &Claim) -> Self {
        Self::of(document, claim.evidence.span, &claim.evidence.quote, Some(&claim.id))
    }
}

/// Compares two versions; `a` is the older.
pub fn diff(a: Version<'_>, b: Version<'_>) -> Diff {
    let similarity = annalist_document::similarity(a.document, b.document);
    let pairing = pair::claims(a.claims, b.claims);
    let (mut unchanged, mut reworded) = (0, 0);
    // Each row with the byte that it is sorted by: that of the second version, or of what stands there.
    let mut rows: Vec<(u64, Row)> = infobox::rows(a, b);
    for &(i, j) in &pairing.pairs {
        let (x, y) = (&a.claims[i], &b.claims[j]);
        let differs = slots::differences(x, y);
        if differs.is_empty() {
            if pair::same_words(x, y) {
                unchanged += 1;
            } else {
                reworded += 1;
            }
            continue;
        }
        let words = Words::claim(b.document, y);
        let row = Row {
            change: Change::Changed,
            what: slots::word(&y.kind),
            differs,
            a: Some(Words::claim(a.document, x)),
            b: Some(words.clone()),
        };
        rows.push((words.start, row));
    }
    for &j in &pairing.new {
        let claim = &b.claims[j];
        let words = Words::claim(b.document, claim);
        let (at, what) = (words.start, slots::word(&claim.kind));
        rows.push((at, Row { change: Change::New, what, differs: Vec::new(), a: None, b: Some(words) }));
    }
    for &i in &pairing.gone {
        let claim = &a.claims[i];
        // Where the nearest claim before it that both have stands in the second version.
        let before = pairing.pairs.iter().filter(|(x, _)| *x < i).max_by_key(|(x, _)| *x);
        let at = before.map_or(0, |(_, j)| b.document.in_file(b.claims[*j].evidence.span).start);
        let (words, what) = (Words::claim(a.document, claim), slots::word(&claim.kind));
        rows.push((at, Row { change: Change::Gone, what, differs: Vec::new(), a: Some(words), b: None }));
    }
    rows.sort_by_key(|(at, row)| (*at, row.change, row.a.as_ref().map(|w| w.start)));
    Diff {
        same_work: similarity.same_work(),
        containment: similarity.containment,
        resemblance: similarity.resemblance,
        unchanged,
        reworded,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

#[cfg(test)]
mod tests;

//! The time layer of a document: its mentions, resolved, and the time of every clause.

use annalist_document::Document;
use annalist_language::Analysis;
use annalist_span::Span;

use crate::{ClauseTime, Day, TimeMention, TimeReason};

/// Every time mention of a document with its value, and the time of every clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeLayer {
    /// The mentions of each passage, in text order, with text spans of that passage.
    pub mentions: Vec<Vec<TimeMention>>,
    clauses: Vec<Vec<Vec<ClauseTime>>>,
}

impl TimeLayer {
    /// Reads every passage in order. `analyses[i]` belongs to `document.passages[i]`; an empty
    /// analysis, or none, leaves the passage to its text alone. `reference` is the day against which
    /// "today" and "last week" are read; the document's own date of publication serves without it.
    pub fn read(document: &Document, analyses: &[Analysis], reference: Option<Day>) -> Self {
        let _ = (analyses, reference);
        Self { mentions: vec![Vec::new(); document.passages.len()], clauses: Vec::new() }
    }

    /// The time of a clause, by its index in [`annalist_language::Sentence::clauses`].
    pub fn clause_time(&self, passage: u32, sentence: usize, clause: usize) -> ClauseTime {
        let clauses = self.clauses.get(passage as usize).and_then(|p| p.get(sentence));
        clauses.and_then(|c| c.get(clause)).cloned().unwrap_or_else(ClauseTime::unknown)
    }

    /// The time of whatever stands at `span` of a passage: a nominal event, a quotation, a phrase.
    pub fn time_at(&self, passage: u32, span: Span) -> ClauseTime {
        let _ = (passage, span);
        ClauseTime::unknown()
    }
}

impl ClauseTime {
    /// Nothing tells.
    pub const fn unknown() -> Self {
        Self { when: None, part: None, reason: TimeReason::Unknown, mention: None }
    }
}

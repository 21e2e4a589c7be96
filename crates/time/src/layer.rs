//! The time layer of a document: its mentions, resolved, and the time of every clause.

use annalist_document::Document;
use annalist_language::Analysis;
use annalist_span::Span;

use crate::reader::Reader;
use crate::recognise::RuleSet;
use crate::when::SentenceTimes;
use crate::{ClauseTime, Day, Edtf, TimeMention, TimeReason, TimeWay};

/// Every time mention of a document with its value, and the time of every clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeLayer {
    /// The mentions of each passage, in text order, with text spans of that passage.
    pub mentions: Vec<Vec<TimeMention>>,
    sentences: Vec<Vec<SentenceTimes>>,
}

impl TimeLayer {
    /// Reads every passage in order. `analyses[i]` belongs to `document.passages[i]`; an empty
    /// analysis, or none, leaves the passage to its text alone. `reference` is the day against which
    /// "today" and "last week" are read; the document's own date of publication serves without it.
    pub fn read(document: &Document, analyses: &[Analysis], reference: Option<Day>) -> Self {
        let published = reference.or_else(|| {
            let told = document.origin.published.as_deref()?;
            Edtf::parse(told).ok()?.latest()
        });
        let (mentions, sentences) = Reader::of(document, published, RuleSet::committed()).read(analyses);
        Self { mentions, sentences }
    }

    /// The time of a clause, by its index in [`annalist_language::Sentence::clauses`].
    pub fn clause_time(&self, passage: u32, sentence: usize, clause: usize) -> ClauseTime {
        let sentence = self.sentences.get(passage as usize).and_then(|p| p.get(sentence));
        sentence.map_or_else(|| ClauseTime::unknown(TimeWay::NothingTold), |s| s.clause(clause))
    }

    /// The time of whatever stands at `span` of a passage: a nominal event, a quotation, a phrase.
    pub fn time_at(&self, passage: u32, span: Span) -> ClauseTime {
        let Some(sentences) = self.sentences.get(passage as usize) else {
            return ClauseTime::unknown(TimeWay::NothingTold);
        };
        let at = sentences.partition_point(|s| s.span.end <= span.start);
        sentences
            .get(at)
            .or(sentences.last())
            .map_or_else(|| ClauseTime::unknown(TimeWay::NothingTold), |s| s.at(span))
    }
}

impl ClauseTime {
    /// Nothing tells, and why.
    pub const fn unknown(way: TimeWay) -> Self {
        Self { when: None, part: None, reason: TimeReason::Unknown, way, mention: None }
    }

    /// The same time, come by another way.
    pub(crate) const fn by_way(mut self, way: TimeWay) -> Self {
        self.way = way;
        self
    }
}

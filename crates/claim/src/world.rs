//! What the layers below know of a document, behind one door.

use annalist_belligerent::{ActorValue, Cast, Packs};
use annalist_document::Document;
use annalist_gazetteer::{Gazetteer, Overrides, PlaceLayer, PlaceStatus, PlaceValue};
use annalist_language::Analysis;
use annalist_span::Span;
use annalist_time::{ClauseTime, Day, TimeLayer};

use crate::Alignment;
use crate::view::{Knowledge, View};

/// The layers of one document.
pub(crate) struct World<'a> {
    pub document: &'a Document,
    pub times: TimeLayer,
    pub places: PlaceLayer,
    pub cast: Cast,
}

impl<'a> World<'a> {
    pub(crate) fn read(
        document: &'a Document,
        analyses: &[Analysis],
        reference: Option<Day>,
        gazetteer: &Gazetteer,
        overrides: &Overrides,
        packs: &Packs,
    ) -> Self {
        Self {
            document,
            times: TimeLayer::read(document, analyses, reference),
            places: PlaceLayer::read(document, analyses, gazetteer, overrides),
            cast: Cast::read(document, analyses, packs),
        }
    }

    pub(crate) fn text(&self, passage: u32) -> &str {
        self.document.passages.get(passage as usize).map_or("", |p| p.text.as_str())
    }

    pub(crate) fn actor(&self, passage: u32, span: Span) -> ActorValue {
        self.cast.resolve(passage, span, self.text(passage))
    }

    pub(crate) fn place(&self, passage: u32, span: Span) -> PlaceValue {
        self.places.resolve_phrase(passage, span)
    }

    pub(crate) fn clause_time(&self, passage: u32, sentence: u32, clause: usize) -> ClauseTime {
        self.times.clause_time(passage, sentence as usize, clause)
    }

    /// The time of a clause of a view, or of a nominal event that the view adds to the sentence's.
    pub(crate) fn time_of(&self, view: &View<'_>, clause: usize) -> ClauseTime {
        if clause < view.sentence.clauses.len() {
            return self.clause_time(view.passage, view.index, clause);
        }
        let predicate = view.clauses.get(clause).map_or(0, |c| c.predicate as usize);
        let span = view.sentence.tokens.get(predicate).map_or(view.sentence.span, |t| t.span);
        self.times.time_at(view.passage, span)
    }

    pub(crate) fn alignment(&self, words: &str) -> Alignment {
        self.cast.source_alignment(words)
    }

    /// The name of a place inside a span, where the layer of places found one.
    pub(crate) fn named_place(&self, passage: u32, span: Span) -> Option<Span> {
        let list = self.places.mentions.get(passage as usize)?;
        list.iter().find(|m| span.contains(m.span) && !m.value.associative).map(|m| m.span)
    }

    /// Whether a token is part of a place's name.
    pub(crate) fn is_place_token(&self, passage: u32, span: Span) -> bool {
        self.is_place(passage, span)
    }

    /// The sides of the document, as ids, in order.
    pub(crate) fn sides(&self) -> Vec<&str> {
        self.cast.order.sides.iter().map(|s| s.id.as_str()).collect()
    }

    pub(crate) fn side_name(&self, id: &str) -> String {
        self.cast.order.sides.iter().find(|s| s.id == id).map_or_else(|| id.to_owned(), |s| s.name.clone())
    }
}

impl Knowledge for World<'_> {
    fn is_place(&self, passage: u32, span: Span) -> bool {
        self.places.mentions.get(passage as usize).is_some_and(|list| {
            list.iter().any(|m| {
                !m.value.associative && m.value.status != PlaceStatus::NotFound && m.span.contains(span)
            })
        })
    }

    fn is_actor(&self, passage: u32, span: Span) -> bool {
        self.actor(passage, span).side.is_some()
    }

    fn is_time(&self, passage: u32, span: Span) -> bool {
        self.times
            .mentions
            .get(passage as usize)
            .is_some_and(|list| list.iter().any(|m| m.span.contains(span)))
    }
}

//! What the layers below know of a document, behind one door.

use std::cell::RefCell;

use annalist_belligerent::{ActorValue, Cast, Packs};
use annalist_document::Document;
use annalist_gazetteer::{
    Gazetteer, Overrides, PlaceLayer, PlaceMention, PlaceStatus, PlaceValue, Precision,
};
use annalist_language::Analysis;
use annalist_span::Span;
use annalist_time::{ClauseTime, Day, TimeLayer, TimeMention};
use rustc_hash::FxHashMap;

use crate::view::{Knowledge, View};
use crate::{Alignment, Extent, PlaceSlot};

/// The layers of one document.
pub(crate) struct World<'a> {
    pub document: &'a Document,
    pub times: TimeLayer,
    pub places: PlaceLayer,
    pub cast: Cast,
    /// The place that the document is about: the settlement that it names most.
    main: Option<String>,
    /// Who is meant by a phrase, of those asked for: rules ask for one again and again.
    actors: RefCell<FxHashMap<(u32, Span), ActorValue>>,
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
        let places = PlaceLayer::read(document, analyses, gazetteer, overrides);
        let main = main(document, &places);
        Self {
            document,
            times: TimeLayer::read(document, analyses, reference),
            places,
            cast: Cast::read(document, analyses, packs),
            main,
            actors: RefCell::default(),
        }
    }

    /// The place where the whole document happens: the one whose battle or siege it says it tells.
    pub(crate) fn stage(&self) -> Option<PlaceSlot> {
        let main = self.main()?;
        let told = self.document.passages.iter().enumerate().filter(|(_, p)| p.role.is_narrative()).take(2);
        for (p, passage) in told {
            for mention in self.places.mentions.get(p)? {
                let start = mention.span.start as usize;
                let named =
                    ["battle of ", "battle for ", "siege of ", "fall of ", "defence of ", "defense of "]
                        .iter()
                        .filter_map(|words| {
                            Some((words, passage.text.get(start.checked_sub(words.len())?..start)?))
                        })
                        .any(|(words, before)| before.eq_ignore_ascii_case(words));
                let words = mention.span.of_text(&passage.text);
                if named {
                    let (text, value) = self
                        .mentions_before(p as u32 + 1, 0)
                        .chain(self.all())
                        .find(|(t, v)| *t == words && is_known_by(t, v, main))?;
                    return Some(PlaceSlot {
                        text: text.to_owned(),
                        span: None,
                        place: value.clone(),
                        extent: Extent::Whole,
                    });
                }
            }
        }
        None
    }

    /// The places of the document with their words.
    fn all(&self) -> impl Iterator<Item = (&str, &PlaceValue)> {
        self.places.mentions.iter().enumerate().flat_map(move |(p, list)| {
            let text = self.text(p as u32);
            list.iter().filter(|m| !m.value.associative).map(move |m| (m.span.of_text(text), &m.value))
        })
    }

    /// The id of the place that the document is about.
    pub(crate) fn main(&self) -> Option<&str> {
        self.main.as_deref()
    }

    /// The places named before an offset of a passage, the nearest first, with their words.
    pub(crate) fn mentions_before(
        &self,
        passage: u32,
        offset: u32,
    ) -> impl Iterator<Item = (&str, &PlaceValue)> {
        (0..=passage as usize).rev().flat_map(move |p| {
            let text = self.text(p as u32);
            let list = self.places.mentions.get(p).map_or(&[][..], Vec::as_slice);
            let told = list.partition_point(|m| p < passage as usize || m.span.end <= offset);
            list[..told]
                .iter()
                .rev()
                .filter(|m| !m.value.associative)
                .map(move |m| (m.span.of_text(text), &m.value))
        })
    }

    /// The places named between two offsets of a passage, the last first.
    pub(crate) fn named_before(
        &self,
        passage: u32,
        from: u32,
        to: u32,
    ) -> impl Iterator<Item = PlaceSlot> + '_ {
        let list = self.places.mentions.get(passage as usize).map_or(&[][..], Vec::as_slice);
        let before = &list[..list.partition_point(|m| m.span.end <= to)];
        let named = before.iter().rev().take_while(move |m| m.span.start >= from);
        named.filter(|m| !m.value.associative).map(move |m| PlaceSlot {
            text: m.span.of_text(self.text(passage)).to_owned(),
            span: Some(m.span),
            place: m.value.clone(),
            extent: Extent::Whole,
        })
    }

    pub(crate) fn text(&self, passage: u32) -> &str {
        self.document.passages.get(passage as usize).map_or("", |p| p.text.as_str())
    }

    pub(crate) fn actor(&self, passage: u32, span: Span) -> ActorValue {
        self.with_actor(passage, span, ActorValue::clone)
    }

    fn with_actor<T>(&self, passage: u32, span: Span, read: impl FnOnce(&ActorValue) -> T) -> T {
        let mut actors = self.actors.borrow_mut();
        let resolve = || self.cast.resolve(passage, span, self.text(passage));
        read(actors.entry((passage, span)).or_insert_with(resolve))
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

    pub(crate) fn source_name(&self, words: &str) -> Option<crate::SourceName> {
        self.cast.source_name(words)
    }

    pub(crate) fn alignment(&self, words: &str) -> Alignment {
        self.cast.source_alignment(words)
    }

    /// Whether a name is only a word of somebody's longer name ("X" of "Army of X").
    pub(crate) fn in_actor(&self, passage: u32, span: Span) -> bool {
        let list = self.cast.mentions.get(passage as usize).map_or(&[][..], Vec::as_slice);
        let from = list.partition_point(|m| m.span.end < span.end);
        list.get(from).is_some_and(|m| m.span.contains(span) && m.span.start < span.start)
    }

    /// The name of a place inside a span, where the layer of places found one.
    pub(crate) fn named_place(&self, passage: u32, span: Span) -> Option<Span> {
        let told = self.places_along(passage, span).iter();
        told.filter(|m| span.contains(m.span) && !m.value.associative).map(|m| m.span).next()
    }

    /// The names of places that share a byte with a span of a passage or touch it.
    pub(crate) fn places_along(&self, passage: u32, span: Span) -> &[PlaceMention] {
        let list = self.places.mentions.get(passage as usize).map_or(&[][..], Vec::as_slice);
        annalist_span::along(list, span, |m| m.span)
    }

    /// The times told that share a byte with a span of a passage or touch it.
    pub(crate) fn times_along(&self, passage: u32, span: Span) -> &[TimeMention] {
        let list = self.times.mentions.get(passage as usize).map_or(&[][..], Vec::as_slice);
        annalist_span::along(list, span, |m| m.span)
    }

    /// Whether a token is part of a place's name.
    pub(crate) fn is_place_token(&self, passage: u32, span: Span) -> bool {
        self.is_place(passage, span)
    }

    /// The sides of the document, as ids, in order.
    pub(crate) fn sides(&self) -> Vec<&str> {
        self.cast.order.sides.iter().map(|s| s.id.as_str()).collect()
    }

    /// The side of a name that stands in no text of the document's, as that of a flag.
    pub(crate) fn side_of_name(&self, passage: u32, name: &str) -> Option<String> {
        self.cast.resolve(passage, annalist_span::Span::new(0, 0), name).side
    }

    pub(crate) fn side_name(&self, id: &str) -> String {
        self.cast.order.sides.iter().find(|s| s.id == id).map_or_else(|| id.to_owned(), |s| s.name.clone())
    }
}

/// By what the place that a document is about is known again: its id, or its words where no list has it.
fn known_by(text: &str, value: &PlaceValue) -> String {
    value.id.clone().unwrap_or_else(|| format!("name:{}", text.to_lowercase()))
}

/// Whether a place is known by a key of [`known_by`].
pub(crate) fn is_known_by(text: &str, value: &PlaceValue, key: &str) -> bool {
    match (&value.id, key.strip_prefix("name:")) {
        (Some(id), _) => id == key,
        (None, Some(name)) => text.len() == name.len() && text.to_lowercase() == name,
        (None, None) => false,
    }
}

/// The settlement that a document names most; of several the first. One that no list has counts where the
/// document's title names it.
fn main(document: &Document, places: &PlaceLayer) -> Option<String> {
    let title =
        document.title.and_then(|t| document.passages.get(t as usize)).map_or("", |p| p.text.as_str());
    let mut counts: Vec<(String, usize)> = Vec::new();
    for (passage, list) in document.passages.iter().zip(&places.mentions) {
        for mention in list.iter().filter(|m| !m.value.associative) {
            let words = mention.span.of_text(&passage.text);
            let settled = matches!(mention.value.precision, Precision::Settlement | Precision::Exact);
            let titled = mention.value.id.is_none() && title.ends_with(words);
            if !(settled && mention.value.id.is_some() || titled) {
                continue;
            }
            let key = known_by(words, &mention.value);
            match counts.iter_mut().find(|(i, _)| *i == key) {
                Some((_, n)) => *n += 1,
                None => counts.push((key, 1)),
            }
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max().filter(|n| *n > 1)?;
    counts.into_iter().find(|(_, n)| *n == most).map(|(key, _)| key)
}

impl Knowledge for World<'_> {
    fn is_place(&self, passage: u32, span: Span) -> bool {
        self.places_along(passage, span)
            .iter()
            .any(|m| !m.value.associative && m.value.status != PlaceStatus::NotFound && m.span.contains(span))
    }

    fn is_actor(&self, passage: u32, span: Span) -> bool {
        self.with_actor(passage, span, |actor| actor.side.is_some())
    }

    fn is_person(&self, passage: u32, span: Span) -> bool {
        self.with_actor(passage, span, |actor| {
            let member =
                actor.id.as_ref().and_then(|id| self.cast.order.members.iter().find(|m| m.id == *id));
            actor.antecedent.is_none()
                && member.is_some_and(|m| m.kind == annalist_belligerent::BelligerentKind::Person)
        })
    }

    fn place_name(&self, passage: u32, span: Span) -> Option<Span> {
        let told = self.places_along(passage, span).iter();
        told.map(|m| m.span).find(|name| *name != span && name.contains(span))
    }

    fn is_time(&self, passage: u32, span: Span) -> bool {
        self.times_along(passage, span).iter().any(|m| m.span.contains(span) && timed(m).contains(span))
    }
}

/// The words of a time that tell no event: of "hours after their retreat from X" the first two. What was told in
/// hours was the same day's news, and who reads it reads the retreat as well; "days after they had left X" tells it.
fn timed(mention: &annalist_time::TimeMention) -> Span {
    let hours = ["hour", "minute", "moment", "shortly", "immediately"];
    let told = mention.rule.0.ends_with("from-event")
        && (mention.text.contains(" had ") || hours.iter().any(|w| mention.text.to_lowercase().contains(w)))
        && !mention.text.contains(|c: char| c.is_ascii_digit());
    let link = [" after ", " before ", " following "];
    let end = link.iter().filter_map(|w| mention.text.find(w).map(|at| at + w.len() - 1)).min();
    match end.filter(|_| told) {
        Some(end) => Span::new(mention.span.start, mention.span.start + end as u32),
        None => mention.span,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_captured_commander_of_no_known_side_is_no_place() {
        let text = "On 4 May 2019, the rebels fought the army near Belvar. Brigade commander Josip Tell was captured.";
        let claims = crate::testing::claims(text);
        let taken: Vec<_> =
            claims.iter().filter(|c| c.targets.iter().any(|t| t.text.contains("Tell"))).collect();
        assert_eq!(taken.iter().map(|c| c.kind).collect::<Vec<_>>(), [crate::Kind::Detain]);
        assert!(claims.iter().flat_map(|c| &c.places).all(|p| !p.text.contains("Tell")));
    }
}

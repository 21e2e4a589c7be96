//! Run-in headings: "Suran. Captured by government forces on 4 May", "Kati: two bombs exploded at the gate".
//!
//! A passage that begins with the name of a place alone tells of that place: its claims are there unless
//! their own words name another, and a participle without a subject is said of it.

use annalist_language::{Analysis, PredicateForm, Tag, Voice};
use annalist_span::Span;

use crate::draft::Draft;
use crate::kinds::somewhere;
use crate::made::argument;
use crate::view::{Knowledge, View};
use crate::world::World;
use crate::{Claim, Extent, PlaceSlot};

/// The place that a passage names before it tells anything, with the end of its words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heading {
    pub place: PlaceSlot,
    pub end: u32,
    /// It heads the section, not the passage alone.
    pub section: bool,
}

/// Words that may stand beside the name.
const BESIDE: &[&str] = &[
    "the",
    "of",
    "in",
    "near",
    "region",
    "province",
    "district",
    "governorate",
    "city",
    "town",
    "village",
    "area",
    "front",
    "and",
];

/// Reads the run-in heading of a passage.
pub(crate) fn heading(world: &World<'_>, analysis: &Analysis, passage: u32) -> Option<Heading> {
    let text = world.text(passage);
    let end = [": ", ". ", " – ", " — "].iter().filter_map(|mark| text.find(mark)).min()?;
    let prefix = text.get(..end)?;
    if end > 60 || prefix.split_whitespace().count() > 6 || end + 3 >= text.len() {
        return None;
    }
    let plain = prefix.split_whitespace().all(|w| {
        let word = w.trim_matches(|c: char| !c.is_alphanumeric());
        word.chars().next().is_none_or(|c| c.is_uppercase() || c.is_ascii_digit())
            || BESIDE.contains(&word.to_lowercase().as_str())
    });
    let told =
        analysis.sentences.iter().flat_map(|s| &s.tokens).any(|t| {
            (t.span.end as usize) <= end && matches!(t.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
        });
    if !plain || told {
        return None;
    }
    let mention = world
        .places
        .mentions
        .get(passage as usize)?
        .iter()
        .rfind(|m| (m.span.end as usize) <= end && !m.value.associative)
        .map(|m| m.span);
    let span = mention.or_else(|| named(world, analysis, passage, end))?;
    let place = PlaceSlot {
        text: span.of_text(text).to_owned(),
        span: Some(span),
        place: world.place(passage, span),
        extent: Extent::Whole,
    };
    Some(Heading { place, end: end as u32, section: false })
}

/// The settlement whose name alone heads the section that a passage stands in.
pub(crate) fn of_section(world: &World<'_>, passage: u32) -> Option<Heading> {
    let section = world.document.passages.get(passage as usize)?.section as usize;
    let index = world.document.sections.get(section)?.heading?;
    let text = world.text(index);
    let [only] = world.places.mentions.get(index as usize)?.as_slice() else { return None };
    let settled = only.value.precision == annalist_gazetteer::Precision::Settlement
        || only.value.cue == Some(annalist_gazetteer::PlaceKind::Settlement);
    let whole = only.span.of_text(text) == text.trim() && !only.value.associative;
    (settled && whole).then(|| Heading {
        place: PlaceSlot {
            text: text.trim().to_owned(),
            span: None,
            place: only.value.clone(),
            extent: Extent::Whole,
        },
        end: 0,
        section: true,
    })
}

/// Words that head a paragraph and name no place.
const TITLES: &[&str] = &[
    "background",
    "note",
    "update",
    "summary",
    "casualties",
    "aftermath",
    "correction",
    "context",
    "analysis",
    "overview",
    "highlights",
    "access",
    "displacement",
    "incidents",
    "losses",
    "sources",
    "comment",
    "question",
];

/// A bare name: one that a list of places knows, or one before a colon or a participle.
fn named(world: &World<'_>, analysis: &Analysis, passage: u32, end: usize) -> Option<Span> {
    let all: Vec<_> = analysis.sentences.iter().flat_map(|s| &s.tokens).collect();
    let (name, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|t| (t.span.end as usize) <= end);
    let span = name.first()?.span.cover(name.last()?.span);
    let text = world.text(passage);
    let proper = name.len() <= 3
        && name.iter().all(|t| {
            matches!(t.tag, Tag::Nnp | Tag::Nnps | Tag::Hyph)
                && !TITLES.contains(&t.span.of_text(text).to_lowercase().as_str())
        });
    let known = world.place(passage, span).status == annalist_gazetteer::PlaceStatus::Resolved;
    let colon = text.get(end..).is_some_and(|t| t.starts_with(':'));
    let word = |t: &&&annalist_language::Token| t.span.of_text(text).chars().any(char::is_alphanumeric);
    let participle = rest.iter().find(word).is_some_and(|t| t.tag == Tag::Vbn);
    let party = world.actor(passage, span).side.is_some() || world.is_time(passage, span);
    (proper && !party && (known || colon || participle)).then_some(span)
}

/// "Suran. Captured by X": what a participle without a subject is said of.
pub(crate) fn subject(view: &mut View<'_>, heading: &Heading) {
    let first = (0..view.len()).find(|&i| {
        view.token(i).span.start >= heading.end && view.word(i).chars().any(char::is_alphanumeric)
    });
    let Some(first) = first.filter(|&i| matches!(view.token(i).tag, Tag::Vbn | Tag::Vbd)) else { return };
    let by = (first + 1..view.len().min(first + 3)).any(|i| matches!(view.word(i), "by" | "on" | "in"));
    for clause in view.clauses.iter_mut().filter(|c| c.predicate == first) {
        if clause.patients.is_empty() && by {
            let span = view.sentence.tokens[first as usize].span;
            clause.patients = vec![argument(first, span)];
            clause.voice = Voice::Passive;
            clause.form = PredicateForm::Participle;
        }
    }
}

/// Gives the heading's place to a claim whose own words name none.
pub(crate) fn place(view: &View<'_>, heading: &Heading, draft: &Draft, claim: &mut Claim) {
    // "Suran. The town was shelled": the town is Suran; "a village" and "the nearby village" are not.
    let back = |p: &PlaceSlot| {
        let Some(head) = p.span.and_then(|s| view.tokens_in(s).last()) else { return true };
        let words: Vec<String> = view
            .tokens_in(view.phrase(head))
            .take_while(|&i| i <= head)
            .map(|i| view.word(i).to_lowercase())
            .collect();
        let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
        has(&["the", "this"])
            && !has(&["nearby", "neighbouring", "neighboring", "other", "another", "next", "adjacent"])
    };
    let generic = |p: &PlaceSlot| {
        let last = p.text.rsplit(' ').next().unwrap_or("");
        p.place.id.is_none()
            && p.place.count.is_none()
            && !p.text.chars().any(char::is_uppercase)
            && (view.lexicon.listed("settlement", last) || matches!(last, "capital" | "islet" | "district"))
            && back(p)
    };
    let own = |p: &PlaceSlot| {
        view.source.text.contains(p.text.as_str()) && p.text != heading.place.text && !generic(p)
    };
    let headed = draft.places.iter().any(|a| a.head == draft.predicate);
    if heading.section && !claim.places.iter().any(generic) {
        return;
    }
    if !headed && (!somewhere(claim.kind) || claim.places.iter().any(own)) {
        return;
    }
    let inside = heading.place.span.filter(|s| claim.text_span.contains(*s));
    claim.places = vec![PlaceSlot { span: inside, ..heading.place.clone() }];
}

#[cfg(test)]
mod tests {
    /// Kind and first place of each claim.
    fn places(name: &str, text: &str) -> Vec<(crate::Kind, String)> {
        let document = annalist_document::read(name, text.as_bytes()).unwrap().remove(0);
        let claims = crate::Extractor::embedded().extract(&document, None).claims;
        claims
            .iter()
            .map(|c| (c.kind, c.places.first().map_or_else(String::new, |p| p.text.clone())))
            .collect()
    }

    #[test]
    fn one_word_that_heads_a_paragraph_is_its_town() {
        let text = "The Taliban advanced in August 2021.\n\nKandahar. The provincial capital fell on 12 August.\n\n\
                    Belvorsk. The town was shelled by the army on 14 August.\n";
        let told = places("t.txt", text);
        assert!(told.contains(&(crate::Kind::Capture, "Kandahar".to_owned())), "{told:?}");
        assert!(told.contains(&(crate::Kind::Shelling, "Belvorsk".to_owned())), "{told:?}");
    }

    #[test]
    fn a_section_of_a_towns_name_is_about_that_town() {
        let text = "== Belvorsk ==\nThe town was shelled by the army on 14 August 2021. Rebels captured Dorin on 15 August.\n";
        let told = places("t.wiki", text);
        assert!(told.contains(&(crate::Kind::Shelling, "Belvorsk".to_owned())), "{told:?}");
        assert!(told.contains(&(crate::Kind::Capture, "Dorin".to_owned())), "{told:?}");
    }
}

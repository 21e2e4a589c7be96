//! One place phrase as a slot: how far its words reach, how many places it counts, how much of them it means.

use annalist_language::{Label, Tag};
use annalist_span::Span;

use super::group::members;
use super::point::{
    arg_word, kindred, leaned_on, mentioned, points_back, recent, so_called, undivided, unspanned,
};
use super::{party, trim};
use crate::enumeration;
use crate::lexicon::Classes;
use crate::story::Story;
use crate::view::{Arg, Knowledge, View};
use crate::world::World;
use crate::{Extent, PlaceSlot};

/// Prepositions that say no more than "there".
const PLAIN: &[&str] = &[
    "in",
    "at",
    "on",
    "of",
    "from",
    "to",
    "into",
    "toward",
    "towards",
    "against",
    "over",
    "for",
    "along with",
    "as well as",
    "together with",
    "in addition to",
    "upon",
    "by",
    "onto",
    "through",
    "besides",
    "out of",
    "with",
    "via",
    "including",
    "across",
    "during",
    "under",
    "up",
    "out",
    "back from",
    "back to",
    "back into",
    "away from",
    "down from",
    "up from",
];

pub(super) fn place(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    arg: &Arg,
    sentence: &[PlaceSlot],
) -> Vec<PlaceSlot> {
    if arg.classes.has(Classes::PRONOUN) {
        if view.word(arg.head).eq_ignore_ascii_case("there")
            && let Some(near) =
                world.named_before(view.passage, view.sentence.span.start, arg.span.start).next()
        {
            return vec![unspanned(&near)];
        }
        // "shelled A and B, capturing both"
        if let [.., first, last] = sentence
            && arg_word(view, arg, "both")
        {
            return vec![unspanned(first), unspanned(last)];
        }
        if let Some(last) = sentence.last() {
            return vec![unspanned(last)];
        }
        return story
            .last(|c| !c.places.is_empty(), true)
            .map(|c| c.places.iter().map(unspanned).collect())
            .unwrap_or_default();
    }
    if let Some(subject) = known_as(view, world, arg) {
        return vec![slot_at(view, world, trim(view, view.phrase(subject)), subject)];
    }
    let arg = &bounded(view, arg);
    if points_back(view, world, arg) {
        let lemma: &str = &view.token(arg.head).lemma;
        let streets = lemma == "street";
        let plural = !streets && matches!(view.token(arg.head).tag, Tag::Nns | Tag::Nnps)
            || arg_word(view, arg, "both");
        let count = view
            .children(arg.head)
            .iter()
            .find_map(|&c| crate::figures::value(view.word(c)))
            .or_else(|| arg_word(view, arg, "both").then_some(2))
            .map(|n| n as usize);
        let found = if !plural {
            // "in the streets": of the town told before.
            let noun = if streets { "town" } else { lemma };
            let fits = |p: &PlaceSlot| kindred(view, noun, p);
            let whole = world.place(view.passage, arg.span);
            // "a checkpoint near X", then "the town": X.
            let leans = |p: &PlaceSlot| {
                view.lexicon.listed("settlement", noun)
                    && p.place.precision == annalist_gazetteer::Precision::Near
                    && whole.precision != annalist_gazetteer::Precision::Near
                    && whole.id.is_some()
                    && whole.id == p.place.id
            };
            sentence
                .iter()
                .rev()
                .find(|p| fits(p) || leans(p))
                .cloned()
                .or_else(|| beside(view, world, arg, &fits))
                .or_else(|| so_called(story, noun))
                .or_else(|| recent(story, world.main(), if noun == "city" { 4 } else { 40 }, &fits))
                .or_else(|| mentioned(view, world, noun, arg).filter(|_| noun == "city"))
                .or_else(|| recent(story, world.main(), 40, &fits))
                .or_else(|| mentioned(view, world, noun, arg))
                .into_iter()
                .collect()
        } else if sentence.len() > 1 && count.is_none_or(|n| n == sentence.len()) {
            sentence.to_vec()
        } else if let Some(here) = count.and_then(|n| named_here(view, world, arg, n)) {
            here
        } else if let [group] = sentence
            && group.place.count > Some(1)
            && count.is_none_or(|n| group.place.count == Some(n as u32))
        {
            vec![group.clone()]
        } else {
            story.point_back(count)
        };
        if !found.is_empty() {
            let whole = world.place(view.passage, arg.span);
            let town = !streets && view.lexicon.listed("settlement", lemma);
            return found
                .iter()
                .map(|p| if plural { unspanned(p) } else { leaned_on(p, &whole) })
                .map(|p| if town && !plural { undivided(view, &p) } else { p })
                .collect();
        }
    }
    // "no longer held any villages in X": nothing of X.
    if arg_word(view, arg, "any")
        && let Some(area) = area(view, world, arg.head)
    {
        return vec![slot_at(view, world, trim(view, view.phrase(area)), area)];
    }
    let mut span = with_preposition(view, arg, trim(view, arg.span));
    if let Some(at) = [
        " along with ",
        " as well as ",
        " together with ",
        " in addition to ",
        " as ",
        " while ",
        " amid ",
        " during ",
        " after ",
        " before ",
        " following ",
        ", including ",
        " in retaliation",
        " in response",
        " in an attempt",
        " in an effort",
        " in a bid",
        " in order",
        ", where ",
        ", which ",
    ]
    .iter()
    .filter_map(|w| view.text(span).find(w))
    .min()
    {
        span = Span::new(span.start, span.start + at as u32);
    }
    // "in the north of X | between police and residents": who fought is no part of where.
    let fought = view.tokens_in(span).find(|&i| {
        let party = || {
            view.children(i).iter().any(|&o| {
                let people = Classes::ARMED.with(Classes::CIVILIAN);
                view.lexicon.noun(&crate::lexicon::key(&view.token(o).lemma)).has(people)
                    || world.actor(view.passage, view.phrase(o)).side.is_some()
            })
        };
        i > arg.head && view.word(i) == "between" && party()
    });
    if let Some(between) = fought.filter(|&b| b > 0) {
        span = Span::new(span.start, view.token(between - 1).span.end);
    }
    let whose = view.tokens_in(span).find(|&i| {
        i > arg.head
            && view.word(i) == "from"
            && i + 1 < view.len()
            && !world.is_place_token(view.passage, view.token(i + 1).span)
            && world.actor(view.passage, view.token(i + 1).span).side.is_some()
    });
    if let Some(from) = whose {
        span = Span::new(span.start, view.token(from - 1).span.end);
    }
    if view.lexicon.listed("point_back", &view.token(arg.head).lemma)
        && let Some(at) = view.text(span).find(" from ")
    {
        span = Span::new(span.start, span.start + at as u32);
    }
    if arg.classes.has(Classes::VAGUE)
        && world.named_place(view.passage, span).is_none()
        && let Some(longer) = trailing(view, world, span)
    {
        span = longer;
    }
    if crate::phrase::bearing(view, arg.head + 1)
        && world.named_place(view.passage, span).is_none()
        && let (_, Some(end)) = crate::phrase::trailing(view, arg.head + 1)
        && view.token(end).span.end > span.end
    {
        span = span.cover(view.token(end).span);
    }
    // "within 7 km | of A", "two kilometres | to the east of A"
    if view.lexicon.listed("length", &view.token(arg.head).lemma)
        && let (_, Some(end)) = crate::phrase::trailing(view, arg.head + 1)
    {
        span = span.cover(view.token(end).span);
    }
    // "overran their positions": where the sentence stands.
    let owned = view.lexicon.listed("holder", &view.token(arg.head).lemma)
        && world.named_place(view.passage, span).is_none()
        && view.children(arg.head).iter().any(|&c| view.token(c).tag == Tag::PrpS)
        && party(view, world, arg).side.is_some();
    if owned && let Some(last) = sentence.last() {
        return vec![unspanned(last)];
    }
    // "the town's defences": the town.
    if view.lexicon.listed("holder", &view.token(arg.head).lemma)
        && let Some(owner) =
            view.children(arg.head).iter().copied().find(|&c| view.token(c).label == Label::Poss)
    {
        let owner_span = view.phrase(owner);
        let text = view.text(owner_span).trim_end_matches("'s").trim_end_matches("’s");
        let short = Span::new(owner_span.start, owner_span.start + text.len() as u32);
        let generic = view.lexicon.listed("point_back", &view.token(owner).lemma);
        if generic {
            return place(view, world, story, &Arg::of(owner, short, Classes::GROUND), sentence);
        }
    }
    let mut slot = slot_at(view, world, undated(view, world, arg.head, span), arg.head);
    if let Some((name, head)) = super::alias::named(view, &slot) {
        slot = slot_at(view, world, name, head);
    }
    if slot.extent == Extent::Whole && enumeration::excepted(view, arg) {
        slot.extent = Extent::Most;
    }
    vec![slot]
}

/// "to A and B, where both towns": the so many names of the sentence before a phrase, if it has no more.
fn named_here(view: &View<'_>, world: &World<'_>, arg: &Arg, count: usize) -> Option<Vec<PlaceSlot>> {
    let before = Span::new(view.sentence.span.start, arg.span.start);
    let list = world.places_along(view.passage, before).iter();
    let before = list.filter(|m| !m.value.associative && before.contains(m.span));
    let named: Vec<PlaceSlot> = before
        .map(|m| PlaceSlot {
            text: view.text(m.span).to_owned(),
            span: None,
            place: m.value.clone(),
            extent: Extent::Whole,
        })
        .filter(|p| kindred(view, &view.token(arg.head).lemma, p))
        .collect();
    (count > 1 && named.len() == count).then_some(named)
}

/// "They lost hold of A, south of B, but the city held out": the place named last in the sentence as one where
/// something is done, not as what another lies beside.
fn beside(
    view: &View<'_>,
    world: &World<'_>,
    arg: &Arg,
    fits: &dyn Fn(&PlaceSlot) -> bool,
) -> Option<PlaceSlot> {
    if !view.lexicon.listed("settlement", &view.token(arg.head).lemma)
        || !matches!(view.token(arg.head).label, Label::Nsubj | Label::Nsubjpass | Label::Pobj | Label::Dobj)
    {
        return None;
    }
    let there = |place: &PlaceSlot| {
        let first = place.span.and_then(|span| view.tokens_in(span).next()).filter(|&t| t > 0)?;
        let word = view.word(first - 1).to_lowercase();
        let turned = first > 1 && view.lexicon.listed("compass", &view.word(first - 2).to_lowercase());
        let at = matches!(word.as_str(), "of" | "in" | "on" | "at" | "for" | "to" | "into" | "inside");
        Some(at && !turned)
    };
    world
        .named_before(view.passage, view.sentence.span.start, arg.span.start)
        .find(|place| there(place) == Some(true) && fits(place))
        .map(|place| unspanned(&place))
}

/// "X was the last town to be captured": X.
fn known_as(view: &View<'_>, world: &World<'_>, arg: &Arg) -> Option<u32> {
    let token = view.token(arg.head);
    let generic = token.label == Label::Attr && token.tag == Tag::Nn && view.word(token.head) != "been";
    // "left X as the last town that they held": X
    let verb = view.token(token.head).head;
    let as_last = token.label == Label::Pobj
        && token.tag == Tag::Nn
        && view.word(token.head) == "as"
        && view.children(arg.head).iter().any(|&c| matches!(view.word(c), "last" | "only" | "first"));
    let object = |&c: &u32| {
        view.token(c).label == Label::Dobj && world.is_place_token(view.passage, view.token(c).span)
    };
    if as_last && let Some(named) = view.children(verb).iter().copied().find(object) {
        return Some(named);
    }
    let subject = |&c: &u32| {
        view.token(c).label == Label::Nsubj && world.is_place_token(view.passage, view.token(c).span)
    };
    view.children(token.head).iter().copied().find(|c| generic && subject(c))
}

/// "the town | towards X", "land | in an offensive": the words of a phrase that lead on from the place.
fn bounded(view: &View<'_>, arg: &Arg) -> Arg {
    let token = view.token(arg.head);
    let named = matches!(token.tag, Tag::Nnp | Tag::Nnps) && !arg.classes.has(Classes::ROAD);
    let definite = view.lexicon.listed("point_back", &token.lemma)
        && !arg.classes.has(Classes::ROAD)
        && view
            .children(arg.head)
            .iter()
            .any(|&c| matches!(view.word(c).to_lowercase().as_str(), "the" | "this" | "that"));
    let leads = |i: &u32| {
        let i = *i;
        if !view.lexicon.listed("onward", &view.word(i).to_lowercase()) {
            return false;
        }
        let mut next = i + 1;
        while next < view.len() && matches!(view.token(next).tag, Tag::Dt | Tag::Jj | Tag::PrpS) {
            next += 1;
        }
        if next >= view.len() || crate::phrase::chunk(view, i + 1).is_none() {
            return false;
        }
        let turned = view.lexicon.listed("compass", &view.word(next).to_lowercase())
            || view.lexicon.listed("compass", &view.word(next - 1).to_lowercase());
        let event = crate::phrase::chunk(view, i + 1)
            .is_some_and(|c| view.lexicon.listed("fight", &view.token(c.head).lemma.replace('-', "")));
        let within = matches!(view.word(i), "in" | "with" | "against");
        event || (named || definite) && !within && !turned
    };
    let cut = view.tokens_in(arg.span).skip_while(|&i| i <= arg.head).find(leads);
    let Some(cut) = cut else { return arg.clone() };
    let end = view.token(cut - 1).span.end;
    if end <= arg.span.start {
        arg.clone()
    } else {
        Arg { span: Span::new(arg.span.start, end), ..arg.clone() }
    }
}

/// The named area that a plural group of places lies in.
fn area(view: &View<'_>, world: &World<'_>, head: u32) -> Option<u32> {
    view.conjuncts(head)
        .into_iter()
        .flat_map(|c| view.prepositional(c))
        .filter(|(p, _)| matches!(p.as_str(), "in" | "within" | "of" | "across"))
        .map(|(_, o)| o)
        .find(|&o| world.is_place_token(view.passage, view.token(o).span))
}

/// Words after a phrase that say where the place lies: "a village | south of X".
fn trailing(view: &View<'_>, world: &World<'_>, span: Span) -> Option<Span> {
    let next = view.tokens_in(Span::new(span.end, view.sentence.span.end.max(span.end))).next()?;
    let word = view.word(next).to_lowercase();
    let compass =
        view.lexicon.listed("compass", &word) || matches!(word.as_str(), "near" | "outside" | "around");
    // "an army outpost | at Mount X"
    if word == "at" {
        let object = view.children(next).iter().copied().find(|&c| view.token(c).label == Label::Pobj)?;
        let name = view.token(object);
        let place = matches!(name.tag, Tag::Nnp | Tag::Nnps)
            && !world.is_time(view.passage, name.span)
            && world.actor(view.passage, name.span).side.is_none();
        return place.then(|| span.cover(view.phrase(object)));
    }
    if !compass {
        return None;
    }
    let mut stack = vec![next];
    for _ in 0..6 {
        let t = stack.pop()?;
        for &c in view.children(t) {
            match view.token(c).label {
                Label::Pobj => return Some(span.cover(view.phrase(c))),
                Label::Prep => stack.push(c),
                _ => {}
            }
        }
    }
    None
}

/// "missile sites around X | on 11 April": a day is no part of where.
fn undated(view: &View<'_>, world: &World<'_>, head: u32, span: Span) -> Span {
    let own = view.token(head).span;
    let list = world.times_along(view.passage, span);
    let Some(day) = list.iter().find(|m| m.span.start > own.end && m.span.end == span.end) else {
        return span;
    };
    let before = view.tokens_in(span).take_while(|&i| view.token(i).span.start < day.span.start);
    let kept: Vec<u32> = before.collect();
    match kept.as_slice() {
        [rest @ .., on] if !rest.is_empty() && view.token(*on).tag == Tag::In => {
            Span::new(span.start, view.token(rest[rest.len() - 1]).span.end)
        }
        _ => span,
    }
}

/// Relative prepositions belong to the place: "north of X", "within 7 km of X".
fn with_preposition(view: &View<'_>, arg: &Arg, span: Span) -> Span {
    let Some(preposition) = arg.preposition.as_deref() else { return span };
    let words: Vec<&str> =
        preposition.split(' ').filter(|w| *w != "to" || !preposition.starts_with("to ")).collect();
    if PLAIN.contains(&preposition) || words.is_empty() {
        return span;
    }
    let first = view.tokens_in(span).next().unwrap_or(arg.head);
    let mut i = first;
    for _ in 0..6 {
        if i == 0 {
            return span;
        }
        i -= 1;
        // "north and northeast of A"
        let turned = |t: u32| view.lexicon.listed("compass", &view.word(t).to_lowercase());
        if view.token(i).tag == Tag::Cc && i > 0 && turned(i - 1) && turned(i + 1) {
            continue;
        }
        // The preposition of the first of a list is not the second's.
        if matches!(view.token(i).tag, Tag::Comma | Tag::Cc) && words[0] != "between" {
            return span;
        }
        if view.word(i).eq_ignore_ascii_case(words[0]) {
            return view.token(i).span.cover(span);
        }
    }
    span
}

pub(crate) fn slot_at(view: &View<'_>, world: &World<'_>, span: Span, head: u32) -> PlaceSlot {
    let span = partly(view, head, span);
    let text = view.text(span).to_owned();
    let mut place = world.place(view.passage, span);
    if let Some(wide) = taken_in(view, world, span, head) {
        place = wide;
    }
    place.count = match place.count {
        Some(n) => Some(n.saturating_sub(members(view, world, head))),
        None => unnamed_count(view, world, span, head),
    };
    PlaceSlot { extent: extent(&text), text, span: Some(span), place }
}

/// "towns | held by the rebels in A": they lie in A.
fn taken_in(
    view: &View<'_>,
    world: &World<'_>,
    span: Span,
    head: u32,
) -> Option<annalist_gazetteer::PlaceValue> {
    if view.token(head).tag != Tag::Nns || world.named_place(view.passage, span).is_some() {
        return None;
    }
    let participle = view
        .children(head)
        .iter()
        .copied()
        .find(|&c| c > head && view.token(c).label == Label::Acl && view.token(c).tag == Tag::Vbn)?;
    let words = view.subtree(participle);
    let area = view.tokens_in(words).find_map(|i| {
        let inside = view.token(i).label == Label::Prep && view.word(i).eq_ignore_ascii_case("in");
        inside.then(|| view.children(i).iter().copied().find(|&o| view.token(o).label == Label::Pobj))?
    })?;
    let whole = view.token(head).span.cover(view.subtree(area));
    world.named_place(view.passage, view.subtree(area))?;
    Some(world.place(view.passage, whole))
}

/// "most of | A", "parts of | A": how much is told with the place.
fn partly(view: &View<'_>, head: u32, span: Span) -> Span {
    let of = view.token(head).head;
    let up = view.token(of).head;
    let part = view.token(head).label == Label::Pobj
        && view.word(of).eq_ignore_ascii_case("of")
        && up < head
        && view.lexicon.listed("partly", &view.token(up).lemma);
    if part { view.token(up).span.cover(span) } else { span }
}

fn unnamed_count(view: &View<'_>, world: &World<'_>, span: Span, head: u32) -> Option<u32> {
    if world.named_place(view.passage, span).is_some_and(|p| p.end == view.token(head).span.end)
        || matches!(view.token(head).tag, Tag::Nnp | Tag::Nnps)
    {
        return None;
    }
    if view.lexicon.listed("length", &view.token(head).lemma) || matches!(view.word(head), "%" | "percent") {
        return None;
    }
    let number = crate::figures::count(view, head)?;
    let listed = u64::from(members(view, world, head));
    number.min.or(number.max).and_then(|n| u32::try_from(n.saturating_sub(listed)).ok())
}

/// How much of a place its words say.
pub(crate) fn extent(text: &str) -> Extent {
    let lower = text.to_lowercase();
    if lower.starts_with("most ") || lower.starts_with("the majority") {
        Extent::Most
    } else if [
        "part of",
        "parts of",
        "portion",
        "half of",
        "section of",
        "sections of",
        "areas of",
        "areas in",
        "neighbourhood in",
        "neighborhood in",
        "swath",
        "% of",
    ]
    .iter()
    .any(|w| lower.contains(w))
    {
        Extent::Part
    } else {
        Extent::Whole
    }
}

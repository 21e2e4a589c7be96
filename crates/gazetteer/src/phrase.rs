//! Noun phrases that tell a place by another.
//!
//! A phrase is read from its words: a name stands for itself; a distance, a direction, an edge or a
//! road makes a geometry about the names inside; "the town" is the last town told before. How far
//! "south of" reaches is not said by a text: `REACH` is drawn, with the precision
//! [`Precision::Near`].

use annalist_span::Span;

use crate::gazetteer::Sort;
use crate::layer::PlaceLayer;
use crate::measure::{number, plural_kind};
use crate::relate::relate;
use crate::token::{Shape, Token, tokens};
use crate::{Geometry, PlaceKind, PlaceMention, PlaceStatus, PlaceValue, Point, Precision};

/// A place that a phrase leans on.
pub(crate) struct Anchor {
    pub(crate) value: PlaceValue,
    pub(crate) point: Option<Point>,
    pub(crate) place: Option<Sort>,
    pub(crate) reach: f64,
    /// Tokens of the phrase that name it; `None` when it was told before.
    pub(crate) tokens: Option<(usize, usize)>,
}

/// What a noun phrase says of a place.
pub(crate) fn resolve(layer: &PlaceLayer, passage: u32, span: Span) -> PlaceValue {
    let text = layer.text(passage);
    let inside = Span::new(span.start, span.end.min(text.len() as u32));
    let words = inside.of_text(text);
    let tokens = tokens(words);
    let mentions: &[PlaceMention] = layer.mentions.get(passage as usize).map_or(&[], Vec::as_slice);
    let mentions = annalist_span::along(mentions, span, |m| m.span);
    let mut anchors: Vec<Anchor> = mentions
        .iter()
        .filter(|m| m.span.overlaps(span))
        .filter_map(|m| {
            let from = m.span.start.saturating_sub(span.start);
            let to = m.span.end.saturating_sub(span.start);
            let first = tokens.iter().position(|t| t.span.end > from)?;
            let last = tokens.iter().rposition(|t| t.span.start < to)?;
            Some(anchor(layer, m.value.clone(), Some((first, last.max(first)))))
        })
        .collect();
    if tokens.is_empty() {
        // A layer that was stored and read again has no texts: only names are left.
        let named = mentions.iter().find(|m| m.span.overlaps(span));
        return named.map_or_else(nothing, |m| m.value.clone());
    }
    let count = count(&tokens);
    if anchors.is_empty()
        && let Some(told) = told_before(layer, passage, span, &tokens)
    {
        anchors.push(told);
    }
    owners(&tokens, &mut anchors);
    let Some(first) = anchors.first() else {
        let mut value = nothing();
        value.count = count.and_then(|(n, _)| n);
        value.cue = count.map(|(_, kind)| kind).or_else(|| noun(&tokens));
        return value;
    };
    let head = first.tokens.is_some_and(|(at, _)| {
        tokens[..at].iter().all(|t| begins(t)) && relation_before(&tokens[..at]).is_none()
    });
    let relative = relate(&tokens, &anchors, count.is_some());
    match relative {
        // "Tall X, south of Y": the name counts; the rest only where the name is not found.
        Some((geometry, precision, leans))
            if !(head && leans > 0 && first.value.status == PlaceStatus::Resolved) =>
        {
            let base = &anchors[leans];
            let mut value = base.value.clone();
            if head && leans > 0 {
                value.status = first.value.status;
                value.name.clone_from(&first.value.name);
            }
            value.geometry = base.point.map(|_| geometry);
            value.precision = if base.point.is_some() { precision } else { Precision::Unknown };
            value.associative = false;
            value.count = count.and_then(|(n, _)| n);
            value.cue = count.map(|(_, kind)| kind).or_else(|| noun(&tokens)).or(value.cue);
            value
        }
        _ => {
            let mut value = first.value.clone();
            if let Some((n, kind)) = count.filter(|_| !head) {
                value.count = n;
                value.cue = Some(kind);
            }
            value
        }
    }
}

/// "Ruritania's headquarters in Milha", "the Zeina state capital of Milha": the state before only says whose the
/// place is.
fn owners(tokens: &[Token<'_>], anchors: &mut Vec<Anchor>) {
    while let [first, next, ..] = anchors.as_slice() {
        let (Some((_, end)), Some((from, _))) = (first.tokens, next.tokens) else { return };
        let kind = first.place.as_ref().map(|p| p.kind);
        let finer = next.value.status == PlaceStatus::Resolved
            && next
                .place
                .as_ref()
                .is_some_and(|p| !matches!(p.kind, PlaceKind::Country | PlaceKind::Province));
        let owner = kind == Some(PlaceKind::Country) && tokens.get(end).is_some_and(|t| t.possessive);
        let town = from > end + 2
            && tokens[from - 1].is("of")
            && tokens[from - 2].shape == Shape::Word
            && crate::cue::Cues::get().kind(&tokens[from - 2].low) == Some(PlaceKind::Settlement);
        let area = matches!(kind, Some(PlaceKind::Country | PlaceKind::Province));
        if !(finer && (owner || area && town)) {
            return;
        }
        anchors.remove(0);
    }
}

fn anchor(layer: &PlaceLayer, value: PlaceValue, tokens: Option<(usize, usize)>) -> Anchor {
    let place = value.id.as_deref().and_then(|id| layer.gazetteer()?.sort(id));
    let point = match value.geometry {
        Some(Geometry::Point { at } | Geometry::Buffer { at, .. } | Geometry::Sector { at, .. }) => Some(at),
        Some(Geometry::Line { from, .. }) => Some(from),
        None => None,
    };
    let reach = match value.geometry {
        Some(Geometry::Buffer { radius, .. }) => radius,
        _ => 0.0,
    };
    Anchor { value, point, place, reach, tokens }
}

/// Words that may stand before a name that is the phrase's own.
fn begins(token: &Token<'_>) -> bool {
    token.shape == Shape::Name
        || matches!(
            token.low.as_str(),
            "the"
                | "a"
                | "an"
                | "of"
                | "town"
                | "village"
                | "city"
                | "hill"
                | "district"
                | "strategic"
                | "nearby"
                | "key"
                | "hilltop"
                | "neighborhood"
                | "neighbourhood"
                | "towns"
                | "villages"
                | "cities"
                | "entire"
                | "small"
                | "its"
                | "both"
        )
}

/// The number of unnamed places and their kind ("three villages", "several hills").
fn count(tokens: &[Token<'_>]) -> Option<(Option<u32>, PlaceKind)> {
    let at = tokens.iter().position(|t| {
        plural_kind(&t.low).is_some() || (t.is("village") && tokens.first().is_some_and(|f| f.is("one")))
    })?;
    let kind = plural_kind(&tokens[at].low).unwrap_or(PlaceKind::Settlement);
    let before = &tokens[..at];
    let exact = before.iter().rev().find_map(|t| number(&t.low));
    let vague = before.iter().any(|t| {
        matches!(
            t.low.as_str(),
            "several"
                | "dozens"
                | "many"
                | "some"
                | "few"
                | "multiple"
                | "surrounding"
                | "other"
                | "nearby"
                | "various"
        )
    });
    (exact.is_some() || vague).then(|| (exact.map(|n| n as u32).filter(|n| *n > 0), kind))
}

/// The kind of the phrase's noun.
pub(crate) fn noun(tokens: &[Token<'_>]) -> Option<PlaceKind> {
    let cues = crate::cue::Cues::get();
    tokens.iter().filter(|t| t.shape == Shape::Word).find_map(|t| cues.kind(&t.low))
}

/// A word that sets a place off from a name after it.
fn relation_before(tokens: &[Token<'_>]) -> Option<usize> {
    tokens.iter().position(|t| {
        matches!(
            t.low.as_str(),
            "near"
                | "outside"
                | "around"
                | "from"
                | "between"
                | "linking"
                | "connecting"
                | "outskirts"
                | "vicinity"
                | "within"
                | "toward"
                | "towards"
        ) || crate::measure::bearing(&t.low).is_some()
    })
}

/// The place that "the town", "the city", "the hill" … means: the last fitting one told before.
fn told_before(layer: &PlaceLayer, passage: u32, span: Span, words: &[Token<'_>]) -> Option<Anchor> {
    let definite = words
        .iter()
        .any(|t| matches!(t.low.as_str(), "the" | "its" | "their" | "that" | "this" | "there" | "both"));
    let noun = words.iter().find(|t| {
        matches!(
            t.low.as_str(),
            "town"
                | "city"
                | "village"
                | "towns"
                | "hill"
                | "hilltop"
                | "airport"
                | "airbase"
                | "base"
                | "checkpoint"
                | "governorate"
                | "province"
                | "oblast"
                | "district"
                | "neighborhood"
                | "neighbourhood"
                | "area"
                | "region"
                | "capital"
                | "bridge"
                | "dam"
                | "island"
                | "there"
        )
    })?;
    if !definite || count(words).is_some() {
        return None;
    }
    let fits = |m: &PlaceMention| -> bool {
        if m.value.associative {
            return false;
        }
        let place = m.value.id.as_deref().and_then(|id| layer.gazetteer()?.sort(id));
        let kind = place.as_ref().map(|p| p.kind).or(m.value.cue);
        let population = place.as_ref().and_then(|p| p.population).unwrap_or(0);
        match noun.low.as_str() {
            "city" | "capital" => kind == Some(PlaceKind::Settlement) && population >= 30_000,
            "village" => {
                kind == Some(PlaceKind::Settlement) && population < 30_000
                    || m.value.cue == Some(PlaceKind::Settlement) && place.is_none()
            }
            "town" | "towns" => kind == Some(PlaceKind::Settlement) && population < 200_000,
            "hill" | "hilltop" => kind == Some(PlaceKind::Hill),
            "airport" | "airbase" | "base" | "checkpoint" => {
                matches!(kind, Some(PlaceKind::Airport | PlaceKind::Military))
            }
            "governorate" | "province" | "oblast" => kind == Some(PlaceKind::Province),
            "district" | "neighborhood" | "neighbourhood" => {
                matches!(kind, Some(PlaceKind::District | PlaceKind::Neighbourhood))
            }
            _ => kind.is_some_and(|k| k != PlaceKind::Country),
        }
    };
    let mut at = passage as usize;
    let mut left = 12;
    loop {
        let list = layer.mentions.get(at).map_or(&[][..], Vec::as_slice);
        let told = list.partition_point(|m| at < passage as usize || m.span.end <= span.start);
        if let Some(mention) = list[..told].iter().rev().find(|m| fits(m)) {
            let mut anchor = anchor(layer, mention.value.clone(), None);
            anchor.value.cue = None;
            return Some(anchor);
        }
        if at == 0 || left == 0 {
            return None;
        }
        at -= 1;
        left -= 1;
    }
}

/// A place of which nothing is known.
pub(crate) const fn nothing() -> PlaceValue {
    PlaceValue {
        status: PlaceStatus::NotFound,
        id: None,
        name: None,
        geometry: None,
        precision: Precision::Unknown,
        count: None,
        candidates: Vec::new(),
        cue: None,
        associative: false,
    }
}

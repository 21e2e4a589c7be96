//! From arguments to slots: parties, places, figures, means.

use annalist_gazetteer::{PlaceValue, Precision};
use annalist_language::{Label, Tag};
use annalist_span::Span;

use crate::enumeration;
use crate::lexicon::Classes;
use crate::story::Story;
use crate::view::{Arg, View};
use crate::world::World;
use crate::{Extent, Figure, FigureKind, Party, PlaceSlot};

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
];

/// A party from an argument.
pub(crate) fn party(view: &View<'_>, world: &World<'_>, arg: &Arg) -> Party {
    let span = trim(view, arg.span);
    let value = world.actor(view.passage, arg.span);
    let own = world.actor(view.passage, view.token(arg.head).span);
    let text = value
        .antecedent
        .clone()
        .filter(|_| arg.classes.has(Classes::PRONOUN))
        .unwrap_or_else(|| view.text(span).to_owned());
    let mut side = value.side.or(own.side);
    if side.is_none() && arg.classes.has(Classes::CIVILIAN) && !arg.classes.has(Classes::ARMED) {
        side = Some("civilian".to_owned());
    }
    if side.is_none() && view.lexicon.listed("civil", &view.token(arg.head).lemma) {
        side = Some("civilian".to_owned());
    }
    Party { text, span: Some(span), belligerent: value.id, side, implied: false }
}

/// Parties from arguments, with the leader that a phrase names ("rebels led by X").
pub(crate) fn parties(view: &View<'_>, world: &World<'_>, args: &[Arg]) -> Vec<Party> {
    let mut out: Vec<Party> = Vec::new();
    for arg in args {
        if arg.classes.has(Classes::TIME) {
            continue;
        }
        out.push(party(view, world, arg));
        if let Some(leader) = leader(view, arg.head) {
            let span = view.phrase(leader);
            let value = world.actor(view.passage, span);
            out.push(Party {
                text: view.text(trim(view, span)).to_owned(),
                span: Some(span),
                belligerent: value.id,
                side: value.side,
                implied: false,
            });
        }
    }
    out
}

fn leader(view: &View<'_>, head: u32) -> Option<u32> {
    let led = view.children(head).iter().copied().find(|&c| {
        view.token(c).label == Label::Acl && matches!(view.word(c), "led" | "headed" | "commanded")
    })?;
    let by = view.children(led).iter().copied().find(|&c| view.word(c) == "by")?;
    view.children(by).iter().copied().find(|&c| view.token(c).label == Label::Pobj)
}

/// Cuts articles and marks from the front of a phrase.
pub(crate) fn trim(view: &View<'_>, span: Span) -> Span {
    let mut start = span.start;
    for i in view.tokens_in(span) {
        let word = view.word(i);
        let lower = word.to_lowercase();
        if matches!(
            lower.as_str(),
            "the"
                | "both"
                | "all"
                | "\""
                | "“"
                | "("
                | ","
                | "of"
                | "and"
                | "also"
                | "nearby"
                | "strategic"
                | "then"
                | "towards"
        ) {
            start = view.token(i).span.end;
            while view.source.text.as_bytes().get(start as usize) == Some(&b' ') {
                start += 1;
            }
        } else {
            break;
        }
    }
    if start >= span.end { span } else { Span::new(start, span.end) }
}

/// Places from arguments: enumerations opened, phrases that point back resolved.
///
/// `held` says that the places change hands or are kept: what lies near a place is then not the place.
pub(crate) fn places(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    args: &[Arg],
    sentence: &[PlaceSlot],
    held: bool,
) -> Vec<PlaceSlot> {
    let mut out: Vec<PlaceSlot> = Vec::new();
    // Members of lists that were read off the words: their own arguments are told already.
    let mut told: Vec<Span> = Vec::new();
    for (n, arg) in args.iter().enumerate() {
        let own = view.token(arg.head).span;
        if broken(view, arg.head) || told.iter().any(|t| t.contains(own)) {
            continue;
        }
        if n > 0
            && joins(view, &args[n - 1], arg)
            && let Some(last) = out
                .iter_mut()
                .rev()
                .find(|l| l.span.is_some_and(|s| s.contains(view.token(args[n - 1].head).span)))
                .filter(|l| l.span.is_some_and(|s| s.end <= arg.span.start))
        {
            let span = last.span.unwrap_or(arg.span).cover(arg.span).cover(view.phrase(arg.head));
            view.text(span).clone_into(&mut last.text);
            last.span = Some(span);
            continue;
        }
        let inner = inside(view, world, arg, held);
        if !inner.is_empty() {
            for head in inner {
                if matches!(view.token(head).tag, Tag::Nn | Tag::Nns) {
                    let phrase = view.phrase(head);
                    let generic = Arg {
                        head,
                        span: phrase,
                        full: phrase,
                        preposition: None,
                        classes: Classes::GROUND,
                        key: String::new(),
                        shared: false,
                    };
                    for slot in place(view, world, story, &generic, sentence) {
                        if !out.iter().any(|s| s.text == slot.text) {
                            out.push(slot);
                        }
                    }
                    continue;
                }
                let span = trim(view, view.phrase(head));
                if !out.iter().any(|s| s.span == Some(span)) {
                    out.push(slot_at(view, world, span, head));
                }
            }
            continue;
        }
        let named = enumeration::named(view, world, arg.head);
        let apart = args.iter().filter(|a| named.iter().any(|m| m.contains(view.token(a.head).span))).count();
        if named.len() > 1 && apart < named.len() {
            let first = Span::new(trim(view, arg.span).start.min(own.start), named[0].end);
            for span in std::iter::once(first).chain(named[1..].iter().copied()) {
                name(view, world, &mut out, span);
            }
            told.extend(named);
            continue;
        }
        let spelt = enumeration::spelt(view, world, arg.head);
        let all = crate::figures::count(view, arg.head).and_then(|n| n.min) == Some(spelt.len() as u64);
        if spelt.is_empty() || !all {
            for slot in place(view, world, story, arg, sentence) {
                if !out.iter().any(|s| s.text == slot.text) {
                    out.push(slot);
                }
            }
        }
        for &span in &spelt {
            name(view, world, &mut out, span);
        }
        told.extend(spelt);
    }
    for arg in args {
        let flat = enumeration::listed(view, world, arg.head);
        let hung = included(view, arg.head);
        if flat.len() > hung.len() {
            for span in flat {
                name(view, world, &mut out, span);
            }
        } else {
            for extra in hung {
                let span = trim(view, view.phrase(extra));
                if !overlapped(&out, span) {
                    out.push(slot_at(view, world, span, extra));
                }
            }
        }
    }
    if let Some(arg) = args.last() {
        for head in enumeration::added(view, arg) {
            let span = trim(view, view.phrase(head));
            let (classes, _) = view.classify(head, span, world, &|_| false);
            let ground = classes.has(Classes::GROUND) && !classes.has(Classes::ARMED.with(Classes::PERSON));
            if ground && !overlapped(&out, span) {
                out.push(slot_at(view, world, span, head));
            }
        }
    }
    out
}

fn overlapped(slots: &[PlaceSlot], span: Span) -> bool {
    slots.iter().any(|s| s.span.is_some_and(|s| s.overlaps(span)))
}

/// A name of a list, unless it is told already.
fn name(view: &View<'_>, world: &World<'_>, out: &mut Vec<PlaceSlot>, span: Span) {
    if !overlapped(out, span) && !out.iter().any(|s| s.text == view.text(span)) {
        let head = view.tokens_in(span).last().unwrap_or(0);
        out.push(slot_at(view, world, span, head));
    }
}

/// A piece of a hyphenated name that the tree took apart.
fn broken(view: &View<'_>, head: u32) -> bool {
    let next = view.sentence.tokens.get(head as usize + 1);
    let hyphen = next.is_some_and(|n| {
        n.span.start == view.token(head).span.end && n.span.of_text(&view.source.text) == "-"
    });
    hyphen || !view.word(head).chars().any(char::is_alphanumeric)
}

/// "several hills and checkpoints": two nouns under one quantity are one group.
fn joins(view: &View<'_>, before: &Arg, arg: &Arg) -> bool {
    let bare = |a: &Arg| matches!(view.token(a.head).tag, Tag::Nns) && a.preposition == before.preposition;
    let own = view.children(arg.head).iter().any(|&c| {
        c < arg.head && matches!(view.token(c).label, Label::Det | Label::Nummod | Label::Poss | Label::Amod)
    });
    bare(before)
        && bare(arg)
        && !own
        && arg.head <= before.head + 3
        && view.token(arg.head).label == Label::Conj
}

/// "positions at X and Y": X and Y; "the town's defences": the town.
fn inside(view: &View<'_>, world: &World<'_>, arg: &Arg, held: bool) -> Vec<u32> {
    if !view.lexicon.listed("holder", &view.token(arg.head).lemma)
        || !matches!(view.token(arg.head).tag, Tag::Nn | Tag::Nns)
    {
        return Vec::new();
    }
    let ground = |o: &u32| {
        let token = view.token(*o);
        matches!(token.tag, Tag::Nnp | Tag::Nnps)
            || world.is_place_token(view.passage, token.span)
            || view.lexicon.listed("point_back", &token.lemma)
                && !view.lexicon.listed("holder", &token.lemma)
                && matches!(token.tag, Tag::Nn)
    };
    view.prepositional(arg.head)
        .into_iter()
        .filter(|(p, _)| {
            matches!(p.as_str(), "at" | "in" | "inside" | "within")
                || !held && matches!(p.as_str(), "around" | "near")
        })
        .flat_map(|(_, o)| named_inside(view, o))
        .filter(ground)
        .collect()
}

/// Words after a phrase that say where the place lies: "a village | south of X".
fn trailing(view: &View<'_>, span: Span) -> Option<Span> {
    let next = view.tokens_in(Span::new(span.end, view.sentence.span.end.max(span.end))).next()?;
    let word = view.word(next).to_lowercase();
    let compass =
        view.lexicon.listed("compass", &word) || matches!(word.as_str(), "near" | "outside" | "around");
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

fn place(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    arg: &Arg,
    sentence: &[PlaceSlot],
) -> Vec<PlaceSlot> {
    if arg.classes.has(Classes::PRONOUN) {
        if let Some(last) = sentence.last() {
            return vec![unspanned(last)];
        }
        return story
            .last(|c| !c.places.is_empty(), true)
            .map(|c| c.places.iter().map(unspanned).collect())
            .unwrap_or_default();
    }
    if points_back(view, world, arg) {
        let plural = matches!(view.token(arg.head).tag, Tag::Nns | Tag::Nnps) || arg_word(view, arg, "both");
        let count = view
            .children(arg.head)
            .iter()
            .find_map(|&c| crate::figures::value(view.word(c)))
            .or_else(|| arg_word(view, arg, "both").then_some(2))
            .map(|n| n as usize);
        let found = if !plural && sentence.iter().any(is_named) {
            sentence.iter().rev().find(|p| is_named(p)).cloned().into_iter().collect()
        } else if plural && sentence.len() > 1 && count.is_none_or(|n| n == sentence.len()) {
            sentence.to_vec()
        } else {
            story.point_back(count, plural)
        };
        if !found.is_empty() {
            let whole = world.place(view.passage, arg.span);
            return found.iter().map(|p| if plural { unspanned(p) } else { leaned_on(p, &whole) }).collect();
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
        " in retaliation",
        " in response",
    ]
    .iter()
    .filter_map(|w| view.text(span).find(w))
    .min()
    {
        span = Span::new(span.start, span.start + at as u32);
    }
    if view.lexicon.listed("point_back", &view.token(arg.head).lemma)
        && let Some(at) = view.text(span).find(" from ")
    {
        span = Span::new(span.start, span.start + at as u32);
    }
    if arg.classes.has(Classes::VAGUE)
        && world.named_place(view.passage, span).is_none()
        && let Some(longer) = trailing(view, span)
    {
        span = longer;
    }
    // "overran their positions": where the sentence stands.
    let owned = view.lexicon.listed("holder", &view.token(arg.head).lemma)
        && world.named_place(view.passage, span).is_none()
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
            let owner_arg = Arg {
                head: owner,
                span: short,
                full: short,
                preposition: None,
                classes: Classes::GROUND,
                key: String::new(),
                shared: false,
            };
            return place(view, world, story, &owner_arg, sentence);
        }
    }
    let mut slot = slot_at(view, world, span, arg.head);
    if slot.extent == Extent::Whole && enumeration::excepted(view, arg) {
        slot.extent = Extent::Most;
    }
    vec![slot]
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

/// After "a checkpoint near X", "the town" is X.
fn leaned_on(place: &PlaceSlot, whole: &PlaceValue) -> PlaceSlot {
    let relative = place.place.precision == Precision::Near && place.place.id.is_some();
    match place.text.find(char::is_uppercase) {
        Some(at) if relative && whole.id == place.place.id && whole.precision != Precision::Near => {
            PlaceSlot {
                text: place.text[at..].to_owned(),
                span: None,
                place: whole.clone(),
                extent: Extent::Whole,
            }
        }
        _ => unspanned(place),
    }
}

fn is_named(place: &PlaceSlot) -> bool {
    place.text.chars().any(char::is_uppercase)
}

fn arg_word(view: &View<'_>, arg: &Arg, word: &str) -> bool {
    view.tokens_in(arg.span).any(|i| view.word(i).eq_ignore_ascii_case(word))
}

/// "the three villages", "both towns", "the city": a definite group or place without a name.
fn points_back(view: &View<'_>, world: &World<'_>, arg: &Arg) -> bool {
    if !view.lexicon.listed("point_back", &view.token(arg.head).lemma)
        || !matches!(view.token(arg.head).tag, Tag::Nn | Tag::Nns)
    {
        return false;
    }
    if world.named_place(view.passage, arg.span).is_some() || enumeration::excepted(view, arg) {
        return false;
    }
    let mut definite = false;
    for i in view.tokens_in(arg.span) {
        let word = view.word(i);
        let lower = word.to_lowercase();
        match lower.as_str() {
            "the" | "both" | "these" | "those" | "this" | "that" | "same" | "all" | "of" => definite = true,
            _ if i == arg.head
                || crate::figures::value(&lower).is_some()
                || matches!(lower.as_str(), "entire" | "whole" | "again" | "strategic") => {}
            _ => return false,
        }
    }
    definite
}

fn unspanned(place: &PlaceSlot) -> PlaceSlot {
    PlaceSlot { span: None, ..place.clone() }
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
        if view.word(i).eq_ignore_ascii_case(words[0]) {
            return view.token(i).span.cover(span);
        }
    }
    span
}

fn slot_at(view: &View<'_>, world: &World<'_>, span: Span, head: u32) -> PlaceSlot {
    let text = view.text(span).to_owned();
    let mut place = world.place(view.passage, span);
    place.count = match place.count {
        Some(n) => Some(n.saturating_sub(members(view, world, head))),
        None => unnamed_count(view, world, span, head),
    };
    PlaceSlot { extent: extent(&text), text, span: Some(span), place }
}

fn unnamed_count(view: &View<'_>, world: &World<'_>, span: Span, head: u32) -> Option<u32> {
    if world.named_place(view.passage, span).is_some_and(|p| p.end == view.token(head).span.end)
        || matches!(view.token(head).tag, Tag::Nnp | Tag::Nnps)
    {
        return None;
    }
    let number = crate::figures::count(view, head)?;
    let listed = u64::from(members(view, world, head));
    number.min.or(number.max).and_then(|n| u32::try_from(n.saturating_sub(listed)).ok())
}

/// How many of a group's places are named.
fn members(view: &View<'_>, world: &World<'_>, head: u32) -> u32 {
    let flat = enumeration::listed(view, world, head).len();
    flat.max(included(view, head).len()).max(enumeration::spelt(view, world, head).len()) as u32
}

/// "six places, including A and B": A and B.
fn included(view: &View<'_>, head: u32) -> Vec<u32> {
    let mut out = Vec::new();
    for &c in view.children(head) {
        if matches!(
            view.word(c).to_lowercase().as_str(),
            "including" | "included" | "like" | "namely" | "notably"
        ) {
            for &o in view.children(c) {
                if matches!(view.token(o).label, Label::Pobj | Label::Dobj) {
                    for conjunct in view.conjuncts(o) {
                        out.extend(named_inside(view, conjunct));
                    }
                }
            }
        }
    }
    out
}

/// In "the town of X and Y hill" X; else the noun itself.
fn named_inside(view: &View<'_>, head: u32) -> Vec<u32> {
    if view.lexicon.listed("naming", &view.token(head).lemma)
        && matches!(view.token(head).tag, Tag::Nn | Tag::Nns)
    {
        let inner: Vec<u32> =
            view.prepositional(head).into_iter().filter(|(p, _)| p == "of").map(|(_, o)| o).collect();
        if !inner.is_empty() {
            return inner;
        }
    }
    vec![head]
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

/// Figures of the nouns that a rule counts.
pub(crate) fn figures(view: &View<'_>, world: &World<'_>, counted: &[(Arg, FigureKind)]) -> Vec<Figure> {
    let mut out: Vec<Figure> = Vec::new();
    let mut last: Option<(String, Option<String>)> = None;
    let listed: Vec<(Arg, FigureKind)> = counted
        .iter()
        .flat_map(|(arg, kind)| {
            let inner = included(view, arg.head).into_iter().map(|head| Arg {
                head,
                span: view.phrase(head),
                full: view.phrase(head),
                preposition: None,
                ..arg.clone()
            });
            std::iter::once(arg.clone()).chain(inner).map(|a| (a, *kind)).collect::<Vec<_>>()
        })
        .collect();
    for (arg, kind) in &listed {
        let what = refine(view, arg, *kind);
        let Some(number) = number(view, arg, what) else { continue };
        let bare = view.token(arg.head).tag == Tag::Cd;
        let own = party(view, world, arg);
        let (who, side) = if bare || arg.classes.has(Classes::PRONOUN) {
            last.clone().unwrap_or((own.text.clone(), own.side.clone()))
        } else {
            (noun_text(view, arg), own.side.clone())
        };
        last = Some((who.clone(), side.clone()));
        let figure = Figure {
            what,
            who,
            side,
            min: number.min,
            max: number.max,
            quote: view.text(number.span).to_owned(),
            span: Some(number.span),
        };
        if !out.iter().any(|f| f.span == figure.span) {
            out.push(figure);
        }
    }
    out
}

/// "leaving ten people wounded": the word after the noun says what became of them.
fn refine(view: &View<'_>, arg: &Arg, kind: FigureKind) -> FigureKind {
    if kind != FigureKind::Killed {
        return kind;
    }
    for i in arg.head + 1..view.len().min(arg.head + 4) {
        match view.word(i).to_lowercase().as_str() {
            "injured" | "wounded" | "hurt" => return FigureKind::Wounded,
            "dead" | "killed" => return kind,
            "," | "and" | "." | ";" => break,
            _ => {}
        }
    }
    kind
}

fn number(view: &View<'_>, arg: &Arg, what: FigureKind) -> Option<crate::figures::Number> {
    if let Some(number) = crate::figures::count(view, arg.head) {
        return Some(number);
    }
    // "a tank", "an orthopaedic doctor": one.
    let singular = matches!(view.token(arg.head).tag, Tag::Nn);
    let article = view
        .children(arg.head)
        .iter()
        .any(|&c| matches!(view.word(c).to_lowercase().as_str(), "a" | "an" | "another") && c < arg.head);
    let counts = matches!(
        what,
        FigureKind::Killed | FigureKind::Wounded | FigureKind::Captured | FigureKind::Destroyed
    );
    let thing = what == FigureKind::Destroyed
        && (arg.classes.has(Classes::GROUND.with(Classes::ARMED)) || !arg.classes.has(Classes::EQUIPMENT));
    (singular && article && counts && !thing && !arg.classes.has(Classes::EVENT))
        .then(|| crate::figures::Number { min: Some(1), max: Some(1), span: view.phrase(arg.head) })
}

fn noun_text(view: &View<'_>, arg: &Arg) -> String {
    let span = trim(view, view.phrase(arg.head));
    let mut words: Vec<&str> = view
        .tokens_in(span)
        .skip_while(|&i| {
            crate::figures::value(view.word(i)).is_some()
                || matches!(
                    view.word(i).to_lowercase().as_str(),
                    "at" | "least"
                        | "more"
                        | "than"
                        | "over"
                        | "about"
                        | "up"
                        | "to"
                        | "a"
                        | "an"
                        | "around"
                        | "nearly"
                        | "another"
                        | "some"
                )
        })
        .map(|i| view.word(i))
        .collect();
    if words.is_empty() {
        words.push(view.word(arg.head));
    }
    words.join(" ")
}

/// Means, as written.
pub(crate) fn means(view: &View<'_>, args: &[Arg]) -> Vec<String> {
    let mut out = Vec::new();
    for arg in args {
        let text = view.text(trim(view, arg.span)).to_owned();
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

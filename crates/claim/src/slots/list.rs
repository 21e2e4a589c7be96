//! All places of an enumeration, and the groups that they are members of.

use annalist_language::{Label, Tag};
use annalist_span::Span;

use super::group::{included, named_inside};
use super::place::{place, slot_at};
use super::{trim, whole};
use crate::lexicon::Classes;
use crate::story::Story;
use crate::view::{Arg, View};
use crate::world::World;
use crate::{PlaceSlot, enumeration};

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
    // "broke through the defences at X": X.
    let named = |a: &Arg| {
        a.classes.has(Classes::PLACE)
            && matches!(
                a.preposition.as_deref(),
                Some("in" | "at" | "inside" | "near" | "around" | "outside")
            )
    };
    let vague = |a: &Arg| {
        view.lexicon.listed("holder", &view.token(a.head).lemma)
            && world.named_place(view.passage, a.span).is_none()
    };
    let kept: Vec<Arg> =
        args.iter().filter(|a| held || !vague(a) || !args.iter().any(named)).cloned().collect();
    let args = kept.as_slice();
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
        // "A, south of the town": where A is.
        if n > 0
            && let Some(last) = out.last_mut()
            && let Some(whole) = last.span.and_then(|s| bearing(view, s, arg))
        {
            view.text(whole).clone_into(&mut last.text);
            last.span = Some(whole);
            told.push(arg.span);
            continue;
        }
        let fronted = enumeration::fronted(view, world, arg.head);
        if !fronted.is_empty() {
            for &span in &fronted {
                name(view, world, &mut out, span);
            }
            told.extend(fronted);
            continue;
        }
        let inner = inside(view, world, arg, held);
        if !inner.is_empty() {
            for head in inner {
                if matches!(view.token(head).tag, Tag::Nn | Tag::Nns) {
                    let generic = Arg::of(head, view.phrase(head), Classes::GROUND);
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
    if args.len() > 1 {
        out = out.into_iter().flat_map(|slot| parted(view, world, slot)).collect();
    }
    out = out.into_iter().flat_map(|slot| whole::both(view, world, slot)).collect();
    for arg in args {
        let flat = enumeration::listed(view, world, arg.head);
        let hung = included(view, arg.head);
        // "several villages, including: A, B and C" are A, B and C.
        if flat.len() > 1 && enumeration::spelt_out(view, arg.head) {
            out.retain(|p| {
                p.place.count.is_some() || !p.span.is_some_and(|s| s.contains(view.token(arg.head).span))
            });
        }
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
    if let Some(last) = out.iter().filter_map(|p| p.span).max_by_key(|s| s.end)
        && let Some(arg) =
            args.iter().filter(|a| last.contains(view.token(a.head).span)).max_by_key(|a| a.head)
        && !arg.shared
    {
        let after = view.tokens_in(last).last().unwrap_or(arg.head) + 1;
        for (span, head) in enumeration::following(view, world, arg.head, after) {
            if !overlapped(&out, span) {
                out.push(slot_at(view, world, trim(view, span), head));
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
    whole::joined(view, out)
}

/// "A, B" that a parser took for one name in a list: two places, unless the second is the area of the first.
fn parted(view: &View<'_>, world: &World<'_>, slot: PlaceSlot) -> Vec<PlaceSlot> {
    let Some(span) = slot.span else { return vec![slot] };
    let Some(comma) = view.tokens_in(span).find(|&i| view.word(i) == ",") else { return vec![slot] };
    let names = view.tokens_in(span).all(|i| {
        i == comma
            || matches!(view.token(i).tag, Tag::Nnp | Tag::Nnps | Tag::Hyph | Tag::Pos)
            || !view.word(i).chars().any(char::is_alphabetic)
    });
    let first = Span::new(span.start, view.token(comma - 1).span.end);
    let second = Span::new(view.token(comma + 1).span.start, span.end);
    let area = world.place(view.passage, second).precision == annalist_gazetteer::Precision::Area;
    if !names || area || first.is_empty() || second.is_empty() {
        return vec![slot];
    }
    [first, second].map(|s| slot_at(view, world, s, view.tokens_in(s).last().unwrap_or(0))).to_vec()
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

/// The words of a place with ", south of X" behind it.
fn bearing(view: &View<'_>, place: Span, arg: &Arg) -> Option<Span> {
    let comma = view.tokens_in(place).last()? + 1;
    let turned = comma + 1 < view.len()
        && view.word(comma) == ","
        && view.lexicon.listed("compass", &view.word(comma + 1).to_lowercase())
        && (comma + 2..arg.head)
            .all(|i| matches!(view.token(i).tag, Tag::In | Tag::Dt | Tag::Jj | Tag::Nnp | Tag::Hyph))
        && arg.head > comma + 1
        // "A, East B and C" are three.
        && (comma + 2..arg.head).any(|i| view.token(i).tag == Tag::In);
    turned.then(|| place.cover(arg.span))
}

/// A piece of a hyphenated name that the tree took apart.
fn broken(view: &View<'_>, head: u32) -> bool {
    let next = view.sentence.tokens.get(head as usize + 1);
    let hyphen = next.is_some_and(|n| {
        n.span.start == view.token(head).span.end && n.span.of_text(&view.source.text) == "-"
    });
    hyphen || !view.word(head).chars().any(|c| c.is_alphanumeric() || c == '%')
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
                // "the defence of X was held": X was.
                || p == "of" && matches!(&*view.token(arg.head).lemma, "defense" | "defence")
        })
        .flat_map(|(_, o)| named_inside(view, o))
        .filter(ground)
        // A post in the town that was taken is not the town.
        .filter(|&o| !held || !matches!(view.token(o).tag, Tag::Nn | Tag::Nns))
        .collect()
}

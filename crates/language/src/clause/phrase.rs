//! Noun phrases: where they begin and end, and which word is their head for a reader.

use annalist_span::Span;

use super::Argument;
use super::roles::Filler;
use super::tree::Tree;
use crate::lexicon::lexicon;
use crate::{Label, Tag};

/// First and last token of a phrase without trailing relative clauses, appositions and conjuncts.
pub(super) fn bounds(tree: &Tree<'_>, head: usize) -> (usize, usize) {
    let (mut first, mut last) = (head, head);
    for &child in tree.children(head) {
        let (low, high) = tree.extent(child);
        if child > head && matches!(tree.labels[child], Label::Cc | Label::Conj) {
            break;
        }
        if child < head {
            if !matches!(tree.labels[child], Label::Punct | Label::Cc | Label::Preconj | Label::Mark)
                && high < head
            {
                first = first.min(low);
            }
        } else if matches!(
            tree.labels[child],
            Label::Prep | Label::Nummod | Label::Case | Label::Compound | Label::Advmod | Label::Poss
        ) && low > head
            && !has_comma_before(tree, low, head)
        {
            last = last.max(inner_end(tree, child, high));
        }
    }
    (first, last)
}

/// Where a prepositional phrase ends, its own object cut in the same way.
fn inner_end(tree: &Tree<'_>, child: usize, high: usize) -> usize {
    if tree.labels[child] != Label::Prep {
        return high;
    }
    let mut end = child;
    let mut at = child;
    for _ in 0..8 {
        let Some(object) = tree.first(at, &[Label::Pobj, Label::Prep]) else { break };
        if object < at {
            break;
        }
        end = object;
        for &inner in tree.children(object) {
            if inner > object && matches!(tree.labels[inner], Label::Nummod | Label::Case) {
                end = end.max(tree.extent(inner).1);
            }
        }
        match tree.first(object, &[Label::Prep]) {
            Some(next) if next > object && tree.labels[object] == Label::Pobj => {
                end = end.max(next);
                at = next;
            }
            _ if tree.labels[object] == Label::Prep => at = object,
            _ => break,
        }
    }
    end
}

fn has_comma_before(tree: &Tree<'_>, token: usize, head: usize) -> bool {
    (head + 1..token).any(|i| tree.tags[i] == Tag::Comma)
}

/// The argument for a token in a role; several where "the villages of X and Y" names several.
pub(super) fn arguments(tree: &Tree<'_>, filler: Filler) -> Vec<Argument> {
    let named = named_heads(tree, filler.head);
    if named.is_empty() {
        let (first, last) = bounds(tree, filler.head);
        return vec![argument(tree, filler, filler.head, None, first, last)];
    }
    let (outer, _) = bounds(tree, filler.head);
    let cue = lexicon().is_place_noun(&tree.lemmas[filler.head]).then_some(filler.head as u32);
    named
        .iter()
        .enumerate()
        .map(|(rank, &name)| {
            let (first, last) = bounds(tree, name);
            argument(tree, filler, name, cue, if rank == 0 { outer.min(first) } else { first }, last)
        })
        .collect()
}

fn argument(
    tree: &Tree<'_>,
    filler: Filler,
    head: usize,
    cue: Option<u32>,
    first: usize,
    last: usize,
) -> Argument {
    let span = tree.cover(first, last);
    let full = full(tree, head, span);
    Argument { head: head as u32, span, full, cue, shared: filler.shared }
}

/// The phrase with its appositions and relative clauses, but without its conjuncts.
fn full(tree: &Tree<'_>, head: usize, span: Span) -> Span {
    let mut full = span;
    for &child in tree.children(head) {
        if child > head
            && matches!(tree.labels[child], Label::Appos | Label::Relcl | Label::Acl | Label::Prep)
        {
            let (low, high) = tree.extent(child);
            full = full.cover(tree.cover(low, high));
        }
    }
    full
}

/// In "the villages of X and Y" the names; in "dozens of fighters" the fighters. Empty for a
/// phrase that is headed by its own head.
fn named_heads(tree: &Tree<'_>, head: usize) -> Vec<usize> {
    let lemma = &tree.lemmas[head];
    let place = lexicon().is_place_noun(lemma);
    let quantity = lexicon().is_quantity_noun(lemma);
    if !place && !quantity || place && is_named(tree, head) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for preposition in tree.under(head, &[Label::Prep]).filter(|&p| tree.lower[p] == "of") {
        for object in tree.under(preposition, &[Label::Pobj]) {
            if place && !tree.words[object].chars().next().is_some_and(char::is_uppercase) {
                continue;
            }
            for conjunct in tree.conjuncts(object) {
                let inner = named_heads_once(tree, conjunct);
                found.extend(if inner.is_empty() { vec![conjunct] } else { inner });
            }
        }
    }
    found
}

/// Whether a place noun has a name of its own, or says which part of the place is meant: "the Old
/// Mill district of X", "the northern district of X".
fn is_named(tree: &Tree<'_>, head: usize) -> bool {
    tree.children(head).iter().any(|&c| {
        c < head
            && match tree.labels[c] {
                Label::Compound | Label::Nmod => tree.is_name(c),
                Label::Amod => lexicon().is_part_adjective(&tree.lower[c]),
                _ => false,
            }
    })
}

fn named_heads_once(tree: &Tree<'_>, head: usize) -> Vec<usize> {
    if !lexicon().is_place_noun(&tree.lemmas[head]) || is_named(tree, head) {
        return Vec::new();
    }
    tree.under(head, &[Label::Prep])
        .filter(|&p| tree.lower[p] == "of")
        .flat_map(|p| tree.under(p, &[Label::Pobj]).flat_map(|o| tree.conjuncts(o)).collect::<Vec<_>>())
        .collect()
}

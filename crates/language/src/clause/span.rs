//! Where a clause begins and ends: from its subject, if it stands with the predicate, through its
//! last argument.

use annalist_span::Span;

use super::tree::{CLIMB, Tree};
use super::{Argument, Clause, PredicateForm, Sharing};
use crate::lexicon::lexicon;
use crate::{Label, Tag};

/// The span of a clause whose roles are filled.
pub(super) fn span(tree: &Tree<'_>, clause: &Clause) -> Span {
    let predicate = clause.predicate as usize;
    let place = tree.spans[predicate];
    let mut span = place;
    for &child in tree.children(predicate) {
        if belongs(tree, clause, child) {
            let (low, high) = tree.extent(child);
            span = span.cover(tree.cover(low, high));
        }
    }
    if let Some(governing) = governing_words(tree, predicate) {
        span = span.cover(governing);
    }
    let first = clause_start(tree, clause, span);
    let agents = clause.agents.iter().filter(|a| a.shared.is_none() || a.span.start < place.start);
    for argument in agents.chain(&clause.patients) {
        if is_near(argument, first, place) {
            span = span.cover(reach(tree, argument));
        }
    }
    for oblique in &clause.obliques {
        let before = oblique.argument.span.end <= place.start;
        if is_near(&oblique.argument, first, place)
            && !before
            && !is_aside(tree, predicate, oblique.argument.head as usize)
        {
            span = span.cover(reach(tree, &oblique.argument));
        }
    }
    span
}

/// Whether a child belongs to the clause's words whatever its role.
fn belongs(tree: &Tree<'_>, clause: &Clause, child: usize) -> bool {
    let predicate = clause.predicate as usize;
    match tree.labels[child] {
        Label::Aux | Label::Auxpass | Label::Neg | Label::Prt | Label::Expl => true,
        Label::Advmod => {
            let (low, high) = tree.extent(child);
            let adjacent = high + 1 == predicate || low == predicate + 1;
            adjacent && !matches!(tree.tags[child], Tag::Wrb)
        }
        // "overrunning the posts that afternoon"
        Label::Npadvmod => {
            child > predicate && tree.tags.get(tree.extent(child).0.wrapping_sub(1)) != Some(&Tag::Comma)
        }
        // "forcing the rest to retreat"
        Label::Xcomp | Label::Ccomp => {
            lexicon().is_causative(&tree.lemmas[predicate])
                && child > predicate
                && tree.under(child, &[Label::Aux]).any(|a| tree.tags[a] == Tag::To)
        }
        _ => clause.form == PredicateForm::Nominal && child < predicate && tree.labels[child] != Label::Punct,
    }
}

/// "managed to", "were reported to have": the verbs over an open complement, with their subject.
fn governing_words(tree: &Tree<'_>, predicate: usize) -> Option<Span> {
    let mut at = predicate;
    let mut covered: Option<Span> = None;
    for _ in 0..CLIMB {
        let Some(head) = tree.parent(at) else { break };
        if !matches!(tree.labels[at], Label::Xcomp | Label::Acomp | Label::Oprd) || head > at {
            break;
        }
        // The object of "forced them to" is not part of "managed to".
        if tree.first(head, &[Label::Dobj]).is_some() {
            break;
        }
        let mut words = tree.spans[head];
        for &child in tree.children(head) {
            if child < head && matches!(tree.labels[child], Label::Aux | Label::Auxpass | Label::Neg) {
                words = words.cover(tree.spans[child]);
            }
        }
        for subject in tree.under(head, &[Label::Nsubj, Label::Nsubjpass]) {
            if !super::roles::RELATIVES.contains(&tree.lower[subject].as_str()) {
                let (low, _) = tree.extent(subject);
                words = words.cover(tree.cover(low, low));
            }
        }
        covered = Some(covered.map_or(words, |c| c.cover(words)));
        at = head;
    }
    covered
}

/// Where the words of the clause begin so far.
fn clause_start(tree: &Tree<'_>, clause: &Clause, span: Span) -> u32 {
    clause
        .agents
        .iter()
        .chain(&clause.patients)
        .filter(|a| a.shared.is_none())
        .map(|a| a.span.start)
        .chain([span.start, tree.spans[clause.predicate as usize].start])
        .min()
        .unwrap_or(span.start)
}

/// Whether an argument stands with the predicate: its own, or one lent that follows it or stands
/// between the clause's first word and it.
fn is_near(argument: &Argument, first: u32, predicate: Span) -> bool {
    match argument.shared {
        None | Some(Sharing::LightVerb) => true,
        Some(Sharing::Coordination) => argument.span.start >= predicate.end,
        Some(Sharing::Control) => argument.span.start >= first,
        Some(Sharing::Relative | Sharing::Participle) => false,
    }
}

/// The phrase with what tells which one is meant: appositions, participles, relative clauses that no
/// comma cuts off.
fn reach(tree: &Tree<'_>, argument: &Argument) -> Span {
    let head = argument.head as usize;
    let mut reach = argument.span;
    let mut end = head;
    for &child in tree.children(head) {
        if child < head {
            continue;
        }
        let (low, high) = tree.extent(child);
        let comma = low > 0 && tree.tags[low - 1] == Tag::Comma;
        let taken = match tree.labels[child] {
            Label::Prep => comma,
            Label::Advmod | Label::Nummod | Label::Case | Label::Amod => true,
            Label::Appos => child > head,
            Label::Acl | Label::Relcl => !comma,
            _ => false,
        };
        if taken && high > end {
            end = high;
            reach = reach.cover(tree.cover(low, high));
        }
    }
    reach
}

/// Whether the preposition over an argument opens an aside ("according to", "after", "despite").
fn is_aside(tree: &Tree<'_>, predicate: usize, argument: usize) -> bool {
    let mut at = argument;
    for _ in 0..CLIMB {
        match tree.parent(at) {
            Some(head) if head == predicate => break,
            Some(head) => at = head,
            None => return false,
        }
    }
    let comma = at > 0 && tree.tags[at - 1] == Tag::Comma;
    let word = tree.lower[at].as_str();
    lexicon().opens_aside(word) || comma && lexicon().opens_aside_behind_comma(word)
}

//! A claim in the making: what a rule made of a clause, before discourse, attribution and time.

use annalist_language::Relation;
use annalist_span::Span;

use crate::matcher::Bound;
use crate::view::{Arg, View};
use crate::{FigureKind, Kind};

/// A claim in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Index of the clause in the view.
    pub clause: usize,
    /// The predicate's token.
    pub predicate: u32,
    /// Index of the rule.
    pub rule: u16,
    pub kind: Kind,
    /// The words.
    pub span: Span,
    pub nominal: bool,
    /// Whether an article or a possessive points back at something told ("the attack").
    pub definite: bool,
    pub actors: Vec<Arg>,
    pub targets: Vec<Arg>,
    pub places: Vec<Arg>,
    pub means: Vec<Arg>,
    /// Nouns whose numbers count, and what they count.
    pub counted: Vec<(Arg, FigureKind)>,
    /// Another draft (by clause) whose agents and places this one refers to ("repelled the attack").
    pub about: Option<usize>,
    /// The verb clause that carries this noun ("launched an attack").
    pub carrier: Option<usize>,
    /// Clauses whose words were taken into this draft.
    pub absorbed: Vec<usize>,
}

impl Draft {
    /// A draft that only points back to a claim of another sentence.
    pub(crate) fn pointing(clause: usize, predicate: u32) -> Self {
        Self {
            clause,
            predicate,
            rule: 0,
            kind: Kind::Say,
            span: Span::default(),
            nominal: false,
            definite: true,
            actors: Vec::new(),
            targets: Vec::new(),
            places: Vec::new(),
            means: Vec::new(),
            counted: Vec::new(),
            about: None,
            carrier: None,
            absorbed: Vec::new(),
        }
    }
}

/// Everything that matching a sentence gave.
pub(crate) struct Matched {
    pub bounds: Vec<Bound>,
    pub drafts: Vec<Draft>,
}

pub(crate) fn governor(view: &View<'_>, clause: usize) -> Option<usize> {
    view.clauses[clause]
        .governor
        .map(|g| g.clause as usize)
        .filter(|&g| g < view.clauses.len() && g != clause)
}

/// Governors from the nearest outwards, with the relation by which each was reached.
pub(crate) fn chain(view: &View<'_>, clause: usize) -> Vec<(usize, Relation)> {
    let mut out: Vec<(usize, Relation)> = Vec::new();
    let mut at = clause;
    while let Some(g) = view.clauses[at].governor {
        let next = g.clause as usize;
        if next >= view.clauses.len() || next == at || out.iter().any(|(c, _)| *c == next) || next == clause {
            break;
        }
        out.push((next, g.relation));
        at = next;
    }
    out
}

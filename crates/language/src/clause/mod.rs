//! From a dependency tree to clauses: who did what to whom, as rules read it.
//!
//! The tree of a statistical parser is first repaired where the evidence is clear ([`repair`]),
//! then each predicate collects its arguments ([`roles`]), its reality ([`reality`]) and its span.

mod build;
mod chunk;
mod model;
mod nominal;
mod objects;
mod phrase;
mod reality;
mod repair;
mod roles;
mod span;
mod subjects;
mod tree;
mod voice;

pub use chunk::{NounPhrase, noun_phrases};
pub use model::*;

use crate::Sentence;
use roles::Filler;
use tree::Tree;

/// Fills the lemma of every token, and the clauses, of a sentence of `text` whose tokens have
/// their tags, heads and labels; sets tags, heads and labels right where the tree was repaired.
pub(crate) fn annotate(text: &str, sentence: &mut Sentence) {
    crate::lemma::lemmatise(text, sentence);
    let mut tree = Tree::new(text, sentence);
    repair::repair(&mut tree);
    for (i, token) in sentence.tokens.iter_mut().enumerate() {
        token.tag = tree.tags[i];
        token.label = tree.labels[i];
        token.head = tree.heads[i] as u32;
        if *token.lemma != *tree.lemmas[i] {
            token.lemma = tree.lemmas[i].as_str().into();
        }
    }
    sentence.clauses = build::clauses(&tree);
}

/// The prepositional arguments inside the noun phrase of a token: "a checkpoint near X" has
/// `near` X. Where the parser hangs a place on the object instead of on the verb, it is here.
pub fn complements_of(text: &str, sentence: &Sentence, head: u32) -> Vec<Oblique> {
    if head as usize >= sentence.tokens.len() {
        return Vec::new();
    }
    let mut tree = Tree::new(text, sentence);
    repair::repair(&mut tree);
    oblique_arguments(&tree, &objects::obliques(&tree, head as usize))
}

fn oblique_arguments(tree: &Tree<'_>, obliques: &[(String, Filler)]) -> Vec<Oblique> {
    obliques
        .iter()
        .flat_map(|(preposition, filler)| {
            phrase::arguments(tree, *filler)
                .into_iter()
                .map(move |argument| Oblique { preposition: preposition.clone(), argument })
        })
        .collect()
}

#[cfg(test)]
mod tests;

impl Sentence {
    /// The text at a span of the passage that the sentence belongs to.
    pub fn text_of<'t>(&self, text: &'t str, span: annalist_span::Span) -> &'t str {
        span.of_text(text)
    }

    /// The clause whose predicate is the token.
    pub fn clause_at(&self, token: u32) -> Option<&Clause> {
        self.clauses.binary_search_by_key(&token, |c| c.predicate).ok().map(|i| &self.clauses[i])
    }
}

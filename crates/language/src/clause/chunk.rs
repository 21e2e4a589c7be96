//! Noun phrases of a sentence, with what a reader asks of them.

use annalist_span::Span;
use serde::{Deserialize, Serialize};

use super::objects::obliques;
use super::phrase::arguments;
use super::roles::Filler;
use super::tree::Tree;
use super::{Argument, Oblique, oblique_arguments};
use crate::lexicon::lexicon;
use crate::{Label, Sentence};

/// A noun phrase.
///
/// Token indices are into the sentence. "the strategic villages of X and Y" is one phrase headed by
/// `villages`, whose `names` are X and Y.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NounPhrase {
    /// The head as the grammar sees it.
    pub head: u32,
    /// The phrase without trailing relative clauses, appositions and conjuncts.
    pub span: Span,
    /// What the phrase means as an argument: itself; for "the town of X" the argument of X with
    /// `town` as its cue; for "dozens of fighters" the fighters.
    pub meant: Vec<Argument>,
    /// Article, demonstrative or possessive.
    pub determiner: Option<u32>,
    /// Adjectives and nouns before the head, in order.
    pub modifiers: Vec<u32>,
    /// Numbers that count the head.
    pub numerals: Vec<u32>,
    /// Prepositional phrases inside ("near X", "of Y").
    pub complements: Vec<Oblique>,
    /// Heads of the appositions.
    pub appositions: Vec<u32>,
    /// Heads of the phrases coordinated after this one, to the end of the list.
    pub conjuncts: Vec<u32>,
    /// Whether only a part or a number of what the "of" names is meant ("parts of", "most of").
    pub partitive: bool,
}

/// The noun phrases of a sentence of `text`, in order of their heads.
///
/// A phrase inside another ("X" in "the town of X") is listed too.
pub fn noun_phrases(text: &str, sentence: &Sentence) -> Vec<NounPhrase> {
    let tree = Tree::new(text, sentence);
    (0..tree.len()).filter(|&i| is_head(&tree, i)).map(|i| phrase(&tree, i)).collect()
}

fn is_head(tree: &Tree<'_>, token: usize) -> bool {
    let inside = matches!(
        tree.labels[token],
        Label::Compound
            | Label::Nummod
            | Label::Amod
            | Label::Det
            | Label::Quantmod
            | Label::Punct
            | Label::Cc
    );
    // "most of the town", "others", "all": a word in a noun's role.
    let role = matches!(
        tree.labels[token],
        Label::Nsubj | Label::Nsubjpass | Label::Dobj | Label::Pobj | Label::Dative
    );
    !inside && (tree.is_nominal(token) || (role && !tree.is_verb(token)))
}

fn phrase(tree: &Tree<'_>, head: usize) -> NounPhrase {
    let (first, last) = super::phrase::bounds(tree, head);
    let before =
        |labels: &'static [Label]| tree.under(head, labels).filter(move |&c| c < head).map(|c| c as u32);
    NounPhrase {
        head: head as u32,
        span: tree.cover(first, last),
        meant: arguments(tree, Filler::own(head)),
        determiner: before(&[Label::Det, Label::Poss]).next(),
        modifiers: before(&[Label::Amod, Label::Compound, Label::Nmod]).collect(),
        numerals: before(&[Label::Nummod]).collect(),
        complements: oblique_arguments(tree, &obliques(tree, head)),
        appositions: tree.under(head, &[Label::Appos]).map(|c| c as u32).collect(),
        conjuncts: tree.conjuncts(head).into_iter().filter(|&c| c != head).map(|c| c as u32).collect(),
        partitive: lexicon().is_partitive(&tree.lemmas[head])
            && tree.under(head, &[Label::Prep]).any(|p| tree.lower[p] == "of"),
    }
}

#[cfg(test)]
mod tests {
    use super::noun_phrases;
    use crate::Pipeline;

    fn phrases(text: &str) -> Vec<String> {
        let analysis = Pipeline::embedded().analyse(text);
        let sentence = &analysis.sentences[0];
        let word = |i: u32| sentence.tokens[i as usize].span.of_text(text);
        noun_phrases(text, sentence)
            .iter()
            .map(|p| {
                let meant: Vec<&str> = p.meant.iter().map(|a| word(a.head)).collect();
                format!(
                    "{} = {}{}",
                    p.span.of_text(text),
                    meant.join("+"),
                    if p.partitive { " in part" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn a_place_noun_means_the_names_behind_it() {
        assert_eq!(
            phrases("Troops seized the villages of Omara and Teflin."),
            ["Troops = Troops", "the villages of Omara = Omara+Teflin", "Omara = Omara", "Teflin = Teflin"]
        );
    }

    #[test]
    fn a_part_is_told_from_the_whole() {
        assert_eq!(phrases("They hold most of the harbour.")[1], "most of the harbour = harbour in part");
        assert_eq!(phrases("They hold parts of Omara.")[1], "parts of Omara = parts in part");
    }
}

use proptest::prelude::*;
use serde::Deserialize;

use super::{annotate, noun_phrases};
use crate::{Argument, Aspect, Clause, Label, Mood, Pipeline, Sentence, Tag, Token, Voice, quantities};
use annalist_span::Span;

#[derive(Deserialize)]
struct Tests {
    test: Vec<Test>,
}

#[derive(Deserialize)]
struct Test {
    text: String,
    clauses: Vec<String>,
}

fn told(text: &str, sentence: &Sentence, clause: &Clause) -> String {
    let word = |i: u32| sentence.tokens[i as usize].span.of_text(text);
    let heads = |list: &[Argument]| list.iter().map(|a| word(a.head)).collect::<Vec<_>>().join("; ");
    let obliques: Vec<String> =
        clause.obliques.iter().map(|o| format!("{} {}", o.preposition, word(o.argument.head))).collect();
    let mut said = Vec::new();
    if clause.negated {
        said.push("negated".to_owned());
    }
    if clause.voice == Voice::Passive {
        said.push("passive".to_owned());
    }
    if clause.mood != Mood::Fact {
        said.push(format!("{:?}", clause.mood).to_lowercase());
    }
    if clause.aspect != Aspect::Whole {
        said.push(format!("{:?}", clause.aspect).to_lowercase());
    }
    if !clause.control.is_empty() {
        said.push(format!("[{}]", clause.control.join(" ")));
    }
    format!(
        "{}{}{} | {} | {} | {} | {}",
        clause.lemma,
        clause.particle.as_ref().map_or_else(String::new, |p| format!("+{p}")),
        if clause.again { "!" } else { "" },
        heads(&clause.agents),
        heads(&clause.patients),
        obliques.join("; "),
        said.join(" ")
    )
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("| |", "||").replace("| |", "||")
}

#[test]
fn sentences_have_the_clauses_of_their_table() {
    let file: Tests = toml::from_str(include_str!("../../data/clause-tests.toml")).unwrap();
    let mut failures = Vec::new();
    for test in file.test {
        let analysis = Pipeline::embedded().analyse(&test.text);
        let found: Vec<String> = analysis
            .sentences
            .iter()
            .flat_map(|s| s.clauses.iter().map(|c| squeeze(&told(&test.text, s, c))))
            .collect();
        for wanted in test.clauses {
            if !found.contains(&squeeze(&wanted)) {
                failures.push(format!("{}\n  wanted {}\n  found {found:#?}", test.text, squeeze(&wanted)));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

static TEXT: &str = "After seizing up to 30 of the towns of Omara and Teflin , dozens of rebels who had said \
                    that they would counter-attack were forced to retreat by shelling .";

/// Any tags, labels and heads over the words of a text, cycles included.
fn trees() -> impl Strategy<Value = Sentence> {
    let words: Vec<Span> = TEXT
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(|w| {
            let start = w.as_ptr().addr() - TEXT.as_ptr().addr();
            Span::of(start, start + w.len())
        })
        .collect();
    let count = words.len() as u32;
    let token = (0..Tag::ALL.len(), 0..Label::ALL.len(), 0..count + 2);
    proptest::collection::vec(token, words.len()).prop_map(move |parts| {
        let tokens = parts.iter().zip(&words).map(|(&(tag, label, head), &span)| Token {
            span,
            tag: Tag::ALL[tag],
            head,
            label: Label::ALL[label],
            lemma: Box::default(),
        });
        Sentence { span: Span::of(0, TEXT.len()), tokens: tokens.collect(), clauses: Vec::new() }
    })
}

proptest! {
    #[test]
    fn any_tree_gives_clauses_inside_the_sentence(mut sentence in trees()) {
        annotate(TEXT, &mut sentence);
        let count = sentence.tokens.len() as u32;
        prop_assert!(sentence.clauses.is_sorted_by_key(|c| c.predicate));
        for clause in &sentence.clauses {
            prop_assert!(clause.predicate < count);
            prop_assert!(sentence.span.contains(clause.span));
            prop_assert!(clause.span.contains(sentence.tokens[clause.predicate as usize].span));
            let arguments = clause.agents.iter().chain(&clause.patients).chain(clause.obliques.iter().map(|o| &o.argument));
            for argument in arguments {
                prop_assert!(argument.head < count);
                prop_assert!(argument.full.contains(argument.span));
                prop_assert!(argument.span.contains(sentence.tokens[argument.head as usize].span));
            }
            if let Some(governor) = clause.governor {
                prop_assert!((governor.clause as usize) < sentence.clauses.len());
            }
        }
        for phrase in noun_phrases(TEXT, &sentence) {
            prop_assert!(sentence.span.contains(phrase.span));
        }
        for quantity in quantities(TEXT, &sentence) {
            prop_assert!(sentence.span.contains(quantity.span));
        }
        // The repaired tree is a tree.
        for start in 0..sentence.tokens.len() {
            let mut at = start;
            let mut steps = 0;
            while sentence.tokens[at].head as usize != at {
                at = sentence.tokens[at].head as usize;
                steps += 1;
                prop_assert!(steps <= sentence.tokens.len());
            }
        }
    }

    #[test]
    fn the_same_tree_gives_the_same_clauses(sentence in trees()) {
        let (mut once, mut twice) = (sentence.clone(), sentence);
        annotate(TEXT, &mut once);
        annotate(TEXT, &mut twice);
        prop_assert_eq!(once, twice);
    }
}

//! Trees of our own sentences against those of the library that the model comes from.
//!
//! `bench/language/fixtures.py` made the fixtures; `bench/language/agreement.py` measures other texts.

use annalist_language::{Pipeline, conllu, sentences, tokenize};

const TREES: &str = include_str!("data/trees.conllu");

#[test]
fn trees_are_the_same() {
    let mut compared = 0;
    for expected in TREES.split("\n\n").filter(|block| !block.is_empty()) {
        let text = expected.lines().find_map(|line| line.strip_prefix("# text = ")).expect("a text");
        let found = conllu(&Pipeline::embedded().parse(text), text);
        let rows = |block: &str| -> Vec<String> {
            block
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(rows(&found), rows(expected), "{text}");
        compared += 1;
    }
    assert!(compared >= 60, "only {compared} trees");
}

#[test]
fn tokens_are_those_of_the_trees() {
    for text in TREES.lines().filter_map(|line| line.strip_prefix("# text = ")) {
        let analysis = Pipeline::embedded().parse(text);
        let spans: Vec<_> = analysis.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.span)).collect();
        assert_eq!(tokenize(text), spans);
        assert_eq!(sentences(text).len(), 1, "{text}");
    }
}

#[test]
fn threads_give_the_same_as_one_thread() {
    let texts: Vec<&str> = TREES.lines().filter_map(|line| line.strip_prefix("# text = ")).collect();
    let alone: Vec<_> = texts.iter().map(|text| Pipeline::embedded().analyse(text)).collect();
    let together = std::thread::scope(|scope| {
        // Each thread goes through the texts in an order of its own, so that caches differ.
        let rotated = |by| {
            let texts = &texts;
            scope.spawn(move || {
                let mut found: Vec<_> = (0..texts.len())
                    .map(|at| (at + by) % texts.len())
                    .map(|at| (at, Pipeline::embedded().analyse(texts[at])))
                    .collect();
                found.sort_by_key(|(at, _)| *at);
                found.into_iter().map(|(_, analysis)| analysis).collect::<Vec<_>>()
            })
        };
        let threads: Vec<_> = [0, 7, 31, 50].into_iter().map(rotated).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Vec<_>>()
    });
    assert!(together.iter().all(|found| *found == alone));
}

#[test]
fn a_long_text_is_cut_into_trees_of_bounded_size() {
    let no_stop = "and the rebels took another village ".repeat(5_000);
    let analysis = Pipeline::embedded().parse(&no_stop);
    let tokens: usize = analysis.sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    assert_eq!(tokens, 30_000);
    assert!(analysis.sentences.iter().all(|sentence| sentence.span.len() <= 4096));
    let one_line = "((((((((((".repeat(20_000);
    assert!(!Pipeline::embedded().parse(&one_line).sentences.is_empty());
}

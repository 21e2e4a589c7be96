//! Any text: sentences, tokens, trees and clauses, and what they promise.
//!
//! `cargo fuzz run language`, or where only a stable compiler is at hand: see `bench/language/README.md`.
#![no_main]

use annalist_language::{Pipeline, conllu};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let analysis = Pipeline::embedded().analyse(text);
    let mut end = 0;
    for sentence in &analysis.sentences {
        assert!(sentence.span.start >= end && !sentence.tokens.is_empty());
        end = sentence.span.start;
        let mut roots = 0;
        for (index, token) in sentence.tokens.iter().enumerate() {
            assert!(token.span.start >= end && !token.span.of_text(text).is_empty());
            assert!((token.head as usize) < sentence.tokens.len());
            roots += usize::from(token.head as usize == index);
            end = token.span.end;
        }
        assert_eq!(roots, 1);
    }
    assert!(text[end as usize..].trim().is_empty());
    assert!(conllu(&analysis, text).lines().all(|line| line.is_empty() || line.starts_with('#') || line.split('\t').count() == 10));
});

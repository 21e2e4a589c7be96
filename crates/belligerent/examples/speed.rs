//! Prints how fast casts are read: `cargo run --release -p annalist-belligerent --example speed -- FILE…`
#![allow(clippy::print_stdout, reason = "an example that prints")]

use std::time::Instant;

use annalist_belligerent::{Cast, Packs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let packs = Packs::embedded();
    let (mut words, mut read, mut parse) = (0usize, 0.0, 0.0);
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        for document in annalist_document::read(&path, &bytes)? {
            let start = Instant::now();
            let analyses: Vec<_> = document
                .passages
                .iter()
                .map(|p| annalist_language::Pipeline::embedded().analyse(&p.text))
                .collect();
            parse += start.elapsed().as_secs_f64();
            let start = Instant::now();
            let cast = Cast::read(&document, &analyses, packs);
            read += start.elapsed().as_secs_f64();
            words += document.passages.iter().map(|p| p.text.split_whitespace().count()).sum::<usize>();
            drop(cast);
        }
    }
    println!(
        "{words} words: parsed at {:.0} words/s, cast at {:.0} words/s",
        words as f64 / parse,
        words as f64 / read
    );
    Ok(())
}

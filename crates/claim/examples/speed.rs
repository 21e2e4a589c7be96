//! Times the way from text to claims against the parser alone, in one run.
//!
//! `speed [PASSES] FILE…`: reads the files once, then in turn, over all of them: parses their narrative
//! passages (text to trees), analyses them (trees with lemmas and clauses), and extracts their claims from
//! the bytes on. Prints one JSON object: processor seconds of each, least and median over the passes, those
//! of the first pass, in which nothing is cached, and the ratios parser / claims.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::hint::black_box;
use std::time::Instant;

use annalist_claim::Extractor;
use annalist_document::{Document, read};
use annalist_language::Pipeline;

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Processor seconds of this thread where the system tells, else seconds since the first call.
fn seconds() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |n| n / 1e9)
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begin = seconds();
    let result = work();
    (seconds() - begin, result)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let passes = args.first().and_then(|a| a.parse::<usize>().ok());
    if passes.is_some() {
        args.remove(0);
    }
    let files: Vec<(String, Vec<u8>)> = args
        .into_iter()
        .map(|path| std::fs::read(&path).map(|bytes| (path, bytes)))
        .collect::<Result<_, _>>()?;
    let mut documents: Vec<Document> = Vec::new();
    for (name, bytes) in &files {
        documents.extend(read(name, bytes)?);
    }
    let passages: Vec<&str> = documents
        .iter()
        .flat_map(|d| &d.passages)
        .filter(|p| p.role.is_narrative())
        .map(|p| p.text.as_str())
        .collect();
    let pipeline = Pipeline::embedded();
    let extractor = Extractor::embedded();
    // What loads at first use is no part of a document's time.
    for document in
        read("warm.txt", b"On 3 May 2030 rebels captured the village of Milha, killing two soldiers.")?
    {
        black_box(extractor.extract(&document, None));
    }
    let mut runs: [Vec<f64>; 3] = Default::default();
    let mut claims = 0;
    for _ in 0..passes.unwrap_or(7) {
        runs[0].push(timed(|| passages.iter().for_each(|p| drop(black_box(pipeline.parse(p))))).0);
        runs[1].push(timed(|| passages.iter().for_each(|p| drop(black_box(pipeline.analyse(p))))).0);
        let (spent, count) = timed(|| {
            let documents = files.iter().flat_map(|(name, bytes)| read(name, bytes).unwrap_or_default());
            documents.map(|d| extractor.extract(&d, None).claims.len()).sum::<usize>()
        });
        runs[2].push(spent);
        claims = count;
    }
    let [parse, analyse, extract] = runs.each_ref().map(|all| {
        let mut sorted = all.clone();
        sorted.sort_by(f64::total_cmp);
        (sorted[0], sorted[sorted.len() / 2], all[0])
    });
    let mut ratios: Vec<f64> = runs[1].iter().zip(&runs[2]).map(|(a, b)| a / b).collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "{{\"documents\": {}, \"claims\": {claims}, \"parse\": {{\"least\": {:.3}, \"median\": {:.3}, \"first\": {:.3}}}, \
         \"analyse\": {{\"least\": {:.3}, \"median\": {:.3}, \"first\": {:.3}}}, \
         \"claims_seconds\": {{\"least\": {:.3}, \"median\": {:.3}, \"first\": {:.3}}}, \
         \"parse_over_claims\": {{\"least\": {:.3}, \"first\": {:.3}}}, \
         \"analyse_over_claims\": {{\"least\": {:.3}, \"median_of_pairs\": {:.3}, \"first\": {:.3}}}}}",
        documents.len(),
        parse.0,
        parse.1,
        parse.2,
        analyse.0,
        analyse.1,
        analyse.2,
        extract.0,
        extract.1,
        extract.2,
        parse.0 / extract.0,
        parse.2 / extract.2,
        analyse.0 / extract.0,
        ratios[ratios.len() / 2],
        analyse.2 / extract.2,
    );
    Ok(())
}

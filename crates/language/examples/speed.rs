//! Times the way from text to trees.
//!
//! `speed FILE [SECONDS] [THREADS]`: reads passages, a line each, parses them over and over for about that
//! long, and prints one JSON object: tokens, passes, seconds, tokens a second of the best pass, and the
//! process's memory before the model was loaded, after, and at its peak (bytes, Linux only).
#![allow(clippy::print_stdout, missing_docs)]

use std::time::{Duration, Instant};

use annalist_language::Pipeline;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let file = args.get(1).ok_or("speed FILE [SECONDS] [THREADS]")?;
    let seconds: f64 = args.get(2).map_or(Ok(5.0), |arg| arg.parse())?;
    let threads: usize = args.get(3).map_or(Ok(1), |arg| arg.parse())?;
    let text = std::fs::read_to_string(file)?;
    let passages: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();

    let before = memory("VmRSS");
    let begin = Instant::now();
    let pipeline = Pipeline::embedded();
    let loading = begin.elapsed();
    let loaded = memory("VmRSS");

    let begin = Instant::now();
    let (mut best, mut passes, mut tokens) = (Duration::MAX, 0, 0);
    while begin.elapsed().as_secs_f64() < seconds || passes < 3 {
        let pass = Instant::now();
        tokens = parse(pipeline, &passages, threads);
        best = best.min(pass.elapsed());
        passes += 1;
    }
    println!(
        "{{\"tokens\": {tokens}, \"threads\": {threads}, \"passes\": {passes}, \"seconds\": {:.3}, \
         \"tokens_per_second\": {:.0}, \"load_seconds\": {:.4}, \"memory_before\": {before}, \
         \"memory_loaded\": {loaded}, \"memory_peak\": {}}}",
        begin.elapsed().as_secs_f64(),
        tokens as f64 / best.as_secs_f64(),
        loading.as_secs_f64(),
        memory("VmHWM"),
    );
    Ok(())
}

/// Tokens of all passages, dealt in turn to the threads.
fn parse(pipeline: &Pipeline, passages: &[&str], threads: usize) -> usize {
    let count =
        |passage: &&str| pipeline.parse(passage).sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
    if threads < 2 {
        return passages.iter().map(count).sum();
    }
    std::thread::scope(|scope| {
        let share = |first| {
            scope.spawn(move || passages.iter().skip(first).step_by(threads).map(count).sum::<usize>())
        };
        let shares: Vec<_> = (0..threads).map(share).collect();
        shares.into_iter().filter_map(|share| share.join().ok()).sum()
    })
}

fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    let kibibytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024
}

//! Links and replays synthetic wars whose truth is known: `scale [--one-year] [CLAIMS…]` prints, for each
//! size, seconds of processor time, the growth exponent from the size before and from the first, memory,
//! pairwise precision and recall of the links, a digest of the outcome, the time of a who-held question and of
//! adding a document. Wars grow as `war` tells; with `--one-year` in places alone. `scale --learn` prints the
//! weights counted from such a war.
#![allow(clippy::print_stdout, clippy::pedantic, reason = "an example is a program")]

use std::collections::BTreeMap;
use std::time::Instant;

use annalist_chronicle::{Account, Chronicle, Source, Weights};
use annalist_span::Digest;

mod war;

/// The allocator of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use war::{Growth, late, war};

/// Documents that are added one after the other.
const ADDED: u64 = 20;

/// Seconds that this thread has had of the processor, where the system tells; else those since the
/// first call. A machine that others use too makes the clock on the wall say nothing.
fn seconds() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |n| n / 1e9)
}

/// Megabytes that the process has in memory, where the system tells.
fn megabytes() -> f64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        told.lines().find_map(|l| l.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
    kilobytes.map_or(0.0, |k: f64| k / 1024.0)
}

/// Pairwise precision and recall of the events.
fn quality(chronicle: &Chronicle, truth: &BTreeMap<String, usize>) -> (f64, f64) {
    let pairs = |n: u64| n * (n.max(1) - 1) / 2;
    let mut of_truth: BTreeMap<usize, u64> = BTreeMap::new();
    truth.values().for_each(|h| *of_truth.entry(*h).or_default() += 1);
    let (mut right, mut found) = (0, 0);
    for event in &chronicle.events {
        found += pairs(event.claims.len() as u64);
        let mut by: BTreeMap<usize, u64> = BTreeMap::new();
        event.claims.iter().for_each(|c| *by.entry(truth[c]).or_default() += 1);
        right += by.values().map(|n| pairs(*n)).sum::<u64>();
    }
    let wanted: u64 = of_truth.values().map(|n| pairs(*n)).sum();
    (right as f64 / found.max(1) as f64, right as f64 / wanted.max(1) as f64)
}

/// A digest of all views: what is made faster must give the same.
fn outcome(chronicle: &Chronicle) -> String {
    let mut digest = String::new();
    let mut take = |text: String| digest = Digest::of((digest.clone() + &text).as_bytes()).to_string();
    chronicle.events.iter().for_each(|e| take(format!("{e:?}")));
    chronicle.disputes.iter().for_each(|d| take(format!("{d:?}")));
    chronicle.figures.iter().for_each(|f| take(format!("{f:?}")));
    chronicle.holdings(&Account::All).iter().for_each(|h| take(format!("{h:?}")));
    digest[..12].to_owned()
}

fn learn() -> Result<(), Box<dyn std::error::Error>> {
    let (sources, truth) = war(4000, Growth::Both, 7);
    let chronicle = Chronicle::build(&sources, &[]);
    let pairs: Vec<_> =
        chronicle.compared().into_iter().map(|(a, b, levels)| (levels, truth[&a] == truth[&b])).collect();
    println!("# {} pairs of blocks, {} of one event", pairs.len(), pairs.iter().filter(|p| p.1).count());
    println!("{}", toml::to_string(&Weights::shipped().learnt(&pairs))?);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|a| a == "--learn") {
        return learn();
    }
    let growth = if args.iter().any(|a| a == "--one-year") { Growth::Places } else { Growth::Both };
    let sizes: Vec<usize> = args.iter().filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 30_000, 100_000] } else { sizes };
    let (mut first, mut before): (Option<(f64, f64)>, Option<(f64, f64)>) = (None, None);
    for size in sizes {
        let (sources, truth) = war(size, growth, 7);
        let memory = megabytes();
        let start = seconds();
        let mut chronicle = Chronicle::build(&sources, &[]);
        let linked = seconds() - start;
        let memory = megabytes() - memory;
        let holdings = chronicle.holdings(&Account::All).len();
        let whole = seconds() - start;
        let (precision, recall) = quality(&chronicle, &truth);
        let exponent = |from: Option<(f64, f64)>| {
            let told = from.map(|(n, s)| (whole / s).ln() / (size as f64 / n).ln());
            told.map_or("-".to_owned(), |e| format!("{e:.2}"))
        };
        let exponent = format!("{} (from the first {})", exponent(before), exponent(first));
        before = Some((size as f64, whole));
        first = first.or(before);
        let outcome = outcome(&chronicle);
        let start = seconds();
        let asked = chronicle.places().into_iter().take(200).collect::<Vec<_>>();
        let listing = seconds() - start;
        let start = seconds();
        for place in &asked {
            let answer = chronicle.who(&place.id, "2030-07-01".parse()?, &Account::All);
            assert_eq!(answer.place, place.id);
        }
        let each = (seconds() - start) / asked.len() as f64;
        let events = chronicle.events.len();
        let documents: Vec<Source> = (8..8 + ADDED).map(|seed| late(50, size, growth, seed)).collect();
        let mut changes = 0;
        let start = seconds();
        for document in &documents {
            changes += chronicle.add(std::slice::from_ref(document)).len();
        }
        let adding = (seconds() - start) / ADDED as f64;
        let changes = changes as f64 / ADDED as f64;
        println!(
            "{size} claims: {} events, {holdings} holdings, {} disputes, outcome {outcome}; linked {linked:.2} s, with holdings {whole:.2} s, exponent {}; {memory:.0} MB; precision {:.1} %, recall {:.1} %; who held {:.3} ms (places listed in {:.0} ms); a document of 50 claims added in {:.1} ms ({changes:.0} events new or changed)",
            events,
            chronicle.disputes.len(),
            exponent,
            precision * 100.0,
            recall * 100.0,
            each * 1e3,
            listing * 1e3,
            adding * 1e3,
        );
    }
    Ok(())
}

//! What the weights of the linkage are learnt from: `learn FILE…` reads reports and prints, for every pair
//! of claims of different documents that are compared, the level of each comparison. `learn --labels TABLE
//! FILE…` takes events marked by hand and prints the pairs of which the table says whether they tell one
//! event. `bench/chronicle/fit.py` makes `data/weights.toml` of both. `learn --estimate FILE…` prints an
//! estimate without labels instead.
//!
//! A table has one line a mention: the first characters of the file's name, first and last byte, event,
//! kinds that its claim may have. Mentions of one event are one, of two events are two. Or one line a pair:
//! `same` or `other`, then file, first and last byte and kind of each claim.
#![allow(clippy::print_stdout, clippy::pedantic, reason = "an example is a program")]

use std::collections::{BTreeMap, BTreeSet};

use annalist_chronicle::{Chronicle, Source, Weights};
use annalist_claim::{Alignment, Claim, Extractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut labels, mut estimate, mut files) = (None, false, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--labels" => labels = Some(std::fs::read_to_string(arguments.next().ok_or("--labels TABLE")?)?),
            "--estimate" => estimate = true,
            _ => files.push(argument),
        }
    }
    let sources = read(&files)?;
    let home: BTreeMap<&str, usize> = sources
        .iter()
        .enumerate()
        .flat_map(|(at, s)| s.claims.iter().map(move |c| (c.id.as_str(), at)))
        .collect();
    let chronicle = Chronicle::build(&sources, &[]);
    let mut compared = chronicle.compared();
    compared.retain(|(a, b, _)| home[a.as_str()] != home[b.as_str()]);
    if estimate {
        let pairs: Vec<_> = compared.iter().map(|(_, _, levels)| *levels).collect();
        // Pairs of one document are not among them: how a text tells a thing twice stays as it is.
        let found = Weights::shipped().estimated(&pairs, 50, 30.0, &["telling"]);
        println!("# {} pairs of {} documents\n{}", pairs.len(), sources.len(), toml::to_string(&found)?);
        return Ok(());
    }
    let line = |levels: [u8; 10]| levels.map(|l| l.to_string()).join(" ");
    let Some(labels) = labels else {
        for (a, b, levels) in compared {
            println!("{a}\t{b}\t{}", line(levels));
        }
        return Ok(());
    };
    let compared: BTreeSet<(&str, &str)> =
        compared.iter().map(|(a, b, _)| (a.as_str(), b.as_str())).collect();
    for (a, b, same) in pairs(&labels, &sources) {
        if home[a.id.as_str()] == home[b.id.as_str()] {
            continue;
        }
        let (x, y) = if a.id <= b.id { (&a.id, &b.id) } else { (&b.id, &a.id) };
        let met = compared.contains(&(x.as_str(), y.as_str()));
        // What is one event counts though blocking keeps it apart; what is not need not be told apart.
        if let (true, Some(link)) = (same || met, chronicle.explain_link(x, y)) {
            let words = |c: &Claim| c.evidence.quote.chars().take(70).collect::<String>();
            println!(
                "{}\t{}\t{}\t{:.2}\t{}\t{}",
                u8::from(same),
                u8::from(met),
                line(link.levels),
                link.weight,
                words(a),
                words(b)
            );
        }
    }
    Ok(())
}

/// The pairs of claims of which a table says whether they tell one event.
fn pairs<'a>(table: &str, sources: &'a [Source]) -> Vec<(&'a Claim, &'a Claim, bool)> {
    let mut out = Vec::new();
    for line in table.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [same @ ("same" | "other"), a, from_a, to_a, kind_a, b, from_b, to_b, kind_b] = parts[..] else {
            continue;
        };
        let of = |document: &str, from: &str, to: &str, kind: &str| {
            let source = sources.iter().find(|s| s.name.starts_with(document))?;
            let (from, to) = (from.parse().ok()?, to.parse().ok()?);
            source
                .claims
                .iter()
                .filter(|c| kind_of(c) == kind)
                .map(|c| (shared(c, from, to), c))
                .filter(|(n, _)| *n * 2 > to - from)
                .max_by(|(n, a), (m, b)| n.cmp(m).then_with(|| b.id.cmp(&a.id)))
                .map(|(_, c)| c)
        };
        let found = of(a, from_a, to_a, kind_a).zip(of(b, from_b, to_b, kind_b));
        out.extend(found.map(|(a, b)| (a, b, same == "same")));
    }
    let marked = marks(table, sources);
    for (at, (a, of_a)) in marked.iter().enumerate() {
        for (b, of_b) in &marked[at + 1..] {
            out.push((*a, *b, of_a.intersection(of_b).next().is_some()));
        }
    }
    out
}

/// The documents of files with their claims.
fn read(files: &[String]) -> Result<Vec<Source>, Box<dyn std::error::Error>> {
    let extractor = Extractor::embedded();
    let mut sources = Vec::new();
    for file in files {
        let name = file.rsplit('/').next().unwrap_or(file);
        for document in annalist_document::read(name, &std::fs::read(file)?)? {
            let published = document.origin.published.as_deref().and_then(|d| d.parse().ok());
            sources.push(Source {
                document: document.digest,
                name: name.to_owned(),
                title: None,
                publisher: document.origin.publisher.clone(),
                work: None,
                alignment: Alignment::Unknown,
                claims: extractor.extract(&document, published).claims,
            });
        }
    }
    Ok(sources)
}

/// The word by which a claim's kind is known.
fn kind_of(claim: &Claim) -> String {
    let kind = serde_json::to_value(claim.kind).ok();
    kind.and_then(|k| k.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Bytes of a claim's words that lie in a range.
fn shared(claim: &Claim, first: u32, last: u32) -> u32 {
    let span = claim.evidence.span;
    span.end.min(last).saturating_sub(span.start.max(first))
}

/// The claims that a table marks, each with its events.
fn marks<'a>(table: &str, sources: &'a [Source]) -> Vec<(&'a Claim, BTreeSet<String>)> {
    let mut marked: BTreeMap<&str, (&Claim, BTreeSet<String>)> = BTreeMap::new();
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let parts: Vec<&str> = line.split('\t').collect();
        let [document, first, last, event, kinds] = parts[..] else { continue };
        let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) else { continue };
        for source in sources.iter().filter(|s| s.name.starts_with(document)) {
            for claim in &source.claims {
                let span = claim.evidence.span;
                let fits = kinds.split(' ').any(|kind| kind == kind_of(claim));
                if fits && shared(claim, first, last) * 10 > 3 * (span.end - span.start).min(last - first) {
                    let events = &mut marked.entry(&claim.id).or_insert((claim, BTreeSet::new())).1;
                    events.insert(event.to_owned());
                }
            }
        }
    }
    marked.into_values().collect()
}

//! Estimates the weights of the linkage from documents without labels: `learn FILE…` reads reports,
//! compares the claims of different documents and prints the weights as `data/weights.toml` has them.
//!
//! `learn --rounds N --trust PAIRS FILE…` sets how long it runs and how much the shipped weights count;
//! `learn --dump FILE…` prints the compared pairs of claims with the level of each comparison instead.
#![allow(clippy::print_stdout, clippy::pedantic, reason = "an example is a program")]

use std::collections::BTreeMap;

use annalist_chronicle::{Chronicle, Source, Weights};
use annalist_claim::{Alignment, Extractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut rounds, mut trust, mut dump, mut files) = (50, 30.0, false, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => rounds = arguments.next().ok_or("--rounds N")?.parse()?,
            "--trust" => trust = arguments.next().ok_or("--trust PAIRS")?.parse()?,
            "--dump" => dump = true,
            _ => files.push(argument),
        }
    }
    let extractor = Extractor::embedded();
    let mut sources = Vec::new();
    for file in &files {
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
    let home: BTreeMap<String, _> =
        sources.iter().flat_map(|s| s.claims.iter().map(|c| (c.id.clone(), s.document))).collect();
    let chronicle = Chronicle::build(&sources, &[]);
    if dump {
        for (a, b, levels) in chronicle.compared() {
            println!("{a}\t{b}\t{}", levels.map(|l| l.to_string()).join(" "));
        }
        return Ok(());
    }
    let pairs: Vec<_> = chronicle
        .compared()
        .into_iter()
        .filter(|(a, b, _)| home[a] != home[b])
        .map(|(_, _, levels)| levels)
        .collect();
    // Pairs of one document are not among them: how a text tells a thing twice stays as it is.
    let found = Weights::shipped().estimated(&pairs, rounds, trust, &["telling"]);
    println!("# {} pairs of {} documents, {rounds} rounds, trust {trust}", pairs.len(), sources.len());
    println!("prior = {:.2}\naccept = {:.2}", found.prior, found.accept);
    for comparison in &found.comparison {
        println!("\n[[comparison]]\nname = \"{}\"\nlevels = [", comparison.name);
        for level in &comparison.levels {
            println!(
                "  {{ name = \"{}\", m = {:.4}, u = {:.4} }}, # {:+.2}",
                level.name,
                level.m.max(0.0005),
                level.u.max(0.0005),
                level.weight()
            );
        }
        println!("]");
    }
    Ok(())
}

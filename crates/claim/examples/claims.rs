//! Prints the claims of files as JSON lines: `claims FILE… [--infobox]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example is a program")]

use annalist_claim::{Extractor, Scope, wire};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let infobox = args.iter().any(|a| a == "--infobox");
    let table = args.iter().any(|a| a == "--table");
    let explain = args
        .iter()
        .position(|a| a == "--explain")
        .and_then(|i| args.get(i + 1))
        .and_then(|n| n.parse::<u32>().ok());
    let extractor = Extractor::embedded();
    let mut skip = false;
    for file in &args {
        if file == "--explain" {
            skip = true;
            continue;
        }
        if file.starts_with("--") || std::mem::take(&mut skip) {
            continue;
        }
        let bytes = match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{file}: {error}");
                continue;
            }
        };
        let name = file.rsplit('/').next().unwrap_or(file);
        let documents = match annalist_document::read(name, &bytes) {
            Ok(documents) => documents,
            Err(error) => {
                eprintln!("{file}: {error}");
                continue;
            }
        };
        for document in &documents {
            if let Some(line) = explain {
                for e in extractor.explain(document, &bytes, line) {
                    println!(
                        "{:<70} {} | {} | {} {}",
                        e.quote,
                        e.predicate,
                        e.arguments.join("; "),
                        e.fired.as_deref().unwrap_or("-"),
                        e.note.as_deref().unwrap_or("")
                    );
                    for (rule, failed) in &e.near {
                        println!("      {rule}: {failed}");
                    }
                }
                continue;
            }
            let extraction = extractor.extract(document, None);
            let claims = extraction.claims.iter().filter(|c| infobox || c.scope != Scope::Infobox);
            if table {
                let words: usize = document
                    .passages
                    .iter()
                    .filter(|p| p.role.is_narrative())
                    .map(|p| p.text.split_whitespace().count())
                    .sum();
                let n = claims.count();
                println!(
                    "{name:<60} {words:>6} words {n:>4} claims {:>6.1} per 1,000",
                    n as f64 * 1000.0 / words.max(1) as f64
                );
                continue;
            }
            for claim in claims {
                println!("{}", wire::claim_json(claim, document));
            }
        }
    }
}

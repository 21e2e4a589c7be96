//! Prints the claims of files as JSON lines, as `annalist claims --format jsonl` does, without the
//! crates behind this one: quick to build while rules are written.
#![allow(clippy::print_stdout, reason = "an example prints")]

use annalist_claim::{Extractor, Scope, wire};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let extractor = Extractor::embedded();
    for path in std::env::args().skip(1) {
        for document in annalist_document::read(&path, &std::fs::read(&path)?)? {
            let claims = extractor.extract(&document, None).claims;
            for claim in claims.iter().filter(|c| c.scope != Scope::Infobox) {
                println!("{}", wire::claim_json(claim, &document));
            }
        }
    }
    Ok(())
}

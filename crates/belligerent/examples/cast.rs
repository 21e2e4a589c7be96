//! Prints the cast of documents: sides, members, and how each phrase was read.
//!
//! `cargo run -p annalist-belligerent --example cast -- FILE…`
#![allow(clippy::print_stdout, reason = "an example that prints")]

use std::collections::BTreeMap;

use annalist_belligerent::{Cast, Packs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        for document in annalist_document::read(&path, &bytes)? {
            let cast = Cast::read(&document, &[], Packs::embedded());
            println!("== {path}");
            for side in &cast.order.sides {
                println!("side {} ({})", side.id, side.name);
            }
            for member in &cast.order.members {
                let side = member.allegiances.first().map_or("-", |a| a.side.as_str());
                let more = [&member.rank, &member.role, &member.fate, &member.parent]
                    .map(|v| v.as_deref().unwrap_or("-"));
                println!("  {:?} {} [{side}] {}", member.kind, member.name, more.join(" | "));
            }
            let mut table: BTreeMap<(String, String, String), u32> = BTreeMap::new();
            for mention in cast.mentions.iter().flatten() {
                let side = mention.value.side.clone().unwrap_or_else(|| "-".to_owned());
                let antecedent = mention.value.antecedent.clone().unwrap_or_default();
                *table.entry((mention.text.clone(), side, antecedent)).or_default() += 1;
            }
            for ((text, side, antecedent), n) in table {
                println!("    {n:3} {text} → {side} {antecedent}");
            }
        }
    }
    Ok(())
}

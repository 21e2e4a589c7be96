//! Prints the cast of documents: sides, members, and how each phrase was read.
//!
//! `cargo run -p annalist-belligerent --example cast -- [--pointing] [--bare] FILE…`
//!
//! With `--pointing`, each phrase that points back is printed in its sentence, with its antecedent; with `--bare`, no
//! war has a pack.
#![allow(clippy::print_stdout, reason = "an example that prints")]

use std::collections::BTreeMap;

use annalist_belligerent::{Cast, Packs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pointing = std::env::args().any(|a| a == "--pointing");
    let bare = Packs::bare()?;
    let packs = if std::env::args().any(|a| a == "--bare") { &bare } else { Packs::embedded() };
    for path in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        let bytes = std::fs::read(&path)?;
        for document in annalist_document::read(&path, &bytes)? {
            let pipeline = annalist_language::Pipeline::embedded();
            let analyses: Vec<_> = document.passages.iter().map(|p| pipeline.analyse(&p.text)).collect();
            let cast = Cast::read(&document, &analyses, packs);
            println!("== {path}");
            if pointing {
                for (passage, mentions) in document.passages.iter().zip(&cast.mentions) {
                    for m in mentions
                        .iter()
                        .filter(|m| m.value.antecedent.is_some() || m.rule.0.ends_with("opponent"))
                    {
                        let side = m.value.side.as_deref().unwrap_or("-");
                        let from = (0..=m.span.start as usize)
                            .rev()
                            .take(160)
                            .filter(|i| passage.text.is_char_boundary(*i))
                            .last();
                        let to = (m.span.end as usize..=passage.text.len())
                            .take(60)
                            .filter(|i| passage.text.is_char_boundary(*i))
                            .last();
                        let (from, to) = (from.unwrap_or(0), to.unwrap_or(passage.text.len()));
                        let before = &passage.text[from..m.span.start as usize];
                        let after = &passage.text[m.span.end as usize..to];
                        println!("{side:12} {before}[[{}]]{after}", m.text);
                    }
                }
                continue;
            }
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

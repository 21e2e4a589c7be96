//! Sides of the actors and targets of annotated claims, when the annotations are there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annalist_belligerent::{Cast, Packs};
use annalist_document::Document;
use annalist_span::Span;
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = std::env::var_os("ANNALIST_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    path.join("gold").is_dir().then_some(path)
}

/// The place of `words` in the claim's quote, or the last one before it: passage and text span.
fn place(document: &Document, text: &str, quote: &str, words: &str) -> Option<(u32, Span)> {
    let start = text.find(quote)?;
    let at = match text[start..start + quote.len()].find(words) {
        Some(inner) => start + inner,
        None => text[..start].rfind(words)?,
    };
    let file = Span::of(at, at + words.len());
    document.passages.iter().enumerate().find_map(|(i, p)| {
        let span = p.map.to_text(file)?;
        p.role.is_narrative().then_some((i as u32, span))
    })
}

#[test]
fn the_sides_of_annotated_actors_are_right() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no annotations here");
        return;
    };
    let packs = Packs::embedded();
    let (mut right, mut all) = (0u32, 0u32);
    for (gold, file) in [("001", "001.txt"), ("003", "003.txt"), ("sumy", "sumy.md")] {
        let bytes = std::fs::read(shared.join("gold/docs").join(file)).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let documents = annalist_document::read(file, &bytes).unwrap();
        let document = &documents[0];
        let cast = Cast::read(document, &[], packs);
        let lines = std::fs::read_to_string(shared.join(format!("gold/{gold}.jsonl"))).unwrap();
        let mut wrong: BTreeMap<String, u32> = BTreeMap::new();
        let (mut r, mut a) = (0u32, 0u32);
        for line in lines.lines().skip(1) {
            let claim: Value = serde_json::from_str(line).unwrap();
            let quote = claim["quote"].as_str().unwrap();
            for role in ["actor", "target"] {
                for party in claim[role].as_array().unwrap() {
                    let words = party["text"].as_str().unwrap();
                    let expected = party["side"].as_str();
                    let (passage, span) =
                        place(document, &text, quote, words).unwrap_or((0, Span::of(0, words.len())));
                    let value = cast.resolve(passage, span, words);
                    a += 1;
                    if value.side.as_deref() == expected {
                        r += 1;
                    } else {
                        *wrong.entry(format!("{words:?} {role}: {expected:?} but {:?}", value.side)).or_default() += 1;
                    }
                }
            }
        }
        println!("{gold}: {r} of {a} sides right");
        for (what, n) in wrong {
            println!("  {n} × {what}");
        }
        right += r;
        all += a;
    }
    println!("all: {right} of {all} = {:.1} %", 100.0 * f64::from(right) / f64::from(all));
    assert!(right * 100 >= all * 95, "{right} of {all} sides right");
}

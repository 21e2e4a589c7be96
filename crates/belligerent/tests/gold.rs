//! Sides of the actors and targets of annotated claims, when the annotations are there.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "it prints its figures")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annalist_belligerent::{Cast, Packs};
use annalist_document::Document;
use annalist_language::Analysis;
use annalist_span::Span;
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = std::env::var_os("ANNALIST_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    path.join("gold").is_dir().then_some(path)
}

/// The passage and the text span of bytes of the file.
fn locate(document: &Document, file: Span) -> Option<(u32, Span)> {
    document.passages.iter().enumerate().find_map(|(i, p)| {
        let span = p.map.to_text(file)?;
        p.role.is_narrative().then_some((i as u32, span))
    })
}

/// The place of `words` in the claim's quote, or the last one before it.
fn place(document: &Document, text: &str, quote: &str, words: &str) -> Option<(u32, Span)> {
    let start = text.find(quote)?;
    let at = match text[start..start + quote.len()].find(words) {
        Some(inner) => start + inner,
        None => text[..start].rfind(words)?,
    };
    locate(document, Span::of(at, at + words.len()))
}

/// A pronoun that stands for the actor in the quote, when the quote does not name it.
fn pronoun<'t>(document: &Document, text: &'t str, quote: &str, actor: &str) -> Option<(u32, Span, &'t str)> {
    let start = text.find(quote)?;
    if quote.contains(actor) {
        return None;
    }
    let inner = &text[start..start + quote.len()];
    let mut at = 0;
    for word in inner.split_inclusive(|c: char| !c.is_alphabetic()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
        if matches!(bare.to_lowercase().as_str(), "they" | "it" | "their" | "its" | "who" | "them") {
            let (passage, span) = locate(document, Span::of(start + at, start + at + bare.len()))?;
            return Some((passage, span, &inner[at..at + bare.len()]));
        }
        at += word.len();
    }
    None
}

#[derive(Default)]
struct Tally {
    right: u32,
    all: u32,
    wrong: BTreeMap<String, u32>,
}

impl Tally {
    fn add(&mut self, words: &str, expected: Option<&str>, got: Option<&str>) {
        self.all += 1;
        if expected == got {
            self.right += 1;
        } else {
            *self.wrong.entry(format!("{words:?}: {expected:?} but {got:?}")).or_default() += 1;
        }
    }

    fn print(&self, name: &str) {
        println!("{name}: {} of {} sides right = {:.1} %", self.right, self.all, self.share());
        for (what, n) in &self.wrong {
            println!("  {n} × {what}");
        }
    }

    fn share(&self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.all.max(1))
    }
}

/// Labels of sides that stand for each other, by how often they meet: the most often first, one to one.
fn align(pairs: &[(Option<String>, Option<String>)]) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<(&String, &String), u32> = BTreeMap::new();
    for (expected, got) in pairs {
        if let (Some(expected), Some(got)) = (expected, got) {
            *counts.entry((got, expected)).or_default() += 1;
        }
    }
    let mut order: Vec<_> = counts.into_iter().collect();
    order.sort_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for ((got, expected), _) in order {
        if !out.contains_key(got) && !out.values().any(|e| e == expected) {
            out.insert(got.clone(), expected.clone());
        }
    }
    out
}

fn measure(shared: &Path, packs: &Packs, parsed: bool) -> (Tally, Tally) {
    let (mut named, mut pointing) = (Tally::default(), Tally::default());
    for (gold, file) in [("001", "001.txt"), ("003", "003.txt"), ("sumy", "sumy.md")] {
        let bytes = std::fs::read(shared.join("gold/docs").join(file)).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let documents = annalist_document::read(file, &bytes).unwrap();
        let document = &documents[0];
        let analyses: Vec<Analysis> = if parsed {
            document
                .passages
                .iter()
                .map(|p| annalist_language::Pipeline::embedded().analyse(&p.text))
                .collect()
        } else {
            Vec::new()
        };
        let cast = Cast::read(document, &analyses, packs);
        let lines = std::fs::read_to_string(shared.join(format!("gold/{gold}.jsonl"))).unwrap();
        let mut rows = Vec::new();
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
                    rows.push((words.to_owned(), expected.map(str::to_owned), value.side));
                    if role == "actor"
                        && let Some((passage, span, word)) = pronoun(document, &text, quote, words)
                    {
                        let value = cast.resolve(passage, span, word);
                        pointing.add(&format!("{word} in {quote}"), expected, value.side.as_deref());
                    }
                }
            }
        }
        let pairs: Vec<_> = rows.iter().map(|(_, e, g)| (e.clone(), g.clone())).collect();
        let labels = align(&pairs);
        for (words, expected, got) in rows {
            let got = got.map(|g| labels.get(&g).cloned().unwrap_or(g));
            named.add(&words, expected.as_deref(), got.as_deref());
        }
    }
    (named, pointing)
}

#[test]
fn the_sides_of_annotated_actors_are_right() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no annotations here");
        return;
    };
    for parsed in [false, true] {
        let (named, pointing) = measure(&shared, Packs::embedded(), parsed);
        let with = if parsed { "with trees" } else { "without trees" };
        named.print(&format!("named, {with}"));
        pointing.print(&format!("pronouns, {with}"));
        assert!(named.share() >= 95.0, "{:.1} % of the sides right {with}", named.share());
    }
}

/// The same without the pack of any war: sides from the infobox and the text alone.
#[test]
fn a_war_without_a_pack_gets_its_sides_from_the_text() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no annotations here");
        return;
    };
    let packs = Packs::bare().expect("embedded words");
    let (named, _) = measure(&shared, &packs, true);
    named.print("named, without a pack");
    assert!(named.share() >= 80.0, "{:.1} % of the sides right without a pack", named.share());
}

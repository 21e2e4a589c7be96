//! Organisation spans of re3d (Dstl), when the data set is there: news and statements on Syria and Iraq.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "it prints its figures")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annalist_belligerent::{BelligerentKind, Cast, Packs};
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = std::env::var_os("ANNALIST_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    path.join("data/re3d").is_dir().then_some(path)
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// Bytes of the characters `begin..end`, an article at the head left out.
fn bytes(text: &str, begin: u64, end: u64) -> (usize, usize) {
    let at = |n: u64| text.char_indices().nth(n as usize).map_or(text.len(), |(i, _)| i);
    let (from, to) = (at(begin), at(end));
    let words = &text[from..to];
    let article =
        ["the ", "The ", "a ", "an "].iter().find(|a| words.starts_with(**a)).map_or(0, |a| a.len());
    (from + article, to)
}

#[test]
fn organisations_of_news_are_found() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no re3d here");
        return;
    };
    let (mut gold, mut found, mut exact, mut overlap, mut covered) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for part in ["CENTCOM", "UK Government", "US State Department"] {
        let folder = shared.join("data/re3d").join(part);
        let mut entities: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
        for e in rows(&folder.join("entities.json")).iter().filter(|e| e["type"] == "Organisation") {
            let span = (e["begin"].as_u64().unwrap(), e["end"].as_u64().unwrap());
            entities.entry(e["documentId"].as_str().unwrap().to_owned()).or_default().push(span);
        }
        for d in rows(&folder.join("documents.json")) {
            let text = d["text"].as_str().unwrap();
            let document = support::document(&[], &[text]);
            let cast = Cast::read(&document, &[], Packs::embedded());
            let person = |id: &Option<String>| {
                let member = cast.order.members.iter().find(|m| Some(&m.id) == id.as_ref());
                member.is_some_and(|m| m.kind == BelligerentKind::Person)
            };
            let mentions: Vec<(usize, usize)> = cast.mentions[0]
                .iter()
                .filter(|m| m.value.antecedent.is_none() && m.value.side.as_deref() != Some("civilian"))
                .filter(|m| !person(&m.value.id))
                .map(|m| (m.span.start as usize, m.span.end as usize))
                .collect();
            let wanted: Vec<(usize, usize)> = entities
                .get(d["_id"].as_str().unwrap())
                .into_iter()
                .flatten()
                .map(|(begin, end)| bytes(text, *begin, *end))
                .collect();
            gold += wanted.len() as u32;
            found += mentions.len() as u32;
            exact += wanted.iter().filter(|w| mentions.contains(w)).count() as u32;
            let meets = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.1 && b.0 < a.1;
            overlap += mentions.iter().filter(|m| wanted.iter().any(|w| meets(m, w))).count() as u32;
            covered += wanted.iter().filter(|w| mentions.iter().any(|m| meets(m, w))).count() as u32;
        }
    }
    let share = |n: u32, of: u32| 100.0 * f64::from(n) / f64::from(of.max(1));
    let f1 = |p: f64, r: f64| 2.0 * p * r / (p + r).max(1e-9);
    println!(
        "re3d organisations: {gold} told, {found} found; same span F1 {:.1}, overlapping F1 {:.1}",
        f1(share(exact, found), share(exact, gold)),
        f1(share(overlap, found), share(covered, gold)),
    );
    assert!(covered * 2 >= gold, "{covered} of {gold} organisations found");
}

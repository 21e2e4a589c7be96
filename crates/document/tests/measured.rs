//! Figures on reference documents that are not part of the project; skipped where they are absent
//! (`ANNALIST_SHARED` or `../shared` beside the workspace).

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that prints its figures")]

use std::path::PathBuf;

use annalist_document::{Document, Form, read, similarity, versions};

fn shared() -> Option<PathBuf> {
    let told = std::env::var_os("ANNALIST_SHARED").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = told.into_iter().chain([beside]).find(|p| p.join("seeds").is_dir());
    if found.is_none() {
        eprintln!("skipped: no reference documents here");
    }
    found
}

fn folder(path: PathBuf) -> Vec<Document> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let one = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        read(&name, &std::fs::read(path).unwrap()).unwrap().remove(0)
    };
    files.iter().map(one).collect()
}

#[test]
fn forms_of_the_seeds_and_articles() {
    let Some(shared) = shared() else { return };
    let seeds: Vec<Form> = folder(shared.join("seeds")).iter().map(|d| d.form).collect();
    assert_eq!(
        seeds,
        [Form::PastedPage, Form::SimpleWiki, Form::PastedPage, Form::Plain, Form::MarkdownDump]
    );
    let articles = folder(shared.join("data/articles"));
    let markdown = articles.iter().filter(|d| d.form == Form::Markdown && d.title.is_some()).count();
    eprintln!("Markdown with a title: {markdown} of {}", articles.len());
    assert_eq!(markdown, articles.len());
}

#[test]
fn two_texts_of_one_article_are_one_work() {
    let Some(shared) = shared() else { return };
    let seeds = folder(shared.join("seeds"));
    for (i, a) in seeds.iter().enumerate() {
        for b in &seeds[i + 1..] {
            let s = similarity(a, b);
            eprintln!(
                "{} {}: contained {:.2}, alike {:.2}",
                &a.name[..3],
                &b.name[..3],
                s.containment,
                s.resemblance
            );
        }
    }
    let works = versions(&seeds);
    assert_eq!(works.len(), 4);
    let mut pair = works.iter().find(|w| w.members.len() == 2).unwrap().members.clone();
    pair.sort_unstable();
    assert_eq!(pair, [0, 1]);
}

#[test]
fn every_annotated_quote_stands_in_narrative() {
    let Some(shared) = shared() else { return };
    for (gold, text) in [("001", "001.txt"), ("003", "003.txt"), ("sumy", "sumy.md")] {
        let bytes = std::fs::read(shared.join("gold/docs").join(text)).unwrap();
        let file = String::from_utf8(bytes.clone()).unwrap();
        let document = read(text, &bytes).unwrap().remove(0);
        let lines = std::fs::read_to_string(shared.join("gold").join(format!("{gold}.jsonl"))).unwrap();
        let (mut found, mut all) = (0, 0);
        for line in lines.lines().skip(1).filter(|l| !l.trim().is_empty()) {
            let claim: serde_json::Value = serde_json::from_str(line).unwrap();
            let Some(quote) = claim["quote"].as_str() else { continue };
            let Some(at) = file.find(quote) else { continue };
            all += 1;
            let inside = document.narrative().any(|(_, p)| {
                let span = p.file_span();
                span.start as usize <= at && at + quote.len() <= span.end as usize
            });
            if !inside {
                eprintln!("{gold}: not in a passage: {quote}");
            }
            found += usize::from(inside);
        }
        eprintln!("{gold}: {found} of {all} quotes in narrative passages");
        assert!(found * 100 >= all * 98);
    }
}

//! Measures clauses against predicates annotated by hand, on trees that a parser wrote.
//!
//! Skipped unless `ANNALIST_PREDICATES` names a directory that holds `NAME.txt` (annotation) and
//! `NAME.jsonl` (trees: text and, per token, start byte, end byte, tag, head, label).
#![allow(clippy::print_stderr, reason = "a measurement prints its figures")]

use std::path::Path;

use annalist_span::Span;
use serde::Deserialize;

use super::annotate;
use crate::{Argument, Label, Sentence, Tag, Token, Voice};

#[derive(Deserialize)]
struct Tree {
    text: String,
    tokens: Vec<(u32, u32, String, u32, String)>,
}

/// A sentence from a line of a tree file.
pub(crate) fn sentence(line: &str) -> (String, Sentence) {
    let tree: Tree = serde_json::from_str(line).expect("a tree line");
    let tokens: Vec<Token> = tree
        .tokens
        .iter()
        .map(|(start, end, tag, head, label)| Token {
            span: Span::new(*start, *end),
            tag: Tag::parse(tag).expect("a tag"),
            head: *head,
            label: Label::parse(label).unwrap_or(Label::Dep),
            lemma: "".into(),
        })
        .collect();
    let span = Span::new(0, tree.text.len() as u32);
    (tree.text, Sentence { span, tokens, clauses: Vec::new() })
}

struct Gold {
    category: String,
    predicate: String,
    agents: Vec<String>,
    patients: Vec<String>,
    places: Vec<String>,
}

fn read_gold(text: &str) -> Vec<(String, Vec<Gold>)> {
    let mut sentences: Vec<(String, Vec<Gold>)> = Vec::new();
    for line in text.lines() {
        if let Some(sentence) = line.strip_prefix("# ") {
            sentences.push((sentence.to_owned(), Vec::new()));
        } else if let Some((category, rest)) = line.split_once(' ') {
            let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
            let list = |i: usize| -> Vec<String> {
                parts
                    .get(i)
                    .map(|p| {
                        p.split(';')
                            .map(|w| w.trim().to_owned())
                            .filter(|w| !w.is_empty() && w != "-")
                            .collect()
                    })
                    .unwrap_or_default()
            };
            sentences.last_mut().expect("a sentence first").1.push(Gold {
                category: category.to_owned(),
                predicate: parts[0].to_owned(),
                agents: list(1),
                patients: list(2),
                places: list(3),
            });
        }
    }
    sentences
}

fn occurrence(words: &[&str], wanted: &str) -> Option<usize> {
    let (word, rank) = wanted.split_once('#').map_or((wanted, 1), |(w, k)| (w, k.parse().unwrap_or(1)));
    let tail = word.rsplit('-').next().unwrap_or(word);
    words
        .iter()
        .enumerate()
        .filter(|(_, w)| **w == word || (word.contains('-') && **w == tail))
        .nth(rank - 1)
        .map(|(i, _)| i)
}

fn last_part(word: &str) -> &str {
    word.rsplit('-').next().unwrap_or(word)
}

fn hit(words: &[&str], phrase: &str, found: &[usize]) -> bool {
    if phrase.contains('/') && !phrase.contains('#') {
        return phrase.split('/').any(|p| hit(words, p, found));
    }
    if phrase.contains('#') {
        return occurrence(words, phrase).is_some_and(|i| found.contains(&i));
    }
    let parts: Vec<&str> = phrase.split([' ', '-']).filter(|p| !p.is_empty()).collect();
    found
        .iter()
        .any(|&i| parts.contains(&words[i]) || words[i] == phrase || parts.contains(&last_part(words[i])))
}

fn allowed(words: &[&str], gold: &[String], found: usize) -> bool {
    gold.iter().flat_map(|g| g.split('/')).any(|g| {
        let phrase = g.split('#').next().unwrap_or(g);
        phrase == words[found]
            || phrase.split([' ', '-']).any(|p| p == words[found] || p == last_part(words[found]))
    })
}

struct Figures {
    all: usize,
    core: usize,
    agents: usize,
    patients: usize,
    placed: usize,
    places: usize,
}

fn measure(directory: &Path, name: &str) -> Option<Figures> {
    let gold = read_gold(&std::fs::read_to_string(directory.join(format!("{name}.txt"))).ok()?);
    let trees = std::fs::read_to_string(directory.join(format!("{name}.jsonl"))).ok()?;
    let mut figures = Figures { all: 0, core: 0, agents: 0, patients: 0, placed: 0, places: 0 };
    for ((_, predicates), line) in gold.iter().zip(trees.lines()) {
        let (text, mut sentence) = sentence(line);
        annotate(&text, &mut sentence);
        let words: Vec<&str> = sentence.tokens.iter().map(|t| t.span.of_text(&text)).collect();
        for wanted in predicates.iter().filter(|p| p.category != "N") {
            let clause = occurrence(&words, &wanted.predicate)
                .and_then(|i| sentence.clauses.iter().find(|c| c.predicate as usize == i));
            let heads = |list: &[Argument]| -> Vec<usize> { list.iter().map(|a| a.head as usize).collect() };
            let (agents, patients, places) = clause.map_or_else(Default::default, |c| {
                let mut places: Vec<usize> = c.obliques.iter().map(|o| o.argument.head as usize).collect();
                let objects = if c.voice == Voice::Passive { &c.patients } else { &c.patients };
                for object in objects {
                    places.extend(
                        crate::clause::complements_of(&text, &sentence, object.head)
                            .iter()
                            .map(|o| o.argument.head as usize),
                    );
                }
                let deeper: Vec<usize> = places
                    .iter()
                    .flat_map(|&p| crate::clause::complements_of(&text, &sentence, p as u32))
                    .map(|o| o.argument.head as usize)
                    .collect();
                places.extend(deeper);
                (heads(&c.agents), heads(&c.patients), places)
            });
            let agents_right = if wanted.agents.is_empty() {
                agents.is_empty()
            } else {
                wanted.agents.iter().any(|a| hit(&words, a, &agents))
            };
            let patients_right = if wanted.patients.is_empty() {
                patients.is_empty()
            } else {
                wanted.patients.iter().all(|p| hit(&words, p, &patients))
                    && patients.iter().all(|&p| allowed(&words, &wanted.patients, p))
            };
            figures.all += 1;
            figures.agents += usize::from(agents_right);
            figures.patients += usize::from(patients_right);
            figures.core += usize::from(agents_right && patients_right);
            if !wanted.places.is_empty() {
                figures.placed += 1;
                figures.places += usize::from(wanted.places.iter().any(|p| hit(&words, p, &places)));
            }
            if !(agents_right && patients_right) && std::env::var_os("ANNALIST_ERRORS").is_some() {
                let show = |list: &[usize]| list.iter().map(|&i| words[i]).collect::<Vec<_>>().join(";");
                eprintln!(
                    "{} {} wanted {:?} {:?} found [{}] [{}]{}\n      {}",
                    wanted.category,
                    wanted.predicate,
                    wanted.agents,
                    wanted.patients,
                    show(&agents),
                    show(&patients),
                    if clause.is_none() { " NO CLAUSE" } else { "" },
                    text
                );
            }
        }
    }
    Some(figures)
}

#[test]
fn predicates_annotated_by_hand() {
    let Some(directory) = std::env::var_os("ANNALIST_PREDICATES") else {
        eprintln!("skipped: ANNALIST_PREDICATES is not set");
        return;
    };
    let mut names: Vec<String> = std::fs::read_dir(&directory)
        .expect("the directory of annotated predicates")
        .filter_map(|e| e.ok()?.file_name().into_string().ok()?.strip_suffix(".jsonl").map(str::to_owned))
        .collect();
    names.sort();
    for name in names {
        let Some(f) = measure(Path::new(&directory), &name) else { continue };
        let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
        eprintln!(
            "{name:12} n={} exact {:.1} % agents {:.1} % patients {:.1} % places {:.1} %",
            f.all,
            percent(f.core, f.all),
            percent(f.agents, f.all),
            percent(f.patients, f.all),
            percent(f.places, f.placed)
        );
        assert!(percent(f.core, f.all) >= 75.0, "{name} fell below three quarters");
    }
}

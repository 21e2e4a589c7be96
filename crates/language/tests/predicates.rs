//! Measures who did what to whom against predicates annotated by hand.
//!
//! Reads every `*.txt` of the directory that `ANNALIST_PREDICATES` names, or else of
//! `gold/predicates` under `ANNALIST_SHARED` or `../shared`; skipped where there is none. With
//! `ANNALIST_ERRORS` set it prints what went wrong.
#![allow(clippy::print_stderr, reason = "a measurement prints its figures")]

use std::path::{Path, PathBuf};

use annalist_language::{Argument, Pipeline, complements_of};

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

#[derive(Default)]
struct Figures {
    all: usize,
    exact: usize,
    split: usize,
    agents: usize,
    patients: usize,
    placed: usize,
    places: usize,
}

fn measure(path: &Path) -> Option<Figures> {
    let gold = read_gold(&std::fs::read_to_string(path).ok()?);
    let mut figures = Figures::default();
    for (text, predicates) in &gold {
        let analysis = Pipeline::embedded().analyse(text);
        if analysis.sentences.len() > 1 {
            figures.split += 1;
        }
        // Occurrences are counted in the whole text, tokens in their sentence.
        let tokens: Vec<(usize, usize)> = analysis
            .sentences
            .iter()
            .enumerate()
            .flat_map(|(s, sentence)| (0..sentence.tokens.len()).map(move |t| (s, t)))
            .collect();
        let words: Vec<&str> =
            tokens.iter().map(|&(s, t)| analysis.sentences[s].tokens[t].span.of_text(text)).collect();
        for wanted in predicates.iter().filter(|p| p.category != "N") {
            let place = occurrence(&words, &wanted.predicate).map(|i| (i, tokens[i]));
            let found = place.and_then(|(i, (s, t))| {
                analysis.sentences[s].clause_at(t as u32).map(|c| (i - t, &analysis.sentences[s], c))
            });
            let (agents, patients, places) =
                found.map_or_else(Default::default, |(first, sentence, clause)| {
                    let heads =
                        |list: &[Argument]| list.iter().map(|a| first + a.head as usize).collect::<Vec<_>>();
                    let mut inside: Vec<u32> = clause.obliques.iter().map(|o| o.argument.head).collect();
                    inside.extend(clause.patients.iter().map(|a| a.head));
                    let mut places: Vec<u32> = clause.obliques.iter().map(|o| o.argument.head).collect();
                    for _ in 0..2 {
                        inside = inside
                            .iter()
                            .flat_map(|&head| complements_of(text, sentence, head))
                            .map(|o| o.argument.head)
                            .collect();
                        places.extend(&inside);
                    }
                    let places = places.into_iter().map(|p| first + p as usize).collect::<Vec<_>>();
                    (heads(&clause.agents), heads(&clause.patients), places)
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
            figures.exact += usize::from(agents_right && patients_right);
            if !wanted.places.is_empty() {
                figures.placed += 1;
                figures.places += usize::from(wanted.places.iter().any(|p| hit(&words, p, &places)));
            }
            if !(agents_right && patients_right) && std::env::var_os("ANNALIST_ERRORS").is_some() {
                let show = |list: &[usize]| list.iter().map(|&i| words[i]).collect::<Vec<_>>().join(";");
                eprintln!(
                    "{} {} wanted {:?} {:?} found [{}] [{}]{}\n      {text}",
                    wanted.category,
                    wanted.predicate,
                    wanted.agents,
                    wanted.patients,
                    show(&agents),
                    show(&patients),
                    if found.is_none() { " NO CLAUSE" } else { "" },
                );
            }
        }
    }
    Some(figures)
}

fn directory() -> Option<PathBuf> {
    if let Some(directory) = std::env::var_os("ANNALIST_PREDICATES") {
        return Some(PathBuf::from(directory));
    }
    let shared = std::env::var_os("ANNALIST_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    Some(shared.join("gold/predicates")).filter(|d| d.is_dir())
}

#[test]
fn predicates_annotated_by_hand() {
    let Some(directory) = directory() else {
        eprintln!("skipped: no directory of annotated predicates");
        return;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(&directory)
        .expect("the directory of annotated predicates")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    for file in files {
        let Some(f) = measure(&file) else { continue };
        let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
        eprintln!(
            "{:12} n={} exact {:.1} % agents {:.1} % patients {:.1} % places {:.1} %; sentences split in error {}",
            file.file_stem().unwrap_or_default().to_string_lossy(),
            f.all,
            percent(f.exact, f.all),
            percent(f.agents, f.all),
            percent(f.patients, f.all),
            percent(f.places, f.placed),
            f.split
        );
        assert!(percent(f.exact, f.all) >= 85.0, "{} fell below 85 %", file.display());
    }
}

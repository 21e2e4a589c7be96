//! Short reports with what a careful reader writes down of them, by phenomenon.
//!
//! `golden/*.toml` holds the cases: a text, the claims that must be told, and those that must not. A claim is
//! written `kind slot=words slot=words`, as in the examples of rules; `claims` are met by different claims.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::Path;

use annalist_claim::{Claim, Extractor};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it is about.
    name: String,
    text: String,
    /// What must be told, each by a claim of its own.
    #[serde(default)]
    claims: Vec<String>,
    /// What no claim may tell.
    #[serde(default)]
    not: Vec<String>,
    /// How many claims there are in all.
    #[serde(default)]
    count: Option<usize>,
}

struct Wanted {
    kind: String,
    slots: Vec<(String, String)>,
}

impl Wanted {
    fn parse(line: &str) -> Self {
        let mut words = line.split_whitespace();
        let kind = words.next().unwrap_or_default().to_owned();
        let mut slots: Vec<(String, String)> = Vec::new();
        for word in words {
            if let Some((slot, value)) = word.split_once('=') {
                slots.push((slot.to_owned(), value.to_owned()));
            } else if let Some((_, value)) = slots.last_mut() {
                value.push(' ');
                value.push_str(word);
            }
        }
        Self { kind, slots }
    }

    fn meets(&self, claim: &Claim) -> bool {
        name(claim.kind) == self.kind && self.slots.iter().all(|(slot, value)| holds(claim, slot, value))
    }
}

fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or_default().to_owned()
}

fn holds(claim: &Claim, slot: &str, value: &str) -> bool {
    let any =
        |list: Vec<&str>| if value == "-" { list.is_empty() } else { list.iter().any(|t| t.contains(value)) };
    match slot {
        "actor" => any(claim.actors.iter().map(|a| a.text.as_str()).collect()),
        "side" => any(claim.actors.iter().filter_map(|a| a.side.as_deref()).collect()),
        "target" => any(claim.targets.iter().map(|a| a.text.as_str()).collect()),
        "place" => any(claim.places.iter().map(|a| a.text.as_str()).collect()),
        "by" => any(claim.attribution.iter().map(|a| a.text.as_str()).filter(|t| !t.is_empty()).collect()),
        "chain" => {
            let told: Vec<&str> =
                claim.attribution.iter().map(|a| a.text.as_str()).filter(|t| !t.is_empty()).collect();
            told.join(" < ") == value
        }
        "when" => claim.when.as_ref().is_some_and(|w| w.as_str() == value),
        "modality" => name(claim.modality) == value,
        "factuality" => name(claim.factuality) == value,
        "quote" => claim.evidence.quote.contains(value),
        "figure" => claim.figures.iter().any(|f| {
            let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
            format!("{}:{}..{}", name(f.what), number(f.min), number(f.max)) == value
        }),
        other => panic!("no slot {other:?}"),
    }
}

/// Gives each wanted claim one of its own, trying every choice.
fn assign(wanted: &[Wanted], claims: &[Claim], taken: &mut Vec<usize>) -> Result<(), usize> {
    let n = taken.len();
    let Some(next) = wanted.get(n) else { return Ok(()) };
    let mut deepest = n;
    for (i, claim) in claims.iter().enumerate() {
        if !taken.contains(&i) && next.meets(claim) {
            taken.push(i);
            match assign(wanted, claims, taken) {
                Ok(()) => return Ok(()),
                Err(at) => deepest = deepest.max(at),
            }
            taken.pop();
        }
    }
    Err(deepest)
}

fn shown(claims: &[Claim]) -> String {
    let lines: Vec<String> = claims
        .iter()
        .map(|c| {
            format!(
                "\n    {} {} {} actor={:?} target={:?} place={:?} by={:?} figures={:?} {:?} ({})",
                name(c.kind),
                name(c.modality),
                c.when.as_ref().map_or("-", |w| w.as_str()),
                c.actors.iter().map(|a| &a.text).collect::<Vec<_>>(),
                c.targets.iter().map(|a| &a.text).collect::<Vec<_>>(),
                c.places.iter().map(|p| &p.text).collect::<Vec<_>>(),
                c.attribution.iter().map(|a| &a.text).collect::<Vec<_>>(),
                c.figures.iter().map(|f| (name(f.what), f.min, f.max)).collect::<Vec<_>>(),
                c.evidence.quote,
                c.rule
            )
        })
        .collect();
    lines.concat()
}

#[test]
fn every_case_reads_as_a_careful_reader_would() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let extractor = Extractor::embedded();
    let mut failures = String::new();
    let mut cases = 0;
    for path in files {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for case in file.case {
            cases += 1;
            let documents = annalist_document::read("report.md", case.text.as_bytes()).unwrap();
            let claims: Vec<Claim> =
                documents.iter().flat_map(|d| extractor.extract(d, None).claims).collect();
            let wanted: Vec<Wanted> = case.claims.iter().map(|l| Wanted::parse(l)).collect();
            let mut wrong: Vec<String> = Vec::new();
            if let Err(at) = assign(&wanted, &claims, &mut Vec::new()) {
                wrong.push(format!("no claim for {:?}", case.claims[at]));
            }
            for line in &case.not {
                let banned = Wanted::parse(line);
                if claims.iter().any(|c| banned.meets(c)) {
                    wrong.push(format!("a claim tells {line:?}"));
                }
            }
            if case.count.is_some_and(|n| n != claims.len()) {
                wrong.push(format!("{} claims rather than {:?}", claims.len(), case.count));
            }
            if !wrong.is_empty() {
                failures +=
                    &format!("\n{} / {}: {}{}", path.display(), case.name, wrong.join("; "), shown(&claims));
            }
        }
    }
    assert!(cases > 0 && failures.is_empty(), "{failures}");
}

//! Rules run on their own examples.

use serde::Serialize;

use super::lint::{Finding, lint};
use crate::Extractor;

/// What checking the rules found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CheckReport {
    /// Rules read.
    pub rules: usize,
    /// Examples and counter-examples run.
    pub examples: usize,
    /// Examples that failed.
    pub failures: Vec<ExampleFailure>,
    /// What the linter found.
    pub findings: Vec<Finding>,
}

/// An example that did not give what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExampleFailure {
    /// The rule.
    pub rule: String,
    /// The sentence.
    pub example: String,
    /// What was missing or too much.
    pub message: String,
}

/// Lints the rules and runs every example and counter-example.
pub fn check() -> Result<CheckReport, String> {
    let extractor = Extractor::embedded();
    let mut report =
        CheckReport { rules: extractor.rules.rules.len(), findings: lint()?, ..CheckReport::default() };
    for rule in &extractor.rules.rules {
        let id = rule.id.to_string();
        let mut fail = |example: &str, message: String| {
            report.failures.push(ExampleFailure { rule: id.clone(), example: example.to_owned(), message });
        };
        for example in &rule.spec.examples {
            report.examples += 1;
            let Some((text, expected)) = example.split_once("=>") else {
                fail(example, "no \"=>\"".to_owned());
                continue;
            };
            if let Err(message) = run(&extractor, &id, text.trim(), expected.trim()) {
                fail(example, message);
            }
        }
        for counter in &rule.spec.counter {
            report.examples += 1;
            let claims = read(&extractor, counter)?;
            if let Some(claim) = claims.iter().find(|c| c.rule.to_string() == id) {
                fail(counter, format!("it fired on {:?}", claim.evidence.quote));
            }
        }
    }
    Ok(report)
}

fn read(extractor: &Extractor, text: &str) -> Result<Vec<crate::Claim>, String> {
    let documents = annalist_document::read("example.txt", text.as_bytes()).map_err(|e| e.to_string())?;
    Ok(documents.iter().flat_map(|d| extractor.extract(d, None).claims).collect())
}

/// `kind slot=words slot=words …`, where words run to the next slot.
fn run(extractor: &Extractor, id: &str, text: &str, expected: &str) -> Result<(), String> {
    let claims = read(extractor, text)?;
    let mut words = expected.split_whitespace();
    let kind = words.next().unwrap_or("");
    let mut wanted: Vec<(String, String)> = Vec::new();
    for word in words {
        match word.split_once('=') {
            Some((slot, value)) => wanted.push((slot.to_owned(), value.to_owned())),
            None => {
                if let Some((_, value)) = wanted.last_mut() {
                    value.push(' ');
                    value.push_str(word);
                }
            }
        }
    }
    let mut why = format!(
        "no claim; got {:?}",
        claims.iter().map(|c| (c.rule.to_string(), c.evidence.quote.clone())).collect::<Vec<_>>()
    );
    for claim in claims.iter().filter(|c| c.rule.to_string() == id) {
        let name = serde_json::to_value(claim.kind)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default();
        let missing = wanted.iter().find(|(slot, value)| !holds(claim, slot, value));
        match missing {
            None if name == kind => return Ok(()),
            None => why = format!("its kind is {name}"),
            Some((slot, value)) => {
                why = format!(
                    "{slot} lacks {value:?}: actors {:?}, targets {:?}, places {:?}",
                    claim.actors.iter().map(|a| &a.text).collect::<Vec<_>>(),
                    claim.targets.iter().map(|a| &a.text).collect::<Vec<_>>(),
                    claim.places.iter().map(|a| &a.text).collect::<Vec<_>>()
                );
            }
        }
    }
    Err(why)
}

fn holds(claim: &crate::Claim, slot: &str, value: &str) -> bool {
    let any = |list: Vec<&str>| list.iter().any(|t| t.contains(value));
    match slot {
        "actor" => any(claim.actors.iter().map(|a| a.text.as_str()).collect()),
        "target" => any(claim.targets.iter().map(|a| a.text.as_str()).collect()),
        "place" => any(claim.places.iter().map(|a| a.text.as_str()).collect()),
        "by" => any(claim.attribution.iter().map(|a| a.text.as_str()).collect()),
        "when" => claim.when.as_ref().is_some_and(|w| w.as_str() == value),
        "modality" => serde_json::to_value(claim.modality).is_ok_and(|v| v == value),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn every_example_holds() {
        let report = check().unwrap();
        assert!(
            report.failures.is_empty(),
            "{} of {}: {:#?}",
            report.failures.len(),
            report.examples,
            report.failures
        );
    }
}

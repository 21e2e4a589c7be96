//! Rules run on their own examples.

use serde::Serialize;

use super::compile::RuleSet;
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

/// An example or counter-example that was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// The rule.
    pub rule: String,
    /// The sentence, with what it must give for an example.
    pub example: String,
    /// Whether the rule must stay silent on it.
    pub counter: bool,
    /// What was missing or too much; `None` when it holds.
    pub failure: Option<String>,
}

/// Lints the rules and runs every example and counter-example.
pub fn check() -> Result<CheckReport, String> {
    let tested = test("")?;
    Ok(CheckReport {
        rules: RuleSet::embedded()?.rules.len(),
        examples: tested.len(),
        failures: tested
            .into_iter()
            .filter_map(|t| {
                t.failure.map(|message| ExampleFailure { rule: t.rule, example: t.example, message })
            })
            .collect(),
        findings: lint()?,
    })
}

/// Runs the examples and counter-examples of the rules whose id begins with `prefix`
/// (`control/`, `control/fall-to`; empty for all).
pub fn test(prefix: &str) -> Result<Vec<Tested>, String> {
    let extractor = Extractor::embedded();
    let mut out = Vec::new();
    for rule in extractor.rules.rules.iter().filter(|r| r.id.to_string().starts_with(prefix)) {
        let id = rule.id.to_string();
        let mut note = |example: &str, counter, failure| {
            out.push(Tested { rule: id.clone(), example: example.to_owned(), counter, failure });
        };
        for example in &rule.spec.examples {
            let failure = match example.split_once("=>") {
                None => Some("no \"=>\"".to_owned()),
                Some((text, expected)) => run(&extractor, &id, text.trim(), expected.trim()).err(),
            };
            note(example, false, failure);
        }
        for counter in &rule.spec.counter {
            let claims = read(&extractor, counter)?;
            let fired = claims.iter().find(|c| c.rule.to_string() == id);
            note(counter, true, fired.map(|claim| format!("it fired on {:?}", claim.evidence.quote)));
        }
    }
    Ok(out)
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
    use super::{check, test};

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

    #[test]
    fn a_prefix_chooses_rules() {
        let some = test("control/fall").unwrap();
        assert!(!some.is_empty() && some.iter().all(|t| t.rule.starts_with("control/fall")));
        assert!(some.iter().any(|t| t.counter));
        assert!(test("no-such-family/").unwrap().is_empty());
    }
}

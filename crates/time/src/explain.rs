//! Saying what was found and why; checking rule files.

use annalist_document::Document;
use annalist_span::{RuleId, Span};
use serde::Serialize;

use crate::meaning::Meaning;
use crate::recognise::{Extend, RuleSet, RuleText, check, scan};
use crate::{ClauseTime, Day, Edtf, TimeLayer, TimeMention, TimeReason};

/// A time expression as its rule read it, before anything anchors it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expression {
    /// Bytes of the text.
    pub span: Span,
    /// The rule that found it.
    pub rule: RuleId,
    /// What the rule read in it (`shift n=3 unit=day dir=forward`).
    pub meaning: String,
}

/// Every time expression of a text, without parse or context. Linear in the text's length.
pub fn find(text: &str) -> Vec<Expression> {
    let rules = RuleSet::committed();
    scan(text, rules)
        .into_iter()
        .map(|found| Expression {
            span: found.span,
            rule: RuleId::from(rules.rules[found.rule as usize].id.as_str()),
            meaning: found.meaning.to_string(),
        })
        .collect()
}

/// One mention with its rule's patterns and what was read and anchored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The mention, with its value and what it was anchored to.
    pub mention: TimeMention,
    /// The rule's patterns as written.
    pub patterns: Vec<String>,
    /// What the rule read in it, before anchoring.
    pub meaning: String,
    /// How the mention grew beyond its pattern: `of`, `event` or nothing.
    pub grown: Option<&'static str>,
}

/// Every time expression of a text, read as a document of its own, with the reasons for its value.
pub fn explain(text: &str, reference: Option<Day>) -> Vec<Explanation> {
    let Ok(documents) = annalist_document::read("text.txt", text.as_bytes()) else { return Vec::new() };
    let mut out = Vec::new();
    for document in &documents {
        let layer = TimeLayer::read(document, &[], reference);
        out.extend(
            (0..document.passages.len()).flat_map(|passage| explain_passage(document, &layer, passage)),
        );
    }
    out
}

/// The time expressions of one passage of a document that `layer` was read from, with the reasons
/// for their values.
pub fn explain_passage(document: &Document, layer: &TimeLayer, passage: usize) -> Vec<Explanation> {
    let rules = RuleSet::committed();
    let (Some(text), Some(mentions)) = (document.passages.get(passage), layer.mentions.get(passage)) else {
        return Vec::new();
    };
    let found = scan(&text.text, rules);
    let explained = mentions.iter().zip(found).map(|(mention, found)| {
        let rule = &rules.rules[found.rule as usize];
        Explanation {
            mention: mention.clone(),
            patterns: rule.patterns.clone(),
            meaning: found.meaning.to_string(),
            grown: match rule.extend {
                Extend::No => None,
                Extend::Of => Some("of"),
                Extend::Event => Some("event"),
            },
        }
    });
    explained.collect()
}

impl ClauseTime {
    /// In words for people: the days, how they came to the clause, and the words that told them.
    pub fn explain(&self, document: &Document) -> String {
        let when = self.when.as_ref().map_or("no time", Edtf::as_str);
        let reason = match self.reason {
            TimeReason::Attached => "attached",
            TimeReason::Inherited => "inherited",
            TimeReason::Unknown => "unknown",
        };
        let told = self.mention.and_then(|(passage, span)| {
            let passage = document.passages.get(passage as usize)?;
            Some(format!(", {:?} at {}", span.of_text(&passage.text), passage.map.to_file(span)))
        });
        format!("{when} ({reason}: {}{})", self.way.words(), told.unwrap_or_default())
    }
}

/// Checks the committed rules: gives what is wrong, in order.
pub fn check_committed() -> Vec<String> {
    check_written(RuleSet::committed(), &check::committed())
}

/// Checks a rule file: that it is written right, that every rule has a test of its own, and that
/// its tests hold when its rules are added to the committed ones. Gives what is wrong, in order.
pub fn check_rules(name: &str, text: &str) -> Vec<String> {
    match check::read(name, text) {
        Ok((rules, written)) => check_written(&rules, &written),
        Err(wrong) => vec![wrong],
    }
}

/// A rule as a list of rules shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeRule {
    /// `time/file/name`.
    pub id: String,
    /// Its patterns as written.
    pub patterns: Vec<String>,
    /// What it means, as written (`date year=$year`).
    pub value: String,
    /// How many examples and counter-examples stand beside it.
    pub tests: usize,
}

/// The committed rules, in the order in which the matcher prefers them.
pub fn rules() -> Vec<TimeRule> {
    let rule = |(id, rule): (String, RuleText)| TimeRule {
        id,
        tests: rule.tests.len() + rule.refuses.len(),
        patterns: rule.patterns,
        value: rule.value,
    };
    check::committed().into_iter().map(rule).collect()
}

pub(crate) fn check_written(rules: &RuleSet, written: &[(String, RuleText)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, rule) in written {
        if rule.tests.is_empty() {
            wrong.push(format!("{id}: has no test"));
        }
        for test in &rule.tests {
            let found = crate::reader::read_text(&test.text, test.reference.as_deref(), rules);
            let spans: Vec<&str> = found.iter().map(|m| m.text.as_str()).collect();
            if spans != test.finds {
                wrong.push(format!("{id}: {:?} gives {spans:?}, not {:?}", test.text, test.finds));
            }
            let values: Vec<&str> = found.iter().map(|m| m.value.value.as_str()).collect();
            if !test.values.is_empty() && values != test.values {
                wrong.push(format!("{id}: {:?} gives {values:?}, not {:?}", test.text, test.values));
            }
            let edtf: Vec<&str> =
                found.iter().filter_map(|m| m.value.edtf.as_ref()).map(crate::Edtf::as_str).collect();
            if !test.edtf.is_empty() && edtf != test.edtf {
                wrong.push(format!("{id}: {:?} gives {edtf:?}, not {:?}", test.text, test.edtf));
            }
            if !found.iter().any(|m| m.rule.0 == id.as_str()) {
                wrong.push(format!("{id}: does not fire in {:?}", test.text));
            }
        }
        for text in &rule.refuses {
            let found = crate::reader::read_text(text, None, rules);
            if let Some(m) = found.iter().find(|m| m.rule.0 == id.as_str()) {
                wrong.push(format!("{id}: finds {:?} in {text:?}", m.text));
            }
        }
    }
    wrong
}

impl std::fmt::Display for Meaning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.op.name())?;
        self.fields().try_for_each(|(key, value)| write!(f, " {key}={value}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{check_rules, explain, find};

    #[test]
    fn an_expression_names_its_rule_and_reading() {
        let found = find("They left three days later, in May 1931.");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].rule.0, "time/relative/step-later");
        assert_eq!(found[1].meaning, "date year=1931 month=5");
    }

    #[test]
    fn an_explanation_says_what_it_was_anchored_to() {
        let told = explain("The fort fell on 3 May 1931. The next day it burned.", None);
        assert_eq!(told[1].mention.value.value, "1931-05-04");
        assert_eq!(told[1].mention.value.anchor.as_deref(), Some("1931-05-03 (passage 0 at 17)"));
    }

    #[test]
    fn a_rule_file_is_checked_with_its_tests() {
        let rule = |test: &str| {
            format!(
                "[[rule]]\nid = \"moon\"\npatterns = [\"the full moon\"]\nvalue = \"vague\"\ntests = [{{ text = \"At the full moon they left.\", finds = [{test}] }}]"
            )
        };
        assert_eq!(check_rules("mine", &rule("\"the full moon\"")), Vec::<String>::new());
        assert_eq!(check_rules("mine", &rule("\"moon\"")).len(), 1);
        assert!(check_rules("mine", "[[rule]]\nid = 3")[0].starts_with("mine:"));
        assert_eq!(super::check_committed(), Vec::<String>::new());
        assert!(super::rules().iter().any(|r| r.id == "time/calendar/day" && r.tests > 3));
        let untested = "[[rule]]\nid = \"moon\"\npatterns = [\"the full moon\"]\nvalue = \"vague\"";
        assert_eq!(check_rules("mine", untested), ["time/mine/moon: has no test"]);
    }
}

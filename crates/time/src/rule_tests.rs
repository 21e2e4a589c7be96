//! The tests that stand in the rule files, and what every rule file must have.

use std::collections::BTreeSet;

use crate::recognise::{RuleSet, lint, scan};
use crate::{Day, TimeLayer};

/// The mentions of `text` as one narrative paragraph.
fn layer(text: &str, reference: Option<&str>) -> Vec<crate::TimeMention> {
    let document = annalist_document::read("text.txt", text.as_bytes()).unwrap().remove(0);
    let reference: Option<Day> = reference.map(|r| r.parse().unwrap());
    TimeLayer::read(&document, &[], reference).mentions.concat()
}

#[test]
fn every_rule_finds_what_its_tests_say() {
    let mut wrong = Vec::new();
    for (id, rule) in lint() {
        let mut fired = false;
        for test in &rule.tests {
            let found = layer(&test.text, test.reference.as_deref());
            let spans: Vec<_> = found.iter().map(|m| m.text.as_str()).collect();
            if spans != test.finds {
                wrong.push(format!("{id}: {:?} gives {spans:?}", test.text));
            }
            let values: Vec<_> = found.iter().map(|m| m.value.value.as_str()).collect();
            if !test.values.is_empty() && values != test.values {
                wrong.push(format!("{id}: {:?} gives {values:?}", test.text));
            }
            let edtf: Vec<_> =
                found.iter().filter_map(|m| m.value.edtf.as_ref()).map(crate::Edtf::as_str).collect();
            if !test.edtf.is_empty() && edtf != test.edtf {
                wrong.push(format!("{id}: {:?} gives {edtf:?}", test.text));
            }
            fired |= found.iter().any(|m| m.rule.0 == id.as_str());
        }
        if !fired {
            wrong.push(format!("{id}: fires in none of its tests"));
        }
        for text in &rule.refuses {
            if let Some(m) = layer(text, None).iter().find(|m| m.rule.0 == id.as_str()) {
                wrong.push(format!("{id}: finds {:?} in {text:?}", m.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_test_and_a_name_of_its_own() {
    let mut seen = BTreeSet::new();
    for (id, rule) in lint() {
        assert!(!rule.tests.is_empty(), "{id} has no test");
        assert!(seen.insert(id.clone()), "{id} is named twice");
    }
}

#[test]
fn a_rule_file_that_is_wrong_is_refused() {
    let refused = |rules: &str| RuleSet::compile("", &[("x", rules)]).unwrap_err();
    let rule = |pattern: &str, value: &str| {
        format!("[[rule]]\nid = \"a\"\npatterns = [\"{pattern}\"]\nvalue = \"{value}\"")
    };
    assert!(refused(&rule("MOON", "vague")).contains("no class MOON"));
    assert!(refused(&rule("(a", "vague")).contains("not closed"));
    assert!(refused(&rule("$X", "vague")).contains("no define X"));
    assert!(refused(&rule("a", "date year=$y")).contains("nothing captures $y"));
    assert!(refused(&rule("a", "date moon=1")).contains("no field moon"));
    assert!(refused(&rule("a", "moon")).contains("no such meaning"));
}

#[test]
fn scanning_never_leaves_the_text() {
    let rules = RuleSet::committed();
    for text in [
        "",
        " ",
        "\u{2019}99",
        "é 3 mai",
        "12:",
        "2017-03-",
        "1915-",
        "\u{1f600} May 4\u{2013}5",
        "3.",
        "231430Z",
    ] {
        for hit in scan(text, rules) {
            assert!(!hit.span.of_text(text).is_empty(), "{text:?}");
        }
    }
}

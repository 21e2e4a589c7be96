//! The tests that stand in the rule files, and what every rule file must have.

use std::collections::BTreeSet;

use crate::recognise::{RuleSet, check, scan};

#[test]
fn every_rule_finds_what_its_tests_say() {
    let wrong = crate::explain::check_written(RuleSet::committed(), &check::committed());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let mut seen = BTreeSet::new();
    for (id, _) in check::committed() {
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

//! What is wrong with rules before any text is read.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compile::RuleSet;
use super::{Role, Selector};

/// Something wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// `untested`, `unreachable`, `shadowed`, `ambiguous` or `duplicate`.
    pub kind: &'static str,
    /// In words.
    pub message: String,
}

/// Lints the rules that ship with the crate.
pub fn lint() -> Result<Vec<Finding>, String> {
    Ok(lint_set(&RuleSet::embedded()?))
}

fn lint_set(set: &RuleSet) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    // (form and predicate) -> rules, in order of precedence
    let mut readers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, rule) in set.rules.iter().enumerate() {
        let id = rule.id.to_string();
        let mut find = |kind, message: String| out.push(Finding { rule: id.clone(), kind, message });
        if let Some(other) = ids.insert(id.clone(), i) {
            find("duplicate", format!("rule {other} has the same id"));
        }
        if rule.spec.examples.is_empty() {
            find("untested", "no example".to_owned());
        }
        if let Some(why) = impossible(rule) {
            find("unreachable", why);
        }
        for verb in rule.spec.verbs.split_whitespace() {
            readers.entry(format!("verb {verb}")).or_default().push(i);
        }
        for noun in rule.spec.nouns.split_whitespace() {
            readers.entry(format!("noun {noun}")).or_default().push(i);
        }
    }
    for (predicate, list) in &readers {
        for (n, &later) in list.iter().enumerate().skip(1) {
            for &earlier in &list[..n] {
                let (a, b) = (&set.rules[earlier], &set.rules[later]);
                let finding = |kind, message| Finding { rule: b.id.to_string(), kind, message };
                if earlier == later {
                    out.push(finding("duplicate", format!("{predicate:?} is written twice")));
                } else if covers(a, b) {
                    let same = covers(b, a) && a.kind != b.kind;
                    out.push(finding(
                        if same { "ambiguous" } else { "shadowed" },
                        format!("{predicate:?} is always read by {} first", a.id),
                    ));
                }
            }
        }
    }
    out
}

/// Whether everything that meets `b`'s conditions meets `a`'s.
fn covers(a: &super::Rule, b: &super::Rule) -> bool {
    let implied = |want: &Selector| b.needs.iter().any(|n| inside(n, want));
    // What `a` rejects, `b` rejects too.
    let spared = |r: &Selector| b.rejects.iter().any(|other| inside(r, other));
    a.needs.iter().all(implied)
        && a.rejects.iter().all(spared)
        && (a.objects.is_empty()
            || (!b.objects.is_empty() && b.objects.iter().all(|o| a.objects.contains(o))))
        && (a.passive.is_none() || a.passive == b.passive)
        && (a.adverbs.is_empty() || a.adverbs == b.adverbs)
}

/// Whether whatever the first selector picks, the second picks.
fn inside(inner: &Selector, outer: &Selector) -> bool {
    within(&inner.role, &outer.role)
        && (outer.classes.is_empty()
            || !inner.classes.is_empty() && inner.classes.without(outer.classes).is_empty())
}

fn within(inner: &Role, outer: &Role) -> bool {
    match (inner, outer) {
        (_, Role::Any) => true,
        (Role::Or(roles), _) => roles.iter().all(|r| within(r, outer)),
        (_, Role::Or(roles)) => roles.iter().any(|r| within(inner, r)),
        (Role::Under(few), Role::Under(many)) => few.iter().all(|w| many.contains(w)),
        _ => inner == outer,
    }
}

/// What makes a rule impossible to meet.
fn impossible(rule: &super::Rule) -> Option<String> {
    if rule.spec.verbs.trim().is_empty() && rule.spec.nouns.trim().is_empty() {
        return Some("it reads no predicate".to_owned());
    }
    let clash = rule.needs.iter().find_map(|n| {
        let same = |r: &&Selector| inside(n, r) && !matches!(n.role, Role::Or(_) | Role::Any);
        rule.rejects.iter().find(same).map(|r| (n, r))
    });
    clash.map(|(n, r)| format!("it needs {:?} and rejects {:?}", n.text, r.text))
}

#[cfg(test)]
mod tests {
    use super::super::compile::RuleSet;
    use super::{lint, lint_set};

    #[test]
    fn the_rules_are_clean() {
        let findings = lint().unwrap();
        assert!(findings.is_empty(), "{findings:#?}");
    }

    /// The kinds of findings of rules written as they are in a file, with the rules that they are of.
    fn found(rules: &[&str]) -> Vec<(String, &'static str)> {
        let text = format!(
            "family = \"test\"\n{}",
            rules
                .iter()
                .map(|r| format!("[[rule]]\n{}\n", r.replace("; ", "\n")))
                .collect::<Vec<_>>()
                .concat()
        );
        let set = RuleSet::compile(vec![toml::from_str(&text).unwrap()]).unwrap();
        lint_set(&set).into_iter().map(|f| (f.rule, f.kind)).collect()
    }

    const TESTED: &str = "examples = [\"They took it. => capture\"]";

    #[test]
    fn a_rule_without_an_example_is_untested() {
        assert_eq!(
            found(&["id = \"a\"; kind = \"capture\"; verbs = \"take\""]),
            [("test/a".to_owned(), "untested")]
        );
    }

    #[test]
    fn a_rule_that_nothing_meets_is_unreachable() {
        let bare = format!("id = \"a\"; kind = \"capture\"; {TESTED}");
        assert_eq!(found(&[&bare]), [("test/a".to_owned(), "unreachable")]);
        let torn = format!(
            "id = \"a\"; kind = \"capture\"; verbs = \"take\"; needs = [\"patient:ground\"]; rejects = [\"patient:ground|person\"]; {TESTED}"
        );
        assert_eq!(found(&[&torn]), [("test/a".to_owned(), "unreachable")]);
    }

    #[test]
    fn a_rule_behind_a_wider_one_is_shadowed() {
        let wide = format!(
            "id = \"a\"; kind = \"capture\"; verbs = \"take\"; needs = [\"patient+toward:ground|place\"]; {TESTED}"
        );
        let narrow =
            format!("id = \"b\"; kind = \"enter\"; verbs = \"take\"; needs = [\"patient:ground\"]; {TESTED}");
        assert_eq!(found(&[&wide, &narrow]), [("test/b".to_owned(), "shadowed")]);
        assert!(found(&[&narrow, &wide]).is_empty(), "the narrow one comes first");
        let wary = wide.replace("needs", "rejects = [\"agent:event\"]; needs");
        assert!(found(&[&wary, &narrow]).is_empty(), "what the first rejects, the second reads");
    }

    #[test]
    fn two_rules_for_the_same_words_are_ambiguous() {
        let one = format!(
            "id = \"a\"; kind = \"capture\"; verbs = \"take\"; needs = [\"patient:ground\"]; {TESTED}"
        );
        let other = one.replace("\"a\"", "\"b\"").replace("capture\";", "enter\";");
        assert_eq!(found(&[&one, &other]), [("test/b".to_owned(), "ambiguous")]);
        assert!(found(&[&one, &one]).iter().any(|f| f.1 == "duplicate"));
    }
}

//! What is wrong with rules before any text is read.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compile::RuleSet;

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
        if rule.spec.verbs.trim().is_empty() && rule.spec.nouns.trim().is_empty() {
            find("unreachable", "it reads no predicate".to_owned());
        }
        if rule.spec.needs.iter().any(|n| rule.spec.rejects.contains(n)) {
            find("unreachable", "it needs what it rejects".to_owned());
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
    let implied = |want: &super::Selector| {
        b.needs.iter().any(|n| {
            n.role == want.role && n.classes.without(want.classes).is_empty() && !n.classes.is_empty()
        })
    };
    a.needs.iter().all(implied)
        && a.rejects.iter().all(|r| b.spec.rejects.contains(&r.text))
        && (a.objects.is_empty()
            || (!b.objects.is_empty() && b.objects.iter().all(|o| a.objects.contains(o))))
        && (a.passive.is_none() || a.passive == b.passive)
        && (a.adverbs.is_empty() || a.adverbs == b.adverbs)
}

#[cfg(test)]
mod tests {
    use super::lint;

    #[test]
    fn the_rules_are_clean() {
        let findings = lint().unwrap();
        assert!(findings.is_empty(), "{findings:#?}");
    }
}

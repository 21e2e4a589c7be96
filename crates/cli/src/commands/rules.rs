//! `annalist rules`: list and check the extraction rules.

use crate::args::{Rules, RulesAction};
use crate::failure::{Exit, Failure};
use crate::out::{self, Format, word};

pub(crate) fn run(arguments: &Rules) -> Result<(), Failure> {
    let broken = |e: String| Failure::new(Exit::Usage, format!("the rules cannot be read: {e}"), None);
    match arguments.action {
        RulesAction::List => {
            let rules = annalist_claim::rules::list().map_err(broken)?;
            out::list(arguments.format, &rules, &["rule", "kind", "verbs", "nouns", "tests"], |r| {
                vec![r.id.clone(), word(&r.kind), r.verbs.join(" "), r.nouns.join(" "), r.tests.to_string()]
            });
            Ok(())
        }
        RulesAction::Check => {
            let report = annalist_claim::rules::check().map_err(broken)?;
            if arguments.format == Format::Table {
                out::print(&format!("{} rules, {} examples\n", report.rules, report.examples));
                for f in &report.failures {
                    out::print(&format!("{}: {}\n    {}\n", f.rule, f.message, f.example));
                }
                for f in &report.findings {
                    out::print(&format!("{}: {}: {}\n", f.rule, f.kind, f.message));
                }
            } else {
                out::json(&report);
            }
            let clean = report.failures.is_empty() && report.findings.is_empty();
            if clean { Ok(()) } else { Err(Failure::said(Exit::Partly)) }
        }
    }
}

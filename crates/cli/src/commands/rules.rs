//! `annalist rules`: list and check the rules of extraction and of time.

use std::path::Path;

use serde::Serialize;

use crate::args::{Rules, RulesAction};
use crate::failure::{Exit, Failure};
use crate::out::{self, Format, word};

/// A rule of either sort.
#[derive(Serialize)]
#[serde(untagged)]
enum Row {
    Claim(annalist_claim::rules::RuleInfo),
    Time(annalist_time::TimeRule),
}

/// What the checks found.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    claims: annalist_claim::rules::CheckReport,
    /// Time rules read.
    time_rules: usize,
    /// What is wrong with them.
    time_failures: Vec<String>,
}

pub(crate) fn run(arguments: &Rules) -> Result<(), Failure> {
    match arguments.action {
        RulesAction::List => list(arguments),
        RulesAction::Check => check(arguments),
        RulesAction::Test => test(arguments),
        RulesAction::Kinds => {
            kinds(arguments);
            Ok(())
        }
    }
}

fn broken(e: String) -> Failure {
    Failure::new(Exit::Usage, format!("the rules cannot be read: {e}"), None)
}

fn list(arguments: &Rules) -> Result<(), Failure> {
    let claims = annalist_claim::rules::list().map_err(broken)?.into_iter().map(Row::Claim);
    let rows: Vec<Row> = claims.chain(annalist_time::rules().into_iter().map(Row::Time)).collect();
    out::list(arguments.format, &rows, &["rule", "makes", "looks for", "tests"], |row| match row {
        Row::Claim(r) => {
            let words: Vec<&str> = r.verbs.iter().chain(&r.nouns).map(String::as_str).collect();
            vec![r.id.clone(), word(&r.kind), words.join(" "), r.tests.to_string()]
        }
        Row::Time(r) => {
            vec![r.id.clone(), r.value.clone(), out::clip(&r.patterns.join("\n"), 400), r.tests.to_string()]
        }
    });
    Ok(())
}

fn test(arguments: &Rules) -> Result<(), Failure> {
    let all = [String::new()];
    let prefixes = if arguments.names.is_empty() { &all[..] } else { &arguments.names };
    let mut tested = Vec::new();
    for prefix in prefixes {
        let found = annalist_claim::rules::test(prefix).map_err(broken)?;
        if found.is_empty() {
            let help = "`annalist rules list` names the rules".to_owned();
            return Err(Failure::new(Exit::Usage, format!("no rule begins with {prefix:?}"), Some(help)));
        }
        tested.extend(found);
    }
    out::list(arguments.format, &tested, &["rule", "outcome", "example"], |t| {
        let outcome = match (&t.failure, t.counter) {
            (Some(failure), _) => failure.clone(),
            (None, true) => "stays silent".to_owned(),
            (None, false) => "holds".to_owned(),
        };
        vec![t.rule.clone(), outcome, t.example.clone()]
    });
    if tested.iter().all(|t| t.failure.is_none()) { Ok(()) } else { Err(Failure::said(Exit::Partly)) }
}

fn kinds(arguments: &Rules) {
    let heads = ["kind", "ACLED event", "ACLED sub-event", "PLOVER", "mode", "CAMEO", "UCDP violence"];
    out::list(arguments.format, annalist_claim::ontology::TABLE, &heads, |c| {
        let ucdp: Vec<String> = c.ucdp.iter().map(u8::to_string).collect();
        let codes = [c.acled, c.acled_sub, c.plover, c.plover_mode, c.cameo].map(str::to_owned);
        [word(&c.kind)].into_iter().chain(codes).chain([ucdp.join(", ")]).collect()
    });
}

fn check(arguments: &Rules) -> Result<(), Failure> {
    let mut report = Report {
        claims: annalist_claim::rules::check().map_err(broken)?,
        time_rules: annalist_time::rules().len(),
        time_failures: annalist_time::check_committed(),
    };
    for path in arguments.names.iter().map(Path::new) {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Failure::new(Exit::Unreadable, format!("{}: cannot be read: {e}", path.display()), None)
        })?;
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        report.time_failures.extend(annalist_time::check_rules(&name, &text));
    }
    if arguments.format == Format::Table {
        out::print(&format!("{} rules, {} examples\n", report.claims.rules, report.claims.examples));
        for f in &report.claims.failures {
            out::print(&format!("{}: {}\n    {}\n", f.rule, f.message, f.example));
        }
        for f in &report.claims.findings {
            out::print(&format!("{}: {}: {}\n", f.rule, f.kind, f.message));
        }
        out::print(&format!("{} time rules\n", report.time_rules));
        for failure in &report.time_failures {
            out::print(&format!("{failure}\n"));
        }
    } else {
        out::json(&report);
    }
    let claims = report.claims.failures.is_empty() && report.claims.findings.is_empty();
    if claims && report.time_failures.is_empty() { Ok(()) } else { Err(Failure::said(Exit::Partly)) }
}

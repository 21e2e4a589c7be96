//! `cargo xtask test`: everything that CI runs, one step after the other, one line at the end.

use crate::shell::{cargo, command, root, run, run_and_keep};
use crate::{contract, tools, validate, web};

/// What a step found.
#[derive(Default, Clone, Copy)]
struct Count {
    passed: u64,
    failed: u64,
}

type Step = (&'static str, fn() -> Result<Count, String>);

const STEPS: &[Step] = &[
    ("fmt", || one(run(cargo().args(["fmt", "--all", "--check"])))),
    ("lint", || {
        one(run(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])))
    }),
    ("licences", || {
        let deny = tools::cargo_deny()?;
        one(run(command(deny).args(["--log-level", "error", "check", "licenses", "bans", "sources"])))
    }),
    ("docs", || {
        one(run(cargo()
            .args(["doc", "--workspace", "--no-deps", "--quiet", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links")))
    }),
    ("unit", || {
        web::build()?;
        rust_tests()
    }),
    ("web", || {
        web::install()?;
        run(command("npm").current_dir(root().join("web")).args(["run", "--silent", "check"]))?;
        node_tests("test:unit")
    }),
    ("store", || one(validate::store())),
    ("api", || one(contract::api())),
    ("browser", browser),
    ("scores", scores),
];

/// Runs every step, or the one named by `--only`, and closes with `N passed, N failed`.
pub(crate) fn run_tests(arguments: &[String]) -> Result<(), String> {
    let only = match arguments {
        [] => None,
        [flag, step] if flag == "--only" => Some(step.as_str()),
        _ => return Err("usage: cargo xtask test [--only STEP]".to_owned()),
    };
    if let Some(step) = only
        && !STEPS.iter().any(|(name, _)| *name == step)
    {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(format!("no step is called `{step}`; there are {}", names.join(", ")));
    }
    let mut total = Count::default();
    let mut broken = Vec::new();
    for (name, step) in STEPS.iter().filter(|(name, _)| only.is_none_or(|o| o == *name)) {
        println!("── {name}");
        let started = std::time::Instant::now();
        match step() {
            Ok(count) => {
                total.passed += count.passed;
                total.failed += count.failed;
                if count.failed > 0 {
                    broken.push(*name);
                }
            }
            Err(message) => {
                eprintln!("error: {message}");
                total.failed += 1;
                broken.push(*name);
            }
        }
        println!("── {name}: {} s", started.elapsed().as_secs());
    }
    if !broken.is_empty() {
        println!("failed: {}", broken.join(", "));
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if broken.is_empty() { Ok(()) } else { Err("not everything passed".to_owned()) }
}

fn one(outcome: Result<(), String>) -> Result<Count, String> {
    outcome.map(|()| Count { passed: 1, failed: 0 })
}

/// The workspace's tests, counted from the lines that cargo's runner closes each binary with.
fn rust_tests() -> Result<Count, String> {
    let (ok, out) = run_and_keep(cargo().args(["test", "--workspace", "--no-fail-fast", "--quiet"]))?;
    let mut count = Count::default();
    for line in out.lines().filter(|l| l.starts_with("test result:")) {
        count.passed += number_before(line, " passed");
        count.failed += number_before(line, " failed");
    }
    if count.passed == 0 {
        return Err("cargo ran no test".to_owned());
    }
    if !ok && count.failed == 0 {
        return Err("the tests could not be built".to_owned());
    }
    Ok(count)
}

/// Playwright in Debian's Chromium, over the demo's own project.
fn browser() -> Result<Count, String> {
    tools::debian("chromium", "chromium")?;
    web::build()?;
    run(cargo().args(["build", "--quiet", "--package", "annalist-cli"]))?;
    node_tests("test:browser")
}

/// Runs a script of the page's package whose last lines are those of node's test runner.
fn node_tests(script: &str) -> Result<Count, String> {
    let (ok, out) =
        run_and_keep(command("npm").current_dir(root().join("web")).args(["run", "--silent", script]))?;
    let counted = |word: &str| {
        out.lines().find_map(|l| l.strip_prefix(word)).and_then(|n| n.trim().parse().ok()).unwrap_or(0)
    };
    let count = Count { passed: counted("# pass "), failed: counted("# fail ") };
    if count.passed + count.failed == 0 || (!ok && count.failed == 0) {
        return Err(format!("`{script}` did not run to its end"));
    }
    Ok(count)
}

/// Scores on annotated documents, where they lie beside the checkout: none may fall.
fn scores() -> Result<Count, String> {
    let shared = root().parent().map(|p| p.join("shared")).filter(|p| p.join("tools/score.py").is_file());
    let Some(shared) = shared else {
        println!("no annotated documents beside the checkout: nothing to score");
        return Ok(Count::default());
    };
    run(cargo().args(["build", "--release", "--quiet", "--package", "annalist-cli"]))?;
    let binary = crate::shell::target().join("release/annalist");
    let mut count = Count::default();
    for (script, folder) in [("scores.py", shared.clone()), ("places.py", shared.join("seeds"))] {
        let scored = run(command("python3").arg(root().join("bench").join(script)).arg(folder).arg(&binary));
        count.passed += u64::from(scored.is_ok());
        if let Err(message) = scored {
            eprintln!("error: {message}");
            count.failed += 1;
        }
    }
    Ok(count)
}

/// The number right before a word in a line; 0 when there is none.
fn number_before(line: &str, word: &str) -> u64 {
    line.find(word)
        .and_then(|at| line[..at].rsplit(|c: char| !c.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::number_before;

    #[test]
    fn numbers_are_read_from_closing_lines() {
        let line = "test result: ok. 12 passed; 3 failed; 0 ignored";
        assert_eq!(number_before(line, " passed"), 12);
        assert_eq!(number_before(line, " failed"), 3);
        assert_eq!(number_before(line, " skipped"), 0);
    }
}

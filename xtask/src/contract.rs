//! The API held against its own description by schemathesis, over the served demo.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use crate::shell::{cargo, command, run, target};
use crate::tools;

/// Requests made up for each operation: the same on every machine, however quick it is.
const EXAMPLES: &str = "100";

/// What is checked. That every request which fits the schemas is accepted is not: whether a claim, a
/// place or a policy is there is more than a schema says. The demo demands no accounts, so that nothing
/// about them is checked either.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
response_headers_conformance,response_schema_conformance,negative_data_rejection,missing_required_header,\
unsupported_method,allow_header_conformance,use_after_free,ensure_resource_availability";

/// Builds the binary, serves the examples and lets schemathesis ask whatever the description allows, and
/// what it does not.
pub(crate) fn api() -> Result<(), String> {
    let schemathesis = tools::schemathesis()?;
    run(cargo().args(["build", "--quiet", "--package", "annalist-cli"]))?;
    let mut demo = Demo::start()?;
    let address = demo.address()?;
    run(command("python3")
        .env("PYTHONPATH", &schemathesis)
        .args(["-m", "schemathesis.cli", "run"])
        .arg(format!("{address}api/v1/openapi.json"))
        .args([
            "--phases",
            "coverage,fuzzing",
            "--checks",
            CHECKS,
            "--max-examples",
            EXAMPLES,
            "--generation-deterministic",
        ])
        // A stream has no end.
        .args(["--exclude-path", "/changes"])
        .args(["--request-timeout", "20", "--no-color"]))
}

/// The demo, ended when it goes out of sight.
struct Demo(Child);

impl Demo {
    fn start() -> Result<Self, String> {
        let child = command(target().join("debug/annalist"))
            .args(["demo", "--no-open", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        child.map(Self).map_err(|e| format!("the demo could not be started: {e}"))
    }

    /// The address that it prints.
    fn address(&mut self) -> Result<String, String> {
        let out = self.0.stdout.take().ok_or("the demo has no output")?;
        let line = BufReader::new(out).lines().next().and_then(Result::ok).unwrap_or_default();
        let address = line.split_whitespace().find(|w| w.starts_with("http://"));
        address.map(str::to_owned).ok_or_else(|| format!("the demo printed no address: {line:?}"))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Interrupted, it clears its folder away; ended already, that is as good.
        let _ = command("kill").args(["-INT", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

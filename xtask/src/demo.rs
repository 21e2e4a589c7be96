//! `cargo xtask demo`: from a fresh clone to a map in the browser.

use crate::shell::{cargo, command, run, target};
use crate::web;

/// Builds the page and the binary, reads the examples, and serves them until it is stopped.
pub(crate) fn run_demo(arguments: &[String]) -> Result<(), String> {
    web::build()?;
    eprintln!("building annalist …");
    run(cargo().args(["build", "--release", "--quiet", "--package", "annalist-cli"]))?;
    run(command(target().join("release/annalist")).arg("demo").args(arguments))
}

//! Project chores: `cargo xtask COMMAND`.
//!
//! **Takes** a command's name. **Gives** a built page and binary, a running demo, a tested tree.
//! **The idea:** two commands on a fresh machine, `demo` and `test`, and each installs what it
//! misses or names the command that does.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on the terminal")]

mod contract;
mod demo;
mod gazetteer;
mod model;
mod shell;
mod test;
mod tools;
mod towns;
mod validate;
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  demo [--port N] [--no-open]   build everything, read the examples and serve the map
  test [--only STEP]            run everything that CI runs; STEP is one of
                                fmt, lint, licences, unit, docs, web, store, api, browser, scores
  web                           build the page into web/dist
  gazetteer                     derive the compiled list of the world's towns again
  model                         derive the committed language model again and verify it
  help                          this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments.split_first().map_or(("help", &[][..]), |(c, r)| (c.as_str(), r));
    let outcome = match command {
        "demo" => demo::run_demo(rest),
        "test" => test::run_tests(rest),
        "web" => web::build(),
        "gazetteer" => gazetteer::run(rest),
        "model" => model::run(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("no chore is called `{other}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

//! The `annalist` command: every step of the way from a file to "who held what, when, says who".
//!
//! **Takes** arguments and files. **Gives** tables, JSON lines, a project file, a served map.
//! **The idea:** a thin shell: each command is one module that calls the libraries and prints.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the one crate that speaks on a terminal"
)]

mod args;
mod clock;
mod commands;
mod failure;
mod files;
mod out;
mod own;
mod project;

use std::process::ExitCode;

use clap::Parser as _;

/// Claims are many small allocations, which this allocator is quick with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    failure::quiet_broken_pipe();
    let arguments = args::Arguments::parse();
    match commands::run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

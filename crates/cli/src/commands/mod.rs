//! One module a command.

mod build;
mod claims;
mod explain;
mod export;
mod parse;
mod places;
mod read;
mod rules;
mod serve;
mod times;
mod views;
mod who;

use crate::args::Command;
use crate::failure::Failure;

/// Runs a command to its end.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Read(a) => read::run(&a),
        Command::Parse(a) => parse::run(&a),
        Command::Times(a) => times::run(&a),
        Command::Places(a) => places::run(&a),
        Command::Claims(a) => claims::run(&a),
        Command::Build(a) => build::run(&a),
        Command::Who(a) => who::run(&a),
        Command::Timeline(a) => views::timeline(&a),
        Command::Events(a) => views::events(&a),
        Command::Disputes(a) => views::disputes(&a),
        Command::Figures(a) => views::figures(&a),
        Command::Documents(a) => views::documents(&a),
        Command::Export(a) => export::run(&a),
        Command::Explain(a) => explain::run(&a),
        Command::Rules(a) => rules::run(&a),
        Command::Serve(a) => serve::run(&a),
        Command::Demo(a) => serve::demo(&a),
    }
}

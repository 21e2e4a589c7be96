//! One module a command.

mod build;
mod claims;
mod decide;
mod diff;
mod differ;
mod events;
mod explain;
mod export;
mod gazetteer;
mod ground;
mod parse;
mod place;
mod places;
mod read;
mod rules;
mod serve;
mod tell;
mod times;
mod user;
mod views;
mod who;

use crate::args::Command;
use crate::failure::Failure;

/// Runs a command to its end.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Read(a) => read::run(&a),
        Command::Diff(a) => diff::run(&a),
        Command::Parse(a) => parse::run(&a),
        Command::Times(a) => times::run(&a),
        Command::Places(a) => places::run(&a),
        Command::Claims(a) => claims::run(&a),
        Command::Build(a) => build::run(&a),
        Command::Who(a) => who::run(&a),
        Command::Timeline(a) => views::timeline(&a),
        Command::Events(a) => events::run(&a),
        Command::Disputes(a) => views::disputes(&a),
        Command::Checks(a) => ground::checks(&a),
        Command::Areas(a) => ground::areas(&a),
        Command::Figures(a) => views::figures(&a),
        Command::Harm(a) => tell::harm(&a),
        Command::Compare(a) => differ::compare(&a),
        Command::Sensitivity(a) => differ::sensitivity(&a),
        Command::Changes(a) => differ::changes(&a),
        Command::Tempo(a) => tell::tempo(&a),
        Command::OneSided(a) => tell::one_sided(&a),
        Command::Belief(a) => tell::belief(&a),
        Command::Accounts(a) => differ::accounts(&a),
        Command::Decide(a) => decide::decide(&a),
        Command::Decisions(a) => decide::decisions(&a),
        Command::Agreement(a) => decide::agreement(&a),
        Command::Documents(a) => views::documents(&a),
        Command::Export(a) => export::run(&a),
        Command::Explain(a) => explain::run(&a),
        Command::Rules(a) => rules::run(&a),
        Command::Gazetteer(a) => gazetteer::run(&a),
        Command::Place(a) => place::run(&a),
        Command::Serve(a) => serve::run(&a),
        Command::Demo(a) => serve::demo(&a),
        Command::User(a) => user::run(&a),
    }
}

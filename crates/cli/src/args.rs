//! The table of commands and flags: help and the manual's check are read from it.

mod chronicle;
mod gazetteer;

use std::net::IpAddr;
use std::path::PathBuf;

use annalist_chronicle::Account;
use annalist_server::Role;
use annalist_time::Day;
use clap::{Args, Parser, Subcommand};

use crate::out::Format;

pub(crate) use self::gazetteer::{AboutName, Gazetteer, GazetteerAct, OwnPlaces, Place, PlaceAct};
pub(crate) use chronicle::{
    Accounts, Agreement, Asked, Belief, Changes, Compare, Decide, DecideAct, Decisions, Disputes, Events,
    Figures, OneSided, Telling, Timeline,
};

/// A sourced chronicle from conflicting reports of an armed conflict.
///
/// Reads reports, takes them apart into claims with the words behind them, and says who held each
/// place on each day, according to whom. Works offline; the project is one file that opens in QGIS.
#[derive(Debug, Parser)]
#[command(name = "annalist", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 done, but some files or all failed; 2 wrong usage; \
3 the file cannot be opened or is no project; 4 no such place; 5 the disk is full or cannot be written.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a document as a tree: form, title, sections, infobox, passages with byte ranges.
    Read(Reading),
    /// Compare two versions of one work, claim by claim: new, gone, changed, renamed.
    Diff(Diff),
    /// Show tokens, tags and dependency trees.
    Parse(Parsing),
    /// List the time expressions with their TIMEX3 and EDTF values.
    Times(Times),
    /// List the place names and what became of them: resolved, ambiguous or not found.
    Places(Places),
    /// List the claims: one clause's assertion each, with its words, its source and its rule.
    Claims(Claims),
    /// Read files and folders into a project; on an existing one, add what is new or changed.
    Build(Build),
    /// Say who held a place on a day, by each account, with the words that say so.
    Who(Who),
    /// List who held a place, or every place, from when to when.
    Timeline(Timeline),
    /// List the events: claims that tell one occurrence.
    Events(Events),
    /// List what sources cannot all have right, the weightiest first.
    Disputes(Disputes),
    /// Hold summaries (leads, infoboxes, "all of the territory lost") against what the happenings tell.
    Checks(Listing),
    /// List what is told of areas and of places without names: how many, by whom, where.
    Areas(Telling),
    /// List the figures told: killed, wounded, displaced … by whom and of whom.
    Figures(Figures),
    /// List the events that harmed civilians, each graded by its sources.
    Harm(Listing),
    /// List the days on which two accounts tell another holder of a place.
    Compare(Compare),
    /// Say how holdings, events and totals change over all accounts.
    Sensitivity(Listing),
    /// List the places held otherwise at the end of one day than at the end of another.
    Changes(Changes),
    /// Say how fast ground changed hands: places taken a day, shares held, advance, changes by place.
    Tempo(Telling),
    /// List what only the sources of one side say.
    OneSided(OneSided),
    /// Say how likely each side held a place on each day, by a latent-state smoother.
    Belief(Belief),
    /// List the accounts of a project: whose word counts; keep or forget a policy of your own.
    Accounts(Accounts),
    /// Decide on a claim, an event, a name or a source: accept, correct, reject, merge, split …
    Decide(Decide),
    /// List, export or replay people's decisions.
    #[command(subcommand)]
    Decisions(Decisions),
    /// Say how far two coders agree, slot by slot, and what is left to adjudicate.
    Agreement(Agreement),
    /// Show the documents of a project.
    Documents(Listing),
    /// Write a project's holdings or claims in a format of others, to standard output.
    Export(Export),
    /// For each time and clause on a line: which rule fired and why, which nearly did and why not.
    Explain(Explain),
    /// Check or list the rules of extraction and of time.
    Rules(Rules),
    /// Add lists of places, or check them.
    Gazetteer(Gazetteer),
    /// Decide what a name of a place means in a project.
    Place(Place),
    /// Serve a project's map and API on this machine.
    Serve(Serve),
    /// Read the examples that come with Annalist and serve their map.
    Demo(Demo),
    /// Add, list or remove the accounts of a served project.
    User(User),
}

/// Arguments of `read`.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Files to read.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print the bytes that byte ranges count in, as they are: for a PDF the words of its pages, for a
    /// DOCX its XML, for any other file its own bytes.
    #[arg(long, conflicts_with = "format")]
    pub(crate) unpacked: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The older version: a file (FILE#N for the Nth document of a file of many).
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// The newer version.
    #[arg(value_name = "B")]
    pub(crate) b: String,
    /// Take both from a project, by their names or the first letters of their ids.
    #[arg(long, value_name = "PROJECT")]
    pub(crate) project: Option<PathBuf>,
    /// How to print; by default a table on a terminal and JSON lines into a pipe or file.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

/// Arguments of `places`.
#[derive(Debug, Args)]
pub(crate) struct Places {
    /// Files to read.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) own: OwnPlaces,
    /// How to print; by default a table on a terminal and JSON lines into a pipe or file.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

/// Arguments of `parse`.
#[derive(Debug, Args)]
pub(crate) struct Parsing {
    /// Files to read.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ParseFormat,
}

/// How `parse` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ParseFormat {
    /// A column for each annotation.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// A JSON object a sentence.
    Jsonl,
    /// CoNLL-U, one block a sentence.
    Conllu,
}

/// Arguments of `times`.
#[derive(Debug, Args)]
pub(crate) struct Times {
    /// Files to read.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The day on which the document was written (YYYY-MM-DD): "yesterday" leans on it.
    #[arg(long, value_name = "DATE")]
    pub(crate) reference_date: Option<Day>,
    /// How to print; by default a table on a terminal and JSON lines into a pipe or file.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

/// Arguments of `claims`.
#[derive(Debug, Args)]
pub(crate) struct Claims {
    /// Files to read.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) own: OwnPlaces,
    /// The day on which the document was written (YYYY-MM-DD): "yesterday" leans on it.
    #[arg(long, value_name = "DATE")]
    pub(crate) reference_date: Option<Day>,
    /// Print the claims of infobox values too.
    #[arg(long)]
    pub(crate) infobox: bool,
    /// How to print; by default a table on a terminal and JSON lines into a pipe or file.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(crate) struct Build {
    /// Files and folders to read.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// A list of places to add to the project before reading, as `gazetteer add` does.
    #[arg(long, value_name = "FILE")]
    pub(crate) gazetteer: Vec<PathBuf>,
    /// The project to make or add to.
    #[arg(short, long, value_name = "PROJECT.gpkg")]
    pub(crate) output: PathBuf,
    /// How many files to read at once; by default one a processor. The project is the same.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

/// A project, and how to print.
#[derive(Debug, Args)]
pub(crate) struct Listing {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `who`.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The place's name in any spelling, or its id.
    #[arg(value_name = "PLACE")]
    pub(crate) place: String,
    /// The day (YYYY-MM-DD).
    #[arg(value_name = "DATE")]
    pub(crate) date: Day,
    /// By whose word: all, against-interest, monitors, reviewed, side:NAME, source:NAME, sources:A|B, policy:NAME
    /// or file:PATH. Without it, the answer of every account that tells something of the place.
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<Asked>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The format.
    #[arg(long = "as", value_enum, default_value_t)]
    pub(crate) form: ExportForm,
    /// By whose word holdings are told: all, against-interest, monitors, reviewed, side:NAME, source:NAME or sources:A|B.
    #[arg(long, value_name = "ACCOUNT", default_value = "all")]
    pub(crate) account: Account,
    /// A side that is a state, for `acled` and `ged`; may be given again. By default those to which a state
    /// belongs.
    #[arg(long, value_name = "SIDE")]
    pub(crate) state: Vec<String>,
    /// Withhold names of victims and sensitive sites; PROJECT.mask.toml says which.
    #[arg(long)]
    pub(crate) mask: bool,
}

/// Formats of `export`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ExportForm {
    /// Holdings as GeoJSON features with half-open days.
    #[default]
    Geojson,
    /// Claims as CSV, one row a claim.
    Csv,
    /// Holdings as CSV, one row an interval.
    CsvHoldings,
    /// Events as ACLED codes them, as CSV.
    Acled,
    /// Events with deaths as UCDP GED codes them, as CSV.
    Ged,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A file and a line of it, as `FILE:LINE`; without the line, every line.
    #[arg(value_name = "FILE:LINE")]
    pub(crate) place: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// What to do with the rules.
    #[arg(value_enum, default_value_t)]
    pub(crate) action: RulesAction,
    /// With `check`: time rule files of your own, checked together with Annalist's rules. With `test`:
    /// beginnings of rules' ids, as in `control/`; all without.
    #[arg(value_name = "FILE|RULE")]
    pub(crate) names: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// What `rules` does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RulesAction {
    /// List every rule of extraction and of time.
    #[default]
    List,
    /// Lint the rules and run the examples inside their files.
    Check,
    /// Run the examples and say of each whether it holds.
    Test,
    /// List the kinds of claims with their codes in ACLED, PLOVER, CAMEO and UCDP.
    Kinds,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    #[command(flatten)]
    pub(crate) at: Address,
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) at: Address,
}

/// Where to serve, and to whom.
#[derive(Debug, Args)]
pub(crate) struct Address {
    /// The port; on this machine alone a free one is chosen when it is taken.
    #[arg(long, value_name = "PORT", default_value_t = 4517)]
    pub(crate) port: u16,
    /// Address to listen on. Any but this machine's own (127.0.0.1, ::1) demands accounts.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// Demand accounts on this machine too.
    #[arg(long)]
    pub(crate) accounts: bool,
    /// A name under which the server is spoken to; may be given again.
    #[arg(long = "name", value_name = "HOST")]
    pub(crate) names: Vec<String>,
    /// A proxy in front speaks TLS: cookies are for TLS only.
    #[arg(long)]
    pub(crate) https: bool,
    /// Don't open a browser.
    #[arg(long)]
    pub(crate) no_open: bool,
}

/// Arguments of `user`.
#[derive(Debug, Args)]
pub(crate) struct User {
    #[command(subcommand)]
    pub(crate) action: UserAction,
}

/// What `user` does.
#[derive(Debug, Subcommand)]
pub(crate) enum UserAction {
    /// Add an account; its password is asked for, or read from standard input.
    Add {
        /// The project's file.
        #[arg(value_name = "PROJECT")]
        project: PathBuf,
        /// The name, which signs decisions.
        #[arg(value_name = "NAME")]
        name: String,
        /// What it may do: reader, coder (decides, takes in reports) or admin (manages accounts).
        #[arg(long, value_name = "ROLE", default_value = "reader")]
        role: Role,
    },
    /// List the accounts.
    List {
        /// The project's file.
        #[arg(value_name = "PROJECT")]
        project: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Remove an account.
    Remove {
        /// The project's file.
        #[arg(value_name = "PROJECT")]
        project: PathBuf,
        /// The name.
        #[arg(value_name = "NAME")]
        name: String,
    },
}

//! Arguments of the commands that ask or decide over a project's chronicle.

use std::path::PathBuf;
use std::str::FromStr;

use annalist_chronicle::Account;
use annalist_claim::Alignment;
use annalist_time::Day;
use clap::{Args, Subcommand};

use crate::out::Format;

/// By whose word, as asked: an account's name or a file with a policy.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// An account.
    Account(Account),
    /// A TOML file that holds a policy.
    File(PathBuf),
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("file:") {
            Some(path) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
            _ => text.parse().map(Self::Account).map_err(|e: annalist_chronicle::AccountError| {
                format!("{e}, or file:PATH for a policy of your own")
            }),
        }
    }
}

/// Arguments of `timeline`.
#[derive(Debug, Args)]
pub(crate) struct Timeline {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The place's name in any spelling, or its id; without it, every place.
    #[arg(value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Instead of places, the events in which a side, a force or a person acts, suffers or speaks: its id,
    /// or words of its name.
    #[arg(long, value_name = "NAME", conflicts_with = "place")]
    pub(crate) of: Option<String>,
    /// By whose word: all, against-interest, monitors, reviewed, side:NAME, source:NAME, sources:A|B (those
    /// sources alone), policy:NAME or file:PATH.
    #[arg(long, value_name = "ACCOUNT", default_value = "all")]
    pub(crate) account: Asked,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `events`.
#[derive(Debug, Args)]
pub(crate) struct Events {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// Show one event: its claims, its independent sources, why each two claims were linked, its history.
    #[arg(long, value_name = "EVENT")]
    pub(crate) explain: Option<String>,
    /// Show what became of events as documents and decisions came: merged, split, changed, gone.
    #[arg(long, conflicts_with = "explain")]
    pub(crate) history: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `disputes`.
#[derive(Debug, Args)]
pub(crate) struct Disputes {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// Only disputes of a kind: holder, happened, figure, date, actor.
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only disputes about a place: its name in any spelling, or its id.
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `figures`.
#[derive(Debug, Args)]
pub(crate) struct Figures {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// Show totals, each part counted once, and how they change over the accounts.
    #[arg(long)]
    pub(crate) totals: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The two accounts, with a comma between them.
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    pub(crate) accounts: Vec<Asked>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `changes`.
#[derive(Debug, Args)]
pub(crate) struct Changes {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The first day (YYYY-MM-DD).
    #[arg(value_name = "FROM")]
    pub(crate) from: Day,
    /// The second day.
    #[arg(value_name = "TO")]
    pub(crate) to: Day,
    /// By whose word, as for `timeline`.
    #[arg(long, value_name = "ACCOUNT", default_value = "all")]
    pub(crate) account: Asked,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// A project, by whose word, and how to print.
#[derive(Debug, Args)]
pub(crate) struct Telling {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// By whose word, as for `timeline`.
    #[arg(long, value_name = "ACCOUNT", default_value = "all")]
    pub(crate) account: Asked,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `belief`.
#[derive(Debug, Args)]
pub(crate) struct Belief {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The place's name in any spelling, or its id.
    #[arg(value_name = "PLACE")]
    pub(crate) place: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `one-sided`.
#[derive(Debug, Args)]
pub(crate) struct OneSided {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// Only what this side alone says.
    #[arg(long, value_name = "SIDE")]
    pub(crate) side: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `accounts`.
#[derive(Debug, Args)]
pub(crate) struct Accounts {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// Keep a policy of your own in the project; `policy:NAME` asks for it then.
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) add: Option<PathBuf>,
    /// Forget a policy of your own.
    #[arg(long, value_name = "NAME")]
    pub(crate) forget: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `decide`.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// Who decides.
    #[arg(long, value_name = "NAME", global = true, required = false)]
    pub(crate) author: Option<String>,
    #[command(subcommand)]
    pub(crate) act: DecideAct,
}

/// What is decided.
#[derive(Debug, Subcommand)]
pub(crate) enum DecideAct {
    /// The claims are as read.
    Accept {
        /// Claim ids.
        #[arg(required = true, value_name = "CLAIM")]
        claims: Vec<String>,
    },
    /// The claims are wrong and count no more.
    Reject {
        /// Claim ids.
        #[arg(required = true, value_name = "CLAIM")]
        claims: Vec<String>,
    },
    /// A slot of a claim is otherwise.
    Correct {
        /// Claim id.
        #[arg(value_name = "CLAIM")]
        claim: String,
        /// The slot: a field of the claim or a path into it (kind, when, actors.0.side, places.0.id …).
        #[arg(value_name = "SLOT")]
        slot: String,
        /// The value, as JSON or as a word.
        #[arg(value_name = "VALUE")]
        value: String,
    },
    /// Claims tell one event. An event's id stands for all its claims.
    Merge {
        /// Claim or event ids.
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
    /// Claims are of another event than the others of theirs.
    Split {
        /// Claim ids.
        #[arg(required = true, value_name = "CLAIM")]
        claims: Vec<String>,
    },
    /// A name means this place, in every document.
    SetPlace {
        /// The name as written.
        #[arg(value_name = "NAME")]
        name: String,
        /// The place's id.
        #[arg(value_name = "PLACE_ID")]
        place: String,
    },
    /// A source leans so, in every document.
    SetAlignment {
        /// The source as written, or a document's name or publisher.
        #[arg(value_name = "SOURCE")]
        source: String,
        /// party:SIDE, leans:SIDE, monitor, press or unknown.
        #[arg(value_name = "ALIGNMENT", value_parser = alignment)]
        alignment: Alignment,
    },
    /// A remark on a claim or an event.
    Note {
        /// Claim or event id.
        #[arg(value_name = "ID")]
        about: String,
        /// The words.
        #[arg(value_name = "WORDS")]
        text: String,
    },
    /// Take a decision back; taking back an undo brings back what it took.
    Undo {
        /// Decision id.
        #[arg(value_name = "DECISION")]
        decision: String,
    },
}

fn alignment(text: &str) -> Result<Alignment, String> {
    match (text, text.split_once(':')) {
        ("monitor", _) => Ok(Alignment::Monitor),
        ("press", _) => Ok(Alignment::Press),
        ("unknown", _) => Ok(Alignment::Unknown),
        (_, Some(("party", side))) if !side.is_empty() => Ok(Alignment::Party(side.to_owned())),
        (_, Some(("leans", side))) if !side.is_empty() => Ok(Alignment::Leans(side.to_owned())),
        _ => Err("one of party:SIDE, leans:SIDE, monitor, press, unknown".to_owned()),
    }
}

/// What to do with the journal of decisions.
#[derive(Debug, Subcommand)]
pub(crate) enum Decisions {
    /// List the decisions: which stand, which are taken back, which find their claim no more.
    List {
        /// The project's file.
        #[arg(value_name = "PROJECT")]
        project: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write the journal as JSON lines to standard output.
    Export {
        /// The project's file.
        #[arg(value_name = "PROJECT")]
        project: PathBuf,
    },
    /// Append the decisions of an exported journal that are not there yet.
    Replay {
        /// The project's file.
        #[arg(value_name = "PROJECT")]
        project: PathBuf,
        /// The exported journal.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Arguments of `agreement`.
#[derive(Debug, Args)]
pub(crate) struct Agreement {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The two coders, with a comma between them; by default the two who judged most claims.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(crate) coders: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

//! What goes wrong, said on the terminal: what, where, and what to do.

use std::process::ExitCode;

use annalist_store::StoreError;
use miette::{MietteDiagnostic, Report};

/// Exit codes, as `annalist --help` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, but some files failed.
    Partly = 1,
    /// Wrong usage.
    Usage = 2,
    /// A file cannot be opened or is no project.
    Unreadable = 3,
    /// No such place.
    UnknownPlace = 4,
    /// The disk is full or cannot be written.
    Unwritable = 5,
}

/// A failure that ends a command.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    report: Option<Report>,
}

impl Failure {
    /// A failure with words and, where there is one, a way out.
    pub(crate) fn new(exit: Exit, message: impl Into<String>, help: Option<String>) -> Self {
        let mut diagnostic = MietteDiagnostic::new(message);
        diagnostic.help = help;
        Self { exit, report: Some(Report::new(diagnostic)) }
    }

    /// A failure whose words were said already, file by file.
    pub(crate) fn said(exit: Exit) -> Self {
        Self { exit, report: None }
    }

    /// Says it and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        if let Some(report) = self.report {
            say(&report);
        }
        ExitCode::from(self.exit as u8)
    }
}

/// Says a problem with one file while the rest go on.
pub(crate) fn warn(message: impl Into<String>, help: Option<String>) {
    let mut diagnostic = MietteDiagnostic::new(message).with_severity(miette::Severity::Warning);
    diagnostic.help = help;
    say(&Report::new(diagnostic));
}

fn say(report: &Report) {
    anstream::eprint!("{report:?}");
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let exit = match error {
            StoreError::Full { .. } | StoreError::Decision(_) => Exit::Unwritable,
            _ => Exit::Unreadable,
        };
        Self::new(exit, error.to_string(), None)
    }
}

/// A reader that closes the pipe (`annalist claims … | head`) ends the program without a word.
pub(crate) fn quiet_broken_pipe() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let words = info.payload().downcast_ref::<String>().map_or("", String::as_str);
        if words.contains("Broken pipe") {
            #[allow(clippy::exit, reason = "nobody is left to read a report")]
            std::process::exit(0);
        }
        usual(info);
    }));
}

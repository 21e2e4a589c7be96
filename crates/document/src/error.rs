use thiserror::Error;

/// Why a file could not be read: what, where, and what its owner can do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name}: {cause} (byte {at}); {advice}")]
pub struct ReadError {
    /// Name of the file as given.
    pub name: String,
    /// What is wrong.
    pub cause: Cause,
    /// Byte of the file where it shows.
    pub at: u64,
    /// What to do about it.
    pub advice: String,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Cause {
    /// No bytes, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Bytes that are no text in any encoding tried.
    #[error("not a text: {0}")]
    Binary(String),
    /// More bytes than a span can address.
    #[error("{0} bytes are more than a document can hold (4 GiB)")]
    TooLarge(u64),
    /// A known format that is damaged.
    #[error("damaged {format}: {reason}")]
    Damaged {
        /// The format.
        format: &'static str,
        /// What its parser says.
        reason: String,
    },
    /// A known format that this build cannot read.
    #[error("{0} is not read by this build")]
    Unsupported(String),
    /// The file was read but holds no passage of text.
    #[error("no text was found in the {0}")]
    NoText(&'static str),
    /// The bytes could not be had.
    #[error("{0}")]
    Io(String),
}

impl ReadError {
    pub(crate) fn new(name: &str, cause: Cause, at: u64, advice: impl Into<String>) -> Self {
        Self { name: name.to_owned(), cause, at, advice: advice.into() }
    }
}

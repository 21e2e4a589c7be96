//! What a time mention and a clause's time are.

use annalist_span::{Mention, Span};
use serde::{Deserialize, Serialize};

use crate::Edtf;

/// A time expression in a passage, with its value.
pub type TimeMention = Mention<TimeValue>;

/// The value of a time expression: TIMEX3 (ISO 24617-1) and EDTF side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeValue {
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexKind,
    /// TIMEX3 value (`2017-03-21`, `2017-03-21TMO`, `P3D`, `PAST_REF` …).
    pub value: String,
    /// TIMEX3 mod (`START`, `MID`, `END`, `APPROX`, `BEFORE` …).
    #[serde(rename = "mod", skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// TIMEX3 value of the beginning of a range or anchored duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begin: Option<String>,
    /// TIMEX3 value of its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_point: Option<String>,
    /// The days, where the expression tells days.
    pub edtf: Option<Edtf>,
    /// Part of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<PartOfDay>,
    /// The time zone that was told: `Z`, an offset (`+03:00`), or `local` for the place's own. An hour
    /// without one has the zone that the document's own dates tell, where they tell any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The days of the range, list or choice that it is a member of: `2017-04-19/2017-04-22`,
    /// `{2017-04-20,2017-04-26}` for all of them, `[2017-05-04,2017-05-05]` for one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Edtf>,
    /// What it was anchored to, in words for people ("the day before: 2017-03-29 at 1204..1212").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Whether the narrative clock reads it (false in citations, titles of works, names).
    pub narrative: bool,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexKind {
    /// A day or coarser.
    Date,
    /// Finer than a day.
    Time,
    /// A length of time.
    Duration,
    /// Repeated times.
    Set,
}

/// Part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartOfDay {
    /// Morning.
    Morning,
    /// Noon.
    Noon,
    /// Afternoon.
    Afternoon,
    /// Evening.
    Evening,
    /// Night, the early hours included.
    Night,
}

/// When a clause's event happened, and why we say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClauseTime {
    /// The days; `None` when nothing tells.
    pub when: Option<Edtf>,
    /// Part of the day.
    pub part: Option<PartOfDay>,
    /// How the time came to the clause.
    pub reason: TimeReason,
    /// The same more closely.
    pub way: TimeWay,
    /// The deciding mention: passage index and text span.
    pub mention: Option<(u32, Span)>,
}

/// How a time came to a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeReason {
    /// An expression in the clause or its governors says it.
    Attached,
    /// The narrative clock stood there.
    Inherited,
    /// Nothing tells.
    Unknown,
}

/// By which way a time came to a clause, or why none did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeWay {
    /// An expression hangs on the clause.
    Own,
    /// An expression hangs on an event that the clause names.
    NamedEvent,
    /// A clause above it tells the time.
    Governor,
    /// A clause under it or beside it tells the time.
    Dependent,
    /// The expression that opens the sentence tells the time.
    Opening,
    /// It led up to an event: the days before that.
    LedUpTo,
    /// The story stood there.
    Story,
    /// The story stood there, and the clause tells what had happened by then.
    BeforeStory,
    /// The text says itself that the time is not told ("at some point").
    Untold,
    /// No time was told before it.
    NothingTold,
    /// The passage is no part of the narrative and tells no time itself.
    NotNarrative,
}

impl TimeWay {
    /// In words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Own => "an expression in the clause",
            Self::NamedEvent => "an expression on the event that the clause names",
            Self::Governor => "the clause above it",
            Self::Dependent => "a clause under or beside it",
            Self::Opening => "the expression that opens the sentence",
            Self::LedUpTo => "it led up to an event with a time",
            Self::Story => "where the story stood",
            Self::BeforeStory => "had happened where the story stood",
            Self::Untold => "the text leaves the time open",
            Self::NothingTold => "no time was told before it",
            Self::NotNarrative => "not a part of the narrative",
        }
    }
}

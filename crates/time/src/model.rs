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

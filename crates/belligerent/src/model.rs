//! What a belligerent, a side and a mention of one are.

use annalist_span::{Mention, RuleId, Span};
use serde::{Deserialize, Serialize};

/// The sides of a conflict and their members, as one document and the packs tell them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderOfBattle {
    /// Sides, in the order of the infobox, then of the text.
    pub sides: Vec<Side>,
    /// Forces, units and people, in order of first mention.
    pub members: Vec<Belligerent>,
}

/// A side: the party on whose behalf ground is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Short id (`opposition`, `government`, `russia`).
    pub id: String,
    /// Name for people.
    pub name: String,
}

/// A force, unit or person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Belligerent {
    /// Stable id within the conflict: a slug of the preferred name.
    pub id: String,
    /// Preferred name.
    pub name: String,
    /// Other names and abbreviations.
    pub aliases: Vec<String>,
    /// Force, unit, person …
    pub kind: BelligerentKind,
    /// Who it fights for, by date; the first whose interval holds the day counts.
    pub allegiances: Vec<Allegiance>,
    /// The belligerent that it belongs to.
    pub parent: Option<String>,
    /// Rank, of a person.
    pub rank: Option<String>,
    /// Role, of a person ("field commander").
    pub role: Option<String>,
    /// Fate, of a person (killed, wounded, captured).
    pub fate: Option<String>,
    /// Where the document says so: passage index and text span. Empty when only a pack does.
    pub evidence: Vec<(u32, Span)>,
}

impl Belligerent {
    /// One of which only the name is known.
    pub fn named(id: impl Into<String>, name: impl Into<String>, kind: BelligerentKind) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            aliases: Vec::new(),
            kind,
            allegiances: Vec::new(),
            parent: None,
            rank: None,
            role: None,
            fate: None,
            evidence: Vec::new(),
        }
    }

    /// The side it fights for on an EDTF date; on any date when `None` is asked.
    pub fn side_on(&self, date: Option<&str>) -> Option<&str> {
        self.allegiances
            .iter()
            .find(|a| match (&a.during, date) {
                (Some(during), Some(date)) => crate::period::holds(during, date),
                _ => true,
            })
            .map(|a| a.side.as_str())
    }
}

/// For whom a belligerent fights, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allegiance {
    /// Side id.
    pub side: String,
    /// EDTF interval; `None` is always.
    pub during: Option<String>,
}

/// What a belligerent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BelligerentKind {
    /// A state or its government.
    State,
    /// An army, militia, coalition or faction.
    Force,
    /// A part of a force.
    Unit,
    /// A person in a public role.
    Person,
    /// Civilians: the victim side `civilian`.
    Civilians,
    /// An outlet, monitor or ministry that speaks.
    Source,
}

/// Words that name an actor in a passage.
pub type ActorMention = Mention<ActorValue>;

/// What was made of an actor's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorValue {
    /// The belligerent's id, where one is known.
    pub id: Option<String>,
    /// The side's id; `None` when it is not known or not a party.
    pub side: Option<String>,
    /// The name that stands for it when the words are a pronoun or a general noun ("they").
    pub antecedent: Option<String>,
}

/// The name that a source goes by, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceName {
    /// The name in full, as a pack or the document has it.
    pub name: String,
    /// The rule that found it, `source/…`.
    pub rule: RuleId,
}

/// To whom a source leans.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "class", content = "side")]
pub enum SourceAlignment {
    /// Speaks for a side: it is a party.
    Party(String),
    /// Leans to a side.
    Leans(String),
    /// Monitors and documenters without a side in their reports.
    Monitor,
    /// Wire services and papers.
    Press,
    /// Nothing known.
    #[default]
    Unknown,
}

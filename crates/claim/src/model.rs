//! What a claim is.

pub use annalist_belligerent::{SourceAlignment as Alignment, SourceName};
use annalist_span::{Evidence, RuleId, Span};
use annalist_time::{Edtf, PartOfDay, TimeReason};
use serde::{Deserialize, Serialize};

/// One assertion of one clause.
///
/// Invariants: `evidence.span` lies in the file; `id` derives from the document's digest, the span,
/// the kind and the slots, so that the same words read the same way have the same id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Content-derived id, `c-…`.
    pub id: String,
    /// The words.
    pub evidence: Evidence,
    /// Index of the passage.
    pub passage: u32,
    /// The clause in the passage's text.
    pub text_span: Span,
    /// What is said to have happened.
    pub kind: Kind,
    /// Who did it; empty when unsaid.
    pub actors: Vec<Party>,
    /// To whom.
    pub targets: Vec<Party>,
    /// Where, or what changed hands.
    pub places: Vec<PlaceSlot>,
    /// When.
    pub when: Option<Edtf>,
    /// Part of the day.
    pub part: Option<PartOfDay>,
    /// How the time came to the claim.
    pub time_reason: TimeReason,
    /// Asserted, reported, denied, intended or attempted.
    pub modality: Modality,
    /// `FactBank`'s value for the outermost named source.
    pub factuality: Factuality,
    /// Who says so, outermost first; the narrator is understood before the first.
    pub attribution: Vec<Attribution>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Weapons and means, as written.
    pub instruments: Vec<String>,
    /// How much of a place ("parts of", "most of"), and whether the claim sums up others.
    pub scope: Scope,
    /// The rule that made it.
    pub rule: RuleId,
    /// From 0 to 1.
    pub confidence: f32,
    /// What lowered the confidence, and editors' flags.
    pub flags: Vec<String>,
    /// Slots that another way of reading fills otherwise: for a reviewer to choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// How long, which way, how far.
    #[serde(default)]
    pub measures: Measures,
    /// Who holds which place, as the words say beside what the claim tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asides: Vec<Aside>,
}

/// Who holds a place, as the words of a claim say by the way: "the rebel-held town of X".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    /// The place, with the words that name it.
    pub place: PlaceSlot,
    /// The side's id.
    pub side: String,
    /// How it is said.
    pub rule: RuleId,
}

/// How long, which way, how far, where the clause tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// A length of time, its value as TIMEX3 (`PT9H`, `PXH`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Measure>,
    /// `from west`, `to north`, `to` and a place's words, `from several` (flanks, directions).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Measure>,
    /// Metres: one number, or `least..most` with an open end left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<Measure>,
}

/// One measure with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The words.
    pub text: String,
    /// The words in the passage's text.
    pub span: Span,
    /// The value, as the measure writes it.
    pub value: String,
}

/// What another way of reading the clause puts into a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The slot: `actor` or `place`.
    pub slot: String,
    /// The words.
    pub text: String,
    /// The words in the passage's text.
    pub span: Span,
    /// The side or the place's id.
    pub value: Option<String>,
    /// The way of reading.
    pub rule: RuleId,
}

/// Kinds of claims, as the manual lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Takes a place.
    Capture,
    /// Leaves a place.
    Withdraw,
    /// A place passes without fighting.
    Transfer,
    /// Keeps a place against an attack.
    Hold,
    /// Gets into a place without taking it.
    Enter,
    /// Moves closer.
    Advance,
    /// Besieges or surrounds.
    Encircle,
    /// Cuts or reopens a road.
    Route,
    /// Ground attack.
    Attack,
    /// Fighting with no named attacker.
    Clash,
    /// From the air.
    Airstrike,
    /// Artillery, rockets, mortars, missiles from the ground.
    Shelling,
    /// By drone.
    Drone,
    /// Car bomb, suicide bomb, mine, booby trap.
    Bombing,
    /// Chemical weapon.
    Chemical,
    /// Killing, wounding, exposure told for itself.
    Harm,
    /// Massacre.
    Massacre,
    /// Arrest, capture of people.
    Detain,
    /// Release of people.
    Release,
    /// Flight, evacuation.
    Displace,
    /// Equipment destroyed, damaged or captured.
    Loss,
    /// Reinforcements, moves, arrivals.
    Deploy,
    /// Change of side, desertion.
    Defect,
    /// Agreement, ceasefire.
    Accord,
    /// A siege or a blockade ends.
    Relief,
    /// People protest in public.
    Protest,
    /// A public statement with no event inside worth its own claim.
    Say,
}

/// A party to a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// As written, or the antecedent of a pronoun.
    pub text: String,
    /// The words in the passage's text, where they stand in this passage.
    pub span: Option<Span>,
    /// The belligerent's id.
    pub belligerent: Option<String>,
    /// The side's id, `civilian`, or `None`.
    pub side: Option<String>,
    /// Told, or implied by the rule (the loser of a recaptured place).
    pub implied: bool,
}

/// A place of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceSlot {
    /// As written; a relative place keeps its whole phrase.
    pub text: String,
    /// The words in the passage's text, where they stand in this passage.
    pub span: Option<Span>,
    /// What became of the name.
    #[serde(flatten)]
    pub place: annalist_gazetteer::PlaceValue,
    /// How much of it.
    pub extent: Extent,
}

/// How much of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of it, or nothing said.
    #[default]
    Whole,
    /// "most of".
    Most,
    /// "parts of", "a neighbourhood in".
    Part,
}

/// How a clause is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// The text states it.
    #[default]
    Asserted,
    /// Hedged, or put in someone's mouth.
    Reported,
    /// Someone denies it.
    Denied,
    /// Aimed, planned, prepared.
    Intended,
    /// Tried, failed or repelled before success.
    Attempted,
}

/// `FactBank`'s scale (Saurí & Pustejovsky 2009), relative to a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Factuality {
    /// Certain, positive.
    #[serde(rename = "CT+")]
    CertainPositive,
    /// Probable, positive.
    #[serde(rename = "PR+")]
    ProbablePositive,
    /// Possible, positive.
    #[serde(rename = "PS+")]
    PossiblePositive,
    /// Certain, negative.
    #[serde(rename = "CT-")]
    CertainNegative,
    /// Probable, negative.
    #[serde(rename = "PR-")]
    ProbableNegative,
    /// Possible, negative.
    #[serde(rename = "PS-")]
    PossibleNegative,
    /// Underspecified.
    #[serde(rename = "Uu")]
    Underspecified,
}

/// One link of an attribution chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The source as written.
    pub text: String,
    /// The words in the passage's text, where they stand in this passage.
    pub span: Option<Span>,
    /// Narrator, cited reference, outlet, person.
    pub kind: AttributionKind,
    /// Which side it leans to.
    pub alignment: Alignment,
    /// The cue ("claimed", "according to", a citation mark).
    pub cue: Option<String>,
    /// Index in the document's references, for a cited one.
    pub reference: Option<u32>,
    /// The name that the source goes by, where the words name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<SourceName>,
}

impl Attribution {
    /// The name that the source goes by; its words when they name nobody.
    pub fn name(&self) -> &str {
        self.named.as_ref().map_or(&self.text, |n| &n.name)
    }
}

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributionKind {
    /// The document's own voice.
    Narrator,
    /// A reference cited by a mark.
    Reference,
    /// A source named in the text.
    Named,
    /// A source in the text without a name ("an opposition source", "reportedly").
    Unnamed,
}

/// A number told of people or things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What it counts.
    pub what: FigureKind,
    /// Victims or things, as written.
    pub who: String,
    /// Side id, `civilian` or `None`.
    pub side: Option<String>,
    /// Least, inclusive.
    pub min: Option<u64>,
    /// Most, inclusive.
    pub max: Option<u64>,
    /// The words.
    pub quote: String,
    /// The words in the passage's text.
    pub span: Option<Span>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum FigureKind {
    Killed,
    Wounded,
    Captured,
    Displaced,
    Exposed,
    Deployed,
    Destroyed,
    Strikes,
    Fired,
    Other,
}

/// What part of the story a claim tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One happening.
    #[default]
    Event,
    /// A summary of several (lead, aftermath, "all territory lost").
    Summary,
    /// An infobox value.
    Infobox,
}

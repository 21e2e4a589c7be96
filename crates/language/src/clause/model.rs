//! The typed predicate–argument view of a sentence: what rules read.

use annalist_span::Span;
use serde::{Deserialize, Serialize};

/// One predicate with its arguments.
///
/// Token indices are into the sentence. Lists are in text order. Arguments hold every conjunct of
/// a coordination, one [`Argument`] each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// The predicate's token: a verb, or a noun that names an event.
    pub predicate: u32,
    /// Normalised lemma: "retook" is `take` with `again` set, "counter-attacked" is `attack` …
    pub lemma: String,
    /// A particle that belongs to the verb ("cut off" has `off`).
    pub particle: Option<String>,
    /// How the predicate stands in the sentence.
    pub form: PredicateForm,
    /// Active or passive.
    pub voice: Voice,
    /// Done again (the prefix "re-", "once again"): implies an earlier loss or an earlier try.
    pub again: bool,
    /// A negation holds.
    pub negated: bool,
    /// What an auxiliary, adverb or governing verb says of its reality.
    pub mood: Mood,
    /// The verbs between the mood's word and the predicate, outermost first ("managed to",
    /// "proceeded to", "began to"), as lemmas.
    pub control: Vec<String>,
    /// Started, going on, done.
    pub aspect: Aspect,
    /// Who does it: subjects of active verbs, "by" agents of passives, possessors and adjectives
    /// of nominal events ("the rebel capture of X").
    pub agents: Vec<Argument>,
    /// To whom or what it is done.
    pub patients: Vec<Argument>,
    /// Arguments under a preposition, each conjunct one entry.
    pub obliques: Vec<Oblique>,
    /// Noun phrases and adverbs of time without a preposition ("the next day", "later").
    pub adverbials: Vec<Span>,
    /// The clause that governs this one.
    pub governor: Option<Governor>,
    /// From the clause's first to its last word: subject (if present) through last argument.
    pub span: Span,
}

/// A noun phrase in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// The head's token. For an argument shared from another clause it may lie outside `span` of
    /// the clause.
    pub head: u32,
    /// The phrase without trailing relative clauses, appositions and conjuncts.
    pub span: Span,
    /// The phrase with its appositions and relative clauses.
    pub full: Span,
    /// The noun that says what a named head is: `village` in "the village of X", with X the head;
    /// in "the villages of X and Y" both X and Y have it.
    #[serde(default)]
    pub cue: Option<u32>,
    /// How it got here when it is not a child of the predicate.
    pub shared: Option<Sharing>,
}

/// An argument under a preposition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oblique {
    /// The preposition, lower case, compound ones joined ("south of", "according to").
    pub preposition: String,
    /// Its object.
    pub argument: Argument,
}

/// Why an argument belongs to a predicate that it does not hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Shared by coordinated verbs.
    Coordination,
    /// Subject of an open complement ("managed to capture").
    Control,
    /// The noun that a relative or participle clause modifies.
    Relative,
    /// Subject of an adverbial participle ("capturing X").
    Participle,
    /// Object of a light verb's noun ("launched an attack on X").
    LightVerb,
}

/// How a predicate stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredicateForm {
    /// A finite verb.
    Finite,
    /// An infinitive.
    Infinitive,
    /// An "-ing" form.
    Gerund,
    /// A past participle without auxiliary ("a village captured by").
    Participle,
    /// A noun that names an event ("the capture of", "an attack on").
    Nominal,
}

/// Active or passive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// Active.
    #[default]
    Active,
    /// Passive, with or without its agent.
    Passive,
}

/// What the clause says of its own reality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Told as having happened.
    #[default]
    Fact,
    /// "may", "might", "could", "possibly".
    Possible,
    /// "would", "will", "planned to", "aimed to", "in order to", "with the goal to".
    Intended,
    /// "tried to", "failed to", "attempted to".
    Attempted,
    /// Under "if" or "unless".
    Conditional,
    /// "ordered to", "should", "must".
    Demanded,
}

/// Phase of the happening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Done, or told as a whole.
    #[default]
    Whole,
    /// "began to", "started".
    Beginning,
    /// "continued to", "were advancing".
    Ongoing,
    /// "stopped", "ended".
    Ending,
}

/// The clause above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Governor {
    /// Its index in [`Sentence::clauses`](crate::Sentence::clauses).
    pub clause: u32,
    /// How this clause hangs on it.
    pub relation: Relation,
}

/// How a clause hangs on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// "A and B".
    Coordination,
    /// "said that B".
    Complement,
    /// "managed to B", "began B-ing".
    OpenComplement,
    /// "after B", "when B", "because B".
    Adverbial,
    /// ", bringing …", ", capturing …".
    Result,
    /// "in order to B", "to B".
    Purpose,
    /// "which B", "who B", "captured by".
    Relative,
    /// A nominal event inside the other's argument.
    Argument,
    /// Side by side without a word between.
    Parataxis,
}

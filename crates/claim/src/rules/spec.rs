//! What a rule file holds.

use serde::Deserialize;

use crate::lexicon::Classes;
use crate::{FigureKind, Kind, Modality};

/// A file: one family of rules, in order of precedence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FamilyFile {
    pub family: String,
    #[serde(rename = "rule")]
    pub rules: Vec<RuleSpec>,
}

/// One rule as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleSpec {
    /// Its name inside the family.
    pub id: String,
    /// What it makes.
    pub kind: Kind,
    /// Verb lemmas, `verb+particle` where a particle or fixed word belongs to them.
    #[serde(default)]
    pub verbs: String,
    /// Event nouns by key.
    #[serde(default)]
    pub nouns: String,
    /// Conditions of which all must hold: `role:class|class`.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Conditions of which none may hold.
    #[serde(default)]
    pub rejects: Vec<String>,
    /// Keys of which the patient's (or, without one, any oblique's) head must be one.
    #[serde(default)]
    pub object: String,
    /// Words of which one must hang on the predicate ("no longer").
    #[serde(default)]
    pub adverb: String,
    /// A particle with which the verb is another one ("shot down").
    #[serde(default)]
    pub without: String,
    /// `active` or `passive`; either when left out.
    #[serde(default)]
    pub voice: Option<String>,
    /// Where the actors stand.
    #[serde(default = "agent")]
    pub actor: Vec<String>,
    /// Where the targets stand.
    #[serde(default)]
    pub target: Vec<String>,
    /// Where the places stand: the first selector that gives any wins.
    #[serde(default)]
    pub place: Vec<String>,
    /// Where further places stand, added to the others.
    #[serde(default)]
    pub also: Vec<String>,
    /// Where the means stand.
    #[serde(default)]
    pub means: Vec<String>,
    /// What numbers count: `patient = "killed"`.
    #[serde(default)]
    pub figures: std::collections::BTreeMap<String, FigureKind>,
    /// A modality that the words themselves carry.
    #[serde(default)]
    pub modality: Option<Modality>,
    /// Which slot is the other side of the one told, when it is not told itself.
    #[serde(default)]
    pub opponent: Option<Opponent>,
    /// Whether the claim only stands when it tells something of its own (an agent, place, time or figure).
    #[serde(default)]
    pub bare: bool,
    /// Whether the place goes now to the one side, now to the other ("changed hands several times").
    #[serde(default)]
    pub swaps: bool,
    /// Whether the words say no means, so that after strikes they tell of a strike ("targeted", "hit").
    #[serde(default)]
    pub follows: bool,
    /// Whether the predicate is itself the word of its agent ("was declared free by the ministry").
    #[serde(default)]
    pub said: bool,
    /// Whether the claim only stands in a sentence that tells nothing else, and says something there.
    #[serde(default)]
    pub lone: bool,
    /// Whether the time told is only the latest that it can have been ("was declared free on Monday").
    #[serde(default)]
    pub until: bool,
    /// Sentences and what the rule must make of them.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Sentences on which the rule must not fire.
    #[serde(default)]
    pub counter: Vec<String>,
}

fn agent() -> Vec<String> {
    vec!["agent".to_owned()]
}

/// Which slot is filled with the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Opponent {
    /// The actor is the opponent of the target.
    Actor,
    /// The target is the opponent of the actor.
    Target,
}

/// Whether a rule reads a verb or a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// A verb in any form.
    Verb,
    /// An event noun.
    Noun,
}

/// Where an argument stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Who does it.
    Agent,
    /// To whom or what.
    Patient,
    /// Under one of these prepositions.
    Under(Vec<String>),
    /// Under any preposition of place.
    Place,
    /// Under any preposition of direction.
    Toward,
    /// Under "against", "on", "upon".
    Against,
    /// Anywhere.
    Any,
    /// In any of several roles.
    Or(Vec<Role>),
}

/// A role and the classes its filler may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selector {
    pub role: Role,
    pub classes: Classes,
    /// As written, for explanations.
    pub text: String,
}

impl Selector {
    /// Reads `role[:class|class]`; the role is `agent`, `patient`, `loc`, `toward`, `against`,
    /// `any`, or prepositions joined by `/`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (role, classes) = text.split_once(':').unwrap_or((text, ""));
        let role = if role.contains('+') {
            let roles = role.split('+').map(|r| Self::parse(r).map(|s| s.role));
            Role::Or(roles.collect::<Result<_, _>>()?)
        } else {
            Self::role(role).ok_or_else(|| format!("no role in {text:?}"))?
        };
        let mut set = Classes::NONE;
        for class in classes.split('|').filter(|c| !c.is_empty()) {
            set = set.with(Classes::named(class).ok_or_else(|| format!("no class {class:?} in {text:?}"))?);
        }
        Ok(Self { role, classes: set, text: text.to_owned() })
    }

    fn role(role: &str) -> Option<Role> {
        Some(match role {
            "agent" => Role::Agent,
            "patient" => Role::Patient,
            "loc" => Role::Place,
            "toward" => Role::Toward,
            "against" => Role::Against,
            "any" => Role::Any,
            "" => return None,
            words => Role::Under(words.split('/').map(|w| w.replace('_', " ")).collect()),
        })
    }
}

//! Policies: whose word counts, as data.

use std::sync::OnceLock;

use annalist_claim::{Alignment, Kind};
use serde::{Deserialize, Serialize};

use super::Interest;
use crate::voice::{Voice, fold_name};

/// Whose word counts: rules tried in order over each stance of a voice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name; an account `policy:NAME` asks for it.
    pub name: String,
    /// What it is, in a few words.
    #[serde(default)]
    pub title: String,
    /// What holds when no rule does.
    #[serde(default)]
    pub otherwise: bool,
    /// Whether a denial leaves a place with whom it was to be taken from, as it does where only one
    /// side's or one source's word counts. Otherwise a denial makes a dispute and moves nothing.
    #[serde(default)]
    pub denials_hold: bool,
    /// Tried in order; the first that holds says.
    #[serde(default)]
    pub rule: Vec<PolicyRule>,
}

/// One rule of a policy. What it does not name may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRule {
    /// How the speaker stands to the war.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stance: Vec<Stance>,
    /// The side that it is a party of or leans to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// Names of which one stands in the chain of attribution.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// Whether a reviewer accepted or corrected the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<bool>,
    /// Whether the claim is unfavourable to the speaker's own side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<Favour>,
    /// Kinds of claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<Kind>,
    /// Whether the word counts.
    pub counts: bool,
}

/// How a speaker stands to the war, without the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Belongs to a side.
    Party,
    /// Leans to a side.
    Leans,
    /// A monitor of the war.
    Monitor,
    /// The press.
    Press,
    /// Not known.
    Unknown,
}

impl Stance {
    const fn of(alignment: &Alignment) -> Self {
        match alignment {
            Alignment::Party(_) => Self::Party,
            Alignment::Leans(_) => Self::Leans,
            Alignment::Monitor => Self::Monitor,
            Alignment::Press => Self::Press,
            Alignment::Unknown => Self::Unknown,
        }
    }
}

/// Whom a claim serves, seen from the speaker's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Favour {
    /// The speaker's own side loses by it or another gains.
    Against,
    /// Anything else.
    Not,
}

/// Why a policy is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// No TOML of this shape.
    #[error("no policy: {0}")]
    Toml(String),
    /// Its name cannot be asked for.
    #[error("no policy: the name {0:?} is empty or holds a colon, a comma or a space")]
    Name(String),
}

/// What of a claim a policy looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard<'a> {
    pub(crate) voice: &'a Voice,
    pub(crate) reviewed: bool,
    pub(crate) interest: Interest<'a>,
    pub(crate) kind: Kind,
}

impl Policy {
    /// Reads a policy of one's own: one account as in the shipped `accounts.toml`.
    ///
    /// # Errors
    /// When it is no TOML of this shape or its name cannot be asked for.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text).map_err(|e| PolicyError::Toml(e.to_string()))?;
        let bad = |c: char| c == ':' || c == ',' || c.is_whitespace();
        if policy.name.is_empty() || policy.name.contains(bad) {
            return Err(PolicyError::Name(policy.name));
        }
        Ok(policy)
    }

    /// The policies as shipped.
    pub fn shipped() -> &'static [Self] {
        #[derive(Deserialize)]
        struct File {
            account: Vec<Policy>,
        }
        static SHIPPED: OnceLock<Vec<Policy>> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let file: File = toml::from_str(include_str!("../../data/accounts.toml"))
                .expect("the shipped accounts are valid, as a test checks");
            file.account
        })
    }

    /// Only the voices of a side.
    pub(crate) fn of_side(side: &str) -> Self {
        let rule = PolicyRule {
            stance: vec![Stance::Party, Stance::Leans],
            side: Some(side.to_owned()),
            counts: true,
            ..PolicyRule::default()
        };
        Self { name: format!("side:{side}"), denials_hold: true, rule: vec![rule], ..Self::default() }
    }

    /// Only the words of named sources. A denial keeps a place where one alone is asked for; among several
    /// it makes a dispute, as at every word.
    pub(crate) fn of_sources(names: &[String]) -> Self {
        let rule = PolicyRule { source: names.to_vec(), counts: true, ..PolicyRule::default() };
        let name = format!("sources:{}", names.join("|"));
        Self { name, denials_hold: names.len() == 1, rule: vec![rule], ..Self::default() }
    }

    /// Whether a claim counts.
    pub(crate) fn counts(&self, heard: Heard<'_>) -> bool {
        if self.rule.is_empty() {
            return self.otherwise;
        }
        heard.voice.stances.iter().any(|stance| {
            self.rule.iter().find(|rule| rule.holds(stance, heard)).map_or(self.otherwise, |r| r.counts)
        })
    }
}

impl PolicyRule {
    fn holds(&self, alignment: &Alignment, heard: Heard<'_>) -> bool {
        let side = match alignment {
            Alignment::Party(side) | Alignment::Leans(side) => Some(side.as_str()),
            Alignment::Monitor | Alignment::Press | Alignment::Unknown => None,
        };
        let favour = || match side {
            Some(side) if heard.interest.is_against(side) => Favour::Against,
            _ => Favour::Not,
        };
        (self.stance.is_empty() || self.stance.contains(&Stance::of(alignment)))
            && (self.side.is_none() || self.side.as_deref() == side)
            && (self.source.is_empty() || self.source.iter().any(|n| heard.voice.is_named(&fold_name(n))))
            && self.reviewed.is_none_or(|reviewed| reviewed == heard.reviewed)
            && self.interest.is_none_or(|wanted| wanted == favour())
            && (self.kind.is_empty() || self.kind.contains(&heard.kind))
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, Kind};

    use super::{Heard, Interest, Policy, PolicyError, Voice};

    fn heard<'a>(voice: &'a Voice, kind: Kind, gainer: &'a str) -> Heard<'a> {
        Heard { voice, reviewed: false, interest: Interest { gainer: Some(gainer), loser: None }, kind }
    }

    #[test]
    fn a_policy_of_ones_own_is_read_and_asked() {
        let policy = Policy::parse(
            "name = \"losses\"\ntitle = \"parties on their losses of ground\"\n[[rule]]\nstance = [\"party\"]\n\
             interest = \"against\"\nkind = [\"capture\"]\ncounts = true\n",
        )
        .unwrap();
        let voice = Voice { stances: vec![Alignment::Party("reds".into())], names: Vec::new() };
        assert!(policy.counts(heard(&voice, Kind::Capture, "blues")));
        assert!(!policy.counts(heard(&voice, Kind::Capture, "reds")));
        assert!(!policy.counts(heard(&voice, Kind::Airstrike, "blues")));
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        assert!(matches!(Policy::parse("name = \"a b\""), Err(PolicyError::Name(_))));
        assert!(matches!(Policy::parse("name = \"a\"\nwho = 1"), Err(PolicyError::Toml(_))));
    }

    #[test]
    fn the_shipped_accounts_are_the_four_without_a_name() {
        let names: Vec<&str> = Policy::shipped().iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["all", "against-interest", "monitors", "reviewed"]);
    }
}

//! Accounts: whose word counts, and for what.

mod policy;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use policy::{Favour, Policy, PolicyError, PolicyRule, Stance};

pub(crate) use policy::Heard;

/// The name of a policy.
///
/// Prints as, parses from and serialises as `all`, `against-interest`, `monitors`, `reviewed`,
/// `side:NAME`, `source:NAME`, `sources:NAME|NAME…` or `policy:NAME`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Account {
    /// Every claim at its word.
    All,
    /// A partisan source counts only where it is unfavourable to its own side.
    AgainstInterest,
    /// Neutral monitors and the press.
    Monitors,
    /// Only what a reviewer accepted or corrected.
    Reviewed,
    /// Sources that speak for or lean to a side.
    Side(String),
    /// One named source.
    Source(String),
    /// The named sources, chosen for the purpose: sorted, each once, as [`Account::sources`] makes them.
    Sources(Vec<String>),
    /// A policy of one's own, which the chronicle must know ([`crate::Chronicle::define`]).
    Policy(String),
}

/// Why a string names no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no account: {0:?} (one of all, against-interest, monitors, reviewed, side:NAME, source:NAME, sources:A|B, policy:NAME)"
)]
pub struct AccountError(pub String);

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::AgainstInterest => f.write_str("against-interest"),
            Self::Monitors => f.write_str("monitors"),
            Self::Reviewed => f.write_str("reviewed"),
            Self::Side(side) => write!(f, "side:{side}"),
            Self::Source(name) => write!(f, "source:{name}"),
            Self::Sources(names) => write!(f, "sources:{}", names.join("|")),
            Self::Policy(name) => write!(f, "policy:{name}"),
        }
    }
}

impl std::str::FromStr for Account {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Self, AccountError> {
        let name = |rest: &str| {
            let rest = rest.trim();
            if rest.is_empty() { Err(AccountError(text.to_owned())) } else { Ok(rest.to_owned()) }
        };
        match text.trim() {
            "all" => Ok(Self::All),
            "against-interest" => Ok(Self::AgainstInterest),
            "monitors" => Ok(Self::Monitors),
            "reviewed" => Ok(Self::Reviewed),
            other => match other.split_once(':') {
                Some(("side", rest)) => Ok(Self::Side(name(rest)?)),
                Some(("source", rest)) => Ok(Self::Source(name(rest)?)),
                Some(("sources", rest)) => {
                    Self::sources(rest.split('|')).ok_or_else(|| AccountError(text.to_owned()))
                }
                Some(("policy", rest)) => Ok(Self::Policy(name(rest)?)),
                _ => Err(AccountError(text.to_owned())),
            },
        }
    }
}

impl From<Account> for String {
    fn from(account: Account) -> Self {
        account.to_string()
    }
}

impl TryFrom<String> for Account {
    type Error = AccountError;

    fn try_from(text: String) -> Result<Self, AccountError> {
        text.parse()
    }
}

/// Whom a claim's content is good for: the side that gains by it, and the side that loses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interest<'a> {
    /// Who gains.
    pub(crate) gainer: Option<&'a str>,
    /// Who loses.
    pub(crate) loser: Option<&'a str>,
}

impl Interest<'_> {
    /// Whether a source of `side` says it against its own interest: its side loses, or another gains.
    fn is_against(self, side: &str) -> bool {
        match (self.gainer, self.loser) {
            (Some(gainer), _) => gainer != side,
            (None, Some(loser)) => loser == side,
            (None, None) => false,
        }
    }
}

impl Account {
    /// The account of sources chosen for the purpose; `None` without any.
    pub fn sources<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut kept: BTreeMap<String, &str> = BTreeMap::new();
        for name in names {
            let (folded, name) = (crate::voice::fold_name(name), name.trim());
            if !folded.is_empty() {
                let known = kept.entry(folded).or_insert(name);
                *known = name.min(known);
            }
        }
        (!kept.is_empty()).then(|| Self::Sources(kept.into_values().map(str::to_owned).collect()))
    }

    /// Whether another name asks for the same: sources are known by their folded names.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Source(a), Self::Source(b)) => crate::voice::fold_name(a) == crate::voice::fold_name(b),
            (Self::Sources(a), Self::Sources(b)) => {
                let folded = |names: &[String]| -> std::collections::BTreeSet<String> {
                    names.iter().map(|name| crate::voice::fold_name(name)).collect()
                };
                folded(a) == folded(b)
            }
            _ => self == other,
        }
    }

    /// The policy that it names, among the shipped and the given ones. One that nobody knows lets no
    /// word count.
    pub(crate) fn policy<'a>(&self, own: &'a BTreeMap<String, Policy>) -> Cow<'a, Policy> {
        let shipped = |name: &str| Policy::shipped().iter().find(|p| p.name == name).map(Cow::Borrowed);
        match self {
            Self::Side(side) => Some(Cow::Owned(Policy::of_side(side))),
            Self::Source(name) => Some(Cow::Owned(Policy::of_sources(std::slice::from_ref(name)))),
            Self::Sources(names) => Some(Cow::Owned(Policy::of_sources(names))),
            Self::Policy(name) => own.get(name).map(Cow::Borrowed),
            Self::All => shipped("all"),
            Self::AgainstInterest => shipped("against-interest"),
            Self::Monitors => shipped("monitors"),
            Self::Reviewed => shipped("reviewed"),
        }
        .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::Alignment;

    use super::{Account, Heard, Interest};
    use crate::voice::Voice;

    #[test]
    fn the_names_are_read_back() {
        for text in
            ["all", "against-interest", "monitors", "reviewed", "side:reds", "source:The Courier", "policy:x"]
        {
            assert_eq!(text.parse::<Account>().unwrap().to_string(), text);
        }
        assert_eq!(
            "sources:Watch| The Herald |watch".parse::<Account>().unwrap().to_string(),
            "sources:The Herald|Watch"
        );
        for text in ["", "side:", "everyone", "source: ", "sources:", "sources:|", "sources:!"] {
            assert!(text.parse::<Account>().is_err(), "{text}");
        }
        assert_eq!(serde_json::to_string(&Account::Side("reds".into())).unwrap(), "\"side:reds\"");
    }

    #[test]
    fn against_interest_hears_a_partisan_only_on_its_own_losses() {
        let own = std::collections::BTreeMap::new();
        let partisan = Voice { stances: vec![Alignment::Leans("reds".into())], names: vec!["herald".into()] };
        let heard = |account: Account, gainer: &str| {
            let interest = Interest { gainer: Some(gainer), loser: None };
            let kind = annalist_claim::Kind::Capture;
            account.policy(&own).counts(Heard { voice: &partisan, reviewed: false, interest, kind })
        };
        assert!(!heard(Account::AgainstInterest, "reds"));
        assert!(heard(Account::AgainstInterest, "blues"));
        assert!(heard(Account::All, "reds"));
        assert!(!heard(Account::Monitors, "blues"));
        assert!(heard(Account::Source("The Herald".into()), "reds"));
        assert!(heard("sources:Watch|Herald".parse().unwrap(), "reds"));
        assert!(!heard("sources:Watch|Courier".parse().unwrap(), "reds"));
        assert!(!heard(Account::Policy("nobody's".into()), "blues"));
    }
}

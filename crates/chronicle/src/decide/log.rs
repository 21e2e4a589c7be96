//! The journal: a chain that is checked, and of which some decisions stand and some are taken back.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Decision};

/// Why a log is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// The decision does not follow the one before it.
    #[error("decision {id} names {parent:?} as its parent where {expected:?} stands")]
    Broken {
        /// Its id.
        id: String,
        /// The parent that it names.
        parent: Option<String>,
        /// The decision before it.
        expected: Option<String>,
    },
    /// The id is not the digest of its content.
    #[error("decision {0} was altered: its id is not the digest of what it says")]
    Altered(String),
    /// It takes back a decision that is not before it.
    #[error("decision {id} takes back {decision}, which is not before it")]
    Unknown {
        /// Its id.
        id: String,
        /// The decision that it names.
        decision: String,
    },
    /// It takes back a decision that is already taken back.
    #[error("decision {id} takes back {decision}, which is already taken back")]
    Twice {
        /// Its id.
        id: String,
        /// The decision that it names.
        decision: String,
    },
}

/// Checks that a log is a chain, unaltered, and takes back only what stands.
pub fn validate(log: &[Decision]) -> Result<(), LogError> {
    let mut before: Option<&str> = None;
    let mut standing: BTreeMap<&str, bool> = BTreeMap::new();
    for decision in log {
        if decision.parent.as_deref() != before {
            return Err(LogError::Broken {
                id: decision.id.clone(),
                parent: decision.parent.clone(),
                expected: before.map(str::to_owned),
            });
        }
        if decision.digest() != decision.id {
            return Err(LogError::Altered(decision.id.clone()));
        }
        if let Act::Undo { decision: undone } = &decision.act {
            let error = |twice: bool| {
                let (id, decision) = (decision.id.clone(), undone.clone());
                if twice { LogError::Twice { id, decision } } else { LogError::Unknown { id, decision } }
            };
            match standing.get_mut(undone.as_str()) {
                None => return Err(error(false)),
                Some(false) => return Err(error(true)),
                Some(stands) => *stands = false,
            }
            // Taking back an undo brings back what it took.
            if let Some(Decision { act: Act::Undo { decision: again }, .. }) =
                log.iter().find(|d| d.id == *undone)
            {
                standing.insert(again, true);
            }
        }
        standing.insert(&decision.id, true);
        before = Some(&decision.id);
    }
    Ok(())
}

/// The decisions that stand: those not taken back, without the undos themselves, in order.
pub fn standing(log: &[Decision]) -> Vec<&Decision> {
    let mut undone: BTreeSet<&str> = BTreeSet::new();
    // From the end, so that an undo which is itself taken back takes nothing back.
    for decision in log.iter().rev() {
        if let Act::Undo { decision: target } = &decision.act
            && !undone.contains(decision.id.as_str())
        {
            undone.insert(target);
        }
    }
    log.iter().filter(|d| !undone.contains(d.id.as_str()) && !matches!(d.act, Act::Undo { .. })).collect()
}

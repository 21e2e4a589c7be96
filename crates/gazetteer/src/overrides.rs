//! What users decided about names: it wins over everything.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Point, fold};

/// Decisions about names, by folded name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Overrides {
    names: BTreeMap<String, Override>,
}

/// One decision about a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Override {
    /// The name means the place of this id.
    Place {
        /// The place's id.
        id: String,
    },
    /// The name means a place of these coordinates that no list has.
    At {
        /// Where it is.
        point: Point,
    },
    /// The name is no place.
    NotAPlace,
}

impl Overrides {
    /// Decides about a name; an earlier decision is replaced and given back.
    pub fn set(&mut self, name: &str, decision: Override) -> Option<Override> {
        self.names.insert(fold(name), decision)
    }

    /// The decision about a name.
    pub fn get(&self, name: &str) -> Option<&Override> {
        self.names.get(&fold(name))
    }

    /// Takes a decision back.
    pub fn remove(&mut self, name: &str) -> Option<Override> {
        self.names.remove(&fold(name))
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

//! Data packs: what is publicly known of a war's sides, forces, people and sources.

mod parse;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::lexicon::{Lexicon, Openings};
use crate::vocabulary::Vocabulary;
use crate::{Allegiance, Belligerent, SourceAlignment};

/// A pack that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The file is no TOML, or lacks a field.
    #[error("{file}: {source}")]
    Toml {
        /// Name of the file.
        file: String,
        /// What is wrong, with its line.
        source: Box<toml::de::Error>,
    },
    /// A member, person or state names a side that the pack does not define.
    #[error("{file}: {member} is on side {side:?}, which the pack does not define")]
    Side {
        /// Name of the file.
        file: String,
        /// The member.
        member: String,
        /// The side that is missing.
        side: String,
    },
}

/// Every pack, with the words and states of any war.
#[derive(Debug)]
pub struct Packs {
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) states: Arc<States>,
    pub(crate) world: Arc<Pack>,
    pub(crate) wars: Vec<Arc<Pack>>,
    /// First words of the cues and names of all wars.
    pub(crate) openings: Openings,
}

/// States by id, with the lexicon of their names and adjectives.
#[derive(Debug, Default)]
pub(crate) struct States {
    pub(crate) list: Vec<Arc<Belligerent>>,
    pub(crate) lexicon: Lexicon<usize>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the tests of packs"))]
    pub(crate) examples: Vec<StateExample>,
}

/// One war's pack.
#[derive(Debug)]
pub(crate) struct Pack {
    pub(crate) id: String,
    pub(crate) period: String,
    pub(crate) home: Option<String>,
    pub(crate) sides: Vec<PackSide>,
    pub(crate) states: BTreeMap<String, String>,
    /// States whose forces, not whose diplomats, are a party: side and EDTF interval.
    pub(crate) intervening: BTreeMap<String, Allegiance>,
    pub(crate) members: Vec<Arc<Belligerent>>,
    pub(crate) sources: Vec<PackSource>,
    pub(crate) lexicon: Lexicon<PackMeaning>,
    pub(crate) cues: Lexicon<()>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the tests of packs"))]
    pub(crate) cue_names: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the tests of packs"))]
    pub(crate) examples: Vec<Example>,
}

/// What a name of a pack means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PackMeaning {
    /// Index in `members`.
    Member(usize),
    /// A collective noun: index in `sides`.
    Side(usize),
    /// Index in `sources`.
    Source(usize),
}

/// An outlet or monitor.
#[derive(Debug)]
pub(crate) struct PackSource {
    pub(crate) name: String,
    pub(crate) alignment: SourceAlignment,
}

/// A side of a pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackSide {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: SideKind,
    pub(crate) nouns: Vec<String>,
    pub(crate) enemies: Vec<String>,
}

/// Whether a side is a state with an army, or fights against one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SideKind {
    /// A state, with its army and allies.
    Regular,
    /// Rebels, insurgents, militias.
    Irregular,
}

/// A phrase with the side that it must get.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "for the tests of packs"))]
pub(crate) struct Example {
    pub(crate) phrase: String,
    pub(crate) side: String,
    /// The year that the example's document tells; else the seventh of the pack's period.
    #[serde(default)]
    pub(crate) year: Option<u16>,
}

/// A phrase with the state that it must name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "for the tests of packs"))]
pub(crate) struct StateExample {
    pub(crate) phrase: String,
    pub(crate) id: String,
}

macro_rules! embedded {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../../../data/belligerents/", $file)))),*]
    };
}

/// The packs of wars, in order of preference when two fit a document equally well.
const WARS: &[(&str, &str)] = &embedded![
    "syria.toml",
    "ukraine.toml",
    "iraq.toml",
    "libya.toml",
    "yemen.toml",
    "israel.toml",
    "sudan.toml",
    "karabakh.toml",
    "ethiopia.toml",
    "myanmar.toml",
    "sahel.toml",
    "bosnia.toml",
    "afghanistan.toml",
    "somalia.toml",
    "iraq_2003.toml",
    "nigeria.toml",
    "kivu.toml",
    "sri_lanka.toml",
    "colombia.toml",
    "philippines.toml",
    "darfur.toml",
    "mozambique.toml",
    "central_african_republic.toml",
    "american_civil_war.toml"
];

static EMBEDDED: LazyLock<Packs> =
    LazyLock::new(|| Packs::parse(WARS).expect("embedded packs are checked by this crate's tests"));

impl Packs {
    /// The packs that come with Annalist.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The embedded words, states and forces of many wars, without the pack of any one war.
    pub fn bare() -> Result<Self, PackError> {
        Self::parse(&[])
    }

    /// The embedded packs and further ones, as (file name, TOML text); a later pack of the same
    /// id replaces an earlier one.
    pub fn with(extra: &[(&str, &str)]) -> Result<Self, PackError> {
        let all: Vec<(&str, &str)> = WARS.iter().chain(extra).copied().collect();
        Self::parse(&all)
    }

    fn parse(wars: &[(&str, &str)]) -> Result<Self, PackError> {
        let [generic, states, world] = embedded!["generic.toml", "states.toml", "world.toml"];
        let mut list: Vec<Arc<Pack>> = Vec::new();
        for war in wars {
            let pack = Arc::new(Pack::parse(*war)?);
            match list.iter_mut().find(|p| p.id == pack.id) {
                Some(old) => *old = pack,
                None => list.push(pack),
            }
        }
        let mut openings = Openings::default();
        for pack in &list {
            openings.join(&pack.cues);
            openings.join(&pack.lexicon);
        }
        Ok(Self {
            openings,
            vocabulary: Arc::new(Vocabulary::new(toml_of(generic)?)),
            states: Arc::new(States::new(toml_of(states)?)),
            world: Arc::new(Pack::parse(world)?),
            wars: list,
        })
    }
}

fn toml_of<T: serde::de::DeserializeOwned>((file, text): (&str, &str)) -> Result<T, PackError> {
    toml::from_str(text).map_err(|source| PackError::Toml { file: file.to_owned(), source: Box::new(source) })
}

#[cfg(test)]
mod tests {
    use annalist_span::Span;

    use super::{Pack, Packs};
    use crate::Cast;
    use crate::testing::document;

    /// A cast under one pack: a text of its cues alone.
    fn cast_under(pack: &Pack, packs: &Packs, year: Option<u16>) -> Cast {
        let begins = pack.period.get(..4).and_then(|y| y.parse::<u16>().ok()).unwrap_or(2000);
        let year = year.unwrap_or(begins + 6);
        let cues = pack.cue_names.join(", ");
        Cast::read(&document(&[], &[&format!("In {year}: {cues}, {cues}.")]), &[], packs)
    }

    fn side(cast: &Cast, phrase: &str) -> Option<String> {
        cast.resolve(0, Span::of(0, phrase.len()), phrase).side
    }

    #[test]
    fn every_pack_passes_its_examples_and_has_one_a_side() {
        let packs = Packs::embedded();
        for pack in packs.wars.iter().chain([&packs.world]) {
            for example in &pack.examples {
                let cast = cast_under(pack, packs, example.year);
                assert_eq!(
                    side(&cast, &example.phrase).as_deref(),
                    Some(example.side.as_str()),
                    "{}: {}",
                    pack.id,
                    example.phrase
                );
            }
            for s in &pack.sides {
                assert!(pack.examples.iter().any(|e| e.side == s.id), "{}: no example of {}", pack.id, s.id);
            }
        }
    }

    #[test]
    fn states_and_common_nouns_pass_their_examples() {
        let packs = Packs::embedded();
        let cast = Cast::read(&document(&[], &["Nothing is told."]), &[], packs);
        assert!(!packs.states.examples.is_empty());
        for example in &packs.states.examples {
            let value = cast.resolve(0, Span::of(0, example.phrase.len()), &example.phrase);
            assert_eq!(value.id.as_deref(), Some(example.id.as_str()), "{}", example.phrase);
        }
        assert!(!packs.vocabulary.examples.is_empty());
        for example in &packs.vocabulary.examples {
            assert_eq!(
                side(&cast, &example.phrase).as_deref(),
                Some(example.side.as_str()),
                "{}",
                example.phrase
            );
        }
    }

    #[test]
    fn a_member_or_enemy_of_a_pack_is_on_a_side_of_it() {
        for pack in &Packs::embedded().wars {
            let known = |id: &str| pack.sides.iter().any(|s| s.id == id);
            for side in &pack.sides {
                assert!(side.enemies.iter().all(|e| known(e)), "{}: enemies of {}", pack.id, side.id);
            }
            for member in &pack.members {
                let parent = member.parent.as_deref();
                let found = parent.is_none_or(|p| pack.members.iter().any(|m| m.id == p));
                assert!(found, "{}: {} belongs to {parent:?}, which is not told", pack.id, member.name);
            }
        }
    }
}

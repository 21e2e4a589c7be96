//! From rule files to an index: a predicate finds its candidates in one look-up, however many
//! rules there are.

use annalist_span::RuleId;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::spec::{FamilyFile, Form, Opponent, RuleSpec, Selector};
use crate::{FigureKind, Kind, Modality};

/// The rule files, in order of precedence.
const FILES: &[(&str, &str)] = &[
    ("unrest", include_str!("../../rules/unrest.toml")),
    ("withdrawal", include_str!("../../rules/withdrawal.toml")),
    ("control", include_str!("../../rules/control.toml")),
    ("movement", include_str!("../../rules/movement.toml")),
    ("strikes", include_str!("../../rules/strikes.toml")),
    ("fighting", include_str!("../../rules/fighting.toml")),
    ("people", include_str!("../../rules/people.toml")),
    ("equipment", include_str!("../../rules/equipment.toml")),
    ("harm", include_str!("../../rules/harm.toml")),
    ("deployment", include_str!("../../rules/deployment.toml")),
    ("accord", include_str!("../../rules/accord.toml")),
    ("speech", include_str!("../../rules/speech.toml")),
];

/// Which slot a selector fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Actor,
    Target,
    Place,
    Also,
    Means,
}

/// A compiled rule.
#[derive(Debug)]
pub(crate) struct Rule {
    pub id: RuleId,
    pub kind: Kind,
    pub needs: Vec<Selector>,
    pub rejects: Vec<Selector>,
    pub objects: Vec<String>,
    pub adverbs: Vec<String>,
    pub passive: Option<bool>,
    pub actor: Vec<Selector>,
    pub target: Vec<Selector>,
    pub place: Vec<Selector>,
    pub also: Vec<Selector>,
    pub means: Vec<Selector>,
    pub figures: Vec<(Selector, FigureKind)>,
    pub modality: Option<Modality>,
    pub opponent: Option<Opponent>,
    pub bare: bool,
    pub spec: RuleSpec,
    pub family: String,
}

impl Rule {
    pub(crate) fn part(&self, part: Part) -> &[Selector] {
        match part {
            Part::Actor => &self.actor,
            Part::Target => &self.target,
            Part::Place => &self.place,
            Part::Also => &self.also,
            Part::Means => &self.means,
        }
    }
}

/// A rule that a predicate may meet, and the particle that it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Index of the rule.
    pub rule: u16,
    /// The particle or fixed word after the verb; empty for none.
    pub particle: String,
}

/// All rules, indexed.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub rules: Vec<Rule>,
    verbs: FxHashMap<String, Vec<Candidate>>,
    nouns: FxHashMap<String, Vec<Candidate>>,
}

impl RuleSet {
    /// The rules that ship with the crate.
    pub(crate) fn embedded() -> Result<Self, String> {
        let mut families = Vec::new();
        for (name, text) in FILES {
            let file: FamilyFile = toml::from_str(text).map_err(|e| format!("{name}.toml: {e}"))?;
            if file.family != *name {
                return Err(format!("{name}.toml holds the family {:?}", file.family));
            }
            families.push(file);
        }
        Self::compile(families)
    }

    pub(crate) fn compile(families: Vec<FamilyFile>) -> Result<Self, String> {
        let mut set = Self { rules: Vec::new(), verbs: FxHashMap::default(), nouns: FxHashMap::default() };
        for file in families {
            for spec in file.rules {
                set.add(&file.family, spec)?;
            }
        }
        Ok(set)
    }

    fn add(&mut self, family: &str, spec: RuleSpec) -> Result<(), String> {
        let fail = |e: String| format!("{family}/{}: {e}", spec.id);
        let select = |list: &[String]| {
            list.iter().map(|s| Selector::parse(s)).collect::<Result<Vec<_>, _>>().map_err(fail)
        };
        let index = u16::try_from(self.rules.len()).map_err(|_| fail("too many rules".to_owned()))?;
        let passive = match spec.voice.as_deref() {
            None => None,
            Some("active") => Some(false),
            Some("passive") => Some(true),
            Some(other) => return Err(fail(format!("no voice {other:?}"))),
        };
        let figures = spec
            .figures
            .iter()
            .map(|(s, kind)| Selector::parse(s).map(|s| (s, *kind)))
            .collect::<Result<Vec<_>, _>>()
            .map_err(fail)?;
        for word in spec.verbs.split_whitespace() {
            let (lemma, particle) = word.split_once('+').unwrap_or((word, ""));
            self.verbs
                .entry(lemma.to_owned())
                .or_default()
                .push(Candidate { rule: index, particle: particle.replace('_', " ") });
        }
        for word in spec.nouns.split_whitespace() {
            self.nouns
                .entry(crate::lexicon::key(word))
                .or_default()
                .push(Candidate { rule: index, particle: String::new() });
        }
        self.rules.push(Rule {
            id: RuleId::from(format!("{family}/{}", spec.id).as_str()),
            kind: spec.kind,
            needs: select(&spec.needs)?,
            rejects: select(&spec.rejects)?,
            objects: spec.object.split_whitespace().map(crate::lexicon::key).collect(),
            adverbs: spec.adverb.split_whitespace().map(str::to_owned).collect(),
            passive,
            actor: select(&spec.actor)?,
            target: select(&spec.target)?,
            place: select(&spec.place)?,
            also: select(&spec.also)?,
            means: select(&spec.means)?,
            figures,
            modality: spec.modality,
            opponent: spec.opponent,
            bare: spec.bare,
            family: family.to_owned(),
            spec,
        });
        Ok(())
    }

    /// Rules that read this predicate, in order of precedence.
    pub(crate) fn candidates(&self, form: Form, key: &str) -> &[Candidate] {
        let index = match form {
            Form::Verb => &self.verbs,
            Form::Noun => &self.nouns,
        };
        index.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a noun's key names an event.
    pub(crate) fn is_event(&self, key: &str) -> bool {
        self.nouns.contains_key(key)
    }

    pub(crate) fn rule(&self, index: u16) -> &Rule {
        &self.rules[index as usize]
    }
}

/// A rule for people to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleInfo {
    /// `family/rule`.
    pub id: String,
    /// Its family.
    pub family: String,
    /// What it makes.
    pub kind: Kind,
    /// Verb lemmas, with particles after `+`.
    pub verbs: Vec<String>,
    /// Event nouns.
    pub nouns: Vec<String>,
    /// Conditions of which all must hold.
    pub needs: Vec<String>,
    /// Conditions of which none may hold.
    pub rejects: Vec<String>,
    /// Number of examples and counter-examples.
    pub tests: usize,
}

/// Every rule, in order of precedence.
pub fn list() -> Result<Vec<RuleInfo>, String> {
    let words = |s: &str| s.split_whitespace().map(str::to_owned).collect();
    Ok(RuleSet::embedded()?
        .rules
        .iter()
        .map(|r| RuleInfo {
            id: r.id.to_string(),
            family: r.family.clone(),
            kind: r.kind,
            verbs: words(&r.spec.verbs),
            nouns: words(&r.spec.nouns),
            needs: r.spec.needs.clone(),
            rejects: r.spec.rejects.clone(),
            tests: r.spec.examples.len() + r.spec.counter.len(),
        })
        .collect())
}

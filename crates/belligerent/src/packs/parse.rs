//! A pack's text into a pack.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::lexicon::Lexicon;
use crate::packs::{
    Example, Pack, PackError, PackMeaning, PackSide, PackSource, StateExample, States, toml_of,
};
use crate::words::slug;
use crate::{Allegiance, Belligerent, BelligerentKind, SourceAlignment};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPack {
    id: String,
    #[allow(dead_code, reason = "for readers of the pack")]
    name: String,
    period: String,
    home: Option<String>,
    cues: Vec<String>,
    #[serde(default)]
    states: BTreeMap<String, String>,
    #[serde(default)]
    intervening: BTreeMap<String, Allegiance>,
    #[serde(default)]
    side: Vec<PackSide>,
    #[serde(default)]
    forces: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    person: Vec<RawPerson>,
    #[serde(default)]
    sources: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPerson {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    force: Option<String>,
    rank: Option<String>,
    role: Option<String>,
    allegiances: Vec<Allegiance>,
}

#[derive(Deserialize)]
pub(super) struct RawStates {
    states: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    example: Vec<StateExample>,
}

impl States {
    pub(super) fn new(raw: RawStates) -> Self {
        let mut out = Self { examples: raw.example, ..Self::default() };
        for (id, names) in raw.states {
            let Some((name, aliases)) = names.split_first() else { continue };
            for n in &names {
                out.lexicon.insert(n, out.list.len());
            }
            out.list.push(Arc::new(Belligerent {
                aliases: aliases.to_vec(),
                ..Belligerent::named(id, name.clone(), BelligerentKind::State)
            }));
        }
        out
    }
}

impl Pack {
    pub(super) fn parse(file: (&str, &str)) -> Result<Self, PackError> {
        let raw: RawPack = toml_of(file)?;
        let known = |member: &str, side: &str| {
            if raw.side.iter().any(|s| s.id == side) {
                return Ok(());
            }
            let (file, member, side) = (file.0.to_owned(), member.to_owned(), side.to_owned());
            Err(PackError::Side { file, member, side })
        };
        for (state, side) in &raw.states {
            known(state, side)?;
        }
        for (state, allegiance) in &raw.intervening {
            known(state, &allegiance.side)?;
        }
        let mut members: Vec<Arc<Belligerent>> = Vec::new();
        let mut lexicon = Lexicon::default();
        for (side, lines) in &raw.forces {
            for line in lines {
                known(line, side)?;
                let (member, names) = force(line, side);
                for name in &names {
                    lexicon.insert(name, PackMeaning::Member(members.len()));
                }
                members.push(Arc::new(member));
            }
        }
        for person in raw.person {
            for allegiance in &person.allegiances {
                known(&person.name, &allegiance.side)?;
            }
            for name in person.aliases.iter().chain([&person.name]) {
                lexicon.insert(name, PackMeaning::Member(members.len()));
            }
            members.push(Arc::new(Belligerent {
                aliases: person.aliases,
                allegiances: person.allegiances,
                parent: person.force.as_deref().map(slug),
                rank: person.rank,
                role: person.role,
                ..Belligerent::named(slug(&person.name), person.name, BelligerentKind::Person)
            }));
        }
        for (index, side) in raw.side.iter().enumerate() {
            for noun in side.nouns.iter().chain([&side.name]) {
                lexicon.insert(noun, PackMeaning::Side(index));
            }
        }
        let mut sources = Vec::new();
        for (class, lines) in &raw.sources {
            let alignment = alignment(class);
            if let SourceAlignment::Leans(side) | SourceAlignment::Party(side) = &alignment {
                known(class, side)?;
            }
            for line in lines {
                let names: Vec<&str> = line.split('|').map(str::trim).collect();
                for name in &names {
                    lexicon.insert(name, PackMeaning::Source(sources.len()));
                }
                sources.push(PackSource { name: names[0].to_owned(), alignment: alignment.clone() });
            }
        }
        let mut cues = Lexicon::default();
        for cue in &raw.cues {
            cues.insert(cue, ());
        }
        Ok(Self {
            id: raw.id,
            period: raw.period,
            home: raw.home,
            sides: raw.side,
            states: raw.states,
            intervening: raw.intervening,
            members,
            sources,
            lexicon,
            cues,
            cue_names: raw.cues,
            examples: raw.example,
        })
    }
}

/// Reads `name | alias > parent @ interval`.
fn force(line: &str, side: &str) -> (Belligerent, Vec<String>) {
    let (line, during) = match line.split_once('@') {
        Some((line, during)) => (line, Some(during.trim().to_owned())),
        None => (line, None),
    };
    let (line, parent) = match line.split_once('>') {
        Some((line, parent)) => (line, Some(slug(parent))),
        None => (line, None),
    };
    let names: Vec<String> = line.split('|').map(|n| n.trim().to_owned()).collect();
    let kind = if parent.is_some() { BelligerentKind::Unit } else { BelligerentKind::Force };
    let member = Belligerent {
        aliases: names[1..].to_vec(),
        allegiances: vec![Allegiance { side: side.to_owned(), during }],
        parent,
        ..Belligerent::named(slug(&names[0]), names[0].clone(), kind)
    };
    (member, names)
}

fn alignment(class: &str) -> SourceAlignment {
    match class.split_once(':') {
        Some(("leans", side)) => SourceAlignment::Leans(side.to_owned()),
        Some(("party", side)) => SourceAlignment::Party(side.to_owned()),
        _ if class == "monitor" => SourceAlignment::Monitor,
        _ if class == "press" => SourceAlignment::Press,
        _ => SourceAlignment::Unknown,
    }
}

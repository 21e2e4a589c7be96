//! Words of any war: nouns, modifiers, pronouns, verbs, ranks.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::lexicon::Lexicon;
use crate::packs::Example;

/// What a common noun tells of the party that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Noun {
    /// A state's own forces ("army", "soldiers").
    Regular,
    /// The state itself ("government").
    State,
    /// Fighters against a state ("militants").
    Irregular,
    /// Any party's people ("forces").
    Any,
    /// A party's things ("tanks").
    Thing,
    /// Between the parties ("peacekeepers").
    Neutral,
    /// Civilians.
    Civilian,
    /// A building or thing of civilians.
    CivilThing,
}

/// What a pronoun or a general phrase asks of the discourse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Anaphor {
    /// "they".
    Plural,
    /// "their", "its".
    Possessive,
    /// "we", "our": the speaker's own.
    Ours,
    /// "it", "he".
    Singular,
    /// "the former".
    First,
    /// "the latter".
    Second,
    /// "the attackers".
    Attackers,
    /// "the defenders".
    Defenders,
    /// "the enemy".
    Enemies,
    /// "both sides".
    Both,
}

/// The words of any war, ready to look up.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) nouns: Lexicon<Noun>,
    /// Of any party's nouns, those by which no state's forces go ("the group").
    pub(crate) bands: FxHashSet<String>,
    pub(crate) counts: FxHashSet<String>,
    /// Bodies that are called by their noun once they are named.
    pub(crate) formations: FxHashSet<String>,
    /// Fighters who stand against the soldiers counted before them.
    pub(crate) facing: FxHashSet<String>,
    pub(crate) same: FxHashSet<String>,
    pub(crate) backed: FxHashSet<String>,
    pub(crate) against: FxHashSet<String>,
    pub(crate) before_same: FxHashSet<String>,
    pub(crate) before_against: FxHashSet<String>,
    pub(crate) anaphors: Lexicon<Anaphor>,
    pub(crate) hostile: FxHashSet<String>,
    pub(crate) acts: FxHashSet<String>,
    pub(crate) speech: FxHashSet<String>,
    pub(crate) assaults: FxHashSet<String>,
    pub(crate) harming: FxHashSet<String>,
    pub(crate) owning: FxHashSet<String>,
    pub(crate) friendly: FxHashSet<String>,
    pub(crate) ranks: Lexicon<()>,
    pub(crate) roles: Lexicon<()>,
    pub(crate) fates: Vec<(&'static str, Lexicon<()>)>,
    pub(crate) offices: Lexicon<()>,
    pub(crate) source_nouns: FxHashSet<String>,
    pub(crate) bodies: Lexicon<()>,
    pub(crate) reports: FxHashSet<String>,
    pub(crate) states: StateWords,
    pub(crate) persons: Lexicon<()>,
    pub(crate) monitors: Lexicon<()>,
    pub(crate) press: Lexicon<()>,
    pub(crate) force_words: FxHashSet<String>,
    pub(crate) names: NameWords,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the tests of packs"))]
    pub(crate) examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawVocabulary {
    nouns: Nouns,
    civilians: Civilians,
    modifiers: Modifiers,
    discourse: Discourse,
    verbs: Verbs,
    people: People,
    sources: Sources,
    states: StateWords,
    names: NameWords,
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nouns {
    regular: Vec<String>,
    state: Vec<String>,
    irregular: Vec<String>,
    any: Vec<String>,
    things: Vec<String>,
    neutral: Vec<String>,
    bands: FxHashSet<String>,
    counts: FxHashSet<String>,
    bodies: FxHashSet<String>,
    facing: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Civilians {
    nouns: Vec<String>,
    communities: Vec<String>,
    things: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Modifiers {
    same: FxHashSet<String>,
    backed: FxHashSet<String>,
    against: FxHashSet<String>,
    before_same: FxHashSet<String>,
    before_against: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Discourse {
    plural: Vec<String>,
    possessive: Vec<String>,
    ours: Vec<String>,
    singular: Vec<String>,
    first: Vec<String>,
    second: Vec<String>,
    attackers: Vec<String>,
    defenders: Vec<String>,
    enemies: Vec<String>,
    both: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verbs {
    hostile: FxHashSet<String>,
    friendly: FxHashSet<String>,
    acts: FxHashSet<String>,
    speech: FxHashSet<String>,
    assaults: FxHashSet<String>,
    harming: FxHashSet<String>,
    owning: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    ranks: Vec<String>,
    roles: Vec<String>,
    killed: Vec<String>,
    wounded: Vec<String>,
    captured: Vec<String>,
    missing: Vec<String>,
    offices: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    nouns: FxHashSet<String>,
    monitor: Vec<String>,
    press: Vec<String>,
    bodies: Vec<String>,
    reports: FxHashSet<String>,
    persons: Vec<String>,
}

/// Words by which a text tells of a state that no list knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StateWords {
    /// Endings that make an adjective of a name.
    pub(crate) endings: Vec<String>,
    /// Those that hardly any other word has.
    pub(crate) clear: Vec<String>,
    /// What a name may lose before them.
    pub(crate) dropped: Vec<String>,
    /// What only a state has: before these an adjective is a state's.
    pub(crate) bodies: FxHashSet<String>,
    /// What any party may have.
    pub(crate) forces: FxHashSet<String>,
    /// Words of a name that make its bearer a state or its forces …
    pub(crate) strong: FxHashSet<String>,
    /// … those that do so where nothing says otherwise …
    pub(crate) weak: FxHashSet<String>,
    /// … and those that never stand in a state's own.
    pub(crate) never: FxHashSet<String>,
    /// What is a state's own behind its adjective.
    pub(crate) own: FxHashSet<String>,
}

/// Words of names: of forces, of what is no force, of people and of what is called after them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameWords {
    force: FxHashSet<String>,
    /// Badges that stand for a whole name.
    pub(crate) emblems: FxHashSet<String>,
    /// Words that begin a name in its own language.
    pub(crate) native: FxHashSet<String>,
    /// Nouns of fighters that make a name before them a party's.
    pub(crate) fighters: FxHashSet<String>,
    /// What is called after a person.
    pub(crate) monuments: FxHashSet<String>,
    /// Verbs of command.
    pub(crate) command: FxHashSet<String>,
    /// Titles that also begin names of places.
    pub(crate) honours: FxHashSet<String>,
    /// Words before a place.
    pub(crate) placing: FxHashSet<String>,
    /// Words that make a longer name something else than a force.
    pub(crate) other: FxHashSet<String>,
    /// Words that never begin a name.
    pub(crate) small: FxHashSet<String>,
    /// Months and days.
    pub(crate) calendar: FxHashSet<String>,
}

impl Vocabulary {
    pub(crate) fn new(mut raw: RawVocabulary) -> Self {
        let mut nouns = Lexicon::default();
        let civil = raw.civilians;
        let classes = [
            (Noun::Civilian, civil.nouns),
            (Noun::CivilThing, civil.things),
            (Noun::Civilian, civil.communities),
            (Noun::Regular, raw.nouns.regular),
            (Noun::State, raw.nouns.state),
            (Noun::Irregular, raw.nouns.irregular),
            (Noun::Neutral, raw.nouns.neutral),
            (Noun::Any, raw.nouns.any),
            (Noun::Thing, raw.nouns.things),
        ];
        for (noun, list) in classes {
            fill(&mut nouns, &list, noun);
        }
        let mut anaphors = Lexicon::default();
        let d = raw.discourse;
        let kinds = [
            (Anaphor::Both, d.both),
            (Anaphor::First, d.first),
            (Anaphor::Second, d.second),
            (Anaphor::Attackers, d.attackers),
            (Anaphor::Defenders, d.defenders),
            (Anaphor::Enemies, d.enemies),
            (Anaphor::Plural, d.plural),
            (Anaphor::Possessive, d.possessive),
            (Anaphor::Ours, d.ours),
            (Anaphor::Singular, d.singular),
        ];
        for (kind, list) in kinds {
            fill(&mut anaphors, &list, kind);
        }
        let p = raw.people;
        let fates =
            [("killed", p.killed), ("wounded", p.wounded), ("captured", p.captured), ("missing", p.missing)];
        Self {
            nouns,
            bands: raw.nouns.bands,
            counts: raw.nouns.counts,
            formations: raw.nouns.bodies,
            facing: raw.nouns.facing,
            same: raw.modifiers.same,
            backed: raw.modifiers.backed,
            against: raw.modifiers.against,
            before_same: raw.modifiers.before_same,
            before_against: raw.modifiers.before_against,
            anaphors,
            hostile: raw.verbs.hostile,
            acts: raw.verbs.acts,
            speech: raw.verbs.speech,
            assaults: raw.verbs.assaults,
            harming: raw.verbs.harming,
            owning: raw.verbs.owning,
            friendly: raw.verbs.friendly,
            ranks: set(&p.ranks),
            roles: set(&p.roles),
            fates: fates.into_iter().map(|(fate, list)| (fate, set(&list))).collect(),
            offices: set(&p.offices),
            source_nouns: raw.sources.nouns,
            bodies: set(&raw.sources.bodies),
            reports: raw.sources.reports,
            states: raw.states,
            persons: set(&raw.sources.persons),
            monitors: set(&raw.sources.monitor),
            press: set(&raw.sources.press),
            force_words: std::mem::take(&mut raw.names.force),
            names: raw.names,
            examples: raw.example,
        }
    }
}

fn fill<M: Copy>(lexicon: &mut Lexicon<M>, names: &[String], meaning: M) {
    for name in names {
        lexicon.insert(name, meaning);
    }
}

fn set(names: &[String]) -> Lexicon<()> {
    let mut lexicon = Lexicon::default();
    fill(&mut lexicon, names, ());
    lexicon
}

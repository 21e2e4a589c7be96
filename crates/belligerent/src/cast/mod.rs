//! One document's cast: its sides, who belongs to them, and who is meant by each phrase.

mod aliases;
mod ask;
mod choice;
mod derived;
mod discourse;
mod infobox;
mod introduce;
mod outlawed;
mod part;
mod people;
mod peoples;
mod roster;
mod scan;
mod sides;
mod titles;

use annalist_document::Document;
use annalist_language::Analysis;
use annalist_span::{RuleId, Span};

use crate::packs::Packs;
use crate::phrase::{self, Anchor, Named, Reading};
use crate::vocabulary::Noun;
use crate::words::{Word, new_sentence, words};
use crate::{ActorMention, ActorValue, BelligerentKind, OrderOfBattle};

use discourse::Trail;
use part::{Part, Setting};
pub(crate) use people::name_after;
pub(crate) use roster::Roster;

/// Prepositions behind which a phrase names somebody else by the way.
const ASIDE: [&str; 12] = [
    "in", "near", "at", "on", "with", "along", "around", "outside", "inside", "against", "between", "towards",
];

/// The side id of civilians.
const CIVILIAN: &str = "civilian";

/// Who fights whom in one document, and who is meant where.
#[derive(Debug)]
pub struct Cast {
    /// Sides in the order of the infobox, then of the text; members in order of first mention.
    pub order: OrderOfBattle,
    /// The mentions of each passage, in order: one list for each of the document's passages.
    pub mentions: Vec<Vec<ActorMention>>,
    pub(crate) roster: Roster,
    trail: Trail,
    /// Unnamed things ("two tanks") with their side, by what happens to them.
    things: Vec<(u32, Span, ActorValue)>,
    /// Pronouns whose side follows from whom they act against.
    pointed: Vec<(u32, Span, ActorValue)>,
}

/// A phrase as far as it is understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resolution {
    /// Index in the roster.
    pub(crate) actor: Option<usize>,
    /// Index in the roster's sides.
    pub(crate) side: Option<usize>,
    pub(crate) civilian: bool,
    pub(crate) antecedent: Option<String>,
    pub(crate) rule: &'static str,
}

/// Whether a name that is nobody's known owns the last word of a phrase.
fn of_a_stranger(phrase: &[Word], hits: &[phrase::Hit]) -> bool {
    phrase.iter().enumerate().any(|(i, w)| {
        w.capital && w.possessive && i + 1 < phrase.len() && !hits.iter().any(|h| h.at <= i && i < h.end())
    })
}

impl Cast {
    /// Reads the cast of a document. `analyses` has one entry a passage, or is shorter or empty:
    /// without trees, subjects are guessed from the words around them.
    pub fn read(document: &Document, analyses: &[Analysis], packs: &Packs) -> Self {
        let texts: Vec<Vec<Word>> = document.passages.iter().map(|p| words(&p.text)).collect();
        let mut cast = Self {
            order: OrderOfBattle::default(),
            mentions: vec![Vec::new(); document.passages.len()],
            roster: Roster::new(document, &texts, packs),
            trail: Trail::default(),
            things: Vec::new(),
            pointed: Vec::new(),
        };
        infobox::read(document, &mut cast.roster);
        introduce::read(document, &texts, &mut cast.roster);
        cast.roster.tails();
        derived::read(&mut cast.roster);
        sides::read(document, &texts, &mut cast.roster);
        for (index, passage) in document.passages.iter().enumerate() {
            let analysis = analyses.get(index);
            cast.trail.open(index as u32, &passage.text, analysis);
            if passage.role.is_narrative() {
                cast.scan(index as u32, &passage.text, &texts[index], analysis);
            }
        }
        cast.order = cast.roster.order();
        cast
    }

    /// Who is meant by a noun phrase, pronoun or modifier.
    ///
    /// `span` is the phrase in the passage's text and `text` its words; the whole passage's text
    /// is understood too. Nothing known gives an empty value.
    pub fn resolve(&self, passage: u32, span: Span, text: &str) -> ActorValue {
        let phrase = match span.of_text(text) {
            inner if !inner.is_empty() && text.len() > span.len() as usize => inner,
            _ => text,
        };
        let from = self.pointed.partition_point(|(p, s, _)| (*p, s.start) < (passage, span.start));
        if let Some((_, _, value)) =
            self.pointed.get(from).filter(|(p, s, _)| *p == passage && *s == span && !span.is_empty())
        {
            return value.clone();
        }
        let resolution = self.understand(passage, span, &words(phrase));
        // What was read in passing knows the part that the words have in their sentence.
        let contextual = [
            "belligerent/unknown",
            "belligerent/opponent",
            "belligerent/attacker",
            "belligerent/kind",
            "belligerent/home",
        ];
        if resolution.antecedent.is_some() || contextual.contains(&resolution.rule) {
            let told = self.mentions.get(passage as usize).map_or(&[][..], Vec::as_slice);
            let from = told.partition_point(|m| m.span.end < span.end);
            // "a group near X's border with Y" is not Y.
            let leads = |at: u32| {
                let before = phrase.get(..at.saturating_sub(span.start) as usize).unwrap_or("");
                !before.split_whitespace().any(|w| ASIDE.contains(&w))
            };
            let same = told.get(from).filter(|m| m.span.end == span.end && m.span.overlaps(span));
            if let Some(same) = same.filter(|m| leads(m.span.start)) {
                return same.value.clone();
            }
            let from = self.things.partition_point(|(p, s, _)| (*p, s.end) < (passage, span.end));
            if let Some((p, same, value)) = self.things.get(from)
                && *p == passage
                && same.end == span.end
                && same.overlaps(span)
            {
                return value.clone();
            }
        }
        self.value(&resolution)
    }

    /// The side that a belligerent fights for on an EDTF date: as the document has it, unless its
    /// dated allegiances say otherwise for that day.
    pub fn side_on(&self, id: &str, date: Option<&str>) -> Option<&str> {
        let member = self.roster.members.iter().position(|m| m.id == id)?;
        let dated = self.roster.members[member].allegiances.iter().any(|a| a.during.is_some());
        if dated && date.is_some() {
            return self.roster.members[member].side_on(date);
        }
        self.roster.side_of(member).map(|s| self.roster.sides[s].id.as_str())
    }

    fn understand(&self, passage: u32, span: Span, phrase: &[Word]) -> Resolution {
        self.understand_as(passage, span, phrase, Setting::Unknown)
    }

    fn understand_as(&self, passage: u32, span: Span, phrase: &[Word], setting: Setting) -> Resolution {
        let hits = self.roster.hits(phrase);
        let reading = phrase::read(phrase, &hits, &self.roster.vocabulary, |s| {
            self.roster.sides[s].regular == Some(true)
        });
        // "Utopian rebels" are not on Utopia's side.
        if let Reading::Actor(actor) = reading
            && self.roster.members[actor].kind == BelligerentKind::State
            && hits.iter().any(|h| h.anchor == Anchor::Noun(Noun::Irregular))
        {
            let rebels = self.trail.common(&self.roster, passage, span, Noun::Irregular, setting);
            if rebels.side.is_some() && rebels.side != self.roster.side_of(actor) {
                return rebels;
            }
        }
        // "Velm separatists": whoever Velm is, they fight the state.
        if let Reading::Actor(actor) = reading
            && self.roster.members[actor].kind == BelligerentKind::Force
            && self.roster.side_of(actor).is_none()
            && hits.iter().any(|h| h.anchor == Anchor::Noun(Noun::Irregular))
        {
            let rebels = self.trail.common(&self.roster, passage, span, Noun::Irregular, setting);
            return Resolution { actor: Some(actor), antecedent: None, ..rebels };
        }
        match reading {
            Reading::Actor(actor) => Resolution {
                actor: Some(actor),
                side: self.roster.side_of(actor).or_else(|| {
                    let force = |noun| matches!(noun, Noun::Regular | Noun::Any | Noun::Thing);
                    let armed = hits.iter().any(|h| matches!(h.anchor, Anchor::Noun(noun) if force(noun)));
                    armed.then(|| self.roster.intervening(actor)).flatten()
                }),
                rule: self.roster.inferred.get(&actor).copied().unwrap_or("belligerent/name"),
                ..Resolution::default()
            },
            Reading::Side(side) => {
                Resolution { side: Some(side), rule: "belligerent/faction", ..Resolution::default() }
            }
            Reading::Against(named) => {
                let side = match named {
                    Named::Actor(a) => self.roster.side_of(a),
                    Named::Side(s) => Some(s),
                };
                Resolution {
                    side: side.and_then(|s| self.roster.enemy(s)),
                    rule: "belligerent/against",
                    ..Resolution::default()
                }
            }
            Reading::Civilians => {
                Resolution { civilian: true, rule: "belligerent/civilians", ..Resolution::default() }
            }
            Reading::Anaphor(kind) => self.trail.antecedent(&self.roster, passage, span, kind),
            // "Marsh's men", of a Marsh of whom nothing is known.
            Reading::Noun(Noun::Any) if of_a_stranger(phrase, &hits) => {
                Resolution { rule: "belligerent/unknown", ..Resolution::default() }
            }
            Reading::Noun(noun) => {
                let body = hits.iter().find_map(|h| {
                    let word = &phrase[h.at].fold;
                    let alone = h.len == 1 && self.roster.vocabulary.formations.contains(word);
                    (alone && h.anchor == Anchor::Noun(Noun::Any)).then_some(word.as_str())
                });
                let named = body.and_then(|word| self.trail.body(&self.roster, passage, span, word));
                let band = || {
                    let irregular = self.trail.common(&self.roster, passage, span, Noun::Irregular, setting);
                    (noun == Noun::Any && self.is_band(phrase) && irregular.side.is_some())
                        .then_some(irregular)
                };
                // "the fighters", "troops", where one party fights a state's soldiers.
                let fighters = || {
                    let last = phrase.last()?.fold.as_str();
                    let kind = match last {
                        "troops" => Noun::Regular,
                        last if self.roster.vocabulary.facing.contains(last) => Noun::Irregular,
                        _ => return None,
                    };
                    let against = kind == Noun::Irregular;
                    let both = || self.roster.sides.iter().any(|s| s.regular == Some(against) && s.told > 0);
                    let open = matches!(setting, Setting::Unknown | Setting::Harming);
                    let of_kind = (noun == Noun::Any && open && both())
                        .then(|| self.trail.common(&self.roster, passage, span, kind, setting))?;
                    (of_kind.rule == "belligerent/kind" && of_kind.antecedent.is_none()).then_some(of_kind)
                };
                named
                    .or_else(band)
                    .or_else(fighters)
                    .unwrap_or_else(|| self.trail.common(&self.roster, passage, span, noun, setting))
            }
            Reading::Nothing => Resolution { rule: "belligerent/unknown", ..Resolution::default() },
        }
    }

    /// The enemy of those whom somebody not named acts against, where the text before would make them one and the
    /// same: "the militiamen stormed the police station" after a sentence about the police.
    fn attacker(
        &self,
        all: &[Word],
        found: &scan::Group,
        role: Part,
        passage: u32,
        resolution: &Resolution,
    ) -> Option<usize> {
        let guessed = resolution.antecedent.is_some() || resolution.rule == "belligerent/unknown";
        if role != Part::Agent || !guessed || resolution.civilian {
            return None;
        }
        let clause = all.get(found.to..)?;
        let end =
            (0..clause.len().min(12)).find(|&i| clause[i].mark.is_some()).unwrap_or(clause.len().min(12));
        let vocabulary = &self.roster.vocabulary;
        let acts = |w: &Word| vocabulary.harming.contains(&w.fold) || vocabulary.assaults.contains(&w.fold);
        let verb = (0..end).find(|&i| acts(&clause[i]))?;
        let passive =
            |w: &Word| matches!(w.fold.as_str(), "was" | "were" | "been" | "be" | "being" | "is" | "are");
        if clause[..verb].iter().any(passive) || clause.get(verb + 1).is_none_or(|w| w.fold == "by") {
            return None;
        }
        let object = &clause[verb + 1..end.min(verb + 7)];
        let hit = *self.roster.hits(object).first()?;
        let target = match hit.anchor {
            Anchor::Actor(m) | Anchor::State(m) => self.roster.side_of(m),
            Anchor::Side(side) => Some(side),
            Anchor::Noun(noun @ (Noun::Regular | Noun::Irregular)) => {
                let span = object[hit.at].span;
                self.trail.common(&self.roster, passage, span, noun, Setting::Unknown).side
            }
            _ => None,
        }?;
        let enemy = self.roster.enemy(target)?;
        (resolution.side.is_none_or(|side| side == target)).then_some(enemy)
    }

    /// "the group" alone: what no army is called.
    fn is_band(&self, phrase: &[Word]) -> bool {
        let [.., last] = phrase else { return false };
        let bare = |w: &Word| matches!(w.fold.as_str(), "the" | "this" | "that");
        self.roster.vocabulary.bands.contains(&last.fold) && phrase[..phrase.len() - 1].iter().all(bare)
    }

    pub(crate) fn value(&self, r: &Resolution) -> ActorValue {
        let actor = r.actor.map(|a| &self.roster.members[a]);
        ActorValue {
            id: actor.map(|a| a.id.clone()),
            side: if r.civilian {
                Some(CIVILIAN.to_owned())
            } else {
                let party = r.actor.filter(|_| r.side.is_none()).and_then(|a| self.roster.lone_state(a));
                r.side.map(|s| self.roster.sides[s].id.clone()).or(party)
            },
            antecedent: r.antecedent.clone(),
        }
    }

    /// "It also executed ten soldiers": not the army, though the army was told last.
    fn point(&mut self, passage: u32, all: &[Word], at: usize, analysis: Option<&Analysis>) {
        let span = all[at].span;
        let found = scan::Group { from: at, to: at + 1, thing: false, named: false };
        let role = part::role(all, (at, at + 1), span, analysis, &self.roster.vocabulary);
        let resolution = self.understand_as(passage, span, &all[at..=at], Setting::Unknown);
        if resolution.antecedent.is_none() {
            return;
        }
        if let Some(enemy) = self.attacker(all, &found, role, passage, &resolution) {
            let meant = Resolution {
                side: Some(enemy),
                antecedent: Some(self.roster.sides[enemy].name.clone()),
                rule: "belligerent/attacker",
                ..Resolution::default()
            };
            self.pointed.push((passage, span, self.value(&meant)));
        }
    }

    fn scan(&mut self, passage: u32, text: &str, all: &[Word], analysis: Option<&Analysis>) {
        let mut next = 0;
        for found in scan::groups(all, &self.roster) {
            for at in next..found.from {
                if matches!(all[at].fold.as_str(), "it" | "he" | "she") {
                    self.point(passage, all, at, analysis);
                }
            }
            next = found.to;
            let phrase = &all[found.from..found.to];
            let (Some(first), Some(last)) = (phrase.first(), phrase.last()) else { continue };
            let span = first.span.cover(last.span);
            let role = part::role(all, (found.from, found.to), span, analysis, &self.roster.vocabulary);
            // "military analysts", "garrison duty": a noun that only modifies another names nobody.
            if !found.named && role == Part::Modifier {
                continue;
            }
            // "(Serbo-Croatian: …": a language, nobody.
            if scan::is_language(all, &found) {
                continue;
            }
            let setting = part::setting(all, (found.from, found.to), role, &self.roster.vocabulary);
            // "Marsh's men" are of whoever Marsh is.
            let owner = found.from.checked_sub(1).filter(|&o| {
                all[o].capital && all[o].possessive && first.mark.is_none() && !new_sentence(all, found.from)
            });
            let owned = &all[owner.unwrap_or(found.from)..found.to];
            let resolution = self.understand_as(passage, span, owned, setting);
            let resolution = match self.attacker(all, &found, role, passage, &resolution) {
                Some(enemy) => Resolution {
                    side: Some(enemy),
                    antecedent: resolution.antecedent.as_ref().map(|_| self.roster.sides[enemy].name.clone()),
                    rule: "belligerent/attacker",
                    ..Resolution::default()
                },
                None => resolution,
            };
            if found.thing && !found.named {
                if resolution.side.is_some() {
                    self.things.push((passage, span, self.value(&resolution)));
                }
                continue;
            }
            if resolution.side.is_none() && resolution.actor.is_none() && !resolution.civilian {
                continue;
            }
            self.roster.told(&resolution, passage, span);
            let verbs = all[found.to..].iter().take(5).take_while(|w| w.mark.is_none());
            let assaults = verbs.into_iter().any(|w| self.roster.vocabulary.assaults.contains(&w.fold));
            let noun = all[found.to - 1].fold.as_str();
            let noun = self.roster.vocabulary.formations.contains(noun).then_some(noun);
            let words = span.of_text(text);
            let what = discourse::What { words, thing: found.thing, assaults, body: noun };
            self.trail.push(passage, span, &resolution, role, what, &self.roster);
            let value = self.value(&resolution);
            self.mentions[passage as usize].push(ActorMention {
                span,
                text: span.of_text(text).to_owned(),
                rule: RuleId::named(resolution.rule),
                value,
            });
        }
    }
}

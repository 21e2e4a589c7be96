//! What pronouns and common nouns mean, by what was told before them.

use annalist_language::Analysis;
use annalist_span::Span;

use crate::cast::Resolution;
use crate::cast::part::{Part, Setting};
use crate::cast::roster::Roster;
use crate::vocabulary::{Anaphor, Noun};
use crate::words::words;

/// The actors of a document in the order told.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    steps: Vec<Step>,
    /// Where each passage's sentences begin, and the number of the first.
    passages: Vec<(u32, Vec<u32>)>,
    sentences: u32,
}

/// Sentences back within which a body's noun alone calls it.
const BODY: u32 = 12;

#[derive(Clone, Debug)]
struct Step {
    passage: u32,
    sentence: u32,
    span: Span,
    actor: Option<usize>,
    side: Option<usize>,
    name: String,
    /// What it pointed back to, when it named nobody itself.
    antecedent: Option<String>,
    part: Part,
    thing: bool,
    /// A plural that no single body is ("soldiers").
    many: bool,
    assaults: bool,
    civilian: bool,
    /// The noun of a body that ends the words ("the Utopia-led coalition").
    body: Option<String>,
}

/// What a mention's words are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct What<'t> {
    pub(crate) words: &'t str,
    pub(crate) thing: bool,
    /// They assault somebody.
    pub(crate) assaults: bool,
    /// The noun of a body that ends them.
    pub(crate) body: Option<&'t str>,
}

impl Trail {
    /// Begins a passage.
    pub(crate) fn open(&mut self, _passage: u32, text: &str, analysis: Option<&Analysis>) {
        let starts: Vec<u32> = match analysis {
            Some(a) if !a.sentences.is_empty() => a.sentences.iter().map(|s| s.span.start).collect(),
            _ => sentence_starts(text),
        };
        let first = self.sentences;
        self.sentences += starts.len().max(1) as u32;
        self.passages.push((first, starts));
    }

    fn sentence(&self, passage: u32, at: u32) -> u32 {
        self.passages.get(passage as usize).map_or(0, |(first, starts)| {
            first + starts.partition_point(|s| *s <= at).saturating_sub(1) as u32
        })
    }

    /// Adds a mention.
    pub(crate) fn push(
        &mut self,
        passage: u32,
        span: Span,
        resolution: &Resolution,
        part: Part,
        what: What<'_>,
        roster: &Roster,
    ) {
        let name =
            resolution.antecedent.clone().unwrap_or_else(|| match (resolution.actor, resolution.side) {
                (Some(actor), _) => roster.members[actor].name.clone(),
                // "the army … it": the army, by its own words rather than its side's name.
                (None, Some(_)) => what.words.to_owned(),
                _ => String::new(),
            });
        let What { thing, assaults, body, .. } = what;
        self.steps.push(Step {
            passage,
            sentence: self.sentence(passage, span.start),
            span,
            actor: resolution.actor,
            side: resolution.side,
            name,
            antecedent: resolution.antecedent.clone(),
            part,
            thing,
            many: resolution.actor.is_none() && is_plural(what.words),
            assaults,
            civilian: resolution.civilian,
            body: body.map(str::to_owned),
        });
    }

    /// Mentions before a place of the text, the nearest first.
    fn before(&self, passage: u32, at: u32) -> impl Iterator<Item = &Step> {
        let end = self.steps.partition_point(|s| (s.passage, s.span.start) < (passage, at));
        self.steps[..end].iter().rev()
    }

    fn best(&self, passage: u32, span: Span, fits: impl Fn(&Step) -> bool) -> Option<&Step> {
        let here = self.sentence(passage, span.start);
        let mut best: Option<(i32, &Step)> = None;
        for step in self.before(passage, span.start) {
            let back = here.saturating_sub(step.sentence) as i32;
            if back > 4 {
                break;
            }
            if step.civilian || step.side.is_none() || !fits(step) {
                continue;
            }
            let part = match step.part {
                Part::Agent => 5,
                Part::Patient => 3,
                Part::Other => 2,
                Part::Aside | Part::Speaker => 4,
                Part::Cause | Part::Modifier => 1,
            };
            let score = part * 2 - back * 5 - i32::from(step.thing) * 2;
            if best.is_none_or(|(old, _)| score > old) {
                best = Some((score, step));
            }
        }
        best.map(|(_, step)| step)
    }

    /// Whom a pronoun or a phrase that points back means.
    pub(crate) fn antecedent(&self, roster: &Roster, passage: u32, span: Span, kind: Anaphor) -> Resolution {
        let step = match kind {
            Anaphor::Both => None,
            Anaphor::First | Anaphor::Second => self.pair(passage, span, kind == Anaphor::First),
            Anaphor::Enemies => {
                let Some(step) = self.best(passage, span, |_| true) else { return unknown() };
                let side = step.side.and_then(|s| roster.enemy(s));
                return Resolution { side, rule: "belligerent/enemy", ..Resolution::default() };
            }
            // Nobody but the speaker says "we"; without one, nobody is known to.
            Anaphor::Ours => self
                .before(passage, span.start)
                .take_while(|s| s.passage == passage)
                .find(|s| s.part == Part::Speaker && s.side.is_some()),
            Anaphor::Attackers => self
                .best(passage, span, |s| s.assaults && matches!(s.part, Part::Agent | Part::Aside))
                .or_else(|| self.best(passage, span, |s| !s.thing)),
            Anaphor::Defenders => {
                let side = self
                    .best(passage, span, |s| s.assaults && matches!(s.part, Part::Agent | Part::Aside))
                    .and_then(|s| roster.enemy(s.side?));
                return side.map_or_else(unknown, |s| Resolution {
                    side: Some(s),
                    antecedent: Some(roster.sides[s].name.clone()),
                    rule: "belligerent/defenders",
                    ..Resolution::default()
                });
            }
            // "The army sent soldiers … it": the army.
            Anaphor::Singular => self
                .best(passage, span, |s| !s.thing && !s.many)
                .or_else(|| self.best(passage, span, |s| !s.thing)),
            _ => self.best(passage, span, |s| !s.thing),
        };
        step.map_or_else(unknown, |s| s.resolved("belligerent/antecedent"))
    }

    /// The body that was told by name and is called by its noun now: "the Elm Brigade … the brigade".
    pub(crate) fn body(&self, roster: &Roster, passage: u32, span: Span, noun: &str) -> Option<Resolution> {
        let here = self.sentence(passage, span.start);
        self.before(passage, span.start)
            .take_while(|s| here.saturating_sub(s.sentence) <= BODY)
            .find(|s| {
                let named = |actor: usize| {
                    words(&roster.members[actor].name).iter().any(|w| w.capital && w.fold == noun)
                };
                s.side.is_some()
                    && s.antecedent.is_none()
                    && (s.body.as_deref() == Some(noun) || s.actor.is_some_and(named))
            })
            .map(|s| s.resolved("belligerent/body"))
    }

    /// The first or the second of the last two parties told together.
    fn pair(&self, passage: u32, span: Span, first: bool) -> Option<&Step> {
        let second = self.before(passage, span.start).find(|s| s.side.is_some())?;
        let other = self
            .before(second.passage, second.span.start)
            .find(|s| s.side.is_some() && s.side != second.side)?;
        Some(if first { other } else { second })
    }

    /// Whom a common noun without a name means.
    pub(crate) fn common(
        &self,
        roster: &Roster,
        passage: u32,
        span: Span,
        noun: Noun,
        setting: Setting,
    ) -> Resolution {
        let opponent = || {
            let side = self.opponent(roster, passage, span)?;
            Some(Resolution { side: Some(side), rule: "belligerent/opponent", ..Resolution::default() })
        };
        let told = |regular: bool| -> Vec<usize> {
            (0..roster.sides.len())
                .filter(|&s| {
                    roster.sides[s].regular == Some(regular)
                        && (roster.sides[s].told > 0 || roster.sides[s].own)
                })
                .collect()
        };
        let of_kind = |regular: bool| {
            let sides = told(regular);
            if let [only] = sides.as_slice() {
                return Resolution { side: Some(*only), rule: "belligerent/kind", ..Resolution::default() };
            }
            let facing = opponent().filter(|o| {
                setting == Setting::Harmed && o.side.is_some_and(|s| roster.sides[s].regular == Some(regular))
            });
            if let Some(facing) = facing {
                return facing;
            }
            let own = self.agent(passage, span).filter(|a| {
                setting == Setting::Owned && a.side.is_some_and(|s| roster.sides[s].regular == Some(regular))
            });
            if let Some(own) = own {
                return own.resolved("belligerent/own");
            }
            self.best(passage, span, |s| s.side.is_some_and(|s| roster.sides[s].regular == Some(regular)))
                .map(|s| s.resolved("belligerent/kind"))
                .or_else(|| {
                    let home = roster.home.filter(|h| roster.sides[*h].regular == Some(regular));
                    home.map(|h| Resolution {
                        side: Some(h),
                        rule: "belligerent/home",
                        ..Resolution::default()
                    })
                })
                .unwrap_or_else(unknown)
        };
        let victim = (setting == Setting::Harming).then(|| self.victim(roster, passage, span)).flatten();
        match noun {
            Noun::Civilian | Noun::CivilThing => {
                Resolution { civilian: true, rule: "belligerent/civilians", ..Resolution::default() }
            }
            Noun::Neutral => unknown(),
            // "ten soldiers and six fighters": the other side's.
            Noun::Any if setting == Setting::Facing => self
                .before(passage, span.start)
                .find(|s| s.side.is_some())
                .and_then(|s| roster.enemy(s.side?))
                .map_or_else(unknown, |side| Resolution {
                    side: Some(side),
                    rule: "belligerent/opponent",
                    ..Resolution::default()
                }),
            Noun::Any if victim.is_some() => {
                Resolution { side: victim, rule: "belligerent/opponent", ..Resolution::default() }
            }
            Noun::Regular | Noun::State => of_kind(true),
            Noun::Irregular => of_kind(false),
            Noun::Any if setting == Setting::Harmed && opponent().is_some() => {
                opponent().unwrap_or_else(unknown)
            }
            Noun::Any if setting == Setting::Owned => self
                .agent(passage, span)
                .or_else(|| self.best(passage, span, |s| !s.thing))
                .map_or_else(unknown, |s| s.resolved("belligerent/own")),
            Noun::Any => self
                .best(passage, span, |s| !s.thing)
                // "A column of X's tanks": "the column"
                .or_else(|| self.best(passage, span, |_| true))
                .map_or_else(unknown, |s| s.resolved("belligerent/antecedent")),
            Noun::Thing if setting == Setting::Owned => {
                self.agent(passage, span).map_or_else(unknown, |s| s.resolved("belligerent/own"))
            }
            Noun::Thing => opponent().unwrap_or_else(unknown),
        }
    }

    /// The enemy of the agent in the same sentence.
    fn opponent(&self, roster: &Roster, passage: u32, span: Span) -> Option<usize> {
        roster.enemy(self.agent(passage, span)?.side?)
    }

    /// The enemy of who suffers in the same sentence before ("Colonel X was killed by a sniper").
    fn victim(&self, roster: &Roster, passage: u32, span: Span) -> Option<usize> {
        let here = self.sentence(passage, span.start);
        let step = self
            .before(passage, span.start)
            .take_while(|s| s.passage == passage && s.sentence == here)
            .find(|s| s.part == Part::Patient && !s.civilian)?;
        roster.enemy(step.side?)
    }

    /// Who acts in the same sentence: the agent before, else the one after ("… were hit by the X"),
    /// else who modifies the act ("in an X airstrike").
    fn agent(&self, passage: u32, span: Span) -> Option<&Step> {
        let here = self.sentence(passage, span.start);
        let first = self.steps.partition_point(|s| (s.passage, s.sentence) < (passage, here));
        let told = || {
            self.steps[first..]
                .iter()
                .take_while(move |s| s.passage == passage && s.sentence == here)
                .filter(|s| s.side.is_some())
        };
        let agents = || told().filter(|s| matches!(s.part, Part::Agent | Part::Aside));
        agents()
            .filter(|s| s.span.end <= span.start)
            .last()
            .or_else(|| agents().find(|s| s.span.start >= span.end))
            .or_else(|| told().find(|s| s.part == Part::Cause))
    }
}

impl Step {
    fn resolved(&self, rule: &'static str) -> Resolution {
        Resolution {
            actor: self.actor,
            side: self.side,
            civilian: false,
            antecedent: Some(self.name.clone()),
            rule,
        }
    }
}

/// Whether words end in a plural that is nobody's name.
fn is_plural(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or("");
    last.starts_with(char::is_lowercase)
        && last.ends_with('s')
        && !last.ends_with("ss")
        && !last.ends_with("corps")
}

fn unknown() -> Resolution {
    Resolution { rule: "belligerent/unknown", ..Resolution::default() }
}

/// Where sentences begin, guessed: after ". ", "! " or "? " before a capital, but not after
/// an abbreviation.
fn sentence_starts(text: &str) -> Vec<u32> {
    let mut out = vec![0];
    let mut before = ' ';
    let mut word = String::new();
    let mut ended = false;
    for (at, c) in text.char_indices() {
        if ended && !c.is_whitespace() {
            if c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“') {
                out.push(at as u32);
            }
            ended = false;
        }
        if matches!(c, '.' | '!' | '?') {
            let short = c == '.'
                && (word.chars().count() <= 3 && word.chars().next().is_some_and(char::is_uppercase));
            ended = !short && (before.is_alphanumeric() || matches!(before, ')' | '"' | '”' | '%'));
        } else if c.is_alphanumeric() {
            if !before.is_alphanumeric() {
                word.clear();
            }
            word.push(c);
        }
        before = c;
    }
    out
}

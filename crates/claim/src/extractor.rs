//! From a document to its claims.

use annalist_belligerent::{Cast, Packs};
use annalist_document::Document;
use annalist_gazetteer::{Gazetteer, Overrides, PlaceLayer};
use annalist_language::{Analysis, Pipeline};
use annalist_span::Span;
use annalist_time::{Day, TimeLayer};

use crate::attribution::{self, Sources};
use crate::compose;
use crate::draft::{Draft, Matched};
use crate::finish::{evidence, finish, link, nobody, scope};
use crate::heading::Heading;
use crate::kinds::strikes;
use crate::lexicon::{Classes, Lexicon};
use crate::rules::RuleSet;
use crate::story::Story;
use crate::view::{Arg, View};
use crate::world::World;
use crate::{Attribution, Claim, Kind, Party, PlaceSlot, fill, merge, slots};

/// The compiled rules and the data that they read with.
///
/// It holds no state of any document: [`extract`](Self::extract) is a pure function, and one
/// extractor serves any number of threads.
#[derive(Debug)]
pub struct Extractor {
    pub(crate) rules: RuleSet,
    pub(crate) lexicon: Lexicon,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) overrides: Overrides,
}

/// A document with everything read from it.
#[derive(Debug)]
pub struct Extraction {
    /// Sentences and clauses, one analysis a passage.
    pub analyses: Vec<Analysis>,
    /// Times.
    pub times: TimeLayer,
    /// Places.
    pub places: PlaceLayer,
    /// Belligerents.
    pub cast: Cast,
    /// Claims, in text order; infobox claims have [`crate::Scope::Infobox`].
    pub claims: Vec<Claim>,
}

impl Extractor {
    /// The extractor with the rules, lexicons, places and packs that ship with the program.
    ///
    /// # Panics
    /// Never: the embedded rules are checked by the crate's tests.
    pub fn embedded() -> Self {
        let rules = RuleSet::embedded().expect("the embedded rules are well formed");
        let lexicon = Lexicon::embedded().expect("the embedded lexicons are well formed");
        let gazetteer = Gazetteer::embedded().clone();
        Self { rules, lexicon, gazetteer, overrides: Overrides::default() }
    }

    /// The same with a user's overrides of places.
    #[must_use]
    pub fn with_overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = overrides;
        self
    }

    /// The same with other places to look names up in.
    #[must_use]
    pub fn with_gazetteer(mut self, gazetteer: Gazetteer) -> Self {
        self.gazetteer = gazetteer;
        self
    }

    /// Reads a document. `reference` is the day against which "today" is read.
    pub fn extract(&self, document: &Document, reference: Option<Day>) -> Extraction {
        let analyses = analyse(document);
        let world = self.world(document, &analyses, reference);
        let mut story = Story::default();
        for (index, passage) in document.passages.iter().enumerate() {
            if !passage.role.is_narrative() {
                continue;
            }
            story.paragraph = story.claims.len();
            story.speaking = None;
            story.source = None;
            story.quotes = quotes(&passage.text);
            let Some(analysis) = analyses.get(index) else { continue };
            story.heading = crate::heading::heading(&world, analysis, index as u32)
                .or_else(|| crate::heading::of_section(&world, index as u32));
            for (s, sentence) in analysis.sentences.iter().enumerate() {
                let view = View::new(index as u32, passage, s as u32, sentence, &self.lexicon);
                let view = self.complete(view, story.heading.as_ref());
                self.sentence(&view, &world, &mut story);
            }
        }
        let mut claims = story.claims;
        claims.extend(crate::infobox::claims(&world));
        finish(document, &mut claims);
        crate::speaker::name(&world, &mut claims);
        let World { times, places, cast, .. } = world;
        Extraction { analyses, times, places, cast, claims }
    }

    /// What the layers below know of a document.
    pub(crate) fn world<'a>(
        &self,
        document: &'a Document,
        analyses: &[Analysis],
        reference: Option<Day>,
    ) -> World<'a> {
        World::read(document, analyses, reference, &self.gazetteer, &self.overrides, Packs::embedded())
    }

    /// A sentence with the clauses and subjects that its tree lacks.
    pub(crate) fn complete<'a>(&self, mut view: View<'a>, heading: Option<&Heading>) -> View<'a> {
        crate::nominal::complete(&mut view, &self.rules);
        if let Some(heading) = heading.filter(|h| !h.section) {
            crate::heading::subject(&mut view, heading);
        }
        view
    }

    fn sentence(&self, view: &View<'_>, world: &World<'_>, story: &mut Story) {
        let matched = compose::read(view, &self.rules, world);
        let drafts = merge::merge(view, &matched);
        let sources = attribution::sources(view);
        let mut told: Vec<(Draft, Claim)> = Vec::new();
        for draft in drafts {
            let claim = self.claim(view, world, story, &matched, &sources, &draft, &told);
            told.push((draft, claim));
        }
        each_its_own(&mut told);
        self.echo(view, world, story, &matched, &sources, &mut told);
        if told.iter().any(|(d, _)| !self.rules.rule(d.rule).spec.lone) {
            told.retain(|(d, _)| !self.rules.rule(d.rule).spec.lone);
        }
        fill::fill(view, world, story, &self.rules, &matched, &mut told);
        told.iter_mut().for_each(not_his_own);
        // What outlets and analysts remark on is none of the events; what the parties and the people say is.
        let party = |c: &Claim| c.actors.iter().any(|a| a.side.is_some());
        told.retain(|(d, c)| !self.rules.rule(d.rule).spec.lone || party(c));
        crate::exception::keep(view, world, story, &mut told);
        once(&mut told);
        told.retain(|(_, c)| !moves_civilians(c));
        let reaches: Vec<Span> = (0..told.len()).map(|i| reach(view, &told, i)).collect();
        if !told.is_empty() {
            story.sentence = story.claims.len();
        }
        if let Some(source) = attribution::speaker(view, &matched.bounds) {
            story.source = Some(link(view, world, story, &source));
        }
        let quoted = !told.is_empty() && quoted(view, &story.quotes);
        for ((draft, mut claim), reach) in told.into_iter().zip(reaches) {
            if let Some(heading) = &story.heading {
                crate::heading::place(view, heading, &draft, &mut claim);
            }
            if quoted && claim.attribution.is_empty() {
                told_in_quotes(story, &mut claim);
            }
            claim.measures = slots::measures(view, world, reach);
            claim.asides = crate::aside::asides(view, world, &claim);
            crate::confidence::note(view, &draft, &mut claim);
            if let Some(side) = speaking(view, world, &claim.attribution) {
                story.speaking = Some(side);
            }
            claim.readings = crate::chunk::differing(view, world, &draft, &claim);
            story.tell(claim);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one claim is made of every layer")]
    fn claim(
        &self,
        view: &View<'_>,
        world: &World<'_>,
        story: &Story,
        matched: &Matched,
        sources: &Sources,
        draft: &Draft,
        before: &[(Draft, Claim)],
    ) -> Claim {
        let rule = self.rules.rule(draft.rule);
        let earlier: Vec<PlaceSlot> = before.iter().flat_map(|(_, c)| c.places.iter().cloned()).collect();
        let ground: Vec<_> =
            draft.places.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned().collect();
        let people: Vec<_> = draft
            .actors
            .iter()
            .filter(|a| !a.classes.has(Classes::EVENT) && !aims(view, a))
            .cloned()
            .collect();
        let victims: Vec<_> =
            draft.targets.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned().collect();
        // A noun that a verb carries takes the verb's reality.
        let base = draft.carrier.filter(|_| draft.nominal).unwrap_or(draft.clause);
        let mut said = attribution::told(view, &matched.bounds, sources, base, draft.predicate);
        if base != draft.clause {
            let own = attribution::told(view, &matched.bounds, sources, draft.clause, draft.predicate);
            said.hedged |= own.hedged;
            if said.mood == annalist_language::Mood::Fact {
                said.mood = own.mood;
            }
            for teller in own.tellers {
                if !said.tellers.iter().any(|t| t.head == teller.head) {
                    said.tellers.push(teller);
                }
            }
        }
        if rule.spec.said
            && let Some(agent) = matched.bounds[draft.clause].agents.first().or_else(|| {
                let by = |o: &&Arg| o.preposition.as_deref() == Some("by");
                matched.bounds[draft.clause].obliques.iter().find(by)
            })
            && !said.tellers.iter().any(|t| t.head == Some(agent.head))
        {
            said.tellers.push(attribution::own_words(view, agent, &view.clauses[draft.clause].lemma));
        }
        let modality = rule.modality.unwrap_or_else(|| said.modality());
        let mut time = crate::when::of(view, world, draft, !said.tellers.is_empty());
        crate::course::date(view, world, draft, modality == crate::Modality::Intended, &mut time);
        if rule.spec.until
            && let Some(by) =
                time.when.as_ref().filter(|w| w.single_day().is_some()).and_then(annalist_time::Edtf::by)
        {
            time.when = Some(by);
        }
        let attribution: Vec<_> = said.tellers.iter().map(|t| link(view, world, story, t)).collect();
        // "bombed hospitals": what has no name of its own was hit, not the place of it.
        let (hit, ground): (Vec<_>, Vec<_>) =
            ground.into_iter().partition(|a| strikes(draft.kind) && unnamed_facility(view, world, a));
        let mut victims: Vec<_> = victims.into_iter().chain(hit).collect();
        // "rebel positions": whose they are is told with them.
        for arg in ground.iter().filter(|a| a.classes.has(Classes::VAGUE) && !a.classes.has(Classes::PLACE)) {
            let owner = slots::party(view, world, arg).side;
            let owner = owner.filter(|o| o != "civilian" || strikes(draft.kind));
            if owner.is_some() && !people.iter().any(|p| slots::party(view, world, p).side == owner) {
                victims.push(arg.clone());
            }
        }
        let mut places = slots::places(view, world, story, &ground, &earlier, of_ground(draft.kind));
        // "destroyed much of the building": of the one told before.
        if draft.kind == Kind::Loss {
            let part =
                |t: &str| t.split_once(" of the ").is_some_and(|(p, _)| view.lexicon.listed("partly", p));
            places.retain(|p| !part(&p.text) || p.text.contains(char::is_uppercase));
        }
        for p in &mut places {
            if p.text.is_empty() {
                "?".clone_into(&mut p.text);
            }
        }
        // A plan to kill somebody has no dead, one to send ten tanks has its ten.
        let unreal = matches!(modality, crate::Modality::Intended | crate::Modality::Denied);
        let speaker = speaking(view, world, &attribution);
        let (mut actors, mut targets) =
            (actors_of(view, world, draft.kind, &people), slots::parties(view, world, &victims));
        alongside(view, &people, &mut actors);
        own_word(view, world, &people, &said, &mut actors);
        if draft.kind == Kind::Capture && actors.is_empty() && said.modality() == crate::Modality::Reported {
            actors.extend(freer(view, world, &said, &view.clauses[draft.clause]));
        }
        // "taken by forces from the Bear Group": nobody takes from himself.
        if draft.kind == Kind::Capture {
            let inside = |t: &Party| {
                t.span.is_some_and(|t| actors.iter().any(|a| a.span.is_some_and(|a| a.contains(t))))
            };
            targets.retain(|t| !inside(t));
        }
        // "capturing the city of X": X captures nothing.
        actors.retain(|a| a.side.is_some() || !places.iter().any(|p| p.text.ends_with(&a.text)));
        for party in actors.iter_mut().chain(&mut targets) {
            let told = before.iter().rev().flat_map(|(_, c)| c.targets.iter().chain(&c.actors));
            deictic(world, story, speaker.as_deref(), told, party);
        }
        Claim {
            id: String::new(),
            evidence: evidence(world.document, view, draft.span),
            passage: view.passage,
            text_span: draft.span,
            kind: draft.kind,
            actors,
            targets,
            places,
            when: time.when,
            part: time.part,
            time_reason: time.reason,
            modality,
            factuality: said.factuality(),
            attribution,
            figures: slots::figures(view, world, &draft.counted)
                .into_iter()
                .filter(|f| !unreal || slots::told_number(f))
                .collect(),
            instruments: slots::means(view, &draft.means),
            scope: scope(world.document, view.passage),
            rule: rule.id.clone(),
            confidence: 0.0,
            flags: Vec::new(),
            readings: Vec::new(),
            measures: crate::Measures::default(),
            asides: Vec::new(),
        }
    }
}

/// "soldiers took people away and shot them": they are none of his own side, whatever the pronoun seems to stand for.
fn not_his_own((draft, claim): &mut (Draft, Claim)) {
    let pronoun = |t: &Party| {
        let meant = |a: &&Arg| a.classes.has(Classes::PRONOUN) && t.span.is_none_or(|s| s == a.span);
        draft.targets.iter().any(|a| meant(&a))
    };
    let actors = &claim.actors;
    claim.targets.retain(|t| {
        let own = t.side.is_some() && actors.iter().any(|a| a.side == t.side);
        !own || t.side.as_deref() == Some("civilian") || !pronoun(t)
    });
}

/// "took A on 3 May and B on the 5th", told twice with one verb: each has its own places.
fn each_its_own(told: &mut [(Draft, Claim)]) {
    for i in 0..told.len() {
        let own = &told[i].0;
        let again = |(d, _): &&(Draft, Claim)| {
            !d.nominal && d.predicate == own.predicate && d.clause > own.clause && !own.nominal
        };
        let spans: Vec<Span> = told.iter().filter(again).map(|(d, _)| d.span).collect();
        told[i].1.places.retain(|p| p.span.is_none_or(|s| !spans.iter().any(|o| o.overlaps(s))));
    }
}

/// "three deaths, one of them when X shelled Y": the one is told with the shelling, not with the deaths too.
fn once(told: &mut [(Draft, Claim)]) {
    for i in 0..told.len() {
        if told[i].1.kind != Kind::Harm {
            continue;
        }
        let others = told.iter().enumerate().filter(|(j, (_, c))| *j != i && c.kind != Kind::Harm);
        let spans: Vec<Span> =
            others.flat_map(|(_, (_, c))| c.figures.iter().filter_map(|f| f.span)).collect();
        if told[i].1.figures.len() > 1 {
            told[i].1.figures.retain(|f| f.span.is_none_or(|s| !spans.contains(&s)));
        }
    }
}

/// "passenger trains went to X", "residents' squads patrolled": civilians deploy nothing.
fn moves_civilians(claim: &Claim) -> bool {
    let civilian = |p: &Party| p.side.as_deref() == Some("civilian");
    claim.kind == Kind::Deploy && !claim.actors.is_empty() && claim.actors.iter().all(civilian)
}

/// The side of the innermost source that has one.
fn speaking(view: &View<'_>, world: &World<'_>, attribution: &[Attribution]) -> Option<String> {
    attribution.iter().rev().find_map(|a| world.actor(view.passage, a.span?).side)
}

/// "a column of rebel vehicles and two tanks advanced": what comes with the rebels is theirs.
fn alongside(view: &View<'_>, people: &[Arg], actors: &mut [Party]) {
    let [first, rest @ ..] = actors else { return };
    let nameless = |p: &Party| !p.text.contains(char::is_uppercase);
    let thing = |p: &Party| {
        people.iter().any(|a| {
            p.span.is_some_and(|s| s.contains(view.token(a.head).span))
                && a.classes.has(Classes::EQUIPMENT)
                && view.token(a.head).label == annalist_language::Label::Conj
        })
    };
    for party in
        rest.iter_mut().filter(|p| p.side.is_none() && nameless(p) && thing(p) && first.side.is_some())
    {
        party.side.clone_from(&first.side);
        party.belligerent.clone_from(&first.belligerent);
    }
}

/// "the army said that it had left": whoever says so of itself.
fn own_word(
    view: &View<'_>,
    world: &World<'_>,
    people: &[Arg],
    said: &attribution::Told,
    actors: &mut [Party],
) {
    let ([arg], [party]) = (people, actors) else { return };
    let it = arg.classes.has(Classes::PRONOUN)
        && matches!(view.word(arg.head).to_lowercase().as_str(), "it" | "we");
    let Some(teller) = said.tellers.last().and_then(|t| t.head).filter(|&h| it && h < arg.head) else {
        return;
    };
    let token = view.token(teller);
    let force = view.lexicon.noun(&crate::lexicon::key(&token.lemma)).has(Classes::ARMED)
        || world.actor(view.passage, token.span).side.is_some();
    if !force || matches!(token.tag, annalist_language::Tag::Prp) {
        return;
    }
    let own = slots::party(view, world, &view.noun(teller, world, &|_| false));
    if own.side.as_deref() != Some("civilian") {
        *party = own;
    }
}

/// "the army declared that the town had been liberated": by the army.
fn freer(
    view: &View<'_>,
    world: &World<'_>,
    said: &attribution::Told,
    clause: &annalist_language::Clause,
) -> Option<Party> {
    let frees = matches!(
        clause.lemma.as_str(),
        "liberate" | "free" | "retake" | "recapture" | "regain" | "clear" | "secure"
    );
    let teller = said.tellers.last().and_then(|t| t.head).filter(|_| frees && clause.agents.is_empty())?;
    let token = view.token(teller);
    let force = view.lexicon.noun(&crate::lexicon::key(&token.lemma)).has(Classes::ARMED);
    let own = slots::party(view, world, &view.noun(teller, world, &|_| false));
    (force && own.side.is_some()).then_some(Party { implied: true, ..own })
}

/// "our forces", "the enemy" in a source's mouth: his side, and the other.
fn deictic<'a>(
    world: &World<'_>,
    story: &Story,
    speaker: Option<&str>,
    mut told: impl Iterator<Item = &'a Party>,
    party: &mut Party,
) {
    let text = party.text.to_lowercase();
    let has = |words: &[&str]| text.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w));
    let order = world.sides();
    // A speaker of no known side speaks against whom he told of just before, by name.
    let against = || {
        let other =
            told.find(|p| p.span.is_some() && !p.text.to_lowercase().starts_with("our"))?.side.clone()?;
        story.opponent(&other, &order)
    };
    let Some(speaker) = speaker
        .filter(|s| *s != "civilian")
        .map(str::to_owned)
        .or_else(|| has(&["our"]).then(against).flatten())
        .or_else(|| story.speaking.clone())
    else {
        return;
    };
    let speaker = speaker.as_str();
    if has(&["our"]) {
        party.side = Some(speaker.to_owned());
    } else if has(&["enemy", "enemies", "occupier", "occupiers", "invader", "invaders"]) {
        party.side = story.opponent(speaker, &order);
        party.belligerent = None;
    } else if party.side.as_deref() == Some(speaker)
        && !party.text.contains(char::is_uppercase)
        && matches!(text.rsplit(' ').next(), Some("militants" | "terrorists" | "extremists" | "bandits"))
        && let Some(other) = story.opponent(speaker, &order)
    {
        // Nobody calls his own so.
        party.side = Some(other);
        party.belligerent = None;
    }
}

/// Where quotation marks stand in a passage, each with whether a quotation is open behind it.
fn quotes(text: &str) -> Vec<(u32, bool)> {
    let (mut curly, mut straight) = (false, false);
    let marks = text.match_indices(['“', '”', '"']).map(|(at, mark)| {
        match mark {
            "\"" => straight = !straight,
            _ => curly = mark == "“",
        }
        (at as u32, curly || straight)
    });
    marks.collect()
}

/// Whether a sentence stands inside a quotation that began before it, or that it begins with.
fn quoted(view: &View<'_>, quotes: &[(u32, bool)]) -> bool {
    let span = view.sentence.span;
    let own = view.text(span).trim_start();
    let before = quotes.partition_point(|(at, _)| *at < span.start);
    let open = before.checked_sub(1).is_some_and(|last| quotes[last].1);
    let marks = own.matches(['"', '“', '”']).count();
    // "We took it. They fled," he said: a quotation that goes on, or a sentence all inside its marks.
    let starts = own.starts_with(['“', '"']);
    let ends = own.trim_end_matches(['.', ',', '!', '?']).ends_with(['”', '"']);
    open && !starts || starts && !open && (marks == 1 || marks == 2 && ends)
}

/// The word of whoever is quoted, or of somebody unnamed.
fn told_in_quotes(story: &Story, claim: &mut Claim) {
    claim.attribution.push(story.source.clone().unwrap_or_else(|| nobody(None)));
    if claim.modality == crate::Modality::Asserted {
        claim.modality = crate::Modality::Reported;
    }
}

/// "the goal of the offensive was to capture X": a goal captures nothing.
fn aims(view: &View<'_>, arg: &Arg) -> bool {
    view.lexicon.listed("aim", &view.token(arg.head).lemma)
}

/// The words that tell of a draft alone: from its own beginning, or the sentence's, to the next draft.
fn reach(view: &View<'_>, told: &[(Draft, Claim)], i: usize) -> Span {
    let own = told[i].1.text_span;
    let first = told.iter().all(|(_, c)| c.text_span.start >= own.start);
    let predicate = view.token(told[i].0.predicate.min(view.len().saturating_sub(1))).span;
    let next = told.iter().map(|(_, c)| c.text_span.start).filter(|&s| s >= predicate.end).min();
    Span {
        start: if first { view.sentence.span.start } else { own.start },
        end: next.unwrap_or(view.sentence.span.end),
    }
}

/// Parties, without places that act for nobody.
fn actors_of(view: &View<'_>, world: &World<'_>, kind: Kind, args: &[Arg]) -> Vec<Party> {
    let kept: Vec<_> = args
        .iter()
        .filter(|a| {
            // A ministry may be a building, but not where it says something.
            if kind == Kind::Say && a.classes.has(Classes::SOURCE) {
                return true;
            }
            let ground = a.classes.has(Classes::GROUND) && !a.classes.has(Classes::ARMED);
            !ground && !a.classes.has(Classes::PLACE) || slots::party(view, world, a).side.is_some()
        })
        .cloned()
        .collect();
    slots::parties(view, world, &kept)
}

/// "medical facilities", "six hospitals": a facility in the plural without a name.
fn unnamed_facility(view: &View<'_>, world: &World<'_>, arg: &Arg) -> bool {
    let token = view.token(arg.head);
    token.tag == annalist_language::Tag::Nns
        && view.lexicon.listed("facility", &token.lemma)
        && world.named_place(view.passage, arg.span).is_none()
        && !view.tokens_in(arg.span).any(|i| matches!(view.token(i).tag, annalist_language::Tag::Nnp))
}

/// Analyses of the passages that are mined; others stay empty.
pub(crate) fn analyse(document: &Document) -> Vec<Analysis> {
    let pipeline = Pipeline::embedded();
    document
        .passages
        .iter()
        .map(|p| if p.role.is_narrative() { pipeline.analyse(&p.text) } else { Analysis::default() })
        .collect()
}

/// Kinds that tell who holds a place.
const fn of_ground(kind: Kind) -> bool {
    matches!(kind, Kind::Capture | Kind::Transfer | Kind::Withdraw | Kind::Hold)
}

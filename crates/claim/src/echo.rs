//! Sentences about what was told before: "this was denied by X", "the army confirmed the loss", "no one
//! could verify it", "X claimed responsibility for the attack".

use annalist_language::{Clause, Relation, Voice};
use annalist_span::RuleId;

use crate::attribution::{self, Sources, Stance, Teller};
use crate::draft::{self, Draft, Matched};
use crate::finish::{evidence, link};
use crate::kinds::strikes;
use crate::lexicon::{Classes, key};
use crate::matcher::Bound;
use crate::rules::Form;
use crate::story::Story;
use crate::view::{Arg, View};
use crate::world::World;
use crate::{Claim, Extractor, Factuality, Kind, Modality, slots};

/// What a verb says of something told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Echo {
    /// It is not so.
    Denial,
    /// It is so.
    Confirmation,
    /// The speaker did it.
    Responsibility,
}

impl Echo {
    fn rule(self) -> RuleId {
        RuleId::named(match self {
            Self::Denial => "discourse/denial",
            Self::Confirmation => "discourse/confirmation",
            Self::Responsibility => "discourse/responsibility",
        })
    }
}

/// What a verb points back to.
enum Object {
    /// "this", "the report", nothing at all.
    Last,
    /// "the reports", "these claims": all of the sentence before.
    All,
    /// "responsibility", "any involvement": what somebody did.
    Deed,
    /// "the strike": an event of these kinds.
    Event(Vec<Kind>),
}

impl Extractor {
    /// Adds the claims that a sentence makes about claims told before.
    pub(crate) fn echo(
        &self,
        view: &View<'_>,
        world: &World<'_>,
        story: &mut Story,
        matched: &Matched,
        sources: &Sources,
        told: &mut Vec<(Draft, Claim)>,
    ) {
        for (i, clause) in view.clauses.iter().enumerate() {
            let bound = &matched.bounds[i];
            // "denied that any retreat had taken place": what was told before.
            let pointed = happened(view, i, matched).filter(|_| {
                !told.iter().any(|(d, _)| draft::chain(view, d.clause).iter().any(|(g, _)| *g == i))
            });
            let read = match pointed {
                Some(event) => self.says(&clause.lemma).map(|echo| (echo, self.event(event))),
                None => self.reads(view, clause, bound),
            };
            let Some((echo, object)) = read else { continue };
            // What is told inside the verb carries its own denial or confirmation.
            let report = bound
                .patients
                .first()
                .is_some_and(|a| self.lexicon.listed("report_noun", &view.token(a.head).lemma));
            let inside = !report
                && pointed.is_none()
                && view.clauses.iter().enumerate().any(|(c, other)| {
                    c != i
                        && !View::is_nominal(other)
                        && other.governor.is_some_and(|g| {
                            g.clause as usize == i
                                && matches!(g.relation, Relation::Complement | Relation::OpenComplement)
                        })
                })
                || told.iter().any(|(d, c)| {
                    c.attribution.iter().any(|a| a.cue.as_deref() == Some(clause.lemma.as_str()))
                        && draft::chain(view, d.clause).iter().any(|(g, _)| *g == i)
                });
            if inside {
                continue;
            }
            if echo == Echo::Confirmation && (clause.negated || unverified(view, clause.predicate)) {
                let last = told.iter_mut().filter(|(d, _)| d.predicate < clause.predicate).map(|(_, c)| c);
                match last.last() {
                    Some(claim) => doubt(claim),
                    None => story.claims[story.sentence..].iter_mut().for_each(doubt),
                }
                continue;
            }
            if clause.negated {
                continue;
            }
            let speaker = bound
                .agents
                .iter()
                .find(|a| !a.classes.has(Classes::EVENT) && !nobody(view, a))
                .filter(|a| !a.classes.has(Classes::EXPLOSIVE.with(Classes::IDLE)));
            let Some(speaker) = speaker else { continue };
            for (draft, base) in bases(view, story, told, i, &object) {
                let claim = made(view, world, story, matched, sources, i, (echo, speaker), base);
                let claim = match object {
                    Object::Deed | Object::Event(_) => {
                        Claim { actors: responsible(view, world, echo, speaker, &claim), ..claim }
                    }
                    _ => claim,
                };
                let draft = Draft { clause: i, predicate: clause.predicate, span: clause.span, ..draft };
                told.push((draft, claim));
            }
        }
    }

    /// What a clause says of something told before, and of what.
    fn reads(&self, view: &View<'_>, clause: &Clause, bound: &Bound) -> Option<(Echo, Object)> {
        if View::is_nominal(clause) {
            return None;
        }
        let lemma = clause.lemma.as_str();
        let object = bound.patients.first();
        let noun = object.map(|a| view.token(a.head).lemma.to_string()).unwrap_or_default();
        let deed = matches!(noun.as_str(), "responsibility" | "involvement" | "role" | "part" | "blame");
        if deed
            && matches!(lemma, "claim" | "assume" | "accept" | "take" | "admit")
            && noun == "responsibility"
        {
            let event = bound.obliques.iter().find(|o| o.preposition.as_deref() == Some("for"));
            return Some((Echo::Responsibility, event.map_or(Object::Deed, |e| self.event(e))));
        }
        let echo = self.says(lemma)?;
        let denies = echo == Echo::Denial;
        // "captured the village, which the ministry confirmed"
        let which = view.children(clause.predicate).iter().any(|&c| {
            view.word(c).eq_ignore_ascii_case("which")
                && matches!(
                    view.token(c).label,
                    annalist_language::Label::Dobj | annalist_language::Label::Nsubjpass
                )
        });
        if which {
            return Some((echo, Object::Last));
        }
        let Some(object) = object else {
            // "The army denied this", with the object lost, and "as SOHR confirmed" are of the last claim.
            return (matches!(lemma, "deny" | "confirm") && clause.voice == Voice::Active && denies)
                .then_some((echo, Object::Last));
        };
        if deed {
            return Some((echo, Object::Deed));
        }
        let word = view.word(object.head).to_lowercase();
        // "reports of fighting" have their own content.
        if view.prepositional(object.head).iter().any(|(p, _)| p == "of") && !deed {
            return None;
        }
        let report =
            self.lexicon.listed("report_noun", &noun) || matches!(noun.as_str(), "news" | "information");
        if report
            || matches!(word.as_str(), "this" | "that" | "it" | "these" | "both" | "which" | "so" | "them")
        {
            let many = matches!(view.token(object.head).tag, annalist_language::Tag::Nns)
                || matches!(word.as_str(), "these" | "both" | "them");
            return Some((echo, if many { Object::All } else { Object::Last }));
        }
        let pointing = view.children(object.head).iter().any(|&c| {
            matches!(view.word(c).to_lowercase().as_str(), "the" | "this" | "that" | "its" | "their")
        });
        let event = self.event(object);
        (pointing && matches!(event, Object::Event(_))).then_some((echo, event))
    }

    /// What a verb says of what it is told with.
    fn says(&self, lemma: &str) -> Option<Echo> {
        if self.lexicon.listed("deny", lemma) {
            return Some(Echo::Denial);
        }
        self.lexicon.listed("confirm", lemma).then_some(Echo::Confirmation)
    }

    /// The kinds that an event noun names.
    fn event(&self, arg: &Arg) -> Object {
        let kinds: Vec<Kind> = [arg.key.as_str(), key(&arg.key).as_str()]
            .into_iter()
            .flat_map(|k| self.rules.candidates(Form::Noun, k))
            .map(|c| self.rules.rule(c.rule).kind)
            .collect();
        if kinds.is_empty() { Object::Deed } else { Object::Event(kinds) }
    }
}

/// "that any retreat had taken place": the event that a clause under a verb says happened.
fn happened<'a>(view: &View<'_>, clause: usize, matched: &'a Matched) -> Option<&'a Arg> {
    view.clauses.iter().enumerate().find_map(|(c, inner)| {
        let under =
            inner.governor.is_some_and(|g| g.clause as usize == clause && g.relation == Relation::Complement);
        let happens = matches!(inner.lemma.as_str(), "take" | "occur" | "happen");
        let event = matched.bounds.get(c)?.agents.iter().find(|a| a.classes.has(Classes::EVENT))?;
        (under && happens).then_some(event)
    })
}

/// The claims that a verb is about, the latest first told last.
fn bases(
    view: &View<'_>,
    story: &Story,
    told: &[(Draft, Claim)],
    clause: usize,
    object: &Object,
) -> Vec<(Draft, Claim)> {
    let predicate = view.clauses[clause].predicate;
    let here = || told.iter().filter(|(d, _)| d.predicate < predicate);
    let pointing = |c: &Claim| (Draft::pointing(clause, predicate), c.clone());
    let fits = |c: &Claim| match object {
        Object::Event(kinds) => {
            kinds.contains(&c.kind) || kinds.iter().any(|k| strikes(*k)) && strikes(c.kind)
        }
        Object::Deed => strikes(c.kind) || matches!(c.kind, Kind::Harm | Kind::Massacre | Kind::Detain),
        Object::Last | Object::All => c.kind != Kind::Say,
    };
    if matches!(object, Object::All) && here().next().is_none() {
        return story.claims[story.sentence..].iter().filter(|c| fits(c)).map(pointing).collect();
    }
    // "claimed responsibility for the attack that killed ten": for that one.
    let inside = matches!(object, Object::Event(_)).then(|| {
        let words = view.subtree(predicate);
        told.iter()
            .find(|(d, c)| d.predicate > predicate && words.contains(view.token(d.predicate).span) && fits(c))
    });
    let near = inside.flatten().or_else(|| here().rfind(|(_, c)| fits(c))).cloned();
    let recent = || {
        let last = || story.claims.iter().rev().take(8);
        let deed = matches!(object, Object::Deed);
        last()
            .find(|c| fits(c) && (!deed || strikes(c.kind)))
            .or_else(|| last().find(|c| fits(c)))
            .map(pointing)
    };
    near.or_else(recent).into_iter().collect()
}

#[allow(clippy::too_many_arguments, reason = "one claim is made of every layer")]
fn made(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    matched: &Matched,
    sources: &Sources,
    clause: usize,
    (echo, speaker): (Echo, &Arg),
    base: Claim,
) -> Claim {
    let own = &view.clauses[clause];
    let mut tellers = attribution::told(view, &matched.bounds, sources, clause, own.predicate).tellers;
    let stance = match echo {
        Echo::Denial => Stance::Denies,
        Echo::Confirmation => Stance::Confirms,
        Echo::Responsibility => Stance::Says,
    };
    let words = attribution::source_phrase(view, speaker.head).cover(speaker.full);
    tellers.push(Teller { stance, ..Teller::says(speaker.head, words, own.lemma.as_str()) });
    let (modality, factuality) = match echo {
        Echo::Denial => (Modality::Denied, Factuality::CertainNegative),
        Echo::Confirmation => (Modality::Asserted, Factuality::CertainPositive),
        Echo::Responsibility => (Modality::Reported, Factuality::CertainPositive),
    };
    Claim {
        evidence: evidence(world.document, view, own.span),
        passage: view.passage,
        text_span: own.span,
        modality,
        factuality,
        attribution: tellers.iter().map(|t| link(view, world, story, t)).collect(),
        figures: Vec::new(),
        rule: echo.rule(),
        flags: Vec::new(),
        readings: Vec::new(),
        // The words of the slots are those of the other claim.
        actors: base.actors.iter().map(|p| crate::Party { span: None, ..p.clone() }).collect(),
        targets: base.targets.iter().map(|p| crate::Party { span: None, ..p.clone() }).collect(),
        places: base.places.iter().map(|p| crate::PlaceSlot { span: None, ..p.clone() }).collect(),
        ..base
    }
}

/// Who did it, by the word of whoever answers for it: who claims it, and who denies it when nobody else was told.
fn responsible(
    view: &View<'_>,
    world: &World<'_>,
    echo: Echo,
    speaker: &Arg,
    claim: &Claim,
) -> Vec<crate::Party> {
    let own = slots::party(view, world, speaker);
    let party = own.side.as_deref() != Some("civilian");
    match echo {
        Echo::Responsibility if party => vec![own],
        Echo::Denial if claim.actors.is_empty() && party => vec![own],
        _ => claim.actors.clone(),
    }
}

/// Whether a verb of confirming tells that nothing was confirmed: "could not verify", "was unable to confirm",
/// "saw no evidence to confirm".
fn unverified(view: &View<'_>, verb: u32) -> bool {
    use annalist_language::Label;
    /// Words from the verb up to the one that says so: "has *seen* no *evidence* to confirm".
    const STEPS: usize = 4;
    let not = |i: u32| {
        view.children(i).iter().any(|&c| {
            view.token(c).label == Label::Aux && matches!(view.word(c), "could" | "cannot")
                || matches!(
                    view.word(c).to_lowercase().as_str(),
                    "not" | "n't" | "cannot" | "yet" | "no" | "never"
                )
        })
    };
    let up = std::iter::successors(Some(verb), |&i| {
        let token = view.token(i);
        // "saw nothing to confirm it", not "did not leave, confirming it".
        let to = || view.children(i).iter().any(|&c| view.word(c).eq_ignore_ascii_case("to"));
        let bound = matches!(token.label, Label::Xcomp | Label::Acl | Label::Dobj)
            || token.label == Label::Advcl && to();
        (bound && token.head != i).then_some(token.head)
    });
    up.take(STEPS).any(|i| not(i) || view.lexicon.listed("unable", &view.token(i).lemma))
        // "it was impossible to verify"
        || view.children(view.token(verb).head).iter().any(|&c| view.lexicon.listed("unable", &view.token(c).lemma))
}

/// A claim that nobody could verify.
fn doubt(claim: &mut Claim) {
    if claim.modality == Modality::Asserted {
        claim.modality = Modality::Reported;
    }
    if claim.factuality == Factuality::CertainPositive {
        claim.factuality = Factuality::ProbablePositive;
    }
}

/// "no group", "nobody".
fn nobody(view: &View<'_>, arg: &Arg) -> bool {
    let no = |i: u32| {
        matches!(view.word(i).to_lowercase().as_str(), "no" | "nobody" | "none" | "neither" | "noone")
    };
    no(arg.head) || view.children(arg.head).iter().any(|&c| no(c))
}

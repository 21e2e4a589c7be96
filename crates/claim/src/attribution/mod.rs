//! Who says so, and how sure it is told (Saurí & Pustejovsky 2009; attribution after Pareti 2012).

mod hedge;
mod mood;
mod sources;
mod speech;

use annalist_language::{Clause, Label, Mood, Relation, Tag};
use annalist_span::Span;

pub(crate) use sources::{Sources, source_phrase, sources};

use self::hedge::{false_report, hedges, report_noun};
use self::mood::{conditional, mood, only_to, scare};
use self::sources::reaches;
use self::speech::{hung, raising, speech, speech_verb};
use crate::draft::chain;
use crate::lexicon::Classes;
use crate::matcher::Bound;
use crate::view::{Arg, View};
use crate::{Factuality, Modality};

/// A source found in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Teller {
    /// Its words; `None` for "reportedly", "was reported".
    pub words: Option<Span>,
    /// The head token, to resolve pronouns by.
    pub head: Option<u32>,
    pub cue: String,
    pub stance: Stance,
    /// Whether the words are a report rather than a source ("reports said").
    pub unnamed: bool,
}

impl Teller {
    /// Whoever says so, by words of the sentence.
    pub(crate) fn says(head: u32, words: Span, cue: impl Into<String>) -> Self {
        let (words, head) = (Some(words), Some(head));
        Self { words, head, cue: cue.into(), stance: Stance::Says, unnamed: false }
    }

    /// "was reported": somebody.
    fn somebody(cue: impl Into<String>) -> Self {
        Self { words: None, head: None, cue: cue.into(), stance: Stance::Says, unnamed: true }
    }
}

/// What the source does with the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stance {
    /// Says it.
    Says,
    /// Vouches for it.
    Confirms,
    /// Says that it is not so.
    Denies,
}

/// What a sentence says of the reality of one of its clauses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// Outermost first.
    pub tellers: Vec<Teller>,
    pub mood: Mood,
    pub negated: bool,
    /// A word marks it as doubtful without a source.
    pub hedged: bool,
    /// The narrator says that a report of it is false.
    pub refuted: bool,
    /// The narrator says that whoever says so is wrong.
    pub wrong: bool,
}

impl Told {
    pub(crate) fn modality(&self) -> Modality {
        let denied = self.tellers.iter().any(|t| t.stance == Stance::Denies);
        let said = self.tellers.iter().any(|t| t.stance == Stance::Says);
        if denied || self.refuted || (self.negated && said && self.mood == Mood::Fact) {
            return Modality::Denied;
        }
        match self.mood {
            Mood::Intended | Mood::Conditional | Mood::Demanded => Modality::Intended,
            Mood::Attempted => Modality::Attempted,
            Mood::Fact if self.negated => Modality::Attempted,
            Mood::Possible => Modality::Reported,
            Mood::Fact if said || self.hedged => Modality::Reported,
            Mood::Fact => Modality::Asserted,
        }
    }

    pub(crate) fn factuality(&self) -> Factuality {
        let denied = self.tellers.iter().any(|t| t.stance == Stance::Denies);
        match self.mood {
            Mood::Intended | Mood::Conditional | Mood::Demanded => Factuality::Underspecified,
            Mood::Attempted => Factuality::CertainNegative,
            Mood::Possible if self.negated || denied => Factuality::PossibleNegative,
            Mood::Possible => Factuality::PossiblePositive,
            Mood::Fact if self.negated || denied || self.wrong => Factuality::CertainNegative,
            Mood::Fact if self.hedged => Factuality::ProbablePositive,
            Mood::Fact => Factuality::CertainPositive,
        }
    }
}

/// Reads one clause.
pub(crate) fn told(
    view: &View<'_>,
    bounds: &[Bound],
    found: &Sources,
    clause: usize,
    predicate: u32,
) -> Told {
    let own = &view.clauses[clause];
    let mut told = Told { mood: mood(view, own), negated: own.negated, ..Told::default() };
    let mut inner: Vec<Teller> = Vec::new();
    let mut climbing = true;
    let mut vouched = false;
    let mut supposed = false;
    let mut path = vec![clause];
    for (g, relation) in chain(view, clause) {
        let governor = &view.clauses[g];
        let from = *path.last().unwrap_or(&clause);
        // "X stated that A, while B": B too.
        let on = relation == Relation::Adverbial && speech_verb(view, governor) && goes_on(view, g, from);
        let relation = if on { Relation::Complement } else { relation };
        if relation != Relation::Coordination
            && climbing
            && let Some(teller) = speech(view, governor, &bounds[g], &view.clauses[from], relation)
        {
            let teller = if vouched { Teller { stance: Stance::Confirms, ..teller } } else { teller };
            vouched = false;
            // "X said that A held out, but later admitted that B": X admits it, not A.
            if let Some(speaker) = outer(view, bounds, g, &teller) {
                inner.push(Teller { stance: teller.stance, cue: teller.cue, ..speaker });
                climbing = false;
            } else {
                inner.push(teller);
            }
        } else if relation == Relation::Complement
            && climbing
            && view.lexicon.listed("confirm", &governor.lemma)
            && bounds[g].agents.iter().all(|a| a.classes.has(Classes::EVENT))
        {
            // "X said that fighting went on and confirmed that A fell": the parser took the fighting for who confirms.
            vouched = true;
        } else if relation == Relation::Coordination
            && climbing
            && (that(view, view.clauses[from].predicate)
                || backshifted(view, g, view.clauses[from].predicate))
            && speech_verb(view, governor)
            && let Some(teller) =
                speech(view, governor, &bounds[g], &view.clauses[from], Relation::Complement)
        {
            // "reported ten deaths and that X": said too.
            inner.push(teller);
        } else if relation != Relation::Coordination
            && raising(view, governor, view.clauses[from].predicate, relation)
        {
            told.hedged = true;
        }
        // "used rockets to halt them"
        let used = relation == Relation::OpenComplement
            && matches!(governor.lemma.as_str(), "use" | "employ" | "deploy");
        if (relation == Relation::Purpose || used)
            && g == path_parent(view, clause)
            && told.mood == Mood::Fact
            && !View::is_nominal(own)
            && !view.lexicon.listed("proceed", &governor.lemma)
            && !only_to(view, own)
        {
            told.mood = Mood::Intended;
        }
        // "vowed to go on until they reach X"
        let until = view.children(own.predicate).iter().any(|&c| view.word(c).eq_ignore_ascii_case("until"));
        if until && governor.mood == Mood::Intended && told.mood == Mood::Fact {
            told.mood = Mood::Intended;
        }
        if relation == Relation::Adverbial && g == path_parent(view, clause) {
            let open = matches!(governor.mood, Mood::Possible | Mood::Conditional | Mood::Intended);
            supposed = open && marked(view, own.predicate, &["once", "when", "if"]);
        }
        // "X said A, although Y denied B": X says nothing of B.
        let concedes = relation == Relation::Adverbial
            && view.children(view.clauses[from].predicate).iter().any(|&c| {
                view.token(c).label == Label::Mark
                    && matches!(view.word(c).to_lowercase().as_str(), "although" | "though" | "whereas")
            });
        climbing &= !concedes;
        // A clause beside the speech is not inside it.
        if matches!(relation, Relation::Adverbial | Relation::Relative) && speech_verb(view, governor) {
            climbing = false;
        }
        // A result shares the reality of what it came from.
        if matches!(relation, Relation::Result) && own.mood == Mood::Fact && g == path_parent(view, clause) {
            let above = mood(view, governor);
            if above != Mood::Fact {
                told.mood = above;
            }
        }
        path.push(g);
    }
    if told.mood == Mood::Fact && awaited(view, own) {
        told.mood = Mood::Conditional;
    }
    if View::is_nominal(own) && told.mood == Mood::Fact && meant(view, predicate) {
        told.mood = Mood::Intended;
    }
    // "if fighting reaches the city"
    if View::is_nominal(own)
        && told.mood == Mood::Fact
        && own.governor.is_some_and(|g| g.relation == Relation::Argument)
        && path.get(1).is_some_and(|&g| view.clauses[g].mood == Mood::Conditional)
    {
        told.mood = Mood::Conditional;
    }
    if matches!(told.mood, Mood::Fact | Mood::Possible)
        && path.iter().any(|&c| conditional(view, &view.clauses[c]))
    {
        told.mood = Mood::Conditional;
    }
    // "did not halt the advance": it went on.
    let halted = |(c, b): (&Clause, &Bound)| {
        c.negated
            && !View::is_nominal(c)
            && view.lexicon.listed("halting", &c.lemma)
            // "did not face an attack", "did not push the offensive"
            && !view.lexicon.listed("support", &c.lemma)
            && c.lemma != "push"
            && b.patients.iter().any(|p| p.head == predicate)
    };
    if told.negated && view.clauses.iter().zip(bounds).any(halted) {
        told.negated = false;
    }
    told.hedged |= View::is_nominal(own) && crate::beside::attributed(view, predicate).is_some();
    told.refuted = false_report(view, predicate);
    told.negated |= told.refuted;
    told.wrong = path.iter().skip(1).any(|&g| {
        speech_verb(view, &view.clauses[g])
            && view.children(view.clauses[g].predicate).iter().any(|&c| {
                matches!(
                    view.word(c).to_lowercase().as_str(),
                    "falsely" | "wrongly" | "erroneously" | "mistakenly"
                )
            })
    });
    told.hedged |= found.hedges.iter().any(|&h| hedges(view, h, predicate));
    told.hedged |= found.remarks.iter().any(|&at| reaches(view, at, predicate));
    told.hedged |= report_noun(view, predicate, &mut inner) || scare(view, predicate);
    if inner.is_empty() {
        inner.extend(path.iter().find_map(|c| hung(view, bounds, *c)));
    }
    // "X said that fighting went on but the port was \"not encircled\"": his words too.
    if inner.is_empty() && scare(view, predicate) {
        inner.extend(beside_said(view, bounds, clause));
    }
    inner.reverse();
    let mut tellers: Vec<Teller> = Vec::new();
    for (at, teller) in &found.adjuncts {
        // "…, but according to X, A and Y said that B": B is Y's.
        let other = *at > 3 && inner.iter().any(|t| t.head.is_some_and(|h| h > *at && h < predicate));
        if reaches(view, *at, predicate) && !other && !inner.iter().any(|t| t.head == teller.head) {
            tellers.push(teller.clone());
        }
    }
    tellers.extend(inner);
    if !tellers.is_empty() {
        let fresh = |t: &&Teller| !tellers.iter().any(|o| o.head == t.head);
        let cited: Vec<Teller> = found.cited.iter().filter(fresh).cloned().collect();
        tellers.extend(cited);
    }
    told.tellers = tellers;
    // "they believed that once Y was freed, they could march on": supposed, as the whole belief is.
    if supposed && told.mood == Mood::Fact && told.tellers.iter().any(|t| t.stance == Stance::Says) {
        told.mood = Mood::Conditional;
    }
    if told.tellers.iter().any(|t| t.words.is_none()) {
        told.hedged = true;
    }
    told
}

/// "stated that A had not fallen but B had fled": what stands in the past of the saying is said too.
fn backshifted(view: &View<'_>, verb: usize, clause: u32) -> bool {
    let had = |t: u32| {
        view.children(t).iter().any(|&c| {
            view.token(c).label == Label::Aux
                && matches!(view.word(c).to_lowercase().as_str(), "had" | "would")
        })
    };
    let own =
        view.children(clause).iter().any(|&c| matches!(view.token(c).label, Label::Nsubj | Label::Nsubjpass));
    let said = view.clauses.iter().any(|c| {
        c.governor.is_some_and(|g| g.clause as usize == verb && g.relation == Relation::Complement)
            && that(view, c.predicate)
            && had(c.predicate)
            && c.predicate < clause
    });
    own && said && had(clause)
}

/// Whether a clause with "while" goes on with what a speaking verb has said before it: "said that A, while B".
fn goes_on(view: &View<'_>, verb: usize, clause: usize) -> bool {
    let own = view.clauses[clause].predicate;
    let said = view.clauses.iter().any(|c| {
        c.governor.is_some_and(|g| g.clause as usize == verb && g.relation == Relation::Complement)
            && !View::is_nominal(c)
            && that(view, c.predicate)
            && view.clauses[verb].predicate < c.predicate
            && c.predicate < own
    });
    said && view
        .children(own)
        .iter()
        .any(|&c| view.token(c).label == Label::Mark && view.word(c).eq_ignore_ascii_case("while"))
        && !speech_verb(view, &view.clauses[clause])
}

/// The speaker of the clause that a clause is coordinated with.
fn beside_said(view: &View<'_>, bounds: &[Bound], clause: usize) -> Option<Teller> {
    let with =
        view.clauses[clause].governor.filter(|g| g.relation == Relation::Coordination)?.clause as usize;
    let own = view.clauses.get(with)?;
    if speech_verb(view, own) {
        return speech(view, own, &bounds[with], &view.clauses[clause], Relation::Complement);
    }
    let said = own.governor.filter(|g| g.relation == Relation::Complement)?.clause as usize;
    speech(view, view.clauses.get(said)?, &bounds[said], own, Relation::Complement)
}

/// Whoever speaks by a predicate that he is an argument of: "X said", "was declared free by X".
pub(crate) fn own_words(view: &View<'_>, agent: &Arg, cue: &str) -> Teller {
    Teller::says(agent.head, source_phrase(view, agent.head).cover(agent.span), cue)
}

/// Whoever speaks in a sentence, last.
pub(crate) fn speaker(view: &View<'_>, bounds: &[Bound]) -> Option<Teller> {
    let said = |c: &Clause| {
        speech_verb(view, c) && matches!(view.token(c.predicate).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
    };
    view.clauses.iter().enumerate().rev().filter(|(_, c)| said(c)).find_map(|(i, c)| {
        let people = Classes::SOURCE
            .with(Classes::PERSON)
            .with(Classes::CIVILIAN)
            .with(Classes::ARMED)
            .with(Classes::NAME)
            .with(Classes::PRONOUN);
        let agent =
            bounds[i].agents.iter().find(|a| a.classes.has(people) && !a.classes.has(Classes::EVENT))?;
        Some(Teller { unnamed: agent.key == "report", ..own_words(view, agent, &c.lemma) })
    })
}

/// "X cannot fall until Y falls": in the present, under a verb that is denied or only possible, Y is not yet so.
fn awaited(view: &View<'_>, own: &Clause) -> bool {
    let until = |i: u32| view.word(i).eq_ignore_ascii_case("until");
    let token = view.token(own.predicate);
    let over = if view.children(own.predicate).iter().any(|&c| until(c)) {
        token.head
    } else if until(token.head) {
        view.token(token.head).head
    } else {
        return false;
    };
    let governor = view.clauses.iter().find(|c| c.predicate == over);
    matches!(token.tag, Tag::Vbz | Tag::Vbp) && governor.is_some_and(|g| g.negated || g.mood != Mood::Fact)
}

/// Whether one of these words opens the clause of a predicate.
fn marked(view: &View<'_>, predicate: u32, words: &[&str]) -> bool {
    let opens = |c: u32| c < predicate && words.iter().any(|w| view.word(c).eq_ignore_ascii_case(w));
    view.children(predicate).iter().any(|&c| opens(c))
}

fn that(view: &View<'_>, predicate: u32) -> bool {
    view.children(predicate).iter().any(|&c| c < predicate && view.word(c).eq_ignore_ascii_case("that"))
}

/// "in preparation for an offensive", "plans for an attack": it is only meant.
fn meant(view: &View<'_>, noun: u32) -> bool {
    let token = view.token(noun);
    // "had planned each of its raids", "planned an attack"
    let mut object = noun;
    while view.token(object).label == Label::Pobj
        && view.word(view.token(object).head).eq_ignore_ascii_case("of")
        && view.token(view.token(object).head).head != object
    {
        object = view.token(view.token(object).head).head;
    }
    if view.token(object).label == Label::Dobj
        && matches!(
            &*view.token(view.token(object).head).lemma,
            "plan" | "prepare" | "intend" | "threaten" | "plot"
        )
    {
        return true;
    }
    // "an offensive planned for June", "the attack was postponed"
    let put_off = |lemma: &str| matches!(lemma, "postpone" | "cancel" | "shelve" | "reschedule");
    let behind = view.children(noun).iter().any(|&c| {
        let verb = &*view.token(c).lemma;
        view.token(c).label == Label::Acl
            && c > noun
            && (put_off(verb) || matches!(verb, "plan" | "schedule"))
    });
    let argument =
        matches!(token.label, Label::Dobj | Label::Nsubjpass) && put_off(&view.token(token.head).lemma);
    if behind || argument {
        return true;
    }
    let preposition = token.head;
    if token.label != Label::Pobj || !matches!(view.word(preposition).to_lowercase().as_str(), "for" | "of") {
        return false;
    }
    let over = view.token(view.token(preposition).head);
    let noun = matches!(over.tag, Tag::Nn | Tag::Nns) && view.lexicon.listed("meant", &over.lemma);
    let verb =
        matches!(&*over.lemma, "prepare" | "plan" | "call" | "ready") && view.word(preposition) == "for";
    noun || verb
}

/// The speaker over a speaking verb that is coordinated with what he said and has no subject of its own.
fn outer(view: &View<'_>, bounds: &[Bound], verb: usize, teller: &Teller) -> Option<Teller> {
    let own = view.clauses[verb].predicate;
    let shared = bounds[verb].agents.iter().all(|a| a.shared || Some(a.head) != teller.head);
    let above = view.clauses[verb].governor.filter(|g| g.relation == Relation::Coordination)?.clause as usize;
    let said =
        view.clauses.get(above)?.governor.filter(|g| g.relation == Relation::Complement)?.clause as usize;
    let speaks = view.clauses.get(said)?;
    let finite = matches!(view.token(own).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
    if !shared || !finite || !speech_verb(view, speaks) || speaks.predicate > view.clauses[above].predicate {
        return None;
    }
    speech(view, speaks, &bounds[said], &view.clauses[above], Relation::Complement)
}

fn path_parent(view: &View<'_>, clause: usize) -> usize {
    view.clauses[clause].governor.map_or(clause, |g| g.clause as usize)
}

#[cfg(test)]
mod tests {
    use crate::{Kind, Modality};

    fn captures(text: &str) -> Vec<(String, Modality)> {
        let claims = crate::testing::claims(text).into_iter();
        let taken = claims.filter(|c| c.kind == Kind::Capture);
        taken.map(|c| (c.places.first().map_or(String::new(), |p| p.text.clone()), c.modality)).collect()
    }

    #[test]
    fn what_is_supposed_in_a_belief_did_not_happen() {
        for text in [
            "In May 2019 a commander told reporters that the capital could not fall until Belvar falls.",
            "In May 2019 a rebel commander said that once Belvar was liberated, his men could march on Dorin.",
        ] {
            let told = captures(text);
            let belvar: Vec<_> = told.iter().filter(|(place, _)| place.contains("Belvar")).collect();
            assert!(belvar.iter().all(|(_, m)| *m == Modality::Intended), "{told:?}");
        }
        let told = captures("On 4 May 2019 fighting went on until the army captured the town of Belvar.");
        assert!(told.iter().any(|(_, m)| *m == Modality::Asserted), "{told:?}");
    }

    #[test]
    fn an_advance_that_nobody_halted_went_on() {
        let text = "On 4 May 2019, the army mined the road, but the mines did not stop the advance of the rebels on Belvar.";
        let claims = crate::testing::claims(text);
        let advance = claims.iter().find(|c| c.kind == Kind::Advance).unwrap();
        assert_eq!(advance.modality, Modality::Asserted);
    }
}

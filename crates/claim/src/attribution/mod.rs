//! Who says so, and how sure it is told (Saurí & Pustejovsky 2009; attribution after Pareti 2012).

mod hedge;
mod sources;
mod speech;

use annalist_language::{Clause, Mood, Relation};
use annalist_span::Span;

pub(crate) use sources::{Sources, sources};

use self::hedge::{hedges, report_noun};
use self::sources::reaches;
use self::speech::{hung, raising, speech, speech_verb};
use crate::draft::chain;
use crate::matcher::Bound;
use crate::view::View;
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
}

impl Told {
    pub(crate) fn modality(&self) -> Modality {
        let denied = self.tellers.iter().any(|t| t.stance == Stance::Denies);
        let said = self.tellers.iter().any(|t| t.stance == Stance::Says);
        if denied || (self.negated && said && self.mood == Mood::Fact) {
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
            Mood::Fact if self.negated || denied => Factuality::CertainNegative,
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
    let mut path = vec![clause];
    for (g, relation) in chain(view, clause) {
        let governor = &view.clauses[g];
        let from = *path.last().unwrap_or(&clause);
        if relation != Relation::Coordination
            && climbing
            && let Some(teller) = speech(view, governor, &bounds[g], &view.clauses[from], relation)
        {
            inner.push(teller);
        } else if relation == Relation::Coordination
            && climbing
            && that(view, view.clauses[from].predicate)
            && speech_verb(view, governor)
            && let Some(teller) =
                speech(view, governor, &bounds[g], &view.clauses[from], Relation::Complement)
        {
            // "reported ten deaths and that X": said too.
            inner.push(teller);
        } else if relation != Relation::Coordination && raising(view, governor, relation) {
            told.hedged = true;
        }
        if relation == Relation::Purpose
            && g == path_parent(view, clause)
            && told.mood == Mood::Fact
            && !View::is_nominal(own)
            && !view.lexicon.listed("proceed", &governor.lemma)
        {
            told.mood = Mood::Intended;
        }
        // "vowed to go on until they reach X"
        let until = view.children(own.predicate).iter().any(|&c| view.word(c).eq_ignore_ascii_case("until"));
        if until && governor.mood == Mood::Intended && told.mood == Mood::Fact {
            told.mood = Mood::Intended;
        }
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
    if View::is_nominal(own) && told.mood == Mood::Fact && meant(view, predicate) {
        told.mood = Mood::Intended;
    }
    told.hedged |= found.hedges.iter().any(|&h| hedges(view, h, predicate, &path));
    told.hedged |= report_noun(view, predicate, &mut inner) || scare(view, predicate);
    if inner.is_empty() {
        inner.extend(path.iter().find_map(|c| hung(view, bounds, *c)));
    }
    inner.reverse();
    let mut tellers: Vec<Teller> = Vec::new();
    for (at, teller) in &found.adjuncts {
        if reaches(view, *at, predicate) && !inner.iter().any(|t| t.head == teller.head) {
            tellers.push(teller.clone());
        }
    }
    tellers.extend(inner);
    told.tellers = tellers;
    if told.tellers.iter().any(|t| t.words.is_none()) {
        told.hedged = true;
    }
    told
}

fn that(view: &View<'_>, predicate: u32) -> bool {
    view.children(predicate).iter().any(|&c| c < predicate && view.word(c).eq_ignore_ascii_case("that"))
}

/// Rebels "liberated" the town: one word in quotation marks is not the narrator's.
fn scare(view: &View<'_>, predicate: u32) -> bool {
    let mark = |i: u32| matches!(view.word(i), "\"" | "“" | "”" | "``" | "''" | "‘" | "’");
    predicate > 0 && predicate + 1 < view.len() && mark(predicate - 1) && mark(predicate + 1)
}

/// "in preparation for an offensive", "plans for an attack": it is only meant.
fn meant(view: &View<'_>, noun: u32) -> bool {
    let token = view.token(noun);
    let preposition = token.head;
    if token.label != annalist_language::Label::Pobj
        || !matches!(view.word(preposition).to_lowercase().as_str(), "for" | "of")
    {
        return false;
    }
    let over = view.token(view.token(preposition).head);
    let noun = matches!(over.tag, annalist_language::Tag::Nn | annalist_language::Tag::Nns)
        && view.lexicon.listed("meant", &over.lemma);
    let verb =
        matches!(&*over.lemma, "prepare" | "plan" | "call" | "ready") && view.word(preposition) == "for";
    noun || verb
}

fn path_parent(view: &View<'_>, clause: usize) -> usize {
    view.clauses[clause].governor.map_or(clause, |g| g.clause as usize)
}

/// "would later capture" looks forward from the past: it happened.
fn mood(view: &View<'_>, clause: &Clause) -> Mood {
    // A failed attack was made.
    let failed = |w: &str| matches!(w, "failed" | "unsuccessful" | "abortive" | "aborted" | "botched");
    if View::is_nominal(clause)
        && clause.mood == Mood::Attempted
        && view.children(clause.predicate).iter().any(|&c| failed(&view.word(c).to_lowercase()))
    {
        return Mood::Fact;
    }
    if clause.mood == Mood::Intended && clause.control.is_empty() {
        let aux =
            |w: &str| view.children(clause.predicate).iter().any(|&c| view.word(c).eq_ignore_ascii_case(w));
        let later =
            ["later", "eventually", "subsequently", "ultimately", "soon", "finally"].iter().any(|w| aux(w));
        let habit = ["sometimes", "often", "frequently", "regularly", "routinely"].iter().any(|w| aux(w));
        if aux("would") && (later || habit) {
            return Mood::Fact;
        }
    }
    if clause.mood == Mood::Demanded
        && clause
            .control
            .iter()
            .any(|c| matches!(c.as_str(), "order" | "force" | "compel" | "instruct" | "command"))
    {
        return Mood::Fact;
    }
    clause.mood
}

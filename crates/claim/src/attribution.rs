//! Who says so, and how sure it is told (Saurí & Pustejovsky 2009; attribution after Pareti 2012).

use annalist_language::{Clause, Label, Mood, Relation, Tag, Voice};
use annalist_span::Span;

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

/// Sources and hedges of a sentence, found once.
pub(crate) struct Sources {
    /// "according to X", "per X": where it stands and who.
    adjuncts: Vec<(u32, Teller)>,
    /// Hedging adverbs.
    hedges: Vec<u32>,
}

/// Finds what reaches over a sentence.
pub(crate) fn sources(view: &View<'_>) -> Sources {
    let mut adjuncts = Vec::new();
    let mut hedges = Vec::new();
    for i in 0..view.len() {
        let word = view.word(i).to_lowercase();
        if view.lexicon.listed("hedge", &word)
            && matches!(view.token(i).tag, Tag::Rb | Tag::Jj | Tag::In | Tag::Nn | Tag::Vbg)
        {
            hedges.push(i);
        }
        if matches!(word.as_str(), "according" | "per" | "accord")
            && let Some(teller) = adjunct(view, i)
        {
            adjuncts.push((i, teller));
        }
    }
    Sources { adjuncts, hedges }
}

fn adjunct(view: &View<'_>, at: u32) -> Option<Teller> {
    // The object hangs on "according", on its "to", or simply follows.
    let mut head = None;
    let mut stack = vec![at];
    for _ in 0..4 {
        let Some(t) = stack.pop() else { break };
        for &c in view.children(t) {
            match view.token(c).label {
                Label::Pobj => head = Some(c),
                Label::Prep => stack.push(c),
                _ => {}
            }
        }
        if head.is_some() {
            break;
        }
    }
    let head = head.or_else(|| {
        (at + 1..view.len().min(at + 9)).find(|&i| {
            matches!(view.token(i).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Prp)
                && !view.sentence.tokens.get(i as usize + 1).is_some_and(|n| {
                    n.head == view.token(i).head && matches!(n.tag, Tag::Nnp | Tag::Nn | Tag::Nns)
                })
                && !matches!(view.token(i).label, Label::Compound | Label::Amod)
        })
    })?;
    let cue = if view.word(at).eq_ignore_ascii_case("per") { "per" } else { "according to" };
    Some(Teller {
        words: Some(source_phrase(view, head)),
        head: Some(head),
        cue: cue.to_owned(),
        stance: Stance::Says,
        unnamed: false,
    })
}

/// A source's words: its phrase with an apposition that says who it is.
fn source_phrase(view: &View<'_>, head: u32) -> Span {
    let mut span = view.phrase(head);
    for &c in view.children(head) {
        if view.token(c).label == Label::Appos {
            let more = view.phrase(c);
            if more.end > span.start && more.end - span.start < 120 {
                span = span.cover(more);
            }
        }
    }
    span
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
        } else if relation != Relation::Coordination && raising(view, governor, relation) {
            told.hedged = true;
        }
        if relation == Relation::Purpose
            && g == path_parent(view, clause)
            && told.mood == Mood::Fact
            && !View::is_nominal(own)
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
    told.hedged |= found.hedges.iter().any(|&h| hedges(view, h, predicate, &path));
    told.hedged |= report_noun(view, predicate, &mut inner);
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

fn speech_verb(view: &View<'_>, clause: &Clause) -> bool {
    !View::is_nominal(clause)
        && ["report", "confirm", "deny"].iter().any(|l| view.lexicon.listed(l, &clause.lemma))
}

fn speech(
    view: &View<'_>,
    verb: &Clause,
    bound: &Bound,
    content: &Clause,
    relation: Relation,
) -> Option<Teller> {
    if !speech_verb(view, verb) {
        return None;
    }
    let lemma = verb.lemma.as_str();
    let stance = if view.lexicon.listed("deny", lemma) {
        Stance::Denies
    } else if view.lexicon.listed("confirm", lemma) {
        Stance::Confirms
    } else {
        Stance::Says
    };
    let holds = match relation {
        Relation::Complement | Relation::OpenComplement | Relation::Parataxis => true,
        // "reported three deaths", "were reported in the town": the noun is what is told.
        Relation::Argument => {
            let head = content.predicate;
            let inside = |a: &Arg| a.head == head || view.subtree(a.head).contains(view.token(head).span);
            bound.patients.iter().any(inside)
                || (verb.voice == Voice::Passive && bound.agents.is_empty() && bound.patients.is_empty())
        }
        Relation::Adverbial
        | Relation::Result
        | Relation::Purpose
        | Relation::Relative
        | Relation::Coordination => {
            matches!(lemma, "accuse" | "blame" | "suspect") && !matches!(relation, Relation::Relative)
        }
    };
    if !holds {
        return None;
    }
    // "dozens reported killed": whoever was killed reports nothing.
    let participle = view.token(content.predicate).tag == Tag::Vbn
        && !view.children(content.predicate).iter().any(|&c| {
            matches!(view.token(c).label, Label::Aux | Label::Auxpass | Label::Nsubj | Label::Nsubjpass)
        });
    if relation == Relation::OpenComplement && participle {
        return Some(Teller {
            words: None,
            head: None,
            cue: lemma.to_owned(),
            stance: Stance::Says,
            unnamed: true,
        });
    }
    let weak = matches!(
        lemma,
        "give"
            | "put"
            | "show"
            | "add"
            | "document"
            | "record"
            | "register"
            | "see"
            | "cite"
            | "count"
            | "mention"
            | "release"
            | "establish"
            | "find"
            | "recognize"
            | "recognise"
            | "read"
    );
    let agent = bound.agents.iter().find(|a| !a.classes.has(Classes::EVENT.with(Classes::TIME)));
    if weak
        && !agent.is_some_and(|a| a.classes.has(Classes::SOURCE.with(Classes::NAME).with(Classes::PRONOUN)))
    {
        return None;
    }
    match agent {
        Some(agent) => Some(Teller {
            words: Some(source_phrase(view, agent.head).cover(agent.span)),
            head: Some(agent.head),
            cue: lemma.to_owned(),
            stance,
            unnamed: matches!(agent.key.as_str(), "report" | "rumor" | "rumour"),
        }),
        None if verb.voice == Voice::Passive => Some(Teller {
            words: None,
            head: None,
            cue: lemma.to_owned(),
            stance: if stance == Stance::Denies { stance } else { Stance::Says },
            unnamed: true,
        }),
        None => before(view, verb).map(|head| Teller {
            words: Some(source_phrase(view, head)),
            head: Some(head),
            cue: lemma.to_owned(),
            stance,
            unnamed: false,
        }),
    }
}

/// The noun right before a speaking verb whose subject the parser lost.
fn before(view: &View<'_>, verb: &Clause) -> Option<u32> {
    let mut i = verb.predicate;
    for _ in 0..3 {
        i = i.checked_sub(1)?;
        let token = view.token(i);
        match token.tag {
            Tag::Rb | Tag::Vbd | Tag::Vbz | Tag::Vbp => {}
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps => return Some(i),
            _ => return None,
        }
    }
    None
}

/// "Ukraine reported on 3 May, that X": a speaking verb that the parser hung under its content.
fn hung(view: &View<'_>, bounds: &[Bound], clause: usize) -> Option<Teller> {
    let own = &view.clauses[clause];
    view.clauses.iter().enumerate().find_map(|(i, verb)| {
        let under = verb.governor.is_some_and(|g| {
            g.clause as usize == clause
                && matches!(g.relation, Relation::Parataxis | Relation::Adverbial | Relation::Complement)
        });
        let marked = view.children(verb.predicate).iter().any(|&c| {
            matches!(view.token(c).label, Label::Mark | Label::Aux)
                || matches!(view.token(c).tag, Tag::Wrb | Tag::In)
        });
        let finite = matches!(view.token(verb.predicate).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
        if !under
            || marked
            || !finite
            || !speech_verb(view, verb)
            || verb.predicate > own.predicate
                && !matches!(view.word(verb.predicate.saturating_sub(1)), ",")
                && bounds[i].agents.is_empty()
        {
            return None;
        }
        speech(view, verb, &bounds[i], own, Relation::Complement)
    })
}

/// "is believed to have", "appears to have".
fn raising(view: &View<'_>, verb: &Clause, relation: Relation) -> bool {
    matches!(relation, Relation::OpenComplement | Relation::Complement)
        && (matches!(verb.lemma.as_str(), "appear" | "seem")
            || (verb.voice == Voice::Passive
                && view.lexicon.listed("report", &verb.lemma)
                && !view.lexicon.listed("confirm", &verb.lemma)))
}

/// Whether a hedging adverb stands over a predicate: on it, on a verb that governs it without a new
/// subject, or on the verb whose result it is.
fn hedges(view: &View<'_>, hedge: u32, predicate: u32, path: &[usize]) -> bool {
    let head = view.token(hedge).head;
    if head == predicate
        || view.token(head).head == predicate
            && view.token(head).label != Label::Conj
            && view.token(head).label != Label::Advcl
            && head < predicate
    {
        return true;
    }
    let mut at = predicate;
    for _ in 0..8 {
        let token = view.token(at);
        if token.head == at {
            break;
        }
        let carries = match token.label {
            Label::Xcomp
            | Label::Dobj
            | Label::Nsubjpass
            | Label::Pobj
            | Label::Prep
            | Label::Nsubj
            | Label::Oprd
            | Label::Attr => true,
            Label::Ccomp | Label::Advcl => token.tag == Tag::Vbg,
            Label::Conj => {
                view.token(at).tag == Tag::Vbg && view.token(token.head).tag == Tag::Vbg
                    || hedge < token.head && view.token(token.head).tag == Tag::Vbg
            }
            _ => false,
        };
        if !carries {
            break;
        }
        at = token.head;
        if at == head {
            return true;
        }
    }
    let _ = path;
    false
}

/// "reports of a fifth hospital targeted", "rebel claims of airstrikes".
fn report_noun(view: &View<'_>, predicate: u32, tellers: &mut Vec<Teller>) -> bool {
    let mut at = predicate;
    for _ in 0..8 {
        let token = view.token(at);
        if token.head == at
            || !matches!(
                token.label,
                Label::Pobj
                    | Label::Prep
                    | Label::Conj
                    | Label::Acl
                    | Label::Pcomp
                    | Label::Nmod
                    | Label::Compound
                    | Label::Appos
                    | Label::Amod
            )
        {
            return false;
        }
        at = token.head;
        if view.lexicon.listed("report_noun", &view.token(at).lemma)
            && matches!(view.token(at).tag, Tag::Nn | Tag::Nns)
        {
            let owner = view.children(at).iter().copied().find(|&c| {
                c < at
                    && matches!(
                        view.token(c).label,
                        Label::Poss | Label::Compound | Label::Amod | Label::Nmod
                    )
                    && is_owner(view, c)
            });
            if let Some(owner) = owner {
                tellers.push(Teller {
                    words: Some(view.phrase(owner)),
                    head: Some(owner),
                    cue: view.token(at).lemma.to_string(),
                    stance: Stance::Says,
                    unnamed: false,
                });
            }
            return true;
        }
    }
    false
}

fn is_owner(view: &View<'_>, token: u32) -> bool {
    let t = view.token(token);
    matches!(t.tag, Tag::Nnp | Tag::Nnps)
        || view
            .lexicon
            .noun(&crate::lexicon::key(&t.lemma))
            .has(Classes::ARMED.with(Classes::SOURCE).with(Classes::CIVILIAN))
        || t.tag == Tag::Jj && view.word(token).chars().next().is_some_and(char::is_uppercase)
}

/// Whether "according to X" at `at` reaches a predicate: from the start or end of a sentence over
/// all of it, from its middle over what follows.
fn reaches(view: &View<'_>, at: u32, predicate: u32) -> bool {
    let end = {
        let subtree = view.subtree(at);
        view.tokens_in(subtree).last().unwrap_or(at)
    };
    let tail = (end + 1..view.len()).all(|i| !view.word(i).chars().any(char::is_alphanumeric));
    if at <= 3 || tail {
        // A contrast stops it: "A, but according to X, B".
        let (from, to) = if at <= 3 { (at, predicate) } else { (predicate, at) };
        let contrast = (from..to).any(|i| {
            matches!(view.word(i), ";")
                || (at > 3 && matches!(view.word(i).to_lowercase().as_str(), "but" | "however" | "although"))
        });
        return !contrast;
    }
    predicate > at
}

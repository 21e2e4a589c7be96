//! Speaking verbs over a clause, beside it or hung under it.

use annalist_language::{Clause, Label, Relation, Tag, Voice};

use super::sources::source_phrase;
use super::{Stance, Teller, own_words};
use crate::lexicon::Classes;
use crate::matcher::Bound;
use crate::view::{Arg, View};

pub(super) fn speech_verb(view: &View<'_>, clause: &Clause) -> bool {
    !View::is_nominal(clause)
        && ["report", "confirm", "deny"].iter().any(|l| view.lexicon.listed(l, &clause.lemma))
}

/// "a video showed": the picture itself vouches for what it shows.
fn pictures(view: &View<'_>, verb: &Clause, bound: &Bound) -> bool {
    view.lexicon.listed("show", &verb.lemma)
        && bound
            .agents
            .iter()
            .any(|a| view.lexicon.listed("picture", &crate::lexicon::key(&view.token(a.head).lemma)))
}

pub(super) fn speech(
    view: &View<'_>,
    verb: &Clause,
    bound: &Bound,
    content: &Clause,
    relation: Relation,
) -> Option<Teller> {
    if !speech_verb(view, verb) {
        return None;
    }
    // "A; the governor counted four dead", "A, X rejected the claim": beside it, not about it.
    if relation != Relation::Coordination && beside(view, verb, bound, content) {
        return None;
    }
    // "X said A, however Y said B": B is what Y said.
    if content.predicate < verb.predicate && matches!(relation, Relation::Complement | Relation::Parataxis) {
        let own = |c: &Clause| {
            c.predicate > verb.predicate
                && c.governor.is_some_and(|g| {
                    view.clauses.get(g.clause as usize).is_some_and(|v| v.predicate == verb.predicate)
                        && g.relation == Relation::Complement
                })
                && matches!(view.token(c.predicate).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
        };
        let turn = (content.predicate..verb.predicate).any(|i| {
            matches!(
                view.word(i).to_lowercase().as_str(),
                "however" | "but" | "while" | "whereas" | "although"
            )
        });
        if turn && view.clauses.iter().any(own) {
            return None;
        }
    }
    let lemma = verb.lemma.as_str();
    let stance = if view.lexicon.listed("deny", lemma) {
        Stance::Denies
    } else if view.lexicon.listed("confirm", lemma) || pictures(view, verb, bound) {
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
        // "a video showed a burning tank": what the picture shows.
        Relation::Relative | Relation::Adverbial if pictures(view, verb, bound) => {
            let head = content.predicate;
            bound.patients.iter().any(|a| view.subtree(a.head).contains(view.token(head).span))
        }
        // "stated their aim of taking X"
        Relation::Adverbial | Relation::Relative | Relation::Purpose
            if matches!(
                lemma,
                "announce" | "declare" | "reveal" | "disclose" | "mention" | "cite" | "describe" | "report"
            ) =>
        {
            let head = content.predicate;
            bound.patients.iter().any(|a| view.subtree(a.head).contains(view.token(head).span))
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
        return Some(Teller::somebody(lemma));
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
            stance,
            unnamed: matches!(agent.key.as_str(), "report" | "rumor" | "rumour"),
            ..own_words(view, agent, lemma)
        }),
        None if verb.voice == Voice::Passive
            && let Some(by) = reporter(view, verb, bound) =>
        {
            Some(Teller { stance, ..own_words(view, by, lemma) })
        }
        None if verb.voice == Voice::Passive => {
            let stance = if stance == Stance::Denies { stance } else { Stance::Says };
            Some(Teller { stance, ..Teller::somebody(lemma) })
        }
        None => before(view, verb)
            .map(|head| Teller { stance, ..Teller::says(head, source_phrase(view, head), lemma) }),
    }
}

/// Whether a speaking verb that a parser hung beside a clause tells something else: a semicolon stands between
/// the two, or what it denies is told.
fn beside(view: &View<'_>, verb: &Clause, bound: &Bound, content: &Clause) -> bool {
    let (a, b) = (verb.predicate.min(content.predicate), verb.predicate.max(content.predicate));
    let apart = (a..b).any(|i| view.word(i) == ";");
    let own = view.lexicon.listed("deny", &verb.lemma)
        && bound.patients.iter().any(|p| {
            p.head != content.predicate
                && view.lexicon.listed("report_noun", &view.token(p.head).lemma)
                && !view.subtree(p.head).contains(view.token(content.predicate).span)
        });
    apart || own
}

/// "was claimed on Monday by X": the parser may hang "by" on the date.
fn reporter<'b>(view: &View<'_>, verb: &Clause, bound: &'b Bound) -> Option<&'b Arg> {
    let who = Classes::ARMED.with(Classes::NAME).with(Classes::SOURCE).with(Classes::CIVILIAN);
    bound.obliques.iter().find(|o| {
        o.shared
            && o.preposition.as_deref() == Some("by")
            && o.classes.has(who)
            && (verb.predicate..o.head)
                .all(|i| !matches!(view.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Wdt))
    })
}

/// The noun right before a speaking verb whose subject the parser lost.
fn before(view: &View<'_>, verb: &Clause) -> Option<u32> {
    let mut i = verb.predicate;
    for _ in 0..3 {
        i = i.checked_sub(1)?;
        let token = view.token(i);
        match token.tag {
            Tag::Rb | Tag::Vbd | Tag::Vbz | Tag::Vbp => {}
            // ", a member of the council, stated that"
            Tag::Comma if i + 1 == verb.predicate => {}
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps if view.word(i + 1) == "," => {
                let over = view.token(view.token(i).head).head;
                let of = token.label == Label::Pobj && view.word(token.head) == "of";
                return Some(if of && over < i { over } else { i });
            }
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps => return Some(i),
            _ => return None,
        }
    }
    None
}

/// "the army said on Monday, that X": a speaking verb that the parser hung under its content.
pub(super) fn hung(view: &View<'_>, bounds: &[Bound], clause: usize) -> Option<Teller> {
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
        // "with volunteers reported to be among them": whoever is reported to be somewhere says nothing.
        let reported = view.token(verb.predicate).label == Label::Pcomp
            || view.children(verb.predicate).iter().any(|&c| {
                c > verb.predicate
                    && view.token(c).label == Label::Xcomp
                    && view.children(c).iter().any(|&t| view.token(t).tag == Tag::To)
            }) && view.lexicon.listed("report", &verb.lemma)
                && matches!(verb.lemma.as_str(), "report" | "say" | "believe" | "allege" | "think");
        let finite = matches!(view.token(verb.predicate).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
        if !under
            || marked
            || !finite
            || reported
            || !speech_verb(view, verb)
            || beside(view, verb, &bounds[i], own)
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
pub(super) fn raising(view: &View<'_>, verb: &Clause, content: u32, relation: Relation) -> bool {
    let (a, b) = (verb.predicate.min(content), verb.predicate.max(content));
    (a..b).all(|i| view.word(i) != ";")
        && matches!(relation, Relation::OpenComplement | Relation::Complement)
        && (matches!(verb.lemma.as_str(), "appear" | "seem")
            || (verb.voice == Voice::Passive
                && view.lexicon.listed("report", &verb.lemma)
                && !view.lexicon.listed("confirm", &verb.lemma)))
}

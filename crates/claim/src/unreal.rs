//! Clauses that a rule reads and that tell no happening of their own.

use annalist_language::{Clause, Label, Mood, Relation, Tag, Voice};

use crate::lexicon::Classes;
use crate::matcher::Bound;
use crate::view::{Knowledge, View};

/// Whether a clause tells nothing of its own.
pub(crate) fn idle(view: &View<'_>, index: usize, bounds: &[Bound], world: &dyn Knowledge) -> bool {
    let clause = &view.clauses[index];
    is_adjective(view, clause, &bounds[index])
        || asked(view, clause)
        || unreal(view, clause, bounds)
        || fights_for(view, clause, world)
}

/// "the lost positions": a participle before its noun tells nothing of its own.
fn is_adjective(view: &View<'_>, clause: &Clause, bound: &Bound) -> bool {
    let relative = clause.governor.is_some_and(|g| g.relation == Relation::Relative);
    if clause.governor.is_some_and(|g| g.relation == Relation::Coordination) && clause.voice == Voice::Active
    {
        return false;
    }
    // "posts held by X": which posts, unless they are the last that X holds.
    let noun = view.token(clause.predicate).head;
    if matches!(clause.lemma.as_str(), "hold" | "control")
        && clause.voice == Voice::Passive
        && view.token(clause.predicate).label == Label::Acl
        && clause.predicate == noun + 1
        && !view.children(noun).iter().any(|&c| matches!(view.word(c), "last" | "only"))
    {
        return true;
    }
    // "worshippers leaving a church": who they were, not that they fled.
    if clause.lemma == "leave"
        && view.token(clause.predicate).label == Label::Acl
        && view.token(clause.predicate).tag == Tag::Vbg
        && bound.patients.iter().any(|p| view.lexicon.listed("building", &view.token(p.head).lemma))
    {
        return true;
    }
    // "leaving the enclave split in two": what became of it, not who left it.
    if clause.lemma == "leave" && bound.patients.iter().any(|p| small_clause(view, p.head)) {
        return true;
    }
    if clause.lemma == "lose" && relative && bound.obliques.is_empty() && clause.adverbials.is_empty() {
        return true;
    }
    view.token(clause.predicate).label == Label::Amod
        && clause.lemma != "dead"
        && !(clause.predicate > 0
            && view.token(clause.predicate - 1).tag == Tag::Cd
            && bound.patients.iter().any(|p| p.head + 1 == clause.predicate))
        && !crate::shown::shown(view, view.token(clause.predicate).head)
        && bound.obliques.iter().all(|o| o.shared)
        && !view
            .children(clause.predicate)
            .iter()
            .any(|&c| view.lexicon.listed("hedge", &view.word(c).to_lowercase()))
}

/// "it was unclear whether X had fallen": nobody says that it had, nor what is told beside it.
fn asked(view: &View<'_>, clause: &Clause) -> bool {
    let whether = |verb: u32| {
        view.children(verb).iter().any(|&c| c < verb && view.word(c).eq_ignore_ascii_case("whether"))
    };
    let mut at = clause.predicate;
    for _ in 0..4 {
        if whether(at) {
            return true;
        }
        let token = view.token(at);
        if token.label != Label::Conj || token.head == at {
            return false;
        }
        at = token.head;
    }
    false
}

/// "volunteers fighting for X": whose they are.
fn fights_for(view: &View<'_>, clause: &Clause, world: &dyn Knowledge) -> bool {
    let force = |o: u32| {
        view.lexicon.noun(&crate::lexicon::key(&view.token(o).lemma)).has(Classes::ARMED)
            || world.is_actor(view.passage, view.token(o).span)
    };
    let behind = |i: u32| {
        i < view.len() && !view.word(i).eq_ignore_ascii_case("for") && crate::regained::sided(view.word(i))
    };
    view.word(clause.predicate).eq_ignore_ascii_case("fighting")
        && clause.predicate > 0
        && (matches!(view.token(clause.predicate - 1).tag, Tag::Nns | Tag::Nn)
            || matches!(view.word(clause.predicate - 1), "—" | "–" | ","))
        && (behind(clause.predicate + 1)
            || view.prepositional(clause.predicate).iter().any(|(p, o)| p == "for" && force(*o)))
}

/// "the enclave split in two", "the town surrounded": a participle right behind the noun says what it became.
fn small_clause(view: &View<'_>, noun: u32) -> bool {
    view.children(noun).iter().any(|&c| {
        c == noun + 1 && view.token(c).label == Label::Acl && matches!(view.token(c).tag, Tag::Vbn | Tag::Vbd)
    })
}

/// "without a fight", "broke the ceasefire", "to prevent further attacks", "part of the offensive": a noun that
/// names no happening of its own.
fn unreal(view: &View<'_>, clause: &Clause, bounds: &[Bound]) -> bool {
    if !View::is_nominal(clause) {
        return false;
    }
    let noun = clause.predicate;
    let token = view.token(noun);
    // "losses at X" are of people, "the loss of X" is of ground.
    if &*token.lemma == "loss"
        && token.tag == Tag::Nns
        && view.prepositional(noun).iter().all(|(p, _)| p != "of")
    {
        return true;
    }
    if matches!(token.label, Label::Pobj | Label::Pcomp) {
        let preposition = view.word(token.head).to_lowercase();
        let over = view.token(token.head).head;
        let part = preposition == "of"
            && matches!(&*view.token(over).lemma, "part" | "phase" | "stage")
            && view.token(over).label == Label::Attr;
        // "killed in battle", "ill-suited to modern warfare"
        let general = matches!(preposition.as_str(), "in" | "to" | "of" | "for")
            && matches!(&*token.lemma, "battle" | "combat" | "warfare" | "action")
            && token.tag == Tag::Nn
            && !view.children(noun).iter().any(|&c| {
                matches!(view.token(c).label, Label::Det | Label::Prep | Label::Poss | Label::Compound)
                    || matches!(&*view.token(c).lemma, "heavy" | "fierce" | "intense" | "close" | "urban")
            });
        // "a lull in the fighting": none.
        let lull = matches!(preposition.as_str(), "in" | "of" | "to")
            && view.lexicon.listed("absence", &view.token(over).lemma);
        // "destroyed during fighting"
        let bare =
            view.children(noun).iter().all(|&c| matches!(view.token(c).label, Label::Cc | Label::Conj));
        let during = matches!(preposition.as_str(), "during" | "amid" | "in")
            && bare
            && matches!(&*view.word(noun).to_lowercase(), "fighting" | "clashes" | "combat")
            && view.clauses.iter().any(|c| c.predicate == over && !View::is_nominal(c));
        // "during the occupation of X": a time, not a taking.
        let state = matches!(preposition.as_str(), "during" | "under" | "throughout" | "amid")
            && &*token.lemma == "occupation";
        if preposition == "without" || part || general || lull || during || state {
            return true;
        }
    }
    if since_begun(view, noun) || only_part(view, noun) {
        return true;
    }
    let no = view
        .children(noun)
        .iter()
        .any(|&c| c < noun && view.token(c).label == Label::Det && view.word(c).eq_ignore_ascii_case("no"));
    let above = view
        .clauses
        .iter()
        .zip(bounds)
        .find(|(c, b)| !View::is_nominal(c) && b.patients.iter().any(|a| a.head == noun));
    // "did not carry out any attacks"
    let any = view.children(noun).iter().any(|&c| c < noun && view.word(c).eq_ignore_ascii_case("any"));
    let no = no || any && above.is_some_and(|(c, _)| c.negated);
    let undone = above.is_some_and(|(c, _)| {
        view.lexicon.listed("undo", &c.lemma)
            && view.lexicon.noun(&bounds_key(view, noun)).has(Classes::AGREEMENT)
            || view.lexicon.listed("halting", &c.lemma)
                && c.mood != Mood::Fact
                && (!is_definite(view, noun)
                    || matches!(&*token.lemma, "fighting" | "violence" | "hostility" | "bloodshed"))
                && !view.lexicon.listed("support", &c.lemma)
    });
    no || undone
}

/// "its first loss since the battle began": a clause that only dates another one.
fn since_begun(view: &View<'_>, noun: u32) -> bool {
    let token = view.token(noun);
    let verb = token.head;
    let over = view.token(verb);
    let word = |i: u32| view.word(i).to_lowercase();
    let ended = &*over.lemma == "end";
    let dates = |&c: &u32| {
        matches!(word(c).as_str(), "since" | "until" | "before")
            || ended && matches!(word(c).as_str(), "after" | "once")
    };
    let bare = |&c: &u32| {
        c <= noun
            || !matches!(view.token(c).label, Label::Prep | Label::Npadvmod | Label::Advcl | Label::Ccomp)
    };
    token.label == Label::Nsubj
        && is_definite(view, noun)
        && matches!(over.label, Label::Advcl | Label::Pcomp | Label::Relcl)
        && matches!(&*over.lemma, "begin" | "start" | "end" | "commence")
        && (view.children(verb).iter().any(dates) || over.label == Label::Pcomp && dates(&over.head))
        && view.children(verb).iter().all(bare)
}

/// "The battle was a stage of it", "The offensive came amid talks": what is told of an event that was told.
fn only_part(view: &View<'_>, noun: u32) -> bool {
    let token = view.token(noun);
    let verb = token.head;
    if token.label != Label::Nsubj
        || !is_definite(view, noun)
        || !view.children(noun).iter().all(|&c| c < noun)
    {
        return false;
    }
    let children = view.children(verb);
    let part = children.iter().any(|&c| {
        view.token(c).label == Label::Attr && matches!(&*view.token(c).lemma, "part" | "phase" | "stage")
    });
    let amid =
        children.iter().any(|&c| matches!(view.word(c), "amid" | "amidst" | "after" | "as" | "following"));
    match &*view.token(verb).lemma {
        "be" | "form" => part,
        "come" => amid,
        _ => false,
    }
}

fn bounds_key(view: &View<'_>, noun: u32) -> String {
    view.noun_key(noun, |k| !view.lexicon.noun(k).is_empty())
}

/// Whether an article, a possessive or a day before a noun points back at something told.
pub(crate) fn is_definite(view: &View<'_>, noun: u32) -> bool {
    let day =
        |c: u32| view.token(c).label == Label::Poss && view.lexicon.listed("span", &view.token(c).lemma);
    if view.children(noun).iter().any(|&c| day(c)) {
        return true;
    }
    view.children(noun).iter().any(|&c| {
        c < noun
            && matches!(
                view.word(c).to_lowercase().as_str(),
                "the"
                    | "this"
                    | "these"
                    | "that"
                    | "those"
                    | "its"
                    | "their"
                    | "his"
                    | "her"
                    | "such"
                    | "both"
            )
    })
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::testing::claims as told;

    fn kinds(text: &str) -> Vec<Kind> {
        told(text).iter().map(|c| c.kind).collect()
    }

    #[test]
    fn an_attack_that_was_not_carried_out_is_none() {
        assert_eq!(kinds("On 4 May 2019, the rebels did not carry out any attacks on Belvar."), []);
        assert_eq!(kinds("On 4 May 2019, the rebels carried out attacks on Belvar."), [Kind::Attack]);
    }

    #[test]
    fn a_lull_in_the_fighting_is_no_clash() {
        assert_eq!(kinds("On 4 May 2019, there was a lull in fighting around Belvar."), []);
        assert_eq!(kinds("On 4 May 2019, there was fighting around Belvar."), [Kind::Clash]);
    }

    #[test]
    fn what_an_event_was_part_of_is_no_event_more() {
        assert_eq!(
            kinds("The rebels attacked Belvar on 4 May 2019. The battle was one stage of their plan."),
            [Kind::Attack]
        );
        assert_eq!(kinds("On 4 May 2019, two bridges near Belvar were blown up during fighting.").len(), 1);
    }

    #[test]
    fn since_the_battle_began_only_dates_the_rest() {
        let text = "On 9 May 2019, the army withdrew from Dorin, its first loss since the battle began.";
        assert_eq!(kinds(text), [Kind::Withdraw]);
    }

    #[test]
    fn losses_at_a_place_are_not_the_loss_of_it() {
        assert_eq!(kinds("On 4 May 2019, rebel losses at Belvar led to talks."), []);
    }

    #[test]
    fn whose_posts_were_shelled_is_no_claim_of_its_own() {
        assert_eq!(
            kinds("On 4 May 2019, rebels shelled posts held by the army near Belvar."),
            [Kind::Shelling]
        );
        assert_eq!(kinds("On 4 May 2019, the town of Belvar was still held by the army."), [Kind::Hold]);
    }
}

//! Subjects and clauses that a tree lost and its words still show.

use annalist_language::{Argument, Clause, Governor, Label, PredicateForm, Relation, Tag, Voice};

use crate::lexicon::{Classes, key};
use crate::made::{argument, clause};
use crate::view::View;

/// Gives a clause back the subject or the measure that its tree hangs elsewhere.
pub(crate) fn regain(view: &mut View<'_>, index: usize) {
    fighters(view, index);
    with_being(view, index);
    measured(view, index);
    adjectival(view, index);
    advancing(view, index);
}

/// "advancing rebel forces ran into mines": the forces, where a parser takes the advancing for who ran.
fn advancing(view: &mut View<'_>, index: usize) {
    let own = view.clauses[index].predicate;
    let Some(word) = view.clauses[index]
        .agents
        .first()
        .map(|a| a.head)
        .filter(|&h| h < own && view.token(h).tag == Tag::Vbg)
    else {
        return;
    };
    let moves = matches!(
        &*view.word(word).to_lowercase(),
        "advancing"
            | "retreating"
            | "withdrawing"
            | "fleeing"
            | "arriving"
            | "returning"
            | "marching"
            | "departing"
    );
    let inner = view.clauses.iter().find(|c| c.predicate == word && moves);
    let Some(who) = inner.and_then(|c| c.patients.first().or(c.agents.first())).cloned() else { return };
    let behind = view.tokens_in(who.span).next() == Some(word + 1);
    if behind && who.head < own {
        for agent in view.clauses.iter_mut().flat_map(|c| &mut c.agents).filter(|a| a.head == word) {
            *agent = Argument { shared: agent.shared, ..who.clone() };
        }
    }
}

/// Prepositions behind "fighting" that say on whose side somebody fights.
pub(crate) fn sided(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "for" | "alongside" | "with" | "under")
}

/// "five volunteers fighting for X were killed": a parser may take the fighting for who was killed.
fn fighters(view: &mut View<'_>, index: usize) {
    let predicate = view.clauses[index].predicate;
    let fighting = |a: &Argument| {
        a.head < predicate
            && view.word(a.head).eq_ignore_ascii_case("fighting")
            && view.token(a.head).head == predicate
            && sided(view.word(a.head + 1))
    };
    let clause = &view.clauses[index];
    let Some(noun) = clause.agents.iter().chain(&clause.patients).find(|a| fighting(a)).map(|a| a.head)
    else {
        return;
    };
    let before = noun.checked_sub(1).filter(|&n| {
        view.token(n).head == noun
            && matches!(view.token(n).tag, Tag::Nns)
            && view.token(n).label == Label::Compound
    });
    // "five volunteers—two of them X—fighting for Y"
    let apart = || {
        let left = |&&c: &&u32| {
            c < noun
                && matches!(view.token(c).label, Label::Dep | Label::Nsubj)
                && view.token(c).tag == Tag::Nns
        };
        view.children(predicate).iter().rev().find(left).copied()
    };
    let Some(who) = before.or_else(apart) else { return };
    let end = view.token(who).span;
    let first = view.tokens_in(view.phrase(who)).next().or_else(|| view.tokens_in(view.phrase(noun)).next());
    let span = first.map_or(end, |f| view.token(f.min(who)).span.cover(end));
    // "five volunteers—two Xs, three Ys—": who they are is counted too.
    let named = |&c: &u32| {
        view.token(c).label == Label::Appos && view.children(c).iter().any(|&n| view.token(n).tag == Tag::Cd)
    };
    let parts: Vec<Argument> = view
        .children(who)
        .iter()
        .copied()
        .filter(named)
        .flat_map(|c| view.conjuncts(c))
        .map(|head| argument(head, view.phrase(head)))
        .collect();
    let clause = &mut view.clauses[index];
    if clause.patients.iter().any(|a| a.head == noun) {
        clause.patients.extend(parts);
    }
    for list in [&mut clause.agents, &mut clause.patients] {
        for arg in list.iter_mut().filter(|a| a.head == noun) {
            *arg = argument(who, span);
        }
        let mut seen = Vec::new();
        list.retain(|a| {
            !seen.contains(&a.head) && {
                seen.push(a.head);
                true
            }
        });
    }
}

/// ", with X by then being surrounded": X, where a parser gives "with" nothing but its noun.
fn with_being(view: &mut View<'_>, index: usize) {
    let predicate = view.clauses[index].predicate;
    let being = view.children(predicate).iter().copied().find(|&c| {
        c < predicate && view.word(c).eq_ignore_ascii_case("being") && view.token(c).label == Label::Auxpass
    });
    let own = view
        .children(predicate)
        .iter()
        .any(|&c| matches!(view.token(c).label, Label::Nsubj | Label::Nsubjpass));
    let Some(being) = being.filter(|_| !own) else { return };
    let with = (0..being).rev().take(9).take_while(|&i| view.word(i) != ";").find(|&i| {
        view.word(i).eq_ignore_ascii_case("with")
            && view.token(i).label == Label::Prep
            && view.token(i).head != predicate
    });
    let object =
        |w: u32| view.children(w).iter().copied().find(|&c| view.token(c).label == Label::Pobj && c < being);
    let Some(noun) = with.and_then(object) else { return };
    let others =
        (noun + 1..being).any(|i| matches!(view.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Comma));
    if others {
        return;
    }
    let span = view.phrase(noun);
    let whole = span.cover(view.token(predicate).span);
    let clause = &mut view.clauses[index];
    clause.voice = Voice::Passive;
    clause.agents.retain(|a| a.cue.is_some());
    clause.patients = vec![argument(noun, span)];
    clause.span = clause.span.cover(whole);
}

/// "was two kilometres from X": how far, where a parser hangs the measure on "from".
fn measured(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    if !matches!(clause.lemma.as_str(), "be" | "stand" | "remain")
        || !clause.patients.is_empty()
        || View::is_nominal(clause)
    {
        return;
    }
    let length = view
        .children(clause.predicate)
        .iter()
        .filter(|&&c| matches!(view.word(c), "from" | "away"))
        .flat_map(|&c| view.children(c))
        .copied()
        .find(|&c| {
            view.token(c).label == Label::Npadvmod && view.lexicon.listed("length", &view.token(c).lemma)
        });
    if let Some(length) = length {
        let measure = argument(length, view.phrase(length));
        view.clauses[index].patients.push(measure);
    }
}

/// "was encircled": a parser may take the participle for an adjective.
fn adjectival(view: &mut View<'_>, index: usize) {
    let clause = &view.clauses[index];
    if clause.lemma != "be" || clause.agents.is_empty() || View::is_nominal(clause) {
        return;
    }
    let word = view.children(clause.predicate).iter().copied().find(|&c| {
        view.token(c).label == Label::Acomp
            && view.token(c).tag == Tag::Jj
            && matches!(
                view.word(c).to_lowercase().as_str(),
                "encircled" | "surrounded" | "besieged" | "blockaded"
            )
            && !view.clauses.iter().any(|o| o.predicate == c)
    });
    let Some(word) = word else { return };
    let lower = view.word(word).to_lowercase();
    let lemma = if lower == "surrounded" { "surround" } else { lower.trim_end_matches('d') };
    let by = |t: u32| {
        view.children(t)
            .iter()
            .filter(|&&c| view.word(c).eq_ignore_ascii_case("by"))
            .flat_map(|&c| view.children(c))
            .copied()
            .find(|&o| view.token(o).label == Label::Pobj)
    };
    let beside = view.children(word).iter().copied().filter(|&c| view.token(c).label == Label::Conj);
    let doer = by(word).or_else(|| beside.into_iter().find_map(by)).or_else(|| by(clause.predicate));
    let agents = doer.map(|d| argument(d, view.phrase(d))).into_iter().collect();
    let lemma = lemma.to_owned();
    let clause = &mut view.clauses[index];
    clause.lemma = lemma;
    clause.voice = Voice::Passive;
    clause.patients = std::mem::replace(&mut clause.agents, agents);
}

/// "confirmed rebel control of X": a clause of who holds it.
pub(crate) fn control_told(view: &View<'_>, word: u32) -> Option<Clause> {
    let token = view.token(word);
    let verb = view.token(token.head);
    let told = token.label == Label::Dobj
        && &*token.lemma == "control"
        && (view.lexicon.listed("confirm", &verb.lemma) || view.lexicon.listed("report", &verb.lemma));
    let whose = view.children(word).iter().copied().find(|&c| {
        told && c < word
            && matches!(view.token(c).label, Label::Amod | Label::Compound | Label::Poss | Label::Nmod)
    })?;
    let (_, place) = view.prepositional(word).into_iter().find(|(p, _)| p == "of" || p == "over")?;
    let above = view.clauses.iter().position(|c| c.predicate == token.head);
    let mut made = clause(view, word, "hold".to_owned());
    made.form = PredicateForm::Participle;
    made.voice = Voice::Passive;
    made.obliques.clear();
    made.agents = vec![argument(whose, view.token(whose).span)];
    made.patients = vec![argument(place, view.phrase(place))];
    made.governor = above.map(|a| Governor { clause: a as u32, relation: Relation::Complement });
    Some(made)
}

/// "X, the last town under army control": a clause that nothing but "under" tells.
pub(crate) fn last_held(view: &View<'_>, word: u32) -> Option<Clause> {
    let token = view.token(word);
    let under = token.head;
    if token.label != Label::Pobj
        || !matches!(&*token.lemma, "control" | "rule" | "occupation")
        || !view.word(under).eq_ignore_ascii_case("under")
    {
        return None;
    }
    // A parser may hang "under" on a place that the town lies in.
    let mut noun = view.token(under).head;
    for _ in 0..4 {
        let last = |&c: &u32| c < noun && matches!(&*view.word(c).to_lowercase(), "last" | "only" | "sole");
        let ground = view.lexicon.noun(&key(&view.token(noun).lemma)).has(Classes::GROUND);
        if ground && view.children(noun).iter().any(last) {
            let whose = view.children(word).iter().copied().find(|&c| {
                c < word
                    && matches!(
                        view.token(c).label,
                        Label::Amod | Label::Compound | Label::Poss | Label::Nmod
                    )
            });
            let of = view.prepositional(word).into_iter().find(|(p, _)| p == "of").map(|(_, o)| o);
            let holder = whose.or(of)?;
            let named = if view.token(noun).label == Label::Appos { view.token(noun).head } else { noun };
            let mut made = clause(view, word, "hold".to_owned());
            made.form = PredicateForm::Participle;
            made.voice = Voice::Passive;
            made.obliques.clear();
            made.agents = vec![argument(holder, view.phrase(holder))];
            made.patients = vec![argument(named, view.token(named).span)];
            made.span = view.token(named).span.cover(token.span);
            made.governor = None;
            return Some(made);
        }
        let token = view.token(noun);
        if !matches!(token.label, Label::Pobj | Label::Prep | Label::Compound) || token.head == noun {
            return None;
        }
        noun = token.head;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::testing::claims as told;

    fn places(text: &str, kind: Kind) -> Vec<String> {
        let claims = told(text);
        claims.iter().filter(|c| c.kind == kind).flat_map(|c| &c.places).map(|p| p.text.clone()).collect()
    }

    #[test]
    fn volunteers_fighting_for_a_side_are_who_was_killed() {
        for text in [
            "On 4 May 2019, five volunteers fighting for the rebels were killed near Dorin.",
            "On 4 May 2019, five volunteers—two brothers and three cousins—fighting alongside the rebels were killed near Dorin.",
        ] {
            let claims = told(text);
            assert_eq!(claims.len(), 1, "{claims:?}");
            assert_eq!((claims[0].kind, claims[0].figures[0].min), (Kind::Harm, Some(5)));
        }
    }

    #[test]
    fn with_a_town_being_surrounded_the_town_is() {
        let text =
            "On 4 May 2019, the rebels captured two villages, with Belvar by then being almost surrounded.";
        assert_eq!(places(text, Kind::Encircle), ["Belvar"]);
        assert_eq!(places(text, Kind::Capture), ["two villages"]);
    }

    #[test]
    fn who_is_some_kilometres_from_a_town_came_near_it() {
        let text = "On 4 May 2019, the rebels were only two kilometers from Belvar.";
        assert_eq!(places(text, Kind::Advance).len(), 1);
        assert_eq!(places("On 4 May 2019, the mill was two kilometers from Belvar.", Kind::Advance).len(), 0);
    }

    #[test]
    fn advancing_forces_are_who_ran_into_mines() {
        let claims = told(
            "On 3 May 2019, advancing rebel forces ran into a minefield near Belvar, leaving 15 rebels dead.",
        );
        let kinds: Vec<_> = claims.iter().map(|c| c.kind).collect();
        assert_eq!(kinds, [Kind::Bombing], "{claims:?}");
    }

    #[test]
    fn who_is_encircled_may_be_an_adjective() {
        let claims = told("On 4 May 2019, a platoon was encircled and trapped by rebels near Belvar.");
        assert!(claims.iter().any(|c| c.kind == Kind::Encircle && !c.actors.is_empty()), "{claims:?}");
    }

    #[test]
    fn whose_control_is_confirmed_holds_the_place() {
        let claims = told("On 6 May 2019, the news agency confirmed rebel control of Belvar.");
        assert_eq!(
            (claims.len(), claims[0].kind, claims[0].places[0].text.as_str()),
            (1, Kind::Hold, "Belvar")
        );
        assert_eq!(claims[0].attribution.len(), 1);
    }

    #[test]
    fn the_last_town_under_somebodys_control_is_held() {
        let text = "On 4 May 2019, the rebels shelled Dorin, the last village in Belvar district under army control.";
        let claims = told(text);
        let held = claims.iter().find(|c| c.kind == Kind::Hold).unwrap();
        assert_eq!(held.places[0].text, "Dorin");
        assert_eq!(held.actors[0].side.as_deref(), Some("government"));
        assert!(
            places("On 4 May 2019, the rebels shelled Dorin, a village under army control.", Kind::Hold)
                .is_empty()
        );
    }
}

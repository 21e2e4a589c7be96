//! Casualties go to the event that caused them, or to one telling.

use annalist_language::{Label, Relation, Tag};
use annalist_span::Span;

use super::{carries_harm, push, remove};
use crate::draft::{Draft, Matched, chain};
use crate::lexicon::Classes;
use crate::view::{Arg, View};
use crate::{FigureKind, Kind};

/// Casualties told with an event go to the event.
pub(super) fn harm(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for h in 0..drafts.len() {
        if drafts[h].kind != Kind::Harm {
            continue;
        }
        let Some(e) = event_of(view, matched, drafts, h) else {
            if let Some(kind) = by_means(view, matched, &drafts[h]) {
                drafts[h].kind = kind;
            }
            continue;
        };
        let (harm, event) = (drafts[h].clone(), &mut drafts[e]);
        event.span = event.span.cover(harm.span);
        event.absorbed.push(harm.clause);
        for target in &harm.targets {
            push(&mut event.targets, target);
        }
        if event.places.is_empty() {
            event.places.clone_from(&harm.places);
        }
        // "jets killed ten in airstrikes": the strikes were theirs.
        if event.actors.is_empty() && event.nominal && !harm.nominal {
            let fly = |a: &&Arg| a.classes.has(Classes::AIRCRAFT) && !a.classes.has(Classes::EVENT);
            event.actors = matched.bounds[harm.clause].agents.iter().filter(fly).cloned().collect();
        }
        let before = event.nominal && event.predicate < harm.predicate && !harm.nominal;
        if event.actors.is_empty() && (harm.nominal || before) {
            event.actors.extend(harm.actors.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned());
        }
        event.counted.extend(harm.counted);
        gone.push(h);
    }
    remove(drafts, gone);
}

/// "a suicide bomber killed ten", "two drones killed three", "the missiles killed five": the means says what happened.
fn by_means(view: &View<'_>, matched: &Matched, harm: &Draft) -> Option<Kind> {
    let bound = &matched.bounds[harm.clause];
    // "ten were killed, mostly due to mines"
    let cause = |o: &&Arg| {
        matches!(o.preposition.as_deref(), Some("due to" | "because of" | "from" | "as a result of"))
    };
    let due = due_to(view, harm);
    let means: Vec<&Arg> =
        bound.agents.iter().chain(bound.obliques.iter().filter(cause)).chain(&due).collect();
    let any =
        |classes: Classes| means.iter().any(|a| a.classes.has(classes) && !a.classes.has(Classes::EVENT));
    // "the car bomb that killed ten"
    let behind = view.clauses[harm.clause].governor.is_none_or(|g| g.relation == Relation::Relative)
        || view.token(harm.predicate).label == Label::Relcl;
    let bomb = |a: &Arg| {
        behind && a.classes.has(Classes::EXPLOSIVE) && view.clauses.iter().all(|c| c.predicate != a.head)
    };
    if bound.agents.iter().any(bomb) {
        Some(Kind::Bombing)
    } else if any(Classes::DRONE) {
        Some(Kind::Drone)
    } else if any(Classes::EXPLOSIVE) {
        Some(Kind::Bombing)
    } else if bound.agents.iter().any(|a| a.classes.has(Classes::MUNITION) && !a.classes.has(Classes::EVENT))
    {
        Some(Kind::Shelling)
    } else {
        None
    }
}

/// What a harm is told to be "due to", where a parser hangs it on "due".
fn due_to(view: &View<'_>, harm: &Draft) -> Option<Arg> {
    let due =
        view.children(harm.predicate).iter().copied().find(|&c| view.word(c).eq_ignore_ascii_case("due"))?;
    let to = view.children(due).iter().copied().find(|&c| view.word(c).eq_ignore_ascii_case("to"));
    let object = |t: u32| view.children(t).iter().copied().find(|&c| view.token(c).label == Label::Pobj);
    let head = to.and_then(object).or_else(|| view.prepositional(due).first().map(|p| p.1))?;
    let noun = view.noun_key(head, |k| !view.lexicon.noun(k).is_empty());
    Some(Arg::of(head, view.phrase(head), view.lexicon.noun(&noun)))
}

/// The event that carries a harm draft's figures.
fn event_of(view: &View<'_>, matched: &Matched, drafts: &[Draft], h: usize) -> Option<usize> {
    let harm = &drafts[h];
    let able = |d: &Draft| carries_harm(d.kind);
    // The strike is the agent of the harm: "airstrikes killed twelve".
    let agents = &matched.bounds[harm.clause].agents;
    if let Some(e) = drafts.iter().position(|d| able(d) && agents.iter().any(|a| a.head == d.predicate)) {
        return Some(e);
    }
    // ", killing twelve", "resulting in twelve deaths", "that killed twelve".
    let mut at = harm.clause;
    for (g, relation) in chain(view, harm.clause) {
        let gerund =
            view.token(view.clauses[at].predicate).tag == Tag::Vbg || view.clauses[at].agents.is_empty();
        let follows = match relation {
            Relation::Result | Relation::Relative => true,
            // "two rockets killed a nurse and wounded three": one strike did both.
            Relation::Coordination if one_means(matched, at, g) => true,
            Relation::Adverbial | Relation::Coordination | Relation::OpenComplement => {
                gerund || View::is_nominal(&view.clauses[at])
            }
            Relation::Argument => View::is_nominal(&view.clauses[at]),
            _ => false,
        };
        if !follows {
            break;
        }
        if let Some(e) = drafts
            .iter()
            .position(|d| able(d) && (d.clause == g || d.carrier == Some(g)) && d.predicate < harm.predicate)
        {
            return Some(e);
        }
        // "airstrikes resulted in forty deaths"
        let told = &matched.bounds[g].agents;
        if let Some(e) =
            drafts.iter().position(|d| able(d) && d.nominal && told.iter().any(|a| a.head == d.predicate))
        {
            return Some(e);
        }
        at = g;
    }
    if let Some(e) = fronted(view, drafts, harm) {
        return Some(e);
    }
    // "ten were killed when X shelled Y"
    let upon = |d: &Draft| {
        let token = view.token(d.predicate);
        let told = |verb: u32| {
            let beside = |a: u32, b: u32| view.token(a).label == Label::Conj && view.token(a).head == b;
            verb == harm.predicate || beside(verb, harm.predicate) || beside(harm.predicate, verb)
        };
        token.label == Label::Advcl
            && told(token.head)
            && view.children(d.predicate).iter().any(|&c| view.word(c).eq_ignore_ascii_case("when"))
    };
    if let Some(e) =
        drafts.iter().position(|d| able(d) && !d.nominal && d.predicate > harm.predicate && upon(d))
    {
        return Some(e);
    }
    // "ten died in the attack, while airstrikes killed five": those of another telling.
    let contrasted = |i: u32| {
        let beside = |&c: &u32| matches!(view.word(c).to_lowercase().as_str(), "while" | "whereas");
        view.token(i).head == harm.predicate && view.children(i).iter().any(beside)
    };
    let harms = |i: u32| drafts.iter().any(|d| d.kind == Kind::Harm && !d.nominal && d.predicate == i);
    let others: Vec<Span> = (harm.predicate + 1..view.len())
        .filter(|&i| view.token(i).label == Label::Advcl && (harms(i) || contrasted(i)))
        .map(|i| view.subtree(i))
        .filter(|s| !s.contains(view.token(harm.predicate).span))
        .collect();
    // "were killed in airstrikes on X", "during an attack on Y".
    let whole = view.subtree(harm.predicate);
    // "died during the assault, as well as ten in airstrikes" has two tellings.
    let other = matched.bounds[harm.clause].obliques.iter().any(|o| {
        !o.shared
            && o.classes.has(Classes::EVENT)
            && matches!(o.preposition.as_deref(), Some("during"))
            && drafts.iter().all(|d| d.predicate != o.head || d.definite)
    });
    // "died in clashes and airstrikes": of both.
    let mixed = |d: &Draft| {
        let token = view.token(d.predicate);
        let beside = |o: &Draft| {
            o.nominal
                && o.kind != d.kind
                && (able(o) || o.kind == Kind::Clash)
                && view.token(d.predicate).label != Label::Dobj
                && (token.label == Label::Conj && token.head == o.predicate
                    || view.token(o.predicate).label == Label::Conj
                        && view.token(o.predicate).head == d.predicate)
        };
        drafts.iter().any(beside)
    };
    drafts.iter().position(|d| {
        able(d)
            && d.nominal
            && !mixed(d)
            && (d.kind != Kind::Attack || !d.definite)
            && d.predicate > harm.predicate
            && whole.contains(view.token(d.predicate).span)
            && !others.iter().any(|s| s.contains(view.token(d.predicate).span))
            && !other
            && !aside(view, harm.predicate, d.predicate)
    })
}

/// "killed ten in X, where the army had led an offensive": another happening, told of the place by the way.
fn aside(view: &View<'_>, harm: u32, event: u32) -> bool {
    let mut at = event;
    for _ in 0..24 {
        let token = view.token(at);
        if at == harm || token.head == at {
            return false;
        }
        let finite = view.clauses.iter().any(|c| c.predicate == at && !View::is_nominal(c));
        if token.label == Label::Relcl && finite && at != event {
            return true;
        }
        at = token.head;
    }
    false
}

/// Whether what two clauses tell was done by one bomb, shell or aircraft.
fn one_means(matched: &Matched, a: usize, b: usize) -> bool {
    let thrown = Classes::MUNITION.with(Classes::EXPLOSIVE).with(Classes::DRONE).with(Classes::AIRCRAFT);
    let (own, other) = (&matched.bounds[a].agents, &matched.bounds[b].agents);
    !own.is_empty() && own.iter().all(|x| x.classes.has(thrown) && other.iter().any(|y| y.head == x.head))
}

/// "in a raid on X, rebels killed ten": an indefinite attack told before what was done in it.
fn fronted(view: &View<'_>, drafts: &[Draft], harm: &Draft) -> Option<usize> {
    drafts.iter().position(|d| {
        let token = view.token(d.predicate);
        let over = view.token(token.head);
        carries_harm(d.kind)
            && d.nominal
            && !d.definite
            && d.predicate < harm.predicate
            && token.label == Label::Pobj
            && over.head == harm.predicate
            && matches!(view.word(token.head).to_lowercase().as_str(), "in" | "during")
    })
}

/// "ten were killed and twelve wounded", "with 6 dead and another 20 wounded": one telling.
pub(super) fn casualties(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        if drafts[b].kind != Kind::Harm || drafts[b].nominal {
            continue;
        }
        let path: Vec<usize> = chain(view, drafts[b].clause)
            .into_iter()
            .take_while(|(_, r)| matches!(r, Relation::Coordination | Relation::Adverbial))
            .map(|(c, _)| c)
            .collect();
        let tells = |d: &Draft| {
            d.kind == Kind::Harm
                || carries_harm(d.kind)
                    && d.counted.iter().any(|(_, k)| matches!(k, FigureKind::Killed | FigureKind::Wounded))
        };
        let near = |d: &Draft| d.predicate.abs_diff(drafts[b].predicate) < 14;
        let bare = bare(view, matched, drafts[b].clause);
        let a = (0..drafts.len())
            .filter(|a| *a != b && !gone.contains(a))
            .filter(|&a| {
                let d = &drafts[a];
                d.kind == Kind::Harm && !d.nominal && path.first() == Some(&d.clause) && near(d)
                    || bare
                        && tells(d)
                        && (d.predicate < drafts[b].predicate
                            || d.absorbed.iter().any(|&c| view.clauses[c].predicate < drafts[b].predicate))
            })
            .max_by_key(|&a| drafts[a].predicate);
        let Some(a) = a else { continue };
        let between = (drafts[a].predicate.min(drafts[b].predicate)
            ..drafts[a].predicate.max(drafts[b].predicate))
            .any(|i| view.word(i) == ";");
        if drafts[a].rule == drafts[b].rule && !bare
            || between
            || !(drafts[b].places.is_empty() || bare && drafts[a].places.is_empty())
                && drafts[b].places != drafts[a].places
        {
            continue;
        }
        let other = drafts[b].clone();
        drafts[a].span = drafts[a].span.cover(other.span);
        drafts[a].absorbed.push(other.clause);
        drafts[a].counted.extend(other.counted);
        if drafts[a].places.is_empty() {
            drafts[a].places.clone_from(&other.places);
        }
        for t in &other.targets {
            push(&mut drafts[a].targets, t);
        }
        gone.push(b);
    }
    remove(drafts, gone);
}

/// Whether only a number says who was harmed: "another 20 wounded".
fn bare(view: &View<'_>, matched: &Matched, clause: usize) -> bool {
    let bound = &matched.bounds[clause];
    let who: Vec<_> =
        if bound.patients.is_empty() { &bound.agents } else { &bound.patients }.iter().collect();
    !who.is_empty()
        && who.iter().all(|a| {
            view.token(a.head).tag == Tag::Cd
                || matches!(
                    view.word(a.head).to_lowercase().as_str(),
                    "others" | "more" | "dozens" | "hundreds"
                )
        })
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::testing::claims as told;

    #[test]
    fn the_dead_of_a_shelling_are_told_with_it() {
        let claims =
            told("On 4 May 2019, eight villagers were killed when the army shelled the town of Belvar.");
        assert_eq!(claims.len(), 1, "{claims:?}");
        assert_eq!((claims[0].kind, claims[0].figures[0].min), (Kind::Shelling, Some(8)));
    }

    #[test]
    fn those_of_another_telling_are_counted_apart() {
        let text = "The rebels attacked Belvar on 4 May 2019. Twelve guards died in the attack, while airstrikes \
                    killed 20 rebels.";
        let claims = told(text);
        let counts: Vec<_> = claims.iter().map(|c| (c.kind, c.figures.first().and_then(|f| f.min))).collect();
        assert_eq!(counts, [(Kind::Attack, None), (Kind::Harm, Some(12)), (Kind::Airstrike, Some(20))]);
    }

    #[test]
    fn the_dead_of_clashes_and_strikes_are_of_neither_alone() {
        let claims = told("On 4 May 2019, ten fighters died in clashes and airstrikes near Belvar.");
        let dead: Vec<_> = claims.iter().filter(|c| !c.figures.is_empty()).map(|c| c.kind).collect();
        assert_eq!(dead, [Kind::Harm], "{claims:?}");
    }

    #[test]
    fn an_offensive_told_of_the_place_by_the_way_killed_nobody() {
        let text = "Rebel guards killed forty villagers in the town of Belvar, a place against which the army has been \
                    leading an offensive.";
        let claims = told(text);
        let harm = claims.iter().find(|c| c.kind == Kind::Harm).unwrap();
        assert_eq!((harm.actors[0].text.as_str(), harm.figures[0].min), ("Rebel guards", Some(40)));
    }

    #[test]
    fn those_hurt_as_a_result_of_a_shelling_are_told() {
        let claims = told("On 4 May 2019, ten villagers were injured as a result of the shelling in Belvar.");
        assert_eq!((claims[0].kind, claims[0].figures[0].min), (Kind::Shelling, Some(10)));
    }

    #[test]
    fn what_killed_says_what_happened() {
        let kind = |text: &str| told(text)[0].kind;
        assert_eq!(
            kind("On 4 May 2019, nine rebels were killed in Belvar, mostly due to mines."),
            Kind::Bombing
        );
        assert_eq!(
            kind(
                "On 4 May 2019, nine rebels were killed in Belvar, mostly due to mines as they crossed a field."
            ),
            Kind::Bombing
        );
        assert_eq!(kind("On 4 May 2019, the missiles killed a child in Belvar."), Kind::Shelling);
        assert_eq!(kind("On 4 May 2019, a sniper killed a child in Belvar."), Kind::Harm);
    }

    #[test]
    fn strikes_are_of_the_jets_that_killed_in_them() {
        let claims = told("On 4 May 2019, army jets killed a rebel commander in airstrikes near Belvar.");
        assert_eq!(claims[0].kind, Kind::Airstrike);
        assert_eq!(claims[0].actors[0].text, "army jets");
    }
}

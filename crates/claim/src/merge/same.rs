//! One event under two names is told once.

use annalist_language::{Label, Relation};

use super::{carries_harm, remove};
use crate::Kind;
use crate::draft::{Draft, Matched};
use crate::lexicon::Classes;
use crate::view::View;

/// "The offensive was an attack by X": one event under two names.
pub(super) fn copula(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for (v, clause) in view.clauses.iter().enumerate() {
        if !view.lexicon.listed("copula", &clause.lemma) {
            continue;
        }
        let at = |list: &[crate::view::Arg]| {
            drafts.iter().position(|d| d.nominal && list.iter().any(|a| a.head == d.predicate))
        };
        let (a, b) = (at(&matched.bounds[v].agents), at(&matched.bounds[v].patients));
        let Some(b) = b else { continue };
        if drafts[b].actors.is_empty() {
            launched(view, matched, &mut drafts[b]);
        }
        if drafts[b].places.is_empty() {
            titled(view, matched, v, &mut drafts[b]);
        }
        let Some(a) = a else { continue };
        if a != b && (drafts[a].kind == drafts[b].kind || drafts[a].definite) {
            let span = drafts[a].span;
            let (kind, rule) = (drafts[a].kind, drafts[a].rule);
            drafts[b].span = drafts[b].span.cover(span);
            if !carries_harm(drafts[b].kind) {
                (drafts[b].kind, drafts[b].rule) = (kind, rule);
            }
            if drafts[b].places.is_empty() {
                let words = view.subtree(drafts[b].predicate);
                let inner = view.clauses.iter().enumerate().filter(|(_, c)| {
                    c.predicate != drafts[b].predicate && words.contains(view.token(c.predicate).span)
                });
                drafts[b].places = inner
                    .flat_map(|(i, _)| &matched.bounds[i].obliques)
                    .filter(|o| {
                        o.classes.has(Classes::GROUND)
                            && o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p))
                    })
                    .take(1)
                    .cloned()
                    .collect();
            }
            gone.push(a);
        }
    }
    remove(drafts, gone);
}

/// "was a raid mounted by X in Y": who launched it, and where.
fn launched(view: &View<'_>, matched: &Matched, draft: &mut Draft) {
    let launch = view.clauses.iter().position(|c| {
        matches!(c.lemma.as_str(), "launch" | "conduct" | "mount" | "start" | "carry")
            && c.voice == annalist_language::Voice::Passive
            && !c.agents.is_empty()
    });
    let Some(l) = launch else { return };
    draft.actors =
        matched.bounds[l].agents.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned().collect();
    if draft.places.is_empty() {
        let there = matched.bounds[l].obliques.iter().filter(|o| {
            o.classes.has(Classes::GROUND)
                && o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p))
        });
        draft.places = there.cloned().collect();
    }
    draft.span = draft.span.cover(view.clauses[l].span);
}

/// "The Northfield offensive was an offensive": the place in its name.
fn titled(view: &View<'_>, matched: &Matched, copula: usize, draft: &mut Draft) {
    let subject = matched.bounds[copula]
        .agents
        .iter()
        .find_map(|a| view.clauses.iter().position(|c| c.predicate == a.head && View::is_nominal(c)));
    let Some(name) = subject else { return };
    draft.places = matched.bounds[name]
        .agents
        .iter()
        .filter(|a| a.classes.has(Classes::PLACE.with(Classes::NAME)) && !a.classes.has(Classes::ARMED))
        .map(|a| crate::view::Arg { classes: Classes::GROUND.with(Classes::PLACE), ..a.clone() })
        .collect();
}

/// "destroyed or damaged": one telling of the same things.
pub(super) fn either(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        let Some(g) = crate::draft::governor(view, drafts[b].clause) else { continue };
        let Some(a) = drafts.iter().position(|d| d.clause == g && !d.nominal) else { continue };
        let beside = view.clauses[drafts[b].clause].governor.is_some_and(|g| {
            matches!(g.relation, Relation::Coordination | Relation::Adverbial | Relation::Result)
        });
        let heads = |d: &Draft| d.targets.iter().chain(&d.places).map(|x| x.head).collect::<Vec<_>>();
        if a != b
            && beside
            && (drafts[a].rule == drafts[b].rule
                || drafts[a].kind == Kind::Loss && drafts[b].kind == Kind::Loss)
            && !heads(&drafts[b]).is_empty()
            && heads(&drafts[a]) == heads(&drafts[b])
            && !by_others(&drafts[a], &drafts[b])
        {
            let span = drafts[b].span;
            let means = drafts[b].means.clone();
            drafts[a].span = drafts[a].span.cover(span);
            drafts[a].means.extend(means);
            gone.push(b);
        }
    }
    remove(drafts, gone);
}

/// "was taken by A and retaken by B": two tellings.
fn by_others(a: &Draft, b: &Draft) -> bool {
    !a.actors.is_empty()
        && !b.actors.is_empty()
        && b.actors.iter().all(|x| !x.shared && a.actors.iter().all(|y| y.head != x.head))
}

/// "a bomb driven by X exploded": X set it off, and it went off once.
pub(super) fn driven(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        let token = view.token(drafts[b].predicate);
        if drafts[b].nominal || token.label != Label::Acl || !carries_harm(drafts[b].kind) {
            continue;
        }
        let of = |d: &Draft| {
            let bound = &matched.bounds[d.clause];
            bound.agents.iter().chain(&bound.patients).any(|x| x.head == token.head)
        };
        let above = |(i, d): (usize, &Draft)| {
            (i != b && !d.nominal && d.kind == drafts[b].kind && d.predicate != drafts[b].predicate && of(d))
                .then_some(i)
        };
        let Some(a) = drafts.iter().enumerate().find_map(above) else { continue };
        if view.token(drafts[a].predicate).label == Label::Acl {
            continue;
        }
        let inner = drafts[b].clone();
        if drafts[a].actors.is_empty() {
            drafts[a].actors = inner.actors;
        }
        for target in &inner.targets {
            super::push(&mut drafts[a].targets, target);
        }
        drafts[a].absorbed.push(inner.clause);
        gone.push(b);
    }
    remove(drafts, gone);
}

/// "during the offensive", "the assault involved bombers": a definite event noun beside another
/// telling, with nothing of its own.
pub(super) fn beside(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let all = drafts.clone();
    drafts.retain(|d| {
        if !d.nominal || !d.definite {
            return true;
        }
        let head = view.token(d.predicate).head;
        let clause = &view.clauses[d.clause];
        let dated = !clause.adverbials.is_empty()
            || matched.bounds[d.clause].obliques.iter().any(|o| o.classes.has(Classes::TIME));
        let under = view.lexicon.listed("beside", &view.word(head).to_lowercase());
        // "were hurt as a result of the shelling": the hurt are told with it.
        let harmed = !d.counted.is_empty() || !d.absorbed.is_empty();
        if under && d.carrier.is_none() && d.actors.is_empty() && !dated && !harmed {
            return false;
        }
        // Its verb tells what was used in it.
        !all.iter().any(|o| {
            o.kind == Kind::Bombing
                && !o.nominal
                && Some(o.clause) == d.carrier
                && matched.bounds[o.clause].agents.iter().any(|a| a.head == d.predicate && !a.shared)
        })
    });
}

/// Nouns that name a whole war or operation rather than a happening in it.
fn whole(key: &str) -> bool {
    matches!(key, "battle" | "war" | "campaign" | "operation" | "warfare" | "siege")
}

/// A definite attack that is only told to have been repelled is no second claim, nor is a siege that is lifted.
pub(super) fn repelled(drafts: &mut Vec<Draft>) {
    let lifted: Vec<usize> =
        drafts.iter().filter(|d| d.kind == Kind::Relief).filter_map(|d| d.about).collect();
    drafts.retain(|d| !(d.nominal && d.kind == Kind::Encircle && lifted.contains(&d.clause)));
    let holds: Vec<usize> = drafts.iter().filter(|d| d.kind == Kind::Hold).filter_map(|d| d.about).collect();
    drafts.retain(|d| !(d.nominal && d.definite && d.places.is_empty() && holds.contains(&d.clause)));
}

/// A definite event noun that says nothing of its own points back; a noun inside another draft's
/// words with the same kind and nothing of its own repeats it.
pub(super) fn doubles(view: &View<'_>, drafts: &mut Vec<Draft>) {
    for i in 0..drafts.len() {
        // "engaged them in urban combat": one clash.
        let above = crate::draft::governor(view, drafts[i].clause);
        let verb = drafts.iter().position(|d| {
            !d.nominal
                && d.kind == Kind::Clash
                && (Some(d.clause) == above || drafts[i].carrier == Some(d.clause))
        });
        if let Some(v) = verb.filter(|_| drafts[i].nominal && drafts[i].kind == Kind::Clash)
            && drafts[v].places.is_empty()
        {
            drafts[v].places = drafts[i].places.clone();
        }
    }
    let all = drafts.clone();
    drafts.retain(|d| {
        if !d.nominal {
            // "a truce brokered by X": one agreement.
            let relative = view.clauses[d.clause].governor.is_some_and(|g| g.relation == Relation::Relative);
            let noun = view.token(d.predicate).head;
            let of = |o: &Draft| o.predicate == if o.nominal { noun } else { view.token(noun).head };
            return !(d.kind == Kind::Accord
                && relative
                && all.iter().any(|o| o.clause != d.clause && o.kind == d.kind && of(o)));
        }
        let above = crate::draft::governor(view, d.clause);
        // "agreed to a truce": one agreement.
        let agreed = |o: &Draft| {
            let over = view.token(d.predicate).head;
            !o.nominal && o.kind == d.kind && view.token(over).head == o.predicate
        };
        if d.kind == Kind::Accord && view.token(d.predicate).label == Label::Pobj && all.iter().any(agreed) {
            return false;
        }
        if d.kind == Kind::Clash
            && all.iter().any(|o| {
                !o.nominal
                    && o.kind == d.kind
                    && Some(o.clause) == above
                    && view.word(view.token(d.predicate).head) == "in"
            })
        {
            return false;
        }
        // "after the withdrawal of the rebels": who withdrew is told here.
        let own = d.kind == Kind::Withdraw
            && d.actors.iter().any(|a| !a.shared && a.classes.has(Classes::ARMED) && a.head > d.predicate);
        if d.definite
            && !own
            && d.carrier.is_none()
            && (d.places.is_empty() && d.targets.is_empty() || whole(&view.token(d.predicate).lemma))
        {
            return false;
        }
        let inside = all.iter().any(|o| {
            o.clause != d.clause
                && o.kind == d.kind
                && (o.carrier == Some(d.clause) || o.absorbed.contains(&d.clause))
        });
        if inside {
            return false;
        }
        // "battle … fighting" of one clause: the carrier speaks once.
        !all.iter().any(|o| {
            o.nominal
                && o.predicate < d.predicate
                && o.kind == d.kind
                && o.carrier.is_some()
                && o.carrier == d.carrier
                && conjoined(view, o.predicate, d.predicate)
                && d.places.is_empty()
                && d.targets.is_empty()
        })
    });
}

fn conjoined(view: &View<'_>, a: u32, b: u32) -> bool {
    view.token(b).head == a
}

//! One event, one draft: what a strike did is part of the strike, what an attack's verb says is
//! part of the attack.

use annalist_language::{Relation, Tag};

use crate::Kind;
use crate::draft::{Draft, Matched, chain};
use crate::lexicon::Classes;
use crate::view::View;

/// Kinds whose claim carries the casualties told in the same clause.
const fn carries_harm(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Airstrike
            | Kind::Shelling
            | Kind::Drone
            | Kind::Bombing
            | Kind::Chemical
            | Kind::Massacre
            | Kind::Attack
    )
}

/// Drafts of a sentence after merging, in order of their predicates.
pub(crate) fn merge(view: &View<'_>, matched: &Matched) -> Vec<Draft> {
    let mut drafts = matched.drafts.clone();
    impact(view, matched, &mut drafts);
    harm(view, matched, &mut drafts);
    repelled(&mut drafts);
    copula(view, matched, &mut drafts);
    either(view, &mut drafts);
    casualties(view, &mut drafts);
    tools(view, &mut drafts);

    beside(view, matched, &mut drafts);

    doubles(view, &mut drafts);
    drafts.sort_by_key(|d| (d.predicate, d.clause));
    drafts
}

/// "a government airstrike hit X", "X was struck by an airstrike": the noun's claim takes the verb's
/// arguments, and a claim of the verb's own falls away.
fn impact(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for i in 0..drafts.len() {
        if !drafts[i].nominal || !carries_harm(drafts[i].kind) {
            continue;
        }
        let noun = drafts[i].predicate;
        for (v, clause) in view.clauses.iter().enumerate() {
            if View::is_nominal(clause) || !view.lexicon.listed("impact", &clause.lemma) {
                continue;
            }
            let bound = &matched.bounds[v];
            if !bound.agents.iter().any(|a| a.head == noun) {
                continue;
            }
            let verb = drafts.iter().position(|d| !d.nominal && d.clause == v);
            let harm = verb.is_some_and(|n| drafts[n].kind == Kind::Harm);
            let counted = verb.map(|n| drafts[n].counted.clone()).unwrap_or_default();
            let draft = &mut drafts[i];
            draft.carrier.get_or_insert(v);
            draft.span = draft.span.cover(clause.span);
            draft.absorbed.push(v);
            for patient in &bound.patients {
                if patient.classes.has(Classes::GROUND.with(Classes::NAME))
                    && !patient.classes.has(Classes::PERSON.with(Classes::ARMED))
                {
                    push(&mut draft.places, patient);
                } else if patient.classes.has(Classes::ARMED.with(Classes::CIVILIAN).with(Classes::PERSON)) {
                    push(&mut draft.targets, patient);
                }
            }
            if draft.places.is_empty() {
                for o in bound.obliques.iter().filter(|o| {
                    o.classes.has(Classes::GROUND)
                        && o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p))
                }) {
                    push(&mut draft.places, o);
                }
            }
            draft.counted.extend(counted);
            if let Some(n) = verb
                && (harm
                    || matches!(
                        drafts[n].kind,
                        Kind::Loss
                            | Kind::Bombing
                            | Kind::Shelling
                            | Kind::Airstrike
                            | Kind::Attack
                            | Kind::Chemical
                    ))
            {
                gone.push(n);
            }
        }
    }
    remove(drafts, gone);
}

/// Casualties told with an event go to the event.
fn harm(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for h in 0..drafts.len() {
        if drafts[h].kind != Kind::Harm {
            continue;
        }
        let Some(e) = event_of(view, matched, drafts, h) else { continue };
        let (harm, event) = (drafts[h].clone(), &mut drafts[e]);
        event.span = event.span.cover(harm.span);
        event.absorbed.push(harm.clause);
        for target in &harm.targets {
            push(&mut event.targets, target);
        }
        if event.places.is_empty() {
            event.places.clone_from(&harm.places);
        }
        if event.actors.is_empty() && harm.nominal {
            event.actors.extend(harm.actors.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned());
        }
        event.counted.extend(harm.counted);
        gone.push(h);
    }
    remove(drafts, gone);
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
    // ", killing twelve", "resulting in the deaths of twelve", "that killed twelve".
    let mut at = harm.clause;
    for (g, relation) in chain(view, harm.clause) {
        let gerund =
            view.token(view.clauses[at].predicate).tag == Tag::Vbg || view.clauses[at].agents.is_empty();
        let follows = match relation {
            Relation::Result | Relation::Relative => true,
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
    // "were killed in airstrikes on X", "during an attack on Y".
    let whole = view.subtree(harm.predicate);
    // "were killed during the offensive, as well as ten in airstrikes" has two tellings.
    let other = matched.bounds[harm.clause].obliques.iter().any(|o| {
        !o.shared
            && o.classes.has(Classes::EVENT)
            && matches!(o.preposition.as_deref(), Some("during"))
            && drafts.iter().all(|d| d.predicate != o.head || d.definite)
    });
    drafts.iter().position(|d| {
        able(d)
            && d.nominal
            && (d.kind != Kind::Attack || !d.definite)
            && d.predicate > harm.predicate
            && whole.contains(view.token(d.predicate).span)
            && !other
    })
}

/// "The offensive was an attack by X": one event under two names.
fn copula(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for (v, clause) in view.clauses.iter().enumerate() {
        if clause.lemma != "be" {
            continue;
        }
        let at = |list: &[crate::view::Arg]| {
            drafts.iter().position(|d| d.nominal && list.iter().any(|a| a.head == d.predicate))
        };
        let (Some(a), Some(b)) = (at(&matched.bounds[v].agents), at(&matched.bounds[v].patients)) else {
            continue;
        };
        if a != b && (drafts[a].kind == drafts[b].kind || drafts[a].definite) {
            let span = drafts[a].span;
            let (kind, rule) = (drafts[a].kind, drafts[a].rule);
            drafts[b].span = drafts[b].span.cover(span);
            if !carries_harm(drafts[b].kind) {
                (drafts[b].kind, drafts[b].rule) = (kind, rule);
            }
            if drafts[b].actors.is_empty() {
                let launch = view.clauses.iter().position(|c| {
                    matches!(c.lemma.as_str(), "launch" | "conduct" | "mount" | "start" | "carry")
                        && c.voice == annalist_language::Voice::Passive
                        && !c.agents.is_empty()
                });
                if let Some(l) = launch {
                    drafts[b].actors = matched.bounds[l]
                        .agents
                        .iter()
                        .filter(|a| !a.classes.has(Classes::EVENT))
                        .cloned()
                        .collect();
                    let where_ = matched.bounds[l].obliques.iter().filter(|o| {
                        o.classes.has(Classes::GROUND)
                            && o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p))
                    });
                    if drafts[b].places.is_empty() {
                        drafts[b].places = where_.cloned().collect();
                    }
                    let words = view.clauses[l].span;
                    drafts[b].span = drafts[b].span.cover(words);
                }
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

/// "destroyed or damaged": one telling of the same things.
fn either(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        let Some(g) = crate::draft::governor(view, drafts[b].clause) else { continue };
        let Some(a) = drafts.iter().position(|d| d.clause == g && !d.nominal) else { continue };
        let heads = |d: &Draft| d.targets.iter().chain(&d.places).map(|x| x.head).collect::<Vec<_>>();
        if a != b
            && drafts[a].rule == drafts[b].rule
            && !heads(&drafts[b]).is_empty()
            && heads(&drafts[a]) == heads(&drafts[b])
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

/// "ten were killed and twelve wounded": one telling.
fn casualties(view: &View<'_>, drafts: &mut Vec<Draft>) {
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
        let a = drafts.iter().position(|d| {
            d.kind == Kind::Harm
                && !d.nominal
                && path.first() == Some(&d.clause)
                && d.predicate.abs_diff(drafts[b].predicate) < 14
        });
        let Some(a) = a.filter(|a| !gone.contains(a)) else { continue };
        let between = (drafts[a].predicate.min(drafts[b].predicate)
            ..drafts[a].predicate.max(drafts[b].predicate))
            .any(|i| view.word(i) == ";");
        if drafts[a].rule == drafts[b].rule || between || !drafts[b].places.is_empty() {
            continue;
        }
        let other = drafts[b].clone();
        drafts[a].span = drafts[a].span.cover(other.span);
        drafts[a].counted.extend(other.counted);
        for t in &other.targets {
            push(&mut drafts[a].targets, t);
        }
        gone.push(b);
    }
    remove(drafts, gone);
}

/// "destroyed a tank, using a missile": a means of the verb above.
fn tools(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut gone: Vec<usize> = Vec::new();
    for b in 0..drafts.len() {
        let clause = &view.clauses[drafts[b].clause];
        if drafts[b].nominal || clause.lemma != "use" || view.token(clause.predicate).tag != Tag::Vbg {
            continue;
        }
        let above = crate::draft::governor(view, drafts[b].clause);
        let Some(a) = drafts.iter().position(|d| Some(d.clause) == above) else { continue };
        let means = drafts[b].means.clone();
        let span = drafts[b].span;
        drafts[a].means.extend(means);
        drafts[a].span = drafts[a].span.cover(span);
        gone.push(b);
    }
    remove(drafts, gone);
}

/// "during the offensive", "the assault involved bombers": a definite event noun beside another
/// telling, with nothing of its own.
fn beside(view: &View<'_>, matched: &Matched, drafts: &mut Vec<Draft>) {
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
        if under && d.carrier.is_none() && d.actors.is_empty() && !dated {
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

/// A definite attack that is only told to have been repelled is no second claim.
fn repelled(drafts: &mut Vec<Draft>) {
    let holds: Vec<usize> = drafts.iter().filter(|d| d.kind == Kind::Hold).filter_map(|d| d.about).collect();
    drafts.retain(|d| !(d.nominal && d.definite && d.places.is_empty() && holds.contains(&d.clause)));
}

/// A definite event noun that says nothing of its own points back; a noun inside another draft's
/// words with the same kind and nothing of its own repeats it.
fn doubles(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let all = drafts.clone();
    drafts.retain(|d| {
        if !d.nominal {
            return true;
        }
        if d.definite
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

fn push(list: &mut Vec<crate::view::Arg>, arg: &crate::view::Arg) {
    if !list.iter().any(|a| a.head == arg.head) {
        list.push(arg.clone());
    }
}

fn remove(drafts: &mut Vec<Draft>, mut gone: Vec<usize>) {
    gone.sort_unstable();
    gone.dedup();
    for i in gone.into_iter().rev() {
        drafts.remove(i);
    }
}

//! From a sentence to its drafts: what rules make of its clauses, and what these lend each other.

use annalist_language::{Clause, Label, PredicateForm, Relation, Tag};

use crate::arms::{by_modifier, by_tool, tools, twofold};
use crate::bind::bind;
use crate::carry::{carry, prune, refer, share};
use crate::draft::{Draft, Matched, chain};
use crate::lexicon::Classes;
use crate::matcher::{Bound, run, select};
use crate::rules::{Part, RuleSet};
use crate::unreal::{idle, is_definite};
use crate::view::{Arg, Knowledge, View};
use crate::{FigureKind, Kind};

/// Drafts of a sentence, in order of their predicates.
pub(crate) fn read(view: &View<'_>, rules: &RuleSet, world: &dyn Knowledge) -> Matched {
    let bounds: Vec<Bound> = view.clauses.iter().map(|c| bind(view, c, rules, world)).collect();
    let mut drafts: Vec<Draft> = Vec::new();
    for (i, clause) in view.clauses.iter().enumerate() {
        if let Some(rule) = run(view, clause, &bounds[i], rules).fired {
            if idle(view, i, &bounds, world) || rules.rule(rule).spec.lone && !says(view, i) {
                continue;
            }
            drafts.push(draft(view, i, clause, &bounds, rule, rules, world));
        }
    }
    for draft in drafts.iter_mut().filter(|d| d.nominal && d.actors.is_empty() && d.kind != Kind::Harm) {
        draft.actors = crate::beside::modifier(view, world, draft.predicate).into_iter().collect();
    }
    carry(view, &bounds, &mut drafts);
    share(view, &mut drafts);
    // "warplanes carried out raids": from the air.
    for draft in drafts.iter_mut().filter(|d| d.nominal && d.kind == Kind::Attack) {
        let flies = |a: &Arg| a.classes.has(Classes::AIRCRAFT) && !a.classes.has(Classes::GROUND);
        if !draft.actors.is_empty() && draft.actors.iter().all(flies) {
            let drones = draft.actors.iter().all(|a| a.classes.has(Classes::DRONE));
            draft.kind = if drones { Kind::Drone } else { Kind::Airstrike };
        }
    }
    let doubles: Vec<Draft> =
        drafts.iter().filter_map(|d| twofold(view, d).map(|kind| Draft { kind, ..d.clone() })).collect();
    drafts.extend(doubles);
    refer(&bounds, &mut drafts);
    crate::beside::borrow(view, world, &bounds, &mut drafts);
    let mut drafts = prune(view, rules, drafts);
    // "The ministry stated that A fell": A fell, and that is what was said.
    if drafts.iter().any(|d| !rules.rule(d.rule).spec.lone) {
        drafts.retain(|d| !rules.rule(d.rule).spec.lone);
    } else {
        drafts.truncate(1);
        for draft in &mut drafts {
            draft.span = draft.span.cover(view.subtree(draft.predicate));
        }
    }
    Matched { bounds, drafts }
}

/// Whether a verb of speech has a clause for what it says.
fn says(view: &View<'_>, clause: usize) -> bool {
    view.clauses.iter().any(|c| {
        c.governor.is_some_and(|g| g.clause as usize == clause && g.relation == Relation::Complement)
            && c.predicate > view.clauses[clause].predicate
            && !View::is_nominal(c)
            && view.clauses[clause].form == PredicateForm::Finite
    })
}

/// "four rebels died in the raid, as well as two soldiers": the two too, unless an event
/// behind them has them for its own.
fn added(view: &View<'_>, clause: &Clause, world: &dyn Knowledge) -> Option<Arg> {
    let from = clause.predicate + 1;
    let end = (from..view.len()).find(|&i| matches!(view.word(i), ";" | ".")).unwrap_or(view.len());
    let at = (from..end).find_map(|i| {
        let next = |n: u32| if i + n < end { view.word(i + n) } else { "" };
        match view.word(i) {
            "as" if next(1) == "well" && next(2) == "as" => Some(i + 3),
            "along" | "together" if next(1) == "with" => Some(i + 2),
            _ => None,
        }
    })?;
    let found = crate::phrase::chunk(view, at)?;
    crate::figures::count(view, found.head)?;
    let arg = view.noun_of(found.head, found.span(view), world, &|_| false);
    let people = Classes::ARMED.with(Classes::CIVILIAN).with(Classes::PERSON);
    let event = view
        .clauses
        .iter()
        .any(|c| View::is_nominal(c) && c.predicate > found.head && c.predicate < end.min(found.head + 10));
    let own = !view.clauses.iter().any(|c| !View::is_nominal(c) && c.predicate > from && c.predicate < at);
    (arg.classes.has(people) && !event && own).then(|| arg.under("as well as"))
}

fn draft(
    view: &View<'_>,
    index: usize,
    clause: &Clause,
    bounds: &[Bound],
    id: u16,
    rules: &RuleSet,
    world: &dyn Knowledge,
) -> Draft {
    let rule = rules.rule(id);
    let bound = &bounds[index];
    let pick_all = |part: Part| -> Vec<Arg> {
        let mut out: Vec<Arg> = Vec::new();
        for selector in rule.part(part) {
            for arg in select(bound, selector, view) {
                if !out.iter().any(|a| a.head == arg.head) {
                    out.push(arg.clone());
                }
            }
        }
        out
    };
    let pick_first = |part: Part| -> Vec<Arg> {
        rule.part(part)
            .iter()
            .map(|s| select(bound, s, view))
            .find(|found| !found.is_empty())
            .map(|found| found.into_iter().cloned().collect())
            .unwrap_or_default()
    };
    let mut places = pick_first(Part::Place);
    // "deployed units at A in preparation for an advance on B": at A.
    if places.iter().all(|p| p.shared) {
        let own = |p: &&Arg| {
            !p.shared && p.preposition.as_deref().is_some_and(|w| crate::matcher::is_locative(view, w))
        };
        let toward = rule.part(Part::Place).iter().find(|s| !select(bound, s, view).is_empty());
        if toward.is_some_and(|s| s.role == crate::rules::Role::Toward) {
            let nearer: Vec<Arg> = rule
                .part(Part::Place)
                .iter()
                .flat_map(|s| select(bound, s, view))
                .filter(own)
                .cloned()
                .collect();
            if !nearer.is_empty() {
                places = nearer;
            }
        }
    }
    // "attacked from two axes, from A and from B": whence is not where.
    if matches!(rule.kind, Kind::Attack | Kind::Shelling | Kind::Airstrike) {
        places.retain(|p| p.preposition.as_deref() != Some("from") || crate::slots::turned(view, p));
    }
    // "killed twenty from both sides": of whom, not where.
    places.retain(|p| {
        let two = |c: &u32| view.lexicon.listed("both", &view.word(*c).to_lowercase());
        !(view.lexicon.listed("camps", &view.word(p.head).to_lowercase())
            && view.children(p.head).iter().any(two))
    });
    // "between A and B" is one place.
    let between = |p: &Arg| p.preposition.as_deref() == Some("between");
    if let Some(last) = places.iter().rposition(between) {
        let mut at = 0;
        places.retain(|p| {
            at += 1;
            !between(p) || at == last + 1
        });
    }
    for extra in pick_all(Part::Also) {
        if !places.iter().any(|p| p.head == extra.head) {
            places.push(extra);
        }
    }
    // A place inside another's phrase is part of that phrase.
    let nested: Vec<u32> = places
        .iter()
        .filter(|a| places.iter().any(|b| b.head != a.head && b.span != a.span && b.span.contains(a.span)))
        .map(|a| a.head)
        .collect();
    places.retain(|p| !nested.contains(&p.head));
    let mut places = one_phrase(view, places);
    let mut actors = pick_first(Part::Actor);
    if clause.form != PredicateForm::Nominal {
        actors = doers(view, bounds, &actors);
        if let Some(accused) = accused(view, bounds, index) {
            actors = accused;
        }
    }
    // "an engagement between A and B" tells who, not where.
    if rule.kind == Kind::Clash {
        places.retain(|p| !(between(p) && actors.iter().any(|a| a.head == p.head)));
    }
    if !rule.part(Part::Actor).is_empty() && !actors.iter().any(|a| a.classes.has(Classes::ARMED)) {
        let holders = holders(view, bound, &rule.objects, world);
        if !holders.is_empty() {
            actors = holders;
        }
    }
    // "the first attack by any side": by nobody in particular.
    actors.retain(|a| {
        !view.children(a.head).iter().any(|&c| c < a.head && view.word(c).eq_ignore_ascii_case("any"))
    });
    // "came under fire from both sides"
    actors.retain(|a| {
        let two = |c: &u32| view.word(*c).eq_ignore_ascii_case("both");
        !(view.word(a.head) == "sides" && a.preposition.is_some() && view.children(a.head).iter().any(two))
    });
    // "the aim was to cut the road": an aim acts for nobody.
    actors.retain(|a| !a.classes.has(Classes::IDLE) || a.classes.has(Classes::ARMED.with(Classes::NAME)));
    // "repelled an attack": who repels does not attack.
    let halted = clause.form == PredicateForm::Nominal
        && clause.control.last().is_some_and(|c| view.lexicon.listed("halting", c));
    if halted {
        actors.retain(|a| !a.shared);
    }
    let mut targets = pick_all(Part::Target);
    targets.retain(|t| !actors.iter().any(|a| a.head == t.head));
    // "with a soldier saying that": he speaks, and is fought by nobody.
    targets.retain(|t| {
        let speaks = |c: &Clause| c.predicate == t.head + 1 && view.token(c.predicate).tag == Tag::Vbg;
        t.preposition.as_deref() != Some("with") || !view.clauses.iter().any(speaks)
    });
    let it = |t: &Arg| t.classes.has(Classes::PRONOUN) && view.word(t.head).eq_ignore_ascii_case("it");
    targets.retain(|t| !it(t));
    let counted = rule
        .figures
        .iter()
        .flat_map(|(selector, kind)| {
            let own =
                matches!(&selector.role, crate::rules::Role::Under(w) if w.len() == 1 && w[0] == "self");
            let args: Vec<Arg> = if own {
                let event = Arg::of(clause.predicate, view.phrase(clause.predicate), Classes::EVENT);
                vec![Arg { key: bound.key.clone(), ..event }]
            } else {
                select(bound, selector, view).into_iter().cloned().collect()
            };
            args.into_iter().map(|a| (a, *kind)).collect::<Vec<_>>()
        })
        .collect();
    let mut counted: Vec<(Arg, FigureKind)> = counted;
    // "attacked it with 300 men" came with them; "with 20 men killed" lost them.
    counted.retain(|(a, k)| {
        let lost = (a.head + 1..view.len().min(a.head + 4))
            .any(|i| view.lexicon.listed("harmed", &view.word(i).to_lowercase()));
        *k != FigureKind::Deployed || a.preposition.as_deref() != Some("with") || !lost
    });
    if let Some(arg) = crate::beside::tally(view, clause) {
        let what = counted.first().map_or(FigureKind::Other, |(_, k)| *k);
        counted = vec![(arg, what)];
    }
    if rule.kind == Kind::Harm
        && let Some(what) = counted.first().map(|(_, k)| *k)
        && let Some(arg) = added(view, clause, world)
        && !counted.iter().any(|(a, _)| a.head == arg.head)
    {
        targets.push(arg.clone());
        counted.push((arg, what));
    }
    // "thwarted an attempt to enter X on the 4th": what was tried tells when.
    let tried = |c: &Clause| {
        let noun = view.token(c.predicate).head;
        view.lexicon.listed("try", &view.token(noun).lemma) && bound.patients.iter().any(|p| p.head == noun)
    };
    let absorbed = view.clauses.iter().enumerate().filter(|(_, c)| rule.kind == Kind::Hold && tried(c));
    let absorbed: Vec<usize> = absorbed.map(|(i, _)| i).collect();
    let nominal = clause.form == PredicateForm::Nominal;
    let means = pick_all(Part::Means);
    let tools = tools(view, bounds, clause.predicate);
    let kind = if rule.kind == Kind::Airstrike && nominal && rule.spec.nouns == "strike" {
        by_modifier(view, clause.predicate)
    } else if rule.kind == Kind::Attack {
        by_tool(means.iter().chain(&tools))
    } else {
        rule.kind
    };
    let means: Vec<Arg> = means.into_iter().chain(tools.into_iter().filter(|_| kind != rule.kind)).collect();
    Draft {
        clause: index,
        predicate: clause.predicate,
        rule: id,
        kind,
        span: if crate::shown::shown(view, view.token(clause.predicate).head)
            && view.token(clause.predicate).label == Label::Amod
        {
            clause.span.cover(view.phrase(view.token(clause.predicate).head))
        } else {
            clause.span
        },
        nominal,
        definite: nominal && is_definite(view, clause.predicate),
        actors,
        targets,
        places,
        means,
        counted,
        about: None,
        carrier: None,
        absorbed,
    }
}

/// "outside the headquarters | in X": where a parser hangs X on the verb, it still says which headquarters.
fn one_phrase(view: &View<'_>, places: Vec<Arg>) -> Vec<Arg> {
    let mut out: Vec<Arg> = Vec::new();
    for place in places {
        let preposition = view.token(place.head).head;
        let inner = |p: &Arg| {
            let first = view.tokens_in(place.span).next().unwrap_or(place.head);
            matches!(view.token(p.head).tag, Tag::Nn | Tag::Nns)
                && !p
                    .classes
                    .has(Classes::PLACE.with(Classes::NAME).with(Classes::PRONOUN).with(Classes::ROAD))
                && p.preposition.as_deref().is_some_and(|w| crate::matcher::is_locative(view, w))
                && matches!(place.preposition.as_deref(), Some("in" | "at"))
                && place.classes.has(Classes::PLACE.with(Classes::NAME))
                && view
                    .tokens_in(p.span)
                    .last()
                    .is_some_and(|l| l + 1 == preposition && preposition + 1 == first)
        };
        match out.last_mut().filter(|p| inner(p)) {
            Some(last) => last.span = last.span.cover(place.span),
            None => out.push(place),
        }
    }
    out
}

/// "under rebel control", "in the army's hands", "the rebel flag": whose the rule's object is.
fn holders(view: &View<'_>, bound: &Bound, objects: &[String], world: &dyn Knowledge) -> Vec<Arg> {
    if objects.is_empty() {
        return Vec::new();
    }
    let known = |a: &&Arg| {
        objects.iter().any(|o| *o == a.key || *o == crate::lexicon::key(&view.token(a.head).lemma))
    };
    let all = bound.obliques.iter().chain(&bound.patients).chain(&bound.agents);
    let Some(object) = all.clone().find(known) else { return Vec::new() };
    view.children(object.head)
        .iter()
        .copied()
        .filter(|&c| {
            c < object.head
                && matches!(view.token(c).label, Label::Poss | Label::Amod | Label::Compound | Label::Nmod)
                && world.is_actor(view.passage, view.token(c).span)
        })
        .map(|head| Arg::of(head, view.token(head).span, Classes::ARMED))
        .take(1)
        .collect()
}

/// "counter-attacks, which recaptured X": who attacked is who recaptured.
fn doers(view: &View<'_>, bounds: &[Bound], actors: &[Arg]) -> Vec<Arg> {
    let mut out: Vec<Arg> = Vec::new();
    for actor in actors {
        let event = actor
            .classes
            .has(Classes::EVENT)
            .then(|| view.clauses.iter().position(|c| c.predicate == actor.head && View::is_nominal(c)))
            .flatten();
        match event {
            Some(n) => {
                out.extend(bounds[n].agents.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned());
            }
            None => out.push(actor.clone()),
        }
    }
    out
}

/// "accused X of bombing Y": X is said to have done it, not the accuser.
fn accused(view: &View<'_>, bounds: &[Bound], clause: usize) -> Option<Vec<Arg>> {
    let chain = chain(view, clause);
    let blames = |lemma: &str| matches!(lemma, "accuse" | "blame" | "suspect");
    // "arrested X for organising a protest"
    let punishes =
        |lemma: &str| matches!(lemma, "arrest" | "detain" | "charge" | "convict" | "sentence" | "punish");
    let gerund = view.token(view.clauses[clause].predicate).tag == Tag::Vbg;
    let (g, _) = *chain.iter().enumerate().find_map(|(n, found)| {
        let lemma = view.clauses[found.0].lemma.as_str();
        let direct = n == 0 && gerund && found.1 != Relation::Coordination && found.1 != Relation::Result;
        (blames(lemma) || direct && punishes(lemma)).then_some(found)
    })?;
    let blamed: Vec<Arg> =
        bounds[g].patients.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned().collect();
    (!blamed.is_empty()).then_some(blamed)
}

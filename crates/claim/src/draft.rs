//! Drafts: what a rule made of a clause, before discourse, attribution and time.

use annalist_language::{Clause, Label, Mood, PredicateForm, Relation, Tag, Voice};
use annalist_span::Span;

use crate::bind::bind;
use crate::carry::{carry, prune, refer, share};
use crate::lexicon::Classes;
use crate::matcher::{Bound, run, select};
use crate::rules::{Part, RuleSet};
use crate::view::{Arg, Knowledge, View};
use crate::{FigureKind, Kind};

/// A claim in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Index of the clause in the view.
    pub clause: usize,
    /// The predicate's token.
    pub predicate: u32,
    /// Index of the rule.
    pub rule: u16,
    pub kind: Kind,
    /// The words.
    pub span: Span,
    pub nominal: bool,
    /// Whether an article or a possessive points back at something told ("the attack").
    pub definite: bool,
    pub actors: Vec<Arg>,
    pub targets: Vec<Arg>,
    pub places: Vec<Arg>,
    pub means: Vec<Arg>,
    /// Nouns whose numbers count, and what they count.
    pub counted: Vec<(Arg, FigureKind)>,
    /// Another draft (by clause) whose agents and places this one refers to ("repelled the attack").
    pub about: Option<usize>,
    /// The verb clause that carries this noun ("launched an attack").
    pub carrier: Option<usize>,
    /// Clauses whose words were taken into this draft.
    pub absorbed: Vec<usize>,
}

impl Draft {
    /// A draft that only points back to a claim of another sentence.
    pub(crate) fn pointing(clause: usize, predicate: u32) -> Self {
        Self {
            clause,
            predicate,
            rule: 0,
            kind: Kind::Say,
            span: Span::default(),
            nominal: false,
            definite: true,
            actors: Vec::new(),
            targets: Vec::new(),
            places: Vec::new(),
            means: Vec::new(),
            counted: Vec::new(),
            about: None,
            carrier: None,
            absorbed: Vec::new(),
        }
    }
}

/// "the lost positions": a participle before its noun tells nothing of its own.
fn is_adjective(view: &View<'_>, clause: &Clause, bound: &Bound) -> bool {
    let relative = clause.governor.is_some_and(|g| g.relation == Relation::Relative);
    if clause.governor.is_some_and(|g| g.relation == Relation::Coordination) && clause.voice == Voice::Active
    {
        return false;
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

/// "volunteers fighting for X": whose they are.
fn fights_for(view: &View<'_>, clause: &Clause, world: &dyn Knowledge) -> bool {
    let force = |o: u32| {
        view.lexicon.noun(&crate::lexicon::key(&view.token(o).lemma)).has(Classes::ARMED)
            || world.is_actor(view.passage, view.token(o).span)
    };
    view.word(clause.predicate).eq_ignore_ascii_case("fighting")
        && clause.predicate > 0
        && matches!(view.token(clause.predicate - 1).tag, Tag::Nns | Tag::Nn)
        && view.prepositional(clause.predicate).iter().any(|(p, o)| p == "for" && force(*o))
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
        if preposition == "without" || part || general {
            return true;
        }
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

fn bounds_key(view: &View<'_>, noun: u32) -> String {
    view.noun_key(noun, |k| !view.lexicon.noun(k).is_empty())
}

/// Everything that matching a sentence gave.
pub(crate) struct Matched {
    pub bounds: Vec<Bound>,
    pub drafts: Vec<Draft>,
}

/// Drafts of a sentence, in order of their predicates.
pub(crate) fn read(view: &View<'_>, rules: &RuleSet, world: &dyn Knowledge) -> Matched {
    let bounds: Vec<Bound> = view.clauses.iter().map(|c| bind(view, c, rules, world)).collect();
    let mut drafts: Vec<Draft> = Vec::new();
    for (i, clause) in view.clauses.iter().enumerate() {
        if let Some(rule) = run(view, clause, &bounds[i], rules).fired {
            if is_adjective(view, clause, &bounds[i])
                || unreal(view, clause, &bounds)
                || fights_for(view, clause, world)
            {
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
    let drafts = prune(view, rules, drafts);
    Matched { bounds, drafts }
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
        absorbed: Vec::new(),
    }
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

/// What an attack "using X" uses.
fn tools(view: &View<'_>, bounds: &[Bound], predicate: u32) -> Vec<Arg> {
    let mut out = Vec::new();
    for (i, clause) in view.clauses.iter().enumerate() {
        let under = view.token(clause.predicate).head == predicate
            || bounds[i].patients.is_empty() && view.token(clause.predicate).head == predicate
            || view.clauses.iter().any(|c| {
                c.predicate == view.token(clause.predicate).head && view.token(c.predicate).head == predicate
            });
        if clause.lemma == "use" && under && view.token(clause.predicate).tag == Tag::Vbg {
            out.extend(bounds[i].patients.iter().cloned());
        }
    }
    out
}

fn by_tool<'a>(means: impl Iterator<Item = &'a Arg>) -> Kind {
    let mut kind = Kind::Attack;
    for arg in means {
        if arg.classes.has(Classes::DRONE) {
            kind = Kind::Drone;
        } else if arg.classes.has(Classes::AGENT) {
            kind = Kind::Chemical;
        } else if arg.classes.has(Classes::EXPLOSIVE) && !arg.classes.has(Classes::MUNITION) {
            kind = Kind::Bombing;
        }
    }
    kind
}

/// "rocket launcher strikes", "a drone strike": the words before the noun say from where.
fn by_modifier(view: &View<'_>, noun: u32) -> Kind {
    let mut kind = Kind::Airstrike;
    for &c in view.children(noun).iter().filter(|&&c| c < noun) {
        if !matches!(view.token(c).label, Label::Compound | Label::Amod | Label::Nmod) {
            continue;
        }
        let classes = view.lexicon.noun(&crate::lexicon::key(&view.token(c).lemma));
        if classes.has(Classes::DRONE) {
            return Kind::Drone;
        }
        if classes.has(Classes::AIRCRAFT) || view.word(c).eq_ignore_ascii_case("air") {
            return Kind::Airstrike;
        }
        if classes.has(Classes::MUNITION) || matches!(&*view.token(c).lemma, "launcher" | "ground") {
            kind = Kind::Shelling;
        }
    }
    kind
}

/// "artillery and air strikes": strikes of two kinds are two claims.
fn twofold(view: &View<'_>, draft: &Draft) -> Option<Kind> {
    if !draft.nominal || !matches!(draft.kind, Kind::Airstrike | Kind::Shelling) {
        return None;
    }
    let from = draft.predicate.saturating_sub(5);
    let kinds: Vec<Kind> = (from..draft.predicate)
        .rev()
        .take_while(|&i| {
            matches!(view.token(i).tag, Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Cc | Tag::Hyph | Tag::Comma)
                || matches!(view.word(i), "and" | "-")
        })
        .filter_map(|i| {
            let word = view.word(i).to_lowercase();
            match word.as_str() {
                "air" | "aerial" => Some(Kind::Airstrike),
                "artillery" | "missile" | "rocket" | "mortar" | "naval" => Some(Kind::Shelling),
                _ => None,
            }
        })
        .collect();
    let joined = (from..draft.predicate).any(|i| view.word(i) == "and");
    let other = if draft.kind == Kind::Airstrike { Kind::Shelling } else { Kind::Airstrike };
    (joined && kinds.contains(&draft.kind) && kinds.contains(&other)).then_some(other)
}

fn is_definite(view: &View<'_>, noun: u32) -> bool {
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

pub(crate) fn governor(view: &View<'_>, clause: usize) -> Option<usize> {
    view.clauses[clause]
        .governor
        .map(|g| g.clause as usize)
        .filter(|&g| g < view.clauses.len() && g != clause)
}

/// Governors from the nearest outwards, with the relation by which each was reached.
pub(crate) fn chain(view: &View<'_>, clause: usize) -> Vec<(usize, Relation)> {
    let mut out: Vec<(usize, Relation)> = Vec::new();
    let mut at = clause;
    while let Some(g) = view.clauses[at].governor {
        let next = g.clause as usize;
        if next >= view.clauses.len() || next == at || out.iter().any(|(c, _)| *c == next) || next == clause {
            break;
        }
        out.push((next, g.relation));
        at = next;
    }
    out
}

//! Slots that the sentence leaves to the narrative: the other side, the place told before, the
//! actor who goes on.

use annalist_language::Relation;

use crate::draft::{Draft, Matched, chain};
use crate::extractor::{implied, takes, wants};
use crate::lexicon::Classes;
use crate::rules::{Opponent, RuleSet};
use crate::slots;
use crate::story::Story;
use crate::view::View;
use crate::world::World;
use crate::{Alignment, Claim, FigureKind, Kind, Modality, Party, PlaceSlot};

/// Fills what is missing in the claims of one sentence, in text order.
pub(crate) fn fill(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    rules: &RuleSet,
    matched: &Matched,
    told: &mut [(Draft, Claim)],
) {
    for i in 0..told.len() {
        both(world, story, told, i);
        enemy(world, story, told, i);
        massacre(view, told, i);
        group(told, i);
        strike(view, rules, story, told, i);
        about(view, world, story, matched, told, i);
        places(view, world, story, told, i);
        sides(world, story, rules, told, i);
        actor(world, story, told, i, view);
    }
}

/// "both sides", "the two forces": the two that fight.
fn both(world: &World<'_>, story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    let two = |t: &str| {
        let lower = t.to_lowercase();
        let mut words = lower.split(' ').rev();
        matches!(words.next(), Some("sides" | "forces" | "armies" | "parties" | "belligerents"))
            && matches!(words.next(), Some("both" | "two" | "warring" | "opposing" | "rival"))
    };
    // "changed hands several times": now the one, now the other.
    let swapped = told[i].1.rule.to_string() == "control/change-hands" && told[i].1.actors.is_empty();
    if !swapped && !told[i].1.actors.iter().chain(&told[i].1.targets).any(|p| two(&p.text)) {
        return;
    }
    let order = world.sides();
    let Some(first) = story.opponent("", &order) else { return };
    let Some(second) = story.opponent(&first, &order) else { return };
    if swapped {
        told[i].1.actors = vec![implied(world, &second), implied(world, &first)];
        return;
    }
    let pair = |p: &Party| {
        [&second, &first].map(|side| Party { side: Some(side.clone()), belligerent: None, ..p.clone() })
    };
    let claim = &mut told[i].1;
    for list in [&mut claim.actors, &mut claim.targets] {
        *list =
            list.iter().flat_map(|p| if two(&p.text) { pair(p).to_vec() } else { vec![p.clone()] }).collect();
    }
}

/// "the enemy": whoever fights against him who speaks, or who acts.
fn enemy(world: &World<'_>, story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    let hostile = |p: &Party| {
        p.text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "enemy" | "enemies"))
    };
    let claim = &told[i].1;
    if !claim.actors.iter().chain(&claim.targets).any(hostile) {
        return;
    }
    let order = world.sides();
    let speaker = claim.attribution.iter().rev().find_map(|a| match &a.alignment {
        Alignment::Party(side) | Alignment::Leans(side) => Some(side.clone()),
        _ => None,
    });
    let own = speaker.or_else(|| {
        claim.actors.iter().chain(&claim.targets).filter(|p| !hostile(p)).find_map(|p| p.side.clone())
    });
    let Some(side) = own.filter(|s| s != "civilian").and_then(|s| story.opponent(&s, &order)) else { return };
    let claim = &mut told[i].1;
    for party in claim.actors.iter_mut().chain(&mut claim.targets).filter(|p| hostile(p)) {
        party.side = Some(side.clone());
        party.belligerent = None;
    }
}

/// Fewest people whose murder is a massacre.
const MASSACRE: u64 = 10;

/// "130 villagers were executed": the murder of many who do not fight.
fn massacre(view: &View<'_>, told: &mut [(Draft, Claim)], i: usize) {
    let (draft, claim) = &told[i];
    let murder = claim.kind == Kind::Harm
        && !draft.nominal
        && matches!(view.clauses[draft.clause].lemma.as_str(), "murder" | "execute" | "behead" | "lynch");
    let helpless = claim.targets.iter().any(|t| t.side.as_deref() == Some("civilian"));
    let many = claim.figures.iter().any(|f| f.what == FigureKind::Killed && f.min >= Some(MASSACRE));
    if murder && helpless && many {
        told[i].1.kind = Kind::Massacre;
    }
}

/// "forcing the rest to retreat", "killing many of them": whom the sentence told before; nobody
/// fights against himself.
fn group(told: &mut [(Draft, Claim)], i: usize) {
    let before =
        told[..i].iter().rev().find_map(|(_, c)| c.targets.iter().find(|t| t.side.is_some()).cloned());
    let Some(before) = before else { return };
    let claim = &mut told[i].1;
    let rest = |t: &str| {
        ["rest", "remainder", "others", "remnants", "survivors", "them", "remaining"]
            .iter()
            .any(|w| t.to_lowercase().ends_with(w))
    };
    let actor = claim.actors.first().and_then(|a| a.side.clone());
    for target in claim
        .targets
        .iter_mut()
        .filter(|t| rest(&t.text) || t.span.is_some() && t.side.is_some() && t.side == actor)
    {
        if rest(&target.text)
            || target.text.chars().next().is_some_and(char::is_uppercase) && target.side == actor
        {
            target.side.clone_from(&before.side);
            target.belligerent.clone_from(&before.belligerent);
        }
    }
    for actor in claim.actors.iter_mut().filter(|a| a.side.is_none() && rest(&a.text)) {
        actor.side.clone_from(&before.side);
        actor.belligerent.clone_from(&before.belligerent);
    }
}

/// "targeted", "hit" say no means: after strikes they tell of a strike.
fn strike(view: &View<'_>, rules: &RuleSet, story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    if told[i].1.rule.to_string() != "fighting/target" {
        return;
    }
    // "targeted in the bombing campaign": the sentence names it.
    let air = view.clauses.iter().filter(|c| View::is_nominal(c)).any(|c| {
        let key = crate::matcher::predicate_key(view, c, rules);
        rules
            .candidates(crate::rules::Form::Noun, &key)
            .iter()
            .any(|r| rules.rule(r.rule).kind == Kind::Airstrike)
    });
    if air {
        told[i].1.kind = Kind::Airstrike;
        told[i].0.kind = Kind::Airstrike;
        return;
    }
    let fight = |c: &Claim| {
        matches!(c.kind, Kind::Attack | Kind::Airstrike | Kind::Shelling | Kind::Drone | Kind::Bombing)
    };
    let before =
        told[..i].iter().rev().map(|(_, c)| c).find(|c| fight(c)).or_else(|| story.last(fight, false));
    if let Some(kind) =
        before.map(|c| c.kind).filter(|k| matches!(k, Kind::Airstrike | Kind::Shelling | Kind::Drone))
    {
        told[i].1.kind = kind;
        told[i].0.kind = kind;
    }
}

/// "repelled the attack": the attackers are the target, their goal is the place.
fn about(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    matched: &Matched,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let (draft, claim) = &told[i];
    if claim.kind != Kind::Hold && !matches!(draft.places.first(), Some(p) if p.classes.has(Classes::EVENT)) {
        return;
    }
    let noun =
        matched.bounds[draft.clause].patients.iter().find(|a| a.classes.has(Classes::EVENT)).map(|a| a.head);
    let Some(noun) = noun else { return };
    let inner = view.clauses.iter().position(|c| c.predicate == noun && View::is_nominal(c));
    let (mut targets, mut places): (Vec<Party>, Vec<PlaceSlot>) = (Vec::new(), Vec::new());
    if let Some((_, event)) = told.iter().find(|(d, _)| Some(d.clause) == inner && d.nominal) {
        targets.clone_from(&event.actors);
        places.clone_from(&event.places);
    } else if let Some(n) = inner {
        let args: Vec<_> =
            matched.bounds[n].agents.iter().filter(|a| !a.classes.has(Classes::EVENT)).cloned().collect();
        targets = slots::parties(view, world, &args);
        let ground: Vec<_> =
            matched.bounds[n]
                .patients
                .iter()
                .chain(matched.bounds[n].obliques.iter().filter(|o| {
                    o.preposition.as_deref().is_some_and(|p| crate::matcher::is_locative(view, p))
                }))
                .filter(|a| a.classes.has(Classes::GROUND))
                .cloned()
                .collect();
        places = slots::places(view, world, story, &ground, &[], false);
    }
    let own = told[i].1.actors.iter().find_map(|a| a.side.clone());
    let doers: Vec<String> = told[i].1.actors.iter().map(|a| a.text.clone()).collect();
    let other = |list: Vec<Party>| -> Vec<Party> {
        list.into_iter().filter(|p| (p.side.is_none() || p.side != own) && !doers.contains(&p.text)).collect()
    };
    let (targets, places) = {
        let attack = |c: &Claim| {
            matches!(c.kind, Kind::Attack | Kind::Capture | Kind::Enter | Kind::Clash)
                && (own.is_none() || c.actors.iter().all(|a| a.side != own))
        };
        let targets = other(targets);
        let before =
            told[..i].iter().rev().map(|(_, c)| c).find(|c| attack(c)).or_else(|| story.last(attack, true));
        (
            if targets.is_empty() { before.map(|c| c.actors.clone()).unwrap_or_default() } else { targets },
            if places.is_empty() { before.map(|c| c.places.clone()).unwrap_or_default() } else { places },
        )
    };
    let claim = &mut told[i].1;
    let told_target: Vec<Party> =
        claim.targets.iter().filter(|t| t.side.is_some() && t.side != own).cloned().collect();
    claim.targets = if told_target.is_empty() { targets } else { told_target };
    if claim.places.is_empty() {
        claim.places = places.into_iter().map(|p| PlaceSlot { span: None, ..p }).collect();
    }
}

/// Kinds that happen where the story is.
const fn somewhere(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Airstrike
            | Kind::Drone
            | Kind::Hold
            | Kind::Withdraw
            | Kind::Clash
            | Kind::Enter
            | Kind::Encircle
            | Kind::Harm
            | Kind::Loss
            | Kind::Attack
            | Kind::Bombing
            | Kind::Capture
            | Kind::Advance
            | Kind::Shelling
            | Kind::Chemical
            | Kind::Massacre
            | Kind::Displace
            | Kind::Detain
    )
}

/// A place that the claim's own words name and no other claim of the sentence has: "led by X north of Y".
fn own(view: &View<'_>, world: &World<'_>, told: &[(Draft, Claim)], i: usize) -> Option<PlaceSlot> {
    let span = told[i].1.text_span;
    let taken = |s: annalist_span::Span| {
        told.iter().flat_map(|(_, c)| &c.places).any(|p| p.span.is_some_and(|p| p.overlaps(s)))
    };
    world.places.mentions.get(view.passage as usize)?.iter().find_map(|m| {
        if m.value.associative || !span.contains(m.span) || taken(m.span) {
            return None;
        }
        if world.actor(view.passage, m.span).side.is_some()
            && world.actor(view.passage, m.span).antecedent.is_none()
            && m.value.id.is_none()
        {
            return None;
        }
        let first = view.tokens_in(m.span).next()?;
        let mut at = first.checked_sub(1)?;
        while at > 0
            && (matches!(view.token(at).tag, annalist_language::Tag::Dt | annalist_language::Tag::Jj)
                || view.lexicon.listed("settlement", &view.token(at).lemma)
                || view.word(at) == "of" && view.lexicon.listed("settlement", &view.token(at - 1).lemma))
        {
            at -= 1;
        }
        let word = view.word(at).to_lowercase();
        let turned =
            word == "of" && at > 0 && view.lexicon.listed("compass", &view.word(at - 1).to_lowercase());
        if !turned && !matches!(word.as_str(), "in" | "at" | "near" | "around" | "inside" | "outside") {
            return None;
        }
        let from = match word.as_str() {
            "of" => at - 1,
            "near" | "around" | "outside" => at,
            _ => first,
        };
        let whole = view.token(from).span.cover(m.span);
        Some(PlaceSlot {
            text: view.text(whole).to_owned(),
            span: Some(whole),
            place: world.place(view.passage, whole),
            extent: crate::Extent::Whole,
        })
    })
}

/// Whether a claim tells where the story is: a goal or a plan is somewhere else.
fn stands(claim: &Claim) -> bool {
    claim.modality != Modality::Intended
        && claim.modality != Modality::Denied
        && !matches!(claim.kind, Kind::Accord | Kind::Say | Kind::Release)
        && !(claim.kind == Kind::Advance && claim.modality == Modality::Attempted)
}

/// Whether a place lends itself to claims after it: "streets" and "several positions" do not.
fn lends(place: &PlaceSlot) -> bool {
    let bare = !place.text.chars().any(char::is_uppercase);
    let head = place.text.split([',', '(']).next().unwrap_or("");
    let head = [" of ", " over ", " in ", " near "].iter().fold(head, |h, w| h.split(w).next().unwrap_or(h));
    // "the flank of the rebels", "the position of a tank": where somebody was, not where things are.
    let owned = ["position", "positions", "flank", "rear", "target", "targets"].contains(&head.trim());
    !(owned || bare && head.trim().ends_with('s'))
}

/// A claim without a place stands where its sentence, or the narrative before it, stands.
fn places(view: &View<'_>, world: &World<'_>, story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    if !told[i].1.places.is_empty() || !somewhere(told[i].1.kind) {
        return;
    }
    if let Some(slot) = own(view, world, told, i) {
        told[i].1.places = vec![slot];
        return;
    }
    let clause = told[i].0.clause;
    // The clause that governs it, or that it governs.
    let near: Vec<usize> = chain(view, clause)
        .into_iter()
        .filter(|(_, r)| !matches!(r, Relation::Relative))
        .map(|(c, _)| c)
        .collect();
    let related = told
        .iter()
        .enumerate()
        .filter(|(j, (_, c))| {
            *j != i && stands(c) && !c.places.is_empty() && !c.places.iter().all(|p| p.text.is_empty())
        })
        .min_by_key(|(j, (d, _))| {
            let own = told[i].0.carrier.unwrap_or(clause);
            let below = chain(view, d.clause).iter().position(|(c, _)| *c == clause || *c == own);
            let governs = below.or_else(|| near.iter().position(|n| *n == d.clause || d.carrier == Some(*n)));
            (governs.unwrap_or(99), *j > i, j.abs_diff(i))
        })
        .filter(|(_, (d, _))| {
            let loose = !matches!(told[i].1.kind, Kind::Airstrike | Kind::Drone);
            loose || near.contains(&d.clause) || chain(view, d.clause).iter().any(|(c, _)| *c == clause)
        })
        .map(|(_, (_, c))| c.places.clone());
    let found = related.or_else(|| {
        let kind = told[i].1.kind;
        // "the offensive was halted": where it was told to be.
        if kind == Kind::Attack && told[i].0.definite {
            let noun = view.word(told[i].0.predicate).to_lowercase();
            let same = |c: &Claim| {
                c.kind == kind && !c.places.is_empty() && c.evidence.quote.to_lowercase().contains(&noun)
            };
            if let Some(places) = story.last(same, true).map(|c| c.places.clone()) {
                return Some(places);
            }
        }
        if kind == Kind::Airstrike {
            return None;
        }
        let narrow = matches!(
            kind,
            Kind::Attack
                | Kind::Shelling
                | Kind::Bombing
                | Kind::Advance
                | Kind::Capture
                | Kind::Displace
                | Kind::Chemical
        );
        if narrow && told[i].0.nominal && !told[i].0.definite {
            return None;
        }
        story
            .last(|c| stands(c) && c.places.iter().any(lends), false)
            .map(|c| c.places.iter().filter(|p| lends(p)).cloned().collect::<Vec<_>>())
    });
    let found = found.or_else(|| world.stage().map(|p| vec![p]));
    if let Some(found) = found {
        told[i].1.places = found.into_iter().map(|p| PlaceSlot { span: None, ..p }).collect();
        told[i].1.flags.push("place: told before".to_owned());
    }
}

/// The side that a rule leaves to be understood.
fn sides(world: &World<'_>, story: &Story, rules: &RuleSet, told: &mut [(Draft, Claim)], i: usize) {
    let order = world.sides();
    let (draft, claim) = &told[i];
    let side_of = |list: &[Party]| list.iter().find_map(|p| p.side.clone()).filter(|s| s != "civilian");
    let wants_actor = wants(rules, draft, Opponent::Actor) && side_of(&claim.actors).is_none();
    let wants_target = wants(rules, draft, Opponent::Target) && side_of(&claim.targets).is_none();
    let near = |side: &str| {
        told[..i]
            .iter()
            .rev()
            .flat_map(|(_, c)| c.actors.iter().chain(&c.targets))
            .filter_map(|p| p.side.clone())
            .find(|s| s != side && s != "civilian")
    };
    if wants_actor && let Some(target) = side_of(&claim.targets) {
        if let Some(side) = near(&target).or_else(|| story.opponent(&target, &order)) {
            told[i].1.actors = vec![implied(world, &side)];
        }
    } else if wants_actor && claim.targets.is_empty() && takes(claim.kind) {
        // "was lost on 4 May", "fell": from whoever took it last, in this sentence or before.
        let Some(place) = claim.places.first() else { return };
        let key = crate::story::place_key(place);
        let here = told[..i].iter().rev().find(|(_, c)| {
            takes(c.kind)
                && c.modality != Modality::Denied
                && c.places.iter().any(|p| crate::story::place_key(p) == key)
        });
        let taken = here.and_then(|(_, c)| side_of(&c.actors));
        let Some(holder) = taken.or_else(|| story.holder(place).map(str::to_owned)) else { return };
        if let Some(side) = near(&holder).or_else(|| story.opponent(&holder, &order)) {
            told[i].1.actors = vec![implied(world, &side)];
            told[i].1.targets = vec![implied(world, &holder)];
        }
    } else if wants_target
        && let Some(actor) = side_of(&claim.actors)
        && let Some(side) = near(&actor).or_else(|| story.opponent(&actor, &order))
    {
        told[i].1.targets = vec![implied(world, &side)];
    }
}

/// "The village was also captured": whoever was capturing; "was recaptured": whoever did not hold it.
fn actor(world: &World<'_>, story: &Story, told: &mut [(Draft, Claim)], i: usize, view: &View<'_>) {
    let (draft, claim) = &told[i];
    if !claim.actors.is_empty()
        || !matches!(
            claim.kind,
            Kind::Capture
                | Kind::Transfer
                | Kind::Enter
                | Kind::Attack
                | Kind::Withdraw
                | Kind::Advance
                | Kind::Airstrike
        )
    {
        return;
    }
    // "the bombing campaign ended", "a second hospital was hit": the strikes told before. Strikes without
    // an article may be anybody's.
    if claim.kind == Kind::Airstrike && draft.nominal && !draft.definite {
        return;
    }
    let order = world.sides();
    if draft.nominal && claim.kind == Kind::Attack && draft.carrier.is_none() {
        let above = crate::draft::governor(view, draft.clause);
        if let Some(actors) = told
            .iter()
            .find(|(d, c)| Some(d.clause) == above && c.kind != Kind::Hold && !c.actors.is_empty())
            .map(|(_, c)| c.actors.clone())
        {
            told[i].1.actors = actors.into_iter().map(|a| Party { span: None, implied: true, ..a }).collect();
            return;
        }
    }
    let again = view.clauses[draft.clause].again;
    if takes(claim.kind) && again {
        let holder = claim.places.iter().find_map(|p| story.holder(p)).map(str::to_owned);
        if let Some(side) = holder.and_then(|h| story.opponent(&h, &order)) {
            told[i].1.actors = vec![implied(world, &side)];
            return;
        }
    }
    // "was freed from X": whoever fights X.
    let against = claim.targets.iter().find_map(|t| t.side.clone()).filter(|s| s != "civilian");
    if takes(claim.kind)
        && let Some(side) = against.as_deref().and_then(|s| story.opponent(s, &order))
    {
        told[i].1.actors = vec![implied(world, &side)];
        return;
    }
    let same = |c: &Claim| {
        c.actors.iter().any(|a| a.side.is_some() && a.side != against)
            && (takes(claim.kind) && matches!(c.kind, Kind::Capture | Kind::Attack | Kind::Enter)
                || c.kind == claim.kind)
    };
    // "the offensive": the one that was told, wherever that was.
    let noun = view.word(draft.predicate).to_lowercase();
    let one = |c: &Claim| draft.definite && same(c) && c.evidence.quote.to_lowercase().contains(&noun);
    let found = told[..i]
        .iter()
        .rev()
        .map(|(_, c)| c)
        .find(|c| same(c))
        .or_else(|| story.last(one, true))
        .or_else(|| story.last(same, false))
        .map(|c| c.actors.clone());
    if let Some(actors) = found {
        told[i].1.actors = actors.into_iter().map(|a| Party { span: None, implied: true, ..a }).collect();
    }
}

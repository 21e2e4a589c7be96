//! Who did it and to whom, where the sentence leaves it open: both sides, the enemy, the other side,
//! whoever was at it before.

use annalist_language::Tag;

use crate::draft::Draft;
use crate::kinds::takes;
use crate::rules::{Opponent, RuleSet};
use crate::story::Story;
use crate::view::View;
use crate::world::World;
use crate::{Alignment, Claim, Kind, Modality, Party, implied};

/// "both sides", "the two forces": the two that fight.
pub(super) fn both(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    rules: &RuleSet,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let two = |t: &str| {
        let lower = t.to_lowercase();
        if lower == "each other" || lower == "one another" {
            return true;
        }
        let mut words = lower.split(' ').rev();
        words.next().is_some_and(|w| view.lexicon.listed("camps", w))
            && words.next().is_some_and(|w| view.lexicon.listed("both", w))
    };
    // "changed hands several times": now the one, now the other.
    let swapped = rules.rule(told[i].0.rule).spec.swaps && told[i].1.actors.is_empty()
        || mutual(view, &told[i].0) && !told[i].1.actors.iter().any(|a| a.side.is_some());
    if !swapped && !told[i].1.actors.iter().chain(&told[i].1.targets).any(|p| two(&p.text)) {
        return;
    }
    let order = world.sides();
    let Some(first) = story.opponent("", &order) else { return };
    let Some(second) = story.opponent(&first, &order) else { return };
    if swapped {
        told[i].1.actors = vec![implied::side(world, &second), implied::side(world, &first)];
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

/// "back-and-forth fighting": of both.
fn mutual(view: &View<'_>, draft: &Draft) -> bool {
    draft.kind == Kind::Clash
        && draft.nominal
        && (draft.predicate.saturating_sub(5)..draft.predicate)
            .rev()
            .take_while(|&i| matches!(view.token(i).tag, Tag::Jj | Tag::Hyph | Tag::Cc | Tag::Rb | Tag::Nn))
            .any(|i| view.lexicon.listed("mutual", &view.word(i).to_lowercase()))
}

/// "the enemy": whoever fights against him who speaks, or who acts.
pub(super) fn enemy(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let hostile = |p: &Party| {
        p.text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| view.lexicon.listed("enemy", w))
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

/// "forcing the rest to retreat", "killing many of them": whom the sentence told before; nobody
/// fights against himself.
pub(super) fn group(view: &View<'_>, told: &mut [(Draft, Claim)], i: usize) {
    let rest = |t: &str| {
        let lower = t.to_lowercase();
        lower.split(' ').next_back().is_some_and(|w| view.lexicon.listed("the_rest", w))
    };
    let earlier =
        told[..i].iter().rev().find_map(|(_, c)| c.targets.iter().find(|t| t.side.is_some()).cloned());
    let claim = &mut told[i].1;
    let actor = claim.actors.first().and_then(|a| a.side.clone());
    // "a raid on the villagers, killing ten of them": of those whom the claim itself names.
    let own = claim.targets.iter().find(|t| !rest(&t.text) && t.side.is_some() && t.side != actor).cloned();
    let Some(before) = own.or(earlier) else { return };
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
    for figure in claim.figures.iter_mut().filter(|f| rest(&f.who) && f.side == actor) {
        figure.side.clone_from(&before.side);
    }
    for actor in claim.actors.iter_mut().filter(|a| a.side.is_none() && rest(&a.text)) {
        actor.side.clone_from(&before.side);
        actor.belligerent.clone_from(&before.belligerent);
    }
}

/// "X executed ten fighters": nobody harms or takes his own, unless he is said to.
pub(super) fn others(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let (draft, claim) = &told[i];
    if draft.nominal || !matches!(claim.kind, Kind::Harm | Kind::Massacre | Kind::Detain) {
        return;
    }
    // What a pronoun stands for is less sure than whom somebody fights.
    let named = |a: &&Party| a.span.is_some_and(|s| s.len() > 4 && view.text(s).len() > 4);
    let Some(side) = claim.actors.iter().find(named).and_then(|a| a.side.clone()) else { return };
    if side == "civilian" {
        return;
    }
    let anybody = |p: &Party| {
        let own = ["own", "its", "their", "his", "fellow"];
        p.side.as_deref() == Some(side.as_str())
            && !p.text.contains(char::is_uppercase)
            && !p.text.split(' ').any(|w| own.contains(&w))
            && p.text
                .split(' ')
                .next_back()
                .is_some_and(|w| ["fighters", "soldiers", "troops", "men"].contains(&w))
            && p.text.split(' ').count() <= 3
    };
    if !claim.targets.iter().any(anybody) {
        return;
    }
    let Some(other) = story.opponent(&side, &world.sides()) else { return };
    let claim = &mut told[i].1;
    for target in claim.targets.iter_mut().filter(|t| anybody(t)) {
        target.side = Some(other.clone());
        target.belligerent = None;
    }
    for figure in claim.figures.iter_mut().filter(|f| f.side.as_deref() == Some(side.as_str())) {
        figure.side = Some(other.clone());
    }
}

/// The side that a rule leaves to be understood.
pub(super) fn sides(
    world: &World<'_>,
    story: &Story,
    rules: &RuleSet,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let order = world.sides();
    own_prisoners(story, &order, &mut told[i].1);
    let (draft, claim) = &told[i];
    let side_of = |list: &[Party]| list.iter().find_map(|p| p.side.clone()).filter(|s| s != "civilian");
    let opponent = rules.rule(draft.rule).opponent;
    let given = claim.kind == Kind::Transfer && !claim.actors.is_empty();
    let wants_actor = opponent == Some(Opponent::Actor) && side_of(&claim.actors).is_none() && !given;
    let wants_target = opponent == Some(Opponent::Target) && side_of(&claim.targets).is_none();
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
            told[i].1.actors = vec![implied::side(world, &side)];
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
            told[i].1.actors = vec![implied::side(world, &side)];
            told[i].1.targets = vec![implied::side(world, &holder)];
        }
    } else if wants_target
        && let Some(actor) = side_of(&claim.actors)
        && let Some(side) = near(&actor).or_else(|| story.opponent(&actor, &order))
    {
        told[i].1.targets = vec![implied::side(world, &side)];
    }
}

/// "took 40 troops prisoner": nobody takes his own, where no name says that they are.
fn own_prisoners(story: &Story, order: &[&str], claim: &mut Claim) {
    let Some(actor) = claim.actors.iter().find_map(|a| a.side.clone()).filter(|_| claim.kind == Kind::Detain)
    else {
        return;
    };
    // Soldiers and rebels are known by their noun.
    let anybody = |words: &str| {
        let lower = words.to_lowercase();
        lower
            .split(' ')
            .any(|w| matches!(w, "troops" | "men" | "fighters" | "prisoner" | "prisoners" | "members"))
            && !words.contains(char::is_uppercase)
    };
    let unnamed = |p: &Party| p.side.as_ref() == Some(&actor) && anybody(&p.text);
    let Some(enemy) = story.opponent(&actor, order) else { return };
    for target in claim.targets.iter_mut().filter(|p| unnamed(p)) {
        target.side = Some(enemy.clone());
        target.belligerent = None;
    }
    for figure in &mut claim.figures {
        if figure.side.as_ref() == Some(&actor) && anybody(&figure.who) {
            figure.side = Some(enemy.clone());
        }
    }
}

/// "X took it after clashes with the rebels": X fought them.
fn against(view: &View<'_>, told: &mut [(Draft, Claim)], i: usize) {
    let (draft, claim) = &told[i];
    let Some(foe) = claim.targets.iter().find_map(|t| t.side.clone()).filter(|_| draft.nominal) else {
        return;
    };
    let above: Vec<usize> = crate::draft::chain(view, draft.clause).into_iter().map(|(c, _)| c).collect();
    let doers = told.iter().filter(|(d, _)| above.contains(&d.clause)).flat_map(|(_, c)| &c.actors);
    let mut other = doers.filter(|a| a.side.as_ref().is_some_and(|s| *s != foe && s != "civilian"));
    told[i].1.actors = implied::parties(other.next());
}

/// "The village was also captured": whoever was capturing; "was recaptured": whoever did not hold it.
pub(super) fn actor(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let (draft, claim) = &told[i];
    // "they took two villages, with the town being surrounded": by them.
    if claim.kind == Kind::Encircle && claim.actors.is_empty() && !draft.nominal {
        let gains = |c: &Claim| {
            matches!(c.kind, Kind::Capture | Kind::Attack | Kind::Advance | Kind::Enter)
                && c.modality == claim.modality
                && c.actors.iter().any(|a| a.side.is_some())
        };
        if let Some(actors) =
            told[..i].iter().rev().find(|(_, c)| gains(c)).map(|(_, c)| implied::parties(&c.actors))
        {
            told[i].1.actors = actors;
        }
        return;
    }
    // "their aim was to cut a road": of whoever attacked.
    if claim.kind == Kind::Route && claim.actors.is_empty() && claim.modality == Modality::Intended {
        let attack = |c: &Claim| c.kind == Kind::Attack && c.actors.iter().any(|a| a.side.is_some());
        if let Some(actors) = story.before(&told[..i], attack, false).map(|c| implied::parties(&c.actors)) {
            told[i].1.actors = actors;
        }
        return;
    }
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
                | Kind::Shelling
                | Kind::Clash
        )
    {
        return;
    }
    if claim.kind == Kind::Clash {
        against(view, told, i);
        return;
    }
    // "the bombing campaign ended", "a second hospital was hit": the strikes told before. Strikes without
    // an article may be anybody's.
    if matches!(claim.kind, Kind::Airstrike | Kind::Shelling) && draft.nominal && !draft.definite
        || claim.kind == Kind::Shelling && !draft.nominal
    {
        return;
    }
    let order = world.sides();
    if draft.nominal && claim.kind == Kind::Attack && draft.carrier.is_none() {
        let above = crate::draft::governor(view, draft.clause);
        if let Some(actors) = told
            .iter()
            .find(|(d, c)| Some(d.clause) == above && c.kind != Kind::Hold && !c.actors.is_empty())
            .map(|(_, c)| implied::parties(&c.actors))
        {
            told[i].1.actors = actors;
            return;
        }
    }
    let again = view.clauses[draft.clause].again;
    if takes(claim.kind) && again {
        let holder = claim.places.iter().find_map(|p| story.holder(p)).map(str::to_owned);
        if let Some(side) = holder.and_then(|h| story.opponent(&h, &order)) {
            told[i].1.actors = vec![implied::side(world, &side)];
            return;
        }
    }
    // "was freed from X": whoever fights X.
    let against = claim.targets.iter().find_map(|t| t.side.clone()).filter(|s| s != "civilian");
    if takes(claim.kind)
        && let Some(side) = against.as_deref().and_then(|s| story.opponent(s, &order))
    {
        told[i].1.actors = vec![implied::side(world, &side)];
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
        .map(|c| implied::parties(&c.actors));
    if let Some(actors) = found {
        told[i].1.actors = actors;
    }
}

/// "This trapped many of them": who did what was told just before.
pub(super) fn deed(story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    let deed =
        |p: &Party| p.side.is_none() && ["this", "that", "which"].contains(&p.text.to_lowercase().as_str());
    if !told[i].1.actors.iter().any(deed) {
        return;
    }
    let acted = |c: &Claim| c.actors.iter().any(|a| a.side.is_some());
    let Some(before) = story.before(&told[..i], acted, false) else { return };
    told[i].1.actors = implied::parties(&before.actors);
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_dead_of_a_massacre_are_those_who_were_attacked() {
        let text = "The rebels captured Belvar from the army on 1 May 2019. On 4 May 2019, the rebels carried out a \
                    massacre of civilians in Dorin, killing at least 30 of them.";
        let claims = crate::testing::claims(text);
        let dead = claims.iter().flat_map(|c| &c.figures).find(|f| f.min == Some(30)).unwrap();
        assert_eq!(dead.side.as_deref(), Some("civilian"));
    }
}

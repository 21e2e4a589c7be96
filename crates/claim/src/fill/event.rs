//! What an event is that its words leave open, and whose attack and which goal a defence answers.

use annalist_time::{Edtf, TimeReason};

use crate::draft::{Draft, Matched};
use crate::kinds::takes;
use crate::lexicon::Classes;
use crate::rules::RuleSet;
use crate::slots;
use crate::story::Story;
use crate::view::View;
use crate::world::World;
use crate::{Claim, FigureKind, Kind, Modality, Party, PlaceSlot, implied};

/// Fewest people whose murder is a massacre.
const MASSACRE: u64 = 10;

/// "130 villagers were executed": the murder of many who do not fight.
pub(super) fn massacre(view: &View<'_>, told: &mut [(Draft, Claim)], i: usize) {
    let (draft, claim) = &told[i];
    let murder = claim.kind == Kind::Harm
        && !draft.nominal
        && view.lexicon.listed("murder", &view.clauses[draft.clause].lemma);
    let helpless = claim.targets.iter().any(|t| t.side.as_deref() == Some("civilian"));
    let many = claim.figures.iter().any(|f| f.what == FigureKind::Killed && f.min >= Some(MASSACRE));
    if murder && helpless && many {
        told[i].1.kind = Kind::Massacre;
    }
}

/// "targeted", "hit" say no means: after strikes they tell of a strike.
pub(super) fn strike(view: &View<'_>, rules: &RuleSet, story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    if !rules.rule(told[i].0.rule).spec.follows {
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
    let before = story.before(&told[..i], fight, false);
    if let Some(kind) =
        before.map(|c| c.kind).filter(|k| matches!(k, Kind::Airstrike | Kind::Shelling | Kind::Drone))
    {
        told[i].1.kind = kind;
        told[i].0.kind = kind;
    }
}

/// "repelled the attack": the attackers are the target, their goal is the place.
pub(super) fn about(
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
        // The attack itself, rather than what it took on its way.
        let itself = |c: &Claim| attack(c) && c.kind == Kind::Attack && !c.places.is_empty();
        let before =
            story.before(&told[..i], itself, false).or_else(|| story.before(&told[..i], attack, true));
        (
            if targets.is_empty() { before.map(|c| actors_in(view, c)).unwrap_or_default() } else { targets },
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

/// Who acts in a claim told before; the words of another passage are none of this one's.
fn actors_in(view: &View<'_>, claim: &Claim) -> Vec<Party> {
    let here = claim.passage == view.passage;
    claim.actors.iter().map(|a| Party { span: a.span.filter(|_| here), ..a.clone() }).collect()
}

/// "After the fall of X": the fall that was told.
pub(super) fn fallen(story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    let (draft, claim) = &told[i];
    if !draft.nominal || !draft.definite || !takes(claim.kind) || claim.time_reason == TimeReason::Attached {
        return;
    }
    let Some(place) = claim.places.first().map(crate::story::place_key) else { return };
    let side = claim.actors.iter().find_map(|a| a.side.as_ref());
    let same = |c: &Claim| {
        takes(c.kind)
            && c.scope != crate::Scope::Summary
            && matches!(c.modality, Modality::Asserted | Modality::Reported)
            && c.places.iter().any(|p| crate::story::place_key(p) == place)
            && c.when.as_ref().is_some_and(|w| w.single_day().is_some())
            && (side.is_none() || c.actors.is_empty() || c.actors.iter().any(|a| a.side.as_ref() == side))
    };
    let Some(before) = story.before(&told[..i], same, true) else { return };
    let (when, actors) = (before.when.clone(), implied::parties(&before.actors));
    let claim = &mut told[i].1;
    claim.when = when;
    if claim.actors.is_empty() {
        claim.actors = actors;
    }
}

/// "launched the offensive to break the siege", "their offensive, which they began on Wednesday": the one that was
/// told, and it began when that was told to. Where the story stands by now is no day of its beginning, and of a day of the
/// week that the story has not come to yet the past one was meant.
pub(super) fn opened(view: &View<'_>, story: &Story, told: &mut [(Draft, Claim)], i: usize) {
    let (draft, claim) = &told[i];
    let Some(verb) = draft.carrier.filter(|_| draft.nominal && draft.definite && claim.kind == Kind::Attack)
    else {
        return;
    };
    // "the assault started" may be the next one.
    let token = view.token(draft.predicate);
    let object = matches!(token.label, annalist_language::Label::Dobj);
    if !object
        || !view.lexicon.listed("opening", &view.clauses[verb].lemma)
        || !view.lexicon.listed("operation", &token.lemma)
    {
        return;
    }
    let Some(own) = claim.when.as_ref() else { return };
    let noun = view.word(draft.predicate).to_lowercase();
    let side = claim.actors.iter().find_map(|a| a.side.as_ref());
    let begun = |c: &Claim| {
        c.kind == Kind::Attack
            && c.time_reason == TimeReason::Attached
            && c.modality == Modality::Asserted
            && c.actors.iter().any(|a| a.side.as_ref() == side)
            && c.evidence.quote.to_lowercase().contains(&noun)
    };
    let day = |c: &Claim| c.when.as_ref().and_then(Edtf::single_day);
    let before = if claim.time_reason == TimeReason::Attached {
        if !WEEKDAYS.iter().any(|w| claim.evidence.quote.contains(w)) {
            return;
        }
        let reached = story.claims.iter().filter_map(day).max();
        let Some(later) = own.single_day().filter(|&d| reached.is_some_and(|r| d > r)) else { return };
        let weekly = |c: &Claim| day(c).is_some_and(|d| d.weekday() == later.weekday());
        story.last(|c| begun(c) && weekly(c), true)
    } else {
        story.last(|c| begun(c) && day(c).is_some(), true)
    };
    if let Some(when) = before.map(|c| c.when.clone()) {
        told[i].1.when = when;
        told[i].1.flags.push("time: told before".to_owned());
    }
}

/// Names of days, as they are written.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[cfg(test)]
mod tests {
    #[test]
    fn an_offensive_began_when_it_was_told_to() {
        // 4 May 2022 was a Wednesday.
        let text = "On 4 May 2022, rebel forces launched an offensive on the town of Belvar. On 9 May 2022, the army \
                    left the town of Dorin. The rebels had launched the offensive to break the siege.\n\n\
                    They captured Dorin after they began their offensive on Wednesday. On 12 May 2022, the army shelled them. \
                    The offensive started anew.\n";
        let claims = crate::testing::claims(text);
        let begun: Vec<_> = claims
            .iter()
            .filter(|c| c.kind == crate::Kind::Attack)
            .map(|c| c.when.as_ref().map(annalist_time::Edtf::as_str))
            .collect();
        assert_eq!(begun[..3], [Some("2022-05-04"); 3]);
        assert_ne!(begun.get(3), Some(&Some("2022-05-04")));
    }

    #[test]
    fn who_was_repelled_in_another_passage_has_no_words_in_this_one() {
        let text = "On 4 May 2019, in the early hours of the morning, rebel forces attacked the town of Belvar.\n\n\
                    Government forces repelled the attack.\n";
        let claims = crate::testing::claims(text);
        let held = claims.iter().find(|c| c.kind == crate::Kind::Hold).unwrap();
        let attack = claims.iter().find(|c| c.kind == crate::Kind::Attack).unwrap();
        assert_ne!(held.passage, attack.passage);
        assert_eq!((held.targets[0].text.as_str(), held.targets[0].span), ("rebel forces", None));
        assert!(attack.actors[0].span.is_some());
    }
}

//! When a claim's event was, from the time of its clause and how it is told.

use annalist_language::{Label, Tag};
use annalist_time::{ClauseTime, Edtf, PartOfDay, TimeReason, TimeWay};

use crate::Kind;
use crate::draft::Draft;
use crate::view::{Knowledge, View};
use crate::world::World;

/// The time of a draft; `told` says that somebody's word carries it.
pub(crate) fn of(view: &View<'_>, world: &World<'_>, draft: &Draft, told: bool) -> ClauseTime {
    let mut time = attached(view, world, draft);
    if former(view, draft, &time) || agreed(view, draft, &time) {
        time.when = time.when.as_ref().and_then(Edtf::by);
    }
    let begun = draft.kind == Kind::Clash
        && draft.carrier.is_some_and(|c| {
            matches!(
                view.clauses[c].lemma.as_str(),
                "begin" | "start" | "erupt" | "break" | "commence" | "resume"
            )
        });
    let kind = if begun { Kind::Attack } else { draft.kind };
    on_the_day(view, world, kind, told, &mut time);
    time.part = time.part.or_else(|| part(view, draft));
    time
}

/// "an offensive beginning on the 3rd took X by the 6th": the day on which it began.
fn began(view: &View<'_>, world: &World<'_>, draft: &Draft) -> Option<ClauseTime> {
    let begins = |&c: &usize| {
        let clause = &view.clauses[c];
        let token = view.token(clause.predicate);
        token.label == Label::Acl
            && token.head == draft.predicate
            && view.lexicon.listed("beginning", &view.word(clause.predicate).to_lowercase())
    };
    if let Some(clause) = (0..view.sentence.clauses.len()).find(|c| draft.nominal && begins(c)) {
        let time = world.clause_time(view.passage, view.index, clause);
        return (time.reason == TimeReason::Attached && time.way == TimeWay::Own).then_some(time);
    }
    // Where a parser takes "beginning" for a noun, the date stands right behind it.
    let verb = draft.predicate + 1;
    let behind = draft.nominal
        && verb + 2 < view.len()
        && view.word(verb).ends_with("ing")
        && view.lexicon.listed("beginning", &view.word(verb).to_lowercase());
    if !behind {
        return None;
    }
    let (from, to) = (view.token(verb).span.end, view.token(verb + 2).span.end);
    let told = world
        .times_along(view.passage, annalist_span::Span::new(from, to))
        .iter()
        .find(|m| m.span.start >= from && m.span.start < to)?;
    Some(own_time(view, told.value.edtf.clone()?, told.value.part, told.span))
}

/// "on 5 June, a day after ten had died": the day that is told, which the words behind it only set beside another.
fn day_told(view: &View<'_>, world: &World<'_>, own: ClauseTime) -> ClauseTime {
    let list = world.times_along(view.passage, view.sentence.span);
    let Some(at) = list.iter().position(|m| own.mention == Some((view.passage, m.span))) else { return own };
    let (later, Some(first)) = (&list[at], at.checked_sub(1).map(|n| &list[n])) else { return own };
    let between = view.source.text.get(first.span.end as usize..later.span.start as usize);
    let beside = later.rule.0.ends_with("from-event") && between.is_some_and(|t| t.trim() == ",");
    let day = first.value.edtf.as_ref().filter(|e| beside && e.single_day().is_some());
    match day {
        Some(day) => ClauseTime { when: Some(day.clone()), mention: Some((view.passage, first.span)), ..own },
        None => own,
    }
}

/// A time that a clause has of its own, by words of its passage.
fn own_time(view: &View<'_>, when: Edtf, part: Option<PartOfDay>, words: annalist_span::Span) -> ClauseTime {
    ClauseTime {
        when: Some(when),
        part,
        reason: TimeReason::Attached,
        way: TimeWay::Own,
        mention: Some((view.passage, words)),
    }
}

/// The time of its own clause, or of the verb that carries it.
fn attached(view: &View<'_>, world: &World<'_>, draft: &Draft) -> ClauseTime {
    if let Some(time) = began(view, world, draft) {
        return time;
    }
    let own = if draft.clause < view.sentence.clauses.len() {
        world.clause_time(view.passage, view.index, draft.clause)
    } else {
        again(view, world, draft).unwrap_or_else(|| world.times.time_at(view.passage, draft.span))
    };
    if let Some(time) = since_then(view, world, draft, &own) {
        return time;
    }
    if let Some(time) = borne(view, world, draft, &own) {
        return time;
    }
    if let Some(time) = lasted(view, world, draft, &own).or_else(|| ended(view, draft, &own)) {
        return time;
    }
    if let Some(time) = gapped(view, world, draft, &own) {
        return time;
    }
    if let Some(time) = tried(view, world, draft, &own) {
        return time;
    }
    if own.reason == TimeReason::Attached {
        let own = day_told(view, world, own);
        let own = on_its_day(view, world, draft, own);
        return before(view, world, draft, &own).unwrap_or(own);
    }
    for other in draft.carrier.iter().chain(&draft.absorbed) {
        let time = world.clause_time(view.passage, view.index, *other);
        if time.reason == TimeReason::Attached {
            return time;
        }
    }
    own
}

/// "lasted from the 4th to the 9th, the last day of shelling": all of those days.
fn lasted(view: &View<'_>, world: &World<'_>, draft: &Draft, own: &ClauseTime) -> Option<ClauseTime> {
    let verb = draft.carrier.filter(|&c| draft.nominal && view.clauses[c].lemma == "last")?;
    let from = view.token(view.clauses[verb].predicate).span.end;
    let list = world.times_along(view.passage, view.sentence.span);
    let whole = |m: &&annalist_time::TimeMention| {
        m.span.start >= from
            && m.span.end <= view.sentence.span.end
            && m.value.group.as_ref().is_some_and(|g| g.begin().is_some() && g.end().is_some())
    };
    let mention = list.iter().find(whole)?;
    let when = mention.value.group.clone();
    let way = TimeWay::Own;
    Some(ClauseTime {
        when,
        way,
        reason: TimeReason::Attached,
        mention: Some((view.passage, mention.span)),
        ..own.clone()
    })
}

/// "lasted from the 4th to the 9th and ended with X taking Y": on the 9th.
fn ended(view: &View<'_>, draft: &Draft, own: &ClauseTime) -> Option<ClauseTime> {
    let token = view.token(draft.predicate);
    let with = view.token(token.head);
    let ends = token.label == Label::Pcomp
        && view.word(token.head).eq_ignore_ascii_case("with")
        && matches!(&*view.token(with.head).lemma, "end" | "conclude" | "culminate");
    let period = own
        .when
        .as_ref()
        .filter(|w| ends && own.way != TimeWay::Own && w.begin().is_some() && w.end().is_some())?;
    Some(ClauseTime { when: Some(Edtf::day(period.latest()?)), ..own.clone() })
}

/// "had held the palace since the war began in April": from then on.
fn since_then(view: &View<'_>, world: &World<'_>, draft: &Draft, own: &ClauseTime) -> Option<ClauseTime> {
    if draft.kind != Kind::Hold || draft.nominal {
        return None;
    }
    let since = |&c: &usize| {
        let clause = &view.clauses[c];
        view.token(clause.predicate).head == draft.predicate
            && view
                .children(clause.predicate)
                .iter()
                .any(|&m| view.token(m).label == Label::Mark && view.word(m).eq_ignore_ascii_case("since"))
    };
    let clause = (0..view.sentence.clauses.len()).find(since)?;
    let below = view.subtree(view.clauses[clause].predicate);
    let there = |t: &ClauseTime| t.mention.is_some_and(|(p, m)| p == view.passage && below.contains(m));
    let began = world.clause_time(view.passage, view.index, clause);
    let time = [own.clone(), began].into_iter().find(there)?;
    let when = time.when.as_ref().filter(|w| !w.as_str().contains('/'))?;
    let when = Edtf::parse(&format!("{}/..", when.as_str())).ok()?;
    Some(ClauseTime { when: Some(when), ..time })
}

/// "had tried to abduct X": before, as the trying was.
fn tried(view: &View<'_>, world: &World<'_>, draft: &Draft, own: &ClauseTime) -> Option<ClauseTime> {
    let token = view.token(draft.predicate);
    let had = |v: u32| {
        view.children(v)
            .iter()
            .any(|&c| view.word(c).eq_ignore_ascii_case("had") && view.token(c).label == Label::Aux)
    };
    if draft.nominal || own.way == TimeWay::Own || token.label != Label::Xcomp || !had(token.head) {
        return None;
    }
    let above = (0..view.sentence.clauses.len()).find(|&c| view.clauses[c].predicate == token.head)?;
    let time = world.clause_time(view.passage, view.index, above);
    let before = time.when.as_ref()?.begin().is_none() && time.when.as_ref()?.as_str().starts_with("../");
    before.then_some(time)
}

/// "ten had been killed and two posts destroyed between the 2nd and the 4th": the time behind the verb that shares the first
/// one's auxiliary is of both.
fn gapped(view: &View<'_>, world: &World<'_>, draft: &Draft, own: &ClauseTime) -> Option<ClauseTime> {
    if draft.nominal || own.way == TimeWay::Own || draft.clause >= view.sentence.clauses.len() {
        return None;
    }
    let shares = |&c: &usize| {
        let clause = &view.clauses[c];
        let conjunct = view.token(clause.predicate);
        let bare = !view
            .children(clause.predicate)
            .iter()
            .any(|&a| matches!(view.token(a).label, Label::Aux | Label::Auxpass));
        conjunct.label == Label::Conj
            && conjunct.head == draft.predicate
            && conjunct.tag == Tag::Vbn
            && view.token(draft.predicate).tag == Tag::Vbn
            && clause.predicate > draft.predicate
            && bare
    };
    let second = (0..view.sentence.clauses.len()).find(shares)?;
    let time = world.clause_time(view.passage, view.index, second);
    (time.reason == TimeReason::Attached && time.way == TimeWay::Own).then_some(time)
}

/// "exploded beneath a bus carrying conscripts on Monday": on Monday it exploded.
fn borne(view: &View<'_>, world: &World<'_>, draft: &Draft, own: &ClauseTime) -> Option<ClauseTime> {
    if draft.nominal || own.reason == TimeReason::Attached || draft.clause >= view.sentence.clauses.len() {
        return None;
    }
    let clause = &view.clauses[draft.clause];
    let heads = clause.patients.iter().map(|p| p.head).chain(clause.obliques.iter().map(|o| o.argument.head));
    let inner = heads.filter(|&h| h > clause.predicate).find_map(|h| crate::mend::bearing(view, h))?;
    let time = (inner < view.sentence.clauses.len())
        .then(|| world.clause_time(view.passage, view.index, inner))
        .filter(|t| t.reason == TimeReason::Attached && t.way == TimeWay::Own)?;
    Some(time)
}

/// "took A on 3 May and B | on the 5th": the day among the words that tell the verb again.
fn again(view: &View<'_>, world: &World<'_>, draft: &Draft) -> Option<ClauseTime> {
    let list = world.times_along(view.passage, draft.span);
    let told = list.iter().find(|m| !draft.nominal && draft.span.contains(m.span))?;
    Some(own_time(view, told.value.edtf.clone()?, told.value.part, told.span))
}

/// "the strikes had killed ten": what a noun had done was before the day told, and so was it.
fn before(view: &View<'_>, world: &World<'_>, draft: &Draft, own: &ClauseTime) -> Option<ClauseTime> {
    let told = draft.carrier.iter().chain(&draft.absorbed).filter(|_| draft.nominal);
    let verbs = told.filter(|&&c| c < view.sentence.clauses.len() && !View::is_nominal(&view.clauses[c]));
    verbs.map(|&c| world.clause_time(view.passage, view.index, c)).find(|time| {
        let (Some(when), Some(day)) = (&time.when, own.when.as_ref().and_then(Edtf::single_day)) else {
            return false;
        };
        time.reason == TimeReason::Attached && when.begin().is_none() && when.latest() == Some(day)
    })
}

/// "The Belvar offensive (2019) was launched on 4 May 2019": the day that the sentence tells rather than
/// the years that the title has.
fn on_its_day(view: &View<'_>, world: &World<'_>, draft: &Draft, own: ClauseTime) -> ClauseTime {
    let list = world.times_along(view.passage, view.sentence.span);
    let title = |span: annalist_span::Span| {
        view.source.text.get(..span.start as usize).is_some_and(|t| t.trim_end().ends_with('('))
    };
    let (Some((_, mention)), Some(period)) = (own.mention, own.when.as_ref()) else { return own };
    if !draft.nominal || !title(mention) || period.single_day().is_some() {
        return own;
    }
    let (Some(first), Some(last)) = (period.earliest(), period.latest()) else { return own };
    let days: Vec<_> = list
        .iter()
        .filter(|m| view.sentence.span.contains(m.span) && m.span != mention && !title(m.span))
        .filter_map(|m| Some((m.span, m.value.edtf.as_ref()?.single_day()?)))
        .filter(|(_, day)| first <= *day && *day <= last)
        .collect();
    match days.as_slice() {
        [(span, day)] => {
            ClauseTime { when: Some(Edtf::day(*day)), mention: Some((view.passage, *span)), ..own }
        }
        _ => own,
    }
}

/// "a night attack", "repelled a morning raid": the part of the day that the event's noun has before it.
fn part(view: &View<'_>, draft: &Draft) -> Option<PartOfDay> {
    let noun =
        if draft.nominal { Some(draft.predicate) } else { draft.about.map(|c| view.clauses[c].predicate) };
    let words = view
        .children(noun?)
        .iter()
        .filter(|&&c| Some(c) < noun)
        .flat_map(|&c| view.tokens_in(view.phrase(c)).filter(move |&i| i <= c).collect::<Vec<_>>());
    words.map(|i| view.word(i).to_lowercase()).find_map(|w| {
        Some(match w.as_str() {
            "morning" | "dawn" | "daybreak" => PartOfDay::Morning,
            "midday" | "noon" => PartOfDay::Noon,
            "afternoon" => PartOfDay::Afternoon,
            "evening" => PartOfDay::Evening,
            "night" | "nighttime" | "overnight" | "nocturnal" => PartOfDay::Night,
            _ => return None,
        })
    })
}

/// "an earlier attack": at some time before, unless its own time is told behind it.
fn former(view: &View<'_>, draft: &Draft, time: &ClauseTime) -> bool {
    let before = |&c: &u32| view.lexicon.listed("earlier", &view.word(c).to_lowercase());
    let end = view.token(draft.predicate.min(view.len().saturating_sub(1))).span.end;
    draft.nominal
        && time.way != TimeWay::Own
        && time.mention.is_none_or(|(p, m)| p != view.passage || m.end <= end)
        && view.children(draft.predicate).iter().any(before)
}

/// "left under an agreement": what was agreed before.
fn agreed(view: &View<'_>, draft: &Draft, time: &ClauseTime) -> bool {
    let token = view.token(draft.predicate.min(view.len().saturating_sub(1)));
    let word = view.word(token.head).to_lowercase();
    draft.kind == Kind::Accord
        && draft.nominal
        && time.way != TimeWay::Own
        && token.label == Label::Pobj
        && matches!(word.as_str(), "under" | "following" | "after" | "per")
}

/// "On the 4th, X said that they had captured Y": told as the news of that day. What people suffered,
/// or that somebody had left, may be older.
fn on_the_day(view: &View<'_>, world: &World<'_>, kind: Kind, told: bool, time: &mut ClauseTime) {
    let news = matches!(
        kind,
        Kind::Capture | Kind::Transfer | Kind::Enter | Kind::Advance | Kind::Encircle | Kind::Attack
    ) && told
        || kind == Kind::Hold;
    let Some(when) = time.when.as_ref().filter(|w| news && w.begin().is_none()) else { return };
    let until = (0..view.len()).any(|i| {
        matches!(view.word(i).to_lowercase().as_str(), "by" | "until" | "till" | "before")
            && (i + 1..view.len().min(i + 4)).any(|t| world.is_time(view.passage, view.token(t).span))
    });
    // "The mayor later stated that": of no day of its own.
    let later = (0..view.len()).any(|i| {
        view.word(i).eq_ignore_ascii_case("later")
            && view.lexicon.listed("report", &view.token(view.token(i).head).lemma)
    });
    let own = world.times_along(view.passage, view.sentence.span).iter().any(|m| {
        view.sentence.span.contains(m.span) && m.value.edtf.as_ref().is_some_and(|e| e.single_day().is_some())
    });
    if until || later && !own {
        return;
    }
    // "Between the 4th and the 6th, X said": the news of those days.
    let days = time.mention.and_then(|(passage, span)| {
        let value = &world.times_along(passage, span).iter().find(|m| m.span == span)?.value;
        value
            .group
            .clone()
            .or_else(|| value.edtf.clone())
            .filter(|e| e.begin().is_some() && e.end().is_some())
    });
    time.when = days.or_else(|| when.latest().map(Edtf::day)).or(time.when.take());
}

#[cfg(test)]
mod tests {
    use crate::testing::when;

    #[test]
    fn what_was_said_between_two_days_is_the_news_of_those_days() {
        let text =
            "Between 4 and 6 May 2019, local sources said that the rebels had captured the town of Belvar.";
        assert_eq!(when(text, "had captured").as_deref(), Some("2019-05-04/2019-05-06"));
    }

    #[test]
    fn the_time_behind_the_second_of_two_verbs_that_share_their_auxiliary_is_of_both() {
        let text = "On 6 May 2019, the ministry said that 60 fighters had been killed and 12 posts destroyed between 2 and 4 \
                    May near Belvar.";
        assert_eq!(when(text, "60 fighters").as_deref(), Some("2019-05-02/2019-05-04"));
    }

    #[test]
    fn fighting_that_is_said_to_have_begun_is_the_news_of_the_day() {
        let text = "On 4 May 2019, the rebels announced that fighting for Belvar had begun.";
        assert_eq!(when(text, "fighting for").as_deref(), Some("2019-05-04"));
    }

    #[test]
    fn what_an_event_ended_with_was_at_its_end() {
        let text =
            "The battle lasted from 4 May 2019 to 9 June 2019 and ended with the army recapturing Belvar.";
        assert_eq!(when(text, "recapturing").as_deref(), Some("2019-06-09"));
    }

    #[test]
    fn what_was_held_since_a_war_began_is_held_from_then_on() {
        let text = "On 3 June 2019, the army shelled Belvar. The militia had held the barracks since the war began in April 2017.";
        assert_eq!(when(text, "the barracks").as_deref(), Some("2017-04/.."));
    }

    #[test]
    fn what_somebody_had_tried_was_tried_before() {
        let text = "On 4 May 2019, the paper reported that the army had abducted a judge and had tried to abduct a teacher in \
                    Belvar.";
        assert_eq!(when(text, "a teacher").as_deref(), Some("../2019-05-04"));
    }

    #[test]
    fn a_title_has_its_years_and_the_sentence_its_day() {
        let text = "The Belvar offensive (2019) was an operation launched by the rebels against the army on 4 May 2019.";
        assert_eq!(when(text, "operation launched").as_deref(), Some("2019-05-04"));
    }

    #[test]
    fn what_a_strike_had_done_was_before_the_day_on_which_it_was_told() {
        let text = "On 4 May 2019, the ministry said that two villagers had been killed by army airstrikes near Belvar.";
        assert_eq!(when(text, "airstrikes near").as_deref(), Some("../2019-05-04"));
    }

    #[test]
    fn an_offensive_is_of_the_day_on_which_it_began() {
        let text = "A rebel offensive beginning on 23 March 2019 recaptured the town of Belvar by 26 March.";
        assert_eq!(when(text, "rebel offensive").as_deref(), Some("2019-03-23"));
    }

    #[test]
    fn a_night_attack_is_at_night() {
        let text = "On 4 May 2019, the garrison repelled a rebel night attack on Belvar.";
        let claims = crate::testing::claims(text);
        assert!(claims.iter().all(|c| c.part == Some(annalist_time::PartOfDay::Night)), "{claims:?}");
    }

    #[test]
    fn an_earlier_attack_was_before() {
        let text = "On 4 May 2019, rebel forces captured Belvar, following an earlier attack by the army.";
        assert_eq!(when(text, "earlier attack").as_deref(), Some("../2019-05-04"));
    }

    #[test]
    fn what_was_agreed_came_before_what_was_done_under_it() {
        let text = "On 4 May 2019, under a truce with the army, rebel forces left the town of Belvar.";
        assert_eq!(when(text, "truce with").as_deref(), Some("../2019-05-04"));
    }
}

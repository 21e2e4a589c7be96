//! How long events ran: what led up to another ("after four days of …"), what began and ended, what
//! was in "the fighting".

use annalist_language::{Label, PredicateForm, Relation, Sentence};

use crate::attach;
use crate::meaning::Op;
use crate::usage::Use;
use crate::when::Used;
use crate::{ClauseTime, Edtf, TimeReason, TimeWay, TimexKind};

/// "It fell after three days of shelling": the shelling filled the three days that led up to it.
pub(crate) fn led_up_to(
    sentence: &Sentence,
    used: &[Used],
    own: &[Option<ClauseTime>],
    times: &mut [ClauseTime],
) {
    for length in used.iter().filter(|u| u.op == Op::Duration && u.how == Use::After) {
        let (Some(days), Some(head)) = (days_of(length), length.head) else { continue };
        let governor = length.attached.clause;
        let Some(end) = governor.and_then(|g| times.get(g)?.when.as_ref()?.single_day()) else { continue };
        let Some(run) =
            Edtf::day(end).shifted(-days).and_then(|begin| Edtf::between(&begin, &Edtf::day(end)))
        else {
            continue;
        };
        for (i, clause) in sentence.clauses.iter().enumerate() {
            let undated = own.get(i).is_none_or(Option::is_none);
            if Some(i) != governor && undated && hangs_on(sentence, clause.predicate as usize, head) {
                times[i].when = Some(run.clone());
                times[i].part = None;
                times[i].way = TimeWay::LedUpTo;
            }
        }
    }
}

/// Verbs of a beginning and of an end.
const BEGINS: &[&str] = &["begin", "start", "commence", "open"];
const ENDS: &[&str] = &["end", "conclude", "finish", "cease", "stop", "halt", "lift", "suspend", "terminate"];

/// "The siege was a battle that began on the 3rd and ended on the 9th": it ran from the one day to
/// the other.
pub(crate) fn lasted(sentence: &Sentence, own: &[Option<ClauseTime>], times: &mut [ClauseTime]) {
    let dated = |verbs: &[&str]| {
        sentence.clauses.iter().enumerate().find_map(|(i, c)| {
            let when = own.get(i)?.as_ref()?.when.clone()?;
            (c.form == PredicateForm::Finite && verbs.contains(&c.lemma.as_str())).then_some((i, when))
        })
    };
    let (Some((begin, from)), Some((end, to))) = (dated(BEGINS), dated(ENDS)) else { return };
    let governor = sentence.clauses[begin].governor;
    let Some(whole) = governor.filter(|g| g.relation == Relation::Relative).map(|g| g.clause as usize) else {
        return;
    };
    let (Some(run), true) = (Edtf::between(&from, &to), from.earliest() <= to.earliest()) else { return };
    for (i, clause) in sentence.clauses.iter().enumerate() {
        let part = i == whole
            || clause.form == PredicateForm::Nominal
                && clause.governor.is_some_and(|g| g.clause as usize == whole);
        if part && i != begin && i != end && own.get(i).is_none_or(Option::is_none) {
            times[i].when = Some(run.clone());
            times[i].part = None;
            times[i].way = TimeWay::Dependent;
        }
    }
}

/// Nouns of a fight that "the" points back to.
const FIGHTS: &[&str] =
    &["fighting", "battle", "clashes", "offensive", "assault", "operation", "campaign", "siege"];

/// "Twelve were killed in the fighting", without a time: in all that the passage told of it so far.
pub(crate) fn in_the_fight(sentence: &Sentence, text: &str, opened: Option<&Edtf>, times: &mut [ClauseTime]) {
    let Some(opened) = opened else { return };
    for (i, clause) in sentence.clauses.iter().enumerate() {
        let points_back = sentence.tokens.iter().enumerate().any(|(n, noun)| {
            let Some(preposition) = sentence.tokens.get(noun.head as usize) else { return false };
            noun.label == Label::Pobj
                && preposition.head == clause.predicate
                && ["in", "during"].iter().any(|w| preposition.span.of_text(text).eq_ignore_ascii_case(w))
                && FIGHTS.iter().any(|w| noun.span.of_text(text).eq_ignore_ascii_case(w))
                && sentence.tokens.iter().any(|d| {
                    d.head as usize == n
                        && d.label == Label::Det
                        && d.span.of_text(text).eq_ignore_ascii_case("the")
                })
        });
        if points_back && times[i].reason == TimeReason::Inherited && times[i].way == TimeWay::Story {
            let stands = times[i].when.clone();
            let run = stands.as_ref().and_then(|s| Edtf::between(opened, s));
            times[i].when = run.filter(|r| r.earliest() <= r.latest()).or(stands);
        }
    }
}

/// Verbs of what was under way before the story came to it.
const GOES_ON: &[&str] = &["continue", "persist", "remain", "last", "keep"];

/// "Shelling continued until the 9th", untold since when: up to that day.
pub(crate) fn went_on(
    sentence: &Sentence,
    text: &str,
    used: &[Used],
    own: &[Option<ClauseTime>],
    times: &mut [ClauseTime],
) {
    for (i, clause) in sentence.clauses.iter().enumerate() {
        let until = used.iter().filter(|u| u.attached.clause == Some(i) && u.link.is_none());
        let mut until = until.filter(|u| u.how == Use::Until && u.value.edtf.is_some());
        let Some(bound) = until.next().filter(|_| GOES_ON.contains(&clause.lemma.as_str())) else { continue };
        let ranged = used.iter().any(|u| u.link.is_some());
        if ranged || attach::is_pluperfect(sentence, clause.predicate as usize, text) {
            continue;
        }
        let when = bound.value.edtf.as_ref().and_then(Edtf::by);
        for (n, other) in sentence.clauses.iter().enumerate() {
            let token = sentence.tokens.get(other.predicate as usize);
            let subject = token.is_some_and(|t| {
                t.head == clause.predicate && matches!(t.label, Label::Nsubj | Label::Nsubjpass)
            });
            if n == i || subject && own.get(n).is_none_or(Option::is_none) {
                times[n].when.clone_from(&when);
            }
        }
    }
}

/// "It was retaken on the 9th after being held since the 3rd": held from the one day to the other.
pub(crate) fn until_then(sentence: &Sentence, times: &mut [ClauseTime]) {
    for (i, clause) in sentence.clauses.iter().enumerate() {
        let Some(token) = sentence.tokens.get(clause.predicate as usize) else { continue };
        let Some(preposition) = sentence.tokens.get(token.head as usize) else { continue };
        let led = token.label == Label::Pcomp && preposition.label == Label::Prep;
        let Some(to) = sentence
            .clauses
            .iter()
            .position(|c| led && c.predicate == preposition.head)
            .and_then(|g| times.get(g))
        else {
            continue;
        };
        let (Some(end), Some(since)) = (to.when.as_ref().and_then(Edtf::single_day), times[i].when.clone())
        else {
            continue;
        };
        let from = since.earliest().filter(|from| since.end().is_none() && *from < end);
        let Some(run) = from.and_then(|from| Edtf::between(&Edtf::day(from), &Edtf::day(end))) else {
            continue;
        };
        for (n, other) in sentence.clauses.iter().enumerate() {
            let below = other.governor.is_some_and(|g| g.clause as usize == i);
            if n == i || below && times[n].when.as_ref() == Some(&since) {
                times[n].when = Some(run.clone());
            }
        }
    }
}

/// The events that a clause tells the end of: "the siege was lifted on the 9th" ran until then.
pub(crate) fn ended(sentence: &Sentence) -> Vec<usize> {
    let ends =
        |at: u32| sentence.clauses.iter().any(|c| c.predicate == at && ENDS.contains(&c.lemma.as_str()));
    let subject = |label: Label| matches!(label, Label::Nsubj | Label::Nsubjpass);
    sentence
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, t)| subject(t.label) && ends(t.head))
        .map(|(i, _)| i)
        .collect()
}

/// The days of a length told in days or weeks.
fn days_of(length: &Used) -> Option<i64> {
    let value = length.value.value.strip_prefix('P').filter(|_| length.value.kind == TimexKind::Duration)?;
    let days = |unit: char, each: i64| Some(value.strip_suffix(unit)?.parse::<i64>().ok()? * each);
    days('D', 1).or_else(|| days('W', 7)).filter(|d| (1..=366).contains(d))
}

/// Whether the token at `at` is `head` or hangs on it by "of".
fn hangs_on(sentence: &Sentence, mut at: usize, head: usize) -> bool {
    for _ in 0..6 {
        if at == head {
            return true;
        }
        let Some(token) = sentence.tokens.get(at) else { return false };
        // "three days of trying to take it": what was tried is part of it.
        let below = matches!(token.label, Label::Xcomp | Label::Ccomp | Label::Dobj);
        if !below && !matches!(token.label, Label::Pobj | Label::Pcomp | Label::Prep | Label::Conj) {
            return false;
        }
        at = token.head as usize;
    }
    false
}

#[cfg(test)]
mod tests {
    use annalist_language::Pipeline;
    use annalist_span::Span;

    use crate::TimeLayer;

    /// The time of the clause around `word` in `text`.
    fn time(text: &str, word: &str) -> Option<String> {
        let document = annalist_document::read("text.txt", text.as_bytes()).unwrap().remove(0);
        let pipeline = Pipeline::embedded();
        let analyses: Vec<_> = document.passages.iter().map(|p| pipeline.analyse(&p.text)).collect();
        let layer = TimeLayer::read(&document, &analyses, None);
        let found = document.passages.iter().enumerate().find_map(|(i, p)| Some((i, p.text.find(word)?)));
        let (passage, at) = found.unwrap();
        let time = layer.time_at(passage as u32, Span::of(at, at + word.len()));
        time.when.map(|w| w.as_str().to_owned())
    }

    #[test]
    fn what_led_up_to_a_day_filled_the_days_before() {
        let text = "The garrison left on 9 June 1931. The next day, the fort fell to the army after two days of shelling.";
        assert_eq!(time(text, "shelling").as_deref(), Some("1931-06-08/1931-06-10"));
        assert_eq!(time(text, "fell").as_deref(), Some("1931-06-10"));
    }

    #[test]
    fn what_was_tried_for_days_filled_them() {
        let text =
            "The army came on 9 June 1931. After three days of failing to capture either fort, it went home.";
        assert_eq!(time(text, "capture").as_deref(), Some("1931-06-09/1931-06-12"));
    }

    #[test]
    fn an_event_that_began_and_ended_ran_between() {
        let text = "The Battle of Girton was a siege that began on 3 June 1931 and ended on 9 June 1931.";
        assert_eq!(time(text, "siege").as_deref(), Some("1931-06-03/1931-06-09"));
    }

    #[test]
    fn what_was_halted_on_a_day_ran_until_then() {
        let text = "The raiding campaign was halted on 9 June 1931.";
        assert_eq!(time(text, "campaign").as_deref(), Some("../1931-06-09"));
    }

    #[test]
    fn the_fighting_is_all_that_the_passage_told_of() {
        let text = "On 3 June 1931, the rebels attacked the fort. They withdrew the next day. Twelve men were killed in the fighting.";
        assert_eq!(time(text, "killed").as_deref(), Some("1931-06-03/1931-06-04"));
        assert_eq!(time(text, "withdrew").as_deref(), Some("1931-06-04"));
    }

    #[test]
    fn a_while_after_an_untold_day_of_a_month_may_reach_the_next() {
        let text = "In June 1931, the army attacked the fort. After ten days, the rebels shelled the camp.";
        assert_eq!(time(text, "shelled").as_deref(), Some("1931-06/1931-07"));
    }

    #[test]
    fn as_of_a_day_sees_the_story_from_there() {
        let text = "On 7 June 1931 the fort fell. As of 9 June 1931, the siege had stalled. The rebels shelled the camp.";
        assert_eq!(time(text, "stalled").as_deref(), Some("../1931-06-09"));
        assert_eq!(time(text, "shelled").as_deref(), Some("1931-06-09"));
    }

    #[test]
    fn what_went_on_until_a_day_began_at_some_time_before() {
        let text = "The rebels left the fort on 3 June 1931. Shelling of the camp continued until 9 June.";
        assert_eq!(time(text, "Shelling").as_deref(), Some("../1931-06-09"));
    }

    #[test]
    fn what_was_since_a_day_ended_with_what_it_led_to() {
        let text = "On 9 June 1931, the fort was taken after being held by the army since 3 June.";
        assert_eq!(time(text, "being held").as_deref(), Some("1931-06-03/1931-06-09"));
    }

    #[test]
    fn some_point_is_no_day() {
        let text = "On 3 June 1931 the fort fell. At some point the army came back. It burned the camp.";
        assert_eq!(time(text, "came back"), None);
        assert_eq!(time(text, "burned"), None);
        let text = "On 3 June 1931 the fort fell. On 9 June the army came back.";
        assert_eq!(time(text, "came back").as_deref(), Some("1931-06-09"));
    }

    #[test]
    fn a_look_back_leaves_the_story_where_it_stands() {
        let text = "On 9 June 1931 the fort fell. The camp had already been burned on 3 June. The army left.";
        assert_eq!(time(text, "burned").as_deref(), Some("1931-06-03"));
        assert_eq!(time(text, "left").as_deref(), Some("1931-06-09"));
    }

    #[test]
    fn days_after_a_stretch_are_a_stretch() {
        let text = "In early June 1931, the army took the camp. Two days later, the rebels left the fort.";
        assert_eq!(time(text, "left").as_deref(), Some("1931-06-03/1931-06-12"));
        let text = "Between 3 and 5 June 1931, the army took the camp, before leaving it hours later.";
        assert_eq!(time(text, "leaving").as_deref(), Some("1931-06-03/1931-06-05"));
    }

    #[test]
    fn beside_a_few_days_is_all_of_them() {
        let text =
            "On 3 June 1931 the fort fell. The camp burned on 4 June. Concurrently, the army took the mill.";
        assert_eq!(time(text, "took").as_deref(), Some("1931-06-03/1931-06-04"));
        let text =
            "On 3 June 1931 the fort fell. The camp burned on 24 June. Concurrently, the army took the mill.";
        assert_eq!(time(text, "took").as_deref(), Some("1931-06-24"));
    }

    #[test]
    fn before_any_time_a_story_of_one_year_stands_in_it() {
        let text = "The army wanted the fort. On 3 June 1931 it came. It left on 5 June 1931, came back on 8 June 1931, left on 9 June 1931, and was gone on 10 June 1931.";
        assert_eq!(time(text, "wanted").as_deref(), Some("1931"));
    }

    #[test]
    fn a_day_that_is_told_goes_before_one_that_is_counted() {
        let text = "On 3 June 1931, the siege began. Two weeks later, on 18 June, the fort was taken.";
        assert_eq!(time(text, "taken").as_deref(), Some("1931-06-18"));
    }

    #[test]
    fn a_cause_of_a_state_since_then_is_of_its_beginning() {
        let text = "The town was held by the rebels since January 1931 when they cut the road.";
        assert_eq!(time(text, "cut the road").as_deref(), Some("1931-01"));
    }

    #[test]
    fn what_had_ended_before_is_told_by_then() {
        let text = "On 9 June 1931, the town was declared safe after the army had left the area.";
        assert_eq!(time(text, "left the area").as_deref(), Some("../1931-06-09"));
        let text = "On 9 June 1931, the town was declared safe after the army left the area.";
        assert_ne!(time(text, "left the area").as_deref(), Some("../1931-06-09"));
    }

    #[test]
    fn a_day_later_dates_what_came_then_and_not_what_came_before() {
        let text =
            "The siege began on 9 June 1931. The army failed to take the fort, and left the following day.";
        assert_eq!(time(text, "take the fort").as_deref(), Some("1931-06-09"));
        assert_eq!(time(text, "left").as_deref(), Some("1931-06-10"));
    }

    #[test]
    fn a_day_counted_back_by_the_way_leaves_the_story_where_it_is() {
        let text = "On 14 March 1931 the mayor claimed that he was safe. The general doubted the claim due to word of the \
                    mayor being seen in Girton the day before his speech. Two families left the town.";
        assert_eq!(time(text, "families left").as_deref(), Some("1931-03-14"));
    }

    #[test]
    fn what_is_said_later_had_happened_by_then() {
        let text = "Ten guards were killed in the mill, the army said on 9 June 1931.";
        assert_eq!(time(text, "killed").as_deref(), Some("../1931-06-09"));
        let text = "On 7 June 1931 the fort fell. Ten guards died there on that day, the army said on 9 June 1931. The rebels left.";
        assert_eq!(time(text, "rebels left").as_deref(), Some("1931-06-07"));
    }
}

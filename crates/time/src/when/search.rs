//! Which mention dates a clause: its own, its governor's, one of what it governs, the sentence's first.

use annalist_language::{Label, PredicateForm, Relation, Sentence};
use annalist_span::Span;

use super::{Standing, Used};
use crate::attach;
use crate::meaning::Op;
use crate::{ClauseTime, Edtf, TimeWay};

/// Days within which what is said is of where the story stands.
const NEWS: i32 = 3;

/// Most bytes between a counted day and the same day told (", on ").
const BESIDE: u32 = 6;

fn is_day(used: &Used) -> bool {
    used.period.is_some_and(|p| p.is_day()) && used.value.part.is_none()
}

/// The time that a clause's own mentions tell.
pub(super) fn own_time(
    used: &[Used],
    clause: usize,
    uses: &[(Span, Option<usize>, ClauseTime)],
) -> Option<ClauseTime> {
    let mut own: Vec<&Used> = used.iter().filter(|u| u.attached.clause == Some(clause)).collect();
    own.sort_by_key(|u| (u.attached.distance, u.span.start));
    let time = |u: &Used| uses.iter().find(|(span, ..)| *span == u.span).map(|(_, _, t)| t.clone());
    // "two weeks later, on the 7th": the day that is told rather than the one that is counted.
    if let [counted, rest @ ..] = own.as_slice()
        && counted.op == Op::Shift
        && let Some(day) = rest.iter().position(|u| {
            let gap = u.span.start.saturating_sub(counted.span.end);
            u.op == Op::Date && u.span.start >= counted.span.end && gap <= BESIDE && is_day(u)
        })
    {
        own.swap(0, day + 1);
    }
    let mut told = own.iter().filter_map(|u| time(u));
    let mut best = told.next()?;
    if best.part.is_none() {
        // "On 26 March … in the evening": the day of one, the part of the other.
        best.part = told.find(|t| t.part.is_some() && t.when == best.when).and_then(|t| t.part);
    }
    Some(best)
}

/// The time of a clause by its own mentions, its governors', or those of the clauses that carry
/// its consequence.
pub(super) fn clause_time(
    sentence: &Sentence,
    text: &str,
    clause: usize,
    own: &[Option<ClauseTime>],
    entry: Option<&Standing>,
) -> Option<ClauseTime> {
    if let Some(time) = &own[clause] {
        return Some(time.clone());
    }
    if let Some(time) = event_time(sentence, text, clause, own) {
        return Some(time.by_way(TimeWay::NamedEvent));
    }
    let told = &sentence.clauses[clause];
    if let Some(governor) = told.governor
        && (governor.clause as usize) < own.len()
        && governor.clause as usize != clause
        && let Some(mut up) = clause_up(sentence, text, governor.clause as usize, own, 0)
    {
        let open = up.when.as_ref().is_some_and(|w| w.begin().is_none());
        // "the siege had stalled by the 9th" is of no other time than its verb.
        let carried = sentence
            .tokens
            .get(told.predicate as usize)
            .is_some_and(|t| matches!(t.label, Label::Nsubj | Label::Nsubjpass | Label::Dobj));
        let around =
            matches!(governor.relation, Relation::Adverbial | Relation::Argument | Relation::Relative);
        if open && around && !(governor.relation == Relation::Argument && carried) {
            // "after days of fighting it fell by the 9th": the fighting ran until then.
            if let (Some(entry), Some(when)) = (entry, &up.when) {
                up.when = Edtf::between(&entry.when, when).or(up.when);
            }
        }
        // "held since 2015, when it cut the road": cut in 2015, not ever since.
        let whenever = sentence
            .tokens
            .iter()
            .any(|t| t.head == told.predicate && t.span.of_text(text).eq_ignore_ascii_case("when"));
        let first = up.when.as_ref().filter(|_| whenever).and_then(|w| w.as_str().strip_suffix("/.."));
        if let Some(first) = first.and_then(|f| Edtf::parse(f).ok()) {
            up.when = Some(first);
        }
        // "the platoon deployed at X was attacked": deployed by then.
        let reduced = told.form == PredicateForm::Participle
            && governor.relation == Relation::Relative
            && told.predicate < sentence.clauses[governor.clause as usize].predicate;
        if reduced {
            up.when = up.when.and_then(|w| w.by());
            up.part = None;
        }
        // "reported that it had withdrawn": some time before the report.
        let past = attach::is_pluperfect(sentence, told.predicate as usize, text)
            || attach::is_over(sentence, told.predicate as usize, text);
        // "was declared free after they had left": some time before, too.
        let after = governor.relation == Relation::Adverbial
            && sentence.tokens.iter().any(|t| {
                t.head == told.predicate
                    && t.label == Label::Mark
                    && t.span.of_text(text).eq_ignore_ascii_case("after")
            });
        if (is_reported(sentence, clause) || after) && past {
            up.when = up.when.and_then(|w| w.by());
            up.part = None;
        }
        if up.mention.is_some_and(|(_, mention)| said_later(sentence, clause, mention)) {
            // What the story has just come to is what is said of it within a few days.
            let said = up.when.as_ref().and_then(Edtf::single_day);
            let near = |day: crate::Day| said.is_some_and(|s| (0..=NEWS).contains(&(s - day).get_days()));
            let stands = entry.filter(|e| e.when.single_day().is_some_and(near));
            up.when = stands.map_or_else(|| up.when.as_ref().and_then(Edtf::by), |e| Some(e.when.clone()));
            up.part = None;
        }
        return Some(up.by_way(TimeWay::Governor));
    }
    Some(below(sentence, text, clause, own)?.by_way(TimeWay::Dependent))
}

/// Whether a mention dates only the saying of a sentence, told before it, that holds the clause.
fn said_later(sentence: &Sentence, clause: usize, mention: Span) -> bool {
    let mut at = clause;
    for _ in 0..8 {
        let Some(governor) = sentence.clauses.get(at).and_then(|c| c.governor) else { return false };
        let above = governor.clause as usize;
        let behind =
            sentence.clauses.get(above).is_some_and(|a| a.predicate > sentence.clauses[clause].predicate);
        if behind && attach::said_behind(sentence, above, mention) {
            return true;
        }
        if above == at {
            return false;
        }
        at = above;
    }
    false
}

/// Whether the clause is told as what somebody said, or hangs on a noun.
fn is_reported(sentence: &Sentence, mut clause: usize) -> bool {
    for _ in 0..4 {
        let Some(governor) = sentence.clauses.get(clause).and_then(|c| c.governor) else { return false };
        match governor.relation {
            Relation::Complement | Relation::Relative => return true,
            Relation::Coordination => clause = governor.clause as usize,
            _ => return false,
        }
    }
    false
}

fn clause_up(
    sentence: &Sentence,
    text: &str,
    clause: usize,
    own: &[Option<ClauseTime>],
    depth: usize,
) -> Option<ClauseTime> {
    if let Some(time) = own.get(clause)? {
        return Some(time.clone());
    }
    if let Some(time) = event_time(sentence, text, clause, own) {
        return Some(time);
    }
    match sentence.clauses[clause].governor {
        Some(governor) if depth < 8 && governor.clause as usize != clause => {
            clause_up(sentence, text, governor.clause as usize, own, depth + 1)
        }
        _ => below(sentence, text, clause, own),
    }
}

/// The time of an event that the clause names as its subject or object, or in which it happens:
/// "the raid of 5 May failed", "lost in the 1938 offensive".
fn event_time(
    sentence: &Sentence,
    text: &str,
    clause: usize,
    own: &[Option<ClauseTime>],
) -> Option<ClauseTime> {
    sentence.clauses.iter().enumerate().find_map(|(i, c)| {
        let governor = c.governor.filter(|g| g.clause as usize == clause)?;
        if governor.relation != Relation::Argument || c.form != PredicateForm::Nominal {
            return None;
        }
        let time = own[i].clone()?;
        let noun = sentence.tokens.get(c.predicate as usize)?;
        let inside = || {
            let head = sentence.tokens.get(noun.head as usize)?;
            let word = head.span.of_text(text);
            Some(["in", "during", "throughout"].iter().any(|w| word.eq_ignore_ascii_case(w)))
        };
        let carries = match noun.label {
            Label::Nsubj | Label::Nsubjpass | Label::Dobj | Label::Attr => true,
            Label::Pobj => inside().unwrap_or(false),
            _ => false,
        };
        carries.then_some(time)
    })
}

/// The time told by a result or coordinate clause under a clause without one.
fn below(sentence: &Sentence, text: &str, clause: usize, own: &[Option<ClauseTime>]) -> Option<ClauseTime> {
    sentence.clauses.iter().enumerate().find_map(|(i, c)| {
        let governor = c.governor.filter(|g| g.clause as usize == clause)?;
        let level = matches!(
            governor.relation,
            Relation::Result | Relation::Coordination | Relation::Adverbial | Relation::OpenComplement
        );
        if !level || c.form == PredicateForm::Nominal {
            return None;
        }
        // "captured it, but lost it by the 9th": the bound is the later clause's alone.
        let time = own[i].clone().or_else(|| event_time(sentence, text, i, own));
        // "they failed, and left the following day": they failed on the day before.
        let later = |t: &ClauseTime| {
            let words = t.mention.map_or("", |(_, s)| s.of_text(text)).to_lowercase();
            ["following", "next", "later", "after"].iter().any(|w| words.split(' ').any(|o| o == *w))
        };
        let time = time.filter(|t| governor.relation != Relation::Coordination || !later(t));
        time.filter(|t| t.when.as_ref().is_none_or(|w| w.end().is_some() && w.begin().is_some()))
    })
}

/// The mention that opens the sentence speaks for clauses that nothing else dates.
pub(super) fn front_time(
    sentence: &Sentence,
    used: &[Used],
    clause: usize,
    uses: &[(Span, Option<usize>, ClauseTime)],
) -> Option<ClauseTime> {
    // "X, which had stood since 1931, said that Y": what is told in passing dates nothing else.
    let before = |u: &&Used| u.span.start < sentence.clauses[clause].span.start && u.attached.main;
    let opens = |u: &&Used| u.fronted || before(u);
    let first = used.first().filter(opens)?;
    uses.iter().find(|(span, ..)| *span == first.span).map(|(_, _, t)| t.clone())
}

//! When a clause's event happened: by a mention in it, by its governor's, or where the story stood.

use annalist_language::{Label, PredicateForm, Relation, Sentence};
use annalist_span::Span;

use crate::attach::{self, Attachment};
use crate::course;
use crate::meaning::Op;
use crate::period::Period;
use crate::recognise::Link;
use crate::usage::Use;
use crate::{ClauseTime, Day, Edtf, TimeReason, TimeValue, TimeWay};

/// A resolved mention in its sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Used {
    /// Its index among the passage's mentions.
    pub(crate) mention: usize,
    pub(crate) span: Span,
    pub(crate) value: TimeValue,
    pub(crate) period: Option<Period>,
    pub(crate) attached: Attachment,
    pub(crate) how: Use,
    pub(crate) link: Option<Link>,
    pub(crate) op: Op,
    /// The token that governs it.
    pub(crate) head: Option<usize>,
    pub(crate) fronted: bool,
}

/// Where the story stands, for clauses that tell no time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) when: Edtf,
    pub(crate) mention: Option<(u32, Span)>,
}

/// Where the story stands as it enters a sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    pub(crate) standing: Option<Standing>,
    /// Where it stood first in this passage.
    pub(crate) opened: Option<Edtf>,
}

impl Standing {
    /// What is left of it in a new section: the rest of the document's own span, or the month.
    pub(crate) fn in_new_section(self, frame: Option<(Day, Day)>) -> Option<Self> {
        let first = self.when.earliest()?;
        let when = match frame {
            Some((from, to)) if first <= to => Edtf::days(first.max(from), to),
            _ => Edtf::parse(&format!("{:04}-{:02}", first.year(), first.month())).ok()?,
        };
        Some(Self { when, mention: self.mention })
    }
}

/// What the mention at `at` tells, with the others that it forms a range or list with.
pub(crate) fn told(used: &[Used], at: usize) -> Option<Edtf> {
    let own = used[at].value.edtf.clone()?;
    let first = (0..=at).rev().find(|i| used[*i].link.is_none()).unwrap_or(at);
    let last = (at + 1..used.len()).take_while(|i| used[*i].link.is_some()).last().unwrap_or(at);
    if first == last {
        return Some(own);
    }
    let group: Vec<Edtf> = used[first..=last].iter().filter_map(|u| u.value.edtf.clone()).collect();
    joined(used[first + 1].link, &group).or(Some(own))
}

/// What the members of a range, list or choice tell together.
pub(crate) fn joined(link: Option<Link>, group: &[Edtf]) -> Option<Edtf> {
    match link? {
        Link::Range => Edtf::between(group.first()?, group.last()?),
        Link::List => Edtf::all_of(group),
        Link::OneOf => Edtf::one_of(group),
    }
}

/// The times of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SentenceTimes {
    pub(crate) span: Span,
    clauses: Vec<ClauseTime>,
    spans: Vec<(Span, u32)>,
    /// Span and head of every token.
    tokens: Vec<(Span, u32)>,
    /// Tokens that are the subject of an end ("the siege was lifted").
    ended: Vec<usize>,
    /// Mentions with what they tell and the token that governs each.
    uses: Vec<(Span, Option<usize>, ClauseTime)>,
    /// For a sentence without a parse, and for what stands outside its clauses.
    whole: ClauseTime,
}

impl SentenceTimes {
    /// The times of every clause of a sentence that the story enters standing at `entry`.
    pub(crate) fn of(
        passage: u32,
        span: Span,
        text: &str,
        parsed: Option<&Sentence>,
        used: &[Used],
        entry: Entry,
        narrative: bool,
    ) -> Self {
        let Entry { standing: entry, opened } = entry;
        let entry = entry.filter(|_| narrative);
        let uses: Vec<_> = (0..used.len())
            .filter_map(|i| Some((used[i].span, used[i].head, tell(passage, used, i, entry.as_ref())?)))
            .collect();
        let inherited = entry.clone().map(|s| ClauseTime {
            when: Some(s.when),
            part: None,
            reason: TimeReason::Inherited,
            way: TimeWay::Story,
            mention: s.mention,
        });
        let untold = if narrative { TimeWay::NothingTold } else { TimeWay::NotNarrative };
        let front =
            (0..used.len()).find(|i| used[*i].fronted).or(if used.is_empty() { None } else { Some(0) });
        let whole = front
            .and_then(|i| uses.iter().find(|u| u.0 == used[i].span).map(|u| u.2.clone()))
            .or_else(|| inherited.clone())
            .unwrap_or_else(|| ClauseTime::unknown(untold));
        let Some(sentence) = parsed else {
            return Self {
                span,
                clauses: Vec::new(),
                spans: Vec::new(),
                tokens: Vec::new(),
                ended: Vec::new(),
                uses,
                whole,
            };
        };
        let own: Vec<Option<ClauseTime>> =
            (0..sentence.clauses.len()).map(|c| own_time(used, c, &uses)).collect();
        let mut clauses: Vec<ClauseTime> = (0..sentence.clauses.len())
            .map(|c| {
                clause_time(sentence, text, c, &own, entry.as_ref())
                    .or_else(|| Some(front_time(sentence, used, c, &uses)?.by_way(TimeWay::Opening)))
                    .or_else(|| {
                        // "had been destroyed", where the story stands: at some time before.
                        let mut time = inherited.clone()?;
                        if attach::is_pluperfect(sentence, sentence.clauses[c].predicate as usize, text) {
                            time.when = time.when.and_then(|w| w.by());
                            time.way = TimeWay::BeforeStory;
                        }
                        Some(time)
                    })
                    .unwrap_or_else(|| ClauseTime::unknown(untold))
            })
            .collect();
        course::led_up_to(sentence, used, &own, &mut clauses);
        course::lasted(sentence, &own, &mut clauses);
        course::in_the_fight(sentence, text, opened.as_ref(), &mut clauses);
        let ended = course::ended(sentence);
        for (clause, told) in clauses.iter_mut().zip(&sentence.clauses) {
            if ended.contains(&(told.predicate as usize)) {
                clause.when = clause.when.as_ref().and_then(Edtf::by);
            }
        }
        Self {
            span,
            clauses,
            spans: sentence.clauses.iter().map(|c| (c.span, c.predicate)).collect(),
            tokens: sentence.tokens.iter().map(|t| (t.span, t.head)).collect(),
            ended,
            uses,
            whole,
        }
    }

    /// The time of a clause.
    pub(crate) fn clause(&self, clause: usize) -> ClauseTime {
        self.clauses.get(clause).unwrap_or(&self.whole).clone()
    }

    /// The time of what stands at `span`.
    pub(crate) fn at(&self, span: Span) -> ClauseTime {
        let inside = |i: usize| self.tokens.get(i).is_some_and(|t| t.0.overlaps(span));
        let head = (0..self.tokens.len()).find(|i| inside(*i) && !inside(self.tokens[*i].1 as usize));
        let head = head.or_else(|| (0..self.tokens.len()).find(|i| inside(*i)));
        let Some(head) = head else {
            let before = self.uses.iter().rev().find(|u| u.0.start < span.end);
            return before.map_or_else(|| self.whole.clone(), |u| u.2.clone());
        };
        // A mention under the head, before any clause between, is its own.
        let predicate = |i: usize| self.spans.iter().position(|(_, p)| *p as usize == i);
        if let Some(clause) = predicate(head) {
            return self.clause(clause);
        }
        for (_, token, time) in &self.uses {
            let mut at = *token;
            for _ in 0..12 {
                let Some(i) = at else { break };
                if i == head {
                    return time.clone();
                }
                let up = self.tokens.get(i).map(|t| t.1 as usize);
                at = up.filter(|u| *u != i && predicate(*u).is_none());
            }
        }
        let mut at = head;
        for _ in 0..40 {
            if let Some(clause) = predicate(at) {
                let mut time = self.clause(clause);
                if self.ended.contains(&head) {
                    time.when = time.when.and_then(|w| w.by());
                }
                return time;
            }
            let Some(up) = self.tokens.get(at).map(|t| t.1 as usize).filter(|u| *u != at) else { break };
            at = up;
        }
        let around = self.spans.iter().enumerate().filter(|(_, (s, _))| s.overlaps(span));
        around.min_by_key(|(_, (s, _))| s.len()).map_or_else(|| self.whole.clone(), |(c, _)| self.clause(c))
    }
}

/// What a mention tells as it is used.
fn tell(passage: u32, used: &[Used], at: usize, entry: Option<&Standing>) -> Option<ClauseTime> {
    let mention = &used[at];
    let told = told(used, at)?;
    // "by the evening" and "by the end of the day" stay on their day.
    let within_day = mention.value.part.is_some() || (mention.op == Op::Same && told.single_day().is_some());
    let in_range = mention.link.is_some() || used.get(at + 1).is_some_and(|u| u.link.is_some());
    let when = match mention.how {
        _ if within_day || in_range => Some(told),
        Use::By | Use::AsOf | Use::Before => told.by(),
        Use::Until => entry.and_then(|e| Edtf::between(&e.when, &told)).or_else(|| told.by()),
        Use::Since => told.since(),
        Use::After if mention.op != Op::Duration && told.single_day().is_some() => told.since(),
        Use::About if told.as_str().len() <= 10 && mention.value.part.is_none() => {
            Edtf::parse(&format!("{told}~")).ok().or(Some(told))
        }
        _ => Some(told),
    };
    Some(ClauseTime {
        when,
        part: mention.value.part,
        reason: TimeReason::Attached,
        way: TimeWay::Own,
        mention: Some((passage, mention.span)),
    })
}

/// The time that a clause's own mentions tell.
fn own_time(used: &[Used], clause: usize, uses: &[(Span, Option<usize>, ClauseTime)]) -> Option<ClauseTime> {
    let mut own: Vec<&Used> = used.iter().filter(|u| u.attached.clause == Some(clause)).collect();
    own.sort_by_key(|u| (u.attached.distance, u.span.start));
    let time = |u: &Used| uses.iter().find(|(span, ..)| *span == u.span).map(|(_, _, t)| t.clone());
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
fn clause_time(
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
    {
        let mut up = clause_up(sentence, text, governor.clause as usize, own, 0)?;
        let open = up.when.as_ref().is_some_and(|w| w.begin().is_none());
        if open && matches!(governor.relation, Relation::Adverbial | Relation::Argument | Relation::Relative)
        {
            // "after days of fighting it fell by the 9th": the fighting ran until then.
            if let (Some(entry), Some(when)) = (entry, &up.when) {
                up.when = Edtf::between(&entry.when, when).or(up.when);
            }
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
        if is_reported(sentence, clause) && past {
            up.when = up.when.and_then(|w| w.by());
            up.part = None;
        }
        return Some(up.by_way(TimeWay::Governor));
    }
    Some(below(sentence, text, clause, own)?.by_way(TimeWay::Dependent))
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
        time.filter(|t| t.when.as_ref().is_none_or(|w| w.end().is_some() && w.begin().is_some()))
    })
}

/// The mention that opens the sentence speaks for clauses that nothing else dates.
fn front_time(
    sentence: &Sentence,
    used: &[Used],
    clause: usize,
    uses: &[(Span, Option<usize>, ClauseTime)],
) -> Option<ClauseTime> {
    let first = used.first().filter(|u| u.fronted || u.span.start < sentence.clauses[clause].span.start)?;
    uses.iter().find(|(span, ..)| *span == first.span).map(|(_, _, t)| t.clone())
}

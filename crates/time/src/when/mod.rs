//! When a clause's event happened: by a mention in it, by its governor's, or where the story stood.

mod search;

use annalist_language::Sentence;
use annalist_span::Span;

use crate::attach::{self, Attachment};
use crate::course;
use crate::meaning::Op;
use crate::period::Period;
use crate::recognise::Link;
use crate::usage::Use;
use crate::{ClauseTime, Day, Edtf, TimeReason, TimeValue, TimeWay};
use search::{clause_time, front_time, own_time};

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
    /// It says itself that the time is not told ("at some point").
    pub(crate) untold: bool,
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
        course::went_on(sentence, text, used, &own, &mut clauses);
        course::until_then(sentence, &mut clauses);
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
    if mention.untold {
        return Some(ClauseTime {
            when: None,
            part: None,
            reason: TimeReason::Attached,
            way: TimeWay::Untold,
            mention: Some((passage, mention.span)),
        });
    }
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

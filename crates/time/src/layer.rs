//! The time layer of a document: its mentions, resolved, and the time of every clause.

use annalist_document::{Document, FieldKind, Role};
use annalist_language::Analysis;
use annalist_span::{RuleId, Span};

use crate::clock::{Clock, Told};
use crate::meaning::Op;
use crate::period::Period;
use crate::recognise::{Found, Link, RuleSet, scan};
use crate::resolve::{Resolved, Setting, resolve};
use crate::sentence::{self, Sentences};
use crate::{ClauseTime, Day, Edtf, TimeMention, TimeReason};

/// Every time mention of a document with its value, and the time of every clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeLayer {
    /// The mentions of each passage, in text order, with text spans of that passage.
    pub mentions: Vec<Vec<TimeMention>>,
    clauses: Vec<Vec<Vec<ClauseTime>>>,
}

impl TimeLayer {
    /// Reads every passage in order. `analyses[i]` belongs to `document.passages[i]`; an empty
    /// analysis, or none, leaves the passage to its text alone. `reference` is the day against which
    /// "today" and "last week" are read; the document's own date of publication serves without it.
    pub fn read(document: &Document, analyses: &[Analysis], reference: Option<Day>) -> Self {
        let published = reference.or_else(|| {
            let told = document.origin.published.as_deref()?;
            Edtf::parse(told).ok()?.latest()
        });
        let mut reader = Reader { clock: Clock { published, ..Clock::default() }, news: false };
        reader.frame(document);
        let rules = RuleSet::committed();
        let found: Vec<Vec<Found>> = document.passages.iter().map(|p| scan(&p.text, rules)).collect();
        reader.years(document, &found);
        let empty = Analysis::default();
        let mut mentions = Vec::with_capacity(document.passages.len());
        let mut section = 0;
        for (i, passage) in document.passages.iter().enumerate() {
            if passage.section != section {
                section = passage.section;
                reader.clock.section();
            }
            let analysis = analyses.get(i).unwrap_or(&empty);
            mentions.push(reader.passage(i as u32, &passage.text, &found[i], passage.role, analysis));
        }
        Self { mentions, clauses: Vec::new() }
    }

    /// The time of a clause, by its index in [`annalist_language::Sentence::clauses`].
    pub fn clause_time(&self, passage: u32, sentence: usize, clause: usize) -> ClauseTime {
        let clauses = self.clauses.get(passage as usize).and_then(|p| p.get(sentence));
        clauses.and_then(|c| c.get(clause)).cloned().unwrap_or_else(ClauseTime::unknown)
    }

    /// The time of whatever stands at `span` of a passage: a nominal event, a quotation, a phrase.
    pub fn time_at(&self, passage: u32, span: Span) -> ClauseTime {
        let _ = (passage, span);
        ClauseTime::unknown()
    }
}

impl ClauseTime {
    /// Nothing tells.
    pub const fn unknown() -> Self {
        Self { when: None, part: None, reason: TimeReason::Unknown, mention: None }
    }
}

struct Reader {
    clock: Clock,
    news: bool,
}

impl Reader {
    /// Reads what the document says of its own span: infobox dates, then the title.
    fn frame(&mut self, document: &Document) {
        let fields = document.infobox.iter().filter(|f| f.kind == FieldKind::Date).map(|f| f.passage);
        for passage in fields.chain(document.title) {
            let Some(passage) = document.passages.get(passage as usize) else { continue };
            let mut first: Option<Day> = None;
            let mut last: Option<Day> = None;
            let mut apart = Clock { published: self.clock.published, ..Clock::default() };
            for hit in
                resolve_all(&scan(&passage.text, RuleSet::committed()), &passage.text, &mut apart, |_| {
                    Setting::default()
                })
            {
                if let Some(period) = hit.period {
                    first = Some(first.map_or(period.first, |f| f.min(period.first)));
                    last = Some(last.map_or(period.last, |l| l.max(period.last)));
                }
            }
            if let (Some(first), Some(last)) = (first, last) {
                self.clock.frame = Some((first, last));
                return;
            }
        }
    }

    /// The years that the document's own dates fill, and whether it is read as news.
    fn years(&mut self, document: &Document, found: &[Vec<Found>]) {
        let told = |fine: bool| {
            let mut years: Vec<i32> = Vec::new();
            for (passage, found) in document.passages.iter().zip(found) {
                if is_told(passage.role) {
                    years.extend(found.iter().filter_map(|f| f.meaning.own_year(fine)));
                }
            }
            years.sort_unstable();
            years
        };
        let mut years = told(true);
        if years.len() < 5 {
            years = told(false);
        }
        let published = self.clock.published.map(|d| i32::from(d.year()));
        self.news = match (published, years.get(years.len() / 2)) {
            (Some(published), Some(median)) => (published - median).abs() <= 1,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if years.len() >= 5 {
            let trim = years.len() / 20;
            self.clock.years = Some((years[trim], years[years.len() - 1 - trim]));
        }
    }

    fn passage(
        &mut self,
        index: u32,
        text: &str,
        found: &[Found],
        role: Role,
        analysis: &Analysis,
    ) -> Vec<TimeMention> {
        let rules = RuleSet::committed();
        if found.is_empty() {
            return Vec::new();
        }
        let sentences = Sentences::of(text, analysis);
        let narrative = is_told(role);
        let mut clock = self.clock.clone();
        clock.sentence = None;
        let news = self.news;
        let mut out = Vec::with_capacity(found.len());
        let resolved = resolve_all_at(found, text, &mut clock, index, |at: usize| {
            let mut setting = sentence::setting(text, &sentences, found[at].span);
            setting.news = news;
            setting
        });
        for (hit, resolved) in found.iter().zip(resolved) {
            let mut value = resolved.value;
            value.narrative = narrative;
            out.push(TimeMention {
                span: hit.span,
                text: hit.span.of_text(text).to_owned(),
                rule: RuleId::from(rules.rules[hit.rule as usize].id.as_str()),
                value,
            });
        }
        if narrative {
            self.clock = clock;
            if role == Role::Heading {
                self.clock.day = None;
            }
        }
        out
    }
}

/// Whether the story is told in passages of this role.
fn is_told(role: Role) -> bool {
    role.is_narrative() || matches!(role, Role::Heading | Role::Quotation | Role::Caption)
}

fn resolve_all(
    found: &[Found],
    text: &str,
    clock: &mut Clock,
    setting: impl Fn(usize) -> Setting,
) -> Vec<Resolved> {
    resolve_all_at(found, text, clock, 0, setting)
}

/// Resolves the mentions of one text in order, moving the clock from one to the next.
fn resolve_all_at(
    found: &[Found],
    text: &str,
    clock: &mut Clock,
    passage: u32,
    setting: impl Fn(usize) -> Setting,
) -> Vec<Resolved> {
    let mut out: Vec<Resolved> = Vec::with_capacity(found.len());
    for (i, hit) in found.iter().enumerate() {
        let mut around = setting(i);
        if let Some(next) = found.get(i + 1)
            && sentence::is_time_of(text, hit, next)
        {
            around.day_beside = resolve(&next.meaning, clock, &around).period.filter(Period::is_day);
        }
        let resolved = resolve(&hit.meaning, clock, &around);
        if let Some(period) = resolved.period
            && matches!(hit.meaning.op, Op::Date | Op::Shift | Op::Same)
            && sentence::moves(hit, &period, &around, clock)
        {
            clock.sentence = Some(around.sentence);
            clock.move_to(Told { period, at: Some((passage, hit.span.start)) });
        }
        if let Some(period) = resolved.period {
            clock.last = Some(Told { period, at: Some((passage, hit.span.start)) });
        }
        if hit.link == Some(Link::Range) {
            mend_range(&mut out, &resolved);
        }
        out.push(resolved);
    }
    out
}

/// A range that runs backward began in the year before.
fn mend_range(out: &mut [Resolved], end: &Resolved) {
    let Some(begin) = out.last_mut() else { return };
    if let (Some(from), Some(to)) = (begin.period, end.period)
        && from.first > to.first
        && from.is_month_or_finer()
        && let Some(earlier) = from.year_before()
    {
        begin.value.value = earlier.timex();
        begin.value.edtf = earlier.edtf(None);
        begin.period = Some(earlier);
    }
}

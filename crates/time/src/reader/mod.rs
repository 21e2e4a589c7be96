//! Reading a document passage by passage: mentions are resolved in order and move the clock.

mod frame;

use annalist_document::{Document, Role};
use annalist_language::Analysis;
use annalist_span::{RuleId, Span};

use crate::attach::{self, Attachment};
use crate::clock::{Clock, Told};
use crate::event::Events;
use crate::meaning::{Key, Meaning, Op, SOME, Unit};
use crate::period::Period;
use crate::recognise::{Found, Link, RuleSet, scan};
use crate::resolve::{Resolved, Setting, resolve};
use crate::sentence::{self, Sentences};
use crate::usage::Use;
use crate::when::{Entry, SentenceTimes, Standing, Used};
use crate::{Day, Edtf, TimeMention};

/// The mentions of a text read as a document of its own, by the given rules.
pub(crate) fn read_text(text: &str, reference: Option<&str>, rules: &RuleSet) -> Vec<TimeMention> {
    let Ok(documents) = annalist_document::read("text.txt", text.as_bytes()) else { return Vec::new() };
    let published = reference.and_then(|r| r.parse().ok());
    documents.iter().flat_map(|d| Reader::of(d, published, rules).read(&[]).0.concat()).collect()
}

/// A document being read.
pub(crate) struct Reader<'d> {
    document: &'d Document,
    rules: &'d RuleSet,
    found: Vec<Vec<Found>>,
    clock: Clock,
    /// What a clause without a time of its own inherits.
    standing: Option<Standing>,
    news: bool,
    events: Events,
}

impl<'d> Reader<'d> {
    /// Finds every mention, and what the document says of its own span.
    pub(crate) fn of(document: &'d Document, published: Option<Day>, rules: &'d RuleSet) -> Self {
        let mut found: Vec<Vec<Found>> = document.passages.iter().map(|p| scan(&p.text, rules)).collect();
        hours_of_a_diary(document, &mut found);
        let clock = Clock { published, ..Clock::default() };
        let mut reader =
            Self { document, rules, found, clock, standing: None, news: false, events: Events::default() };
        reader.frame();
        reader.years();
        // Before any time is told, a story of one year stands in that year.
        let year = reader.clock.years.filter(|(from, to)| from == to && reader.clock.frame.is_none());
        reader.standing = year
            .and_then(|(year, _)| Edtf::parse(&format!("{year:04}")).ok())
            .map(|when| Standing { when, mention: None });
        reader
    }

    /// Reads every passage.
    pub(crate) fn read(mut self, analyses: &[Analysis]) -> (Vec<Vec<TimeMention>>, Vec<Vec<SentenceTimes>>) {
        let empty = Analysis::default();
        let mut mentions = Vec::with_capacity(self.found.len());
        let mut sentences = Vec::with_capacity(self.found.len());
        let mut section = 0;
        for (i, passage) in self.document.passages.iter().enumerate() {
            if passage.section != section {
                section = passage.section;
                self.clock.section();
                self.standing = self.standing.take().and_then(|s| s.in_new_section(self.clock.frame));
            }
            let found = std::mem::take(&mut self.found[i]);
            let analysis = analyses.get(i).unwrap_or(&empty);
            let (told, times) = self.passage(i as u32, &passage.text, &found, passage.role, analysis);
            mentions.push(told);
            sentences.push(times);
        }
        (mentions, sentences)
    }

    fn passage(
        &mut self,
        index: u32,
        text: &str,
        found: &[Found],
        role: Role,
        analysis: &Analysis,
    ) -> (Vec<TimeMention>, Vec<SentenceTimes>) {
        let rules = self.rules;
        let sentences = Sentences::of(text, analysis);
        let narrative = is_told(role);
        // A picture's date is not where the story stands.
        let kept = (!narrative || role == Role::Caption).then(|| (self.clock.clone(), self.standing.clone()));
        self.clock.sentence = None;
        // Where the story stood first in this passage.
        let mut opened: Option<Edtf> = None;
        let mut mentions = Vec::with_capacity(found.len());
        let mut times = Vec::with_capacity(sentences.spans.len());
        let mut at = 0;
        for (s, &span) in sentences.spans.iter().enumerate() {
            self.widen(span.of_text(text), opened.as_ref());
            let entry = Entry { standing: self.standing.clone(), opened: opened.clone() };
            let mut used: Vec<Used> = Vec::new();
            let parsed = analysis.sentences.get(s);
            while let Some(hit) =
                found.get(at).filter(|f| f.span.start < span.end || s + 1 == sentences.spans.len())
            {
                let mut setting = sentence::setting(text, &sentences, hit.span);
                setting.news = self.news;
                let attached = parsed.map_or_else(Attachment::default, |p| {
                    let bound = matches!(setting.how, Use::By | Use::Until);
                    let found = attach::attach(p, hit.span);
                    if bound { attach::to_verb(p, found) } else { found }
                });
                // "had already been reported on the 3rd" looks back, too.
                let looks_back = |p: &annalist_language::Sentence| {
                    let predicate = attached.clause.map(|c| p.clauses[c].predicate as usize);
                    predicate.is_some_and(|p2| attach::is_pluperfect(p, p2, text))
                };
                setting.said = parsed
                    .is_some_and(|p| attached.clause.is_some_and(|c| attach::said_behind(p, c, hit.span)));
                setting.aside = parsed.is_some_and(|p| !attached.main || looks_back(p));
                // "began on 3 March and ended on 7 May 1931": the beginning has the year of the end.
                let mut hit = *hit;
                if self.clock.story.is_none()
                    && hit.meaning.op == Op::Date
                    && hit.meaning.get(Key::Month).is_some()
                    && hit.meaning.own_year(false).is_none()
                    && let Some(end) = found.get(at + 1).filter(|f| f.span.start < span.end)
                    && end.meaning.op == Op::Date
                    && end.meaning.get(Key::Day).is_some()
                    && let Some(year) = end.meaning.own_year(true)
                {
                    // "… on 28 December and ended on 7 January 1932" began in the year before.
                    let month = |m: &Meaning| m.get(Key::Month);
                    let before = month(&hit.meaning) > month(&end.meaning) && month(&end.meaning).is_some();
                    hit.meaning.set(Key::Year, if before { year - 1 } else { year });
                }
                let hit = &hit;
                let mut resolved = self.mention(index, text, hit, found.get(at + 1), &setting);
                self.step_from_stretch(hit, &mut resolved);
                let untold = hit.meaning.op == Op::Vague && hit.meaning.is(Key::Ref, "UNTOLD");
                if untold && setting.fronted && narrative {
                    self.standing = None;
                }
                if hit.link == Some(Link::Range) {
                    mend_range(&mut mentions, &mut used, &resolved);
                }
                let mut value = resolved.value.clone();
                value.narrative = narrative;
                used.push(Used {
                    mention: mentions.len(),
                    span: hit.span,
                    value: value.clone(),
                    period: resolved.period,
                    attached,
                    how: setting.how,
                    link: hit.link,
                    op: hit.meaning.op,
                    head: parsed.and_then(|p| attach::head_token(p, hit.span)),
                    fronted: setting.fronted,
                    untold,
                });
                if resolved.moved {
                    self.stand(index, &used, hit.span);
                    opened = opened.or_else(|| self.standing.as_ref().map(|s| s.when.clone()));
                }
                mentions.push(TimeMention {
                    span: hit.span,
                    text: hit.span.of_text(text).to_owned(),
                    rule: RuleId::from(rules.rules[hit.rule as usize].id.as_str()),
                    value,
                });
                at += 1;
            }
            group(&mut mentions, &used);
            if let Some(day) = self.clock.day.filter(|_| role.is_narrative()) {
                self.events.remember(span.of_text(text), day);
            }
            times.push(SentenceTimes::of(index, span, text, parsed, &used, entry, narrative));
        }
        if let Some((clock, standing)) = kept {
            self.clock = clock;
            self.standing = standing;
        } else if role == Role::Heading {
            self.clock.day = None;
            let mut years: Vec<i32> = found.iter().filter_map(|f| f.meaning.own_year(false)).collect();
            if let Some(end) = found.last().filter(|f| f.meaning.get(Key::ShortYear).is_some()) {
                years.extend(
                    resolve(&end.meaning, &self.clock, &Setting::default()).period.map(|p| p.named_year()),
                );
            }
            if let (Some(from), Some(to)) = (years.iter().min(), years.iter().max()) {
                self.clock.heading = Some((*from, *to));
            }
        }
        (mentions, times)
    }

    /// Resolves one mention and moves the clock.
    fn mention(
        &mut self,
        passage: u32,
        text: &str,
        hit: &Found,
        next: Option<&Found>,
        setting: &Setting,
    ) -> Resolved {
        let mut setting = *setting;
        if let Some(next) = next
            && sentence::is_time_of(text, hit, next)
        {
            setting.day_beside = resolve(&next.meaning, &self.clock, &setting).period.filter(Period::is_day);
        }
        if hit.meaning.is(Key::From, "event") {
            setting.event = self.events.find(hit.span.of_text(text));
        }
        let mut resolved = resolve(&hit.meaning, &self.clock, &setting);
        let told = |period| Told { period, at: Some((passage, hit.span.start)) };
        if let Some(period) = resolved.period {
            if matches!(hit.meaning.op, Op::Date | Op::Shift | Op::Same)
                && sentence::moves(hit, &period, &setting, &self.clock)
            {
                self.clock.sentence = Some(setting.sentence);
                self.clock.move_to(told(period));
                resolved.moved = true;
            }
            // A length that ends on a day ("after four days") takes the story there.
            if hit.meaning.op == Op::Duration {
                self.clock.move_to(told(period));
                resolved.moved = true;
            } else if resolved.moved || !(setting.aside && hit.meaning.op == Op::Shift) {
                // "the day before he spoke", in passing, is not "that day" later.
                self.clock.last = Some(told(period));
            }
        }
        resolved
    }

    /// "Concurrently, …" is told beside all that the passage told in the last few days.
    fn widen(&mut self, sentence: &str, opened: Option<&Edtf>) {
        /// Words by which a sentence stands beside what was told, and the longest stretch of it, in days.
        const BESIDE: &[&str] = &["Concurrently", "Simultaneously", "In parallel"];
        const STRETCH: i32 = 3;
        let beside = BESIDE.iter().any(|w| sentence.trim_start().starts_with(w));
        let (Some(opened), Some(standing)) = (opened.filter(|_| beside), &mut self.standing) else { return };
        let (Some(first), Some(last)) = (opened.earliest(), standing.when.latest()) else { return };
        if first < last && (last - first).get_days() <= STRETCH {
            standing.when = Edtf::days(first, last);
        }
    }

    /// "Hours later", "two days later", where the story stands in a stretch of days: of that stretch.
    fn step_from_stretch(&self, hit: &Found, resolved: &mut Resolved) {
        /// Longest stretch that still tells something, in days.
        const STRETCH: i32 = 31;
        let m = &hit.meaning;
        if m.op != Op::Shift || m.is(Key::From, "now") || resolved.period.is_some() {
            return;
        }
        let Some(when) = self.standing.as_ref().map(|s| &s.when) else { return };
        let (Some(first), Some(last)) = (when.earliest(), when.latest()) else { return };
        let short = first < last && (last - first).get_days() <= STRETCH && when.as_str().len() > 10;
        let (n, dir) = (m.get(Key::N).unwrap_or(0), m.get(Key::Dir).unwrap_or(1));
        let days = match m.unit() {
            Some(unit) if unit < Unit::Day && n >= SOME && dir > 0 => Some(0),
            Some(Unit::Day) if n < SOME => Some(n * dir),
            Some(Unit::Week) if n < SOME => Some(n.saturating_mul(7) * dir),
            _ => None,
        };
        if let Some(days) = days.filter(|_| short) {
            resolved.value.edtf = when.shifted(i64::from(days)).or(resolved.value.edtf.take());
        }
    }

    /// The story stands where the last of `used` told.
    fn stand(&mut self, passage: u32, used: &[Used], span: Span) {
        let Some(last) = used.last() else { return };
        let before = self.standing.as_ref().and_then(|s| s.when.earliest());
        let Some(mut when) = crate::when::told(used, used.len() - 1) else { return };
        if last.value.part.is_some()
            && let Some(day) = last.period
        {
            when = Edtf::days(day.first, day.last);
        }
        let stood = self.standing.as_ref().map(|s| &s.when);
        let when = match (last.how, before, last.period) {
            // "by 21 March", told of a stretch that runs further: it stays.
            (Use::By | Use::Until, Some(before), Some(period))
                if before < period.last && stood.and_then(Edtf::latest).is_some_and(|l| l >= period.last) =>
            {
                stood.cloned().unwrap_or(when)
            }
            // "by 22 March": since where the story stood until then.
            (Use::By | Use::Until, Some(before), Some(period))
                if before <= period.last && last.value.part.is_none() =>
            {
                Edtf::between(&Edtf::day(before), &Edtf::day(period.last)).unwrap_or(when)
            }
            (Use::By | Use::AsOf | Use::Until | Use::Since | Use::Before | Use::After, _, Some(_)) => {
                last.value.edtf.clone().unwrap_or(when)
            }
            _ => when,
        };
        self.standing = Some(Standing { when, mention: Some((passage, span)) });
    }
}

/// "12 June 1909. 1400: the guns opened": an hour, where the days told are of another age.
fn hours_of_a_diary(document: &Document, found: &mut [Vec<Found>]) {
    /// Years between the days told and a number that is no year.
    const AGE: i32 = 150;
    let days: Vec<i32> = found.iter().flatten().filter_map(|f| f.meaning.own_year(true)).collect();
    for (passage, hits) in document.passages.iter().zip(found) {
        for hit in hits {
            let Some(number) = hit.meaning.own_year(false).filter(|_| hit.meaning.get(Key::Month).is_none())
            else {
                continue;
            };
            let colon = passage.text.get(hit.span.end as usize..).is_some_and(|rest| rest.starts_with(": "));
            let hour = (100..2400).contains(&number) && number % 100 < 60 && hit.span.len() == 4;
            if colon && hour && !days.is_empty() && days.iter().all(|d| (d - number).abs() > AGE) {
                hit.meaning = Meaning::new(Op::Date);
                hit.meaning.set(Key::Clock, number);
            }
        }
    }
}

/// Whether the story is told in passages of this role.
fn is_told(role: Role) -> bool {
    role.is_narrative() || matches!(role, Role::Heading | Role::Quotation | Role::Caption)
}

/// Tells every member of a range, list or choice the days of the whole.
fn group(mentions: &mut [TimeMention], used: &[Used]) {
    let mut from = 0;
    while from < used.len() {
        let linked = used[from + 1..].iter().take_while(|u| u.link.is_some()).count();
        let members = &used[from..=from + linked];
        let told: Vec<Edtf> = members.iter().filter_map(|u| u.value.edtf.clone()).collect();
        if linked > 0 && told.len() == members.len() {
            let whole = match members[1].link {
                Some(Link::List) => Edtf::each_of(&told),
                link => crate::when::joined(link, &told),
            };
            for member in members {
                mentions[member.mention].value.group.clone_from(&whole);
            }
        }
        from += linked + 1;
    }
}

/// A range that runs backward began in the year before.
fn mend_range(mentions: &mut [TimeMention], used: &mut [Used], end: &Resolved) {
    let (Some(mention), Some(begin)) = (mentions.last_mut(), used.last_mut()) else { return };
    if let (Some(from), Some(to)) = (begin.period, end.period)
        && from.first > to.first
        && from.is_month_or_finer()
        && let Some(earlier) = from.year_before()
    {
        mention.value.value = earlier.timex();
        mention.value.edtf = earlier.edtf(None);
        begin.value = mention.value.clone();
        begin.period = Some(earlier);
    }
}

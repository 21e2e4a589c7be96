//! Sentences and the words around a mention that tell how it leans.

use annalist_language::Analysis;
use annalist_span::Span;

use crate::clock::Clock;
use crate::meaning::{Key, Op};
use crate::period::{Grain, Period};
use crate::recognise::Found;
use crate::resolve::Setting;
use crate::usage::{self, Use};

/// The sentences of one passage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentences {
    /// Their spans, in order, without gaps that hold words.
    pub(crate) spans: Vec<Span>,
}

/// Abbreviations after which a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "gen", "col", "lt", "maj", "capt", "sgt", "adm", "brig", "cmdr", "cpl", "pvt", "mr", "mrs", "ms", "dr",
    "st", "jr", "sr", "prof", "sen", "rep", "gov", "pres", "no", "vs", "ca", "c", "fl", "b", "d", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "est", "e.g",
    "i.e", "cf", "vol", "pp",
];

impl Sentences {
    /// The parser's sentences, or a plain cut where there are none.
    pub(crate) fn of(text: &str, analysis: &Analysis) -> Self {
        if analysis.sentences.is_empty() {
            return Self::cut(text);
        }
        Self { spans: analysis.sentences.iter().map(|s| s.span).collect() }
    }

    fn cut(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut spans = Vec::new();
        let mut start = 0;
        for (i, &b) in bytes.iter().enumerate() {
            let ends = match b {
                b'\n' => true,
                b'.' | b'!' | b'?' => {
                    let mut next = i + 1;
                    while bytes.get(next).is_some_and(|c| matches!(c, b'"' | b')' | b'\'' | b']')) {
                        next += 1;
                    }
                    let space = bytes.get(next).is_some_and(u8::is_ascii_whitespace);
                    let upper =
                        text.get(next + 1..).and_then(|t| t.chars().next()).is_none_or(|c| !c.is_lowercase());
                    let word = text[start..i]
                        .rsplit(|c: char| !c.is_alphanumeric() && c != '.')
                        .next()
                        .unwrap_or("");
                    let short = b == b'.'
                        && ((word.len() == 1 && word.starts_with(char::is_alphabetic))
                            || ABBREVIATIONS.contains(&word.to_lowercase().as_str()));
                    space && upper && !short
                }
                _ => false,
            };
            if ends && i + 1 > start {
                spans.push(Span::of(start, i + 1));
                start = i + 1;
            }
        }
        if start < text.len() {
            spans.push(Span::of(start, text.len()));
        }
        Self { spans }
    }

    /// The sentence that holds `at`.
    pub(crate) fn at(&self, at: u32) -> Option<usize> {
        let i = self.spans.partition_point(|s| s.end <= at);
        (i < self.spans.len()).then_some(i)
    }
}

/// How the sentence around `span` leans.
pub(crate) fn setting(text: &str, sentences: &Sentences, span: Span) -> Setting {
    let Some(at) = sentences.at(span.start) else { return Setting::default() };
    let sentence = sentences.spans[at];
    let body = sentence.of_text(text);
    let has = |word: &str| body.split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case(word));
    let before = text.get(sentence.start as usize..span.start as usize).unwrap_or("");
    let words = before.split_whitespace().count();
    let owner = before.split_whitespace().next_back().unwrap_or("");
    let after = text.get(span.end as usize..).unwrap_or("");
    let attributive = (["the", "its", "their", "his", "a"].iter().any(|w| owner.eq_ignore_ascii_case(w))
        || owner.ends_with("'s")
        || owner.ends_with("’s"))
        && after.starts_with([' ', '-'])
        && after.trim_start_matches([' ', '-']).starts_with(char::is_alphabetic);
    Setting {
        attributive,
        back: has("had"),
        ahead: has("will") || has("would"),
        sentence: at as u32,
        fronted: words <= 3,
        bracketed: before.rfind('(').is_some_and(|open| !before[open..].contains(')')),
        how: usage::before(text, sentence, span),
        ..Setting::default()
    }
}

/// Whether `hit` is an hour or part of day of the day that `next` tells ("at 11 a.m. on 11 November").
pub(crate) fn is_time_of(text: &str, hit: &Found, next: &Found) -> bool {
    let m = &hit.meaning;
    let timely = m.op == Op::Date
        && (m.get(Key::Clock).is_some() || m.get(Key::Part).is_some())
        && m.get(Key::Day).is_none()
        && m.get(Key::Iso).is_none();
    let n = &next.meaning;
    let daily = (n.op == Op::Date && n.get(Key::Day).is_some())
        || (n.op == Op::Shift && (n.get(Key::Weekday).is_some() || n.is(Key::Unit, "day")));
    if !timely || !daily {
        return false;
    }
    let between = text.get(hit.span.end as usize..next.span.start as usize).unwrap_or("");
    let words = between.split_whitespace().count();
    words <= 6
        && !between.contains(['.', ';'])
        && between.split_whitespace().any(|w| w == "on" || w == "of" || w == ",")
}

/// Whether the story moves to `period`, which `hit` tells.
pub(crate) fn moves(hit: &Found, period: &Period, setting: &Setting, clock: &Clock) -> bool {
    let m = &hit.meaning;
    // A generic or repeated time moves nothing.
    if m.get(Key::Also).is_some() && m.get(Key::ShortYear).is_none() {
        return false;
    }
    let Some(story) = clock.story else { return clock.is_inside(period) };
    if setting.attributive {
        return false;
    }
    // "…, the army said on Monday": the story does not go to the saying.
    if setting.said && clock.day.is_some() {
        return false;
    }
    // A look back in passing leaves the story where it is.
    if setting.aside && !setting.fronted && period.first < story.period.first {
        return false;
    }
    // Nor does a day that is counted back by the way ("…, as they had the day before").
    let back = m.op == Op::Shift && m.get(Key::Dir).is_some_and(|d| d < 0) && !m.is(Key::From, "now");
    if back && !setting.fronted && period.first < story.period.first {
        return false;
    }
    // "since the beginning of the year" is how long something lasts by now.
    if setting.how == Use::Since && period.first < story.period.first {
        return false;
    }
    // Nor does one in a sentence that has itself said where the story stands.
    let same_sentence = clock.sentence == Some(setting.sentence);
    if same_sentence && !setting.fronted && hit.link.is_none() && period.last < story.period.first {
        return false;
    }
    let told_year = m.get(Key::Year).is_some();
    let (from, to) = (story.period.named_year(), period.named_year());
    match period.grain {
        Grain::Decade(..) | Grain::Century(..) => false,
        Grain::Season(_) => told_year && setting.fronted && clock.is_inside(period),
        Grain::Year => {
            if !clock.is_inside(period) || setting.bracketed {
                return false;
            }
            if same_sentence && period.contains(&story.period) {
                return false;
            }
            let near = !story.period.is_month_or_finer() || (to <= from + 2 && !setting.ahead);
            setting.fronted || (to > from && setting.how != Use::Until && near)
        }
        _ => {
            let stands_out = told_year && setting.fronted;
            if !clock.is_inside(period) && !stands_out {
                return false;
            }
            if setting.how == Use::Until && to > from && hit.link.is_none() {
                return false;
            }
            true
        }
    }
}

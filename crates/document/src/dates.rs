//! Dates of publication and access as references and date lines print them, as EDTF.
//!
//! The words of the languages are data (`data/dates.toml`), with examples in the same file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    language: Vec<Language>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    #[cfg_attr(not(test), expect(dead_code, reason = "for people and the tests"))]
    name: String,
    months: [Vec<String>; 12],
    days: Vec<String>,
    words: Vec<String>,
    leads: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples, read by the tests"))]
    yes: BTreeMap<String, String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples, read by the tests"))]
    no: Vec<String>,
}

/// The words of all languages together.
struct Words {
    months: BTreeMap<String, u16>,
    /// Words that stand beside a date without changing its day.
    plain: BTreeSet<String>,
    /// Words before a day of publication, each with a space behind it, the longest first.
    leads: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { months: BTreeMap::new(), plain: BTreeSet::new(), leads: Vec::new() };
    for language in file().language {
        for (number, names) in (1..).zip(language.months) {
            for name in names {
                // "كانون الثاني": a name of two words is looked for joined.
                words.months.insert(name.replace(' ', "_"), number);
            }
        }
        words.plain.extend(language.days);
        words.plain.extend(language.words);
        words.leads.extend(language.leads.into_iter().map(|l| l + " "));
    }
    words.leads.sort_by_key(|l| std::cmp::Reverse(l.len()));
    words
});

fn file() -> File {
    toml::from_str(include_str!("../data/dates.toml")).expect("the dates are checked by the tests")
}

/// A line that is a whole day and nothing else, with or without words that say it is the day of
/// publication.
pub(crate) fn day(line: &str) -> Option<String> {
    let lower = line.trim().to_lowercase();
    let bare = WORDS.leads.iter().find_map(|lead| lower.strip_prefix(lead.as_str())).unwrap_or(&lower);
    edtf(bare).filter(|date| date.len() == 10)
}

/// A text in lower case with digits of Latin script and months of two words joined.
fn levelled(text: &str) -> String {
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from(b'0' + (c as u32 - 0x660) as u8),
        '\u{6f0}'..='\u{6f9}' => char::from(b'0' + (c as u32 - 0x6f0) as u8),
        c => c,
    };
    let mut lower: String = text.to_lowercase().chars().map(digit).collect();
    if !lower.is_ascii() {
        for name in WORDS.months.keys().filter(|n| n.contains('_')) {
            let apart = name.replace('_', " ");
            if lower.contains(&apart) {
                lower = lower.replace(&apart, name);
            }
        }
    }
    lower
}

/// The EDTF of a text that is one date and nothing else: `5 December 2024`, `December 5, 2024`,
/// `2024-12-05`, `Dec. 2024`, `2024`, with or without a weekday or a time of day.
pub(crate) fn edtf(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    if text.len() > 60 {
        return None;
    }
    if let Some(date) = iso(text).or_else(|| dotted(text)) {
        return Some(date);
    }
    let (mut day, mut month, mut year) = (None, None, None);
    for word in levelled(text).split([' ', ',', '،', '\u{a0}', '/']).filter(|w| !w.is_empty()) {
        let lower = word.trim_end_matches('.');
        if let Some(&m) = WORDS.months.get(lower) {
            // "تشرين الثاني/نوفمبر" tells one month twice.
            if month.replace(m).is_some_and(|before| before != m) {
                return None;
            }
        } else if lower.starts_with(['+', '-']) && is_clock(lower) {
        } else if let Ok(n) = lower.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<u16>() {
            if lower.len() == 4 && (1000..2200).contains(&n) && year.is_none() {
                year = Some(n);
            } else if (1..=31).contains(&n) && lower.len() <= 4 && day.is_none() {
                day = Some(n);
            } else {
                return None;
            }
        } else if !is_clock(lower) {
            return None;
        }
    }
    match (year?, month, day) {
        (y, Some(m), Some(d)) => valid(y, m, d).then(|| format!("{y:04}-{m:02}-{d:02}")),
        (y, Some(m), None) => Some(format!("{y:04}-{m:02}")),
        (y, None, None) => Some(format!("{y:04}")),
        _ => None,
    }
}

/// `2024-12-05`, `2024-12`, with a time of day after it or not.
fn iso(text: &str) -> Option<String> {
    let head = text.split(['T', ' ']).next()?;
    let mut parts = head.split('-');
    let year: u16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: u16 = parts.next().filter(|m| m.len() == 2)?.parse().ok()?;
    let rest = &text[head.len()..];
    if !rest.is_empty() && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match parts.next() {
        None => (1..=12).contains(&month).then(|| head.to_owned()),
        Some(day) => {
            let day: u16 = day.parse().ok()?;
            (parts.next().is_none() && valid(year, month, day))
                .then(|| format!("{year:04}-{month:02}-{day:02}"))
        }
    }
}

/// `13.03.2023`.
fn dotted(text: &str) -> Option<String> {
    let mut parts = text.split('.');
    let day: u16 = parts.next().filter(|d| (1..=2).contains(&d.len()))?.parse().ok()?;
    let month: u16 = parts.next().filter(|m| (1..=2).contains(&m.len()))?.parse().ok()?;
    let year: u16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    (parts.next().is_none() && valid(year, month, day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A time of day, a zone, or a word that stands beside a date without changing its day.
fn is_clock(word: &str) -> bool {
    let clock = word.split(':').count() >= 2
        && word.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.' || b == b'+');
    let zone = word.starts_with(['+', '-'])
        && word[1..].bytes().all(|b| b.is_ascii_digit() || b == b':')
        && word.len() > 2;
    clock || zone || matches!(word, "–" | "-") || WORDS.plain.contains(word)
}

fn valid(year: u16, month: u16, day: u16) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::{day, edtf, file};

    #[test]
    fn every_language_reads_its_own_examples() {
        for language in file().language {
            for (line, date) in &language.yes {
                assert_eq!(day(line).as_deref(), Some(date.as_str()), "{}: {line}", language.name);
            }
            for line in &language.no {
                assert_eq!(day(line), None, "{}: {line}", language.name);
            }
        }
    }

    #[test]
    fn printed_dates() {
        for (text, date) in [
            ("5 December 2024", "2024-12-05"),
            ("December 5, 2024", "2024-12-05"),
            ("2024-12-05", "2024-12-05"),
            ("2023-07-31 05:07", "2023-07-31"),
            ("2024-12-05T10:00:00+02:00", "2024-12-05"),
            ("Mon, 07 May 2001 10:00:00 +0000", "2001-05-07"),
            ("Sept. 2014", "2014-09"),
            ("1st of March 2015", "2015-03-01"),
            ("2011", "2011"),
        ] {
            assert_eq!(edtf(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["31 April 2015", "March", "Reuters", "p. 14", "5 May 2014 – 3 June 2014", "2024-13-01", "12", ""]
        {
            assert_eq!(edtf(text), None, "{text}");
        }
    }
}

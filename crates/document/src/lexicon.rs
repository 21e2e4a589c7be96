//! The words that pages use for their own parts: headings, infobox names, flags, boilerplate.
//!
//! All of it is data (`data/*.toml`), with its examples and counter-examples in the same file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use annalist_span::Span;
use serde::Deserialize;

use crate::{Fate, FieldKind, SectionKind};

#[derive(Deserialize)]
struct Sections {
    kind: Vec<SectionWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionWords {
    kind: SectionKind,
    words: Vec<String>,
    starts: Vec<String>,
    holds: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples, read by the tests"))]
    yes: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples, read by the tests"))]
    no: Vec<String>,
}

#[derive(Deserialize)]
struct Flags {
    #[serde(rename = "flags")]
    words: BTreeSet<String>,
    templates: BTreeSet<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples, read by the tests"))]
    yes: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples, read by the tests"))]
    no: Vec<String>,
}

#[derive(Deserialize)]
struct Infobox {
    field: Vec<FieldWords>,
    fate: Vec<FateWords>,
}

#[derive(Deserialize)]
struct FieldWords {
    kind: FieldKind,
    keys: Vec<String>,
    printed: Vec<String>,
}

#[derive(Deserialize)]
struct FateWords {
    fate: Fate,
    words: Vec<String>,
    templates: Vec<String>,
}

#[derive(Deserialize)]
struct Boilerplate {
    navigation: Lines,
    footer: Lines,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples, read by the tests"))]
    test: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Lines {
    whole: BTreeSet<String>,
    starts: Vec<String>,
    /// Words inside a line of no more than 300 bytes.
    #[serde(default)]
    holds: Vec<String>,
}

fn load<T: for<'de> Deserialize<'de>>(toml: &str) -> T {
    toml::from_str(toml).expect("the tables of this crate are well formed")
}

static SECTIONS: LazyLock<Sections> = LazyLock::new(|| load(include_str!("../data/sections.toml")));
static FLAGS: LazyLock<Flags> = LazyLock::new(|| load(include_str!("../data/flags.toml")));
static INFOBOX: LazyLock<Infobox> = LazyLock::new(|| load(include_str!("../data/infobox.toml")));
static BOILERPLATE: LazyLock<Boilerplate> = LazyLock::new(|| load(include_str!("../data/boilerplate.toml")));

/// What a section is for, where its heading is a known one.
pub(crate) fn section_kind(heading: &str) -> Option<SectionKind> {
    // No section is called by a sentence.
    if heading.len() > 100 {
        return None;
    }
    let mut words = heading.trim().trim_end_matches(':').to_lowercase();
    if let Some(at) = words.find(" (") {
        words.truncate(at);
    }
    let found = SECTIONS.kind.iter().find(|kind| {
        kind.words.contains(&words)
            || kind.starts.iter().any(|s| words.starts_with(s.as_str()))
            || words.split(' ').any(|w| kind.holds.iter().any(|h| h == w))
    });
    found.map(|kind| kind.kind)
}

/// Whether the words between brackets are an editors' flag.
pub(crate) fn is_flag(words: &str) -> bool {
    let words = words.trim().trim_end_matches('?').to_lowercase();
    FLAGS.words.contains(&words)
        || FLAGS.words.iter().any(|f| {
            f.len() > 8 && words.starts_with(f.as_str()) && words[f.len()..].starts_with([' ', ',', '?'])
        })
}

/// Whether a wikitext template (name in lower case) prints an editors' flag.
pub(crate) fn is_flag_template(name: &str) -> bool {
    FLAGS.templates.contains(name)
}

/// What an infobox field tells, and its column: `combatant2a` is a combatant of column 2.
pub(crate) fn field(key: &str) -> (FieldKind, Option<u8>) {
    let key = key.trim().to_lowercase();
    let base = key.trim_end_matches(|c: char| {
        c.is_ascii_lowercase()
            && key.ends_with(c)
            && key[..key.len() - 1].ends_with(|d: char| d.is_ascii_digit())
    });
    let stem = base.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = base[stem.len()..].parse().ok();
    let stem = stem.trim_end_matches(['_', ' ', '-']);
    let found = INFOBOX.field.iter().find(|f| f.keys.iter().any(|k| k == stem));
    (found.map_or(FieldKind::Other, |f| f.kind), column)
}

/// The field whose printed name is the whole of `line`.
pub(crate) fn printed_field(line: &str) -> Option<FieldKind> {
    let line = line.trim().trim_end_matches(':').to_lowercase();
    INFOBOX.field.iter().find(|f| f.printed.contains(&line)).map(|f| f.kind)
}

/// A printed name glued to its value ("Date3 May", "Status Victory"): the field and the name's length.
pub(crate) fn glued_field(line: &str) -> Option<(FieldKind, usize)> {
    for field in &INFOBOX.field {
        for name in &field.printed {
            let Some(head) = line.get(..name.len()) else { continue };
            let next = line[name.len()..].chars().next();
            let glued =
                next.is_some_and(|c| c.is_ascii_digit() || c.is_uppercase() || c.is_whitespace() || c == 'c');
            if head.to_lowercase() == *name && head.starts_with(char::is_uppercase) && glued {
                return Some((field.kind, name.len()));
            }
        }
    }
    None
}

/// The fate that a heading inside a list, or a mark, tells.
pub(crate) fn fate(words: &str) -> Option<Fate> {
    let words = words.trim().trim_end_matches(':').to_lowercase();
    INFOBOX.fate.iter().find(|f| f.words.contains(&words)).map(|f| f.fate)
}

/// The fate that a wikitext template tells (name in lower case).
pub(crate) fn fate_template(name: &str) -> Option<Fate> {
    INFOBOX.fate.iter().find(|f| f.templates.iter().any(|t| t == name)).map(|f| f.fate)
}

fn matches(lines: &Lines, text: &str) -> bool {
    let text = text.trim_start();
    let Some(first) = text.chars().next().and_then(|c| c.to_lowercase().next()) else { return false };
    // Boilerplate is told by its first words; a whole line of it is short.
    let starts = |s: &String| s.starts_with(first) && starts_with(text, s);
    lines.starts.iter().any(starts)
        || (text.len() <= 300 && lines.holds.iter().any(|s| text.contains(s.as_str())))
        || (text.len() <= 60 && lines.whole.contains(text.trim_end().to_lowercase().as_str()))
}

/// Whether `text` begins with `start` (lower case), whatever its own case.
fn starts_with(text: &str, start: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    start.chars().all(|c| letters.next() == Some(c))
}

/// Whether a line is navigation.
pub(crate) fn is_navigation(line: &str) -> bool {
    matches(&BOILERPLATE.navigation, line)
}

/// Whether a line is a licence or another footer.
pub(crate) fn is_footer(line: &str) -> bool {
    matches(&BOILERPLATE.footer, line)
}

/// Who claims a figure: "(per the rebels)", "(government claim)", "per SAA:".
pub(crate) fn claimant(text: &str) -> Option<Span> {
    for (open, inner) in text.match_indices('(').filter_map(|(at, _)| {
        let close = text[at..].find(')')? + at;
        Some((at + 1, &text[at + 1..close]))
    }) {
        let lower = inner.to_lowercase();
        if lower.len() != inner.len() {
            continue;
        }
        for lead in ["per ", "according to ", "claimed by ", "claim by ", "by ", "source: "] {
            if lower.starts_with(lead) {
                return Some(trimmed(text, open + lead.len(), open + inner.len()));
            }
        }
        for tail in [" claim", " claims", " sources", " source", " estimate", " figures"] {
            if lower.ends_with(tail) {
                return Some(trimmed(text, open, open + inner.len() - tail.len()));
            }
        }
    }
    let lower = text.to_lowercase();
    let colon = text.find(':').filter(|_| lower.len() == text.len())?;
    let head = &lower[..colon];
    let lead = ["per ", "according to "].into_iter().find(|lead| head.starts_with(lead));
    let tail = [" claim", " claims"].into_iter().find(|tail| head.ends_with(tail));
    match (lead, tail) {
        (Some(lead), _) => Some(trimmed(text, lead.len(), colon)),
        (None, Some(tail)) => Some(trimmed(text, 0, colon - tail.len())),
        _ => None,
    }
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let words = &text[start..end];
    let start = start + words.len() - words.trim_start().len();
    Span::of(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_their_kinds() {
        for kind in &SECTIONS.kind {
            assert!(!kind.yes.is_empty() && !kind.no.is_empty(), "{:?} has no examples", kind.kind);
            for heading in &kind.yes {
                assert_eq!(section_kind(heading), Some(kind.kind), "{heading}");
            }
            for heading in &kind.no {
                assert_ne!(section_kind(heading), Some(kind.kind), "{heading}");
            }
        }
    }

    #[test]
    fn flags_are_told_from_words_in_brackets() {
        for flag in &FLAGS.yes {
            assert!(is_flag(flag.trim_matches(['[', ']'])), "{flag}");
        }
        for flag in &FLAGS.no {
            assert!(!is_flag(flag.trim_matches(['[', ']'])), "{flag}");
        }
    }

    #[test]
    fn fields_have_columns() {
        assert_eq!(field("Combatant1"), (FieldKind::Combatant, Some(1)));
        assert_eq!(field("casualties3"), (FieldKind::Casualties, Some(3)));
        assert_eq!(field("combatant1a"), (FieldKind::Combatant, Some(1)));
        assert_eq!(field("Partof"), (FieldKind::PartOf, None));
        assert_eq!(field("map_type"), (FieldKind::Other, None));
        assert_eq!(glued_field("Date3 May 2001"), Some((FieldKind::Date, 4)));
        assert_eq!(glued_field("Dated the same day"), None);
        assert_eq!(printed_field("Commanders and leaders"), Some(FieldKind::Commander));
    }

    #[test]
    fn boilerplate_is_told_from_text() {
        for line in &BOILERPLATE.test["navigation"] {
            assert!(is_navigation(line), "{line}");
        }
        for line in &BOILERPLATE.test["footer"] {
            assert!(is_footer(line), "{line}");
        }
        for line in &BOILERPLATE.test["neither"] {
            assert!(!is_navigation(line) && !is_footer(line), "{line}");
        }
    }

    #[test]
    fn claimants_of_figures() {
        let who = |text: &str| claimant(text).map(|s| s.of_text(text).to_owned());
        assert_eq!(who("120 killed (per the insurgents)").as_deref(), Some("the insurgents"));
        assert_eq!(who("30 dead (ministry claim)").as_deref(), Some("ministry"));
        assert_eq!(who("Per Red Crescent: 12 dead").as_deref(), Some("Red Crescent"));
        assert_eq!(who("12 dead (3 officers)"), None);
    }
}

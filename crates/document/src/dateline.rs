//! The dateline of a dispatch: where and when it was sent, and by whom. It is no part of the story:
//! its town is the reporter's and its agency no party.

use crate::dates;

/// Most bytes before the dash.
const LONGEST: usize = 110;
/// Most words before it.
const WORDS: usize = 14;
/// Words in lower case that names of towns and agencies hold.
const SMALL: &[&str] =
    &["de", "del", "la", "al", "el", "of", "the", "and", "on", "du", "le", "da", "do", "am", "pm"];
/// Words that open a sentence and no dateline.
const OPENERS: &[&str] =
    &["on", "in", "at", "by", "from", "since", "after", "before", "late", "early", "the", "a", "an"];

/// The length of the dateline at the head of a paragraph, its dash and space included.
pub(crate) fn length(text: &str) -> Option<usize> {
    let mut dashes: Vec<(usize, &str)> = [" – ", " — ", " -- ", " - ", "– ", "— ", "- "]
        .iter()
        .filter_map(|d| Some((text.find(d)?, *d)))
        .filter(|(at, _)| *at <= LONGEST)
        .collect();
    dashes.sort_by_key(|(at, dash)| (*at, std::cmp::Reverse(dash.len())));
    dashes.into_iter().find_map(|(at, dash)| {
        let end = at + dash.len();
        let opens =
            text[end..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“‘'".contains(c));
        (opens && is_dateline(&text[..at], dash)).then_some(end)
    })
}

fn is_dateline(head: &str, dash: &str) -> bool {
    let words: Vec<&str> = head.split_whitespace().collect();
    let named = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.is_empty() || bare.starts_with(|c: char| !c.is_lowercase()) || SMALL.contains(&bare)
    };
    let Some(first) = words.first().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())) else {
        return false;
    };
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    if words.len() > WORDS
        || letters < 3
        || !words.iter().all(|w| named(w))
        || head.contains(['.', '!', '?']) && !abbreviated(head)
    {
        return false;
    }
    if OPENERS.contains(&first.to_lowercase().as_str()) || month(first) {
        return false;
    }
    let printed = first.chars().all(|c| !c.is_lowercase());
    let dated = words.iter().skip(1).any(|w| month(w.trim_matches(|c: char| !c.is_alphanumeric())));
    let comma = words.iter().take(4).any(|w| w.ends_with(','));
    if printed {
        // "BELVAR (Agency) –", "BELVAR, Dorn –", "BELVAR —".
        let alone = words.iter().all(|w| w.chars().all(|c| !c.is_lowercase())) && letters > 4;
        comma
            || head.ends_with(')')
            || dated
            || alone && dash.starts_with([' ', '–', '—']) && !dash.contains(" - ")
    } else {
        // "Belvar, 3 May 1931 –".
        comma && dated && dash.starts_with(' ')
    }
}

/// Whether every full stop of a head ends a short word ("Aug.", "U.S.").
fn abbreviated(head: &str) -> bool {
    !head.contains(['!', '?'])
        && head.split('.').rev().skip(1).all(|part| {
            part.rsplit(|c: char| !c.is_alphabetic()).next().is_some_and(|w| (1..=5).contains(&w.len()))
        })
}

fn month(word: &str) -> bool {
    dates::edtf(&format!("{word} 2000")).is_some_and(|date| date.len() == 7)
}

/// The whole day that a dateline tells.
pub(crate) fn day(head: &str) -> Option<String> {
    let words: Vec<&str> = head.split([' ', '(', ')']).filter(|w| !w.is_empty()).collect();
    (0..words.len()).find_map(|from| {
        (from + 1..=words.len().min(from + 5))
            .rev()
            .find_map(|to| dates::edtf(&words[from..to].join(" ")).filter(|date| date.len() == 10))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_and_when_a_dispatch_was_sent() {
        for (text, head, date) in [
            (
                "BELVAR, March 21, 2025 (Wire) – The mill burned.",
                "BELVAR, March 21, 2025 (Wire) – ",
                Some("2025-03-21"),
            ),
            ("BELVAR, Dorn, Aug. 3 -- The mill burned.", "BELVAR, Dorn, Aug. 3 -- ", None),
            ("BELVAR, Jan 2 WIRE - Dorn said its mill burned.", "BELVAR, Jan 2 WIRE - ", None),
            ("BELVAR, Dorn-and-Olvena- The mill burned.", "BELVAR, Dorn-and-Olvena- ", None),
            ("BELVAR (Wire) — \"It burned,\" he said.", "BELVAR (Wire) — ", None),
            ("BELVAR — Rebels burned the mill.", "BELVAR — ", None),
            ("Belvar, 3 May 1931 — Rebels burned the mill.", "Belvar, 3 May 1931 — ", Some("1931-05-03")),
            (
                "PORT BELVAR, 3 May 1931 – Rebels burned the mill.",
                "PORT BELVAR, 3 May 1931 – ",
                Some("1931-05-03"),
            ),
        ] {
            assert_eq!(length(text).map(|end| &text[..end]), Some(head), "{text}");
            assert_eq!(day(head.trim_end_matches([' ', '-', '–', '—'])).as_deref(), date, "{text}");
        }
    }

    #[test]
    fn a_sentence_with_a_dash_is_none() {
        for text in [
            "The mill – Belvar's only one – burned.",
            "On 3 May 1931 – The day of the fair – the mill burned.",
            "NFR – Northern Front for Reform – took the mill.",
            "Belvar (Dorn) – Olvena road was cut.",
            "The town of Belvar, held since 3 May 1931 – Olvena's day – fell.",
            "May 1931 – June 1931",
            "BELVAR - the town of mills - burned.",
            "Belvar, a town in Dorn — Rebels burned it.",
            "General Marsh, Colonel Doe – Both fell.",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}

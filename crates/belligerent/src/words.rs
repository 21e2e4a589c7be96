//! Words of a phrase, folded so that spellings of one name meet.

use annalist_span::Span;
use unicode_normalization::UnicodeNormalization as _;

/// A word with what its spelling told before folding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Bytes of the text, a possessive ending included.
    pub(crate) span: Span,
    /// Lower case, without marks, apostrophes and a possessive ending.
    pub(crate) fold: String,
    /// Begins with a capital or a digit.
    pub(crate) capital: bool,
    /// Two letters or more, none of them small.
    pub(crate) caps: bool,
    /// Ends in an apostrophe with or without s.
    pub(crate) possessive: bool,
    /// Joined to the word before by a hyphen or a dash.
    pub(crate) joined: bool,
    /// A punctuation mark stands between it and the word before.
    pub(crate) mark: Option<char>,
}

/// Splits a text into words. Hyphens part words and are remembered; initials ("U.S.") are one word.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let (mut joined, mut mark) = (false, None);
    while let Some(&(start, first)) = chars.peek() {
        if !is_word(first) {
            chars.next();
            if is_dash(first) {
                joined = out.last().is_some_and(|w| w.span.end as usize == start);
                if !joined {
                    mark = Some('-');
                }
            } else if !first.is_whitespace() {
                joined = false;
                // A closing quotation mark before a full stop does not hide it.
                mark = match mark {
                    Some('"' | '”' | '’' | '»' | '\'') if matches!(first, '.' | '!' | '?') => {
                        Some(first)
                    }
                    old => old.or(Some(first)),
                };
            } else {
                joined = false;
            }
            continue;
        }
        let mut end = start;
        while let Some(&(at, c)) = chars.peek() {
            if is_word(c) || (is_apostrophe(c) && end > start) {
                end = at + c.len_utf8();
                chars.next();
            } else if c == '.' && is_initial(text, start, at) {
                end = at + 1;
                chars.next();
            } else {
                break;
            }
        }
        let raw = text.get(start..end).unwrap_or("");
        let trimmed = raw.trim_end_matches(is_apostrophe);
        let (stem, possessive) = match strip_possessive(trimmed) {
            Some(stem) => (stem, true),
            None => (trimmed, trimmed.len() < raw.len() && trimmed.ends_with(['s', 'S'])),
        };
        let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
        out.push(Word {
            span: Span::of(start, end),
            fold: fold(stem),
            capital: stem.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric()),
            caps: letters >= 2 && !stem.chars().any(char::is_lowercase),
            possessive,
            joined,
            mark: mark.take(),
        });
        joined = false;
    }
    out
}

/// The text from the first of the words to the last.
pub(crate) fn said<'t>(text: &'t str, run: &[Word]) -> &'t str {
    match (run.first(), run.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span).of_text(text),
        _ => "",
    }
}

/// The same as a name: without a full stop or an apostrophe at its end.
pub(crate) fn name_of(text: &str, run: &[Word]) -> String {
    said(text, run).trim_end_matches(['.', '\'', '’']).to_owned()
}

/// Lower case, without marks and apostrophes.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        let mut out = String::with_capacity(word.len());
        let letters = word.bytes().filter(u8::is_ascii_alphanumeric);
        letters.for_each(|b| out.push(char::from(b.to_ascii_lowercase())));
        return out;
    }
    word.nfd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ı' => 'i',
            'ø' => 'o',
            'ł' => 'l',
            'đ' => 'd',
            other => other,
        })
        .collect()
}

/// A stable id of a name: its folded words joined by `_`.
pub(crate) fn slug(name: &str) -> String {
    let folded: Vec<String> =
        words(name).into_iter().map(|w| fold(w.span.of_text(name))).filter(|w| w != "the").collect();
    folded.join("_")
}

/// Whether a sentence ends between word `at` and the one before: a full stop that does not belong
/// to an initial or a title ("Maj.", "St.", "J.").
pub(crate) fn new_sentence(all: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|b| all.get(b)) else { return true };
    let short = before.capital
        && (before.fold.chars().count() == 1
            || matches!(
                before.fold.as_str(),
                "gen"
                    | "maj"
                    | "brig"
                    | "lt"
                    | "col"
                    | "capt"
                    | "sgt"
                    | "cpl"
                    | "adm"
                    | "st"
                    | "dr"
                    | "mr"
                    | "mrs"
                    | "prof"
                    | "jr"
                    | "sr"
            ));
    matches!(all[at].mark, Some('!' | '?' | '.')) && !(short && all[at].mark == Some('.'))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, 'ʻ' | 'ʿ' | 'ʾ' | 'ʼ') || ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '′' | 'ʹ')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '‐' | '‑' | '—')
}

/// A full stop after one capital letter that follows the start of the word or another stop.
fn is_initial(text: &str, start: usize, at: usize) -> bool {
    let run = text.get(start..at).unwrap_or("");
    let last = run.rsplit('.').next().unwrap_or("");
    let one = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
    one && (run.contains('.') || next.is_some_and(char::is_uppercase))
}

fn strip_possessive(word: &str) -> Option<&str> {
    let stem = word.strip_suffix(['s', 'S'])?;
    let bare = stem.strip_suffix(is_apostrophe)?;
    (!bare.is_empty()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::{slug, words};

    fn folds(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.fold).collect()
    }

    #[test]
    fn spellings_of_one_name_meet() {
        assert_eq!(folds("Jayš al-Hāmid"), folds("Jays Al Ha'mid"));
        assert_eq!(slug("The People's Sons of Ba'ar"), "peoples_sons_of_baar");
    }

    #[test]
    fn initials_are_one_word_and_a_full_stop_is_not() {
        assert_eq!(
            folds("the U.S. fleet of Utopia. It left"),
            ["the", "us", "fleet", "of", "utopia", "it", "left"]
        );
        assert!(words("the U.S. fleet")[1].caps);
    }

    #[test]
    fn possessives_and_hyphens_are_remembered() {
        let w = words("Utopia's ABC-led rebels' camp");
        assert!(w[0].possessive && w[0].fold == "utopia");
        assert!(w[2].joined && !w[1].joined);
        assert!(w[3].possessive && !w[4].possessive);
    }

    #[test]
    fn a_title_ends_no_sentence() {
        let w = words("Maj. Gen. A. Bren led the Army. In May it left");
        let starts: Vec<&str> =
            (0..w.len()).filter(|&i| super::new_sentence(&w, i)).map(|i| w[i].fold.as_str()).collect();
        assert_eq!(starts, ["maj", "in"]);
    }

    #[test]
    fn a_mark_before_a_word_is_remembered() {
        let w = words("one, two (three) four");
        assert_eq!(w[1].mark, Some(','));
        assert_eq!(w[2].mark, Some('('));
        assert_eq!(w[3].mark, Some(')'));
        let w = words("\"Be Steadfast\". The rebels (so he) said.");
        assert_eq!((w[2].mark, w[4].mark), (Some('.'), Some('(')));
    }
}

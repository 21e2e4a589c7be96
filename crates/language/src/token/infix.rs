//! Marks inside a run of characters at which it is split.

use std::ops::Range;

use super::affix::is_quote;
use super::classes::{is_alpha, is_icon, is_lower, is_upper};

/// Byte ranges of the marks, in order.
pub(super) fn infixes(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let mut before = None;
    std::iter::from_fn(move || {
        while let Some(c) = text[at..].chars().next() {
            let length = infix(before, c, &text[at..]);
            let range = at..at + length.max(c.len_utf8());
            at = range.end;
            before = text[..at].chars().next_back();
            if length > 0 {
                return Some(range);
            }
        }
        None
    })
}

/// Bytes of the mark that begins `rest` with `first`, zero for none.
fn infix(before: Option<char>, first: char, rest: &str) -> usize {
    let word = |c: char| is_alpha(c) || c.is_ascii_digit();
    let follows = |length: usize, class: fn(char) -> bool| rest[length..].chars().next().is_some_and(class);
    let after_digit = before.is_some_and(|c| c.is_ascii_digit());
    let after_word = before.is_some_and(word);
    match first {
        '.' => {
            let dots = rest.bytes().take_while(|&b| b == b'.').count();
            if dots > 1 {
                return dots;
            }
            let splits = before.is_some_and(|c| is_lower(c) || is_quote(c))
                && follows(1, |c| is_upper(c) || is_quote(c));
            usize::from(splits)
        }
        '…' => first.len_utf8(),
        ',' => usize::from(before.is_some_and(is_alpha) && follows(1, is_alpha)),
        '+' | '*' | '^' => usize::from(after_digit && follows(1, |c| c.is_ascii_digit() || c == '-')),
        '-' => {
            if after_digit && follows(1, |c| c.is_ascii_digit() || c == '-') {
                return 1;
            }
            if !after_word {
                return 0;
            }
            let hyphens = rest.bytes().take_while(|&b| b == b'-').count();
            if hyphens <= 3 && follows(hyphens, is_alpha) { hyphens } else { 0 }
        }
        '–' | '~' if after_word && follows(first.len_utf8(), is_alpha) => first.len_utf8(),
        '—' => {
            let one = first.len_utf8();
            match after_word {
                true if follows(one, is_alpha) => one,
                true if rest.starts_with("——") && follows(2 * one, is_alpha) => 2 * one,
                _ => 0,
            }
        }
        ':' | '<' | '>' | '=' | '/' => usize::from(after_word && follows(1, is_alpha)),
        c if is_icon(c) => c.len_utf8(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        infixes(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn marks_inside_words() {
        assert_eq!(split("counter-attack"), ["-"]);
        assert_eq!(split("2014-2016"), ["-"]);
        assert_eq!(split("2014–2016"), Vec::<&str>::new());
        assert_eq!(split("T-72"), Vec::<&str>::new());
        assert_eq!(split("72-hour"), ["-"]);
        assert_eq!(split("a--b---c----d"), ["--", "---"]);
        assert_eq!(split("x——y—z"), ["——", "—"]);
        assert_eq!(split("town.The"), ["."]);
        assert_eq!(split("wait...what…"), ["...", "…"]);
        assert_eq!(split("and/or,but"), ["/", ","]);
        assert_eq!(split("1,000"), Vec::<&str>::new());
        assert_eq!(split("U.S."), Vec::<&str>::new());
    }
}

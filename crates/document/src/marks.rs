//! Citation marks and editors' flags as a page prints them: `[12]`, `[note 3]`, `[a]`,
//! `[12]: 34`, `[citation needed]`.

use std::ops::Range;

use crate::lexicon;
use crate::prose::Prose;

/// What stands between square brackets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// A citation mark, with its label.
    Citation(String),
    /// An editors' flag, with its words.
    Flag(String),
}

/// The mark that begins at `at` (a `[`), and its end; `None` for brackets of the text's own.
pub(crate) fn bracket(text: &str, at: usize, end: usize) -> Option<(Bracket, usize)> {
    let rest = text.get(at + 1..end)?;
    let close = rest.bytes().take(64).position(|b| b == b']' || b == b'[' || b == b'\n')?;
    if rest.as_bytes()[close] != b']' {
        return None;
    }
    let words = rest.get(..close)?.trim();
    let after = at + 1 + close + 1;
    if let Some(label) = citation_label(words) {
        // "[a]ttacked" is an editor's letter, not a note.
        let glued = text[after..end].starts_with(char::is_alphanumeric)
            && label.len() == 1
            && !label.starts_with(|c: char| c.is_ascii_digit());
        return (!glued).then(|| (Bracket::Citation(label), after + page_number(&text[after..end])));
    }
    if lexicon::is_flag(words) {
        return Some((Bracket::Flag(words.to_owned()), after));
    }
    None
}

/// Whether raised letters after `before` are a note's mark: "said.3", not "10³", "km²" or "4th".
pub(crate) fn is_raised_mark(before: &str, words: &str) -> bool {
    let digits = !words.is_empty()
        && words.len() <= 7
        && words
            .split([',', ' '])
            .filter(|n| !n.is_empty())
            .all(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    let unit = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let power = before.ends_with(|c: char| c.is_numeric())
        || matches!(
            unit,
            "m" | "km" | "cm" | "mm" | "dm" | "mi" | "ft" | "yd" | "in" | "x" | "R" | "м" | "км"
        );
    digits && !before.trim().is_empty() && !power
}

/// The label of a citation mark: a number, one or two small letters, or a named group and a number.
fn citation_label(words: &str) -> Option<String> {
    let digits = |s: &str| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
    if digits(words) {
        return Some(words.to_owned());
    }
    if (1..=2).contains(&words.len())
        && words.bytes().all(|b| b.is_ascii_lowercase())
        && !matches!(words, "is" | "to" | "of" | "in" | "he" | "it" | "we" | "by" | "at" | "an" | "as" | "on")
    {
        return Some(words.to_owned());
    }
    let (group, number) = words.rsplit_once([' ', '\u{a0}'])?;
    let group = group.trim().to_lowercase();
    let known = matches!(
        group.as_str(),
        "note"
            | "nb"
            | "n"
            | "fn"
            | "ref"
            | "lower-alpha"
            | "b"
            | "web"
            | "upper-alpha"
            | "прим."
            | "ملاحظة"
            | "примечание"
    );
    (known && (digits(number) || number.len() <= 2)).then(|| format!("{group} {number}"))
}

/// Length of a page number after a mark ("\[12]: 34–35", "\[12]:34").
fn page_number(rest: &str) -> usize {
    let Some(tail) = rest.strip_prefix(':') else { return 0 };
    let pages = tail.trim_start_matches([' ', '\u{a0}', '\u{200a}']);
    let digits = pages.bytes().take_while(|b| b.is_ascii_digit() || b"\xe2\x80\x93-, ".contains(b)).count();
    let run = &pages.as_bytes()[..digits];
    let Some(last) = run.iter().rposition(u8::is_ascii_digit) else { return 0 };
    if !run[0].is_ascii_digit() || pages[last + 1..].starts_with(char::is_alphanumeric) {
        return 0;
    }
    rest.len() - pages.len() + last + 1
}

/// Appends `text[range]` with its marks masked.
pub(crate) fn push(prose: &mut Prose, text: &str, range: Range<usize>) {
    let mut from = range.start;
    let mut at = range.start;
    while let Some(step) = memchr::memchr(b'[', &text.as_bytes()[at..range.end]) {
        at += step;
        match bracket(text, at, range.end) {
            Some((mark, end)) => {
                prose.raw(text, from..at);
                match mark {
                    Bracket::Citation(label) => prose.cite(label, at..end),
                    Bracket::Flag(words) => prose.flag(words, at..end),
                }
                from = end;
                at = end;
            }
            None => at += 1,
        }
    }
    prose.raw(text, from..range.end);
}

/// The prose of `text[range]`, its marks masked.
pub(crate) fn prose(text: &str, range: Range<usize>) -> Prose {
    let mut prose = Prose::default();
    push(&mut prose, text, range);
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_numbers_are_marks_but_after_numbers_and_units() {
        assert!(is_raised_mark("as he said.", "3") && is_raised_mark("the bridge", "3, 14"));
        for (before, words) in [("10", "3"), ("of 4 km", "2"), ("the 4", "th"), ("", "1"), ("in", "2017")] {
            assert!(!is_raised_mark(before, words), "{before} {words}");
        }
    }

    fn read(text: &str) -> Prose {
        prose(text, 0..text.len())
    }

    #[test]
    fn marks_are_masked_and_kept() {
        let prose = read("They left.[12][note 3] A bridge[a] fell [clarification needed].");
        assert_eq!(prose.text, "They left. A bridge fell.");
        let labels: Vec<_> = prose.citations.iter().map(|c| (c.at, c.label.as_str())).collect();
        assert_eq!(labels, [(10, "12"), (10, "note 3"), (19, "a")]);
        assert_eq!(prose.flags[0].label, "clarification needed");
    }

    #[test]
    fn brackets_of_the_text_stay() {
        let text = "He said \"[a]fter the [Northern] army [is] gone\" [sic].";
        assert_eq!(read(text).text, text);
    }

    #[test]
    fn page_numbers_go_with_their_mark() {
        assert_eq!(read("It fell.[4]: 31–32 Then").text, "It fell. Then");
        assert_eq!(read("They took[4]: 3rd Battalion").text, "They took: 3rd Battalion");
        assert_eq!(read("as follows[4]: the bridge").text, "as follows: the bridge");
    }
}

//! Lines of a text.

use std::ops::Range;

/// Ranges of the lines of `text`, without their ends (`\n`, `\r\n` or a lone `\r`).
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |step| at + step);
        at = match &bytes[end..] {
            [b'\r', b'\n', ..] => end + 2,
            _ => end + 1,
        };
        Some(start..end)
    })
}

/// The range without white space at its ends.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + line.len() - line.trim_start().len();
    start..start + line.trim().len()
}

/// Depth and content of a list item: `* `, `- `, `• `, `+ `, `1. `, `1) `.
pub(crate) fn list_item(text: &str, range: &Range<usize>) -> Option<(u8, Range<usize>)> {
    let line = &text[range.clone()];
    let body = line.trim_start();
    let indent = line.len() - body.len();
    let depth = (indent / 2).min(9) as u8;
    for mark in ['*', '-', '+', '•', '‣', '◦', '·', '–'] {
        if let Some(rest) = body.strip_prefix(mark).filter(|rest| rest.starts_with([' ', '\t'])) {
            return Some((depth, trim(text, range.end - rest.len()..range.end)));
        }
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) && (body[digits..].starts_with(". ") || body[digits..].starts_with(") ")) {
        let start = range.start + indent + digits + 2;
        return Some((depth, trim(text, start..range.end)));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_is_known() {
        let text = "a\r\nb\rc\n\nd";
        let all: Vec<_> = lines(text).map(|r| &text[r]).collect();
        assert_eq!(all, ["a", "b", "c", "", "d"]);
    }

    #[test]
    fn items_of_a_list() {
        let item = |text: &str| list_item(text, &(0..text.len())).map(|(d, r)| (d, text[r].to_owned()));
        assert_eq!(item("  • two men"), Some((1, "two men".to_owned())));
        assert_eq!(item("•\tthree men"), Some((0, "three men".to_owned())));
        assert_eq!(item("12. A note"), Some((0, "A note".to_owned())));
        assert_eq!(item("2014 began"), None);
        assert_eq!(item("-5 degrees"), None);
    }
}

//! A printed list of references or notes: `1. ^ a b "Title". Outlet. …`.

use std::ops::Range;

use crate::prose::Prose;
use crate::tree::Tree;
use crate::{Reference, Role, SectionKind, citing, marks};

/// Counts the entries of the lists of one document.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    notes: u32,
    references: u32,
}

impl Lists {
    /// Reads one line of a list of the open section; a line that begins no entry continues the last.
    pub(crate) fn line(&mut self, tree: &mut Tree<'_>, line: Range<usize>) {
        let text = tree.text();
        let note = tree.section_kind() == SectionKind::Notes;
        let role = if note { Role::Note } else { Role::Reference };
        let (number, body) = entry(text, line);
        let prose = marks::prose(text, body.clone());
        if prose.is_blank() {
            return;
        }
        self.tell(tree, role, number, prose, None);
    }

    /// Tells one entry; its number is the next of its list where none is printed.
    pub(crate) fn tell(
        &mut self,
        tree: &mut Tree<'_>,
        role: Role,
        number: Option<u32>,
        prose: Prose,
        url: Option<String>,
    ) -> u32 {
        let note = role == Role::Note;
        let count = if note { &mut self.notes } else { &mut self.references };
        let number = number.unwrap_or(*count + 1);
        *count = number;
        let label = if note { letters(number) } else { number.to_string() };
        let mut reference = Reference { label, note, url, ..Reference::default() };
        if !note {
            citing::fill(&mut reference, &prose.text);
        }
        reference.passage = tree.passage(role, prose);
        let index = tree.reference(reference);
        if note {
            for alias in ["note", "nb", "n", "fn", "lower-alpha"] {
                tree.alias(format!("{alias} {number}"), index);
            }
        } else {
            tree.alias(format!("ref {number}"), index);
        }
        index
    }
}

/// 1 → a, 26 → z, 27 → aa.
pub(crate) fn letters(mut number: u32) -> String {
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(b'a' + (number % 26) as u8);
        number /= 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

/// The printed number and the words after the back links (`12. ^ a b c `).
fn entry(text: &str, line: Range<usize>) -> (Option<u32>, Range<usize>) {
    let line = crate::lines::trim(text, line);
    let words = &text[line.clone()];
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let mut at = 0;
    let mut number = None;
    if (1..=4).contains(&digits)
        && words[digits..].starts_with(['.', ')', ']'])
        && words[digits + 1..].starts_with([' ', '\t', '^', '\u{a0}'])
    {
        number = words[..digits].parse().ok();
        at = digits + 1;
    }
    at += back_links(&words[at..]);
    (number, crate::lines::trim(text, line.start + at..line.end))
}

/// Length of `^`, `↑`, and the letters of the back links after it.
pub(crate) fn back_links(words: &str) -> usize {
    let trimmed = words.trim_start();
    let Some(mut rest) = trimmed.strip_prefix(['^', '↑']) else { return words.len() - trimmed.len() };
    loop {
        let next = rest.trim_start_matches([' ', '\u{a0}', '\t']);
        let word = next.split([' ', '\u{a0}', '\t']).next().unwrap_or("");
        let letters = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
        let decimal = word.split_once('.').is_some_and(|(a, b)| {
            [a, b].iter().all(|p| !p.is_empty() && p.bytes().all(|c| c.is_ascii_digit()))
        });
        if !(letters || decimal) || next.len() == rest.len() {
            return words.len() - next.len();
        }
        rest = &next[word.len()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_back_links_are_no_words() {
        let of = |text: &str| {
            let (number, body) = entry(text, 0..text.len());
            (number, text[body].to_owned())
        };
        assert_eq!(of("  12. ^ a b c \"Title\". Outlet."), (Some(12), "\"Title\". Outlet.".to_owned()));
        assert_eq!(of("^ Marsh, Ada"), (None, "Marsh, Ada".to_owned()));
        assert_eq!(of("2014 was a year"), (None, "2014 was a year".to_owned()));
    }

    #[test]
    fn letters_count_on() {
        assert_eq!([letters(1), letters(26), letters(27), letters(53)], ["a", "z", "aa", "ba"]);
    }
}

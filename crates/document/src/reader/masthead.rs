//! By-line and date line of an article: they tell its origin and are no part of its text.

use crate::Origin;
use crate::dates::day;
use crate::tree::Tree;

/// Reads a short line near the top; false when it is no by-line and no date line.
pub(crate) fn read(tree: &mut Tree<'_>, words: &str) -> bool {
    if words.len() >= 120 {
        return false;
    }
    if let Some(date) = day(words) {
        tree.origin.published.get_or_insert(date);
        return true;
    }
    // "Olvena, 3 May 2001", "By Ada Marsh, 3 May 2001", "Ada Marsh | 3 May 2001".
    for cut in [", ", " | ", " – ", " - ", " • ", " · "] {
        for (at, _) in words.match_indices(cut) {
            let (head, tail) = (&words[..at], &words[at + cut.len()..]);
            if head.split_whitespace().count() <= 8
                && head.starts_with(char::is_uppercase)
                && let Some(date) = day(tail)
            {
                tree.origin.published.get_or_insert(date);
                by_line(&mut tree.origin, head);
                return true;
            }
        }
    }
    by_line(&mut tree.origin, words)
}

/// "By Ada Marsh and John Doe in Olvena".
fn by_line(origin: &mut Origin, words: &str) -> bool {
    let name = words.strip_prefix("By ").or_else(|| words.strip_prefix("by ")).unwrap_or("");
    let name = name.trim_end_matches(',').trim();
    let count = name.split_whitespace().count();
    let small = |w: &str| {
        matches!(
            w,
            "and"
                | "in"
                | "al"
                | "de"
                | "van"
                | "von"
                | "&"
                | "for"
                | "the"
                | "our"
                | "staff"
                | "desk"
                | "editorial"
                | "correspondent"
                | "reporter"
        ) || w.starts_with("al-")
    };
    let people = (1..=9).contains(&count)
        && !name.ends_with(['.', '!', '?', ':'])
        && name.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || small(w));
    if people {
        origin.author.get_or_insert_with(|| name.to_owned());
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn lines_that_tell_the_origin() {
        for (line, author, date) in [
            ("By Ada Marsh and John Doe", Some("Ada Marsh and John Doe"), None),
            ("Published 5 May 2001 14:30 GMT", None, Some("2001-05-05")),
            ("Olvena, 25 April 2017", None, Some("2017-04-25")),
            ("By the editorial desk, 2 May 2017", Some("the editorial desk"), Some("2017-05-02")),
            ("Ada Marsh | May 2, 2017", None, Some("2017-05-02")),
        ] {
            let source = Source::verbatim("", 0);
            let mut tree = Tree::new(&source);
            assert!(read(&mut tree, line), "{line}");
            assert_eq!(
                (tree.origin.author.as_deref(), tree.origin.published.as_deref()),
                (author, date),
                "{line}"
            );
        }
        for line in [
            "By night the bridge was gone.",
            "Report no. 9, covering 3 to 24 April 2017",
            "The army left on 4 May 2001",
            "By Monday evening everything was over",
        ] {
            let source = Source::verbatim("", 0);
            assert!(!read(&mut Tree::new(&source), line), "{line}");
        }
    }
}

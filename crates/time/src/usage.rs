//! How a mention is used in its sentence: on a day, by it, until it, since it, after it.

use annalist_span::Span;

/// What the word before a mention makes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Use {
    /// "on", "in", "at", "during", or nothing.
    #[default]
    On,
    /// "by": not after it.
    By,
    /// "as of", "as at": not after it, and the story is seen from there.
    AsOf,
    /// "until", "to", "through": up to it.
    Until,
    /// "since", "from": from it on.
    Since,
    /// "before", "prior to".
    Before,
    /// "after", "following".
    After,
    /// "within".
    Within,
    /// "about", "around".
    About,
}

/// Words that may stand between a preposition and its mention.
const BETWEEN: &[&str] = &[
    "the",
    "a",
    "late",
    "early",
    "about",
    "around",
    "around",
    "at",
    "least",
    "on",
    "in",
    "of",
    "as",
    "well",
    "into",
    "only",
    "just",
    "local",
    "approximately",
];

/// The use of the mention at `span`, from the words before it in its sentence.
pub(crate) fn before(text: &str, sentence: Span, span: Span) -> Use {
    let lead = text.get(sentence.start as usize..span.start as usize).unwrap_or("");
    let mut words = lead
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“'))
        .filter(|w| !w.is_empty())
        .take(4);
    let mut about = false;
    while let Some(word) = words.next() {
        let lower = word.to_lowercase();
        let found = match lower.as_str() {
            "by" => Use::By,
            "to" if words.clone().next().is_some_and(|w| w.eq_ignore_ascii_case("prior")) => Use::Before,
            "until" | "till" | "through" | "to" => Use::Until,
            "since" | "from" => Use::Since,
            "before" => Use::Before,
            "after" | "following" => Use::After,
            "within" => Use::Within,
            "of" if words.clone().next().is_some_and(|w| w.eq_ignore_ascii_case("as")) => Use::AsOf,
            _ => {
                about |= matches!(lower.as_str(), "about" | "around" | "approximately" | "circa");
                if BETWEEN.contains(&lower.as_str()) {
                    continue;
                }
                break;
            }
        };
        return found;
    }
    if about { Use::About } else { Use::On }
}

#[cfg(test)]
mod tests {
    use super::{Use, before};
    use annalist_span::Span;

    #[test]
    fn the_preposition_decides() {
        let how = |text: &str, what: &str| {
            let at = text.find(what).unwrap();
            before(text, Span::of(0, text.len()), Span::of(at, at + what.len()))
        };
        assert_eq!(how("They left by 22 March.", "22 March"), Use::By);
        assert_eq!(how("They left by early April.", "early April"), Use::By);
        assert_eq!(how("They stayed until the 3rd.", "the 3rd"), Use::Until);
        assert_eq!(how("As of 3 May they held on.", "3 May"), Use::AsOf);
        assert_eq!(how("On 3 May they held on.", "3 May"), Use::On);
        assert_eq!(how("They fled at about 03:00.", "03:00"), Use::About);
        assert_eq!(how("Since 3 May they held on.", "3 May"), Use::Since);
    }
}

//! What a printed reference says of the work it cites.
//!
//! The shape is that of a bibliography line: `Author (date). "Title". Outlet. Date. Archived from
//! the original on D. Retrieved D.`; whatever of it is missing is left out.

use crate::Reference;
use crate::dates::edtf;

/// Fills a reference from its printed line, keeping what is known already (a link's address).
pub(crate) fn fill(reference: &mut Reference, text: &str) {
    let text = text.trim();
    if reference.url.is_none() {
        reference.url = address(text);
    }
    let Some((before, title, after)) = title(text) else { return segments(reference, text) };
    reference.title.get_or_insert_with(|| title.to_owned());
    author(reference, before);
    segments(reference, after);
}

/// The first web address in a text.
pub(crate) fn address(text: &str) -> Option<String> {
    let at = text.find("http://").or_else(|| text.find("https://"))?;
    let end = text[at..]
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ']' | '|'))
        .map_or(text.len(), |e| at + e);
    Some(text[at..end].trim_end_matches(['.', ',', ')', ';']).to_owned())
}

/// Splits at the quoted title. Quotation marks inside the title are passed over: the closing one
/// stands before a full stop, a comma, a bracket or the end.
fn title(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find(['"', '“', '«'])?;
    let quote = text[open..].chars().next()?;
    let close = match quote {
        '“' => '”',
        '«' => '»',
        other => other,
    };
    let start = open + quote.len_utf8();
    let mut best: Option<(u8, usize)> = None;
    for (at, _) in text[start..].match_indices(close).filter(|(at, _)| *at > 0) {
        let rest = &text[start + at + close.len_utf8()..];
        let rank = match rest.trim_start().chars().next() {
            None | Some('.' | '(' | '[') => 0,
            Some(',' | ';') => 1,
            Some(_) => 2,
        };
        if best.is_none_or(|(known, _)| rank < known || (rank == 2 && known == 2)) {
            best = Some((rank, at));
        }
    }
    let (_, at) = best?;
    let rest = &text[start + at + close.len_utf8()..];
    Some((text[..open].trim(), text[start..start + at].trim(), rest))
}

/// `Marsh, Ada (December 1, 2024).`
fn author(reference: &mut Reference, before: &str) {
    let before = before.trim().trim_end_matches(['.', ',', ':']);
    let (names, date) = match before.rfind('(') {
        Some(at) => (before[..at].trim(), before[at + 1..].trim_end_matches(')')),
        None => (before, ""),
    };
    if let Some(date) = edtf(date) {
        reference.published.get_or_insert(date);
    }
    if !names.is_empty() && names.len() < 200 && names.contains(char::is_alphabetic) {
        reference.author.get_or_insert_with(|| names.trim_end_matches([',', '.']).to_owned());
    }
}

/// What follows the title, sentence by sentence.
fn segments(reference: &mut Reference, after: &str) {
    let mut archived = false;
    for segment in sentences(after) {
        let mut segment = segment.trim_start_matches([',', ';', ' ']);
        // "Daily Ledger, 5 May 2001": outlet and day in one.
        let day = segment.match_indices(", ").find_map(|(at, _)| Some((at, edtf(&segment[at + 2..])?)));
        if let Some((at, date)) = day.filter(|_| edtf(segment).is_none() && !segment.starts_with("Retrieved"))
        {
            reference.published.get_or_insert(date);
            segment = &segment[..at];
        }
        let lower = segment.to_lowercase();
        if let Some(language) = lower.strip_prefix("(in ").and_then(|l| l.strip_suffix(')')) {
            reference.language.get_or_insert_with(|| segment[4..4 + language.len()].to_owned());
        } else if lower.starts_with("archived") {
            archived = true;
        } else if let Some(date) = ["retrieved on ", "retrieved ", "accessed on ", "accessed "]
            .iter()
            .find_map(|l| lower.strip_prefix(l))
        {
            if let Some(date) = edtf(date) {
                reference.accessed.get_or_insert(date);
            }
        } else if let Some(date) = edtf(segment) {
            reference.published.get_or_insert(date);
        } else if lower.starts_with("p. ")
            || lower.starts_with("pp. ")
            || lower.starts_with("isbn")
            || lower.starts_with("doi")
            || lower.starts_with("issn")
            || lower.starts_with("http")
            || lower.starts_with("vol.")
        {
        } else if reference.title.is_some()
            && !archived
            && segment.len() < 120
            && segment.contains(char::is_alphabetic)
        {
            reference.outlet.get_or_insert_with(|| segment.to_owned());
        }
    }
}

/// Parts between full stops; a bracket of its own is a part, a dot inside a word or number is none.
fn sentences(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let cut = match c {
            '.' => next.is_none_or(char::is_whitespace) && !abbreviation(&text[from..at]),
            ')' => text[from..at].trim_start().starts_with('('),
            _ => false,
        };
        if cut {
            parts.push(text[from..at + usize::from(c == ')')].trim());
            from = at + c.len_utf8();
        }
    }
    parts.push(text[from..].trim());
    parts.retain(|p| !p.trim_matches(['.', ',', ';', ' ']).is_empty());
    parts
}

/// Whether the text before a full stop ends in a word that is written with one ("p", "vol", an initial).
fn abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '.']).next().unwrap_or("");
    matches!(
        word.to_lowercase().as_str(),
        "p" | "pp" | "vol" | "no" | "ed" | "eds" | "st" | "dr" | "mr" | "col" | "gen"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Reference {
        let mut reference = Reference::default();
        fill(&mut reference, text);
        reference
    }

    #[test]
    fn a_newspaper_article() {
        let r = of(
            "Marsh, Ada; Doe, J. (3 May 2001). \"Olvena falls\". The Daily Ledger. Archived from the original on 4 May 2001. Retrieved 6 May 2001.",
        );
        assert_eq!(r.author.as_deref(), Some("Marsh, Ada; Doe, J"));
        assert_eq!(r.title.as_deref(), Some("Olvena falls"));
        assert_eq!(r.outlet.as_deref(), Some("The Daily Ledger"));
        assert_eq!(r.published.as_deref(), Some("2001-05-03"));
        assert_eq!(r.accessed.as_deref(), Some("2001-05-06"));
    }

    #[test]
    fn quotes_inside_a_title_and_a_language() {
        let r = of(
            "\"After the fall.. \"Black Banner\" enters the town without a fight\" (in Arabic). Monitor of the Plain. 5 May 2001. p. Arabic. Retrieved 5 May 2001.",
        );
        assert_eq!(
            r.title.as_deref(),
            Some("After the fall.. \"Black Banner\" enters the town without a fight")
        );
        assert_eq!(
            of("\"In the hills of \"Iron Gate\", the army waits\". Ledger.").title.as_deref(),
            Some("In the hills of \"Iron Gate\", the army waits")
        );
        assert_eq!(of("\"The army waits\", Ledger, 5 May 2001.").title.as_deref(), Some("The army waits"));
        assert_eq!(r.language.as_deref(), Some("Arabic"));
        assert_eq!(r.outlet.as_deref(), Some("Monitor of the Plain"));
        assert_eq!(r.published.as_deref(), Some("2001-05-05"));
    }

    #[test]
    fn an_outlet_whose_name_holds_a_dot() {
        assert_eq!(
            of("\"Clashes\". Ledger.net. Retrieved 2001-05-03.").outlet.as_deref(),
            Some("Ledger.net")
        );
        let r = of("\"Dorn falls\", Daily Ledger, 5 May 2001. Retrieved May 6, 2001.");
        assert_eq!(
            (r.outlet.as_deref(), r.published.as_deref(), r.accessed.as_deref()),
            (Some("Daily Ledger"), Some("2001-05-05"), Some("2001-05-06"))
        );
        assert_eq!(of("see https://example.org/a?b=1.").url.as_deref(), Some("https://example.org/a?b=1"));
    }
}

//! Words of a text as the search for names needs them.

use annalist_span::Span;

/// A word, a number or a mark.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token<'a> {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// The word, without a possessive ending.
    pub(crate) text: &'a str,
    /// Lower case.
    pub(crate) low: String,
    /// What it is made of.
    pub(crate) shape: Shape,
    /// Whether a sentence begins with it, as far as punctuation tells.
    pub(crate) first: bool,
    /// Whether a possessive ending follows ("Zeina's").
    pub(crate) possessive: bool,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A word with a capital at its beginning, or after an article and a hyphen.
    Name,
    /// A word in a script without capitals.
    Uncased,
    /// Any other word.
    Word,
    /// A number, perhaps with letters after it ("46th").
    Number,
    /// Punctuation.
    Mark,
}

impl Token<'_> {
    pub(crate) fn is_word(&self) -> bool {
        self.shape != Shape::Mark
    }

    pub(crate) fn is(&self, word: &str) -> bool {
        self.low == word
    }
}

/// Articles and other small words that begin or join names in lower case.
pub(crate) fn is_joint(low: &str) -> bool {
    matches!(
        low,
        "al" | "el"
            | "as"
            | "ash"
            | "an"
            | "at"
            | "ad"
            | "ar"
            | "az"
            | "ez"
            | "es"
            | "et"
            | "ed"
            | "er"
            | "de"
            | "del"
            | "la"
            | "bin"
            | "ibn"
            | "ben"
            | "abu"
            | "umm"
            | "e"
            | "i"
            | "y"
            | "der"
            | "den"
            | "du"
            | "da"
            | "do"
            | "dos"
            | "na"
            | "ul"
            | "ud"
            | "ol"
            | "wal"
            | "bel"
            | "ath"
            | "adh"
            | "uz"
            | "us"
            | "les"
            | "le"
            | "am"
            | "sur"
            | "upon"
    )
}

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut first = true;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let begins = c.is_alphanumeric()
            || (is_apostrophe(c) && c != '\'' && chars.peek().is_some_and(|(_, n)| n.is_alphabetic()));
        if !begins {
            let span = Span::of(start, start + c.len_utf8());
            let after_word = out.last().is_some_and(|t| t.span.end as usize == start);
            out.push(Token {
                span,
                text: &text[span.range()],
                low: c.to_string(),
                shape: Shape::Mark,
                first: false,
                possessive: false,
            });
            if matches!(c, '.' | '!' | '?' | '؟' | '。') {
                first = !abbreviation(&out) || c != '.';
            } else if matches!(c, ':' | ';' | '•' | '|' | '*')
                || (matches!(c, '"' | '“') && !after_word && out.len() < 3)
            {
                first = true;
            }
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, n)) = chars.peek().copied() {
            let next_is_letter =
                || text[at + n.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
            let inside = n.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(n)
                || n == 'ـ'
                || ((is_apostrophe(n) || matches!(n, '-' | '‑' | '\u{ad}')) && next_is_letter())
                || (is_apostrophe(n) && n != '\'' && n != '’' && n != '‘')
                || (matches!(n, '.' | ',')
                    && next_is_digit(text, at + n.len_utf8())
                    && text[..at].ends_with(|d: char| d.is_ascii_digit()));
            if !inside {
                break;
            }
            end = at + n.len_utf8();
            chars.next();
        }
        let whole = &text[start..end];
        let (word, possessive) = match whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s")) {
            Some(stem) if !stem.is_empty() => (stem, true),
            _ => (whole, false),
        };
        let span = Span::of(start, start + word.len());
        out.push(Token { span, text: word, low: word.to_lowercase(), shape: shape(word), first, possessive });
        first = false;
    }
    out
}

fn next_is_digit(text: &str, at: usize) -> bool {
    text[at..].starts_with(|c: char| c.is_ascii_digit())
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ' | '′' | 'ʹ')
}

/// Whether the full stop just read ends an abbreviation: a known short one or a single capital.
fn abbreviation(tokens: &[Token<'_>]) -> bool {
    let Some(word) = tokens.len().checked_sub(2).and_then(|i| tokens.get(i)) else { return false };
    let known = matches!(
        word.low.as_str(),
        "gen"
            | "col"
            | "lt"
            | "maj"
            | "capt"
            | "sgt"
            | "brig"
            | "dr"
            | "mr"
            | "mrs"
            | "ms"
            | "st"
            | "mt"
            | "ft"
            | "no"
            | "approx"
            | "adm"
            | "cpl"
    );
    known || (word.shape == Shape::Name && word.text.chars().count() == 1)
}

fn shape(word: &str) -> Shape {
    let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else { return Shape::Mark };
    if first.is_numeric() {
        return Shape::Number;
    }
    if first.is_uppercase() {
        return Shape::Name;
    }
    if !first.is_lowercase() {
        return Shape::Uncased;
    }
    // "al-Bab", "ez-Zor": the article's hyphen
    match word.split_once(['-', '‑']) {
        Some((article, rest))
            if is_joint(article) && rest.starts_with(|c: char| c.is_uppercase() || is_apostrophe(c)) =>
        {
            Shape::Name
        }
        _ => Shape::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shapes(text: &str) -> Vec<(String, Shape)> {
        tokens(text).into_iter().map(|t| (t.text.to_owned(), t.shape)).collect()
    }

    #[test]
    fn names_keep_their_articles_and_lose_possessives() {
        let found = shapes("Zeina's men left al-Milha, 1,500 m away.");
        let names: Vec<&str> =
            found.iter().filter(|(_, s)| *s == Shape::Name).map(|(t, _)| t.as_str()).collect();
        assert_eq!(names, ["Zeina", "al-Milha"]);
        assert!(found.contains(&("1,500".to_owned(), Shape::Number)));
    }

    #[test]
    fn sentences_begin_after_full_stops_but_not_after_ranks() {
        let text = "They left. Gen. Omar stayed.";
        let firsts: Vec<&str> =
            tokens(text).iter().filter(|t| t.first && t.is_word()).map(|t| t.text).collect();
        assert_eq!(firsts, ["They", "Gen"]);
    }

    proptest! {
        #[test]
        fn tokens_are_ordered_and_inside(text in "\\PC{0,60}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start >= last && token.span.end as usize <= text.len());
                prop_assert_eq!(token.span.of_text(&text), token.text);
                last = token.span.end;
            }
        }
    }
}

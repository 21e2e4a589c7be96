//! Words that the model has hardly seen, read under a familiar word.
//!
//! The model was trained on news and talk: "retook" and "counter-attacked" are strange to it, and
//! it parses a sentence better when it sees "took" and "attacked" in their place. Tokens and their
//! spans stay those of the text; a listed hyphenated word becomes one token.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::token::RawToken;

const FAMILIAR: &str = include_str!("../data/familiar.toml");

#[derive(Deserialize)]
struct File {
    words: BTreeMap<String, String>,
}

/// Every listed spelling, in lower case and capitalised, with the familiar word.
static WORDS: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let file: File = toml::from_str(FAMILIAR).expect("the table of familiar words is tested to parse");
    let mut words = FxHashMap::default();
    for (familiar, forms) in file.words {
        for form in forms.split_whitespace() {
            words.insert(form.to_owned(), familiar.clone());
            words.insert(capitalised(form), capitalised(&familiar));
        }
    }
    words
});

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The familiar word for a word of the text; the word itself where none is listed.
pub(crate) fn familiar(word: &str) -> &str {
    WORDS.get(word).map_or(word, String::as_str)
}

/// Makes one token of each listed word that the tokenizer split at a hyphen.
pub(crate) fn merge(text: &str, tokens: &mut Vec<RawToken>) {
    let mut kept = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut token = tokens[at];
        if at + 2 < tokens.len() && is_hyphen(tokens[at + 1].text(text)) {
            let last = tokens[at + 2];
            let whole =
                RawToken { start: token.start, end: last.end, space_after: last.space_after, norm: None };
            if !token.space_after && !tokens[at + 1].space_after && WORDS.contains_key(whole.text(text)) {
                token = whole;
                at += 2;
            }
        }
        tokens[kept] = token;
        kept += 1;
        at += 1;
    }
    tokens.truncate(kept);
}

fn is_hyphen(word: &str) -> bool {
    matches!(word, "-" | "‐" | "‑")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{FAMILIAR, familiar};
    use crate::Pipeline;

    #[derive(Deserialize)]
    struct Tests {
        test: Vec<Test>,
    }

    #[derive(Deserialize)]
    struct Test {
        text: String,
        tags: String,
    }

    #[test]
    fn a_capital_is_kept() {
        assert_eq!(familiar("Retook"), "Took");
        assert_eq!(familiar("village"), "village");
    }

    #[test]
    fn sentences_of_the_table_get_the_tags_told_there() {
        let file: Tests = toml::from_str(FAMILIAR).unwrap();
        for test in file.test {
            let analysis = Pipeline::embedded().analyse(&test.text);
            let tags: Vec<&str> =
                analysis.sentences.iter().flat_map(|s| &s.tokens).map(|t| t.tag.as_str()).collect();
            assert_eq!(tags.join(" "), test.tags, "{}", test.text);
        }
    }
}

//! What holds for any text.

use annalist_language::{Analysis, Label, Pipeline, sentences, tokenize};
use proptest::prelude::*;

/// Any characters, and pieces that the rules look at, in any order.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            ". ",
            ".",
            "...",
            "…",
            "? ",
            "!",
            "\"",
            "“",
            "”",
            "'s",
            "n't",
            "can't",
            "U.S.",
            "Lt. ",
            "J. ",
            "No. ",
            " ",
            "\n",
            "\n\n",
            "\t",
            "\u{a0}",
            "[12]",
            "[",
            "]",
            "(",
            ")",
            "-",
            "–",
            "—",
            "1,000",
            "3.5",
            "km",
            "°C.",
            "The ",
            "the",
            "Army ",
            "captured ",
            "and ",
            "al-",
            "http://a.bc/d",
            "a@b.cd",
            "🙂",
            "👩‍🚀",
            "حلب",
            "Харків",
            "部队。",
            "e\u{301}",
            "\u{1c}",
            "$",
            "US$",
            "+",
            "§",
            ":)",
            "'",
            "’",
            "`",
            "\u{feff}",
            "1. ",
            "- ",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Checks what [`Analysis`] promises.
fn check(text: &str, analysis: &Analysis) -> Result<(), TestCaseError> {
    let mut end = 0;
    for sentence in &analysis.sentences {
        prop_assert!(sentence.span.start >= end && !sentence.span.of_text(text).is_empty());
        prop_assert!(!sentence.tokens.is_empty());
        end = sentence.span.start;
        for token in &sentence.tokens {
            prop_assert!(token.span.start >= end && !token.span.of_text(text).is_empty());
            prop_assert!(text[end as usize..token.span.start as usize].trim_matches(' ').is_empty());
            end = token.span.end;
        }
        prop_assert_eq!(sentence.tokens[0].span.start, sentence.span.start);
        prop_assert_eq!(end, sentence.span.end);
        let mut roots = 0;
        for (index, token) in sentence.tokens.iter().enumerate() {
            let mut at = index;
            let mut steps = 0;
            while sentence.tokens[at].head as usize != at {
                at = sentence.tokens[at].head as usize;
                steps += 1;
                prop_assert!(steps <= sentence.tokens.len(), "heads form a cycle");
            }
            roots += usize::from(token.head as usize == index);
            prop_assert_eq!(token.head as usize == index, token.label == Label::Root);
        }
        prop_assert_eq!(roots, 1);
    }
    prop_assert!(text[end as usize..].trim().is_empty());
    Ok(())
}

proptest! {
    #[test]
    fn an_analysis_keeps_its_promises(text in any_text()) {
        check(&text, &Pipeline::embedded().parse(&text))?;
    }

    #[test]
    fn sentences_hold_all_but_white_space(text in any_text()) {
        let mut end = 0;
        for span in sentences(&text) {
            prop_assert!(text[end..span.start as usize].trim().is_empty());
            prop_assert!(!span.of_text(&text).trim().is_empty());
            end = span.end as usize;
        }
        prop_assert!(text[end..].trim().is_empty());
    }

    #[test]
    fn tokens_hold_all_but_single_spaces(text in any_text()) {
        let mut end = 0;
        for span in tokenize(&text) {
            let gap = &text[end..span.start as usize];
            prop_assert!(gap.is_empty() || gap == " ", "{:?}", gap);
            end = span.end as usize;
        }
        prop_assert!(text[end..].is_empty() || &text[end..] == " ");
    }

    #[test]
    fn a_sentence_parses_alone_as_in_its_text(text in any_text()) {
        let pipeline = Pipeline::embedded();
        for sentence in pipeline.parse(&text).sentences {
            let alone = sentence.span.of_text(&text);
            let again = pipeline.parse(alone);
            if let [only] = again.sentences.as_slice() {
                let tree = |tokens: &[annalist_language::Token]| -> Vec<_> {
                    tokens.iter().map(|token| (token.tag, token.head, token.label)).collect()
                };
                prop_assert_eq!(tree(&only.tokens), tree(&sentence.tokens));
            }
        }
    }
}

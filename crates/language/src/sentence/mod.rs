//! Sentences, by rules of our own: the parser takes them as given.
//!
//! A sentence ends at a mark (`.`, `!`, `?` and their likes) with the closing quotation marks, brackets
//! and citation marks that follow it, unless the words around say otherwise; at an empty line; and before
//! a list item. The words are data: `data/sentences.toml`.

mod limit;
mod mark;
mod paragraph;
mod rules;

use annalist_span::Span;

/// Splits a text into sentences, in order and without overlap; white space around them is left out.
///
/// No sentence is longer than 4,096 bytes: a longer one is cut at its last semicolon, colon, comma or
/// space before that.
pub fn sentences(text: &str) -> Vec<Span> {
    split(text, rules::Rules::embedded())
}

fn split(text: &str, rules: &rules::Rules) -> Vec<Span> {
    let mut spans = Vec::new();
    for block in paragraph::blocks(text) {
        let mut start = block.start;
        for end in mark::ends(&text[..block.end], block.start, rules) {
            limit::push(text, start, end, &mut spans);
            start = end;
        }
        limit::push(text, start, block.end, &mut spans);
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `rules` make of an example.
    fn found(example: &rules::Example, rules: &rules::Rules) -> Vec<String> {
        let text = example.joined.clone().unwrap_or_else(|| example.sentences.join(" "));
        split(&text, rules).iter().map(|span| span.of_text(&text).to_owned()).collect()
    }

    #[test]
    fn every_example_in_the_rules_holds() {
        for example in rules::examples() {
            assert_eq!(found(&example, rules::Rules::embedded()), example.sentences, "{}", example.about);
        }
    }

    #[test]
    fn no_list_is_without_an_example() {
        // Without any one list, an example comes out otherwise.
        let examples = rules::examples();
        for (name, rules) in rules::Rules::each_without_one_list() {
            assert!(examples.iter().any(|example| found(example, &rules) != example.sentences), "{name}");
        }
    }

    #[test]
    fn long_sentences_are_cut_at_the_best_place() {
        let text = format!("{}; {}", "word ".repeat(600).trim_end(), "other, ".repeat(400));
        let found = sentences(&text);
        assert!(found.len() > 1 && found.iter().all(|span| span.len() <= 4096));
        assert!(found[0].of_text(&text).ends_with(';'));
        let solid = "ф".repeat(10_000);
        assert!(sentences(&solid).iter().all(|span| span.len() <= 4096 && !span.of_text(&solid).is_empty()));
    }

    #[test]
    fn empty_texts_have_no_sentence() {
        assert!(sentences("").is_empty());
        assert!(sentences(" \n\t ").is_empty());
    }
}

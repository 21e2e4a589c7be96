//! Quantities: how many, at least how many, at most how many.

mod lexicon;
mod scan;
mod unit;

use annalist_span::Span;
use serde::{Deserialize, Serialize};

use crate::Sentence;

/// A quantity as the text says it.
///
/// "exactly 12" and "12" have `min` = `max` = 12; "more than 541" has only `min`; "up to 30" and
/// "nearly 500" have only `max`; "dozens" has neither. Dates, times of day, ordinals and numbers that
/// are part of a name are no quantities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// The words of the quantity with those that bound it, without the counted noun.
    pub span: Span,
    /// The least it can be.
    pub min: Option<u64>,
    /// The most it can be.
    pub max: Option<u64>,
    /// Whether the text says that it is rough.
    pub approximate: bool,
    /// The token of the counted noun; none when the number stands for what it counts.
    pub unit: Option<u32>,
    /// What sort of thing is counted.
    pub kind: QuantityKind,
}

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityKind {
    /// People or things.
    Count,
    /// Length, area or weight.
    Distance,
    /// A length of time.
    Duration,
    /// A part of a whole.
    Share,
    /// A sum of money.
    Money,
    /// "three times".
    Occasion,
}

/// The quantities of a sentence of `text`, in order.
pub fn quantities(text: &str, sentence: &Sentence) -> Vec<Quantity> {
    let words: Vec<String> = sentence.tokens.iter().map(|t| t.span.of_text(text).to_lowercase()).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match scan::at(&words, at) {
            Some(amount) if !unit::is_excluded(text, sentence, &words, &amount) => {
                let unit = unit::unit(sentence, &words, &amount);
                let kind = unit::kind(sentence, &words, &amount, unit);
                found.push(Quantity {
                    span: sentence.tokens[amount.first].span.cover(sentence.tokens[amount.end - 1].span),
                    min: amount.min,
                    max: amount.max,
                    approximate: amount.approximate,
                    unit,
                    kind,
                });
                at = amount.end;
            }
            Some(amount) => at = amount.end,
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{lexicon::NUMERALS, quantities};
    use crate::Pipeline;

    #[derive(Deserialize)]
    struct Tests {
        test: Vec<Test>,
    }

    #[derive(Deserialize)]
    struct Test {
        text: String,
        found: Vec<String>,
    }

    #[test]
    fn quantities_pass_the_tests_of_their_table() {
        let file: Tests = toml::from_str(NUMERALS).unwrap();
        let mut failures = Vec::new();
        for test in file.test {
            let analysis = Pipeline::embedded().analyse(&test.text);
            let number = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
            let found: Vec<String> = analysis
                .sentences
                .iter()
                .flat_map(|sentence| {
                    quantities(&test.text, sentence).into_iter().map(|q| {
                        let unit =
                            q.unit.map_or("-", |u| sentence.tokens[u as usize].span.of_text(&test.text));
                        format!(
                            "{}|{}|{}|{}|{unit}|{}",
                            q.span.of_text(&test.text),
                            number(q.min),
                            number(q.max),
                            if q.approximate { "~" } else { "" },
                            format!("{:?}", q.kind).to_lowercase()
                        )
                    })
                })
                .collect();
            if found != test.found {
                failures.push((test.text, found));
            }
        }
        assert!(failures.is_empty(), "{failures:#?}");
    }
}

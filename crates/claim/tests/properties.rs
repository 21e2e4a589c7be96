//! What holds of claims whatever the text.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use annalist_claim::{Claim, Extractor, wire};
use annalist_document::Document;
use proptest::prelude::*;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::embedded);

const SUBJECTS: &[&str] =
    &["The Northern Army", "rebel forces", "Three rebels", "They", "Government troops", "The town of Belvar"];
const VERBS: &[&str] = &[
    "captured",
    "was captured by",
    "reportedly shelled",
    "failed to take",
    "withdrew from",
    "denied having lost",
    "killed at least 12 civilians in",
    "said that its men had entered",
];
const OBJECTS: &[&str] = &[
    "Belvar",
    "three villages near Oster",
    "the hill south of Maro",
    "it",
    "20 towns, including Arno and Tell",
    "the city's airport",
];
const TIMES: &[&str] =
    &["on 4 May 2019", "the next day", "in early June", "by 8 May", "after nine hours of fighting", ""];
const GLUE: &[&str] = &[". ", ", while ", "; according to the Observer, ", ".[1] ", " and "];

fn narrative() -> impl Strategy<Value = String> {
    let pick = |list: &'static [&'static str]| prop::sample::select(list);
    let clause = (pick(SUBJECTS), pick(VERBS), pick(OBJECTS), pick(TIMES), pick(GLUE));
    prop::collection::vec(clause, 1..6).prop_map(|clauses| {
        clauses.iter().fold(String::new(), |text, (s, v, o, t, g)| text + s + " " + v + " " + o + " " + t + g)
    })
}

fn read(text: &str) -> (Vec<Document>, Vec<Vec<Claim>>) {
    let documents = annalist_document::read("a.txt", text.as_bytes()).unwrap_or_default();
    let claims = documents.iter().map(|d| EXTRACTOR.extract(d, None).claims).collect();
    (documents, claims)
}

fn sound(text: &str) -> Result<(), TestCaseError> {
    let (documents, all) = read(text);
    for (document, claims) in documents.iter().zip(&all) {
        let mut ids = std::collections::BTreeSet::new();
        for claim in claims {
            prop_assert!(ids.insert(claim.id.clone()), "two claims have the id {}", claim.id);
            prop_assert!(!claim.rule.to_string().is_empty());
            prop_assert!((0.0..=1.0).contains(&claim.confidence));
            let range = document.in_file(claim.evidence.span);
            let words = text.get(range.start as usize..range.end as usize);
            prop_assert!(words.is_some_and(|w| !w.is_empty()), "{range:?} is not in the text");
            let passage = &document.passages[claim.passage as usize];
            prop_assert_eq!(claim.text_span.of_text(&passage.text), claim.evidence.quote.as_str());
            let spans = claim.actors.iter().chain(&claim.targets).filter_map(|p| p.span);
            let places = claim.places.iter().filter_map(|p| p.span);
            let readings = claim.readings.iter().map(|r| r.span);
            for span in spans.chain(places).chain(readings) {
                prop_assert!(!span.of_text(&passage.text).is_empty(), "a slot without words in {:?}", claim);
            }
            prop_assert!(wire::claim_json(claim, document).is_object());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn claims_of_a_narrative_are_sound(text in narrative()) {
        sound(&text)?;
    }

    #[test]
    fn claims_of_any_text_are_sound(text in "\\PC{0,200}") {
        sound(&text)?;
    }

    #[test]
    fn the_same_text_gives_the_same_claims(text in narrative()) {
        prop_assert_eq!(read(&text).1, read(&text).1);
    }

    #[test]
    fn what_follows_changes_no_span_before_it(text in narrative()) {
        let text = format!("{text}nobody else came.");
        let longer = format!("{text}\n\nNothing else was heard that week.");
        let spans = |list: Vec<Vec<Claim>>| -> Vec<_> {
            list.into_iter().flatten().map(|c| (c.evidence.span, c.kind)).collect()
        };
        let (short, long) = (spans(read(&text).1), spans(read(&longer).1));
        prop_assert!(short.iter().all(|s| long.contains(s)), "{short:?} {long:?}");
    }
}

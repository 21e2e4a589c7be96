//! What holds of every value, whatever the text.

#![allow(clippy::unwrap_used)]

use annalist_time::{Day, Edtf, TimeLayer, TimeMention, find};
use proptest::prelude::*;

fn read(text: &str, reference: Option<Day>) -> Vec<TimeMention> {
    let Ok(documents) = annalist_document::read("text.txt", text.as_bytes()) else { return Vec::new() };
    documents.iter().flat_map(|d| TimeLayer::read(d, &[], reference).mentions.concat()).collect()
}

fn day() -> impl Strategy<Value = Day> {
    (1700i16..2100, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap())
}

/// Sentences of time words in no sensible order, with a little else between.
fn babble() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "On",
        "by",
        "until",
        "between",
        "and",
        "to",
        "the",
        "of",
        "in",
        "early",
        "late",
        "mid-",
        "next",
        "previous",
        "following",
        "last",
        "this",
        "that",
        "same",
        "day",
        "days",
        "week",
        "night",
        "morning",
        "month",
        "year",
        "years",
        "decade",
        "century",
        "BC",
        "three",
        "twenty",
        "a",
        "few",
        "several",
        "later",
        "earlier",
        "ago",
        "after",
        "before",
        "March",
        "May",
        "February",
        "Dec.",
        "30",
        "31",
        "29",
        "5th",
        "1877",
        "2016",
        "1980s",
        "'99",
        "-",
        "\u{2013}",
        ",",
        ".",
        "summer",
        "winter",
        "Friday",
        "Monday",
        "or",
        "either",
        "UTC+3",
        "GMT",
        "yesterday",
        "tomorrow",
        "today",
        "Easter",
        "0600",
        "hours",
        "11:30",
        "p.m.",
        "231430Z",
        "MAR",
        "17",
        "2016-02-30",
        "2016-02-29",
        "rest",
        "end",
        "half",
        "second",
        "troops",
        "fell",
        "had",
        "would",
        "(",
        ")",
        "\n\n",
    ]);
    prop::collection::vec(words, 1..40).prop_map(|w| w.join(" "))
}

proptest! {
    #[test]
    fn printing_and_reading_a_value_is_identity(text in babble(), reference in prop::option::of(day())) {
        for mention in read(&text, reference) {
            for edtf in [mention.value.edtf, mention.value.group].into_iter().flatten() {
                prop_assert_eq!(Edtf::parse(edtf.as_str()).unwrap(), edtf);
            }
        }
    }

    #[test]
    fn the_earliest_day_is_never_after_the_latest(text in babble(), reference in prop::option::of(day())) {
        for mention in read(&text, reference) {
            for edtf in [&mention.value.edtf, &mention.value.group].into_iter().flatten() {
                if let (Some(first), Some(last)) = (edtf.earliest(), edtf.latest()) {
                    prop_assert!(first <= last, "{} of {:?}", edtf, mention.text);
                }
            }
        }
    }

    #[test]
    fn deictic_values_move_with_the_document(from in day(), days in -4000i64..4000) {
        let to = from.checked_add(jiff::Span::new().days(days)).unwrap();
        for phrase in ["yesterday", "today", "tomorrow", "three days ago", "last night", "two weeks ago"] {
            let text = format!("The council met {phrase} in the town hall.");
            let (a, b) = (read(&text, Some(from)), read(&text, Some(to)));
            let value = |m: &[TimeMention]| m[0].value.edtf.clone().unwrap();
            prop_assert_eq!(value(&a).shifted(days).unwrap(), value(&b), "{}", phrase);
        }
    }

    #[test]
    fn deictic_weeks_move_with_the_document(from in day(), weeks in -500i64..500) {
        let to = from.checked_add(jiff::Span::new().weeks(weeks)).unwrap();
        for phrase in ["on Wednesday", "last week", "last Monday", "next Friday", "last weekend", "on Monday or Tuesday"] {
            let text = format!("The council met {phrase} in the town hall.");
            let (a, b) = (read(&text, Some(from)), read(&text, Some(to)));
            for (a, b) in a.iter().zip(&b) {
                let value = |m: &TimeMention| m.value.edtf.clone().unwrap();
                prop_assert_eq!(value(a).shifted(weeks * 7).unwrap(), value(b), "{}", phrase);
            }
        }
    }

    #[test]
    fn sets_keep_their_members(days in prop::collection::btree_set(day(), 2..8)) {
        let values: Vec<Edtf> = days.iter().map(|d| Edtf::day(*d)).collect();
        for set in [Edtf::one_of(&values), Edtf::each_of(&values), Edtf::all_of(&values)] {
            let set = set.unwrap();
            prop_assert_eq!(Edtf::parse(set.as_str()).unwrap(), set.clone());
            prop_assert_eq!(set.earliest(), days.first().copied());
            prop_assert_eq!(set.latest(), days.last().copied());
        }
    }

    #[test]
    fn spans_are_in_order_and_hold_their_words(text in babble()) {
        let mut end = 0;
        for found in find(&text) {
            prop_assert!(found.span.start >= end && !found.span.of_text(&text).is_empty());
            end = found.span.end;
        }
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,200}") {
        let found = find(&text);
        prop_assert!(found.iter().all(|f| !f.span.of_text(&text).is_empty()));
        read(&text, None);
    }

    #[test]
    fn intervals_meet_where_both_are(a in day(), b in 0i64..500, c in day(), d in 0i64..500) {
        let until = |day: Day, days: i64| day.checked_add(jiff::Span::new().days(days)).unwrap();
        let (x, y) = (Edtf::days(a, until(a, b)), Edtf::days(c, until(c, d)));
        match x.intersection(&y) {
            Some(both) => {
                prop_assert!(x.may_overlap(&y));
                prop_assert_eq!(both.earliest(), x.earliest().max(y.earliest()));
                prop_assert_eq!(both.latest(), x.latest().min(y.latest()));
            }
            None => prop_assert!(!x.may_overlap(&y)),
        }
        prop_assert_eq!(x.intersection(&y), y.intersection(&x));
    }
}

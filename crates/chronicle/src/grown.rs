//! A chronicle to which documents come, from which they go, and in which people decide, is the one built at once.

use annalist_claim::{Alignment, FigureKind, Kind::*, Modality, Scope};
use proptest::prelude::*;

use crate::testing::{Told, document, slot, told};
use crate::{Act, Chronicle, Decision, Source};

/// A claim at random, of a war in which all views have something to tell: sources that deny and count otherwise,
/// figures of a day and of a month, movements around a town, names that are not known.
fn claim() -> impl Strategy<Value = Told> {
    let what = (0..8usize, 0..4usize, 0..5usize, 1..4u32, 0..4usize);
    let how = (0..4usize, 0..4usize, 0..5u64, 0..6usize, 0..4usize);
    (what, how).prop_map(|((kind, side, town, day, words), (source, when, dead, mode, victims))| {
        let kind = [Capture, Capture, Capture, Withdraw, Attack, Harm, Advance, Hold][kind];
        let side = ["reds", "reds", "blues", "greens"][side];
        let town = ["Brenno", "Brenno", "Tarsk", "?Zim", ""][town];
        let words = ["as told", "the column moved at dawn towards the bridge", "parts of it fell", ""][words];
        let when = match when {
            0 => "2031-05".to_owned(),
            1 => String::new(),
            _ => format!("2031-05-{day:02}"),
        };
        let mut claim = told(kind, side, town, &when).quote(&format!("{side} {town} {words}"));
        if kind == Advance && !town.is_empty() {
            claim.0.places[0].place.count = Some(2);
        }
        claim = match source {
            0 => claim.by("Blue Herald", Alignment::Leans("blues".into())),
            1 => claim.by("the Watch", Alignment::Monitor),
            2 => claim.by("Watch", Alignment::Monitor),
            _ => claim,
        };
        if dead > 0 {
            let victims = ["reds", "blues", "civilian", "civilian"][victims];
            claim = claim.figure(FigureKind::Killed, victims, dead * dead, Some(dead * dead));
            if words == "as told" {
                claim.0.figures[0].side = None;
            }
        }
        match mode {
            0 => claim.modality(Modality::Denied),
            1 => claim.scope(Scope::Summary),
            2 => claim.aside("Velm", "blues"),
            _ => claim,
        }
    })
}

fn war() -> impl Strategy<Value = Vec<Source>> {
    prop::collection::vec(prop::collection::vec(claim(), 1..7), 2..9).prop_map(|documents| {
        let leaning = [Alignment::Unknown, Alignment::Leans("blues".into()), Alignment::Press];
        let named = |(at, claims): (usize, Vec<Told>)| {
            document(&format!("doc {at}"), leaning[at % 3].clone(), claims)
        };
        documents.into_iter().enumerate().map(named).collect()
    })
}

/// What happens to a chronicle.
#[derive(Clone, Debug)]
enum Deed {
    /// So many documents that are not in it come.
    Come(usize),
    /// A document goes.
    Go(prop::sample::Index),
    /// Somebody decides about claims.
    Decide(usize, prop::sample::Index, prop::sample::Index),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let come = (1..4usize).prop_map(Deed::Come);
    let go = any::<prop::sample::Index>().prop_map(Deed::Go);
    let decide = (0..7usize, any::<prop::sample::Index>(), any::<prop::sample::Index>())
        .prop_map(|(what, a, b)| Deed::Decide(what, a, b));
    prop::collection::vec(prop_oneof![3 => come, 1 => go, 2 => decide], 1..9)
}

fn decision(before: Option<&Decision>, what: usize, a: &str, b: &str) -> Decision {
    let act = match what {
        0 => Act::Reject { claim: a.to_owned() },
        1 => Act::Accept { claim: a.to_owned() },
        2 => Act::Merge { claims: vec![a.to_owned(), b.to_owned()] },
        3 => Act::Split { claims: vec![a.to_owned()] },
        4 => Act::SetPlace { name: "Zim".into(), place: "t:tarsk".into() },
        5 => Act::SetAlignment { source: "Watch".into(), alignment: Alignment::Party("greens".into()) },
        _ => Act::Correct {
            claim: a.to_owned(),
            slot: "kind".into(),
            from: serde_json::json!("capture"),
            to: serde_json::json!("attack"),
        },
    };
    Decision::new(before, "Ada", "2040-01-01T00:00:00Z", act)
}

/// All that a chronicle tells, line by line.
fn outcome(chronicle: &Chronicle) -> Vec<String> {
    let mut out: Vec<String> = chronicle.events.iter().map(|e| format!("{e:?}")).collect();
    out.extend(chronicle.disputes.iter().map(|d| format!("{d:?}")));
    out.extend(chronicle.figures.iter().map(|f| format!("{f:?}")));
    out.extend(chronicle.places().iter().map(|p| format!("{p:?}")));
    for account in chronicle.accounts() {
        out.push(format!("{account}"));
        out.extend(chronicle.holdings(&account).iter().map(|h| format!("{h:?}")));
    }
    out.extend(chronicle.summary_checks().iter().map(|c| format!("{c:?}")));
    out.extend(chronicle.claims().map(|c| c.id.clone()));
    out.extend(chronicle.events.iter().map(|e| format!("{:?}", chronicle.sensitivity_of_event(e))));
    out
}

proptest! {
    #[test]
    fn whatever_came_went_and_was_decided(
        war in war(), order in prop::collection::vec(any::<u16>(), 9), deeds in deeds()
    ) {
        let mut out: Vec<(u16, Source)> = order.into_iter().zip(war.clone()).collect();
        out.sort_by_key(|(key, _)| *key);
        let mut out: Vec<Source> = out.into_iter().map(|(_, source)| source).collect();
        let mut inside: Vec<Source> = Vec::new();
        let mut journal: Vec<Decision> = Vec::new();
        let mut chronicle = Chronicle::default();
        let claims: Vec<String> = war.iter().flat_map(|s| &s.claims).map(|c| c.id.clone()).collect();
        for deed in deeds {
            let before = chronicle.events.clone();
            let told = match deed {
                Deed::Come(n) => {
                    let coming: Vec<Source> = out.drain(..n.min(out.len())).collect();
                    inside.extend(coming.iter().cloned());
                    chronicle.add(&coming)
                }
                Deed::Go(which) => {
                    if inside.is_empty() {
                        continue;
                    }
                    let source = inside.remove(which.index(inside.len()));
                    let told = chronicle.remove(&[source.document]);
                    out.push(source);
                    told
                }
                Deed::Decide(what, a, b) => {
                    let new = decision(journal.last(), what, &claims[a.index(claims.len())], &claims[b.index(claims.len())]);
                    journal.push(new.clone());
                    chronicle.decide(&[new])
                }
            };
            prop_assert_eq!(outcome(&chronicle), outcome(&Chronicle::build(&inside, &journal)));
            let lines = |changes: Vec<crate::ClusterChange>| -> Vec<String> {
                let mut lines: Vec<String> = changes.iter().map(|c| format!("{c:?}")).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(lines(told), lines(crate::cluster_changes(&before, &chronicle.events)));
        }
    }
}

#[test]
fn what_is_told_around_a_place_is_of_it_once_it_is_named() {
    let mut around = told(Advance, "reds", "Brenno", "2031-05-06");
    around.0.places[0] = annalist_claim::PlaceSlot { text: "two hills by Brenno".into(), ..slot("Brenno") };
    around.0.places[0].place.count = Some(2);
    let late =
        document("late", Alignment::Unknown, vec![told(Enter, "reds", "Brenno", "2031-05-04").from("blues")]);
    let early = document("early", Alignment::Unknown, vec![around]);
    let mut grown = Chronicle::build(std::slice::from_ref(&early), &[]);
    assert!(grown.places().is_empty());
    grown.add(std::slice::from_ref(&late));
    assert_eq!(outcome(&grown), outcome(&Chronicle::build(&[late, early], &[])));
    assert_eq!(grown.places["t:brenno"].around.len(), 1);
}

#[test]
fn a_denial_changes_more_or_less_with_what_comes_to_its_place() {
    let taken = || told(Capture, "reds", "Brenno", "2031-05-04").from("blues");
    let denied = taken().modality(Modality::Denied).by("Blue Herald", Alignment::Leans("blues".into()));
    let early = document("early", Alignment::Unknown, vec![taken(), denied]);
    let late = document(
        "late",
        Alignment::Unknown,
        vec![told(Capture, "blues", "Brenno", "2031-05-20").from("reds")],
    );
    let mut grown = Chronicle::build(std::slice::from_ref(&early), &[]);
    let before = grown.disputes.clone();
    grown.add(std::slice::from_ref(&late));
    assert_ne!(grown.disputes, before);
    assert_eq!(outcome(&grown), outcome(&Chronicle::build(&[early, late], &[])));
}

#[test]
fn a_figure_of_a_month_takes_in_and_lets_go_those_of_its_days() {
    let day = |n: u64| told(Harm, "", "Brenno", "2031-05-04").figure(FigureKind::Killed, "reds", n, Some(n));
    let month =
        told(Harm, "", "", "2031-05").figure(FigureKind::Killed, "reds", 40, Some(40)).scope(Scope::Summary);
    let early = document("early", Alignment::Unknown, vec![day(9)]);
    let late = document("late", Alignment::Unknown, vec![month]);
    let mut grown = Chronicle::build(std::slice::from_ref(&early), &[]);
    grown.add(std::slice::from_ref(&late));
    assert_eq!(grown.figures.iter().filter(|f| !f.part_of.is_empty()).count(), 1);
    grown.remove(&[late.document]);
    assert_eq!(outcome(&grown), outcome(&Chronicle::build(&[early], &[])));
}

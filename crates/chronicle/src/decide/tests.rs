use annalist_claim::{Alignment, Kind::*};
use serde_json::json;

use super::{LogError, corrected, orphans, standing, validate};
use crate::testing::{document, held, held_by, told};
use crate::{Act, Chronicle, Decision, Source};

fn war() -> Vec<Source> {
    let red = Alignment::Leans("reds".into());
    vec![document(
        "a",
        Alignment::Unknown,
        vec![
            told(Capture, "reds", "Brenno", "2031-05-04").by("Courier", red),
            told(Capture, "blues", "?Old Tarsk", "2031-05-04"),
        ],
    )]
}

fn log(acts: Vec<Act>) -> Vec<Decision> {
    let mut log: Vec<Decision> = Vec::new();
    for act in acts {
        let next = Decision::new(log.last(), "Ada", "2031-06-01T10:00:00Z", act);
        log.push(next);
    }
    log
}

#[test]
fn the_log_is_a_chain() {
    let claim = || "c-1".to_owned();
    let mut good = log(vec![Act::Accept { claim: claim() }, Act::Reject { claim: claim() }]);
    let undo = Decision::new(good.last(), "Ada", "2031-06-01T11:00:00Z", good[1].inverse());
    good.push(undo);
    assert_eq!(validate(&good), Ok(()));
    assert_eq!(standing(&good), [&good[0]]);
    let redo = Decision::new(good.last(), "Ada", "2031-06-01T12:00:00Z", good[2].inverse());
    good.push(redo);
    assert_eq!(validate(&good), Ok(()));
    assert_eq!(standing(&good), [&good[0], &good[1]]);
    assert!(matches!(validate(&good[1..]), Err(LogError::Broken { .. })));
    let mut altered = good.clone();
    altered[1].author = "Eve".into();
    assert!(matches!(validate(&altered), Err(LogError::Altered(_))));
    let twice = log(vec![Act::Undo { decision: "r-1".into() }]);
    assert!(matches!(validate(&twice), Err(LogError::Unknown { .. })));
}

#[test]
fn decisions_change_the_chronicle_and_undo_changes_it_back() {
    let sources = war();
    let claim = sources[0].claims[0].id.clone();
    let build = |log: &[Decision]| Chronicle::build(&sources, log);
    let mut acts = log(vec![Act::Reject { claim: claim.clone() }]);
    assert_eq!(held(&build(&acts), "Brenno", "2031-05-05"), "- unknown");
    let undo = Decision::new(acts.last(), "Ada", "2031-06-02T10:00:00Z", acts[0].inverse());
    acts.push(undo);
    assert_eq!(held(&build(&acts), "Brenno", "2031-05-05"), "reds held");
    let correct = Act::Correct {
        claim: claim.clone(),
        slot: "when".into(),
        from: json!("2031-05-04"),
        to: json!("2031-05-07"),
    };
    let c = build(&log(vec![correct]));
    assert_eq!(held(&c, "Brenno", "2031-05-05"), "blues held");
    assert_eq!(held_by(&c, "Brenno", "2031-05-07", "reviewed"), "reds held");
    let leans = Act::SetAlignment { source: "the Courier".into(), alignment: Alignment::Monitor };
    assert_eq!(held_by(&build(&log(vec![leans])), "Brenno", "2031-05-05", "monitors"), "reds held");
    let place = Act::SetPlace { name: "Old Tarsk".into(), place: "t:tarsk".into() };
    assert_eq!(held(&build(&log(vec![place])), "Tarsk", "2031-05-05"), "blues held");
}

#[test]
fn decisions_one_by_one_come_to_the_same_as_all_at_once() {
    let sources: Vec<Source> = ["a", "b", "c"]
        .into_iter()
        .map(|name| {
            document(
                name,
                Alignment::Unknown,
                vec![
                    told(Capture, "reds", "Brenno", "2031-05-04").quote(&format!("{name} tells")),
                    told(Capture, "blues", "?Old Tarsk", "2031-05-06")
                        .by("Courier", Alignment::Leans("reds".into())),
                ],
            )
        })
        .collect();
    let id = |i: usize, j: usize| sources[i].claims[j].id.clone();
    let mut acts = log(vec![
        Act::Reject { claim: id(0, 0) },
        Act::Correct { claim: id(1, 0), slot: "when".into(), from: json!(null), to: json!("2031-05-09") },
        Act::Merge { claims: vec![id(0, 1), id(1, 0)] },
        Act::Split { claims: vec![id(2, 0)] },
        Act::SetPlace { name: "Old Tarsk".into(), place: "t:tarsk".into() },
        Act::SetAlignment { source: "Courier".into(), alignment: Alignment::Monitor },
        Act::Accept { claim: id(0, 0) },
    ]);
    for at in [0, 2, 3, 1, 4] {
        let undo = Decision::new(acts.last(), "Ada", "2031-06-02T10:00:00Z", acts[at].inverse());
        acts.push(undo);
    }
    let mut grown = Chronicle::build(&sources, &[]);
    for n in 0..acts.len() {
        grown.decide(&acts[n..=n]);
        let whole = Chronicle::build(&sources, &acts[..=n]);
        assert_eq!(grown.events, whole.events, "after {n}");
        assert_eq!(grown.disputes, whole.disputes, "after {n}");
        assert!(grown.claims().eq(whole.claims()), "after {n}");
        for account in whole.accounts() {
            assert_eq!(grown.holdings(&account), whole.holdings(&account), "after {n}");
        }
    }
}

#[test]
fn a_lost_claim_has_its_words_and_a_candidate() {
    let sources = war();
    let anchors = vec![crate::Anchor { claim: "c-gone".into(), ..crate::Anchor::of(&sources[0].claims[1]) }];
    let lost = [Decision::after(None, "Ada", "now", Act::Accept { claim: "c-gone".into() }, anchors)];
    let found = orphans(&sources, &lost);
    assert_eq!(found[0].candidates, [sources[0].claims[1].id.clone()]);
    assert_eq!(validate(&lost), Ok(()));
}

#[test]
fn merges_and_splits_outdo_the_weights() {
    let sources: Vec<Source> = ["a", "b"]
        .into_iter()
        .map(|name| {
            document(
                name,
                Alignment::Unknown,
                vec![told(Capture, "reds", "Brenno", "2031-05-04").quote(name)],
            )
        })
        .chain([document("c", Alignment::Unknown, vec![told(Attack, "blues", "Velm", "2031-07-01")])])
        .collect();
    let id = |i: usize| sources[i].claims[0].id.clone();
    let events = |acts: Vec<Act>| Chronicle::build(&sources, &log(acts)).events.len();
    assert_eq!(events(vec![]), 2);
    assert_eq!(events(vec![Act::Split { claims: vec![id(0)] }]), 3);
    assert_eq!(events(vec![Act::Merge { claims: vec![id(0), id(2)] }]), 1);
    assert_eq!(
        events(vec![Act::Split { claims: vec![id(0)] }, Act::Merge { claims: vec![id(0), id(1)] }]),
        2
    );
    assert_eq!(
        events(vec![Act::Merge { claims: vec![id(0), id(2)] }, Act::Split { claims: vec![id(2)] }]),
        2
    );
}

#[test]
fn what_finds_no_claim_is_listed() {
    let sources = war();
    let id = sources[0].claims[0].id.clone();
    let acts = log(vec![
        Act::Accept { claim: "c-gone".into() },
        Act::Accept { claim: id.clone() },
        Act::Correct { claim: id.clone(), slot: "kind".into(), from: json!("capture"), to: json!("no kind") },
    ]);
    let lost = orphans(&sources, &acts);
    assert_eq!(lost.iter().map(|o| o.decision.id.as_str()).collect::<Vec<_>>(), [&acts[0].id, &acts[2].id]);
    assert!(corrected(&sources[0].claims[0], "id", &json!("x")).is_err());
    assert_eq!(
        corrected(&sources[0].claims[0], "actor.0.side", &json!("greens")).unwrap().actors[0].side.as_deref(),
        Some("greens")
    );
}

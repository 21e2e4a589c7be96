//! Decisions through the router.

use crate::support::{Site, encoded};
use annalist_store::Project;
use serde_json::{Value, json};

async fn first_claim(site: &Site) -> Value {
    site.json("/api/v1/claims?kind=capture&limit=1").await[0].clone()
}

#[tokio::test]
async fn a_decision_is_on_the_disk_when_the_answer_comes() {
    let site = Site::local();
    let claim = first_claim(&site).await;
    let before = site.json("/api/v1/project").await["version"].clone();
    let body = json!({"act": {"act": "reject", "claim": claim["id"]}, "author": "Ada"});
    let answer = site.post("/api/v1/decisions", &body).await;
    assert_eq!(answer.status.as_u16(), 201, "{}", answer.text());
    let decision = answer.json();
    assert_eq!((&decision["author"], &decision["standing"]), (&json!("Ada"), &json!(true)));
    let stored = Project::open_to_read(&site.file).unwrap().decisions().unwrap();
    assert_eq!(stored.last().unwrap().id, decision["id"].as_str().unwrap());
    // The views follow.
    let after = site.json("/api/v1/project").await["version"].clone();
    assert_ne!(before, after);
    assert_eq!(decision["version"], after);
    let id = claim["id"].as_str().unwrap();
    let shown = site.json(&format!("/api/v1/claims/{id}")).await;
    assert_eq!((&shown["verdict"], &shown["event"]), (&json!("rejected"), &Value::Null));
    assert_eq!(shown["decisions"][0]["id"], decision["id"]);
    // A second server over the same file knows it.
    let other = site.again();
    assert_eq!(other.json(&format!("/api/v1/claims/{id}")).await["verdict"], "rejected");
}

#[tokio::test]
async fn an_undo_brings_everything_back() {
    let site = Site::local();
    let claims = site.json("/api/v1/claims").await;
    let events = site.json("/api/v1/events").await;
    let claim = first_claim(&site).await;
    let made =
        site.post("/api/v1/decisions", &json!({"act": {"act": "reject", "claim": claim["id"]}})).await.json();
    assert_ne!(site.json("/api/v1/events").await, events);
    let undone =
        site.post("/api/v1/decisions", &json!({"act": {"act": "undo", "decision": made["id"]}})).await;
    assert_eq!(undone.status.as_u16(), 201, "{}", undone.text());
    assert_eq!(site.json("/api/v1/events").await, events);
    assert_eq!(site.json("/api/v1/claims").await, claims);
    let journal = site.json("/api/v1/decisions").await;
    assert_eq!((&journal[0]["standing"], &journal[1]["standing"]), (&json!(true), &json!(false)));
    let twice =
        site.post("/api/v1/decisions", &json!({"act": {"act": "undo", "decision": made["id"]}})).await;
    twice.problem(422);
}

#[tokio::test]
async fn a_correction_shows_and_keeps_what_was_read() {
    let site = Site::local();
    let claim = first_claim(&site).await;
    let id = claim["id"].as_str().unwrap();
    let act = json!({"act": "correct", "claim": id, "slot": "when", "to": "2017-05-01"});
    let made = site.post("/api/v1/decisions", &json!({"act": act})).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    assert_eq!(made.json()["act"]["from"], claim["when"]);
    let shown = site.json(&format!("/api/v1/claims/{id}")).await;
    assert_eq!((&shown["when"], &shown["verdict"]), (&json!("2017-05-01"), &json!("corrected")));
    assert_eq!(shown["original"]["when"], claim["when"]);
    for (slot, to) in
        [("when", json!("soon")), ("evidence", json!(1)), ("colour", json!(1)), ("kind", json!("picnic"))]
    {
        let act = json!({"act": "correct", "claim": id, "slot": slot, "to": to});
        site.post("/api/v1/decisions", &json!({"act": act})).await.problem(422);
    }
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_nothing_is_written() {
    let site = Site::local();
    let claim = first_claim(&site).await;
    for act in [
        json!({"act": "accept", "claim": "c-none"}),
        json!({"act": "merge", "claims": [claim["id"]]}),
        json!({"act": "merge", "claims": [claim["id"], "c-none"]}),
        json!({"act": "set_place", "name": "Brenno", "place": "nowhere"}),
        json!({"act": "set_place", "name": "Brenno", "place": "at:95,10"}),
        json!({"act": "set_alignment", "source": "A", "alignment": {"class": "hostile"}}),
        json!({"act": "note", "about": "c-none", "text": "?"}),
        json!({"act": "note", "about": claim["id"], "text": "  "}),
        json!({"act": "undo", "decision": "r-none"}),
        json!({"act": "dance"}),
        json!("accept"),
    ] {
        site.post("/api/v1/decisions", &json!({"act": act})).await.problem(422);
    }
    site.post("/api/v1/decisions", &json!({"act": {"act": "accept", "claim": claim["id"]}, "author": " "}))
        .await
        .problem(422);
    site.post("/api/v1/decisions", &json!({"act": {"act": "accept", "claim": claim["id"]}, "at": "now"}))
        .await
        .problem(422);
    assert_eq!(site.json("/api/v1/decisions").await, json!([]));
}

#[tokio::test]
async fn a_page_that_sends_twice_decides_once() {
    let site = Site::local();
    let claim = first_claim(&site).await;
    let body = json!({
        "act": {"act": "accept", "claim": claim["id"]}, "author": "Ada", "at": "2031-06-01T09:00:00.000Z",
    });
    let first = site.post("/api/v1/decisions", &body).await;
    let again = site.post("/api/v1/decisions", &body).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    assert_eq!(first.json()["id"], again.json()["id"]);
    assert_eq!(site.json("/api/v1/decisions").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_journal_that_grew_refuses_who_has_not_seen_it() {
    let site = Site::local();
    let claim = first_claim(&site).await;
    let act = |name: &str| json!({"act": name, "claim": claim["id"]});
    let first = site.post("/api/v1/decisions", &json!({"act": act("accept")})).await.json();
    site.post("/api/v1/decisions", &json!({"act": act("reject"), "parent": first["id"]})).await;
    let late = site.post("/api/v1/decisions", &json!({"act": act("accept"), "parent": first["id"]})).await;
    late.problem(409);
}

#[tokio::test]
async fn decisions_made_at_once_are_all_written() {
    let site = Site::local();
    let claims = site.json("/api/v1/claims?limit=12").await;
    let sent = claims.as_array().unwrap().iter().map(|claim| {
        let body = json!({"act": {"act": "accept", "claim": claim["id"]}});
        let site = &site;
        async move { site.post("/api/v1/decisions", &body).await.status.as_u16() }
    });
    let statuses = futures_util::future::join_all(sent).await;
    assert_eq!(statuses, vec![201; 12]);
    let journal = Project::open_to_read(&site.file).unwrap().decisions().unwrap();
    assert_eq!(journal.len(), 12);
    assert_eq!(annalist_chronicle::validate(&journal), Ok(()));
}

#[tokio::test]
async fn a_name_is_set_on_the_map() {
    let site = Site::local();
    let places = site.json("/api/v1/places").await;
    let place = &places.as_array().unwrap()[0];
    let act = json!({"act": "set_place", "name": place["spellings"][0], "place": "at:35.5,36.25"});
    let made = site.post("/api/v1/decisions", &json!({"act": act})).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    let set = site.json(&format!("/api/v1/places/{}", encoded("at:35.5,36.25"))).await;
    assert_eq!(set["point"], json!({"lat": 35.5, "lon": 36.25}));
}

#[tokio::test]
async fn the_queue_is_ordered_and_leaves_out_what_is_judged() {
    let site = Site::local();
    let queue = site.json("/api/v1/review").await;
    let weights: Vec<f64> = queue
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["doubt"].as_f64().unwrap() * r["effect"].as_f64().unwrap())
        .collect();
    assert!(weights.windows(2).all(|w| w[0] >= w[1]));
    let first = &queue[0]["id"];
    site.post("/api/v1/decisions", &json!({"act": {"act": "accept", "claim": first}, "author": "Ada"})).await;
    let left = site.json("/api/v1/review").await;
    assert_eq!(left.as_array().unwrap().len() + 1, weights.len());
    let of_bob = site.json("/api/v1/review?author=Bob").await;
    assert_eq!(of_bob.as_array().unwrap().len(), weights.len());
    assert!(!site.json("/api/v1/slots").await.as_array().unwrap().is_empty());
}

#[tokio::test]
async fn two_coders_are_compared_and_a_third_settles() {
    let site = Site::local();
    let claims = site.json("/api/v1/claims?limit=4").await;
    let decide = async |author: &str, act: &str, n: usize| {
        let body = json!({"act": {"act": act, "claim": claims[n]["id"]}, "author": author});
        assert_eq!(site.post("/api/v1/decisions", &body).await.status.as_u16(), 201);
    };
    for n in 0..4 {
        decide("Ada", if n < 2 { "accept" } else { "reject" }, n).await;
        decide("Bob", if n == 0 || n == 3 { "accept" } else { "reject" }, n).await;
    }
    let agreement = site.json("/api/v1/agreement?a=Ada&b=Bob").await;
    assert_eq!((&agreement["both"], &agreement["alike"]), (&json!(4), &json!(2)));
    assert_eq!(agreement["kappa"], json!(0.0));
    assert_eq!(agreement["differ"].as_array().unwrap().len(), 2);
    assert!(agreement["differ"][0]["adjudicated"].is_null());
    let disputed = agreement["differ"][0]["claim"]["id"].clone();
    let body = json!({"act": {"act": "accept", "claim": disputed}, "author": "Cem"});
    site.post("/api/v1/decisions", &body).await;
    let agreement = site.json("/api/v1/agreement?a=Ada&b=Bob").await;
    let row = agreement["differ"].as_array().unwrap().iter().find(|d| d["claim"]["id"] == disputed).unwrap();
    assert_eq!(row["adjudicated"], json!("Cem"));
    assert_eq!(site.json("/api/v1/coders").await.as_array().unwrap().len(), 3);
    site.get("/api/v1/agreement?a=Ada&b=Nobody").await.problem(404);
}

#[tokio::test]
async fn another_reading_is_offered_with_the_decision_that_takes_it() {
    let site = Site::local();
    let queue = site.json("/api/v1/review?limit=5000").await;
    let rows = queue.as_array().unwrap();
    let doubted = rows.iter().find(|r| r["readings"][0]["slot"] == "actor").expect("one reads otherwise");
    let (id, reading) = (doubted["id"].as_str().unwrap(), &doubted["readings"][0]);
    let made = site.post("/api/v1/decisions", &json!({"act": reading["act"]})).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    let shown = site.json(&format!("/api/v1/claims/{id}")).await;
    assert_eq!(shown["verdict"], "corrected");
    assert_eq!(
        (&shown["actor"][0]["text"], &shown["actor"][0]["side"]),
        (&reading["text"], &reading["value"])
    );
}

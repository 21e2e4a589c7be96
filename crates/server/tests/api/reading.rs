//! Reading through the router, over a project of the examples.

use crate::support::{Site, encoded};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;

fn rows(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[tokio::test]
async fn the_project_tells_what_the_page_needs_to_begin() {
    let site = Site::local();
    let project = site.json("/api/v1/project").await;
    assert_eq!(project["name"], "war");
    assert_eq!(project["documents"].as_array().unwrap().len(), 3);
    assert_eq!(project["accounts"][0], "all");
    assert!(project["first_day"].as_str().unwrap() < project["last_day"].as_str().unwrap());
    assert!(project["counts"]["claims"].as_u64().unwrap() > 20);
    let claims = site.json("/api/v1/claims").await;
    assert_eq!(rows(&claims).len() as u64, project["counts"]["claims"].as_u64().unwrap());
}

#[tokio::test]
async fn a_mark_cuts_the_quoted_words_out_of_the_passage() {
    let site = Site::local();
    let claims = site.json("/api/v1/claims").await;
    for claim in rows(&claims) {
        let id = claim["id"].as_str().unwrap();
        let detail = site.json(&format!("/api/v1/claims/{id}")).await;
        let own = claim["passage"].as_u64().unwrap();
        let passage = rows(&detail["passages"]).iter().find(|p| p["index"] == own).unwrap();
        let units: Vec<u16> = passage["text"].as_str().unwrap().encode_utf16().collect();
        let mark = rows(&claim["mark"]);
        let (from, to) = (mark[0].as_u64().unwrap() as usize, mark[1].as_u64().unwrap() as usize);
        assert_eq!(String::from_utf16(&units[from..to]).unwrap(), claim["quote"].as_str().unwrap(), "{id}");
        let marked = rows(&passage["marks"]);
        assert!(marked.iter().any(|m| m["what"] == "claim" && m["from"] == mark[0] && m["to"] == mark[1]));
        assert!(detail["rule_text"]["id"].is_string());
        for sibling in rows(&detail["siblings"]) {
            assert_eq!(sibling["event"], claim["event"]);
        }
    }
}

#[tokio::test]
async fn claims_are_filtered_and_paged() {
    let site = Site::local();
    let all = site.json("/api/v1/claims").await;
    let kept = |keep: &dyn Fn(&Value) -> bool| rows(&all).iter().filter(|c| keep(c)).count();
    let captures = site.json("/api/v1/claims?kind=capture,withdraw").await;
    assert_eq!(rows(&captures).len(), kept(&|c| c["kind"] == "capture" || c["kind"] == "withdraw"));
    assert!(!rows(&captures).is_empty());
    let april = site.json("/api/v1/claims?from=2017-04-01&to=2017-04-30").await;
    assert!(rows(&april).iter().all(|c| c["last_day"].as_str().is_none_or(|d| d >= "2017-04-01")));
    let words = site.json("/api/v1/claims?q=GRAD%20rockets").await;
    assert!(!rows(&words).is_empty());
    assert!(rows(&words).iter().all(|c| c["quote"].as_str().unwrap().contains("Grad rockets")));
    let mut paged = Vec::new();
    let mut at = "/api/v1/claims?limit=7".to_owned();
    loop {
        let answer = site.get(&at).await;
        assert_eq!(answer.header("x-total-count"), rows(&all).len().to_string());
        paged.extend(rows(&answer.json()).clone());
        let links = answer.header("link").to_owned();
        let next = links.split(", ").find(|l| l.ends_with("rel=\"next\""));
        match next {
            Some(link) => at = link[1..link.find('>').unwrap()].to_owned(),
            None => break,
        }
    }
    assert_eq!(&paged, rows(&all));
    let document = rows(&all)[0]["document"].as_str().unwrap();
    let own = site.json(&format!("/api/v1/claims?document={document}")).await;
    assert_eq!(rows(&own).len(), kept(&|c| c["document"] == document));
    let group = site.json("/api/v1/claims?source=jaysh%20al-izza").await;
    assert!(rows(&group).iter().all(|c| rows(&c["by"]).iter().any(|b| b == "Jaysh al-Izza")), "{group}");
}

#[tokio::test]
async fn a_claim_is_at_least_as_sure_as_it_says() {
    let site = Site::local();
    let all = site.json("/api/v1/claims?limit=5000").await;
    let sure = |c: &serde_json::Value| c["confidence"].as_f64().unwrap();
    let middle = sure(&rows(&all)[rows(&all).len() / 2]);
    let told = site.json(&format!("/api/v1/claims?limit=5000&min_confidence={middle:.3}")).await;
    let wanted: Vec<_> = rows(&all).iter().filter(|c| sure(c) > middle - 0.0005).cloned().collect();
    assert!(!wanted.is_empty());
    assert_eq!(rows(&told), &wanted);
}

#[tokio::test]
async fn whoever_is_listed_as_a_source_is_found_with_claims() {
    let site = Site::local();
    let sources = site.json("/api/v1/sources").await;
    for source in rows(&sources).iter().filter(|s| s["kind"] != "reference") {
        let (name, claims) = (source["name"].as_str().unwrap(), source["claims"].as_u64().unwrap() as usize);
        let asked = encoded(name);
        let told = site.json(&format!("/api/v1/claims?limit=5000&source={asked}")).await;
        assert!(rows(&told).len() >= claims, "{name}: {} of {claims}", rows(&told).len());
    }
}

#[tokio::test]
async fn what_is_asked_wrongly_is_a_problem() {
    let site = Site::local();
    for (path, word) in [
        ("/api/v1/claims?colour=red", "colour"),
        ("/api/v1/claims?kind=picnic", "picnic"),
        ("/api/v1/claims?from=yesterday", "from"),
        ("/api/v1/claims?limit=0", "limit"),
        ("/api/v1/claims?min_confidence=-1", "min_confidence"),
        // Read in half the width it was 1.
        ("/api/v1/claims?min_confidence=1.0000000000000002", "min_confidence"),
        ("/api/v1/claims?min_confidence=NaN", "min_confidence"),
        ("/api/v1/claims?limit=6000", "limit"),
        ("/api/v1/holdings?account=everyone", "account"),
        ("/api/v1/events?bbox=1,2,3", "bounds"),
        ("/api/v1/events/map?zoom=99", "zoom"),
        ("/api/v1/holdings/day", "date"),
    ] {
        let detail = site.get(path).await.problem(400);
        assert!(detail.contains(word), "{path}: {detail}");
    }
    for path in [
        "/api/v1/claims/c-none",
        "/api/v1/events/e-none",
        "/api/v1/places/none",
        "/api/v1/documents/none",
        "/api/v1/disputes/d-none",
        "/api/v1/decisions/r-none",
        "/api/v1/belligerents/none",
        "/api/v1/ingest/j-9",
        "/api/v1/without?source=nobody",
        "/api/v1/who?place=none&date=2017-04-01",
        "/api/v1/nothing",
    ] {
        site.get(path).await.problem(404);
    }
    let wrong = site.send(Request::put("/api/v1/claims").body(Body::empty()).unwrap()).await;
    wrong.problem(405);
    assert!(wrong.header("allow").contains("GET"));
}

#[tokio::test]
async fn who_has_the_present_state_is_told_so() {
    let site = Site::local();
    let answer = site.get("/api/v1/events").await;
    let etag = answer.header("etag").to_owned();
    let version = site.json("/api/v1/project").await["version"].as_str().unwrap().to_owned();
    assert_eq!(etag, format!("W/\"{version}\""));
    let again = |etag: &str| {
        let request = Request::get("/api/v1/events").header("if-none-match", etag);
        site.send(request.body(Body::empty()).unwrap())
    };
    let same = again(&format!("\"other\", {etag}")).await;
    assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(again("W/\"older\"").await.status, StatusCode::OK);
    assert_eq!(site.get("/api/v1/session").await.header("etag"), "");
}

#[tokio::test]
async fn holdings_agree_in_every_form() {
    let site = Site::local();
    let all = site.json("/api/v1/holdings").await;
    assert!(!rows(&all).is_empty());
    let compact = site.json("/api/v1/holdings/compact").await;
    assert_eq!(rows(&compact["rows"]).len(), rows(&all).len());
    for (row, holding) in rows(&compact["rows"]).iter().zip(rows(&all)) {
        let place = &compact["places"][row[0].as_u64().unwrap() as usize];
        assert_eq!(place["id"], holding["place"]);
        assert_eq!(compact["statuses"][row[4].as_u64().unwrap() as usize], holding["status"]);
        match row[3].as_i64().unwrap() {
            -1 => assert!(holding["holder"].is_null()),
            at => assert_eq!(compact["holders"][at as usize], holding["holder"]),
        }
    }
    // A day's holders are those whose intervals hold it.
    let day = site.json("/api/v1/holdings/day?date=2017-04-20").await;
    for row in rows(&day) {
        let stands = rows(&all).iter().rev().find(|h| {
            h["place"] == row["place"]
                && h["start"].as_str().is_none_or(|s| s <= "2017-04-20")
                && h["end"].as_str().is_none_or(|e| e > "2017-04-20")
        });
        assert_eq!(stands.unwrap()["holder"], row["holder"]);
        let place = encoded(row["place"].as_str().unwrap());
        let who = site.json(&format!("/api/v1/who?place={place}&date=2017-04-20")).await;
        assert_eq!((&who["holder"], &who["status"]), (&row["holder"], &row["status"]));
        let detail = site.json(&format!("/api/v1/places/{place}")).await;
        assert_eq!(detail["lanes"][0]["account"], "all");
    }
    let april = site.json("/api/v1/holdings?from=2017-04-20&to=2017-04-20").await;
    assert!(rows(&april).len() >= rows(&day).len());
}

#[tokio::test]
async fn accounts_that_differ_are_compared() {
    let site = Site::local();
    let sides: Vec<String> = rows(&site.json("/api/v1/accounts").await)
        .iter()
        .filter_map(|a| a["id"].as_str().filter(|id| id.starts_with("side:")).map(str::to_owned))
        .collect();
    assert!(sides.len() >= 2, "{sides:?}");
    let path = format!("/api/v1/compare?a={}&b={}", encoded(&sides[0]), encoded(&sides[1]));
    let differences = site.json(&path).await;
    for row in rows(&differences) {
        assert_ne!(row["a"], row["b"]);
    }
    let same = site.json("/api/v1/compare?a=all&b=all").await;
    assert!(rows(&same).is_empty());
    let changes = site.json("/api/v1/compare/days?from=2017-04-02&to=2017-04-24").await;
    assert!(!rows(&changes).is_empty());
    assert!(rows(&changes).iter().all(|c| c["before"] != c["after"]));
}

#[tokio::test]
async fn an_event_shows_its_claims_side_by_side() {
    let site = Site::local();
    let events = site.json("/api/v1/events").await;
    let shared = rows(&events).iter().find(|e| e["independent"].as_u64().unwrap() > 1).expect("two tell one");
    let detail = site.json(&format!("/api/v1/events/{}", shared["id"].as_str().unwrap())).await;
    assert_eq!(rows(&detail["told"]).len(), rows(&shared["claims"]).len());
    assert_eq!(rows(&detail["origins"]).len() as u64, shared["independent"].as_u64().unwrap());
    assert!(rows(&detail["told"]).iter().any(|t| t["stance"] == "tells"));
    for told in rows(&detail["told"]).iter().filter(|t| t["stance"] == "differs") {
        assert!(!rows(&told["differs"]).is_empty());
    }
}

#[tokio::test]
async fn the_map_holds_every_placed_event_at_every_zoom() {
    let site = Site::local();
    let events = site.json("/api/v1/events").await;
    let placed = rows(&events).iter().filter(|e| !e["centre"].is_null()).count() as u64;
    for zoom in [0, 5, 9, 14, 24] {
        let answer = site.get(&format!("/api/v1/events/map?zoom={zoom}")).await;
        let map = answer.json();
        let shown: u64 =
            rows(&map["features"]).iter().map(|f| f["properties"]["count"].as_u64().unwrap_or(1)).sum();
        assert_eq!(shown, placed, "zoom {zoom}");
        assert_eq!(answer.header("x-total-count"), placed.to_string());
    }
    let nowhere = site.json("/api/v1/events/map?bbox=-10,-10,-9,-9").await;
    assert!(rows(&nowhere["features"]).is_empty());
    let days = site.json("/api/v1/days").await;
    let exact: u64 = rows(&days).iter().map(|d| d["exact"].as_u64().unwrap()).sum();
    let single =
        rows(&events).iter().filter(|e| !e["first_day"].is_null() && e["first_day"] == e["last_day"]);
    assert_eq!(exact, single.count() as u64);
}

#[tokio::test]
async fn words_names_and_places_are_found() {
    let site = Site::local();
    let found = site.json("/api/v1/search?q=rocket").await;
    let passage = &found["passages"][0];
    assert!(rows(&passage["snippet"]).iter().any(|s| s["hit"] == true));
    let found = site.json("/api/v1/search?q=maardis").await;
    assert_eq!(found["places"][0]["name"], "Maardis");
    let found = site.json("/api/v1/search?q=tahrir").await;
    assert!(!rows(&found["belligerents"]).is_empty());
    let odd = site.json("/api/v1/search?q=%22%20*").await;
    assert!(rows(&odd["places"]).is_empty());
    let candidates = site.json("/api/v1/places/candidates?name=Hama").await;
    assert!(!rows(&candidates).is_empty());
}

#[tokio::test]
async fn totals_daily_sums_and_claimants_come_from_the_ledger() {
    let site = Site::local();
    let totals = site.json("/api/v1/figures/totals").await;
    assert!(!rows(&totals).is_empty());
    for total in rows(&totals).iter().filter(|t| t["what"] == "killed" && !t["victims"].is_null()) {
        let side = encoded(total["victims"].as_str().unwrap());
        let daily = site.json(&format!("/api/v1/figures/daily?what=killed&victims={side}")).await;
        let last = rows(&daily).last().unwrap();
        assert_eq!(last["conservative"], total["conservative"], "{total}");
        let claimants = site.json(&format!("/api/v1/figures/claimants?what=killed&victims={side}")).await;
        assert!(!rows(&claimants).is_empty());
    }
    let civilian = site.json("/api/v1/figures?victims=civilian").await;
    assert!(rows(&civilian).iter().all(|f| f["victims"] == "civilian"));
    assert!(!rows(&site.json("/api/v1/harm").await).is_empty());
    assert!(!rows(&site.json("/api/v1/disputes").await).is_empty());
    assert!(!rows(&site.json("/api/v1/sensitivity").await).is_empty());
    assert!(!site.json("/api/v1/tempo").await["captures"].as_object().unwrap().is_empty());
}

#[tokio::test]
async fn without_a_source_its_events_are_gone() {
    let site = Site::local();
    let sources = site.json("/api/v1/sources").await;
    let document = rows(&sources).iter().find(|s| s["kind"] == "document").unwrap();
    let name = encoded(document["name"].as_str().unwrap());
    let without = site.json(&format!("/api/v1/without?source={name}")).await;
    assert_eq!(without["claims"], document["claims"]);
    assert!(!rows(&without["events_lost"]).is_empty());
    for id in rows(&without["events_lost"]) {
        let event = site.json(&format!("/api/v1/events/{}", id.as_str().unwrap())).await;
        assert!(rows(&event["told"]).iter().all(|t| t["doc"] == document["name"]), "{event}");
    }
}

#[tokio::test]
async fn the_order_of_battle_is_a_tree() {
    let site = Site::local();
    let tree = site.json("/api/v1/belligerents").await;
    let mut ids = Vec::new();
    let mut open: Vec<&Value> = rows(&tree["sides"]).iter().flat_map(|s| rows(&s["members"])).collect();
    while let Some(node) = open.pop() {
        ids.push(node["id"].as_str().unwrap().to_owned());
        open.extend(rows(&node["members"]));
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "each stands once");
    assert_eq!(site.json("/api/v1/project").await["counts"]["belligerents"], count);
    let detail = site.json(&format!("/api/v1/belligerents/{}", encoded(&ids[0]))).await;
    assert_eq!(detail["id"], ids[0].as_str());
}

#[tokio::test]
async fn a_date_tells_the_words_that_it_rests_on() {
    let site = Site::local();
    let claims = site.json("/api/v1/claims?kind=capture").await;
    let attached = rows(&claims).iter().find(|c| c["quote"].as_str().unwrap().contains("3 April")).unwrap();
    let date = site.json(&format!("/api/v1/claims/{}/date", attached["id"].as_str().unwrap())).await;
    assert_eq!(date["edtf"], attached["when"]);
    let deciding: Vec<&Value> = rows(&date["mentions"]).iter().filter(|m| m["decides"] == true).collect();
    assert_eq!(deciding.len(), 1, "{date}");
    assert!(deciding[0]["text"].as_str().unwrap().contains("3 April"));
}

#[tokio::test]
async fn text_of_sources_is_never_html() {
    let site = Site::local();
    let documents = site.json("/api/v1/documents").await;
    for document in rows(&documents) {
        let id = document["id"].as_str().unwrap();
        let answer = site.get(&format!("/api/v1/documents/{id}/passages")).await;
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!rows(&answer.json()).is_empty());
        site.json(&format!("/api/v1/documents/{id}")).await;
    }
}

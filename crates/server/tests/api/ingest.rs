//! Reports taken in through the router.

use crate::support::{Answer, Site};
use axum::body::Body;
use axum::http::{Request, header};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

async fn upload(site: &Site, files: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
                .bytes(),
        );
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let request = Request::post("/api/v1/ingest")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    site.send(request.unwrap()).await
}

/// The job when it is done.
async fn done(site: &Site, job: &Value) -> Value {
    let path = format!("/api/v1/ingest/{}", job["id"].as_str().unwrap());
    loop {
        let job = site.json(&path).await;
        if job["state"] == "done" || job["state"] == "failed" {
            return job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn files_come_in_while_others_read_and_bad_ones_are_named() {
    let site = Site::local();
    let before = site.json("/api/v1/project").await;
    let report =
        b"Velm, 4 May 2031\n\nRebels captured the village of Velm on 3 May. Two soldiers were killed.\n";
    let accepted = upload(&site, &[("velm.txt", report), ("empty.txt", b"")]).await;
    assert_eq!(accepted.status.as_u16(), 202, "{}", accepted.text());
    // Reading goes on meanwhile.
    assert_eq!(site.json("/api/v1/project").await["name"], before["name"]);
    let job = done(&site, &accepted.json()).await;
    assert_eq!((&job["state"], &job["added"], &job["failed"]), (&json!("done"), &json!(1), &json!(1)));
    assert_eq!(job["files"][0]["state"], "read");
    assert_eq!(job["files"][1]["state"], "failed");
    assert!(job["files"][1]["error"].as_str().unwrap().contains("empty.txt"));
    let after = site.json("/api/v1/project").await;
    assert_eq!(
        after["documents"].as_array().unwrap().len(),
        before["documents"].as_array().unwrap().len() + 1
    );
    assert_ne!(after["version"], before["version"]);
    assert!(!site.json("/api/v1/claims?q=Velm").await.as_array().unwrap().is_empty());
    // What was brought up to date is what a server that starts now would tell.
    let afresh = site.again();
    for path in ["project", "claims", "events", "disputes", "figures", "holdings?account=all", "places"] {
        let path = format!("/api/v1/{path}");
        assert_eq!(site.json(&path).await, afresh.json(&path).await, "{path}");
    }
    // The same again is known.
    let again = upload(&site, &[("velm.txt", report)]).await.json();
    let again = done(&site, &again).await;
    assert_eq!((&again["added"], &again["known"]), (&json!(0), &json!(1)));
    assert_eq!(site.json("/api/v1/ingest").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_pasted_text_keeps_its_origin() {
    let site = Site::local();
    let body = json!({
        "name": "Courier of 4 May", "publisher": "The Courier", "published": "2031-05-04",
        "text": "Rebels captured the village of Velm yesterday.",
    });
    let accepted = site.post("/api/v1/ingest/text", &body).await;
    assert_eq!(accepted.status.as_u16(), 202, "{}", accepted.text());
    assert_eq!(done(&site, &accepted.json()).await["added"], 1);
    let documents = site.json("/api/v1/documents").await;
    let own = documents.as_array().unwrap().iter().find(|d| d["name"] == "Courier of 4 May.md").unwrap();
    assert_eq!((&own["publisher"], &own["published"]), (&json!("The Courier"), &json!("2031-05-04")));
    let claims = site.json("/api/v1/claims?q=Velm").await;
    assert_eq!(claims[0]["when"], "2031-05-03");
}

#[tokio::test]
async fn size_number_and_type_are_bounded() {
    let site = Site::local();
    upload(&site, &[("a.exe", b"MZ")]).await.problem(415);
    upload(&site, &[("noending", b"text")]).await.problem(415);
    upload(&site, &[]).await.problem(422);
    let four: Vec<(&str, &[u8])> = vec![("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c"), ("d.txt", b"d")];
    upload(&site, &four).await.problem(413);
    let large = vec![b'a'; 300_000];
    upload(&site, &[("large.txt", &large)]).await.problem(413);
    let text = "a".repeat(300_000);
    site.post("/api/v1/ingest/text", &json!({"name": "a", "text": text})).await.problem(413);
    site.post("/api/v1/ingest/text", &json!({"name": "a", "text": " "})).await.problem(422);
    site.post("/api/v1/ingest/text", &json!({"name": "a", "text": "b", "colour": 1})).await.problem(422);
    assert_eq!(site.json("/api/v1/ingest").await, json!([]));
}

#[tokio::test]
async fn changes_tell_of_decisions_and_jobs() {
    let site = Site::local();
    let request = Request::get("/api/v1/changes").body(Body::empty()).unwrap();
    let response = site.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let mut next = async || {
        let bytes = stream.next().await.unwrap().unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    let version = site.json("/api/v1/project").await["version"].as_str().unwrap().to_owned();
    let first = next().await;
    assert!(first.starts_with("event: view\n") && first.contains(&version), "{first}");
    let claim = site.json("/api/v1/claims?limit=1").await[0]["id"].clone();
    site.post("/api/v1/decisions", &json!({"act": {"act": "accept", "claim": claim}})).await;
    assert!(next().await.starts_with("event: decision\n"));
    let view = next().await;
    assert!(view.starts_with("event: view\n") && !view.contains(&version), "{view}");
    let job = site
        .post("/api/v1/ingest/text", &json!({"name": "a", "text": "Rebels took Velm on 3 May 2031."}))
        .await;
    done(&site, &job.json()).await;
    assert!(next().await.starts_with("event: ingest\n"));
}

#[tokio::test]
async fn a_report_of_a_known_name_does_not_take_the_others_place() {
    let site = Site::local();
    let paste = |text: &'static str| json!({"name": "Courier", "text": text});
    let first = site.post("/api/v1/ingest/text", &paste("Rebels took Velm on 3 May 2031.")).await.json();
    assert_eq!(done(&site, &first).await["added"], 1);
    let other = paste("The army took Dorin on 4 May 2031.");
    assert!(site.post("/api/v1/ingest/text", &other).await.problem(409).contains("Courier.txt"));
    let job = upload(&site, &[("Courier.txt", b"The army took Dorin on 4 May 2031.")]).await.json();
    let job = done(&site, &job).await;
    assert_eq!((&job["added"], &job["failed"]), (&json!(0), &json!(1)));
    assert!(job["files"][0]["help"].as_str().unwrap().contains("another name"));
    // Two of one name at once: the first stands.
    let twice: [(&str, &[u8]); 2] =
        [("t.txt", b"Rebels took Velm on 3 May 2031."), ("t.txt", b"The army took Dorin on 4 May 2031.")];
    let job = upload(&site, &twice).await.json();
    assert_eq!(done(&site, &job).await["failed"], 1);
    assert!(!site.json("/api/v1/claims?q=Velm").await.as_array().unwrap().is_empty());
    assert!(site.json("/api/v1/claims?q=Dorin").await.as_array().unwrap().is_empty());
    // The same again is known, and not refused.
    let same = site.post("/api/v1/ingest/text", &paste("Rebels took Velm on 3 May 2031.")).await.json();
    assert_eq!(done(&site, &same).await["known"], 1);
}

#[tokio::test]
async fn a_place_that_is_set_reaches_places_told_by_it() {
    let site = Site::local();
    let text = "On 3 May 2031, rebels captured the village of Velmarun. On 4 May 2031, the army shelled an area \
        5 km north of Velmarun.";
    let job = site.post("/api/v1/ingest/text", &json!({"name": "v", "text": text})).await.json();
    assert_eq!(done(&site, &job).await["added"], 1);
    let act = json!({"act": "set_place", "name": "Velmarun", "place": "at:35.2,36.7"});
    let made = site.post("/api/v1/decisions", &json!({"act": act})).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    let again = site.json("/api/v1/ingest").await[0].clone();
    assert_eq!(again["again"], true);
    let again = done(&site, &again).await;
    assert_eq!((&again["state"], &again["failed"]), (&json!("done"), &json!(0)), "{again}");
    let told = "/api/v1/claims?kind=shelling&from=2031-05-04&to=2031-05-04&q=Velmarun";
    let claims = site.json(told).await;
    assert_eq!(claims[0]["places"][0]["status"], "resolved", "{claims}");
    // Nothing is left to be read again, and taking it back reads again too.
    let stored = annalist_store::Project::open_to_read(&site.file).unwrap();
    assert_eq!(annalist_intake::outdated(&stored).unwrap(), []);
    let undo = json!({"act": {"act": "undo", "decision": made.json()["id"]}});
    site.post("/api/v1/decisions", &undo).await;
    let again = site.json("/api/v1/ingest").await[0].clone();
    assert_eq!(done(&site, &again).await["state"], "done");
    let claims = site.json(told).await;
    assert_eq!(claims[0]["places"][0]["status"], "not_found", "{claims}");
}

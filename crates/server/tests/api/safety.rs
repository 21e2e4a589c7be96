//! Who is let in, and what every answer carries.

use crate::support::{Answer, Site};
use annalist_server::{Gate, Role, Users};
use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

fn guarded() -> Site {
    Site::with(|file| {
        let mut users = Users::beside(file).unwrap();
        for (name, role) in [("root", Role::Admin), ("cody", Role::Coder), ("rita", Role::Reader)] {
            users.add(Users::prepare(name, &format!("{name} has a secret"), role).unwrap()).unwrap();
        }
        Gate::accounts(users)
    })
}

/// A cookie and its token.
struct Login {
    cookie: String,
    csrf: String,
}

async fn log_in(site: &Site, name: &str) -> Login {
    let body = json!({"name": name, "password": format!("{name} has a secret")});
    let answer = site.post("/api/v1/session", &body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    let set = answer.header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    let cookie = set.split(';').next().unwrap().to_owned();
    Login { cookie, csrf: answer.json()["csrf"].as_str().unwrap().to_owned() }
}

async fn as_user(site: &Site, login: &Login, method: Method, path: &str, body: Option<&Value>) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, &login.cookie)
        .header("x-csrf-token", &login.csrf)
        .header(header::CONTENT_TYPE, "application/json");
    site.send(request.body(body.map_or_else(Body::empty, |b| Body::from(b.to_string()))).unwrap()).await
}

#[tokio::test]
async fn foreign_hosts_and_origins_are_refused() {
    let site = Site::local();
    let get = |name: &'static str, value: &'static str| {
        site.send(Request::get("/api/v1/project").header(name, value).body(Body::empty()).unwrap())
    };
    assert_eq!(get("host", "localhost:4517").await.status.as_u16(), 200);
    get("host", "evil.example").await.problem(403);
    get("host", "10.0.0.7:4517").await.problem(403);
    let post = |name: &'static str, value: &'static str| {
        let request = Request::post("/api/v1/decisions")
            .header("host", "localhost:4517")
            .header(name, value)
            .header(header::CONTENT_TYPE, "application/json");
        site.send(request.body(Body::from("{}")).unwrap())
    };
    post("origin", "http://evil.example").await.problem(403);
    post("origin", "null").await.problem(403);
    post("sec-fetch-site", "cross-site").await.problem(403);
    post("origin", "http://localhost:4517").await.problem(422);
}

#[tokio::test]
async fn every_answer_carries_the_safety_headers() {
    let site = Site::local();
    for path in ["/", "/api/v1/project", "/api/v1/none", "/none.js"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self'; connect-src 'self';"), "{policy}");
        assert!(!policy.contains("http") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[tokio::test]
async fn with_accounts_nothing_is_read_by_a_stranger() {
    let site = guarded();
    let session = site.json("/api/v1/session").await;
    assert_eq!(
        (&session["accounts"], &session["user"], &session["role"]),
        (&json!(true), &Value::Null, &Value::Null)
    );
    let description: Value = site.json("/api/v1/openapi.json").await;
    for (path, methods) in description["paths"].as_object().unwrap() {
        if path == "/session" {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let path = path.replace("{id}", "x").replace("{name}", "x");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
            site.send(request.body(Body::empty()).unwrap()).await.problem(401);
        }
    }
    let stranger = Login { cookie: format!("annalist-session={}", "0".repeat(64)), csrf: String::new() };
    as_user(&site, &stranger, Method::GET, "/api/v1/project", None).await.problem(401);
}

#[tokio::test]
async fn each_role_may_what_it_may() {
    let site = guarded();
    let (root, cody, rita) =
        (log_in(&site, "root").await, log_in(&site, "cody").await, log_in(&site, "rita").await);
    let claims = as_user(&site, &rita, Method::GET, "/api/v1/claims?limit=1", None).await.json();
    let act = json!({"act": {"act": "accept", "claim": claims[0]["id"]}});
    let text = json!({"name": "a", "text": "Rebels took Velm."});
    let user = json!({"name": "new", "password": "long enough", "role": "reader"});
    as_user(&site, &rita, Method::POST, "/api/v1/decisions", Some(&act)).await.problem(403);
    as_user(&site, &rita, Method::POST, "/api/v1/ingest/text", Some(&text)).await.problem(403);
    as_user(&site, &rita, Method::GET, "/api/v1/users", None).await.problem(403);
    as_user(&site, &cody, Method::POST, "/api/v1/users", Some(&user)).await.problem(403);
    as_user(&site, &cody, Method::DELETE, "/api/v1/users/rita", None).await.problem(403);
    let made = as_user(&site, &cody, Method::POST, "/api/v1/decisions", Some(&act)).await;
    assert_eq!((made.status.as_u16(), &made.json()["author"]), (201, &json!("cody")));
    let other = json!({"act": act["act"], "author": "rita"});
    as_user(&site, &cody, Method::POST, "/api/v1/decisions", Some(&other)).await.problem(403);
    assert_eq!(as_user(&site, &root, Method::POST, "/api/v1/users", Some(&user)).await.status.as_u16(), 201);
    as_user(&site, &root, Method::POST, "/api/v1/users", Some(&user)).await.problem(409);
    // Who is removed is out at once.
    assert_eq!(as_user(&site, &root, Method::DELETE, "/api/v1/users/rita", None).await.status.as_u16(), 204);
    as_user(&site, &rita, Method::GET, "/api/v1/project", None).await.problem(401);
    as_user(&site, &root, Method::DELETE, "/api/v1/users/root", None).await.problem(409);
}

#[tokio::test]
async fn a_write_needs_the_sessions_token() {
    let site = guarded();
    let mut cody = log_in(&site, "cody").await;
    let text = json!({"name": "a", "text": "Rebels took Velm."});
    cody.csrf = "0".repeat(64);
    as_user(&site, &cody, Method::POST, "/api/v1/ingest/text", Some(&text)).await.problem(403);
    let bare = Request::post("/api/v1/ingest/text")
        .header(header::COOKIE, &cody.cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(text.to_string()));
    site.send(bare.unwrap()).await.problem(403);
}

#[tokio::test]
async fn a_session_ends_when_it_is_left() {
    let site = guarded();
    let rita = log_in(&site, "rita").await;
    assert_eq!(as_user(&site, &rita, Method::GET, "/api/v1/project", None).await.status.as_u16(), 200);
    assert_eq!(as_user(&site, &rita, Method::DELETE, "/api/v1/session", None).await.status.as_u16(), 204);
    as_user(&site, &rita, Method::GET, "/api/v1/project", None).await.problem(401);
}

#[tokio::test]
async fn accounts_made_and_removed_by_the_command_count_at_once() {
    let site = guarded();
    let rita = log_in(&site, "rita").await;
    let mut command = Users::beside(&site.file).unwrap();
    command.add(Users::prepare("nora", "nora has a secret", Role::Coder).unwrap()).unwrap();
    log_in(&site, "nora").await;
    command.remove("rita").unwrap();
    as_user(&site, &rita, Method::GET, "/api/v1/project", None).await.problem(401);
    // What the server writes keeps what the command wrote.
    let root = log_in(&site, "root").await;
    let user = json!({"name": "new", "password": "long enough", "role": "reader"});
    as_user(&site, &root, Method::POST, "/api/v1/users", Some(&user)).await;
    let names: Vec<String> =
        Users::beside(&site.file).unwrap().list().iter().map(|u| u.name.clone()).collect();
    assert_eq!(names, ["cody", "new", "nora", "root"]);
}

#[tokio::test]
async fn an_export_withholds_what_the_list_says() {
    let site = Site::local();
    let text = "On 3 May 2031, the army shelled Dorin and killed the teacher Huda Karimova. Rebels captured the \
        village of Velm on 4 May 2031.";
    let job = site.post("/api/v1/ingest/text", &json!({"name": "v", "text": text})).await;
    assert_eq!(job.status.as_u16(), 202);
    while site.json("/api/v1/ingest").await[0]["state"] != "done" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let file = |path: &'static str| {
        let site = &site;
        async move {
            let answer = site.get(path).await;
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
            assert!(answer.header("content-disposition").starts_with("attachment"));
            answer.text()
        }
    };
    let list =
        json!({"victims": true, "sites": ["Hospital"], "names": ["Huda Karimova"], "places": ["Velm"]});
    let put = Request::put("/api/v1/mask").header(header::CONTENT_TYPE, "application/json");
    let kept = site.send(put.body(Body::from(list.to_string())).unwrap()).await;
    assert_eq!((kept.status.as_u16(), &kept.json()["sites"]), (200, &json!(["hospital"])));
    let open = file("/api/v1/export/claims.csv?mask=false").await;
    assert!(open.contains("Huda Karimova") && open.contains("Velm"));
    let held = file("/api/v1/export/holdings.csv?mask=false").await;
    assert!(held.contains("name:velm,"), "{held}");
    for path in
        ["/api/v1/export/claims.csv", "/api/v1/export/holdings.csv", "/api/v1/export/holdings.geojson"]
    {
        let masked = file(path).await;
        assert!(!masked.contains("Karimova") && !masked.to_lowercase().contains("velm"), "{path}: {masked}");
    }
    assert!(file("/api/v1/export/claims.csv").await.contains("[name withheld]"));
    assert!(file("/api/v1/export/holdings.csv").await.contains("[site withheld]"));
    site.get("/api/v1/export/claims.exe").await.problem(404);
    let bytes = std::fs::read(annalist_exchange::MaskList::path_beside(&site.file)).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("Karimova"));
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let site = guarded();
    let guess = |name: &'static str| {
        let site = &site;
        async move { site.post("/api/v1/session", &json!({"name": name, "password": "not the secret"})).await }
    };
    for _ in 0..5 {
        guess("rita").await.problem(401);
    }
    let slowed = guess("rita").await;
    slowed.problem(429);
    assert!(slowed.header("retry-after").parse::<u64>().unwrap() > 0);
    // The right password does not help now, and others are not held up.
    let right = json!({"name": "rita", "password": "rita has a secret"});
    site.post("/api/v1/session", &right).await.problem(429);
    guess("nobody").await.problem(401);
    log_in(&site, "cody").await;
}

#[tokio::test]
async fn accounts_are_not_in_the_project() {
    let site = guarded();
    log_in(&site, "cody").await;
    let bytes = std::fs::read(&site.file).unwrap();
    for word in ["cody", "argon2"] {
        assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word}");
    }
}

//! The server as a process: what it answered is on the disk, however it ends.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(project: &Path, further: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_annalist"))
            .args(["serve", project.to_str().unwrap(), "--no-open", "--port", "0"])
            .args(further)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let at = line.find("http://").unwrap_or_else(|| panic!("{line:?}")) + "http://".len();
        let address = line[at..].split('/').next().unwrap().to_owned();
        Self { child, address }
    }

    fn connect(&self, method: &str, path: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut text = Vec::new();
        self.connect(method, path, body).read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        let body = text.split_once("\r\n\r\n").map_or("", |(_, b)| b);
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    /// As `kill -9` does.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn project(folder: &Path) -> PathBuf {
    let report = folder.join("report.txt");
    std::fs::write(
        &report,
        "Rebels captured the village of Velm on 3 May 2031. The army recaptured Velm on 5 May 2031. \
         Rebels captured the town of Brenno on 6 May 2031.\n",
    )
    .unwrap();
    let file = folder.join("war.gpkg");
    let built = Command::new(env!("CARGO_BIN_EXE_annalist"))
        .args(["build", report.to_str().unwrap(), "-o", file.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(built.status.success());
    file
}

fn accept(claim: &str, n: usize) -> String {
    json!({
        "act": {"act": "accept", "claim": claim}, "author": "Ada", "at": format!("2031-06-01T10:00:{n:02}.000Z"),
    })
    .to_string()
}

#[test]
fn a_decision_that_was_answered_outlives_a_killed_server() {
    let folder = tempfile::tempdir().unwrap();
    let file = project(folder.path());
    let mut answered: Vec<String> = Vec::new();
    for n in 0..3 {
        let server = Server::start(&file, &[]);
        let (_, claims) = server.ask("GET", "/claims", "");
        let claim = claims[n % claims.as_array().unwrap().len()]["id"].as_str().unwrap().to_owned();
        let (status, decision) = server.ask("POST", "/decisions", &accept(&claim, n));
        assert_eq!(status, 201, "{decision}");
        answered.push(decision["id"].as_str().unwrap().to_owned());
        server.kill();
    }
    let server = Server::start(&file, &[]);
    let (_, journal) = server.ask("GET", "/decisions", "");
    let ids: Vec<&str> =
        journal.as_array().unwrap().iter().rev().map(|d| d["id"].as_str().unwrap()).collect();
    assert_eq!(ids, answered);
    server.kill();
}

#[test]
fn a_server_killed_while_it_writes_leaves_a_whole_journal() {
    let folder = tempfile::tempdir().unwrap();
    let file = project(folder.path());
    for n in 0..6 {
        let server = Server::start(&file, &[]);
        let (_, claims) = server.ask("GET", "/claims", "");
        let claim = claims[0]["id"].as_str().unwrap().to_owned();
        let stream = server.connect("POST", "/decisions", &accept(&claim, n));
        std::thread::sleep(std::time::Duration::from_millis(3 * n as u64));
        server.kill();
        drop(stream);
        // What was begun is there as a whole or not at all, and the page's second try is the same decision.
        let server = Server::start(&file, &[]);
        let (status, decision) = server.ask("POST", "/decisions", &accept(&claim, n));
        assert!([200, 201].contains(&status), "{status} {decision}");
        let (_, journal) = server.ask("GET", "/decisions", "");
        assert_eq!(journal.as_array().unwrap().len(), n + 1, "{journal}");
        server.kill();
    }
    let log = annalist_store::Project::open_to_read(&file).unwrap().decisions().unwrap();
    assert_eq!(annalist_chronicle::validate(&log), Ok(()));
}

#[test]
fn without_an_admin_no_accounts_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let file = project(folder.path());
    let refused = Command::new(env!("CARGO_BIN_EXE_annalist"))
        .args(["serve", file.to_str().unwrap(), "--accounts", "--no-open", "--port", "0"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("user add"));
    let mut adding = Command::new(env!("CARGO_BIN_EXE_annalist"))
        .args(["user", "add", file.to_str().unwrap(), "root", "--role", "admin"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    adding.stdin.take().unwrap().write_all(b"a long secret\n").unwrap();
    assert!(adding.wait().unwrap().success());
    let server = Server::start(&file, &["--accounts"]);
    assert_eq!(server.ask("GET", "/project", "").0, 401);
    let credentials = json!({"name": "root", "password": "a long secret"}).to_string();
    assert_eq!(server.ask("POST", "/session", &credentials).0, 200);
    server.kill();
}

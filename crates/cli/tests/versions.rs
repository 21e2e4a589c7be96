//! Versions of one work, and what byte ranges count in.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn annalist(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annalist")).args(arguments).env("NO_COLOR", "1").output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

const OLDER: &str = "= Battle of Dorn =\n\nInfobox\n- Conflict: Battle of Dorn\n- Commander1: Ahmad al-Rashid, Karl Brenn\n- Casualties2: 26 killed (army claim)\n\nOn 3 April 2017 the rebels captured Suran after two days of shelling. At least 12 soldiers were killed in the attack. The army shelled Maardis on 4 April 2017. The rebels withdrew from Halfaya on 6 April 2017.\n";

#[test]
fn diff_tells_what_is_new_gone_changed_and_renamed() {
    let folder = tempfile::tempdir().unwrap();
    let newer = OLDER
        .replace("Ahmad al-Rashid", "Ahmed al-Rasheed")
        .replace("26 killed", "31 killed")
        .replace("12 soldiers", "15 soldiers")
        .replace(
            "The army shelled Maardis on 4 April 2017.",
            "On 9 April 2017 the army entered Taybat al-Imam.",
        );
    let (a, b) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
    std::fs::write(&a, OLDER).unwrap();
    std::fs::write(&b, &newer).unwrap();
    let (a, b) = (a.to_str().unwrap(), b.to_str().unwrap());
    let rows = lines(&annalist(&["diff", a, b]));
    assert_eq!(rows[0]["same_work"], true, "{}", rows[0]);
    assert!(rows[0]["unchanged"].as_u64().unwrap() >= 2, "{}", rows[0]);
    let told = |change: &str, what: &str| {
        let found = rows[1..].iter().find(|r| r["change"] == change && r["what"] == what);
        found.unwrap_or_else(|| panic!("no {change} {what} in {rows:#?}")).clone()
    };
    assert_eq!(told("renamed", "commander 1")["b"]["quote"], "Ahmed al-Rasheed");
    assert_eq!(told("gone", "shelling")["a"]["quote"], "The army shelled Maardis on 4 April 2017");
    told("new", "enter");
    let changed: Vec<&Value> = rows[1..].iter().filter(|r| r["change"] == "changed").collect();
    let figure = |from: &str, to: &str| {
        changed.iter().any(|r| {
            let d = &r["differs"][0];
            d["slot"] == "figure"
                && d["a"].as_str().unwrap().contains(from)
                && d["b"].as_str().unwrap().contains(to)
        })
    };
    assert!(figure("12", "15") && figure("26", "31"), "{changed:#?}");
    // The words of both sides stand at their bytes.
    for row in &rows[1..] {
        for (side, text) in [("a", OLDER), ("b", newer.as_str())] {
            if let (Some(start), Some(end)) = (row[side]["start"].as_u64(), row[side]["end"].as_u64()) {
                let quote = row[side]["quote"].as_str().unwrap();
                let shown = &text[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()];
                assert_eq!(shown.split_whitespace().collect::<Vec<_>>().join(" "), quote);
            }
        }
    }
    // The same file differs in nothing; two documents of a project are told by their names.
    assert_eq!(lines(&annalist(&["diff", a, a])).len(), 1);
    let project: PathBuf = folder.path().join("p.gpkg");
    let project = project.to_str().unwrap();
    assert!(annalist(&["build", a, b, "-o", project]).status.success());
    let stored = annalist(&["diff", "a.txt", "b.txt", "--project", project]);
    assert_eq!(lines(&stored)[1..], rows[1..]);
    assert_eq!(annalist(&["diff", "a.txt", "c.txt", "--project", project]).status.code(), Some(2));
}

#[test]
fn read_prints_what_byte_ranges_count_in() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/formats");
    for name in ["report.chromium.pdf", "report.docx", "crossing.txt"] {
        let file = formats.join(name);
        let file = file.to_str().unwrap();
        let unpacked = annalist(&["read", file, "--unpacked"]).stdout;
        let claims = lines(&annalist(&["claims", file, "--format", "jsonl"]));
        assert!(!claims.is_empty(), "{name}");
        for claim in claims {
            let range = ["start", "end"].map(|k| usize::try_from(claim[k].as_u64().unwrap()).unwrap());
            let shown = String::from_utf8_lossy(&unpacked[range[0]..range[1]]);
            let quote = claim["quote"].as_str().unwrap();
            let first = quote.split_whitespace().next().unwrap();
            assert!(shown.contains(first), "{name}: {shown} has not {first}");
        }
    }
}

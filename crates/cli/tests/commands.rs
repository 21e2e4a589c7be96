//! The binary as its users meet it.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn annalist(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annalist"))
        .args(arguments)
        .env("SOURCE_DATE_EPOCH", "1500000000")
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hama-2017")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn lines(output: &Output) -> Vec<Value> {
    words(&output.stdout).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// A project of the examples, built with some threads.
fn build(folder: &Path, name: &str, paths: &[PathBuf], threads: &str) -> PathBuf {
    let project = folder.join(name);
    let mut arguments = vec!["build"];
    arguments.extend(paths.iter().map(|p| p.to_str().unwrap()));
    arguments.extend(["-o", project.to_str().unwrap(), "--threads", threads]);
    let output = annalist(&arguments);
    assert!(output.status.success(), "{}", words(&output.stderr));
    project
}

#[test]
fn neither_threads_nor_the_order_of_files_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = std::fs::read_dir(examples()).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.file_name().is_some_and(|n| n != "README.md"));
    files.sort();
    let one = build(folder.path(), "one.gpkg", &files, "1");
    files.reverse();
    let two = build(folder.path(), "two.gpkg", &files, "2");
    assert!(std::fs::read(one).unwrap() == std::fs::read(two).unwrap());
}

#[test]
fn building_again_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let project = build(folder.path(), "p.gpkg", &[examples()], "2");
    let before = std::fs::read(&project).unwrap();
    let output = annalist(&["build", examples().to_str().unwrap(), "-o", project.to_str().unwrap()]);
    assert!(words(&output.stderr).contains("0 documents added"), "{}", words(&output.stderr));
    let listed = lines(&annalist(&["documents", project.to_str().unwrap(), "--format", "jsonl"]));
    assert!(listed.len() >= 8);
    assert_eq!(before.len(), std::fs::read(&project).unwrap().len());
}

#[test]
fn every_claim_quotes_the_bytes_that_it_names() {
    let file = examples().join("field-report-9.txt");
    let bytes = std::fs::read(&file).unwrap();
    let claims = lines(&annalist(&["claims", file.to_str().unwrap()]));
    assert!(claims.len() > 10, "{}", claims.len());
    for claim in claims {
        let range = claim["start"].as_u64().unwrap() as usize..claim["end"].as_u64().unwrap() as usize;
        let squeezed = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed(&words(&bytes[range])), squeezed(claim["quote"].as_str().unwrap()));
        assert!(claim["rule"].as_str().is_some_and(|r| r.contains('/')), "{claim}");
    }
}

#[test]
fn who_answers_for_every_account_with_words() {
    let folder = tempfile::tempdir().unwrap();
    let project = build(folder.path(), "p.gpkg", &[examples()], "2");
    let project = project.to_str().unwrap();
    let output = annalist(&["who", project, "Suran", "2017-04-17", "--format", "jsonl"]);
    let answers = lines(&output);
    let of = |account: &str| answers.iter().find(|a| a["account"] == account).cloned().unwrap();
    assert_eq!(of("all")["holder"], "government");
    assert!(!of("all")["quotes"].as_array().unwrap().is_empty());
    assert!(answers.len() > 3);
    let one = annalist(&["who", project, "Suran", "2017-04-17", "--account", "all", "--format", "json"]);
    let one: Value = serde_json::from_slice(&one.stdout).unwrap();
    for field in ["account", "place", "date", "holder", "status", "since", "newest_evidence", "claims"] {
        assert!(one.get(field).is_some(), "{field}");
    }
}

#[test]
fn an_unknown_place_has_its_own_code_and_names_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let project = build(folder.path(), "p.gpkg", &[examples()], "2");
    let output = annalist(&["who", project.to_str().unwrap(), "Maardizz", "2017-04-05"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(words(&output.stderr).contains("Maardis"), "{}", words(&output.stderr));
}

#[test]
fn bad_files_are_named_and_the_rest_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    std::fs::create_dir(&reports).unwrap();
    std::fs::write(reports.join("empty.txt"), "").unwrap();
    std::fs::write(reports.join("junk.txt"), [0_u8, 159, 146, 150, 0, 1, 2, 3, 0, 255, 254, 0, 7].repeat(40))
        .unwrap();
    std::fs::write(reports.join("good.txt"), "On 3 May 2016, the rebels captured the town of Suran.\n")
        .unwrap();
    let wide: Vec<u8> = "On 4 May 2016, the army captured the town of Suran.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    std::fs::write(reports.join("wide.txt"), [&[0xFF, 0xFE][..], &wide].concat()).unwrap();
    let project = folder.path().join("p.gpkg");
    let output = annalist(&["build", reports.to_str().unwrap(), "-o", project.to_str().unwrap()]);
    let said = words(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("empty.txt") && said.contains("junk.txt"), "{said}");
    let listed = lines(&annalist(&["documents", project.to_str().unwrap(), "--format", "jsonl"]));
    let names: Vec<&str> = listed.iter().map(|d| d["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"good.txt") && names.contains(&"wide.txt"), "{names:?}");
}

#[test]
fn what_is_no_project_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.gpkg");
    std::fs::write(&notes, "my own notes").unwrap();
    let report = examples().join("thirty-nine-days.txt");
    let output = annalist(&["build", report.to_str().unwrap(), "-o", notes.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), "my own notes");
    let output = annalist(&["events", folder.path().join("none.gpkg").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(words(&output.stderr).contains("annalist build"));
}

#[test]
fn times_and_places_give_bytes_of_the_file() {
    let file = examples().join("thirty-nine-days.txt");
    let text = std::fs::read_to_string(&file).unwrap();
    let file = file.to_str().unwrap();
    for command in [
        &["times", "--reference-date", "2017-05-01", "--format", "jsonl", file][..],
        &["places", "--format", "jsonl", file],
    ] {
        let rows = lines(&annalist(command));
        assert!(rows.len() > 10);
        for row in rows {
            let range = row["start"].as_u64().unwrap() as usize..row["end"].as_u64().unwrap() as usize;
            let squeezed = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(squeezed(&text[range]), squeezed(row["text"].as_str().unwrap()));
        }
    }
}

#[test]
fn explain_names_the_rule_of_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, "Quiet days.\n\nOn 3 May 2016, the rebels captured the town of Suran.\n").unwrap();
    let place = format!("{}:3", file.display());
    let rows = lines(&annalist(&["explain", &place, "--format", "jsonl"]));
    assert!(rows.iter().any(|r| r["fired"].as_str().is_some_and(|f| f.contains('/'))), "{rows:?}");
    let time = rows.iter().find(|r| r["row"] == "time").unwrap();
    assert_eq!(time["mention"]["rule"], "time/calendar/day", "{time}");
    let told =
        |r: &serde_json::Value| r["time"].as_str().is_some_and(|t| t.starts_with("2016-05-03 (attached"));
    assert!(rows.iter().any(told), "{rows:?}");
    assert_eq!(annalist(&["explain", &format!("{}:99", file.display())]).status.code(), Some(2));
}

#[test]
fn time_rules_are_listed_and_a_file_of_ones_own_is_checked() {
    let rules = lines(&annalist(&["rules", "list", "--format", "jsonl"]));
    assert!(rules.iter().any(|r| r["id"] == "time/calendar/day"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let rule = |finds: &str| {
        format!(
            "[[rule]]\nid = \"moon\"\npatterns = [\"the full moon\"]\nvalue = \"vague\"\n\
             tests = [{{ text = \"At the full moon they left.\", finds = [\"{finds}\"] }}]\n"
        )
    };
    for (finds, code) in [("the full moon", 0), ("moon", 1)] {
        std::fs::write(&file, rule(finds)).unwrap();
        let output = annalist(&["rules", "check", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(code), "{}", words(&output.stdout));
    }
}

#[test]
fn parse_prints_conllu_with_ten_columns() {
    let file = examples().join("thirty-nine-days.txt");
    let output = annalist(&["parse", "--format", "conllu", file.to_str().unwrap()]);
    let text = words(&output.stdout);
    let tokens: Vec<&str> = text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(tokens.len() > 100);
    assert!(tokens.iter().all(|l| l.split('\t').count() == 10));
}

#[test]
fn what_one_decides_changes_the_answer_and_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("a.txt");
    std::fs::write(&report, "On 3 May 2016, the Syrian Army captured the town of Suran from the rebels.\n")
        .unwrap();
    let project = build(folder.path(), "p.gpkg", std::slice::from_ref(&report), "1");
    let p = project.to_str().unwrap();
    let holder = || {
        let who = annalist(&["who", p, "Suran", "2016-05-09", "--account", "all", "--format", "json"]);
        serde_json::from_slice::<Value>(&who.stdout).unwrap()["holder"].clone()
    };
    let before = holder();
    assert!(before.is_string(), "{before}");
    let claim = lines(&annalist(&["claims", report.to_str().unwrap()]))[0]["id"].as_str().unwrap().to_owned();
    let nobody = annalist(&["decide", p, "reject", &claim]);
    assert_eq!(nobody.status.code(), Some(2), "{}", words(&nobody.stderr));
    let done = annalist(&["decide", p, "reject", &claim, "--author", "Ada"]);
    assert!(done.status.success(), "{}", words(&done.stderr));
    assert!(words(&done.stdout).contains("the town of Suran"));
    let gone = annalist(&["who", p, "Suran", "2016-05-09"]);
    assert_eq!(gone.status.code(), Some(4), "{}", words(&gone.stdout));
    let listed = lines(&annalist(&["decisions", "list", p, "--format", "jsonl"]));
    let id = listed[0]["id"].as_str().unwrap();
    let back = annalist(&["decide", p, "--author", "Ada", "undo", id]);
    assert!(back.status.success(), "{}", words(&back.stderr));
    assert_eq!(holder(), before);
    let twice = annalist(&["decide", p, "--author", "Ada", "undo", id]);
    assert!(!twice.status.success());

    // The journal goes into another project of the same reports, once.
    let journal = folder.path().join("journal.jsonl");
    std::fs::write(&journal, &annalist(&["decisions", "export", p]).stdout).unwrap();
    let other = build(folder.path(), "q.gpkg", &[report], "1");
    let q = other.to_str().unwrap();
    for expected in ["2 decisions added, 0 already there", "0 decisions added, 2 already there"] {
        let replayed = annalist(&["decisions", "replay", q, journal.to_str().unwrap()]);
        assert!(words(&replayed.stderr).contains(expected), "{}", words(&replayed.stderr));
    }
}

#[test]
fn a_decision_whose_claim_is_gone_is_named_when_reports_change() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("a.txt");
    std::fs::write(&report, "On 3 May 2016, the Syrian Army captured the town of Suran from the rebels.\n")
        .unwrap();
    let project = build(folder.path(), "p.gpkg", std::slice::from_ref(&report), "1");
    let p = project.to_str().unwrap();
    let claim = lines(&annalist(&["claims", report.to_str().unwrap()]))[0]["id"].as_str().unwrap().to_owned();
    assert!(annalist(&["decide", p, "accept", &claim, "--author", "Ada"]).status.success());
    std::fs::write(&report, "On 4 May 2016, the Syrian Army captured the town of Suran from the rebels.\n")
        .unwrap();
    let again = annalist(&["build", report.to_str().unwrap(), "-o", p]);
    assert!(
        again.status.success() && words(&again.stderr).contains("has no effect"),
        "{}",
        words(&again.stderr)
    );
}

#[test]
fn accounts_are_compared_and_a_policy_of_ones_own_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let project = build(folder.path(), "p.gpkg", &[examples()], "2");
    let p = project.to_str().unwrap();
    let json = |arguments: &[&str]| -> Value {
        let output = annalist(arguments);
        assert!(output.status.success(), "{arguments:?} {}", words(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let sides: Vec<String> = json(&["accounts", p, "--format", "json"])
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["account"].as_str().unwrap().to_owned())
        .filter(|a| a.starts_with("side:"))
        .collect();
    assert!(sides.len() >= 2, "{sides:?}");
    let differ = json(&["compare", p, "--accounts", "all,side:government", "--format", "json"]);
    assert!(!differ.as_array().unwrap().is_empty());
    let policy = folder.path().join("mine.toml");
    std::fs::write(&policy, "name = \"mine\"\ntitle = \"everyone\"\notherwise = true\n").unwrap();
    let asked = format!("file:{}", policy.display());
    let of = |account: &str| {
        let mut rows = json(&["timeline", p, "--account", account, "--format", "json"]);
        for row in rows.as_array_mut().unwrap() {
            row["account"].take();
            row["id"].take();
        }
        rows
    };
    assert_eq!(of(&asked), of("all"));
    assert!(!annalist(&["timeline", p, "--account", "policy:mine"]).status.success());
    json(&["accounts", p, "--add", policy.to_str().unwrap(), "--format", "json"]);
    assert_eq!(of("policy:mine"), of("all"));
    for command in ["sensitivity", "tempo", "one-sided", "harm"] {
        json(&[command, p, "--format", "json"]);
    }
    let totals = json(&["figures", p, "--totals", "--format", "json"]);
    assert!(totals[0]["warning"].as_str().unwrap().contains("undercount"));
    let events = json(&["events", p, "--format", "json"]);
    let linked =
        events.as_array().unwrap().iter().find(|e| !e["links"].as_array().unwrap().is_empty()).unwrap();
    let explained = json(&["events", p, "--explain", linked["id"].as_str().unwrap(), "--format", "json"]);
    let link = &explained["links"][0];
    let sum: f64 = link["parts"].as_array().unwrap().iter().map(|part| part[1].as_f64().unwrap()).sum();
    assert!((sum - link["weight"].as_f64().unwrap()).abs() < 1e-9);
}

/// A report that sums up, counts and disagrees, about a war and places that no list has.
const SUMMARY: &str = "= Battle of Qwarnag =\n\nOn 4 May 2031, rebel forces captured the village of Qwarnag from \
    government forces. The River Monitor said that the rebels had captured the village of Pelmund on 5 May 2031. \
    This was denied by General Oskar Brenn, a government spokesman. On 6 May 2031, rebel forces captured five \
    villages near Qwarnag. On 7 May 2031, government forces shelled the rebel-held village of Tolvar, killing nine \
    civilians. On 20 May 2031, government forces recaptured the village of Qwarnag. By 30 May 2031, government \
    forces had retaken all of the ground that was lost.\n";

#[test]
fn summaries_are_checked_groups_are_counted_and_chosen_sources_asked() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("a.txt");
    std::fs::write(&report, SUMMARY).unwrap();
    let project = build(folder.path(), "p.gpkg", std::slice::from_ref(&report), "1");
    let p = project.to_str().unwrap();
    let rows = |arguments: &[&str]| {
        let output = annalist(&[arguments, &["--format", "jsonl"]].concat());
        assert!(output.status.success(), "{arguments:?} {}", words(&output.stderr));
        lines(&output)
    };
    let holder = |place: &str, day: &str, account: &str| {
        let told = rows(&["who", p, place, day, "--account", account]);
        format!("{} {}", told[0]["holder"].as_str().unwrap_or("-"), told[0]["status"].as_str().unwrap())
    };
    assert_eq!(holder("Qwarnag", "2031-05-10", "all"), "opposition held");
    assert_eq!(holder("Tolvar", "2031-05-06", "all"), "opposition held");
    assert_eq!(holder("village of Tolvar", "2031-05-06", "all"), "opposition held");
    // One of the two says it; both together leave it in dispute.
    assert_eq!(holder("Pelmund", "2031-05-06", "sources:River Monitor"), "opposition held");
    assert_eq!(holder("Pelmund", "2031-05-06", "sources:River Monitor|Nobody"), "opposition held");
    assert_eq!(holder("Qwarnag", "2031-05-06", "sources:River Monitor"), "- unknown");
    assert_eq!(annalist(&["timeline", p, "--account", "sources:|"]).status.code(), Some(2));

    let checks = rows(&["checks", p]);
    let sweep = checks.iter().find(|c| c["sweeping"] == true).unwrap_or_else(|| panic!("{checks:?}"));
    assert_eq!(sweep["side"], "government");
    assert_eq!(sweep["agree"], serde_json::json!(["name:qwarnag"]));
    assert_eq!(sweep["contradict"], serde_json::json!(["name:pelmund"]));

    let areas = rows(&["areas", p]);
    assert!(areas.iter().any(|a| a["count"] == 5 && a["side"] == "opposition"), "{areas:?}");
    let tempo = rows(&["tempo", p]);
    assert_eq!(tempo[0]["unnamed"]["2031-05-06"]["opposition"], 5);

    let denied = rows(&["disputes", p, "--kind", "happened", "--place", "Pelmund"]);
    assert_eq!(denied.len(), 1, "{:?}", rows(&["disputes", p]));
    assert_eq!(annalist(&["disputes", p, "--kind", "weather"]).status.code(), Some(2));

    let said = rows(&["timeline", p, "--of", "Oskar Brenn"]);
    assert_eq!(said[0]["roles"], serde_json::json!(["source"]));

    let export = |form: &str| {
        let output = annalist(&["export", p, "--as", form, "--state", "government"]);
        assert!(output.status.success(), "{}", words(&output.stderr));
        words(&output.stdout)
    };
    let acled = export("acled");
    assert!(
        acled.contains("Non-state actor overtakes territory") && acled.contains("acled/territory"),
        "{acled}"
    );
    let ged = export("ged");
    let row = ged.lines().find(|l| l.contains("2031-05-07")).unwrap_or_else(|| panic!("{ged}"));
    assert!(row.contains(",3,government,civilian,") && row.contains("ged/inclusion"), "{row}");
}

/// A report of places that no list has.
const REPORT: &str = "On 4 May 2031 the rebels captured the village of Qwarnag from the army. \
    Fighting went on near Qwarnag and the town of Pelmund.";

fn seen(arguments: &[&str], name: &str) -> Value {
    let found = lines(&annalist(&[&["places", "--format", "jsonl"], arguments].concat()));
    found.into_iter().find(|v| v["text"] == name).unwrap_or(Value::Null)
}

#[test]
fn added_places_are_read_with_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("report.txt"), REPORT).unwrap();
    std::fs::write(at("mine.csv"), "name,lat,lon,country\nQwarnag,35.5,36.5,SY\nNowhere,x,y,SY\n").unwrap();
    let row = |id: u32, name: &str, country: &str| {
        format!("{id}\t{name}\t{name}\t\t35.6\t36.6\tP\tPPL\t{country}\t\t\t\t\t\t900\t\t0\tx\ty\n")
    };
    std::fs::write(at("XX.txt"), [row(71, "Pelmund", "SY"), row(72, "Elsewhere", "FR")].concat()).unwrap();
    assert_eq!(seen(&[&at("report.txt")], "Qwarnag")["status"], "not_found");

    let (csv, dump, list) = (at("mine.csv"), at("XX.txt"), at("own.tsv"));
    let output = annalist(&["gazetteer", "add", &csv, &dump, "--to", &list, "--country", "sy"]);
    assert!(output.status.success(), "{}", words(&output.stderr));
    let said = words(&output.stderr);
    assert!(said.contains("2 places added") && said.contains("1 rows passed over"), "{said}");
    let again = annalist(&["gazetteer", "add", &dump, "--to", &list, "--country", "SY"]);
    assert!(words(&again.stderr).contains("0 places added, 1 replaced"), "{}", words(&again.stderr));

    let found = seen(&[&at("report.txt"), "--gazetteer", &list], "Qwarnag");
    assert_eq!((found["status"].as_str(), found["lat"].as_f64()), (Some("resolved"), Some(35.5)));
    assert_eq!(annalist(&["gazetteer", "check", &list]).status.code(), Some(0));
    std::fs::write(at("bad.csv"), "name,lat,lon\nQwarnag,0,0\n").unwrap();
    let checked = annalist(&["gazetteer", "check", &at("bad.csv"), "--format", "jsonl"]);
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(lines(&checked)[0]["fault"], "error");
    assert!(annalist(&["gazetteer", "check"]).status.success());
}

#[test]
fn what_is_decided_about_a_name_wins_and_outlives_reading_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("report.txt"), REPORT).unwrap();
    let project = at("p.gpkg");
    assert!(annalist(&["build", &at("report.txt"), "-o", &project]).status.success());
    let told = |place: &str| {
        let output =
            annalist(&["who", &project, place, "2031-05-05", "--account", "all", "--format", "json"]);
        (output.status.code(), words(&output.stdout))
    };
    let (code, before) = told("village of Qwarnag");
    assert!(code == Some(0) && before.contains("name:qwarnag"), "{before}");

    let set = annalist(&["place", "set", &project, "Qwarnag", "35.5,36.5", "--author", "Ana"]);
    assert!(set.status.success(), "{}", words(&set.stderr));
    assert!(told("Qwarnag").1.contains("at:35.5,36.5"), "{}", told("Qwarnag").1);

    let alias = annalist(&["place", "alias", &project, "Qwarnag", "Quneitra Governorate", "--author", "Ana"]);
    assert!(alias.status.success(), "{}", words(&alias.stderr));
    let list = lines(&annalist(&["place", "list", &project, "--format", "jsonl"]));
    assert_eq!(list.last().unwrap()["is"], "syria:gov-quneitra");

    // Reading again changes nothing of it.
    assert!(annalist(&["build", &at("report.txt"), "-o", &project]).status.success());
    let found = seen(&[&at("report.txt"), "--gazetteer", &project], "Qwarnag");
    assert_eq!(found["id"], "syria:gov-quneitra");

    let reject = annalist(&["place", "reject", &project, "Qwarnag", "--author", "Ana"]);
    assert!(reject.status.success(), "{}", words(&reject.stderr));
    assert_eq!(seen(&[&at("report.txt"), "--gazetteer", &project], "Qwarnag"), Value::Null);
    assert_eq!(told("Qwarnag").0, Some(4), "{}", told("Qwarnag").1);

    let wrong = annalist(&["place", "set", &project, "Pelmund", "135,36", "--author", "Ana"]);
    assert_eq!(wrong.status.code(), Some(2));
    let unknown = annalist(&["place", "alias", &project, "Pelmund", "Qwertzuiopolis", "--author", "Ana"]);
    assert_eq!(unknown.status.code(), Some(4));
}

#[test]
fn a_file_of_many_keeps_its_documents_when_one_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("three.jsonl");
    let article = |title: &str, place: &str| {
        format!("{{\"title\": \"{title}\", \"text\": \"On 4 May 2031, rebel forces captured {place}.\"}}\n")
    };
    std::fs::write(
        &file,
        article("One", "Qwarnag") + &article("Two", "Pelmund") + &article("Three", "Dorin"),
    )
    .unwrap();
    let project = build(folder.path(), "many.gpkg", &[file], "1");
    let project = project.to_str().unwrap();
    let list = || lines(&annalist(&["documents", project, "--format", "jsonl"]));
    assert_eq!(list().len(), 3);
    let set = annalist(&["place", "set", project, "Qwarnag", "35.5,36.5", "--author", "Ana"]);
    assert!(set.status.success(), "{}", words(&set.stderr));
    let titles: Vec<Value> = list().into_iter().map(|d| d["title"].clone()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
}

#[test]
fn a_claim_rejected_and_then_accepted_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("a.txt");
    std::fs::write(&report, REPORT).unwrap();
    let project = build(folder.path(), "p.gpkg", &[report], "1");
    let p = project.to_str().unwrap();
    let exported = || words(&annalist(&["export", p, "--as", "csv"]).stdout);
    let row = exported().lines().nth(1).unwrap().to_owned();
    let (claim, _) = row.split_once(',').unwrap();
    for (act, told) in [("reject", false), ("accept", true)] {
        let decided = annalist(&["decide", p, act, claim, "--author", "Ada"]);
        assert!(decided.status.success(), "{}", words(&decided.stderr));
        assert_eq!(exported().contains(&row), told, "{act}");
    }
}

#[test]
fn a_masked_export_names_no_victim_and_no_site_that_is_withheld() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.txt");
    let text = "On 3 May 2031, the army shelled Dorin and killed the teacher Huda Karimova. Rebels captured the \
        village of Velm on 4 May 2031.";
    std::fs::write(&file, text).unwrap();
    let project = build(folder.path(), "p.gpkg", &[file], "1");
    let p = project.to_str().unwrap();
    let export = |arguments: &[&str]| {
        let output = annalist(&[&["export", p], arguments].concat());
        assert!(output.status.success(), "{}", words(&output.stderr));
        words(&output.stdout)
    };
    assert!(export(&["--as", "csv"]).contains("Karimova"));
    let masked = export(&["--as", "csv", "--mask"]);
    assert!(masked.contains("[name withheld]") && !masked.contains("Karimova"), "{masked}");
    assert!(masked.contains("Velm"));
    std::fs::write(format!("{p}.mask.toml"), "places = [\"Velm\"]\n").unwrap();
    for form in ["csv", "csv-holdings", "geojson"] {
        let masked = export(&["--as", form, "--mask"]).to_lowercase();
        assert!(!masked.contains("velm") && !masked.contains("karimova"), "{form}: {masked}");
    }
    std::fs::write(format!("{p}.mask.toml"), "palces = []\n").unwrap();
    let wrong = annalist(&["export", p, "--mask"]);
    assert!(!wrong.status.success() && words(&wrong.stderr).contains("palces"), "{}", words(&wrong.stderr));
}

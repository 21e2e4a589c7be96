//! What the manual must name: every command, flag, exit code, project column and output field.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::Path;
use std::process::Command;

fn manual() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/manual.md")).unwrap()
}

fn help(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_annalist")).args(arguments).env("NO_COLOR", "1").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn commands() -> Vec<String> {
    help(&["--help"])
        .lines()
        .skip_while(|l| !l.starts_with("Commands:"))
        .skip(1)
        .take_while(|l| !l.is_empty())
        .filter(|l| l.starts_with("  ") && !l.starts_with("   "))
        .filter_map(|l| l.split_whitespace().next().map(str::to_owned))
        .filter(|c| c != "help")
        .collect()
}

#[test]
fn every_command_and_flag_is_in_the_manual() {
    let manual = manual();
    let commands = commands();
    assert!(commands.len() >= 15, "{commands:?}");
    for command in commands {
        assert!(manual.contains(&format!("annalist {command}")), "{command} is not in the manual");
        for word in help(&[&command, "--help"]).split_whitespace() {
            if let Some(flag) =
                word.strip_prefix("--").filter(|f| f.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                let flag = flag.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
                if !["help", "version"].contains(&flag) {
                    assert!(
                        manual.contains(&format!("--{flag}")),
                        "--{flag} of {command} is not in the manual"
                    );
                }
            }
        }
    }
}

#[test]
fn every_exit_code_is_in_the_manual() {
    for code in 0..=5 {
        assert!(manual().contains(&format!("| {code} | ")), "{code}");
    }
}

#[test]
fn every_column_of_the_project_is_in_the_manual() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("a.txt");
    std::fs::write(&report, "On 3 May 2016, the rebels captured the town of Suran.\n").unwrap();
    let project = folder.path().join("p.gpkg");
    let built = Command::new(env!("CARGO_BIN_EXE_annalist"))
        .args(["build", report.to_str().unwrap(), "-o", project.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let manual = manual();
    let (_, section) = manual.split_once("## The project file").unwrap();
    let connection = rusqlite::Connection::open(&project).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'gpkg%' AND m.name NOT LIKE 'rtree%' AND m.name NOT LIKE 'sqlite%'",
        )
        .unwrap();
    let columns: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(columns.len() > 80);
    for (table, column) in columns {
        let row = section.lines().find(|l| l.starts_with(&format!("| `{table}` |")));
        let row = row.unwrap_or_else(|| panic!("the table {table} is not in the manual"));
        assert!(
            column == "fid" || row.contains(&format!("`{column}`")),
            "{table}.{column} is not in the manual"
        );
    }
}

//! `examples/`: the shop with its known faults, and the shop that is sound.

use std::process::Command;

use crate::support::{Folder, archreview, root, stderr, stdout};

/// Every finding of an example as `level rule subject path:line`, one a line.
fn findings(path: &str) -> Vec<String> {
    let path = root().join(path);
    let output = archreview(&[path.to_str().unwrap(), "--history", "--format", "json"]);
    let report: serde_json::Value =
        serde_json::from_str(&stdout(&output)).expect("a report is JSON");
    report["findings"]
        .as_array()
        .expect("findings are a list")
        .iter()
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            format!(
                "{} {} {} {}:{}",
                text("level"),
                text("rule"),
                text("subject"),
                text("path"),
                finding["line"]
            )
        })
        .collect()
}

#[test]
fn the_shop_has_its_known_faults_and_no_others() {
    let expected = std::fs::read_to_string(root().join("examples/shop.expected.txt"))
        .expect("the known faults are listed");
    let mut expected: Vec<String> = expected
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let mut found = findings("examples/shop");
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_sound_shop_has_no_warning_and_no_error() {
    let found: Vec<String> = findings("examples/shop-sound")
        .into_iter()
        .filter(|finding| !finding.starts_with("note "))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn reports_are_the_same_at_any_number_of_threads_and_from_anywhere() {
    let shop = root().join("examples/shop");
    let run = |threads: &str, folder: &std::path::Path| {
        Command::new(env!("CARGO_BIN_EXE_archreview"))
            .arg(&shop)
            .args(["--history", "--format", "sarif", "--threads", threads])
            .current_dir(folder)
            .output()
            .expect("the program runs")
            .stdout
    };
    let one = run("1", &root());
    assert!(one.len() > 1000);
    assert!(one == run("2", std::path::Path::new("/")));
    assert!(one == run("8", &root()));
}

#[test]
fn a_user_rule_runs_beside_the_embedded_ones() {
    let folder = Folder::new("own-rule", &[("api/own-rule.yaml", OWN_RULE.as_bytes())]);
    let shop = root().join("examples/shop");
    let output = archreview(&[
        shop.to_str().unwrap(),
        "--rules",
        folder.0.to_str().unwrap(),
        "--only",
        "own-rule",
        "--fail-on",
        "note",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("own-rule"));
}

const OWN_RULE: &str = r#"id: own-rule
title: A table
level: note
principle: data-keys
rationale: Shows that rules of one's own run.
for: table
where: table.name != ""
message: "`{name}` is a table"
help: nothing to do
examples:
  - name: a table
    files: { migrations/1_a.sql: "CREATE TABLE a (id int);" }
    flags: [a]
  - name: none
    files: { a.txt: a }
"#;

#[test]
fn the_report_in_the_readme_is_a_real_one() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let shown = readme
        .split("```text\n$ archreview examples/shop\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next())
        .expect("the README opens with a report");
    let shop = root().join("examples/shop");
    let report = stdout(&archreview(&[shop.to_str().unwrap()]));
    for paragraph in shown.split("\n\n") {
        assert!(report.contains(paragraph), "the report has no\n{paragraph}");
    }
}

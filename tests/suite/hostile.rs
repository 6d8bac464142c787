//! Hostile input is normal input: a note for that file, everything else reviewed, exit code as usual.

use crate::support::{Folder, archreview, stderr, stdout};

/// A contract that is read whatever stands beside it.
const SOUND: &[u8] = b"openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n";

#[track_caller]
fn check(name: &str, files: &[(&str, &[u8])]) -> String {
    let folder = Folder::new(name, files);
    folder.write("sound/openapi.yaml", SOUND);
    let output = archreview(&[
        folder.0.to_str().unwrap(),
        "--format",
        "json",
        "--fail-on",
        "never",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    let facts = archreview(&["facts", folder.0.to_str().unwrap(), "--relation", "api"]);
    assert!(
        stdout(&facts).contains("sound/openapi.yaml"),
        "{}",
        stdout(&facts)
    );
    stdout(&output)
}

#[test]
fn nested_brackets_end_with_a_note() {
    let brackets = "[".repeat(100_000);
    let json = format!("{{\"openapi\": \"3.0.0\", \"paths\": {brackets}");
    let yaml = format!("openapi: 3.0.0\npaths: {brackets}");
    let rust = format!(
        "fn f() {{ sqlx::query!(\"SELECT 1\"); {} }}",
        "(".repeat(100_000)
    );
    let sql = format!("SELECT {};", "(".repeat(100_000));
    check(
        "brackets",
        &[
            ("a/openapi.json", json.as_bytes()),
            ("b/openapi.yaml", yaml.as_bytes()),
            ("src/lib.rs", rust.as_bytes()),
            ("migrations/1_a.sql", sql.as_bytes()),
        ],
    );
}

#[test]
fn an_alias_bomb_ends_with_a_note() {
    let mut bomb = String::from("openapi: 3.0.0\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for level in 1..30 {
        let before = level - 1;
        let aliases = format!("*x{before}, ").repeat(10);
        bomb.push_str(&format!(
            "x{level}: &x{level} [{}]\n",
            aliases.trim_end_matches(", ")
        ));
    }
    bomb.push_str("paths: *x29\nservices: *x29\n");
    let report = check(
        "bomb",
        &[
            ("openapi.yaml", bomb.as_bytes()),
            ("docker-compose.yml", bomb.as_bytes()),
        ],
    );
    // One limit, one note for each contract.
    let note = "aliases expand to too many nodes; what stands there is not reviewed";
    assert_eq!(report.matches(note).count(), 2, "{report}");
}

#[test]
fn bytes_that_are_no_text_end_with_a_note() {
    let report = check(
        "bytes",
        &[
            ("a/openapi.yaml", b"openapi: 3.0.0\n\xff\xfe"),
            ("b/openapi.json", b"\x00\x01\x02{\"openapi\""),
            ("migrations/1_a.sql", b""),
            ("docker-compose.yml", b""),
            ("k8s/deployment.yaml", b"---\n---\nkind"),
            ("c/openapi.yaml", b"\xff\xfeo\0p\0e\0n\0"),
        ],
    );
    assert!(report.contains("not valid UTF-8"), "{report}");
    assert!(
        report.contains("`c/openapi.yaml` is written in UTF-16"),
        "{report}"
    );
}

#[test]
fn a_syntax_error_costs_its_statement_alone() {
    let folder = Folder::new(
        "statement",
        &[(
            "migrations/001_a.sql",
            b"CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABEL b (;\nCREATE TABLE c (id bigint PRIMARY KEY);\n",
        )],
    );
    let facts = stdout(&archreview(&[
        "facts",
        folder.0.to_str().unwrap(),
        "--relation",
        "table",
    ]));
    assert!(
        facts.contains("\"a\"") && facts.contains("\"c\""),
        "{facts}"
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = Folder::new("links", &[("a/openapi.yaml", SOUND)]);
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/loop")).expect("links can be made");
    std::os::unix::fs::symlink("/etc/passwd", folder.0.join("openapi.yaml"))
        .expect("links can be made");
    let facts = stdout(&archreview(&[
        "facts",
        folder.0.to_str().unwrap(),
        "--relation",
        "file",
    ]));
    let facts: serde_json::Value = serde_json::from_str(&facts).expect("facts are JSON");
    let paths: Vec<&str> = facts["file"]
        .as_array()
        .expect("rows are a list")
        .iter()
        .filter_map(|row| row["path"].as_str())
        .collect();
    assert_eq!(paths, ["a/openapi.yaml"]);
}

#[test]
fn a_reference_never_leaves_the_root() {
    let folder = Folder::new(
        "outside",
        &[(
            "openapi.yaml",
            b"openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    $ref: ../../../../../../etc/hostname\n",
        )],
    );
    let output = archreview(&[
        folder.0.to_str().unwrap(),
        "--format",
        "json",
        "--fail-on",
        "never",
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stdout(&output).contains("../../../../../../etc/hostname"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_file_above_the_limit_is_a_note() {
    let folder = Folder::new("large", &[("sound/openapi.yaml", SOUND)]);
    let file = std::fs::File::create(folder.0.join("openapi.json")).expect("a file can be made");
    file.set_len(300 * 1024 * 1024)
        .expect("a sparse file takes no room");
    let report = stdout(&archreview(&[
        folder.0.to_str().unwrap(),
        "--format",
        "json",
        "--fail-on",
        "never",
    ]));
    assert!(
        report.contains("has 314572800 bytes, above the limit of 268435456"),
        "{report}"
    );
}

#[test]
fn variables_above_the_limit_are_a_note() {
    let variables = "A=1\n".repeat(300_000);
    let report = check("variables", &[(".env", variables.as_bytes())]);
    let message = "has 1200000 bytes, above the limit of 1048576";
    assert!(report.contains(message), "{report}");
}

#[test]
fn statements_above_the_limit_are_a_note() {
    let sql = "INSERT INTO t VALUES (1);\n".repeat(50_001);
    let report = check("statements", &[("migrations/0001_a.sql", sql.as_bytes())]);
    let message = "the file has more than 50000 statements; the rest is not read";
    assert!(report.contains(message), "{report}");
    let place = "\"line\": 50001";
    assert!(report.contains(place), "{report}");
}

#[test]
fn long_rules_on_what_to_ignore_are_a_note() {
    let rules = "build/*.txt\n".repeat(30_000);
    let report = check(
        "ignore-nested",
        &[
            ("lib/.gitignore", rules.as_bytes()),
            ("lib/openapi.yaml", SOUND),
        ],
    );
    let message =
        "`lib/.gitignore`: has 360000 bytes, above the limit of 262144; its folder is not reviewed";
    assert!(report.contains(message), "{report}");
    let report = check("ignore-root", &[(".gitignore", rules.as_bytes())]);
    let message = "`.gitignore`: has 360000 bytes, above the limit of 262144; what it says to ignore is reviewed";
    assert!(report.contains(message), "{report}");
}

#[test]
fn a_name_writes_no_line_of_a_report() {
    let sql = b"CREATE TABLE \"a\n::error::b\" (x int);\n";
    let folder = Folder::new("line-in-name", &[("migrations/0001_a.sql", sql)]);
    let text = stdout(&archreview(&[folder.0.to_str().unwrap()]));
    assert!(
        text.contains("::error::b"),
        "the table is not named: {text}"
    );
    let is_command = |line: &str| line.trim_start().starts_with("::");
    assert!(!text.lines().any(is_command), "{text}");
}

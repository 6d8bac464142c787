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
            ("d/docker-compose.yaml", b"\x01\xff\x80"),
            ("d/Dockerfile", b"\x01\xff\x80"),
        ],
    );
    for path in ["d/docker-compose.yaml", "d/Dockerfile"] {
        let note = format!("`{path}` is no text in UTF-8, whatever its name says");
        assert!(report.contains(&note), "{report}");
    }
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

/// A report on `folder`, which has one table in its migration unless it is hidden, and whether the table was seen.
#[track_caller]
fn ignoring(folder: &Folder, path: &str) -> (String, bool) {
    let root = folder.0.join(path);
    let root = root.to_str().unwrap();
    let output = archreview(&[root, "--format", "json", "--fail-on", "never"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let facts = stdout(&archreview(&["facts", root, "--relation", "table"]));
    (stdout(&output), facts.contains("\"kept\""))
}

const KEPT: &[u8] = b"CREATE TABLE kept (id int PRIMARY KEY);\n";

#[cfg(unix)]
#[test]
fn rules_on_what_to_ignore_are_read_from_files_alone() {
    let hides = [
        ("elsewhere", b"*\n" as &[u8]),
        ("r/migrations/1_a.sql", KEPT),
        ("r/.git/info/unused", b""),
    ];
    for name in [".gitignore", ".ignore", ".git/info/exclude"] {
        for folder_of_rules in ["", "migrations/"] {
            let path = format!("r/{folder_of_rules}{name}");
            if !folder_of_rules.is_empty() && name.contains('/') {
                continue;
            }
            for kind in ["link", "device", "pipe"] {
                let folder = Folder::new("ignore-kinds", &hides);
                let at = folder.0.join(&path);
                match kind {
                    "link" => std::os::unix::fs::symlink(folder.0.join("elsewhere"), &at).unwrap(),
                    "device" => std::os::unix::fs::symlink("/dev/zero", &at).unwrap(),
                    _ => {
                        let made = std::process::Command::new("mkfifo").arg(&at).status();
                        assert!(made.unwrap().success());
                    }
                }
                let (report, is_seen) = ignoring(&folder, "r");
                let reason = match kind {
                    "pipe" => "is a pipe, which is not read",
                    _ => "is a link, which is not followed",
                };
                let path = path.trim_start_matches("r/");
                let note = format!("`{path}`: {reason}; what it says to ignore is reviewed");
                assert!(is_seen && report.contains(&note), "{kind} {path}: {report}");
                assert!(!report.contains("leads out"), "{kind} {path}: {report}");
            }
        }
    }
}

#[test]
fn what_a_clone_alone_ignores_is_bounded() {
    let rules = "build/*.txt\n".repeat(30_000);
    let files = [
        (".git/info/exclude", rules.as_bytes()),
        ("migrations/1_a.sql", KEPT),
    ];
    let (report, is_seen) = ignoring(&Folder::new("exclude", &files), "");
    let note = "`.git/info/exclude`: has 360000 bytes, above the limit of 262144; what it says to ignore is reviewed";
    assert!(is_seen && report.contains(note), "{report}");
    let files = [(".git/info/exclude", b"/migrations\n" as &[u8]), files[1]];
    assert!(!ignoring(&Folder::new("exclude-few", &files), "").1);
}

#[test]
fn rules_of_folders_in_each_other_are_bounded_together() {
    let rules = "build/*.txt\n".repeat(20_000);
    let folder = Folder::new("ignore-chain", &[("migrations/1_a.sql", KEPT)]);
    for depth in 1..=5 {
        let path = format!("{}.gitignore", "a/".repeat(depth));
        folder.write(&path, rules.as_bytes());
    }
    let (report, is_seen) = ignoring(&folder, "");
    let note = "`a/a/a/a/a/.gitignore`: makes 1200000 bytes with the like of it in the folders above, over the limit of 1048576; its folder is not reviewed";
    assert!(is_seen && report.contains(note), "{report}");
}

#[test]
fn rules_above_the_root_count_within_its_repository_alone() {
    let hides = b"*.sql\n" as &[u8];
    let files = |rules: &'static str| [(rules, hides), ("r/a/migrations/1_a.sql", KEPT)];
    for rules in [".gitignore", ".ignore", "r/.gitignore"] {
        // No repository at all, and one that is the root's own.
        let folder = Folder::new("ignore-above", &files(rules));
        assert!(ignoring(&folder, "r/a").1, "{rules}, no repository");
        folder.write("r/a/.git/HEAD", b"ref: refs/heads/main\n");
        assert!(ignoring(&folder, "r/a").1, "{rules}, its own repository");
        // One that begins at `r`, which a file above says nothing of.
        let folder = Folder::new("ignore-above-2", &files(rules));
        folder.write("r/.git/HEAD", b"ref: refs/heads/main\n");
        let is_within = rules.starts_with("r/");
        assert_eq!(ignoring(&folder, "r/a").1, !is_within, "{rules}");
    }
}

#[test]
fn a_root_that_its_repository_ignores_is_reviewed() {
    let files = [
        (".git/HEAD", b"ref: refs/heads/main\n" as &[u8]),
        (".gitignore", b"*\n"),
        ("r/migrations/1_a.sql", KEPT),
    ];
    let folder = Folder::new("ignored-root", &files);
    assert!(ignoring(&folder, "r").1);
    assert!(!ignoring(&folder, "").1);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_one_note() {
    let folder = Folder::new("links-out", &[("migrations/1_a.sql", KEPT)]);
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, folder.0.join(name)).expect("links can be made");
    };
    link("migrations/1_a.sql", "inside.sql");
    link("/etc/passwd", "passwd");
    let report = ignoring(&folder, "").0;
    let note = "`passwd` is a link that leads out of the root or nowhere, which is not followed";
    assert!(report.contains(note), "{report}");
    link("loop", "loop");
    let report = ignoring(&folder, "").0;
    let note =
        "`loop` and 1 more are links that lead out of the root or nowhere, which is not followed";
    assert!(report.contains(note), "{report}");
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

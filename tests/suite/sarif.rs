//! SARIF as GitHub shows it rightly: schema, facts of code scanning, fingerprints, odd paths.
//!
//! The schema, the checker and GitHub's own hashes lie beside the project, in `shared/sarif`; where they
//! are missing the tests say so, and fail in CI.

use std::path::PathBuf;
use std::process::Command;

use crate::support::{Folder, archreview, root, stdout};

/// The folder beside the project that holds schema, checker and vectors.
fn shared() -> Option<PathBuf> {
    let folder = root().parent()?.join("shared/sarif");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "shared/sarif is missing beside the project"
    );
    eprintln!("skipped: put `shared/sarif` beside the project to check SARIF against it");
    None
}

/// Whether `python3` and `jsonschema` are there.
fn has_python() -> bool {
    let found = Command::new("python3")
        .args(["-c", "import jsonschema"])
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        found || std::env::var_os("CI").is_none(),
        "python3 with jsonschema is missing"
    );
    if !found {
        eprintln!("skipped: `pip install jsonschema` to check SARIF against its schema");
    }
    found
}

/// Checks the SARIF of `folder` with the schema and the checker: no failure, no warning.
#[track_caller]
fn check(name: &str, folder: &std::path::Path) {
    let Some(shared) = shared() else { return };
    if !has_python() {
        return;
    }
    let reports = Folder::new(&format!("sarif-{name}"), &[]);
    let file = reports.0.join("r.sarif");
    let report = archreview(&[folder.to_str().unwrap(), "--history", "--format", "sarif"]);
    std::fs::write(&file, &report.stdout).expect("the report can be written");
    let schema = Command::new("python3")
        .args(["-c", "import json,sys,jsonschema\njsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))"])
        .args([&file, &shared.join("sarif-schema-2.1.0.json")])
        .output()
        .expect("python3 runs");
    assert!(
        schema.status.success(),
        "{}",
        String::from_utf8_lossy(&schema.stderr)
    );
    let checked = Command::new("python3")
        .arg(shared.join("check_sarif.py"))
        .arg(&file)
        .arg("--root")
        .arg(folder)
        .output()
        .expect("python3 runs");
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(said.contains("0 FAIL 0 WARN"), "{said}");
}

#[test]
fn sarif_of_the_examples_passes_schema_and_checker() {
    check("shop", &root().join("examples/shop"));
    check("shop-sound", &root().join("examples/shop-sound"));
}

/// A contract without a version of its own and without error responses, at odd places.
const CONTRACT: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /getUsers:\n    get:\n      responses: {'200': {description: ok}}\n";

#[test]
fn sarif_of_odd_paths_and_line_ends_passes_schema_and_checker() {
    // One contract in several files is reviewed once: each of these is another one.
    let other = |path: &str| CONTRACT.replace("/getUsers", path);
    let with_mark = format!("\u{feff}{}", other("/getOrders"));
    let with_returns = other("/getCarts").replace('\n', "\r\n");
    let with_emoji = other("/😀/getUsers");
    let folder = Folder::new(
        "odd-paths",
        &[
            ("a b/#c?%25/openapi.yaml", CONTRACT.as_bytes()),
            ("é😀/openapi.yaml", with_emoji.as_bytes()),
            ("mark/openapi.yaml", with_mark.as_bytes()),
            ("returns/openapi.yaml", with_returns.as_bytes()),
        ],
    );
    let found = stdout(&archreview(&[
        folder.0.to_str().unwrap(),
        "--format",
        "json",
    ]));
    for path in [
        "a b/#c?%25/openapi.yaml",
        "é😀/openapi.yaml",
        "mark/openapi.yaml",
        "returns/openapi.yaml",
    ] {
        assert!(found.contains(path), "nothing is found in {path}: {found}");
    }
    check("odd-paths", &folder.0);
}

#[test]
fn sarif_of_a_fix_that_adds_a_file_passes_schema_and_checker() {
    let folder = Folder::new(
        "fix-that-adds",
        &[
            (
                "go.mod",
                b"module shop\nrequire github.com/golang-migrate/migrate/v4 v4.18.1\n",
            ),
            (
                "migrations/0001_orders.up.sql",
                b"CREATE TABLE orders (id bigint PRIMARY KEY, buyer bigint NOT NULL);\n",
            ),
            ("migrations/0001_orders.down.sql", b"DROP TABLE orders;\n"),
            (
                "migrations/0002_buyers.up.sql",
                b"ALTER TABLE orders ADD note text;\nCREATE INDEX orders_buyer ON orders (buyer);\n",
            ),
            (
                "migrations/0002_buyers.down.sql",
                b"DROP INDEX orders_buyer;\nALTER TABLE orders DROP note;\n",
            ),
        ],
    );
    let path = folder.0.to_str().unwrap();
    let found = stdout(&archreview(&[path, "--history", "--format", "json"]));
    assert!(found.contains("new_files"), "no fix adds a file: {found}");
    check("new-file", &folder.0);
}

#[test]
fn sarif_of_an_empty_file_passes_schema_and_checker() {
    let folder = Folder::new(
        "file-without-text",
        &[
            (
                "migrations/0001_orders.up.sql",
                b"CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n",
            ),
            ("migrations/0001_orders.down.sql", b"DROP TABLE orders;\n"),
            ("migrations/0002_note.up.sql", b""),
            (
                "migrations/0002_note.down.sql",
                b"ALTER TABLE orders DROP note;\n",
            ),
        ],
    );
    let path = folder.0.to_str().unwrap();
    let found = stdout(&archreview(&[path, "--history", "--format", "json"]));
    assert!(found.contains("0002_note.up.sql"), "{found}");
    check("empty", &folder.0);
}

#[test]
fn line_hashes_equal_those_of_github_on_its_vectors() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("fingerprint_vectors.json"))
        .expect("the vectors can be read");
    let vectors: serde_json::Value = serde_json::from_str(&text).expect("the vectors are JSON");
    let vectors = vectors.as_array().expect("the vectors are a list");
    assert!(!vectors.is_empty());
    for vector in vectors {
        let bytes = base64(vector["data_b64"].as_str().expect("a vector has bytes"));
        let expected: Vec<&str> = vector["hashes"]
            .as_array()
            .expect("a vector has hashes")
            .iter()
            .filter_map(|hash| hash.as_str())
            .collect();
        assert_eq!(report::fingerprint::line_hashes(&bytes), expected);
    }
}

/// The bytes that RFC 4648 base64 stands for.
fn base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let digit = alphabet
            .iter()
            .position(|known| *known == byte)
            .expect("base64 digits");
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

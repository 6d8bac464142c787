//! Fixes as SARIF gives them: applied to the file, they leave a migration that is no longer reported, for every tool that
//! can be told to run it outside of a transaction. That the schema stays the same is proven on a server, in `crates/sql`.

use serde_json::Value;

use crate::support::{Folder, archreview};

const TABLES: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n\
    CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, note text);\n";

fn results(folder: &Folder, rule: &str) -> Vec<Value> {
    let path = folder.0.to_str().expect("the folder has a plain name");
    let output = archreview(&[path, "--history", "--format", "sarif"]);
    let log: Value = serde_json::from_slice(&output.stdout).expect("SARIF is JSON");
    let results = log["runs"][0]["results"]
        .as_array()
        .expect("a run has results");
    let is_of_rule = |result: &&Value| result["ruleId"] == rule;
    results.iter().filter(is_of_rule).cloned().collect()
}

/// `text` after the replacements of the first file of a fix.
fn applied(text: &str, fix: &Value) -> String {
    let lines: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let byte = |region: &Value, line: &str, column: &str| {
        let number = |name: &str| region[name].as_u64().expect("a number") as usize;
        lines[number(line) - 1] + number(column) - 1
    };
    let replacements = fix["artifactChanges"][0]["replacements"].as_array();
    let mut text = text.to_owned();
    for replacement in replacements.expect("a fix replaces").iter().rev() {
        let region = &replacement["deletedRegion"];
        let start = byte(region, "startLine", "startColumn");
        let end = byte(region, "endLine", "endColumn");
        let inserted = replacement["insertedContent"]["text"]
            .as_str()
            .expect("a text");
        text.replace_range(start..end, inserted);
    }
    text
}

#[track_caller]
fn check(name: &str, rule: &str, files: [(&str, &str); 2], expected: Option<&str>) {
    let bytes = files.map(|(path, text)| (path, text.as_bytes()));
    let folder = Folder::new(&format!("fix-{name}"), &bytes);
    let found = results(&folder, rule);
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    let fix = found[0].get("fixes").map(|fixes| &fixes[0]);
    assert_eq!(fix.is_some(), expected.is_some(), "{name}");
    if let (Some(fix), Some(expected)) = (fix, expected) {
        let fixed = applied(files[1].1, fix);
        assert_eq!(fixed, expected, "{name}");
        folder.write(files[1].0, fixed.as_bytes());
        let left: Vec<Value> = ["concurrently-in-transaction", rule]
            .iter()
            .flat_map(|rule| results(&folder, rule))
            .collect();
        assert_eq!(left, Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn a_fixed_migration_is_no_longer_reported() {
    let goose = format!("-- +goose Up\n{TABLES}");
    check(
        "goose",
        "blocking-index-build",
        [
            ("migrations/00001_tables.sql", &goose),
            (
                "migrations/00002_index.sql",
                "-- +goose Up\nCREATE INDEX IF NOT EXISTS orders_user ON orders (user_id);\n",
            ),
        ],
        Some(
            "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user ON orders (user_id);\n",
        ),
    );
    let dbmate = format!("-- migrate:up\n{TABLES}\n-- migrate:down\nDROP TABLE orders;\n");
    check(
        "dbmate",
        "not-null-scan",
        [
            ("db/migrations/20240101000000_tables.sql", &dbmate),
            (
                "db/migrations/20240102000000_note.sql",
                "-- migrate:up\nALTER TABLE orders ALTER COLUMN note SET NOT NULL;\n-- migrate:down\n",
            ),
        ],
        Some(
            "-- migrate:up transaction:false\n\
             ALTER TABLE public.orders ADD CONSTRAINT orders_note_not_null CHECK (note IS NOT NULL) NOT VALID;\n\
             ALTER TABLE public.orders VALIDATE CONSTRAINT orders_note_not_null;\n\
             ALTER TABLE orders ALTER COLUMN note SET NOT NULL;\n\
             ALTER TABLE public.orders DROP CONSTRAINT orders_note_not_null;\n\
             -- migrate:down\n",
        ),
    );
    check(
        "golang-migrate",
        "blocking-index-build",
        [
            ("db/migrations/0001_tables.up.sql", TABLES),
            (
                "db/migrations/0002_index.up.sql",
                "CREATE UNIQUE INDEX orders_user ON orders (user_id);\n",
            ),
        ],
        Some("CREATE UNIQUE INDEX CONCURRENTLY orders_user ON orders (user_id);\n"),
    );
}

/// Several statements of one file are one transaction there, which none may leave.
#[test]
fn what_shares_a_transaction_has_no_fix() {
    check(
        "shared",
        "blocking-index-build",
        [
            ("db/migrations/0001_tables.up.sql", TABLES),
            (
                "db/migrations/0002_index.up.sql",
                "CREATE INDEX orders_user ON orders (user_id);\nALTER TABLE users ADD name text;\n",
            ),
        ],
        None,
    );
    check(
        "validated",
        "validating-constraint",
        [
            ("db/migrations/0001_tables.up.sql", TABLES),
            (
                "db/migrations/0002_key.up.sql",
                "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id);\n",
            ),
        ],
        None,
    );
}

/// A comment allows one statement, with its reason, and squawk's own comment does without one.
#[test]
fn a_comment_allows_the_statement_that_follows_it() {
    let change = "ALTER TABLE users ADD COLUMN a int;\n\
        -- archreview: allow blocking-index-build -- forty rows\n\
        CREATE INDEX one ON orders (user_id);\n\
        -- squawk-ignore require-concurrent-index-creation\n\
        CREATE INDEX two ON orders (note);\n\
        -- squawk-ignore ban-drop-column\n\
        CREATE INDEX three ON orders (user_id, note);\n";
    let folder = Folder::new(
        "allowed",
        &[
            ("db/migrations/0001_tables.up.sql", TABLES.as_bytes()),
            ("db/migrations/0002_index.up.sql", change.as_bytes()),
        ],
    );
    let found = results(&folder, "blocking-index-build");
    let lines: Vec<&Value> = found
        .iter()
        .map(|one| &one["locations"][0]["physicalLocation"]["region"]["startLine"])
        .collect();
    assert_eq!(lines, [&Value::from(7)]);
}

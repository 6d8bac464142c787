//! Fixes as SARIF gives them: applied to the file, they leave a migration that is no longer reported, for every tool that
//! can be told to run it outside of a transaction. That the schema stays the same is proven on a server, in `crates/sql`.

use serde_json::Value;

use crate::support::{Folder, archreview, findings};

const TABLES: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n\
    CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, note text);\n";

const GO_MOD: &str = "module shop\nrequire github.com/golang-migrate/migrate/v4 v4.18.1\n";

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
    folder.write("go.mod", GO_MOD.as_bytes());
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
    let sql_migrate = format!("-- +migrate Up\n{TABLES}\n-- +migrate Down\nDROP TABLE orders;\n");
    check(
        "sql-migrate",
        "blocking-index-build",
        [
            ("migrations/1-tables.sql", &sql_migrate),
            (
                "migrations/2-index.sql",
                "-- +migrate Up\nCREATE INDEX orders_user ON orders (user_id);\n-- +migrate Down\n",
            ),
        ],
        Some(
            "-- +migrate Up notransaction\nCREATE INDEX CONCURRENTLY orders_user ON orders (user_id);\n-- +migrate Down\n",
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

/// A replacement of the JSON report, as SARIF writes it.
fn as_region(replacement: &Value) -> Value {
    serde_json::json!({
        "deletedRegion": {
            "startLine": replacement["line"],
            "startColumn": replacement["column"],
            "endLine": replacement["end_line"],
            "endColumn": replacement["end_column"],
        },
        "insertedContent": { "text": replacement["text"] },
    })
}

/// What shares a transaction is moved to a migration of its own, right behind, in the form that the tool wants.
#[track_caller]
fn check_apart(name: &str, rule: &str, files: &[(&str, &str)], changed: &[(&str, &str)]) {
    let bytes: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    let folder = Folder::new(&format!("apart-{name}"), &bytes);
    let found = results(&folder, rule);
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    // Readers of SARIF look up each file that a fix names, and this one adds some.
    assert_eq!(found[0].get("fixes"), None, "{name}");
    let output = archreview(&[
        folder.0.to_str().expect("the folder has a plain name"),
        "--history",
        "--format",
        "json",
        "--only",
        rule,
    ]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    let fix = &report["findings"][0]["fix"];
    let added_file = |file: &Value| -> (String, String) {
        let get = |key: &str| file[key].as_str().expect("a text").to_owned();
        (get("path"), get("text"))
    };
    let mut written: Vec<(String, String)> = Vec::new();
    for (path, before) in files {
        let of_file = |one: &&Value| one["path"] == *path;
        let all = fix["replacements"].as_array().expect("a fix replaces");
        let regions: Vec<Value> = all.iter().filter(of_file).map(as_region).collect();
        if !regions.is_empty() {
            let change = serde_json::json!({ "artifactChanges": [{ "replacements": regions }] });
            written.push(((*path).to_owned(), applied(before, &change)));
        }
    }
    written.sort();
    let added = fix["new_files"].as_array().expect("a fix adds files");
    written.extend(added.iter().map(added_file));
    for (path, text) in &written {
        folder.write(path, text.as_bytes());
    }
    let expected: Vec<(String, String)> = changed
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(written, expected, "{name}");
    for rule in [
        "concurrently-in-transaction",
        "untrue-down-migration",
        "missing-down-migration",
        rule,
    ] {
        assert_eq!(
            results(&folder, rule),
            Vec::<Value>::new(),
            "{name}: {rule}"
        );
    }
}

#[test]
fn what_shares_a_transaction_gets_a_migration_of_its_own() {
    check_apart(
        "golang-migrate",
        "blocking-index-build",
        &[
            ("go.mod", GO_MOD),
            ("m/0001_tables.up.sql", TABLES),
            (
                "m/0001_tables.down.sql",
                "DROP TABLE orders;\nDROP TABLE users;\n",
            ),
            (
                "m/0002_name.up.sql",
                "ALTER TABLE users ADD name text;\nCREATE INDEX orders_user ON orders (user_id);\n",
            ),
            (
                "m/0002_name.down.sql",
                "DROP INDEX orders_user;\nALTER TABLE users DROP name;\n",
            ),
        ],
        &[
            ("m/0002_name.down.sql", "\nALTER TABLE users DROP name;\n"),
            ("m/0002_name.up.sql", "ALTER TABLE users ADD name text;\n\n"),
            (
                "m/0003_orders_user.up.sql",
                "CREATE INDEX CONCURRENTLY orders_user ON public.orders (user_id);\n",
            ),
            (
                "m/0003_orders_user.down.sql",
                "DROP INDEX CONCURRENTLY public.orders_user;\n",
            ),
        ],
    );
    check_apart(
        "goose",
        "validating-constraint",
        &[
            (
                "m/00001_tables.sql",
                &format!(
                    "-- +goose Up\n{TABLES}-- +goose Down\nDROP TABLE orders;\nDROP TABLE users;\n"
                ),
            ),
            (
                "m/00002_key.sql",
                "-- +goose Up\nALTER TABLE users ADD name text;\n\
                 ALTER TABLE orders ADD CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users (id);\n\
                 -- +goose Down\nALTER TABLE orders DROP CONSTRAINT by_user;\nALTER TABLE users DROP name;\n",
            ),
        ],
        &[
            (
                "m/00002_key.sql",
                "-- +goose Up\nALTER TABLE users ADD name text;\n\
                 ALTER TABLE orders ADD CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;\n\
                 -- +goose Down\nALTER TABLE orders DROP CONSTRAINT by_user;\nALTER TABLE users DROP name;\n",
            ),
            (
                "m/00003_by_user.sql",
                "-- +goose NO TRANSACTION\n-- +goose Up\nALTER TABLE public.orders VALIDATE CONSTRAINT by_user;\n\n-- +goose Down\nSELECT 1;\n",
            ),
        ],
    );
    check_apart(
        "diesel",
        "blocking-index-build",
        &[
            (
                "Cargo.toml",
                "[package]\nname = \"shop\"\n[dependencies]\ndiesel = \"2\"\n",
            ),
            ("migrations/2024-01-01-000000_tables/up.sql", TABLES),
            (
                "migrations/2024-01-01-000000_tables/down.sql",
                "DROP TABLE orders;\nDROP TABLE users;\n",
            ),
            (
                "migrations/2024-01-02-000000_index/up.sql",
                "CREATE UNIQUE INDEX orders_user ON orders (user_id, note) WHERE note IS NOT NULL;\n",
            ),
            (
                "migrations/2024-01-02-000000_index/down.sql",
                "DROP INDEX orders_user;\n",
            ),
        ],
        &[
            ("migrations/2024-01-02-000000_index/down.sql", "\n"),
            ("migrations/2024-01-02-000000_index/up.sql", "\n"),
            (
                "migrations/2024-01-02-000001_orders_user/up.sql",
                "CREATE UNIQUE INDEX CONCURRENTLY orders_user ON public.orders (user_id, note) WHERE note IS NOT NULL;\n",
            ),
            (
                "migrations/2024-01-02-000001_orders_user/down.sql",
                "DROP INDEX CONCURRENTLY public.orders_user;\n",
            ),
            (
                "migrations/2024-01-02-000001_orders_user/metadata.toml",
                "run_in_transaction = false\n",
            ),
        ],
    );
}

/// A runner of the project's own may open a transaction around every file: nothing that it would refuse is offered.
#[test]
fn no_way_out_is_offered_where_nobody_knows_the_tool() {
    for change in [
        "CREATE INDEX orders_user ON orders (user_id);\n",
        "ALTER TABLE users ADD name text;\nCREATE INDEX orders_user ON orders (user_id);\n",
    ] {
        let files = [
            ("go.mod", "module shop\n"),
            ("m/0001_tables.up.sql", TABLES),
            ("m/0002_index.up.sql", change),
        ];
        let bytes = files.map(|(path, text)| (path, text.as_bytes()));
        let folder = Folder::new("own-runner", &bytes);
        let path = folder.0.to_str().expect("the folder has a plain name");
        let output = archreview(&[
            path,
            "--history",
            "--format",
            "json",
            "--only",
            "blocking-index-build",
        ]);
        let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
        let finding = &report["findings"][0];
        assert_eq!(finding.get("fix"), None, "{change}");
        let help = finding["help"].as_str().expect("a text");
        assert!(help.contains("must be able to run one"), "{help}");
    }
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

/// What is to be pasted names things as statements do.
#[test]
fn help_writes_names_as_the_server_reads_them() {
    let sql = "CREATE TABLE \"User\" (\"unitPrice\" real, note text);";
    let folder = Folder::new("help", &[("db/migrations/0001_a.sql", sql.as_bytes())]);
    let only = "approximate-money,table-without-primary-key";
    let findings = findings(&folder, &["--only", only]);
    let helps: Vec<&str> = findings
        .iter()
        .filter_map(|one| one["help"].as_str())
        .collect();
    assert!(!helps.is_empty());
    let helps = helps.join("\n");
    for statement in [
        r#"ALTER TABLE "User" ALTER COLUMN "unitPrice" TYPE"#,
        r#"ALTER TABLE "User" ADD PRIMARY KEY"#,
    ] {
        assert!(helps.contains(statement), "{helps}");
    }
}

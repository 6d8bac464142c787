//! Layouts of whole repositories.

use std::collections::BTreeMap;

use model::facts::Facts;
use model::facts::manifest::{Build, Container, Manifest, Platform, Text, Workload};
use model::facts::sql::{SqlFile, SqlTool};
use model::{FileFacts, FileId, FileRole, Settings};

use super::histories;
use crate::Input;

/// The files of a repository as the facts of their SQL; everything that is not SQL has none.
pub fn repository(files: &[(&str, &str)]) -> (Vec<String>, BTreeMap<FileId, FileFacts>) {
    let mut files = files.to_vec();
    files.sort_unstable();
    let paths = files.iter().map(|(path, _)| (*path).to_owned()).collect();
    let mut all = BTreeMap::new();
    for (index, (path, text)) in files.iter().enumerate() {
        let shown = sql::guess_dialect(text);
        let facts = if path.ends_with(".sql") {
            Facts::Sql(SqlFile {
                script: sql::read(text, shown.unwrap_or(sql::Dialect::PostgreSql)),
                is_dialect_known: shown.is_some(),
            })
        } else if path.ends_with("_journal.json") {
            Facts::SqlTools(vec![SqlTool {
                order: text.split(' ').map(str::to_owned).collect(),
                ..SqlTool::default()
            }])
        } else if matches!(*path, "go.mod" | "Cargo.toml") {
            // Their dependencies, one a word.
            Facts::Package(code::Package {
                name: None,
                kind: code::PackageKind::Go,
                dependencies: text.split_whitespace().map(str::to_owned).collect(),
                entry_points: Vec::new(),
                members: Vec::new(),
                local_dependencies: Vec::new(),
                client_contracts: Vec::new(),
                runtime: code::Runtime::Server,
            })
        } else if path.ends_with(".go") {
            Facts::MigratesItself
        } else if *path == "README.md" && text.contains("horizontally") {
            Facts::SeveralInstances
        } else if *path == "infra/compose.yaml" {
            // The program whose container has a name of its own.
            Facts::Manifest(Manifest {
                workloads: vec![Workload {
                    is_named_container: true,
                    containers: vec![Container {
                        image: Some(Text {
                            value: text.to_string(),
                            ..Text::default()
                        }),
                        ..Container::default()
                    }],
                    ..Workload::default()
                }],
                ..Manifest::default()
            })
        } else if path.ends_with("/values.yaml") {
            Facts::Instances(text.parse().expect("the number of instances alone"))
        } else if *path == "docs/scaling.md" {
            Facts::OneInstance
        } else if *path == "compose.yaml" {
            // The programs that it builds, one a word.
            let built = |name: &str| Workload {
                name: Text {
                    value: name.to_owned(),
                    ..Text::default()
                },
                containers: vec![Container {
                    build: Some(Build::default()),
                    ..Container::default()
                }],
                ..Workload::default()
            };
            Facts::Manifest(Manifest {
                workloads: text.split_whitespace().map(built).collect(),
                ..Manifest::default()
            })
        } else if text.contains("kind: Deployment") {
            Facts::Manifest(Manifest {
                platform: Platform::Kubernetes,
                is_template: true,
                ..Manifest::default()
            })
        } else {
            continue;
        };
        all.insert(
            FileId(index as u32),
            FileFacts {
                facts: vec![facts],
                ..FileFacts::default()
            },
        );
    }
    (paths, all)
}

const TABLE: &str = "CREATE TABLE a (id bigint PRIMARY KEY);";
const COLUMN: &str = "ALTER TABLE a ADD COLUMN b text;";

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[(&str, &str, &[&str])]) {
    let (paths, facts) = repository(files);
    let settings = Settings::default();
    let input = Input {
        paths: &paths,
        facts: &facts,
        settings: &settings,
        today: "",
        changed: None,
        past: None,
        alone: None,
    };
    let found = histories(&input, |_| FileRole::Server);
    let found: Vec<(&str, &str, Vec<&str>)> = found
        .iter()
        .map(|history| {
            let steps = history
                .steps
                .iter()
                .map(|step| input.path(step.file))
                .collect();
            (history.tool, history.root.as_str(), steps)
        })
        .collect();
    let expected: Vec<(&str, &str, Vec<&str>)> = expected
        .iter()
        .map(|(tool, root, steps)| (*tool, *root, steps.to_vec()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn files_run_in_the_order_of_their_numbers() {
    check(
        &[
            ("db/migrations/10_b.sql", COLUMN),
            ("db/migrations/9_a.sql", TABLE),
        ],
        &[(
            "migrations",
            "db/migrations",
            &["db/migrations/9_a.sql", "db/migrations/10_b.sql"],
        )],
    );
}

#[test]
fn down_files_are_no_steps() {
    check(
        &[
            ("go.mod", "github.com/golang-migrate/migrate/v4"),
            ("m/1_a.up.sql", TABLE),
            ("m/1_a.down.sql", "DROP TABLE a;"),
            ("m/2_b.up.sql", COLUMN),
        ],
        &[("golang-migrate", "m", &["m/1_a.up.sql", "m/2_b.up.sql"])],
    );
}

#[test]
fn names_alone_do_not_show_a_tool() {
    let pair = ("m/1_a.up.sql", TABLE);
    check(
        &[("go.mod", ""), pair],
        &[("migrations", "m", &["m/1_a.up.sql"])],
    );
    check(
        &[("Cargo.toml", "tokio"), pair],
        &[("migrations", "m", &["m/1_a.up.sql"])],
    );
    check(
        &[("m/2024-01-01-000000_a/up.sql", TABLE)],
        &[("migrations", "m", &["m/2024-01-01-000000_a/up.sql"])],
    );
}

#[test]
fn pairs_below_a_cargo_manifest_are_of_sqlx() {
    check(
        &[
            ("Cargo.toml", "sqlx"),
            ("migrations/1_a.up.sql", TABLE),
            ("migrations/1_a.down.sql", ""),
        ],
        &[("sqlx", "migrations", &["migrations/1_a.up.sql"])],
    );
}

#[test]
fn comments_name_goose_and_dbmate() {
    check(
        &[(
            "db/1_a.sql",
            "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n",
        )],
        &[("goose", "db", &["db/1_a.sql"])],
    );
    check(
        &[(
            "db/1_a.sql",
            "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n",
        )],
        &[("dbmate", "db", &["db/1_a.sql"])],
    );
}

#[test]
fn repeatable_migrations_of_flyway_run_last() {
    check(
        &[
            ("db/R__views.sql", "CREATE VIEW v AS SELECT 1 AS x;"),
            ("db/V1__a.sql", TABLE),
            ("db/V1_1__b.sql", COLUMN),
        ],
        &[(
            "flyway",
            "db",
            &["db/V1__a.sql", "db/V1_1__b.sql", "db/R__views.sql"],
        )],
    );
}

#[test]
fn a_journal_gives_the_order() {
    check(
        &[
            ("drizzle/0000_z.sql", TABLE),
            ("drizzle/0000_a.sql", COLUMN),
            ("drizzle/meta/_journal.json", "0000_z 0000_a"),
        ],
        &[(
            "drizzle",
            "drizzle",
            &["drizzle/0000_z.sql", "drizzle/0000_a.sql"],
        )],
    );
}

#[test]
fn a_schema_may_be_one_file_or_a_folder() {
    check(
        &[("db/schema.sql", TABLE)],
        &[("schema", "db/schema.sql", &["db/schema.sql"])],
    );
    check(
        &[
            ("db/a.sql", TABLE),
            ("db/b.sql", "CREATE TABLE b (id int);"),
            ("db/q.sql", "SELECT 1;"),
        ],
        &[("schema", "db", &["db/a.sql", "db/b.sql"])],
    );
}

#[test]
fn two_files_with_the_same_tables_are_two_schemas() {
    check(
        &[("db/a.sql", TABLE), ("db/b.sql", TABLE)],
        &[
            ("schema", "db/a.sql", &["db/a.sql"]),
            ("schema", "db/b.sql", &["db/b.sql"]),
        ],
    );
}

#[test]
fn files_without_changes_of_the_schema_are_no_history() {
    check(
        &[
            ("reports/1_a.sql", "SELECT 1;"),
            ("reports/2_b.sql", "SELECT 2;"),
        ],
        &[],
    );
}

#[test]
fn names_that_end_with_a_product_are_histories_of_their_own() {
    check(
        &[
            ("go.mod", "github.com/golang-migrate/migrate/v4"),
            ("m/1_a.mysql.up.sql", TABLE),
            ("m/1_a.postgres.up.sql", TABLE),
            ("m/2_b.up.sql", COLUMN),
            ("m/3_c.postgres.autocommit.up.sql", COLUMN),
        ],
        &[
            (
                "golang-migrate",
                "m",
                &["m/1_a.mysql.up.sql", "m/2_b.up.sql"],
            ),
            (
                "golang-migrate",
                "m",
                &[
                    "m/1_a.postgres.up.sql",
                    "m/2_b.up.sql",
                    "m/3_c.postgres.autocommit.up.sql",
                ],
            ),
        ],
    );
}

#[test]
fn fixtures_of_tests_are_no_history() {
    check(
        &[
            ("x/stub/migrations/1_a.sql", TABLE),
            ("x/testdata_migrations/1_a.sql", TABLE),
        ],
        &[],
    );
}

#[test]
fn flyway_reads_all_folders_of_its_location_once() {
    check(
        &[
            ("db/migration/2025/V1__a.sql", TABLE),
            ("db/migration/V2__b.sql", COLUMN),
            ("db/migration/B2__base.sql", TABLE),
        ],
        &[(
            "flyway",
            "db/migration",
            &["db/migration/2025/V1__a.sql", "db/migration/V2__b.sql"],
        )],
    );
}

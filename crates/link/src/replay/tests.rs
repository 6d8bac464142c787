//! Whole histories, replayed.

use std::collections::BTreeSet;

use model::{Came, Named, Past, Release, Settings, System, Use};

use crate::Input;
use crate::migrations::tests::repository;

fn system(files: &[(&str, &str)], changed: Option<&[&str]>) -> System {
    let (paths, facts) = repository(files);
    let settings = Settings::default();
    let changed =
        changed.map(|changed| Change(changed.iter().map(|path| (*path).to_owned()).collect()));
    crate::system(&Input {
        paths: &paths,
        facts: &facts,
        settings: &settings,
        today: "",
        changed: changed.as_ref().map(|changed| &changed.0),
        past: changed.as_ref().map(|changed| changed as &dyn Past),
        alone: None,
    })
}

/// The paths of a change, which come together.
struct Change(BTreeSet<String>);

impl Past for Change {
    fn came(&self, _folder: &str, paths: &[&str]) -> Vec<Came> {
        let release = Release {
            number: 0,
            before: 0,
            with: None,
            last: None,
            is_tagged: false,
            is_major: false,
            is_early: false,
        };
        let came = paths.iter().map(|path| self.0.contains(*path));
        came.map(|came| Came {
            release: came.then_some(release),
            day: None,
        })
        .collect()
    }

    fn users(&self, names: &[Named]) -> Vec<Use> {
        vec![Use::Unknown; names.len()]
    }

    fn long_ago(&self, _path: &str) -> Option<Vec<u8>> {
        None
    }
}

#[track_caller]
fn check_databases(files: &[(&str, &str)], expected: &[(&str, &str, bool, usize)]) {
    let system = system(files, None);
    let found: Vec<(&str, &str, bool, usize)> = system
        .databases
        .iter()
        .map(|(id, database)| {
            let tables = system
                .tables
                .rows()
                .iter()
                .filter(|table| table.database == id)
                .count();
            (
                database.path.as_str(),
                database.dialect.word(),
                database.is_alternative,
                tables,
            )
        })
        .collect();
    assert_eq!(found, expected);
}

/// The impacts of all steps, and whether each is the decision to be made.
#[track_caller]
fn check_impacts(files: &[(&str, &str)], changed: Option<&[&str]>, expected: &[(&str, bool)]) {
    let system = system(files, changed);
    let found: Vec<(&str, bool)> = system
        .migration_steps
        .rows()
        .iter()
        .filter(|step| !matches!(step.impact.as_str(), "none" | "no_lock_timeout"))
        .map(|step| (step.impact.as_str(), step.is_main))
        .collect();
    assert_eq!(found, expected);
}

const ORDERS: &str = "CREATE TABLE orders (id bigserial PRIMARY KEY, note text);\nCREATE TABLE line (id bigserial PRIMARY KEY);";

#[test]
fn a_dump_beside_its_migrations_is_no_database_of_its_own() {
    check_databases(
        &[("db/migrations/1_a.sql", ORDERS), ("db/schema.sql", ORDERS)],
        &[("db/migrations", "postgresql", false, 2)],
    );
}

#[test]
fn a_script_that_makes_a_table_beside_migrations_is_no_schema() {
    let many: String = (0..20)
        .map(|number| format!("CREATE TABLE t{number} (id bigint PRIMARY KEY);"))
        .collect();
    let script = |sql| {
        [
            ("db/migrations/1_a.sql", many.as_str()),
            ("db/cleanup/log.sql", sql),
        ]
    };
    check_databases(
        &script("CREATE TABLE deleted (at timestamptz, id bigint);"),
        &[("db/migrations", "postgresql", false, 20)],
    );
    let three = "CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int);";
    check_databases(
        &script(three),
        &[
            ("db/cleanup/log.sql", "postgresql", false, 3),
            ("db/migrations", "postgresql", false, 20),
        ],
    );
}

#[test]
fn the_same_schema_for_another_dialect_is_an_alternative() {
    check_databases(
        &[
            ("db/postgres/1_a.sql", ORDERS),
            (
                "db/postgres/2_b.sql",
                "ALTER TABLE orders ADD COLUMN x text;",
            ),
            (
                "db/sqlite/1_a.sql",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT);\nCREATE TABLE line (id INTEGER PRIMARY KEY AUTOINCREMENT);",
            ),
            ("db/sqlite/2_b.sql", "ALTER TABLE orders ADD COLUMN x text;"),
        ],
        &[
            ("db/postgres", "postgresql", false, 2),
            ("db/sqlite", "sqlite", true, 2),
        ],
    );
}

#[test]
fn migrations_without_their_beginning_take_the_schema_beside_them() {
    check_databases(
        &[
            ("m/2_b.sql", "ALTER TABLE orders ADD COLUMN x text;"),
            ("m/3_c.sql", "CREATE INDEX i ON line (id);"),
            ("m/LATEST.sql", ORDERS),
        ],
        &[("m", "postgresql", false, 2)],
    );
}

#[test]
fn nobody_waits_for_a_table_of_the_same_change() {
    let index = "CREATE INDEX i ON orders (note);";
    check_impacts(
        &[("m/1_a.sql", ORDERS), ("m/2_b.sql", index)],
        None,
        &[("blocking_index_build", true)],
    );
    check_impacts(
        &[("m/1_a.sql", ORDERS), ("m/2_b.sql", index)],
        Some(&["m/1_a.sql", "m/2_b.sql"]),
        &[],
    );
    // Be there others between.
    check_impacts(
        &[
            ("m/1_a.sql", ORDERS),
            ("m/2_b.sql", "CREATE TABLE other (id int);"),
            ("m/3_c.sql", index),
        ],
        Some(&["m/1_a.sql", "m/3_c.sql"]),
        &[],
    );
    // The table was there before the change, however short.
    check_impacts(
        &[("m/1_a.sql", ORDERS), ("m/2_b.sql", index)],
        Some(&["m/2_b.sql"]),
        &[("blocking_index_build", true)],
    );
}

#[test]
fn one_transaction_is_one_decision_for_one_table() {
    let change = "-- +goose Up\nALTER TABLE orders ALTER COLUMN note SET NOT NULL;\nCREATE INDEX i ON orders (note);";
    let base = format!("-- +goose Up\n{ORDERS}");
    let system = system(&[("m/1_a.sql", &base), ("m/2_b.sql", change)], None);
    let main: Vec<&str> = system
        .migration_steps
        .rows()
        .iter()
        .filter(|step| {
            step.is_main && step.impact != "none" && step.blocks != "nothing" && step.scans_table
        })
        .map(|step| step.impact.as_str())
        .collect();
    assert_eq!(main, ["not_null_scan"]);
}

#[test]
fn a_way_back_in_the_same_file_counts() {
    let system = system(
        &[(
            "m/1_a.sql",
            "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n",
        )],
        None,
    );
    assert!(system.migrations.rows()[0].has_down);
    assert_eq!(system.tables.len(), 1);
}

#[test]
fn a_step_writes_its_table_as_statements_do() {
    let sql = "CREATE SCHEMA app; CREATE TABLE app.\"Orders\" (id bigint PRIMARY KEY);";
    let system = system(&[("db/migrations/0001_a.sql", sql)], None);
    let steps = system.migration_steps.rows().iter();
    let written: Vec<&str> = steps.map(|step| step.written_table.as_str()).collect();
    assert!(written.contains(&"app.\"Orders\""), "{written:?}");
}

#[test]
fn flyway_forgets_the_schemas_of_one_migration_in_the_next() {
    let system = system(
        &[
            (
                "db/migration/V1__a.sql",
                "CREATE SCHEMA app; SET search_path TO app, public; CREATE TABLE orders (id bigint PRIMARY KEY);",
            ),
            (
                "db/migration/V2__b.sql",
                "CREATE TABLE lines (id bigint PRIMARY KEY);",
            ),
        ],
        None,
    );
    let names: Vec<&str> = (system.tables.rows().iter())
        .map(|table| table.name.as_str())
        .collect();
    assert_eq!(names, ["app.orders", "lines"]);
}

#[test]
fn a_schema_that_a_template_or_nobody_names_is_one_over_all_files() {
    for schema in ["'{{.Schema}}'", "shop"] {
        let first = format!(
            "SET search_path = {schema};
             CREATE TABLE orders (id bigint PRIMARY KEY);
             CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));"
        );
        let second = format!("SET search_path = {schema}; ALTER TABLE lines DROP COLUMN order_id;");
        let system = system(
            &[
                ("migrations/0001_a.up.sql", &first),
                ("migrations/0002_b.up.sql", &second),
            ],
            None,
        );
        let columns = system.columns.rows().iter();
        let names: Vec<&str> = columns.map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["id", "id"], "{schema}");
        let kinds = system.constraints.rows().iter();
        assert!(
            kinds.clone().all(|one| one.kind.word() == "primary"),
            "{schema}"
        );
    }
}

#[test]
fn a_check_without_a_name_is_called_as_the_server_calls_it() {
    let change = "ALTER TABLE orders ADD CHECK (note <> '');";
    let system = system(&[("m/1_a.sql", ORDERS), ("m/2_b.sql", change)], None);
    let objects: Vec<&str> = system
        .migration_steps
        .rows()
        .iter()
        .filter(|step| step.impact == "validating_check")
        .map(|step| step.object.as_str())
        .collect();
    assert_eq!(objects, ["orders_note_check"]);
}

/// A history of 20 migrations with `others`, of which four let others wait.
fn long_history(others: &[(&str, &str)]) -> System {
    let mut files: Vec<(String, String)> = Vec::new();
    for number in 1..=20 {
        let path = format!("db/migrations/{number:04}_step.sql");
        let text = match number {
            1 => ORDERS.to_owned(),
            17.. => format!("CREATE INDEX note_{number} ON orders (note);"),
            _ => format!("CREATE TABLE t{number} (id bigserial PRIMARY KEY);"),
        };
        files.push((path, text));
    }
    let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    files.extend(others.iter().map(own));
    let files: Vec<(&str, &str)> = (files.iter())
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    system(&files, None)
}

#[test]
fn a_table_that_a_release_renames_is_told_once() {
    let (a, b, c) = (
        "db/migrations/1_a.sql",
        "db/migrations/2_b.sql",
        "db/migrations/3_c.sql",
    );
    let files = [
        (a, ORDERS),
        (b, "ALTER TABLE orders DROP COLUMN note;"),
        (c, "ALTER TABLE orders RENAME TO sales;"),
    ];
    let (renamed, dropped) = (("table_renamed", true), ("column_dropped", true));
    check_impacts(&files, Some(&[b, c]), &[renamed]);
    check_impacts(&files, Some(&[b]), &[dropped, renamed]);
    // What fails on rows fails under either name.
    let required = [
        files[0],
        (b, "ALTER TABLE orders ADD COLUMN size int NOT NULL;"),
        files[2],
    ];
    check_impacts(
        &required,
        Some(&[b, c]),
        &[("required_column", true), renamed],
    );
}

/// How many steps wait as those who wrote them usually do.
#[track_caller]
fn check_usual_waits(others: &[(&str, &str)], expected: usize) {
    let system = long_history(others);
    let steps = system.migration_steps.rows().iter();
    assert_eq!(steps.filter(|step| step.is_wait_usual).count(), expected);
}

#[test]
fn a_team_that_never_spares_anybody_waits_as_usual() {
    check_usual_waits(&[], 4);
}

#[test]
fn a_team_that_spares_somebody_once_means_to() {
    for sparing in [
        "CREATE INDEX CONCURRENTLY line_id ON line (id);",
        "ALTER TABLE line ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;",
        "SET lock_timeout = '2s'; ALTER TABLE line ADD COLUMN note text;",
        "-- squawk-ignore ban-drop-column\nALTER TABLE line ADD COLUMN note text;",
    ] {
        check_usual_waits(&[("db/migrations/0021_line.sql", sparing)], 0);
    }
    check_usual_waits(&[(".squawk.toml", "pg_version = \"15\"")], 0);
    // Who says how this one was seen to, means this one.
    let built =
        "-- Built CONCURRENTLY by hand before.\nCREATE INDEX IF NOT EXISTS line_id ON line (id);";
    check_usual_waits(
        &[
            (".squawk.toml", "pg_version = \"15\""),
            ("db/migrations/0021_line.sql", built),
        ],
        1,
    );
    // A dump sets no bound.
    let dump = "SET lock_timeout = 0; ALTER TABLE line ADD COLUMN note text;";
    check_usual_waits(&[("db/migrations/0021_line.sql", dump)], 4);
}

/// Whether the steps of a program of Go are known to run while nobody else does.
#[track_caller]
fn check_alone(others: &[(&str, &str)], expected: bool) {
    let mut files = vec![
        ("db/migrations/1_a.sql", ORDERS),
        (
            "db/migrations/2_b.sql",
            "ALTER TABLE orders DROP COLUMN note;",
        ),
    ];
    files.extend(others);
    let system = system(&files, None);
    let steps = system.migration_steps.rows();
    assert!(!steps.is_empty());
    assert!(steps.iter().all(|step| step.is_alone == expected));
}

#[test]
fn a_program_that_brings_its_migrations_along_runs_alone() {
    const EMBEDS: (&str, &str) = ("db/db.go", "//go:embed migrations/*.sql");
    const DEPLOYMENT: &str = "kind: Deployment";
    check_alone(&[], false);
    check_alone(&[EMBEDS], true);
    check_alone(&[EMBEDS, ("README.md", "# Shop\nRun one.")], true);
    check_alone(
        &[EMBEDS, ("README.md", "# Shop\nScales horizontally.")],
        false,
    );
    check_alone(&[EMBEDS, ("compose.yaml", "shop")], true);
    check_alone(&[EMBEDS, ("compose.yaml", "shop worker")], false);
    check_alone(&[EMBEDS, ("deploy/shop.yaml", DEPLOYMENT)], false);
    check_alone(&[EMBEDS, ("chart/Chart.yaml", "name: shop")], false);
    check_alone(
        &[
            ("docs/scaling.md", "One."),
            ("chart/Chart.yaml", "name: shop"),
        ],
        true,
    );
    // A chart says the number, and so do manifests.
    const ONE: (&str, &str) = ("chart/values.yaml", "1");
    const CHART: (&str, &str) = ("chart/Chart.yaml", "name: shop");
    check_alone(&[EMBEDS, CHART, ONE], true);
    check_alone(
        &[EMBEDS, CHART, ONE, ("deploy/shop.yaml", DEPLOYMENT)],
        true,
    );
    check_alone(&[EMBEDS, CHART, ONE, ("web/values.yaml", "2")], false);
    check_alone(&[EMBEDS, ("web/values.yaml", "2")], false);
    check_alone(
        &[EMBEDS, CHART, ONE, ("README.md", "Scales horizontally.")],
        false,
    );
    check_alone(&[CHART, ONE], false);
    // A test starts the program with its migrations, and no other does.
    check_alone(&[("db/db_test.go", EMBEDS.1)], false);
}

#[test]
fn migrations_among_the_resources_of_a_program_run_alone_where_one_is_said_to_run() {
    let alone = |others: &[(&str, &str)]| {
        let mut files = vec![
            ("src/main/resources/db/migration/V1__a.sql", ORDERS),
            (
                "src/main/resources/db/migration/V2__b.sql",
                "ALTER TABLE orders DROP COLUMN note;",
            ),
        ];
        files.extend(others);
        let system = system(&files, None);
        let mut steps = system.migration_steps.rows().iter();
        steps.any(|step| step.is_alone)
    };
    assert!(!alone(&[]));
    assert!(alone(&[("chart/values.yaml", "1")]));
    assert!(!alone(&[("chart/values.yaml", "4")]));
    // Compose cannot run two containers of one name.
    const COMPOSE: &str = "infra/compose.yaml";
    assert!(alone(&[(COMPOSE, "shop:${VERSION}")]));
    assert!(!alone(&[(COMPOSE, "postgres:16")]));
    let scaled = ("chart/Chart.yaml", "name: shop");
    assert!(!alone(&[(COMPOSE, "shop:${VERSION}"), scaled]));
}

#[test]
fn what_was_made_shortly_before_is_young() {
    let young = |day: &str| {
        let last = format!("db/migrations/{day}_c.sql");
        let system = system(
            &[
                ("db/migrations/20260101_a.sql", ORDERS),
                (
                    "db/migrations/20260301_b.sql",
                    "ALTER TABLE orders ADD COLUMN tip int;",
                ),
                (
                    &last,
                    "ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders DROP COLUMN tip;",
                ),
            ],
            None,
        );
        let steps = system.migration_steps.rows().iter();
        let dropped = steps.filter(|step| step.impact == "column_dropped");
        dropped.map(|step| step.is_young).collect::<Vec<bool>>()
    };
    assert_eq!(young("20260331"), [false, true]);
    assert_eq!(young("20260401"), [false, false]);
}

#[test]
fn a_column_of_a_change_may_be_spared_by_a_later_one_however_they_interleave() {
    let files = |last: &str| {
        vec![
            ("db/migrations/1_a.sql", ORDERS.to_owned()),
            (
                "db/migrations/2_b.sql",
                "ALTER TABLE orders ADD COLUMN tip int; UPDATE orders SET tip = 0 WHERE id < 9; ALTER TABLE orders ALTER COLUMN tip SET NOT NULL;".to_owned(),
            ),
            ("db/migrations/3_of_others.sql", "CREATE TABLE guests (id bigint PRIMARY KEY);".to_owned()),
            ("db/migrations/4_c.sql", last.to_owned()),
        ]
    };
    let changed: &[&str] = &["db/migrations/2_b.sql", "db/migrations/4_c.sql"];
    let required = |last: &str| {
        let files = files(last);
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        let system = system(&files, Some(changed));
        let mut steps = system.migration_steps.rows().iter();
        steps.any(|step| step.impact == "required_in_one_step")
    };
    assert!(required("ALTER TABLE orders ADD COLUMN note2 text;"));
    assert!(!required(
        "ALTER TABLE orders ALTER COLUMN tip SET DEFAULT 0;"
    ));
}

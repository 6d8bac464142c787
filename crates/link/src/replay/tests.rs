//! Whole histories, replayed.

use std::collections::BTreeSet;

use model::{Named, Past, Release, Settings, System, Use};

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
    fn releases(&self, _folder: &str, paths: &[&str]) -> Vec<Option<Release>> {
        let release = Release {
            number: 0,
            before: 0,
        };
        let came = paths.iter().map(|path| self.0.contains(*path));
        came.map(|came| came.then_some(release)).collect()
    }

    fn users(&self, names: &[Named]) -> Vec<Use> {
        vec![Use::Unknown; names.len()]
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

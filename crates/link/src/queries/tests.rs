//! Statements joined to schemas. The expected values are the plans of PostgreSQL 15, read by hand from `EXPLAIN` with
//! `enable_seqscan = off`: an index scan with an `Index Cond` where `is_served` is expected to hold. One is not: for a
//! column behind the first, that setting makes the server read the whole index, which serves nobody.

use model::{Known, Settings, System};

use crate::Input;
use crate::migrations::tests::repository;

const SCHEMA: &str = "
CREATE TABLE person (id bigint PRIMARY KEY, email text NOT NULL, team_id bigint NOT NULL, name text NOT NULL,
    joined_at timestamptz NOT NULL, deleted_at timestamptz);
CREATE INDEX person_team ON person (team_id, joined_at);
CREATE UNIQUE INDEX person_email ON person (lower(email));
CREATE INDEX person_living ON person (name) WHERE deleted_at IS NULL;
CREATE TABLE badge (id bigint PRIMARY KEY, person_id bigint NOT NULL, kind text NOT NULL);
";

/// The system of the schema above and one named query, as the rules see it.
fn system(query: &str) -> System {
    let query = format!("-- name: Query :many\n{query};");
    let (paths, facts) = repository(&[("db/schema.sql", SCHEMA), ("db/queries/q.sql", &query)]);
    let settings = Settings::default();
    crate::system(&Input {
        paths: &paths,
        facts: &facts,
        settings: &settings,
        today: "",
        changed: None,
        past: None,
        alone: None,
    })
}

/// A table, and whether filter, join and order are served; `None` where that is unknown.
type Served<'t> = (&'t str, Option<bool>, Option<bool>, Option<bool>);

/// Each table of the query, as expected.
#[track_caller]
fn check(query: &str, expected: &[Served<'_>]) {
    let system = system(query);
    let found: Vec<Served<'_>> = system
        .accesses
        .rows()
        .iter()
        .map(|access| {
            (
                system.tables[access.table].name.as_str(),
                access.is_served.known().copied(),
                access.is_join_served.known().copied(),
                access.is_sort_served.known().copied(),
            )
        })
        .collect();
    assert_eq!(found, expected, "{query}");
}

#[test]
fn equality_on_leading_columns_is_served() {
    check(
        "SELECT 1 FROM person WHERE id = $1",
        &[("person", Some(true), None, None)],
    );
    check(
        "SELECT 1 FROM person WHERE team_id = $1",
        &[("person", Some(true), None, None)],
    );
    check(
        "SELECT 1 FROM person WHERE team_id = $1 AND joined_at > $2",
        &[("person", Some(true), None, None)],
    );
    check(
        "SELECT 1 FROM person WHERE joined_at = $1",
        &[("person", Some(false), None, None)],
    );
    check(
        "SELECT 1 FROM person WHERE id IN ($1, $2)",
        &[("person", Some(true), None, None)],
    );
}

#[test]
fn a_range_on_the_first_column_is_served() {
    check(
        "SELECT 1 FROM person WHERE team_id > $1",
        &[("person", Some(true), None, None)],
    );
    check(
        "SELECT 1 FROM badge WHERE kind > $1",
        &[("badge", Some(false), None, None)],
    );
}

#[test]
fn an_expression_is_served_by_an_index_over_it() {
    check(
        "SELECT 1 FROM person WHERE lower(email) = $1",
        &[("person", Some(true), None, None)],
    );
    check(
        "SELECT 1 FROM person WHERE upper(email) = $1",
        &[("person", Some(false), None, None)],
    );
    check(
        "SELECT 1 FROM person WHERE email = $1",
        &[("person", Some(false), None, None)],
    );
}

#[test]
fn a_partial_index_serves_where_its_condition_is_given() {
    check(
        "SELECT 1 FROM person WHERE name = $1 AND deleted_at IS NULL",
        &[("person", Some(true), None, None)],
    );
    // Its condition is not given: the server cannot use it. Without a proof of that, the tool stays silent.
    check(
        "SELECT 1 FROM person WHERE name = $1",
        &[("person", None, None, None)],
    );
}

#[test]
fn alternatives_and_views_are_unknown() {
    check(
        "SELECT 1 FROM badge WHERE kind = $1 OR person_id = $2",
        &[("badge", None, None, None)],
    );
}

#[test]
fn a_join_needs_an_index_where_the_other_side_is_found() {
    check(
        "SELECT 1 FROM person p JOIN badge b ON b.person_id = p.id WHERE p.id = $1",
        &[
            ("person", Some(true), None, None),
            ("badge", None, Some(false), None),
        ],
    );
    check(
        "SELECT 1 FROM badge b JOIN person p ON p.id = b.person_id WHERE b.id = $1",
        &[
            ("badge", Some(true), None, None),
            ("person", None, Some(true), None),
        ],
    );
}

#[test]
fn an_order_with_a_limit_needs_an_index() {
    check(
        "SELECT 1 FROM person ORDER BY team_id, joined_at LIMIT 5",
        &[("person", None, None, Some(true))],
    );
    check(
        "SELECT 1 FROM person ORDER BY team_id DESC, joined_at DESC LIMIT 5",
        &[("person", None, None, Some(true))],
    );
    check(
        "SELECT 1 FROM person ORDER BY team_id DESC, joined_at LIMIT 5",
        &[("person", None, None, Some(false))],
    );
    check(
        "SELECT 1 FROM person WHERE team_id = $1 ORDER BY joined_at LIMIT 5",
        &[("person", Some(true), None, Some(true))],
    );
    check(
        "SELECT 1 FROM person ORDER BY joined_at",
        &[("person", None, None, None)],
    );
}

#[test]
fn a_unique_key_bounds_the_result() {
    let bounded = |query: &str| system(query).queries.rows()[0].is_bounded.clone();
    assert_eq!(
        bounded("SELECT name FROM person WHERE id = $1"),
        Known::Is(true)
    );
    assert_eq!(
        bounded("SELECT name FROM person WHERE lower(email) = $1"),
        Known::Is(true)
    );
    assert_eq!(
        bounded("SELECT name FROM person WHERE team_id = $1"),
        Known::Is(false)
    );
    assert_eq!(bounded("SELECT count(*) FROM person"), Known::Is(true));
}

#[test]
fn the_integer_key_of_sqlite_is_the_order_of_its_rows() {
    let schema = "CREATE TABLE job (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL);";
    let query = "-- name: Query :many\nSELECT state FROM job WHERE id = $1;";
    let (paths, facts) = repository(&[("db/schema.sql", schema), ("db/queries/q.sql", query)]);
    let settings = Settings::default();
    let system = crate::system(&Input {
        paths: &paths,
        facts: &facts,
        settings: &settings,
        today: "",
        changed: None,
        past: None,
        alone: None,
    });
    assert_eq!(system.accesses.rows()[0].is_served, Known::Is(true));
    assert!(system.tables.rows()[0].has_unique_key);
}

#[test]
fn the_index_for_a_range_leaves_out_what_joins() {
    let system = system(
        "SELECT p.name FROM badge b JOIN person p ON b.person_id = p.id WHERE b.kind > $1 AND b.kind < $2",
    );
    let access = system
        .accesses
        .rows()
        .iter()
        .find(|access| system.tables[access.table].name == "badge")
        .expect("the query reads badges");
    assert_eq!(access.create_index, "CREATE INDEX ON badge (kind)");
}
